import { describe, expect, it } from 'vitest';
import {
	classesOf,
	closedSpans,
	layOutInstrument,
	matchesFilter,
	type Timeline,
	type TimelineBooking,
	type TimelineInstrument
} from './timeline.ts';

const MICROSCOPE: TimelineInstrument = {
	id: 'microscope',
	name: '场发射扫描电子显微镜',
	language: 'zh',
	name_en: 'Field-emission SEM',
	model: 'Nova 450',
	units: 1,
	class_code: '010100',
	class_name: '电子光学仪器',
	class_name_en: 'Electron optics',
	open: [],
	bookings: [],
	others: []
};
const BOOKING: TimelineBooking = {
	id: 'booking',
	unit: 1,
	starts_at: '2026-11-30T02:00:00Z',
	ends_at: '2026-11-30T04:00:00Z',
	status: 'confirmed',
	customer: 0
};

const SEEN_BY_STAFF: Pick<Timeline, 'customers' | 'isStaff' | 'at'> = {
	at: new Date('2026-11-30T01:00:00Z'),
	isStaff: true,
	customers: [
		{ organisation: { name: '澄隙', language: 'zh', name_en: null }, person: '林知夏' },
		{ organisation: { name: '潮生', language: 'zh', name_en: null }, person: '许一鸣' }
	]
};

function layOut(instrument: Partial<TimelineInstrument>, seen = SEEN_BY_STAFF) {
	return layOutInstrument({ ...MICROSCOPE, ...instrument }, seen);
}

function changeOf(booking: Partial<TimelineBooking>, at = '2026-11-30T01:00:00Z') {
	const [entry] = layOut(
		{ bookings: [{ ...BOOKING, ...booking }] },
		{ ...SEEN_BY_STAFF, at: new Date(at) }
	);
	return entry?.kind === 'booking' ? entry.change : undefined;
}

describe('layOutInstrument', () => {
	it('names the customer of each booking', () => {
		const entries = layOut({ bookings: [BOOKING, { ...BOOKING, id: 'other', customer: 1 }] });

		expect(entries).toMatchObject([
			{ organisation: { name: '澄隙' }, person: '林知夏' },
			{ organisation: { name: '潮生' }, person: '许一鸣' }
		]);
	});

	it('puts bookings and closures in one order', () => {
		const entries = layOut({
			bookings: [BOOKING],
			others: [
				{
					id: 'closure',
					unit: null,
					starts_at: '2026-11-30T00:00:00Z',
					ends_at: '2026-11-30T01:00:00Z',
					kind: 'maintenance',
					reason: '换灯丝',
					is_planned: true
				}
			]
		});

		expect(entries.map(({ id }) => id)).toEqual(['closure', 'booking']);
	});

	it('shows what was given back as free', () => {
		const [entry] = layOut({
			bookings: [{ ...BOOKING, status: 'completed', used_until: '2026-11-30T03:10:00Z' }]
		});

		expect(entry?.period.end).toEqual(new Date('2026-11-30T03:10:00Z'));
	});

	it.for([
		['confirmed and ahead', {}, undefined, 'move'],
		['a request', { status: 'pending' }, undefined, 'move'],
		['confirmed and begun', {}, '2026-11-30T02:05:00Z', 'extend'],
		['in use past its time', { status: 'in_use' }, '2026-11-30T05:00:00Z', 'extend'],
		['missed', { status: 'no_show' }, '2026-11-30T02:30:00Z', null],
		['completed', { status: 'completed' }, '2026-11-30T05:00:00Z', null]
	] as const)('knows what can be changed: %s', ([, booking, at, change]) => {
		expect(changeOf(booking, at)).toBe(change);
	});

	it('lets a delegate change nothing', () => {
		const [entry] = layOut({ bookings: [BOOKING] }, { ...SEEN_BY_STAFF, isStaff: false });

		expect(entry).toMatchObject({ change: null });
	});
});

describe('matchesFilter', () => {
	it.for([
		['', '', true],
		['电子 nova', '', true],
		['sem', '010100', true],
		['sem', '020000', false],
		['质谱', '', false]
	] as const)('finds by words and class: "%s" in "%s"', ([text, classCode, found]) => {
		expect(matchesFilter(MICROSCOPE, { text, classCode })).toBe(found);
	});
});

describe('classesOf', () => {
	it('names each class once and leaves out what has none', () => {
		expect(
			classesOf([MICROSCOPE, { ...MICROSCOPE, class_code: null }, MICROSCOPE]).map(
				({ code }) => code
			)
		).toEqual(['010100']);
	});
});

describe('closedSpans', () => {
	const day = { start: new Date('2026-11-30T00:00:00Z'), end: new Date('2026-12-01T00:00:00Z') };
	function at(start: number, end: number) {
		return {
			start: new Date(Date.UTC(2026, 10, 30, start)),
			end: new Date(Date.UTC(2026, 10, 30, end))
		};
	}

	it.for([
		['a day with two openings', [at(8, 12), at(13, 17)], [at(0, 8), at(12, 13), at(17, 24)]],
		['a closed day', [], [day]],
		['an open day', [day], []],
		['openings that reach beyond', [at(-4, 6), at(20, 30)], [at(6, 20)]]
	] as const)('are what is left of %s', ([, open, closed]) => {
		expect(closedSpans([...open], day)).toEqual(closed);
	});
});
