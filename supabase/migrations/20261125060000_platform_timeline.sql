/*
 * What a platform's people look at: all instruments of a week at once, how much of their open time
 * was reserved and used, and the requests that wait for an answer. Each is one question, however many
 * instruments the platform has.
 */

/*
 * A delegate answers requests and is shown nothing else of the platform's customers: for them every
 * other booking is only time that is taken.
 */
create function private.platform_timeline(platform_id uuid, starts_at timestamptz, ends_at timestamptz)
returns json
language plpgsql
stable
security definer -- shows bookings and sessions of a platform to its own people
set search_path = ''
as $$
declare
  v_platform record;
  v_period   tstzrange;
  v_is_staff boolean;
  v_at       constant timestamptz := now();
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_decide(platform_timeline.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  select platforms.time_zone into v_platform
  from public.platforms
  where platforms.id = platform_timeline.platform_id;
  if not found then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  v_period := private.wished_range(platform_timeline.starts_at, platform_timeline.ends_at);
  -- By the lab's calendar: the month in which the clocks are put back is an hour longer.
  if upper(v_period) at time zone v_platform.time_zone
    > lower(v_period) at time zone v_platform.time_zone + interval '31 days' then
    raise exception 'period_too_long' using errcode = 'PT422', detail = '31 days';
  end if;
  v_is_staff := private.can_staff(platform_timeline.platform_id);

  -- Written as json, not jsonb: it is sent as it is put together, and nothing looks into it.
  return (
    with held as materialized (
      select
        occupancies.id, occupancies.instrument_id, occupancies.unit, occupancies.kind,
        occupancies.during, occupancies.booking_id, occupancies.closure_id
      from public.instruments
      join public.occupancies on occupancies.instrument_id = instruments.id
      where instruments.platform_id = platform_timeline.platform_id
        and occupancies.active
        and (occupancies.lapses_at > v_at) is not false
        and occupancies.during && v_period
    ),
    -- Time that was given back for want of anybody coming is shown where it began.
    missed as (
      select bookings.id as booking_id, occupancies.unit
      from public.bookings
      join public.occupancies on occupancies.booking_id = bookings.id
      where v_is_staff
        and bookings.platform_id = platform_timeline.platform_id
        and bookings.starts_at >= lower(v_period)
        and bookings.starts_at < upper(v_period)
        and (bookings.status = 'no_show' or (bookings.status = 'confirmed' and bookings.no_show_at <= v_at))
    ),
    booked as materialized (
      select
        bookings.id, bookings.instrument_id, spans.unit, bookings.starts_at, bookings.ends_at,
        -- What is still ahead stands as it is written: an unanswered request that has lapsed holds no
        -- time, and is not among these.
        case
          when bookings.starts_at > v_at then bookings.status else public.effective_status(bookings)
        end as status,
        bookings.decide_by, bookings.organisation_id, bookings.person_id
      from (
        select held.booking_id, held.unit from held where held.booking_id is not null
        union
        select missed.booking_id, missed.unit from missed
      ) as spans
      join public.bookings on bookings.id = spans.booking_id
      where v_is_staff or bookings.status = 'pending'
    ),
    used as (
      select
        sessions.booking_id,
        min(sessions.started_at) as used_from,
        case when bool_and(sessions.ended_at is not null) then max(sessions.ended_at) end as used_until
      from booked
      join public.usage_sessions as sessions on sessions.booking_id = booked.id
      where booked.status in ('in_use', 'completed')
      group by sessions.booking_id
    ),
    -- Each customer once, however often they come: bookings give their place in this list.
    customers as materialized (
      select
        pairs.organisation_id, pairs.person_id,
        row_number() over (order by pairs.organisation_id, pairs.person_id) - 1 as place,
        json_build_object(
          'organisation', json_build_object(
            'name', organisations.name, 'language', organisations.language, 'name_en', organisations.name_en
          ),
          'person', people.display_name
        ) as customer
      from (select distinct booked.organisation_id, booked.person_id from booked) as pairs
      join public.organisations on organisations.id = pairs.organisation_id
      join public.people on people.id = pairs.person_id
    ),
    bookings_of as (
      select
        booked.instrument_id,
        json_agg(
          case
            when booked.status in ('pending', 'in_use', 'completed') then json_build_object(
              'id', booked.id,
              'unit', booked.unit,
              'starts_at', booked.starts_at,
              'ends_at', booked.ends_at,
              'status', booked.status,
              'customer', customers.place,
              'decide_by', booked.decide_by,
              'used_from', used.used_from,
              'used_until', used.used_until,
              'is_overrun', booked.status = 'in_use' and booked.ends_at < v_at
            )
            else json_build_object(
              'id', booked.id,
              'unit', booked.unit,
              'starts_at', booked.starts_at,
              'ends_at', booked.ends_at,
              'status', booked.status,
              'customer', customers.place
            )
          end
          order by booked.starts_at, booked.id
        ) as bookings
      from booked
      join customers
        on customers.organisation_id = booked.organisation_id and customers.person_id = booked.person_id
      left join used on used.booking_id = booked.id
      group by booked.instrument_id
    ),
    others as (
      select
        held.id, held.instrument_id, held.unit, held.during, held.kind, closures.reason,
        false as is_planned
      from held
      left join public.closures on closures.id = held.closure_id
      where held.booking_id is null or held.booking_id not in (select booked.id from booked)
      union all
      select
        closures.id, closures.instrument_id, null, closures.during, closures.kind, closures.reason,
        true
      from public.closures
      where closures.platform_id = platform_timeline.platform_id
        and closures.status = 'planned'
        and closures.during && v_period
    ),
    others_of as (
      select
        others.instrument_id,
        json_agg(
          json_build_object(
            'id', others.id,
            'unit', others.unit,
            'starts_at', lower(others.during),
            'ends_at', upper(others.during),
            'kind', others.kind,
            'reason', others.reason,
            'is_planned', others.is_planned
          )
          order by lower(others.during), others.id
        ) as others
      from others
      group by others.instrument_id
    )
    select json_build_object(
      'at', v_at,
      'timezone', v_platform.time_zone,
      'is_staff', v_is_staff,
      'customers', (
        select coalesce(json_agg(customers.customer order by customers.place), '[]') from customers
      ),
      'instruments', (
        select coalesce(
          json_agg(
            json_build_object(
              'id', instruments.id,
              'name', instruments.name,
              'language', instruments.language,
              'name_en', instruments.name_en,
              'model', instruments.model,
              'units', instruments.units,
              'class_code', classes.code,
              'class_name', classes.name,
              'class_name_en', classes.name_en,
              'open', (
                select coalesce(
                  json_agg(json_build_array(lower(span), upper(span)) order by lower(span)), '[]'
                )
                from unnest(private.open_hours(instruments.id, v_platform.time_zone, v_period)) as span
              ),
              'bookings', coalesce(bookings_of.bookings, '[]'),
              'others', coalesce(others_of.others, '[]')
            )
            order by instruments.name, instruments.id
          ),
          '[]'
        )
        from public.instruments
        left join public.instrument_classes as classes
          on classes.scheme = instruments.class_scheme
          and classes.level = instruments.class_level
          and classes.code = instruments.class_code
        left join bookings_of on bookings_of.instrument_id = instruments.id
        left join others_of on others_of.instrument_id = instruments.id
        where instruments.platform_id = platform_timeline.platform_id
          and (
            (instruments.retired_at is null and public.has_rules(instruments))
            or bookings_of.instrument_id is not null
            or others_of.instrument_id is not null
          )
      )
    )
  );
end;
$$;
comment on function private.platform_timeline is 'The reader behind public.platform_timeline.';

create function public.platform_timeline(platform_id uuid, starts_at timestamptz, ends_at timestamptz)
returns json
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.platform_timeline(
    platform_timeline.platform_id, platform_timeline.starts_at, platform_timeline.ends_at
  );
end;
$$;
comment on function public.platform_timeline is 'All instruments of a platform within at most 31 days: {at, timezone, is_staff, customers, instruments: [{id, name, units, open, bookings, others}]}, where a booking names its customer by their place in the list. For its staff; a delegate sees requests, and the rest as taken time. Raises PT401, PT403, PT404, PT422 period_too_long.';

/*
 * Hours of the week, by the lab's clock. What is reserved and what is used are two figures, and what
 * they are held against is a third: the open hours of all units, less the time the lab had closed.
 * The hour that a clock change repeats counts twice, the one it skips not at all.
 */
create function private.utilisation_by_hour(
  platform_id uuid, instrument_id uuid, starts_on date, ends_on date
)
returns jsonb
language plpgsql
stable
security definer -- adds up bookings and sessions of a platform for its own people
set search_path = ''
as $$
declare
  v_time_zone text;
  v_period    tstzrange;
  v_step      interval;
  v_at        constant timestamptz := now();
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_staff(utilisation_by_hour.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  select platforms.time_zone into v_time_zone
  from public.platforms
  where platforms.id = utilisation_by_hour.platform_id;
  if not found then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if instrument_id is not null and not exists (
    select from public.instruments
    where instruments.id = utilisation_by_hour.instrument_id
      and instruments.platform_id = utilisation_by_hour.platform_id
  ) then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;
  if starts_on is null or ends_on is null or not isfinite(starts_on) or not isfinite(ends_on)
    or ends_on < starts_on or ends_on - starts_on >= 92 then
    raise exception 'period_too_long' using errcode = 'PT422', detail = '92 days';
  end if;
  v_period := tstzrange(
    starts_on::timestamp at time zone v_time_zone, (ends_on + 1)::timestamp at time zone v_time_zone
  );

  -- Where the clock is whole hours from UTC, an hour of UTC lies within one of the lab's; everywhere
  -- else a quarter of an hour does.
  v_step := case
    when exists (
      select from generate_series(lower(v_period), upper(v_period), interval '1 day') as day
      where extract(minute from day at time zone v_time_zone) <> extract(minute from day at time zone 'UTC')
    ) then interval '15 minutes'
    else interval '1 hour'
  end;

  return (
    with counted as materialized (
      select instruments.id, instruments.units
      from public.instruments
      where instruments.platform_id = utilisation_by_hour.platform_id
        and (instruments.id = utilisation_by_hour.instrument_id) is not false
        and (instruments.retired_at is null or utilisation_by_hour.instrument_id is not null)
        and public.has_rules(instruments)
    ),
    closed as (
      select occupancies.instrument_id, occupancies.unit, range_agg(occupancies.during) as during
      from counted
      join public.occupancies on occupancies.instrument_id = counted.id
      where occupancies.kind in ('maintenance', 'closure')
        and occupancies.active
        and occupancies.during && v_period
      group by occupancies.instrument_id, occupancies.unit
    ),
    open as (
      select 'open' as measure, span
      from counted
      cross join lateral private.open_hours(counted.id, v_time_zone, v_period) as hours
      cross join lateral generate_series(1, counted.units) as units (unit)
      left join closed on closed.instrument_id = counted.id and closed.unit = units.unit
      cross join lateral unnest(hours - coalesce(closed.during, '{}'::tstzmultirange)) as span
    ),
    reserved as (
      select 'reserved' as measure, bookings.reserved * v_period as span
      from counted
      join public.bookings on bookings.instrument_id = counted.id
      where bookings.starts_at < upper(v_period)
        and bookings.ends_at > lower(v_period)
        and bookings.status in ('confirmed', 'in_use', 'completed', 'no_show')
    ),
    used as (
      select
        'used' as measure,
        tstzrange(sessions.started_at, greatest(sessions.started_at, coalesce(sessions.ended_at, v_at)))
          * v_period as span
      from counted
      join public.usage_sessions as sessions on sessions.instrument_id = counted.id
      where sessions.started_at < upper(v_period)
        and (sessions.ended_at > lower(v_period)) is not false
    ),
    spans as (
      select open.measure, open.span from open
      union all select reserved.measure, reserved.span from reserved
      union all select used.measure, used.span from used
    ),
    pieces as (
      select
        spans.measure,
        cell at time zone v_time_zone as wall_time,
        extract(epoch from least(upper(spans.span), cell + v_step) - greatest(lower(spans.span), cell)) / 60
          as minutes
      from spans
      cross join lateral generate_series(
        date_bin(v_step, lower(spans.span), timestamptz '2000-01-01 00:00:00+00'),
        upper(spans.span),
        v_step
      ) as cell
      where not isempty(spans.span) and cell < upper(spans.span)
    ),
    sums as (
      select
        extract(isodow from pieces.wall_time)::integer as weekday,
        extract(hour from pieces.wall_time)::integer as hour,
        coalesce(sum(pieces.minutes) filter (where pieces.measure = 'open'), 0) as open_minutes,
        coalesce(sum(pieces.minutes) filter (where pieces.measure = 'reserved'), 0) as reserved_minutes,
        coalesce(sum(pieces.minutes) filter (where pieces.measure = 'used'), 0) as used_minutes
      from pieces
      group by 1, 2
    )
    select jsonb_build_object(
      'timezone', v_time_zone,
      'instrument_count', (select count(*) from counted),
      'hours', (
        select coalesce(
          jsonb_agg(
            jsonb_build_object(
              'weekday', sums.weekday,
              'hour', sums.hour,
              'open_minutes', trim_scale(round(sums.open_minutes, 2)),
              'reserved_minutes', trim_scale(round(sums.reserved_minutes, 2)),
              'used_minutes', trim_scale(round(sums.used_minutes, 2))
            )
            order by sums.weekday, sums.hour
          ),
          '[]'
        )
        from sums
      )
    )
  );
end;
$$;
comment on function private.utilisation_by_hour is 'The reader behind public.utilisation_by_hour.';

create function public.utilisation_by_hour(
  platform_id uuid, starts_on date, ends_on date, instrument_id uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.utilisation_by_hour(
    utilisation_by_hour.platform_id, utilisation_by_hour.instrument_id,
    utilisation_by_hour.starts_on, utilisation_by_hour.ends_on
  );
end;
$$;
comment on function public.utilisation_by_hour is 'How much of the open time of a platform, or of one of its instruments, was reserved and used, by hour of the week, over at most 92 days of the lab: {timezone, instrument_count, hours: [{weekday, hour, open_minutes, reserved_minutes, used_minutes}]}. Raises PT401, PT403, PT404, PT422 period_too_long.';

/* What the inbox of a person says beside each request, and its number in the head of every page. */
create function public.missed_before(booking public.bookings)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select count(*)
    from public.bookings as others
    where others.person_id = (booking).person_id
      and others.platform_id = (booking).platform_id
      and others.starts_at > now() - interval '1 year'
      and (
        others.status = 'no_show'
        or (others.status = 'confirmed' and others.no_show_at <= now())
        or others.cancelled_late
      )
      and not exists (
        select from public.no_show_appeals as appeals
        where appeals.booking_id = others.id and appeals.outcome = 'waived'
      )
  );
end;
$$;
comment on function public.missed_before is 'How often the person has not come, or has cancelled late, on the platform within a year, unless the lab waived it.';

create function private.requests_to_decide()
returns integer
language plpgsql
stable
security definer -- counts requests beneath their policy, for which a header needs no rows
set search_path = ''
as $$
begin
  return (
    select count(*)
    from public.bookings
    where bookings.status = 'pending'
      and bookings.decide_by > now()
      and bookings.approval_stage = 'lab'
      and (
        bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
        or bookings.platform_id in (select private.platform_ids_delegated_to_current_person())
      )
  );
end;
$$;
comment on function private.requests_to_decide is 'The reader behind public.requests_to_decide.';

create function public.requests_to_decide(person public.people)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return case when person.id = (select auth.uid()) then private.requests_to_decide() end;
end;
$$;
comment on function public.requests_to_decide is 'How many requests wait for the person asking, as staff or as a delegate of platforms; null of anybody else.';

grant execute on function
  private.platform_timeline(uuid, timestamptz, timestamptz),
  public.platform_timeline(uuid, timestamptz, timestamptz),
  private.utilisation_by_hour(uuid, uuid, date, date),
  public.utilisation_by_hour(uuid, date, date, uuid),
  public.missed_before(public.bookings),
  private.requests_to_decide(),
  public.requests_to_decide(public.people)
to authenticated;
