/** A phone of 360 by 740 pixels, held in one hand. */
import { signIn, startup } from '../support/journeys/account.ts';
import {
	chooseSlotInList,
	confirmBooking,
	findInstrument,
	openWeek
} from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

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
