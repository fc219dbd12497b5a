import { randomUUID } from 'node:crypto';
import { lastAcademicYear, readAcademicYear } from '#lib/benefit/academic-year.ts';
import { entrySchema, toEntries } from '#lib/benefit/entry-schema.ts';
import { enterBenefit, getBenefit } from '#lib/benefit/queries.server.ts';
import { read } from '#lib/catalogue/read.server.ts';
import { requireManagedInstrument } from '#lib/instruments/managed-instrument.server.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const today = () => dateIn(new Date(), LEDGER_ZONE);
const yearOf = ({ searchParams }: URL) => readAcademicYear(searchParams, today());

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { instrument, platform } = await requireManagedInstrument(
		supabase,
		requireClaims(event),
		event.params.id
	);
	const record = await read(
		supabase
			.from('instruments')
			.select('id, platform_id, asset_kind, worth_fen, model, source_key')
			.eq('id', instrument.id)
			.single()
	);
	const benefit = await getBenefit(supabase, record, yearOf(event.url));
	return {
		instrument,
		platform,
		record,
		benefit,
		lastYear: lastAcademicYear(today()),
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	enter: act(
		'enter',
		entrySchema,
		({ locals, params, url }: RequestEvent, sent) =>
			enterBenefit(locals.supabase, params.id, {
				year: yearOf(url),
				entries: toEntries(sent),
				key: sent.idempotency_key
			}),
		({ version }) => m.benefit_entered({ version }),
		(_, { url }) => `${url.pathname}?year=${yearOf(url)}`
	)
};
