/** Why not, and what instead: said before anything is sent. */
import { enterAs, startup } from '../support/journeys/account.ts';
import { dayFromNow, expectBookingPage, submitButton } from '../support/journeys/booking.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { aBookingAt, aDemoInstrument, arrange } from '../support/journeys/use.ts';
import { said, saying, text } from '../support/journeys/words.ts';

test(
	'a refusal names every rule and who may lift it, and leads to an equal instrument that is free',
	{ tag: '@otherwise' },
	async ({ page }) => {
		const taken = await aDemoInstrument('被占用的轮廓仪', { longest_minutes: 30 });
		const free = await aDemoInstrument('空闲的轮廓仪');
		await arrange((db) =>
			db.query(
				`update public.instruments
			set class_scheme = classes.scheme, class_level = classes.level, class_code = classes.code
			from (
				select * from public.instrument_classes
				where level = 3 and not exists (
					select from public.instruments where class_code = instrument_classes.code
				)
				limit 1
			) as classes
			where instruments.id = any ($1)`,
				[[taken.id, free.id]]
			)
		);
		const ten = new Date(`${dayFromNow(3)}T10:00+08:00`);
		const eleven = new Date(`${dayFromNow(3)}T11:00+08:00`);
		await aBookingAt(taken, { person: 'founder', startsAt: ten });
		const wish = new URLSearchParams({ start: ten.toISOString(), end: eleven.toISOString() });

		await enterAs(page, startup);
		await page.goto(`/instruments/${taken.id}/book?${wish.toString()}`);
		const why = page
			.getByRole('main')
			.getByRole('status')
			.filter({ hasText: text(page, '这样的时段约不了') });
		await expect(
			why.getByText(
				said(page, 'violation_longest', {
					limit: said(page, 'time_minutes', { count: '30' }),
					actual: said(page, 'time_hours', { count: '1' })
				})
			)
		).toBeVisible();
		await expect(why.getByText(text(page, '可由实验室放宽'))).toHaveCount(1);
		await expect(
			why.getByText(saying(page, 'violation_overlap_period')).filter({ hasText: ' 10:00–11:00' })
		).toBeVisible();
		await expect(why.getByRole('link', { name: /09:30–10:00$/ })).toBeVisible();
		expect(await findViolations(page)).toEqual([]);

		await why.getByRole('link', { name: free.name }).click();
		await expect(page.getByRole('heading', { level: 1 })).toContainText(free.name);
		await submitButton(page).click();
		await expectBookingPage(page);
		await expect(notice(page)).toHaveText(text(page, '预约成功。'));
		await expect(page.getByRole('region', { name: text(page, '预约信息') })).toContainText(
			'10:00–11:00'
		);
	}
);
