import { generateKeyPairSync } from 'node:crypto';
import { describe, expect } from 'vitest';
import {
	digestOfPlatform,
	genesisHash,
	hashRecord,
	type LedgerRecord
} from '#lib/ledger/canonical.ts';
import {
	DIGESTS_FORMAT,
	EXPORT_FORMAT,
	readRecord,
	type LedgerExport,
	type OwnDigest,
	type SavedDigests
} from '#lib/ledger/export-file.ts';
import { verify } from '#lib/ledger/verify.ts';
import { loadLedgerKey } from '../../../worker/ledger-key.ts';
import { inDays } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';
import { correctRecord, openLedger, recordService } from '../../support/ledger-calls.ts';

type Id = { id: string };

/** A key as the worker has one, of which the database knows nothing. */
function aKey() {
	const { privateKey } = generateKeyPairSync('ed25519');
	const key = loadLedgerKey({
		LEDGER_SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		LEDGER_KEY_FILE: undefined
	});
	if (!key) throw new Error('There is no key.');
	return key;
}

/** A record of so many days ago, in the transaction of the test. */
function backThen(db: Db, platform: Id, startup: Id, daysAgo: number): Promise<Id> {
	return db.one<Id>(
		`with draft as (
			select jsonb_populate_record(null::public.service_records, jsonb_build_object(
				'platform_id', $1::uuid, 'beneficiary_id', $2::uuid, 'kind', 'technical',
				'source', 'platform', 'unit', 'service', 'quantity', 1, 'charged_fen', 5000,
				'contract_no', E'=SUM(1)\\nä "quoted", \\\\ 合同',
				'starts_at', now() - make_interval(days => $3),
				'ends_at', now() - make_interval(days => $3),
				'recorded_at', now() - make_interval(days => $3)
			)) as record
		)
		select (private.append_service_record(draft.record, null, null, '{}')).id from draft`,
		[platform.id, startup.id, daysAgo]
	);
}

/**
 * A ledger of its own in the transaction, with records of three days, of which two are sealed. What
 * others have recorded and sealed in the demo is set aside, which only the owner could do.
 */
async function aSealedLedger(db: Db) {
	const cast = await aCast(db);
	const key = aKey();
	await openLedger(db);
	for (const daysAgo of [3, 3, 2, 0]) await backThen(db, cast.platform, cast.startup, daysAgo);
	await seal(db, key);
	return { ...cast, key };
}

async function seal(db: Db, key: ReturnType<typeof aKey>): Promise<void> {
	for (;;) {
		const next = await db.one<{ day: string | null; digest: string | null }>(
			`select next.day::text, private.ledger_day_digest(next.day) as digest
			from private.next_ledger_day() as next (day)`
		);
		if (next.day === null || next.digest === null) return;
		await db.query('select private.seal_ledger_day($1, $2, $3, $4)', [
			next.day,
			next.digest,
			key.publicKey,
			key.sign(next.digest)
		]);
	}
}

async function exported(db: Db, platform: Id): Promise<LedgerExport> {
	const rows = await db.query<{ record: unknown }>(
		`select ledger_page as record from public.ledger_page($1, 0, 'infinity', 1000)`,
		[platform.id]
	);
	const digests = await db.query<OwnDigest>(
		`select day::text, last_seq::text, head_hash, digest
		from public.ledger_digests where platform_id = $1 order by day`,
		[platform.id]
	);
	return {
		format: EXPORT_FORMAT,
		definition: 'yixiang-service-record/1',
		platform_id: platform.id,
		zone: 'Asia/Shanghai',
		until: '9999-12-31',
		as_of: '9999-12-31T00:00:00.000000Z',
		records: rows.map(({ record }) => readRecord(record)),
		digests
	};
}

async function saved(db: Db): Promise<SavedDigests> {
	const { digests } = await db.one<{ digests: SavedDigests }>(
		`select jsonb_build_object(
			'keys', (select jsonb_agg(jsonb_build_object('id', id, 'public_key', public_key)) from public.ledger_keys),
			'days', (
				select jsonb_agg(
					jsonb_build_object(
						'day', day::text, 'prev_digest', prev_digest, 'digest', digest, 'key_id', key_id,
						'signature', signature,
						'platforms', (
							select jsonb_agg(jsonb_build_object(
								'platform_id', platform_id, 'last_seq', last_seq::text,
								'head_hash', head_hash, 'digest', parts.digest
							))
							from public.ledger_digests as parts where parts.day = days.day
						)
					)
					order by day
				)
				from public.ledger_days as days
			)
		) as digests`
	);
	return { ...digests, format: DIGESTS_FORMAT };
}

/** Writes to the ledger what no function would, as its owner who takes the triggers off. */
async function tamper(db: Db, sql: string, values: unknown[]): Promise<void> {
	await db.query('alter table public.service_records disable trigger user');
	await db.query(sql, values);
	await db.query('alter table public.service_records enable trigger user');
}

/** Computes every hash of a chain anew, so that it is consistent in itself. */
async function rechain(db: Db, platform: Id): Promise<void> {
	await tamper(
		db,
		`do $do$
		declare
			v_record public.service_records;
			v_prev text := private.sha256_hex(E'yixiang-ledger/1\\n' || '${platform.id}');
		begin
			for v_record in select * from public.service_records where platform_id = '${platform.id}' order by seq loop
				v_record.prev_hash := v_prev;
				v_prev := private.service_record_hash(v_record);
				update public.service_records set prev_hash = v_record.prev_hash, hash = v_prev where id = v_record.id;
			end loop;
		end;
		$do$`,
		[]
	);
}

describe('a ledger that nobody has touched', () => {
	it('is whole by the database’s hashes and by ours, which share no code', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		const file = await exported(db, platform);
		const [first] = file.records;

		const verdict = await verify(file, await saved(db));

		expect(verdict).toMatchObject({ findings: [], records: 4, comparedDays: 3, unsealed: 1 });
		expect(first?.prev_hash).toBe(await genesisHash(platform.id));
	});

	it('is whole after corrections and records of every shape', async ({ db }) => {
		const { ada, platform, startup, instrument } = await aSealedLedger(db);
		const record = await recordService(db, ada, platform, {
			kind: 'instrument_time',
			beneficiary_id: startup.id,
			instrument_id: instrument.id,
			starts_at: inDays(-40, '10:00'),
			ends_at: inDays(-40, '11:20'),
			evidence: ['Blatt 1\n2', 'C:\\logs', '=A1'],
			related_party: true,
			related_evidence: 'Mutter\r\nund Tochter',
			content: 'Messung'
		});
		await correctRecord(db, ada, record, { quantity: 1, purpose_code: '136' });

		const verdict = await verify(await exported(db, platform), await saved(db));

		expect(verdict.findings).toEqual([]);
		expect(verdict.records).toBe(6);
	});
});

describe('tampering in the database', () => {
	it('with a record is found and named', async ({ db }) => {
		const { platform } = await aSealedLedger(db);

		await tamper(
			db,
			'update public.service_records set charged_fen = 1 where platform_id = $1 and seq = 2',
			[platform.id]
		);

		const { findings } = await verify(await exported(db, platform), await saved(db));
		expect(findings).toMatchObject([{ kind: 'record_altered', seq: 2 }]);
	});

	it('by deleting one is found and named', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		await db.query('alter table public.service_record_details disable trigger user');
		await db.query('alter table public.service_record_people disable trigger user');
		for (const table of ['service_record_details', 'service_record_people']) {
			await db.query(
				`delete from public.${table} where record_id = (
					select id from public.service_records where platform_id = $1 and seq = 2
				)`,
				[platform.id]
			);
		}

		await tamper(db, 'delete from public.service_records where platform_id = $1 and seq = 2', [
			platform.id
		]);

		const { findings } = await verify(await exported(db, platform), await saved(db));
		expect(findings).toMatchObject([
			{ kind: 'records_missing', from: 2, to: 2 },
			{ kind: 'sealed_otherwise', from: 1, to: 2 }
		]);
	});

	it('with a hash computed anew is found where the next record does not follow', async ({ db }) => {
		const { platform } = await aSealedLedger(db);

		await tamper(
			db,
			`update public.service_records as records
			set charged_fen = 1, hash = private.service_record_hash(
				jsonb_populate_record(records, '{"charged_fen": 1}')
			)
			where platform_id = $1 and seq = 2`,
			[platform.id]
		);

		const { findings } = await verify(await exported(db, platform), await saved(db));
		expect(findings).toMatchObject([
			{ kind: 'chain_broken', seq: 3 },
			{ kind: 'sealed_otherwise', from: 1, to: 2 }
		]);
	});

	it('with the whole chain computed anew is found by what was sealed', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		await tamper(
			db,
			'update public.service_records set charged_fen = 1 where platform_id = $1 and seq = 3',
			[platform.id]
		);

		await rechain(db, platform);

		const { findings } = await verify(await exported(db, platform), await saved(db));
		expect(findings).toMatchObject([{ kind: 'sealed_otherwise', from: 3, to: 3 }]);
	});

	it('with a day sealed again is found by digests that were saved before', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		const before = await saved(db);
		const file = await exported(db, platform);
		const day = file.digests[1]?.day ?? '';
		await db.query('alter table public.ledger_digests disable trigger user');

		await db.query(
			`update public.ledger_digests
			set last_seq = 2, head_hash = $3::text,
				digest = private.sha256_hex(concat_ws(E'\\n', 'yixiang-ledger-digest/1', day::text, platform_id::text, '2', $3::text))
			where platform_id = $1 and day = $2`,
			[platform.id, day, file.records[1]?.hash]
		);

		const forged = await exported(db, platform);
		expect((await verify(forged, before)).findings).toContainEqual({ kind: 'resealed', day });
		expect((await verify(forged, await saved(db))).findings).toContainEqual({
			kind: 'digest_wrong',
			day
		});
	});

	it('with everything sealed anew by a superuser with a key of their own is found by saved digests alone', async ({
		db
	}) => {
		const { platform } = await aSealedLedger(db);
		const before = await saved(db);
		await tamper(
			db,
			'update public.service_records set charged_fen = 1 where platform_id = $1 and seq = 1',
			[platform.id]
		);
		await rechain(db, platform);
		await openLedger(db);
		await seal(db, aKey());

		const forged = await exported(db, platform);

		const { findings } = await verify(forged, before);
		expect(findings.map(({ kind }) => kind)).toEqual([
			'resealed',
			'resealed',
			'resealed',
			'sealed_otherwise'
		]);
		expect((await verify(forged, await saved(db))).findings).toEqual([]);
	});

	it('with a signature is found', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		const digests = await saved(db);
		const [first] = digests.days;
		if (!first) throw new Error('No day is sealed.');

		const forged = {
			...digests,
			days: [{ ...first, signature: aKey().sign(first.digest) }, ...digests.days.slice(1)]
		};

		const { findings } = await verify(await exported(db, platform), forged);
		expect(findings).toContainEqual({ kind: 'signature_wrong', day: first.day });
	});
});

describe('tampering in the file', () => {
	it('by putting records in another order is found', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		const file = await exported(db, platform);
		const [first, second, ...others] = file.records as [LedgerRecord, LedgerRecord];

		const { findings } = await verify({ ...file, records: [second, first, ...others] }, null);

		expect(findings).toMatchObject([
			{ kind: 'records_missing', from: 1, to: 1 },
			{ kind: 'record_out_of_place', seq: 1 }
		]);
	});

	it('by inserting a record with right hashes is found', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		const file = await exported(db, platform);
		const [first, ...others] = file.records as [LedgerRecord];
		const forged: LedgerRecord = { ...first, seq: '2', prev_hash: first.hash };
		forged.hash = await hashRecord(forged);

		const { findings } = await verify({ ...file, records: [first, forged, ...others] }, null);

		expect(findings).toMatchObject([
			{ kind: 'record_out_of_place', seq: 2 },
			{ kind: 'chain_broken', seq: 3 }
		]);
	});

	it('by leaving out the end is found', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		const file = await exported(db, platform);

		const { findings } = await verify(
			{ ...file, records: file.records.slice(0, 2) },
			await saved(db)
		);

		expect(findings).toMatchObject([{ kind: 'sealed_otherwise', from: 3, to: 3 }]);
	});

	it('by leaving out a sealed day is found', async ({ db }) => {
		const { platform } = await aSealedLedger(db);
		const file = await exported(db, platform);
		const [first, ...others] = file.digests as [OwnDigest];

		const { findings } = await verify({ ...file, digests: others }, await saved(db));

		expect(findings).toEqual([{ kind: 'day_missing', day: first.day }]);
	});
});

describe('sealing', () => {
	it('takes days in their order, once, and as they are', async ({ db }) => {
		const { platform, startup } = await aCast(db);
		await openLedger(db);
		await backThen(db, platform, startup, 2);
		const key = aKey();
		const next = await db.one<{ day: string }>('select private.next_ledger_day()::text as day');

		const wrong = await refusalOf(
			db
				.query('savepoint s')
				.then(() =>
					db.query('select private.seal_ledger_day($1, $2, $3, $4)', [
						next.day,
						'00',
						key.publicKey,
						key.sign('00')
					])
				)
		);
		await db.query('rollback to s');
		await seal(db, key);
		const again = await refusalOf(
			db.query('select private.seal_ledger_day($1, $2, $3, $4)', [
				next.day,
				'00',
				key.publicKey,
				key.sign('00')
			])
		);

		expect([wrong.key, again.key]).toEqual(['ledger_digest_differs', 'ledger_day_not_next']);
	});

	it('leaves no room behind itself: what is recorded later is of a later day', async ({ db }) => {
		const { platform, startup } = await aSealedLedger(db);

		const late = await backThen(db, platform, startup, 2);

		// Not a second later than the day that is sealed, nor than now: a clock without its zone would be.
		const times = await db.one(
			`select
				recorded_at >= (select max(day) + 1 from public.ledger_days)::timestamp at time zone 'Asia/Shanghai' as is_after,
				recorded_at <= clock_timestamp() as is_past
			from public.service_records where id = $1`,
			[late.id]
		);
		expect(times).toEqual({ is_after: true, is_past: true });
	});

	it('tells evaluators of yesterday, and not of every day that is caught up on', async ({ db }) => {
		await db.query("delete from private.outbox where topic = 'ledger_sealed'");
		await aSealedLedger(db);

		const told = await db.query<{ day_is_yesterday: boolean }>(
			`select days.day = (now() at time zone 'Asia/Shanghai')::date - 1 as day_is_yesterday
			from private.outbox join public.ledger_days as days on days.id = outbox.subject_id
			where outbox.topic = 'ledger_sealed'`
		);

		expect(told).toEqual([{ day_is_yesterday: true }]);
	});

	it.for(['ledger_keys', 'ledger_days', 'ledger_digests'])(
		'is insert-only: %s',
		async (table, { db }) => {
			await aSealedLedger(db);

			const refused = await refusalOf(db.query(`delete from public.${table}`));

			expect(refused.key).toBe(`${table}_are_insert_only`);
		}
	);
});

it('a digest is of its platform, its day and its end', async () => {
	const digest = { platform_id: 'p', last_seq: '7', head_hash: 'h' };

	const made = await Promise.all([
		digestOfPlatform('2026-11-25', digest),
		digestOfPlatform('2026-11-26', digest),
		digestOfPlatform('2026-11-25', { ...digest, last_seq: '8' })
	]);

	expect(new Set(made).size).toBe(3);
});
