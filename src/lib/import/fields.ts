/*
 * How a cell becomes a value, and what makes it refused. An empty cell is null. The message of each
 * check is the key of a reason (refusal.ts). An optional field with a value that is no value of its
 * kind refuses the row: what a register says is either taken over or reported, never dropped.
 */

import * as v from 'valibot';
import { withoutFormulaGuard } from '#lib/export/csv-line.ts';
import { cleanLine, cleanParagraphs, countCharacters, isClean } from './clean-text.ts';
import { splitKeywords } from './keywords.ts';

const cell = v.pipe(
	v.string(),
	v.check(isClean, 'unclean'),
	v.check((text) => !text.includes('\uFFFD'), 'undecodable'),
	v.transform(withoutFormulaGuard)
);

function emptyToNull(text: string): string | null {
	return text === '' ? null : text;
}

/** Text on one line, at most so many characters (code points, as the database counts). */
export function line(longest: number) {
	return v.pipe(
		cell,
		v.transform(cleanLine),
		v.maxCodePoints(longest, 'too_long'),
		v.transform(emptyToNull)
	);
}

export function paragraphs(longest: number) {
	return v.pipe(
		cell,
		v.transform(cleanParagraphs),
		v.maxCodePoints(longest, 'too_long'),
		v.transform(emptyToNull)
	);
}

export function requiredLine(longest: number) {
	return v.pipe(
		line(longest),
		v.check((text) => text !== null, 'required'),
		v.transform((text) => text ?? '')
	);
}

/** A cell that is read into something else; what cannot be read is refused with the reason. */
export function read<Value>(parse: (text: string) => Value | undefined, reason: string) {
	return v.pipe(
		line(2000),
		v.rawTransform(({ dataset, addIssue, NEVER }): Value | null => {
			if (dataset.value === null) return null;
			const value = parse(dataset.value);
			if (value !== undefined) return value;
			addIssue({ message: reason });
			return NEVER;
		})
	);
}

/** One of the words of a table, in any width and case. */
export function oneOf<Value extends string>(words: Readonly<Record<string, Value>>) {
	const values = new Map(Object.entries(words).map(([word, value]) => [wordKey(word), value]));
	return read((text) => values.get(wordKey(text)), 'unknown_value');
}

function wordKey(word: string): string {
	return word.normalize('NFKC').toLowerCase().replace(/\s/g, '');
}

export function webAddress(longest: number) {
	return v.pipe(line(longest), v.check(isWebAddressOrNull, 'not_a_web_address'));
}

function isWebAddressOrNull(text: string | null): boolean {
	return text === null || (/^https?:\/\//.test(text) && URL.canParse(text));
}

/** Several values in one cell: parted by commas and the like, or a list as JSON writes it. */
export function list(most: number, longest: number) {
	return v.pipe(
		cell,
		v.transform((text) => readJsonList(text) ?? splitKeywords(cleanLine(text))),
		v.maxLength(most, 'too_many'),
		v.everyItem((value) => countCharacters(value) <= longest, 'too_long')
	);
}

const jsonList = v.pipe(v.string(), v.startsWith('["'), v.parseJson(), v.array(v.string()));

function readJsonList(text: string): string[] | undefined {
	const list = v.safeParse(jsonList, text);
	return list.success ? list.output.map(cleanLine) : undefined;
}

export const date = read((text) => {
	const [, year = '', month = '', day = ''] =
		/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? [];
	const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	const instant = new Date(`${iso}T00:00:00Z`);
	// A day that the month does not have rolls over into the next.
	return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso)
		? iso
		: undefined;
}, 'not_a_date');

/** The columns by which a row of our own export is known; nothing is derived from such a row. */
export const ownRecord = {
	record_id: v.optional(line(100)),
	language: v.optional(read((text) => /^[a-z]{2,3}$/.exec(text)?.[0], 'unknown_value'))
};

export function wholeNumber(smallest: number, largest: number, reason = 'not_a_whole_number') {
	return read((text) => {
		const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
		return number >= smallest && number <= largest ? number : undefined;
	}, reason);
}
