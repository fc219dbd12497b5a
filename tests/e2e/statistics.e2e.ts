/** An evaluator's statistics, from a view in the address to the records and the file behind it. */
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, test } from '../support/journeys/test.ts';

test('an evaluator narrows the figures down to the records, and takes them along', async ({
	page
}) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation');
	await page.getByRole('link', { name: '统计分析' }).click();
	await page.getByLabel('开始日期').fill('2026-01-01');
	await page.getByLabel('结束日期').fill('2026-12-31');
	await page.getByRole('combobox', { name: '分组' }).selectOption('class');
	await page.getByRole('button', { name: '查看' }).click();
	await expect(page).toHaveURL(/group=class/);

	const byClass = page.getByRole('region', { name: '按服务对象类别', exact: true });
	const row = byClass.getByRole('row').filter({ hasText: '创业企业' });
	await expect(row).toContainText('小时');
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'XLSX' }).click()
	]);
	expect(download.suggestedFilename()).toBe('yixiang-usage-2026-01-01-2026-12-31-class.xlsx');

	await row.getByRole('link').click();
	await expect(page).toHaveURL(/\/evaluation\?.*class=startup/);
	await expect(page.getByRole('table')).toContainText('创业企业');
});

test('last year is one press away, and what else was chosen stays', async ({ page }) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation/statistics?group=class');
	const year = new Date().getFullYear() - 1;

	await page.getByRole('link', { name: '去年', exact: true }).click();

	await expect(page).toHaveURL(new RegExp(`group=class.*from=${year}-01-01&to=${year}-12-31`));
	await expect(page.getByLabel('开始日期')).toHaveValue(`${year}-01-01`);
});

test('what a rate means is said behind its name', async ({ page }) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation/statistics');

	await page.getByRole('button', { name: '利用率' }).click();

	await expect(page.getByRole('tooltip')).toContainText('有效机时 E 除以定额机时 T');
	expect(await findViolations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(page.getByRole('tooltip')).toBeHidden();
});

test('the figures are none of a startup’s business', async ({ page }) => {
	await enterAs(page, demoAccount('startup'));

	const answer = await page.goto('/evaluation/statistics');

	expect(answer?.status()).toBe(403);
});
