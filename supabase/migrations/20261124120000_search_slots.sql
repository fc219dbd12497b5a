/*
 * The first slot of a length within some hours of an instrument: free on one unit with the buffers
 * around it, and on the lab's grid at both ends.
 */
create function private.first_slot(
  instrument_id       uuid,
  units               smallint,
  hours               tstzmultirange,
  setup               interval,
  teardown            interval,
  length              interval,
  granularity_minutes integer,
  time_zone           text,
  at                  timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = ''
-- find_slots calls this for one instrument after the other and wants its own statements planned anew.
set plan_cache_mode = auto
as $$
begin
  return (
    select candidates.starts_at
    from (
      select first_slot.hours - private.planned_closures(
        first_slot.instrument_id, tstzrange(lower(first_slot.hours), upper(first_slot.hours)), setup, teardown
      ) as hours
    ) as open_hours
    cross join generate_series(1, units) as units (unit)
    cross join lateral unnest(
      open_hours.hours
      - private.taken_spans(
        first_slot.instrument_id, units.unit::smallint, tstzrange(lower(first_slot.hours), upper(first_slot.hours)),
        setup, teardown, at
      )
    ) as gap
    cross join lateral (
      select starts.starts_at
      from (
        select generate_series(
          private.align_up(lower(gap), first_slot.granularity_minutes, first_slot.time_zone),
          upper(gap) - first_slot.length,
          make_interval(mins => first_slot.granularity_minutes)
        ) as starts_at
      ) as starts
      -- The first is on the grid at both ends, unless a clock change lies in the gap.
      where private.past_the_grid(
          starts.starts_at, first_slot.granularity_minutes, first_slot.time_zone
        ) = interval '0'
        and private.past_the_grid(
          starts.starts_at + first_slot.length, first_slot.granularity_minutes, first_slot.time_zone
        ) = interval '0'
      limit 1
    ) as candidates
    where upper(gap) - lower(gap) >= first_slot.length
    order by candidates.starts_at
    limit 1
  );
end;
$$;
comment on function private.first_slot is 'The first slot of a length within some hours of one instrument, or null.';

/*
 * The earliest free slots across instruments, by the rules of private.free_gaps and
 * private.booking_violations; a test books what is found to show that they agree. Those judge one
 * instrument; this must not judge five thousand to find twenty. So all are put in the order in which
 * they open, which is cheap, and asked for their first slot one after the other until none that is
 * left can have an earlier one.
 */
create function private.find_slots(
  query            text,
  class_code       text,
  not_before       timestamptz,
  not_after        timestamptz,
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
-- A plan for five thousand candidates is not one for five; planning costs less than the wrong one.
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
  v_start     timestamptz;
  v_last      timestamptz;
  v_from      timestamptz;
  v_until     timestamptz;
  v_days      integer := 1;
  v_subject   record;
begin
  if char_length(query) > 200 then
    raise exception 'query_too_long' using errcode = 'PT422', detail = '200';
  end if;
  if duration_minutes is null or duration_minutes not between 1 and 44640 then
    raise exception 'duration_invalid' using errcode = 'PT422', detail = '1..44640';
  end if;
  v_period := private.wished_range(
    coalesce(not_before, v_at), coalesce(not_after, coalesce(not_before, v_at) + interval '14 days')
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
    -- As private.rule_in_force says, for all of them together.
    join lateral (
      select in_force.*
      from public.booking_rules as in_force
      where in_force.scope_id in (entries.id, entries.platform_id)
        and in_force.customer_kind in ('everyone', 'startup')
        and in_force.valid_from <= v_at
        and (in_force.valid_until > v_at) is not false
      order by in_force.instrument_id is null, in_force.customer_kind = 'everyone'
      limit 1
    ) as rules on true
    where entries.kind = 'instrument'
      and entries.is_bookable
      and (v_terms is null or entries.terms @@ v_terms)
      and (find_slots.class_code is null or entries.class_codes @> array[find_slots.class_code])
      and (in_city is null or entries.city = in_city)
      -- A length that the rules do not allow has no slot here.
      and duration_minutes between rules.shortest_minutes and rules.longest_minutes
      and duration_minutes % rules.granularity_minutes = 0
  );

  -- In growing steps of days: most wishes are met on the first, and where little is free a few long
  -- steps cost less than many short ones.
  v_from := greatest(lower(v_period), v_at);
  while v_from < upper(v_period) and cardinality(v_found) < v_page_size loop
    v_until := least(v_from + make_interval(days => v_days), upper(v_period));

    for v_subject in
      with days as materialized (
        select zones.time_zone, days.day::date as on_date, extract(isodow from days.day)::smallint as weekday
        from (select distinct platforms.time_zone from public.platforms) as zones
        cross join generate_series(
          (v_from at time zone zones.time_zone)::date::timestamp,
          ((v_until + v_length) at time zone zones.time_zone)::date::timestamp,
          interval '1 day'
        ) as days (day)
      ),
      places as materialized (
        select
          instruments.id, instruments.units, instruments.platform_id,
          platforms.time_zone, platforms.night_starts, platforms.night_ends
        from unnest(v_waiting) as waiting (id)
        join public.instruments on instruments.id = waiting.id
        join public.platforms on platforms.id = instruments.platform_id
      ),
      -- As private.open_hours says, for all of them together.
      spans as (
        select
          places.id,
          (days.on_date + hours.opens) at time zone days.time_zone as opens_at,
          (days.on_date + hours.closes) at time zone days.time_zone as closes_at
        from places
        join public.opening_hours as hours on hours.instrument_id = places.id
        join days on days.time_zone = places.time_zone and days.weekday = hours.weekday
        where not exists (
          select from public.opening_exceptions as exceptions
          where exceptions.instrument_id = places.id and exceptions.on_date = days.on_date
        )
        union all
        select
          places.id,
          (days.on_date + exceptions.opens) at time zone days.time_zone,
          (days.on_date + exceptions.closes) at time zone days.time_zone
        from places
        join public.opening_exceptions as exceptions on exceptions.instrument_id = places.id
        join days on days.time_zone = places.time_zone and days.on_date = exceptions.on_date
        where exceptions.opens is not null
      ),
      opening as (
        select spans.id, range_agg(tstzrange(spans.opens_at, spans.closes_at)) as hours
        from spans
        where spans.opens_at < spans.closes_at
        group by spans.id
      ),
      subjects as (
        select
          places.*,
          rules.granularity_minutes,
          rules.off_hours_admitted,
          make_interval(mins => rules.setup_minutes) as setup,
          make_interval(mins => rules.teardown_minutes) as teardown,
          bookable.horizon,
          opening.hours * tstzmultirange(tstzrange(bookable.begins, bookable.ends)) as hours
        from opening
        join places on places.id = opening.id
        join lateral (
          select in_force.*
          from public.booking_rules as in_force
          where in_force.scope_id in (places.id, places.platform_id)
            and in_force.customer_kind in ('everyone', 'startup')
            and in_force.valid_from <= v_from
            and (in_force.valid_until > v_from) is not false
          order by in_force.instrument_id is null, in_force.customer_kind = 'everyone'
          limit 1
        ) as rules on true
        cross join lateral (
          select
            greatest(v_from, v_at + make_interval(mins => rules.lead_minutes)) as begins,
            least(v_until + v_length, upper(v_period), rules.valid_until) as ends,
            v_at + make_interval(days => rules.horizon_days) as horizon
        ) as bookable
        where bookable.begins < bookable.ends and bookable.begins <= bookable.horizon
      )
      select
        subjects.*,
        private.align_up(
          long_enough.opens_at, subjects.granularity_minutes, subjects.time_zone
        ) as earliest
      from subjects
      cross join lateral (
        select min(lower(span)) as opens_at
        from unnest(subjects.hours) as span
        where upper(span) - lower(span) >= v_length
      ) as long_enough
      where long_enough.opens_at < v_until
      order by earliest, subjects.id
    loop
      -- Whoever can begin only when the last slot of the page begins does not come before it.
      exit when v_subject.earliest >= v_last;

      if not v_subject.off_hours_admitted then
        v_subject.hours := v_subject.hours - private.off_hours(
          v_subject.night_starts, v_subject.night_ends, v_subject.time_zone,
          tstzrange(lower(v_subject.hours), upper(v_subject.hours))
        );
      end if;
      v_start := private.first_slot(
        v_subject.id,
        v_subject.units,
        v_subject.hours,
        v_subject.setup,
        v_subject.teardown,
        v_length,
        v_subject.granularity_minutes,
        v_subject.time_zone,
        v_at
      );
      continue when v_start is null or v_start >= v_until or v_start > v_subject.horizon;

      v_found := v_found || v_subject.id;
      v_starts := v_starts || v_start;
      v_waiting := array_remove(v_waiting, v_subject.id);
      v_last := (
        select starts.starts_at
        from unnest(v_starts) as starts (starts_at)
        order by starts.starts_at
        offset v_page_size - 1
        limit 1
      );
    end loop;

    v_from := v_until;
    v_days := v_days * 4;
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
      ((terms.terms).rule).approval_needed,
      (terms.terms).price_fen,
      (terms.terms).currency
    from unnest(v_found, v_starts) as slots (id, starts_at)
    join public.catalogue_entries as entries on entries.kind = 'instrument' and entries.id = slots.id
    join public.platforms on platforms.id = entries.platform_id
    cross join lateral (
      select private.booking_terms(
        slots.id, null, tstzrange(slots.starts_at, slots.starts_at + v_length)
      ) as terms
    ) as terms
    order by slots.starts_at, slots.id
    limit v_page_size;
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
