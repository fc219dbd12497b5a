import type { PostgrestError } from '@supabase/supabase-js';
import * as v from 'valibot';
import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { HolidayDay } from './holiday-file.ts';
import { explainOpeningRefusal } from './opening-refusal.ts';
import type { Span, WeeklySpan } from './opening-spans.ts';

/*
 * What a lab does about when its instruments are open. Every change can be tried first: it answers
 * with the bookings that it leaves outside, and a dry run leaves all else as it is.
 */

const namedSchema = v.object({
	name: v.string(),
	language: v.string(),
	name_en: v.nullable(v.string())
});

/** A booking that a change concerns, as a lab is shown it. */
const affectedSchema = v.object({
	id: v.string(),
	instrument: v.object({ id: v.string(), ...namedSchema.entries }),
	starts_at: v.string(),
	ends_at: v.string(),
	organisation: namedSchema,
	person: v.string()
});
export type AffectedBooking = v.InferOutput<typeof affectedSchema>;

const answerSchema = v.object({ changed: v.boolean(), outside: v.array(affectedSchema) });
type OpeningAnswer = v.InferOutput<typeof answerSchema>;

export type OpeningOutcome =
	| { ok: true; answer: OpeningAnswer }
	| { ok: false; status: 401 | 403 | 404 | 409 | 422 | 429; message: string };

type Rpc = PromiseLike<{ data: unknown; error: PostgrestError | null }>;

export type OpeningChange =
	| { kind: 'hours'; instrumentId: string; spans: WeeklySpan[] }
	| {
			kind: 'exception';
			instrumentId: string;
			onDate: string;
			lastDate: string | null;
			spans: Span[];
			reason: string;
	  }
	| { kind: 'removal'; instrumentId: string; onDate: string }
	/** Without days, those of the known calendar. */
	| { kind: 'holidays'; instrumentIds: string[]; year: number; days: HolidayDay[] | null }
	| { kind: 'no-holidays'; instrumentIds: string[]; year: number };

/** Makes a change, or with `isDryRun` says what it would leave outside. */
export async function changeOpening(
	db: Db,
	change: OpeningChange,
	isDryRun: boolean
): Promise<OpeningOutcome> {
	const { data, error } = await send(db, change, isDryRun);
	if (!error) return { ok: true, answer: v.parse(answerSchema, data) };

	const refusal = toRefusal(error);
	const message = explainOpeningRefusal(refusal);
	if (message === null || refusal.status === 400) throw error;
	return { ok: false, status: refusal.status, message };
}

function send(db: Db, change: OpeningChange, dry_run: boolean): Rpc {
	switch (change.kind) {
		case 'hours':
			return db.rpc('set_opening_hours', {
				instrument_id: change.instrumentId,
				spans: change.spans,
				dry_run
			});
		case 'exception':
			return db.rpc('set_opening_exceptions', {
				instrument_id: change.instrumentId,
				on_date: change.onDate,
				...(change.lastDate !== null && { last_date: change.lastDate }),
				spans: change.spans,
				reason: change.reason,
				dry_run
			});
		case 'removal':
			return db.rpc('remove_opening_exceptions', {
				instrument_id: change.instrumentId,
				on_date: change.onDate,
				dry_run
			});
		case 'holidays':
			return db.rpc('load_holidays', {
				instrument_ids: change.instrumentIds,
				year: change.year,
				...(change.days !== null && { days: change.days }),
				dry_run
			});
		case 'no-holidays':
			return db.rpc('unload_holidays', {
				instrument_ids: change.instrumentIds,
				year: change.year,
				dry_run
			});
	}
}
