/*
 * A field of the national register's files: what it is called on the wire, what it becomes, and what
 * the register takes. Lengths are those that a working client of it enforces (reference 2); which
 * fields have to be there is this project's reading of it (docs/decisions/0023).
 */

export type WireValue = string | number | null;

/** How a field that has codes and labels is written (reference 2.3, trap 2). */
export type Wording = 'labels' | 'codes';

/** What a row is written with, beside the row. */
export type Writing = {
	/** Where this site is, for the address of a booking page. */
	origin: string;
	wording: Wording;
	/** Whether those who asked for a service are named in the file. */
	namesPeople: boolean;
};

export type Field<Row> = {
	/** Its name on the wire, as the register spells it. */
	name: string;
	zh: string;
	en: string;
	width: number;
	read: (row: Row, writing: Writing) => WireValue;
	/** In characters. */
	longest?: number;
	/** Whether the register's own clients cut it there; everything else is reported and never cut. */
	isCut?: boolean;
	/** How many of a list it takes. */
	most?: number;
	isNeeded?: boolean | ((row: Row, writing: Writing) => boolean);
	/** What it has to look like. */
	pattern?: RegExp;
	/** What has to hold of the row for it, where its own characters do not say it. */
	isValid?: (row: Row) => boolean;
};

export type Issue = {
	field: string;
	problem: 'missing' | 'too_long' | 'too_many' | 'malformed' | 'cut';
	limit: number | null;
	actual: number | null;
};

/** A row as it goes out, with what it lacks: 0 数据待补充, 1 数据补充完成. */
export type WrittenRow = {
	values: WireValue[];
	issues: Issue[];
	isComplete: boolean;
};

export function writeRow<Row>(
	fields: readonly Field<Row>[],
	row: Row,
	writing: Writing
): WrittenRow {
	const issues: Issue[] = [];
	const values = fields.map((field) => {
		const value = field.read(row, writing);
		const issue = judge(field, value, row, writing);
		if (issue !== null) issues.push(issue);
		return issue?.problem === 'cut' && typeof value === 'string'
			? Array.from(value).slice(0, field.longest).join('')
			: value;
	});
	return { values, issues, isComplete: issues.every(({ problem }) => problem === 'cut') };
}

function judge<Row>(field: Field<Row>, value: WireValue, row: Row, writing: Writing): Issue | null {
	const issue = (
		problem: Issue['problem'],
		limit: number | null = null,
		actual: number | null = null
	): Issue => ({ field: field.name, problem, limit, actual });

	if (value === null || value === '') {
		const { isNeeded = false } = field;
		const isMissing = typeof isNeeded === 'function' ? isNeeded(row, writing) : isNeeded;
		return isMissing ? issue('missing') : null;
	}
	if (typeof value === 'number') return null;

	const length = Array.from(value).length;
	if (field.longest !== undefined && length > field.longest) {
		return issue(field.isCut === true ? 'cut' : 'too_long', field.longest, length);
	}
	const count = value.split(',').length;
	if (field.most !== undefined && count > field.most) return issue('too_many', field.most, count);
	const looksRight = field.pattern?.test(value) ?? true;
	return looksRight && (field.isValid?.(row) ?? true) ? null : issue('malformed');
}

/** The wire's form of a list. */
export function toList(items: readonly string[] | null): string | null {
	return items === null || items.length === 0 ? null : items.join(',');
}

/** Half up at a decimal, by the digits: 1.005 to two is 1.01. */
export function roundTo(value: number, digits: number): number {
	return Math.round(Number(`${value.toPrecision(15)}e${digits}`)) / 10 ** digits;
}
