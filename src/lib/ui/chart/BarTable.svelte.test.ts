import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import BarTable from './BarTable.svelte';

it('tells each row in words, and leads on from those that have an address', async () => {
	await render(BarTable, {
		caption: '每月机时',
		heads: ['月份', '机时'],
		rows: [
			{ key: 'a', label: '一月', href: '?month=1', value: 20, texts: ['20 小时'] },
			{ key: 'b', label: '二月', value: null, texts: ['<3'] }
		]
	});

	await expect.element(page.getByRole('row', { name: '一月 20 小时' })).toBeVisible();
	await expect.element(page.getByRole('row', { name: '二月 <3' })).toBeVisible();
	await expect
		.element(page.getByRole('link', { name: '一月' }))
		.toHaveAttribute('href', '?month=1');
});

it('draws bars on one scale, on which what is not told has none', async () => {
	const { container } = await render(BarTable, {
		caption: '机时',
		heads: ['平台', '机时'],
		rows: [
			{ key: 'a', label: 'A', value: 20, part: 5, texts: ['20'] },
			{ key: 'b', label: 'B', value: 10, part: 10, texts: ['10'] },
			{ key: 'c', label: 'C', value: null, texts: ['–'] }
		]
	});

	const bars = [...container.querySelectorAll<HTMLElement>('.bar')];
	expect(bars.map(({ style }) => style.width)).toEqual(['100%', '25%', '50%', '50%', '0px']);
});
