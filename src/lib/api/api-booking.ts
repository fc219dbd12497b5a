import type { Tables } from '#lib/database.types.ts';

/** What a booking is read with; `effective_status` is the status by the clock. */
export const BOOKING_COLUMNS =
	'id, instrument_id, platform_id, organisation_id, starts_at, ends_at, status, effective_status, purpose, price_fen, currency, revision, decision_note, cancelled_at, cancel_reason, created_at, updated_at';

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
	| 'price_fen'
	| 'currency'
	| 'revision'
	| 'decision_note'
	| 'cancelled_at'
	| 'cancel_reason'
	| 'created_at'
	| 'updated_at'
> & { effective_status?: Tables<'bookings'>['status'] | null };

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
		price: row.price_fen === null ? null : { amount_fen: row.price_fen, currency: row.currency },
		revision: row.revision,
		decision_note: row.decision_note,
		cancelled_at: row.cancelled_at,
		cancel_reason: row.cancel_reason,
		created_at: row.created_at,
		updated_at: row.updated_at
	};
}

/** Postgres writes `+00:00`; callers get the shorter form that they most likely sent. */
export function toInstant(timestamp: string): string {
	return new Date(timestamp).toISOString();
}
