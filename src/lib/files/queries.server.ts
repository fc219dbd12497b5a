import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

/** The files of a booking in the order they came; none for whoever is on neither side of it. */
export async function listFiles(db: Db, bookingId: string) {
	return read(db.rpc('list_booking_files', { booking_id: bookingId }));
}

export type ListedFile = Awaited<ReturnType<typeof listFiles>>[number];

/** The endings of names that a booking takes, for the dialog that chooses a file. */
export async function listFileEndings(db: Db): Promise<string[]> {
	const kinds = await read(db.from('file_kinds').select('extension').order('extension'));
	return kinds.map(({ extension }) => `.${extension}`);
}
