/*
 * The part of the tar format (POSIX ustar) that a backup needs: folders and files with short
 * names, as streams. Any tar program reads what is written here.
 */

const BLOCK_BYTES = 512;
const LARGEST_SIZE = 0o77777777777;

export type TarEntry = {
	name: string;
	size: number;
	mode: number;
	isFolder: boolean;
};

/** The header of an entry; its content follows, filled up with {@link tarPadding}. */
export function tarHeader({ name, size, mode, isFolder }: TarEntry): Buffer {
	if (Buffer.byteLength(name) > 100 || size > LARGEST_SIZE) {
		throw new Error(`${name} (${size} bytes) does not fit into a tar file.`);
	}
	const header = Buffer.alloc(BLOCK_BYTES);
	header.write(name, 0);
	header.write(octal(mode, 8), 100);
	header.write(octal(0, 8), 108);
	header.write(octal(0, 8), 116);
	header.write(octal(size, 12), 124);
	header.write(octal(0, 12), 136);
	header.write(' '.repeat(8), 148);
	header.write(isFolder ? '5' : '0', 156);
	header.write('ustar\0' + '00', 257);
	header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148);
	return header;
}

export function tarPadding(size: number): Buffer {
	return Buffer.alloc((BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES);
}

export function tarEnd(): Buffer {
	return Buffer.alloc(2 * BLOCK_BYTES);
}

/**
 * Reads the entries one after the other. The content of each is to be read to its end before the
 * next entry is asked for.
 *
 * @throws when the file is cut short or is not a tar file
 */
export async function* readTar(
	source: AsyncIterable<Buffer>
): AsyncGenerator<TarEntry & { content: AsyncGenerator<Buffer> }> {
	const reader = new BlockReader(source);
	for (;;) {
		const header = await reader.read(BLOCK_BYTES);
		if (header.every((byte) => byte === 0)) return;

		const entry = parseHeader(header);
		yield { ...entry, content: reader.stream(entry.size) };
		await reader.read(tarPadding(entry.size).length);
	}
}

function parseHeader(header: Buffer): TarEntry {
	const recorded = parseInt(header.toString('latin1', 148, 154), 8);
	const unsigned = Buffer.from(header);
	unsigned.write(' '.repeat(8), 148);
	if (recorded !== checksum(unsigned)) throw new Error('The file is damaged or is no backup.');
	return {
		name: header.toString('utf8', 0, 100).replace(/\0.*$/s, ''),
		mode: parseInt(header.toString('latin1', 100, 107), 8),
		size: parseInt(header.toString('latin1', 124, 135), 8),
		isFolder: header[156] === '5'.charCodeAt(0)
	};
}

function checksum(header: Buffer): number {
	return header.reduce((sum, byte) => sum + byte, 0);
}

function octal(value: number, width: number): string {
	return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

class BlockReader {
	readonly #source: AsyncIterator<Buffer>;
	#rest: Buffer = Buffer.alloc(0);

	constructor(source: AsyncIterable<Buffer>) {
		this.#source = source[Symbol.asyncIterator]();
	}

	async read(size: number): Promise<Buffer> {
		const parts: Buffer[] = [];
		for await (const part of this.stream(size)) parts.push(part);
		return Buffer.concat(parts);
	}

	async *stream(size: number): AsyncGenerator<Buffer> {
		let missing = size;
		while (missing > 0) {
			if (this.#rest.length === 0) {
				const next = await this.#source.next();
				if (next.done === true) throw new Error('The file ends too early.');
				this.#rest = next.value;
			}
			const part = this.#rest.subarray(0, missing);
			this.#rest = this.#rest.subarray(part.length);
			missing -= part.length;
			yield part;
		}
	}
}
