import { resolve } from '$app/paths';
import { error } from '@sveltejs/kit';
import { chooseDuration } from '#lib/availability/durations.ts';
import { getAvailability } from '#lib/availability/queries.server.ts';
import { slotsInWords } from '#lib/availability/slots-in-words.ts';
import { listSlots } from '#lib/availability/slots.ts';
import { listSubjects } from '#lib/catalogue/queries.server.ts';
import { putInWords } from '#lib/instruments/instrument-in-words.ts';
import { instrumentJsonLd } from '#lib/instruments/instrument-json-ld.ts';
import { findInstrument, type Instrument } from '#lib/instruments/queries.server.ts';
import { faultsInWords } from '#lib/faults/faults-in-words.ts';
import { listOpenFaults } from '#lib/faults/queries.server.ts';
import { calendarKey } from '#lib/live/live-subject.ts';
import { citeInstrument } from '#lib/metadata/citation.ts';
import { recordLinks } from '#lib/metadata/record-links.ts';
import * as m from '#lib/paraglide/messages.js';
import { contactInWords } from '#lib/platforms/contact-in-words.ts';
import { designationLabels } from '#lib/platforms/designation.ts';
import { placeInWords } from '#lib/platforms/place-in-words.ts';
import { findContact } from '#lib/platforms/queries.server.ts';
import { signInAddress } from '#lib/server/sign-in-address.ts';
import type { Db } from '#lib/server/supabase.ts';
import { addMinutes, type Period } from '#lib/time/period.ts';
import type { PageServerLoad } from './$types';

const SLOTS_SHOWN = 6;
const TWO_WEEKS_MINUTES = 14 * 1440;

export const load: PageServerLoad = async ({
	params,
	url,
	depends,
	locals: { supabase, claims }
}) => {
	depends(calendarKey({ instrument: params.id }));
	const [instrument, subjects] = await Promise.all([
		findInstrument(supabase, params.id),
		listSubjects(supabase)
	]);
	if (!instrument) error(404, m.error_not_found_title());

	const now = new Date();
	const [slots, contact, faults] = await Promise.all([
		listNextSlots(supabase, instrument, now),
		claims ? findContact(supabase, instrument.platform.id) : null,
		listOpenFaults(supabase, instrument.id)
	]);
	const subjectNames = subjects
		.filter(({ code }) => instrument.subject_codes.includes(code))
		.map(({ name }) => name);
	return {
		instrument: putInWords(instrument, subjectNames, now),
		description: instrumentJsonLd(instrument, url.origin),
		citations: citeInstrument(instrument, url.origin),
		records: recordLinks(resolve('/api/v1/instruments/[id]', { id: instrument.id }), [
			'pidinst',
			'pidinst-xml',
			'datacite',
			'datacite-xml',
			'json-ld'
		]),
		slots: slotsInWords(slots, instrument.platform.time_zone),
		host: {
			designations: designationLabels(instrument.platform.designations),
			place: placeInWords(instrument, instrument.platform),
			contact: contactInWords(contact, claims ? null : signInAddress(url))
		},
		faults: faultsInWords(faults, instrument.platform.time_zone),
		now
	};
};

/** The next slots of a usual length; none for an instrument that outsiders cannot book here. */
async function listNextSlots(db: Db, instrument: Instrument, now: Date): Promise<Period[]> {
	const { rules } = instrument;
	if (!rules?.admits_outsiders || instrument.retired_at !== null) return [];

	const earliest = addMinutes(now, rules.lead_minutes);
	const availability = await getAvailability(db, instrument.id, {
		start: earliest,
		end: addMinutes(earliest, TWO_WEEKS_MINUTES)
	});
	return listSlots(availability, rules, chooseDuration(rules, null)).slice(0, SLOTS_SHOWN);
}
