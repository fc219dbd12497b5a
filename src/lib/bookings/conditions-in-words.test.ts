import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { barInWords, describeQuota } from './conditions-in-words.ts';

const quota = {
	holder: 'organisation',
	measure: 'minutes',
	span: 'week',
	at_most: 600,
	is_of_platform: false,
	used: 90
} as const;

beforeEach(() => {
	overwriteGetLocale(() => 'en');
});

describe('a quota in words', () => {
	it('says what is used of it', () => {
		expect(describeQuota(quota)).toMatch(/1 hour 30 minutes of 10 hours used$/);
	});

	it('says its limit alone to whom nobody counts it for', () => {
		expect(describeQuota({ ...quota, measure: 'bookings', at_most: 3, used: null })).toMatch(
			/at most 3 bookings$/
		);
	});
});

describe('a bar in words', () => {
	it.each([
		['suspended', 'Suspended'],
		['qualification', 'Training needed'],
		['quota_person_minutes_week', 'Quota used up'],
		['a_rule_of_tomorrow', 'Not for you']
	])('%s is “%s”', (rule, words) => {
		expect(barInWords(rule)).toBe(words);
	});
});
