import { describe, expect, it } from 'vitest';
import { match } from './uuid.ts';

describe('the uuid matcher', () => {
	it('takes an id as Postgres writes it', () => {
		expect(match('30000000-0000-4000-8000-000000000001')).toBe(true);
	});

	it.each([
		['a word', 'new'],
		[
			'upper case, which would be a second address of the same page',
			'A0000000-0000-4000-8000-00000000000A'
		],
		['an id with something after it', '30000000-0000-4000-8000-000000000001x'],
		['an id without hyphens', '30000000000040008000000000000001']
	])('refuses %s', (_case, param) => {
		expect(match(param)).toBe(false);
	});
});
