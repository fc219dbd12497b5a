import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { demoId } from '../demo-id.ts';
import { isNarrow } from './test.ts';
import { said, wordsOf } from './words.ts';

/** A slot that was chosen: how pages write it, and its instants. */
export type ChosenSlot = { period: string; start: Date; end: Date };

/** Searches by the box of the page that is open, and opens the hit of that name. */
export async function findInstrument(page: Page, query: string, name: string): Promise<void> {
	await searchFor(page, query);
	await page.getByRole('main').getByRole('link', { name }).first().click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
}

export async function searchFor(page: Page, query: string): Promise<void> {
	const box = page.getByLabel(wordsOf(page).search);
	await box.fill(query);
	await box.press('Enter');
	await expect(page).toHaveURL(/\/search\?/);
}

/** Goes on from an instrument's page to its week. */
export async function openWeek(page: Page): Promise<void> {
	await page
		.getByRole('main')
		.getByRole('link', { name: wordsOf(page).book, exact: true })
		.click();
	await expect(page).toHaveURL(/\/book$/);
}

/** The calendar of a week, which a narrow screen shows only when it is asked for. */
export async function openCalendar(page: Page): Promise<Locator> {
	if (isNarrow(page)) {
		await follow(page, page.getByRole('link', { name: said(page, 'calendar_view_week') }), 'view');
	}
	return page.getByRole('table');
}

/**
 * Chooses the first slot of that length in the calendar, or on a narrow screen in the list, a week or
 * more after the one shown: it is far enough away to be changed, and no other run has it, since what
 * they took is not offered.
 */
export async function chooseSlot(
	page: Page,
	length: string,
	{ weeksAhead = 1 } = {}
): Promise<ChosenSlot> {
	const words = wordsOf(page);
	for (let week = 0; week < weeksAhead; week++) {
		await follow(page, page.getByRole('link', { name: words.nextWeek }).first(), 'week');
	}
	await follow(page, page.getByRole('link', { name: length, exact: true }), 'duration');
	return chooseFirstSlot(page);
}

async function chooseFirstSlot(page: Page): Promise<ChosenSlot> {
	if (isNarrow(page)) return chooseFromList(page);
	const words = wordsOf(page);
	const slot = page.getByRole('link', { name: words.slotInCalendar }).first();
	const [, period = ''] =
		words.slotInCalendar.exec((await slot.getAttribute('aria-label')) ?? '') ?? [];
	await follow(page, slot, 'start');
	return { period, ...readChoice(page) };
}

/** Chooses the first slot of the list beside the calendar, which is all that a phone shows. */
export async function chooseSlotInList(page: Page): Promise<ChosenSlot> {
	await follow(page, page.getByRole('link', { name: wordsOf(page).nextWeek }).first(), 'week');
	return chooseFromList(page);
}

async function chooseFromList(page: Page): Promise<ChosenSlot> {
	const list = page.getByRole('link', { name: said(page, 'calendar_view_list') });
	if (new URL(page.url()).searchParams.has('view')) await follow(page, list, 'view');
	await follow(page, page.getByRole('link', { name: /^\d\d:\d\d–\d\d:\d\d$/ }).first(), 'start');
	const chosen = readChoice(page);
	const start = chosen.start.toISOString().replace('.000Z', 'Z');
	// Beside it, the page may show the time that is given up.
	const summary = page.locator(`#choice time[datetime="${start}"]`).first();
	return { period: await summary.innerText(), ...chosen };
}

/** Clicks a link of the chooser and waits until the page shows what its address says. */
async function follow(page: Page, link: Locator, param: string): Promise<void> {
	const href = (await link.getAttribute('href')) ?? '';
	const wanted = new URLSearchParams(href.replace(/^.*\?|#.*$/g, '')).get(param);
	await link.click();
	await expect(page).toHaveURL(({ searchParams }) => searchParams.get(param) === wanted);
}

function readChoice(page: Page): { start: Date; end: Date } {
	const { searchParams } = new URL(page.url());
	return {
		start: new Date(searchParams.get('start') ?? ''),
		end: new Date(searchParams.get('end') ?? '')
	};
}

/** Sends the form for the slot that is chosen, and arrives at the booking's page. */
export async function confirmBooking(
	page: Page,
	{ needsApproval = false, purpose = '' } = {}
): Promise<void> {
	const words = wordsOf(page);
	await page.getByLabel(words.purpose).fill(purpose);
	await submitButton(page, needsApproval).click();
	await expectBookingPage(page);
}

export function submitButton(page: Page, needsApproval = false): Locator {
	const { book, requestBooking } = wordsOf(page);
	return page.getByRole('button', { name: needsApproval ? requestBooking : book, exact: true });
}

export async function expectBookingPage(page: Page): Promise<void> {
	await expect(page).toHaveURL(({ pathname }) => /\/bookings\/[\da-f-]{36}$/.test(pathname));
}

/** From wherever one is to the page of a new booking. */
export async function bookInstrument(
	page: Page,
	wish: {
		query: string;
		instrument: string;
		length: string;
		needsApproval?: boolean;
		purpose?: string;
	}
): Promise<ChosenSlot> {
	const { find } = wordsOf(page);
	await page.getByRole('banner').getByRole('link', { name: find, exact: true }).click();
	// The page that one comes from may have a box of its own, which is not to be typed into.
	await expect(page).toHaveURL(/\/search$/);
	await findInstrument(page, wish.query, wish.instrument);
	await openWeek(page);
	const slot = await chooseSlot(page, wish.length);
	await confirmBooking(page, wish);
	return slot;
}

/** A booking of an instrument of the demo, for what comes after it: begun at the week that is next. */
export async function bookNextWeek(
	page: Page,
	wish: { key: string; minutes: number; needsApproval?: boolean; purpose?: string }
): Promise<ChosenSlot> {
	const week = new URLSearchParams({ week: dayFromNow(7), duration: String(wish.minutes) });
	await page.goto(`/instruments/${demoId(`instrument/${wish.key}`)}/book?${week.toString()}`);
	const slot = await chooseFirstSlot(page);
	await confirmBooking(page, wish);
	return slot;
}

export async function cancelBooking(page: Page): Promise<void> {
	const words = wordsOf(page);
	await page.getByText(words.cancel, { exact: true }).click();
	await page.getByRole('button', { name: words.confirmCancel }).click();
}

/** The calendar file of the booking that is open, as the link gives it. */
export async function downloadCalendar(page: Page): Promise<string> {
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: wordsOf(page).addToCalendar }).click()
	]);
	return readFile(await download.path(), 'utf8');
}

/** The rows of one's bookings that are at that time, on whichever page of them. */
export async function findInMyBookings(page: Page, period: string): Promise<Locator> {
	await page
		.getByRole('banner')
		.getByRole('link', { name: wordsOf(page).myBookings })
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(wordsOf(page).myBookings);
	// A narrow screen lists what a wide one shows as a table.
	const role = isNarrow(page) ? 'listitem' : 'row';
	const rows = page.getByRole('main').getByRole(role).filter({ hasText: period });
	const next = page.getByRole('link', { name: wordsOf(page).nextPage });
	// Somebody who books all day has more ahead than one page lists.
	while ((await rows.count()) === 0 && (await next.count()) > 0) await follow(page, next, 'cursor');
	return rows;
}

/** Types times as they are on the lab's wall, `2026-12-01T10:00`. */
export async function typeTimes(page: Page, start: string, end: string): Promise<void> {
	const words = wordsOf(page);
	await page.getByLabel(words.start).fill(start);
	await page.getByLabel(words.end).fill(end);
}

/** The day so many days from now on the wall of a lab in China, `2026-12-01`. */
export function dayFromNow(days: number): string {
	return new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}
