import { meaningOf } from '#lib/export/dictionary.ts';
import type { ImportKind } from './columns.ts';
import type { TakenRow } from './import-file.ts';
import type { ImportLanguage } from './refusal.ts';

/** One field of a record as people read it, before and after; an empty text where there is nothing. */
export type Change = { field: string; before: string; after: string };

const LONGEST = 120;

/** What an update changes, each field by the name that it has in the dictionary of the export. */
export function describeChanges(
	kind: ImportKind,
	changes: TakenRow['changes'],
	language: ImportLanguage
): Change[] {
	return Object.entries(changes).map(([column, [before, after]]) => ({
		field: nameColumn(kind, column, language),
		before: toText(before),
		after: toText(after)
	}));
}

/** The dictionary says after a colon or a comma what the values mean. */
function nameColumn(kind: ImportKind, column: string, language: ImportLanguage): string {
	const meaning = meaningOf({ name: kind }, column)?.[language];
	return meaning?.split(/[：；,;]/)[0] ?? column;
}

function toText(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) return cut(value.map(toText).join('; '));
	return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function cut(text: string): string {
	return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
