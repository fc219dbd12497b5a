import { describe, expect, it } from 'vitest';
import type { ImportKind } from './columns.ts';
import type { Entry } from './entry.ts';
import { importFile, type RefusedRow } from './import-file.ts';
import type { RowOutcome } from './row-outcome.ts';

/** Imports a text with a database that answers every row alike. */
async function importText(
	kind: ImportKind,
	text: string,
	{
		outcome = { outcome: 'inserted' },
		isDryRun = false
	}: { outcome?: RowOutcome; isDryRun?: boolean } = {}
) {
	const batches: Entry[][] = [];
	const refused: RefusedRow[] = [];
	const totals = await importFile(
		async function* () {
			yield await Promise.resolve(new TextEncoder().encode(text));
		},
		{
			kind,
			context: { timeZone: 'Asia/Shanghai', subjects: new Map() },
			hasPlatform: false,
			isDryRun,
			send: (entries) => {
				batches.push(entries);
				return Promise.resolve(entries.map(() => outcome));
			},
			onRefused: (row) => refused.push(row)
		}
	);
	return { totals, refused, batches };
}

describe('importFile', () => {
	it('sends batches and adds up what came of the rows', async () => {
		const rows = Array.from({ length: 600 }, (_, index) => `T-${index},仪器 ${index}`);

		const { totals, batches } = await importText(
			'instruments',
			['identifier,name', ...rows].join('\n')
		);

		expect(batches.map((batch) => batch.length)).toEqual([250, 250, 100]);
		expect(totals).toMatchObject({ rows: 600, inserted: 600, refused: 0 });
	});

	it('counts a row said twice as a duplicate and names one that contradicts the first', async () => {
		const { totals, refused, batches } = await importText(
			'instruments',
			'identifier,name,owner\nT-1,仪器,甲大学\nT-1, 仪器 ,甲大学\nT-1,别的仪器,甲大学\nT-1,仪器,乙大学\n'
		);

		expect(batches.flat().map(({ owner }) => owner.organisation)).toEqual(['甲大学', '乙大学']);
		expect(totals).toMatchObject({ rows: 4, inserted: 2, duplicate: 1, refused: 1 });
		expect(refused).toEqual([
			{
				number: 4,
				refusal: { field: 'identifier', reason: 'repeated_with_other_content', detail: 2 }
			}
		]);
	});

	it('sends a work once more for each other instrument', async () => {
		const { batches, totals } = await importText(
			'literature',
			'doi,title,related_instrument\n10.1234/a,A,T-1\n10.1234/A,A again,T-2\n10.1234/a,A,T-1\n'
		);

		expect(batches.flat().map(({ instrument, repeats }) => ({ instrument, repeats }))).toEqual([
			{ instrument: 'T-1', repeats: undefined },
			{ instrument: 'T-2', repeats: true }
		]);
		expect(totals).toMatchObject({ rows: 3, duplicate: 1 });
	});

	it('reports of a dry run what the real run would, where it sees a work twice', async () => {
		const { totals } = await importText(
			'literature',
			'doi,title,related_instrument\n10.1234/a,A,T-1\n10.1234/a,A,T-2\n',
			{ isDryRun: true, outcome: { outcome: 'inserted', linked: true } }
		);

		expect(totals).toMatchObject({ inserted: 1, updated: 1 });
	});

	it('counts an owner once, however many batches name it as new', async () => {
		const rows = Array.from({ length: 300 }, (_, index) => `T-${index},仪器,甲大学 中心`);

		const { totals } = await importText(
			'instruments',
			['identifier,name,owner', ...rows].join('\n'),
			{
				outcome: { outcome: 'inserted', new_organisation: true, new_platform: true }
			}
		);

		expect(totals).toMatchObject({ newOrganisations: 1, newPlatforms: 1 });
	});

	it('names what the database refuses', async () => {
		const { refused, totals } = await importText('services', 'service\n检测\n', {
			outcome: { outcome: 'refused', field: 'name', reason: 'services_name_is_clean' }
		});

		expect(totals).toMatchObject({ rows: 1, refused: 1 });
		expect(refused).toEqual([
			{ number: 2, refusal: { field: 'name', reason: 'services_name_is_clean' } }
		]);
	});
});
