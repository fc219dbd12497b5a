/** The day of use, at the instrument, with a phone in one hand and a bad connection. */
import type { Page } from '@playwright/test';
import { enterAs, fillSignIn, startup } from '../support/journeys/account.ts';
import { untilAwake } from '../support/journeys/awake.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { aLineTo } from '../support/journeys/line.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { aBookingAt, aDemoInstrument, arrange, usesOf } from '../support/journeys/use.ts';

test.use({ serviceWorkers: 'allow' });

test('a scanned code leads through sign-in to the desk, where one press checks in and one out', async ({
	page
}) => {
	// A grid so fine that the booking, which begins at an odd minute, is on it.
	const instrument = await aDemoInstrument('签到用显微镜', { granularity_minutes: 1 });
	const booking = await aBookingAt(instrument, { inMinutes: -5 });

	await page.goto(`/desk/${instrument.id}`);
	await fillSignIn(page, startup);
	await expect(page).toHaveURL(({ pathname }) => pathname === `/desk/${instrument.id}`);
	expect(await findViolations(page)).toEqual([]);

	await page.getByRole('button', { name: '签到' }).click();
	await expect(page.getByText(/已收到，开始时间记为/)).toBeVisible();
	await expect(page.getByText(/使用中，.*开始/)).toBeVisible();

	await page.getByRole('button', { name: '延长 30 分钟' }).click();
	await expect(notice(page).getByText(/^已延长到/)).toBeVisible();

	await page.getByRole('button', { name: '签退' }).click();
	await expect(page.getByText(/已收到，结束时间记为/)).toBeVisible();
	expect(await usesOf(booking)).toMatchObject([{ source: 'person', flags: [] }]);
});

test('a press without a network is kept over a reload and arrives once, flagged as late', async ({
	page,
	baseURL
}) => {
	const instrument = await aDemoInstrument('地下室里的天平');
	const booking = await aBookingAt(instrument, { inMinutes: -5 });
	const line = await aLineTo(baseURL ?? '');
	try {
		await page.goto(`${line.origin}/desk/${instrument.id}`);
		await fillSignIn(page, startup);
		await expect(page).toHaveURL(({ pathname }) => pathname === `/desk/${instrument.id}`);
		await untilAwake(page);
		await untilKept(page);

		await line.cut();
		await page.getByRole('button', { name: '签到' }).click();
		await expect(page.getByText(/按下，已存在本机，联网后自动发送/)).toBeVisible();
		await page.reload();
		await expect(page.getByText(/按下，已存在本机，联网后自动发送/)).toBeVisible();
		expect(await usesOf(booking)).toEqual([]);

		// As if the phone had been without a network for three minutes.
		await page.evaluate(() => {
			const [report] = JSON.parse(localStorage.getItem('desk-reports') ?? '[]') as {
				happenedAt: string;
			}[];
			const happenedAt = new Date(Date.now() - 3 * 60_000).toISOString();
			localStorage.setItem('desk-reports', JSON.stringify([{ ...report, happenedAt }]));
		});
		await line.mend();

		await expect(page.getByText(/已收到，开始时间记为/)).toBeVisible();
		await expect(page.getByText('事后补报')).toBeVisible();
		await expect(page.getByRole('button', { name: '签退' })).toBeVisible();
		expect(await usesOf(booking)).toMatchObject([{ source: 'person', flags: ['reported_late'] }]);
	} finally {
		await line.close();
	}
});

test('a press that comes too late is refused, and says why', async ({ page, context }) => {
	const instrument = await aDemoInstrument('已经没时间的炉子');
	const booking = await aBookingAt(instrument, { inMinutes: -5 });
	await enterAs(page, startup);
	await page.goto(`/desk/${instrument.id}`);
	await untilAwake(page);
	await untilKept(page);

	await context.setOffline(true);
	await page.getByRole('button', { name: '签到' }).click();
	await expect(page.getByText(/按下，已存在本机/)).toBeVisible();
	await arrange((db) =>
		db.query(
			`update public.bookings
			set reserved = tstzrange(lower(reserved) - interval '1 day', lower(reserved))
			where id = $1`,
			[booking.id]
		)
	);
	await context.setOffline(false);

	await expect(page.getByRole('alert').getByText(/没有被接受：预约时间已过/)).toBeVisible();
	await expect(page.getByText(/按下，已存在本机/)).toBeHidden();
	expect(await usesOf(booking)).toEqual([]);
});

test('whoever comes next sees that somebody has outstayed their time', async ({ page }) => {
	const instrument = await aDemoInstrument('有人超时的光谱仪');
	const before = await aBookingAt(instrument, {
		person: 'founder',
		inMinutes: -125,
		minutes: 120
	});
	await arrange((db) =>
		db.query(
			`with used as (
				update public.bookings set status = 'in_use' where id = $1 returning *
			),
			held as (
				update public.occupancies set lapses_at = null where booking_id = $1
			)
			insert into public.usage_sessions (instrument_id, booking_id, started_at, source)
			select instrument_id, id, starts_at, 'person' from used`,
			[before.id]
		)
	);
	await aBookingAt(instrument, { inMinutes: 5 });
	await enterAs(page, startup);
	await page.goto(`/desk/${instrument.id}`);

	await expect(page.getByText(/^上一位用户超时未签退/)).toBeVisible();
	await page.getByRole('button', { name: '签到' }).click();
	await expect(page.getByText(/已收到，开始时间记为/)).toBeVisible();
	expect(await usesOf(before)).toMatchObject([{ flags: ['forgotten'] }]);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('the desk checks in and out by plain forms', async ({ page }) => {
		const instrument = await aDemoInstrument('没有脚本的离心机');
		const booking = await aBookingAt(instrument, { inMinutes: -1 });
		await enterAs(page, startup);
		await page.goto(`/desk/${instrument.id}`);

		await page.getByRole('button', { name: '签到' }).click();
		await expect(notice(page)).toContainText('已签到，开始时间记为');
		await page.getByRole('button', { name: '签退' }).click();
		await expect(notice(page)).toContainText('已签退，结束时间记为');
		expect(await usesOf(booking)).toHaveLength(1);
	});
});

/** Waits until the page's worker has it, from when on it opens without a network. */
async function untilKept(page: Page): Promise<void> {
	await expect
		.poll(() => page.evaluate(async () => (await caches.match(location.href)) !== undefined))
		.toBe(true);
}
