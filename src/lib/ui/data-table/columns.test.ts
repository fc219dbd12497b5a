import { describe, expect, it } from 'vitest';
import { arrange, toCsv, type Column } from './columns.ts';

type Reading = { name: string; hours: number | null };

const columns: Column<Reading>[] = [
	{ key: 'name', label: '仪器', textOf: ({ name }) => name, isHead: true },
	{
		key: 'hours',
		label: '机时',
		textOf: ({ hours }) => (hours === null ? '–' : `${hours} 小时`),
		orderOf: ({ hours }) => hours
	}
];
const rows: Reading[] = [
	{ name: '扫描电镜', hours: 90 },
	{ name: 'XRD-10', hours: null },
	{ name: 'XRD-9', hours: 120 }
];

function namesOf(asked: { text?: string; key?: string; isDescending?: boolean }): string[] {
	const { text = '', key, isDescending = false } = asked;
	return arrange(rows, columns, {
		text,
		order: key === undefined ? null : { key, isDescending },
		locale: 'zh'
	}).map(({ name }) => name);
}

describe('the rows of a table', () => {
	it('stay as they came until they are asked for otherwise', () => {
		expect(namesOf({})).toEqual(['扫描电镜', 'XRD-10', 'XRD-9']);
	});

	it('are ordered by quantity and not by its digits, what is not known last', () => {
		expect(namesOf({ key: 'hours' })).toEqual(['扫描电镜', 'XRD-9', 'XRD-10']);
		expect(namesOf({ key: 'hours', isDescending: true })).toEqual(['XRD-9', '扫描电镜', 'XRD-10']);
	});

	it('are ordered by the numbers within names', () => {
		expect(namesOf({ text: 'xrd', key: 'name' })).toEqual(['XRD-9', 'XRD-10']);
	});

	it('are found by what any cell says', () => {
		expect(namesOf({ text: ' 120 小时' })).toEqual(['XRD-9']);
	});
});

describe('the file of a table', () => {
	it('holds what is seen, and nothing that a spreadsheet would calculate', () => {
		const csv = toCsv([{ name: '=1+1', hours: 2 }], columns);

		expect(csv).toBe("\uFEFF仪器,机时\r\n'=1+1,2 小时\r\n");
	});
});
