import { inflateRawSync } from 'node:zlib';

const DEFLATED = 8;

/** The files of a ZIP archive by the list at its end, as an unpacker finds them. */
export function readZip(zip: Buffer): Map<string, Buffer> {
	const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	if (end === -1) throw new Error('The archive is broken off.');
	const files = new Map<string, Buffer>();
	let entry = zip.readUInt32LE(end + 16);
	for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
		const size = zip.readUInt32LE(entry + 20);
		const nameLength = zip.readUInt16LE(entry + 28);
		const name = zip.toString('utf8', entry + 46, entry + 46 + nameLength);
		const local = zip.readUInt32LE(entry + 42);
		const content = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const packed = zip.subarray(content, content + size);
		const isPacked = zip.readUInt16LE(entry + 10) === DEFLATED;
		files.set(name, isPacked ? inflateRawSync(packed) : packed);
		entry += 46 + nameLength + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
	}
	return files;
}
