import { describe, expect, it } from 'vitest';
import { formatTimes } from '#lib/time/format-time.ts';
import { toPeriod } from '#lib/time/period.ts';
import type { BookingStatus } from './booking-status.ts';
import { countSchedule, instrumentsOf, layOutSchedule } from './lab-week.ts';

const instrument = { id: 'tem', name: '透射电镜', language: 'zh', name_en: null };
const organisation = { name: '微光科技', language: 'zh', name_en: null };

function aBooking(
	id: string,
	starts_at: string,
	ends_at: string,
	status: BookingStatus = 'confirmed'
) {
	return {
		id,
		instrument_id: 'tem',
		instrument,
		starts_at,
		ends_at,
		status,
		effective_status: status,
		organisation,
		person: { display_name: '陈晨' }
	};
}

describe('layOutSchedule', () => {
	it('puts everything on its day in the order of time, and what passes midnight on both', () => {
		const schedule = {
			bookings: [
				aBooking('late', '2026-11-30T06:00:00Z', '2026-11-30T08:00:00Z'),
				aBooking('early', '2026-11-30T01:00:00Z', '2026-11-30T02:00:00Z'),
				aBooking('night', '2026-11-30T14:00:00Z', '2026-11-30T18:00:00Z')
			],
			others: [
				{
					id: 'service',
					instrument_id: 'tem',
					instrument,
					kind: 'maintenance' as const,
					start: '2026-11-30T02:00:00Z',
					end: '2026-11-30T03:00:00Z'
				}
			]
		};

		const days = layOutSchedule(schedule, ['2026-11-30', '2026-12-01'], 'Asia/Shanghai');

		expect(
			days.map(({ entries }) =>
				entries.map(({ id, period }) => `${id} ${formatTimes(period, 'Asia/Shanghai')}`)
			)
		).toEqual([
			['early 09:00–10:00', 'service 10:00–11:00', 'late 14:00–16:00', 'night 22:00–24:00'],
			['night 00:00–02:00']
		]);
	});
});

describe('countSchedule', () => {
	it('counts what is settled, and only the part within the week', () => {
		const bookings = [
			aBooking('whole', '2026-11-30T01:00:00Z', '2026-11-30T03:00:00Z'),
			aBooking('half', '2026-11-29T15:00:00Z', '2026-11-29T17:00:00Z'),
			aBooking('asked', '2026-11-30T05:00:00Z', '2026-11-30T06:00:00Z', 'pending')
		];
		const week = toPeriod({ start: '2026-11-29T16:00:00Z', end: '2026-12-06T16:00:00Z' });

		expect(countSchedule(bookings, week)).toEqual({ bookings: 2, minutes: 180 });
	});
});

describe('instrumentsOf', () => {
	it('also names an instrument that is booked and can no longer be', () => {
		const bookings = [aBooking('old', '2026-11-30T01:00:00Z', '2026-11-30T03:00:00Z')];
		const other = { ...instrument, id: 'sem', name: '扫描电镜' };

		expect(instrumentsOf([other], { bookings, others: [] })).toEqual([other, instrument]);
	});
});
