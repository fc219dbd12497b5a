/** A ledger of as many records as wanted, as the writers would leave it, without their work. */
import type { Client } from 'pg';
import { anOrganisation, aMembership } from '../tests/support/builders.ts';
import { signInCustomers, type Customer } from '../tests/support/customers.ts';
import { toDb } from '../tests/support/to-db.ts';

/** The year that all records begin in. */
export const YEAR = { from: '2025-01-01', until: '2025-12-31' };

const HOSTS = 10;
const CORRECTED_SHARE = 0.01;

/**
 * Records spread evenly over platforms, instruments and the year: uses of one to eight hours that can
 * overlap and go over midnight, sample orders among them, and a hundredth of all are corrections.
 * Nothing of the chain is computed, for no benchmark verifies it.
 */
export async function fillLedger(
	database: Client,
	size: { platforms: number; instruments: number; customers: number; records: number }
): Promise<string[]> {
	const platforms = await fillPlatforms(database, size);
	const corrections = Math.round(size.records * CORRECTED_SHARE);
	// The chain's own trigger asks for each record what the one before was.
	await database.query('alter table public.service_records disable trigger user');
	const putBack = await dropKeysAndIndexes(database);
	await database.query(
		`with places as materialized (
			select
				row_number() over (order by instruments.source_key) - 1 as place,
				instruments.id as instrument_id, platforms.id as platform_id,
				platforms.organisation_id as host_id
			from public.instruments
			join public.platforms on platforms.id = instruments.platform_id
			where platforms.id = any ($1)
		),
		customers as materialized (
			select row_number() over (order by name) - 1 as place, id
			from public.organisations
			where name like 'Bench startup %'
		),
		sizes as materialized (
			select
				(select count(*) from places) as places, (select count(*) from customers) as customers
		),
		drawn as materialized (
			select
				n, n % sizes.places as place, n / sizes.places as turn,
				-- Numbers without a common divisor, so that no two of these go together.
				n * 7919 % 1000003 as luck, n * 104729 % 999983 as chance,
				-- An instrument has its customers, twenty or so.
				(n % sizes.places * 13 + n * 7919 % 1000003 % 20) % sizes.customers as customer,
				interval '364 days' / greatest(1, $2::bigint / sizes.places) as apart
			from generate_series(0, $2::bigint - 1) as n
			cross join sizes
		),
		planned as (
			select
				drawn.n, drawn.luck, drawn.chance, places.platform_id, places.host_id, places.instrument_id,
				case when chance % 10 = 0 then places.host_id else customers.id end as beneficiary_id,
				case
					when chance % 10 = 0 then 'internal'
					when customer % 10 = 0 then 'makerspace'
					when customer % 10 < 3 then 'other_external'
					else 'startup'
				end::public.beneficiary_class as beneficiary_class,
				'2025-01-01 00:00+08'::timestamptz
					+ drawn.turn * drawn.apart
					+ chance % 1440 * interval '1 minute'
					+ luck % 60 * interval '1 second' as starts_at,
				(60 + luck % 28 * 15) * interval '1 minute' as lasted,
				luck % 8 = 0 as is_sample
			from drawn
			join places using (place)
			join customers on customers.place = drawn.customer
		)
		insert into public.service_records (
			platform_id, seq, kind, instrument_id, host_id, beneficiary_id, beneficiary_class,
			class_evidence, purpose_code, reserved_from, reserved_until, starts_at, ends_at, quantity,
			unit, list_price_fen, charged_fen, source, flags, details_digest, recorded_at, prev_hash, hash
		)
		select
			platform_id, row_number() over (partition by platform_id order by n),
			case when is_sample then 'sample_order' else 'instrument_time' end::public.service_kind,
			instrument_id, host_id, beneficiary_id, beneficiary_class,
			'{"organisation_kind": "startup", "registration_level": "provincial"}',
			(array['135', '136', '137', '138', 'certification', null])[1 + chance % 6],
			case when not is_sample then date_trunc('hour', starts_at) end,
			case when not is_sample then date_trunc('hour', starts_at) + interval '8 hours' end,
			starts_at, starts_at + lasted,
			case when is_sample then 1 + luck % 20 else round(extract(epoch from lasted) / 3600, 4) end,
			case when is_sample then 'sample' else 'hour' end,
			12000 + luck % 100 * 100,
			case when chance % 20 > 0 then 6000 + luck % 100 * 100 end,
			case when chance % 50 = 0 then 'import' else 'platform' end,
			case when luck % 40 = 0 then array['gap'] else '{}' end,
			encode(sha256(int8send(n)), 'hex'), starts_at + lasted, '', encode(sha256(int8send(-1 - n)), 'hex')
			|| left(platform_id::text, 8)
		from planned`,
		[platforms, size.records - corrections]
	);
	await database.query(
		`insert into public.service_records (
			platform_id, seq, version, corrects, kind, instrument_id, host_id, beneficiary_id,
			beneficiary_class, class_evidence, purpose_code, reserved_from, reserved_until, starts_at,
			ends_at, quantity, unit, list_price_fen, charged_fen, source, flags, details_digest, recorded_at,
			prev_hash, hash
		)
		select
			platform_id,
			heads.last_seq + row_number() over (partition by platform_id order by records.seq),
			2, id, kind, instrument_id, host_id, beneficiary_id, beneficiary_class, class_evidence,
			purpose_code, reserved_from, reserved_until, starts_at, ends_at + interval '15 minutes', quantity,
			unit, list_price_fen, charged_fen, source, flags, details_digest,
			recorded_at + interval '3 days', hash, hash || 'c'
		from (
			select * from public.service_records
			where platform_id = any ($1)
			order by hash
			limit $2
		) as records
		join (
			select platform_id, max(seq) as last_seq from public.service_records group by 1
		) as heads using (platform_id)`,
		[platforms, corrections]
	);
	await putBack();
	await database.query('alter table public.service_records enable trigger user');
	await database.query(
		`insert into private.figure_marks (platform_id, day, recorded_at)
		select records.platform_id, days.day, records.recorded_at
		from public.service_records as records, private.figure_days_of(records) as days (day)
		where records.platform_id = any ($1)`,
		[platforms]
	);
	await database.query('vacuum analyze');
	return platforms;
}

/**
 * Foreign keys are checked and indexes built faster for a whole table than for each of its rows; gives
 * what puts them back.
 */
async function dropKeysAndIndexes(database: Client): Promise<() => Promise<void>> {
	const { rows } = await database.query<{ dropping: string; adding: string }>(
		`select
			format('drop index %s', indexrelid::regclass) as dropping,
			pg_get_indexdef(indexrelid) as adding
		from pg_index
		where indrelid = 'public.service_records'::regclass
			and not exists (select from pg_constraint where conindid = indexrelid)
		union all
		select
			format('alter table %s drop constraint %I', conrelid::regclass, conname),
			format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
		from pg_constraint
		where conrelid = 'public.service_records'::regclass and contype = 'f'`
	);
	for (const { dropping } of rows) await database.query(dropping);
	return async () => {
		for (const { adding } of rows) await database.query(adding);
	};
}

async function fillPlatforms(
	database: Client,
	{
		platforms,
		instruments,
		customers
	}: { platforms: number; instruments: number; customers: number }
): Promise<string[]> {
	await database.query(
		`insert into public.organisations (kind, name)
		select 'startup', 'Bench startup ' || n from generate_series(1, $1::integer) as n
		where not exists (select from public.organisations where name = 'Bench startup 1')`,
		[customers]
	);
	const { rows } = await database.query<{ id: string }>(
		`with hosts as (
			insert into public.organisations (kind, name)
			select 'university', 'Bench university ' || n from generate_series(1, $3::integer) as n
			returning id
		),
		numbered as (select id, row_number() over () as number from hosts),
		made as (
			insert into public.platforms (organisation_id, name, city)
			select numbered.id, 'Bench platform ' || n, 'City ' || n % 14
			from generate_series(1, $1::integer) as n
			join numbered on numbered.number = 1 + n % $3::integer
			returning id
		),
		numbered_platforms as (select id, row_number() over () as number from made),
		filled as (
			insert into public.instruments (platform_id, source_key, name)
			select numbered_platforms.id, to_char(n, 'FM000000'), '场发射扫描电子显微镜 ' || n
			from generate_series(0, $2::integer - 1) as n
			join numbered_platforms on numbered_platforms.number = 1 + n % $1::integer
		)
		select id from made`,
		[platforms, instruments, HOSTS]
	);
	return rows.map(({ id }) => id);
}

/** Somebody whom no figure is kept from. */
export async function signInEvaluator(database: Client): Promise<Customer> {
	const [evaluator] = await signInCustomers(database, 1);
	if (!evaluator) throw new Error('No evaluator was made.');
	const db = toDb(database);
	const agency = await anOrganisation(db, 'agency', '基准评价机构');
	await aMembership(db, { person: evaluator, organisation: agency, role: 'evaluator' });
	return evaluator;
}
