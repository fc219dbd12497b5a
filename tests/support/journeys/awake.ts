import { expect, type Page } from '@playwright/test';

/**
 * Waits until a page has woken up. Before that, what it is made of is still coming, and a network
 * that goes takes it away.
 */
export async function untilAwake(page: Page): Promise<void> {
	// The key is promised by the frame of the page, which wakes up last.
	await expect(page.getByRole('banner').locator('[aria-keyshortcuts]')).toBeVisible();
}

/** Opens a page, and waits until it follows its calendar, which it does once it has woken up. */
export async function openFollowing(page: Page, address: string): Promise<void> {
	const followed = page.waitForRequest((request) => request.resourceType() === 'eventsource');
	await page.goto(address);
	await followed;
}
