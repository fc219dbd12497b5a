/*
 * In which encoding a register was saved. Its byte order mark says so, or it is UTF-8 as far as all
 * or nearly all of it reads as that; an odd byte then spoils its own row only. What remains is what
 * spreadsheets of the region save. There the bytes of one encoding are often valid in another, with
 * rare characters that nobody meant, so the one in which most characters are everyday ones wins.
 */

import { TextDecoder } from 'node:util';
import type { OpenFile } from './read-rows.ts';

export type Encoding =
	'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'shift_jis' | 'euc-jp' | 'big5' | 'windows-1252';

/** How many bytes are looked at, from the first that is not ASCII on. */
const SAMPLE_SIZE = 1024 * 1024;

/** At the start of the file as text in UTF-16 without a mark would have it. */
const HEAD_SIZE = 256;

/**
 * Reads the file once. Where nothing else fits, the answer is GB18030, which Chinese spreadsheets
 * save.
 */
export async function detectEncoding(open: OpenFile): Promise<Encoding> {
	const utf8 = new TextDecoder('utf-8', { fatal: true });
	let isUtf8 = true;
	const head: number[] = [];
	const sample: Uint8Array[] = [];
	let sampled = 0;
	for await (const chunk of open()) {
		if (head.length < HEAD_SIZE) {
			head.push(...chunk.subarray(0, HEAD_SIZE - head.length));
			if (head.length === HEAD_SIZE && findUtf16(head) !== undefined) break;
		}
		isUtf8 &&= canDecode(utf8, chunk);
		if (sampled < SAMPLE_SIZE && (sampled > 0 || chunk.some(isHigh))) {
			sample.push(chunk);
			sampled += chunk.length;
		}
		if (!isUtf8 && sampled >= SAMPLE_SIZE) break;
	}
	const utf16 = findUtf16(head);
	if (utf16 !== undefined) return utf16;
	if (isUtf8 && canDecode(utf8)) return 'utf-8';
	return guessEncoding(Buffer.concat(sample));
}

function canDecode(decoder: TextDecoder, chunk?: Uint8Array): boolean {
	try {
		decoder.decode(chunk, { stream: chunk !== undefined });
		return true;
	} catch {
		return false;
	}
}

function isHigh(byte: number): boolean {
	return byte >= 0x80;
}

/** UTF-16 by its mark, or by the zeros beside the ASCII of a header. */
function findUtf16(head: readonly number[]): 'utf-16le' | 'utf-16be' | undefined {
	const [first, second] = head;
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	const zeros = (parity: number) =>
		head.filter((byte, at) => byte === 0 && at % 2 === parity).length * 4 > head.length;
	if (zeros(1) && !zeros(0)) return 'utf-16le';
	return zeros(0) && !zeros(1) ? 'utf-16be' : undefined;
}

function guessEncoding(bytes: Uint8Array): Encoding {
	if (isNearlyUtf8(bytes)) return 'utf-8';
	if (areLettersMostlyAscii(bytes)) return 'windows-1252';
	let best: Encoding = 'gb18030';
	let bestShare = 0;
	for (const [encoding, isEveryday] of EVERYDAY) {
		const share = everydayShare(bytes, encoding, isEveryday);
		if (share <= bestShare) continue;
		best = encoding;
		bestShare = share;
	}
	return best;
}

function isNearlyUtf8(bytes: Uint8Array): boolean {
	let good = 0;
	let bad = 0;
	for (const character of new TextDecoder('utf-8').decode(bytes)) {
		if (character === '\uFFFD') bad += 1;
		else if (character > '\u007F') good += 1;
	}
	return good > 2 * bad;
}

/** A western language: where a word has letters beyond ASCII, most of it is ASCII all the same. */
function areLettersMostlyAscii(bytes: Uint8Array): boolean {
	let length = 0;
	let high = 0;
	let lengths = 0;
	let highs = 0;
	for (const byte of bytes) {
		if (byte > 0x22 && byte !== 0x2c) {
			length += 1;
			if (isHigh(byte)) high += 1;
			continue;
		}
		// A lone dash or letter says nothing.
		if (high > 0 && length > 3) {
			lengths += length;
			highs += high;
		}
		length = 0;
		high = 0;
	}
	return highs * 4 < lengths;
}

/**
 * Which pairs of bytes are the everyday characters of a national standard: its first-level Chinese
 * characters, its kana where it has its own, and its punctuation. In order of preference.
 */
const EVERYDAY: readonly (readonly [
	encoding: 'gb18030' | 'shift_jis' | 'euc-jp' | 'big5',
	isEveryday: (lead: number, trail: number) => boolean
])[] = [
	[
		'gb18030',
		(lead, trail) => trail >= 0xa1 && (isWithin(lead, 0xb0, 0xd7) || isWithin(lead, 0xa1, 0xa3))
	],
	['shift_jis', (lead) => isWithin(lead, 0x81, 0x83) || isWithin(lead, 0x87, 0x97)],
	['euc-jp', (lead) => isWithin(lead, 0xb0, 0xcf) || (isWithin(lead, 0xa1, 0xa5) && lead !== 0xa2)],
	['big5', (lead) => isWithin(lead, 0xa4, 0xc6) || lead === 0xa1]
];

/** The share of everyday characters among those that are not ASCII. */
function everydayShare(
	bytes: Uint8Array,
	encoding: 'gb18030' | 'shift_jis' | 'euc-jp' | 'big5',
	isEveryday: (lead: number, trail: number) => boolean
): number {
	let characters = 0;
	let everyday = 0;
	for (let at = 0; at < bytes.length; at += 1) {
		const lead = bytes[at] ?? 0;
		if (!isHigh(lead)) continue;
		characters += 1;
		// A katakana of half width is one byte.
		if (encoding === 'shift_jis' && isWithin(lead, 0xa1, 0xdf)) continue;
		const trail = bytes[at + 1] ?? 0;
		if (trail < (encoding === 'euc-jp' ? 0xa1 : 0x30)) continue;
		at += 1;
		if (isEveryday(lead, trail)) everyday += 1;
	}
	return everyday / Math.max(characters, 1);
}

function isWithin(byte: number, first: number, last: number): boolean {
	return byte >= first && byte <= last;
}
