import { describe, expect } from 'vitest';
import type { AnnualFigures } from '#lib/annual-report/annual-figures.ts';
import { writeMarkdown } from '#lib/annual-report/report-file.ts';
import { aMembership, anOrganisation, aPerson } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { reportUsage } from '../../support/figure-calls.ts';
import { aServedCast, openLedger, recordService } from '../../support/ledger-calls.ts';
import { scanLedger } from '../../support/scan-ledger.ts';

type Id = { id: string };
type Row = Record<string, unknown>;

const CITY = 'Probestadt';
const TEXTS = {
	implementation: 'Umgesetzt',
	measures: 'Neues',
	results: 'Erreicht',
	problems: 'Offenes'
};

async function aCity(db: Db) {
	await openLedger(db);
	const cast = await aServedCast(db);
	await db.query('update public.platforms set city = $2 where id = $1', [cast.platform.id, CITY]);
	const eva = await aPerson(db, 'Eva');
	const agency = await anOrganisation(db, 'agency', 'Amt');
	await aMembership(db, { person: eva, organisation: agency, role: 'evaluator' });
	return { ...cast, eva };
}

function save(db: Db, person: Id, texts: Row = TEXTS, city: string | null = CITY) {
	return asPerson(db, person.id, () =>
		db.one<Row & Id>('select * from public.save_annual_report(2024, $1, $2)', [city, texts])
	);
}

function issue(db: Db, person: Id, report: Id) {
	return asPerson(db, person.id, () =>
		db.one<Row & Id>('select * from public.issue_annual_report($1)', [report.id])
	);
}

function figuresOf(db: Db, person: Id, city: string | null = CITY) {
	return asPerson(db, person.id, () =>
		db.one<{ figures: AnnualFigures & { total: Row } }>(
			'select public.annual_figures(2024, $1) as figures',
			[city]
		)
	);
}

function fileOf(figures: AnnualFigures): string {
	return writeMarkdown({ ...TEXTS, city: CITY, year: 2024, version: 1, figures });
}

/** Says of the year that it is sealed. */
async function sealYear(db: Db) {
	await db.query(
		`insert into public.ledger_keys (id, public_key)
		values (left(encode(sha256(decode('AAAA', 'base64')), 'hex'), 16), 'AAAA') on conflict do nothing`
	);
	await db.query(
		`insert into public.ledger_days (day, digest, key_id, signature)
		select '2025-01-15', 'digest of a day', id, 'signature' from public.ledger_keys limit 1`
	);
}

describe('save_annual_report', () => {
	it('keeps one draft of a city and year, and leaves what is not named', async ({ db }) => {
		const { eva } = await aCity(db);
		const first = await save(db, eva);

		const again = await save(db, eva, { problems: 'Weniger' });

		expect(again).toMatchObject({ ...TEXTS, id: first.id, version: 1, problems: 'Weniger' });
	});

	it('refuses those who do not evaluate, a city without platforms, and what is no object', async ({
		db
	}) => {
		const { ada, eva } = await aCity(db);

		expect(await refusalOf(save(db, ada))).toMatchObject({ code: 'PT403', key: 'not_allowed' });
		expect(await refusalOf(save(db, eva, TEXTS, 'Nirgends'))).toMatchObject({
			code: 'PT404',
			key: 'city_not_found'
		});
		expect(
			await refusalOf(
				asPerson(db, eva.id, () => db.query("select public.save_annual_report(2024, null, '[]')"))
			)
		).toMatchObject({ code: 'PT422', key: 'values_malformed' });
	});
});

describe('annual_figures', () => {
	it('are those of the ledger for the platforms of the city and year', async ({ db }) => {
		const cast = await aCity(db);
		await recordService(db, cast.ada, cast.platform, {
			kind: 'instrument_time',
			instrument_id: cast.instrument.id,
			beneficiary_id: cast.startup.id,
			starts_at: '2024-05-01T01:00:00Z',
			ends_at: '2024-05-01T03:00:00Z',
			purpose_code: '136',
			charged_fen: 40_000,
			list_price_fen: 100_000,
			evidence: ['LOG']
		});

		const { figures } = await figuresOf(db, cast.eva);

		expect(figures).toMatchObject({ platforms: 1, from: '2024-01-01', to: '2024-12-31' });
		expect(figures.total).toMatchObject({
			records: 1,
			used_minutes: 120,
			shared_minutes: 120,
			list_price_fen: 100_000,
			charged_fen: 40_000
		});
	});

	it('agree with the report of use and with a scan of the ledger', async ({ db }) => {
		const cast = await aCity(db);
		for (const [day, hours, purpose] of [
			['03-04', 2, '136'],
			['03-04', 3, '136'],
			['11-30', 5, null]
		] as const) {
			await recordService(db, cast.ada, cast.platform, {
				kind: 'instrument_time',
				instrument_id: cast.instrument.id,
				beneficiary_id: cast.startup.id,
				starts_at: `2024-${day}T01:00:00Z`,
				ends_at: `2024-${day}T0${1 + hours}:30:00Z`,
				purpose_code: purpose,
				charged_fen: 12_345,
				list_price_fen: 20_000,
				evidence: ['LOG']
			});
		}
		const window = { from: '2024-01-01', until: '2024-12-31' };

		const { figures } = await figuresOf(db, cast.eva);
		const report = await reportUsage(db, cast.eva, {
			...window,
			group_by: 'all',
			platform: cast.platform
		});
		const scan = await scanLedger(db, cast.platform, { ...window, group_by: 'all' });

		expect(figures.total).toMatchObject({
			used_minutes: report[0]?.used_minutes,
			shared_minutes: report[0]?.shared_minutes,
			charged_fen: report[0]?.['charged_fen']
		});
		expect(figures.total).toMatchObject({ used_minutes: 210 + 330, charged_fen: 37_035 });
		expect(scan).toMatchObject([
			{ records: figures.total['records'], used_minutes: figures.total['used_minutes'] }
		]);
	});

	it('make the same file of a sealed year, whatever is asked and answered after it', async ({
		db
	}) => {
		const cast = await aCity(db);
		await sealYear(db);
		await recordService(db, cast.ada, cast.platform, {
			kind: 'sample_order',
			beneficiary_id: cast.startup.id,
			starts_at: '2024-05-01T01:00:00Z',
			ends_at: '2024-05-02T03:00:00Z',
			quantity: 4,
			unit: 'sample',
			purpose_code: '136',
			evidence: ['LOG']
		});
		await db.query(
			`update public.bookings set created_at = '2024-06-01', decide_by = '2024-06-03' where id = $1`,
			[cast.booking.id]
		);
		const before = await figuresOf(db, cast.eva);

		await db.query('update public.bookings set decided_at = now() where id = $1', [
			cast.booking.id
		]);
		const after = await figuresOf(db, cast.eva);

		expect(before.figures.requests).toMatchObject({ asked: 1, answered: 0 });
		expect(fileOf(after.figures)).toBe(fileOf(before.figures));
		expect(fileOf(before.figures)).toContain('| 服务单位（去重） | ');
	});

	it('of the whole province are told apart by city', async ({ db }) => {
		const cast = await aCity(db);
		const window = { kind: 'technical', quantity: 1, unit: 'service', purpose_code: '136' };
		await recordService(db, cast.ada, cast.platform, {
			...window,
			beneficiary_id: cast.startup.id,
			starts_at: '2024-05-01T01:00:00Z',
			ends_at: '2024-05-02T03:00:00Z',
			evidence: ['LOG']
		});

		const { figures } = await figuresOf(db, cast.eva, null);

		expect(figures.cities.filter(({ key }) => key === CITY)).toMatchObject([{ records: 1 }]);
		expect((await figuresOf(db, cast.eva)).figures.cities).toEqual([]);
	});

	it('are for evaluators', async ({ db }) => {
		const { ben } = await aCity(db);

		expect(
			await refusalOf(asPerson(db, ben.id, () => db.query('select public.annual_figures(2024)')))
		).toMatchObject({ code: 'PT403', key: 'not_allowed' });
	});
});

describe('issue_annual_report', () => {
	it('keeps words and figures for ever; later words are the next version', async ({ db }) => {
		const { eva, ben } = await aCity(db);
		await sealYear(db);
		const draft = await save(db, eva);

		const issued = await issue(db, eva, draft);
		const next = await save(db, eva, { problems: 'Nachtrag' });

		expect(issued['figures']).toMatchObject({ platforms: 1, from: '2024-01-01' });
		expect(next).toMatchObject({ version: 2, issued_at: null, figures: null, results: 'Erreicht' });
		expect(next.id).not.toBe(draft.id);
		expect(await refusalOf(issue(db, eva, draft))).toMatchObject({
			code: 'PT409',
			key: 'annual_report_issued'
		});
		expect(
			await asPerson(db, ben.id, () =>
				db.query('select version from public.annual_reports where city = $1', [CITY])
			)
		).toEqual([]);
		expect(
			await asPerson(db, eva.id, () =>
				db.query('select version from public.annual_reports where city = $1 order by 1', [CITY])
			)
		).toEqual([{ version: 1 }, { version: 2 }]);
		// Last, for it ends the transaction.
		expect(
			await refusalOf(
				db.query("update public.annual_reports set problems = '' where id = $1", [draft.id])
			)
		).toMatchObject({ key: 'annual_report_issued' });
	});

	it('refuses a report with a heading that says nothing, and one that there is not', async ({
		db
	}) => {
		const { eva } = await aCity(db);
		const draft = await save(db, eva, { ...TEXTS, problems: '' });

		expect(await refusalOf(issue(db, eva, draft))).toMatchObject({
			code: 'PT422',
			key: 'annual_report_incomplete'
		});
		expect(await refusalOf(issue(db, eva, eva))).toMatchObject({
			code: 'PT404',
			key: 'annual_report_not_found'
		});
	});

	it('refuses a year that is not over in the ledger', async ({ db }) => {
		const { eva } = await aCity(db);
		const { id } = await asPerson(db, eva.id, () =>
			db.one<Id>('select * from public.save_annual_report(2099, $1, $2)', [CITY, TEXTS])
		);

		expect(await refusalOf(issue(db, eva, { id }))).toMatchObject({
			code: 'PT409',
			key: 'ledger_not_sealed'
		});
	});
});
