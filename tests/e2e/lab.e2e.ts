/** The people of a platform, and the startups that come to it. */
import type { Page } from '@playwright/test';
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { bookNextWeek, type ChosenSlot } from '../support/journeys/booking.ts';
import { expect, isNarrow, notice, test } from '../support/journeys/test.ts';
import { either, said } from '../support/journeys/words.ts';

const ANALYSER = { key: 'sta', minutes: 120 };
const TEM = { key: 'tem', minutes: 60, needsApproval: true };

test(
	'a lab sees the booking that a startup has just made',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		const slot = await bookNextWeek(page, { ...ANALYSER, purpose: '隔膜热稳定性' });

		const labPage = await newVisitor();
		await enterAs(labPage, lab);
		await labPage.goto('/');
		await openSchedule(labPage);
		await labPage.getByRole('link', { name: said(labPage, 'calendar_week_next') }).click();
		await ofInstrument(
			labPage,
			either(labPage, '同步热分析仪（TG-DSC）', 'Simultaneous thermal analyser (TG-DSC)')
		)
			.locator(`a[href$="${new URL(page.url()).pathname}"]`)
			.filter({ hasText: timesOf(slot) })
			.filter({ hasText: '林知夏' })
			.click();

		await expect(
			labPage.getByRole('region', { name: said(labPage, 'booking_facts') })
		).toContainText(slot.period);
		await expect(
			labPage.getByRole('region', { name: said(labPage, 'booking_facts') })
		).toContainText('隔膜热稳定性');
	}
);

test(
	'a lab approves one request and declines another, and the startup reads why',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		const wanted = await bookNextWeek(page, { ...TEM, purpose: '晶界' });
		const wantedAddress = page.url();
		await expect(notice(page)).toHaveText(said(page, 'booking_requested'));
		const unwanted = await bookNextWeek(page, { ...TEM, purpose: '磁性粉末' });
		const unwantedAddress = page.url();

		const labPage = await newVisitor();
		await enterAs(labPage, lab);
		await labPage.goto('/');
		await openSchedule(labPage);
		await requestAt(labPage, wanted)
			.getByRole('button', { name: said(labPage, 'decision_approve'), exact: true })
			.click();
		await expect(notice(labPage)).toHaveText(said(labPage, 'decision_approved'));
		const declined = requestAt(labPage, unwanted);
		await declined.getByText(said(labPage, 'decision_decline_first')).click();
		await declined
			.getByLabel(said(labPage, 'decision_note'))
			.fill('磁性粉末会污染物镜，请改用扫描电镜。');
		await declined
			.getByRole('button', { name: said(labPage, 'decision_decline'), exact: true })
			.click();
		await expect(notice(labPage)).toHaveText(said(labPage, 'decision_declined'));

		await page.goto(wantedAddress);
		await expect(
			page.getByText(said(page, 'booking_status_confirmed'), { exact: true }).first()
		).toBeVisible();
		await page.goto(unwantedAddress);
		await expect(
			page.getByText(said(page, 'booking_status_declined'), { exact: true }).first()
		).toBeVisible();
		await expect(page.getByRole('region', { name: said(page, 'booking_facts') })).toContainText(
			'磁性粉末会污染物镜，请改用扫描电镜。'
		);
	}
);

test(
	'a lab that declines without a reason is asked for one',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await enterAs(page, startup);
		const slot = await bookNextWeek(page, TEM);

		const labPage = await newVisitor();
		await enterAs(labPage, lab);
		await labPage.goto('/');
		await openSchedule(labPage);
		const request = requestAt(labPage, slot);
		await request.getByText(said(labPage, 'decision_decline_first')).click();
		await request
			.getByRole('button', { name: said(labPage, 'decision_decline'), exact: true })
			.click();

		await expect(request.getByRole('alert')).toHaveText(said(labPage, 'refusal_reason_needed'));
	}
);

test('a startup has no way into the calendar of a lab', { tag: '@otherwise' }, async ({ page }) => {
	await enterAs(page, startup);
	await page.goto('/');
	await expect(
		page.getByRole('banner').getByRole('link', { name: said(page, 'nav_lab') })
	).toHaveCount(0);

	const response = await page.goto('/lab');

	expect(response?.status()).toBe(403);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		said(page, 'error_forbidden_title')
	);
});

async function openSchedule(page: Page): Promise<void> {
	await page
		.getByRole('banner')
		.getByRole('link', { name: said(page, 'nav_lab') })
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(said(page, 'lab_title'));
}

/** What the week has of an instrument: a row of the table, or on a narrow screen a part of each day. */
function ofInstrument(page: Page, name: string) {
	if (!isNarrow(page)) return page.getByRole('row').filter({ hasText: name });
	const heading = page.getByRole('heading', { level: 4, name });
	return page.getByRole('main').locator('div:has(> h4)').filter({ has: heading });
}

function requestAt(page: Page, slot: ChosenSlot) {
	return page
		.getByRole('region', { name: said(page, 'lab_inbox') })
		.getByRole('listitem')
		.filter({ hasText: slot.period });
}

function timesOf({ period }: ChosenSlot): string {
	return period.split(' ').at(-1) ?? '';
}
