import { describe, expect } from 'vitest';
import { aCast, aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import { asPerson, it, type Db } from '../../support/database.ts';

type Id = { id: string };

async function canManage(db: Db, person: Id, platform: Id): Promise<boolean> {
	const { answer } = await asPerson(db, person.id, () =>
		db.one<{ answer: boolean }>('select private.can_manage($1) as answer', [platform.id])
	);
	return answer;
}

async function canOwn(db: Db, person: Id, organisation: Id): Promise<boolean> {
	const { answer } = await asPerson(db, person.id, () =>
		db.one<{ answer: boolean }>('select private.can_own($1) as answer', [organisation.id])
	);
	return answer;
}

async function anAdministrator(db: Db): Promise<Id> {
	const root = await aPerson(db, 'Root');
	const agency = await anOrganisation(db, 'agency', 'Behörde');
	await aMembership(db, { person: root, organisation: agency, role: 'administrator' });
	return root;
}

describe('can_manage', () => {
	it('is true for the manager of the platform, and for that platform only', async ({ db }) => {
		const { ada, university, platform } = await aCast(db);
		const other = await aPlatform(db, university);

		expect(await canManage(db, ada, platform)).toBe(true);
		expect(await canManage(db, ada, other)).toBe(false);
	});

	it('is true for a manager of the whole host organisation', async ({ db }) => {
		const { university, platform } = await aCast(db);
		const mona = await aPerson(db, 'Mona');
		await aMembership(db, { person: mona, organisation: university, role: 'manager' });

		expect(await canManage(db, mona, platform)).toBe(true);
	});

	it('is true for an administrator', async ({ db }) => {
		const { platform } = await aCast(db);

		expect(await canManage(db, await anAdministrator(db), platform)).toBe(true);
	});

	it('is false for a technician, a customer and a manager of another organisation', async ({
		db
	}) => {
		const { tom, olga, rival, platform } = await aCast(db);
		const mona = await aPerson(db, 'Mona');
		await aMembership(db, { person: mona, organisation: rival, role: 'manager' });

		expect(await canManage(db, tom, platform)).toBe(false);
		expect(await canManage(db, olga, platform)).toBe(false);
		expect(await canManage(db, mona, platform)).toBe(false);
	});
});

describe('can_own', () => {
	it('is true for the owner and for an administrator', async ({ db }) => {
		const { olga, startup } = await aCast(db);

		expect(await canOwn(db, olga, startup)).toBe(true);
		expect(await canOwn(db, await anAdministrator(db), startup)).toBe(true);
	});

	it('is false for a member, and for the owner of another organisation', async ({ db }) => {
		const { ben, olga, startup, rival } = await aCast(db);

		expect(await canOwn(db, ben, startup)).toBe(false);
		expect(await canOwn(db, olga, rival)).toBe(false);
	});
});
