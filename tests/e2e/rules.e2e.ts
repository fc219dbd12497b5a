/** A lab changes its rules, and whoever books meets them. */
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { dayFromNow, submitButton } from '../support/journeys/booking.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { aDemoInstrument } from '../support/journeys/use.ts';
import { said, text } from '../support/journeys/words.ts';

test(
	'a manager lets startups have an hour at most, and a startup is told so and keeps to it',
	{ tag: '@otherwise' },
	async ({ page, newVisitor }) => {
		const instrument = await aDemoInstrument('限时的光谱仪');
		await enterAs(page, lab);
		await page.goto(`/lab/instruments/${instrument.id}`);
		await page.getByRole('link', { name: text(page, '规则与收费'), exact: true }).click();
		await page
			.getByRole('link', { name: said(page, 'customer_kind_startup'), exact: true })
			.click();
		const rules = page.getByRole('region', {
			name: said(page, 'rules_form_title', { customer: said(page, 'customer_kind_startup') })
		});
		await rules
			.getByLabel(
				said(page, 'rules_label_unit', {
					label: said(page, 'rules_longest'),
					unit: said(page, 'unit_minutes')
				})
			)
			.fill('60');
		await rules.getByRole('button', { name: text(page, '保存为新版本') }).click();
		await expect(notice(page)).toHaveText(text(page, '规则已保存，为第 1 版。'));
		expect(await findViolations(page)).toEqual([]);

		const customer = await newVisitor();
		await enterAs(customer, startup);
		await customer.goto('/');
		function wishUntil(end: string): string {
			const wish = new URLSearchParams({
				start: `${dayFromNow(9)}T10:00`,
				end: `${dayFromNow(9)}T${end}`
			});
			return `/instruments/${instrument.id}/book?${wish.toString()}`;
		}
		await customer.goto(wishUntil('12:00'));
		await expect(
			customer
				.getByText(
					said(customer, 'violation_longest', {
						limit: said(customer, 'time_hours', { count: '1' }),
						actual: said(customer, 'time_hours', { count: '2' })
					})
				)
				.first()
		).toBeVisible();
		await customer.goto(wishUntil('11:00'));
		await submitButton(customer).click();
		await expect(notice(customer)).toHaveText(text(customer, '预约成功。'));
	}
);
