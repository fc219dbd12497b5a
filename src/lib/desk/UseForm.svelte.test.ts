import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import UseForm from './UseForm.svelte';

const booking = {
	id: '5f3d1c9e-0000-4000-8000-000000000001',
	starts_at: '2026-11-30T02:00:00Z',
	ends_at: '2026-11-30T04:00:00Z',
	no_show_at: '2026-11-30T02:30:00Z',
	checked_in_at: null,
	can_check_in: true,
	can_check_out: false
};
const inUse = {
	...booking,
	checked_in_at: '2026-11-30T02:05:00Z',
	can_check_in: false,
	can_check_out: true
};

function at(time: string) {
	return { timeZone: 'Asia/Shanghai', at: new Date(`2026-11-30T${time}:00Z`) };
}

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('check-in', () => {
	it('says until when it is in time', async () => {
		const screen = await render(UseForm, { booking, ...at('02:10') });

		await expect.element(screen.getByRole('button', { name: '签到' })).toBeVisible();
		await expect.element(screen.getByText(/请在 10:30 前签到/)).toBeVisible();
	});

	it('is still there when it is late, and says what that means', async () => {
		const screen = await render(UseForm, { booking, ...at('02:40') });

		await expect.element(screen.getByRole('button', { name: '签到' })).toBeVisible();
		await expect.element(screen.getByText(/已过签到时限（10:30）/)).toBeVisible();
	});

	it('is not there too early, and says from when on it is', async () => {
		const early = { ...booking, can_check_in: false };

		const screen = await render(UseForm, { booking: early, ...at('01:00') });

		await expect.element(screen.getByText('09:45 起可以签到')).toBeVisible();
		expect(screen.getByRole('button').elements()).toEqual([]);
	});

	it('leaves the press to a script that takes it', async () => {
		const onpress = vi.fn(() => true);
		const screen = await render(UseForm, { booking, ...at('02:10'), onpress });

		await screen.getByRole('button', { name: '签到' }).click();

		expect(onpress).toHaveBeenCalledExactlyOnceWith('check-in');
	});
});

describe('a booking in use', () => {
	it('can be ended early or extended from the end that is shown', async () => {
		const screen = await render(UseForm, { booking: inUse, ...at('03:00') });

		await expect.element(screen.getByText('10:05 已签到')).toBeVisible();
		await expect.element(screen.getByRole('button', { name: '签退' })).toBeVisible();
		await expect.element(screen.getByText(/剩余时间立即让出/)).toBeVisible();
		await expect.element(screen.getByRole('button', { name: '延长 30 分钟' })).toHaveValue('30');
	});

	it('says that its time is over when it is', async () => {
		const screen = await render(UseForm, { booking: inUse, ...at('04:05') });

		await expect.element(screen.getByText(/预约时间到 12:00 已结束/)).toBeVisible();
		await expect.element(screen.getByRole('button', { name: '签退' })).toBeVisible();
	});

	it('stays on its page when more time is out of reach', async () => {
		vi.spyOn(window, 'fetch').mockRejectedValueOnce(new TypeError('Failed to fetch'));
		const screen = await render(UseForm, { booking: inUse, ...at('03:00') });

		await screen.getByRole('button', { name: '延长 30 分钟' }).click();

		await expect.element(screen.getByText(/^没有连上网络/)).toBeVisible();
		await expect.element(screen.getByRole('button', { name: '签退' })).toBeVisible();
	});

	it('says why it was refused more time', async () => {
		const refusedPress = {
			bookingId: inUse.id,
			refusal: {
				reason: 'rules' as const,
				violations: [
					{
						rule: 'overlap',
						message: '',
						limit: 1,
						actual: '2026-11-30T04:00:00Z/2026-11-30T05:00:00Z',
						lifted_by: null
					}
				],
				alternatives: [],
				equivalents: []
			}
		};

		const screen = await render(UseForm, {
			booking: inUse,
			...at('03:00'),
			refused: refusedPress
		});

		await expect.element(screen.getByRole('alert').getByText(/12:00–13:00/)).toBeVisible();
	});
});
