/** Tokens for scripts and for instruments' agents: made, used and taken back. */
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { said, text } from '../support/journeys/words.ts';

async function makeToken(page: Page, name: string): Promise<string> {
	await page.getByLabel(said(page, 'token_name'), { exact: true }).fill(name);
	await page.getByRole('button', { name: text(page, '创建令牌') }).click();
	await expect(notice(page)).toContainText(text(page, `令牌“${name}”已创建`));
	return page.getByLabel(text(page, '令牌'), { exact: true }).inputValue();
}

function listen(page: Page, path: string, token: string) {
	return page.request.get(path, { headers: { authorization: `Bearer ${token}` } });
}

test(
	'a founder’s script reads with a token until it is revoked',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		await page.goto('/profile');
		await page.getByRole('link', { name: text(page, '管理访问令牌') }).click();
		// The page one comes from has a field of that name as well.
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(said(page, 'tokens_title'));
		const token = await makeToken(page, '实验室看板');

		expect((await listen(page, '/api/v1/bookings', token)).status()).toBe(200);

		const row = page.getByRole('listitem').filter({ hasText: '实验室看板' }).first();
		await row.getByText(text(page, '撤销…')).click();
		await row.getByRole('button', { name: text(page, '确认撤销') }).click();
		await expect(notice(page)).toHaveText(text(page, '已撤销令牌“实验室看板”。'));
		expect((await listen(page, '/api/v1/bookings', token)).status()).toBe(401);
		// What was shown once is shown no more.
		await page.reload();
		await expect(page.getByRole('main')).not.toContainText(token);
	}
);

test(
	'a lab gives its instrument a token that sees that instrument alone',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, lab);
		await page.goto(`/lab/instruments/${demoId('instrument/fe-sem')}/agents`);
		const token = await makeToken(page, '控制电脑');

		const answer = await listen(page, '/api/v1/bookings?limit=100', token);
		const { items } = (await answer.json()) as { items: { instrument_id: string }[] };
		expect(items.length).toBeGreaterThan(0);
		expect(new Set(items.map((item) => item.instrument_id))).toEqual(
			new Set([demoId('instrument/fe-sem')])
		);
	}
);

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test(
		'a token is made, and shown on the page that answers',
		{ tag: '@otherwise' },
		async ({ page }) => {
			await enterAs(page, startup);
			await page.goto('/profile/tokens');

			const token = await makeToken(page, '无脚本');

			expect(token).toMatch(/^yx_[\w-]{43}$/);
		}
	);
});
