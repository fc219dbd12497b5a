/** How people come into organisations, platforms and makerspaces, and out of them. */
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import {
	aStranger,
	demoAccount,
	enterAs,
	followMail,
	lab,
	signOut
} from '../support/journeys/account.ts';
import { invitationPath } from '../support/journeys/invitation.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

const founder = demoAccount('founder');
const makerspace = demoAccount('makerspace');

async function signUpFrom(page: Page, stranger: ReturnType<typeof aStranger>): Promise<void> {
	await page
		.getByRole('main')
		.getByRole('link', { name: text(page, '注册') })
		.click();
	await expect(page.getByLabel(text(page, '邮箱'))).toHaveValue(stranger.email);
	await page.getByLabel(text(page, '姓名')).fill(stranger.name);
	await page.getByLabel(text(page, '密码')).fill(stranger.password);
	await page.getByRole('button', { name: text(page, '注册') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(text(page, '确认邮箱'));
	await followMail(page, stranger.email);
}

function region(page: Page, name: string) {
	return page.getByRole('region', { name: text(page, name), exact: true });
}

test(
	'an owner invites somebody who has no account yet, and removes them again',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const stranger = aStranger();
		await enterAs(page, founder);
		await page.goto('/profile');
		await region(page, '所属单位与角色')
			.getByRole('link', { name: said(page, 'members_title') })
			.click();
		await page.getByLabel(text(page, '邮箱')).fill(stranger.email);
		await page
			.getByLabel(text(page, '角色'), { exact: true })
			.selectOption(said(page, 'role_member'));
		await page.getByRole('button', { name: text(page, '发送邀请') }).click();
		await expect(notice(page)).toContainText(text(page, `已邀请 ${stranger.email}`));
		await expect(region(page, '等待接受的邀请')).toContainText(stranger.email);

		const guest = await newVisitor();
		await guest.goto(await invitationPath(stranger.email));
		await expect(guest.getByRole('heading', { level: 1 })).toHaveText(
			saying(guest, 'invitation_title', {
				organisation: either(guest, '沈阳澄隙膜材料有限公司', 'Chengxi Membranes')
			})
		);
		await signUpFrom(guest, stranger);
		await guest.getByRole('button', { name: text(guest, '接受邀请') }).click();
		await expect(notice(guest)).toHaveText(text(guest, '已加入。'));
		await expect(region(guest, '所属单位与角色')).toContainText(either(guest, '澄隙', 'Chengxi'));

		await page.reload();
		const members = region(page, '现有成员').getByRole('listitem');
		const row = members.filter({ hasText: stranger.name }).last();
		await expect(region(page, '等待接受的邀请')).not.toContainText(stranger.email);
		const name = stranger.name;
		await row.getByText(text(page, `移出 ${name}…`)).click();
		await row.getByRole('button', { name: text(page, `移出 ${name}`) }).click();
		await expect(notice(page)).toHaveText(text(page, '已移出。'));
		await guest.goto('/profile');
		await expect(region(guest, '所属单位与角色')).toContainText(text(guest, '您还不属于任何单位'));
	}
);

test(
	'an invitation is of no use to whoever it is not for',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const stranger = aStranger();
		await enterAs(page, lab);
		await page.goto(`/lab/platforms/${demoId('platform/materials')}/members`);
		await page.getByLabel(text(page, '邮箱')).fill(stranger.email);
		await page.getByRole('button', { name: text(page, '发送邀请') }).click();
		await expect(notice(page)).toContainText(
			said(page, 'invitation_sent', { email: stranger.email })
		);
		const path = await invitationPath(stranger.email);

		const other = await newVisitor();
		await enterAs(other, founder);
		await other.goto(path);
		await expect(other.getByRole('main')).toContainText(
			said(other, 'invitation_other_text', { email: stranger.email })
		);
		await expect(other.getByRole('button', { name: text(other, '接受邀请') })).toHaveCount(0);

		await page
			.getByRole('button', { name: `${said(page, 'invitation_withdraw')} ${stranger.email}` })
			.click();
		await expect(notice(page)).toHaveText(text(page, `已撤回发给 ${stranger.email} 的邀请。`));
		await other.reload();
		await expect(other.getByRole('main')).toContainText(text(other, '这份邀请已经撤回。'));
	}
);

test(
	'a makerspace takes in the startup of somebody who registers it on the way',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const stranger = aStranger();
		await enterAs(page, makerspace);
		await page.goto('/profile');
		await page.getByRole('link', { name: text(page, '入驻企业') }).click();
		await page.getByLabel(text(page, '企业负责人的邮箱')).fill(stranger.email);
		await page.getByRole('button', { name: text(page, '发送邀请') }).click();
		await expect(notice(page)).toContainText(
			said(page, 'invitation_sent', { email: stranger.email })
		);

		const guest = await newVisitor();
		const path = await invitationPath(stranger.email);
		await guest.goto(path);
		await signUpFrom(guest, stranger);
		await guest.getByRole('link', { name: text(guest, '登记单位') }).click();
		const startup = `新苗科技（测试 ${stranger.email.slice(9, 17)}）`;
		await guest.getByLabel(text(guest, '单位名称')).fill(startup);
		await guest.getByRole('button', { name: said(guest, 'organisation_register') }).click();
		// What is pressed while the page is read again is lost.
		await expect(region(guest, '所属单位与角色')).toContainText(startup);
		await region(guest, '发给您的邀请').getByRole('link').click();
		await guest.getByRole('button', { name: text(guest, '接受邀请') }).click();
		await expect(notice(guest)).toHaveText(text(guest, '已入驻。'));

		await page.reload();
		const row = region(page, '入驻企业与团队').getByRole('listitem').filter({ hasText: startup });
		await expect(row).toContainText(text(page, '入驻中'));
		await row.getByText(text(page, '结束入驻…')).click();
		await row.getByRole('button', { name: text(page, '确认结束入驻') }).click();
		await expect(notice(page)).toHaveText(text(page, '入驻已结束。'));
	}
);

test('the only manager of a platform cannot leave it', { tag: '@otherwise' }, async ({ page }) => {
	const own = region(page, '所属单位与角色');
	await enterAs(page, lab);
	await page.goto('/profile');

	await own.getByText(text(page, '退出…')).click();
	await own.getByRole('button', { name: text(page, '确认退出') }).click();

	await expect(own.getByRole('alert')).toContainText(said(page, 'last_manager'));
});

test(
	'a technician is kept out of the members of the platform',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('technician'));

		const response = await page.goto(`/lab/platforms/${demoId('platform/materials')}/members`);

		expect(response?.status()).toBe(403);
	}
);

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('an owner invites, and hands on the ownership', { tag: '@otherwise' }, async ({ page }) => {
		const stranger = aStranger();
		await enterAs(page, founder);
		await page.goto(`/organisations/${demoId('organisation/chengxi')}/members`);
		await page.getByLabel(text(page, '邮箱')).fill(stranger.email);
		await page.getByRole('button', { name: text(page, '发送邀请') }).click();
		await expect(page.getByRole('main')).toContainText(text(page, `已邀请 ${stranger.email}`));

		const row = page.getByRole('listitem').filter({ hasText: '林知夏' });
		await row.getByLabel(text(page, '林知夏 的角色')).selectOption(text(page, '负责人'));
		await row.getByRole('button', { name: text(page, '更改角色') }).click();
		await expect(notice(page)).toHaveText(
			said(page, 'member_role_changed', { role: said(page, 'role_owner') })
		);
		await row.getByLabel(text(page, '林知夏 的角色')).selectOption(said(page, 'role_member'));
		await row.getByRole('button', { name: text(page, '更改角色') }).click();
		await expect(notice(page)).toHaveText(
			said(page, 'member_role_changed', { role: said(page, 'role_member') })
		);
		await signOut(page);
	});
});
