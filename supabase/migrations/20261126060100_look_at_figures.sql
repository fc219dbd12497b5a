/*
 * What an evaluator looks at beside the groups of a report: when in the week instruments were used, and
 * how much of what was asked for came to count. Both tell little things about few, so they are for
 * those from whom no cell is kept.
 */
create function private.used_by_hour(
  from_day date, until_day date, platform_id uuid, city text, designation_kind text
)
returns table (weekday integer, hour integer, used_minutes numeric)
language plpgsql
stable
security definer -- reads the roll-up, which no role may read
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_platforms constant uuid[] := private.read_report_scope(
    used_by_hour.from_day, used_by_hour.until_day, 'all', used_by_hour.platform_id, used_by_hour.city,
    used_by_hour.designation_kind, 'yearbook'
  );
  v_stale_platforms uuid[];
  v_stale_days      date[];
begin
  if not private.sees_figures_of(v_platforms) then
    raise exception 'figures_not_yours' using errcode = 'PT403';
  end if;
  select array_agg(stale.platform_id), array_agg(stale.day)
  into v_stale_platforms, v_stale_days
  from (
    select distinct marks.platform_id, marks.day
    from private.figure_marks as marks
    where marks.platform_id = any (v_platforms)
      and marks.day between used_by_hour.from_day and used_by_hour.until_day
  ) as stale;

  return query
  with stale as materialized (
    select pairs.platform_id, pairs.day from unnest(v_stale_platforms, v_stale_days) as pairs (platform_id, day)
  ),
  spans as materialized (
    select spans.* from private.spans_of_figures(
      used_by_hour.from_day, used_by_hour.until_day, v_platforms, v_stale_platforms, v_stale_days, 'month'
    ) as spans
  ),
  days as (
    select kept.weekday, kept.hourly_seconds
    from spans
    join private.weekday_months as kept
      on kept.platform_id = spans.platform_id and kept.month = date_trunc('month', spans.first_day)
    where spans.is_whole
    union all
    select extract(isodow from kept.day)::integer, kept.hourly_seconds
    from spans
    join private.platform_days as kept
      on kept.platform_id = spans.platform_id and kept.day between spans.first_day and spans.last_day
    where not spans.is_whole
      and not exists (
        select from stale where stale.platform_id = kept.platform_id and stale.day = kept.day
      )
    union all
    select extract(isodow from fresh.day)::integer, private.seconds_by_hour(array_agg(fresh.span))
    from (
      select scanned.day, unnest(range_agg(scanned.during)) as span
      from private.scan_figures(v_stale_platforms, v_stale_days, 'infinity') as scanned
      where scanned.during is not null
      group by scanned.platform_id, scanned.instrument_id, scanned.day
    ) as fresh
    group by fresh.day
  )
  select
    days.weekday,
    (hours.position - 1)::integer,
    round(sum(hours.seconds) / 60, 4)
  from days
  cross join lateral unnest(days.hourly_seconds) with ordinality as hours (seconds, position)
  group by 1, 2
  order by 1, 2;
end;
$$;
comment on function private.used_by_hour is 'The reader behind public.used_by_hour.';

create function public.used_by_hour(
  from_day date, until_day date, platform_id uuid default null, city text default null,
  designation_kind text default null
)
returns table (weekday integer, hour integer, used_minutes numeric)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select figures.weekday, figures.hour, figures.used_minutes
    from private.used_by_hour(
      used_by_hour.from_day, used_by_hour.until_day, used_by_hour.platform_id, used_by_hour.city,
      used_by_hour.designation_kind
    ) as figures;
end;
$$;
comment on function public.used_by_hour is 'Effective machine time of a window by weekday (1 is Monday) and hour of the day, of the platforms in a scope. Raises PT403 figures_not_yours, PT422 period_invalid.';

create function private.service_funnel(
  from_day date, until_day date, platform_id uuid, city text, designation_kind text
)
returns table (
  requested bigint, held bigint, used bigint, recorded bigint, shared bigint, confirmed bigint
)
language plpgsql
stable
security definer -- counts bookings that the person asking may not read one by one
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_platforms constant uuid[] := private.read_report_scope(
    service_funnel.from_day, service_funnel.until_day, 'all', service_funnel.platform_id,
    service_funnel.city, service_funnel.designation_kind, 'yearbook'
  );
  v_begin constant timestamptz := service_funnel.from_day::timestamp at time zone private.ledger_zone();
  v_end   constant timestamptz :=
    (service_funnel.until_day + 1)::timestamp at time zone private.ledger_zone();
begin
  if not private.sees_figures_of(v_platforms) then
    raise exception 'figures_not_yours' using errcode = 'PT403';
  end if;
  return query
  with asked as (
    select bookings.id, public.effective_status(bookings) as status
    from public.bookings
    where bookings.platform_id = any (v_platforms)
      and bookings.starts_at >= v_begin and bookings.starts_at < v_end
  ),
  followed as (
    select
      asked.status in ('confirmed', 'in_use', 'completed', 'no_show') as is_held,
      exists (select from public.usage_sessions as sessions where sessions.booking_id = asked.id) as is_used,
      records.id is not null and records.state = 'rendered' as is_recorded,
      coalesce(public.is_shared(records), false) and records.state = 'rendered' as is_shared,
      records.id is not null and (
        -- Whoever says nothing for long enough has confirmed; whoever disputes has not.
        case coalesce(said.verdict, 'none')
          when 'confirmed' then true
          when 'disputed' then false
          else public.confirmed_from(records) <= now()
        end
      ) as is_confirmed
    from asked
    left join lateral (
      select versions.*
      from public.service_records as versions
      where versions.booking_id = asked.id
        and not exists (select from public.service_records as later where later.corrects = versions.id)
      limit 1
    ) as records on true
    left join lateral (
      select confirmations.verdict
      from public.service_record_confirmations as confirmations
      where confirmations.record_id = records.id and confirmations.side = 'customer'
      order by confirmations.created_at desc, confirmations.id desc
      limit 1
    ) as said on true
  )
  select
    count(*),
    count(*) filter (where followed.is_held or followed.is_used or followed.is_recorded),
    count(*) filter (where followed.is_used or followed.is_recorded),
    count(*) filter (where followed.is_recorded),
    count(*) filter (where followed.is_recorded and followed.is_shared),
    count(*) filter (where followed.is_recorded and followed.is_shared and followed.is_confirmed)
  from followed;
end;
$$;
comment on function private.service_funnel is 'The reader behind public.service_funnel.';

create function public.service_funnel(
  from_day date, until_day date, platform_id uuid default null, city text default null,
  designation_kind text default null
)
returns table (
  requested bigint, held bigint, used bigint, recorded bigint, shared bigint, confirmed bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select
      figures.requested, figures.held, figures.used, figures.recorded, figures.shared, figures.confirmed
    from private.service_funnel(
      service_funnel.from_day, service_funnel.until_day, service_funnel.platform_id, service_funnel.city,
      service_funnel.designation_kind
    ) as figures;
end;
$$;
comment on function public.service_funnel is 'How many bookings that begin in a window were asked for, kept, used, recorded, counted as shared, and of those confirmed by the one served. Each step is a part of the one before. Raises PT403 figures_not_yours, PT422 period_invalid.';

grant execute on function
  private.used_by_hour(date, date, uuid, text, text),
  public.used_by_hour(date, date, uuid, text, text),
  private.service_funnel(date, date, uuid, text, text),
  public.service_funnel(date, date, uuid, text, text)
to authenticated, service_role;
