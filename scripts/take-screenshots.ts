/*
 * npm run shots -- FOLDER [--url http://localhost:3000] [--only NAME]
 * npm run shots -- --readme [--url http://localhost:3000]
 * npm run shots -- --guide [--url http://localhost:3000]
 *
 * Photographs every page of a running site with demo data (npm start) at phone and desktop width in
 * both languages, and ten of them in the dark as well, so that they can be looked at: one by one, named
 * page-language-width.png, or all together in index.html. With --readme it takes the pictures of
 * docs/screenshots again, and with --guide those of docs/guide.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../tests/support/chromium.ts';
import { inLanguage, PAGES, type SitePage } from '../tests/support/journeys/pages.ts';

type Language = 'zh' | 'en';
type Account = SitePage['account'];

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const IN_DARK = [
	'home',
	'search',
	'instrument',
	'book',
	'bookings',
	'booking',
	'desk',
	'lab',
	'lab-timeline',
	'statistics'
];
/** Pages to choose a slot on, and to photograph once more. */
const WITH_CHOICE = ['book', 'book-signed-out', 'booking-move'];
/** A slot in the week calendar, by the name that it has for those who hear it. */
const SLOT = /^(选择|Choose) /;
/** What a page draws when it is about to be seen; a picture of all of it sees it at once. */
const DRAWN_AT_ONCE = '.drawn-late { content-visibility: visible !important }';
const README_FOLDER = join(import.meta.dirname, '..', 'docs', 'screenshots');
const GUIDE_FOLDER = join(import.meta.dirname, '..', 'docs', 'guide', 'pictures');
const GUIDE_SIZE = { width: 1200, height: 750 };
/** The pictures of the guide by the pages that they show. */
const GUIDE_PICTURES: Record<string, string> = {
	book: 'book',
	bookings: 'bookings',
	applications: 'applications',
	'lab-instrument-hours': 'hours',
	lab: 'lab',
	'lab-ledger': 'lab-ledger',
	statistics: 'statistics',
	evaluations: 'evaluation',
	'ledger-verify': 'verify'
};

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		url: { type: 'string', default: 'http://localhost:3000' },
		only: { type: 'string' },
		readme: { type: 'boolean', default: false },
		guide: { type: 'boolean', default: false }
	}
});
const [folder] = positionals;
if (folder === undefined && !values.readme && !values.guide) {
	console.error('Usage: npm run shots -- FOLDER|--readme|--guide [--url ADDRESS] [--only NAME]');
	process.exit(2);
}

const browser = await chromium.launch(chromiumLaunchOptions());
try {
	if (values.readme) await photographForReadme(browser);
	if (values.guide) {
		await photographForGuide(browser, 'zh');
		await photographForGuide(browser, 'en');
	}
	if (folder !== undefined) {
		await photographAll(browser, 'zh', folder);
		await photographAll(browser, 'en', folder);
		await writeContactSheet(folder);
	}
} finally {
	await browser.close();
}

async function photographAll(browser: Browser, language: Language, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	const pages = PAGES.filter(({ name }) => values.only === undefined || name === values.only);
	for (const account of new Set(pages.map((page) => page.account))) {
		const page = await openAs(browser, account, language);
		for (const { name, path } of pages.filter((page) => page.account === account)) {
			await page.goto(inLanguage(path, language));
			await photograph(page, join(folder, `${name}-${language}`), IN_DARK.includes(name));
			if (WITH_CHOICE.includes(name)) {
				await chooseSlot(page);
				await photograph(page, join(folder, `${name}-chosen-${language}`), false);
			}
			console.log(`${name} (${language})`);
		}
		await page.context().close();
	}
}

async function photograph(page: Page, file: string, inDark: boolean): Promise<void> {
	for (const scheme of inDark ? (['light', 'dark'] as const) : (['light'] as const)) {
		await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
		for (const size of [PHONE, DESKTOP]) {
			await page.setViewportSize(size);
			// Laid out afresh: a page that has been resized is at times painted half in its old order.
			await page.reload();
			const suffix = scheme === 'dark' ? '-dark' : '';
			await page.screenshot({
				path: `${file}-${size.width}${suffix}.png`,
				fullPage: true,
				style: DRAWN_AT_ONCE
			});
		}
	}
	await page.emulateMedia({ colorScheme: 'light' });
}

/** All pictures of the folder, smaller and in the order of the pages, each leading to itself. */
async function writeContactSheet(folder: string): Promise<void> {
	const order = new Map(PAGES.map(({ name }, position) => [name, position]));
	const place = (file: string) => order.get(file.replace(/(-chosen)?-(zh|en)-.*/, '')) ?? -1;
	const files = (await readdir(folder)).filter((file) => file.endsWith('.png'));
	const pictures = files
		.sort((one, other) => place(one) - place(other) || one.localeCompare(other))
		.map((file) => `<a href="${file}"><img loading="lazy" src="${file}" alt=""><br>${file}</a>`);
	await writeFile(
		join(folder, 'index.html'),
		`<!doctype html><meta charset="utf-8"><title>Pages</title>
<style>
	body { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start; font: 0.75rem sans-serif }
	img { height: 24rem; max-width: 24rem; object-fit: cover; object-position: top; border: 1px solid }
</style>
${pictures.join('\n')}
`
	);
}

async function photographForReadme(browser: Browser): Promise<void> {
	await mkdir(README_FOLDER, { recursive: true });
	const page = await openAs(browser, 'startup', 'zh');

	await page.setViewportSize({ width: 1280, height: 1120 });
	await openPage(page, 'book');
	await chooseSlot(page);
	await page.goto(page.url().replace(/#.*/, ''));
	await page.screenshot({ path: join(README_FOLDER, 'book.png') });

	await page.setViewportSize(PHONE);
	await page.reload();
	await page.screenshot({ path: join(README_FOLDER, 'phone.png') });

	await page.setViewportSize({ width: 1280, height: 900 });
	await openPage(page, 'search');
	await page.screenshot({ path: join(README_FOLDER, 'search.png') });
}

/** What a page shows at first, as photographs that are small enough to be kept with the text. */
async function photographForGuide(browser: Browser, language: Language): Promise<void> {
	await mkdir(GUIDE_FOLDER, { recursive: true });
	for (const { name, path, account } of PAGES) {
		const picture = GUIDE_PICTURES[name];
		if (picture === undefined) continue;
		const page = await openAs(browser, account, language);
		await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
		await page.goto(inLanguage(path, language));
		await page.setViewportSize(GUIDE_SIZE);
		if (WITH_CHOICE.includes(name)) {
			await page.getByRole('link', { name: SLOT }).first().click();
			await page.waitForURL(/[?&]start=/);
		}
		await page.goto(page.url().replace(/#.*/, ''));
		await page.screenshot({
			path: join(GUIDE_FOLDER, `${picture}.${language}.jpg`),
			type: 'jpeg',
			quality: 80
		});
		await page.context().close();
	}
}

async function openPage(page: Page, name: string): Promise<void> {
	await page.goto(PAGES.find((known) => known.name === name)?.path ?? '/');
}

async function chooseSlot(page: Page): Promise<void> {
	// A phone shows the list instead of the calendar.
	await page.setViewportSize({ ...DESKTOP, ...page.viewportSize(), width: DESKTOP.width });
	await page.getByRole('link', { name: SLOT }).first().click();
	await page.waitForURL(/[?&]start=/);
}

async function openAs(browser: Browser, account: Account, language: Language): Promise<Page> {
	const context = await browser.newContext({
		baseURL: values.url,
		locale: language === 'zh' ? 'zh-CN' : 'en-GB',
		timezoneId: 'Asia/Shanghai'
	});
	const page = await context.newPage();
	if (account !== undefined) {
		await page.goto('/sign-in?next=/profile');
		await page.getByLabel('邮箱').fill(`${account}@demo.test`);
		await page.getByLabel('密码').fill('yixiang-demo');
		await page.getByRole('main').getByRole('button', { name: '登录' }).click();
		await page.waitForURL(({ pathname }) => pathname === '/profile');
	}
	return page;
}
