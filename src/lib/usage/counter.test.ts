import { describe, expect, it } from 'vitest';
import { DOUBLE_CLICK, SESSION_EXAMPLE } from '../../../tests/support/reference-vectors.ts';
import { dropDoubleClicks, sessionKey } from './counter.ts';

function toClick([at, user, url]: readonly [string, string, string]) {
	return { at: new Date(`${at}Z`), user, url };
}

describe('dropDoubleClicks (reference 5.1, rule 2)', () => {
	it('keeps the last of a chain, and what another user does', () => {
		const kept = dropDoubleClicks(DOUBLE_CLICK.in.map(toClick));

		expect(kept.map(({ at, user }) => [at.toISOString().slice(0, 19), user])).toEqual(
			DOUBLE_CLICK.kept
		);
		expect(kept).toHaveLength(DOUBLE_CLICK.total);
	});

	it.each([
		[29, 1],
		[30, 1],
		[31, 2],
		[35, 2]
	])('of two clicks %i seconds apart counts %i', (seconds, expected) => {
		const clicks = [0, seconds].map((second) => ({
			at: new Date(Date.UTC(2026, 2, 1, 10, 1, second)),
			user: 'u1',
			url: '/d/1'
		}));

		expect(dropDoubleClicks(clicks)).toHaveLength(expected);
	});
});

describe('sessionKey (reference 5.1, rule 4)', () => {
	it('is address, agent, day and hour', () => {
		expect(sessionKey('192.1.1.168', 'Mozilla/5.0', '2024-06-15T13:35:12')).toBe(SESSION_EXAMPLE);
	});
});
