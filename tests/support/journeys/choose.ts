import { expect, type Page } from '@playwright/test';

/** Chooses from a long list as somebody does who types a part of the name. */
export async function choose(page: Page, list: string, name: string): Promise<void> {
	const box = page.getByRole('combobox', { name: list, exact: true });
	// Until the page has woken up it is the platform's own list.
	await expect(box).toHaveAttribute('aria-autocomplete', 'list');
	await box.fill(name);
	// The first that fits is the one that Enter takes.
	await expect(page.getByRole('option', { name }).first()).toBeVisible();
	await box.press('Enter');
	await expect(box).toHaveValue(new RegExp(name));
}
