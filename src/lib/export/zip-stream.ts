import { once } from 'node:events';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

/*
 * A compressed ZIP written while its files are, each in constant memory. Sizes follow the bytes, which
 * only compressed entries may have done to them: readers of spreadsheets refuse stored ones. All carry
 * the first day that the format knows, so that the same content is the same bytes.
 */

export type ZipFile = { name: string; bytes: AsyncIterable<Uint8Array> };

const UTF8_AND_SIZES_AFTER = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
const FIRST_DAY = 0x0021;

type Entry = { name: Buffer; crc: number; packed: number; size: number; offset: number };

/** @throws RangeError past four gigabytes, which would need another form of the format. */
export async function* writeZip(files: Iterable<ZipFile>): AsyncGenerator<Uint8Array> {
	const entries: Entry[] = [];
	let offset = 0;
	for (const { name, bytes } of files) {
		const entry = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset };
		const head = localHeader(entry);
		yield head;
		for await (const piece of deflate(bytes, entry)) {
			entry.packed += piece.byteLength;
			yield piece;
		}
		const sizes = record([4, 0x08074b50], [4, entry.crc], [4, entry.packed], [4, entry.size]);
		yield sizes;
		offset += head.byteLength + entry.packed + sizes.byteLength;
		if (offset > 0xffff_ffff || entry.size > 0xffff_ffff) throw new RangeError('too large a file');
		entries.push(entry);
	}
	const directory = Buffer.concat(entries.map(directoryEntry));
	yield directory;
	yield record(
		[4, 0x06054b50],
		[4, 0],
		[2, entries.length],
		[2, entries.length],
		[4, directory.byteLength],
		[4, offset],
		[2, 0]
	);
}

/** What is packed, and meanwhile in the entry what it was. */
async function* deflate(
	bytes: AsyncIterable<Uint8Array>,
	entry: Entry
): AsyncGenerator<Uint8Array> {
	const packer = createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION });
	const packed = packer[Symbol.asyncIterator]();
	const fed = feed();
	try {
		for (let next = await packed.next(); next.done !== true; next = await packed.next()) {
			yield next.value as Uint8Array;
		}
		await fed;
	} finally {
		packer.destroy();
	}

	async function feed(): Promise<void> {
		try {
			for await (const piece of bytes) {
				entry.crc = crc32(piece, entry.crc);
				entry.size += piece.byteLength;
				if (!packer.write(piece)) await once(packer, 'drain');
			}
			packer.end();
		} catch (error) {
			packer.destroy(error instanceof Error ? error : new Error(String(error)));
		}
	}
}

function localHeader({ name }: Entry): Buffer {
	return Buffer.concat([
		record(
			[4, 0x04034b50],
			[2, VERSION],
			[2, UTF8_AND_SIZES_AFTER],
			[2, DEFLATED],
			[2, 0],
			[2, FIRST_DAY],
			[4, 0],
			[4, 0],
			[4, 0],
			[2, name.byteLength],
			[2, 0]
		),
		name
	]);
}

function directoryEntry({ name, crc, packed, size, offset }: Entry): Buffer {
	return Buffer.concat([
		record(
			[4, 0x02014b50],
			[2, VERSION],
			[2, VERSION],
			[2, UTF8_AND_SIZES_AFTER],
			[2, DEFLATED],
			[2, 0],
			[2, FIRST_DAY],
			[4, crc],
			[4, packed],
			[4, size],
			[2, name.byteLength],
			[4, 0],
			[4, 0],
			[4, 0],
			[4, offset]
		),
		name
	]);
}

/** Little-endian fields of two or four bytes. */
function record(...fields: readonly (readonly [width: 2 | 4, value: number])[]): Buffer {
	return Buffer.concat(
		fields.map(([width, value]) => {
			const field = Buffer.alloc(width);
			field.writeUIntLE(value, 0, width);
			return field;
		})
	);
}
