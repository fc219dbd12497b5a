/** The import functions on their own: who may call them, and what they hold whoever calls. */
import { describe, expect } from 'vitest';
import {
	aMembership,
	anInstrument,
	anOrganisation,
	aPerson,
	aPlatform
} from '../../support/builders.ts';
import {
	asAnonymous,
	asPerson,
	asService,
	it,
	refusalOf,
	type Db
} from '../../support/database.ts';

type Outcome = { outcome: string; field?: string; reason?: string };

const OWNER = {
	organisation: '示例大学',
	kind: 'university',
	platform: '示例大学 测试中心',
	language: 'zh',
	time_zone: 'Asia/Shanghai'
};

function aRow(record: Record<string, unknown> = {}, key = 'T-1') {
	return { owner: OWNER, source_key: key, record: { name: '显微镜', ...record } };
}

async function importInstruments(
	db: Db,
	rows: unknown,
	platformId: string | null = null
): Promise<Outcome[]> {
	const { outcomes } = await db.one<{ outcomes: Outcome[] }>(
		'select public.import_instruments($1, platform_id => $2) as outcomes',
		[JSON.stringify(rows), platformId]
	);
	return outcomes;
}

function names(db: Db) {
	return db.query<{ name: string }>(
		`select name from public.instruments where source_key like 'T-%' order by source_key, name`
	);
}

describe('who may import', () => {
	it('is no visitor', async ({ db }) => {
		const refused = await refusalOf(asAnonymous(db, () => importInstruments(db, [aRow()])));

		expect(refused.code).toBe('42501');
	});

	it('is no startup', async ({ db }) => {
		const olga = await aPerson(db);
		const startup = await anOrganisation(db);
		await aMembership(db, { person: olga, organisation: startup, role: 'owner' });

		const refused = await refusalOf(asPerson(db, olga.id, () => importInstruments(db, [aRow()])));

		expect(refused).toMatchObject({ code: 'PT403', key: 'import_not_allowed' });
	});

	it('is an administrator', async ({ db }) => {
		const operator = await aPerson(db);
		const agency = await anOrganisation(db, 'agency', 'Operator');
		await aMembership(db, { person: operator, organisation: agency, role: 'administrator' });

		const outcomes = await asPerson(db, operator.id, () => importInstruments(db, [aRow()]));

		expect(outcomes).toMatchObject([{ outcome: 'inserted' }]);
	});

	it('is the manager of a platform, for that platform alone', async ({ db }) => {
		const ada = await aPerson(db);
		const university = await anOrganisation(db, 'university', 'University');
		const own = await aPlatform(db, university);
		const other = await aPlatform(db, university);
		await aMembership(db, {
			person: ada,
			organisation: university,
			platform: own,
			role: 'manager'
		});

		const outcomes = await asPerson(db, ada.id, () => importInstruments(db, [aRow()], own.id));
		const elsewhere = await refusalOf(
			asPerson(db, ada.id, () => importInstruments(db, [aRow()], other.id))
		);
		const anywhere = await refusalOf(asPerson(db, ada.id, () => importInstruments(db, [aRow()])));

		expect(outcomes).toMatchObject([{ outcome: 'inserted' }]);
		expect([elsewhere.key, anywhere.key]).toEqual(['import_not_allowed', 'import_not_allowed']);
	});

	it('is no technician', async ({ db }) => {
		const tom = await aPerson(db);
		const university = await anOrganisation(db, 'university', 'University');
		const platform = await aPlatform(db, university);
		await aMembership(db, { person: tom, organisation: university, platform, role: 'technician' });

		const refused = await refusalOf(
			asPerson(db, tom.id, () => importInstruments(db, [aRow()], platform.id))
		);

		expect(refused.key).toBe('import_not_allowed');
	});
});

describe('import_instruments', () => {
	it('takes what it can and names what refuses the rest', async ({ db }) => {
		const outcomes = await asService(db, () =>
			importInstruments(db, [
				aRow({}, 'T-1'),
				aRow({ landing_page: 'javascript:alert(1)' }, 'T-2'),
				aRow({ name: 'turned \u202e' }, 'T-3'),
				aRow({ class_level: 3, class_code: '999999' }, 'T-4'),
				aRow({ name: null }, 'T-5'),
				{ ...aRow({}, 'T-6'), owner: { ...OWNER, time_zone: 'Nowhere/Land', platform: 'Nowhere' } },
				aRow({ units: 'many' }, 'T-7'),
				{ source_key: 'T-8', record: { name: 'nobody owns this' } },
				aRow({}, 'T-9')
			])
		);

		expect(outcomes.map(({ outcome, field }) => [outcome, field])).toEqual([
			['inserted', undefined],
			['refused', 'landing_page'],
			['refused', 'name'],
			['refused', 'class_code'],
			['refused', 'name'],
			['refused', undefined],
			['refused', undefined],
			['refused', 'owner'],
			['inserted', undefined]
		]);
		expect(await names(db)).toHaveLength(2);
	});

	it('says of an update what was and what is, field by field', async ({ db }) => {
		await asService(db, () => importInstruments(db, [aRow({ model: 'X1', units: 1 })]));

		const [changed] = await asService(db, () =>
			importInstruments(db, [aRow({ model: 'X3', units: 1 })])
		);
		const [same] = await asService(db, () => importInstruments(db, [aRow({ model: 'X3' })]));

		expect(changed).toEqual({ outcome: 'updated', changes: { model: ['X1', 'X3'] } });
		expect(same).toEqual({ outcome: 'unchanged' });
	});

	it('leaves no owner behind whose only row was refused', async ({ db }) => {
		await asService(db, () =>
			importInstruments(db, [
				{ ...aRow({ name: '' }), owner: { ...OWNER, organisation: '空大学', platform: '空大学' } }
			])
		);

		const left = await db.query(`select id from public.organisations where name = '空大学'`);
		expect(left).toEqual([]);
	});

	it('lets the first of two rows about one record stand', async ({ db }) => {
		const outcomes = await asService(db, () =>
			importInstruments(db, [aRow(), aRow(), aRow({ name: '别的' })])
		);

		expect(outcomes.map(({ outcome }) => outcome)).toEqual(['inserted', 'duplicate', 'refused']);
		expect(await names(db)).toEqual([{ name: '显微镜' }]);
	});

	it('updates what a row carries and leaves the rest, with the old row in the audit', async ({
		db
	}) => {
		await asService(db, () => importInstruments(db, [aRow({ model: 'M1', city: '沈阳' })]));

		const outcomes = await asService(db, () =>
			importInstruments(db, [aRow({ name: '新显微镜', city: null })])
		);

		expect(outcomes).toMatchObject([{ outcome: 'updated' }]);
		const instrument = await db.one(
			`select name, model, city from public.instruments where source_key = 'T-1'`
		);
		expect(instrument).toEqual({ name: '新显微镜', model: 'M1', city: null });
		const audit = await db.one(
			`select before ->> 'name' as before, after ->> 'name' as after from public.audit_entries
			where action = 'import' and subject_type = 'instrument'`
		);
		expect(audit).toEqual({ before: '显微镜', after: '新显微镜' });
	});

	it("writes no columns that are not the register's", async ({ db }) => {
		await asService(db, () =>
			importInstruments(db, [
				aRow({ picture: '/pictures/x.svg', retired_at: '2020-01-01', id: OWNER.kind })
			])
		);

		const instrument = await db.one(
			`select picture, retired_at from public.instruments where source_key = 'T-1'`
		);
		expect(instrument).toEqual({ picture: null, retired_at: null });
	});

	it('does not touch the hours and rules of a laboratory', async ({ db }) => {
		const university = await anOrganisation(db, 'university', 'University');
		const platform = await aPlatform(db, university);
		const instrument = await anInstrument(db, platform, {
			rules: { admits_outsiders: false },
			hours: [[6, '10:00', '12:00']]
		});
		const { source_key } = await db.one<{ source_key: string }>(
			'select source_key from public.instruments where id = $1',
			[instrument.id]
		);

		await asService(db, () =>
			importInstruments(db, [aRow({ external_use: 'yes' }, source_key)], platform.id)
		);

		const hours = await db.query(
			'select weekday from public.opening_hours where instrument_id = $1',
			[instrument.id]
		);
		const rules = await db.query(
			'select admits_outsiders from public.booking_rules where instrument_id = $1',
			[instrument.id]
		);
		expect({ hours, rules }).toEqual({
			hours: [{ weekday: 6 }],
			rules: [{ admits_outsiders: false }]
		});
	});

	it("does not hand a university's instruments to a startup of its name", async ({ db }) => {
		await anOrganisation(db, 'startup', OWNER.organisation);

		await asService(db, () => importInstruments(db, [aRow()]));

		const host = await db.one(
			`select organisations.kind from public.instruments
			join public.platforms on platforms.id = instruments.platform_id
			join public.organisations on organisations.id = platforms.organisation_id
			where instruments.source_key = 'T-1'`
		);
		expect(host).toEqual({ kind: 'university' });
	});

	it.for([
		['no list', {}, 'import_rows_malformed'],
		['rows that are no objects', [1], 'import_rows_malformed'],
		['rows without a record', [{ source_key: 'T-1' }], 'import_rows_malformed'],
		[
			'more than a thousand rows',
			Array.from({ length: 1001 }, () => aRow()),
			'import_batch_too_large'
		]
	] as const)('refuses %s', async ([, rows, key], { db }) => {
		const refused = await refusalOf(asService(db, () => importInstruments(db, rows)));

		expect(refused).toMatchObject({ code: 'PT422', key });
	});
});
