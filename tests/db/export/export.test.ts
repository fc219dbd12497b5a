import { describe, expect } from 'vitest';
import {
	aMembership,
	anInstrument,
	anOrganisation,
	aPerson,
	aPlatform
} from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };

async function aCast(db: Db) {
	const [ada, tom, eve] = [
		await aPerson(db, 'Ada'),
		await aPerson(db, 'Tom'),
		await aPerson(db, 'Eve')
	];
	const university = await anOrganisation(db, 'university', 'Export university');
	const platform = await aPlatform(db, university);
	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	await aMembership(db, { person: tom, organisation: university, role: 'technician', platform });
	return { ada, tom, eve, university, platform };
}

function record(db: Db, person: Id, platform: Id, part: string | null = null) {
	return asPerson(db, person.id, () =>
		db.query('select public.record_export($1, $2)', [platform.id, part])
	);
}

function namesOf(db: Db, person: Id, ids: string[]) {
	return asPerson(db, person.id, async () => {
		const { names } = await db.one<{ names: Record<string, string> }>(
			'select public.names_of($1) as names',
			[ids]
		);
		return names;
	});
}

describe('record_export', () => {
	it.for([
		['all of it', null],
		['one part', 'bookings']
	] as const)('keeps who took along %s', async ([, part], { db }) => {
		const { ada, platform } = await aCast(db);

		await record(db, ada, platform, part);

		expect(
			await db.query(
				`select person_id, action, subject_type, after from public.audit_entries
				where subject_id = $1`,
				[platform.id]
			)
		).toEqual([
			{ person_id: ada.id, action: 'export_platform', subject_type: 'platform', after: { part } }
		]);
	});

	it('refuses a technician and a stranger, and keeps nothing', async ({ db }) => {
		const { tom, eve, platform } = await aCast(db);

		expect(await refusalOf(record(db, tom, platform))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
		expect(await refusalOf(record(db, eve, platform))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
		expect(
			await db.query('select id from public.audit_entries where subject_id = $1', [platform.id])
		).toEqual([]);
	});

	it('refuses the manager of another platform', async ({ db }) => {
		const { ada, university } = await aCast(db);

		expect(await refusalOf(record(db, ada, await aPlatform(db, university)))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
	});

	it('refuses a platform that there is not', async ({ db }) => {
		const { ada } = await aCast(db);

		expect(await refusalOf(record(db, ada, { id: crypto.randomUUID() }))).toMatchObject({
			code: 'PT404',
			key: 'platform_not_found'
		});
	});

	it('is out of reach for visitors', async ({ db }) => {
		const { platform } = await aCast(db);

		const refused = await refusalOf(
			asAnonymous(db, () => db.query('select public.record_export($1)', [platform.id]))
		);

		expect(refused.code).toBe('42501');
	});
});

describe('an export that is under way', () => {
	const begin = (db: Db, person: Id, platform: Id) =>
		asPerson(db, person.id, () =>
			db.one<Id>('select public.record_export($1) as id', [platform.id])
		);
	const tell = (db: Db, person: Id, { id }: Id, rows: number, isFinished = false) =>
		asPerson(db, person.id, () =>
			db.query('select public.tell_export($1, 3, $2, 4096, $3)', [id, rows, isFinished])
		);
	const seenBy = (db: Db, person: Id, platform: Id) =>
		asPerson(db, person.id, () =>
			db.query(
				`select parts_done, rows_done::integer, finished_at is not null as finished
				from public.platform_exports where platform_id = $1`,
				[platform.id]
			)
		);

	it('says how far it is, until it is finished', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		const begun = await begin(db, ada, platform);

		await tell(db, ada, begun, 1000);
		expect(await seenBy(db, ada, platform)).toEqual([
			{ parts_done: 3, rows_done: 1000, finished: false }
		]);
		await tell(db, ada, begun, 1200, true);
		expect(await seenBy(db, ada, platform)).toEqual([
			{ parts_done: 3, rows_done: 1200, finished: true }
		]);
		expect(await refusalOf(tell(db, ada, begun, 0))).toMatchObject({
			code: 'PT404',
			key: 'export_not_found'
		});
	});

	it('is shown to managers alone, and told by who makes it', async ({ db }) => {
		const { ada, tom, eve, platform } = await aCast(db);
		const begun = await begin(db, ada, platform);

		for (const person of [tom, eve]) {
			expect(await seenBy(db, person, platform)).toEqual([]);
			expect(await refusalOf(tell(db, person, begun, 1))).toMatchObject({
				key: 'export_not_found'
			});
		}
	});

	it('is none where one part alone is taken', async ({ db }) => {
		const { ada, platform } = await aCast(db);

		await record(db, ada, platform, 'bookings');

		expect(await seenBy(db, ada, platform)).toEqual([]);
	});
});

describe('names_of', () => {
	it('names colleagues, organisations and instruments', async ({ db }) => {
		const { ada, tom, university, platform } = await aCast(db);
		const instrument = await anInstrument(db, platform, { name: 'Mikroskop' });

		expect(await namesOf(db, ada, [tom.id, university.id, instrument.id])).toEqual({
			[tom.id]: 'Tom',
			[university.id]: 'Export university',
			[instrument.id]: 'Mikroskop'
		});
	});

	it('names nobody whom the person asking does not know', async ({ db }) => {
		const { ada, eve } = await aCast(db);
		const startup = await anOrganisation(db, 'startup', 'Hidden startup');

		expect(await namesOf(db, ada, [eve.id, startup.id])).toEqual({});
	});
});

describe('sum_shared_files', () => {
	it('counts nothing for strangers', async ({ db }) => {
		const { eve, platform } = await aCast(db);

		expect(
			await asPerson(db, eve.id, () =>
				db.query('select files, bytes from public.sum_shared_files($1)', [platform.id])
			)
		).toEqual([{ files: '0', bytes: '0' }]);
	});
});
