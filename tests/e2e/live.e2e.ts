/** Two people before one calendar: who types loses nothing when the other books. */
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, lab, signIn, startup } from '../support/journeys/account.ts';
import { confirmBooking, dayFromNow, submitButton } from '../support/journeys/booking.ts';
import { expect, test } from '../support/journeys/test.ts';
import { aBookingAt, aDemoInstrument, type Used } from '../support/journeys/use.ts';
import { said, saying, text } from '../support/journeys/words.ts';

/** What the page says of a choice that somebody else has taken. */
function taken(page: Page): RegExp {
	return saying(page, 'violation_overlap_period');
}

/** The page of an instrument's week with two hours of the day after tomorrow chosen. */
async function choose(page: Page, instrument: Used): Promise<void> {
	const day = dayFromNow(2);
	await page.goto(
		`/instruments/${instrument.id}/book?start=${day}T10:00%2B08:00&end=${day}T12:00%2B08:00`
	);
	await expect(submitButton(page)).toBeVisible();
	await expect(page.getByText(taken(page))).toHaveCount(0);
}

test(
	'a calendar shows what somebody else books at once, and what is being typed stays',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('实时日历');
		const other = await newVisitor();
		await enterAs(page, startup);
		await page.goto('/');
		await enterAs(other, demoAccount('founder'));
		await other.goto('/');
		await choose(page, instrument);
		await expect(page.getByText(text(page, '实时更新'))).toBeVisible();
		const purpose = page.getByLabel(text(page, '用途'));
		await purpose.pressSequentially('隔膜截面');

		await choose(other, instrument);
		// It says so for some seconds, in which the other's next page need not have come.
		await Promise.all([
			expect(page.getByText(text(page, '日历有变化，已更新')).first()).toBeVisible(),
			confirmBooking(other)
		]);

		await expect(page.getByText(taken(page)).first()).toBeVisible();
		// A page that was told says so again; one that has begun to look by itself says that instead.
		await expect(page.getByText(text(page, '实时更新'))).toBeVisible();
		await expect(purpose).toHaveValue('隔膜截面');
		await expect(purpose).toBeFocused();
		await purpose.pressSequentially('，二次电子像');
		await expect(purpose).toHaveValue('隔膜截面，二次电子像');
	}
);

test(
	'whoever is on a slot stays on it when another is taken',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const instrument = await aDemoInstrument('日历与焦点');
		await enterAs(page, startup);
		await page.goto(`/instruments/${instrument.id}/book?day=${dayFromNow(2)}`);
		await expect(page.getByText(text(page, '实时更新'))).toBeVisible();
		const slots = page.getByRole('main').locator('a[href*="start="]:visible');
		const slot = slots.last();
		await slot.focus();
		const [before, address] = [await slots.count(), await slot.getAttribute('href')];

		await aBookingAt(instrument, { inMinutes: 2 * 24 * 60 });

		await expect(page.getByText(text(page, '日历有变化，已更新')).first()).toBeVisible();
		await expect(page.locator('a:focus')).toHaveAttribute('href', address ?? '');
		expect(await slots.count()).toBeLessThan(before);
	}
);

test(
	'a calendar that cannot be read for a moment stays as it is, and is read when it can be',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const instrument = await aDemoInstrument('网络断续的日历');
		await enterAs(page, startup);
		await page.goto(`/instruments/${instrument.id}/book?day=${dayFromNow(2)}`);
		await expect(page.getByText(text(page, '实时更新'))).toBeVisible();
		const slots = page.getByRole('main').locator('a[href*="start="]:visible');
		const before = await slots.count();
		let failures = 0;
		await page.route('**/__data.json*', (route) =>
			failures++ < 2 ? route.abort() : route.continue()
		);

		await aBookingAt(instrument, { inMinutes: 2 * 24 * 60 });

		await expect.poll(() => slots.count()).toBeLessThan(before);
		expect(failures).toBeGreaterThan(2);
		await expect(page.getByRole('heading', { level: 1 })).toContainText(instrument.name);
	}
);

test(
	'a calendar that nobody tells of changes looks by itself',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('轮询日历');
		const other = await newVisitor();
		await signIn(page, startup);
		await enterAs(other, demoAccount('founder'));
		await other.goto('/');
		await page.route('**/api/v1/live?*', (route) => route.abort());
		await choose(page, instrument);
		await expect(page.getByText(text(page, '每 15 秒更新'))).toBeVisible();
		const purpose = page.getByLabel(text(page, '用途'));
		await purpose.fill('隔膜截面');

		await choose(other, instrument);
		await confirmBooking(other);

		await expect(page.getByText(taken(page)).first()).toBeVisible();
		await expect(purpose).toHaveValue('隔膜截面');
	}
);

test(
	'a link leads on, though the calendar changes while its page is still asked for',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const instrument = await aDemoInstrument('日历与链接');
		await enterAs(page, startup);
		const other = await page.context().newPage();
		for (const each of [page, other]) {
			await choose(each, instrument);
			await expect(each.getByText(text(each, '实时更新'))).toBeVisible();
		}
		const answered = Promise.withResolvers<null>();
		await page.route('**/__route.js', async (route) => {
			await answered.promise;
			await route.continue();
		});

		await page
			.getByRole('banner')
			.getByRole('link', { name: said(page, 'nav_bookings') })
			.click();
		await Promise.all([
			expect(other.getByText(text(other, '日历有变化，已更新')).first()).toBeVisible(),
			aBookingAt(instrument, { inMinutes: 2 * 24 * 60 })
		]);
		// The one that waits for its page has heard of it as well, and may read a little later.
		await page.waitForTimeout(1000);
		answered.resolve(null);

		await expect(page.getByRole('heading', { level: 1 })).toHaveText(said(page, 'bookings_title'));
	}
);

test(
	'the lab’s timeline and the phone at the instrument follow as well',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('跟随的仪器');
		const desk = await newVisitor();
		await enterAs(page, lab);
		await enterAs(desk, startup);
		await page.goto(
			`/lab/platforms/${demoId('platform/materials')}/timeline?${new URLSearchParams({ q: '跟随的仪器' }).toString()}`
		);
		await desk.goto(`/desk/${instrument.id}`);
		for (const follower of [page, desk])
			await expect(follower.getByText(text(follower, '实时更新'))).toBeVisible();

		const booking = await aBookingAt(instrument, { inMinutes: 5 });

		await expect(desk.getByRole('button', { name: said(desk, 'desk_check_in') })).toBeVisible();
		await expect(page.locator(`a[href$="/bookings/${booking.id}"]`).first()).toBeVisible();
		for (const follower of [page, desk])
			await expect(follower.getByText(text(follower, '实时更新'))).toBeVisible();
	}
);
