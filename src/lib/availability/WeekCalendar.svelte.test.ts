// Which column a narrow screen hides is said in the style sheet.
import '../../app.css';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { toPeriod } from '#lib/time/period.ts';
import { layOutWeek } from './availability-week.ts';
import WeekCalendar from './WeekCalendar.svelte';

function span(start: string, end: string) {
	return toPeriod({ start, end });
}

const week = layOutWeek(
	{
		timezone: 'Asia/Shanghai',
		barred: [],
		open: [span('2026-11-30T01:00Z', '2026-11-30T09:00Z')],
		busy: [{ ...span('2026-11-30T03:45Z', '2026-11-30T06:15Z'), kind: 'booking', unit: 1 }],
		free: [span('2026-11-30T01:00Z', '2026-11-30T03:30Z')]
	},
	{ granularity_minutes: 30 },
	{ monday: '2026-11-30', durationMinutes: 120, units: 1, now: new Date('2026-11-24T00:00Z') }
);

function show(chosen = null as ReturnType<typeof span> | null) {
	return render(WeekCalendar, {
		week,
		caption: '透射电镜的一周',
		day: '2026-11-30',
		chosen,
		hrefOf: ({ start }) => `#${start.toISOString()}`
	});
}

beforeEach(async () => {
	overwriteGetLocale(() => 'zh');
	await page.viewport(1280, 900);
});

describe('the week calendar', () => {
	it('is a table named for the instrument, with days as columns and times as rows', async () => {
		const screen = await show();

		await expect.element(screen.getByRole('table', { name: '透射电镜的一周' })).toBeVisible();
		await expect.element(screen.getByRole('columnheader', { name: /周一.*11\/30/ })).toBeVisible();
		await expect.element(screen.getByRole('rowheader', { name: '09:00' })).toBeVisible();
	});

	it('offers each time at which a booking can start, by its whole period', async () => {
		const screen = await show();

		const links = screen.getByRole('link').elements();

		expect(links.map((link) => link.getAttribute('aria-label'))).toEqual([
			'选择 11月30日 周一 09:00–11:00',
			'选择 11月30日 周一 09:30–11:30'
		]);
	});

	it('says in words what is taken and when, and what is not open', async () => {
		const screen = await show();

		await expect.element(screen.getByRole('cell', { name: '已占用 11:45–14:15' })).toBeVisible();
		await expect.element(screen.getByRole('cell', { name: '不开放' }).first()).toBeVisible();
	});

	it('marks what is chosen', async () => {
		const screen = await show(span('2026-11-30T01:30Z', '2026-11-30T03:30Z'));

		await expect
			.element(screen.getByRole('link', { name: '选择 11月30日 周一 09:30–11:30' }))
			.toHaveAttribute('aria-current', 'true');
	});

	it('is reached and followed by key alone', async () => {
		const followed = vi.fn((event: Event) => {
			event.preventDefault();
		});
		const screen = await show();
		screen.getByRole('table').element().addEventListener('click', followed);

		await userEvent.tab();
		await userEvent.keyboard('{Enter}');

		expect(followed).toHaveBeenCalledOnce();
	});

	it('shows one day on a phone, without scrolling sideways', async () => {
		await page.viewport(390, 844);

		const screen = await show();

		await expect.element(screen.getByRole('columnheader', { name: /周一/ })).toBeVisible();
		await expect.element(screen.getByText('周二')).not.toBeVisible();
		expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(390);
	});
});
