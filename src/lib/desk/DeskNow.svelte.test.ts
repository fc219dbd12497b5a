import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { Desk } from './desk.ts';
import DeskNow from './DeskNow.svelte';

const desk: Desk = {
	instrument: {
		id: 'an-instrument',
		name: '扫描电镜',
		language: 'zh',
		name_en: null,
		units: 1,
		platform_id: 'a-platform',
		platform_name: '材料平台',
		platform_language: 'zh',
		platform_name_en: null,
		time_zone: 'Asia/Shanghai'
	},
	at: '2026-11-30T04:10:00Z',
	is_staff: false,
	open_sessions: [],
	bookings: [],
	next_starts_at: null
};
const overrun = {
	unit: 1,
	started_at: '2026-11-30T02:00:00Z',
	reserved_until: '2026-11-30T04:00:00Z',
	is_overrun: true
};

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('what goes on at an instrument', () => {
	it('is nothing while nobody is in', async () => {
		const screen = await render(DeskNow, { desk });

		await expect.element(screen.getByText('现在没有人在用')).toBeVisible();
		await expect.element(screen.getByText('之后没有预约')).toBeVisible();
	});

	it('tells whoever comes next that somebody has outstayed their time', async () => {
		const screen = await render(DeskNow, {
			desk: { ...desk, open_sessions: [overrun], next_starts_at: '2026-11-30T04:15:00Z' }
		});

		await expect.element(screen.getByText('使用中，10:00 开始，约到 12:00')).toBeVisible();
		await expect.element(screen.getByText('下一个预约 12:15 开始')).toBeVisible();
		await expect.element(screen.getByText('上一位用户超时未签退，原定 12:00 结束')).toBeVisible();
	});

	it('does not call oneself the one before', async () => {
		const own = {
			id: 'own',
			starts_at: '2026-11-30T02:00:00Z',
			ends_at: '2026-11-30T04:00:00Z',
			status: 'in_use' as const,
			no_show_at: null,
			person_name: '林知夏',
			organisation_name: '澄隙',
			is_own: true,
			checked_in_at: '2026-11-30T02:00:00Z',
			can_check_in: false,
			can_check_out: true
		};

		const screen = await render(DeskNow, {
			desk: { ...desk, open_sessions: [overrun], bookings: [own] }
		});

		await expect.element(screen.getByText(/使用中，10:00 开始/)).toBeVisible();
		expect(screen.getByText(/上一位用户/).elements()).toEqual([]);
	});

	it('says tomorrow’s time with its day', async () => {
		const screen = await render(DeskNow, {
			desk: { ...desk, next_starts_at: '2026-12-01T01:00:00Z' }
		});

		await expect.element(screen.getByText(/下一个预约 12月1日 周二 09:00 开始/)).toBeVisible();
	});
});
