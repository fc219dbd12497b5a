/**
 * The one way of bytes between a request and the database. A file travels in pieces of a mebibyte,
 * so that no more than a few of them are in memory at once, whatever its size and wherever it is:
 * here, in PostgREST or in Postgres (docs/decisions/0005).
 */
import type { PostgrestError } from '@supabase/supabase-js';
import type { Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal } from '#lib/server/database-error.ts';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';

const PIECE_BYTES = 1_048_576;

export type BookingFile = Tables<'booking_files'>;

export const FILE_REFUSALS: RefusalTexts = {
	booking_not_found: () => m.refusal_not_found(),
	file_not_found: () => m.file_not_found(),
	file_not_yours: () => m.file_not_yours(),
	file_empty: () => m.file_empty(),
	file_too_large: () => m.file_too_large(),
	file_kind_refused: () => m.file_kind_refused(),
	file_is_not_its_kind: () => m.file_is_not_its_kind(),
	file_limit_reached: ({ detail }) => m.file_limit_reached({ limit: detail ?? '' }),
	file_space_exhausted: () => m.file_space_exhausted(),
	file_piece_malformed: () => m.file_broken_off(),
	file_piece_differs: () => m.file_broken_off(),
	file_piece_out_of_order: () => m.file_broken_off()
};

/** A file as it arrives, with the size that was announced. */
export type Arriving = { name: string; size: number; bytes: AsyncIterable<Uint8Array> };

/** Where a file goes: a booking, an application. Each has its own functions, and all work alike. */
export type FileStore<Stored> = {
	begin: (file: { name: string; size: number }) => Promise<Outcome<Stored>>;
	/** Takes a piece in base64; with the last one, the file is shared. */
	add: (id: string, position: number, content: string) => Promise<Outcome<Stored>>;
	/** Throws away what has come so far. */
	breakOff: (id: string) => Promise<void>;
};

/**
 * Stores a file on a booking. What was refused or broken off on the way is thrown away at once; the
 * same key with the same file goes on where it was.
 */
export function shareFile(
	db: Db,
	bookingId: string,
	file: Arriving,
	idempotencyKey?: string
): Promise<Outcome<BookingFile>> {
	return storeFile(
		{
			begin: ({ name, size }) => {
				const announced = db.rpc('begin_booking_file', {
					booking_id: bookingId,
					name,
					size_bytes: size
				});
				return toOutcome(
					idempotencyKey === undefined
						? announced
						: announced.setHeader('Idempotency-Key', idempotencyKey),
					FILE_REFUSALS
				);
			},
			add: (id, position, content) =>
				toOutcome(
					db.rpc('add_booking_file_piece', { file_id: id, piece_position: position, content }),
					FILE_REFUSALS
				),
			breakOff: async (id) => {
				await db.rpc('abandon_booking_file', { file_id: id });
			}
		},
		file
	);
}

/** Sends a file to where it goes, piece by piece. */
export async function storeFile<Stored extends { id: string; shared_at: string | null }>(
	store: FileStore<Stored>,
	{ name, size, bytes }: Arriving
): Promise<Outcome<Stored>> {
	const begun = await store.begin({ name, size });
	if (!begun.ok) return begun;

	try {
		return await sendPieces(store, begun.data, bytes);
	} catch (error) {
		await store.breakOff(begun.data.id);
		throw error;
	}
}

async function sendPieces<Stored extends { id: string; shared_at: string | null }>(
	store: FileStore<Stored>,
	begun: Stored,
	bytes: AsyncIterable<Uint8Array>
): Promise<Outcome<Stored>> {
	let file = begun;
	let position = 0;
	for await (const piece of cutIntoPieces(bytes)) {
		const outcome = await store.add(begun.id, position, piece.toString('base64'));
		if (!outcome.ok) {
			await store.breakOff(begun.id);
			return outcome;
		}
		file = outcome.data;
		position += 1;
	}
	if (file.shared_at === null) {
		await store.breakOff(begun.id);
		return { ok: false, status: 422, key: 'file_broken_off', message: m.file_broken_off() };
	}
	return { ok: true, data: file };
}

async function* cutIntoPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
	let held: Uint8Array[] = [];
	let heldBytes = 0;
	for await (let chunk of bytes) {
		while (heldBytes + chunk.length >= PIECE_BYTES) {
			const taken = PIECE_BYTES - heldBytes;
			yield Buffer.concat([...held, chunk.subarray(0, taken)]);
			chunk = chunk.subarray(taken);
			held = [];
			heldBytes = 0;
		}
		if (chunk.length > 0) {
			held.push(chunk);
			heldBytes += chunk.length;
		}
	}
	if (heldBytes > 0) yield Buffer.concat(held);
}

/** The bytes of a file of a booking. */
export function openFile(
	db: Db,
	{ id, size_bytes: size }: Pick<BookingFile, 'id' | 'size_bytes'>
): ReadableStream<Uint8Array> {
	return readPieces(
		(position) => db.rpc('read_booking_file_piece', { file_id: id, piece_position: position }),
		size
	);
}

type Piece = { data: string; error: null } | { data: null; error: PostgrestError };

/** The bytes of a file, fetched piece by piece as the reader takes them. */
export function readPieces(
	fetchPiece: (position: number) => PromiseLike<Piece>,
	size: number
): ReadableStream<Uint8Array> {
	const pieces = Math.ceil(size / PIECE_BYTES);
	let position = 0;
	return new ReadableStream(
		{
			async pull(controller) {
				const { data, error } = await fetchPiece(position);
				if (error) throw new Error('a piece of a file could not be read', { cause: error });

				controller.enqueue(Buffer.from(data, 'base64'));
				position += 1;
				if (position === pieces) controller.close();
			}
		},
		{ highWaterMark: 1 }
	);
}

/** What a file is served with: the name and length; null for whoever it is none of the business of. */
export async function findFile(db: Db, bookingId: string, fileId: string) {
	const { data, error } = await db
		.from('booking_files')
		.select('id, name, content_type, size_bytes')
		.eq('id', fileId)
		.eq('booking_id', bookingId)
		.not('shared_at', 'is', null)
		.is('retired_at', null)
		.maybeSingle();
	if (error) {
		toRefusal(error);
		return null;
	}
	return data;
}
