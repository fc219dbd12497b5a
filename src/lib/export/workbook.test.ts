import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readSheet } from '../../../tests/support/read-sheet.ts';
import { readZip } from '../../../tests/support/read-zip.ts';
import { writeWorkbook, type Cell } from './workbook.ts';

async function bytesOf(rows: readonly (readonly Cell[])[]): Promise<Buffer> {
	const sheet = {
		name: 'A & B',
		columns: [
			{ title: 'name', width: 20 },
			{ title: 'hours', width: 10 }
		],
		rows
	};
	return Buffer.concat(await Array.fromAsync(writeWorkbook([sheet])));
}

describe('a workbook', () => {
	it('keeps numbers as numbers and text as text, whatever it begins with', async () => {
		const rows = [
			['=1+1', 2.5],
			['<显微镜> & "x"', 0],
			['-5', null]
		];

		expect(readSheet(await bytesOf(rows), 1)).toEqual([
			{ name: '=1+1', hours: 2.5 },
			{ name: '<显微镜> & "x"', hours: 0 },
			{ name: '-5' }
		]);
	});

	it('keeps its first row in sight and declares every part', async () => {
		const files = readZip(await bytesOf([]));

		expect([...files.keys()]).toEqual([
			'[Content_Types].xml',
			'_rels/.rels',
			'xl/workbook.xml',
			'xl/_rels/workbook.xml.rels',
			'xl/styles.xml',
			'xl/worksheets/sheet1.xml'
		]);
		expect(files.get('xl/worksheets/sheet1.xml')?.toString()).toContain('state="frozen"');
		expect(files.get('xl/workbook.xml')?.toString()).toContain('name="A &amp; B"');
	});

	it('is the same bytes for the same rows', async () => {
		const rows = Array.from({ length: 5000 }, (_, index) => [`Zeile ${index}`, index / 3]);

		expect(await bytesOf(rows)).toEqual(await bytesOf(rows));
	});

	it('ends with the error of rows that cannot be read', async () => {
		function* broken() {
			yield ['a', 1];
			throw new Error('gone');
		}
		const sheet = { name: 'x', columns: [{ title: 'a', width: 1 }], rows: broken() };

		await expect(Array.fromAsync(writeWorkbook([sheet]))).rejects.toThrow('gone');
	});

	it('asks for rows no faster than it is taken', async () => {
		let asked = 0;
		function* endless() {
			for (;;) {
				asked += 1;
				yield [randomBytes(500).toString('hex'), asked];
			}
		}
		const columns = [{ title: 'a', width: 1 }];
		const workbook = writeWorkbook([{ name: 'x', columns, rows: endless() }]);

		for (let piece = 0; piece < 40; piece += 1) await workbook.next();
		await setTimeout(50);
		await workbook.return(undefined);

		// Twenty pieces of what was packed are some hundred rows; a few hundred are on their way.
		expect(asked).toBeLessThan(2500);
	});
});
