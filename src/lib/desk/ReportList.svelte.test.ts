import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { Outcome, Report } from './report-queue.ts';
import ReportList from './ReportList.svelte';

const report: Report = {
	key: 'k',
	bookingId: 'a-booking',
	change: 'check-in',
	label: '10:00–12:00',
	happenedAt: '2026-11-30T02:03:00Z'
};

function show(sender: {
	queued?: Report[];
	outcomes?: Outcome[];
	isSending?: boolean;
	isSignedOut?: boolean;
}) {
	return render(ReportList, {
		sender: { queued: [], outcomes: [], isSending: false, isSignedOut: false, ...sender },
		timeZone: 'Asia/Shanghai',
		signInHref: '/sign-in?next=/desk/an-instrument'
	});
}

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('presses at the desk', () => {
	it('are shown with their time until they are sent', async () => {
		const screen = await show({ queued: [report] });

		await expect
			.element(screen.getByText('签到（10:00–12:00）：10:03 按下，已存在本机，联网后自动发送。'))
			.toBeVisible();
	});

	it('that arrived late are said to have been', async () => {
		const screen = await show({
			outcomes: [{ kind: 'accepted', report, at: '2026-11-30T02:03:00Z', flags: ['reported_late'] }]
		});

		await expect
			.element(screen.getByText('签到（10:00–12:00）已收到，开始时间记为 10:03。'))
			.toBeVisible();
		await expect.element(screen.getByText('事后补报')).toBeVisible();
	});

	it('that were refused are read out with their reason', async () => {
		const screen = await show({
			outcomes: [{ kind: 'refused', report, reason: '预约时间已过，不能再签到。' }]
		});

		await expect
			.element(screen.getByRole('alert'))
			.toHaveTextContent('签到（10:00–12:00）没有被接受：预约时间已过，不能再签到。');
	});

	it('wait for whoever is signed out to sign in', async () => {
		const screen = await show({ queued: [report], isSignedOut: true });

		await expect
			.element(screen.getByRole('link', { name: /登录已失效/ }))
			.toHaveAttribute('href', '/sign-in?next=/desk/an-instrument');
	});
});
