import { describe, expect, it } from 'vitest';
import { dayPeriod, toDaySheet, type DayBooking } from './day-sheet.ts';

const BOOKING: DayBooking = {
	id: 'booking',
	starts_at: '2026-11-30T02:00:00Z',
	ends_at: '2026-11-30T04:00:00Z',
	status: 'confirmed',
	effective_status: 'confirmed',
	purpose: '晶界',
	instrument: { id: 'tem', name: '透射电镜', language: 'zh', name_en: null, model: null, units: 1 },
	organisation: { name: '澄隙', language: 'zh', name_en: null },
	person: { display_name: '林知夏', phone: null },
	rule: { setup_minutes: 0, teardown_minutes: 0 },
	occupancy: { unit: 1 }
};

describe('toDaySheet', () => {
	it('puts what an instrument has together, and the instruments by name', () => {
		const sem = { ...BOOKING.instrument, id: 'sem', name: '扫描电镜' };
		const closure = {
			id: 'closure',
			kind: 'maintenance' as const,
			reason: '换灯丝',
			status: 'active',
			instrument: sem,
			start: new Date('2026-11-30T01:00:00Z'),
			end: new Date('2026-11-30T02:00:00Z')
		};

		const sheet = toDaySheet({
			bookings: [BOOKING, { ...BOOKING, id: 'later' }],
			closures: [closure]
		});

		expect(
			sheet.map(({ instrument, rows, closures }) => [
				instrument.name,
				rows.map(({ booking }) => booking.id),
				closures.map(({ id }) => id)
			])
		).toEqual([
			['扫描电镜', [], ['closure']],
			['透射电镜', ['booking', 'later'], []]
		]);
	});

	it('says from when until when the instrument is really taken', () => {
		const [section] = toDaySheet({
			bookings: [{ ...BOOKING, rule: { setup_minutes: 15, teardown_minutes: 30 } }],
			closures: []
		});

		expect(section?.rows[0]?.withBuffers).toEqual({
			start: new Date('2026-11-30T01:45:00Z'),
			end: new Date('2026-11-30T04:30:00Z')
		});
	});

	it('names no buffers where there are none', () => {
		const [section] = toDaySheet({ bookings: [BOOKING], closures: [] });

		expect(section?.rows[0]?.withBuffers).toBe(null);
	});
});

describe('dayPeriod', () => {
	it('is the day of the lab, also when it has 25 hours', () => {
		const { start, end } = dayPeriod('2026-10-25', 'Europe/Berlin');

		expect([start.toISOString(), end.toISOString()]).toEqual([
			'2026-10-24T22:00:00.000Z',
			'2026-10-25T23:00:00.000Z'
		]);
	});
});
