import { describe, expect } from 'vitest';
import { aCast, aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import { asPerson, connect, it, refusalOf, toDb, type Db } from '../../support/database.ts';

type Id = { id: string };
type Membership = { id: string; role: string };

async function membershipOf(db: Db, person: Id, organisation: Id): Promise<Id> {
	return db.one<Id>(
		'select id from public.memberships where person_id = $1 and organisation_id = $2',
		[person.id, organisation.id]
	);
}

function changeRole(db: Db, as: Id, membership: Id, role: string) {
	return asPerson(db, as.id, () =>
		db.one<Membership>('select * from public.change_role($1, $2)', [membership.id, role])
	);
}

function remove(db: Db, as: Id, membership: Id) {
	return asPerson(db, as.id, () =>
		db.one<Membership>('select * from public.remove_member($1)', [membership.id])
	);
}

function leave(db: Db, as: Id, membership: Id) {
	return asPerson(db, as.id, () =>
		db.one<Membership>('select * from public.leave_organisation($1)', [membership.id])
	);
}

function rolesIn(db: Db, organisation: Id) {
	return db.query<{ role: string }>(
		'select role from public.memberships where organisation_id = $1 order by role',
		[organisation.id]
	);
}

const NOT_YOURS = { code: 'PT403', key: 'members_not_yours' };

describe('change_role', () => {
	it('lets a manager make a technician a manager, and leaves a trace', async ({ db }) => {
		const { ada, tom, university } = await aCast(db);
		const membership = await membershipOf(db, tom, university);

		expect(await changeRole(db, ada, membership, 'manager')).toMatchObject({ role: 'manager' });
		expect(
			await db.query(
				`select action, person_id, before ->> 'role' as before, after ->> 'role' as after
				from public.audit_entries where subject_id = $1`,
				[membership.id]
			)
		).toEqual([
			{ action: 'change_role', person_id: ada.id, before: 'technician', after: 'manager' }
		]);
		expect(
			await db.query('select topic from private.outbox where subject_id = $1', [membership.id])
		).toEqual([{ topic: 'role_changed' }]);
	});

	it('lets an owner hand on the ownership, and only then step back', async ({ db }) => {
		const { olga, ben, startup } = await aCast(db);
		const own = await membershipOf(db, olga, startup);
		expect(await refusalOf(changeRole(db, olga, own, 'member'))).toMatchObject({
			code: 'PT409',
			key: 'last_owner'
		});

		await changeRole(db, olga, await membershipOf(db, ben, startup), 'owner');
		await changeRole(db, olga, own, 'member');

		expect(await rolesIn(db, startup)).toEqual([{ role: 'owner' }, { role: 'member' }]);
	});

	it('to the role that somebody has changes nothing', async ({ db }) => {
		const { olga, ben, startup } = await aCast(db);
		const membership = await membershipOf(db, ben, startup);

		await changeRole(db, olga, membership, 'member');

		expect(
			await db.query('select id from public.audit_entries where subject_id = $1', [membership.id])
		).toEqual([]);
	});

	it('refuses a technician who would make themselves a manager', async ({ db }) => {
		const { tom, university } = await aCast(db);

		const refusal = await refusalOf(
			changeRole(db, tom, await membershipOf(db, tom, university), 'manager')
		);

		expect(refusal).toMatchObject(NOT_YOURS);
	});

	it('refuses the manager of another platform', async ({ db }) => {
		const { ada, university } = await aCast(db);
		const other = await aPlatform(db, university);
		const tina = await aPerson(db, 'Tina');
		await aMembership(db, {
			person: tina,
			organisation: university,
			role: 'technician',
			platform: other
		});

		const refusal = await refusalOf(
			changeRole(db, ada, await membershipOf(db, tina, university), 'manager')
		);

		expect(refusal).toMatchObject(NOT_YOURS);
	});

	it('refuses a member of another startup as if there were no such membership', async ({ db }) => {
		const { ben, eve, startup } = await aCast(db);

		const refusal = await refusalOf(
			changeRole(db, eve, await membershipOf(db, ben, startup), 'owner')
		);

		expect(refusal).toMatchObject({ code: 'PT404', key: 'membership_not_found' });
	});

	it('refuses a role that a platform does not have', async ({ db }) => {
		const { ada, tom, university } = await aCast(db);

		const refusal = await refusalOf(
			changeRole(db, ada, await membershipOf(db, tom, university), 'owner')
		);

		expect(refusal).toMatchObject({ code: 'PT422', key: 'role_not_offered' });
	});

	it('refuses to leave a platform without a manager', async ({ db }) => {
		const { ada, university } = await aCast(db);

		const refusal = await refusalOf(
			changeRole(db, ada, await membershipOf(db, ada, university), 'technician')
		);

		expect(refusal).toMatchObject({ code: 'PT409', key: 'last_manager' });
	});

	it('refuses an owner of an agency to make or unmake an administrator', async ({ db }) => {
		const [root, otto] = [await aPerson(db, 'Root'), await aPerson(db, 'Otto')];
		const agency = await anOrganisation(db, 'agency', 'Behörde');
		await aMembership(db, { person: root, organisation: agency, role: 'administrator' });
		await aMembership(db, { person: otto, organisation: agency, role: 'owner' });

		expect(
			await refusalOf(changeRole(db, otto, await membershipOf(db, otto, agency), 'administrator'))
		).toMatchObject({ code: 'PT422', key: 'role_not_offered' });
		expect(
			await refusalOf(changeRole(db, otto, await membershipOf(db, root, agency), 'member'))
		).toMatchObject({ code: 'PT422', key: 'role_not_offered' });
		expect(await refusalOf(remove(db, otto, await membershipOf(db, root, agency)))).toMatchObject(
			NOT_YOURS
		);
	});
});

describe('remove_member', () => {
	it('ends what the person may do there, and withdraws their open invitations', async ({ db }) => {
		const { ada, tom, university, platform } = await aCast(db);
		const tomsMembership = await membershipOf(db, tom, university);
		await changeRole(db, ada, tomsMembership, 'manager');
		const invitation = await asPerson(db, tom.id, () =>
			db.one<Id>(`select * from public.invite_member($1, 'manager', 'friend@people.test', $2)`, [
				university.id,
				platform.id
			])
		);

		await remove(db, ada, tomsMembership);

		expect(
			await asPerson(db, tom.id, () =>
				db.one('select private.can_staff($1) as staffs', [platform.id])
			)
		).toEqual({ staffs: false });
		expect(
			await db.one('select withdrawn_by from public.invitations where id = $1', [invitation.id])
		).toEqual({ withdrawn_by: ada.id });
	});

	it('refuses a member, and the technician of a platform', async ({ db }) => {
		const { ada, tom, ben, olga, university, startup } = await aCast(db);

		expect(await refusalOf(remove(db, ben, await membershipOf(db, olga, startup)))).toMatchObject(
			NOT_YOURS
		);
		expect(await refusalOf(remove(db, tom, await membershipOf(db, ada, university)))).toMatchObject(
			NOT_YOURS
		);
	});

	it('refuses to take the last owner, whoever asks', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const root = await aPerson(db, 'Root');
		const agency = await anOrganisation(db, 'agency', 'Behörde');
		await aMembership(db, { person: root, organisation: agency, role: 'administrator' });

		expect(await refusalOf(remove(db, root, await membershipOf(db, olga, startup)))).toMatchObject({
			code: 'PT409',
			key: 'last_owner'
		});
	});
});

describe('leave_organisation', () => {
	it('is done by anyone who is not the last', async ({ db }) => {
		const { ben, startup } = await aCast(db);

		await leave(db, ben, await membershipOf(db, ben, startup));

		expect(await rolesIn(db, startup)).toEqual([{ role: 'owner' }]);
	});

	it('refuses the last manager, until another manages the whole house', async ({ db }) => {
		const { ada, university } = await aCast(db);
		const own = await membershipOf(db, ada, university);
		expect(await refusalOf(leave(db, ada, own))).toMatchObject({
			code: 'PT409',
			key: 'last_manager'
		});
		const mona = await aPerson(db, 'Mona');
		await aMembership(db, { person: mona, organisation: university, role: 'manager' });

		await leave(db, ada, own);

		expect(await rolesIn(db, university)).toEqual([{ role: 'manager' }, { role: 'technician' }]);
	});

	it('refuses who manages the whole house while a platform has nobody else', async ({ db }) => {
		const { university } = await aCast(db);
		await aPlatform(db, university);
		const mona = await aPerson(db, 'Mona');
		await aMembership(db, { person: mona, organisation: university, role: 'manager' });

		expect(
			await refusalOf(leave(db, mona, await membershipOf(db, mona, university)))
		).toMatchObject({ code: 'PT409', key: 'last_manager' });
	});

	it('refuses the last administrator', async ({ db }) => {
		await db.query(`delete from public.memberships where role = 'administrator'`);
		const root = await aPerson(db, 'Root');
		const agency = await anOrganisation(db, 'agency', 'Behörde');
		await aMembership(db, { person: root, organisation: agency, role: 'administrator' });

		expect(await refusalOf(leave(db, root, await membershipOf(db, root, agency)))).toMatchObject({
			code: 'PT409',
			key: 'last_administrator'
		});
	});

	it('refuses to leave in the name of another', async ({ db }) => {
		const { olga, ben, startup } = await aCast(db);

		expect(await refusalOf(leave(db, olga, await membershipOf(db, ben, startup)))).toMatchObject(
			NOT_YOURS
		);
	});
});

describe('two owners who leave at the same moment', () => {
	it('leave one of them behind', async ({ db }) => {
		const clients = [await connect(), await connect()] as const;
		const [first, second] = [toDb(clients[0]), toDb(clients[1])];
		const startup = await anOrganisation(first, 'startup', 'Zu zweit');
		const [olga, otto] = [await aPerson(first, 'Olga'), await aPerson(first, 'Otto')];
		try {
			await aMembership(first, { person: olga, organisation: startup, role: 'owner' });
			await aMembership(first, { person: otto, organisation: startup, role: 'owner' });
			const olgas = await membershipOf(first, olga, startup);
			const ottos = await membershipOf(first, otto, startup);
			await first.query('begin');
			await second.query('begin');

			await leave(first, olga, olgas);
			const other = refusalOf(leave(second, otto, ottos));
			await first.query('commit');

			expect(await other).toMatchObject({ code: 'PT409', key: 'last_owner' });
			await second.query('rollback');
			expect(await rolesIn(db, startup)).toEqual([{ role: 'owner' }]);
		} finally {
			await db.query('delete from public.organisations where id = $1', [startup.id]);
			await clients[0].end();
			await clients[1].end();
		}
	});
});

describe('memberships', () => {
	it('are read by colleagues, and by no other startup', async ({ db }) => {
		const { ben, eve, startup } = await aCast(db);
		const seenBy = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select id from public.memberships where organisation_id = $1', [startup.id])
			);

		expect(await seenBy(ben)).toHaveLength(2);
		expect(await seenBy(eve)).toEqual([]);
	});

	it('are written by no API role', async ({ db }) => {
		const { olga, startup } = await aCast(db);

		const refusal = await refusalOf(
			asPerson(db, olga.id, () =>
				db.query(
					`insert into public.memberships (person_id, organisation_id, role) values ($1, $2, 'owner')`,
					[olga.id, startup.id]
				)
			)
		);

		expect(refusal.code).toBe('42501');
	});
});
