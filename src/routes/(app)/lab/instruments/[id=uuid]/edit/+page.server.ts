import { fail, redirect } from '@sveltejs/kit';
import { read } from '#lib/catalogue/read.server.ts';
import { requireManagedInstrument } from '#lib/instruments/managed-instrument.server.ts';
import { explainRecordRefusal } from '#lib/instruments/record-refusal.ts';
import { readRecord } from '#lib/instruments/record-fields.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { toRefusal } from '#lib/server/database-error.ts';
import { setFlash } from '#lib/server/flash.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const { instrument, platform } = await requireManagedInstrument(
		supabase,
		requireClaims(event),
		event.params.id
	);
	const record = await read(
		supabase.from('instruments').select('*').eq('id', instrument.id).single()
	);
	return { instrument, platform, record };
};

export const actions: Actions = {
	default: async ({ request, params, locals, cookies, url }) => {
		const form = await request.formData();
		const { record, bad } = readRecord(form);
		const values = Object.fromEntries(
			[...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
		) as Record<string, string>;
		if (bad.length > 0) {
			const names = bad.join(m.catalogue_list_separator());
			return fail(400, { values, message: m.rules_refused_values({ names }) });
		}

		const { error } = await locals.supabase.rpc('update_instrument', {
			instrument_id: params.id,
			record
		});
		if (error) {
			const refusal = toRefusal(error);
			const message = explainRecordRefusal(refusal);
			if (message === null) throw error;
			return fail(refusal.status, { values, message });
		}
		setFlash(cookies, { tone: 'ok', text: m.record_saved() });
		redirect(303, url.pathname);
	}
};
