import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has, so that a trap ends the test and not the time. */
const MOST_STOPS = 400;

/** Presses Tab until that is focused, as somebody would who looks for it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	await expect(target).toBeVisible();
	for (let stops = 0; stops < MOST_STOPS; stops++) {
		await page.keyboard.press('Tab');
		if (await target.evaluate((element) => element === document.activeElement)) return;
	}
	throw new Error(`Tab does not lead to ${String(target)}.`);
}
