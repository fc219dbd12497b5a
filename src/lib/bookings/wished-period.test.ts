import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { readWish } from './wished-period.ts';

const nothing = { picked_start: '', picked_end: '', slot: '' };

describe('readWish', () => {
	it('reads what was typed as time on the wall of the lab', () => {
		const wish = { ...nothing, start: '2026-11-30T10:00', end: '2026-11-30T12:00' };

		expect(readWish(wish, 'Asia/Shanghai')).toEqual({
			ok: true,
			period: { start: new Date('2026-11-30T02:00Z'), end: new Date('2026-11-30T04:00Z') }
		});
	});

	it('lets a slot that was pressed win over what was typed', () => {
		const wish = {
			...nothing,
			start: '2026-11-30T10:00',
			end: '2026-11-30T12:00',
			slot: '2026-12-01T02:00:00Z/2026-12-01T04:00:00Z'
		};

		expect(readWish(wish, 'Asia/Shanghai')).toEqual({
			ok: true,
			period: { start: new Date('2026-12-01T02:00Z'), end: new Date('2026-12-01T04:00Z') }
		});
	});

	it.each(['nonsense', '2026-12-01T02:00:00Z', '2026-12-01T10:00/2026-12-01T12:00', '//'])(
		'goes by what was typed when the slot is %o',
		(slot) => {
			const wish = { ...nothing, start: '2026-11-30T10:00', end: '2026-11-30T12:00', slot };

			expect(readWish(wish, 'Asia/Shanghai').ok).toBe(true);
		}
	);

	it('refuses a time that the clocks skip in Berlin on 29 March 2026, and says from when they run', () => {
		overwriteGetLocale(() => 'en');
		const wish = { ...nothing, start: '2026-03-29T02:30', end: '2026-03-29T04:00' };

		expect(readWish(wish, 'Europe/Berlin')).toEqual({
			ok: false,
			field: 'start',
			message:
				'The clocks are put forward over this time: it does not exist on that day. They run on at Sun 29 Mar 03:00.'
		});
	});

	describe('in the hour that Berlin has twice on 25 October 2026', () => {
		const wish = { ...nothing, start: '2026-10-25T02:30', end: '2026-10-25T04:00' };

		it('asks when the time was typed', () => {
			overwriteGetLocale(() => 'en');

			expect(readWish(wish, 'Europe/Berlin')).toEqual({
				ok: false,
				field: 'start',
				message:
					'The clocks are put back on that day, so this time happens twice (UTC+2 and UTC+1). Please pick it in the calendar or the list, where the two are told apart.'
			});
		});

		it('takes the one that was picked', () => {
			const picked = { ...wish, picked_start: '2026-10-25T01:30:00Z' };

			expect(readWish(picked, 'Europe/Berlin')).toEqual({
				ok: true,
				period: { start: new Date('2026-10-25T01:30Z'), end: new Date('2026-10-25T03:00Z') }
			});
		});

		it('does not take a pick that was changed by hand afterwards', () => {
			const picked = { ...wish, picked_start: '2026-10-25T01:00:00Z' };

			expect(readWish(picked, 'Europe/Berlin').ok).toBe(false);
		});
	});
});
