/** What somebody sees first after signing in: that which they came for. */
import { demoAccount, enterAs, signIn } from '../support/journeys/account.ts';
import { expect, test } from '../support/journeys/test.ts';
import { saying, text } from '../support/journeys/words.ts';

test(
	'a startup sees its next bookings at home, and opens one',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await signIn(page, demoAccount('startup'));
		const next = page.getByRole('region', { name: text(page, '接下来的预约') });

		await next.getByRole('listitem').first().getByRole('link').click();

		await expect(page).toHaveURL(/\/bookings\/[\da-f-]{36}$/);
	}
);

test(
	'a technician opens the sheet of the day from home',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('technician'));
		await page.goto('/');

		await page
			.getByRole('region', { name: text(page, '实验室今天') })
			.getByRole('link', { name: saying(page, 'home_own_today') })
			.first()
			.click();

		await expect(page.getByRole('heading', { level: 1 })).toContainText(text(page, '当日工作单'));
	}
);

test(
	'a manager sees how many requests wait, and the report that is owed',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('lab'));
		await page.goto('/');
		const lab = page.getByRole('region', { name: text(page, '实验室今天') });

		await expect(
			lab.getByRole('link', { name: saying(page, 'home_own_report_until') })
		).toBeVisible();
		await lab.getByRole('link', { name: saying(page, 'home_own_requests') }).click();

		await expect(page).toHaveURL(/\/lab\/requests/);
	}
);

test(
	'an evaluator sees the evaluations that are under way',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/');

		await page
			.getByRole('region', { name: text(page, '进行中的评价') })
			.getByRole('listitem')
			.first()
			.getByRole('link')
			.click();

		await expect(page).toHaveURL(/\/evaluation\/cycles\/[\da-f-]{36}$/);
	}
);

test('a makerspace reaches its residents from home', { tag: '@otherwise' }, async ({ page }) => {
	await enterAs(page, demoAccount('makerspace'));
	await page.goto('/');

	await page
		.getByRole('main')
		.getByRole('link', { name: text(page, '入驻企业') })
		.click();

	await expect(page).toHaveURL(/\/residents$/);
});

test(
	'an administrator sees laboratories and evaluations',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('admin'));
		await page.goto('/');

		await expect(page.getByRole('region', { name: text(page, '实验室今天') })).toBeVisible();
		await expect(page.getByRole('region', { name: text(page, '进行中的评价') })).toBeVisible();
	}
);

test('a visitor sees nothing of that', { tag: '@otherwise' }, async ({ page }) => {
	await page.goto('/');

	await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(text(page, '四类资源'));
});
