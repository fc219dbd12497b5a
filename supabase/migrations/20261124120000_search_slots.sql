/*
 * The earliest free slots across instruments. The rules are those of private.free_gaps and
 * private.booking_violations, which judge one instrument; here they are written for many at once,
 * and a test books what is found to show that the two agree.
 */

/*
 * For each of some instruments the first slot of the wished length that begins in a period: open,
 * free on one unit with the buffers around it, on the lab's grid, after the lead time and within the
 * horizon. Instruments whose rules do not allow the length have none.
 */
create function private.first_slots(
  instrument_ids uuid[],
  begins_in      tstzrange,
  ends_by        timestamptz,
  length         interval,
  at             timestamptz
)
returns table (instrument_id uuid, starts_at timestamptz)
language sql
stable
set search_path = ''
as $$
  with subjects as materialized (
    select
      instruments.id,
      instruments.units,
      platforms.time_zone,
      rules.granularity_minutes * 60 as grid_seconds,
      make_interval(mins => rules.granularity_minutes) as grid,
      make_interval(mins => rules.setup_minutes) as setup,
      make_interval(mins => rules.teardown_minutes) as teardown,
      greatest(lower(begins_in), at + make_interval(mins => rules.lead_minutes)) as earliest,
      least(upper(begins_in), at + make_interval(days => rules.horizon_days) + interval '1 microsecond')
        as before,
      least(upper(begins_in) + first_slots.length, ends_by) as ends_by
    from unnest(instrument_ids) as wanted (id)
    join public.instruments on instruments.id = wanted.id
    join public.platforms on platforms.id = instruments.platform_id
    join public.booking_rules as rules
      on rules.instrument_id = instruments.id and rules.superseded_at is null
    where instruments.retired_at is null
      and rules.admits_outsiders
      and first_slots.length between make_interval(mins => rules.shortest_minutes)
        and make_interval(mins => rules.longest_minutes)
      and mod(extract(epoch from first_slots.length), rules.granularity_minutes * 60) = 0
  ),
  days as (
    select zones.time_zone, day::date as on_date
    from (select distinct subjects.time_zone from subjects) as zones
    cross join generate_series(
      (lower(begins_in) at time zone zones.time_zone)::date::timestamp,
      (least(upper(begins_in) + first_slots.length, first_slots.ends_by) at time zone zones.time_zone)::date::timestamp,
      interval '1 day'
    ) as day
  ),
  spans as (
    select
      subjects.id,
      (days.on_date + hours.opens) at time zone days.time_zone as opens_at,
      (days.on_date + hours.closes) at time zone days.time_zone as closes_at
    from subjects
    join days on days.time_zone = subjects.time_zone
    join public.opening_hours as hours
      on hours.instrument_id = subjects.id
      and hours.weekday = extract(isodow from days.on_date)::smallint
    where not exists (
      select from public.opening_exceptions as exceptions
      where exceptions.instrument_id = subjects.id and exceptions.on_date = days.on_date
    )
    union all
    select
      subjects.id,
      (days.on_date + exceptions.opens) at time zone days.time_zone,
      (days.on_date + exceptions.closes) at time zone days.time_zone
    from subjects
    join days on days.time_zone = subjects.time_zone
    join public.opening_exceptions as exceptions
      on exceptions.instrument_id = subjects.id
      and exceptions.on_date = days.on_date
      and exceptions.opens is not null
  ),
  opening as (
    select
      subjects.id,
      range_agg(tstzrange(spans.opens_at, spans.closes_at))
        * tstzmultirange(tstzrange(subjects.earliest, subjects.ends_by)) as hours
    from subjects
    join spans on spans.id = subjects.id
    where spans.opens_at < spans.closes_at
      and subjects.earliest < subjects.before
      and subjects.earliest < subjects.ends_by
    group by subjects.id, subjects.earliest, subjects.ends_by
  ),
  gaps as (
    select
      subjects.id,
      subjects.time_zone,
      subjects.grid,
      subjects.grid_seconds,
      subjects.before,
      unnest(
        opening.hours
        - coalesce(
          (
            select range_agg(
              tstzrange(
                lower(occupancies.during) - subjects.teardown,
                upper(occupancies.during) + subjects.setup
              )
            )
            from public.occupancies
            where occupancies.instrument_id = subjects.id
              and occupancies.unit = units.unit
              and occupancies.active
              and occupancies.during && tstzrange(
                subjects.earliest - subjects.setup, subjects.ends_by + subjects.teardown
              )
          ),
          '{}'::tstzmultirange
        )
      ) as gap
    from opening
    join subjects on subjects.id = opening.id
    cross join generate_series(1, subjects.units) as units (unit)
    where not isempty(opening.hours)
  ),
  -- private.align_up for thousands of gaps: a function that sets its search_path is not inlined.
  aligned as (
    select
      gaps.*,
      lower(gaps.gap) + make_interval(
        secs => mod(
          gaps.grid_seconds - mod(
            extract(epoch from (lower(gaps.gap) at time zone gaps.time_zone)::time), gaps.grid_seconds
          ),
          gaps.grid_seconds
        )::double precision
      ) as first_start
    from gaps
    where upper(gaps.gap) - lower(gaps.gap) >= first_slots.length
  )
  select aligned.id, min(slots.starts_at)
  from aligned
  cross join lateral (
    select candidates.starts_at
    from (
      select generate_series(
        aligned.first_start, upper(aligned.gap) - first_slots.length, aligned.grid
      ) as starts_at
    ) as candidates
    -- The first candidate is on the grid, except where a clock change lies in the gap.
    where mod(
        extract(epoch from (candidates.starts_at at time zone aligned.time_zone)::time), aligned.grid_seconds
      ) = 0
      and mod(
        extract(epoch from ((candidates.starts_at + first_slots.length) at time zone aligned.time_zone)::time),
        aligned.grid_seconds
      ) = 0
    limit 1
  ) as slots
  where slots.starts_at < aligned.before
  group by aligned.id;
$$;
comment on function private.first_slots is 'The first slot of a length for each of some instruments, beginning within a period.';

create function private.find_slots(
  query            text,
  class_code       text,
  earliest         timestamptz,
  latest           timestamptz,
  duration_minutes integer,
  in_city          text,
  page_size        integer
)
returns table (
  instrument_id   uuid,
  name            text,
  name_en         text,
  platform_id     uuid,
  platform_name   text,
  city            text,
  time_zone       text,
  starts_at       timestamptz,
  ends_at         timestamptz,
  approval_needed boolean,
  price_fen       bigint,
  currency        text
)
language plpgsql
stable
security definer -- tells free times by occupancies that the person asking may not read
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_at        constant timestamptz := clock_timestamp();
  v_length    constant interval := make_interval(mins => duration_minutes);
  v_page_size constant integer := least(greatest(coalesce(page_size, 20), 1), 100);
  v_period    tstzrange;
  v_terms     tsquery;
  v_waiting   uuid[];
  v_found     uuid[] := '{}';
  v_starts    timestamptz[] := '{}';
  v_from      timestamptz;
  v_until     timestamptz;
  v_days      integer := 1;
  v_new_found uuid[];
  v_new_starts timestamptz[];
begin
  if char_length(query) > 200 then
    raise exception 'query_too_long' using errcode = 'PT422', detail = '200';
  end if;
  if duration_minutes is null or duration_minutes not between 1 and 44640 then
    raise exception 'duration_invalid' using errcode = 'PT422', detail = '1..44640';
  end if;
  v_period := private.wished_range(
    coalesce(earliest, v_at),
    coalesce(latest, coalesce(earliest, v_at) + interval '14 days')
  );
  if upper(v_period) - lower(v_period) > interval '31 days' then
    raise exception 'period_too_long' using errcode = 'PT422', detail = '31 days';
  end if;

  if private.search_key(query) <> '' then
    v_terms := private.search_query(query);
  end if;
  v_waiting := array(
    select entries.id
    from public.catalogue_entries as entries
    where entries.kind = 'instrument'
      and entries.is_bookable
      and (v_terms is null or entries.terms @@ v_terms)
      and (find_slots.class_code is null or entries.class_codes @> array[find_slots.class_code])
      and (in_city is null or entries.city = in_city)
  );

  -- Day by day, in growing steps: most wishes are met on the first day, and where little is free a
  -- few long steps cost less than many short ones.
  v_from := greatest(lower(v_period), v_at);
  while v_from < upper(v_period) and cardinality(v_found) < v_page_size and cardinality(v_waiting) > 0 loop
    v_until := least(v_from + make_interval(days => v_days), upper(v_period));

    select array_agg(slots.instrument_id), array_agg(slots.starts_at)
    into v_new_found, v_new_starts
    from private.first_slots(
      v_waiting, tstzrange(v_from, v_until), upper(v_period), v_length, v_at
    ) as slots;

    v_found := v_found || v_new_found;
    v_starts := v_starts || v_new_starts;
    v_waiting := array(
      select waiting.id from unnest(v_waiting) as waiting (id)
      except
      select found.id from unnest(v_new_found) as found (id)
    );
    v_from := v_until;
    v_days := v_days * 2;
  end loop;

  return query
    select
      entries.id,
      entries.name,
      entries.name_en,
      entries.platform_id,
      entries.platform_name,
      entries.city,
      platforms.time_zone,
      slots.starts_at,
      slots.starts_at + v_length,
      rules.approval_needed,
      private.booking_price(rules, false, tstzrange(slots.starts_at, slots.starts_at + v_length)),
      rules.currency
    from (
      select found.id, found.starts_at
      from unnest(v_found, v_starts) as found (id, starts_at)
      order by found.starts_at, found.id
      limit v_page_size
    ) as slots
    join public.catalogue_entries as entries on entries.kind = 'instrument' and entries.id = slots.id
    join public.platforms on platforms.id = entries.platform_id
    join public.booking_rules as rules
      on rules.instrument_id = slots.id and rules.superseded_at is null
    order by slots.starts_at, slots.id;
end;
$$;

create function public.find_slots(
  query            text default null,
  class_code       text default null,
  starts_at        timestamptz default null,
  ends_at          timestamptz default null,
  duration_minutes integer default 120,
  city             text default null,
  page_size        integer default 20
)
returns table (
  instrument_id   uuid,
  name            text,
  name_en         text,
  platform_id     uuid,
  platform_name   text,
  city            text,
  time_zone       text,
  starts_at       timestamptz,
  ends_at         timestamptz,
  approval_needed boolean,
  price_fen       bigint,
  currency        text
)
language sql
stable
set search_path = ''
as $$
  select *
  from private.find_slots(
    find_slots.query,
    find_slots.class_code,
    find_slots.starts_at,
    find_slots.ends_at,
    find_slots.duration_minutes,
    find_slots.city,
    find_slots.page_size
  );
$$;

comment on function private.find_slots is 'The reader behind public.find_slots.';
comment on function public.find_slots is 'The earliest free slot of the wished length on each matching instrument that admits outsiders, earliest first; from now for 14 days unless said, at most 31. Raises PT422 query_too_long, duration_invalid, period_too_long and booking_refused with rule order.';

grant execute on function
  private.find_slots(text, text, timestamptz, timestamptz, integer, text, integer),
  public.find_slots(text, text, timestamptz, timestamptz, integer, text, integer)
to anon, authenticated, service_role;
