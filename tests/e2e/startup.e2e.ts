/** A member of a startup, from looking for an instrument to giving the time back. */
import type { Page } from '@playwright/test';
import { enterAs, fillSignIn, signIn, startup } from '../support/journeys/account.ts';
import {
	bookInstrument,
	bookNextWeek,
	cancelBooking,
	chooseSlot,
	confirmBooking,
	dayFromNow,
	downloadCalendar,
	expectBookingPage,
	findInMyBookings,
	findInstrument,
	openCalendar,
	openWeek,
	submitButton,
	typeTimes
} from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { either, said } from '../support/journeys/words.ts';

const OFFER = /^(?:改约|Book) (.+)$/;

function sem(page: Page) {
	return {
		query: either(page, '电镜', 'electron microscope'),
		instrument: either(page, '场发射扫描电子显微镜', 'Field-emission scanning electron microscope'),
		length: either(page, '2 小时', '2 hours')
	};
}

test(
	'a startup finds an instrument by two characters, sees its week and books two hours',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await signIn(page, startup);
		await findInstrument(page, sem(page).query, sem(page).instrument);
		await openWeek(page);
		const calendar = await openCalendar(page);
		await expect(calendar).toContainText(said(page, 'calendar_taken'));
		await expect(calendar).toContainText(said(page, 'calendar_closed'));

		const slot = await chooseSlot(page, sem(page).length);
		await expect(page.getByText('¥640')).toBeVisible();
		await confirmBooking(page, { purpose: '涂覆隔膜截面' });

		await expect(notice(page)).toHaveText(said(page, 'booking_made'));
		await expect(page.getByRole('main')).toContainText(slot.period);
		await expect(page.getByRole('main')).toContainText('涂覆隔膜截面');
		await expect(await findInMyBookings(page, slot.period)).toContainText([
			said(page, 'booking_status_confirmed')
		]);
	}
);

test(
	'what a booking counts as is chosen when booking, and changed on its page',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		await page.goto('/');
		await findInstrument(page, sem(page).query, sem(page).instrument);
		await openWeek(page);
		await chooseSlot(page, sem(page).length);
		await page
			.getByLabel(said(page, 'booking_purpose_code'))
			.selectOption(either(page, '科技开发', 'Technological development'));
		await confirmBooking(page);
		await expect(page.getByRole('main')).toContainText(
			either(page, '科技开发', 'Technological development')
		);

		await page.getByText(said(page, 'booking_purpose_code_change')).click();
		await page
			.getByLabel(said(page, 'booking_purpose_code'))
			.selectOption(either(page, '法定认证', 'Statutory certification'));
		await page
			.getByRole('button', { name: said(page, 'booking_purpose_code_save'), exact: true })
			.click();

		await expect(notice(page)).toHaveText(said(page, 'booking_purpose_code_saved'));
		await expect(page.getByRole('main')).toContainText(
			either(page, '法定认证', 'Statutory certification')
		);
	}
);

test(
	'a booking comes as a calendar file in universal time',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		const slot = await bookNextWeek(page, { key: 'fe-sem', minutes: 120 });

		const calendar = await downloadCalendar(page);

		expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n/);
		expect(calendar).toMatch(/^UID:booking-[\da-f-]{36}@yixiang\r$/m);
		expect(calendar).toContain(`\r\nDTSTART:${inUniversalTime(slot.start)}\r\n`);
		expect(calendar).toContain(`\r\nDTEND:${inUniversalTime(slot.end)}\r\n`);
		expect(calendar).toContain(
			`SUMMARY:${said(page, 'calendar_summary', { instrument: sem(page).instrument })}`
		);
	}
);

// It is what all others are in the other guise, with a pointer and room.
test('the same in English', { tag: '@otherwise' }, async ({ page }) => {
	await page.goto('/en');
	await signIn(page, startup);

	const slot = await bookInstrument(page, {
		query: 'diffractometer',
		instrument: 'Powder X-ray diffractometer',
		length: '2 hours'
	});

	await expect(notice(page)).toHaveText('Booked.');
	await expect(await findInMyBookings(page, slot.period)).toContainText(['Confirmed']);
});

test(
	'a refusal explains every rule, and one click on an offered slot books it',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const night = dayFromNow(7);
		await enterAs(page, startup);
		await page.goto('/');
		await findInstrument(page, sem(page).query, sem(page).instrument);
		await openWeek(page);
		await page.getByLabel(said(page, 'booking_purpose')).fill('夜里的样品');
		await typeTimes(page, `${night}T03:10`, `${night}T03:30`);
		await expect(notice(page)).toContainText(said(page, 'refusal_rules'));
		await submitButton(page).click();

		const refusal = page.getByRole('alert');
		await expect(
			refusal.getByRole('listitem').filter({ hasNot: page.getByRole('button') })
		).toHaveText(
			[
				said(page, 'violation_shortest', {
					limit: either(page, '1 小时', '1 hour'),
					actual: either(page, '20 分钟', '20 minutes')
				}),
				said(page, 'violation_granularity', {
					limit: either(page, '30 分钟', '30 minutes'),
					actual: '03:10–03:30'
				}),
				said(page, 'violation_opening_hours')
			].map((reason) => `${reason} ${said(page, 'violation_lifted_by_lab')}`)
		);
		const offer = refusal.getByRole('button', { name: OFFER }).first();
		const [, period = ''] = OFFER.exec(await offer.innerText()) ?? [];
		await offer.click();
		await expectBookingPage(page);
		await expect(page.getByRole('main')).toContainText(period);
		await expect(page.getByRole('main')).toContainText('夜里的样品');
	}
);

test(
	'a startup moves its booking, cancels it, takes that back, and frees the slot after all',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		const first = await bookNextWeek(page, { key: 'fe-sem', minutes: 120 });
		await page.getByRole('link', { name: said(page, 'booking_move'), exact: true }).click();
		const second = await chooseSlot(page, either(page, '1 小时', '1 hour'));
		await page.getByRole('button', { name: said(page, 'booking_move_submit') }).click();
		await expect(notice(page)).toHaveText(said(page, 'booking_moved'));
		await expect(page.getByRole('region', { name: said(page, 'booking_facts') })).toContainText(
			second.period
		);
		await expect(page.getByRole('region', { name: said(page, 'booking_history') })).toContainText(
			first.period
		);

		await cancelBooking(page);
		await expect(notice(page)).toHaveText(said(page, 'booking_cancelled'));
		await page
			.getByRole('button', { name: said(page, 'undo_cancellation') })
			.first()
			.click();
		await expect(
			page.getByText(said(page, 'booking_status_confirmed'), { exact: true }).first()
		).toBeVisible();
		await cancelBooking(page);

		await expect(notice(page)).toHaveText(said(page, 'booking_cancelled'));
		await expect(
			page.getByText(said(page, 'booking_status_cancelled'), { exact: true }).first()
		).toBeVisible();
		await page
			.getByRole('main')
			.getByRole('link', { name: sem(page).instrument })
			.first()
			.click();
		await openWeek(page);
		const again = await chooseSlot(page, either(page, '1 小时', '1 hour'), { weeksAhead: 2 });
		expect(again).toEqual(second);
	}
);

test('what was chosen is kept through signing in', { tag: '@otherwise' }, async ({ page }) => {
	await page.goto('/');
	await findInstrument(page, sem(page).query, sem(page).instrument);
	await openWeek(page);
	const slot = await chooseSlot(page, sem(page).length);
	await page.getByRole('link', { name: said(page, 'book_sign_in') }).click();
	await fillSignIn(page, startup);

	await expect(page.getByRole('region', { name: said(page, 'book_step_confirm') })).toContainText(
		slot.period
	);
	await confirmBooking(page);

	await expect(page.getByRole('region', { name: said(page, 'booking_facts') })).toContainText(
		slot.period
	);
});

test('a double click on the button books once', { tag: '@otherwise' }, async ({ page }) => {
	await signIn(page, startup);
	await findInstrument(page, sem(page).query, sem(page).instrument);
	await openWeek(page);
	const slot = await chooseSlot(page, sem(page).length);

	await submitButton(page).dblclick();

	await expectBookingPage(page);
	await expect(notice(page)).toHaveText(said(page, 'booking_made'));
	await expect(await findInMyBookings(page, slot.period)).toHaveCount(1);
});

function inUniversalTime(instant: Date): string {
	return instant.toISOString().replace(/[-:]|\.\d+/g, '');
}
