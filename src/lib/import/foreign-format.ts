import type { OpenFile } from './read-rows.ts';

/** What is no text at all: a workbook, whatever its name ends in, or another kind of file. */
export type ForeignFormat = 'workbook' | 'not_text';

/** First bytes of files that are no tables; a workbook is a ZIP, or the older compound file. */
const FIRST_BYTES: readonly (readonly [ForeignFormat, readonly number[]])[] = [
	['workbook', [0x50, 0x4b, 0x03, 0x04]],
	['workbook', [0xd0, 0xcf, 0x11, 0xe0]],
	// gzip, PDF, PNG, JPEG
	['not_text', [0x1f, 0x8b]],
	['not_text', [0x25, 0x50, 0x44, 0x46]],
	['not_text', [0x89, 0x50, 0x4e, 0x47]],
	['not_text', [0xff, 0xd8, 0xff]]
];

/** The kind of a file that is no table, by its first bytes; undefined when it may be one. */
export async function findForeignFormat(open: OpenFile): Promise<ForeignFormat | undefined> {
	const head: number[] = [];
	for await (const chunk of open()) {
		head.push(...chunk.subarray(0, 4));
		if (head.length >= 4) break;
	}
	return FIRST_BYTES.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))?.[0];
}
