/**
 * What a machine can tell of every page: axe finds nothing, in Chinese on a desk and in the light, nor in
 * English on a phone of 360 by 740 pixels and in the dark, where everything is large enough for the tip
 * of a finger; and in either language nothing is wider than that phone. Pages are only looked at, so that
 * each process of the runner keeps one browser for each account, and what it has loaded.
 */
import type { Browser, Page } from '@playwright/test';
import { demoAccount, enterAs } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { inLanguage, PAGES } from '../support/journeys/pages.ts';
import { expect, listenTo, test as base } from '../support/journeys/test.ts';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

type Reader = { page: Page; complaints: string[] };

const test = base.extend<object, { readerAs: (account: string | undefined) => Promise<Reader> }>({
	readerAs: [
		async ({ browser }, use) => {
			const readers = new Map<string | undefined, Reader>();
			await use(async (account) => {
				const reader = readers.get(account) ?? (await aReader(browser, account));
				readers.set(account, reader);
				return reader;
			});
			for (const { page } of readers.values()) await page.context().close();
		},
		{ scope: 'worker' }
	]
});

async function aReader(browser: Browser, account: string | undefined): Promise<Reader> {
	const context = await browser.newContext({ hasTouch: true, isMobile: true });
	const complaints = listenTo(context);
	const page = await context.newPage();
	if (account !== undefined) await enterAs(page, demoAccount(account));
	return { page, complaints };
}

// Whoever is free looks at the next.
test.describe.configure({ mode: 'parallel' });

for (const { name, path, account } of PAGES) {
	test(`the page “${name}” is accessible, fits a phone and the tip of a finger`, async ({
		readerAs
	}) => {
		const { page, complaints } = await readerAs(account);

		await page.setViewportSize(DESKTOP);
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await page.goto(inLanguage(path, 'zh'));
		expect.soft(await findViolations(page), 'on a desk, in the light').toEqual([]);
		await page.setViewportSize(PHONE);
		expect.soft(await spareWidth(page), 'room to the right, in Chinese').toBeGreaterThanOrEqual(0);
		expect.soft(await beyondMargin(page), 'beyond the margin, in Chinese').toEqual([]);

		await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
		await page.goto(inLanguage(path, 'en'));
		// The rule of size is that of WCAG 2.2: 24 pixels, or as much space around.
		expect.soft(await findViolations(page, 'target-size'), 'on a phone, in the dark').toEqual([]);
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
