/** Bookings in the calendar of one's phone: the page of subscriptions, and what is behind its addresses. */
import type { Page } from '@playwright/test';
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { findInstrument } from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

const PLATFORM = '先进功能材料重点实验室';

test('a startup takes the address of its bookings into a calendar program', async ({ page }) => {
	await enterAs(page, startup);
	await page.goto('/');
	await page.getByRole('banner').getByRole('link', { name: '我的预约' }).click();
	await page.getByRole('link', { name: '订阅日历' }).click();

	const address = await addressOf(page, '我的全部预约');
	const calendar = await page.request.get(address);
	await page.reload();

	expect(calendar.status()).toBe(200);
	expect(await calendar.text()).toContain('SUMMARY:使用');
	expect(
		await feed(page, '我的全部预约')
			.getByRole('link', { name: '用日历应用打开' })
			.getAttribute('href')
	).toBe(address.replace('http:', 'webcal:'));
	await expect(feed(page, '我的全部预约')).toContainText('刚刚被读取');
});

test('the address is copied by a button that says so', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await enterAs(page, startup);
	await page.goto('/calendars');
	const address = await addressOf(page, '我的全部预约');

	await feed(page, '我的全部预约').getByRole('button', { name: '复制' }).click();

	await expect(page.getByText('已复制')).toBeAttached();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
});

test('a visitor of an instrument is led to its calendar, and signs in on the way', async ({
	page
}) => {
	await page.goto('/');
	await findInstrument(page, '离子色谱', '离子色谱仪');
	await page.getByRole('link', { name: '订阅这台仪器的占用日历' }).click();
	await page.getByLabel('邮箱').fill(startup.email);
	await page.getByLabel('密码').fill(startup.password);
	await page.getByRole('main').getByRole('button', { name: '登录', exact: true }).click();

	await page.getByRole('button', { name: '添加', exact: true }).first().click();

	await expect(notice(page)).toHaveText('日历已就绪，用下面的地址订阅。');
	const calendar = await page.request.get(await addressOf(page, '离子色谱仪'));
	expect(await calendar.text()).toContain('已占用');
	await giveUp(page, '离子色谱仪');
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('a lab adds the calendar of its platform, changes its address and gives it up', async ({
		page
	}) => {
		await enterAs(page, lab);
		await page.goto('/');
		await page.getByRole('banner').getByRole('link', { name: '实验室' }).click();
		await page.getByRole('link', { name: '订阅平台日历' }).click();
		await page
			.getByRole('listitem')
			.filter({ hasText: PLATFORM })
			.getByRole('button', { name: '添加' })
			.click();
		const first = await addressOf(page, PLATFORM);
		expect(await (await page.request.get(first)).text()).toMatch(/SUMMARY:.+：.+（.+）/);

		await feed(page, PLATFORM).getByText('更换地址…').click();
		await feed(page, PLATFORM).getByRole('button', { name: '更换地址' }).click();
		await expect(notice(page)).toHaveText('地址已更换，旧地址已失效。');
		const second = await addressOf(page, PLATFORM);
		expect((await page.request.get(first)).status()).toBe(404);
		expect((await page.request.get(second)).status()).toBe(200);

		await giveUp(page, PLATFORM);
		await expect(notice(page)).toHaveText('日历已停用，地址已失效。');
		expect((await page.request.get(second)).status()).toBe(404);
	});
});

function feed(page: Page, name: string) {
	return page.getByRole('article').filter({ has: page.getByRole('heading', { name }) });
}

function addressOf(page: Page, name: string): Promise<string> {
	return feed(page, name).getByLabel('订阅地址').inputValue();
}

async function giveUp(page: Page, name: string): Promise<void> {
	await feed(page, name).getByText('停用…').click();
	await feed(page, name).getByRole('button', { name: '停用日历' }).click();
	await expect(feed(page, name)).toHaveCount(0);
}
