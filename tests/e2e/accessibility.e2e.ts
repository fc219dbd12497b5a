/** What a machine can tell of accessibility: axe finds nothing, in either language, light or dark. */
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { inLanguage, PAGES } from '../support/journeys/pages.ts';
import { expect, test } from '../support/journeys/test.ts';

// Pages are only looked at, so that whoever is free looks at the next.
test.describe.configure({ mode: 'parallel' });

for (const { name, path, account } of PAGES) {
	test(`the page “${name}” is accessible`, async ({ page }) => {
		if (account !== undefined) await enterAs(page, demoAccount(account));

		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await page.goto(inLanguage(path, 'zh'));
		expect.soft(await findViolations(page), 'in Chinese, light').toEqual([]);

		await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
		await page.goto(inLanguage(path, 'en'));
		expect.soft(await findViolations(page), 'in English, dark').toEqual([]);
	});
}
