/*
 * The day of use. What was used is a record apart from what was reserved: check-in opens it,
 * check-out closes it and frees what is left of the time. Nothing here waits for a job: a missed
 * booking is free for others from the minute its grace is over, and a late check-in still works until
 * somebody has taken the time.
 */

/* Who says so: the customer, the lab, or the instrument's own agent by its token. */
create function private.usage_source(booking public.bookings)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when auth.jwt() ->> 'instrument_id' is not null then 'agent'
    when private.acts_for_lab(booking) then 'technician'
    else 'person'
  end;
end;
$$;
comment on function private.usage_source is 'person, technician or agent: who reports the use of a booking.';

/*
 * When something happened that is reported now. A phone without a network reports later; it is
 * believed within the time that the booking could have begun, and the delay is flagged.
 */
create function private.reported_time(happened_at timestamptz, not_before timestamptz, at timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
  return least(greatest(coalesce(happened_at, at), not_before), at);
end;
$$;
comment on function private.reported_time is 'The time reported, brought between the earliest possible and now.';

create function private.check_in(booking_id uuid, happened_at timestamptz)
returns public.usage_sessions
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before    public.bookings;
  v_booking   public.bookings;
  v_occupancy public.occupancies;
  v_session   public.usage_sessions;
  v_at        timestamptz;
  v_begins    timestamptz;
  v_during    tstzrange;
  v_unit      smallint;
  v_early     constant interval := interval '15 minutes';
begin
  v_before := private.lock_booking(check_in.booking_id);
  if not private.can_change_booking(v_before) then
    raise exception 'booking_not_yours' using errcode = 'PT403';
  end if;
  if v_before.status in ('in_use', 'completed') then
    select sessions.* into v_session
    from public.usage_sessions as sessions
    where sessions.booking_id = v_before.id
    order by sessions.started_at
    limit 1;
    if found then
      return v_session;
    end if;
  end if;
  if v_before.status <> 'confirmed' then
    raise exception 'booking_closed' using errcode = 'PT409',
      detail = public.effective_status(v_before)::text;
  end if;

  v_at := clock_timestamp();
  if v_before.ends_at <= v_at then
    raise exception 'booking_over' using errcode = 'PT409', detail = v_before.ends_at::text;
  end if;
  if v_at < v_before.starts_at - v_early then
    raise exception 'check_in_too_early' using errcode = 'PT409',
      detail = (v_before.starts_at - v_early)::text;
  end if;
  v_begins := private.reported_time(check_in.happened_at, v_before.starts_at - v_early, v_at);

  select occupancies.* into strict v_occupancy
  from public.occupancies
  where occupancies.booking_id = v_before.id;

  -- Whoever comes early takes the time before theirs too, and whoever comes too late what is left:
  -- both only where it is free, on their own unit if they can.
  v_during := tstzrange(least(lower(v_occupancy.during), v_at), upper(v_occupancy.during));
  v_unit := v_occupancy.unit;
  if not v_occupancy.active then
    v_during := tstzrange(v_at, upper(v_occupancy.during));
  end if;
  if exists (
    select from public.occupancies
    where occupancies.instrument_id = v_before.instrument_id
      and occupancies.unit = v_unit
      and occupancies.active
      and occupancies.during && v_during
      and occupancies.id <> v_occupancy.id
  ) then
    v_unit := private.free_unit(
      v_before.instrument_id,
      (select instruments.units from public.instruments where instruments.id = v_before.instrument_id),
      v_during, v_at, v_before.id
    );
  end if;
  if v_unit is null then
    if v_occupancy.active then
      raise exception 'check_in_too_early' using errcode = 'PT409', detail = v_before.starts_at::text;
    end if;
    raise exception 'slot_taken_meanwhile' using errcode = 'PT409', detail = v_before.no_show_at::text;
  end if;

  -- One open session a unit: whoever forgot to check out is checked out now.
  perform private.close_forgotten_session(v_before.instrument_id, v_unit, v_begins, v_at);

  update public.bookings
  set status = 'in_use', revision = bookings.revision + 1, updated_at = v_at
  where bookings.id = v_before.id
  returning * into v_booking;

  update public.occupancies
  set active = true, unit = v_unit, during = v_during, lapses_at = null
  where occupancies.id = v_occupancy.id;

  insert into public.usage_sessions (
    instrument_id, unit, booking_id, started_at, source, started_by, flags
  )
  values (
    v_before.instrument_id, v_unit, v_before.id, v_begins, private.usage_source(v_before), auth.uid(),
    array_remove(array[
      case when v_at >= v_before.no_show_at then 'late' end,
      case when v_at - v_begins > interval '2 minutes' then 'reported_late' end
    ], null)
  )
  returning * into v_session;

  perform private.record_audit('check_in', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking));
  return v_session;
end;
$$;
comment on function private.check_in is 'The writer behind public.check_in.';

create function private.close_forgotten_session(
  instrument_id uuid, unit smallint, next_begins timestamptz, at timestamptz
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_session public.usage_sessions;
  v_closed  public.usage_sessions;
begin
  select sessions.* into v_session
  from public.usage_sessions as sessions
  where sessions.instrument_id = close_forgotten_session.instrument_id
    and sessions.unit = close_forgotten_session.unit
    and sessions.ended_at is null
  for update;
  if not found then
    return;
  end if;

  update public.usage_sessions as sessions
  set
    ended_at = greatest(
      least(close_forgotten_session.next_begins, close_forgotten_session.at),
      v_session.started_at + interval '1 second'
    ),
    closed_at = close_forgotten_session.at,
    flags = sessions.flags || '{forgotten}'
  where sessions.id = v_session.id
  returning sessions.* into v_closed;

  update public.bookings
  set status = 'completed', updated_at = close_forgotten_session.at
  where bookings.id = v_session.booking_id and bookings.status = 'in_use';
  -- Whatever is left of their time is the next one's.
  update public.occupancies
  set during = tstzrange(lower(occupancies.during), close_forgotten_session.at)
  where occupancies.booking_id = v_session.booking_id
    and lower(occupancies.during) < close_forgotten_session.at
    and upper(occupancies.during) > close_forgotten_session.at;

  perform private.record_audit(
    'close_forgotten', 'usage_session', v_closed.id, to_jsonb(v_session), to_jsonb(v_closed)
  );
end;
$$;
comment on function private.close_forgotten_session is 'Ends the open session of a unit when the next one begins, and flags it. The caller holds the instrument''s lock.';

create function private.check_out(booking_id uuid, happened_at timestamptz)
returns public.usage_sessions
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before   public.bookings;
  v_booking  public.bookings;
  v_session  public.usage_sessions;
  v_rule     public.booking_rules;
  v_at       timestamptz;
  v_ends     timestamptz;
  v_is_over  timestamptz;
begin
  v_before := private.lock_booking(check_out.booking_id);
  if not private.can_change_booking(v_before) then
    raise exception 'booking_not_yours' using errcode = 'PT403';
  end if;
  select sessions.* into v_session
  from public.usage_sessions as sessions
  where sessions.booking_id = v_before.id
  order by sessions.ended_at is null desc, sessions.started_at desc
  limit 1;
  if not found then
    raise exception 'not_checked_in' using errcode = 'PT409',
      detail = public.effective_status(v_before)::text;
  end if;
  if v_session.ended_at is not null then
    return v_session;
  end if;

  v_at := clock_timestamp();
  v_ends := greatest(
    private.reported_time(check_out.happened_at, v_session.started_at, v_at),
    v_session.started_at + interval '1 second'
  );

  update public.usage_sessions as sessions
  set
    ended_at = v_ends,
    closed_at = v_at,
    ended_by = auth.uid(),
    flags = sessions.flags || array_remove(array[
      case when v_ends > v_before.ends_at then 'overrun' end,
      case
        when v_at - v_ends > interval '2 minutes' and not sessions.flags @> '{reported_late}'
          then 'reported_late'
      end
    ], null)
  where sessions.id = v_session.id
  returning sessions.* into v_session;

  update public.bookings
  set status = 'completed', revision = bookings.revision + 1, updated_at = v_at
  where bookings.id = v_before.id
  returning * into v_booking;

  -- Whoever is done early frees the rest at once, but for the tear-down.
  select rules.* into strict v_rule from public.booking_rules as rules where rules.id = v_before.rule_id;
  v_is_over := v_at + make_interval(mins => v_rule.teardown_minutes);
  update public.occupancies
  set during = tstzrange(lower(occupancies.during), v_is_over)
  where occupancies.booking_id = v_before.id
    and lower(occupancies.during) < v_is_over
    and upper(occupancies.during) > v_is_over;

  perform private.record_audit('check_out', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking));
  return v_session;
end;
$$;
comment on function private.check_out is 'The writer behind public.check_out.';

create function public.check_in(booking_id uuid, happened_at timestamptz default null)
returns public.usage_sessions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.check_in(check_in.booking_id, check_in.happened_at);
end;
$$;
comment on function public.check_in is 'Opens the use of a booking, from a quarter of an hour before its start until its end; twice is once. happened_at is when a phone without a network was told. Raises PT403, PT404, PT409 check_in_too_early, slot_taken_meanwhile, booking_over, booking_closed.';

create function public.check_out(booking_id uuid, happened_at timestamptz default null)
returns public.usage_sessions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.check_out(check_out.booking_id, check_out.happened_at);
end;
$$;
comment on function public.check_out is 'Closes the use of a booking and frees the rest of its time; twice is once. Raises PT403, PT404, PT409 not_checked_in.';

/*
 * What a phone at the instrument shows to whoever holds it: their own booking that could begin or is
 * under way, whether somebody is still in, and when the next one comes.
 */
create function private.instrument_desk(instrument_id uuid)
returns jsonb
language plpgsql
stable
security definer -- tells times of occupancies and sessions, and of bookings only one's own
set search_path = ''
as $$
declare
  v_instrument record;
  v_at         constant timestamptz := clock_timestamp();
begin
  select
    instruments.id, instruments.name, instruments.language, instruments.name_en, instruments.units,
    instruments.platform_id,
    platforms.time_zone, platforms.name as platform_name, platforms.language as platform_language,
    platforms.name_en as platform_name_en
  into v_instrument
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = instrument_desk.instrument_id;
  if not found then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;

  return jsonb_build_object(
    'instrument', to_jsonb(v_instrument),
    'at', v_at,
    'is_staff', private.can_staff(v_instrument.platform_id),
    'open_sessions', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'unit', sessions.unit,
            'started_at', sessions.started_at,
            'reserved_until', bookings.ends_at,
            'is_overrun', bookings.ends_at < v_at
          )
          order by sessions.unit
        ),
        '[]'
      )
      from public.usage_sessions as sessions
      left join public.bookings on bookings.id = sessions.booking_id
      where sessions.instrument_id = v_instrument.id and sessions.ended_at is null
    ),
    -- The lab sees everybody's, a customer their own and, as owner, their organisation's.
    'bookings', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'id', bookings.id,
            'starts_at', bookings.starts_at,
            'ends_at', bookings.ends_at,
            'status', public.effective_status(bookings),
            'no_show_at', bookings.no_show_at,
            'person_name', people.display_name,
            'organisation_name', organisations.name,
            'is_own', bookings.person_id = auth.uid(),
            'checked_in_at', sessions.started_at,
            'can_check_in', bookings.status = 'confirmed'
              and bookings.starts_at - interval '15 minutes' <= v_at and bookings.ends_at > v_at,
            'can_check_out', bookings.status = 'in_use'
          )
          order by bookings.starts_at
        ),
        '[]'
      )
      from public.bookings
      join public.people on people.id = bookings.person_id
      join public.organisations on organisations.id = bookings.organisation_id
      left join public.usage_sessions as sessions
        on sessions.booking_id = bookings.id and sessions.ended_at is null
      where bookings.instrument_id = v_instrument.id
        and bookings.status in ('confirmed', 'in_use')
        and bookings.starts_at < v_at + interval '24 hours'
        and (bookings.ends_at > v_at or bookings.status = 'in_use')
        and private.can_change_booking(bookings)
    ),
    'next_starts_at', (
      select min(lower(occupancies.during))
      from public.occupancies
      where occupancies.instrument_id = v_instrument.id
        and occupancies.active
        and (occupancies.lapses_at > v_at) is not false
        and lower(occupancies.during) > v_at
    )
  );
end;
$$;
comment on function private.instrument_desk is 'The reader behind public.instrument_desk.';

create function public.instrument_desk(instrument_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.instrument_desk(instrument_desk.instrument_id);
end;
$$;
comment on function public.instrument_desk is 'What can be done at an instrument now: {instrument, at, is_staff, open_sessions, bookings, next_starts_at}. Raises PT404.';

/* Who is still in past their time, for the one who comes next; not who they are. */
create function public.overrun_since(instrument public.instruments)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.overrun_since(instrument.id);
end;
$$;
comment on function public.overrun_since is 'Since when somebody is still using an instrument past their reserved time; null otherwise.';

create function private.overrun_since(instrument_id uuid)
returns timestamptz
language plpgsql
stable
security definer -- tells a time of a session, never whose it is
set search_path = ''
as $$
begin
  return (
    select min(bookings.ends_at)
    from public.usage_sessions as sessions
    join public.bookings on bookings.id = sessions.booking_id
    where sessions.instrument_id = overrun_since.instrument_id
      and sessions.ended_at is null
      and bookings.ends_at < now()
  );
end;
$$;
comment on function private.overrun_since is 'The reader behind public.overrun_since.';

/*
 * A customer who was counted out says why it should not count; the lab waives it or stands by it,
 * asked or unasked. The clock's fact stays; what it costs does not.
 */
create function private.require_missed(booking public.bookings)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if public.effective_status(booking) <> 'no_show' and not (booking).cancelled_late then
    raise exception 'booking_not_missed' using errcode = 'PT409',
      detail = public.effective_status(booking)::text;
  end if;
end;
$$;
comment on function private.require_missed is 'Raises unless the booking is a no-show or a late cancellation.';

create function private.appeal_no_show(booking_id uuid, reason text)
returns public.no_show_appeals
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_before  public.no_show_appeals;
  v_appeal  public.no_show_appeals;
begin
  v_booking := private.lock_booking(appeal_no_show.booking_id);
  if v_booking.person_id <> auth.uid() and not private.can_own(v_booking.organisation_id) then
    raise exception 'booking_not_yours' using errcode = 'PT403';
  end if;
  perform private.require_missed(v_booking);
  if nullif(btrim(appeal_no_show.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  select appeals.* into v_before
  from public.no_show_appeals as appeals
  where appeals.booking_id = v_booking.id
  for update;
  if v_before.outcome is not null then
    raise exception 'appeal_decided' using errcode = 'PT409', detail = v_before.outcome;
  end if;

  insert into public.no_show_appeals (booking_id, appealed_at, appealed_by, reason)
  values (v_booking.id, clock_timestamp(), auth.uid(), btrim(appeal_no_show.reason))
  on conflict on constraint no_show_appeals_pkey do update
  set appealed_at = excluded.appealed_at, appealed_by = excluded.appealed_by, reason = excluded.reason
  returning * into v_appeal;

  perform private.record_audit(
    'appeal', 'booking', v_booking.id, to_jsonb(v_before),
    to_jsonb(v_appeal) || jsonb_build_object('note', v_appeal.reason)
  );
  insert into private.outbox (topic, subject_id) values ('no_show_appealed', v_booking.id);
  return v_appeal;
end;
$$;
comment on function private.appeal_no_show is 'The writer behind public.appeal_no_show.';

create function private.decide_no_show(booking_id uuid, is_waived boolean, reason text)
returns public.no_show_appeals
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_before  public.no_show_appeals;
  v_appeal  public.no_show_appeals;
begin
  v_booking := private.lock_booking(decide_no_show.booking_id);
  if not private.can_staff(v_booking.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  perform private.require_missed(v_booking);
  if nullif(btrim(decide_no_show.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  select appeals.* into v_before
  from public.no_show_appeals as appeals
  where appeals.booking_id = v_booking.id
  for update;

  insert into public.no_show_appeals (booking_id, outcome, decided_at, decided_by, decision_note)
  values (
    v_booking.id,
    case when decide_no_show.is_waived then 'waived' else 'upheld' end,
    clock_timestamp(), auth.uid(), btrim(decide_no_show.reason)
  )
  on conflict on constraint no_show_appeals_pkey do update
  set
    outcome = excluded.outcome,
    decided_at = excluded.decided_at,
    decided_by = excluded.decided_by,
    decision_note = excluded.decision_note
  returning * into v_appeal;

  perform private.record_audit(
    case when decide_no_show.is_waived then 'waive' else 'uphold' end,
    'booking', v_booking.id, to_jsonb(v_before),
    to_jsonb(v_appeal) || jsonb_build_object('note', v_appeal.decision_note)
  );
  insert into private.outbox (topic, subject_id)
  values (case when decide_no_show.is_waived then 'no_show_waived' else 'no_show_upheld' end, v_booking.id);
  return v_appeal;
end;
$$;
comment on function private.decide_no_show is 'The writer behind public.waive_no_show and public.uphold_no_show.';

create function public.appeal_no_show(booking_id uuid, reason text)
returns public.no_show_appeals
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.appeal_no_show(appeal_no_show.booking_id, appeal_no_show.reason);
end;
$$;
comment on function public.appeal_no_show is 'Asks the lab not to count a no-show or late cancellation. Raises PT403, PT404, PT409 booking_not_missed, appeal_decided, PT422 reason_needed.';

create function public.waive_no_show(booking_id uuid, reason text)
returns public.no_show_appeals
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.decide_no_show(waive_no_show.booking_id, true, waive_no_show.reason);
end;
$$;
comment on function public.waive_no_show is 'The lab does not count a no-show or late cancellation, and charges nothing for it. Raises PT403, PT404, PT409, PT422.';

create function public.uphold_no_show(booking_id uuid, reason text)
returns public.no_show_appeals
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.decide_no_show(uphold_no_show.booking_id, false, uphold_no_show.reason);
end;
$$;
comment on function public.uphold_no_show is 'The lab stands by a no-show or late cancellation. Raises PT403, PT404, PT409, PT422.';

grant execute on function
  private.check_in(uuid, timestamptz),
  private.check_out(uuid, timestamptz),
  private.instrument_desk(uuid),
  private.appeal_no_show(uuid, text),
  private.decide_no_show(uuid, boolean, text),
  public.check_in(uuid, timestamptz),
  public.check_out(uuid, timestamptz),
  public.instrument_desk(uuid),
  public.appeal_no_show(uuid, text),
  public.waive_no_show(uuid, text),
  public.uphold_no_show(uuid, text)
to authenticated;

grant execute on function
  private.overrun_since(uuid),
  public.overrun_since(public.instruments)
to anon, authenticated, service_role;
