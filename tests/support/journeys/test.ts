/** Playwright's `test` for the journeys: whatever a page complains about fails the test. */
import {
	test as base,
	expect,
	type BrowserContext,
	type Locator,
	type Page
} from '@playwright/test';
import { isTimeOver, NO_TIME } from '../in-time.ts';
import { dress, type Guise } from './guise.ts';

export { expect };

type Fixtures = {
	guise: Guise;
	/** Opens the site in a browser of somebody else, with cookies of their own. */
	newVisitor: () => Promise<Page>;
	/** What pages may complain about in a test that brings it about. */
	forgiven: RegExp | null;
	/** Skips what there is no time left for. */
	inTime: undefined;
};

export const test = base.extend<Fixtures>({
	inTime: [
		async ({}, use, testInfo) => {
			// What has failed once is tried again however late it is, or its failure would count as luck.
			testInfo.skip(testInfo.retry === 0 && isTimeOver(), NO_TIME);
			await use(undefined);
		},
		{ auto: true }
	],
	forgiven: [null, { option: true }],
	guise: [{ language: 'zh', pointer: true }, { option: true }],
	context: async ({ context, forgiven, guise }, use) => {
		const complaints = listenTo(context);
		context.on('page', (page) => {
			dress(page, guise);
		});
		await use(context);
		expect(complaints.filter((complaint) => !forgiven?.test(complaint))).toEqual([]);
	},
	newVisitor: async ({ browser, guise }, use) => {
		const contexts: BrowserContext[] = [];
		const complaints: string[][] = [];
		await use(async () => {
			const context = await browser.newContext();
			contexts.push(context);
			complaints.push(listenTo(context));
			const page = await context.newPage();
			dress(page, guise);
			return page;
		});
		for (const context of contexts) await context.close();
		expect(complaints.flat()).toEqual([]);
	}
});

/**
 * Collects errors of scripts, messages on the console (where the browser reports violations of the
 * Content-Security-Policy) and missing parts of pages. That a page or a form answers 4xx is for the
 * test to judge, since some are meant to.
 */
export function listenTo(context: BrowserContext): string[] {
	const complaints: string[] = [];
	context.on('weberror', (webError) => {
		complaints.push(String(webError.error()));
	});
	context.on('console', (message) => {
		const isError = message.type() === 'error' || message.type() === 'warning';
		const isExpected =
			message.text().startsWith('Failed to load resource') ||
			message.text() === 'Service Worker registration blocked by Playwright';
		if (isError && !isExpected) {
			complaints.push(`${message.text()} (${message.page()?.url() ?? ''})`);
		}
	});
	context.on('response', (response) => {
		const isPart = !['document', 'fetch'].includes(response.request().resourceType());
		if (response.status() >= (isPart ? 400 : 500)) {
			complaints.push(`${response.status()} ${response.url()}`);
		}
	});
	return complaints;
}

export function isNarrow(page: Page): boolean {
	return (page.viewportSize()?.width ?? Infinity) < 640;
}

/** What a page says came of the last thing that was done; not the bar that says it is loading. */
export function notice(page: Page): Locator {
	return page.getByRole('main').getByRole('status');
}
