/** A phone of 360 by 740 pixels, held in one hand. */
import type { Page } from '@playwright/test';
import { demoAccount, enterAs, signIn, startup } from '../support/journeys/account.ts';
import {
	chooseSlotInList,
	confirmBooking,
	findInstrument,
	openWeek
} from '../support/journeys/booking.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { inLanguage, PAGES } from '../support/journeys/pages.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

test.describe.configure({ mode: 'parallel' });

for (const { name, path, account } of PAGES) {
	test(`the page “${name}” fits a phone and the tip of a finger`, async ({ page }) => {
		if (account !== undefined) await enterAs(page, demoAccount(account));

		await page.goto(inLanguage(path, 'en'));
		expect.soft(await spareWidth(page), 'room to the right, in English').toBeGreaterThanOrEqual(0);
		expect.soft(await beyondMargin(page), 'beyond the margin, in English').toEqual([]);

		await page.goto(inLanguage(path, 'zh'));
		expect.soft(await spareWidth(page), 'room to the right, in Chinese').toBeGreaterThanOrEqual(0);
		expect.soft(await beyondMargin(page), 'beyond the margin, in Chinese').toEqual([]);
		// The rule is that of WCAG 2.2: 24 pixels, or as much space around.
		expect.soft(await findViolations(page, 'target-size'), 'too small to touch').toEqual([]);
	});
}

test('a startup books on the phone', async ({ page }) => {
	await signIn(page, startup);
	await findInstrument(page, '三坐标', '三坐标测量机');
	await openWeek(page);
	const slot = await chooseSlotInList(page);
	await confirmBooking(page);

	await expect(notice(page)).toHaveText('预约成功。');
	await expect(page.getByRole('region', { name: '预约信息' })).toContainText(slot.period);
});

test('the calendar on the phone shows one day at a time', async ({ page }) => {
	await page.goto('/');
	await findInstrument(page, '三坐标', '三坐标测量机');
	await openWeek(page);

	await page.getByRole('link', { name: '日历', exact: true }).click();

	await expect(page.getByRole('table').getByRole('columnheader')).toHaveCount(1);
});

/** By how much the screen is wider than the page; less than none, and the page scrolls sideways. */
function spareWidth(page: Page): Promise<number> {
	return page.evaluate(
		() => document.documentElement.clientWidth - document.documentElement.scrollWidth
	);
}

/** What reaches into the margin on the right, but for what is scrolled on its own. */
function beyondMargin(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const main = document.querySelector('main');
		if (main === null) return ['no main'];
		// Rows that light up under a finger are a little wider than what they say.
		const edge =
			main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
		return [...main.querySelectorAll('*')]
			.filter((element) => element.checkVisibility())
			.filter((element) => element.getBoundingClientRect().right > edge + 8)
			.filter((element) => {
				for (let around = element.parentElement; around !== main;) {
					if (around === null || getComputedStyle(around).overflowX !== 'visible') return false;
					around = around.parentElement;
				}
				return getComputedStyle(element).position !== 'absolute';
			})
			.map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`);
	});
}
