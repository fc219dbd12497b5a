import { describe, expect } from 'vitest';
import { aMembership, anInstrument, aPerson, aCast } from '../../support/builders.ts';
import { asPerson, it, type Db } from '../../support/database.ts';
import { correctRecord, recordService } from '../../support/ledger-calls.ts';
import { sharingRate } from '#lib/ledger/rates.ts';
import { MACHINE_HOURS } from '../../support/reference-vectors.ts';

type Id = { id: string };

async function hours(db: Db, person: Id, instrument: Id, from: string, until: string) {
	const { used, shared, startup } = await asPerson(db, person.id, () =>
		db.one<{ used: string; shared: string; startup: string }>(
			`select used_minutes as used, shared_minutes as shared, startup_minutes as startup
			from public.machine_hours($1, $2, $3)`,
			[instrument.id, from, until]
		)
	);
	return { E: Number(used) / 60, S: Number(shared) / 60, startup: Number(startup) / 60 };
}

/** The startup of the cast, as young as the policy's word wants it. */
async function makeYoung(db: Db, startup: Id): Promise<void> {
	await db.query(
		`update public.organisations
		set established_on = '2025-01-01', verified_at = '2025-02-01',
			unified_social_credit_code = '91000000MADEM0A999'
		where id = $1`,
		[startup.id]
	);
}

const YEAR = ['2026-01-01T00:00:00+08:00', '2027-01-01T00:00:00+08:00'] as const;

describe('R-HOURS (reference 1.5)', () => {
	it('gives E and S of the worked example, over New Year, an overlap, a no-show and maintenance', async ({
		db
	}) => {
		const { ada, platform, instrument, university, startup } = await aCast(db);
		await makeYoung(db, startup);
		for (const [start, end, state, whom] of MACHINE_HOURS.records) {
			await recordService(db, ada, platform, {
				kind: 'instrument_time',
				instrument_id: instrument.id,
				state: state === 'used' ? 'rendered' : state,
				beneficiary_id: (whom === 'internal' ? university : startup).id,
				purpose_code: '136',
				starts_at: `${start}+08:00`,
				ends_at: `${end}+08:00`,
				evidence: ['LOG']
			});
		}

		const { E, S, startup: ofStartups } = await hours(db, ada, instrument, ...YEAR);

		expect({ E, S }).toEqual({ E: MACHINE_HOURS.E_2026, S: MACHINE_HOURS.S_2026 });
		expect(sharingRate(S, E)).toBe(MACHINE_HOURS.share_pct);
		expect(ofStartups).toBe(S);
	});

	it('clips at both ends of the window, which is half-open', async ({ db }) => {
		const { ada, platform, instrument, startup } = await aCast(db);
		for (const [start, end] of [
			['2024-12-31T22:00', '2025-01-01T01:00'],
			['2025-12-31T23:00', '2026-01-01T03:00'],
			['2026-01-01T00:00', '2026-01-01T02:00']
		]) {
			await recordService(db, ada, platform, {
				kind: 'instrument_time',
				instrument_id: instrument.id,
				beneficiary_id: startup.id,
				starts_at: `${start}:00+08:00`,
				ends_at: `${end}:00+08:00`,
				evidence: ['LOG']
			});
		}

		expect(
			(await hours(db, ada, instrument, '2025-01-01T00:00:00+08:00', '2026-01-01T00:00:00+08:00')).E
		).toBe(2);
	});

	it('takes the union also where several units run at once, and the last version of a record', async ({
		db
	}) => {
		const { ada, platform, startup } = await aCast(db);
		const instrument = await anInstrument(db, platform, { units: 3 });
		const time = {
			kind: 'instrument_time',
			instrument_id: instrument.id,
			beneficiary_id: startup.id,
			evidence: ['LOG']
		};
		await recordService(db, ada, platform, {
			...time,
			starts_at: '2026-03-02T09:00:00+08:00',
			ends_at: '2026-03-02T12:00:00+08:00'
		});
		const second = await recordService(db, ada, platform, {
			...time,
			starts_at: '2026-03-02T10:00:00+08:00',
			ends_at: '2026-03-02T18:00:00+08:00'
		});

		await correctRecord(db, ada, second, { ends_at: '2026-03-02T13:00:00+08:00' });

		expect(second.flags).not.toContain('overlap');
		expect((await hours(db, ada, instrument, ...YEAR)).E).toBe(4);
	});

	it('counts calibration only where it was charged, and samples that no use accounts for', async ({
		db
	}) => {
		const { ada, platform, instrument, startup } = await aCast(db);
		const on = (day: string) => ({
			instrument_id: instrument.id,
			beneficiary_id: startup.id,
			starts_at: `2026-03-${day}T09:00:00+08:00`,
			ends_at: `2026-03-${day}T10:00:00+08:00`,
			evidence: ['LOG']
		});
		const calibration = { kind: 'instrument_time', state: 'calibration' };

		await recordService(db, ada, platform, { ...calibration, ...on('02') });
		await recordService(db, ada, platform, { ...calibration, ...on('03'), charged_fen: 100 });
		await recordService(db, ada, platform, { kind: 'sample_order', ...on('04') });

		expect((await hours(db, ada, instrument, ...YEAR)).E).toBe(2);
	});

	it('is nothing to who may not see the records', async ({ db }) => {
		const { ada, eve, platform, instrument, startup } = await aCast(db);
		await recordService(db, ada, platform, {
			kind: 'instrument_time',
			instrument_id: instrument.id,
			beneficiary_id: startup.id,
			starts_at: '2026-03-02T09:00:00+08:00',
			ends_at: '2026-03-02T10:00:00+08:00',
			evidence: ['LOG']
		});

		expect((await hours(db, eve, instrument, ...YEAR)).E).toBe(0);
	});
});

describe('R-COUNT (reference 1.4)', () => {
	it.for([
		['research', { purpose_code: '135' }, true],
		['what nobody has said the purpose of', {}, false],
		['statutory certification', { purpose_code: 'certification' }, false],
		['bulk goods inspection', { purpose_code: 'bulk_inspection' }, false],
		['a related party', { purpose_code: '135', related_party: true, related_evidence: 'M' }, false]
	] as const)('counts %s: %j', async ([, service, expected], { db }) => {
		const { ada, platform, startup } = await aCast(db);

		const record = await recordService(db, ada, platform, {
			kind: 'technical',
			beneficiary_id: startup.id,
			starts_at: '2026-03-02T09:00:00+08:00',
			contract_no: 'C-1',
			...service
		});

		const found = await db.one<{ is_shared: boolean }>(
			'select public.is_shared(records) as is_shared from public.service_records as records where id = $1',
			[record.id]
		);
		expect(found.is_shared).toBe(expected);
	});

	it('does not count what the host did for itself', async ({ db }) => {
		const { ada, platform, university } = await aCast(db);
		const person = await aPerson(db, 'Uwe');
		await aMembership(db, { person, organisation: university, role: 'member' });

		const record = await recordService(db, ada, platform, {
			kind: 'technical',
			beneficiary_id: university.id,
			purpose_code: '135',
			starts_at: '2026-03-02T09:00:00+08:00',
			contract_no: 'C-1'
		});

		const found = await db.one<{ is_shared: boolean }>(
			'select public.is_shared(records) as is_shared from public.service_records as records where id = $1',
			[record.id]
		);
		expect(found).toEqual({ is_shared: false });
	});
});
