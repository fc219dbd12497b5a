import { createHash } from 'node:crypto';
import type { BaseIssue } from 'valibot';
import type { Json } from '#lib/database.types.ts';
import { countCharacters } from './clean-text.ts';
import type { Owner } from './owner.ts';
import type { Refusal } from './refusal.ts';

/** A row as the import functions of the database take it. */
export type Entry = {
	owner: Owner;
	source_key: string;
	/** Columns of the table; those that the file does not have are left as they are. */
	record: Record<string, Json | undefined>;
	/** For literature: the key of an instrument that the work was done with. */
	instrument?: string | null;
	/** For literature: an earlier row was about the same work, so that only the link counts. */
	repeats?: true;
};

/** What the schemas need to know beside the cells of a row. */
export type ImportContext = {
	/** Zone of platforms whose region does not tell it. */
	timeZone: string;
	/** Names of the subjects of GB/T 13745 with their codes. */
	subjects: ReadonlyMap<string, string>;
};

/** What a row is read as: an entry, or what is wrong with its fields. */
export type ReadEntry = { entry: Entry } | { refusals: Refusal[] };

/** The key of a record whose register gives it none: what it is known by, hashed where too long. */
export function keyOf(longest: number, parts: readonly (string | null | undefined)[]): string {
	const key = parts
		.filter((part) => part !== null && part !== undefined && part !== '')
		.join(' | ');
	if (countCharacters(key) <= longest) return key;
	return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

/** The first thing that is wrong with each field. */
export function toRefusals(issues: readonly BaseIssue<unknown>[]): Refusal[] {
	const byField = new Map<string | null, Refusal>();
	for (const issue of issues) {
		const key = issue.path?.[0]?.key;
		const field = typeof key === 'string' ? key : null;
		if (byField.has(field)) continue;
		byField.set(field, {
			field,
			reason: issue.message,
			...(typeof issue.requirement === 'number' && { detail: issue.requirement })
		});
	}
	return [...byField.values()];
}
