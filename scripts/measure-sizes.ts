/*
 * `npm run sizes`: what a browser loads for a page of each kind, and whether that is within its
 * budget. Opens the pages in Chromium, so that what they load after they have woken up counts too;
 * the service worker, which loads for later, does not. Uses the stack of the environment if there is
 * one, and else starts one with the demo data. Ends with 1 where a budget is exceeded.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page, type Response } from 'playwright';
import { startStack } from '../supabase/embedded/start-stack.ts';
import { startApp } from '../tests/support/app.ts';
import { chromiumLaunchOptions } from '../tests/support/chromium.ts';
import { PAGES } from '../tests/support/journeys/pages.ts';

const KB = 1000;
const CATALOGUE = { script: 60 * KB, style: 25 * KB };
const CALENDAR = { script: 120 * KB, style: 25 * KB };

/** Pages by their names in the list of pages, and what each may weigh; scripts and styles by gzip. */
const BUDGETS: Record<string, { script: number; style: number; html?: number }> = {
	home: CATALOGUE,
	search: CATALOGUE,
	instrument: { ...CATALOGUE, html: 60 * KB },
	dataset: CATALOGUE,
	literature: CATALOGUE,
	service: CATALOGUE,
	platforms: CATALOGUE,
	platform: CATALOGUE,
	organisation: CATALOGUE,
	book: CALENDAR,
	'book-calendar': CALENDAR,
	'booking-move': CALENDAR,
	'lab-timeline': CALENDAR
};
/** How long nothing more is loaded before a page has all it loads by itself. */
const QUIET_MS = 1000;

type Size = { script: number; style: number; html: number };

const scratch = await mkdtemp(join(tmpdir(), 'yixiang-sizes-'));
const stack =
	process.env.PUBLIC_SUPABASE_URL === undefined
		? await startStack({
				dataDir: join(scratch, 'data'),
				demo: true,
				ports: { gateway: 0, database: 0 }
			})
		: undefined;
const app = await startApp({ ...process.env, ...stack?.env });
const browser = await chromium.launch(chromiumLaunchOptions());
const broken: string[] = [];
try {
	for (const [name, budget] of Object.entries(BUDGETS)) {
		const size = await measure(browser, name);
		const said = (['script', 'style', 'html'] as const).map((part) => {
			const most = budget[part];
			if (most !== undefined && size[part] > most) {
				broken.push(`${name}: ${part} is ${inKb(size[part])}, and at most ${inKb(most)}`);
			}
			return `${part} ${inKb(size[part])}${most === undefined ? '' : ` of ${inKb(most)}`}`;
		});
		console.log(`${name.padEnd(14)} ${said.join(', ')}`);
	}
} finally {
	await browser.close();
	await app.stop();
	await stack?.stop();
	await rm(scratch, { recursive: true, force: true });
}
for (const line of broken) console.error(line);
process.exitCode = broken.length === 0 ? 0 : 1;

async function measure(browser: Browser, name: string): Promise<Size> {
	const wanted = PAGES.find((page) => page.name === name);
	if (!wanted) throw new Error(`There is no page ${name}.`);
	const context = await browser.newContext({ baseURL: app.origin, serviceWorkers: 'block' });
	const page = await context.newPage();
	page.setDefaultTimeout(120_000);
	if (wanted.account !== undefined) await signIn(page, `${wanted.account}@demo.test`);

	const size: Size = { script: 0, style: 0, html: 0 };
	let lastAt = Date.now();
	const read: Promise<void>[] = [];
	function weigh(response: Response): void {
		const kind = response.request().resourceType();
		if (kind !== 'script' && kind !== 'stylesheet') return;
		lastAt = Date.now();
		read.push(
			response.body().then((body) => {
				size[kind === 'script' ? 'script' : 'style'] += gzipSync(body, { level: 9 }).length;
				lastAt = Date.now();
			})
		);
	}
	page.on('response', weigh);
	const response = await page.goto(wanted.path);
	if (response?.status() !== 200) throw new Error(`${wanted.path} did not open.`);
	size.html = (await response.body()).length;
	// The key of the palette is promised once the page has woken up.
	await page.getByRole('banner').locator('[aria-keyshortcuts]').waitFor();
	while (Date.now() - lastAt < QUIET_MS) await page.waitForTimeout(QUIET_MS / 4);
	page.off('response', weigh);
	await Promise.all(read);
	await context.close();
	return size;
}

/** Everything loaded on the way is loaded again for the page: the cache would hide what it needs. */
async function signIn(page: Page, email: string): Promise<void> {
	await page.goto('/sign-in');
	await page.getByLabel('邮箱').fill(email);
	await page.getByLabel('密码').fill('yixiang-demo');
	await page.getByRole('main').getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
	const session = await page.context().newCDPSession(page);
	await session.send('Network.setCacheDisabled', { cacheDisabled: true });
}

function inKb(bytes: number): string {
	return `${(bytes / KB).toFixed(1)} KB`;
}
