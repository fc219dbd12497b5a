/** An evaluator's statistics, from a view in the address to the records and the file behind it. */
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { openFilters } from '../support/journeys/filters.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, isNarrow, test } from '../support/journeys/test.ts';
import { goInEvaluation } from '../support/journeys/way.ts';
import { said, text } from '../support/journeys/words.ts';

test(
	'an evaluator narrows the figures down to the records, and takes them along',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/evaluation');
		await goInEvaluation(page, said(page, 'figures_link'));
		await expect(page).toHaveURL(/\/statistics$/);
		await openFilters(page);
		await page.getByLabel(said(page, 'figures_from'), { exact: true }).fill('2026-01-01');
		await page.getByLabel(said(page, 'figures_to'), { exact: true }).fill('2026-12-31');
		await page.getByRole('combobox', { name: text(page, '分组') }).selectOption('class');
		await page.getByRole('button', { name: said(page, 'figures_show'), exact: true }).click();
		await expect(page).toHaveURL(/group=class/);

		const byClass = page.getByRole('region', {
			name: said(page, 'figures_by_group', { group: said(page, 'figures_group_class') }),
			exact: true
		});
		const startup = said(page, 'ledger_class_startup');
		const row = byClass.getByRole('row').filter({ hasText: startup });
		await expect(row).toContainText(new RegExp(`\\d${said(page, 'figures_hours', { count: '' })}`));
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: 'XLSX' }).click()
		]);
		expect(download.suggestedFilename()).toBe('yixiang-usage-2026-01-01-2026-12-31-class.xlsx');

		await row.getByRole('link').click();
		await expect(page).toHaveURL(/\/evaluation\?.*class=startup/);
		// A narrow screen lists what a wide one shows as a table.
		await expect(
			page.getByRole(isNarrow(page) ? 'list' : 'table', { name: said(page, 'ledger_table') })
		).toContainText(startup);
	}
);

test(
	'last year is one press away, and what else was chosen stays',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('evaluator'));
		await page.goto('/evaluation/statistics?group=class');
		const year = new Date().getFullYear() - 1;

		await openFilters(page);
		await page.getByRole('link', { name: text(page, '去年'), exact: true }).click();

		await expect(page).toHaveURL(new RegExp(`group=class.*from=${year}-01-01&to=${year}-12-31`));
		await openFilters(page);
		await expect(page.getByLabel(said(page, 'figures_from'), { exact: true })).toHaveValue(
			`${year}-01-01`
		);
	}
);

test('what a rate means is said behind its name', { tag: '@otherwise' }, async ({ page }) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation/statistics');

	// A table of several groups has a button of that name in its head.
	await page
		.getByRole('region', { name: text(page, '总体情况') })
		.getByRole('button', { name: said(page, 'figures_utilisation') })
		.click();

	await expect(page.getByRole('tooltip')).toContainText(said(page, 'figures_utilisation_means'));
	expect(await findViolations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(page.getByRole('tooltip')).toBeHidden();
});

test('the figures are none of a startup’s business', { tag: '@otherwise' }, async ({ page }) => {
	await enterAs(page, demoAccount('startup'));

	const answer = await page.goto('/evaluation/statistics');

	expect(answer?.status()).toBe(403);
});
