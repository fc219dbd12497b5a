import { expect, type Locator, type Page } from '@playwright/test';
import { wordsOf } from './words.ts';

/** The bell in the head of every page. */
export function bell(page: Page): Locator {
	return page.getByRole('banner').getByRole('link', { name: wordsOf(page).notices });
}

/** Loads the page again until the bell says how many notices are unread: the worker takes a second. */
export async function waitForUnread(page: Page, count: number): Promise<void> {
	await expect(async () => {
		await page.reload();
		await expect(bell(page)).toHaveAccessibleName(
			wordsOf(page).noticesUnread.replace('{count}', String(count)),
			{ timeout: 5_000 }
		);
	}).toPass({ timeout: 120_000 });
}

export async function openNotices(page: Page): Promise<void> {
	await bell(page).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(wordsOf(page).notices);
}
