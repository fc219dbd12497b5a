/** What keeps a lab in order: who may use what, what is broken, and who behaves. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, lab, signIn, startup } from '../support/journeys/account.ts';
import { dayFromNow, submitButton } from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { goInLab } from '../support/journeys/way.ts';
import { aBookingAt, aDemoInstrument, arrange } from '../support/journeys/use.ts';
import { either, said, saying, text, wordsOf } from '../support/journeys/words.ts';

function region(page: Page, name: string) {
	return page.getByRole('region', { name: text(page, name), exact: true });
}

/** A time on the wall of the lab, so many days from now. */
function wallTime(days: number, time: string): string {
	return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
}

test(
	'a lab gives a course, somebody enrols, and is qualified',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const course = `上机培训 ${randomUUID().slice(0, 8)}`;
		await enterAs(page, lab);
		await page.goto('/lab');
		await goInLab(page, text(page, '培训课程'));
		const add = region(page, '新建课程');
		await add.getByLabel(text(page, '课程名称'), { exact: true }).fill(course);
		await add.getByLabel(text(page, '资格有效期（月）')).fill('12');
		await add.getByRole('button', { name: text(page, '新建课程') }).click();
		await expect(notice(page)).toContainText(course);

		const plan = region(page, '安排场次');
		await plan.getByLabel(wordsOf(page).start).fill(wallTime(3, '09:00'));
		await plan.getByLabel(wordsOf(page).end).fill(wallTime(3, '11:00'));
		await plan.getByLabel(said(page, 'course_place')).fill('B102');
		await plan.getByLabel(text(page, '名额')).fill('1');
		await plan.getByRole('button', { name: text(page, '安排场次') }).click();
		await expect(page.getByText(text(page, '已报 0 / 1'))).toBeVisible();
		await page.getByRole('navigation').getByRole('link', { name: course }).click();
		const publicHref = await page
			.getByRole('link', { name: text(page, '查看公开页面') })
			.getAttribute('href');

		const guest = await newVisitor();
		await signIn(guest, startup);
		await guest.goto(publicHref ?? '');
		await guest.getByRole('button', { name: text(guest, '报名') }).click();
		await expect(notice(guest)).toHaveText(text(guest, '报名成功。'));
		await guest.goto('/profile');
		await guest.getByRole('link', { name: text(guest, '查看培训与资格') }).click();
		await expect(region(guest, '已报名的培训')).toContainText(course);

		const grant = region(page, '直接授予资格');
		await grant.getByLabel(text(page, '邮箱')).fill(startup.email);
		await grant.getByLabel(text(page, '原因')).fill('已在校内考核通过');
		await grant.getByRole('button', { name: text(page, '直接授予资格') }).click();
		await expect(region(page, '持有资格的人')).toContainText('林知夏');
		await guest.reload();
		await expect(region(guest, '使用资格')).toContainText(course);
	}
);

test(
	'a customer reports a fault, everybody sees it, and the lab settles it',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = `/instruments/${demoId('instrument/tem')}`;
		const what = `真空报警 ${randomUUID().slice(0, 8)}`;
		await enterAs(page, startup);
		await page.goto(instrument);
		await page.getByRole('link', { name: text(page, '报告故障') }).click();
		await page.getByLabel(text(page, '严重程度')).selectOption('unusable');
		await page.getByLabel(text(page, '故障现象')).fill(what);
		await page.getByRole('button', { name: said(page, 'fault_report_send') }).click();
		await expect(notice(page)).toContainText(said(page, 'fault_report_done'));

		const technician = await newVisitor();
		await enterAs(technician, demoAccount('technician'));
		await technician.goto('/lab');
		await goInLab(technician, text(technician, '仪器故障'));
		await technician.getByRole('listitem').filter({ hasText: what }).getByRole('link').click();
		const assess = region(technician, '判断');
		await assess.getByLabel(text(technician, '严重程度')).selectOption('degraded');
		await assess.getByLabel(text(technician, '使用提示')).fill('高倍模式暂停');
		await assess.getByRole('button', { name: text(technician, '保存') }).click();
		await expect(notice(technician)).toContainText(said(technician, 'fault_assessed'));

		const visitor = await newVisitor();
		await visitor.goto(instrument);
		await expect(visitor.getByText('高倍模式暂停')).toBeVisible();
		await expect(visitor.getByText(what)).toHaveCount(0);

		await region(technician, '处理完毕')
			.getByLabel(said(technician, 'fault_settlement'))
			.fill('更换密封圈');
		await technician.getByRole('button', { name: text(technician, '处理完毕') }).click();
		await expect(notice(technician)).toContainText(said(technician, 'fault_settle_done'));
		await page.reload();
		await expect(page.getByText('更换密封圈')).toBeVisible();
		await visitor.reload();
		await expect(visitor.getByText('高倍模式暂停')).toHaveCount(0);
	}
);

test(
	'a lab closes an instrument for a fault, and whoever has booked it is told',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('漏真空的镀膜机');
		const tomorrow = dayFromNow(1);
		const booking = await aBookingAt(instrument, {
			person: 'founder',
			startsAt: new Date(`${tomorrow}T10:00+08:00`)
		});
		const wish = new URLSearchParams({
			view: 'calendar',
			start: `${tomorrow}T14:00+08:00`,
			end: `${tomorrow}T15:00+08:00`
		});
		const calendar = `/instruments/${instrument.id}/book?${wish.toString()}`;
		const customer = await newVisitor();
		await enterAs(customer, demoAccount('founder'));
		await customer.goto(calendar);
		await expect(submitButton(customer)).toBeVisible();
		const [, month, day] = tomorrow.split('-').map(Number);
		const monthName = new Date(tomorrow).toLocaleString('en', { month: 'short' });
		const column = customer.getByRole('columnheader', {
			name: either(customer, `${month}/${day}`, `${day} ${monthName}`)
		});
		const noSlots = new RegExp(`\\D${said(customer, 'calendar_day_count', { count: '0' })}`);
		await expect(column).not.toContainText(noSlots);

		// By the code on the instrument, as whoever finds it broken would.
		await enterAs(page, startup);
		await page.goto(`/desk/${instrument.id}`);
		await page.getByRole('link', { name: text(page, '报告故障') }).click();
		await page.getByLabel(text(page, '严重程度')).selectOption('unusable');
		await page.getByLabel(text(page, '故障现象')).fill('真空抽不下去');
		await page.getByRole('button', { name: said(page, 'fault_report_send') }).click();
		await expect(notice(page)).toContainText(said(page, 'fault_report_done'));

		const technician = await newVisitor();
		await enterAs(technician, demoAccount('technician'));
		await technician.goto(new URL(page.url()).pathname);
		const close = region(technician, '停机检修');
		await close.getByLabel(wordsOf(technician).end).fill(`${dayFromNow(2)}T12:00`);
		await close.getByRole('button', { name: text(technician, '查看影响') }).click();
		await expect(close.getByRole('status')).toContainText('10:00–11:00');
		await close.getByRole('button', { name: text(technician, '从现在起停机') }).click();
		await expect(notice(technician).first()).toContainText(said(technician, 'fault_closed'));

		await expect(async () => {
			await customer.goto('/notices');
			await expect(
				customer.getByRole('main').getByRole('listitem').filter({ hasText: instrument.name })
			).toHaveCount(1, { timeout: 5_000 });
		}).toPass({ timeout: 120_000 });
		await customer.goto(`/bookings/${booking.id}`);
		await expect(
			customer.getByText(text(customer, '实验室计划停机，与您的预约冲突'))
		).toBeVisible();
		await customer.goto(calendar);
		await expect(customer.getByRole('main')).toContainText(saying(customer, 'violation_closure'));
		await expect(column).toContainText(noSlots);
	}
);

test(
	'a suspended customer reads why, and is free again when the lab lifts it',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		await suspendAgain();
		await enterAs(page, demoAccount('bai.yinuo'));
		await page.goto('/profile');
		await expect(page.getByText('两次未清理样品仓即离开', { exact: false })).toBeVisible();

		const manager = await newVisitor();
		await enterAs(manager, lab);
		await manager.goto('/lab');
		await goInLab(manager, text(manager, '用户信用'));
		const row = region(manager, '暂停记录').getByRole('listitem').filter({ hasText: '白一诺' });
		await row.locator('summary').click();
		await row.getByLabel(text(manager, '原因')).fill('已当面沟通');
		await row.getByRole('button', { name: said(manager, 'suspension_lift') }).click();
		await expect(notice(manager)).toContainText(said(manager, 'suspension_lift_done'));

		await page.reload();
		await expect(page.getByText(text(page, '有平台暂停接受您的新预约'))).toHaveCount(0);
	}
);

/** The demo's suspension as it was, however often the journey has been made. */
async function suspendAgain(): Promise<void> {
	await arrange((db) =>
		db.query(
			`update public.suspensions set lifted_at = null, lifted_by = null, lift_reason = null
			where id = $1`,
			[demoId('suspension/bai.yinuo')]
		)
	);
}
