/*
 * npm run shots -- FOLDER [--url http://localhost:3000]
 *
 * Photographs every page of a running site with demo data (npm start) at phone and desktop width in
 * both languages, so that they can be looked at. Files are named page-language-width.png.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../tests/support/chromium.ts';
import { demoId } from '../tests/support/demo-id.ts';

type Language = 'zh' | 'en';
type Account = 'startup@demo.test' | 'lab@demo.test';
type Shot = {
	name: string;
	path: string;
	/** Who looks at it; a visitor where it is absent. */
	account?: Account;
	/** The link to follow from there, for what only the page itself knows the address of. */
	follow?: RegExp;
	inDark?: boolean;
};

const WIDTHS = [390, 1280];
const LANGUAGES: Language[] = ['zh', 'en'];

const FE_SEM = `/instruments/${demoId('instrument/fe-sem')}`;
const BOOKING = `/bookings/${demoId('booking/startup-sem')}`;
/** A slot in the week calendar, by the name that it has for those who hear it. */
const SLOT = /^(选择|Choose) /;

const SHOTS: Shot[] = [
	{ name: 'home', path: '/' },
	{ name: 'search', path: '/search?q=%E7%94%B5%E9%95%9C', inDark: true },
	{ name: 'search-all', path: '/search' },
	{ name: 'search-nothing', path: '/search?q=%E6%B0%B8%E5%8A%A8%E6%9C%BA&kind=instrument' },
	{ name: 'instrument', path: FE_SEM, inDark: true },
	{ name: 'instrument-insiders', path: `/instruments/${demoId('instrument/etcher')}` },
	{ name: 'dataset', path: `/datasets/${demoId('dataset/separator-pores')}` },
	{ name: 'literature', path: `/literature/${demoId('literature/coated-separators')}` },
	{ name: 'service', path: `/services/${demoId('service/sem-section')}` },
	{ name: 'platforms', path: '/platforms' },
	{ name: 'platform', path: `/platforms/${demoId('platform/materials')}` },
	{ name: 'organisation', path: `/organisations/${demoId('organisation/hhut')}` },
	{ name: 'sign-in', path: `/sign-in?next=${encodeURIComponent('/bookings')}` },
	{ name: 'sign-up', path: '/sign-up' },
	{ name: 'confirm-email', path: '/confirm-email?email=ada%40example.org' },
	{ name: 'recover', path: '/recover' },
	{ name: 'dev-mail', path: '/dev/mail' },
	{ name: 'not-found', path: '/instruments/00000000-0000-8000-8000-000000000000' },
	{ name: 'book-signed-out', path: `${FE_SEM}/book`, follow: SLOT },
	{ name: 'book', path: `${FE_SEM}/book`, account: 'startup@demo.test', inDark: true },
	{ name: 'book-chosen', path: `${FE_SEM}/book`, account: 'startup@demo.test', follow: SLOT },
	{
		name: 'book-refused',
		path: `${FE_SEM}/book?start=2020-01-01T03:10&end=2020-01-01T03:20`,
		account: 'startup@demo.test'
	},
	{
		name: 'book-around-the-clock',
		path: `/instruments/${demoId('instrument/xrd')}/book?view=calendar`,
		account: 'startup@demo.test'
	},
	{ name: 'bookings', path: '/bookings', account: 'startup@demo.test' },
	{
		name: 'bookings-of-organisation',
		path: '/bookings?tab=past&of=organisation',
		account: 'startup@demo.test'
	},
	{ name: 'booking', path: BOOKING, account: 'startup@demo.test' },
	{ name: 'booking-move', path: `${BOOKING}/move`, account: 'startup@demo.test', follow: SLOT },
	{ name: 'profile', path: '/profile', account: 'startup@demo.test' },
	{ name: 'set-new-password', path: '/set-new-password', account: 'startup@demo.test' },
	{ name: 'forbidden', path: '/lab', account: 'startup@demo.test' },
	{ name: 'lab', path: '/lab', account: 'lab@demo.test' },
	{
		name: 'lab-instrument',
		path: `/lab/instruments/${demoId('instrument/fe-sem')}`,
		account: 'lab@demo.test'
	},
	{
		name: 'lab-request',
		path: `/bookings/${demoId('booking/startup-tem')}`,
		account: 'lab@demo.test'
	}
];

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		url: { type: 'string', default: 'http://localhost:3000' },
		only: { type: 'string', default: '' }
	}
});
const [folder] = positionals;
if (folder === undefined) {
	console.error('Usage: npm run shots -- FOLDER [--url ADDRESS] [--only NAME]');
	process.exit(2);
}
await mkdir(folder, { recursive: true });

const browser = await chromium.launch(chromiumLaunchOptions());
try {
	for (const language of LANGUAGES) {
		for (const account of [undefined, 'startup@demo.test', 'lab@demo.test'] as const) {
			const shots = SHOTS.filter(
				(shot) => shot.account === account && shot.name.startsWith(values.only)
			);
			if (shots.length > 0) await photograph(browser, shots, language, account, folder);
		}
	}
} finally {
	await browser.close();
}

async function photograph(
	browser: Browser,
	shots: Shot[],
	language: Language,
	account: Account | undefined,
	folder: string
): Promise<void> {
	const context = await browser.newContext({
		baseURL: values.url,
		locale: language === 'zh' ? 'zh-CN' : 'en-GB',
		timezoneId: 'Asia/Shanghai'
	});
	const page = await context.newPage();
	if (account !== undefined) await signIn(page, account);

	for (const { name, path, follow, inDark = false } of shots) {
		await page.goto(toLanguage(path, language));
		if (follow) {
			await page.setViewportSize({ width: 1280, height: 800 });
			await page.getByRole('link', { name: follow }).first().click();
			await page.waitForURL(/[?&]start=/);
		}
		for (const width of WIDTHS) {
			await page.setViewportSize({ width, height: width < 640 ? 844 : 800 });
			for (const scheme of inDark ? (['light', 'dark'] as const) : (['light'] as const)) {
				await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
				const file = [name, language, width, ...(scheme === 'dark' ? [scheme] : [])].join('-');
				await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
			}
		}
		await page.emulateMedia({ colorScheme: 'light' });
		console.log(`${name} (${language})`);
	}
	await context.close();
}

async function signIn(page: Page, account: Account): Promise<void> {
	await page.goto('/sign-in?next=/profile');
	await page.getByLabel('邮箱').fill(account);
	await page.getByLabel('密码').fill('yixiang-demo');
	await page.getByRole('main').getByRole('button', { name: '登录' }).click();
	await page.waitForURL(({ pathname }) => pathname === '/profile');
}

function toLanguage(path: string, language: Language): string {
	return language === 'zh' ? path : `/en${path}`;
}
