import { describe, expect, it } from 'vitest';
import { scopesFor } from './token-scope.ts';

describe('the scopes that a person is offered', () => {
	it.each([
		['a member', ['member'], ['book', 'check_in']],
		['a technician', ['technician'], ['book', 'check_in', 'manage']],
		['an administrator', ['administrator'], ['book', 'check_in', 'manage', 'administer']],
		['somebody without an organisation', [], ['book', 'check_in']]
	])('are those of use to %s', (_, roles, scopes) => {
		expect(scopesFor(roles)).toEqual(scopes);
	});
});
