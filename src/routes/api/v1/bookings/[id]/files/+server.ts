import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { toApiFile } from '#lib/api/api-file.ts';
import { readId, readIdempotencyKey, readQuery, requirePerson } from '#lib/api/input.ts';
import { api, notFound, Problem, problemOfRefusal } from '#lib/api/problem.ts';
import { shareFile } from '#lib/files/transfer.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal } from '#lib/server/database-error.ts';

/** The files of a booking. */
export const GET = api(async (event) => {
	requirePerson(event);
	const id = readId(event);
	if (id === null) throw notFound();

	const { data, error } = await event.locals.supabase.rpc('list_booking_files', { booking_id: id });
	if (error) throw problemOfRefusal(toRefusal(error));
	return json({ items: data.map(toApiFile), next_cursor: null });
});

const named = v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(500)) });

/** Takes the body as a file named in the query. Its bytes go on to the database as they come. */
export const POST = api(async (event) => {
	requirePerson(event);
	const id = readId(event);
	if (id === null) throw notFound();

	const { name } = readQuery(event.url, named);
	const { headers, body } = event.request;
	// Another site can send a form or a body of no type without asking; this it cannot.
	if (headers.get('content-type') !== 'application/octet-stream') {
		throw new Problem({ status: 415, key: 'bytes_expected', title: m.api_bytes_expected() });
	}
	const size = Number(headers.get('content-length') ?? Number.NaN);
	if (!Number.isSafeInteger(size)) {
		throw new Problem({ status: 411, key: 'length_needed', title: m.api_length_needed() });
	}

	const outcome = await shareFile(
		event.locals.supabase,
		id,
		{ name, size, bytes: body ?? new ReadableStream({ start: (empty) => empty.close() }) },
		readIdempotencyKey(event) ?? undefined
	);
	if (!outcome.ok) {
		throw new Problem({ status: outcome.status, key: outcome.key, title: outcome.message });
	}
	return json(toApiFile(outcome.data), {
		status: 201,
		headers: { Location: `/api/v1/bookings/${id}/files/${outcome.data.id}` }
	});
});
