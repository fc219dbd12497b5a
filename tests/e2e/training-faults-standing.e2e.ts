/** What keeps a lab in order: who may use what, what is broken, and who behaves. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { demoId } from '../support/demo-id.ts';
import { demoAccount, enterAs, lab, signIn, startup } from '../support/journeys/account.ts';
import { dayFromNow, submitButton } from '../support/journeys/booking.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { aBookingAt, aDemoInstrument } from '../support/journeys/use.ts';

function region(page: Page, name: string) {
	return page.getByRole('region', { name, exact: true });
}

/** A time on the wall of the lab, so many days from now. */
function wallTime(days: number, time: string): string {
	return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
}

test('a lab gives a course, somebody enrols, and is qualified', async ({ page, newVisitor }) => {
	const course = `上机培训 ${randomUUID().slice(0, 8)}`;
	await enterAs(page, lab);
	await page.goto('/lab');
	await page.getByRole('link', { name: '培训课程' }).click();
	const add = region(page, '新建课程');
	await add.getByLabel('课程名称').fill(course);
	await add.getByLabel('资格有效期').fill('12');
	await add.getByRole('button', { name: '新建课程' }).click();
	await expect(notice(page)).toContainText(course);

	const plan = region(page, '安排场次');
	await plan.getByLabel('开始').fill(wallTime(3, '09:00'));
	await plan.getByLabel('结束').fill(wallTime(3, '11:00'));
	await plan.getByLabel('地点').fill('B102');
	await plan.getByLabel('名额').fill('1');
	await plan.getByRole('button', { name: '安排场次' }).click();
	await expect(page.getByText('已报 0 / 1')).toBeVisible();
	await page.getByRole('navigation').getByRole('link', { name: course }).click();
	const publicHref = await page.getByRole('link', { name: '查看公开页面' }).getAttribute('href');

	const guest = await newVisitor();
	await signIn(guest, startup);
	await guest.goto(publicHref ?? '');
	await guest.getByRole('button', { name: '报名' }).click();
	await expect(notice(guest)).toHaveText('报名成功。');
	await guest.goto('/profile');
	await guest.getByRole('link', { name: '查看培训与资格' }).click();
	await expect(region(guest, '已报名的培训')).toContainText(course);

	const grant = region(page, '直接授予资格');
	await grant.getByLabel('邮箱').fill(startup.email);
	await grant.getByLabel('原因').fill('已在校内考核通过');
	await grant.getByRole('button', { name: '直接授予资格' }).click();
	await expect(region(page, '持有资格的人')).toContainText('林知夏');
	await guest.reload();
	await expect(region(guest, '操作资格')).toContainText(course);
});

test('a customer reports a fault, everybody sees it, and the lab settles it', async ({
	page,
	newVisitor
}) => {
	const instrument = `/instruments/${demoId('instrument/tem')}`;
	const what = `真空报警 ${randomUUID().slice(0, 8)}`;
	await enterAs(page, startup);
	await page.goto(instrument);
	await page.getByRole('link', { name: '报告故障' }).click();
	await page.getByLabel('严重程度').selectOption('unusable');
	await page.getByLabel('故障现象').fill(what);
	await page.getByRole('button', { name: '提交' }).click();
	await expect(notice(page)).toContainText('已报给实验室');

	const technician = await newVisitor();
	await enterAs(technician, demoAccount('technician'));
	await technician.goto('/lab');
	await technician.getByRole('link', { name: '仪器故障' }).click();
	await technician.getByRole('listitem').filter({ hasText: what }).getByRole('link').click();
	const assess = region(technician, '判断');
	await assess.getByLabel('严重程度').selectOption('degraded');
	await assess.getByLabel('使用提示').fill('高倍模式暂停');
	await assess.getByRole('button', { name: '保存' }).click();
	await expect(notice(technician)).toContainText('已保存');

	const visitor = await newVisitor();
	await visitor.goto(instrument);
	await expect(visitor.getByText('高倍模式暂停')).toBeVisible();
	await expect(visitor.getByText(what)).toHaveCount(0);

	await region(technician, '处理完毕').getByLabel('处理结果').fill('更换密封圈');
	await technician.getByRole('button', { name: '处理完毕' }).click();
	await expect(notice(technician)).toContainText('已处理');
	await page.reload();
	await expect(page.getByText('更换密封圈')).toBeVisible();
	await visitor.reload();
	await expect(visitor.getByText('高倍模式暂停')).toHaveCount(0);
});

test('a lab closes an instrument for a fault, and whoever has booked it is told', async ({
	page,
	newVisitor
}) => {
	const instrument = await aDemoInstrument('漏真空的镀膜机');
	const tomorrow = dayFromNow(1);
	const booking = await aBookingAt(instrument, {
		person: 'founder',
		startsAt: new Date(`${tomorrow}T10:00+08:00`)
	});
	const wish = new URLSearchParams({
		start: `${tomorrow}T14:00+08:00`,
		end: `${tomorrow}T15:00+08:00`
	});
	const calendar = `/instruments/${instrument.id}/book?${wish.toString()}`;
	const customer = await newVisitor();
	await enterAs(customer, demoAccount('founder'));
	await customer.goto(calendar);
	await expect(submitButton(customer)).toBeVisible();
	const [, month, day] = tomorrow.split('-').map(Number);
	const column = customer.getByRole('columnheader', { name: `${month}/${day}` });
	await expect(column).not.toContainText(/\D0 个可选时段/);

	// By the code on the instrument, as whoever finds it broken would.
	await enterAs(page, startup);
	await page.goto(`/desk/${instrument.id}`);
	await page.getByRole('link', { name: '报告故障' }).click();
	await page.getByLabel('严重程度').selectOption('unusable');
	await page.getByLabel('故障现象').fill('真空抽不下去');
	await page.getByRole('button', { name: '提交' }).click();
	await expect(notice(page)).toContainText('已报给实验室');

	const technician = await newVisitor();
	await enterAs(technician, demoAccount('technician'));
	await technician.goto(new URL(page.url()).pathname);
	const close = region(technician, '停机检修');
	await close.getByLabel(/^结束时间/).fill(`${dayFromNow(2)}T12:00`);
	await close.getByRole('button', { name: '查看影响' }).click();
	await expect(close.getByRole('status')).toContainText('10:00–11:00');
	await close.getByRole('button', { name: '从现在起停机' }).click();
	await expect(notice(technician).first()).toContainText('停机已安排');

	await expect(async () => {
		await customer.goto('/notices');
		await expect(
			customer.getByRole('main').getByRole('listitem').filter({ hasText: instrument.name })
		).toHaveCount(1, { timeout: 5_000 });
	}).toPass({ timeout: 120_000 });
	await customer.goto(`/bookings/${booking.id}`);
	await expect(customer.getByText('实验室计划停机，与您的预约冲突')).toBeVisible();
	await customer.goto(calendar);
	await expect(customer.getByRole('main')).toContainText('实验室已安排停机');
	await expect(column).toContainText(/\D0 个可选时段/);
});

test('a suspended customer reads why, and is free again when the lab lifts it', async ({
	page,
	newVisitor
}) => {
	await enterAs(page, demoAccount('bai.yinuo'));
	await page.goto('/profile');
	await expect(page.getByText('两次未清理样品仓即离开', { exact: false })).toBeVisible();

	const manager = await newVisitor();
	await enterAs(manager, lab);
	await manager.goto('/lab');
	await manager.getByRole('link', { name: '用户信用' }).click();
	const row = region(manager, '暂停记录').getByRole('listitem').filter({ hasText: '白一诺' });
	await row.locator('summary').click();
	await row.getByLabel('原因').fill('已当面沟通');
	await row.getByRole('button', { name: '恢复预约' }).click();
	await expect(notice(manager)).toContainText('已恢复');

	await page.reload();
	await expect(page.getByText('有平台暂停了您的预约')).toHaveCount(0);
});
