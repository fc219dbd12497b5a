import { expect, type Page } from '@playwright/test';
import { isNarrow } from './test.ts';
import { said } from './words.ts';

/** The filters above a list, which a narrow screen has on a sheet that comes up when it is asked for. */
export async function openFilters(page: Page): Promise<void> {
	if (!isNarrow(page)) return;
	const label = said(page, 'filters_label');
	await page.getByRole('button', { name: label, exact: true }).click();
	await expect(page.getByRole('group', { name: label, exact: true })).toBeVisible();
}
