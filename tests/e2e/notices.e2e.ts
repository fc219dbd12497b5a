/** What people are told on the site, and how they choose it. */
import { randomUUID } from 'node:crypto';
import { demoAccount, enterAs, lab, makerspace } from '../support/journeys/account.ts';
import { bookNextWeek } from '../support/journeys/booking.ts';
import { bell, openNotices, waitForUnread } from '../support/journeys/notices.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { either, said, text } from '../support/journeys/words.ts';

const TEM = { key: 'tem', minutes: 60, needsApproval: true };

/** Somebody of whom no other journey and none of the demo's bookings gives notice. */
const quiet = demoAccount('song.guifan');

test(
	'whose request is declined sees the bell, reads why, and follows it to the booking',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const reason = `磁性粉末会污染物镜（${randomUUID().slice(0, 8)}）。`;
		await enterAs(page, quiet);
		await bookNextWeek(page, { ...TEM, purpose: '孵化团队的磁性粉末' });
		const booking = page.url();
		await expect(bell(page)).toHaveAccessibleName(text(page, '通知'));

		const labPage = await newVisitor();
		await labPage.goto('/');
		await enterAs(labPage, lab);
		await labPage.goto(booking);
		await labPage.getByText(text(labPage, '不通过…')).click();
		await labPage.getByLabel(text(labPage, '不通过的原因')).fill(reason);
		await labPage.getByRole('button', { name: text(labPage, '确认不通过') }).click();
		await expect(notice(labPage)).toHaveText(text(labPage, '已答复不通过，时段已让出。'));

		await waitForUnread(page, 1);
		await openNotices(page);
		const instrument = either(
			page,
			'200 kV 透射电子显微镜',
			'200 kV transmission electron microscope'
		);
		const told = page.getByRole('main').getByRole('listitem').first();
		await expect(told).toContainText(text(page, `说明：${reason}`));
		await told
			.getByRole('button', { name: text(page, `申请未通过：${instrument}`), exact: true })
			.click();
		await expect(page).toHaveURL(booking);
		await expect(page.getByText(text(page, '未通过'), { exact: true }).first()).toBeVisible();
		await expect(bell(page)).toHaveAccessibleName(text(page, '通知'));

		// Mail is in the language of its reader, whichever page they are on.
		await page.getByRole('link', { name: text(page, '开发邮箱') }).click();
		await expect(
			page.getByRole('article').filter({ hasText: quiet.email }).filter({ hasText: reason })
		).toContainText('申请未通过');
	}
);

test(
	'a lab marks one notice and then all of them as read',
	{ tag: '@otherwise' },
	async ({ page }) => {
		await enterAs(page, lab);
		await page.goto('/');
		await openNotices(page);
		const newest = page.getByRole('main').getByRole('listitem').first();
		const title = await newest.getByRole('button').first().innerText();
		const id = await newest.locator('input[name="id"]').first().inputValue();
		// Others go on booking, so that another may be the newest by now.
		const first = page
			.getByRole('main')
			.getByRole('listitem')
			.filter({ has: page.locator(`input[value="${id}"]`) });
		const mark = first.getByRole('button', { name: text(page, `标为已读：${title}`) });

		await mark.click();
		await expect(mark).toHaveCount(0);

		const unread = page
			.getByRole('main')
			.getByRole('listitem')
			.filter({ has: page.getByText(text(page, '未读'), { exact: true }) });
		const marked = await unread.allInnerTexts();
		expect(marked).not.toEqual([]);
		await page.getByRole('button', { name: text(page, '全部标为已读') }).click();
		await expect(notice(page)).toHaveText(text(page, '已全部标为已读。'));
		// Only what comes after the press may be unread.
		await expect
			.poll(async () => (await unread.allInnerTexts()).filter((text) => marked.includes(text)))
			.toEqual([]);
	}
);

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('a person chooses what is mailed', { tag: '@otherwise' }, async ({ page }) => {
		await page.goto('/profile');
		await page.getByLabel(text(page, '邮箱')).fill(makerspace.email);
		await page.getByLabel(text(page, '密码')).fill(makerspace.password);
		await page
			.getByRole('main')
			.getByRole('button', { name: text(page, '登录'), exact: true })
			.click();
		const choice = page.getByLabel(
			said(page, 'notice_preferences_choice_by_mail', {
				kind: text(page, '开始前一小时提醒')
			})
		);
		const wanted = !(await choice.isChecked());

		await choice.setChecked(wanted);
		await page.getByRole('button', { name: text(page, '保存通知设置') }).click();

		await expect(notice(page)).toHaveText(text(page, '通知设置已保存。'));
		await page.goto('/profile');
		await expect(choice).toBeChecked({ checked: wanted });
	});
});
