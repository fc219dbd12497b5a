/** A browser that runs no scripts, whether by choice, by age or by a bad line. */
import type { Page } from '@playwright/test';
import { signIn, startup } from '../support/journeys/account.ts';
import {
	cancelBooking,
	chooseSlot,
	dayFromNow,
	expectBookingPage,
	findInMyBookings,
	findInstrument,
	openWeek,
	submitButton,
	typeTimes
} from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

function chromatograph(page: Page) {
	return {
		query: either(page, '色谱', 'chromatograph'),
		instrument: either(page, '离子色谱仪', 'Ion chromatograph'),
		length: said(page, 'time_hours', { count: '1' })
	};
}

test.use({ javaScriptEnabled: false });

test(
	'a startup searches, books once and cancels without scripts',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await signIn(page, startup);
		await findInstrument(page, chromatograph(page).query, chromatograph(page).instrument);
		await openWeek(page);
		const slot = await chooseSlot(page, chromatograph(page).length);

		await submitButton(page).dblclick();
		await expectBookingPage(page);
		await expect(page.getByRole('region', { name: text(page, '预约信息') })).toContainText(
			slot.period
		);
		const rows = await findInMyBookings(page, slot.period);
		await expect(rows.filter({ hasText: chromatograph(page).instrument })).toHaveCount(1);

		await rows
			.filter({ hasText: chromatograph(page).instrument })
			.getByRole('link')
			.first()
			.click();
		await cancelBooking(page);
		await expect(notice(page)).toHaveText(text(page, '预约已取消，时段已让出。'));
	}
);

test(
	'a refusal without scripts explains itself, keeps what was typed and offers slots',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const night = dayFromNow(7);
		await signIn(page, startup);
		await findInstrument(page, chromatograph(page).query, chromatograph(page).instrument);
		await openWeek(page);
		await page.getByLabel(text(page, '用途')).fill('海水样品');
		await typeTimes(page, `${night}T03:00`, `${night}T04:00`);
		await submitButton(page).click();

		await expect(page.getByRole('alert')).toContainText(text(page, '所选时段不全在开放时间内。'));
		await expect(page.getByLabel(text(page, '用途'))).toHaveValue('海水样品');

		await page
			.getByRole('button', { name: saying(page, 'booking_book_instead') })
			.first()
			.click();
		await expectBookingPage(page);
		await expect(page.getByRole('main')).toContainText('海水样品');
	}
);
