/** The day of use between a lab and its customers: early finish, no-shows, maintenance. */
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { tabTo } from '../support/journeys/keyboard.ts';
import { openNotices } from '../support/journeys/notices.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { aBookingAt, aDemoInstrument } from '../support/journeys/use.ts';
import { dayFromNow, submitButton, typeTimes } from '../support/journeys/booking.ts';
import { said, saying, text } from '../support/journeys/words.ts';

const founder = { email: 'founder@demo.test', password: 'yixiang-demo' };

test(
	'whoever is done early frees the rest, and somebody else books it at once',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('提前用完的电镜');
		await aBookingAt(instrument, { inMinutes: -30, minutes: 240 });
		await enterAs(page, startup);
		await page.goto(`/desk/${instrument.id}`);
		await page.getByRole('button', { name: said(page, 'desk_check_in') }).click();
		await expect(page.getByText(saying(page, 'desk_accepted_in'))).toBeVisible();

		const next = await newVisitor();
		await enterAs(next, founder);
		const soon = new Date(Math.ceil(Date.now() / 1_800_000) * 1_800_000 + 3_600_000);
		const wish = new URLSearchParams({
			start: soon.toISOString(),
			end: new Date(soon.getTime() + 1_800_000).toISOString()
		}).toString();
		await next.goto(`/instruments/${instrument.id}/book?${wish}`);
		await expect(next.getByText(saying(next, 'violation_overlap_period')).first()).toBeVisible();

		await page.getByRole('button', { name: said(page, 'desk_check_out') }).click();
		await expect(page.getByText(saying(page, 'desk_accepted_out'))).toBeVisible();

		await next.reload();
		await submitButton(next).click();
		await expect(notice(next)).toHaveText(text(next, '预约成功。'));
	}
);

test(
	'a no-show is appealed by its customer and waived by the lab',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('没人来的色谱仪', {
			grace_minutes: 15,
			no_show_bp: 5000
		});
		const booking = await aBookingAt(instrument, { inMinutes: -60, minutes: 45 });
		await enterAs(page, startup);
		await page.goto('/bookings?tab=missed');
		await page.goto(`/bookings/${booking.id}`);
		await expect(page.getByText(text(page, '这个预约记为未到'))).toBeVisible();
		await expect(page.getByText(text(page, '未到，按规则收取'))).toBeVisible();
		expect(await findViolations(page)).toEqual([]);
		await page.getByLabel(text(page, '情况说明')).fill('地铁停运');
		await page.getByRole('button', { name: text(page, '提交申诉') }).click();
		await expect(notice(page)).toHaveText(text(page, '申诉已提交，等待实验室答复。'));

		const technician = await newVisitor();
		await enterAs(technician, lab);
		await technician.goto(`/bookings/${booking.id}`);
		await expect(technician.getByText('地铁停运').first()).toBeVisible();
		await technician.getByLabel(text(technician, '原因')).fill('情况属实');
		await technician.getByRole('button', { name: said(technician, 'appeal_waive') }).click();
		await expect(notice(technician)).toHaveText(text(technician, '已免于记录，已通知客户。'));

		await page.reload();
		await expect(page.getByText(text(page, '实验室已免除'))).toBeVisible();
		await expect(page.getByText('情况属实').first()).toBeVisible();
	}
);

test(
	'maintenance shows its impact first; who answers moves by one press, who does not is cancelled and told',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('要维护的衍射仪');
		const day = dayFromNow(3);
		const first = await aBookingAt(instrument, { startsAt: new Date(`${day}T12:00+08:00`) });
		const second = await aBookingAt(instrument, {
			person: 'founder',
			startsAt: new Date(`${day}T13:30+08:00`)
		});

		await enterAs(page, lab);
		await page.goto('/lab/closures');
		await page
			.getByRole('link', { name: said(page, 'closures_new') })
			.first()
			.click();
		await page.getByRole('checkbox', { name: instrument.name }).check();
		await typeTimes(page, `${day}T11:00`, `${day}T16:00`);
		await page.getByRole('textbox', { name: said(page, 'closure_reason') }).fill('更换灯丝');
		await page.getByRole('button', { name: text(page, '查看影响') }).click();
		await expect(page.getByText(saying(page, 'closure_impact_sum', { count: '2' }))).toBeVisible();
		expect(await findViolations(page)).toEqual([]);
		await page.getByRole('button', { name: said(page, 'closure_plan') }).click();
		await expect(notice(page)).toHaveText(text(page, '已安排 1 次停机。'));
		expect(await findViolations(page)).toEqual([]);

		const customer = await newVisitor();
		await enterAs(customer, startup);
		await customer.goto(`/bookings/${first.id}`);
		await expect(customer.getByText(text(customer, '原因：更换灯丝'))).toBeVisible();
		await customer
			.getByRole('button', { name: saying(customer, 'offer_take') })
			.first()
			.click();
		await expect(notice(customer)).toHaveText(text(customer, '已改到新的时段。'));

		await page.reload();
		await expect(page.getByText(text(page, '已改期'), { exact: true })).toBeVisible();
		await page.getByText(text(page, '使停机生效…')).click();
		await page.getByRole('button', { name: text(page, '确认生效') }).click();
		await expect(notice(page)).toHaveText(text(page, '停机已生效。'));

		await customer.goto(`/instruments/${instrument.id}/book?view=calendar&day=${day}&week=${day}`);
		await expect(customer.getByText('更换灯丝').first()).toBeVisible();
		const other = await newVisitor();
		await enterAs(other, founder);
		await other.goto(`/bookings/${second.id}`);
		await expect(other.getByText(text(other, '因仪器停机，实验室取消了这个预约'))).toBeVisible();
		await openNotices(other);
		const told = other.getByRole('main').getByRole('listitem').filter({ hasText: instrument.name });
		await expect(async () => {
			await other.reload();
			await expect(told).toHaveCount(2, { timeout: 5_000 });
		}).toPass({ timeout: 120_000 });
		await expect(told.first()).toContainText(
			said(other, 'notice_title_booking_cancelled', { instrument: instrument.name })
		);
	}
);

test(
	'a technician checks a customer in and out from the lab’s page, by keyboard alone',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const instrument = await aDemoInstrument('由技术员签到的质谱仪');
		await aBookingAt(instrument, { inMinutes: -1 });
		await enterAs(page, lab);
		await page.goto(`/lab/instruments/${instrument.id}`);
		expect(await findViolations(page)).toEqual([]);
		await tabTo(page, page.getByRole('button', { name: said(page, 'desk_check_in') }));
		await page.keyboard.press('Enter');
		await expect(notice(page)).toContainText(saying(page, 'desk_done_in'));
		await tabTo(page, page.getByRole('button', { name: said(page, 'desk_check_out') }));
		await page.keyboard.press('Enter');
		await expect(notice(page)).toContainText(saying(page, 'desk_done_out'));

		await page.getByRole('link', { name: text(page, '签到码'), exact: true }).click();
		await expect(
			page.getByRole('img', { name: said(page, 'qr_image', { instrument: instrument.name }) })
		).toBeVisible();
		await expect(page.getByText(`/desk/${instrument.id}`)).toBeVisible();
		expect(await findViolations(page)).toEqual([]);
	}
);
