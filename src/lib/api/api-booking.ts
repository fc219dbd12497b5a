import type { Tables } from '#lib/database.types.ts';

/** What a booking is read with; `effective_status` and `due_fen` are as of the clock. */
export const BOOKING_COLUMNS =
	'id, instrument_id, platform_id, organisation_id, starts_at, ends_at, status, effective_status, purpose, purpose_code, price_fen, currency, due_fen, no_show_at, approval_stage, decide_by, revision, decision_note, cancelled_at, cancelled_late, cancel_reason, created_at, updated_at, usage_sessions(started_at, ended_at, source, flags, created_at, closed_at)';

type Row = Pick<
	Tables<'bookings'>,
	| 'id'
	| 'instrument_id'
	| 'platform_id'
	| 'organisation_id'
	| 'starts_at'
	| 'ends_at'
	| 'status'
	| 'purpose'
	| 'purpose_code'
	| 'price_fen'
	| 'currency'
	| 'no_show_at'
	| 'approval_stage'
	| 'decide_by'
	| 'revision'
	| 'cancelled_late'
	| 'decision_note'
	| 'cancelled_at'
	| 'cancel_reason'
	| 'created_at'
	| 'updated_at'
> & {
	effective_status?: Tables<'bookings'>['status'] | null;
	/** With its use, where it was read; a writer answers with the row alone. */
	due_fen?: number | null;
	usage_sessions?: UsageRow[];
};

type UsageRow = Pick<
	Tables<'usage_sessions'>,
	'started_at' | 'ended_at' | 'source' | 'flags' | 'created_at' | 'closed_at'
>;

/** A booking as the API shows it: instants in RFC 3339, money in fen. */
export function toApiBooking(row: Row) {
	return {
		id: row.id,
		instrument_id: row.instrument_id,
		platform_id: row.platform_id,
		organisation_id: row.organisation_id,
		start: toInstant(row.starts_at),
		end: toInstant(row.ends_at),
		status: row.effective_status ?? row.status,
		purpose: row.purpose,
		purpose_code: row.purpose_code,
		price: row.price_fen === null ? null : { amount_fen: row.price_fen, currency: row.currency },
		...(row.due_fen !== undefined && {
			due: row.due_fen === null ? null : { amount_fen: row.due_fen, currency: row.currency }
		}),
		check_in_by: row.no_show_at,
		waits_for: row.approval_stage,
		decide_by: row.decide_by,
		...(row.usage_sessions && { usage: row.usage_sessions.map(toApiUsage) }),
		revision: row.revision,
		decision_note: row.decision_note,
		cancelled_at: row.cancelled_at,
		cancelled_late: row.cancelled_late,
		cancel_reason: row.cancel_reason,
		created_at: row.created_at,
		updated_at: row.updated_at
	};
}

/** What was used, apart from what was reserved: as reported, and when the reports came in. */
function toApiUsage(session: UsageRow) {
	return {
		start: toInstant(session.started_at),
		end: session.ended_at && toInstant(session.ended_at),
		source: session.source,
		flags: session.flags,
		check_in_recorded_at: toInstant(session.created_at),
		check_out_recorded_at: session.closed_at && toInstant(session.closed_at)
	};
}

/** Postgres writes `+00:00`; callers get the shorter form that they most likely sent. */
export function toInstant(timestamp: string): string {
	return new Date(timestamp).toISOString();
}
