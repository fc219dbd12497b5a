import { describe, expect, it } from 'vitest';
import type { Enums } from '#lib/database.types.ts';
import { permissionsFor } from './booking-permission.ts';

const NOW = new Date('2026-11-24T00:00Z');
const booking = {
	person_id: 'ben',
	organisation_id: 'startup',
	starts_at: '2026-11-30T02:00:00Z',
	status: 'pending' as Enums<'booking_status'>,
	platform: { id: 'microscopy', organisation_id: 'university' }
};
function role(
	name: Enums<'membership_role'>,
	organisation: string,
	platform: string | null = null
) {
	return [{ role: name, organisation_id: organisation, platform_id: platform }];
}

describe('permissionsFor', () => {
	it.each([
		['the person who booked', 'ben', role('member', 'startup'), true, false],
		['a colleague', 'ada', role('member', 'startup'), false, false],
		['the owner of the organisation', 'ada', role('owner', 'startup'), true, false],
		['the owner of another', 'eve', role('owner', 'other'), false, false],
		['a manager of the host', 'lab', role('manager', 'university'), true, true],
		[
			'a technician of the platform',
			'lab',
			role('technician', 'university', 'microscopy'),
			true,
			true
		],
		[
			'a technician of another platform there',
			'lab',
			role('technician', 'university', 'spectra'),
			false,
			false
		],
		['an administrator', 'root', role('administrator', 'agency'), true, true],
		['an evaluator', 'eva', role('evaluator', 'university'), false, false]
	])('%s', (_name, personId, roles, canChange, canDecide) => {
		expect(permissionsFor(booking, { personId, roles, now: NOW })).toMatchObject({
			canChange,
			canDecide
		});
	});

	it.each([
		['once it has begun', { starts_at: '2026-11-24T00:00:00Z' }],
		['once it is cancelled', { status: 'cancelled' as const }],
		['once it is completed', { status: 'completed' as const }]
	])('leaves nothing to do %s', (_name, change) => {
		const subject = { ...booking, ...change };

		expect(
			permissionsFor(subject, { personId: 'ben', roles: role('manager', 'university'), now: NOW })
		).toMatchObject({ canChange: false, canDecide: false, canUse: false });
	});

	it('leaves nothing to decide once it is confirmed', () => {
		const subject = { ...booking, status: 'confirmed' as const };

		expect(
			permissionsFor(subject, { personId: 'lab', roles: role('manager', 'university'), now: NOW })
		).toMatchObject({ canChange: true, canDecide: false });
	});

	it('has the owner answer first where two have to', () => {
		const subject = { ...booking, approval_stage: 'owner' };
		const asked = { personId: 'ada', now: NOW };
		const owner = permissionsFor(subject, { ...asked, roles: role('owner', 'startup') });
		const manager = permissionsFor(subject, { ...asked, roles: role('manager', 'university') });
		expect([owner.canDecide, manager.canDecide]).toEqual([true, false]);
	});

	it('lets a customer come late, and appeal against what the clock made of it', () => {
		const missed = {
			...booking,
			starts_at: '2026-11-23T00:00:00Z',
			status: 'confirmed' as const,
			effective_status: 'no_show' as const
		};
		expect(
			permissionsFor(missed, { personId: 'ben', roles: role('member', 'startup'), now: NOW })
		).toMatchObject({ canUse: true, canAppeal: true, canWaive: false });
		expect(
			permissionsFor(missed, { personId: 'lab', roles: role('manager', 'university'), now: NOW })
		).toMatchObject({ canUse: true, canAppeal: false, canWaive: true });
	});

	it('lets a cancellation be undone, but for one that a closure made', () => {
		const cancelled = { ...booking, status: 'cancelled' as const };
		const asked = { personId: 'ben', roles: role('member', 'startup'), now: NOW };
		expect(permissionsFor(cancelled, asked).canReinstate).toBe(true);
		expect(permissionsFor({ ...cancelled, displaced_by: 'c' }, asked).canReinstate).toBe(false);
	});
});
