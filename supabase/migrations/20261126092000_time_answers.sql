/*
 * How soon a lab answers, for the lab and for whoever evaluates it: what it was asked in a window,
 * what of that it answered, and what in time. Only its own answers count; where nobody has to
 * accept, nothing is asked.
 */
create function private.answer_times(from_day date, until_day date, platform_id uuid)
returns table (
  kind text, asked bigint, answered bigint, in_time bigint, median_hours numeric, slowest_hours numeric
)
language plpgsql
stable
security definer -- reads requests of customers beneath their own policies
set search_path = ''
as $$
declare
  v_begin constant timestamptz := answer_times.from_day::timestamp at time zone private.ledger_zone();
  v_end   constant timestamptz := (answer_times.until_day + 1)::timestamp at time zone private.ledger_zone();
begin
  if not private.sees_figures_of(array[answer_times.platform_id]) then
    raise exception 'figures_not_yours' using errcode = 'PT403';
  end if;
  return query
  with requests as (
    -- A request that nobody answers in time expires, so that one that was answered was answered in time.
    select
      'booking' as kind, bookings.created_at as asked_at, bookings.decided_at as answered_at,
      bookings.decided_at is not null as is_in_time
    from public.bookings
    where bookings.platform_id = answer_times.platform_id
      and bookings.created_at >= v_begin and bookings.created_at < v_end
      and (
        bookings.decided_at is not null
        or (bookings.status = 'pending' and bookings.approval_stage = 'lab')
      )
    union all
    select
      'application', applications.submitted_at, applications.decided_at,
      coalesce(applications.decided_at <= applications.decide_by, false)
    from public.applications
    where applications.platform_id = answer_times.platform_id
      and applications.submitted_at >= v_begin and applications.submitted_at < v_end
      and applications.status not in ('withdrawn', 'cancelled')
  ),
  timed as (
    select
      requests.*,
      extract(epoch from requests.answered_at - requests.asked_at) / 3600 as hours
    from requests
  )
  select
    kinds.kind,
    count(timed.kind),
    count(timed.answered_at),
    count(*) filter (where timed.is_in_time),
    round(percentile_cont(0.5) within group (order by timed.hours::double precision)::numeric, 1),
    round(max(timed.hours), 1)
  from unnest(array['booking', 'application']) with ordinality as kinds (kind, place)
  left join timed on timed.kind = kinds.kind
  group by kinds.kind, kinds.place
  order by kinds.place;
end;
$$;
comment on function private.answer_times is 'The reader behind public.answer_times.';

create function public.answer_times(from_day date, until_day date, platform_id uuid)
returns table (
  kind text, asked bigint, answered bigint, in_time bigint, median_hours numeric, slowest_hours numeric
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select times.kind, times.asked, times.answered, times.in_time, times.median_hours, times.slowest_hours
    from private.answer_times(
      answer_times.from_day, answer_times.until_day, answer_times.platform_id
    ) as times;
end;
$$;
comment on function public.answer_times is 'Booking requests and applications that a platform got in a window of days: how many, how many answered and in time, and the hours until an answer, their median and the longest. Raises PT403 figures_not_yours.';

grant execute on function
  private.answer_times(date, date, uuid),
  public.answer_times(date, date, uuid)
to authenticated, service_role;
