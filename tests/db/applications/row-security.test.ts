import { describe, expect } from 'vitest';
import {
	aDataset,
	anApprovedApplication,
	applyForData,
	LICENCE,
	open
} from '../../support/application-calls.ts';
import { aMembership, anOrganisation, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };

const TABLES = [
	'applications',
	'application_details',
	'application_steps',
	'application_messages',
	'application_deliveries',
	'application_downloads'
];

/** An application on which everything has happened that is kept, with a colleague and an evaluator. */
async function aFullApplication(db: Db) {
	const cast = await anApprovedApplication(db);
	await open(db, cast.ben, cast.delivery);
	await asPerson(db, cast.ben.id, () =>
		db.query(`select public.post_application_message($1, 'Danke')`, [cast.application.id])
	);
	const [mia, rosa] = [await aPerson(db, 'Mia'), await aPerson(db, 'Rosa')];
	const agency = await anOrganisation(db, 'agency', 'Amt');
	await aMembership(db, { person: mia, organisation: cast.startup, role: 'member' });
	await aMembership(db, { person: rosa, organisation: agency, role: 'evaluator' });
	return { ...cast, mia, rosa };
}

/** In which of the tables a person sees anything of the application. */
async function seenBy(db: Db, person: Id, application: Id): Promise<string[]> {
	const seen = [];
	for (const table of TABLES) {
		const key = table === 'applications' ? 'id' : 'application_id';
		const { count } = await asPerson(db, person.id, () =>
			db.one<{ count: number }>(
				`select count(${key})::integer as count from public.${table} where ${key} = $1`,
				[application.id]
			)
		);
		if (count > 0) seen.push(table);
	}
	return seen;
}

describe('an application', () => {
	it('is open to the applicant, the owner of their organisation and the lab', async ({ db }) => {
		const { ben, olga, ada, tom, application } = await aFullApplication(db);

		expect(await seenBy(db, ben, application)).toEqual(TABLES);
		expect(await seenBy(db, olga, application)).toEqual(TABLES);
		expect(await seenBy(db, ada, application)).toEqual(TABLES);
		expect(await seenBy(db, tom, application)).toEqual(TABLES);
	});

	it('is known to a colleague, without what was said and handed over', async ({ db }) => {
		const { mia, application } = await aFullApplication(db);

		expect(await seenBy(db, mia, application)).toEqual([
			'applications',
			'application_details',
			'application_steps'
		]);
	});

	it('is a figure to an evaluator, without people or words', async ({ db }) => {
		const { rosa, application } = await aFullApplication(db);

		expect(await seenBy(db, rosa, application)).toEqual(['applications']);
		expect(
			await asPerson(db, rosa.id, () =>
				db.query('select * from public.application_history($1)', [application.id])
			)
		).toEqual([]);
		expect(
			await refusalOf(
				asPerson(db, rosa.id, () =>
					db.query(`select public.post_application_message($1, 'Hallo')`, [application.id])
				)
			)
		).toMatchObject({ key: 'application_not_found' });
	});

	it('is nothing to a stranger, nor to a visitor', async ({ db }) => {
		const { eve, application } = await aFullApplication(db);

		expect(await seenBy(db, eve, application)).toEqual([]);
		expect(
			await refusalOf(asAnonymous(db, () => db.query('select id from public.applications')))
		).toMatchObject({ code: '42501' });
	});

	it('is nobody’s but the organisation’s while it is a draft', async ({ db }) => {
		const cast = await aFullApplication(db);
		const dataset = await aDataset(db, cast.platform);
		const draft = await applyForData(db, cast.ben, { dataset, draft: true });

		expect(await seenBy(db, cast.mia, draft)).toContain('applications');
		expect(await seenBy(db, cast.ada, draft)).toEqual([]);
		expect(await seenBy(db, cast.rosa, draft)).toEqual([]);
	});

	it.for(TABLES)('is written by no one in %s directly', async (table, { db }) => {
		const { ben, ada, application } = await aFullApplication(db);
		const key = table === 'applications' ? 'id' : 'application_id';

		for (const person of [ben, ada]) {
			expect(
				await refusalOf(
					asPerson(db, person.id, () =>
						db.query(`delete from public.${table} where ${key} = $1`, [application.id])
					)
				)
			).toMatchObject({ code: '42501' });
		}
	});
});

describe('whom a lab is asked by', () => {
	it('is known to the lab, and not to another', async ({ db }) => {
		const { ada, eve, startup, ben } = await aFullApplication(db);
		const known = (person: Id) =>
			asPerson(db, person.id, async () => [
				...(await db.query('select name from public.organisations where id = $1', [startup.id])),
				...(await db.query('select display_name as name from public.people where id = $1', [
					ben.id
				]))
			]);

		expect(await known(ada)).toEqual([{ name: 'Ein Start' }, { name: 'Ben' }]);
		expect(await known(eve)).toEqual([]);
	});
});

describe('an acceptance of a licence', () => {
	it('is seen by who gave it and by the lab of the dataset', async ({ db }) => {
		const cast = await aFullApplication(db);
		const dataset = await aDataset(db, cast.platform, { access: 'registered' });
		await asPerson(db, cast.ben.id, () =>
			db.query('select public.accept_dataset_licence($1, $2)', [dataset.id, LICENCE])
		);
		const seen = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select version from public.licence_acceptances where dataset_id = $1', [
					dataset.id
				])
			);

		expect(await seen(cast.ben)).toEqual([{ version: 'v1' }]);
		expect(await seen(cast.ada)).toEqual([{ version: 'v1' }]);
		expect(await seen(cast.olga)).toEqual([]);
		expect(await seen(cast.eve)).toEqual([]);
	});
});

describe('messages of an application', () => {
	it('are read by both sides in their order, with names', async ({ db }) => {
		const { ben, tom, eve, application } = await aFullApplication(db);
		await asPerson(db, tom.id, () =>
			db.query(`select public.post_application_message($1, ' Gern ')`, [application.id])
		);
		const thread = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select side, author, is_mine, body from public.application_thread($1)', [
					application.id
				])
			);

		expect(await thread(ben)).toEqual([
			{ side: 'customer', author: 'Ben', is_mine: true, body: 'Danke' },
			{ side: 'lab', author: 'Tom', is_mine: false, body: 'Gern' }
		]);
		expect(await thread(eve)).toEqual([]);
	});
});

describe('terms and reasons', () => {
	it('are for everybody', async ({ db }) => {
		const { platform } = await aFullApplication(db);

		const [terms, reasons] = await asAnonymous(db, async () => [
			await db.query('select page_fee_fen, delivery_days from public.terms_of_platform($1)', [
				platform.id
			]),
			await db.query('select code from public.application_reasons')
		]);

		expect(terms).toEqual([{ page_fee_fen: 30, delivery_days: 2 }]);
		expect(reasons).toHaveLength(11);
	});
});
