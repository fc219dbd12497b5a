/*
 * The one judge. Booking, moving and the dry run ask it, and what the calendar shows as free is
 * computed from the same hours, buffers and rules.
 */

/*
 * Opening hours and exceptions as instants, with the zone's clock changes. What a booking calls is in
 * PL/pgSQL, which keeps its plans for the session: a SQL function with a search path of its own is
 * never inlined, and is planned anew in every statement that calls it.
 */
create function private.open_hours(instrument_id uuid, time_zone text, period tstzrange)
returns tstzmultirange
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    with days as (
      select day::date as on_date
      from generate_series(
        (lower(open_hours.period) at time zone open_hours.time_zone)::date::timestamp,
        (upper(open_hours.period) at time zone open_hours.time_zone)::date::timestamp,
        interval '1 day'
      ) as day
    ),
    spans as (
      select
        (days.on_date + hours.opens) at time zone open_hours.time_zone as opens_at,
        (days.on_date + hours.closes) at time zone open_hours.time_zone as closes_at
      from days
      join public.opening_hours as hours
        on hours.instrument_id = open_hours.instrument_id
        and hours.weekday = extract(isodow from days.on_date)
      where not exists (
        select from public.opening_exceptions as exceptions
        where exceptions.instrument_id = open_hours.instrument_id
          and exceptions.on_date = days.on_date
      )
      union all
      select
        (exceptions.on_date + exceptions.opens) at time zone open_hours.time_zone,
        (exceptions.on_date + exceptions.closes) at time zone open_hours.time_zone
      from public.opening_exceptions as exceptions
      where exceptions.instrument_id = open_hours.instrument_id
        and exceptions.opens is not null
        and exceptions.on_date between
          (lower(open_hours.period) at time zone open_hours.time_zone)::date
          and (upper(open_hours.period) at time zone open_hours.time_zone)::date
    )
    select coalesce(range_agg(tstzrange(spans.opens_at, spans.closes_at)), '{}'::tstzmultirange)
      * tstzmultirange(open_hours.period)
    from spans
    -- A span inside the hour that a clock change skips is empty or reversed.
    where spans.opens_at < spans.closes_at
  );
end;
$$;
comment on function private.open_hours is 'When an instrument is open within a period, as instants.';

/*
 * The grid of the lab's clock, counted from its midnight. The distance to the grid is taken off the
 * instant itself: wall time is ambiguous in the hour that a clock change repeats, an instant is not.
 */
create function private.past_the_grid(instant timestamptz, granularity_minutes integer, time_zone text)
returns interval
language plpgsql
immutable
set search_path = ''
as $$
begin
  return make_interval(
    secs => mod(
      extract(epoch from (instant at time zone time_zone)::time), granularity_minutes * 60
    )::double precision
  );
end;
$$;
comment on function private.past_the_grid is 'How far an instant lies past the last line of the lab''s grid; zero on the grid.';

create function private.align_down(instant timestamptz, granularity_minutes integer, time_zone text)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
  return instant - private.past_the_grid(instant, granularity_minutes, time_zone);
end;
$$;
comment on function private.align_down is 'The last instant up to the given one that a booking may start or end at.';

create function private.align_up(instant timestamptz, granularity_minutes integer, time_zone text)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_past constant interval := private.past_the_grid(instant, granularity_minutes, time_zone);
begin
  if v_past = interval '0' then
    return instant;
  end if;
  return instant - v_past + make_interval(mins => granularity_minutes);
end;
$$;
comment on function private.align_up is 'The first instant from the given one on that a booking may start or end at.';

/*
 * What a customer may still reserve: open, not taken on a unit, after the lead time, within the
 * horizon, on the granularity, and long enough. One row per unit and gap: two gaps that touch on
 * different units are not one long gap.
 */
create function private.free_gaps(
  instrument_id     uuid,
  period            tstzrange,
  at                timestamptz,
  except_booking_id uuid default null
)
returns table (unit smallint, gap tstzrange)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  with subject as (
    select
      instruments.units,
      platforms.time_zone,
      rules.granularity_minutes,
      rules.shortest_minutes,
      make_interval(mins => rules.setup_minutes) as setup,
      make_interval(mins => rules.teardown_minutes) as teardown,
      tstzrange(
        greatest(lower(free_gaps.period), free_gaps.at + make_interval(mins => rules.lead_minutes)),
        -- The horizon bounds the start of a booking, so a gap may reach beyond it by one booking.
        least(
          upper(free_gaps.period),
          free_gaps.at + make_interval(days => rules.horizon_days, mins => rules.shortest_minutes)
        )
      ) as bookable
    from public.instruments
    join public.platforms on platforms.id = instruments.platform_id
    join public.booking_rules as rules
      on rules.instrument_id = instruments.id and rules.superseded_at is null
    where instruments.id = free_gaps.instrument_id
      and instruments.retired_at is null
      and greatest(lower(free_gaps.period), free_gaps.at + make_interval(mins => rules.lead_minutes))
        < least(
          upper(free_gaps.period),
          free_gaps.at + make_interval(days => rules.horizon_days, mins => rules.shortest_minutes)
        )
  ),
  -- Computed once, not once for each unit.
  opening as materialized (
    select private.open_hours(free_gaps.instrument_id, subject.time_zone, subject.bookable) as hours
    from subject
  ),
  gaps as (
    select
      units.unit::smallint as unit,
      unnest(
        opening.hours
        - coalesce(
          (
            -- A taken span keeps the next customer away by their own set-up, and the one before by
            -- their tear-down.
            select range_agg(
              tstzrange(
                lower(occupancies.during) - subject.teardown,
                upper(occupancies.during) + subject.setup
              )
            )
            from public.occupancies
            where occupancies.instrument_id = free_gaps.instrument_id
              and occupancies.unit = units.unit
              and occupancies.active
              and occupancies.during && tstzrange(
                lower(subject.bookable) - subject.setup,
                upper(subject.bookable) + subject.teardown
              )
              and (occupancies.booking_id = free_gaps.except_booking_id) is not true
          ),
          '{}'::tstzmultirange
        )
      ) as gap
    from subject
    cross join opening
    cross join generate_series(1, subject.units) as units (unit)
  ),
  aligned as (
    select
      gaps.unit,
      private.align_up(lower(gaps.gap), subject.granularity_minutes, subject.time_zone) as starts_at,
      private.align_down(upper(gaps.gap), subject.granularity_minutes, subject.time_zone) as ends_at,
      make_interval(mins => subject.shortest_minutes) as shortest
    from gaps
    cross join subject
  )
  select aligned.unit, tstzrange(aligned.starts_at, aligned.ends_at)
  from aligned
  where aligned.ends_at - aligned.starts_at >= aligned.shortest
  order by 2, 1;
end;
$$;
comment on function private.free_gaps is 'The gaps of each unit of an instrument that can be booked within a period.';

/*
 * The slots of the wished length that pass everything, nearest to the wished start first. A length
 * that the rules do not allow is brought to the nearest that they do.
 */
create function private.nearest_slots(
  instrument_id     uuid,
  wished            tstzrange,
  at                timestamptz,
  except_booking_id uuid default null,
  how_many          integer default 3
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    with rule as (
      select
        rules.granularity_minutes,
        rules.horizon_days,
        platforms.time_zone,
        make_interval(
          mins => least(
            greatest(
              (ceil(extract(epoch from upper(nearest_slots.wished) - lower(nearest_slots.wished))
                / 60 / rules.granularity_minutes) * rules.granularity_minutes)::integer,
              rules.shortest_minutes
            ),
            rules.longest_minutes
          )
        ) as length,
        -- A wish outside the bookable days is answered with the nearest bookable ones.
        greatest(
          nearest_slots.at,
          least(lower(nearest_slots.wished), nearest_slots.at + make_interval(days => rules.horizon_days))
        ) as wished_start
      from public.booking_rules as rules
      join public.instruments on instruments.id = rules.instrument_id
      join public.platforms on platforms.id = instruments.platform_id
      where rules.instrument_id = nearest_slots.instrument_id and rules.superseded_at is null
    ),
    gaps as (
      select distinct free.gap
      from rule
      cross join lateral private.free_gaps(
        nearest_slots.instrument_id,
        tstzrange(rule.wished_start - interval '7 days', rule.wished_start + interval '14 days'),
        nearest_slots.at,
        nearest_slots.except_booking_id
      ) as free
    ),
    -- In each gap the slot nearest to the wish, and the one that follows it.
    slots as (
      select distinct candidates.starts_at, rule.length, rule.wished_start
      from gaps
      cross join rule
      cross join lateral (
        select greatest(
          lower(gaps.gap),
          least(
            upper(gaps.gap) - rule.length,
            private.align_down(rule.wished_start, rule.granularity_minutes, rule.time_zone)
          )
        ) as nearest
      ) as clamped
      cross join lateral (
        values (clamped.nearest), (clamped.nearest + rule.length), (clamped.nearest - rule.length)
      ) as candidates (starts_at)
      where candidates.starts_at >= lower(gaps.gap)
        and candidates.starts_at + rule.length <= upper(gaps.gap)
        and candidates.starts_at <= nearest_slots.at + make_interval(days => rule.horizon_days)
        -- A clock change can move a slot off the lab's clock.
        and private.past_the_grid(candidates.starts_at, rule.granularity_minutes, rule.time_zone)
          = interval '0'
        and private.past_the_grid(candidates.starts_at + rule.length, rule.granularity_minutes, rule.time_zone)
          = interval '0'
    ),
    nearest as (
      select slots.starts_at, slots.starts_at + slots.length as ends_at
      from slots
      order by abs(extract(epoch from slots.starts_at - slots.wished_start)), slots.starts_at
      limit nearest_slots.how_many
    )
    select coalesce(
      jsonb_agg(jsonb_build_object('start', nearest.starts_at, 'end', nearest.ends_at)),
      '[]'::jsonb
    )
    from nearest
  );
end;
$$;
comment on function private.nearest_slots is 'Up to how_many slots that pass every rule, nearest to the wish first.';

create function private.violation(rule text, message text, "limit" jsonb, actual jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'rule', violation.rule,
    'message', violation.message,
    'limit', violation."limit",
    'actual', violation.actual
  );
end;
$$;
comment on function private.violation is 'One violated rule with its limit and the actual value.';

/*
 * Every rule that a wish violates; an empty list allows it. Units are in the rule's name or are
 * minutes. Callers that mean to write hold the instrument's lock.
 */
create function private.booking_violations(
  instrument_id     uuid,
  organisation_id   uuid,
  wished            tstzrange,
  at                timestamptz,
  except_booking_id uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_subject    record;
  v_violations jsonb := '[]';
  v_starts_at  timestamptz := lower(wished);
  v_ends_at    timestamptz := upper(wished);
  v_minutes    numeric := trim_scale(extract(epoch from upper(wished) - lower(wished)) / 60);
  v_taken      tstzrange;
begin
  select
    instruments.units,
    instruments.retired_at,
    platforms.time_zone,
    platforms.organisation_id as host_id,
    rules.*
  into v_subject
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  left join public.booking_rules as rules
    on rules.instrument_id = instruments.id and rules.superseded_at is null
  where instruments.id = booking_violations.instrument_id;

  if v_subject.id is null or v_subject.retired_at is not null then
    return jsonb_build_array(private.violation(
      'not_bookable', 'This instrument cannot be booked here.', null, null
    ));
  end if;

  if not v_subject.admits_outsiders
    and booking_violations.organisation_id is distinct from v_subject.host_id then
    v_violations := v_violations || private.violation(
      'outsiders', 'This instrument is not open to other organisations.', null, null
    );
  end if;

  if v_starts_at < at then
    v_violations := v_violations || private.violation(
      'past', 'The time has already begun.', to_jsonb(at), to_jsonb(v_starts_at)
    );
  elsif v_starts_at < at + make_interval(mins => v_subject.lead_minutes) then
    v_violations := v_violations || private.violation(
      'lead_time',
      'Bookings are taken until a while before they start.',
      to_jsonb(v_subject.lead_minutes),
      to_jsonb(floor(extract(epoch from v_starts_at - at) / 60))
    );
  end if;

  if v_starts_at > at + make_interval(days => v_subject.horizon_days) then
    v_violations := v_violations || private.violation(
      'horizon',
      'Bookings are not taken that far ahead.',
      to_jsonb(v_subject.horizon_days),
      to_jsonb(ceil(extract(epoch from v_starts_at - at) / 86400))
    );
  end if;

  if v_minutes < v_subject.shortest_minutes then
    v_violations := v_violations || private.violation(
      'shortest', 'The booking is too short.', to_jsonb(v_subject.shortest_minutes), to_jsonb(v_minutes)
    );
  end if;

  if v_minutes > v_subject.longest_minutes then
    v_violations := v_violations || private.violation(
      'longest', 'The booking is too long.', to_jsonb(v_subject.longest_minutes), to_jsonb(v_minutes)
    );
  end if;

  if private.past_the_grid(v_starts_at, v_subject.granularity_minutes, v_subject.time_zone) <> interval '0'
    or private.past_the_grid(v_ends_at, v_subject.granularity_minutes, v_subject.time_zone) <> interval '0'
  then
    v_violations := v_violations || private.violation(
      'granularity',
      'Bookings start and end on the lab''s grid.',
      to_jsonb(v_subject.granularity_minutes),
      to_jsonb(to_char(v_starts_at at time zone v_subject.time_zone, 'HH24:MI')
        || '–' || to_char(v_ends_at at time zone v_subject.time_zone, 'HH24:MI'))
    );
  end if;

  -- Nothing longer than the longest booking needs its days spelled out to be refused.
  if v_minutes > 44640
    or not private.open_hours(booking_violations.instrument_id, v_subject.time_zone, wished) @> wished then
    v_violations := v_violations || private.violation(
      'opening_hours', 'The instrument is not open for the whole of this time.', null, null
    );
  end if;

  select occupancies.during
  into v_taken
  from public.occupancies
  where occupancies.instrument_id = booking_violations.instrument_id
    and occupancies.active
    and occupancies.during && private.with_buffers(wished, v_subject.setup_minutes, v_subject.teardown_minutes)
    and (occupancies.booking_id = booking_violations.except_booking_id) is not true
  limit 1;

  if found and private.free_unit(
    booking_violations.instrument_id,
    v_subject.units,
    private.with_buffers(wished, v_subject.setup_minutes, v_subject.teardown_minutes),
    except_booking_id
  ) is null then
    v_violations := v_violations || private.violation(
      'overlap',
      'The time is already taken.',
      to_jsonb(v_subject.units),
      to_jsonb(to_char(lower(v_taken) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        || '/' || to_char(upper(v_taken) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    );
  end if;

  return v_violations;
end;
$$;
comment on function private.booking_violations is 'The rules that a wish violates, as [{rule, message, limit, actual}].';

create function private.with_buffers(reserved tstzrange, setup_minutes integer, teardown_minutes integer)
returns tstzrange
language plpgsql
immutable
set search_path = ''
as $$
begin
  return tstzrange(
    lower(with_buffers.reserved) - make_interval(mins => with_buffers.setup_minutes),
    upper(with_buffers.reserved) + make_interval(mins => with_buffers.teardown_minutes)
  );
end;
$$;
comment on function private.with_buffers is 'A customer''s time with set-up and tear-down.';

create function private.free_unit(
  instrument_id     uuid,
  units             smallint,
  during            tstzrange,
  except_booking_id uuid default null
)
returns smallint
language plpgsql
stable
set search_path = ''
as $$
begin
  for v_unit in 1..units loop
    perform from public.occupancies
    where occupancies.instrument_id = free_unit.instrument_id
      and occupancies.unit = v_unit
      and occupancies.active
      and occupancies.during && free_unit.during
      and (occupancies.booking_id = free_unit.except_booking_id) is not true
    limit 1;

    if not found then
      return v_unit;
    end if;
  end loop;
  return null;
end;
$$;
comment on function private.free_unit is 'The lowest unit that is free for the whole time, or null.';

/* Price in fen: the rate of the customer's kind, by the minute, half a fen rounded up. */
create function private.booking_price(rule public.booking_rules, is_internal boolean, wished tstzrange)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  return round(
    case
      when booking_price.is_internal then (booking_price.rule).internal_fen_per_hour
      else (booking_price.rule).external_fen_per_hour
    end::numeric
    * extract(epoch from upper(booking_price.wished) - lower(booking_price.wished)) / 3600
  )::bigint;
end;
$$;
comment on function private.booking_price is 'What a booking costs in fen; null where the price is by arrangement.';
