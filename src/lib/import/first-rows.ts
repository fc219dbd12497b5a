/*
 * Which records of a file have been seen, so that a second row about one is known as such. A million
 * rows are remembered in some tens of megabytes: a fingerprint, the row and a hash of its content,
 * never the row itself.
 */

import { createHash } from 'node:crypto';

type FirstRow = { number: number; content: number };

export class FirstRows {
	readonly #rows = new Map<bigint, FirstRow>();

	/** The row that was first about the same record, or undefined when this one is. */
	see(
		key: string,
		number: number,
		content: string
	): { number: number; hasSameContent: boolean } | undefined {
		const fingerprint = digest(key).readBigUInt64BE();
		// Thirty bits: as much as a number may have to lie in the object itself.
		const contentHash = digest(content).readUInt32BE() >>> 2;
		const first = this.#rows.get(fingerprint);
		if (first === undefined) {
			this.#rows.set(fingerprint, { number, content: contentHash });
			return undefined;
		}
		return { number: first.number, hasSameContent: first.content === contentHash };
	}
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
