import { describe, expect, it } from 'vitest';
import { instrumentAt, type DisplayInstrument, type DisplaySpan } from './display.ts';

const AT = new Date('2026-11-30T02:00:00Z');

function aSpan(starts: string, ends: string, more: Partial<DisplaySpan> = {}): DisplaySpan {
	return {
		unit: 1,
		kind: 'booking',
		starts_at: `2026-11-30T${starts}:00Z`,
		ends_at: `2026-11-30T${ends}:00Z`,
		is_in_use: false,
		organisation: null,
		reason: null,
		...more
	};
}

function anInstrument(more: Partial<DisplayInstrument> = {}): DisplayInstrument {
	return {
		id: 'an-instrument',
		name: '扫描电镜',
		language: 'zh',
		name_en: null,
		units: 1,
		open: [['2026-11-30T00:00:00Z', '2026-11-30T10:00:00Z']],
		spans: [],
		fault: null,
		...more
	};
}

describe('an instrument on the wall', () => {
	it('is free until it closes', () => {
		expect(instrumentAt(anInstrument(), AT)).toEqual({
			state: 'free',
			freeUnits: 1,
			until: new Date('2026-11-30T10:00:00Z'),
			current: [],
			next: []
		});
	});

	it('is free until the next booking, which is told', () => {
		const next = aSpan('03:00', '04:00');

		expect(
			instrumentAt(anInstrument({ spans: [aSpan('00:00', '01:00'), next] }), AT)
		).toMatchObject({
			state: 'free',
			until: new Date('2026-11-30T03:00:00Z'),
			next: [next]
		});
	});

	it('is booked while nobody has checked in, and in use once somebody has', () => {
		const booked = anInstrument({ spans: [aSpan('01:30', '04:00')] });
		const used = anInstrument({ spans: [aSpan('01:30', '04:00', { is_in_use: true })] });

		expect(instrumentAt(booked, AT).state).toBe('taken');
		expect(instrumentAt(used, AT)).toMatchObject({
			state: 'in_use',
			until: new Date('2026-11-30T04:00:00Z')
		});
	});

	it('is taken from the minute a booking begins to the minute it ends', () => {
		const at = (time: string) =>
			instrumentAt(
				anInstrument({ spans: [aSpan('02:00', '03:00')] }),
				new Date(`2026-11-30T${time}Z`)
			).state;

		expect([at('01:59:59'), at('02:00:00'), at('02:59:59'), at('03:00:00')]).toEqual([
			'free',
			'taken',
			'taken',
			'free'
		]);
	});

	it('is out of use in a closure', () => {
		const closed = anInstrument({ spans: [aSpan('00:00', '06:00', { kind: 'maintenance' })] });

		expect(instrumentAt(closed, AT)).toMatchObject({
			state: 'out',
			until: new Date('2026-11-30T06:00:00Z')
		});
	});

	it('is shut outside of its hours, and says when it opens', () => {
		const early = anInstrument({
			open: [
				['2026-11-30T00:00:00Z', '2026-11-30T01:00:00Z'],
				['2026-11-30T05:00:00Z', '2026-11-30T09:00:00Z']
			]
		});

		expect(instrumentAt(early, AT)).toMatchObject({
			state: 'shut',
			until: new Date('2026-11-30T05:00:00Z')
		});
		expect(instrumentAt(anInstrument({ open: [] }), AT)).toMatchObject({
			state: 'shut',
			until: null
		});
	});

	it('with several units is free as long as one of them is', () => {
		const cluster = (...units: number[]) =>
			instrumentAt(
				anInstrument({
					units: 3,
					spans: units.map((unit) => aSpan('01:00', '05:00', { unit }))
				}),
				AT
			);

		expect(cluster(1, 3)).toMatchObject({ state: 'free', freeUnits: 1 });
		expect(cluster(1, 2, 3)).toMatchObject({ state: 'taken', freeUnits: 0 });
	});
});
