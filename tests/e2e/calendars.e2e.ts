/** Bookings in the calendar of one's phone: the page of subscriptions, and what is behind its addresses. */
import type { Page } from '@playwright/test';
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { findInstrument } from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { goInLab } from '../support/journeys/way.ts';
import { either, said, text } from '../support/journeys/words.ts';

function platform(page: Page): string {
	return either(page, '先进功能材料重点实验室', 'Key Laboratory of Advanced Functional Materials');
}

function chromatograph(page: Page): string {
	return either(page, '离子色谱仪', 'Ion chromatograph');
}

test(
	'a startup takes the address of its bookings into a calendar program',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		await page.goto('/');
		await page
			.getByRole('banner')
			.getByRole('link', { name: said(page, 'nav_bookings') })
			.click();
		await page.getByRole('link', { name: said(page, 'feeds_link') }).click();

		const address = await addressOf(page, text(page, '我的全部预约'));
		const calendar = await page.request.get(address);
		await page.reload();

		expect(calendar.status()).toBe(200);
		expect(await calendar.text()).toMatch(/^SUMMARY:./m);
		expect(
			await feed(page, text(page, '我的全部预约'))
				.getByRole('link', { name: text(page, '用日历应用打开') })
				.getAttribute('href')
		).toBe(address.replace('http:', 'webcal:'));
		await expect(feed(page, text(page, '我的全部预约'))).toContainText(text(page, '刚刚被读取'));
	}
);

test(
	'the address is copied by a button that says so',
	{ tag: '@otherwise' },
	async ({ page, context }) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await enterAs(page, startup);
		await page.goto('/calendars');
		const address = await addressOf(page, text(page, '我的全部预约'));

		await feed(page, text(page, '我的全部预约'))
			.getByRole('button', { name: text(page, '复制') })
			.click();

		await expect(page.getByText(text(page, '已复制'))).toBeAttached();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
	}
);

test(
	'a visitor of an instrument is led to its calendar, and signs in on the way',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await page.goto('/');
		await findInstrument(page, chromatograph(page), chromatograph(page));
		await page.getByRole('link', { name: text(page, '订阅这台仪器的占用日历') }).click();
		await page.getByLabel(text(page, '邮箱')).fill(startup.email);
		await page.getByLabel(text(page, '密码')).fill(startup.password);
		await page
			.getByRole('main')
			.getByRole('button', { name: text(page, '登录'), exact: true })
			.click();

		await page
			.getByRole('button', { name: text(page, '添加'), exact: true })
			.first()
			.click();

		await expect(notice(page)).toHaveText(text(page, '日历已就绪，用下面的地址订阅。'));
		const calendar = await page.request.get(await addressOf(page, chromatograph(page)));
		// A calendar program has no language of its own: it reads that of whoever subscribed.
		expect(await calendar.text()).toContain('已占用');
		await giveUp(page, chromatograph(page));
	}
);

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test(
		'a lab adds the calendar of its platform, changes its address and gives it up',
		{ tag: '@otherwise' },
		async ({ page }) => {
			await enterAs(page, lab);
			await page.goto('/');
			await page
				.getByRole('banner')
				.getByRole('link', { name: said(page, 'nav_lab') })
				.click();
			await goInLab(page, text(page, '订阅平台日历'));
			await page
				.getByRole('listitem')
				.filter({ hasText: platform(page) })
				.getByRole('button', { name: text(page, '添加') })
				.click();
			const first = await addressOf(page, platform(page));
			// In the language of whoever subscribed, as above.
			expect(await (await page.request.get(first)).text()).toMatch(/SUMMARY:(.+)：(.+)（(.+)）/);

			await feed(page, platform(page)).getByText(text(page, '更换地址…')).click();
			await feed(page, platform(page))
				.getByRole('button', { name: text(page, '更换地址') })
				.click();
			await expect(notice(page)).toHaveText(text(page, '地址已更换，旧地址已失效。'));
			const second = await addressOf(page, platform(page));
			expect((await page.request.get(first)).status()).toBe(404);
			expect((await page.request.get(second)).status()).toBe(200);

			await giveUp(page, platform(page));
			await expect(notice(page)).toHaveText(text(page, '日历已停用，地址已失效。'));
			expect((await page.request.get(second)).status()).toBe(404);
		}
	);
});

function feed(page: Page, name: string) {
	return page.getByRole('article').filter({ has: page.getByRole('heading', { name }) });
}

function addressOf(page: Page, name: string): Promise<string> {
	return feed(page, name).getByLabel(text(page, '订阅地址')).inputValue();
}

async function giveUp(page: Page, name: string): Promise<void> {
	await feed(page, name).getByText(text(page, '停用…')).click();
	await feed(page, name)
		.getByRole('button', { name: text(page, '停用日历') })
		.click();
	await expect(feed(page, name)).toHaveCount(0);
}
