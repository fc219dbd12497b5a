import { describe, expect, it } from 'vitest';
import { concernsRoles, readNoticePreferences } from './notice-choice.ts';

describe('readNoticePreferences', () => {
	it('reads a box that is not ticked as no, of the kinds that were shown alone', () => {
		const form = new FormData();
		for (const kind of ['booking_moved', 'reminder_day']) form.append('kind', kind);
		form.append('in_app', 'booking_moved');
		form.append('by_mail', 'booking_moved');
		form.append('by_mail', 'reminder_day');
		form.append('by_mail', 'lab_no_show');

		expect(readNoticePreferences(form)).toEqual([
			{ kind: 'booking_moved', in_app: true, by_mail: true },
			{ kind: 'reminder_day', in_app: false, by_mail: true }
		]);
	});
});

describe('concernsRoles', () => {
	it.each([
		['booking', ['member'], true],
		['booking', [], true],
		['organisation', ['member'], false],
		['organisation', ['member', 'owner'], true],
		['lab', ['owner'], false],
		['lab', ['technician'], true],
		['evaluation', ['manager'], false],
		['evaluation', ['evaluator'], true]
	])('of the section %s and the roles %j is %j', (section, roles, expected) => {
		expect(concernsRoles(section, roles)).toBe(expected);
	});
});
