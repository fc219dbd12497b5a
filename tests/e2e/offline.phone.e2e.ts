/** The site on a phone in a basement: installed, and partly there without a network. */
import type { Page } from '@playwright/test';
import { demoAccount, signIn, signOut, startup } from '../support/journeys/account.ts';
import { untilAwake } from '../support/journeys/awake.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { aLineTo, type Line } from '../support/journeys/line.ts';
import { expect, test as journey } from '../support/journeys/test.ts';
import { aBookingAt, aDemoInstrument, usesOf } from '../support/journeys/use.ts';

type Fixtures = { line: Line };

const test = journey.extend<Fixtures>({
	line: async ({ baseURL }, use) => {
		const line = await aLineTo(baseURL ?? '');
		await use(line);
		await line.close();
	}
});
test.use({ serviceWorkers: 'allow' });

for (const { language, path, name } of [
	{ language: 'Chinese', path: '/', name: '仪享 Yixiang' },
	{ language: 'English', path: '/en/', name: 'Yixiang' }
]) {
	test(`the site can be installed in ${language}, with its icons and a worker`, async ({
		page
	}) => {
		await page.goto(path);

		const address = await page.locator('link[rel="manifest"]').getAttribute('href');
		const manifest = (await (await page.request.get(address ?? '')).json()) as {
			name: string;
			start_url: string;
			display: string;
			icons: { src: string; sizes: string; purpose?: string }[];
		};
		expect(manifest).toMatchObject({ start_url: path, display: 'standalone' });
		expect(manifest.name).toContain(name);
		expect(manifest.icons.map(({ sizes, purpose }) => [sizes, purpose])).toEqual([
			['192x192', undefined],
			['512x512', undefined],
			['512x512', 'maskable']
		]);
		for (const { src, sizes } of manifest.icons) {
			expect(await sizeOfPicture(page, src)).toBe(sizes);
		}
		await untilThereIsAWorker(page);
	});
}

test('a page that is not kept says that there is no network, in the language of its address', async ({
	page,
	line
}) => {
	await page.goto(line.origin);
	await untilThereIsAWorker(page);
	await line.cut();

	await page.goto(`${line.origin}/search?q=xrd`);
	await expect(page).toHaveTitle(/^没有网络/);
	expect(await findViolations(page)).toEqual([]);

	await page.goto(`${line.origin}/en/platforms`);
	await expect(page).toHaveTitle(/^No network/);

	await line.mend();
	await page.getByRole('link', { name: 'Try again' }).click();
	await expect(page).toHaveURL(`${line.origin}/en/platforms`);
	await expect(page.getByRole('banner')).toBeVisible();
});

test.describe('a link without a network', () => {
	// What it would have been preloaded from is out of reach.
	test.use({ forgiven: /Not found: \/platforms/ });

	test('leads to the page that says so, and not nowhere', async ({ page, line }) => {
		await page.goto(line.origin);
		await untilThereIsAWorker(page);
		await page.reload();
		await untilAwake(page);
		await line.cut();

		await page.getByRole('banner').getByRole('link', { name: '平台' }).click();

		await expect(page).toHaveTitle(/^没有网络/);
		await expect(page).toHaveURL(`${line.origin}/platforms`);
	});
});

test("today's bookings and the way to check in open without a network, and the press arrives after", async ({
	page,
	line
}) => {
	const instrument = await aDemoInstrument('地下室里的显微镜');
	const booking = await aBookingAt(instrument, { inMinutes: -5 });
	await page.goto(line.origin);
	await signIn(page, startup);
	await page.goto(`${line.origin}/bookings`);
	await page.getByRole('main').getByRole('link', { name: '今天的预约' }).click();
	await expect(page).toHaveTitle(/^今天的预约/);
	await expect(page.getByText(instrument.name)).toBeVisible();
	await untilKept(page, '/bookings/today');
	await untilKept(page, `/desk/${instrument.id}`);
	await line.cut();

	await page.goto(`${line.origin}/bookings/today`);
	await expect(page).toHaveTitle(/^今天的预约/);
	await page
		.getByRole('listitem')
		.filter({ hasText: instrument.name })
		.getByRole('link', { name: '到仪器旁签到' })
		.click();
	await page.getByRole('button', { name: '签到' }).click();
	await expect(page.getByText(/按下，已存在本机，联网后自动发送/)).toBeVisible();
	expect(await usesOf(booking)).toEqual([]);

	await line.mend();
	await expect(page.getByText(/已收到，开始时间记为/)).toBeVisible();
	expect(await usesOf(booking)).toHaveLength(1);
});

test("today's bookings are kept in English too, without having been opened", async ({
	page,
	line
}) => {
	const instrument = await aDemoInstrument('Furnace in the basement');
	await aBookingAt(instrument, { inMinutes: 20 });
	await page.goto(`${line.origin}/en`);
	await untilThereIsAWorker(page);
	await signIn(page, startup);
	await page.goto(`${line.origin}/en/bookings`);
	await untilAwake(page);
	await untilKept(page, '/en/bookings/today');
	await line.cut();

	await page.goto(`${line.origin}/en/bookings/today`);

	await expect(page).toHaveTitle(/^Today’s bookings/);
	await expect(page.getByText(instrument.name)).toBeVisible();
});

test('whoever comes next on the same phone finds nothing of the one before', async ({
	page,
	line
}) => {
	const instrument = await aDemoInstrument('别人不该看到的炉子');
	await aBookingAt(instrument, { inMinutes: -5 });
	await page.goto(line.origin);
	await signIn(page, startup);
	await page.goto(`${line.origin}/bookings/today`);
	await untilKept(page, '/bookings/today');
	await untilKept(page, `/desk/${instrument.id}`);

	await signOut(page);
	await line.cut();
	for (const path of ['/bookings/today', `/desk/${instrument.id}`]) {
		await page.goto(line.origin + path);
		await expect(page).toHaveTitle(/^没有网络/);
	}

	await line.mend();
	await page.goto(line.origin);
	await signIn(page, demoAccount('makerspace'));
	await page.goto(`${line.origin}/bookings/today`);
	await untilKept(page, '/bookings/today');
	await line.cut();
	await page.goto(`${line.origin}/bookings/today`);
	await expect(page).toHaveTitle(/^今天的预约/);
	await expect(page.getByText(instrument.name)).toBeHidden();
	await page.goto(`${line.origin}/desk/${instrument.id}`);
	await expect(page).toHaveTitle(/^没有网络/);
});

test('a session that ends elsewhere takes what is kept with it at the next answer', async ({
	page,
	context,
	line
}) => {
	await page.goto(line.origin);
	await signIn(page, startup);
	await page.goto(`${line.origin}/bookings/today`);
	await untilKept(page, '/bookings/today');

	await context.clearCookies();
	await page.goto(line.origin);
	await expect(page.getByRole('banner').getByRole('link', { name: '登录' })).toBeVisible();
	await line.cut();
	await page.goto(`${line.origin}/bookings/today`);

	await expect(page).toHaveTitle(/^没有网络/);
});

/** Waits until the worker is there and has what it says without a network. */
async function untilThereIsAWorker(page: Page): Promise<void> {
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	await expect
		.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
		.toBe(true);
}

async function untilKept(page: Page, path: string): Promise<void> {
	await expect
		.poll(() => page.evaluate(async (kept) => (await caches.match(kept)) !== undefined, path))
		.toBe(true);
}

/** Width and height of a PNG, as its head tells them. */
async function sizeOfPicture(page: Page, address: string): Promise<string> {
	const picture = await (await page.request.get(address)).body();
	return `${picture.readUInt32BE(16)}x${picture.readUInt32BE(20)}`;
}
