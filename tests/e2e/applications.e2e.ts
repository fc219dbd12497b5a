/** Data on application, and copies of literature: from the page of the resource to its last word. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, startup } from '../support/journeys/account.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

function region(page: Page, name: string) {
	return page.getByRole('region', { name, exact: true });
}

/** Opens an application of the lab's inbox by what was asked for and by whom. */
async function openFromInbox(page: Page, platform: string, organisation: string) {
	await page.goto(`/lab/platforms/${demoId(`platform/${platform}`)}/applications`);
	await page
		.getByRole('listitem')
		.filter({ hasText: organisation })
		.getByRole('link')
		.first()
		.click();
}

async function askForCopy(page: Page, work: string) {
	await page.goto(`/literature/${demoId(`literature/${work}`)}`);
	await page.getByRole('link', { name: '申请原文传递' }).click();
	await page.getByLabel('统计类别').selectOption('135');
	await page.getByLabel(/复制件只供我本人/).check();
	await page.getByRole('button', { name: '提交申请' }).click();
	await expect(notice(page)).toContainText('申请已提交');
}

test('a startup applies for data, is asked for more, downloads and reports', async ({
	page,
	newVisitor
}) => {
	const use = `标定扑翼模型 ${randomUUID().slice(0, 8)}`;
	await enterAs(page, startup);
	await page.goto(`/datasets/${demoId('dataset/flapping-wing')}`);
	await page.getByRole('link', { name: '申请使用数据' }).click();
	await page.getByLabel('统计类别').selectOption('136');
	await page.getByLabel('用途说明').fill('模型');
	await page.getByRole('button', { name: '存为草稿' }).click();
	await expect(notice(page)).toContainText('草稿已保存');
	const draft = region(page, '完善草稿');
	await draft.getByRole('button', { name: '提交申请' }).click();
	await expect(page.getByRole('alert')).toContainText('请先阅读并接受许可');
	await draft.getByLabel('用途说明').fill(use);
	await draft.getByLabel(/我已阅读并接受数据许可/).check();
	await draft.getByRole('button', { name: '提交申请' }).click();
	await expect(notice(page)).toContainText('申请已提交');
	await expect(page.getByText(/平台最晚 .+ 答复/)).toBeVisible();

	const manager = await newVisitor();
	await enterAs(manager, demoAccount('guan.xiangyu'));
	await manager.goto('/');
	await openFromInbox(manager, 'flight', '澄隙');
	await expect(manager.getByText(use).first()).toBeVisible();
	const decide = region(manager, '审核');
	await decide.getByText('请申请人补充材料').click();
	await decide.getByLabel('需要补充什么').fill('成果是否公开？');
	await decide.getByRole('button', { name: '发给申请人' }).click();
	await expect(notice(manager)).toContainText('已请申请人补充');

	await page.reload();
	await expect(page.getByText('成果是否公开？').first()).toBeVisible();
	const answer = region(page, '补充材料');
	await answer.getByLabel('用途说明').fill(`${use}，只公开模型参数`);
	await answer.getByLabel(/我已阅读并接受数据许可/).check();
	await answer.getByRole('button', { name: '提交申请' }).click();
	await expect(notice(page)).toContainText('申请已提交');

	await manager.reload();
	await decide.getByLabel('下载次数').fill('1');
	await decide.getByRole('button', { name: '批准', exact: true }).click();
	await expect(notice(manager)).toContainText('已批准');
	const give = region(manager, '提供');
	await give.getByLabel('文件').setInputFiles({
		name: 'forces.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from('angle,lift\n5,0.2\n')
	});
	await give.getByRole('button', { name: '上传' }).click();
	await expect(notice(manager)).toContainText('forces.csv');

	await page.reload();
	const data = region(page, '数据下载');
	await data.getByRole('button', { name: '获取' }).click();
	await expect(data.getByText('已登记一次下载')).toBeVisible();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		data.getByRole('link', { name: '保存 forces.csv' }).click()
	]);
	expect(download.suggestedFilename()).toBe('forces.csv');
	await expect(page.getByText('已用 1 次，共 1 次')).toBeVisible();
	await expect(data.getByRole('button', { name: '获取' })).toHaveCount(0);

	const report = region(page, '使用报告');
	await report.getByLabel('用数据做了什么').fill('标定完成，论文致谢中注明来源');
	await report.getByRole('button', { name: '提交报告并办结' }).click();
	await expect(notice(page)).toContainText('申请办结');
	await page.getByRole('link', { name: '查看台账记录' }).click();
	await expect(page.getByRole('main')).toContainText('微型扑翼低雷诺数风洞测力数据');
});

test('a copy is asked for, delivered to who asked, and confirmed', async ({ page, newVisitor }) => {
	await enterAs(page, startup);
	await page.goto('/');
	await askForCopy(page, 'saponin-apoptosis');

	const manager = await newVisitor();
	await enterAs(manager, demoAccount('ning.jingshu'));
	await manager.goto('/');
	await openFromInbox(manager, 'clinical', '澄隙');
	const accept = region(manager, '受理');
	await accept.getByLabel('预计页数').fill('9');
	await accept.getByRole('button', { name: '受理' }).click();
	await expect(notice(manager)).toContainText('已受理');
	const give = region(manager, '提供');
	await give.getByLabel('文件').setInputFiles({
		name: 'saponin.pdf',
		mimeType: 'application/pdf',
		buffer: Buffer.from('%PDF-1.7\n')
	});
	await give.getByRole('button', { name: '上传' }).click();
	await expect(notice(manager)).toContainText('saponin.pdf');
	const fulfil = region(manager, '送达');
	await fulfil.getByLabel('实际页数').fill('8');
	await fulfil.getByRole('button', { name: '送达并记账' }).click();
	await expect(notice(manager)).toContainText('已送达');

	await page.reload();
	await expect(page.getByText('¥2.40（8 页）')).toBeVisible();
	const copy = region(page, '原文');
	await copy.getByRole('button', { name: '获取' }).click();
	await expect(copy.getByRole('link', { name: /保存 [0-9A-F]{8}_saponin\.pdf/ })).toBeVisible();
	const confirm = region(page, '确认收到');
	await confirm.getByLabel('评价').selectOption('5');
	await confirm.getByRole('button', { name: '确认收到' }).click();
	await expect(notice(page)).toContainText('已记下');
	await expect(page.getByText('5 分（满分 5 分）')).toBeVisible();
});

test('a copy that cannot be had is answered with a reason and costs nothing', async ({
	page,
	newVisitor
}) => {
	await enterAs(page, startup);
	await page.goto('/');
	await askForCopy(page, 'micro-arc-magnesium');

	const manager = await newVisitor();
	await enterAs(manager, demoAccount('qu.an'));
	await manager.goto('/');
	await openFromInbox(manager, 'corrosion', '澄隙');
	await manager.getByText('无法提供', { exact: true }).click();
	await manager.getByLabel('原因类别').selectOption('damaged');
	await manager.getByLabel('对申请人的说明').fill('合订本送去装订，月底归还');
	await manager.getByRole('button', { name: '答复无法提供' }).click();
	await expect(notice(manager)).toContainText('已答复申请人');

	await page.reload();
	await expect(page.getByText('平台没能提供，不收费')).toBeVisible();
	await expect(page.getByText('合订本送去装订，月底归还').first()).toBeVisible();
	await page.goto('/applications?tab=ended');
	await expect(
		page.getByRole('listitem').filter({ hasText: '微弧氧化镁合金' }).first()
	).toContainText('未能提供');
});

test('a dataset for those who sign in is there after one click on its licence', async ({
	page
}) => {
	await enterAs(page, demoAccount('makerspace'));
	await page.goto(`/datasets/${demoId('dataset/hydrophone-calibration')}`);
	await page.getByRole('button', { name: '接受许可，获取数据' }).waitFor();
	await page.getByLabel(/我已阅读并接受数据许可/).check();
	await page.getByRole('button', { name: '接受许可，获取数据' }).click();
	await expect(notice(page)).toContainText('已接受许可');
	await expect(page.getByRole('button', { name: '接受许可，获取数据' })).toHaveCount(0);
	await expect(
		page.getByRole('main').getByRole('link', { name: '前往数据发布页面' })
	).toBeVisible();
});
