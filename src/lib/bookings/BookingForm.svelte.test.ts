import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { toPeriod } from '#lib/time/period.ts';
import BookingForm from './BookingForm.svelte';

const sent = {
	id: 'booking',
	valid: false,
	posted: false,
	errors: {},
	data: {
		start: '2026-11-30T10:00',
		end: '2026-11-30T12:00',
		picked_start: '',
		picked_end: '',
		slot: '',
		organisation_id: '',
		purpose: '',
		purpose_code: '',
		idempotency_key: 'a-key'
	}
};
const picked = toPeriod({ start: '2026-11-30T02:00Z', end: '2026-11-30T04:00Z' });
const startup = {
	id: '5f3d1c9e-0000-4000-8000-000000000001',
	name: '微光科技',
	language: 'zh',
	name_en: null
};
const team = { ...startup, id: '5f3d1c9e-0000-4000-8000-000000000002', name: '海月创业团队' };
const props = {
	sent,
	refusal: null,
	picked,
	organisations: [startup],
	purposes: [{ code: '136', name: '科技开发', name_en: 'Technological development' }],
	timeZone: 'Asia/Shanghai',
	stepMinutes: 30,
	approvalNeeded: false
};

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('the booking form', () => {
	it('is filled with what was picked, in the zone of the lab', async () => {
		const screen = await render(BookingForm, props);

		await expect
			.element(screen.getByLabelText('开始时间（北京时间）'))
			.toHaveValue('2026-11-30T10:00');
		await expect
			.element(screen.getByLabelText('结束时间（北京时间）'))
			.toHaveValue('2026-11-30T12:00');
		await expect.element(screen.getByRole('button', { name: '预约' })).toBeVisible();
	});

	it('asks for the organisation only of people who have several', async () => {
		const screen = await render(BookingForm, props);
		expect(screen.getByLabelText('以哪个单位的名义').elements()).toEqual([]);

		await screen.rerender({ organisations: [startup, team] });

		await expect.element(screen.getByRole('combobox', { name: '以哪个单位的名义' })).toBeVisible();
	});

	it('offers the kinds of purpose, and leaves it open', async () => {
		const screen = await render(BookingForm, props);

		const kind = screen.getByRole('combobox', { name: '统计类别 （选填）' });
		await expect.element(kind).toHaveValue('');
		await expect.element(screen.getByRole('option', { name: '科技开发' })).toBeInTheDocument();
	});

	it('says that it is a request where the lab approves', async () => {
		const screen = await render(BookingForm, { ...props, approvalNeeded: true });

		await expect.element(screen.getByRole('button', { name: '提交预约申请' })).toBeVisible();
	});

	it('takes another pick and keeps the purpose that was typed', async () => {
		const screen = await render(BookingForm, props);
		await screen.getByRole('textbox', { name: /用途/ }).fill('断口形貌');

		await screen.rerender({
			picked: toPeriod({ start: '2026-12-01T05:00Z', end: '2026-12-01T07:00Z' })
		});

		await expect.element(screen.getByLabelText(/开始时间/)).toHaveValue('2026-12-01T13:00');
		await expect.element(screen.getByRole('textbox', { name: /用途/ })).toHaveValue('断口形貌');
	});

	it('tells the page of times that were typed', async () => {
		const onchoose = vi.fn();
		const screen = await render(BookingForm, { ...props, onchoose });

		await screen.getByLabelText(/结束时间/).fill('2026-11-30T13:00');
		screen
			.getByLabelText(/结束时间/)
			.element()
			.dispatchEvent(new Event('change'));

		expect(onchoose).toHaveBeenCalledWith({
			start: '2026-11-30T10:00',
			end: '2026-11-30T13:00',
			organisationId: ''
		});
	});
});

describe('a refused booking', () => {
	const refusal = {
		reason: 'rules' as const,
		violations: [
			{ rule: 'longest', message: '', limit: 240, actual: 410 },
			{ rule: 'opening_hours', message: '', limit: null, actual: null }
		],
		equivalents: [],
		alternatives: [{ start: '2026-11-30T05:00:00+00:00', end: '2026-11-30T09:00:00+00:00' }]
	};

	it('names every violated rule with limit and actual value', async () => {
		const screen = await render(BookingForm, { ...props, refusal });

		const alert = screen.getByRole('alert');

		await expect.element(alert.getByText('这样的时段约不了')).toBeVisible();
		expect(
			alert
				.getByRole('listitem')
				.elements()
				.map((item) => item.textContent.trim())
		).toEqual([
			'每次最多预约 4 小时，所选时段为 6 小时 50 分钟。',
			'所选时段不全在开放时间内。',
			'改约 11月30日 周一 13:00–17:00'
		]);
	});

	it('offers the nearest slot as a button that sends the form', async () => {
		const screen = await render(BookingForm, { ...props, refusal });

		const button = screen.getByRole('button', { name: '改约 11月30日 周一 13:00–17:00' });

		await expect.element(button).toHaveAttribute('type', 'submit');
		await expect.element(button).toHaveAttribute('name', 'slot');
		await expect
			.element(button)
			.toHaveAttribute('value', '2026-11-30T05:00:00Z/2026-11-30T09:00:00Z');
	});
});
