import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bookingSchema } from './booking-schema.ts';

const form = { start: '2026-11-30T10:00', end: '2026-11-30T12:00', idempotency_key: 'a-key' };

/** The fields that are refused. */
function refusedFields(change: Record<string, string>): string[] {
	const result = v.safeParse(bookingSchema, { ...form, ...change });
	return (result.issues ?? []).map((issue) => v.getDotPath(issue) ?? '');
}

describe('bookingSchema', () => {
	it.each<[string, Record<string, string>]>([
		['times alone', {}],
		['several lines and a tab', { purpose: '第一行\r\n\t第二行' }],
		['markup, which is only text', { purpose: "<b>'; drop table bookings; --</b>" }],
		['2,000 characters, also those of two code units', { purpose: '𠮷'.repeat(2000) }]
	])('accepts %s', (_name, change) => {
		expect(refusedFields(change)).toEqual([]);
	});

	it.each<[string, Record<string, string>, string]>([
		['no start', { start: '' }, 'start'],
		['an end that is no time', { end: 'tomorrow' }, 'end'],
		['a time on 31 November', { start: '2026-11-31T10:00' }, 'start'],
		['NUL', { purpose: 'a\u0000b' }, 'purpose'],
		['an escape sequence', { purpose: '\u001b[31m' }, 'purpose'],
		['a bidirectional override', { purpose: 'abc\u202Etxt' }, 'purpose'],
		['2,001 characters', { purpose: '字'.repeat(2001) }, 'purpose'],
		['an organisation that is no id', { organisation_id: '1 or 1=1' }, 'organisation_id'],
		['no key', { idempotency_key: '' }, 'idempotency_key']
	])('refuses %s', (_name, change, field) => {
		expect(refusedFields(change)).toEqual([field]);
	});
});
