/*
 * The archive of a lab: the parts in their order, the files of its bookings, and last a manifest that
 * says of each what it holds and how to tell that it is whole. Everything passes through a page or a
 * piece at a time. Files are stored and not compressed (docs/decisions/0015); one that cannot be read
 * breaks the archive off, so that what is left of it does not open.
 */

import { createHash } from 'node:crypto';
import { makeZip } from 'client-zip';
import { findFile, openFile } from '#lib/files/transfer.server.ts';
import { encode, streamOf } from '#lib/server/stream-of.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';
import { meaningOf, titleOf, type Words } from './dictionary.ts';
import { findPart, PARTS, writtenColumns, type ExportedPlatform, type Part } from './parts.ts';
import type { Teller } from './progress.server.ts';
import { readPart, readRows } from './read-part.server.ts';

type ArchiveFile = { name: string; input: AsyncGenerator<Uint8Array>; lastModified: Date };

type Listed = {
	name: string;
	title?: Words;
	rows?: number;
	bytes: number;
	sha256: string;
	columns?: (Partial<Words> & { name: string })[];
};

export type Archive = {
	platform: ExportedPlatform;
	asOf: Date;
	/** What stands in front of all, for people. */
	readme: string;
	teller: Teller;
};

export function openArchive(db: Db, archive: Archive): ReadableStream<Uint8Array> {
	return makeZip(listFiles(db, archive));
}

/** The file of one part alone. */
export function openPart(
	db: Db,
	part: Part,
	platform: ExportedPlatform
): ReadableStream<Uint8Array> {
	return streamOf(encode(readPart(db, part, platform)));
}

async function* listFiles(
	db: Db,
	{ platform, asOf, readme, teller }: Archive
): AsyncGenerator<ArchiveFile> {
	const lastModified = asOf;
	const listed: Listed[] = [];
	const list = (file: Listed) => void listed.push(file);
	const done = { parts: 0, rows: 0, bytes: 0 };
	async function* told(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		for await (const chunk of bytes) {
			done.bytes += chunk.byteLength;
			await teller.tell(done);
			yield chunk;
		}
	}

	yield {
		name: 'README.txt',
		input: weigh(encode([readme]), (weight) => list({ name: 'README.txt', ...weight })),
		lastModified
	};
	for (const part of PARTS) {
		const name = `${part.name}.csv`;
		const columns = writtenColumns(part).map(({ name }) => ({ name, ...meaningOf(part, name) }));
		let rows = 0;
		const texts = readPart(db, part, platform, (count) => {
			rows += count;
			done.rows += count;
		});
		yield {
			name,
			input: weigh(told(encode(texts)), (weight) => {
				list({ name, title: titleOf(part), rows, ...weight, columns });
				done.parts += 1;
			}),
			lastModified
		};
	}
	for await (const file of sharedFiles(db, platform)) {
		const name = `files/${file.id}/${file.name}`;
		yield {
			name,
			input: weigh(told(openFile(db, file)), (weight) => list({ name, ...weight })),
			lastModified
		};
	}

	const manifest = {
		format: 'yixiang-export',
		version: 1,
		platform: {
			id: platform.id,
			name: platform.name,
			name_en: platform.name_en,
			organisation_id: platform.organisation_id
		},
		as_of: formatInstant(asOf),
		time_zone: platform.time_zone,
		files: listed
	};
	yield {
		name: 'manifest.json',
		input: encode([`${JSON.stringify(manifest, null, '\t')}\n`]),
		lastModified
	};
	await teller.finish(done);
}

/** The files that customers and lab have given one another and not taken back. */
async function* sharedFiles(db: Db, platform: ExportedPlatform) {
	const part = findPart('files');
	if (part === undefined) return;
	for await (const rows of readRows(db, part, platform)) {
		for (const row of rows) {
			if (row['shared_at'] === null || row['retired_at'] !== null) continue;
			// Asked for again, since it may have been taken back while what comes before it was read.
			const file = await findFile(db, String(row['booking_id']), String(row['record_id']));
			if (file !== null) yield file;
		}
	}
}

/** What passes through, and at its end how much that was. */
async function* weigh(
	bytes: AsyncIterable<Uint8Array>,
	atEnd: (weight: { bytes: number; sha256: string }) => void
): AsyncGenerator<Uint8Array> {
	const hash = createHash('sha256');
	let length = 0;
	for await (const chunk of bytes) {
		hash.update(chunk);
		length += chunk.byteLength;
		yield chunk;
	}
	atEnd({ bytes: length, sha256: hash.digest('hex') });
}
