/** The screen on a lab's wall. */
import { demoId } from '../support/demo-id.ts';
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { openFollowing } from '../support/journeys/awake.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { aLineTo } from '../support/journeys/line.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { goInLab } from '../support/journeys/way.ts';
import { aBookingAt, aDemoInstrument, arrange } from '../support/journeys/use.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

const SETTINGS = `/lab/platforms/${demoId('platform/materials')}/display`;

test.describe.configure({ mode: 'serial' });

test(
	'a lab turns its screen on, and takes the address back',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, lab);
		await page.goto('/lab');
		await goInLab(page, text(page, '墙面屏幕'));
		await page
			.getByRole('button', {
				name: new RegExp(`${said(page, 'display_open')}|${said(page, 'display_save')}`)
			})
			.click();
		await expect(notice(page)).toHaveText(text(page, '已保存，屏幕会自动更新。'));
		const address = await page.getByLabel(text(page, '屏幕地址')).inputValue();

		const screen = await newVisitor();
		await screen.goto(address);
		await expect(screen.getByRole('heading', { level: 1 })).toBeVisible();
		await expect(screen.getByRole('banner')).toHaveCount(0);
		expect((await screen.request.get(address.replace(/\?.*/, ''))).status()).toBe(404);

		await page.getByRole('button', { name: text(page, '收回地址') }).click();
		await expect(notice(page)).toHaveText(text(page, '墙面屏幕已停用，原来的地址不能再用。'));
		expect((await screen.request.get(address)).status()).toBe(404);
	}
);

test(
	'the screen shows who is next without a name, and follows by itself',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('墙上的显微镜');
		const address = await openScreen();
		await page.goto(address);
		const card = page.getByRole('article').filter({ hasText: instrument.name });
		await expect(card).toContainText(text(page, '空闲'));
		expect(await findViolations(page)).toEqual([]);

		await aBookingAt(instrument, { inMinutes: -1 });

		await expect(card).toContainText(text(page, '已预约'));
		await expect(card).not.toContainText('林知夏');
		await expect(card).not.toContainText(either(page, '澄隙', 'Chengxi'));

		// Whoever is signed in on the screen leaves no trace on it.
		const signedIn = await newVisitor();
		await enterAs(signedIn, startup);
		await signedIn.goto(address);
		await expect(signedIn.getByRole('heading', { level: 1 })).toBeVisible();
		expect(await signedIn.locator('body').innerText()).not.toContain('林知夏');
	}
);

test(
	'the screen keeps what it knew without a network, and says so',
	{ tag: '@otherwise' },
	async ({ page, baseURL }) => {
		test.slow();
		const address = await openScreen();
		const line = await aLineTo(baseURL ?? '');
		try {
			await page.clock.install();
			await openFollowing(page, line.origin + address);
			const name = await page.getByRole('heading', { level: 1 }).innerText();
			await expect(page.getByRole('status')).toHaveText('');

			await line.cut();
			await page.clock.fastForward(120_000);

			await expect(page.getByRole('status')).toHaveText(saying(page, 'display_lost'));
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);

			await line.mend();
			await page.clock.fastForward(60_000);
			await expect(page.getByRole('status')).toHaveText('');
		} finally {
			await line.close();
		}
	}
);

test(
	'the settings are within reach of an assistive technology',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, lab);
		await page.goto(SETTINGS);

		expect(await findViolations(page)).toEqual([]);
	}
);

/** Turns the screen on as its manager would, and gives its path. */
async function openScreen(): Promise<string> {
	const platform = demoId('platform/materials');
	const { token } = await arrange(async (db) => {
		await db.query("select set_config('request.jwt.claims', $1, false)", [
			JSON.stringify({ sub: demoId('person/lab'), role: 'authenticated' })
		]);
		await db.query('select public.open_display($1)', [platform]);
		return db.one<{ token: string }>('select public.display_token($1) as token', [platform]);
	});
	return `/display/${platform}?token=${token}`;
}
