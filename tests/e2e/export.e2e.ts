/** A lab takes along what it owns: the page says how much that is, and the archive has it. */
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, lab } from '../support/journeys/account.ts';
import { expect, test } from '../support/journeys/test.ts';
import { goInLab, openWay } from '../support/journeys/way.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';
import { readZip } from '../support/read-zip.ts';

const PATH = `/lab/platforms/${demoId('platform/materials')}/export`;

/** Parts of the demo that no other journey changes. */
const STILL = ['designations', 'datasets', 'literature', 'services'];

type Manifest = { files: { name: string; rows?: number }[] };

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
		.filter({ has: page.getByRole('link', { name: `${part}.csv`, exact: true }) });
	return Number((await row.getByRole('cell').first().innerText()).replaceAll(',', ''));
}

test(
	'a manager downloads everything, and it is as much as the page says',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, lab);
		await page.goto('/lab');
		await goInLab(page, text(page, '导出数据'));
		await expect(
			page.getByRole('heading', { level: 1, name: text(page, '导出数据') })
		).toBeVisible();
		const shown = await Promise.all(STILL.map((part) => rowsOnPage(page, part)));

		const { name, content } = await downloadBy(page, text(page, '下载全部（ZIP）'));

		const platform = either(
			page,
			'先进功能材料重点实验室',
			'Key Laboratory of Advanced Functional Materials'
		);
		expect(name).toMatch(/-\d{4}-\d{2}-\d{2}\.zip$/);
		expect(name).toMatch(saying(page, 'export_file_name', { platform }));
		const files = readZip(content);
		expect(String(files.get('README.txt'))).toContain(
			said(page, 'export_readme_title', { platform })
		);
		const manifest = JSON.parse(String(files.get('manifest.json'))) as Manifest;
		const rowsOf = new Map(manifest.files.map((file) => [file.name, file.rows]));
		expect(STILL.map((part) => rowsOf.get(`${part}.csv`))).toEqual(shown);
		expect(Math.min(...shown)).toBeGreaterThan(0);

		// The page has followed it to its end, and says so when one comes back.
		await expect(page.getByText(saying(page, 'export_finished'))).toBeVisible();
		await page.reload();
		await expect(page.getByText(saying(page, 'export_finished'))).toBeVisible();
	}
);

// It is in English by itself.
test('an English reader gets a README in English', { tag: '@otherwise' }, async ({ page }) => {
	await enterAs(page, lab);
	await page.goto(`/en${PATH}`);

	const { name, content } = await downloadBy(page, 'Download everything (ZIP)');

	expect(name).toMatch(/^yixiang-export-Key Laboratory of Advanced Functional Materials-.+\.zip$/);
	expect(String(readZip(content).get('README.txt'))).toContain('data exported from Yixiang');
});

test('a technician does not export', { tag: '@otherwise' }, async ({ page }) => {
	await enterAs(page, demoAccount('technician'));

	expect((await page.goto(PATH))?.status()).toBe(403);
	await page.goto('/lab');
	const way = await openWay(page, 'lab_nav');
	await expect(way.getByRole('link', { name: text(page, '导出数据') })).toHaveCount(0);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('one part alone is a plain link', { tag: '@otherwise' }, async ({ page }) => {
		await enterAs(page, lab);
		await page.goto(PATH);

		const { name, content } = await downloadBy(page, 'instruments.csv');

		expect(name).toMatch(/-instruments\.csv$/);
		expect(String(content)).toContain('场发射扫描电子显微镜');
	});
});
