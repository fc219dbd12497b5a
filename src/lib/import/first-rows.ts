/*
 * Which records of a file have been seen, so that a second row about one is known as such. Of a row
 * only a fingerprint, its number and a hash of its content are kept, sixteen bytes in a hash table
 * with open addressing: a million rows take 32 MB, where a Map of objects takes 250.
 */

import { createHash } from 'node:crypto';

const EMPTY = 0n;

class Table {
	readonly keys: BigUint64Array;
	readonly numbers: Uint32Array;
	readonly contents: Uint32Array;
	readonly #mask: number;

	/** @param capacity a power of two */
	constructor(capacity: number) {
		this.keys = new BigUint64Array(capacity);
		this.numbers = new Uint32Array(capacity);
		this.contents = new Uint32Array(capacity);
		this.#mask = capacity - 1;
	}

	/** The place of a key, or the empty one where it belongs. */
	find(key: bigint): number {
		let place = Number(key & BigInt(this.#mask));
		for (;;) {
			const there = this.keys[place];
			if (there === key || there === EMPTY) return place;
			place = (place + 1) & this.#mask;
		}
	}
}

export class FirstRows {
	#table = new Table(1024);
	#count = 0;

	/** The row that was first about the same record, or undefined when this one is. */
	see(
		key: string,
		number: number,
		content: string
	): { number: number; hasSameContent: boolean } | undefined {
		const fingerprint = digest(key).readBigUInt64BE() || 1n;
		const contentHash = digest(content).readUInt32BE();
		const place = this.#table.find(fingerprint);
		if (this.#table.keys[place] === EMPTY) {
			this.#put(place, fingerprint, number, contentHash);
			return undefined;
		}
		return {
			number: this.#table.numbers[place] ?? 0,
			hasSameContent: this.#table.contents[place] === contentHash
		};
	}

	#put(place: number, fingerprint: bigint, number: number, contentHash: number): void {
		this.#table.keys[place] = fingerprint;
		this.#table.numbers[place] = number;
		this.#table.contents[place] = contentHash;
		this.#count += 1;
		if (this.#count * 2 > this.#table.keys.length) this.#grow();
	}

	#grow(): void {
		const full = this.#table;
		this.#table = new Table(full.keys.length * 2);
		for (const [from, key] of full.keys.entries()) {
			if (key === EMPTY) continue;
			const to = this.#table.find(key);
			this.#table.keys[to] = key;
			this.#table.numbers[to] = full.numbers[from] ?? 0;
			this.#table.contents[to] = full.contents[from] ?? 0;
		}
	}
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
