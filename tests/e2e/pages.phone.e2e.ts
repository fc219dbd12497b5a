/** A phone of 360 by 740 pixels, held in one hand. */
import { AxeBuilder } from '@axe-core/playwright';
import { lab, signIn, startup } from '../support/journeys/account.ts';
import {
	chooseSlotInList,
	confirmBooking,
	findInstrument,
	openWeek
} from '../support/journeys/booking.ts';
import { inLanguage, PAGES } from '../support/journeys/pages.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

const ACCOUNTS = { startup, lab };

for (const { name, path, account } of PAGES) {
	test(`the page “${name}” fits a phone and the tip of a finger`, async ({ page }) => {
		if (account) await signIn(page, ACCOUNTS[account]);

		for (const language of ['zh', 'en'] as const) {
			await page.goto(inLanguage(path, language));
			const { width, room } = await page.evaluate(() => ({
				width: document.documentElement.scrollWidth,
				room: window.innerWidth
			}));
			expect.soft(width, `${language}: scrolls sideways`).toBeLessThanOrEqual(room);

			// Its rule is the one of WCAG 2.2: 24 pixels, or as much space around.
			const { violations } = await new AxeBuilder({ page }).withRules('target-size').analyze();
			const small = violations.flatMap(({ nodes }) => nodes.map(({ html }) => html));
			expect.soft(small, `${language}: too small to touch`).toEqual([]);
		}
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
