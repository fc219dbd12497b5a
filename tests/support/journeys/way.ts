import { expect, type Locator, type Page } from '@playwright/test';
import { isNarrow } from './test.ts';
import { said } from './words.ts';

/** The way between the pages of one kind of work; a narrow screen shows it when it is asked to. */
export async function openWay(
	page: Page,
	label: 'lab_nav' | 'nav_evaluation_pages'
): Promise<Locator> {
	const way = page.getByRole('navigation', { name: said(page, label), exact: true });
	if (isNarrow(page)) {
		if (!(await way.isVisible())) {
			await page.getByRole('main').locator('details:has(> nav) > summary').click();
		}
		await expect(way).toBeVisible();
	}
	return way;
}

/** Goes to a page of the laboratory that one works in. */
export async function goInLab(page: Page, name: string): Promise<void> {
	const way = await openWay(page, 'lab_nav');
	await way.getByRole('link', { name, exact: true }).click();
}

/** Goes to a page of what evaluators work on. */
export async function goInEvaluation(page: Page, name: string): Promise<void> {
	const way = await openWay(page, 'nav_evaluation_pages');
	await way.getByRole('link', { name, exact: true }).click();
}
