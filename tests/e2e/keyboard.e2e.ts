/** Somebody who uses no pointer. */
import { signIn, startup } from '../support/journeys/account.ts';
import { expectBookingPage, submitButton } from '../support/journeys/booking.ts';
import { tabTo } from '../support/journeys/keyboard.ts';
import { expect, isNarrow, notice, test } from '../support/journeys/test.ts';
import { either, text, wordsOf } from '../support/journeys/words.ts';

test('a startup books with the keyboard alone', { tag: '@otherwise' }, async ({ page }) => {
	await signIn(page, startup);
	await page.goto('/');
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: text(page, '跳到正文') })).toBeInViewport();
	await page.keyboard.press('Enter');

	await tabTo(page, page.getByRole('searchbox'));
	await page.keyboard.type(either(page, '红外', 'infrared'));
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/search\?/);
	await tabTo(
		page,
		page
			.getByRole('link', {
				name: either(page, '傅里叶变换红外光谱仪', 'Fourier-transform infrared spectrometer')
			})
			.first()
	);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/instruments\//);
	await tabTo(
		page,
		page.getByRole('main').getByRole('link', { name: wordsOf(page).book, exact: true })
	);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/book$/);
	await tabTo(page, page.getByRole('link', { name: text(page, '下一周') }).first());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/week=/);
	await tabTo(
		page,
		page
			.getByRole('link', {
				name: isNarrow(page) ? /^\d\d:\d\d–\d\d:\d\d$/ : wordsOf(page).slotInCalendar
			})
			.first()
	);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/start=/);
	await tabTo(page, submitButton(page));
	await page.keyboard.press('Enter');

	await expectBookingPage(page);
	await expect(notice(page)).toHaveText(text(page, '预约成功。'));
});
