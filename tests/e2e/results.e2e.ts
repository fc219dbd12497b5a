/** Results of evaluations as everybody sees them: read, downloaded, verified, objected to. */
import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { connect } from '../support/connection.ts';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { commitEvaluationOfTwo } from '../support/published-evaluation.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

let database: Client;

test.beforeAll(async () => {
	database = await connect();
});
test.afterAll(async () => {
	await database.end();
});

test(
	'a visitor reads a published result, downloads it and verifies it in the browser',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const { cycle } = await commitEvaluationOfTwo(database, 'published');
		await page.goto('/');
		await page
			.getByRole('contentinfo')
			.getByRole('link', { name: text(page, '平台评价结果') })
			.click();
		await page.locator(`a[href$="/evaluations/${cycle.code}"]`).click();
		const first = page.getByRole('rowheader').first();
		await expect(
			page.getByRole('table').getByText(text(page, '良好')).filter({ visible: true })
		).toBeVisible();
		await first.getByText(text(page, '各指标得分')).click();
		await expect(
			first.getByText(either(page, '资源开放率', 'Instruments open to outsiders'))
		).toBeVisible();
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: text(page, 'JSON 格式，下载第 2 版') }).click()
		]);
		const file = await readFile(await download.path());

		await page.getByRole('link', { name: text(page, '核验下载的文件') }).click();
		const choose = page.getByLabel(said(page, 'ledger_verify_file'));
		await choose.setInputFiles({ name: 'result.json', mimeType: 'application/json', buffer: file });
		await page.getByRole('button', { name: text(page, '核验') }).click();
		await expect(page.getByRole('status')).toContainText(
			either(
				page,
				`完整：评价结果 ${cycle.code} 第 2 版`,
				`Whole: results of ${cycle.code}, version 2`
			)
		);

		const edited = Buffer.from(file.toString().replace('"grade":"good"', '"grade":"excellent"'));
		await choose.setInputFiles({
			name: 'result.json',
			mimeType: 'application/json',
			buffer: edited
		});
		await page.getByRole('button', { name: text(page, '核验') }).click();
		await expect(page.getByRole('status')).toContainText(
			either(page, '文件被改动', 'the file was altered')
		);
	}
);

test(
	'a visitor is told how far an evaluation is that has no result yet',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const { cycle } = await commitEvaluationOfTwo(database, 'open');

		await page.goto(`/evaluations/${cycle.code}`);

		await expect(page.getByRole('heading', { name: text(page, '尚未公开结果') })).toBeVisible();
		await expect(page.getByRole('main').locator('[aria-current=step]')).toContainText(
			text(page, '已启动')
		);
	}
);

test(
	'somebody objects during publicity, and sees that it is open',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const { cycle, idle } = await commitEvaluationOfTwo(database, 'publicity');
		await page.goto(`/evaluations/${cycle.code}`);
		await expect(page.getByRole('main')).toContainText(saying(page, 'results_publicity_until'));
		await expect(page.getByRole('link', { name: text(page, '登录后提出异议') })).toBeVisible();

		await enterAs(page, demoAccount('startup'));
		await page.goto(`/evaluations/${cycle.code}`);
		await page
			.getByRole('combobox', { name: text(page, '对哪个平台的结果有异议') })
			.selectOption(idle.id);
		await page.getByLabel(text(page, '异议内容')).fill('二月我们在那里用过设备');
		await page.getByRole('button', { name: said(page, 'results_objection_send') }).click();

		await expect(notice(page)).toContainText(text(page, '异议已提交，处理结果会显示在本页'));
		await expect(page.getByText(text(page, '处理中'), { exact: true })).toBeVisible();
		await expect(page.getByText('二月我们在那里用过设备')).toBeVisible();
	}
);

test(
	'a platform’s page says its last grade and leads to the result',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const { cycle, platform } = await commitEvaluationOfTwo(database, 'published');
		await page.goto(`/platforms/${platform.id}`);

		await expect(page.getByRole('main')).toContainText(
			said(page, 'results_platform_grade', {
				grade: said(page, 'evaluation_grade_good'),
				place: '1'
			})
		);
		await page.locator(`a[href$="/evaluations/${cycle.code}"]`).click();

		await expect(page.getByRole('heading', { level: 1 })).toHaveText(
			either(page, '评价', 'Evaluation')
		);
	}
);
