/** Somebody new, from signing up to being recognised again. */
import type { Page } from '@playwright/test';
import { aStranger, fillSignIn, followMail, signOut } from '../support/journeys/account.ts';
import {
	bookInstrument,
	chooseSlot,
	findInstrument,
	openWeek
} from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { either, said, text } from '../support/journeys/words.ts';

function raman(page: Page) {
	return {
		query: either(page, '拉曼', 'Raman'),
		instrument: either(page, '共聚焦显微拉曼光谱仪', 'Confocal Raman microscope'),
		length: text(page, '30 分钟')
	};
}

test(
	'a founder signs up with a slot in mind, registers a startup and books for it',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const stranger = aStranger();
		await page.goto('/');
		await findInstrument(page, raman(page).query, raman(page).instrument);
		await openWeek(page);
		const wished = await chooseSlot(page, raman(page).length);
		await page
			.getByRole('main')
			.getByRole('link', { name: text(page, '注册') })
			.click();
		await page.getByLabel(text(page, '姓名')).fill(stranger.name);
		await page.getByLabel(text(page, '邮箱')).fill(stranger.email);
		await page.getByLabel(text(page, '密码')).fill(stranger.password);
		await page.getByRole('button', { name: text(page, '注册') }).click();
		await expect(page.getByRole('main')).toContainText(stranger.email);
		await followMail(page, stranger.email);
		await expect(notice(page)).toHaveText(text(page, '邮箱已确认，您已登录'));
		await expect(page.getByRole('region', { name: text(page, '第二步：确认预约') })).toContainText(
			wished.period
		);

		await page.getByRole('link', { name: text(page, '去登记单位') }).click();
		await page.getByLabel(text(page, '单位名称')).fill('新芽材料（测试）');
		await page.getByLabel(text(page, '所在城市')).fill('沈阳');
		await page.getByRole('button', { name: said(page, 'organisation_register') }).click();
		await expect(notice(page)).toContainText(text(page, '已登记：新芽材料（测试）'));
		await expect(page.getByRole('region', { name: text(page, '所属单位与角色') })).toContainText(
			text(page, '待核实')
		);

		const slot = await bookInstrument(page, raman(page));
		await expect(page.getByRole('region', { name: text(page, '预约信息') })).toContainText(
			slot.period
		);
		await expect(page.getByRole('region', { name: text(page, '预约信息') })).toContainText(
			'新芽材料（测试）'
		);
	}
);

test('who forgot the password sets a new one by mail', { tag: '@otherwise' }, async ({ page }) => {
	const stranger = aStranger();
	await page.goto('/en/sign-up');
	await page.getByLabel('Name').fill(stranger.name);
	await page.getByLabel('E-mail').fill(stranger.email);
	await page.getByLabel('Password').fill(stranger.password);
	await page.getByRole('button', { name: 'Sign up' }).click();
	await expect(page.getByRole('main')).toContainText(stranger.email);
	await followMail(page, stranger.email);
	await signOut(page);
	await expect(notice(page)).toHaveText('You have signed out');

	await page.getByRole('link', { name: 'Sign in' }).click();
	await page.getByRole('link', { name: 'Forgot your password?' }).click();
	// The page one comes from has a field of that name as well.
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Recover your password');
	await page.getByLabel('E-mail').fill(stranger.email);
	await page.getByRole('button', { name: 'Send the link' }).click();
	await expect(notice(page)).toContainText('Mail sent');
	await followMail(page, stranger.email);
	await page.getByLabel('New password').fill('another sentence to keep');
	await page.getByRole('button', { name: 'Save the new password' }).click();
	await expect(notice(page)).toContainText('Password changed');

	await signOut(page);
	await page.getByRole('link', { name: 'Sign in' }).click();
	await fillSignIn(page, stranger);
	await expect(page.getByRole('alert')).toContainText('E-mail or password is wrong');
	await fillSignIn(page, { ...stranger, password: 'another sentence to keep' });
	await expect(page.getByRole('banner')).toContainText(stranger.name);
});

test(
	'a wrong password is said plainly, and the address that was typed stays',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const stranger = aStranger();
		await page.goto('/sign-in');

		await fillSignIn(page, stranger);

		await expect(page.getByRole('alert')).toContainText(text(page, '邮箱或密码不对'));
		await expect(page.getByLabel(text(page, '邮箱'))).toHaveValue(stranger.email);
		await expect(page.getByLabel(text(page, '密码'))).toHaveValue('');
	}
);

test(
	'pages of one’s own ask a visitor to sign in, and lead there afterwards',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await page.goto('/en/bookings?tab=past');

		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
		await fillSignIn(page, { email: 'founder@demo.test', password: 'yixiang-demo' });

		await expect(page).toHaveURL(/\/en\/bookings\?tab=past$/);
		await expect(
			page
				.getByRole('main')
				.getByRole('link', { name: /\d\d:\d\d–\d\d:\d\d/ })
				.first()
		).toBeVisible();
	}
);
