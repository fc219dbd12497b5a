/** The ledger's figures by a scan of its records, for tests and benchmarks. */
import type { Db } from './to-db.ts';

type Id = { id: string };

export type Grouping =
	'all' | 'platform' | 'instrument' | 'month' | 'class' | 'organisation' | 'city' | 'purpose';

/** Adds up every marked day, as the worker does. */
export async function settleFigures(db: Db): Promise<void> {
	for (;;) {
		const { settled } = await db.one<{ settled: number }>(
			'select private.settle_figures() as settled'
		);
		if (settled === 0) return;
	}
}

const KEYS: Record<Grouping, string> = {
	all: "''",
	platform: 'platform_id::text',
	instrument: "coalesce(instrument_id::text, '-')",
	month: "to_char(day, 'YYYY-MM')",
	class: 'beneficiary_class::text',
	organisation: 'beneficiary_id::text',
	city: "'-'",
	purpose: "coalesce(purpose_code, '-')"
};

/**
 * The figures of one platform from the records in their last versions, without any of the functions
 * that add up: records cut at the midnights of Shanghai, and the union taken of each instrument and day.
 */
export async function scanLedger(
	db: Db,
	platform: Id,
	{ from, until, group_by }: { from: string; until: string; group_by: Grouping }
) {
	const rows = await db.query<Record<string, unknown>>(
		`with days as (
			select day::date as day, day at time zone 'Asia/Shanghai' as begins,
				(day + interval '1 day') at time zone 'Asia/Shanghai' as ends
			from generate_series($2::timestamp, $3::timestamp, interval '1 day') as day
		),
		pieces as (
			select days.day, records.*,
				records.starts_at >= days.begins as is_here,
				records.state = 'rendered' or (records.state = 'calibration' and coalesce(records.charged_fen, 0) > 0) as counts,
				tstzrange(greatest(records.starts_at, days.begins), least(records.ends_at, days.ends)) as here
			from days
			join public.current_service_records as records on records.platform_id = $1
				and records.starts_at < days.ends
				and (records.starts_at >= days.begins or records.ends_at > days.begins)
		),
		keyed as (select pieces.*, ${KEYS[group_by]} as key from pieces),
		times as (
			select key, instrument_id, day,
				range_agg(here) as used,
				range_agg(here) filter (where is_shared) as shared,
				range_agg(here) filter (where is_shared and beneficiary_class in ('startup', 'makerspace')) as startup
			from keyed
			where counts and not isempty(here) and instrument_id is not null
				and (kind = 'instrument_time' or (kind = 'sample_order' and booking_id is null))
			group by 1, 2, 3
		),
		lengths as (
			select key, spans.of, sum(extract(epoch from upper(span) - lower(span))) as seconds
			from times
			cross join lateral (values ('used', used), ('shared', shared), ('startup', startup)) as spans (of, spans)
			cross join lateral unnest(spans.spans) as span
			group by 1, 2
		)
		select
			keyed.key,
			count(*) filter (where is_here and counts) as records,
			count(*) filter (where is_here and not counts) as dropped,
			count(*) filter (where is_here and counts and is_flagged) as flagged,
			count(*) filter (where is_here and counts and source = 'backfilled') as backfilled,
			count(distinct beneficiary_id) filter (where is_here and counts) as organisations,
			count(distinct beneficiary_id) filter (where is_here and counts and is_shared) as shared_organisations,
			coalesce(sum(extract(epoch from reserved_until - reserved_from)) filter (where is_here and counts) / 60, 0)
				as reserved_minutes,
			coalesce((select seconds / 60 from lengths where lengths.key = keyed.key and of = 'used'), 0) as used_minutes,
			coalesce((select seconds / 60 from lengths where lengths.key = keyed.key and of = 'shared'), 0) as shared_minutes,
			coalesce((select seconds / 60 from lengths where lengths.key = keyed.key and of = 'startup'), 0) as startup_minutes,
			coalesce(sum(quantity) filter (where is_here and counts and unit = 'hour'), 0) as hours,
			coalesce(sum(quantity) filter (where is_here and counts and unit = 'sample'), 0) as samples,
			coalesce(sum(quantity) filter (where is_here and counts and unit = 'service'), 0) as services,
			coalesce(sum(list_price_fen) filter (where is_here and counts), 0) as list_price_fen,
			coalesce(sum(charged_fen) filter (where is_here and counts), 0) as charged_fen,
			count(*) filter (where is_here and counts and charged_fen is null) as unpriced
		from keyed
		where is_here or (counts and instrument_id is not null)
		group by keyed.key
		order by keyed.key collate "C"`,
		[platform.id, from, until]
	);
	return rows.map(withNumbers);
}

/** Postgres hands sums over as text. */
export function withNumbers<Row extends Record<string, unknown>>(row: Row): Row {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			name !== 'key' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
				? Math.round(Number(value) * 1e4) / 1e4
				: value
		])
	) as Row;
}
