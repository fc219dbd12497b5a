import { describe, expect } from 'vitest';
import { aCast, aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type Invitation = {
	id: string;
	organisation_id: string;
	platform_id: string | null;
	role: string | null;
	email: string;
	invited_by: string;
	expires_at: Date;
	accepted_at: Date | null;
	accepted_by: string | null;
	withdrawn_at: Date | null;
};
type Membership = { person_id: string; platform_id: string | null; role: string };

type Invite = { organisation: Id; role: string; email?: string; platform?: Id; key?: string };

function invite(db: Db, as: Id, { organisation, role, email, platform, key }: Invite) {
	return asPerson(db, as.id, async () => {
		await db.query(`select set_config('request.headers', $1, true)`, [
			key === undefined ? '' : JSON.stringify({ 'idempotency-key': key })
		]);
		return db.one<Invitation>('select * from public.invite_member($1, $2, $3, $4)', [
			organisation.id,
			role,
			email ?? 'new@people.test',
			platform?.id ?? null
		]);
	});
}

function inviteResident(db: Db, as: Id, makerspace: Id, email: string) {
	return asPerson(db, as.id, () =>
		db.one<Invitation>('select * from public.invite_resident($1, $2)', [makerspace.id, email])
	);
}

function withdraw(db: Db, as: Id, invitation: Id) {
	return asPerson(db, as.id, () =>
		db.one<Invitation>('select * from public.withdraw_invitation($1)', [invitation.id])
	);
}

function accept(db: Db, as: Id, token: string, organisation?: Id) {
	return asPerson(db, as.id, () =>
		db.one<Invitation>('select * from public.accept_invitation($1, $2)', [
			token,
			organisation?.id ?? null
		])
	);
}

/** What the mail holds, which the worker derives as the owner of the database. */
async function tokenOf(db: Db, invitation: Id): Promise<string> {
	const { token } = await db.one<{ token: string }>(
		'select private.invitation_token($1) as token',
		[invitation.id]
	);
	return token;
}

/** Somebody with an address that is confirmed, unless the test says otherwise. */
async function aReader(db: Db, email: string, { isConfirmed = true } = {}): Promise<Id> {
	const person = await aPerson(db, 'Nora');
	await db.query(
		'update auth.users set email = $2, email_confirmed_at = case when $3 then now() end where id = $1',
		[person.id, email, isConfirmed]
	);
	return person;
}

function membershipsOf(db: Db, person: Id): Promise<Membership[]> {
	return db.query<Membership>(
		'select person_id, platform_id, role from public.memberships where person_id = $1',
		[person.id]
	);
}

function outboxOf(db: Db, subject: Id) {
	return db.query<{ topic: string }>(
		'select topic from private.outbox where subject_id = $1 order by id',
		[subject.id]
	);
}

async function aMakerspace(db: Db) {
	const mira = await aPerson(db, 'Mira');
	const makerspace = await anOrganisation(db, 'makerspace', 'Werkstatt');
	await aMembership(db, { person: mira, organisation: makerspace, role: 'owner' });
	return { mira, makerspace };
}

describe('invite_member', () => {
	it('lets an owner invite a member, and leaves a mail to be sent and a trace', async ({ db }) => {
		const { olga, startup } = await aCast(db);

		const invitation = await invite(db, olga, {
			organisation: startup,
			role: 'member',
			email: ' New@People.test '
		});

		expect(invitation).toMatchObject({
			organisation_id: startup.id,
			platform_id: null,
			role: 'member',
			email: 'new@people.test',
			invited_by: olga.id,
			accepted_at: null
		});
		expect(await outboxOf(db, invitation)).toEqual([{ topic: 'invitation_made' }]);
		expect(
			await db.query('select action, person_id from public.audit_entries where subject_id = $1', [
				invitation.id
			])
		).toEqual([{ action: 'invite', person_id: olga.id }]);
	});

	it('lets a manager invite a technician to the platform', async ({ db }) => {
		const { ada, university, platform } = await aCast(db);

		const invitation = await invite(db, ada, {
			organisation: university,
			role: 'technician',
			platform
		});

		expect(invitation).toMatchObject({ platform_id: platform.id, role: 'technician' });
	});

	it('ends after two weeks', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });

		expect(
			await db.one(
				`select expires_at = sent_at + interval '14 days' as is_right
				from public.invitations where id = $1`,
				[invitation.id]
			)
		).toEqual({ is_right: true });
	});

	it('keeps no token in clear', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });
		const token = await tokenOf(db, invitation);

		const { kept } = await db.one<{ kept: string }>(
			`select concat(
				(select jsonb_agg(rows) from public.invitations as rows),
				(select jsonb_agg(rows) from private.invitation_tokens as rows),
				(select jsonb_agg(rows) from private.outbox as rows),
				(select jsonb_agg(rows) from public.audit_entries as rows)
			) as kept`
		);
		expect(token).toMatch(/^[\w-]{43}$/);
		expect(kept).not.toContain(token);
	});

	it('sends the open invitation again, and makes the link before it void', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const first = await invite(db, olga, { organisation: startup, role: 'member' });
		const firstToken = await tokenOf(db, first);

		const second = await invite(db, olga, { organisation: startup, role: 'owner' });

		expect(second).toMatchObject({ id: first.id, role: 'owner' });
		expect(await outboxOf(db, first)).toHaveLength(2);
		const nora = await aReader(db, 'new@people.test');
		expect(await refusalOf(accept(db, nora, firstToken))).toMatchObject({
			code: 'PT404',
			key: 'invitation_not_found'
		});
	});

	it('answers the same key with the same invitation and sends no second mail', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const wish = { organisation: startup, role: 'member', key: 'once' };

		const first = await invite(db, olga, wish);
		const second = await invite(db, olga, wish);

		expect(second).toEqual(first);
		expect(await outboxOf(db, first)).toHaveLength(1);
	});

	it('refuses a member, who decides about nobody', async ({ db }) => {
		const { ben, startup } = await aCast(db);

		expect(
			await refusalOf(invite(db, ben, { organisation: startup, role: 'member' }))
		).toMatchObject({ code: 'PT403', key: 'members_not_yours' });
	});

	it('refuses a technician', async ({ db }) => {
		const { tom, university, platform } = await aCast(db);

		const refusal = await refusalOf(
			invite(db, tom, { organisation: university, role: 'manager', platform })
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'members_not_yours' });
	});

	it('refuses the manager of another platform of the same house', async ({ db }) => {
		const { ada, university } = await aCast(db);
		const other = await aPlatform(db, university);

		const refusal = await refusalOf(
			invite(db, ada, { organisation: university, role: 'technician', platform: other })
		);

		expect(refusal).toMatchObject({ code: 'PT403', key: 'members_not_yours' });
	});

	it('refuses the manager of a platform to decide about the whole organisation', async ({ db }) => {
		const { ada, university } = await aCast(db);

		const refusal = await refusalOf(invite(db, ada, { organisation: university, role: 'manager' }));

		expect(refusal).toMatchObject({ code: 'PT403', key: 'members_not_yours' });
	});

	it('refuses a platform under the name of another organisation', async ({ db }) => {
		const { olga, startup, platform } = await aCast(db);

		const refusal = await refusalOf(
			invite(db, olga, { organisation: startup, role: 'manager', platform })
		);

		expect(refusal).toMatchObject({ code: 'PT404', key: 'platform_not_found' });
	});

	it.for([
		['a startup has no manager, since it has no platform', 'manager'],
		['an owner names no administrator', 'administrator'],
		['an owner names no evaluator', 'evaluator']
	] as const)('refuses a role that is not offered: %s', async ([, role], { db }) => {
		const { olga, startup } = await aCast(db);

		expect(await refusalOf(invite(db, olga, { organisation: startup, role }))).toMatchObject({
			code: 'PT422',
			key: 'role_not_offered'
		});
	});

	it('lets an administrator name an evaluator of an agency', async ({ db }) => {
		const root = await aPerson(db, 'Root');
		const agency = await anOrganisation(db, 'agency', 'Behörde');
		await aMembership(db, { person: root, organisation: agency, role: 'administrator' });

		expect(await invite(db, root, { organisation: agency, role: 'evaluator' })).toMatchObject({
			role: 'evaluator'
		});
	});

	it('refuses whom the organisation has already in that role', async ({ db }) => {
		const { olga, ben, startup } = await aCast(db);
		await db.query(`update auth.users set email = 'ben@people.test' where id = $1`, [ben.id]);

		const refusal = await refusalOf(
			invite(db, olga, { organisation: startup, role: 'member', email: 'Ben@people.test' })
		);

		expect(refusal).toMatchObject({ code: 'PT409', key: 'already_member' });
	});

	it('refuses what is no address', async ({ db }) => {
		const { olga, startup } = await aCast(db);

		const refusal = await refusalOf(
			invite(db, olga, { organisation: startup, role: 'member', email: 'nobody' })
		);

		expect(refusal.code).toBe('23514');
	});

	it('refuses the sixth mail to one address within a day', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		await invite(db, olga, { organisation: startup, role: 'member' });
		await db.query('update public.invitations set times_sent = 5 where organisation_id = $1', [
			startup.id
		]);

		const refusal = await refusalOf(invite(db, olga, { organisation: startup, role: 'member' }));

		expect(refusal).toMatchObject({ code: 'PT422', key: 'invitation_limit_reached' });
	});

	it('refuses an organisation that has sent fifty mails within a day', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		await invite(db, olga, { organisation: startup, role: 'member', email: 'one@people.test' });
		await db.query('update public.invitations set times_sent = 50 where organisation_id = $1', [
			startup.id
		]);

		const refusal = await refusalOf(
			invite(db, olga, { organisation: startup, role: 'member', email: 'two@people.test' })
		);

		expect(refusal).toMatchObject({ code: 'PT422', key: 'invitation_limit_reached' });
	});

	it('refuses a visitor', async ({ db }) => {
		const { startup } = await aCast(db);

		const refusal = await refusalOf(
			asAnonymous(db, () =>
				db.query('select public.invite_member($1, $2, $3)', [startup.id, 'member', 'a@b.test'])
			)
		);

		expect(refusal.code).toBe('42501');
	});
});

describe('an invitation', () => {
	it('is read by those who may make it and by nobody else', async ({ db }) => {
		const { ada, tom, ben, eve, university, platform } = await aCast(db);
		await invite(db, ada, { organisation: university, role: 'technician', platform });
		const count = (person: Id) =>
			asPerson(db, person.id, () => db.query('select id from public.invitations'));

		expect(await count(ada)).toHaveLength(1);
		expect(await count(tom)).toEqual([]);
		expect(await count(ben)).toEqual([]);
		expect(await count(eve)).toEqual([]);
	});

	it('is written by no API role', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		await invite(db, olga, { organisation: startup, role: 'member' });

		const refusal = await refusalOf(
			asPerson(db, olga.id, () => db.query(`update public.invitations set role = 'owner'`))
		);

		expect(refusal.code).toBe('42501');
	});

	it('is told in full to whoever holds its token, who may not have signed in', async ({ db }) => {
		const { ada, university, platform } = await aCast(db);
		const invitation = await invite(db, ada, {
			organisation: university,
			role: 'technician',
			platform
		});
		const token = await tokenOf(db, invitation);

		const found = await asAnonymous(db, () =>
			db.one('select * from public.find_invitation($1)', [token])
		);

		expect(found).toMatchObject({
			id: invitation.id,
			organisation: 'Universität',
			platform_id: platform.id,
			role: 'technician',
			email: 'new@people.test',
			inviter: 'Ada',
			status: 'open',
			is_mine: false
		});
	});

	it('is found by its id by its addressee alone, who can accept it so', async ({ db }) => {
		const { olga, eve, startup } = await aCast(db);
		const { id } = await invite(db, olga, { organisation: startup, role: 'member' });
		const nora = await aReader(db, 'new@people.test');
		const find = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select id, is_mine from public.find_invitation($1)', [id])
			);

		expect(await find(eve)).toEqual([]);
		expect(await find(nora)).toEqual([{ id, is_mine: true }]);
		expect(await accept(db, nora, id)).toMatchObject({ accepted_by: nora.id });
	});

	it('is listed for its addressee while it is open', async ({ db }) => {
		const { olga, eve, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });
		const nora = await aReader(db, 'new@people.test');
		const list = (person: Id) =>
			asPerson(db, person.id, () => db.query('select id from public.my_invitations()'));

		expect(await list(nora)).toEqual([{ id: invitation.id }]);
		expect(await list(eve)).toEqual([]);
		await withdraw(db, olga, invitation);
		expect(await list(nora)).toEqual([]);
	});

	it('is not found by a token that is none', async ({ db }) => {
		expect(
			await asAnonymous(db, () => db.query(`select * from public.find_invitation('guessed')`))
		).toEqual([]);
	});
});

describe('accept_invitation', () => {
	it('makes the person a member', async ({ db }) => {
		const { ada, university, platform } = await aCast(db);
		const invitation = await invite(db, ada, {
			organisation: university,
			role: 'technician',
			platform
		});
		const nora = await aReader(db, 'New@people.test');

		const accepted = await accept(db, nora, await tokenOf(db, invitation));

		expect(accepted).toMatchObject({ id: invitation.id, accepted_by: nora.id });
		expect(await membershipsOf(db, nora)).toEqual([
			{ person_id: nora.id, platform_id: platform.id, role: 'technician' }
		]);
		expect(await outboxOf(db, invitation)).toEqual([
			{ topic: 'invitation_made' },
			{ topic: 'invitation_accepted' }
		]);
	});

	it('twice changes nothing', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });
		const token = await tokenOf(db, invitation);
		const nora = await aReader(db, 'new@people.test');
		const first = await accept(db, nora, token);

		expect(await accept(db, nora, token)).toEqual(first);
		expect(await membershipsOf(db, nora)).toHaveLength(1);
	});

	it('makes a member who is invited as owner an owner, and leaves an owner one', async ({ db }) => {
		const { olga, ben, startup } = await aCast(db);
		await db.query(
			`update auth.users set email = 'ben@people.test', email_confirmed_at = now() where id = $1`,
			[ben.id]
		);
		const up = await invite(db, olga, {
			organisation: startup,
			role: 'owner',
			email: 'ben@people.test'
		});
		await accept(db, ben, await tokenOf(db, up));
		const down = await invite(db, olga, {
			organisation: startup,
			role: 'member',
			email: 'ben@people.test'
		});

		await accept(db, ben, await tokenOf(db, down));

		expect(await membershipsOf(db, ben)).toEqual([
			{ person_id: ben.id, platform_id: null, role: 'owner' }
		]);
	});

	it('refuses somebody with another address', async ({ db }) => {
		const { olga, eve, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });

		const refusal = await refusalOf(accept(db, eve, await tokenOf(db, invitation)));

		expect(refusal).toMatchObject({ code: 'PT403', key: 'invitation_for_other' });
	});

	it('refuses an address that was never confirmed', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });
		const mallory = await aReader(db, 'new@people.test', { isConfirmed: false });

		const refusal = await refusalOf(accept(db, mallory, await tokenOf(db, invitation)));

		expect(refusal).toMatchObject({ code: 'PT403', key: 'invitation_for_other' });
	});

	it.for([
		['expired', `expires_at = clock_timestamp(), created_at = now() - interval '15 days'`],
		['withdrawn', 'withdrawn_at = now()'],
		['accepted', 'accepted_at = now()']
	] as const)('refuses an invitation that is %s', async ([status, change], { db }) => {
		const { olga, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });
		const nora = await aReader(db, 'new@people.test');
		// The token is that of the mail, which was sent before.
		const token = await tokenOf(db, invitation);
		await db.query(`update public.invitations set ${change} where id = $1`, [invitation.id]);

		const refusal = await refusalOf(accept(db, nora, token));

		expect(refusal).toMatchObject({ code: 'PT409', key: 'invitation_closed' });
		expect(await db.one('select status from public.find_invitation($1)', [token])).toEqual({
			status
		});
	});
});

describe('withdraw_invitation', () => {
	it('closes it, and twice changes nothing', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });

		const first = await withdraw(db, olga, invitation);

		expect(first.withdrawn_at).not.toBeNull();
		expect(await withdraw(db, olga, invitation)).toEqual(first);
	});

	it('refuses those who may not make it as if there were none', async ({ db }) => {
		const { olga, ben, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });

		expect(await refusalOf(withdraw(db, ben, invitation))).toMatchObject({
			code: 'PT404',
			key: 'invitation_not_found'
		});
	});

	it('refuses one that was accepted', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const invitation = await invite(db, olga, { organisation: startup, role: 'member' });
		const nora = await aReader(db, 'new@people.test');
		await accept(db, nora, await tokenOf(db, invitation));

		expect(await refusalOf(withdraw(db, olga, invitation))).toMatchObject({
			code: 'PT409',
			key: 'invitation_closed'
		});
	});
});

describe('an invitation into a makerspace', () => {
	it('makes the startup of whoever accepts a resident, by name', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const { mira, makerspace } = await aMakerspace(db);
		await db.query(
			`update auth.users set email = 'olga@people.test', email_confirmed_at = now() where id = $1`,
			[olga.id]
		);
		const names = () =>
			asPerson(db, mira.id, () =>
				db.query('select name from public.organisations where id = $1', [startup.id])
			);
		expect(await names()).toEqual([]);

		const invitation = await inviteResident(db, mira, makerspace, 'olga@people.test');
		await accept(db, olga, await tokenOf(db, invitation));

		expect(
			await asPerson(db, mira.id, () =>
				db.query('select organisation_id, ended_on from public.residencies')
			)
		).toEqual([{ organisation_id: startup.id, ended_on: null }]);
		expect(await names()).toEqual([{ name: 'Ein Start' }]);
	});

	it('is refused to a startup’s own owner and to an owner of something else', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const { makerspace } = await aMakerspace(db);

		expect(await refusalOf(inviteResident(db, olga, makerspace, 'a@b.test'))).toMatchObject({
			code: 'PT403',
			key: 'members_not_yours'
		});
		expect(await refusalOf(inviteResident(db, olga, startup, 'a@b.test'))).toMatchObject({
			code: 'PT422',
			key: 'not_a_makerspace'
		});
	});

	it('asks which startup when there are several, and takes none that is not owned', async ({
		db
	}) => {
		const { olga, rival } = await aCast(db);
		const second = await anOrganisation(db, 'startup', 'Zweiter Start');
		await aMembership(db, { person: olga, organisation: second, role: 'owner' });
		const { mira, makerspace } = await aMakerspace(db);
		await db.query(
			`update auth.users set email = 'olga@people.test', email_confirmed_at = now() where id = $1`,
			[olga.id]
		);
		const invitation = await inviteResident(db, mira, makerspace, 'olga@people.test');
		const token = await tokenOf(db, invitation);

		expect(await refusalOf(accept(db, olga, token))).toMatchObject({
			code: 'PT422',
			key: 'organisation_ambiguous'
		});
		expect(await refusalOf(accept(db, olga, token, rival))).toMatchObject({
			code: 'PT403',
			key: 'organisation_not_yours'
		});
		await accept(db, olga, token, second);
		expect(
			await db.query('select organisation_id from public.residencies where makerspace_id = $1', [
				makerspace.id
			])
		).toEqual([{ organisation_id: second.id }]);
	});

	it('is refused to a member, who does not own a startup', async ({ db }) => {
		await aCast(db);
		const { mira, makerspace } = await aMakerspace(db);
		const invitation = await inviteResident(db, mira, makerspace, 'new@people.test');
		const nora = await aReader(db, 'new@people.test');

		expect(await refusalOf(accept(db, nora, await tokenOf(db, invitation)))).toMatchObject({
			code: 'PT403',
			key: 'organisation_missing'
		});
	});

	it('is refused to a resident', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const { mira, makerspace } = await aMakerspace(db);
		await db.query(
			`update auth.users set email = 'olga@people.test', email_confirmed_at = now() where id = $1`,
			[olga.id]
		);
		await db.query(
			`insert into public.residencies (makerspace_id, organisation_id, started_on)
			values ($1, $2, '2026-01-01')`,
			[makerspace.id, startup.id]
		);
		const invitation = await inviteResident(db, mira, makerspace, 'olga@people.test');

		expect(await refusalOf(accept(db, olga, await tokenOf(db, invitation)))).toMatchObject({
			code: 'PT409',
			key: 'already_resident'
		});
	});
});

describe('end_residency', () => {
	function end(db: Db, as: Id, residency: Id) {
		return asPerson(db, as.id, () =>
			db.one<{ has_ended: boolean }>(
				'select ended_on is not null as has_ended from public.end_residency($1)',
				[residency.id]
			)
		);
	}
	async function aResidency(db: Db, makerspace: Id, startup: Id, startedOn: string): Promise<Id> {
		return db.one<Id>(
			`insert into public.residencies (makerspace_id, organisation_id, started_on)
			values ($1, $2, $3::date) returning id`,
			[makerspace.id, startup.id, startedOn]
		);
	}

	it('is done by the makerspace or by the startup, also on the first day', async ({ db }) => {
		const { olga, startup, rival } = await aCast(db);
		const { mira, makerspace } = await aMakerspace(db);
		const old = await aResidency(db, makerspace, startup, '2026-01-01');
		const fresh = await aResidency(db, makerspace, rival, 'today');

		expect(await end(db, olga, old)).toEqual({ has_ended: true });
		expect(await end(db, mira, fresh)).toEqual({ has_ended: true });
	});

	it('is refused to a member of the startup and to strangers', async ({ db }) => {
		const { ben, eve, startup } = await aCast(db);
		const { makerspace } = await aMakerspace(db);
		const residency = await aResidency(db, makerspace, startup, '2026-01-01');

		for (const person of [ben, eve]) {
			expect(await refusalOf(end(db, person, residency))).toMatchObject({
				code: 'PT404',
				key: 'residency_not_found'
			});
		}
	});
});
