/** A member of a startup, from looking for an instrument to giving the time back. */
import { enterAs, fillSignIn, signIn, startup } from '../support/journeys/account.ts';
import {
	bookInstrument,
	bookNextWeek,
	cancelBooking,
	chooseSlot,
	confirmBooking,
	dayFromNow,
	downloadCalendar,
	expectBookingPage,
	findInMyBookings,
	findInstrument,
	openWeek,
	submitButton,
	typeTimes
} from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';

const SEM = { query: '电镜', instrument: '场发射扫描电子显微镜', length: '2 小时' };

test('a startup finds an instrument by two characters, sees its week and books two hours', async ({
	page
}) => {
	await signIn(page, startup);
	await findInstrument(page, SEM.query, SEM.instrument);
	await openWeek(page);
	await expect(page.getByRole('table')).toContainText('已占用');
	await expect(page.getByRole('table')).toContainText('不开放');

	const slot = await chooseSlot(page, SEM.length);
	await expect(page.getByText('¥640')).toBeVisible();
	await confirmBooking(page, { purpose: '涂覆隔膜截面' });

	await expect(notice(page)).toHaveText('预约成功。');
	await expect(page.getByRole('main')).toContainText(slot.period);
	await expect(page.getByRole('main')).toContainText('涂覆隔膜截面');
	await expect(await findInMyBookings(page, slot.period)).toContainText(['已确认']);
});

test('what a booking counts as is chosen when booking, and changed on its page', async ({
	page
}) => {
	await enterAs(page, startup);
	await page.goto('/');
	await findInstrument(page, SEM.query, SEM.instrument);
	await openWeek(page);
	await chooseSlot(page, SEM.length);
	await page.getByLabel('统计类别').selectOption('科技开发');
	await confirmBooking(page);
	await expect(page.getByRole('main')).toContainText('科技开发');

	await page.getByText('修改统计类别').click();
	await page.getByLabel('统计类别').selectOption('法定认证');
	await page.getByRole('button', { name: '保存', exact: true }).click();

	await expect(notice(page)).toHaveText('统计类别已保存');
	await expect(page.getByRole('main')).toContainText('法定认证');
});

test('a booking comes as a calendar file in universal time', async ({ page }) => {
	await enterAs(page, startup);
	const slot = await bookNextWeek(page, { key: 'fe-sem', minutes: 120 });

	const calendar = await downloadCalendar(page);

	expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n/);
	expect(calendar).toMatch(/^UID:booking-[\da-f-]{36}@yixiang\r$/m);
	expect(calendar).toContain(`\r\nDTSTART:${inUniversalTime(slot.start)}\r\n`);
	expect(calendar).toContain(`\r\nDTEND:${inUniversalTime(slot.end)}\r\n`);
	expect(calendar).toContain(`SUMMARY:使用${SEM.instrument}`);
});

test('the same in English', async ({ page }) => {
	await page.goto('/');
	await page.getByRole('link', { name: 'English' }).click();
	await signIn(page, startup);

	const slot = await bookInstrument(page, {
		query: 'diffractometer',
		instrument: 'Powder X-ray diffractometer',
		length: '2 hours'
	});

	await expect(notice(page)).toHaveText('Booked.');
	await expect(await findInMyBookings(page, slot.period)).toContainText(['Confirmed']);
});

test('a refusal explains every rule, and one click on an offered slot books it', async ({
	page
}) => {
	const night = dayFromNow(7);
	await enterAs(page, startup);
	await page.goto('/');
	await findInstrument(page, SEM.query, SEM.instrument);
	await openWeek(page);
	await page.getByLabel('用途').fill('夜里的样品');
	await typeTimes(page, `${night}T03:10`, `${night}T03:30`);
	await expect(notice(page)).toContainText('这样的时段约不了');
	await submitButton(page).click();

	const refusal = page.getByRole('alert');
	await expect(
		refusal.getByRole('listitem').filter({ hasNot: page.getByRole('button') })
	).toHaveText([
		'每次至少预约 1 小时，所选时段为 20 分钟。 可由实验室放宽',
		'开始和结束时间须是从零点起每 30 分钟一格的整格，所选为 03:10–03:30。 可由实验室放宽',
		'所选时段有一部分不在开放时间内。 可由实验室放宽'
	]);

	const offer = refusal.getByRole('button', { name: /^改约 / }).first();
	const [, period = ''] = /^改约 (.+)$/.exec(await offer.innerText()) ?? [];
	await offer.click();
	await expectBookingPage(page);
	await expect(page.getByRole('main')).toContainText(period);
	await expect(page.getByRole('main')).toContainText('夜里的样品');
});

test('a startup moves its booking, cancels it, takes that back, and frees the slot after all', async ({
	page
}) => {
	await enterAs(page, startup);
	const first = await bookNextWeek(page, { key: 'fe-sem', minutes: 120 });
	await page.getByRole('link', { name: '改期', exact: true }).click();
	const second = await chooseSlot(page, '1 小时');
	await page.getByRole('button', { name: '确认改期' }).click();
	await expect(notice(page)).toHaveText('已改期。');
	await expect(page.getByRole('region', { name: '预约信息' })).toContainText(second.period);
	await expect(page.getByRole('region', { name: '经过' })).toContainText(first.period);

	await cancelBooking(page);
	await expect(notice(page)).toHaveText('预约已取消，时段已让出。');
	await page.getByRole('button', { name: '撤销取消，恢复预约' }).click();
	await expect(page.getByText('已确认', { exact: true })).toBeVisible();
	await cancelBooking(page);

	await expect(notice(page)).toHaveText('预约已取消，时段已让出。');
	await expect(page.getByText('已取消', { exact: true })).toBeVisible();
	await page.getByRole('main').getByRole('link', { name: SEM.instrument }).first().click();
	await openWeek(page);
	const again = await chooseSlot(page, '1 小时', { weeksAhead: 2 });
	expect(again).toEqual(second);
});

test('what was chosen is kept through signing in', async ({ page }) => {
	await page.goto('/');
	await findInstrument(page, SEM.query, SEM.instrument);
	await openWeek(page);
	const slot = await chooseSlot(page, SEM.length);
	await page.getByRole('link', { name: '登录并继续预约' }).click();
	await fillSignIn(page, startup);

	await expect(page.getByRole('region', { name: '第二步：确认预约' })).toContainText(slot.period);
	await confirmBooking(page);

	await expect(page.getByRole('region', { name: '预约信息' })).toContainText(slot.period);
});

test('a double click on the button books once', async ({ page }) => {
	await signIn(page, startup);
	await findInstrument(page, SEM.query, SEM.instrument);
	await openWeek(page);
	const slot = await chooseSlot(page, SEM.length);

	await submitButton(page).dblclick();

	await expectBookingPage(page);
	await expect(notice(page)).toHaveText('预约成功。');
	await expect(await findInMyBookings(page, slot.period)).toHaveCount(1);
});

function inUniversalTime(instant: Date): string {
	return instant.toISOString().replace(/[-:]|\.\d+/g, '');
}
