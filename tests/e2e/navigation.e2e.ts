/** Finding one's way: the palette, where one is, and how pages are lit. */
import { demoAccount, enterAs, lab, startup } from '../support/journeys/account.ts';
import { untilAwake } from '../support/journeys/awake.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { bell } from '../support/journeys/notices.ts';
import { expect, test } from '../support/journeys/test.ts';
import { openWay } from '../support/journeys/way.ts';
import { said, text } from '../support/journeys/words.ts';

test(
	'somebody who is found by name is opened with the keyboard alone',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, lab);
		await page.goto('/lab');
		// The key is promised once the page has woken up.
		await expect(
			page.getByRole('banner').getByRole('link', { name: text(page, '快速查找') })
		).toHaveAttribute('aria-keyshortcuts', 'Control+K');
		await page.keyboard.press('Control+k');
		const palette = page.getByRole('dialog', { name: text(page, '查找仪器、人员和页面') });
		await expect(palette).toBeVisible();

		await page.keyboard.type('林知夏');
		const person = palette.getByRole('option', { name: /^林知夏/ });
		// What the catalogue has of the name stands before the person.
		await expect(person).toBeVisible();
		await page.keyboard.press('ArrowDown');
		await expect(person).toHaveAttribute('aria-selected', 'true');
		expect(await findViolations(page)).toEqual([]);
		await page.keyboard.press('Enter');

		await expect(page).toHaveURL(/\/bookings\//);
		await expect(palette).toBeHidden();
	}
);

// It is in English by itself.
test(
	'the palette finds an instrument for a visitor, and no people',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await page.goto('/en');
		const open = page.getByRole('banner').getByRole('link', { name: 'Quick search' });
		await expect(open).toHaveAttribute('aria-keyshortcuts', 'Control+K');
		await open.click();
		const palette = page.getByRole('dialog');
		await expect(palette).toBeVisible();
		await page.keyboard.type('XRD');

		await expect(palette.getByRole('option', { name: /diffractometer/i }).first()).toBeVisible();
		await expect(palette.getByText('People', { exact: true })).toHaveCount(0);

		await page.keyboard.press('Escape');
		await expect(open).toBeFocused();
	}
);

test(
	'a startup finds nobody of another organisation by name',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		await page.goto('/');

		const answer = await page.request.get(`/palette?q=${encodeURIComponent('沈砚秋')}`);

		expect(JSON.stringify(await answer.json())).not.toContain('沈砚秋"');
	}
);

test(
	'the pages of a laboratory say which of them is open',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, demoAccount('technician'));
		await page.goto('/lab');
		const rail = await openWay(page, 'lab_nav');
		await expect(rail.getByRole('link', { name: text(page, '本周日程') })).toHaveAttribute(
			'aria-current',
			'page'
		);
		await expect(rail.getByRole('link', { name: said(page, 'members_title') })).toHaveCount(0);

		await rail.getByRole('link', { name: text(page, '服务台账') }).click();

		await expect(page).toHaveURL(/\/ledger$/);
		await openWay(page, 'lab_nav');
		await expect(rail.getByRole('link', { name: text(page, '服务台账') })).toHaveAttribute(
			'aria-current',
			'page'
		);
	}
);

test(
	'a chosen theme is kept, and is there before any script runs',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await page.goto('/');
		await page
			.getByRole('contentinfo')
			.getByRole('button', { name: text(page, '深色') })
			.click();
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		await expect
			.poll(
				async () => (await page.context().cookies()).find(({ name }) => name === 'theme')?.value
			)
			.toBe('dark');

		const html = await (await page.request.get('/search')).text();
		expect(html).toContain('data-theme="dark"');
		expect(html).toContain('<meta name="color-scheme" content="dark" />');

		const other = await newVisitor();
		await other.goto(new URL('/', page.url()).href);
		await expect(other.locator('html')).toHaveAttribute('data-theme', 'system');
	}
);

test(
	'a link that is pressed while a form is being answered still leads where it says',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		await page.goto('/profile');
		await untilAwake(page);
		const pressed = Promise.withResolvers<undefined>();
		const readAnew = page.waitForResponse(/\/profile\/__data\.json/);
		await page.route(/\/profile\?\/notices/, async (route) => {
			await pressed.promise;
			await route.continue();
		});
		await page.route(/\/notices\/__data\.json/, async (route) => {
			await readAnew;
			await route.continue();
		});

		await page.getByRole('button', { name: said(page, 'notice_preferences_save') }).click();
		await bell(page).click();
		pressed.resolve(undefined);

		await expect(page).toHaveURL(/\/notices$/);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(text(page, '通知'));
	}
);
