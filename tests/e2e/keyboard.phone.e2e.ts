/** Somebody with a keyboard before a narrow screen, who reads English and has chosen the dark. */
import { signIn, startup } from '../support/journeys/account.ts';
import { expectBookingPage, submitButton } from '../support/journeys/booking.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { tabTo } from '../support/journeys/keyboard.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

test.use({ colorScheme: 'dark', locale: 'en-GB' });

test('a startup books with the keyboard alone, in the dark, in English, on a narrow screen', async ({
	page
}) => {
	await page.goto('/en');
	await signIn(page, startup);
	await page.goto('/en');

	await tabTo(page, page.getByRole('searchbox'));
	await page.keyboard.type('infrared');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/en\/search\?/);

	await tabTo(
		page,
		page
			.getByRole('main')
			.getByRole('link', { name: /FTIR|infrared/i })
			.first()
	);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/en\/instruments\//);

	await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Book', exact: true }));
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/book$/);

	await tabTo(page, page.getByRole('link', { name: 'Next week' }).first());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/week=/);
	await tabTo(page, page.getByRole('link', { name: /^\d\d:\d\d–\d\d:\d\d$/ }).first());
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/start=/);
	expect(await findViolations(page), 'with a slot chosen').toEqual([]);

	await tabTo(page, submitButton(page));
	await page.keyboard.press('Enter');
	await expectBookingPage(page);
	await expect(notice(page)).toBeVisible();
	expect(await findViolations(page), 'with the booking made').toEqual([]);
});
