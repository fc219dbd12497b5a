/**
 * What a machine can tell of every page: axe finds nothing, in Chinese in the light and in English in
 * the dark, nothing is wider than a phone of 360 by 740 pixels, and everything is large enough for the
 * tip of a finger. A page is loaded once in each language and then made narrow. Pages are only looked
 * at, so that each process of the runner keeps one browser for each account, and what it has loaded.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { inLanguage, PAGES } from '../support/journeys/pages.ts';
import { expect, listenTo, test } from '../support/journeys/test.ts';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

// Whoever is free looks at the next.
test.describe.configure({ mode: 'parallel' });

type Reader = { context: BrowserContext; page: Page; complaints: string[] };
const readers = new Map<string | undefined, Reader>();

test.afterAll(async () => {
	for (const { context } of readers.values()) await context.close();
	readers.clear();
});

for (const { name, path, account } of PAGES) {
	test(`the page “${name}” is accessible, fits a phone and the tip of a finger`, async ({
		browser
	}) => {
		const reader = readers.get(account);
		const { page, complaints } = reader ?? (await aReader());
		async function aReader(): Promise<Reader> {
			const context = await browser.newContext({ hasTouch: true, isMobile: true });
			const complaints = listenTo(context);
			const page = await context.newPage();
			readers.set(account, { context, page, complaints });
			if (account !== undefined) await enterAs(page, demoAccount(account));
			return { context, page, complaints };
		}

		await page.setViewportSize(DESKTOP);
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await page.goto(inLanguage(path, 'zh'));
		expect.soft(await findViolations(page), 'in Chinese, light').toEqual([]);
		await page.setViewportSize(PHONE);
		expect.soft(await spareWidth(page), 'room to the right, in Chinese').toBeGreaterThanOrEqual(0);
		expect.soft(await beyondMargin(page), 'beyond the margin, in Chinese').toEqual([]);
		// The rule is that of WCAG 2.2: 24 pixels, or as much space around.
		expect.soft(await findViolations(page, 'target-size'), 'too small to touch').toEqual([]);

		await page.setViewportSize(DESKTOP);
		await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
		await page.goto(inLanguage(path, 'en'));
		expect.soft(await findViolations(page), 'in English, dark').toEqual([]);
		await page.setViewportSize(PHONE);
		expect.soft(await spareWidth(page), 'room to the right, in English').toBeGreaterThanOrEqual(0);
		expect.soft(await beyondMargin(page), 'beyond the margin, in English').toEqual([]);

		expect(complaints.splice(0)).toEqual([]);
	});
}

/** By how much the screen is wider than the page; less than none, and the page scrolls sideways. */
function spareWidth(page: Page): Promise<number> {
	return page.evaluate(
		() => document.documentElement.clientWidth - document.documentElement.scrollWidth
	);
}

/** What reaches into the margin on the right, but for what is scrolled on its own. */
function beyondMargin(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const main = document.querySelector('main');
		if (main === null) return ['no main'];
		// Rows that light up under a finger are a little wider than what they say.
		const edge =
			main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight);
		return [...main.querySelectorAll('*')]
			.filter((element) => element.checkVisibility())
			.filter((element) => element.getBoundingClientRect().right > edge + 8)
			.filter((element) => {
				for (let around = element.parentElement; around !== main;) {
					if (around === null || getComputedStyle(around).overflowX !== 'visible') return false;
					around = around.parentElement;
				}
				return getComputedStyle(element).position !== 'absolute';
			})
			.map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`);
	});
}
