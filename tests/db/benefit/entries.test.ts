import { describe, expect } from 'vitest';
import {
	aCast,
	aMembership,
	anInstrument,
	anOrganisation,
	aPerson,
	aPlatform
} from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type Row = Record<string, unknown>;

const ENTRIES = {
	people_qualified: 2,
	people_supervised: 0,
	people_shown: 0,
	awards_national: 0,
	awards_provincial: 0,
	awards_school: 0,
	core_papers: 2,
	external_income_fen: 100_000,
	internal_income_fen: 0,
	functions_original: 5,
	functions_used: 2,
	functions_new: 0
};

function enter(db: Db, person: Id, instrument: Id, changes: Row = {}) {
	return asPerson(db, person.id, () =>
		db.one<Row>('select * from public.enter_benefit($1, 2024, $2)', [
			instrument.id,
			{ ...ENTRIES, ...changes }
		])
	);
}

describe('enter_benefit', () => {
	it('keeps each version, and who changed what', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		await enter(db, ada, instrument);

		const second = await enter(db, ada, instrument, { core_papers: 3 });

		expect(second).toMatchObject({ version: 2, core_papers: 3, academic_year: 2024 });
		expect(
			await asPerson(db, ada.id, () =>
				db.query('select version, core_papers from public.benefit_entries order by version')
			)
		).toEqual([
			{ version: 1, core_papers: 2 },
			{ version: 2, core_papers: 3 }
		]);
		expect(
			await db.query(
				`select before ->> 'core_papers' as before, after ->> 'core_papers' as after
				from public.audit_entries where action = 'enter_benefit' order by id`
			)
		).toEqual([
			{ before: null, after: '2' },
			{ before: '2', after: '3' }
		]);
	});

	it('is never changed, by its owner either', async ({ db }) => {
		const { ada, instrument } = await aCast(db);
		await enter(db, ada, instrument);

		expect(
			await refusalOf(db.query('update public.benefit_entries set core_papers = 9'))
		).toMatchObject({ code: 'PT403', key: 'benefit_entries_are_insert_only' });
	});

	it('is for managers: neither technicians nor customers', async ({ db }) => {
		const { tom, ben, instrument, startup } = await aCast(db);

		for (const person of [tom, ben]) {
			expect(await refusalOf(enter(db, person, instrument))).toMatchObject({
				code: 'PT403',
				key: 'platform_not_yours'
			});
		}
		expect(await refusalOf(enter(db, tom, startup))).toMatchObject({
			code: 'PT404',
			key: 'instrument_not_found'
		});
	});

	it('refuses more functions used than there are, and what is no object', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		await expect(enter(db, ada, instrument, { functions_used: 6 })).rejects.toThrow(
			'benefit_entries_functions_are_of_it'
		);
		expect(
			await refusalOf(
				asPerson(db, ada.id, () =>
					db.query("select public.enter_benefit($1, 2024, '[]')", [instrument.id])
				)
			)
		).toMatchObject({ code: 'PT422', key: 'values_malformed' });
	});
});

describe('what was entered', () => {
	it('is read by the lab, and by no customer', async ({ db }) => {
		const { ada, tom, ben, instrument } = await aCast(db);
		await enter(db, ada, instrument);
		const count = (person: Id) =>
			asPerson(db, person.id, () =>
				db.one('select count(*)::integer as seen from public.benefit_entries')
			);

		expect(await count(tom)).toEqual({ seen: 1 });
		expect(await count(ben)).toEqual({ seen: 0 });
	});
});

describe('the list of forms', () => {
	it('is of all labs for an evaluator, each with its latest version, and of nobody else’s for a lab', async ({
		db
	}) => {
		const { ada, instrument, university } = await aCast(db);
		const other = await aPlatform(db, university);
		const [eve, vera] = [await aPerson(db, 'Eve'), await aPerson(db, 'Vera')];
		await aMembership(db, {
			person: eve,
			organisation: university,
			role: 'manager',
			platform: other
		});
		const agency = await anOrganisation(db, 'agency', 'Amt');
		await aMembership(db, { person: vera, organisation: agency, role: 'evaluator' });
		const theirs = await anInstrument(db, other);
		await enter(db, ada, instrument);
		await enter(db, ada, instrument, { core_papers: 4 });
		await enter(db, eve, theirs, { core_papers: 9 });
		const list = (person: Id) =>
			asPerson(db, person.id, () =>
				db.query(
					`select distinct on (entries.instrument_id) entries.core_papers
					from public.benefit_entries as entries
					where entries.academic_year = 2024 and entries.instrument_id in ($1, $2)
					order by entries.instrument_id, entries.version desc`,
					[instrument.id, theirs.id]
				)
			);

		expect(await list(vera)).toEqual(
			expect.arrayContaining([{ core_papers: 4 }, { core_papers: 9 }])
		);
		expect(await list(vera)).toHaveLength(2);
		expect(await list(ada)).toEqual([{ core_papers: 4 }]);
		expect(await list(eve)).toEqual([{ core_papers: 9 }]);
	});
});

describe('the rule set MOE-2000', () => {
	it('holds the points of the form as data (reference 1.6)', async ({ db }) => {
		expect(
			await db.query(
				`select indicators.code, indicators.weight::float, indicators.parameters
				from public.evaluation_indicators as indicators
				join public.evaluation_rule_sets as rules on rules.id = indicators.rule_set_id
				where rules.code = 'MOE-2000' and rules.version = 1 order by indicators.position`
			)
		).toMatchObject([
			{ code: '1', weight: 35 },
			{ code: '2', weight: 20, parameters: { people_qualified: 10, people_supervised: 3 } },
			{ code: '3', weight: 25, parameters: { awards_national: 80, core_papers: 5 } },
			{ code: '4', weight: 15, parameters: { points: 5, external_per_fen: 100_000 } },
			{ code: '5', weight: 5, parameters: { functions_new: 10 } }
		]);
	});
});
