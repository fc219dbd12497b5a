import type { Tables } from '#lib/database.types.ts';
import { toInstant } from './api-booking.ts';

type Row = Pick<Tables<'booking_files'>, 'id' | 'name' | 'content_type' | 'size_bytes' | 'side'> & {
	shared_at: string | null;
};

/** A file of a booking as the API shows it. */
export function toApiFile(row: Row) {
	return {
		id: row.id,
		name: row.name,
		content_type: row.content_type,
		size_bytes: row.size_bytes,
		side: row.side,
		shared_at: row.shared_at === null ? null : toInstant(row.shared_at)
	};
}
