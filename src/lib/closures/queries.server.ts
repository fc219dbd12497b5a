import * as v from 'valibot';
import { parseRange } from '#lib/bookings/range-text.ts';
import { read } from '#lib/catalogue/read.server.ts';
import type { Json } from '#lib/database.types.ts';
import { slotSchema, toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant, toPeriod, type Period } from '#lib/time/period.ts';
import { closureRefusalText } from './closure-refusal.ts';

const NAME = 'name, language, name_en';
const MAX_ROWS = 200;

export type ClosureTab = 'planned' | 'active' | 'past';

/** The closures of a platform: those planned and under way from the next on, past ones from the latest. */
export async function listClosures(db: Db, platformId: string, tab: ClosureTab, now: Date) {
	const ahead = `[${formatInstant(now)},)`;
	let query = db
		.from('closures')
		.select(`id, kind, during, reason, status, instrument:instruments(id, ${NAME})`)
		.eq('platform_id', platformId)
		.order('during', { ascending: tab !== 'past' })
		.order('id')
		.limit(MAX_ROWS);
	if (tab === 'past') query = query.or(`status.eq.ended,during.sl."${ahead}"`);
	else query = query.eq('status', tab).not('during', 'sl', ahead);
	return (await read(query)).map(withPeriod);
}

/** What takes an instrument out of use within a period, planned or under way, for its calendar. */
export async function listClosuresOf(db: Db, instrumentId: string, within: Period) {
	const rows = await read(
		db
			.from('closures')
			.select('id, kind, during, reason, status')
			.eq('instrument_id', instrumentId)
			.in('status', ['planned', 'active'])
			.overlaps('during', `[${formatInstant(within.start)},${formatInstant(within.end)})`)
			.order('during')
			.limit(MAX_ROWS)
	);
	return rows.map(withPeriod);
}

export type InstrumentClosure = Awaited<ReturnType<typeof listClosuresOf>>[number];

/** A closure with what it offered to whom, and what they answered; null when there is none. */
export async function findClosure(db: Db, id: string) {
	const closure = await read(
		db
			.from('closures')
			.select(
				`id, series_id, platform_id, instrument_id, kind, during, reason, status, activated_at,
				ended_at, created_at,
				instrument:instruments(id, ${NAME}),
				offers:closure_offers(slots, outcome, answered_at,
					booking:bookings(id, starts_at, ends_at, status, effective_status,
						organisation:organisations(id, ${NAME}),
						person:people!bookings_person_id_fkey(display_name)))`
			)
			.eq('id', id)
			.maybeSingle()
	);
	if (!closure) return null;
	const offers = closure.offers.map((offer) => ({
		...offer,
		slots: v.parse(v.array(slotSchema), offer.slots)
	}));
	return withPeriod({ ...closure, offers });
}

/** The others that were planned with it as recurring ones, the next first. */
export async function listSeries(db: Db, seriesId: string, exceptId: string) {
	const rows = await read(
		db
			.from('closures')
			.select('id, during, status')
			.eq('series_id', seriesId)
			.neq('id', exceptId)
			.order('during')
			.limit(MAX_ROWS)
	);
	return rows.map(withPeriod);
}

const titleSchema = v.object({
	name: v.string(),
	language: v.string(),
	name_en: v.nullable(v.string())
});

const impactSchema = v.object({
	periods: v.array(v.pipe(slotSchema, v.transform(toPeriod))),
	price_fen: v.number(),
	bookings: v.array(
		v.object({
			id: v.string(),
			instrument_id: v.string(),
			instrument: titleSchema,
			organisation: titleSchema,
			person_name: v.string(),
			starts_at: v.string(),
			ends_at: v.string(),
			status: v.picklist(['pending', 'confirmed', 'in_use']),
			price_fen: v.nullable(v.number()),
			currency: v.string()
		})
	)
});

/** Whom a closure would disturb, when, and at which price. */
export type Impact = v.InferOutput<typeof impactSchema>;

export type ClosureWish = {
	instrumentIds: string[];
	period: Period;
	everyWeeks: number | null;
	/** The last day on which it may begin again. */
	repeatUntil: string | null;
};

/** What planning would lead to, without doing it. */
export async function previewClosure(
	db: Db,
	wish: ClosureWish
): Promise<{ ok: true; impact: Impact } | { ok: false; message: string }> {
	const { data, error } = await db.rpc('preview_closure', toArguments(wish));
	if (!error) return { ok: true, impact: v.parse(impactSchema, data satisfies Json) };

	const message = closureRefusalText(toRefusal(error));
	if (message === null) throw error;
	return { ok: false, message };
}

/** The arguments that previewing and planning share. */
export function toArguments({ instrumentIds, period, everyWeeks, repeatUntil }: ClosureWish) {
	return {
		instrument_ids: instrumentIds,
		starts_at: formatInstant(period.start),
		ends_at: formatInstant(period.end),
		...(everyWeeks !== null && { every_weeks: everyWeeks }),
		...(repeatUntil !== null && everyWeeks !== null && { repeat_until: repeatUntil })
	};
}

function withPeriod<Row extends { during: unknown }>({ during, ...row }: Row) {
	return { ...row, period: toPeriod(parseRange(String(during))) };
}
