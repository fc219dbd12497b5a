import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { toInstant } from '#lib/api/api-booking.ts';
import { resolveClassCode } from '#lib/api/catalogue-search.ts';
import { durationMinutes, pageSize, queryInstant, readQuery, wrongOrder } from '#lib/api/input.ts';
import { api, problemOfRefusal } from '#lib/api/problem.ts';
import { toRefusal } from '#lib/server/database-error.ts';

const query = v.object({
	q: v.optional(v.string()),
	category: v.optional(v.string()),
	city: v.optional(v.string()),
	from: v.optional(queryInstant),
	to: v.optional(queryInstant),
	duration: v.optional(durationMinutes, 'PT2H'),
	limit: v.optional(pageSize, '20')
});

/** The earliest free slot of each matching instrument, earliest first. */
export const GET = api(async (event) => {
	const { supabase } = event.locals;
	const wanted = readQuery(event.url, query);
	if (wanted.from !== undefined && wanted.to !== undefined && wanted.from >= wanted.to) {
		throw wrongOrder('to', wanted.to, wanted.from);
	}
	const classCode =
		wanted.category === undefined ? undefined : await resolveClassCode(supabase, wanted.category);

	const { data, error } = await supabase.rpc('find_slots', {
		duration_minutes: wanted.duration,
		page_size: wanted.limit,
		...(wanted.q !== undefined && { query: wanted.q }),
		...(classCode !== undefined && { class_code: classCode }),
		...(wanted.city !== undefined && { city: wanted.city }),
		...(wanted.from !== undefined && { starts_at: wanted.from }),
		...(wanted.to !== undefined && { ends_at: wanted.to })
	});
	if (error) throw problemOfRefusal(toRefusal(error));

	// The generated type of a table's columns does not say which may be null.
	const slots: (Omit<(typeof data)[number], 'price_fen'> & { price_fen: number | null })[] = data;
	return json({
		items: slots.map((slot) => ({
			instrument: { id: slot.instrument_id, name: slot.name, name_en: slot.name_en },
			platform: { id: slot.platform_id, name: slot.platform_name },
			city: slot.city,
			timezone: slot.time_zone,
			start: toInstant(slot.starts_at),
			end: toInstant(slot.ends_at),
			approval_needed: slot.approval_needed,
			price:
				slot.price_fen === null ? null : { amount_fen: slot.price_fen, currency: slot.currency }
		})),
		next_cursor: null
	});
});
