import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { FeedContent } from './feed-answer.ts';
import { feedToCalendar } from './feed-calendar.ts';

const ORIGIN = 'https://yixiang.test';

const place = { province: '辽宁省', city: '沈阳市', county: '浑南区', street: '创新路 1 号' };
const nowhere = { province: null, city: null, county: null, street: null };

const booking = {
	id: '0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00',
	instrument_id: 'tem',
	platform_id: 'lab',
	starts_at: '2026-11-30T02:00:00+00:00',
	ends_at: '2026-11-30T04:00:00+00:00',
	status: 'confirmed' as const,
	effective_status: 'confirmed' as const,
	revision: 2,
	created_at: '2026-11-20T01:00:00+00:00',
	updated_at: '2026-11-24T03:04:05+00:00'
};
const closure = {
	id: '5c1f',
	instrument_id: 'tem',
	kind: 'maintenance' as const,
	starts_at: '2026-12-01T00:00:00+00:00',
	ends_at: '2026-12-02T00:00:00+00:00',
	is_released: false,
	revision: 0,
	changed_at: '2026-11-24T03:04:05+00:00'
};
const customer = {
	person: '林知夏',
	organisation: { name: '澄隙膜材料', name_en: 'Chengxi Membranes' }
};

function content(told: Partial<FeedContent>): FeedContent {
	return {
		kind: 'person',
		language: 'zh',
		subject: null,
		bookings: [],
		uses: [],
		instruments: {
			tem: {
				platform_id: 'lab',
				name: '透射电子显微镜',
				name_en: 'Transmission electron microscope',
				...nowhere
			}
		},
		platforms: {
			lab: {
				name: '电镜平台',
				name_en: 'Electron microscopy',
				...place,
				directions: null,
				directions_en: null
			}
		},
		...told
	};
}

/** The file's lines, with those that RFC 5545 folds at 75 octets put together again. */
function linesOf(told: Partial<FeedContent>): string[] {
	return feedToCalendar(content(told), ORIGIN)
		.replaceAll('\r\n ', '')
		.split('\r\n')
		.filter(Boolean);
}

function summaryOf(told: Partial<FeedContent>): string | undefined {
	return linesOf(told).find((line) => line.startsWith('SUMMARY:'));
}

describe('feedToCalendar', () => {
	it('names the calendar and says how often to ask', () => {
		overwriteGetLocale(() => 'zh');

		expect(linesOf({})).toEqual([
			'BEGIN:VCALENDAR',
			'VERSION:2.0',
			'PRODID:-//Yixiang//Calendar feed//ZH',
			'METHOD:PUBLISH',
			'NAME:我的仪器预约',
			'X-WR-CALNAME:我的仪器预约',
			'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
			'X-PUBLISHED-TTL:PT1H',
			'END:VCALENDAR'
		]);
	});

	it('writes bookings as they are written everywhere, in UTC', () => {
		overwriteGetLocale(() => 'zh');

		const lines = linesOf({ bookings: [booking] });

		expect(lines).toEqual(
			expect.arrayContaining([
				'UID:booking-0b6f8a52-6d3e-4c7a-9d2b-0a5a7c1e9f00@yixiang',
				'SEQUENCE:2',
				'DTSTART:20261130T020000Z',
				'DTEND:20261130T040000Z',
				'SUMMARY:使用透射电子显微镜',
				'STATUS:CONFIRMED',
				'DTSTAMP:20261124T030405Z'
			])
		);
	});

	it('says that a booking came to nothing, so that calendars drop it', () => {
		const lines = linesOf({
			bookings: [{ ...booking, status: 'cancelled', effective_status: 'cancelled' }]
		});

		expect(lines).toContain('STATUS:CANCELLED');
		expect(lines).toContain('TRANSP:TRANSPARENT');
	});

	it.each([
		['organisation', 'SUMMARY:林知夏使用透射电子显微镜'],
		['instrument', 'SUMMARY:澄隙膜材料（林知夏）'],
		['platform', 'SUMMARY:透射电子显微镜：澄隙膜材料（林知夏）']
	] as const)('says who comes in the calendar of a %s', (kind, summary) => {
		overwriteGetLocale(() => 'zh');
		const subject = { name: '任何', name_en: null };

		expect(summaryOf({ kind, subject, bookings: [{ ...booking, ...customer }] })).toBe(summary);
	});

	it('speaks the language of its reader', () => {
		overwriteGetLocale(() => 'en');

		expect(
			summaryOf({
				kind: 'platform',
				subject: { name: '电镜平台', name_en: 'Electron microscopy' },
				bookings: [{ ...booking, ...customer }]
			})
		).toBe('SUMMARY:Transmission electron microscope: Chengxi Membranes (林知夏)');
	});

	it('writes time that is taken for another reason, and that it was given back', () => {
		overwriteGetLocale(() => 'zh');

		const taken = linesOf({ kind: 'instrument', uses: [closure] });
		const released = linesOf({ kind: 'instrument', uses: [{ ...closure, is_released: true }] });

		expect(taken).toEqual(
			expect.arrayContaining([
				'UID:use-5c1f@yixiang',
				'SEQUENCE:0',
				'SUMMARY:透射电子显微镜：维护',
				'STATUS:CONFIRMED'
			])
		);
		expect(released).toEqual(
			expect.arrayContaining(['UID:use-5c1f@yixiang', 'SEQUENCE:1', 'STATUS:CANCELLED'])
		);
	});

	it('gives the same bytes for the same content', () => {
		const told = content({ bookings: [booking], uses: [closure] });

		expect(feedToCalendar(told, ORIGIN)).toBe(feedToCalendar(told, ORIGIN));
	});
});
