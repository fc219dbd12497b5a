import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { BOOKING_COLUMNS, toApiBooking } from '#lib/api/api-booking.ts';
import {
	flag,
	id,
	instant,
	pageSize,
	queryInstant,
	readBody,
	readIdempotencyKey,
	readQuery,
	requirePerson,
	text
} from '#lib/api/input.ts';
import { toApiJudgement } from '#lib/api/judgement.ts';
import { decodeCursor, encodeCursor } from '#lib/api/page-cursor.ts';
import { api, Problem, problemOfRefusal } from '#lib/api/problem.ts';
import * as m from '#lib/paraglide/messages.js';
import { Constants } from '#lib/database.types.ts';
import { toRefusal } from '#lib/server/database-error.ts';

const bookingRequest = v.object({
	instrument_id: id,
	start: instant,
	end: instant,
	purpose: v.nullish(text),
	purpose_code: v.nullish(v.string()),
	organisation_id: v.nullish(id)
});

export const POST = api(async (event) => {
	requirePerson(event);
	const { dry_run } = readQuery(event.url, v.object({ dry_run: v.optional(flag, 'false') }));
	const key = readIdempotencyKey(event);
	const wish = await readBody(event.request, bookingRequest);
	const { supabase } = event.locals;
	const slot = {
		instrument_id: wish.instrument_id,
		starts_at: wish.start,
		ends_at: wish.end,
		...(wish.organisation_id != null && { organisation_id: wish.organisation_id })
	};

	if (dry_run) {
		const { data, error } = await supabase.rpc('judge_booking', slot);
		if (error) throw problemOfRefusal(toRefusal(error));
		return json(toApiJudgement(data));
	}

	const { data, error } = await supabase.rpc('book_instrument', {
		...slot,
		...(wish.purpose != null && { purpose: wish.purpose }),
		...(wish.purpose_code != null && { purpose_code: wish.purpose_code }),
		...(key !== null && { idempotency_key: key })
	});
	if (error) throw problemOfRefusal(toRefusal(error));

	return json(toApiBooking(data), {
		status: 201,
		headers: { Location: `/api/v1/bookings/${data.id}` }
	});
});

const listQuery = v.object({
	instrument_id: v.optional(id),
	status: v.optional(v.picklist(Constants.public.Enums.booking_status)),
	from: v.optional(queryInstant),
	to: v.optional(queryInstant),
	cursor: v.optional(v.string()),
	limit: v.optional(pageSize, '20')
});

/** The bookings that the caller may see, latest start first. */
export const GET = api(async (event) => {
	requirePerson(event);
	const wanted = readQuery(event.url, listQuery);

	let query = event.locals.supabase
		.from('bookings')
		.select(BOOKING_COLUMNS)
		.order('starts_at', { ascending: false })
		.order('id', { ascending: false })
		.limit(wanted.limit + 1);
	if (wanted.instrument_id !== undefined) query = query.eq('instrument_id', wanted.instrument_id);
	if (wanted.status !== undefined) query = query.eq('status', wanted.status);
	if (wanted.from !== undefined) query = query.gt('ends_at', wanted.from);
	if (wanted.to !== undefined) query = query.lt('starts_at', wanted.to);
	if (wanted.cursor !== undefined) {
		const cursor = decodeCursor(wanted.cursor);
		if (!cursor) {
			throw new Problem({ status: 422, key: 'cursor_invalid', title: m.api_cursor_invalid() });
		}
		const [startsAt, id] = cursor;
		query = query.or(`starts_at.lt.${startsAt},and(starts_at.eq.${startsAt},id.lt.${id})`);
	}

	const { data, error } = await query;
	if (error) throw problemOfRefusal(toRefusal(error));

	const items = data.slice(0, wanted.limit);
	const last = items.at(-1);
	return json({
		items: items.map(toApiBooking),
		next_cursor: last && data.length > wanted.limit ? encodeCursor(last.starts_at, last.id) : null
	});
});
