/** The people of a platform, and the startups that come to it. */
import type { Page } from '@playwright/test';
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { bookNextWeek, type ChosenSlot } from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

const ANALYSER = { key: 'sta', name: '同步热分析仪（TG-DSC）', minutes: 120 };
const TEM = { key: 'tem', name: '200 kV 透射电子显微镜', minutes: 60, needsApproval: true };

test('a lab sees the booking that a startup has just made', async ({ page, newVisitor }) => {
	await enterAs(page, startup);
	const slot = await bookNextWeek(page, { ...ANALYSER, purpose: '隔膜热稳定性' });

	const labPage = await newVisitor();
	await enterAs(labPage, lab);
	await labPage.goto('/');
	await openSchedule(labPage);
	await labPage.getByRole('link', { name: '下一周' }).click();
	const row = labPage.getByRole('row').filter({ hasText: ANALYSER.name });
	await row
		.locator(`a[href$="${new URL(page.url()).pathname}"]`)
		.filter({ hasText: timesOf(slot) })
		.filter({ hasText: '林知夏' })
		.click();

	await expect(labPage.getByRole('region', { name: '预约信息' })).toContainText(slot.period);
	await expect(labPage.getByRole('region', { name: '预约信息' })).toContainText('隔膜热稳定性');
});

test('a lab approves one request and declines another, and the startup reads why', async ({
	page,
	newVisitor
}) => {
	await enterAs(page, startup);
	const wanted = await bookNextWeek(page, { ...TEM, purpose: '晶界' });
	const wantedAddress = page.url();
	await expect(notice(page)).toHaveText('申请已提交，时段已为您保留，等待实验室审批。');
	const unwanted = await bookNextWeek(page, { ...TEM, purpose: '磁性粉末' });
	const unwantedAddress = page.url();

	const labPage = await newVisitor();
	await enterAs(labPage, lab);
	await labPage.goto('/');
	await openSchedule(labPage);
	await requestAt(labPage, wanted).getByRole('button', { name: '通过', exact: true }).click();
	await expect(notice(labPage)).toHaveText('已通过，已通知申请人。');
	const declined = requestAt(labPage, unwanted);
	await declined.getByText('不通过…').click();
	await declined.getByLabel('不通过的原因').fill('磁性粉末会污染物镜，请改用扫描电镜。');
	await declined.getByRole('button', { name: '确认不通过' }).click();
	await expect(notice(labPage)).toHaveText('已答复不通过，时段已让出。');

	await page.goto(wantedAddress);
	await expect(page.getByText('已确认', { exact: true })).toBeVisible();
	await page.goto(unwantedAddress);
	await expect(page.getByText('未通过', { exact: true })).toBeVisible();
	await expect(page.getByRole('region', { name: '预约信息' })).toContainText(
		'磁性粉末会污染物镜，请改用扫描电镜。'
	);
});

test('a lab that declines without a reason is asked for one', async ({ page, newVisitor }) => {
	await enterAs(page, startup);
	const slot = await bookNextWeek(page, TEM);

	const labPage = await newVisitor();
	await enterAs(labPage, lab);
	await labPage.goto('/');
	await openSchedule(labPage);
	const request = requestAt(labPage, slot);
	await request.getByText('不通过…').click();
	await request.getByRole('button', { name: '确认不通过' }).click();

	await expect(request.getByRole('alert')).toHaveText('不通过时请说明原因');
});

test('a startup has no way into the calendar of a lab', async ({ page }) => {
	await enterAs(page, startup);
	await page.goto('/');
	await expect(page.getByRole('banner').getByRole('link', { name: '实验室' })).toHaveCount(0);

	const response = await page.goto('/lab');

	expect(response?.status()).toBe(403);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('您不能查看这个页面');
});

async function openSchedule(page: Page): Promise<void> {
	await page.getByRole('banner').getByRole('link', { name: '实验室' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('实验室日程');
}

function requestAt(page: Page, slot: ChosenSlot) {
	return page
		.getByRole('region', { name: '待您审批' })
		.getByRole('listitem')
		.filter({ hasText: slot.period });
}

function timesOf({ period }: ChosenSlot): string {
	return period.split(' ').at(-1) ?? '';
}
