import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { MoveAnswer, MoveWish } from './move-answer.ts';
import type { BookingEntry, TimelineInstrument } from './timeline.ts';
import TimelineBoard from './TimelineBoard.svelte';

const MICROSCOPE: TimelineInstrument = {
	id: 'microscope',
	name: '扫描电镜',
	language: 'zh',
	name_en: null,
	model: null,
	units: 1,
	class_code: null,
	class_name: null,
	class_name_en: null,
	open: [
		{ start: new Date('2026-11-30T00:00:00+08:00'), end: new Date('2026-12-01T00:00:00+08:00') }
	],
	bookings: [],
	others: []
};
const BOOKING: BookingEntry = {
	kind: 'booking',
	id: 'booking',
	instrumentId: 'microscope',
	unit: 1,
	period: at('08:00', '10:00'),
	status: 'confirmed',
	isOverrun: false,
	organisation: null,
	person: '林知夏',
	decideBy: null,
	change: 'move'
};
const TAKEN: MoveAnswer = {
	ok: false,
	refusal: {
		reason: 'rules',
		violations: [
			{
				rule: 'overlap',
				message: 'The time is already taken.',
				limit: 1,
				actual: null,
				lifted_by: null
			}
		],
		alternatives: [{ start: '2026-11-30T06:00:00Z', end: '2026-11-30T08:00:00Z' }],
		equivalents: []
	}
};
const TOO_LATE: MoveAnswer = {
	ok: false,
	refusal: {
		reason: 'rules',
		violations: [
			{ rule: 'lead_time', message: 'Too late.', limit: 120, actual: 30, lifted_by: 'lab' }
		],
		alternatives: [],
		equivalents: []
	}
};

function at(start: string, end: string) {
	return {
		start: new Date(`2026-11-30T${start}:00+08:00`),
		end: new Date(`2026-11-30T${end}:00+08:00`)
	};
}

async function open(onmove: (wish: MoveWish) => Promise<MoveAnswer>, onopen = vi.fn()) {
	await page.viewport(1280, 800);
	const screen = await render(TimelineBoard, {
		rows: [{ instrument: MICROSCOPE, entries: [BOOKING] }],
		view: 'day',
		date: '2026-11-30',
		within: {
			start: MICROSCOPE.open[0]?.start ?? new Date(),
			end: MICROSCOPE.open[0]?.end ?? new Date()
		},
		timeZone: 'Asia/Shanghai',
		onmove,
		onopen
	});
	const booking = screen.getByRole('article').filter({ hasText: '林知夏' });
	await expect.element(booking).toBeVisible();
	return { screen, booking };
}

/** An hour to the right: four squares of sixteen pixels. */
async function dragByAnHour(booking: { element: () => Element }) {
	const box = booking.element().getBoundingClientRect();
	await userEvent.dragAndDrop(booking.element(), document.body, {
		sourcePosition: { x: 40, y: 8 },
		targetPosition: { x: box.left + 40 + 64, y: box.top + 8 },
		steps: 8
	});
}

describe('TimelineBoard', () => {
	it('sends where a booking was dropped, with its length kept', async () => {
		const onmove = vi.fn(() => Promise.resolve<MoveAnswer>({ ok: true }));
		const { screen, booking } = await open(onmove);

		await dragByAnHour(booking);

		await expect
			.element(screen.getByText('已改到 11月30日 周一 09:00–11:00，已通知用户。'))
			.toBeVisible();
		expect(onmove).toHaveBeenCalledExactlyOnceWith({
			bookingId: 'booking',
			period: at('09:00', '11:00'),
			lift: [],
			liftReason: ''
		});
	});

	it('undoes a move by moving back', async () => {
		const onmove = vi.fn<(wish: MoveWish) => Promise<MoveAnswer>>(() =>
			Promise.resolve({ ok: true })
		);
		const { screen, booking } = await open(onmove);
		await dragByAnHour(booking);

		await screen.getByRole('button', { name: '撤销' }).click();

		await expect.element(screen.getByText('已改回 11月30日 周一 08:00–10:00。')).toBeVisible();
		expect(onmove.mock.lastCall?.[0].period).toEqual(at('08:00', '10:00'));
	});

	it('puts back what is refused, says why, and moves to a slot that is offered', async () => {
		const onmove = vi
			.fn<(wish: MoveWish) => Promise<MoveAnswer>>()
			.mockResolvedValueOnce(TAKEN)
			.mockResolvedValueOnce({ ok: true });
		const { screen, booking } = await open(onmove);
		const before = booking.element().getBoundingClientRect().left;

		await dragByAnHour(booking);
		const dialog = screen.getByRole('dialog', { name: '不能改到 11月30日 周一 09:00–11:00' });
		await expect.element(dialog).toBeVisible();
		expect(document.querySelector('.ec-event.is-confirmed')?.getBoundingClientRect().left).toBe(
			before
		);
		expect(dialog.getByRole('button', { name: '破例改期' }).query()).toBe(null);
		await dialog.getByRole('button', { name: '改到 11月30日 周一 14:00–16:00' }).click();

		await expect
			.element(screen.getByText('已改到 11月30日 周一 14:00–16:00，已通知用户。'))
			.toBeVisible();
	});

	it('lifts what the lab may lift, but not without a reason', async () => {
		const onmove = vi
			.fn<(wish: MoveWish) => Promise<MoveAnswer>>()
			.mockResolvedValueOnce(TOO_LATE)
			.mockResolvedValueOnce({ ok: true });
		const { screen, booking } = await open(onmove);
		await dragByAnHour(booking);

		await screen.getByRole('button', { name: '破例改期' }).click();
		await expect.element(screen.getByText('破例时请说明原因')).toBeVisible();
		await screen.getByLabelText('破例的原因').fill('样品会变质');
		await screen.getByRole('button', { name: '破例改期' }).click();

		await expect.element(screen.getByText(/^已改到/)).toBeVisible();
		expect(onmove.mock.lastCall?.[0]).toMatchObject({
			lift: ['lead_time'],
			liftReason: '样品会变质'
		});
	});

	it('puts a booking back when nothing was answered', async () => {
		const { screen, booking } = await open(() => Promise.reject(new Error('offline')));

		await dragByAnHour(booking);

		await expect
			.element(screen.getByText('改期没有送达，预约保持原样。请稍后再试。'))
			.toBeVisible();
	});

	it('opens a booking by Enter', async () => {
		const onopen = vi.fn();
		const { booking } = await open(() => Promise.resolve({ ok: true }), onopen);

		(booking.element() as HTMLElement).focus();
		await userEvent.keyboard('{Enter}');

		expect(onopen).toHaveBeenCalledExactlyOnceWith(BOOKING);
	});
});
