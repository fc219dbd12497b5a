/** An evaluator's statistics, from a view in the address to the records and the file behind it. */
import type { Page } from '@playwright/test';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { expect, isNarrow, test } from '../support/journeys/test.ts';
import { goInEvaluation } from '../support/journeys/way.ts';
import { said, saying, text } from '../support/journeys/words.ts';

test('an evaluator narrows the figures down to the records, and takes them along', async ({
	page
}) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation');
	await goInEvaluation(page, text(page, '统计分析'));
	await page.getByLabel(said(page, 'figures_from'), { exact: true }).fill('2026-01-01');
	await page.getByLabel(said(page, 'figures_to'), { exact: true }).fill('2026-12-31');
	await page.getByRole('combobox', { name: text(page, '分组') }).selectOption('class');
	await page.getByRole('button', { name: text(page, '查看') }).click();
	await expect(page).toHaveURL(/group=class/);

	const byClass = page.getByRole('region', {
		name: said(page, 'figures_by_group', { group: said(page, 'figures_group_class') }),
		exact: true
	});
	const row = byClass.getByRole('row').filter({ hasText: said(page, 'ledger_class_startup') });
	await expect(row).toContainText(saying(page, 'figures_hours'));
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'XLSX' }).click()
	]);
	expect(download.suggestedFilename()).toBe('yixiang-usage-2026-01-01-2026-12-31-class.xlsx');

	await row.getByRole('link').click();
	await expect(page).toHaveURL(/\/evaluation\?.*class=startup/);
	await expect(records(page)).toContainText(said(page, 'ledger_class_startup'));
});

test('the figures are none of a startup’s business', async ({ page }) => {
	await enterAs(page, demoAccount('startup'));

	const answer = await page.goto('/evaluation/statistics');

	expect(answer?.status()).toBe(403);
});

/** What the figures are made of, which a narrow screen lists. */
function records(page: Page) {
	return page.getByRole(isNarrow(page) ? 'list' : 'table', { name: said(page, 'ledger_table') });
}
