import { describe, expect, it } from 'vitest';
import { rolesOfOrganisation } from './membership-role.ts';

describe('the roles that can be given in an organisation', () => {
	it('are owner and member in a startup', () => {
		expect(rolesOfOrganisation({ kind: 'startup', hasPlatforms: false }, false)).toEqual([
			'owner',
			'member'
		]);
	});

	it('are those of a lab too where there are platforms', () => {
		expect(rolesOfOrganisation({ kind: 'university', hasPlatforms: true }, false)).toEqual([
			'owner',
			'member',
			'manager',
			'technician'
		]);
	});

	it('are those of the site for an administrator, in an agency', () => {
		expect(rolesOfOrganisation({ kind: 'agency', hasPlatforms: false }, true)).toEqual([
			'owner',
			'member',
			'evaluator',
			'administrator'
		]);
		expect(rolesOfOrganisation({ kind: 'agency', hasPlatforms: false }, false)).toEqual([
			'owner',
			'member'
		]);
		expect(rolesOfOrganisation({ kind: 'university', hasPlatforms: false }, true)).toEqual([
			'owner',
			'member'
		]);
	});
});
