/** A lab changes its rules, and whoever books meets them. */
import { enterAs, lab, startup } from '../support/journeys/account.ts';
import { dayFromNow } from '../support/journeys/booking.ts';
import { findViolations } from '../support/journeys/find-violations.ts';
import { expect, notice, test } from '../support/journeys/test.ts';
import { aDemoInstrument } from '../support/journeys/use.ts';

test('a manager lets startups have an hour at most, and a startup is told so and keeps to it', async ({
	page,
	newVisitor
}) => {
	const instrument = await aDemoInstrument('限时的光谱仪');
	await enterAs(page, lab);
	await page.goto(`/lab/instruments/${instrument.id}`);
	await page.getByRole('link', { name: '规则与收费', exact: true }).click();
	await page.getByRole('link', { name: '创业企业', exact: true }).click();
	const rules = page.getByRole('region', { name: '创业企业的规则' });
	await rules.getByLabel('最长（分钟）').fill('60');
	await rules.getByRole('button', { name: '保存为新版本' }).click();
	await expect(notice(page)).toHaveText('规则已保存，为第 1 版。');
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
		customer.getByText('每次最多预约 1 小时，所选时段为 2 小时。').first()
	).toBeVisible();
	await customer.goto(wishUntil('11:00'));
	await customer.getByRole('button', { name: '预约', exact: true }).click();
	await expect(notice(customer)).toHaveText('预约成功。');
});
