/** A lab takes along what it owns: the page says how much that is, and the archive has it. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, lab } from '../support/journeys/account.ts';
import { expect, test } from '../support/journeys/test.ts';
import { readZip } from '../support/read-zip.ts';

const PATH = `/lab/platforms/${demoId('platform/materials')}/export`;

/** Parts of the demo that no other journey changes. */
const STILL = ['平台类别（认定）', '科学数据', '科技文献', '技术服务'];

type Manifest = { files: { name: string; title?: { zh: string }; rows?: number }[] };

async function downloadBy(page: Page, name: string): Promise<{ name: string; content: Buffer }> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name, exact: true }).click()
	]);
	return {
		name: download.suggestedFilename(),
		content: await readFile(await download.path())
	};
}

async function rowsOnPage(page: Page, part: string): Promise<number> {
	const row = page
		.getByRole('row')
		.filter({ has: page.getByRole('rowheader', { name: part, exact: true }) });
	return Number((await row.getByRole('cell').first().innerText()).replaceAll(',', ''));
}

test('a manager downloads everything, and it is as much as the page says', async ({ page }) => {
	await enterAs(page, lab);
	await page.goto('/lab');
	await page.getByRole('link', { name: '导出数据' }).click();
	await expect(page.getByRole('heading', { level: 1, name: '导出数据' })).toBeVisible();
	const said = await Promise.all(STILL.map((part) => rowsOnPage(page, part)));

	const { name, content } = await downloadBy(page, '下载全部（ZIP）');

	expect(name).toMatch(/^仪享导出-先进功能材料重点实验室-\d{4}-\d{2}-\d{2}\.zip$/);
	const files = readZip(content);
	expect(String(files.get('README.txt'))).toContain('先进功能材料重点实验室：从仪享导出的数据');
	const manifest = JSON.parse(String(files.get('manifest.json'))) as Manifest;
	const rowsOf = new Map(manifest.files.map(({ title, rows }) => [title?.zh, rows]));
	expect(STILL.map((part) => rowsOf.get(part))).toEqual(said);
	expect(Math.min(...said)).toBeGreaterThan(0);

	// The page has followed it to its end, and says so when one comes back.
	await expect(page.getByText('最近一次导出于')).toBeVisible();
	await page.reload();
	await expect(page.getByText('最近一次导出于')).toBeVisible();
});

test('an English reader gets a README in English', async ({ page }) => {
	await enterAs(page, lab);
	await page.goto(`/en${PATH}`);

	const { name, content } = await downloadBy(page, 'Download everything (ZIP)');

	expect(name).toMatch(/^yixiang-export-Key Laboratory of Advanced Functional Materials-.+\.zip$/);
	expect(String(readZip(content).get('README.txt'))).toContain('data exported from Yixiang');
});

test('a technician does not export', async ({ page }) => {
	await enterAs(page, demoAccount('technician'));

	expect((await page.goto(PATH))?.status()).toBe(403);
	await page.goto('/lab');
	await expect(page.getByRole('link', { name: '导出数据' })).toHaveCount(0);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('one part alone is a plain link', async ({ page }) => {
		await enterAs(page, lab);
		await page.goto(PATH);

		const { name, content } = await downloadBy(page, 'instruments.csv');

		expect(name).toMatch(/-instruments\.csv$/);
		expect(String(content)).toContain('场发射扫描电子显微镜');
	});
});
