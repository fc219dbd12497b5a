/** Somebody who uses no pointer. */
import { signIn, startup } from '../support/journeys/account.ts';
import { expectBookingPage, submitButton } from '../support/journeys/booking.ts';
import { tabTo } from '../support/journeys/keyboard.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

test('a startup books with the keyboard alone', async ({ page }) => {
	await signIn(page, startup);
	await page.goto('/');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: '跳到正文' })).toBeInViewport();
	await page.keyboard.press('Enter');

	await tabTo(page, page.getByRole('searchbox'));
	await page.keyboard.type('红外');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/search\?/);
	await tabTo(page, page.getByRole('link', { name: '傅里叶变换红外光谱仪' }).first());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/instruments\//);
	await tabTo(page, page.getByRole('main').getByRole('link', { name: '预约', exact: true }));
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/book$/);
	await tabTo(page, page.getByRole('link', { name: '下一周' }).first());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/week=/);
	await tabTo(page, page.getByRole('link', { name: /^选择 / }).first());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/start=/);
	await tabTo(page, submitButton(page));
	await page.keyboard.press('Enter');

	await expectBookingPage(page);
	await expect(notice(page)).toHaveText('预约成功。');
});
