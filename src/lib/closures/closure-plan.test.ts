import { describe, expect, it } from 'vitest';
import { judgePlan, readTypedPlan } from './closure-plan.ts';

const INSTRUMENT = '0f9b9c62-5b0c-4a57-8d6b-1f3c2f6f8a10';
const address = new URLSearchParams({
	instrument: INSTRUMENT,
	kind: 'closure',
	start: '2026-12-01T08:00',
	end: '2026-12-01T12:00',
	reason: ' 换灯丝 '
});

function plan(changes: Record<string, string>) {
	const changed = new URLSearchParams(address);
	for (const [name, value] of Object.entries(changes)) changed.set(name, value);
	return judgePlan(readTypedPlan(changed));
}

describe('a plan for a closure', () => {
	it('is read from an address', () => {
		expect(plan({})).toEqual({
			ok: true,
			plan: {
				instruments: [INSTRUMENT],
				kind: 'closure',
				start: '2026-12-01T08:00',
				end: '2026-12-01T12:00',
				reason: '换灯丝',
				every_weeks: null,
				repeat_until: ''
			}
		});
	});

	it('may close several instruments', () => {
		const several = new URLSearchParams(address);
		several.append('instrument', '6c0e6dd8-8f6f-4d0c-9a27-5b1d1d0d4c11');
		expect(judgePlan(readTypedPlan(several))).toMatchObject({
			plan: { instruments: { length: 2 } }
		});
	});

	it.each([
		['without an instrument', { instrument: '' }, 'instruments'],
		['of another kind', { kind: 'booking' }, 'kind'],
		['without a start', { start: '' }, 'start'],
		['that repeats without an end', { every_weeks: '1' }, 'repeat_until'],
		['that repeats until no day', { every_weeks: '1', repeat_until: '2026-02-31' }, 'repeat_until']
	])('%s is refused at that field', (_, changes, field) => {
		const judged = plan(changes);
		expect(Object.keys('errors' in judged ? judged.errors : {})).toEqual([field]);
	});
});
