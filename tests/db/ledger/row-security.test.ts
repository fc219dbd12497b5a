import { describe, expect } from 'vitest';
import { aMembership, anOrganisation, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import {
	aServedCast,
	confirmRecord,
	correctRecord,
	disputeRecord,
	recordService
} from '../../support/ledger-calls.ts';

type Id = { id: string };

async function anEvaluator(db: Db): Promise<Id> {
	const person = await aPerson(db, 'Vera');
	const organisation = await anOrganisation(db, 'agency', 'Amt');
	await aMembership(db, { person, organisation, role: 'evaluator' });
	return person;
}

/** What a person sees of a record: its figures, its words, its people and what was said of it. */
async function seen(db: Db, person: Id, record: Id) {
	const { figures, words, people, answers } = await asPerson(db, person.id, () =>
		db.one<Record<'figures' | 'words' | 'people' | 'answers', string>>(
			`select
				(select count(*) from public.service_records where id = $1) as figures,
				(select count(*) from public.service_record_details where record_id = $1) as words,
				(select count(*) from public.service_record_people where record_id = $1) as people,
				(select count(*) from public.service_record_confirmations where record_id = $1) as answers`,
			[record.id]
		)
	);
	return [figures, words, people, answers].map(Number);
}

describe('a service record', () => {
	it('is seen by the one served and by the lab, with its words and its people', async ({ db }) => {
		const { ben, olga, tom, record } = await aServedCast(db);
		await confirmRecord(db, ben, record);

		expect(await seen(db, ben, record)).toEqual([1, 1, 1, 1]);
		expect(await seen(db, olga, record)).toEqual([1, 1, 1, 1]);
		expect(await seen(db, tom, record)).toEqual([1, 1, 1, 1]);
	});

	it('is seen by an evaluator without its people', async ({ db }) => {
		const { ben, record } = await aServedCast(db);
		await confirmRecord(db, ben, record);

		expect(await seen(db, await anEvaluator(db), record)).toEqual([1, 1, 0, 1]);
	});

	it('is seen by no other startup and no other lab', async ({ db }) => {
		const { eve, ben, record } = await aServedCast(db);
		const other = await aServedCast(db);
		await confirmRecord(db, ben, record);

		expect(await seen(db, eve, record)).toEqual([0, 0, 0, 0]);
		expect(await seen(db, other.ada, record)).toEqual([0, 0, 0, 0]);
	});

	it('is not a visitor’s to read', async ({ db }) => {
		await aServedCast(db);

		const refused = await refusalOf(
			asAnonymous(db, () => db.query('select id from public.service_records'))
		);

		expect(refused.code).toBe('42501');
	});

	it('tells nobody the salt, nor which person of a side has spoken', async ({ db }) => {
		const { ada } = await aServedCast(db);

		const salt = await refusalOf(
			asPerson(db, ada.id, () => db.query('select salt from public.service_record_details'))
		);
		const speaker = await refusalOf(
			asPerson(db, ada.id, () =>
				db.query('select person_id from public.service_record_confirmations')
			)
		);

		expect([salt.code, speaker.code]).toEqual(['42501', '42501']);
	});
});

describe('an evaluator', () => {
	it('learns whom platforms have served, whom others do not', async ({ db }) => {
		const { eve, startup } = await aServedCast(db);
		const vera = await anEvaluator(db);
		const named = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query('select id from public.organisations where id = $1', [startup.id])
			);

		expect(await named(vera)).toEqual([{ id: startup.id }]);
		expect(await named(eve)).toEqual([]);
	});

	it('writes, corrects, confirms and disputes nothing', async ({ db }) => {
		const { platform, startup, record } = await aServedCast(db);
		const vera = await anEvaluator(db);
		const service = {
			kind: 'technical',
			beneficiary_id: startup.id,
			starts_at: '2026-01-05T02:00Z'
		};

		const refusals = [
			await refusalOf(recordService(db, vera, platform, service)),
			await refusalOf(correctRecord(db, vera, record, { state: 'voided' })),
			await refusalOf(confirmRecord(db, vera, record)),
			await refusalOf(disputeRecord(db, vera, record, 'Nein'))
		];

		expect(refusals.map(({ key }) => key)).toEqual([
			'platform_not_yours',
			'service_record_not_found',
			'service_record_not_found',
			'service_record_not_found'
		]);
	});
});

describe('the tables of the ledger', () => {
	it.for([
		'service_records',
		'service_record_details',
		'service_record_people',
		'service_record_confirmations',
		'ledger_keys',
		'ledger_days',
		'ledger_digests',
		'purpose_codes',
		'counting_parameters'
	])('are written by no API role: %s', async (table, { db }) => {
		const { ada } = await aServedCast(db);

		for (const statement of [
			`insert into public.${table} default values`,
			`delete from public.${table}`
		]) {
			const refused = await refusalOf(asPerson(db, ada.id, () => db.query(statement)));
			expect(refused.code).toBe('42501');
		}
	});

	it.for(['ledger_keys', 'ledger_days', 'ledger_digests', 'purpose_codes', 'counting_parameters'])(
		'that prove or explain are for everybody: %s',
		async (table, { db }) => {
			const rows = await asAnonymous(db, () =>
				db.query<{ n: string }>(`select count(*) as n from public.${table}`)
			);

			expect(rows).toHaveLength(1);
		}
	);
});
