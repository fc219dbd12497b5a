import { describe, expect } from 'vitest';
import { aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };

async function aCast(db: Db) {
	const [ada, bo, tom] = [
		await aPerson(db, 'Ada'),
		await aPerson(db, 'Bo'),
		await aPerson(db, 'Tom')
	];
	const university = await anOrganisation(db, 'university', 'Import university');
	const platform = await aPlatform(db, university);
	for (const person of [ada, bo]) {
		await aMembership(db, { person, organisation: university, role: 'manager', platform });
	}
	await aMembership(db, { person: tom, organisation: university, role: 'technician', platform });
	return { ada, bo, tom, platform };
}

function begin(db: Db, person: Id, platform: Id, kind: string | null = 'instruments') {
	return asPerson(db, person.id, () =>
		db.one<Id>(`select public.begin_import($1, $2, '仪器.csv', 500) as id`, [platform.id, kind])
	);
}

function tell(db: Db, person: Id, { id }: Id, rows: number, report: object | null = null) {
	return asPerson(db, person.id, () =>
		db.query('select public.tell_import($1, $2, $3)', [
			id,
			rows,
			report === null ? null : JSON.stringify(report)
		])
	);
}

function seenBy(db: Db, person: Id, platform: Id) {
	return asPerson(db, person.id, () =>
		db.query(
			`select file_name, rows_done, rows_total, finished_at is not null as finished, report
			from public.import_runs where platform_id = $1`,
			[platform.id]
		)
	);
}

describe('an import that is under way', () => {
	it('says how far it is, and in the end what came of it, to all who run the platform', async ({
		db
	}) => {
		const { ada, bo, platform } = await aCast(db);
		const run = { file_name: '仪器.csv', rows_total: 500 };
		const begun = await begin(db, ada, platform);

		await tell(db, ada, begun, 250);
		expect(await seenBy(db, bo, platform)).toEqual([
			{ ...run, rows_done: 250, finished: false, report: null }
		]);
		await tell(db, ada, begun, 500, { refused: [] });
		expect(await seenBy(db, bo, platform)).toEqual([
			{ ...run, rows_done: 500, finished: true, report: { refused: [] } }
		]);
	});

	it('says nothing more once it has ended, and nothing of somebody else’s', async ({ db }) => {
		const { ada, bo, platform } = await aCast(db);
		const begun = await begin(db, ada, platform);

		expect(await refusalOf(tell(db, bo, begun, 1))).toMatchObject({
			code: 'PT404',
			key: 'import_not_found'
		});
		await tell(db, ada, begun, 500, {});
		expect(await refusalOf(tell(db, ada, begun, 1))).toMatchObject({ key: 'import_not_found' });
	});

	it('is for who runs the platform: no technician, no visitor', async ({ db }) => {
		const { ada, tom, platform } = await aCast(db);
		await begin(db, ada, platform);

		expect(await refusalOf(begin(db, tom, platform))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
		expect(await seenBy(db, tom, platform)).toEqual([]);
		const refused = await refusalOf(
			asAnonymous(db, () =>
				db.query(`select public.begin_import($1, 'services', 'a.csv')`, [platform.id])
			)
		);
		expect(refused.code).toBe('42501');
	});

	it('is, of a use log, for everybody who works on the platform', async ({ db }) => {
		const { ada, tom, platform } = await aCast(db);
		const begun = await begin(db, tom, platform, 'use_log');
		await tell(db, tom, begun, 250);
		await begin(db, ada, platform, 'services');

		expect(await seenBy(db, tom, platform)).toMatchObject([{ rows_done: 250 }]);
		expect(await seenBy(db, ada, platform)).toHaveLength(2);
		const outsider = await aPerson(db, 'Otto');
		expect(await refusalOf(begin(db, outsider, platform, 'use_log'))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
		expect(await refusalOf(begin(db, outsider, platform, null))).toMatchObject({ code: 'PT403' });
		expect(await refusalOf(begin(db, tom, platform, null))).toMatchObject({ code: 'PT403' });
		expect(await seenBy(db, outsider, platform)).toEqual([]);
	});

	it('is of a platform and a kind that there are', async ({ db }) => {
		const { ada, platform } = await aCast(db);

		expect(await refusalOf(begin(db, ada, { id: crypto.randomUUID() }))).toMatchObject({
			code: 'PT404',
			key: 'platform_not_found'
		});
		expect((await refusalOf(begin(db, ada, platform, 'people'))).key).toContain(
			'import_runs_kind_known'
		);
	});

	it('is written by nobody directly', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		const { id } = await begin(db, ada, platform);

		const refused = await refusalOf(
			asPerson(db, ada.id, () =>
				db.query('update public.import_runs set rows_done = 1 where id = $1', [id])
			)
		);
		expect(refused.code).toBe('42501');
	});
});
