import { describe, expect, it } from 'vitest';
import type { Enums } from '#lib/database.types.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { bookingToCalendar } from './booking-calendar.ts';

const booking = {
	id: '0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00',
	starts_at: '2026-11-30T02:00:00+00:00',
	ends_at: '2026-11-30T04:00:00+00:00',
	status: 'confirmed' as Enums<'booking_status'>,
	revision: 2,
	created_at: '2026-11-20T01:00:00.123456+00:00',
	updated_at: '2026-11-24T03:04:05.678901+00:00'
};
const instrument = {
	name: '透射电子显微镜',
	name_en: 'Transmission electron microscope',
	province: null,
	city: null,
	county: null,
	street: null
};
const platform = {
	name: '电镜平台',
	name_en: 'Electron microscopy platform',
	province: '辽宁省',
	city: '沈阳市',
	county: '浑南区',
	street: '创新路 1 号, A 座',
	directions: '西门进，二层。',
	directions_en: 'West gate, second floor.'
};
const context = { origin: 'https://yixiang.test', instrument, platform };

/** The file's lines, with those that RFC 5545 folds at 75 octets put together again. */
function linesOf(file: string): string[] {
	return file.replaceAll('\r\n ', '').split('\r\n').filter(Boolean);
}

describe('bookingToCalendar', () => {
	it('gives one event in UTC with the instrument, the place and the way back', () => {
		overwriteGetLocale(() => 'zh');

		expect(linesOf(bookingToCalendar(booking, context))).toEqual([
			'BEGIN:VCALENDAR',
			'VERSION:2.0',
			'PRODID:-//Yixiang//Bookings//ZH',
			'METHOD:PUBLISH',
			'BEGIN:VEVENT',
			'UID:booking-0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00@yixiang',
			'SEQUENCE:2',
			'DTSTAMP:20261124T030405Z',
			'DTSTART:20261130T020000Z',
			'DTEND:20261130T040000Z',
			'SUMMARY:使用透射电子显微镜',
			'TRANSP:OPAQUE',
			'LOCATION:电镜平台\\, 辽宁省沈阳市浑南区创新路 1 号\\, A 座',
			'DESCRIPTION:已确认\\n西门进，二层。\\nhttps://yixiang.test/bookings/0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00',
			'URL;VALUE=URI:https://yixiang.test/bookings/0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00',
			'STATUS:CONFIRMED',
			'CREATED:20261120T010000Z',
			'LAST-MODIFIED:20261124T030405Z',
			'END:VEVENT',
			'END:VCALENDAR'
		]);
	});

	it('speaks the language of the request', () => {
		overwriteGetLocale(() => 'en');

		const lines = linesOf(bookingToCalendar(booking, context));

		expect(lines).toContain('SUMMARY:Transmission electron microscope');
		expect(lines).toContain(
			'URL;VALUE=URI:https://yixiang.test/en/bookings/0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00'
		);
	});

	it.each<[Enums<'booking_status'>, string, string]>([
		['pending', 'TENTATIVE', 'PUBLISH'],
		['confirmed', 'CONFIRMED', 'PUBLISH'],
		['in_use', 'CONFIRMED', 'PUBLISH'],
		['completed', 'CONFIRMED', 'PUBLISH'],
		['no_show', 'CONFIRMED', 'PUBLISH'],
		['cancelled', 'CANCELLED', 'CANCEL'],
		['declined', 'CANCELLED', 'CANCEL'],
		['expired', 'CANCELLED', 'CANCEL']
	])('tells a calendar that a booking which is %s is %s', (status, eventStatus, method) => {
		const lines = linesOf(bookingToCalendar({ ...booking, status }, context));

		expect(lines).toContain(`STATUS:${eventStatus}`);
		expect(lines).toContain(`METHOD:${method}`);
	});

	it.each<[Enums<'booking_status'>, Enums<'booking_status'>, string, string]>([
		['pending', 'expired', 'CANCELLED', 'SEQUENCE:3'],
		['confirmed', 'completed', 'CONFIRMED', 'SEQUENCE:2'],
		['confirmed', 'no_show', 'CONFIRMED', 'SEQUENCE:2']
	])(
		'counts what the clock has made of a %s booking, %s, as a change where calendars show one',
		(stored, byClock, eventStatus, sequence) => {
			const lines = linesOf(
				bookingToCalendar({ ...booking, status: stored, effective_status: byClock }, context)
			);

			expect(lines).toContain(`STATUS:${eventStatus}`);
			expect(lines).toContain(sequence);
		}
	);

	describe('for a mail', () => {
		const invitation = {
			organiser: { name: '仪享 Yixiang', email: 'no-reply@yixiang.test' },
			attendee: { name: 'Lin, Yue', email: 'lin@startup.test' }
		};

		it.each<[Enums<'booking_status'>, string]>([
			['pending', 'REQUEST'],
			['confirmed', 'REQUEST'],
			['cancelled', 'CANCEL'],
			['declined', 'CANCEL']
		])('invites to, or takes back, a booking that is %s by %s', (status, method) => {
			const lines = linesOf(bookingToCalendar({ ...booking, status }, { ...context, invitation }));

			expect(lines).toContain(`METHOD:${method}`);
			expect(lines).toContain('ORGANIZER;CN="仪享 Yixiang":mailto:no-reply@yixiang.test');
			expect(lines).toContain(
				'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="Lin, Yue":MAILTO:lin@startup.test'
			);
		});
	});

	it('keeps text from breaking out of its line', () => {
		const file = bookingToCalendar(booking, {
			...context,
			instrument: { ...instrument, name: 'A\r\nBEGIN:VALARM', name_en: 'A\r\nBEGIN:VALARM' }
		});

		expect(linesOf(file)).not.toContain('BEGIN:VALARM');
	});
});
