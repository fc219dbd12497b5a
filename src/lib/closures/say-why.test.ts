import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { toPeriod } from '#lib/time/period.ts';
import { sayWhy } from './say-why.ts';

const period = toPeriod({ start: '2026-11-30T02:00Z', end: '2026-11-30T04:00Z' });
const maintenance = { kind: 'maintenance' as const, reason: 'New filament', period };

beforeEach(() => {
	overwriteGetLocale(() => 'en');
});

describe('why a time can not be had', () => {
	it('is the kind of the closure and its reason', () => {
		expect(sayWhy({ kind: 'out', period }, [maintenance], { barred: [] })).toBe(
			'Maintenance: New filament'
		);
	});

	it('is the kind alone where no reason was given', () => {
		const closure = { ...maintenance, reason: null };
		expect(sayWhy({ kind: 'out', period }, [closure], { barred: [] })).toBe('Maintenance');
	});

	it('is the rule that keeps the customer from it', () => {
		const barred = [{ ...period, rule: 'qualification' }];
		expect(sayWhy({ kind: 'barred', period }, [], { barred })).toBe('Training needed');
	});

	it('is nobody’s business where somebody else has it', () => {
		expect(sayWhy({ kind: 'taken', period }, [maintenance], { barred: [] })).toBeNull();
	});
});
