import { describe, expect } from 'vitest';
import { aCast, aPerson } from '../../support/builders.ts';
import { asPerson, it, type Db } from '../../support/database.ts';
import { expandOutbox, factsToldTo, kindsToldTo, toldTo } from '../../support/notices.ts';

type Id = { id: string };

const ADDRESS = 'nora@people.test';

function invite(db: Db, as: Id, organisation: Id, email = ADDRESS) {
	return asPerson(db, as.id, () =>
		db.one<Id>(`select * from public.invite_member($1, 'member', $2, null)`, [
			organisation.id,
			email
		])
	);
}

async function tokenOf(db: Db, { id }: Id): Promise<string> {
	const { token } = await db.one<{ token: string }>(
		'select private.invitation_token($1) as token',
		[id]
	);
	return token;
}

async function nora(db: Db, { isConfirmed = true } = {}): Promise<Id> {
	const person = await aPerson(db, 'Nora');
	await db.query(
		'update auth.users set email = $2, email_confirmed_at = case when $3 then now() end where id = $1',
		[person.id, ADDRESS, isConfirmed]
	);
	return person;
}

function sentToAddress(db: Db) {
	return db.query<{ kind: string; listed: boolean; mailed: boolean }>(
		`select kind, is_listed as listed, mails.notice_id is not null as mailed
		from public.notices
		left join private.notice_mails as mails on mails.notice_id = notices.id
		where address = $1`,
		[ADDRESS]
	);
}

describe('an invitation', () => {
	it('is mailed to an address without an account, once', async ({ db }) => {
		const { olga, startup } = await aCast(db);

		await invite(db, olga, startup);
		await expandOutbox(db);
		await expandOutbox(db);

		expect(await sentToAddress(db)).toEqual([
			{ kind: 'invitation_received', listed: false, mailed: true }
		]);
	});

	it('is listed too for whoever has an account with that address', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const person = await nora(db);

		await invite(db, olga, startup);
		await expandOutbox(db);

		expect(await toldTo(db, person)).toEqual([
			{ kind: 'invitation_received', listed: true, mailed: true, read: false }
		]);
		expect(await sentToAddress(db)).toEqual([]);
	});

	it('is mailed to the address alone as long as its account is not confirmed', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const person = await nora(db, { isConfirmed: false });

		await invite(db, olga, startup);
		await expandOutbox(db);

		expect(await kindsToldTo(db, person)).toEqual([]);
		expect(await sentToAddress(db)).toHaveLength(1);
	});

	it('is told again when it is sent again', async ({ db }) => {
		const { olga, startup } = await aCast(db);

		await invite(db, olga, startup);
		await expandOutbox(db);
		await invite(db, olga, startup);
		await expandOutbox(db);

		expect(await sentToAddress(db)).toHaveLength(2);
	});

	it('keeps neither its token nor the name of who invites', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const person = await nora(db);

		const invitation = await invite(db, olga, startup);
		await expandOutbox(db);

		const facts = await factsToldTo(db, person, 'invitation_received');
		expect(facts).toMatchObject({ organisation: { name: 'Ein Start' }, role: 'member' });
		expect(JSON.stringify(facts)).not.toContain(await tokenOf(db, invitation));
		expect(JSON.stringify(facts)).not.toContain('Olga');
	});

	it('is told to nobody when it was withdrawn before', async ({ db }) => {
		const { olga, startup } = await aCast(db);

		const invitation = await invite(db, olga, startup);
		await asPerson(db, olga.id, () =>
			db.query('select public.withdraw_invitation($1)', [invitation.id])
		);

		expect(await expandOutbox(db)).toEqual([]);
		expect(await sentToAddress(db)).toEqual([]);
	});

	it('that is accepted is told to who made it, with where the member is listed', async ({ db }) => {
		const { olga, startup } = await aCast(db);
		const person = await nora(db);

		const invitation = await invite(db, olga, startup);
		const token = await tokenOf(db, invitation);
		await asPerson(db, person.id, () =>
			db.query('select public.accept_invitation($1, null)', [token])
		);
		await expandOutbox(db);

		expect(await toldTo(db, olga)).toEqual([
			{ kind: 'invitation_accepted', listed: true, mailed: false, read: false }
		]);
		expect(await factsToldTo(db, olga, 'invitation_accepted')).toMatchObject({
			role: 'member',
			members_of: { organisation_id: startup.id }
		});
	});
});

describe('a role that is changed', () => {
	it('is told to whose role it is, and not to who changed it', async ({ db }) => {
		const { ben, olga, startup } = await aCast(db);
		const membership = await db.one<Id>(
			'select id from public.memberships where person_id = $1 and organisation_id = $2',
			[ben.id, startup.id]
		);

		await asPerson(db, olga.id, () =>
			db.query(`select public.change_role($1, 'owner')`, [membership.id])
		);
		await expandOutbox(db);

		expect(await toldTo(db, ben)).toEqual([
			{ kind: 'role_changed', listed: true, mailed: true, read: false }
		]);
		expect(await factsToldTo(db, ben, 'role_changed')).toMatchObject({ role: 'owner' });
		expect(await kindsToldTo(db, olga)).toEqual([]);
	});
});
