import { describe, expect } from 'vitest';
import { aMembership, anInstrument, anOrganisation, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import {
	aServedCast,
	correctRecord,
	openLedger,
	recordService
} from '../../support/ledger-calls.ts';

type Id = { id: string };
type Row = Record<string, unknown>;

const YEAR = { from: '2025-01-01', until: '2025-12-31' };

async function anEvaluator(db: Db): Promise<Id> {
	const eva = await aPerson(db, 'Eva');
	const organisation = await anOrganisation(db, 'agency', 'Amt');
	await aMembership(db, { person: eva, organisation, role: 'evaluator' });
	return eva;
}

async function anOpenCast(db: Db) {
	await openLedger(db);
	return aServedCast(db);
}

function instruments(
	db: Db,
	person: Id,
	platform: Id,
	{ size = 500, after = null as string | null } = {}
) {
	return asPerson(db, person.id, () =>
		db.query<Row>(
			'select * from public.nrii_instruments(2025, platform_id => $1, size => $2, after_id => $3)',
			[platform.id, size, after]
		)
	);
}

function records(db: Db, person: Id, platform: Id, window = YEAR) {
	return asPerson(db, person.id, () =>
		db.query<Row>('select * from public.nrii_records($1, $2, platform_id => $3)', [
			window.from,
			window.until,
			platform.id
		])
	);
}

function stateUnit(db: Db, person: Id, platform: Id, unit: Row) {
	return asPerson(db, person.id, () =>
		db.one<Row>('select * from public.state_nrii_unit($1, $2)', [platform.id, unit])
	);
}

function supplement(db: Db, person: Id, record: Id, known: Row) {
	return asPerson(db, person.id, () =>
		db.one<Row>('select * from public.supplement_nrii_record($1, $2)', [record.id, known])
	);
}

/** A use in 2025 that ended at two in the night of Shanghai, on the last evening of March. */
function aUse(
	db: Db,
	lab: Id,
	cast: { platform: Id; instrument: Id; startup: Id },
	more: Row = {}
) {
	return recordService(db, lab, cast.platform, {
		kind: 'instrument_time',
		instrument_id: cast.instrument.id,
		beneficiary_id: cast.startup.id,
		starts_at: '2025-03-31T14:30:00Z',
		ends_at: '2025-03-31T18:05:00Z',
		purpose_code: '136',
		charged_fen: 120_000,
		contract_no: 'V-1',
		content: 'Querschliff',
		...more
	});
}

describe('instruments for the register', () => {
	it('carry effective and external hours of the year from the ledger', async ({ db }) => {
		const cast = await anOpenCast(db);
		await aUse(db, cast.ada, cast);
		await aUse(db, cast.ada, cast, {
			beneficiary_id: cast.university.id,
			starts_at: '2025-06-01T00:00:00Z',
			ends_at: '2025-06-01T02:00:00Z'
		});

		const [row] = await instruments(db, cast.ada, cast.platform);

		expect(row).toMatchObject({ used_minutes: '335.0000', shared_minutes: '215.0000' });
	});

	it('come page by page, each once, without those that are retired', async ({ db }) => {
		const cast = await anOpenCast(db);
		await anInstrument(db, cast.platform);
		const retired = await anInstrument(db, cast.platform);
		await db.query('update public.instruments set retired_at = now() where id = $1', [retired.id]);

		const [first] = await instruments(db, cast.ada, cast.platform, { size: 1 });
		const rest = await instruments(db, cast.ada, cast.platform, { after: String(first?.['id']) });
		const all = await instruments(db, cast.ada, cast.platform);

		expect(all).toHaveLength(2);
		expect([first, ...rest]).toEqual(all);
	});

	it('take what the lab has stated of its unit, and else the contact of the platform', async ({
		db
	}) => {
		const cast = await anOpenCast(db);
		await db.query(
			"insert into public.platform_contacts (platform_id, name, phone) values ($1, 'Lea', '024-1')",
			[cast.platform.id]
		);
		await stateUnit(db, cast.ada, cast.platform, {
			ins_code: 'LN-1',
			carrier_type: 6,
			carrier_name: 'Labor',
			contact_phone: '024-2'
		});

		const [row] = await instruments(db, cast.ada, cast.platform);

		expect(row).toMatchObject({
			ins_code: 'LN-1',
			carrier_type: 6,
			carrier_name: 'Labor',
			contact_name: 'Lea',
			contact_phone: '024-2'
		});
	});
});

describe('services for the register', () => {
	it('end at the hour that it was in Shanghai, by a number that corrections keep', async ({
		db
	}) => {
		const cast = await anOpenCast(db);
		const first = await aUse(db, cast.ada, cast);
		const second = await correctRecord(db, cast.ada, first, { charged_fen: 90_000 });

		const rows = await records(db, cast.ada, cast.platform);

		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({
			record_id: second.id,
			inner_id: first.id,
			end_hour: '2025-04-01 02',
			charged_fen: '90000',
			has_agreement: true,
			is_internal: false,
			content: 'Querschliff'
		});
		expect(Number(rows[0]?.['service_hours'])).toBeCloseTo(3.5833);
	});

	it('are uses and samples that no use is linked to, rendered alone', async ({ db }) => {
		const cast = await anOpenCast(db);
		await aUse(db, cast.ada, cast);
		await aUse(db, cast.ada, cast, { state: 'missed' });
		await aUse(db, cast.ada, cast, { kind: 'sample_order', quantity: 3, unit: 'sample' });
		await aUse(db, cast.ada, cast, { kind: 'technical', quantity: 1, unit: 'service' });

		const kinds = (await records(db, cast.ada, cast.platform)).map(({ kind }) => kind);

		expect(kinds.sort()).toEqual(['instrument_time', 'sample_order']);
	});

	it('name those who came to managers alone: neither to technicians nor to evaluators', async ({
		db
	}) => {
		const cast = await anOpenCast(db);
		const eva = await anEvaluator(db);
		const window = { from: '2020-01-01', until: '2029-12-31' };
		const people = async (person: Id) =>
			(await records(db, person, cast.platform, window)).map(
				({ applicant, applicant_phone, applicant_email }) => [
					applicant,
					applicant_phone,
					applicant_email
				]
			);

		const [toManager] = await people(cast.ada);
		expect(toManager?.[0]).toBe('Ben');
		expect(toManager?.[2]).toMatch(/@people\.test$/);
		expect(await people(cast.tom)).toEqual([[null, null, null]]);
		expect(await people(eva)).toEqual([[null, null, null]]);
	});

	it('are of a day that is sealed, or of none', async ({ db }) => {
		const cast = await anOpenCast(db);
		const head = asPerson(db, cast.ada.id, () =>
			db.one('select * from public.nrii_head($1, $2, platform_id => $3, as_of => $4)', [
				YEAR.from,
				YEAR.until,
				cast.platform.id,
				'2199-01-01'
			])
		);

		expect(await refusalOf(head)).toMatchObject({ code: 'PT409', key: 'ledger_not_sealed' });
	});

	it('take what the lab adds, also after a correction', async ({ db }) => {
		const cast = await anOpenCast(db);
		const first = await aUse(db, cast.ada, cast, { contract_no: null, evidence: ['LOG'] });
		await supplement(db, cast.tom, first, {
			content: 'Schliff',
			service_ways: ['远程共享'],
			subject_areas: ['430'],
			has_agreement: true
		});
		await correctRecord(db, cast.ada, first, { charged_fen: 1 });

		const [row] = await records(db, cast.ada, cast.platform);

		expect(row).toMatchObject({
			content: 'Schliff',
			service_ways: ['远程共享'],
			subject_areas: ['430'],
			has_agreement: true,
			charged_fen: '1'
		});
	});
});

describe('who gets the files', () => {
	it('refuses customers, other labs and visitors', async ({ db }) => {
		const cast = await anOpenCast(db);
		const eve = await aPerson(db, 'Eve');

		for (const person of [cast.ben, eve]) {
			expect(await refusalOf(records(db, person, cast.platform))).toMatchObject({
				code: 'PT403',
				key: 'figures_not_yours'
			});
			expect(await refusalOf(instruments(db, person, cast.platform))).toMatchObject({
				key: 'figures_not_yours'
			});
		}
		expect(
			await refusalOf(
				asAnonymous(db, () =>
					db.query('select * from public.nrii_records($1, $2)', [YEAR.from, YEAR.until])
				)
			)
		).toMatchObject({ code: '42501' });
	});

	it('wants one scope, and one that there is', async ({ db }) => {
		const cast = await anOpenCast(db);
		const head = (platform: string | null, organisation: string | null) =>
			refusalOf(
				asPerson(db, cast.ada.id, () =>
					db.one('select * from public.nrii_head($1, $2, $3, $4)', [
						YEAR.from,
						YEAR.until,
						platform,
						organisation
					])
				)
			);

		expect(await head(null, null)).toMatchObject({ code: 'PT422', key: 'scope_ambiguous' });
		expect(await head(cast.platform.id, cast.university.id)).toMatchObject({
			key: 'scope_ambiguous'
		});
		expect(await head(cast.startup.id, null)).toMatchObject({
			code: 'PT404',
			key: 'platform_not_found'
		});
	});

	it('keeps in the audit that a file was taken, and whether it names people', async ({ db }) => {
		const cast = await anOpenCast(db);
		const take = (person: Id, list: string) =>
			asPerson(db, person.id, () =>
				db.query('select public.record_nrii_export($1, $2, $3, $4)', [
					list,
					YEAR.from,
					YEAR.until,
					cast.platform.id
				])
			);

		await take(cast.ada, 'service-records');
		await take(cast.tom, 'service-records');
		const entries = await db.query<{ after: Row; person_id: string }>(
			"select person_id, after from public.audit_entries where action = 'export_nrii' order by id"
		);

		expect(entries.map(({ person_id, after }) => [person_id, after['names_people']])).toEqual([
			[cast.ada.id, true],
			[cast.tom.id, false]
		]);
		expect(await refusalOf(take(cast.ada, 'colours'))).toMatchObject({ key: 'report_malformed' });
		expect(await refusalOf(take(cast.ben, 'instruments'))).toMatchObject({
			key: 'figures_not_yours'
		});
	});
});

describe('state_nrii_unit', () => {
	it('is for managers, replaces what was there and is audited', async ({ db }) => {
		const cast = await anOpenCast(db);
		await stateUnit(db, cast.ada, cast.platform, { ins_code: 'LN-1', department: 'Halle' });

		const unit = await stateUnit(db, cast.ada, cast.platform, { ins_code: 'LN-2' });

		expect(unit).toMatchObject({ ins_code: 'LN-2', department: null });
		expect(
			await db.query(
				"select before ->> 'ins_code' as before, after ->> 'ins_code' as after from public.audit_entries where action = 'state_nrii_unit' order by id"
			)
		).toEqual([
			{ before: null, after: 'LN-1' },
			{ before: 'LN-1', after: 'LN-2' }
		]);
		expect(await refusalOf(stateUnit(db, cast.tom, cast.platform, {}))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
		expect(await refusalOf(stateUnit(db, cast.ada, cast.startup, {}))).toMatchObject({
			key: 'platform_not_found'
		});
	});

	it.for([
		['a carrier without its name', { carrier_type: 6 }, 'nrii_units_carrier_has_a_name'],
		['a code that is none', { postal_code: '1100' }, 'nrii_units_postal_code_is_one'],
		['a long name', { contact_name: 'x'.repeat(21) }, 'nrii_units_contact_has_length']
	] as const)('refuses %s', async ([, unit, constraint], { db }) => {
		const { ada, platform } = await anOpenCast(db);

		await expect(stateUnit(db, ada, platform, unit)).rejects.toThrow(constraint);
	});

	it('refuses what is no object', async ({ db }) => {
		const { ada, platform } = await anOpenCast(db);

		expect(
			await refusalOf(
				asPerson(db, ada.id, () =>
					db.query("select public.state_nrii_unit($1, '[]')", [platform.id])
				)
			)
		).toMatchObject({ code: 'PT422', key: 'values_malformed' });
	});
});

describe('supplement_nrii_record', () => {
	it('is for the lab; for everybody else there is no such record', async ({ db }) => {
		const { ben, record } = await anOpenCast(db);

		expect(await refusalOf(supplement(db, ben, record, {}))).toMatchObject({
			code: 'PT404',
			key: 'service_record_not_found'
		});
	});

	it('refuses a use outside the unit that does not say where', async ({ db }) => {
		const { tom, record } = await anOpenCast(db);

		await expect(supplement(db, tom, record, { is_off_site: true })).rejects.toThrow(
			'nrii_record_supplements_off_site_says_where'
		);
	});
});

describe('what was stated', () => {
	it('is read by the lab and by evaluators, and by no customer', async ({ db }) => {
		const { ada, tom, ben, platform, record } = await anOpenCast(db);
		const eva = await anEvaluator(db);
		await stateUnit(db, ada, platform, { ins_code: 'LN-1' });
		await supplement(db, tom, record, { content: 'Schliff' });
		const seen = (person: Id) =>
			asPerson(db, person.id, () =>
				db.one<Row>(
					`select (select count(*) from public.nrii_units)::integer as units,
						(select count(*) from public.nrii_record_supplements)::integer as supplements`
				)
			);

		expect(await seen(tom)).toEqual({ units: 1, supplements: 1 });
		expect(await seen(eva)).toMatchObject({ supplements: 1 });
		expect(await seen(ben)).toEqual({ units: 0, supplements: 0 });
	});
});
