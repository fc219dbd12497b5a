import { expect, it } from 'vitest';
import { inBatches } from './batches.ts';

const HOUR = 3_600_000;

function aUse(row: number, instrument: string, hour: number) {
	const start = Date.parse('2026-01-01T00:00:00Z') + hour * HOUR;
	return {
		row,
		use: {
			instrument,
			organisation: 'Ein Start',
			starts_at: new Date(start).toISOString(),
			ends_at: new Date(start + 2 * HOUR).toISOString(),
			evidence: ['log.csv']
		}
	};
}

it('brings together what belongs to one instrument and time, however the file is ordered', () => {
	const [batch] = inBatches([aUse(1, 'B', 5), aUse(2, 'A', 9), aUse(3, 'B', 1), aUse(4, 'A', 9)]);

	expect(batch?.rows.map(({ row }) => row)).toEqual([2, 4, 3, 1]);
	expect(batch?.before).toEqual([]);
});

it('names for each batch the rows before it of the same instrument and month', () => {
	const rows = [
		...Array.from({ length: 100 }, (_, index) => aUse(index, 'A', index)),
		...Array.from({ length: 300 }, (_, index) => aUse(100 + index, 'B', index * 24))
	];

	const [first, second] = inBatches(rows);

	expect(first?.rows).toHaveLength(250);
	// It begins with the 151st day of B, and its ends reach back from there.
	expect(second?.rows[0]?.row).toBe(250);
	expect(second?.before.map(({ row }) => row)).toEqual(
		Array.from({ length: 31 }, (_, index) => 219 + index)
	);
});

it('loses no row and takes none twice', () => {
	const rows = Array.from({ length: 777 }, (_, index) => aUse(index, `I${index % 7}`, index));

	const taken = inBatches(rows).flatMap((batch) => batch.rows.map(({ row }) => row));

	expect(taken.toSorted((one, other) => one - other)).toEqual(rows.map(({ row }) => row));
});
