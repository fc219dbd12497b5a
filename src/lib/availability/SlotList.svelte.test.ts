import { createRawSnippet } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { toPeriod } from '#lib/time/period.ts';
import SlotList from './SlotList.svelte';
import { slotsInWords } from './slots-in-words.ts';

const slots = [
	toPeriod({ start: '2026-11-30T02:00Z', end: '2026-11-30T04:00Z' }),
	toPeriod({ start: '2026-11-30T05:00Z', end: '2026-11-30T07:00Z' }),
	toPeriod({ start: '2026-12-01T02:00Z', end: '2026-12-01T04:00Z' })
];
const children = createRawSnippet(() => ({ render: () => '<p>没有空闲时段</p>' }));

function show(props: { slots: typeof slots; chosen?: (typeof slots)[number] }) {
	return render(SlotList, {
		days: slotsInWords(props.slots, 'Asia/Shanghai'),
		...(props.chosen && { chosen: props.chosen }),
		hrefOf: ({ start }) => `?start=${start.toISOString()}`,
		children
	});
}

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('the list of slots', () => {
	it('groups slots by the day of the lab, each a link', async () => {
		const screen = await show({ slots });

		await expect.element(screen.getByRole('heading', { name: /11月30日 周一/ })).toBeVisible();
		await expect.element(screen.getByText('2 个可选时段')).toBeVisible();
		await expect.element(screen.getByRole('heading', { name: /12月1日 周二/ })).toBeVisible();
		await expect
			.element(screen.getByRole('link', { name: '13:00–15:00' }))
			.toHaveAttribute('href', '?start=2026-11-30T05:00:00.000Z');
	});

	it('marks the chosen one', async () => {
		const [, chosen] = slots;

		const screen = await show({ slots, ...(chosen && { chosen }) });

		const current = screen
			.getByRole('link')
			.elements()
			.filter((link) => link.hasAttribute('aria-current'));
		expect(current.map((link) => link.textContent.trim())).toEqual(['13:00–15:00']);
	});

	it('says so when there are none', async () => {
		const screen = await show({ slots: [] });

		await expect.element(screen.getByText('没有空闲时段')).toBeVisible();
	});
});
