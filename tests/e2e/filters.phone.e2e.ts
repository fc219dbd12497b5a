/** On a phone filters come up from below, so that what they filter is seen first. */
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { choose } from '../support/journeys/choose.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, test } from '../support/journeys/test.ts';

test('an evaluator narrows the figures on a sheet, which then gives way to them', async ({
	page
}) => {
	await enterAs(page, demoAccount('evaluator'));
	await page.goto('/evaluation/statistics');
	const from = page.getByLabel('开始日期');
	await expect(from).toBeHidden();

	await page.getByRole('button', { name: '筛选条件' }).click();
	await expect(from).toBeVisible();
	await choose(page, '平台', '先进功能材料重点实验室');
	expect(await findViolations(page, 'target-size')).toEqual([]);
	await page.getByRole('button', { name: '查看' }).click();

	await expect(page).toHaveURL(/platform=/);
	await expect(from).toBeHidden();
	await expect(page.getByRole('region', { name: '总体情况' })).toBeVisible();
});
