import { isDeepStrictEqual } from 'node:util';
import { parseRange } from '#lib/bookings/range-text.ts';
import { splitKeywords } from '#lib/import/keywords.ts';
import { writtenColumns, type Part } from './parts.ts';

/** A row as the Data API gives it. */
export type Row = Record<string, unknown>;

/** How a row of a part becomes the cells of its file. */
export function toCells(part: Part): (row: Row, nameOf: (id: string) => string) => string[] {
	const written = writtenColumns(part);
	const { formats = {} } = part;
	return (row, nameOf) =>
		written.map((column) => {
			const value = row[column.reads];
			if (value === null || value === undefined) return '';
			switch (column.kind) {
				case 'name':
					return nameOf(toText(value));
				case 'bound':
					return parseRange(toText(value))[column.end];
				case 'value':
					return formats[column.name]?.(Number(value)) ?? toText(value);
			}
		});
}

function toText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (isListOfTexts(value)) return joinList(value);
	return JSON.stringify(value);
}

function isListOfTexts(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/**
 * A list in one cell, as people write it. Where the importer would take that apart differently
 * ("Li, W."), as JSON, which it reads too.
 */
function joinList(values: string[]): string {
	const plain = values.join('; ');
	return isDeepStrictEqual(splitKeywords(plain), values) ? plain : JSON.stringify(values);
}
