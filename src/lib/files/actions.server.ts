import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { toOutcome } from '#lib/server/outcome.ts';
import { FILE_REFUSALS, shareFile } from './transfer.server.ts';

type OnBooking = RequestEvent<{ id: string }, '/(app)/bookings/[id=uuid]'>;

const uploadSchema = v.object({
	file: v.instance(File),
	idempotency_key: v.pipe(v.string(), v.minLength(1), v.maxLength(200))
});
const retireSchema = v.object({ file_id: v.pipe(v.string(), v.uuid()) });

/** The action `upload` of a booking's page: takes a file for both sides. */
export async function uploadFile({ request, params, locals, cookies }: OnBooking) {
	let sent: FormData;
	try {
		sent = await request.formData();
	} catch {
		// The server stops reading where the largest file would end.
		return fail(413, { notShared: m.file_too_large() });
	}
	const { output, success } = v.safeParse(uploadSchema, Object.fromEntries(sent));
	// A browser sends an empty file without a name when none was chosen.
	if (!success || output.file.name === '') return fail(400, { notShared: m.file_missing() });

	const { file, idempotency_key } = output;
	const outcome = await shareFile(
		locals.supabase,
		params.id,
		{ name: file.name, size: file.size, bytes: file.stream() },
		idempotency_key
	);
	if (!outcome.ok) return fail(outcome.status, { notShared: outcome.message });

	setFlash(cookies, { tone: 'ok', text: m.file_shared({ name: outcome.data.name }) });
	redirect(303, `${link('/(app)/bookings/[id=uuid]', { id: params.id })}#files`);
}

/** The action `retire-file`: takes back what one has shared. */
export async function retireFile({ request, params, locals, cookies }: OnBooking) {
	const sent = v.safeParse(retireSchema, Object.fromEntries(await request.formData()));
	if (!sent.success) return fail(400, { notShared: m.file_not_found() });

	const outcome = await toOutcome(
		locals.supabase.rpc('retire_booking_file', { file_id: sent.output.file_id }),
		FILE_REFUSALS
	);
	if (!outcome.ok) return fail(outcome.status, { notShared: outcome.message });

	setFlash(cookies, { tone: 'ok', text: m.file_retired({ name: outcome.data.name }) });
	redirect(303, `${link('/(app)/bookings/[id=uuid]', { id: params.id })}#files`);
}
