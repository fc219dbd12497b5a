/** The people of a platform at their timeline, their inbox and their figures. */
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { type Account, enterAs, lab, startup } from '../support/journeys/account.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import {
	bookNextWeek,
	dayFromNow,
	typeTimes,
	type ChosenSlot
} from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { aBookingAt, aDemoInstrument } from '../support/journeys/use.ts';
import { either, said, saying, text } from '../support/journeys/words.ts';

const MATERIALS = `/lab/platforms/${demoId('platform/materials')}`;
const technician: Account = { email: 'technician@demo.test', password: 'yixiang-demo' };
const ANALYSER = { key: 'sta', minutes: 120 };
/** Of the analyser alone. */
const MODEL = 'HL-STA1500';
const TEM = { key: 'tem', minutes: 60, needsApproval: true };

// Dragging is for a pointer and the drawn timeline of a wide screen; the next journey is its other way.
test('a technician drags a booking onto another, reads why not, moves it elsewhere and undoes it', async ({
	page,
	newVisitor
}) => {
	await enterAs(page, startup);
	const first = await bookNextWeek(page, ANALYSER);
	const second = await bookNextWeek(page, ANALYSER);

	const labPage = await newVisitor();
	await enterAs(labPage, technician);
	await labPage.goto('/');
	// At the same time the startup may have another instrument.
	await openDay(labPage, second, MODEL);
	await dragTo(labPage, second, first);
	const dialog = labPage.getByRole('dialog');
	await expect(dialog.getByRole('alert')).toContainText(
		saying(labPage, 'violation_overlap_period')
	);
	await dialog
		.getByRole('button', { name: saying(labPage, 'timeline_move_to') })
		.first()
		.click();

	await expect(labPage.getByText(saying(labPage, 'timeline_moved'))).toBeVisible();
	await labPage.getByRole('button', { name: said(labPage, 'timeline_undo') }).click();
	await expect(labPage.getByText(text(labPage, `已改回 ${second.period}。`))).toBeVisible();
	await expect(entryIn(labPage, second)).toBeVisible();
});

test('a booking that is being dragged stays in hand when another is made', async ({ page }) => {
	const instrument = await aDemoInstrument('手里的仪器');
	const day = dayFromNow(2);
	const [start, then] = [new Date(`${day}T10:00+08:00`), new Date(`${day}T13:00+08:00`)];
	const slot = { period: '10:00–11:00', start, end: hoursAfter(start, 1) };
	await aBookingAt(instrument, { startsAt: start });
	await enterAs(page, technician);
	await page.goto('/');
	await openDay(page, slot, instrument.name);

	await dragTo(page, slot, { ...slot, start: then }, async () => {
		await aBookingAt(instrument, { person: 'founder', startsAt: hoursAfter(start, 8) });
		await expect(page.getByText(said(page, 'live_changed')).first()).toBeVisible();
	});

	await expect(page.getByText(saying(page, 'timeline_moved'))).toBeVisible();
	await expect(entryIn(page, { ...slot, period: '13:00–14:00' })).toBeVisible();
});

test(
	'a technician moves a booking by keyboard alone, is refused and then lets it be',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		const slot = await bookNextWeek(page, ANALYSER);

		const labPage = await newVisitor();
		await enterAs(labPage, technician);
		await labPage.goto('/');
		await openDay(labPage, slot);
		// Other instruments may be booked for the same time.
		const move = labPage
			.getByRole('link', { name: said(labPage, 'timeline_move_label', { entry: slot.period }) })
			.and(labPage.locator(`[href$="${new URL(page.url()).pathname}/move"]`));
		await move.focus();
		await labPage.keyboard.press('Enter');
		await expect(labPage).toHaveURL(/\/move/);
		const yesterday = dayFromNow(-1);
		await typeTimes(labPage, `${yesterday}T10:00`, `${yesterday}T12:00`);
		await labPage.getByRole('button', { name: text(labPage, '确认改期') }).press('Enter');

		await expect(labPage.getByRole('alert')).toContainText(saying(labPage, 'violation_past'));
	}
);

test(
	'a manager approves two requests at once and lets a colleague answer the next',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		const wanted = [await bookNextWeek(page, TEM), await bookNextWeek(page, TEM)];

		const labPage = await newVisitor();
		await enterAs(labPage, lab);
		await labPage.goto('/');
		await labPage
			.getByRole('banner')
			.getByRole('link', { name: new RegExp(`^${said(labPage, 'requests_nav')}`) })
			.click();
		await expect(labPage.getByRole('heading', { level: 1 })).toHaveText(
			text(labPage, '审批预约申请')
		);
		const instrument = either(
			labPage,
			'200 kV 透射电子显微镜',
			'200 kV transmission electron microscope'
		);
		for (const { period } of wanted) {
			await labPage
				.getByRole('checkbox', {
					name: said(labPage, 'requests_select', {
						request: `${instrument} ${period}`
					})
				})
				.check();
		}
		await labPage.getByRole('button', { name: text(labPage, '通过所选'), exact: true }).click();
		await expect(notice(labPage)).toHaveText(text(labPage, '已答复 2 个申请，已通知申请人。'));
		expect(await findViolations(labPage)).toEqual([]);

		const panel = labPage.getByRole('region', { name: text(labPage, '委托审批') });
		await panel.getByLabel(text(labPage, '受托人')).selectOption({ index: 1 });
		await panel.getByRole('button', { name: text(labPage, '委托'), exact: true }).click();
		await expect(notice(labPage)).toHaveText(saying(labPage, 'delegation_made'));
		await panel
			.getByRole('button', { name: saying(labPage, 'delegation_revoke_label') })
			.first()
			.click();
		await expect(notice(labPage)).toHaveText(text(labPage, '已收回委托。'));
	}
);

test(
	'a startup has no way to the timeline, the inbox or the figures of a lab',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, startup);
		await page.goto('/');

		for (const path of [
			`${MATERIALS}/timeline`,
			`${MATERIALS}/utilisation`,
			`${MATERIALS}/day`,
			'/lab/requests'
		]) {
			expect((await page.goto(path))?.status(), path).toBe(403);
		}
	}
);

test(
	'a lab prints its day and reads how busy its week is, without JavaScript',
	{ tag: '@otherwise' },
	async ({ browser, page }) => {
		await enterAs(page, lab);
		await page.goto('/');
		const context = await browser.newContext({
			javaScriptEnabled: false,
			storageState: await page.context().storageState()
		});
		const quiet = await context.newPage();
		const home = page.url().replace(/\/$/, '');

		await quiet.goto(`${home}${MATERIALS}/utilisation`);
		await expect(quiet.getByRole('table')).toBeVisible();
		await quiet.goto(`${home}${MATERIALS}/day`);
		await expect(quiet.getByRole('heading', { level: 1 })).toHaveText(text(quiet, '当日工作单'));
		await quiet.goto(`${home}${MATERIALS}/timeline`);
		await expect(quiet.getByRole('region', { name: text(quiet, '列表') })).toBeVisible();
		await context.close();
	}
);

function hoursAfter(instant: Date, hours: number): Date {
	return new Date(instant.getTime() + hours * 3_600_000);
}

async function openDay(page: Page, { start }: ChosenSlot, q = ''): Promise<void> {
	const day = new Date(start.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
	const query = new URLSearchParams({ view: 'day', date: day, q });
	await page.goto(`${MATERIALS}/timeline?${query.toString()}`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(text(page, '仪器时间轴'));
}

/** A booking of the story's startup on the drawn timeline, by its start. */
function entryIn(page: Page, { period }: ChosenSlot) {
	const start = /(\d\d:\d\d)–/.exec(period)?.[1] ?? '';
	return page
		.getByRole('region', { name: text(page, '时间轴') })
		.getByRole('article')
		.filter({ hasText: new RegExp(`^\\s*${start} .*林知夏`) })
		.first();
}

async function dragTo(
	page: Page,
	from: ChosenSlot,
	to: ChosenSlot,
	meanwhile?: () => Promise<void>
): Promise<void> {
	// Until it is followed, what is drawn may be read once more and drawn anew.
	await expect(page.getByText(said(page, 'live_on'))).toBeVisible();
	const entry = entryIn(page, from);
	// A timeline that has just come draws its bookings anew.
	await expect(() => entry.scrollIntoViewIfNeeded({ timeout: 5_000 })).toPass();
	const box = await entry.boundingBox();
	if (!box) throw new Error('The booking is not on the timeline.');
	// A quarter of an hour is sixteen pixels of the day.
	const distance = ((to.start.getTime() - from.start.getTime()) / 900_000) * 16;
	const [x, y] = [box.x + 20, box.y + box.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x + distance / 2, y, { steps: 6 });
	await meanwhile?.();
	await page.mouse.move(x + distance, y, { steps: 6 });
	await page.mouse.up();
}
