import { beforeEach, describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { barInWords, describeQuotaUse } from './conditions-in-words.ts';

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
		expect(describeQuotaUse(quota, 90)).toBe(
			'Your organisation, this week: 1 hour 30 minutes of 10 hours used'
		);
	});

	it('says what is counted over the whole platform', () => {
		const ofPlatform = { ...quota, measure: 'bookings', span: 'outstanding', at_most: 3 } as const;
		expect(describeQuotaUse({ ...ofPlatform, is_of_platform: true }, 1)).toBe(
			'Your organisation, bookings that have not begun: 1 of 3 bookings used (over the whole platform)'
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
