import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { toPeriod } from '#lib/time/period.ts';
import OfferForm from './OfferForm.svelte';

const props = {
	closure: {
		kind: 'maintenance',
		period: toPeriod({ start: '2026-11-30T02:00Z', end: '2026-11-30T08:00Z' }),
		reason: '更换灯丝'
	},
	slots: [
		{ start: '2026-11-30T00:00:00+00:00', end: '2026-11-30T02:00:00+00:00' },
		{ start: '2026-11-30T08:00:00+00:00', end: '2026-11-30T10:00:00+00:00' }
	],
	timeZone: 'Asia/Shanghai',
	refused: null
};

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('the offer of a closure', () => {
	it('says what, when and why', async () => {
		const screen = await render(OfferForm, props);

		await expect.element(screen.getByText(/维护：11月30日 周一 10:00–16:00/)).toBeVisible();
		await expect.element(screen.getByText('原因：更换灯丝')).toBeVisible();
	});

	it('has each slot as one press, and cancelling as two', async () => {
		const screen = await render(OfferForm, props);

		expect(screen.getByRole('button', { name: '确认免费取消' }).elements()).toEqual([]);
		await screen.getByText('免费取消预约').click();

		const buttons = screen.getByRole('button').elements() as HTMLButtonElement[];
		expect(buttons.map(({ name, value }) => [name, value])).toEqual([
			['slot', '2026-11-30T00:00:00Z'],
			['slot', '2026-11-30T08:00:00Z'],
			['slot', 'none']
		]);
		await expect
			.element(screen.getByRole('button', { name: '改到 11月30日 周一 16:00–18:00' }))
			.toHaveAttribute('type', 'submit');
	});

	it('says so when no slot is near', async () => {
		const screen = await render(OfferForm, { ...props, slots: [] });

		await expect.element(screen.getByText(/附近没有同样长的空闲时段/)).toBeVisible();
		await expect.element(screen.getByText('免费取消预约')).toBeVisible();
	});

	it('reads out why an answer was refused', async () => {
		const screen = await render(OfferForm, { ...props, refused: '这段时间刚被别人约走' });

		await expect.element(screen.getByRole('alert')).toHaveTextContent('这段时间刚被别人约走');
	});
});
