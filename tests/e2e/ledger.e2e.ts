/** The ledger, from a use that was recorded to a file that is verified in the browser. */
import { readFile } from 'node:fs/promises';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { choose } from '../support/journeys/choose.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

test('a startup disputes a record, and the lab corrects it', async ({ page, browser }) => {
	await enterAs(page, demoAccount('startup'));
	await page.goto('/bookings');
	await page.getByRole('link', { name: '服务记录' }).click();
	await page.getByRole('combobox', { name: '服务类别' }).selectOption('instrument_time');
	await page.getByRole('button', { name: '筛选' }).click();
	await expect(page).toHaveURL(/=instrument_time/);
	await page.getByRole('table').getByRole('link').first().click();
	await page.getByText('提出异议').first().click();
	await page.getByLabel('哪里与实际不符').fill('仪器停机半小时');
	await page.getByRole('button', { name: '提出异议' }).click();
	await expect(notice(page)).toContainText('已提出异议');
	const record = page.url();

	const operator = await browser.newPage();
	await enterAs(operator, demoAccount('admin'));
	await operator.goto(record);
	await expect(operator.getByText('仪器停机半小时')).toBeVisible();
	await operator.getByText('更正记录').click();
	await operator.getByLabel('合同编号').fill('HT-2026-7');
	await operator.getByLabel('更正原因').fill('补合同编号');
	await operator.getByRole('button', { name: '更正', exact: true }).click();
	await expect(notice(operator)).toContainText('第 2 版');
	await expect(operator.getByText('更正原因：补合同编号')).toBeVisible();
	await operator.close();
});

test('what is chosen of a list before its page has woken up stays chosen', async ({ page }) => {
	await enterAs(page, demoAccount('startup'));
	let wakeUp: () => void = () => undefined;
	const held = new Promise<void>((resolve) => (wakeUp = resolve));
	await page.route('**/_app/immutable/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	await page.goto('/bookings', { waitUntil: 'commit' });
	await page.getByRole('link', { name: '服务记录' }).click({ noWaitAfter: true });
	const kind = page.getByRole('combobox', { name: '服务类别' });
	await kind.selectOption('instrument_time');

	wakeUp();
	await expect(page.getByRole('banner').locator('[aria-keyshortcuts]')).toBeVisible();

	await expect(kind).toHaveValue('instrument_time');
});

test('a lab writes down a service, with the form alone', async ({ page }) => {
	await enterAs(page, demoAccount('lab'));
	await page.goto('/lab');
	await page.getByRole('link', { name: '服务台账' }).click();
	await page.getByRole('link', { name: '登记服务' }).click();
	await expect(page).toHaveURL(/\/new$/);
	await choose(page, '服务对象', '浑河湾众创空间');
	await page.getByLabel('开始时间').fill('2026-11-02T10:00');
	await page.getByRole('combobox', { name: '统计类别' }).selectOption('136');
	await page.getByLabel('合同编号').fill('HT-2026-8');
	await page.getByRole('button', { name: '登记' }).click();

	await expect(notice(page)).toContainText('已登记为第');
	await expect(page.getByText('众创空间', { exact: true }).first()).toBeVisible();
});

test('a lab loads the log of an instrument after it has seen how each row counts', async ({
	page
}) => {
	// Early yesterday, so that it stands among the first in the ledger.
	const startsAt = `${new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10)} 05:00`;
	await enterAs(page, demoAccount('lab'));
	await page.goto('/lab');
	await page.getByRole('link', { name: '服务台账' }).click();
	await page.getByRole('link', { name: '导入使用记录' }).click();
	await page.getByLabel('使用记录文件').setInputFiles({
		name: '十一月.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(
			[
				'仪器名称,使用单位,开始时间,机时,统计类别',
				`场发射扫描电子显微镜,浑河湾众创空间,${startsAt},2.5,科技开发`,
				`没有的仪器,浑河湾众创空间,${startsAt},1,科技开发`
			].join('\n')
		)
	});
	await page.getByRole('button', { name: '预览' }).click();
	await expect(page.getByRole('main')).toContainText('计入共享 · 2.5 小时');
	await expect(page.getByRole('main')).toContainText('本平台没有这台仪器');

	await page.getByRole('button', { name: '记入 1 条' }).click();

	await expect(page.getByText('已记入 1 条服务记录')).toBeVisible();
	await page
		.getByRole('navigation', { name: '当前位置' })
		.getByRole('link', { name: '服务台账' })
		.click();
	await expect(page).toHaveURL(/\/ledger$/);
	await expect(page.getByRole('table')).toContainText('2.5 小时');
});

test('an evaluator exports a ledger and verifies it in the browser', async ({ page }) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/');
	await page.getByRole('link', { name: '评价', exact: true }).click();
	await choose(page, '平台', '先进功能材料重点实验室');
	await page.getByRole('button', { name: '筛选' }).click();
	await expect(page).toHaveURL(/platform=[\da-f-]{36}/);
	const [exported] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: '导出 CSV' }).click()
	]);
	const file = await readFile(await exported.path());

	await page.goto('/ledger/verify');
	const fileBox = page.getByLabel('导出的台账');
	await fileBox.setInputFiles({ name: 'ledger.csv', mimeType: 'text/csv', buffer: file });
	await page.getByRole('button', { name: '核验' }).click();
	await expect(page.getByRole('status')).toContainText('完整');

	const edited = Buffer.from(file.toString().replace(',startup,', ',makerspace,'));
	await fileBox.setInputFiles({ name: 'ledger.csv', mimeType: 'text/csv', buffer: edited });
	await page.getByRole('button', { name: '核验' }).click();
	await expect(page.getByRole('status')).toContainText('内容被改动');
});
