/** A lab brings its register: looked at first, then taken, and the second time nothing changes. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, lab } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, test } from '../support/journeys/test.ts';
import { arrange } from '../support/journeys/use.ts';
import { goInLab } from '../support/journeys/way.ts';
import { either, said, text } from '../support/journeys/words.ts';

const PATH = `/lab/platforms/${demoId('platform/materials')}/import`;

async function preview(page: Page, csv: string): Promise<void> {
	await page.getByLabel(said(page, 'import_file'), { exact: true }).setInputFiles({
		name: '仪器.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(csv)
	});
	await page.getByRole('button', { name: text(page, '预览'), exact: true }).click();
	await expect(page.getByRole('heading', { name: text(page, '预览：仪器.csv') })).toBeVisible();
}

function fact(page: Page, term: string) {
	return page.locator(`dt:text-is("${text(page, term)}") + dd`);
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

test(
	'a manager previews a file, imports it, and again without a change',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const key = `IMP-${randomUUID().slice(0, 8)}`;
		const csv = `仪器编号,仪器名称,规格型号\n${key},导入的显微镜,X1\n,没有编号的仪器,X2\n`;
		await enterAs(page, lab);
		await page.goto('/lab');
		await goInLab(page, text(page, '导入目录'));

		await preview(page, csv);
		await expect(fact(page, '新增')).toHaveText('1');
		await expect(fact(page, '拒绝')).toHaveText('1');
		await expect(page.getByRole('row').filter({ hasText: /^3/ })).toBeVisible();
		await expect(page.getByRole('row').filter({ hasText: '导入的显微镜' })).toContainText(
			text(page, '新增')
		);
		expect(await countOf(key)).toBe(0);
		expect(await findViolations(page)).toEqual([]);

		await page.getByRole('button', { name: text(page, '确认导入 1 条') }).click();
		await expect(page.getByText(text(page, '已导入 1 条。'))).toBeVisible();
		expect(await countOf(key)).toBe(1);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: text(page, '下载拒绝报告（CSV）') }).click()
		]);
		expect(download.suggestedFilename()).toBe(text(page, '拒绝报告-仪器.csv'));

		await page.goto('/lab');
		await goInLab(page, text(page, '导入目录'));
		await expect(
			page.getByRole('heading', { name: text(page, '导入结果：仪器.csv') })
		).toBeVisible();
		await expect(fact(page, '新增')).toHaveText('1');

		await preview(page, csv);
		await expect(fact(page, '未变')).toHaveText('1');
		await expect(page.getByText(text(page, '没有需要写入的内容。'))).toBeVisible();

		await preview(page, csv.replace('X1', 'X3'));
		await expect(fact(page, '更新')).toHaveText('1');
		await expect(page.getByRole('row').filter({ hasText: '导入的显微镜' })).toContainText(
			/X1\s*→\s*X3/
		);
		expect(await findViolations(page)).toEqual([]);
	}
);

test(
	'who comes back to an import that goes on sees how far it is, and then what came of it',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const run = await arrange((db) =>
			db.one<{ id: string }>(
				`insert into public.import_runs (platform_id, person_id, kind, file_name, rows_total, rows_done)
			select $1, people.id, 'services', '长表.csv', 1000, 250
			from public.people join auth.users using (id) where users.email = $2
			returning import_runs.id`,
				[demoId('platform/materials'), lab.email]
			)
		);
		await enterAs(page, lab);
		await page.goto(PATH);

		const bar = page.getByRole('progressbar', { name: text(page, '已处理 250 行，共 1,000 行') });
		await expect(bar).toHaveAttribute('value', '250');
		await expect(page.getByText(said(page, 'import_run_leave'))).toBeVisible();
		expect(await findViolations(page)).toEqual([]);

		const report = {
			totals: {
				rows: 1000,
				inserted: 990,
				updated: 0,
				unchanged: 10,
				duplicate: 0,
				refused: 0,
				unknownInstruments: 0,
				newOrganisations: 0,
				newPlatforms: 0
			},
			taken: [],
			refused: [],
			csv: '',
			ignored: []
		};
		await arrange((db) =>
			db.query(
				`update public.import_runs set rows_done = 1000, finished_at = now(), report = $2 where id = $1`,
				[run.id, JSON.stringify(report)]
			)
		);

		await expect(
			page.getByRole('heading', { name: text(page, '导入结果：长表.csv') })
		).toBeVisible();
		await expect(fact(page, '新增')).toHaveText('990');
	}
);

test('a technician does not import', { tag: '@otherwise' }, async ({ page }) => {
	await enterAs(page, demoAccount('technician'));

	expect((await page.goto(PATH))?.status()).toBe(403);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('a file that is none is refused in words', { tag: '@otherwise' }, async ({ page }) => {
		await enterAs(page, lab);
		await page.goto(PATH);
		await page.getByLabel(said(page, 'import_file'), { exact: true }).setInputFiles({
			name: '别的.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from('甲,乙\n1,2\n')
		});

		await page.getByRole('button', { name: text(page, '预览'), exact: true }).click();

		await expect(page.getByText(either(page, '缺少列', 'Columns are missing'))).toBeVisible();
	});
});
