import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Column } from './columns.ts';
import DataTable from './DataTable.svelte';

type Reading = { name: string; hours: number };

const columns: Column<Reading>[] = [
	{ key: 'name', label: 'Name', textOf: ({ name }) => name, isHead: true },
	{
		key: 'hours',
		label: 'Hours',
		textOf: ({ hours }) => String(hours),
		orderOf: ({ hours }) => hours,
		isFigure: true
	}
];
const rows = Array.from({ length: 9 }, (_, at) => ({ name: `SEM ${at}`, hours: (at * 7) % 9 }));

function aTable() {
	return render(DataTable<Reading>, {
		caption: 'Readings',
		file: 'readings',
		rows,
		columns,
		keyOf: ({ name }: Reading) => name
	});
}

describe('DataTable', () => {
	it('is put in order by a column, then the other way, then as it came', async () => {
		const screen = await aTable();
		const head = screen.getByRole('columnheader', { name: 'Hours' });
		const sort = screen.getByRole('button', { name: 'Hours' });
		const first = screen.getByRole('rowheader').first();

		await sort.click();
		await expect.element(head).toHaveAttribute('aria-sort', 'descending');
		await expect.element(first).toHaveTextContent('SEM 5');

		await sort.click();
		await expect.element(head).toHaveAttribute('aria-sort', 'ascending');
		await expect.element(first).toHaveTextContent('SEM 0');

		await sort.click();
		await expect.element(head).not.toHaveAttribute('aria-sort');
	});

	it('says how many rows hold what is typed', async () => {
		const screen = await aTable();

		await screen.getByRole('searchbox').fill('sem 3');

		await expect.element(screen.getByText('9 行中有 1 行')).toBeVisible();
		expect(screen.getByRole('rowheader').elements()).toHaveLength(1);
	});

	it('says so where nothing does', async () => {
		const screen = await aTable();

		await screen.getByRole('searchbox').fill('nothing of the kind');

		await expect.element(screen.getByText('没有符合的行。')).toBeVisible();
	});

	it('puts a column away, and brings it back', async () => {
		const screen = await aTable();
		await screen.getByText('显示的列').first().click();
		const box = screen.getByRole('checkbox', { name: 'Hours' });

		await box.click();
		await expect
			.element(screen.getByRole('columnheader', { name: 'Hours' }))
			.not.toBeInTheDocument();

		await box.click();
		await expect.element(screen.getByRole('columnheader', { name: 'Hours' })).toBeVisible();
	});
});
