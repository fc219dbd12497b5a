/** Data on application, and copies of literature: from the page of the resource to its last word. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, startup } from '../support/journeys/account.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { arrange } from '../support/journeys/use.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

function region(page: Page, name: string) {
	return page.getByRole('region', { name: text(page, name), exact: true });
}

/** Opens the application of the story's startup in the inbox of a lab. */
async function openFromInbox(page: Page, platform: string) {
	await page.goto(`/lab/platforms/${demoId(`platform/${platform}`)}/applications`);
	await page
		.getByRole('listitem')
		.filter({ hasText: either(page, '澄隙', 'Chengxi') })
		.getByRole('link')
		.first()
		.click();
}

async function askForCopy(page: Page, work: string) {
	await page.goto(`/literature/${demoId(`literature/${work}`)}`);
	await page.getByRole('link', { name: text(page, '申请原文传递') }).click();
	await page.getByLabel(text(page, '统计类别')).selectOption('135');
	await page.getByLabel(said(page, 'application_copy_rule')).check();
	await page.getByRole('button', { name: text(page, '提交申请') }).click();
	await expect(notice(page)).toContainText(text(page, '申请已提交，平台会收到通知。'));
}

test(
	'a startup applies for data, is asked for more, downloads and reports',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const use = `标定扑翼模型 ${randomUUID().slice(0, 8)}`;
		await enterAs(page, startup);
		await page.goto(`/datasets/${demoId('dataset/flapping-wing')}`);
		await page.getByRole('link', { name: said(page, 'application_apply') }).click();
		await page.getByLabel(text(page, '统计类别')).selectOption('136');
		await page.getByLabel(text(page, '用途说明')).fill('模型');
		await page.getByRole('button', { name: text(page, '存为草稿') }).click();
		await expect(notice(page)).toContainText(text(page, '草稿已保存。'));
		const draft = region(page, '完善草稿');
		await draft.getByRole('button', { name: text(page, '提交申请') }).click();
		await expect(page.getByRole('alert')).toContainText(text(page, '请先阅读并接受许可'));
		await draft.getByLabel(text(page, '用途说明')).fill(use);
		await draft.getByLabel(said(page, 'application_licence_agree')).check();
		await draft.getByRole('button', { name: text(page, '提交申请') }).click();
		await expect(notice(page)).toContainText(text(page, '申请已提交，平台会收到通知。'));
		await expect(page.getByText(saying(page, 'application_answer_by'))).toBeVisible();

		const manager = await newVisitor();
		await enterAs(manager, demoAccount('guan.xiangyu'));
		await manager.goto('/');
		await openFromInbox(manager, 'flight');
		await expect(manager.getByText(use).first()).toBeVisible();
		const decide = region(manager, '审核');
		await decide.getByText(text(manager, '请申请人补充材料')).click();
		await decide.getByLabel(text(manager, '需要补充什么')).fill('成果是否公开？');
		await decide.getByRole('button', { name: text(manager, '发给申请人') }).click();
		await expect(notice(manager)).toContainText(said(manager, 'application_ask_done'));

		await page.reload();
		await expect(page.getByText('成果是否公开？').first()).toBeVisible();
		const answer = region(page, '补充材料');
		await answer.getByLabel(text(page, '用途说明')).fill(`${use}，只公开模型参数`);
		await answer.getByLabel(said(page, 'application_licence_agree')).check();
		await answer.getByRole('button', { name: text(page, '提交申请') }).click();
		await expect(notice(page)).toContainText(text(page, '申请已提交，平台会收到通知。'));

		await manager.reload();
		await decide.getByLabel(text(manager, '下载次数')).fill('1');
		await decide.getByRole('button', { name: text(manager, '批准'), exact: true }).click();
		await expect(notice(manager)).toContainText(said(manager, 'application_approve_done'));
		const give = region(manager, '提供');
		await give.getByLabel(said(manager, 'application_give_file')).setInputFiles({
			name: 'forces.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from('angle,lift\n5,0.2\n')
		});
		await give.getByRole('button', { name: text(manager, '上传') }).click();
		await expect(notice(manager)).toContainText('forces.csv');

		await page.reload();
		const data = region(page, '数据下载');
		await data.getByRole('button', { name: text(page, '获取') }).click();
		await expect(data.getByText(text(page, '已登记一次下载'))).toBeVisible();
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			data.getByRole('link', { name: text(page, '保存 forces.csv') }).click()
		]);
		expect(download.suggestedFilename()).toBe('forces.csv');
		await expect(page.getByText(text(page, '已用 1 次，共 1 次'))).toBeVisible();
		await expect(data.getByRole('button', { name: text(page, '获取') })).toHaveCount(0);

		const report = region(page, '使用报告');
		await report.getByLabel(text(page, '用数据做了什么')).fill('标定完成，论文致谢中注明来源');
		await report.getByRole('button', { name: text(page, '提交报告并办结') }).click();
		await expect(notice(page)).toContainText(said(page, 'application_report_done'));
		await page.getByRole('link', { name: text(page, '查看台账记录') }).click();
		await expect(page.getByRole('main')).toContainText(
			either(
				page,
				'微型扑翼低雷诺数风洞测力数据',
				'Wind-tunnel forces on flapping wings at low Reynolds number'
			)
		);
	}
);

test(
	'a copy is asked for, delivered to who asked, and confirmed',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		await page.goto('/');
		await askForCopy(page, 'saponin-apoptosis');

		const manager = await newVisitor();
		await enterAs(manager, demoAccount('ning.jingshu'));
		await manager.goto('/');
		await openFromInbox(manager, 'clinical');
		const accept = region(manager, '受理');
		await accept.getByLabel(text(manager, '预计页数')).fill('9');
		await accept.getByRole('button', { name: text(manager, '受理') }).click();
		await expect(notice(manager)).toContainText(said(manager, 'application_accept_done'));
		const give = region(manager, '提供');
		await give.getByLabel(said(manager, 'application_give_file')).setInputFiles({
			name: 'saponin.pdf',
			mimeType: 'application/pdf',
			buffer: Buffer.from('%PDF-1.7\n')
		});
		await give.getByRole('button', { name: text(manager, '上传') }).click();
		await expect(notice(manager)).toContainText('saponin.pdf');
		const fulfil = region(manager, '送达');
		await fulfil.getByLabel(text(manager, '实际页数')).fill('8');
		await fulfil.getByRole('button', { name: text(manager, '送达并记账') }).click();
		await expect(notice(manager)).toContainText(said(manager, 'application_fulfil_done'));

		await page.reload();
		await expect(page.getByText(text(page, '¥2.40（8 页）'))).toBeVisible();
		const copy = region(page, '原文');
		await copy.getByRole('button', { name: text(page, '获取') }).click();
		await expect(copy.getByRole('link', { name: /[0-9A-F]{8}_saponin\.pdf/ })).toBeVisible();
		const confirm = region(page, '确认收到');
		await confirm.getByLabel(said(page, 'application_rating')).selectOption('5');
		await confirm.getByRole('button', { name: text(page, '确认收到') }).click();
		await expect(notice(page)).toContainText(said(page, 'application_confirm_done'));
		await expect(page.getByText(text(page, '5 分（满分 5 分）'))).toBeVisible();
	}
);

test(
	'a copy that cannot be had is answered with a reason and costs nothing',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		await page.goto('/');
		await askForCopy(page, 'micro-arc-magnesium');

		const manager = await newVisitor();
		await enterAs(manager, demoAccount('qu.an'));
		await manager.goto('/');
		await openFromInbox(manager, 'corrosion');
		await manager.getByText(text(manager, '无法提供'), { exact: true }).click();
		await manager.getByLabel(text(manager, '原因类别')).selectOption('damaged');
		await manager.getByLabel(text(manager, '对申请人的说明')).fill('合订本送去装订，月底归还');
		await manager.getByRole('button', { name: text(manager, '答复无法提供') }).click();
		await expect(notice(manager)).toContainText(said(manager, 'application_refuse_done'));

		await page.reload();
		await expect(page.getByText(text(page, '平台没能提供，不收费'))).toBeVisible();
		await expect(page.getByText('合订本送去装订，月底归还').first()).toBeVisible();
		await page.goto('/applications?tab=ended');
		await expect(
			page
				.getByRole('listitem')
				.filter({ hasText: either(page, '微弧氧化镁合金', 'micro-arc oxidised magnesium') })
				.first()
		).toContainText(text(page, '未能提供'));
	}
);

test(
	'a dataset for those who sign in is there after one click on its licence',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await forgetLicences();
		await enterAs(page, demoAccount('makerspace'));
		await page.goto(`/datasets/${demoId('dataset/hydrophone-calibration')}`);
		await page.getByRole('button', { name: text(page, '接受许可，获取数据') }).waitFor();
		await page.getByLabel(said(page, 'application_licence_agree')).check();
		await page.getByRole('button', { name: text(page, '接受许可，获取数据') }).click();
		await expect(notice(page)).toContainText(said(page, 'application_licence_done'));
		await expect(page.getByRole('button', { name: text(page, '接受许可，获取数据') })).toHaveCount(
			0
		);
		await expect(
			page.getByRole('main').getByRole('link', { name: text(page, '前往数据发布页面') })
		).toBeVisible();
	}
);

/** As if the makerspace had accepted no licence, however often the journey has been made. */
async function forgetLicences(): Promise<void> {
	await arrange((db) =>
		db.query('delete from public.licence_acceptances where person_id = $1', [
			demoId('person/makerspace')
		])
	);
}
