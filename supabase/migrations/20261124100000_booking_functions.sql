/*
 * The writers. Each one checks who asks, takes the locks in the one order that every writer of
 * occupancies keeps (organisation, person, instrument), lets lapsed requests go, judges by the clock
 * as it is then, and writes booking, occupancy, audit and outbox in one transaction. The API roles
 * hold no right on these tables, so there is no second path.
 */

create function private.refuse_booking(violations jsonb, alternatives jsonb, time_zone text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- A slot that somebody else has is a conflict; everything else is a rule.
  raise exception 'booking_refused' using
    errcode = case
      when jsonb_array_length(refuse_booking.violations) = 1
        and refuse_booking.violations -> 0 ->> 'rule' = 'overlap' then 'PT409'
      else 'PT422'
    end,
    detail = jsonb_build_object(
      'violations', refuse_booking.violations,
      'alternatives', refuse_booking.alternatives,
      'timezone', refuse_booking.time_zone
    )::text;
end;
$$;
comment on function private.refuse_booking is 'Raises PT409 for an overlap alone and PT422 for any other rule, with the reasons and the lab''s zone in DETAIL.';

/* A wish as a range, or a refusal that names what is wrong with it. */
create function private.wished_range(starts_at timestamptz, ends_at timestamptz)
returns tstzrange
language plpgsql
immutable
set search_path = ''
as $$
begin
  if starts_at is null or ends_at is null or not isfinite(starts_at) or not isfinite(ends_at)
    or ends_at <= starts_at then
    perform private.refuse_booking(
      jsonb_build_array(private.violation(
        'order', 'The end must be after the start.', to_jsonb(starts_at), to_jsonb(ends_at)
      )),
      '[]',
      null
    );
  end if;
  return tstzrange(starts_at, ends_at);
end;
$$;
comment on function private.wished_range is 'A half-open range from two instants; refuses null, infinite and reversed ones.';

/* What would pass instead; nothing does where the instrument itself is closed to the customer. */
create function private.alternatives(
  instrument_id     uuid,
  violations        jsonb,
  wished            tstzrange,
  at                timestamptz,
  except_booking_id uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when exists (
      select from jsonb_array_elements(alternatives.violations) as violation
      where violation ->> 'rule' in ('outsiders', 'not_bookable')
    ) then '[]'::jsonb
    else private.nearest_slots(
      alternatives.instrument_id, alternatives.wished, alternatives.at, alternatives.except_booking_id
    )
  end;
end;
$$;
comment on function private.alternatives is 'The nearest slots that pass, unless no slot of this instrument would.';

/* The organisation a person books for: the one named, or their only one. */
create function private.booking_organisation(organisation_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  if organisation_id is not null then
    if not private.can_book_for(organisation_id) then
      raise exception 'organisation_not_yours' using errcode = 'PT403';
    end if;
    return organisation_id;
  end if;

  select array_agg(distinct memberships.organisation_id)
  into v_ids
  from public.memberships
  where memberships.person_id = (select auth.uid())
    and memberships.role in ('owner', 'member', 'manager', 'technician');

  if v_ids is null then
    raise exception 'organisation_missing' using errcode = 'PT403';
  end if;
  if cardinality(v_ids) > 1 then
    raise exception 'organisation_ambiguous' using errcode = 'PT422';
  end if;
  return v_ids[1];
end;
$$;
comment on function private.booking_organisation is 'The organisation to book for. Raises when it is missing, ambiguous or not one''s own.';

create function private.lock_for_booking(organisation_id uuid, person_id uuid, instrument_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from public.organisations
  where organisations.id = lock_for_booking.organisation_id for no key update;
  perform from public.people
  where people.id = lock_for_booking.person_id for no key update;
  perform from public.instruments
  where instruments.id = lock_for_booking.instrument_id for no key update;

  -- A request that nobody answered before its time no longer holds that time.
  update public.occupancies
  set active = false
  from public.bookings
  where occupancies.instrument_id = lock_for_booking.instrument_id
    and occupancies.active
    and occupancies.kind = 'request'
    and bookings.id = occupancies.booking_id
    and bookings.status = 'pending'
    and bookings.starts_at <= clock_timestamp();
end;
$$;
comment on function private.lock_for_booking is 'Takes the locks of a writer in their order, then releases what has lapsed on the instrument.';

create function private.book_instrument(
  instrument_id   uuid,
  starts_at       timestamptz,
  ends_at         timestamptz,
  organisation_id uuid,
  purpose         text,
  idempotency_key text
)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_person_id   uuid := auth.uid();
  v_organisation_id uuid;
  v_wished      tstzrange;
  v_known       jsonb;
  v_rule        public.booking_rules;
  v_instrument  record;
  v_violations  jsonb;
  v_at          timestamptz;
  v_booking     public.bookings;
  v_during      tstzrange;
begin
  if v_person_id is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  v_organisation_id := private.booking_organisation(book_instrument.organisation_id);
  v_wished := private.wished_range(book_instrument.starts_at, book_instrument.ends_at);

  v_known := private.replayed_answer(
    'book',
    jsonb_build_array(
      book_instrument.instrument_id, v_wished, v_organisation_id, book_instrument.purpose
    ),
    book_instrument.idempotency_key
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.bookings, v_known);
  end if;

  perform private.lock_for_booking(v_organisation_id, v_person_id, book_instrument.instrument_id);

  select
    instruments.id,
    instruments.units,
    instruments.platform_id,
    platforms.organisation_id as host_id,
    platforms.time_zone
  into v_instrument
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = book_instrument.instrument_id;

  if not found then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;

  v_at := clock_timestamp();
  v_violations := private.booking_violations(v_instrument.id, v_organisation_id, v_wished, v_at);
  if v_violations <> '[]' then
    perform private.refuse_booking(
      v_violations,
      private.alternatives(v_instrument.id, v_violations, v_wished, v_at),
      v_instrument.time_zone
    );
  end if;

  select * into strict v_rule
  from public.booking_rules
  where instrument_id = v_instrument.id and superseded_at is null;

  v_during := private.with_buffers(v_wished, v_rule.setup_minutes, v_rule.teardown_minutes);

  insert into public.bookings (
    instrument_id, platform_id, organisation_id, person_id, rule_id,
    reserved, status, purpose, price_fen, currency
  )
  values (
    v_instrument.id, v_instrument.platform_id, v_organisation_id, v_person_id, v_rule.id,
    v_wished,
    case when v_rule.approval_needed then 'pending'::public.booking_status else 'confirmed' end,
    nullif(btrim(book_instrument.purpose), ''),
    private.booking_price(v_rule, v_organisation_id = v_instrument.host_id, v_wished),
    v_rule.currency
  )
  returning * into v_booking;

  insert into public.occupancies (instrument_id, unit, kind, during, booking_id)
  values (
    v_instrument.id,
    private.free_unit(v_instrument.id, v_instrument.units, v_during),
    case when v_rule.approval_needed then 'request'::public.occupancy_kind else 'booking' end,
    v_during,
    v_booking.id
  );

  perform private.record_audit('book', 'booking', v_booking.id, null, to_jsonb(v_booking));
  insert into private.outbox (topic, subject_id)
  values (case when v_rule.approval_needed then 'booking_requested' else 'booking_confirmed' end, v_booking.id);

  perform private.keep_answer('book', to_jsonb(v_booking), book_instrument.idempotency_key);
  return v_booking;
end;
$$;

create function public.book_instrument(
  instrument_id   uuid,
  starts_at       timestamptz,
  ends_at         timestamptz,
  organisation_id uuid default null,
  purpose         text default null,
  idempotency_key text default null
)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.book_instrument(
    book_instrument.instrument_id,
    book_instrument.starts_at,
    book_instrument.ends_at,
    book_instrument.organisation_id,
    book_instrument.purpose,
    book_instrument.idempotency_key
  );
end;
$$;
comment on function public.book_instrument is 'Books an instrument, or requests it where the lab approves. Raises PT409 when the time is taken, PT422 with all violated rules and the nearest slots that pass, PT403, PT404.';

/* Locks a booking and all that its writers lock; tells strangers that it is not there. */
create function private.lock_booking(booking_id uuid)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_booking public.bookings;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select bookings.* into v_booking from public.bookings where bookings.id = lock_booking.booking_id;
  if not found
    or not (private.can_staff(v_booking.platform_id)
      or v_booking.organisation_id in (select private.organisation_ids_of_current_person())) then
    raise exception 'booking_not_found' using errcode = 'PT404';
  end if;

  perform private.lock_for_booking(
    v_booking.organisation_id, v_booking.person_id, v_booking.instrument_id
  );
  select bookings.* into strict v_booking
  from public.bookings
  where bookings.id = lock_booking.booking_id
  for no key update;
  return v_booking;
end;
$$;
comment on function private.lock_booking is 'The booking, locked with its organisation, person and instrument. Raises PT404 for strangers.';

/*
 * A customer changes what is their own or, as owner, what is their organisation's; the lab's people
 * change what is on their platform.
 */
create function private.can_change_booking(booking public.bookings)
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return (booking).person_id = (select auth.uid())
    or private.can_staff((booking).platform_id)
    or exists (
      select from public.memberships
      where memberships.person_id = (select auth.uid())
        and memberships.organisation_id = (booking).organisation_id
        and memberships.role = 'owner'
    );
end;
$$;
grant execute on function private.can_change_booking(public.bookings) to authenticated;
comment on function private.can_change_booking is 'True for the person who booked, the owner of their organisation, and the lab.';

create function private.require_open_booking(booking public.bookings)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not private.can_change_booking(booking) then
    raise exception 'booking_not_yours' using errcode = 'PT403';
  end if;
  if booking.status not in ('pending', 'confirmed') then
    raise exception 'booking_closed' using errcode = 'PT409', detail = booking.status::text;
  end if;
  if booking.starts_at <= clock_timestamp() then
    raise exception 'booking_begun' using errcode = 'PT409', detail = booking.starts_at::text;
  end if;
end;
$$;
comment on function private.require_open_booking is 'Raises unless the person asking may change the booking and it has not begun or ended.';

create function private.move_booking(booking_id uuid, starts_at timestamptz, ends_at timestamptz)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_wished     tstzrange;
  v_before     public.bookings;
  v_booking    public.bookings;
  v_rule       public.booking_rules;
  v_instrument record;
  v_violations jsonb;
  v_during     tstzrange;
  v_at         timestamptz;
  v_asks_again boolean;
begin
  v_before := private.lock_booking(move_booking.booking_id);
  perform private.require_open_booking(v_before);
  v_wished := private.wished_range(move_booking.starts_at, move_booking.ends_at);

  if v_wished = v_before.reserved then
    return v_before;
  end if;

  select platforms.organisation_id as host_id, platforms.time_zone, instruments.units
  into strict v_instrument
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = v_before.instrument_id;

  v_at := clock_timestamp();
  v_violations := private.booking_violations(
    v_before.instrument_id, v_before.organisation_id, v_wished, v_at, v_before.id
  );
  if v_violations <> '[]' then
    perform private.refuse_booking(
      v_violations,
      private.alternatives(v_before.instrument_id, v_violations, v_wished, v_at, v_before.id),
      v_instrument.time_zone
    );
  end if;

  select * into strict v_rule
  from public.booking_rules
  where instrument_id = v_before.instrument_id and superseded_at is null;
  v_during := private.with_buffers(v_wished, v_rule.setup_minutes, v_rule.teardown_minutes);
  -- What the lab approved was the old time; its own people need not ask themselves again.
  v_asks_again := v_rule.approval_needed and not private.can_staff(v_before.platform_id);

  update public.bookings
  set
    reserved = v_wished,
    rule_id = v_rule.id,
    status = case
      when v_asks_again then 'pending'::public.booking_status
      else v_before.status
    end,
    decided_at = case when v_asks_again then null else decided_at end,
    decided_by = case when v_asks_again then null else decided_by end,
    decision_note = case when v_asks_again then null else decision_note end,
    price_fen = private.booking_price(v_rule, organisation_id = v_instrument.host_id, v_wished),
    currency = v_rule.currency,
    revision = revision + 1,
    updated_at = v_at
  where id = v_before.id
  returning * into v_booking;

  update public.occupancies
  set
    unit = private.free_unit(v_booking.instrument_id, v_instrument.units, v_during, v_booking.id),
    during = v_during,
    kind = case when v_booking.status = 'pending' then 'request'::public.occupancy_kind else 'booking' end
  where booking_id = v_booking.id;

  perform private.record_audit('move', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking));
  insert into private.outbox (topic, subject_id) values ('booking_moved', v_booking.id);

  return v_booking;
end;
$$;

create function public.move_booking(booking_id uuid, starts_at timestamptz, ends_at timestamptz)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.move_booking(move_booking.booking_id, move_booking.starts_at, move_booking.ends_at);
end;
$$;
comment on function public.move_booking is 'Moves a booking that has not begun, judged as a new one. Raises as book_instrument does; PT409 booking_closed or booking_begun.';

create function private.cancel_booking(booking_id uuid, reason text)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.bookings;
  v_booking public.bookings;
begin
  v_before := private.lock_booking(cancel_booking.booking_id);
  if v_before.status = 'cancelled' and private.can_change_booking(v_before) then
    return v_before;
  end if;
  perform private.require_open_booking(v_before);

  update public.bookings
  set
    status = 'cancelled',
    cancelled_at = clock_timestamp(),
    cancelled_by = auth.uid(),
    cancel_reason = nullif(btrim(cancel_booking.reason), ''),
    revision = bookings.revision + 1,
    updated_at = clock_timestamp()
  where bookings.id = v_before.id
  returning * into v_booking;

  update public.occupancies set active = false where occupancies.booking_id = v_booking.id;

  perform private.record_audit('cancel', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking));
  insert into private.outbox (topic, subject_id) values ('booking_cancelled', v_booking.id);

  return v_booking;
end;
$$;

create function public.cancel_booking(booking_id uuid, reason text default null)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.cancel_booking(cancel_booking.booking_id, cancel_booking.reason);
end;
$$;
comment on function public.cancel_booking is 'Cancels a booking that has not begun and frees its time; cancelling twice changes nothing. Raises PT403, PT404, PT409.';

/* The lab's answer to a request. */
create function private.decide_booking(booking_id uuid, approved boolean, note text)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.bookings;
  v_booking public.bookings;
begin
  v_before := private.lock_booking(decide_booking.booking_id);
  if not private.can_staff(v_before.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if v_before.status <> 'pending' then
    raise exception 'booking_closed' using errcode = 'PT409', detail = v_before.status::text;
  end if;
  if v_before.starts_at <= clock_timestamp() then
    raise exception 'booking_begun' using errcode = 'PT409', detail = v_before.starts_at::text;
  end if;
  if not decide_booking.approved and nullif(btrim(decide_booking.note), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  update public.bookings
  set
    status = case when decide_booking.approved then 'confirmed'::public.booking_status else 'declined' end,
    decided_at = clock_timestamp(),
    decided_by = auth.uid(),
    decision_note = nullif(btrim(decide_booking.note), ''),
    revision = bookings.revision + 1,
    updated_at = clock_timestamp()
  where bookings.id = v_before.id
  returning * into v_booking;

  update public.occupancies
  set
    kind = case when decide_booking.approved then 'booking'::public.occupancy_kind else occupancies.kind end,
    active = decide_booking.approved
  where occupancies.booking_id = v_booking.id;

  perform private.record_audit(
    case when decide_booking.approved then 'approve' else 'decline' end,
    'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking)
  );
  insert into private.outbox (topic, subject_id)
  values (case when decide_booking.approved then 'booking_approved' else 'booking_declined' end, v_booking.id);

  return v_booking;
end;
$$;

create function public.approve_booking(booking_id uuid, note text default null)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.decide_booking(approve_booking.booking_id, true, approve_booking.note);
end;
$$;
comment on function public.approve_booking is 'The lab accepts a request. Raises PT403, PT404, and PT409 when it is no longer open.';

create function public.decline_booking(booking_id uuid, reason text)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.decide_booking(decline_booking.booking_id, false, decline_booking.reason);
end;
$$;
comment on function public.decline_booking is 'The lab refuses a request with a reason and frees its time. Raises PT403, PT404, PT409, PT422 without a reason.';

/* The same judgement without booking. */
create function private.judge_booking(
  instrument_id   uuid,
  starts_at       timestamptz,
  ends_at         timestamptz,
  organisation_id uuid,
  booking_id      uuid
)
returns jsonb
language plpgsql
stable
security definer -- judges by occupancies that the person asking may not read
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_organisation_id uuid;
  v_wished     tstzrange;
  v_violations jsonb;
  v_rule       public.booking_rules;
  v_instrument record;
  v_at         timestamptz := clock_timestamp();
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  v_organisation_id := private.booking_organisation(judge_booking.organisation_id);
  v_wished := private.wished_range(judge_booking.starts_at, judge_booking.ends_at);

  select platforms.organisation_id as host_id, platforms.time_zone
  into v_instrument
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = judge_booking.instrument_id;
  if not found then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;

  v_violations := private.booking_violations(
    judge_booking.instrument_id, v_organisation_id, v_wished, v_at, judge_booking.booking_id
  );
  select * into v_rule
  from public.booking_rules
  where instrument_id = judge_booking.instrument_id and superseded_at is null;

  return jsonb_build_object(
    'allowed', v_violations = '[]',
    'violations', v_violations,
    'alternatives', case
      when v_violations = '[]' then '[]'::jsonb
      else private.alternatives(
        judge_booking.instrument_id, v_violations, v_wished, v_at, judge_booking.booking_id
      )
    end,
    'timezone', v_instrument.time_zone,
    'approval_needed', v_rule.approval_needed,
    'price', case
      when v_rule.id is not null then jsonb_build_object(
        'amount_fen', private.booking_price(v_rule, v_organisation_id = v_instrument.host_id, v_wished),
        'currency', v_rule.currency
      )
    end
  );
end;
$$;

create function public.judge_booking(
  instrument_id   uuid,
  starts_at       timestamptz,
  ends_at         timestamptz,
  organisation_id uuid default null,
  booking_id      uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.judge_booking(
    judge_booking.instrument_id,
    judge_booking.starts_at,
    judge_booking.ends_at,
    judge_booking.organisation_id,
    judge_booking.booking_id
  );
end;
$$;
comment on function public.judge_booking is 'What book_instrument would say: {allowed, violations, alternatives, timezone, approval_needed, price}. booking_id names one that is to be moved.';

/*
 * The calendar of one instrument, for everyone: when it is open, when it is taken and by what kind
 * of thing, and what can still be booked. Who has it is nobody's business.
 */
create function private.instrument_availability(instrument_id uuid, starts_at timestamptz, ends_at timestamptz)
returns jsonb
language plpgsql
stable
security definer -- tells the times of occupancies, never whose they are
set search_path = ''
as $$
declare
  v_subject record;
  v_period  tstzrange;
  v_at      timestamptz := clock_timestamp();
begin
  v_period := private.wished_range(
    instrument_availability.starts_at, instrument_availability.ends_at
  );
  if upper(v_period) - lower(v_period) > interval '92 days' then
    raise exception 'period_too_long' using errcode = 'PT422', detail = '92 days';
  end if;

  select platforms.time_zone into v_subject
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = instrument_availability.instrument_id;
  if not found then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;

  return jsonb_build_object(
    'timezone', v_subject.time_zone,
    'open', (
      select coalesce(
        jsonb_agg(jsonb_build_object('start', lower(span), 'end', upper(span)) order by lower(span)),
        '[]'
      )
      from unnest(
        private.open_hours(instrument_availability.instrument_id, v_subject.time_zone, v_period)
      ) as span
    ),
    'busy', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'start', greatest(lower(occupancies.during), lower(v_period)),
            'end', least(upper(occupancies.during), upper(v_period)),
            'kind', occupancies.kind,
            'unit', occupancies.unit
          )
          order by lower(occupancies.during), occupancies.unit
        ),
        '[]'
      )
      from public.occupancies
      left join public.bookings on bookings.id = occupancies.booking_id
      where occupancies.instrument_id = instrument_availability.instrument_id
        and occupancies.active
        and occupancies.during && v_period
        and not coalesce(bookings.status = 'pending' and bookings.starts_at <= v_at, false)
    ),
    'free', (
      select coalesce(
        jsonb_agg(jsonb_build_object('start', lower(free.gap), 'end', upper(free.gap)) order by free.gap),
        '[]'
      )
      from (
        select distinct gaps.gap
        from private.free_gaps(instrument_availability.instrument_id, v_period, v_at) as gaps
      ) as free
    )
  );
end;
$$;

create function public.instrument_availability(instrument_id uuid, starts_at timestamptz, ends_at timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.instrument_availability(
    instrument_availability.instrument_id,
    instrument_availability.starts_at,
    instrument_availability.ends_at
  );
end;
$$;
comment on function public.instrument_availability is 'One instrument''s calendar as {timezone, open, busy, free}, at most 92 days. free is what can be booked.';

/* What happened to a booking, for its parties. */
create function private.booking_history(booking_id uuid)
returns table (at timestamptz, action text, actor text, starts_at timestamptz, ends_at timestamptz, note text)
language sql
stable
security definer -- reads the audit, of which only these columns concern the parties
set search_path = ''
as $$
  select
    entries.at,
    entries.action,
    people.display_name,
    (entries.after ->> 'starts_at')::timestamptz,
    (entries.after ->> 'ends_at')::timestamptz,
    coalesce(
      case when entries.action in ('approve', 'decline') then entries.after ->> 'decision_note' end,
      case when entries.action = 'cancel' then entries.after ->> 'cancel_reason' end
    )
  from public.audit_entries as entries
  left join public.people on people.id = entries.person_id
  where entries.subject_type = 'booking'
    and entries.subject_id = booking_history.booking_id
    and exists (
      select from public.bookings
      where bookings.id = booking_history.booking_id
        and (
          private.can_staff(bookings.platform_id)
          or bookings.organisation_id in (select private.organisation_ids_of_current_person())
        )
    )
  order by entries.id;
$$;

create function public.booking_history(booking_id uuid)
returns table (at timestamptz, action text, actor text, starts_at timestamptz, ends_at timestamptz, note text)
language sql
stable
set search_path = ''
as $$
  select * from private.booking_history(booking_history.booking_id);
$$;
comment on function public.booking_history is 'Who did what to a booking and when; empty for strangers.';

/*
 * A startup or makerspace signs itself up; it is marked as unverified until an administrator has
 * looked at its registration.
 */
create function private.register_organisation(
  name text, kind public.organisation_kind, unified_social_credit_code text, city text
)
returns public.organisations
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_person_id    uuid := auth.uid();
  v_organisation public.organisations;
begin
  if v_person_id is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if register_organisation.kind not in ('startup', 'makerspace') then
    raise exception 'organisation_kind_not_open' using errcode = 'PT422', detail = register_organisation.kind::text;
  end if;

  -- One at a time for each person, so that the limit holds for two clicks as well.
  perform from public.people where people.id = v_person_id for no key update;
  if (
    select count(*) from public.memberships
    where memberships.person_id = v_person_id and memberships.role = 'owner'
  ) >= 5 then
    raise exception 'organisation_limit_reached' using errcode = 'PT422', detail = '5';
  end if;

  insert into public.organisations (kind, name, unified_social_credit_code, city)
  values (
    register_organisation.kind,
    btrim(register_organisation.name),
    nullif(upper(btrim(register_organisation.unified_social_credit_code)), ''),
    nullif(btrim(register_organisation.city), '')
  )
  returning * into v_organisation;

  insert into public.memberships (person_id, organisation_id, role)
  values (v_person_id, v_organisation.id, 'owner');

  perform private.record_audit(
    'register', 'organisation', v_organisation.id, null, to_jsonb(v_organisation)
  );
  return v_organisation;
end;
$$;

create function public.register_organisation(
  name text,
  kind public.organisation_kind default 'startup',
  unified_social_credit_code text default null,
  city text default null
)
returns public.organisations
language sql
volatile
set search_path = ''
as $$
  select private.register_organisation(
    register_organisation.name,
    register_organisation.kind,
    register_organisation.unified_social_credit_code,
    register_organisation.city
  );
$$;
comment on function public.register_organisation is 'Registers the person''s own startup or makerspace, unverified, with them as its owner.';

comment on function private.book_instrument is 'The writer behind public.book_instrument.';
comment on function private.move_booking is 'The writer behind public.move_booking.';
comment on function private.cancel_booking is 'The writer behind public.cancel_booking.';
comment on function private.decide_booking is 'The writer behind public.approve_booking and public.decline_booking.';
comment on function private.judge_booking is 'The reader behind public.judge_booking.';
comment on function private.instrument_availability is 'The reader behind public.instrument_availability.';
comment on function private.booking_history is 'The reader behind public.booking_history.';
comment on function private.register_organisation is 'The writer behind public.register_organisation.';

grant execute on function
  private.book_instrument(uuid, timestamptz, timestamptz, uuid, text, text),
  private.move_booking(uuid, timestamptz, timestamptz),
  private.cancel_booking(uuid, text),
  private.decide_booking(uuid, boolean, text),
  private.judge_booking(uuid, timestamptz, timestamptz, uuid, uuid),
  private.booking_history(uuid),
  private.register_organisation(text, public.organisation_kind, text, text),
  public.book_instrument(uuid, timestamptz, timestamptz, uuid, text, text),
  public.move_booking(uuid, timestamptz, timestamptz),
  public.cancel_booking(uuid, text),
  public.approve_booking(uuid, text),
  public.decline_booking(uuid, text),
  public.judge_booking(uuid, timestamptz, timestamptz, uuid, uuid),
  public.booking_history(uuid),
  public.register_organisation(text, public.organisation_kind, text, text)
to authenticated;

grant execute on function
  private.instrument_availability(uuid, timestamptz, timestamptz),
  public.instrument_availability(uuid, timestamptz, timestamptz)
to anon, authenticated, service_role;
