import { randomUUID } from 'node:crypto';
import { error } from '@sveltejs/kit';
import { read } from '#lib/catalogue/read.server.ts';
import { reportFault } from '#lib/faults/commands.server.ts';
import { reportSchema } from '#lib/faults/fault-schema.ts';
import { faultsInWords } from '#lib/faults/faults-in-words.ts';
import { listOpenFaults, listOwnFaults } from '#lib/faults/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { id } = event.params;
	const [instrument, faults, own] = await Promise.all([
		read(
			supabase
				.from('instruments')
				.select(
					'id, name, language, name_en, platform:platforms(name, language, name_en, time_zone)'
				)
				.eq('id', id)
				.maybeSingle()
		),
		listOpenFaults(supabase, id),
		listOwnFaults(supabase, id, requireClaims(event).sub)
	]);
	if (!instrument) error(404, m.error_not_found_title());
	return {
		instrument,
		faults: faultsInWords(faults, instrument.platform.time_zone),
		own,
		bookingId: event.url.searchParams.get('booking') ?? '',
		formKey: randomUUID()
	};
};

export const actions: Actions = {
	report: act(
		'report',
		reportSchema,
		({ locals, params }: RequestEvent, sent) => reportFault(locals.supabase, params.id, sent),
		() => m.fault_report_done(),
		({ id }) => link('/(app)/faults/[id=uuid]', { id })
	)
};
