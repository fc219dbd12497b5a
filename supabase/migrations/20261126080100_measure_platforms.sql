/*
 * From the ledger to a sheet: the records of a window as a chain stood at its head, the values of all
 * formulas, the scores of 1.8 and the grade. All of it reads what a collection keeps, so that asking
 * again gives the same to the digit; nothing else computes a score.
 */
create type private.evaluated_record as (
  id                uuid,
  seq               bigint,
  hash              text,
  kind              public.service_kind,
  instrument_id     uuid,
  beneficiary_id    uuid,
  beneficiary_class public.beneficiary_class,
  starts_at         timestamptz,
  ends_at           timestamptz,
  list_price_fen    bigint,
  paid_fen          bigint,
  source            text,
  has_evidence      boolean,
  is_machine_time   boolean,
  begins_here       boolean,
  is_shared         boolean,
  standing          text
);
comment on type private.evaluated_record is 'A record of a window with how an evaluation takes it. standing: counts, dropped (R-HOURS 2), disputed by its customer, left_out by a decision.';

create function private.evaluated_records(collection_id uuid, platform_id uuid)
returns setof private.evaluated_record
language plpgsql
stable
set search_path = ''
as $$
declare
  v_collection public.evaluation_collections;
  v_head       bigint;
  v_from       timestamptz;
  v_until      timestamptz;
begin
  select collections.* into strict v_collection
  from public.evaluation_collections as collections
  where collections.id = evaluated_records.collection_id;
  select
    cycles.window_from::timestamp at time zone private.ledger_zone(),
    (cycles.window_until + 1)::timestamp at time zone private.ledger_zone()
  into strict v_from, v_until
  from public.evaluation_cycles as cycles
  where cycles.id = v_collection.cycle_id;
  select inputs.head_seq into v_head
  from public.evaluation_inputs as inputs
  where inputs.collection_id = v_collection.id
    and inputs.platform_id = evaluated_records.platform_id;

  return query
    select
      records.id, records.seq, records.hash, records.kind, records.instrument_id, records.beneficiary_id,
      records.beneficiary_class, records.starts_at, records.ends_at,
      case when records.currency = 'CNY' then records.list_price_fen end,
      case when records.currency = 'CNY' then coalesce(records.paid_fen, records.charged_fen) end,
      records.source,
      records.contract_no is not null or cardinality(records.evidence) > 0,
      records.kind = 'instrument_time'
        -- A sample order that is linked to a use would count its time twice.
        or (records.kind = 'sample_order' and records.instrument_id is not null and records.booking_id is null),
      records.starts_at >= v_from,
      -- R-COUNT with the purposes of the collection, or as it was decided.
      (
        records.beneficiary_id <> records.host_id
        and not records.related_party
        and coalesce(records.purpose_code = any (v_collection.shared_purposes), false)
      ) or records.id = any (v_collection.counted),
      case
        when records.state <> 'rendered'
          and not (records.state = 'calibration' and coalesce(records.charged_fen, 0) > 0) then 'dropped'
        when records.id = any (v_collection.left_out) then 'left_out'
        when said.verdict = 'disputed' then 'disputed'
        else 'counts'
      end
    from public.service_records as records
    left join lateral (
      select confirmations.verdict
      from public.service_record_confirmations as confirmations
      where confirmations.record_id = records.id
        and confirmations.side = 'customer'
        and confirmations.created_at <= v_collection.as_of
      order by confirmations.created_at desc, confirmations.id desc
      limit 1
    ) as said on true
    where records.platform_id = evaluated_records.platform_id
      and records.seq <= v_head
      and records.starts_at < v_until
      and (records.starts_at >= v_from or records.ends_at > v_from)
      -- What was corrected later was still as it was.
      and not exists (
        select from public.service_records as later
        where later.corrects = records.id and later.seq <= v_head
      )
    order by records.seq;
end;
$$;
comment on function private.evaluated_records is 'The records of a platform that a collection is made of, as far as the person asking may read them.';

create function private.figure(value numeric)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return trim_scale(round(figure.value, 4))::text;
end;
$$;
comment on function private.figure is 'A number as a document has it: at most four places, no zeros at its end, as text that no reader rounds.';

/* The instruments of a platform as they are taken: what of the catalogue an evaluation looks at. */
create function private.take_instruments(collection_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into public.evaluation_instruments (
    collection_id, platform_id, instrument_id, is_open, days, rated_hours, filled, is_current
  )
  select
    take_instruments.collection_id,
    instruments.platform_id,
    instruments.id,
    instruments.external_use in ('yes', 'ask'),
    spans.until_day - spans.from_day,
    (
      -- Rated hours are of a year, whether it has 365 days or 366.
      select sum(
        (
          least(spans.until_day, make_date(years.number + 1, 1, 1))
          - greatest(spans.from_day, make_date(years.number, 1, 1))
        ) * coalesce(rules.rated_hours ->> instruments.asset_kind, rules.rated_hours ->> 'default', '0')::numeric
        / (make_date(years.number + 1, 1, 1) - make_date(years.number, 1, 1))
      )
      from generate_series(
        extract(year from spans.from_day)::integer, extract(year from spans.until_day - 1)::integer
      ) as years (number)
    ),
    (
      select avg((fields.value is not null)::integer)
      from unnest(array[
        instruments.name, instruments.name_en, instruments.model, instruments.manufacturer,
        instruments.origin_country, instruments.class_code, instruments.asset_kind,
        instruments.acquired_by, instruments.under_customs::text, instruments.worth_fen::text,
        instruments.in_service_on::text, instruments.funds[1], instruments.subject_codes[1],
        instruments.technical, instruments.functions, instruments.service_content,
        instruments.sharing_rules, instruments.fee_note, instruments.city, instruments.street
      ]) as fields (value)
    ),
    instruments.updated_at >= (cycles.window_until + 1 - interval '12 months') at time zone private.ledger_zone()
  from public.evaluation_collections as collections
  join public.evaluation_cycles as cycles on cycles.id = collections.cycle_id
  join public.evaluation_rule_sets as rules on rules.id = cycles.rule_set_id
  join public.evaluation_participants as participants on participants.cycle_id = cycles.id
  join public.instruments on instruments.platform_id = participants.platform_id
  cross join lateral (
    select
      greatest(cycles.window_from, instruments.in_service_on) as from_day,
      least(
        cycles.window_until + 1, (instruments.retired_at at time zone private.ledger_zone())::date
      ) as until_day
  ) as spans
  where collections.id = take_instruments.collection_id
    -- R-SCOPE: an instrument of unknown worth is in no scope that asks for one.
    and coalesce(instruments.worth_fen, 0) >= rules.scope_min_worth_fen
    and spans.until_day > spans.from_day;
end;
$$;
comment on function private.take_instruments is 'Keeps the instruments in scope as they are now.';

/* All formulas of a platform in one look at its records. */
create function private.measure_platform(collection_id uuid, platform_id uuid)
returns table (formula text, value numeric, sample bigint, facts jsonb)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_cycle public.evaluation_cycles;
  v_rules public.evaluation_rule_sets;
  v_as_of timestamptz;
  v_from  timestamptz;
  v_until timestamptz;
begin
  select cycles.* into strict v_cycle
  from public.evaluation_collections as collections
  join public.evaluation_cycles as cycles on cycles.id = collections.cycle_id
  where collections.id = measure_platform.collection_id;
  select rules.* into strict v_rules
  from public.evaluation_rule_sets as rules
  where rules.id = v_cycle.rule_set_id;
  select collections.as_of into strict v_as_of
  from public.evaluation_collections as collections
  where collections.id = measure_platform.collection_id;
  v_from := v_cycle.window_from::timestamp at time zone private.ledger_zone();
  v_until := (v_cycle.window_until + 1)::timestamp at time zone private.ledger_zone();

  return query
  with records as materialized (
    select evaluated.*
    from private.evaluated_records(measure_platform.collection_id, measure_platform.platform_id) as evaluated
    where evaluated.standing = 'counts'
  ),
  instruments as materialized (
    select taken.*
    from public.evaluation_instruments as taken
    where taken.collection_id = measure_platform.collection_id
      and taken.platform_id = measure_platform.platform_id
  ),
  -- R-HOURS: clipped to the window, the union for each instrument.
  machine_time as (
    select
      records.instrument_id,
      private.seconds_of(range_agg(clipped.during)) as used,
      private.seconds_of(range_agg(clipped.during) filter (where records.is_shared)) as shared,
      private.seconds_of(range_agg(clipped.during) filter (
        where records.is_shared and records.beneficiary_class in ('makerspace', 'startup')
      )) as startup,
      count(*) as records
    from records
    cross join lateral (
      select tstzrange(greatest(records.starts_at, v_from), least(records.ends_at, v_until)) as during
    ) as clipped
    where records.is_machine_time and not isempty(clipped.during)
    group by records.instrument_id
  ),
  machine_time_of as (
    select
      records.instrument_id, records.beneficiary_id,
      private.seconds_of(range_agg(
        tstzrange(greatest(records.starts_at, v_from), least(records.ends_at, v_until))
      )) as seconds,
      count(*) as records
    from records
    where records.is_machine_time and records.is_shared
      and records.beneficiary_class in ('makerspace', 'startup')
      and records.ends_at > records.starts_at
    group by records.instrument_id, records.beneficiary_id
  ),
  -- What each organisation brings to a volume, of which one counts a share at most (1.8).
  volumes as (
    select 'startup_hours' as formula, times.beneficiary_id, sum(times.seconds) / 3600 as volume,
      sum(times.records)::bigint as records
    from machine_time_of as times
    group by times.beneficiary_id
    union all
    select
      kinds.formula, records.beneficiary_id, count(*)::numeric, count(*)
    from records
    cross join lateral (
      select case
        when records.kind = 'dataset' then 'dataset_deliveries'
        when records.kind = 'literature' then 'literature_deliveries'
        when records.kind in ('technical', 'incubation') and records.has_evidence then 'services_with_evidence'
      end as formula
    ) as kinds
    where records.is_shared and records.begins_here and kinds.formula is not null
    group by kinds.formula, records.beneficiary_id
  ),
  totals as (
    select volumes.formula, sum(volumes.volume) as total, sum(volumes.records)::bigint as records
    from volumes
    group by volumes.formula
  ),
  capped as (
    select
      totals.formula, totals.total, totals.records, count(*) as organisations,
      max(volumes.volume) as largest,
      sum(least(volumes.volume, totals.total * v_rules.organisation_cap_bp / 10000)) as value
    from totals
    join volumes using (formula)
    group by totals.formula, totals.total, totals.records
  ),
  orders as materialized (
    select
      bookings.status in ('confirmed', 'in_use', 'completed', 'no_show') as is_kept,
      bookings.status = 'cancelled' and (
        bookings.displaced_by is not null
        or (
          bookings.cancelled_by is not null
          and not exists (
            select from public.memberships
            where memberships.person_id = bookings.cancelled_by
              and memberships.organisation_id = bookings.organisation_id
          )
        )
      ) as is_called_off
    from public.bookings
    where bookings.platform_id = measure_platform.platform_id
      and bookings.starts_at >= v_from and bookings.starts_at < v_until
      and bookings.created_at <= v_as_of
  ),
  answers as (
    -- A request that nobody answers in time expires, so that one that was answered was answered in time.
    select bookings.decided_at is not null as is_in_time
    from public.bookings
    where bookings.platform_id = measure_platform.platform_id
      and bookings.created_at >= v_from and bookings.created_at < v_until
      and bookings.created_at <= v_as_of
      and (
        bookings.decided_at is not null
        or (
          bookings.status = 'pending' and bookings.approval_stage = 'lab' and bookings.decide_by <= v_as_of
        )
      )
    union all
    select coalesce(applications.decided_at <= applications.decide_by, false)
    from public.applications
    where applications.platform_id = measure_platform.platform_id
      and applications.submitted_at >= v_from and applications.submitted_at < v_until
      and applications.submitted_at <= v_as_of
      and (applications.decided_at is not null or applications.decide_by < v_as_of)
      and applications.status not in ('withdrawn', 'cancelled')
  ),
  ratings as (
    select applications.rating
    from public.applications
    join records on records.id = applications.service_record_id
    where applications.platform_id = measure_platform.platform_id and applications.rating is not null
  )
  select
    'open_rate'::text,
    100.0 * count(*) filter (where instruments.is_open) / nullif(count(*), 0),
    count(*),
    jsonb_build_object('open', count(*) filter (where instruments.is_open), 'in_scope', count(*))
  from instruments
  union all
  select
    'completeness',
    100.0 * avg(instruments.filled) * avg(instruments.is_current::integer),
    count(*),
    jsonb_build_object(
      'filled', private.figure(100 * avg(instruments.filled)),
      'current', count(*) filter (where instruments.is_current),
      'in_scope', count(*)
    )
  from instruments
  union all
  select
    'startup_organisations',
    count(distinct records.beneficiary_id),
    count(*),
    jsonb_build_object('organisations', count(distinct records.beneficiary_id), 'records', count(*))
  from records
  where records.is_shared and records.begins_here
    and records.beneficiary_class in ('makerspace', 'startup')
  union all
  select
    formulas.name,
    case
      when formulas.name = 'startup_hours'
        -- Two organisations at once are an hour of the instrument once.
        then least(capped.value, (select sum(machine_time.startup) / 3600 from machine_time))
      else capped.value
    end,
    coalesce(capped.records, 0),
    jsonb_build_object(
      'volume', private.figure(coalesce(capped.total, 0)),
      'organisations', coalesce(capped.organisations, 0),
      'largest', private.figure(coalesce(capped.largest, 0)),
      'cap_bp', v_rules.organisation_cap_bp
    )
  from unnest(array['startup_hours', 'dataset_deliveries', 'literature_deliveries', 'services_with_evidence'])
    as formulas (name)
  left join capped on capped.formula = formulas.name
  union all
  select
    'reduction',
    100.0 * (sum(records.list_price_fen) - sum(least(records.paid_fen, records.list_price_fen)))
      / nullif(sum(records.list_price_fen), 0),
    count(*),
    jsonb_build_object(
      'list_price_fen', coalesce(sum(records.list_price_fen), 0),
      'paid_fen', coalesce(sum(records.paid_fen), 0)
    )
  from records
  where records.is_shared and records.begins_here
    and records.beneficiary_class in ('makerspace', 'startup')
    and records.list_price_fen is not null and records.paid_fen is not null
  union all
  select
    formulas.name,
    case formulas.name
      when 'utilisation' then 100.0 * hours.used / nullif(hours.rated, 0)
      -- Weighted by days in service (R-HOURS 7), in hours of the longest of them.
      when 'mean_effective_hours' then hours.used / nullif(hours.days, 0) * hours.longest
      else hours.shared / nullif(hours.days, 0) * hours.longest
    end,
    hours.records,
    jsonb_build_object(
      'hours', private.figure(case formulas.name when 'mean_shared_hours' then hours.shared else hours.used end),
      'instruments', hours.instruments,
      'instrument_days', hours.days,
      'rated_hours', private.figure(hours.rated)
    )
  from unnest(array['utilisation', 'mean_effective_hours', 'mean_shared_hours']) as formulas (name)
  cross join (
    select
      coalesce(sum(machine_time.used), 0) / 3600 as used,
      coalesce(sum(machine_time.shared), 0) / 3600 as shared,
      coalesce(sum(machine_time.records), 0)::bigint as records,
      count(*) as instruments,
      coalesce(sum(instruments.days), 0) as days,
      coalesce(max(instruments.days), 0) as longest,
      coalesce(sum(instruments.rated_hours), 0) as rated
    from instruments
    left join machine_time using (instrument_id)
  ) as hours
  union all
  select
    'response_rate',
    100.0 * count(*) filter (where answers.is_in_time) / nullif(count(*), 0),
    count(*),
    jsonb_build_object('in_time', count(*) filter (where answers.is_in_time), 'answers', count(*))
  from answers
  union all
  select
    'completion_rate',
    100.0 * count(*) filter (where orders.is_kept)
      / nullif(count(*) filter (where orders.is_kept or orders.is_called_off), 0),
    count(*) filter (where orders.is_kept or orders.is_called_off),
    jsonb_build_object(
      'kept', count(*) filter (where orders.is_kept),
      'called_off', count(*) filter (where orders.is_called_off)
    )
  from orders
  union all
  -- One to five stars as a hundred.
  select
    'mean_rating', 20.0 * avg(ratings.rating), count(*),
    jsonb_build_object('stars', coalesce(sum(ratings.rating), 0), 'ratings', count(*))
  from ratings;
end;
$$;
comment on function private.measure_platform is 'The values of all formulas (reference 1.8) for a platform. Null is what nothing tells of.';

/* What went into a platform's values, as a hash: the same input gives it again. */
create function private.evaluation_input_hash(collection_id uuid, platform_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.sha256_hex(concat_ws(
    E'\n',
    'yixiang-evaluation-input/1',
    evaluation_input_hash.platform_id::text,
    (
      select string_agg(
        concat_ws(' ', records.hash, records.standing, case when records.is_shared then 'shared' else 'own' end),
        E'\n' order by records.seq
      )
      from private.evaluated_records(evaluation_input_hash.collection_id, evaluation_input_hash.platform_id) as records
    ),
    (
      select string_agg(
        concat_ws(
          ' ', taken.instrument_id::text, case when taken.is_open then 'open' else 'closed' end,
          taken.days::text, taken.rated_hours::text, taken.filled::text,
          case when taken.is_current then 'current' else 'old' end
        ),
        E'\n' order by taken.instrument_id::text collate "C"
      )
      from public.evaluation_instruments as taken
      where taken.collection_id = evaluation_input_hash.collection_id
        and taken.platform_id = evaluation_input_hash.platform_id
    )
  ));
end;
$$;
comment on function private.evaluation_input_hash is 'SHA-256 over the records of a platform, each by its hash in the ledger with how it counts, and its instruments.';

create function private.collect_evaluation(cycle_id uuid, at_heads_of uuid)
returns public.evaluation_collections
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_cycle      public.evaluation_cycles;
  v_collection public.evaluation_collections;
begin
  select cycles.* into strict v_cycle
  from public.evaluation_cycles as cycles
  where cycles.id = collect_evaluation.cycle_id;
  -- Who writes a record or confirms one holds its chain's lock: at an instant with all of them held,
  -- nothing is on its way.
  perform from private.ledger_heads as heads
  where heads.platform_id in (
    select participants.platform_id
    from public.evaluation_participants as participants
    where participants.cycle_id = v_cycle.id
  )
  order by heads.platform_id
  for update;

  insert into public.evaluation_collections (cycle_id, number, as_of, shared_purposes, left_out, counted)
  select
    v_cycle.id,
    (
      select coalesce(max(others.number), 0) + 1
      from public.evaluation_collections as others
      where others.cycle_id = v_cycle.id
    ),
    coalesce(earlier.as_of, clock_timestamp()),
    coalesce(
      earlier.shared_purposes,
      array(select codes.code from public.purpose_codes as codes where codes.is_shared order by codes.position)
    ),
    array(
      select disputes.record_id
      from public.evaluation_disputes as disputes
      where disputes.cycle_id = v_cycle.id and disputes.is_upheld and disputes.wish = 'leave_out'
      union
      select samples.record_id
      from public.evaluation_samples as samples
      where samples.cycle_id = v_cycle.id and samples.finding in ('wrong', 'falsified')
      order by 1
    ),
    array(
      select disputes.record_id
      from public.evaluation_disputes as disputes
      where disputes.cycle_id = v_cycle.id and disputes.is_upheld and disputes.wish = 'count'
      order by 1
    )
  from (select) as one
  left join public.evaluation_collections as earlier on earlier.id = collect_evaluation.at_heads_of
  returning * into v_collection;

  insert into public.evaluation_inputs (collection_id, platform_id, head_seq, head_hash)
  select
    v_collection.id, participants.platform_id,
    coalesce(earlier.head_seq, heads.last_seq, 0),
    coalesce(earlier.head_hash, heads.last_hash, '')
  from public.evaluation_participants as participants
  left join private.ledger_heads as heads on heads.platform_id = participants.platform_id
  left join public.evaluation_inputs as earlier
    on earlier.collection_id = collect_evaluation.at_heads_of
    and earlier.platform_id = participants.platform_id
  where participants.cycle_id = v_cycle.id;
  if collect_evaluation.at_heads_of is null then
    perform private.take_instruments(v_collection.id);
  else
    insert into public.evaluation_instruments
    select
      v_collection.id, taken.platform_id, taken.instrument_id, taken.is_open, taken.days,
      taken.rated_hours, taken.filled, taken.is_current
    from public.evaluation_instruments as taken
    where taken.collection_id = collect_evaluation.at_heads_of;
  end if;

  insert into public.evaluation_values (collection_id, platform_id, indicator_code, value, sample, facts)
  select
    v_collection.id, inputs.platform_id, indicators.code, measured.value, measured.sample, measured.facts
  from public.evaluation_inputs as inputs
  cross join lateral private.measure_platform(v_collection.id, inputs.platform_id) as measured
  join public.evaluation_indicators as indicators
    on indicators.rule_set_id = v_cycle.rule_set_id and indicators.formula = measured.formula
  where inputs.collection_id = v_collection.id;

  update public.evaluation_inputs as inputs
  set
    input_hash = private.evaluation_input_hash(v_collection.id, inputs.platform_id),
    counted_records = guards.counted,
    backfilled = guards.backfilled,
    requests = guards.requests,
    unreasoned = guards.unreasoned
  from public.evaluation_inputs as these
  cross join lateral (
    select
      (
        select count(*)
        from private.evaluated_records(v_collection.id, these.platform_id) as records
        where records.standing = 'counts'
      ) as counted,
      (
        select count(*)
        from private.evaluated_records(v_collection.id, these.platform_id) as records
        where records.standing = 'counts' and records.source = 'backfilled'
      ) as backfilled,
      requests.requests,
      requests.unreasoned
    from (
      select
        count(*) as requests,
        -- An application is refused by a code, always.
        count(*) filter (where bookings.status = 'declined' and bookings.decision_note is null) as unreasoned
      from public.bookings
      where bookings.platform_id = these.platform_id
        and bookings.created_at >= v_cycle.window_from::timestamp at time zone private.ledger_zone()
        and bookings.created_at < (v_cycle.window_until + 1)::timestamp at time zone private.ledger_zone()
        and bookings.created_at <= v_collection.as_of
    ) as requests
  ) as guards
  where these.collection_id = v_collection.id
    and inputs.collection_id = these.collection_id
    and inputs.platform_id = these.platform_id;

  update public.evaluation_collections as collections
  set input_hash = private.sha256_hex(concat_ws(
    E'\n', 'yixiang-evaluation-collection/1',
    (
      select string_agg(inputs.input_hash, E'\n' order by inputs.platform_id::text collate "C")
      from public.evaluation_inputs as inputs
      where inputs.collection_id = v_collection.id
    )
  ))
  where collections.id = v_collection.id
  returning * into v_collection;
  return v_collection;
end;
$$;
comment on function private.collect_evaluation is 'Takes the ledger and the catalogue as they are now, or again as an earlier collection took them with what was decided since, and computes all values.';

/*
 * Normalisers (reference 1.8): a value as a score of a hundred.
 */
create function private.normalised(
  normaliser text, parameters jsonb, value numeric, peers numeric[]
)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_full numeric;
begin
  if value is null then
    return null;
  end if;
  case normaliser
    when 'linear_cap' then
      v_full := coalesce(
        (parameters ->> 'full')::numeric,
        (
          select percentile_cont((parameters ->> 'peer_percentile')::float8 / 100)
            within group (order by peer)::numeric
          from unnest(peers) as peer
        )
      );
      if v_full <= 0 then
        -- Where three of four have nothing, whoever has something has all there is to have.
        return case when value > 0 then 100 else 0 end;
      end if;
      return round(greatest(0, least(1, value / v_full)) * 100, 4);
    when 'bracket' then
      return coalesce(
        (
          select (bands.band ->> 'score')::numeric
          from jsonb_array_elements(parameters -> 'bands') as bands (band)
          where value >= (bands.band ->> 'at_least')::numeric
          order by (bands.band ->> 'at_least')::numeric desc
          limit 1
        ),
        0
      );
    when 'rank_percentile' then
      return case
        when cardinality(peers) <= 1 then 100
        else round(
          (select count(*) filter (where peer <= value) - 1 from unnest(peers) as peer)
            * 100.0 / (cardinality(peers) - 1),
          4
        )
      end;
    when 'per_unit' then
      return least((parameters ->> 'cap')::numeric, value * (parameters ->> 'each')::numeric);
    when 'boolean' then
      return case when value > 0 then 100 else 0 end;
  end case;
end;
$$;
comment on function private.normalised is 'The score of a value by a normaliser (reference 1.8), 0 to 100; null for what is not known.';

create type public.evaluation_score as (
  platform_id    uuid,
  indicator_code text,
  "position"     smallint,
  weight         numeric,
  source         text,
  value          numeric,
  taken_value    numeric,
  sample         bigint,
  score          numeric,
  points         numeric,
  facts          jsonb
);
comment on type public.evaluation_score is 'A line of a sheet. taken_value is the value after small samples are drawn to the mean; score and points are null for what is not known.';

create function private.score_evaluation(collection_id uuid)
returns setof public.evaluation_score
language plpgsql
stable
set search_path = ''
as $$
declare
  v_cycle_id    uuid;
  v_rule_set_id uuid;
begin
  select cycles.id, cycles.rule_set_id into strict v_cycle_id, v_rule_set_id
  from public.evaluation_collections as collections
  join public.evaluation_cycles as cycles on cycles.id = collections.cycle_id
  where collections.id = score_evaluation.collection_id;

  return query
  with known as (
    select
      measured.platform_id, indicators.code, indicators.min_sample, measured.value, measured.sample,
      measured.facts
    from public.evaluation_values as measured
    join public.evaluation_indicators as indicators
      on indicators.rule_set_id = v_rule_set_id and indicators.code = measured.indicator_code
    where measured.collection_id = score_evaluation.collection_id
  ),
  means as (
    select known.code, sum(known.value * known.sample) / nullif(sum(known.sample), 0) as mean
    from known
    where known.value is not null
    group by known.code
  ),
  taken as (
    select
      known.*,
      -- Few are drawn to the mean of all, as if so many more were like it (1.8).
      case
        when known.min_sample > 0 and known.sample < known.min_sample and known.value is not null
          then (known.sample * known.value + known.min_sample * means.mean) / (known.sample + known.min_sample)
        else known.value
      end as taken_value
    from known
    left join means using (code)
  ),
  peers as (
    select taken.code, array_agg(taken.taken_value) filter (where taken.taken_value is not null) as peers
    from taken
    group by taken.code
  ),
  expert_scores as (
    select
      ranked.platform_id, ranked.indicator_code,
      count(*) as experts,
      case
        when count(*) >= 5
          then avg(ranked.score) filter (where ranked.place > 1 and ranked.place < ranked.places)
        when count(*) >= 3 then avg(ranked.score)
      end as score
    from (
      select
        scores.platform_id, scores.indicator_code, scores.score,
        row_number() over (
          partition by scores.platform_id, scores.indicator_code order by scores.score, scores.person_id
        ) as place,
        count(*) over (partition by scores.platform_id, scores.indicator_code) as places
      from public.evaluation_expert_scores as scores
      join public.evaluation_interests as interests
        using (cycle_id, person_id, platform_id)
      where scores.cycle_id = v_cycle_id and not interests.has_interest
    ) as ranked
    group by ranked.platform_id, ranked.indicator_code
  ),
  scored as (
    select
      participants.platform_id, indicators.code, indicators.position, indicators.weight,
      indicators.source,
      taken.value, taken.taken_value,
      coalesce(taken.sample, experts.experts, 0) as sample,
      case
        when indicators.formula is not null then private.normalised(
          indicators.normaliser, indicators.normaliser_parameters, taken.taken_value, peers.peers
        )
        when indicators.source = 'self_report' then reports.score
        when indicators.source = 'expert' then round(experts.score, 4)
      end as score,
      coalesce(taken.facts, '{}') as facts
    from public.evaluation_participants as participants
    join public.evaluation_indicators as indicators
      on indicators.rule_set_id = v_rule_set_id and indicators.source is not null
    left join taken on taken.platform_id = participants.platform_id and taken.code = indicators.code
    left join peers on peers.code = indicators.code
    left join public.evaluation_reports as reports
      on reports.cycle_id = v_cycle_id
      and reports.platform_id = participants.platform_id
      and reports.indicator_code = indicators.code
    left join expert_scores as experts
      on experts.platform_id = participants.platform_id and experts.indicator_code = indicators.code
    where participants.cycle_id = v_cycle_id
  )
  select
    scored.platform_id, scored.code, scored.position, scored.weight, scored.source, scored.value,
    round(scored.taken_value, 4), scored.sample, scored.score,
    round(scored.score * scored.weight / 100, 4), scored.facts
  from scored
  order by scored.platform_id, scored.position;
end;
$$;
comment on function private.score_evaluation is 'The sheets of all platforms of a collection, indicator by indicator.';

create type public.evaluation_grade as (
  platform_id   uuid,
  points        numeric,
  reachable     numeric,
  total         numeric,
  tie_points    numeric,
  place         bigint,
  grade         text,
  grade_by_points text,
  vetoes        text[],
  ungraded      text,
  needs_audit   boolean
);
comment on type public.evaluation_grade is 'A platform''s total of a hundred reachable points, its place and its grade. ungraded says why there is none: weights_unknown, no_bands, too_little_known. vetoes: falsified, refusals.';

create function private.grade_evaluation(collection_id uuid)
returns setof public.evaluation_grade
language plpgsql
stable
set search_path = ''
as $$
declare
  v_cycle_id uuid;
  v_rules    public.evaluation_rule_sets;
begin
  select collections.cycle_id into strict v_cycle_id
  from public.evaluation_collections as collections
  where collections.id = grade_evaluation.collection_id;
  select rules.* into strict v_rules
  from public.evaluation_rule_sets as rules
  join public.evaluation_cycles as cycles on cycles.rule_set_id = rules.id
  where cycles.id = v_cycle_id;

  return query
  with sums as (
    select
      scores.platform_id,
      sum(scores.points) as points,
      sum(scores.weight) filter (where scores.score is not null) as reachable,
      bool_or(scores.weight is null) as lacks_weights,
      sum(scores.points) filter (where indicators.parent = v_rules.tie_breaker) as tie_points
    from private.score_evaluation(grade_evaluation.collection_id) as scores
    join public.evaluation_indicators as indicators
      on indicators.rule_set_id = v_rules.id and indicators.code = scores.indicator_code
    group by scores.platform_id
  ),
  judged as (
    select
      sums.*,
      case
        when not sums.lacks_weights then round(sums.points / nullif(sums.reachable, 0) * 100, 2)
      end as total,
      case
        when sums.lacks_weights then 'weights_unknown'
        when jsonb_array_length(v_rules.grade_bands) = 0 then 'no_bands'
        when coalesce(sums.reachable, 0) < v_rules.grade_from_points then 'too_little_known'
      end as ungraded,
      array_remove(array[
        case
          when exists (
            select from public.evaluation_samples as samples
            where samples.cycle_id = v_cycle_id
              and samples.platform_id = sums.platform_id
              and samples.finding = 'falsified'
          ) then 'falsified'
        end,
        case
          when inputs.unreasoned * 10000 > inputs.requests * v_rules.refusals_at_most_bp then 'refusals'
        end
      ], null) as vetoes,
      inputs.backfilled * 10000 > inputs.counted_records * v_rules.backfilled_at_most_bp as needs_audit
    from sums
    join public.evaluation_inputs as inputs
      on inputs.collection_id = grade_evaluation.collection_id and inputs.platform_id = sums.platform_id
  ),
  graded as (
    select
      judged.*,
      case
        when judged.ungraded is null then (
          select bands.band ->> 'grade'
          from jsonb_array_elements(v_rules.grade_bands) as bands (band)
          where judged.total >= (bands.band ->> 'at_least')::numeric
          order by (bands.band ->> 'at_least')::numeric desc
          limit 1
        )
      end as grade_by_points
    from judged
  )
  select
    graded.platform_id, graded.points, graded.reachable, graded.total, graded.tie_points,
    case
      when graded.ungraded is null
        then rank() over (
          partition by graded.ungraded order by graded.total desc, coalesce(graded.tie_points, 0) desc
        )
    end,
    case
      when graded.ungraded is not null then null
      when 'falsified' = any (graded.vetoes) then 'poor'
      when 'refusals' = any (graded.vetoes) and graded.grade_by_points in ('excellent', 'good') then 'qualified'
      else graded.grade_by_points
    end,
    graded.grade_by_points,
    graded.vetoes,
    graded.ungraded,
    graded.needs_audit
  from graded
  order by graded.total desc nulls last, coalesce(graded.tie_points, 0) desc, graded.platform_id;
end;
$$;
comment on function private.grade_evaluation is 'Totals, places and grades of a collection, the best first. Equal totals are told apart by the tie breaker, and share a place where that is equal too.';

/* JSON that every reader writes the same: what a digest is of. */
create function private.canonical_json(value jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case jsonb_typeof(value)
    when 'object' then '{' || coalesce(
      (
        select string_agg(
          to_jsonb(members.key)::text || ':' || private.canonical_json(members.value), ','
          order by members.key collate "C"
        )
        from jsonb_each(canonical_json.value) as members
      ),
      ''
    ) || '}'
    when 'array' then '[' || coalesce(
      (
        select string_agg(private.canonical_json(elements.value), ',' order by elements.ordinality)
        from jsonb_array_elements(canonical_json.value) with ordinality as elements
      ),
      ''
    ) || ']'
    else value::text
  end;
end;
$$;
comment on function private.canonical_json is 'JSON with sorted keys and no spaces (docs/evaluation.md). Numbers in it are whole ones.';

create function private.evaluation_document(collection_id uuid, stage text, version integer, reason text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_collection public.evaluation_collections;
  v_cycle      public.evaluation_cycles;
  v_rules      public.evaluation_rule_sets;
begin
  select collections.* into strict v_collection
  from public.evaluation_collections as collections
  where collections.id = evaluation_document.collection_id;
  select cycles.* into strict v_cycle
  from public.evaluation_cycles as cycles
  where cycles.id = v_collection.cycle_id;
  select rules.* into strict v_rules
  from public.evaluation_rule_sets as rules
  where rules.id = v_cycle.rule_set_id;

  return (
    with sheets as materialized (
      select scores.* from private.score_evaluation(v_collection.id) as scores
    )
    select private.canonical_json(jsonb_build_object(
      'format', 'yixiang-evaluation/1',
      'cycle', jsonb_build_object(
        'id', v_cycle.id, 'code', v_cycle.code, 'name', v_cycle.name, 'name_en', v_cycle.name_en,
        'window_from', v_cycle.window_from, 'window_until', v_cycle.window_until,
        'time_zone', private.ledger_zone(), 'policy_class', v_cycle.policy_class,
        'city', v_cycle.city, 'designation_kind', v_cycle.designation_kind
      ),
      'rule_set', jsonb_build_object(
        'code', v_rules.code, 'version', v_rules.version, 'name', v_rules.name, 'name_en', v_rules.name_en,
        'legal_basis', to_jsonb(v_rules.legal_basis), 'scope_min_worth_fen', v_rules.scope_min_worth_fen,
        'organisation_cap_bp', v_rules.organisation_cap_bp,
        'grade_bands', (
          select coalesce(jsonb_agg(
            jsonb_build_object('grade', bands.band ->> 'grade', 'at_least', bands.band ->> 'at_least')
            order by (bands.band ->> 'at_least')::numeric desc
          ), '[]')
          from jsonb_array_elements(v_rules.grade_bands) as bands (band)
        ),
        'indicators', (
          select jsonb_agg(
            jsonb_build_object(
              'code', indicators.code, 'name', indicators.name, 'name_en', indicators.name_en,
              'weight', private.figure(indicators.weight), 'source', indicators.source,
              'formula', indicators.formula
            )
            order by indicators.position
          )
          from public.evaluation_indicators as indicators
          where indicators.rule_set_id = v_rules.id and indicators.source is not null
        )
      ),
      'stage', evaluation_document.stage,
      'version', evaluation_document.version,
      'reason', evaluation_document.reason,
      'as_of', private.canonical_instant(v_collection.as_of),
      'input_hash', v_collection.input_hash,
      'platforms', (
        select coalesce(jsonb_agg(
          jsonb_build_object(
            'id', platforms.id, 'name', platforms.name, 'name_en', platforms.name_en,
            'organisation', hosts.name, 'organisation_en', hosts.name_en, 'city', platforms.city,
            'designation', designations.kind_code, 'level', designations.level,
            'document_no', designations.document_no,
            'points', private.figure(grades.points), 'reachable', private.figure(grades.reachable),
            'total', private.figure(grades.total), 'place', grades.place, 'grade', grades.grade,
            'grade_by_points', grades.grade_by_points, 'vetoes', to_jsonb(grades.vetoes),
            'ungraded', grades.ungraded,
            'head_seq', inputs.head_seq, 'head_hash', inputs.head_hash, 'input_hash', inputs.input_hash,
            'scores', (
              select jsonb_object_agg(
                scores.indicator_code,
                jsonb_build_object(
                  'value', private.figure(scores.value), 'taken_value', private.figure(scores.taken_value),
                  'sample', scores.sample, 'score', private.figure(scores.score),
                  'points', private.figure(scores.points)
                )
              )
              from sheets as scores
              where scores.platform_id = grades.platform_id
            )
          )
          order by grades.total desc nulls last, coalesce(grades.tie_points, 0) desc, grades.platform_id
        ), '[]')
        from private.grade_evaluation(v_collection.id) as grades
        join public.evaluation_inputs as inputs
          on inputs.collection_id = v_collection.id and inputs.platform_id = grades.platform_id
        join public.evaluation_participants as participants
          on participants.cycle_id = v_cycle.id and participants.platform_id = grades.platform_id
        join public.platform_designations as designations on designations.id = participants.designation_id
        join public.platforms on platforms.id = grades.platform_id
        join public.organisations as hosts on hosts.id = platforms.organisation_id
      )
    ))
  );
end;
$$;
comment on function private.evaluation_document is 'A result as it is made public, in canonical JSON: rules, heads, input hashes, and each platform''s sheet and grade.';
