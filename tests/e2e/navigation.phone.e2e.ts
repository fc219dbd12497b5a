/** A phone shows where one is, although not all places fit beside one another. */
import { demoAccount, enterAs, startup } from '../support/journeys/account.ts';
import { expect, test } from '../support/journeys/test.ts';

for (const path of ['/en/bookings', '/en/applications']) {
	test(`${path} is in sight in the main navigation`, async ({ page }) => {
		await enterAs(page, startup);
		await page.goto(path);

		const here = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current]');

		await expect(here).toBeInViewport({ ratio: 0.95 });
	});
}

test('the pages of a laboratory open from a line that says where one is', async ({ page }) => {
	await enterAs(page, demoAccount('technician'));
	await page.goto('/lab');
	const line = page.getByRole('main').locator('summary').filter({ hasText: '本周日程' });

	await line.click();
	await page
		.getByRole('navigation', { name: '实验室工作' })
		.getByRole('link', { name: '仪器故障' })
		.click();

	await expect(page).toHaveURL(/\/faults$/);
	await expect(
		page.getByRole('main').locator('summary').filter({ hasText: '仪器故障' })
	).toBeVisible();
});
