/** A lab brings its register: looked at first, then taken, and the second time nothing changes. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, lab } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, test } from '../support/journeys/test.ts';
import { arrange } from '../support/journeys/use.ts';

const PATH = `/lab/platforms/${demoId('platform/materials')}/import`;

async function preview(page: Page, csv: string): Promise<void> {
	await page.getByLabel('文件', { exact: true }).setInputFiles({
		name: '仪器.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(csv)
	});
	await page.getByRole('button', { name: '预览', exact: true }).click();
	await expect(page.getByRole('heading', { name: '预览：仪器.csv' })).toBeVisible();
}

function fact(page: Page, term: string) {
	return page.locator(`dt:text-is("${term}") + dd`);
}

async function countOf(key: string): Promise<number> {
	const row = await arrange((db) =>
		db.one<{ count: number }>(
			'select count(*)::integer as count from public.instruments where source_key = $1',
			[key]
		)
	);
	return row.count;
}

test('a manager previews a file, imports it, and again without a change', async ({ page }) => {
	const key = `IMP-${randomUUID().slice(0, 8)}`;
	const csv = `仪器编号,仪器名称,规格型号\n${key},导入的显微镜,X1\n,没有编号的仪器,X2\n`;
	await enterAs(page, lab);
	await page.goto('/lab');
	await page.getByRole('link', { name: '导入目录' }).click();

	await preview(page, csv);
	await expect(fact(page, '新增')).toHaveText('1');
	await expect(fact(page, '拒绝')).toHaveText('1');
	await expect(page.getByRole('row').filter({ hasText: /^3/ })).toBeVisible();
	await expect(page.getByRole('row').filter({ hasText: '导入的显微镜' })).toContainText('新增');
	expect(await countOf(key)).toBe(0);
	expect(await findViolations(page)).toEqual([]);

	await page.getByRole('button', { name: '确认导入 1 条' }).click();
	await expect(page.getByText('已导入 1 条。')).toBeVisible();
	expect(await countOf(key)).toBe(1);
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: '下载拒绝报告（CSV）' }).click()
	]);
	expect(download.suggestedFilename()).toBe('拒绝报告-仪器.csv');

	await preview(page, csv);
	await expect(fact(page, '未变')).toHaveText('1');
	await expect(page.getByText('没有需要写入的内容。')).toBeVisible();

	await preview(page, csv.replace('X1', 'X3'));
	await expect(fact(page, '更新')).toHaveText('1');
	await expect(page.getByRole('row').filter({ hasText: '导入的显微镜' })).toContainText(
		/X1\s*→\s*X3/
	);
	expect(await findViolations(page)).toEqual([]);
});

test('a technician does not import', async ({ page }) => {
	await enterAs(page, demoAccount('technician'));

	expect((await page.goto(PATH))?.status()).toBe(403);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('a file that is none is refused in words', async ({ page }) => {
		await enterAs(page, lab);
		await page.goto(PATH);
		await page.getByLabel('文件', { exact: true }).setInputFiles({
			name: '别的.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from('甲,乙\n1,2\n')
		});

		await page.getByRole('button', { name: '预览', exact: true }).click();

		await expect(page.getByText(/缺少列/)).toBeVisible();
	});
});
