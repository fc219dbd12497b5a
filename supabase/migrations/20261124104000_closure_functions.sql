/*
 * Maintenance and closures, impact first. A planned closure lets nobody in from the moment it is
 * planned; those who are there already are offered equal slots. Activating it settles the rest in one
 * transaction: whoever has not moved is cancelled with notice, and the time is taken.
 */

/* The closures that a plan means: one, or one every so many weeks at the same time of the lab. */
create function private.closure_periods(
  starts_at timestamptz, ends_at timestamptz, every_weeks integer, repeat_until date, time_zone text
)
returns setof tstzrange
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_first tstzrange := private.wished_range(starts_at, ends_at);
  v_wall_start timestamp := starts_at at time zone time_zone;
  v_wall_end   timestamp := ends_at at time zone time_zone;
  v_shift      interval := interval '0';
begin
  if upper(v_first) - lower(v_first) > interval '366 days' then
    raise exception 'closure_too_long' using errcode = 'PT422', detail = '366 days';
  end if;
  if every_weeks is null then
    return next v_first;
    return;
  end if;
  if every_weeks not between 1 and 52 or repeat_until is null
    or repeat_until > (v_wall_start + interval '2 years')::date then
    raise exception 'repetition_invalid' using errcode = 'PT422', detail = '1..52 weeks, 2 years';
  end if;
  while (v_wall_start + v_shift)::date <= repeat_until loop
    return next tstzrange(
      (v_wall_start + v_shift) at time zone time_zone, (v_wall_end + v_shift) at time zone time_zone
    );
    v_shift := v_shift + make_interval(weeks => every_weeks);
  end loop;
end;
$$;
comment on function private.closure_periods is 'The periods of a closure and its repetitions, in wall time of the lab. Raises PT422 closure_too_long, repetition_invalid.';

/* Bookings that hold time within a period, whatever they wait for. */
create function private.bookings_within(instrument_id uuid, period tstzrange, at timestamptz)
returns setof public.bookings
language plpgsql
stable
rows 5
set search_path = ''
as $$
begin
  return query
  select bookings.*
  from public.occupancies
  join public.bookings on bookings.id = occupancies.booking_id
  where occupancies.instrument_id = bookings_within.instrument_id
    and occupancies.active
    and (occupancies.lapses_at > bookings_within.at) is not false
    and occupancies.during && bookings_within.period
    and bookings.status in ('pending', 'confirmed', 'in_use')
  order by bookings.starts_at, bookings.id;
end;
$$;
comment on function private.bookings_within is 'The bookings whose held time overlaps a period.';

create function private.require_staff_of(instrument_ids uuid[])
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if coalesce(cardinality(instrument_ids), 0) = 0 or exists (
    select from unnest(instrument_ids) as asked (id)
    left join public.instruments on instruments.id = asked.id
    where instruments.id is null
  ) then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;
  if cardinality(instrument_ids) > 200 then
    raise exception 'too_many_instruments' using errcode = 'PT422', detail = '200';
  end if;
  if exists (
    select from public.instruments
    where instruments.id = any (instrument_ids) and not private.can_staff(instruments.platform_id)
  ) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
end;
$$;
comment on function private.require_staff_of is 'Raises unless the person asking staffs the platforms of all these instruments.';

create function private.preview_closure(
  instrument_ids uuid[], starts_at timestamptz, ends_at timestamptz, every_weeks integer, repeat_until date
)
returns jsonb
language plpgsql
stable
security definer -- the lab may see whom it would disturb
set search_path = ''
as $$
declare
  v_at constant timestamptz := clock_timestamp();
begin
  perform private.require_staff_of(instrument_ids);
  return (
    with periods as (
      select
        instruments.id as instrument_id,
        jsonb_build_object(
          'name', instruments.name, 'language', instruments.language, 'name_en', instruments.name_en
        ) as instrument,
        period
      from public.instruments
      join public.platforms on platforms.id = instruments.platform_id
      cross join lateral private.closure_periods(
        preview_closure.starts_at, preview_closure.ends_at, preview_closure.every_weeks,
        preview_closure.repeat_until, platforms.time_zone
      ) as period
      where instruments.id = any (instrument_ids)
    ),
    disturbed as (
      select distinct on (booking.id)
        periods.instrument, periods.period, booking.*,
        jsonb_build_object(
          'name', organisations.name, 'language', organisations.language, 'name_en', organisations.name_en
        ) as organisation,
        people.display_name as person_name
      from periods
      cross join lateral private.bookings_within(periods.instrument_id, periods.period, v_at) as booking
      join public.organisations on organisations.id = booking.organisation_id
      join public.people on people.id = booking.person_id
      order by booking.id, lower(periods.period)
    )
    select jsonb_build_object(
      'periods', (
        select jsonb_agg(jsonb_build_object('start', lower(spans.period), 'end', upper(spans.period)) order by spans.period)
        from (select distinct periods.period from periods) as spans
      ),
      'price_fen', (select coalesce(sum(disturbed.price_fen), 0) from disturbed),
      'bookings', (
        select coalesce(
          jsonb_agg(
            jsonb_build_object(
              'id', disturbed.id,
              'instrument_id', disturbed.instrument_id,
              'instrument', disturbed.instrument,
              'organisation', disturbed.organisation,
              'person_name', disturbed.person_name,
              'starts_at', disturbed.starts_at,
              'ends_at', disturbed.ends_at,
              'status', disturbed.status,
              'price_fen', disturbed.price_fen,
              'currency', disturbed.currency
            )
            order by disturbed.starts_at, disturbed.id
          ),
          '[]'
        )
        from disturbed
      )
    )
  );
end;
$$;
comment on function private.preview_closure is 'The reader behind public.preview_closure.';

create function public.preview_closure(
  instrument_ids uuid[],
  starts_at      timestamptz,
  ends_at        timestamptz,
  every_weeks    integer default null,
  repeat_until   date default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.preview_closure(
    preview_closure.instrument_ids, preview_closure.starts_at, preview_closure.ends_at,
    preview_closure.every_weeks, preview_closure.repeat_until
  );
end;
$$;
comment on function public.preview_closure is 'Whom a closure would disturb: {periods, price_fen, bookings}. Raises PT403, PT404, PT422.';

create function private.plan_closure(
  instrument_ids uuid[],
  kind           public.occupancy_kind,
  starts_at      timestamptz,
  ends_at        timestamptz,
  reason         text,
  every_weeks    integer,
  repeat_until   date
)
returns setof public.closures
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_known      jsonb;
  v_instrument record;
  v_period     tstzrange;
  v_closure    public.closures;
  v_booking    public.bookings;
  v_planned    uuid[] := '{}';
  v_series_id  uuid;
  v_at         timestamptz;
begin
  perform private.require_staff_of(instrument_ids);
  if plan_closure.kind is null or plan_closure.kind not in ('maintenance', 'closure', 'own_use') then
    raise exception 'closure_kind_unknown' using errcode = 'PT422', detail = plan_closure.kind::text;
  end if;
  v_known := private.replayed_answer(
    'plan_closure',
    jsonb_build_array(
      plan_closure.instrument_ids, plan_closure.kind, plan_closure.starts_at, plan_closure.ends_at,
      plan_closure.reason, plan_closure.every_weeks, plan_closure.repeat_until
    )
  );
  if v_known is not null then
    return query
    select closures.* from public.closures
    where closures.id in (select value::uuid from jsonb_array_elements_text(v_known))
    order by closures.during, closures.id;
    return;
  end if;

  for v_instrument in
    select instruments.id, instruments.platform_id, platforms.time_zone
    from public.instruments
    join public.platforms on platforms.id = instruments.platform_id
    where instruments.id = any (instrument_ids)
    order by instruments.id
    for no key update of instruments
  loop
    perform private.release_lapsed(v_instrument.id);
    v_at := clock_timestamp();
    v_series_id := gen_random_uuid();

    for v_period in
      select * from private.closure_periods(
        plan_closure.starts_at, plan_closure.ends_at, plan_closure.every_weeks,
        plan_closure.repeat_until, v_instrument.time_zone
      )
    loop
      if upper(v_period) <= v_at then
        raise exception 'closure_over' using errcode = 'PT422', detail = upper(v_period)::text;
      end if;
      insert into public.closures (
        series_id, platform_id, instrument_id, kind, during, reason, planned_by
      )
      values (
        v_series_id, v_instrument.platform_id, v_instrument.id, plan_closure.kind, v_period,
        nullif(btrim(plan_closure.reason), ''), auth.uid()
      )
      returning * into v_closure;
      v_planned := v_planned || v_closure.id;
      perform private.record_audit('plan', 'closure', v_closure.id, null, to_jsonb(v_closure));
    end loop;
  end loop;

  -- Only when all are in place is it known which slots are left to offer.
  for v_closure in
    select closures.* from public.closures where closures.id = any (v_planned) order by closures.id
  loop
    for v_booking in
      select * from private.bookings_within(v_closure.instrument_id, v_closure.during, v_at) as booking
      where booking.status <> 'in_use'
    loop
      insert into public.closure_offers (closure_id, booking_id, slots)
      values (
        v_closure.id,
        v_booking.id,
        private.nearest_slots(
          v_booking.instrument_id, v_booking.organisation_id, v_booking.person_id, v_booking.reserved,
          v_at, v_booking.id
        )
      );
      insert into private.outbox (topic, subject_id) values ('booking_displaced', v_booking.id);
    end loop;
    perform private.activate_if_clear(v_closure.id);
  end loop;

  perform private.keep_answer('plan_closure', to_jsonb(v_planned));
  return query
  select closures.* from public.closures
  where closures.id = any (v_planned)
  order by closures.during, closures.id;
end;
$$;
comment on function private.plan_closure is 'The writer behind public.plan_closure.';

create function public.plan_closure(
  instrument_ids uuid[],
  kind           public.occupancy_kind,
  starts_at      timestamptz,
  ends_at        timestamptz,
  reason         text default null,
  every_weeks    integer default null,
  repeat_until   date default null
)
returns setof public.closures
language plpgsql
volatile
set search_path = ''
as $$
begin
  return query
  select * from private.plan_closure(
    plan_closure.instrument_ids, plan_closure.kind, plan_closure.starts_at, plan_closure.ends_at,
    plan_closure.reason, plan_closure.every_weeks, plan_closure.repeat_until
  );
end;
$$;
comment on function public.plan_closure is 'Plans maintenance, a closure or the lab''s own use, once or every so many weeks. New bookings are kept out at once; where nobody is disturbed it is active at once, the others are offered slots. Raises PT403, PT404, PT422.';

/* Takes the time of a closure on every unit, around whatever else holds it. */
create function private.take_closure_time(closure public.closures)
returns public.closures
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_after public.closures;
begin
  insert into public.occupancies (instrument_id, unit, kind, during, closure_id)
  select (closure).instrument_id, units.unit, (closure).kind, span, (closure).id
  from public.instruments
  cross join lateral generate_series(1, instruments.units) as units (unit)
  cross join lateral unnest(
    tstzmultirange((closure).during)
    - coalesce(
      (
        select range_agg(occupancies.during)
        from public.occupancies
        where occupancies.instrument_id = (closure).instrument_id
          and occupancies.unit = units.unit
          and occupancies.active
          and occupancies.during && (closure).during
      ),
      '{}'::tstzmultirange
    )
  ) as span
  where instruments.id = (closure).instrument_id;

  update public.closures
  set status = 'active', activated_at = clock_timestamp()
  where closures.id = (closure).id
  returning * into v_after;
  perform private.record_audit('activate', 'closure', v_after.id, to_jsonb(closure), to_jsonb(v_after));
  return v_after;
end;
$$;
comment on function private.take_closure_time is 'Makes a planned closure active. The caller holds the instrument''s lock and has cleared the bookings.';

create function private.activate_if_clear(closure_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_closure public.closures;
begin
  select closures.* into strict v_closure
  from public.closures where closures.id = activate_if_clear.closure_id;
  if v_closure.status = 'planned' and not exists (
    select from private.bookings_within(v_closure.instrument_id, v_closure.during, clock_timestamp())
  ) then
    perform private.take_closure_time(v_closure);
  end if;
end;
$$;
comment on function private.activate_if_clear is 'Activates a planned closure that disturbs nobody any more. The caller holds the instrument''s lock.';

create function private.activate_closure(closure_id uuid)
returns public.closures
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_closure public.closures;
  v_booking public.bookings;
  v_after   public.bookings;
  v_at      timestamptz;
  v_cut     timestamptz;
begin
  select closures.* into v_closure from public.closures where closures.id = activate_closure.closure_id;
  if not found or not private.can_staff(v_closure.platform_id) then
    raise exception 'closure_not_found' using errcode = 'PT404';
  end if;

  perform private.lock_bookings(array(
    select booking.id
    from private.bookings_within(v_closure.instrument_id, v_closure.during, clock_timestamp()) as booking
  ));
  perform from public.instruments
  where instruments.id = v_closure.instrument_id for no key update;
  perform private.release_lapsed(v_closure.instrument_id);
  select closures.* into strict v_closure
  from public.closures where closures.id = v_closure.id for no key update;
  if v_closure.status = 'active' then
    return v_closure;
  end if;
  if v_closure.status <> 'planned' then
    raise exception 'closure_ended' using errcode = 'PT409';
  end if;

  v_at := clock_timestamp();
  for v_booking in
    select * from private.bookings_within(v_closure.instrument_id, v_closure.during, v_at)
  loop
    if v_booking.status = 'in_use' then
      -- Whoever is at the instrument keeps what comes before, and what has been already.
      v_cut := greatest(lower(v_closure.during), v_at, v_booking.starts_at + interval '1 minute');
      update public.bookings
      set
        reserved = tstzrange(bookings.starts_at, least(bookings.ends_at, v_cut)),
        revision = bookings.revision + 1,
        updated_at = v_at
      where bookings.id = v_booking.id
      returning * into v_after;
      update public.occupancies
      set during = tstzrange(lower(occupancies.during), v_cut)
      where occupancies.booking_id = v_booking.id
        and lower(occupancies.during) < v_cut
        and upper(occupancies.during) > v_cut;
      perform private.record_audit('shorten', 'booking', v_after.id, to_jsonb(v_booking), to_jsonb(v_after));
      insert into private.outbox (topic, subject_id) values ('booking_shortened', v_after.id);
    else
      perform private.call_off(v_booking, v_closure.reason, v_closure.id);
      insert into private.outbox (topic, subject_id) values ('booking_cancelled', v_booking.id);
    end if;
  end loop;

  update public.closure_offers
  set outcome = 'cancelled', answered_at = v_at
  from public.bookings
  where closure_offers.closure_id = v_closure.id
    and closure_offers.outcome is null
    and bookings.id = closure_offers.booking_id
    and bookings.displaced_by = v_closure.id;

  return private.take_closure_time(v_closure);
end;
$$;
comment on function private.activate_closure is 'The writer behind public.activate_closure.';

create function public.activate_closure(closure_id uuid)
returns public.closures
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.activate_closure(activate_closure.closure_id);
end;
$$;
comment on function public.activate_closure is 'Takes the time of a planned closure: whoever has not moved is cancelled with notice, whoever is at the instrument is cut short. Twice is once. Raises PT404, PT409 closure_ended.';

create function private.end_closure(closure_id uuid)
returns public.closures
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before public.closures;
  v_after  public.closures;
  v_at     timestamptz;
begin
  select closures.* into v_before from public.closures where closures.id = end_closure.closure_id;
  if not found or not private.can_staff(v_before.platform_id) then
    raise exception 'closure_not_found' using errcode = 'PT404';
  end if;
  perform from public.instruments
  where instruments.id = v_before.instrument_id for no key update;
  select closures.* into strict v_before
  from public.closures where closures.id = v_before.id for no key update;
  if v_before.status = 'ended' then
    return v_before;
  end if;

  v_at := clock_timestamp();
  update public.occupancies
  set
    active = lower(occupancies.during) < v_at,
    during = case
      when lower(occupancies.during) < v_at
        then tstzrange(lower(occupancies.during), least(upper(occupancies.during), v_at))
      else occupancies.during
    end
  where occupancies.closure_id = v_before.id and occupancies.active;

  update public.closures
  set status = 'ended', ended_at = v_at
  where closures.id = v_before.id
  returning * into v_after;
  update public.closure_offers
  set outcome = 'kept', answered_at = v_at
  where closure_offers.closure_id = v_before.id and closure_offers.outcome is null;

  perform private.record_audit('end', 'closure', v_after.id, to_jsonb(v_before), to_jsonb(v_after));
  return v_after;
end;
$$;
comment on function private.end_closure is 'The writer behind public.end_closure.';

create function public.end_closure(closure_id uuid)
returns public.closures
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.end_closure(end_closure.closure_id);
end;
$$;
comment on function public.end_closure is 'Calls a closure off, or ends it now, and frees its time. Twice is once. Raises PT404.';

/* The customer's answer to an offer: one of its slots, or none. */
create function private.answer_closure_offer(booking_id uuid, starts_at timestamptz)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.bookings;
  v_booking public.bookings;
  v_offer   public.closure_offers;
  v_wished  tstzrange;
  v_lifted  jsonb;
  v_at      timestamptz;
begin
  v_before := private.lock_booking(answer_closure_offer.booking_id);
  perform private.require_open_booking(v_before);
  select offers.* into v_offer
  from public.closure_offers as offers
  join public.closures on closures.id = offers.closure_id
  where offers.booking_id = v_before.id and offers.outcome is null and closures.status = 'planned'
  order by closures.during
  limit 1
  for update of offers;
  if not found then
    raise exception 'offer_closed' using errcode = 'PT409';
  end if;

  v_at := clock_timestamp();
  if answer_closure_offer.starts_at is null then
    v_booking := private.call_off(v_before, null, v_offer.closure_id);
    insert into private.outbox (topic, subject_id) values ('booking_cancelled', v_booking.id);
  else
    if not exists (
      select from jsonb_array_elements(v_offer.slots) as slot
      where (slot ->> 'start')::timestamptz = answer_closure_offer.starts_at
    ) then
      raise exception 'slot_not_offered' using errcode = 'PT422';
    end if;
    v_wished := (
      select tstzrange((slot ->> 'start')::timestamptz, (slot ->> 'end')::timestamptz)
      from jsonb_array_elements(v_offer.slots) as slot
      where (slot ->> 'start')::timestamptz = answer_closure_offer.starts_at
      limit 1
    );
    -- It was in time when it was offered.
    v_lifted := private.require_allowed(
      v_before.instrument_id, v_before.organisation_id, v_before.person_id,
      private.booking_violations(
        v_before.instrument_id, v_before.organisation_id, v_before.person_id, v_wished, v_at, null,
        v_before.id
      ),
      v_wished, v_at, '{lead_time}', v_before.id
    );
    v_booking := private.give_time(
      v_before, v_wished, v_before.approval_stage, v_before.price_fen, v_lifted, 'closure', v_at
    );
    perform private.record_audit('move', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking));
    insert into private.outbox (topic, subject_id) values ('booking_moved', v_booking.id);
  end if;

  update public.closure_offers
  set
    outcome = case when answer_closure_offer.starts_at is null then 'cancelled' else 'moved' end,
    answered_at = v_at
  where closure_offers.closure_id = v_offer.closure_id and closure_offers.booking_id = v_before.id;
  perform private.activate_if_clear(v_offer.closure_id);
  return v_booking;
end;
$$;
comment on function private.answer_closure_offer is 'The writer behind public.answer_closure_offer.';

create function public.answer_closure_offer(booking_id uuid, starts_at timestamptz default null)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.answer_closure_offer(answer_closure_offer.booking_id, answer_closure_offer.starts_at);
end;
$$;
comment on function public.answer_closure_offer is 'Moves a booking that a closure is in the way of to a slot that was offered, at no higher price, or cancels it without consequence. Raises PT409 offer_closed, PT422 slot_not_offered, and as book_instrument does.';

grant execute on function
  private.preview_closure(uuid[], timestamptz, timestamptz, integer, date),
  private.plan_closure(uuid[], public.occupancy_kind, timestamptz, timestamptz, text, integer, date),
  private.activate_closure(uuid),
  private.end_closure(uuid),
  private.answer_closure_offer(uuid, timestamptz),
  public.preview_closure(uuid[], timestamptz, timestamptz, integer, date),
  public.plan_closure(uuid[], public.occupancy_kind, timestamptz, timestamptz, text, integer, date),
  public.activate_closure(uuid),
  public.end_closure(uuid),
  public.answer_closure_offer(uuid, timestamptz)
to authenticated;
