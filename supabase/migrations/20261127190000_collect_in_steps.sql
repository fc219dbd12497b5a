/*
 * A collection in steps. It was one statement of minutes, with the chains of all platforms held, so that
 * nobody could check out meanwhile and nobody saw how far it was. Now it begins in a moment, in which what
 * it is computed from is written down, and then its platforms are measured one by one, each in a
 * transaction of its own, by whoever is there to do it (docs/decisions/0033).
 */
alter table public.evaluation_inputs
  add column answers           bigint not null default 0,
  add column answered_in_time  bigint not null default 0,
  add column orders_kept       bigint not null default 0,
  add column orders_called_off bigint not null default 0,
  add column measured_at       timestamptz;
comment on column public.evaluation_inputs.answers is 'Requests and applications of the window that were answered, or were to be by then.';
comment on column public.evaluation_inputs.orders_kept is 'Bookings of the window that were kept.';
comment on column public.evaluation_inputs.orders_called_off is 'Bookings of the window that the platform called off.';
comment on column public.evaluation_inputs.measured_at is 'When its values were computed; null before, and of collections from before this was kept.';
comment on column public.evaluation_collections.input_hash is 'SHA-256 of the input hashes of its platforms; null while they are being measured.';

/* Ratings have no chain, and which of them count is known only once the records are read. */
create table private.evaluation_ratings (
  id            bigint generated always as identity primary key,
  collection_id uuid not null,
  platform_id   uuid not null,
  record_id     uuid not null references public.service_records on delete restrict,
  rating        smallint not null,

  constraint evaluation_ratings_input_fkey foreign key (collection_id, platform_id)
    references public.evaluation_inputs on delete restrict
);
create index evaluation_ratings_input_idx on private.evaluation_ratings (collection_id, platform_id);
create index evaluation_ratings_record_id_idx on private.evaluation_ratings (record_id);
alter table private.evaluation_ratings enable row level security;
comment on table private.evaluation_ratings is 'What customers had given for services of the window when a collection began.';

create table private.evaluation_runs (
  collection_id uuid primary key references public.evaluation_collections on delete restrict,
  asked_by      uuid references public.people on delete set null,
  restates_for  text,
  begun_at      timestamptz not null default clock_timestamp(),
  finished_at   timestamptz,
  retry_at      timestamptz,
  problem       text,

  constraint evaluation_runs_reason_has_length check (char_length(restates_for) between 1 and 2000),
  constraint evaluation_runs_reason_is_clean check (private.is_clean_text(restates_for))
);
create index evaluation_runs_asked_by_idx on private.evaluation_runs (asked_by);
create index evaluation_runs_unfinished_idx on private.evaluation_runs (begun_at) where finished_at is null;
alter table private.evaluation_runs enable row level security;
comment on table private.evaluation_runs is 'Collections that are or were measured in steps, and for whom.';
comment on column private.evaluation_runs.restates_for is 'The reason of the restatement that is published at its end; null where there is none.';
comment on column private.evaluation_runs.problem is 'Why it could not be finished when that was last tried.';

create table private.evaluation_tasks (
  id            bigint generated always as identity primary key,
  collection_id uuid not null,
  platform_id   uuid not null,
  retry_at      timestamptz,
  problem       text,

  constraint evaluation_tasks_input_key unique (collection_id, platform_id),
  constraint evaluation_tasks_input_fkey foreign key (collection_id, platform_id)
    references public.evaluation_inputs on delete restrict
);
alter table private.evaluation_tasks enable row level security;
comment on table private.evaluation_tasks is 'Platforms that are yet to be measured; who measures one removes its row.';
comment on column private.evaluation_tasks.problem is 'Why it could not be measured when that was last tried.';

/* What has no chain is counted when a collection begins: bookings and applications change, and are no ledger. */
create function private.count_answers(
  platform_id uuid, window_from timestamptz, window_until timestamptz, as_of timestamptz
)
returns table (
  requests bigint, unreasoned bigint, answers bigint, answered_in_time bigint, orders_kept bigint,
  orders_called_off bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select
      calendar.requests, calendar.unreasoned, calendar.answers + applied.answers,
      calendar.answered_in_time + applied.answered_in_time, calendar.orders_kept, calendar.orders_called_off
    from (
      select
        count(*) filter (where spans.is_asked) as requests,
        -- An application is refused by a code, always.
        count(*) filter (
          where spans.is_asked and bookings.status = 'declined' and bookings.decision_note is null
        ) as unreasoned,
        -- A request that nobody answers in time expires, so that one that was answered was answered in time.
        count(*) filter (
          where spans.is_asked and (
            bookings.decided_at is not null
            or (
              bookings.status = 'pending' and bookings.approval_stage = 'lab'
              and bookings.decide_by <= count_answers.as_of
            )
          )
        ) as answers,
        count(*) filter (where spans.is_asked and bookings.decided_at is not null) as answered_in_time,
        count(*) filter (
          where spans.is_ordered and bookings.status in ('confirmed', 'in_use', 'completed', 'no_show')
        ) as orders_kept,
        count(*) filter (
          where spans.is_ordered and bookings.status = 'cancelled' and (
            bookings.displaced_by is not null
            or (
              bookings.cancelled_by is not null
              and not exists (
                select from public.memberships
                where memberships.person_id = bookings.cancelled_by
                  and memberships.organisation_id = bookings.organisation_id
              )
            )
          )
        ) as orders_called_off
      from public.bookings
      cross join lateral (
        select
          bookings.created_at >= count_answers.window_from
            and bookings.created_at < count_answers.window_until as is_asked,
          bookings.starts_at >= count_answers.window_from
            and bookings.starts_at < count_answers.window_until as is_ordered
      ) as spans
      where bookings.platform_id = count_answers.platform_id
        and bookings.created_at <= count_answers.as_of
        and (spans.is_asked or spans.is_ordered)
    ) as calendar
    cross join (
      select
        count(*) as answers,
        count(*) filter (where applications.decided_at <= applications.decide_by) as answered_in_time
      from public.applications
      where applications.platform_id = count_answers.platform_id
        and applications.submitted_at >= count_answers.window_from
        and applications.submitted_at < count_answers.window_until
        and applications.submitted_at <= count_answers.as_of
        and (applications.decided_at is not null or applications.decide_by < count_answers.as_of)
        and applications.status not in ('withdrawn', 'cancelled')
    ) as applied;
end;
$$;
comment on function private.count_answers is 'How a platform answered requests and kept bookings of a window, as far as they were made by an instant.';

create or replace function private.measure_platform(collection_id uuid, platform_id uuid)
returns table (formula text, value numeric, sample bigint, facts jsonb)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_cycle public.evaluation_cycles;
  v_rules public.evaluation_rule_sets;
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
  -- What the calendar and applications told was counted when the collection began.
  told as (
    select inputs.answers, inputs.answered_in_time, inputs.orders_kept, inputs.orders_called_off
    from public.evaluation_inputs as inputs
    where inputs.collection_id = measure_platform.collection_id
      and inputs.platform_id = measure_platform.platform_id
  ),
  ratings as (
    select rated.rating
    from private.evaluation_ratings as rated
    join records on records.id = rated.record_id
    where rated.collection_id = measure_platform.collection_id
      and rated.platform_id = measure_platform.platform_id
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
    100.0 * told.answered_in_time / nullif(told.answers, 0),
    told.answers,
    jsonb_build_object('in_time', told.answered_in_time, 'answers', told.answers)
  from told
  union all
  select
    'completion_rate',
    100.0 * told.orders_kept / nullif(told.orders_kept + told.orders_called_off, 0),
    told.orders_kept + told.orders_called_off,
    jsonb_build_object('kept', told.orders_kept, 'called_off', told.orders_called_off)
  from told
  union all
  -- One to five stars as a hundred.
  select
    'mean_rating', 20.0 * avg(ratings.rating), count(*),
    jsonb_build_object('stars', coalesce(sum(ratings.rating), 0), 'ratings', count(*))
  from ratings;
end;
$$;
comment on function private.measure_platform is 'The values of all formulas (reference 1.8) for a platform. Null is what nothing tells of. All it reads is kept with the collection or is in the ledger up to its head.';

/*
 * The beginning: all that a collection is computed from is written down, the heads of the chains last,
 * for these are held until it is committed.
 */
create function private.begin_collection(cycle_id uuid, at_heads_of uuid, restates_for text default null)
returns public.evaluation_collections
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_cycle      public.evaluation_cycles;
  v_earlier    public.evaluation_collections;
  v_collection public.evaluation_collections;
  v_from       timestamptz;
  v_until      timestamptz;
begin
  select cycles.* into strict v_cycle
  from public.evaluation_cycles as cycles
  where cycles.id = begin_collection.cycle_id;
  v_from := v_cycle.window_from::timestamp at time zone private.ledger_zone();
  v_until := (v_cycle.window_until + 1)::timestamp at time zone private.ledger_zone();
  if begin_collection.at_heads_of is not null then
    select collections.* into strict v_earlier
    from public.evaluation_collections as collections
    where collections.id = begin_collection.at_heads_of;
  end if;

  insert into public.evaluation_collections (cycle_id, number, as_of, shared_purposes, left_out, counted)
  values (
    v_cycle.id,
    (
      select coalesce(max(others.number), 0) + 1
      from public.evaluation_collections as others
      where others.cycle_id = v_cycle.id
    ),
    coalesce(v_earlier.as_of, clock_timestamp()),
    coalesce(
      v_earlier.shared_purposes,
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
  )
  returning * into v_collection;

  insert into public.evaluation_inputs (
    collection_id, platform_id, head_seq, head_hash, requests, unreasoned, answers, answered_in_time,
    orders_kept, orders_called_off
  )
  select
    v_collection.id, participants.platform_id, coalesce(earlier.head_seq, 0), coalesce(earlier.head_hash, ''),
    told.requests, told.unreasoned, told.answers, told.answered_in_time, told.orders_kept, told.orders_called_off
  from public.evaluation_participants as participants
  cross join lateral private.count_answers(
    participants.platform_id, v_from, v_until, v_collection.as_of
  ) as told
  left join public.evaluation_inputs as earlier
    on earlier.collection_id = v_earlier.id and earlier.platform_id = participants.platform_id
  where participants.cycle_id = v_cycle.id;
  if v_earlier.id is null then
    perform private.take_instruments(v_collection.id);
  else
    insert into public.evaluation_instruments
    select
      v_collection.id, taken.platform_id, taken.instrument_id, taken.is_open, taken.days,
      taken.rated_hours, taken.filled, taken.is_current
    from public.evaluation_instruments as taken
    where taken.collection_id = v_earlier.id;
  end if;
  insert into private.evaluation_ratings (collection_id, platform_id, record_id, rating)
  select v_collection.id, applications.platform_id, applications.service_record_id, applications.rating
  from public.evaluation_participants as participants
  join public.applications on applications.platform_id = participants.platform_id
  join public.service_records as records on records.id = applications.service_record_id
  where participants.cycle_id = v_cycle.id
    and applications.rating is not null
    and records.starts_at < v_until
    and (records.starts_at >= v_from or records.ends_at > v_from);

  insert into private.evaluation_runs (collection_id, asked_by, restates_for)
  values (v_collection.id, auth.uid(), begin_collection.restates_for);
  insert into private.evaluation_tasks (collection_id, platform_id)
  select inputs.collection_id, inputs.platform_id
  from public.evaluation_inputs as inputs
  where inputs.collection_id = v_collection.id
  order by inputs.platform_id;

  if v_earlier.id is null then
    -- Who writes a record or confirms one holds its chain's lock: at an instant with all of them held,
    -- nothing is on its way, and what comes later is after the head or after that instant.
    with held as materialized (
      select heads.platform_id, heads.last_seq, heads.last_hash
      from private.ledger_heads as heads
      where heads.platform_id in (
        select participants.platform_id
        from public.evaluation_participants as participants
        where participants.cycle_id = v_cycle.id
      )
      order by heads.platform_id
      for update
    )
    update public.evaluation_inputs as inputs
    set head_seq = held.last_seq, head_hash = held.last_hash
    from held
    where inputs.collection_id = v_collection.id and inputs.platform_id = held.platform_id;
    update public.evaluation_collections as collections
    set as_of = clock_timestamp()
    where collections.id = v_collection.id
    returning * into v_collection;
  end if;
  return v_collection;
end;
$$;
comment on function private.begin_collection is 'Writes down what a collection is computed from: the ledger and the catalogue as they are now, or again as an earlier collection took them, with what was decided since. Its platforms are then measured one by one.';

create function private.measure_task(task private.evaluation_tasks)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into public.evaluation_values (collection_id, platform_id, indicator_code, value, sample, facts)
  select
    (task).collection_id, (task).platform_id, indicators.code, measured.value, measured.sample, measured.facts
  from public.evaluation_collections as collections
  join public.evaluation_cycles as cycles on cycles.id = collections.cycle_id
  cross join lateral private.measure_platform((task).collection_id, (task).platform_id) as measured
  join public.evaluation_indicators as indicators
    on indicators.rule_set_id = cycles.rule_set_id and indicators.formula = measured.formula
  where collections.id = (task).collection_id;

  update public.evaluation_inputs as inputs
  set
    input_hash = private.evaluation_input_hash(inputs.collection_id, inputs.platform_id),
    counted_records = guards.counted,
    backfilled = guards.backfilled,
    measured_at = clock_timestamp()
  from (
    select
      count(*) as counted,
      count(*) filter (where records.source = 'backfilled') as backfilled
    from private.evaluated_records((task).collection_id, (task).platform_id) as records
    where records.standing = 'counts'
  ) as guards
  where inputs.collection_id = (task).collection_id and inputs.platform_id = (task).platform_id;

  delete from private.evaluation_tasks as tasks where tasks.id = (task).id;
end;
$$;
comment on function private.measure_task is 'Computes the values of a platform and what the guards look at. The caller holds the task''s lock.';

/* The end: the hash of all inputs and, where it was asked for, the restatement. */
create function private.finish_collection(run private.evaluation_runs)
returns public.evaluation_collections
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_claims     constant text := current_setting('request.jwt.claims', true);
  v_headers    constant text := current_setting('request.headers', true);
  v_collection public.evaluation_collections;
  v_cycle      public.evaluation_cycles;
  v_result     public.evaluation_results;
begin
  update public.evaluation_collections as collections
  set input_hash = private.sha256_hex(concat_ws(
    E'\n', 'yixiang-evaluation-collection/1',
    (
      select string_agg(inputs.input_hash, E'\n' order by inputs.platform_id::text collate "C")
      from public.evaluation_inputs as inputs
      where inputs.collection_id = collections.id
    )
  ))
  where collections.id = (run).collection_id
  returning * into strict v_collection;

  if (run).restates_for is not null then
    select cycles.* into strict v_cycle
    from public.evaluation_cycles as cycles
    where cycles.id = v_collection.cycle_id
    for update;
    -- Whoever computes the last step: it is published by who asked for it, and not from where they asked.
    perform set_config(
      'request.jwt.claims',
      coalesce(jsonb_build_object('sub', (run).asked_by, 'role', 'authenticated')::text, ''),
      true
    );
    perform set_config('request.headers', '', true);
    v_result := private.keep_result(v_cycle, 'restated', (run).restates_for);
    perform private.tell_participants(v_cycle.id, 'evaluation_restated');
    perform private.record_audit(
      'restate', 'evaluation_cycle', v_cycle.id, null,
      jsonb_build_object('version', v_result.version, 'digest', v_result.digest, 'note', v_result.reason)
    );
    perform set_config('request.jwt.claims', coalesce(v_claims, ''), true);
    perform set_config('request.headers', coalesce(v_headers, ''), true);
  end if;

  update private.evaluation_runs as runs
  set finished_at = clock_timestamp(), retry_at = null, problem = null
  where runs.collection_id = v_collection.id;
  return v_collection;
end;
$$;
comment on function private.finish_collection is 'Ends a collection whose platforms are all measured. The caller holds the run''s lock.';

create function private.step_collections(collection_id uuid default null)
returns table (in_collection uuid, of_platform uuid, problem text)
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- What is begun is finished, so that a step ends a platform later.
  v_until constant timestamptz := clock_timestamp() + interval '500 milliseconds';
  v_task  private.evaluation_tasks;
  v_run   private.evaluation_runs;
begin
  loop
    select tasks.* into v_task
    from private.evaluation_tasks as tasks
    where (tasks.retry_at is null or tasks.retry_at <= clock_timestamp())
      and (step_collections.collection_id is null or tasks.collection_id = step_collections.collection_id)
    order by tasks.id
    limit 1
    -- What another worker holds is its affair.
    for update skip locked;
    exit when not found;

    step_collections.in_collection := v_task.collection_id;
    step_collections.of_platform := v_task.platform_id;
    step_collections.problem := null;
    begin
      perform private.measure_task(v_task);
    exception
      -- One platform that cannot be measured holds up no other: it says why, and has its turn again.
      when others then
        step_collections.problem := concat_ws(': ', sqlstate, sqlerrm);
        update private.evaluation_tasks as tasks
        set retry_at = clock_timestamp() + interval '1 minute', problem = step_collections.problem
        where tasks.id = v_task.id;
    end;
    return next;
    exit when clock_timestamp() >= v_until;
  end loop;
  if step_collections.in_collection is not null then
    return;
  end if;

  select runs.* into v_run
  from private.evaluation_runs as runs
  where runs.finished_at is null
    and (runs.retry_at is null or runs.retry_at <= clock_timestamp())
    and (step_collections.collection_id is null or runs.collection_id = step_collections.collection_id)
    and not exists (select from private.evaluation_tasks as tasks where tasks.collection_id = runs.collection_id)
  order by runs.begun_at
  limit 1
  for update skip locked;
  if found then
    step_collections.in_collection := v_run.collection_id;
    step_collections.of_platform := null;
    step_collections.problem := null;
    begin
      perform private.finish_collection(v_run);
    exception
      when others then
        step_collections.problem := concat_ws(': ', sqlstate, sqlerrm);
        update private.evaluation_runs as runs
        set retry_at = clock_timestamp() + interval '1 minute', problem = step_collections.problem
        where runs.collection_id = v_run.collection_id;
    end;
    return next;
  end if;
end;
$$;
comment on function private.step_collections is 'Measures platforms of collections that are under way, or of one of them, for half a second; ends one of which all are measured. A row for each that was tried, with what was in the way; none when there is nothing to do. Each call is a transaction.';

create function private.measure_collection(collection_id uuid)
returns public.evaluation_collections
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_task private.evaluation_tasks;
  v_run  private.evaluation_runs;
begin
  for v_task in
    select tasks.*
    from private.evaluation_tasks as tasks
    where tasks.collection_id = measure_collection.collection_id
    order by tasks.id
    for update
  loop
    perform private.measure_task(v_task);
  end loop;
  select runs.* into strict v_run
  from private.evaluation_runs as runs
  where runs.collection_id = measure_collection.collection_id and runs.finished_at is null
  for update;
  return private.finish_collection(v_run);
end;
$$;
comment on function private.measure_collection is 'All that is left of a collection in one transaction, for operators, demo data and tests.';

create or replace function private.collect_evaluation(cycle_id uuid, at_heads_of uuid)
returns public.evaluation_collections
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.begin_collection(
    collect_evaluation.cycle_id, collect_evaluation.at_heads_of
  );
begin
  return private.measure_collection(v_collection.id);
end;
$$;
comment on function private.collect_evaluation is 'Takes the ledger and the catalogue as they are now, or again as an earlier collection took them with what was decided since, and computes all values at once, with the chains held: for operators and tests.';

/*
 * Half a collection is nothing to score, grade or publish. Who asks for what is computed from it is told
 * that it is under way.
 */
create type public.collection_progress as (
  number         smallint,
  is_restatement boolean,
  platforms      bigint,
  measured       bigint,
  failing        bigint,
  begun_at       timestamptz,
  told_at        timestamptz,
  finished_at    timestamptz
);
comment on type public.collection_progress is 'How far a collection is. told_at: when the last platform was measured. failing: steps that could not be done and are tried again.';

create function private.evaluation_progress(cycle_id uuid)
returns setof public.collection_progress
language plpgsql
stable
security definer -- counts inputs beneath their policy: how far it is may be known by whoever sees the evaluation
set search_path = ''
as $$
begin
  return query
    select
      collections.number,
      runs.restates_for is not null,
      told.platforms,
      told.measured,
      failing.tasks + (runs.problem is not null)::integer,
      runs.begun_at,
      greatest(runs.begun_at, told.last_at, runs.finished_at),
      runs.finished_at
    from public.evaluation_cycles as cycles
    cross join lateral private.last_collection(cycles.id) as collections
    join private.evaluation_runs as runs on runs.collection_id = collections.id
    cross join lateral (
      select
        count(*) as platforms, count(inputs.measured_at) as measured, max(inputs.measured_at) as last_at
      from public.evaluation_inputs as inputs
      where inputs.collection_id = collections.id
    ) as told
    cross join lateral (
      select count(*) as tasks
      from private.evaluation_tasks as tasks
      where tasks.collection_id = collections.id and tasks.problem is not null
    ) as failing
    where cycles.id = evaluation_progress.cycle_id
      and (cycles.state <> 'draft' or private.runs_evaluations());
end;
$$;
comment on function private.evaluation_progress is 'The reader behind public.evaluation_progress.';

create function public.evaluation_progress(cycle_id uuid)
returns setof public.collection_progress
language plpgsql
stable
set search_path = ''
as $$
begin
  return query select progress.* from private.evaluation_progress(evaluation_progress.cycle_id) as progress;
end;
$$;
comment on function public.evaluation_progress is 'How far the last collection of an evaluation is, for whoever sees the evaluation; no row before there is one.';

create function private.whole_collection(cycle_id uuid)
returns public.evaluation_collections
language plpgsql
stable
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.last_collection(whole_collection.cycle_id);
begin
  if v_collection.id is not null and v_collection.input_hash is null then
    raise exception 'evaluation_collecting' using
      errcode = 'PT409',
      detail = (
        select count(inputs.measured_at) || '/' || count(*)
        from public.evaluation_inputs as inputs
        where inputs.collection_id = v_collection.id
      );
  end if;
  return v_collection;
end;
$$;
comment on function private.whole_collection is 'What an evaluation is computed from now; null while nothing was collected. Raises PT409 evaluation_collecting while it is being measured; DETAIL has how many platforms are, of how many.';

create function private.continue_evaluation(cycle_id uuid)
returns setof public.collection_progress
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.last_collection(continue_evaluation.cycle_id);
begin
  perform private.require_evaluator();
  if not exists (
    select from public.evaluation_cycles as cycles where cycles.id = continue_evaluation.cycle_id
  ) then
    raise exception 'evaluation_not_found' using errcode = 'PT404';
  end if;
  if v_collection.id is not null and v_collection.input_hash is null then
    -- What has failed is tried at once, and not in a minute; what is being tried is left alone.
    update private.evaluation_tasks as tasks
    set retry_at = null
    where tasks.id in (
      select waiting.id
      from private.evaluation_tasks as waiting
      where waiting.collection_id = v_collection.id and waiting.retry_at is not null
      for update skip locked
    );
    update private.evaluation_runs as runs
    set retry_at = null
    where runs.collection_id in (
      select waiting.collection_id
      from private.evaluation_runs as waiting
      where waiting.collection_id = v_collection.id and waiting.retry_at is not null
      for update skip locked
    );
    perform from private.step_collections(v_collection.id);
  end if;
  return query
    select progress.* from private.evaluation_progress(continue_evaluation.cycle_id) as progress;
end;
$$;
comment on function private.continue_evaluation is 'The writer behind public.continue_evaluation.';

create function public.continue_evaluation(cycle_id uuid)
returns setof public.collection_progress
language plpgsql
volatile
set search_path = ''
-- A platform is measured as a whole, however large it is.
set statement_timeout = '60s'
as $$
begin
  return query select progress.* from private.continue_evaluation(continue_evaluation.cycle_id) as progress;
end;
$$;
comment on function public.continue_evaluation is 'Goes on with a collection that stands still, by one step, and answers how far it is. Raises PT401, PT403 not_allowed, PT404 evaluation_not_found.';

create or replace function private.keep_result(cycle public.evaluation_cycles, stage text, reason text)
returns public.evaluation_results
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.whole_collection((cycle).id);
  v_version    constant integer := 1 + (
    select count(*) from public.evaluation_results as results where results.cycle_id = (cycle).id
  );
  v_document   constant text := private.evaluation_document(
    v_collection.id, keep_result.stage, v_version, keep_result.reason
  );
  v_result     public.evaluation_results;
begin
  insert into public.evaluation_results (cycle_id, version, stage, document, digest, reason, created_by)
  values (
    (cycle).id, v_version, keep_result.stage, v_document, private.sha256_hex(v_document),
    keep_result.reason, auth.uid()
  )
  returning * into v_result;
  return v_result;
end;
$$;

create or replace function private.evaluation_sheet(cycle_id uuid, platform_id uuid)
returns setof public.evaluation_score
language plpgsql
stable
security definer -- compares platforms that the person asking may not see
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.whole_collection(evaluation_sheet.cycle_id);
begin
  if v_collection.id is null then
    return;
  end if;
  return query
    select scores.*
    from private.score_evaluation(v_collection.id) as scores
    where (evaluation_sheet.platform_id is null or scores.platform_id = evaluation_sheet.platform_id)
      and private.sees_sheet_of(evaluation_sheet.cycle_id, scores.platform_id);
end;
$$;

create or replace function private.evaluation_grades(cycle_id uuid)
returns setof public.evaluation_grade
language plpgsql
stable
security definer -- compares platforms that the person asking may not see
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.whole_collection(evaluation_grades.cycle_id);
begin
  if v_collection.id is null or not (
    private.runs_evaluations()
    -- Before the scores are whole, a grade would be a rumour.
    or exists (
      select from public.evaluation_cycles as cycles
      where cycles.id = evaluation_grades.cycle_id and cycles.state >= 'preliminary'
    )
  ) then
    return;
  end if;
  return query
    select grades.*
    from private.grade_evaluation(v_collection.id) as grades
    where private.sees_sheet_of(evaluation_grades.cycle_id, grades.platform_id);
end;
$$;

comment on function public.evaluation_sheet is 'The sheets of an evaluation as they stand, of the platforms that the person asking may see. Raises PT409 evaluation_collecting.';

comment on function public.evaluation_grades is 'Totals, places and grades as they stand: for who runs evaluations; for a platform its own, once its sheet is whole. Raises PT409 evaluation_collecting.';

create or replace function private.move_evaluation(cycle_id uuid, to_state public.evaluation_state, reason text)
returns public.evaluation_cycles
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_before public.evaluation_cycles;
  v_cycle  public.evaluation_cycles;
  v_step   public.evaluation_steps;
  v_last   public.evaluation_collections;
  v_reason constant text := nullif(btrim(move_evaluation.reason), '');
begin
  perform private.require_evaluator();
  v_before := private.lock_evaluation(
    move_evaluation.cycle_id, enum_range(null::public.evaluation_state)
  );
  -- Pressed twice is once.
  if v_before.state = move_evaluation.to_state then
    return v_before;
  end if;
  select steps.* into v_step
  from public.evaluation_steps as steps
  where steps.from_state = v_before.state and steps.to_state = move_evaluation.to_state;
  if not found then
    raise exception 'evaluation_state_wrong' using errcode = 'PT409', detail = v_before.state::text;
  end if;
  if v_step.needs_reason and v_reason is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  -- What a step goes by is whole, or there is no telling.
  perform private.whole_collection(v_before.id);
  perform private.require_evaluation_step(v_before, move_evaluation.to_state);

  v_cycle := v_before;
  v_cycle.state := move_evaluation.to_state;
  case move_evaluation.to_state
    when 'open' then
      update public.evaluation_rule_sets as rules
      set frozen_at = coalesce(rules.frozen_at, clock_timestamp())
      where rules.id = v_cycle.rule_set_id;
      insert into public.evaluation_participants (cycle_id, platform_id, designation_id)
      select v_cycle.id, scope.platform_id, scope.designation_id
      from private.evaluation_scope(v_cycle) as scope;
      if not found then
        raise exception 'evaluation_without_platforms' using errcode = 'PT409';
      end if;
    when 'collecting' then
      perform private.begin_collection(v_cycle.id, null);
    when 'self_report' then
      perform private.tell_participants(v_cycle.id, 'evaluation_reporting');
    when 'verification' then
      if v_before.state = 'self_report' then
        v_cycle.sample_seed := gen_random_uuid();
        perform private.draw_sample(v_cycle);
      end if;
    when 'expert_scoring' then
      -- What was decided and found changes what counts: again from the same heads.
      v_last := private.last_collection(v_cycle.id);
      perform private.begin_collection(v_cycle.id, v_last.id);
    when 'publicity' then
      v_cycle.publicity_until := private.working_days_after(
        now(),
        (select rules.publicity_days from public.evaluation_rule_sets as rules where rules.id = v_cycle.rule_set_id),
        private.ledger_zone()
      );
      perform private.keep_result(v_cycle, 'publicity', null);
      perform private.tell_participants(v_cycle.id, 'evaluation_publicity');
    when 'published' then
      perform private.keep_result(v_cycle, 'published', null);
      perform private.tell_participants(v_cycle.id, 'evaluation_published');
    when 'rectification' then
      v_cycle.rectify_until := (now() at time zone private.ledger_zone())::date + interval '12 months';
    else
      null;
  end case;

  update public.evaluation_cycles as cycles
  set
    state = v_cycle.state, sample_seed = v_cycle.sample_seed,
    publicity_until = v_cycle.publicity_until, rectify_until = v_cycle.rectify_until
  where cycles.id = v_cycle.id;
  insert into public.evaluation_transitions (cycle_id, from_state, to_state, reason, person_id)
  values (v_cycle.id, v_before.state, v_cycle.state, v_reason, auth.uid());
  perform private.record_audit(
    'move', 'evaluation_cycle', v_cycle.id, to_jsonb(v_before), to_jsonb(v_cycle)
  );
  return v_cycle;
end;
$$;

create or replace function public.move_evaluation(cycle_id uuid, to_state public.evaluation_state, reason text default null)
returns public.evaluation_cycles
language plpgsql
volatile
set search_path = ''
-- The catalogue and the calendars of a province are gone through; PostgREST takes this for the whole request.
set statement_timeout = '60s'
as $$
begin
  return private.move_evaluation(
    move_evaluation.cycle_id, move_evaluation.to_state, move_evaluation.reason
  );
end;
$$;

comment on function public.move_evaluation is 'Takes an evaluation to its next state; the same twice is once. What it collects is measured in steps that follow (evaluation_progress). Raises PT401, PT403 not_allowed, PT404 evaluation_not_found, PT409 evaluation_collecting, evaluation_state_wrong, evaluation_without_platforms, evaluation_window_open, evaluation_disputes_open, evaluation_samples_open, evaluation_reports_open, evaluation_experts_missing, evaluation_publicity_running, evaluation_objection_decides, evaluation_grade_decides, evaluation_rectifications_open, PT422 reason_needed.';

/* What it publishes is there at its end, so that it answers how far it is. */
drop function public.restate_evaluation(uuid, text);
drop function private.restate_evaluation(uuid, text);

create function private.restate_evaluation(cycle_id uuid, reason text)
returns setof public.collection_progress
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_cycle      public.evaluation_cycles;
  v_collection public.evaluation_collections;
  v_reason     constant text := nullif(btrim(restate_evaluation.reason), '');
begin
  perform private.require_evaluator();
  v_cycle := private.lock_evaluation(
    restate_evaluation.cycle_id,
    array['published', 'rectification', 're_evaluation', 'closed']::public.evaluation_state[]
  );
  if v_reason is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  perform private.whole_collection(v_cycle.id);
  -- As the ledger is now, with what was corrected and added since; what was decided stays decided.
  v_collection := private.begin_collection(v_cycle.id, null, v_reason);
  perform private.record_audit(
    'collect', 'evaluation_cycle', v_cycle.id, null,
    jsonb_build_object('collection', v_collection.number, 'note', v_reason)
  );
  return query select progress.* from private.evaluation_progress(v_cycle.id) as progress;
end;
$$;
comment on function private.restate_evaluation is 'The writer behind public.restate_evaluation.';

create function public.restate_evaluation(cycle_id uuid, reason text)
returns setof public.collection_progress
language plpgsql
volatile
set search_path = ''
set statement_timeout = '60s'
as $$
begin
  return query
    select progress.*
    from private.restate_evaluation(restate_evaluation.cycle_id, restate_evaluation.reason) as progress;
end;
$$;
comment on function public.restate_evaluation is 'Publishes a further version, from the ledger as it is now, once all of it is measured in steps that follow (evaluation_progress); the earlier ones stay. Raises PT401, PT403 not_allowed, PT404 evaluation_not_found, PT409 evaluation_collecting, evaluation_state_wrong, PT422 reason_needed, and the names of constraints.';

insert into private.token_functions (function_name, withheld_because)
values ('continue_evaluation', 'platforms are evaluated by people');

grant execute on function
  private.evaluation_progress(uuid), public.evaluation_progress(uuid)
to anon, authenticated, service_role;
grant execute on function
  private.continue_evaluation(uuid), public.continue_evaluation(uuid),
  private.restate_evaluation(uuid, text), public.restate_evaluation(uuid, text)
to authenticated, service_role;
