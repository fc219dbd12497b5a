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
    select coalesce(range_agg(tstzrange(instants.opens_at, instants.closes_at)), '{}'::tstzmultirange)
      * tstzmultirange(open_hours.period)
    from generate_series(
      (lower(open_hours.period) at time zone open_hours.time_zone)::date::timestamp,
      (upper(open_hours.period) at time zone open_hours.time_zone)::date::timestamp,
      interval '1 day'
    ) as days (day)
    cross join lateral (
      select hours.opens, hours.closes
      from public.opening_hours as hours
      where hours.instrument_id = open_hours.instrument_id
        and hours.weekday = extract(isodow from days.day)::smallint
        and not exists (
          select from public.opening_exceptions as exceptions
          where exceptions.instrument_id = open_hours.instrument_id
            and exceptions.on_date = days.day::date
        )
      union all
      select exceptions.opens, exceptions.closes
      from public.opening_exceptions as exceptions
      where exceptions.instrument_id = open_hours.instrument_id
        and exceptions.on_date = days.day::date
        and exceptions.opens is not null
    ) as spans
    cross join lateral (
      select
        (days.day + spans.opens) at time zone open_hours.time_zone as opens_at,
        (days.day + spans.closes) at time zone open_hours.time_zone as closes_at
    ) as instants
    -- A span inside the hour that a clock change skips is empty or reversed.
    where instants.opens_at < instants.closes_at
  );
end;
$$;
comment on function private.open_hours is 'When an instrument is open within a period, as instants.';

/* Nearly every booking lies in one span of its first day, which is found without spelling days out. */
create function private.is_open(instrument_id uuid, time_zone text, period tstzrange)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_day constant date := (lower(period) at time zone time_zone)::date;
begin
  perform from public.opening_hours as hours
  where hours.instrument_id = is_open.instrument_id
    and hours.weekday = extract(isodow from v_day)::smallint
    and (v_day + hours.opens) at time zone is_open.time_zone <= lower(is_open.period)
    and (v_day + hours.closes) at time zone is_open.time_zone >= upper(is_open.period)
    and not exists (
      select from public.opening_exceptions as exceptions
      where exceptions.instrument_id = is_open.instrument_id and exceptions.on_date = v_day
    );
  return found or private.open_hours(is_open.instrument_id, is_open.time_zone, is_open.period) @> period;
end;
$$;
comment on function private.is_open is 'True when an instrument is open for the whole of a period.';

/* Nights and weekends as the platform defines them, with the zone's clock changes. */
create function private.off_hours(night_starts time, night_ends time, time_zone text, period tstzrange)
returns tstzmultirange
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    with days as (
      select day::date as on_date, extract(isodow from day) >= 6 as is_weekend
      from generate_series(
        (lower(off_hours.period) at time zone off_hours.time_zone)::date::timestamp,
        (upper(off_hours.period) at time zone off_hours.time_zone)::date::timestamp,
        interval '1 day'
      ) as day
    ),
    spans as (
      select
        days.on_date::timestamp at time zone off_hours.time_zone as begins,
        case
          when days.is_weekend then (days.on_date + 1)::timestamp at time zone off_hours.time_zone
          else (days.on_date + off_hours.night_ends) at time zone off_hours.time_zone
        end as ends
      from days
      union all
      select
        (days.on_date + off_hours.night_starts) at time zone off_hours.time_zone,
        (days.on_date + 1)::timestamp at time zone off_hours.time_zone
      from days
      where not days.is_weekend
    )
    select coalesce(range_agg(tstzrange(spans.begins, spans.ends)), '{}'::tstzmultirange)
      * tstzmultirange(off_hours.period)
    from spans
    where spans.begins < spans.ends
  );
end;
$$;
comment on function private.off_hours is 'The nights and weekends within a period, as instants.';

create function private.minutes_of(spans tstzmultirange)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select trim_scale(sum(extract(epoch from upper(span) - lower(span))) / 60)
      from unnest(spans) as span
    ),
    0
  );
end;
$$;
comment on function private.minutes_of is 'How long some spans are together.';

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
 * How much of a quota a customer has used in a span of the lab's calendar. The customer's row is
 * locked while this decides, so two bookings cannot both take what is left.
 */
create function private.quota_span(span text, instant timestamptz, time_zone text, at timestamptz)
returns tstzrange
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_begins timestamp;
begin
  if span = 'outstanding' then
    return tstzrange(at, null);
  end if;
  v_begins := date_trunc(span, instant at time zone time_zone);
  return tstzrange(
    v_begins at time zone time_zone,
    (v_begins + ('1 ' || span)::interval) at time zone time_zone
  );
end;
$$;
comment on function private.quota_span is 'The day, week, month or year of the lab in which an instant lies; for outstanding, all that is ahead.';

/* One look at the customer's bookings for all quotas: in the widest of their spans, then each in its own. */
create function private.quotas_used(
  quotas            public.booking_quotas[],
  organisation_id   uuid,
  person_id         uuid,
  instant           timestamptz,
  time_zone         text,
  at                timestamptz,
  except_booking_id uuid default null
)
returns table (quota public.booking_quotas, span tstzrange, used numeric)
language plpgsql
stable
rows 10
set search_path = ''
as $$
begin
  if cardinality(quotas) = 0 then
    return;
  end if;
  return query
  with limits as materialized (
    select
      each.quota, spans.span, lower(spans.span) as begins,
      coalesce(upper(spans.span), 'infinity') as ends,
      (each.quota).holder, (each.quota).measure, (each.quota).instrument_id, (each.quota).platform_id
    from unnest(quotas_used.quotas) with ordinality as quotas
    cross join lateral (select quotas_used.quotas[quotas.ordinality] as quota) as each
    cross join lateral (
      select private.quota_span(
        (each.quota).span, quotas_used.instant, quotas_used.time_zone, quotas_used.at
      ) as span
    ) as spans
  ),
  widest as materialized (
    select min(limits.begins) as begins, max(limits.ends) as ends from limits
  ),
  held as materialized (
    select
      bookings.organisation_id, bookings.person_id, bookings.instrument_id, bookings.platform_id,
      bookings.starts_at,
      extract(epoch from bookings.ends_at - bookings.starts_at) / 60 as minutes
    from public.bookings
    where (
        bookings.organisation_id = quotas_used.organisation_id
        or bookings.person_id = quotas_used.person_id
      )
      and bookings.starts_at >= (select widest.begins from widest)
      and bookings.starts_at < (select widest.ends from widest)
      and bookings.id is distinct from quotas_used.except_booking_id
      and (
        bookings.status in ('confirmed', 'in_use', 'completed', 'no_show')
        or (bookings.status = 'pending' and bookings.decide_by > quotas_used.at)
      )
  )
  select
    limits.quota,
    limits.span,
    case limits.measure when 'bookings' then sums.bookings else coalesce(trim_scale(sums.minutes), 0) end
  from limits
  cross join lateral (
    select count(*)::numeric as bookings, sum(held.minutes) as minutes
    from held
    where held.starts_at >= limits.begins
      and held.starts_at < limits.ends
      and case limits.holder
        when 'person' then held.person_id = quotas_used.person_id
        else held.organisation_id = quotas_used.organisation_id
      end
      and case
        when limits.instrument_id is not null then held.instrument_id = limits.instrument_id
        else held.platform_id = limits.platform_id
      end
  ) as sums;
end;
$$;
comment on function private.quotas_used is 'How many bookings or minutes count towards each quota, in its day, week, month or year around an instant.';

/*
 * Until when a customer is suspended from a platform: because the lab said so, or because they have
 * missed as many bookings as the rules allow. The second is reckoned from the clock, never stored.
 */
create function private.suspended_until(
  rule            public.booking_rules,
  platform_id     uuid,
  organisation_id uuid,
  person_id       uuid,
  at              timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  v_until  timestamptz;
  v_missed timestamptz;
  v_since  timestamptz;
begin
  select max(suspensions.ends_at)
  into v_until
  from public.suspensions
  where suspensions.platform_id = suspended_until.platform_id
    and (
      suspensions.person_id = suspended_until.person_id
      or suspensions.organisation_id = suspended_until.organisation_id
    )
    and suspensions.lifted_at is null
    and suspensions.starts_at <= suspended_until.at
    and suspensions.ends_at > suspended_until.at;

  if (rule).no_show_limit is not null then
    v_since := at - make_interval(days => (rule).no_show_window_days + (rule).suspension_days);
    with missed as materialized (
      select coalesce(missable.no_show_at, missable.starts_at) as missed_at
      from (
        select bookings.id, bookings.no_show_at, bookings.starts_at
        from public.bookings
        where bookings.person_id = suspended_until.person_id
          and bookings.platform_id = suspended_until.platform_id
          and bookings.starts_at > v_since
          and bookings.starts_at <= suspended_until.at
          and (
            (bookings.status = 'confirmed' and bookings.no_show_at <= suspended_until.at)
            or bookings.status = 'no_show'
          )
        union all
        select bookings.id, bookings.no_show_at, bookings.starts_at
        from public.bookings
        join public.booking_rules as rules on rules.id = bookings.rule_id and rules.late_cancel_counts
        where bookings.person_id = suspended_until.person_id
          and bookings.platform_id = suspended_until.platform_id
          and bookings.starts_at > v_since
          and bookings.cancelled_late
      ) as missable
      where not exists (
        select from public.no_show_appeals as appeals
        where appeals.booking_id = missable.id and appeals.outcome = 'waived'
      )
    )
    select max(missed.missed_at)
    into v_missed
    from missed
    where (
      select count(*)
      from missed as earlier
      where earlier.missed_at <= missed.missed_at
        and earlier.missed_at > missed.missed_at - make_interval(days => (rule).no_show_window_days)
    ) >= (rule).no_show_limit;

    v_until := greatest(v_until, v_missed + make_interval(days => (rule).suspension_days));
  end if;

  return case when v_until > at then v_until end;
end;
$$;
comment on function private.suspended_until is 'When a suspension ends that is in force now, or null.';

create function private.qualified(person_id uuid, course_id uuid)
returns tstzmultirange
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select range_agg(tstzrange(qualifications.granted_at, qualifications.expires_at))
      from public.qualifications
      where qualifications.person_id = qualified.person_id
        and qualifications.course_id = qualified.course_id
        and qualifications.revoked_at is null
    ),
    '{}'::tstzmultirange
  );
end;
$$;
comment on function private.qualified is 'When a person holds the qualification of a course.';

/*
 * Where this customer may not book though others may. The calendar paints these spans and takes them
 * out of what it shows as free; the judge refuses by the same facts.
 */
create function private.customer_bars(
  rule              public.booking_rules,
  instrument_id     uuid,
  platform_id       uuid,
  time_zone         text,
  customer_kind     public.customer_kind,
  organisation_id   uuid,
  person_id         uuid,
  period            tstzrange,
  at                timestamptz,
  except_booking_id uuid default null
)
returns table (during tstzrange, barred_by text)
language plpgsql
stable
rows 2
set search_path = ''
as $$
declare
  v_quota    public.booking_quotas;
  v_instant  timestamptz;
  v_span     tstzrange;
  v_left     numeric;
begin
  if person_id is null then
    return;
  end if;

  if private.suspended_until(rule, platform_id, organisation_id, person_id, at) is not null then
    return query select period, 'suspended';
  end if;

  if (rule).course_id is not null then
    return query
    select span, 'qualification'
    from unnest(
      tstzmultirange(period) - private.qualified(customer_bars.person_id, (rule).course_id)
    ) as span;
  end if;

  if (rule).gap_minutes > 0 then
    return query
    select
      tstzrange(
        bookings.starts_at - make_interval(mins => (rule).gap_minutes),
        bookings.ends_at + make_interval(mins => (rule).gap_minutes)
      ),
      'gap'
    from public.bookings
    join public.occupancies on occupancies.booking_id = bookings.id
    where bookings.instrument_id = customer_bars.instrument_id
      and bookings.organisation_id = customer_bars.organisation_id
      and bookings.id is distinct from customer_bars.except_booking_id
      and occupancies.active
      and (occupancies.lapses_at > customer_bars.at) is not false
      and bookings.starts_at < upper(period) + make_interval(mins => (rule).gap_minutes)
      and bookings.ends_at > lower(period) - make_interval(mins => (rule).gap_minutes);
  end if;

  foreach v_quota in array (
    private.booking_subject(instrument_id, organisation_id, lower(period), customer_kind)
  ).quotas
  loop
    v_instant := lower(period);
    loop
      select counted.span, v_quota.at_most - counted.used
      into strict v_span, v_left
      from private.quotas_used(
        array[v_quota], customer_bars.organisation_id, customer_bars.person_id, v_instant, time_zone,
        at, except_booking_id
      ) as counted;
      if v_left < (case v_quota.measure when 'bookings' then 1 else (rule).shortest_minutes end) then
        return query select
          v_span * period, concat_ws('_', 'quota', v_quota.holder, v_quota.measure, v_quota.span);
      end if;
      exit when v_quota.span = 'outstanding' or upper(v_span) >= upper(period);
      v_instant := upper(v_span);
    end loop;
  end loop;
end;
$$;
comment on function private.customer_bars is 'The spans of a period in which a customer''s own standing, qualification, bookings or quotas keep them from booking.';

/*
 * What a customer may still reserve: open, not taken on a unit, after the lead time, within the
 * horizon, on the granularity, long enough, and not barred to them. One row per unit and gap: two
 * gaps that touch on different units are not one long gap. Without a customer, what a startup that
 * has booked nothing may reserve.
 */
create function private.free_gaps(
  instrument_id     uuid,
  period            tstzrange,
  at                timestamptz,
  organisation_id   uuid default null,
  person_id         uuid default null,
  except_booking_id uuid default null
)
returns table (unit smallint, gap tstzrange)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_subject  record;
  v_kind     public.customer_kind;
  v_found    record;
  v_rule     public.booking_rules;
  v_bookable tstzrange;
  v_hours    tstzmultirange;
  v_setup    interval;
  v_teardown interval;
begin
  select
    instruments.units,
    instruments.platform_id,
    platforms.time_zone,
    platforms.night_starts,
    platforms.night_ends,
    platforms.organisation_id as host_id
  into v_subject
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = free_gaps.instrument_id;
  if not found then
    return;
  end if;
  v_kind := private.customer_kind(free_gaps.organisation_id, v_subject.host_id);

  for v_found in
    select found.rule, found.during
    from private.rules_in_force(free_gaps.instrument_id, v_kind, free_gaps.period) as found
  loop
    v_rule := v_found.rule;
    continue when not v_rule.admits_outsiders and v_kind <> 'internal';

    v_setup := make_interval(mins => v_rule.setup_minutes);
    v_teardown := make_interval(mins => v_rule.teardown_minutes);
    -- The horizon bounds the start of a booking, so a gap may reach beyond it by one booking.
    v_bookable := tstzrange(
      greatest(lower(free_gaps.period), free_gaps.at + make_interval(mins => v_rule.lead_minutes)),
      greatest(
        lower(free_gaps.period),
        free_gaps.at + make_interval(mins => v_rule.lead_minutes),
        least(
          upper(free_gaps.period),
          free_gaps.at + make_interval(days => v_rule.horizon_days, mins => v_rule.shortest_minutes)
        )
      )
    );
    continue when isempty(v_bookable);

    v_hours := v_found.during * private.open_hours(free_gaps.instrument_id, v_subject.time_zone, v_bookable);
    if not v_rule.off_hours_admitted then
      v_hours := v_hours - private.off_hours(
        v_subject.night_starts, v_subject.night_ends, v_subject.time_zone, v_bookable
      );
    end if;
    v_hours := v_hours
      - private.planned_closures(free_gaps.instrument_id, v_bookable, v_setup, v_teardown)
      - coalesce(
        (
          select range_agg(bars.during)
          from private.customer_bars(
            v_rule, free_gaps.instrument_id, v_subject.platform_id, v_subject.time_zone, v_kind,
            free_gaps.organisation_id, free_gaps.person_id, v_bookable, free_gaps.at,
            free_gaps.except_booking_id
          ) as bars
        ),
        '{}'::tstzmultirange
      );
    continue when isempty(v_hours);

    return query
    with gaps as (
      select
        units.unit::smallint as unit,
        unnest(
          v_hours
          - private.taken_spans(
            free_gaps.instrument_id, units.unit::smallint, v_bookable, v_setup, v_teardown,
            free_gaps.at, free_gaps.except_booking_id
          )
        ) as gap
      from generate_series(1, v_subject.units) as units (unit)
    ),
    aligned as (
      select
        gaps.unit,
        private.align_up(lower(gaps.gap), v_rule.granularity_minutes, v_subject.time_zone) as starts_at,
        private.align_down(upper(gaps.gap), v_rule.granularity_minutes, v_subject.time_zone) as ends_at
      from gaps
    )
    select aligned.unit, tstzrange(aligned.starts_at, aligned.ends_at)
    from aligned
    where aligned.ends_at - aligned.starts_at >= make_interval(mins => v_rule.shortest_minutes)
    order by 2, 1;
  end loop;
end;
$$;
comment on function private.free_gaps is 'The gaps of each unit of an instrument that a customer can book within a period.';

/*
 * A taken span keeps the next customer away by their own set-up, and the one before by their
 * tear-down.
 */
create function private.taken_spans(
  instrument_id     uuid,
  unit              smallint,
  period            tstzrange,
  setup             interval,
  teardown          interval,
  at                timestamptz,
  except_booking_id uuid default null
)
returns tstzmultirange
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select range_agg(
        tstzrange(
          lower(occupancies.during) - taken_spans.teardown, upper(occupancies.during) + taken_spans.setup
        )
      )
      from public.occupancies
      where occupancies.instrument_id = taken_spans.instrument_id
        and occupancies.unit = taken_spans.unit
        and occupancies.active
        and (occupancies.lapses_at > taken_spans.at) is not false
        and occupancies.during && tstzrange(
          lower(taken_spans.period) - taken_spans.setup, upper(taken_spans.period) + taken_spans.teardown
        )
        and (occupancies.booking_id = taken_spans.except_booking_id) is not true
    ),
    '{}'::tstzmultirange
  );
end;
$$;
comment on function private.taken_spans is 'What is taken on a unit, widened by the buffers of whoever comes next to it.';

create function private.planned_closures(
  instrument_id uuid, period tstzrange, setup interval, teardown interval
)
returns tstzmultirange
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select range_agg(
        tstzrange(
          lower(closures.during) - planned_closures.teardown, upper(closures.during) + planned_closures.setup
        )
      )
      from public.closures
      where closures.instrument_id = planned_closures.instrument_id
        and closures.status = 'planned'
        and closures.during && tstzrange(
          lower(planned_closures.period) - planned_closures.setup,
          upper(planned_closures.period) + planned_closures.teardown
        )
    ),
    '{}'::tstzmultirange
  );
end;
$$;
comment on function private.planned_closures is 'Closures that are not in force yet but let nobody in, widened by the buffers of a booking.';

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
    'actual', violation.actual,
    'lifted_by', case
      when violation.rule not in ('order', 'past', 'not_bookable', 'overlap', 'closure') then 'lab'
    end
  );
end;
$$;
comment on function private.violation is 'One violated rule with its limit, the actual value, and who may lift it.';

create function private.interval_text(span tstzrange)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_char(lower(span) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    || '/' || to_char(upper(span) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
end;
$$;
comment on function private.interval_text is 'A span as an ISO 8601 interval in UTC.';

/*
 * Every rule that a wish violates; an empty list allows it. Units are in the rule's name or are
 * minutes. Callers that mean to write hold the locks of the customer and of the instrument. A booking
 * that has begun is only judged by how it goes on. A purpose of null is not asked about. Who has
 * looked up the subject already may hand it over.
 */
create function private.booking_violations(
  instrument_id     uuid,
  organisation_id   uuid,
  person_id         uuid,
  wished            tstzrange,
  at                timestamptz,
  purpose           text default null,
  except_booking_id uuid default null,
  has_begun         boolean default false,
  subject           private.booking_subject default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_starts_at  constant timestamptz := lower(wished);
  v_ends_at    constant timestamptz := upper(wished);
  v_subject    constant private.booking_subject := coalesce(
    subject,
    private.booking_subject(
      booking_violations.instrument_id, booking_violations.organisation_id, greatest(v_starts_at, at)
    )
  );
  v_rule       constant public.booking_rules := v_subject.rule;
  v_minutes    constant numeric := trim_scale(extract(epoch from v_ends_at - v_starts_at) / 60);
  v_violations jsonb := '[]';
  v_with_buffers tstzrange;
  v_hours      tstzmultirange;
  v_over       record;
  v_taken      record;
  v_gap        tstzrange;
  v_until      timestamptz;
begin
  if v_rule.id is null then
    return jsonb_build_array(private.violation(
      'not_bookable', 'This instrument cannot be booked here at this time.', null, null
    ));
  end if;

  if not v_rule.admits_outsiders and v_subject.customer_kind <> 'internal' then
    v_violations := v_violations || private.violation(
      'outsiders', 'This instrument is not open to organisations like this one.', null, null
    );
  end if;

  v_until := private.suspended_until(
    v_rule, v_subject.platform_id, booking_violations.organisation_id, booking_violations.person_id, at
  );
  if v_until is not null then
    v_violations := v_violations || private.violation(
      'suspended', 'The lab takes no bookings of this customer for a while.', to_jsonb(v_until), to_jsonb(at)
    );
  end if;

  if v_rule.course_id is not null
    and not private.qualified(booking_violations.person_id, v_rule.course_id)
      @> tstzrange(greatest(v_starts_at, at), v_ends_at) then
    v_violations := v_violations || private.violation(
      'qualification',
      'The person does not hold the qualification that is needed until the end of this time.',
      (
        select to_jsonb(courses.name) from public.courses where courses.id = v_rule.course_id
      ),
      to_jsonb(upper(private.qualified(booking_violations.person_id, v_rule.course_id)))
    );
  end if;

  if v_rule.purpose_required and btrim(purpose) = '' then
    v_violations := v_violations || private.violation(
      'purpose', 'The lab wants to know what the booking is for.', null, null
    );
  end if;

  if not has_begun then
    if v_starts_at < at then
      v_violations := v_violations || private.violation(
        'past', 'The time has already begun.', to_jsonb(at), to_jsonb(v_starts_at)
      );
    elsif v_starts_at < at + make_interval(mins => v_rule.lead_minutes) then
      v_violations := v_violations || private.violation(
        'lead_time',
        'Bookings are taken until a while before they start.',
        to_jsonb(v_rule.lead_minutes),
        to_jsonb(floor(extract(epoch from v_starts_at - at) / 60))
      );
    end if;

    if v_starts_at > at + make_interval(days => v_rule.horizon_days) then
      v_violations := v_violations || private.violation(
        'horizon',
        'Bookings are not taken that far ahead.',
        to_jsonb(v_rule.horizon_days),
        to_jsonb(ceil(extract(epoch from v_starts_at - at) / 86400))
      );
    end if;
  end if;

  if v_minutes < v_rule.shortest_minutes then
    v_violations := v_violations || private.violation(
      'shortest', 'The booking is too short.', to_jsonb(v_rule.shortest_minutes), to_jsonb(v_minutes)
    );
  end if;

  if v_minutes > v_rule.longest_minutes then
    v_violations := v_violations || private.violation(
      'longest', 'The booking is too long.', to_jsonb(v_rule.longest_minutes), to_jsonb(v_minutes)
    );
  end if;

  if (
      not has_begun
      and private.past_the_grid(v_starts_at, v_rule.granularity_minutes, v_subject.time_zone) <> interval '0'
    )
    or private.past_the_grid(v_ends_at, v_rule.granularity_minutes, v_subject.time_zone) <> interval '0'
  then
    v_violations := v_violations || private.violation(
      'granularity',
      'Bookings start and end on the lab''s grid.',
      to_jsonb(v_rule.granularity_minutes),
      to_jsonb(to_char(v_starts_at at time zone v_subject.time_zone, 'HH24:MI')
        || '–' || to_char(v_ends_at at time zone v_subject.time_zone, 'HH24:MI'))
    );
  end if;

  -- Nothing longer than the longest booking needs its days spelled out to be refused.
  if v_minutes > 44640
    or not private.is_open(booking_violations.instrument_id, v_subject.time_zone, wished) then
    v_violations := v_violations || private.violation(
      'opening_hours', 'The instrument is not open for the whole of this time.', null, null
    );
  end if;

  if not v_rule.off_hours_admitted and v_minutes <= 44640 then
    v_hours := private.off_hours(
      v_subject.night_starts, v_subject.night_ends, v_subject.time_zone, wished
    );
    if not isempty(v_hours) then
      v_violations := v_violations || private.violation(
        'off_hours',
        'Nights and weekends are not open to this customer.',
        to_jsonb(to_char(v_subject.night_ends, 'HH24:MI') || '–' || to_char(v_subject.night_starts, 'HH24:MI')),
        to_jsonb(private.minutes_of(v_hours))
      );
    end if;
  end if;

  v_with_buffers := private.with_buffers(wished, v_rule.setup_minutes, v_rule.teardown_minutes);
  select
    (
      select closures.during
      from public.closures
      where closures.instrument_id = booking_violations.instrument_id
        and closures.status = 'planned'
        and closures.during && v_with_buffers
      limit 1
    ) as by_closure,
    (
      select occupancies.during
      from public.occupancies
      where occupancies.instrument_id = booking_violations.instrument_id
        and occupancies.active
        and (occupancies.lapses_at > booking_violations.at) is not false
        and occupancies.during && v_with_buffers
        and (occupancies.booking_id = booking_violations.except_booking_id) is not true
      limit 1
    ) as by_occupancy
  into v_taken;
  if v_taken.by_closure is not null then
    v_violations := v_violations || private.violation(
      'closure', 'The lab has planned to close the instrument.', null,
      to_jsonb(private.interval_text(v_taken.by_closure))
    );
  end if;

  if v_rule.gap_minutes > 0 then
    select bookings.reserved
    into v_gap
    from public.bookings
    join public.occupancies on occupancies.booking_id = bookings.id
    where bookings.instrument_id = booking_violations.instrument_id
      and bookings.organisation_id = booking_violations.organisation_id
      and bookings.id is distinct from booking_violations.except_booking_id
      and occupancies.active
      and (occupancies.lapses_at > booking_violations.at) is not false
      and bookings.starts_at < v_ends_at + make_interval(mins => v_rule.gap_minutes)
      and bookings.ends_at > v_starts_at - make_interval(mins => v_rule.gap_minutes)
    order by bookings.starts_at
    limit 1;
    if found then
      v_violations := v_violations || private.violation(
        'gap',
        'The customer''s bookings must be further apart.',
        to_jsonb(v_rule.gap_minutes),
        to_jsonb(private.interval_text(v_gap))
      );
    end if;
  end if;

  if cardinality(v_subject.quotas) > 0 then
    for v_over in
      select counted.quota, with_wish.total
      from private.quotas_used(
        v_subject.quotas, booking_violations.organisation_id, booking_violations.person_id, v_starts_at,
        v_subject.time_zone, booking_violations.at, booking_violations.except_booking_id
      ) as counted
      cross join lateral (
        select counted.used + case (counted.quota).measure when 'bookings' then 1 else v_minutes end as total
      ) as with_wish
      where with_wish.total > (counted.quota).at_most
    loop
      v_violations := v_violations || private.violation(
        concat_ws('_', 'quota', (v_over.quota).holder, (v_over.quota).measure, (v_over.quota).span),
        'The customer''s share is used up.',
        to_jsonb((v_over.quota).at_most),
        to_jsonb(v_over.total)
      );
    end loop;
  end if;

  if v_taken.by_occupancy is not null and private.free_unit(
    booking_violations.instrument_id, v_subject.units, v_with_buffers, at, except_booking_id
  ) is null then
    v_violations := v_violations || private.violation(
      'overlap',
      'The time is already taken.',
      to_jsonb(v_subject.units),
      to_jsonb(private.interval_text(v_taken.by_occupancy))
    );
  end if;

  return v_violations;
end;
$$;
comment on function private.booking_violations is 'The rules that a wish violates, as [{rule, message, limit, actual, lifted_by}].';

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
  at                timestamptz,
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
      and (occupancies.lapses_at > free_unit.at) is not false
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

/*
 * Price in fen. By the hour, off-hours at their own share of the rate, by the minute, half a fen
 * rounded up; or one price for the booking. Never less than the minimum charge.
 */
create function private.booking_price(tariff public.tariffs, wished tstzrange, off_hours_minutes numeric)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_minutes constant numeric := extract(epoch from upper(wished) - lower(wished)) / 60;
begin
  if (tariff).rate_fen is null then
    return null;
  end if;
  return greatest(
    (tariff).minimum_fen,
    case (tariff).basis
      when 'session' then (tariff).rate_fen
      else round(
        (tariff).rate_fen
        * (v_minutes + off_hours_minutes * ((tariff).off_hours_bp - 10000) / 10000)
        / 60
      )::bigint
    end
  );
end;
$$;
comment on function private.booking_price is 'What a booking costs in fen by a tariff; null where the price is by arrangement.';

/*
 * The slots of the wished length that pass everything, nearest to the wished start first. A length
 * that the rules do not allow is brought to the nearest that they do. The judge has the last word
 * about each: what is offered is never refused.
 */
create function private.nearest_slots(
  instrument_id     uuid,
  organisation_id   uuid,
  person_id         uuid,
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
declare
  v_time_zone text;
  v_host_id   uuid;
  v_rule      public.booking_rules;
  v_start     timestamptz;
  v_length    interval;
  v_period    tstzrange;
  v_slot      tstzrange;
  v_slots     jsonb := '[]';
begin
  select platforms.time_zone, platforms.organisation_id
  into v_time_zone, v_host_id
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = nearest_slots.instrument_id;

  v_rule := private.rule_in_force(
    nearest_slots.instrument_id,
    private.customer_kind(nearest_slots.organisation_id, v_host_id),
    greatest(lower(wished), at)
  );
  if v_rule.id is null then
    return v_slots;
  end if;

  v_length := make_interval(
    mins => least(
      greatest(
        (ceil(extract(epoch from upper(wished) - lower(wished)) / 60 / v_rule.granularity_minutes)
          * v_rule.granularity_minutes)::integer,
        v_rule.shortest_minutes
      ),
      v_rule.longest_minutes
    )
  );
  -- A wish outside the bookable days is answered with the nearest bookable ones.
  v_start := greatest(at, least(lower(wished), at + make_interval(days => v_rule.horizon_days)));

  -- Around the wish first; further on only where nothing is left there.
  foreach v_period in array array[
    tstzrange(v_start - interval '7 days', v_start + interval '14 days'),
    tstzrange(v_start + interval '14 days', v_start + interval '60 days')
  ]
  loop
    for v_slot in
      with gaps as (
        select distinct free.gap
        from private.free_gaps(
          nearest_slots.instrument_id, v_period, nearest_slots.at, nearest_slots.organisation_id,
          nearest_slots.person_id, nearest_slots.except_booking_id
        ) as free
      ),
      -- In each gap the slot nearest to the wish, and its neighbours.
      starts as (
        select distinct candidates.starts_at
        from gaps
        cross join lateral (
          select greatest(
            lower(gaps.gap),
            least(
              upper(gaps.gap) - v_length,
              private.align_down(v_start, v_rule.granularity_minutes, v_time_zone)
            )
          ) as starts_at
        ) as clamped
        cross join lateral (
          values (clamped.starts_at), (clamped.starts_at + v_length), (clamped.starts_at - v_length)
        ) as candidates (starts_at)
        where candidates.starts_at >= lower(gaps.gap)
          and candidates.starts_at + v_length <= upper(gaps.gap)
      )
      select tstzrange(starts.starts_at, starts.starts_at + v_length)
      from starts
      order by abs(extract(epoch from starts.starts_at - v_start)), starts.starts_at
      limit 30
    loop
      if private.booking_violations(
        nearest_slots.instrument_id, nearest_slots.organisation_id, nearest_slots.person_id, v_slot,
        nearest_slots.at, null, nearest_slots.except_booking_id
      ) = '[]' then
        v_slots := v_slots || jsonb_build_object('start', lower(v_slot), 'end', upper(v_slot));
        exit when jsonb_array_length(v_slots) = nearest_slots.how_many;
      end if;
    end loop;
    exit when v_slots <> '[]';
  end loop;

  return v_slots;
end;
$$;
comment on function private.nearest_slots is 'Up to how_many slots that pass every rule, nearest to the wish first.';

/*
 * Other instruments of the same class that this customer could have at the wished time, those of the
 * same city first. A dozen are asked, no more: this is an offer, not a search.
 */
create function private.equivalents(
  instrument_id   uuid,
  organisation_id uuid,
  person_id       uuid,
  wished          tstzrange,
  at              timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_other record;
  v_found jsonb := '[]';
begin
  for v_other in
    select others.id, others.name, others.name_en, platforms.name as platform_name
    from public.instruments
    join public.instruments as others
      on others.class_scheme = instruments.class_scheme
      and others.class_level = instruments.class_level
      and others.class_code = instruments.class_code
      and others.id <> instruments.id
      and others.retired_at is null
    join public.platforms on platforms.id = others.platform_id
    where instruments.id = equivalents.instrument_id
      and exists (
        select from public.booking_rules as rules
        where rules.scope_id in (others.id, others.platform_id)
      )
    order by
      others.platform_id <> instruments.platform_id,
      others.city is distinct from instruments.city,
      others.id
    limit 12
  loop
    if private.booking_violations(
      v_other.id, equivalents.organisation_id, equivalents.person_id, wished, at
    ) = '[]' then
      v_found := v_found || jsonb_build_object(
        'instrument', jsonb_build_object(
          'id', v_other.id, 'name', v_other.name, 'name_en', v_other.name_en,
          'platform_name', v_other.platform_name
        ),
        'start', lower(wished),
        'end', upper(wished)
      );
      exit when jsonb_array_length(v_found) = 3;
    end if;
  end loop;

  return v_found;
end;
$$;
comment on function private.equivalents is 'Up to three instruments of the same class that are free for this customer at the wished time.';
