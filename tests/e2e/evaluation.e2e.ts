/** An evaluation from its draft to a published result, as an evaluator and a lab see it. */
import type { Page } from '@playwright/test';
import { connect } from '../support/connection.ts';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

const DAY = 24 * 3_600_000;

function daysAgo(days: number): string {
	return new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
}

async function step(page: Page, name: string, state: string) {
	await page.getByRole('button', { name, exact: true }).click();
	await expect(notice(page)).toContainText(state);
}

/** Working days of publicity do not pass in a test. */
async function endPublicity(code: string): Promise<void> {
	const database = await connect();
	await database.query(
		"update public.evaluation_cycles set publicity_until = now() - interval '1 hour' where code = $1",
		[code]
	);
	await database.end();
}

test('an evaluator opens an evaluation, a lab disputes a record, and the result is published', async ({
	page,
	browser
}) => {
	const code = `E2E-${Date.now()}`;
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation');
	await page.getByRole('link', { name: '评价轮次' }).click();
	await page.getByRole('link', { name: '新建评价' }).click();
	await page.getByLabel('代号').fill(code);
	await page.getByLabel('区间开始').fill(daysAgo(60));
	await page.getByLabel('区间结束').fill(daysAgo(10));
	await page.getByRole('combobox', { name: '参评平台' }).selectOption('');
	await page.getByRole('button', { name: '建立草稿' }).click();
	await expect(notice(page)).toContainText('草稿已建立');
	await step(page, '启动评价', '已启动');
	await step(page, '归集数据', '数据归集');
	await step(page, '开始自评', '单位自评');
	const cycle = page.url();

	const lab = await browser.newPage();
	await enterAs(lab, demoAccount('lab'));
	await lab.goto('/lab');
	await lab.getByRole('link', { name: '评价', exact: true }).last().click();
	await lab.getByRole('main').getByRole('link').filter({ hasText: '年度创新平台' }).first().click();
	await lab.getByRole('link', { name: /查看记录 服务众创空间/ }).click();
	await lab.getByText('对此记录提出异议').first().click();
	await lab.getByRole('combobox', { name: '要求' }).first().selectOption('leave_out');
	await lab.getByLabel('哪里不对').first().fill('当天停电，未提供服务');
	await lab.getByRole('button', { name: '提交异议' }).first().click();
	await expect(notice(lab)).toContainText('异议已提交');
	await expect(lab.getByText('异议待处理').first()).toBeVisible();
	await lab.close();

	await page.goto(cycle);
	await step(page, '结束自评，开始核查', '核查');
	await page.getByRole('button', { name: '完成核查，进入专家评分' }).click();
	await expect(page.getByRole('alert')).toContainText('1 项异议未处理');

	await expect(page.getByRole('row').filter({ hasText: '待处理' }).first()).toBeVisible();
	const database = await connect();
	const { rows } = await database.query<{ platform_id: string }>(
		`select disputes.platform_id from public.evaluation_disputes as disputes
		join public.evaluation_cycles as cycles on cycles.id = disputes.cycle_id where cycles.code = $1`,
		[code]
	);
	// What would be two hundred of the same clicks: all but the disputed platform's first record.
	await database.query(
		`update public.evaluation_samples as samples
		set finding = 'in_order', found_at = now()
		from public.evaluation_cycles as cycles
		where cycles.id = samples.cycle_id and cycles.code = $1
			and not (samples.platform_id = $2 and samples.position = 1)`,
		[code, rows[0]?.platform_id]
	);
	await database.end();
	await page.goto(`${cycle}/platforms/${rows[0]?.platform_id ?? ''}`);
	await page.getByRole('combobox', { name: '处理结果' }).selectOption('yes');
	await page.getByLabel('理由').fill('停电记录属实');
	await page.getByRole('button', { name: '确定' }).click();
	await expect(notice(page)).toContainText('异议已处理');
	await page.getByRole('button', { name: /^保存结论/ }).click();
	await expect(notice(page)).toContainText('结论已保存');

	await page.goto(cycle);
	await step(page, '完成核查，进入专家评分', '专家评分');
	await step(page, '形成初步结果', '初步结果');
	await step(page, '开始公示', '公示');
	await endPublicity(code);
	await step(page, '发布结果', '已发布');
	await expect(page.getByRole('main')).toContainText(/[0-9a-f]{64}/);
});
