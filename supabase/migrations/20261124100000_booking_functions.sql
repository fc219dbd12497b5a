/*
 * The writers. Each one checks who asks, takes the locks in the one order that every writer of
 * occupancies keeps (organisation, person, instrument), lets lapsed time go, judges by the clock
 * as it is then, and writes booking, occupancy, audit and outbox in one transaction. The API roles
 * hold no right on these tables, so there is no second path.
 */

create function private.refuse_booking(
  violations jsonb, alternatives jsonb, equivalents jsonb, time_zone text
)
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
      'equivalents', refuse_booking.equivalents,
      'timezone', refuse_booking.time_zone
    )::text;
end;
$$;
comment on function private.refuse_booking is 'Raises PT409 for an overlap alone and PT422 for any other rule, with the reasons, what would pass instead and the lab''s zone in DETAIL.';

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
      '[]',
      null
    );
  end if;
  return tstzrange(starts_at, ends_at);
end;
$$;
comment on function private.wished_range is 'A half-open range from two instants; refuses null, infinite and reversed ones.';

/* What would pass instead; nothing does where the instrument or the lab is closed to the customer. */
create function private.alternatives(
  instrument_id     uuid,
  organisation_id   uuid,
  person_id         uuid,
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
    when violations @? '$[*] ? (@.rule == "outsiders" || @.rule == "suspended")' then '[]'::jsonb
    else private.nearest_slots(
      alternatives.instrument_id, alternatives.organisation_id, alternatives.person_id,
      alternatives.wished, alternatives.at, alternatives.except_booking_id
    )
  end;
end;
$$;
comment on function private.alternatives is 'The nearest slots that pass, unless no slot of this instrument would.';

/*
 * Raises unless the wish passes every rule, but for those that the lab lifts for it. Returns what was
 * lifted, to be kept with the booking.
 */
create function private.require_allowed(
  instrument_id     uuid,
  organisation_id   uuid,
  person_id         uuid,
  violations        jsonb,
  wished            tstzrange,
  at                timestamptz,
  lift              text[],
  except_booking_id uuid default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_left   jsonb := '[]';
  v_lifted jsonb := '[]';
  v_each   jsonb;
begin
  if violations = '[]' then
    return null;
  end if;
  for v_each in select * from jsonb_array_elements(violations)
  loop
    if v_each ->> 'lifted_by' = 'lab' and v_each ->> 'rule' = any (lift) then
      v_lifted := v_lifted || v_each;
    else
      v_left := v_left || v_each;
    end if;
  end loop;

  if v_left <> '[]' then
    perform private.refuse_booking(
      v_left,
      private.alternatives(
        require_allowed.instrument_id, require_allowed.organisation_id, require_allowed.person_id,
        v_left, wished, at, except_booking_id
      ),
      private.equivalents(
        require_allowed.instrument_id, require_allowed.organisation_id, require_allowed.person_id,
        wished, at
      ),
      (
        select platforms.time_zone
        from public.instruments
        join public.platforms on platforms.id = instruments.platform_id
        where instruments.id = require_allowed.instrument_id
      )
    );
  end if;
  return nullif(v_lifted, '[]');
end;
$$;
comment on function private.require_allowed is 'Raises booking_refused for the violations that are not lifted; returns those that are, or null.';

create function private.require_lift(platform_id uuid, lift text[], reason text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if lift is null or cardinality(lift) = 0 then
    return;
  end if;
  if not private.can_staff(require_lift.platform_id) then
    raise exception 'lift_not_allowed' using errcode = 'PT403';
  end if;
  if nullif(btrim(reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
end;
$$;
comment on function private.require_lift is 'Raises unless nothing is to be lifted, or the lab lifts it and says why.';

/* The organisation a person books for: the one named, or their only one. */
create function private.booking_organisation(organisation_id uuid, person_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_ids constant uuid[] := array(
    select memberships.organisation_id
    from public.memberships
    where memberships.person_id = booking_organisation.person_id
      and memberships.role in ('owner', 'member', 'manager', 'technician')
  );
begin
  if organisation_id is not null then
    if organisation_id <> all (v_ids) then
      raise exception 'organisation_not_yours' using errcode = 'PT403';
    end if;
    return organisation_id;
  end if;
  if v_ids = '{}' then
    raise exception 'organisation_missing' using errcode = 'PT403';
  end if;
  -- Several memberships may be in the same one.
  if v_ids[1] <> any (v_ids) then
    raise exception 'organisation_ambiguous' using errcode = 'PT422';
  end if;
  return v_ids[1];
end;
$$;
comment on function private.booking_organisation is 'The organisation that a person books for. Raises when it is missing, ambiguous or not their own.';

create function private.lock_for_booking(organisation_id uuid, person_id uuid, instrument_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Rows are locked in the order in which the tables are named.
  perform from public.organisations
  cross join public.people
  cross join public.instruments
  where organisations.id = lock_for_booking.organisation_id
    and people.id = lock_for_booking.person_id
    and instruments.id = lock_for_booking.instrument_id
  for no key update of organisations, people, instruments;
  perform private.release_lapsed(lock_for_booking.instrument_id);
end;
$$;
comment on function private.lock_for_booking is 'Takes the locks of a writer in their order, then releases what has lapsed on the instrument.';

/* The constraint knows no clock: what has lapsed is let go before anybody else is let in. */
create function private.release_lapsed(instrument_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  -- Not in the statement itself: a volatile function cannot be looked up in an index.
  v_at constant timestamptz := clock_timestamp();
begin
  -- There is seldom one, and a look costs half of what an update of nothing does.
  perform from public.occupancies
  where occupancies.instrument_id = release_lapsed.instrument_id
    and occupancies.active
    and occupancies.lapses_at <= v_at
  limit 1;
  if found then
    update public.occupancies
    set active = false
    where occupancies.instrument_id = release_lapsed.instrument_id
      and occupancies.active
      and occupancies.lapses_at <= v_at;
  end if;
end;
$$;
comment on function private.release_lapsed is 'Frees unanswered requests, missed bookings and expired holds of an instrument. The caller holds its lock.';

/* What a booking is made under: rules, price, the time it takes, and by when it must be used. */
create type private.booking_terms as (
  rule       public.booking_rules,
  tariff_id  uuid,
  basis      text,
  price_fen  bigint,
  currency   text,
  during     tstzrange,
  no_show_at timestamptz
);

create function private.booking_terms(subject private.booking_subject, wished tstzrange)
returns private.booking_terms
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rule   constant public.booking_rules := (subject).rule;
  v_tariff constant public.tariffs := (subject).tariff;
begin
  return row(
    v_rule,
    v_tariff.id,
    v_tariff.basis,
    private.booking_price(
      v_tariff,
      wished,
      case
        when v_tariff.off_hours_bp = 10000 then 0
        else private.minutes_of(private.off_hours(
          (subject).night_starts, (subject).night_ends, (subject).time_zone, wished
        ))
      end
    ),
    coalesce(v_tariff.currency, 'CNY'),
    private.with_buffers(wished, v_rule.setup_minutes, v_rule.teardown_minutes),
    lower(wished) + make_interval(mins => v_rule.grace_minutes)
  );
end;
$$;
comment on function private.booking_terms(private.booking_subject, tstzrange) is 'Rules, tariff, price and times of a wish; the rule is null when it cannot be booked.';

/* A booking that has begun goes on under the rules of today. */
create function private.booking_terms(instrument_id uuid, organisation_id uuid, wished tstzrange)
returns private.booking_terms
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.booking_terms(
    private.booking_subject(
      booking_terms.instrument_id, booking_terms.organisation_id, greatest(lower(wished), now())
    ),
    wished
  );
end;
$$;
comment on function private.booking_terms(uuid, uuid, tstzrange) is 'The terms of a wish of an organisation.';

/* Whose answer a booking waits for first: nobody's where the lab itself books. */
create function private.first_stage(rule public.booking_rules, platform_id uuid, organisation_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when (rule).approval = 'none' or private.can_staff(first_stage.platform_id) then null
    when (rule).approval = 'owner_then_lab' and not private.can_own(first_stage.organisation_id) then 'owner'
    else 'lab'
  end;
end;
$$;
comment on function private.first_stage is 'owner, lab, or null where the person asking needs nobody''s answer.';

create function private.request_topic(stage text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case stage
    when 'owner' then 'approval_needed'
    when 'lab' then 'booking_requested'
    else 'booking_confirmed'
  end;
end;
$$;
comment on function private.request_topic is 'What is told about a booking that waits for an answer, or for none.';

create function private.book_instrument(
  instrument_id   uuid,
  starts_at       timestamptz,
  ends_at         timestamptz,
  organisation_id uuid,
  purpose         text,
  idempotency_key text,
  person_id       uuid,
  lift            text[],
  lift_reason     text,
  purpose_code    text
)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_asking      uuid := auth.uid();
  v_person_id   uuid := coalesce(book_instrument.person_id, auth.uid());
  v_organisation_id uuid;
  v_wished      tstzrange;
  v_known       jsonb;
  v_subject     private.booking_subject;
  v_lifted      jsonb;
  v_at          timestamptz;
  v_terms       private.booking_terms;
  v_stage       text;
  v_decide_by   timestamptz;
  v_booking     public.bookings;
  -- Known ahead, so that the answer is kept with its key in one write.
  v_booking_id  constant uuid := gen_random_uuid();
begin
  if v_asking is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  if v_person_id <> v_asking and private.can_staff(
    (
      select instruments.platform_id
      from public.instruments
      where instruments.id = book_instrument.instrument_id
    )
  ) is not true then
    raise exception 'person_not_yours' using errcode = 'PT403';
  end if;

  v_organisation_id := private.booking_organisation(book_instrument.organisation_id, v_person_id);
  v_wished := private.wished_range(book_instrument.starts_at, book_instrument.ends_at);

  v_known := private.replayed_answer(
    'book',
    jsonb_build_array(
      book_instrument.instrument_id, v_wished, v_organisation_id, v_person_id, book_instrument.purpose,
      book_instrument.purpose_code
    ),
    book_instrument.idempotency_key,
    to_jsonb(v_booking_id)
  );
  if v_known is not null then
    select * into strict v_booking from public.bookings where id = (v_known ->> 0)::uuid;
    return v_booking;
  end if;

  perform private.lock_for_booking(v_organisation_id, v_person_id, book_instrument.instrument_id);

  v_at := clock_timestamp();
  v_subject := private.booking_subject(
    book_instrument.instrument_id, v_organisation_id, greatest(lower(v_wished), v_at)
  );
  if v_subject.instrument_id is null then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;
  perform private.require_lift(
    v_subject.platform_id, book_instrument.lift, book_instrument.lift_reason
  );
  v_lifted := private.require_allowed(
    v_subject.instrument_id, v_organisation_id, v_person_id,
    private.booking_violations(
      v_subject.instrument_id, v_organisation_id, v_person_id, v_wished, v_at,
      coalesce(book_instrument.purpose, ''), subject => v_subject
    ),
    v_wished, v_at, book_instrument.lift
  );
  v_terms := private.booking_terms(v_subject, v_wished);
  v_stage := private.first_stage(v_terms.rule, v_subject.platform_id, v_organisation_id);
  v_decide_by := case
    when v_stage is not null
      then least(lower(v_wished), v_at + make_interval(hours => (v_terms.rule).approval_hours))
  end;

  insert into public.bookings (
    id, instrument_id, platform_id, organisation_id, person_id, booked_by, rule_id, tariff_id,
    reserved, status, approval_stage, decide_by, no_show_at,
    purpose, purpose_code, price_fen, currency, lifted, lift_reason
  )
  values (
    v_booking_id, v_subject.instrument_id, v_subject.platform_id, v_organisation_id, v_person_id,
    nullif(v_asking, v_person_id), (v_terms.rule).id, v_terms.tariff_id,
    v_wished,
    case when v_stage is null then 'confirmed'::public.booking_status else 'pending' end,
    v_stage, v_decide_by, v_terms.no_show_at,
    nullif(btrim(book_instrument.purpose), ''), nullif(book_instrument.purpose_code, ''),
    v_terms.price_fen, v_terms.currency,
    v_lifted, case when v_lifted is not null then btrim(book_instrument.lift_reason) end
  )
  returning * into v_booking;

  insert into public.occupancies (instrument_id, unit, kind, during, booking_id, lapses_at)
  values (
    v_subject.instrument_id,
    case
      -- The judge found it free.
      when v_subject.units = 1 then 1
      else private.free_unit(v_subject.instrument_id, v_subject.units, v_terms.during, v_at)
    end,
    case when v_stage is null then 'booking'::public.occupancy_kind else 'request' end,
    v_terms.during,
    v_booking.id,
    coalesce(v_decide_by, v_terms.no_show_at)
  );

  perform private.record_audit('book', 'booking', v_booking.id, null, to_jsonb(v_booking));
  insert into private.outbox (topic, subject_id)
  values (private.request_topic(v_stage), v_booking.id);

  return v_booking;
end;
$$;

create function public.book_instrument(
  instrument_id   uuid,
  starts_at       timestamptz,
  ends_at         timestamptz,
  organisation_id uuid default null,
  purpose         text default null,
  idempotency_key text default null,
  person_id       uuid default null,
  lift            text[] default null,
  lift_reason     text default null,
  purpose_code    text default null
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
    book_instrument.idempotency_key,
    book_instrument.person_id,
    book_instrument.lift,
    book_instrument.lift_reason,
    book_instrument.purpose_code
  );
end;
$$;
comment on function public.book_instrument is 'Books an instrument, or requests it where somebody has to accept. The lab may book for another person, and lift rules with a reason. Raises PT409 when the time is taken, PT422 with all violated rules and what would pass instead, PT403, PT404.';

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
    or not (private.can_decide(v_booking.platform_id)
      or v_booking.organisation_id in (select private.organisation_ids_of_current_person()))
    -- An instrument's agent knows of no other instrument.
    or v_booking.instrument_id <> private.agent_instrument_id() then
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
    or private.can_own((booking).organisation_id);
end;
$$;
grant execute on function private.can_change_booking(public.bookings) to authenticated;
comment on function private.can_change_booking is 'True for the person who booked, the owner of their organisation, and the lab.';

/* The lab's people, but for what they booked for themselves. */
create function private.acts_for_lab(booking public.bookings)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.can_staff((booking).platform_id) and (booking).person_id <> (select auth.uid());
end;
$$;
comment on function private.acts_for_lab is 'True when the person asking deals with a booking as the lab, not as its customer.';

create function private.require_open_booking(booking public.bookings)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_status constant public.booking_status := public.effective_status(booking);
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
  if v_status not in ('pending', 'confirmed') then
    raise exception 'booking_closed' using errcode = 'PT409', detail = v_status::text;
  end if;
end;
$$;
comment on function private.require_open_booking is 'Raises unless the person asking may change the booking and it has not begun or ended.';

/*
 * Gives a booking another time: for its customer or the lab, or by the customer's consent to what the
 * lab proposed. All of them are judged alike.
 */
create function private.give_time(
  before      public.bookings,
  wished      tstzrange,
  stage       text,
  max_price   bigint,
  lifted      jsonb,
  lift_reason text,
  at          timestamptz
)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_terms     private.booking_terms;
  v_booking   public.bookings;
  v_decide_by timestamptz;
  v_units     smallint;
  v_is_used   boolean := (before).status = 'in_use';
begin
  v_terms := private.booking_terms((before).instrument_id, (before).organisation_id, wished);
  v_decide_by := case
    when stage is not null
      then least(lower(wished), at + make_interval(hours => (v_terms.rule).approval_hours))
  end;

  update public.bookings
  set
    reserved = wished,
    rule_id = (v_terms.rule).id,
    tariff_id = v_terms.tariff_id,
    status = case
      when v_is_used then 'in_use'::public.booking_status
      when stage is null then 'confirmed'
      else 'pending'
    end,
    approval_stage = stage,
    decide_by = v_decide_by,
    no_show_at = v_terms.no_show_at,
    decided_at = case when stage is null then decided_at end,
    decided_by = case when stage is null then decided_by end,
    decision_note = case when stage is null then decision_note end,
    cancelled_at = null,
    cancelled_by = null,
    cancel_reason = null,
    cancelled_late = false,
    price_fen = least(v_terms.price_fen, max_price),
    currency = v_terms.currency,
    lifted = give_time.lifted,
    lift_reason = case when give_time.lifted is not null then btrim(give_time.lift_reason) end,
    revision = revision + 1,
    updated_at = at
  where id = (before).id
  returning * into v_booking;

  select instruments.units into strict v_units
  from public.instruments where instruments.id = v_booking.instrument_id;

  update public.occupancies
  set
    -- Somebody who sits at a unit stays there.
    unit = case
      when v_is_used then unit
      else private.free_unit(v_booking.instrument_id, v_units, v_terms.during, at, v_booking.id)
    end,
    during = case
      when v_is_used then tstzrange(lower(during), upper(v_terms.during))
      else v_terms.during
    end,
    kind = case when stage is null then 'booking'::public.occupancy_kind else 'request' end,
    active = true,
    lapses_at = case when not v_is_used then coalesce(v_decide_by, v_terms.no_show_at) end
  where booking_id = v_booking.id;

  return v_booking;
end;
$$;
comment on function private.give_time is 'Writes a booking''s other time, terms and occupancy. The caller holds the locks and has judged.';

create function private.move_booking(
  booking_id uuid, starts_at timestamptz, ends_at timestamptz, lift text[], lift_reason text
)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_wished     tstzrange;
  v_before     public.bookings;
  v_booking    public.bookings;
  v_rule       public.booking_rules;
  v_subject    private.booking_subject;
  v_violations jsonb;
  v_lifted     jsonb;
  v_at         timestamptz;
begin
  v_before := private.lock_booking(move_booking.booking_id);
  perform private.require_open_booking(v_before);
  perform private.require_lift(v_before.platform_id, move_booking.lift, move_booking.lift_reason);
  v_wished := private.wished_range(move_booking.starts_at, move_booking.ends_at);

  if v_wished = v_before.reserved then
    return v_before;
  end if;

  v_at := clock_timestamp();
  v_subject := private.booking_subject(
    v_before.instrument_id, v_before.organisation_id, greatest(lower(v_wished), v_at)
  );
  v_violations := private.booking_violations(
    v_before.instrument_id, v_before.organisation_id, v_before.person_id, v_wished, v_at,
    coalesce(v_before.purpose, ''), v_before.id, subject => v_subject
  );

  -- Otherwise a late cancellation would only have to be called a move.
  select rules.* into strict v_rule from public.booking_rules as rules where rules.id = v_before.rule_id;
  if v_rule.cancel_until_minutes > 0 and not private.acts_for_lab(v_before)
    and v_before.starts_at < v_at + make_interval(mins => v_rule.cancel_until_minutes) then
    v_violations := v_violations || private.violation(
      'move_deadline',
      'It is too late to move this booking.',
      to_jsonb(v_rule.cancel_until_minutes),
      to_jsonb(floor(extract(epoch from v_before.starts_at - v_at) / 60))
    );
  end if;

  v_lifted := private.require_allowed(
    v_before.instrument_id, v_before.organisation_id, v_before.person_id, v_violations, v_wished, v_at,
    move_booking.lift, v_before.id
  );

  -- What the lab approved was the old time; its own people need not ask themselves again, nor do
  -- they answer in passing a request that somebody else made.
  v_booking := private.give_time(
    v_before,
    v_wished,
    case
      when private.can_staff(v_before.platform_id) then v_before.approval_stage
      else private.first_stage(
        v_subject.rule, v_before.platform_id, v_before.organisation_id
      )
    end,
    null, v_lifted, move_booking.lift_reason, v_at
  );

  perform private.record_audit('move', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking));
  insert into private.outbox (topic, subject_id) values ('booking_moved', v_booking.id);

  return v_booking;
end;
$$;

create function public.move_booking(
  booking_id  uuid,
  starts_at   timestamptz,
  ends_at     timestamptz,
  lift        text[] default null,
  lift_reason text default null
)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.move_booking(
    move_booking.booking_id, move_booking.starts_at, move_booking.ends_at,
    move_booking.lift, move_booking.lift_reason
  );
end;
$$;
comment on function public.move_booking is 'Moves a booking that has not begun, judged as a new one. Raises as book_instrument does; PT409 booking_closed or booking_begun.';

/* More time for a booking that has begun; less is for check_out. */
create function private.extend_booking(
  booking_id uuid, ends_at timestamptz, lift text[], lift_reason text
)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before     public.bookings;
  v_booking    public.bookings;
  v_rule       public.booking_rules;
  v_wished     tstzrange;
  v_violations jsonb;
  v_lifted     jsonb;
  v_at         timestamptz;
begin
  v_before := private.lock_booking(extend_booking.booking_id);
  if not private.can_change_booking(v_before) then
    raise exception 'booking_not_yours' using errcode = 'PT403';
  end if;
  v_at := clock_timestamp();
  if v_before.status <> 'in_use' and public.effective_status(v_before) <> 'confirmed' then
    raise exception 'booking_closed' using errcode = 'PT409', detail = public.effective_status(v_before)::text;
  end if;
  if v_before.starts_at > v_at then
    raise exception 'booking_not_begun' using errcode = 'PT409', detail = v_before.starts_at::text;
  end if;
  perform private.require_lift(v_before.platform_id, extend_booking.lift, extend_booking.lift_reason);
  if extend_booking.ends_at = v_before.ends_at then
    return v_before;
  end if;
  v_wished := private.wished_range(
    case when extend_booking.ends_at > greatest(v_before.ends_at, v_at) then v_before.starts_at end,
    extend_booking.ends_at
  );

  v_violations := private.booking_violations(
    v_before.instrument_id, v_before.organisation_id, v_before.person_id, v_wished, v_at, null,
    v_before.id, true
  );
  select rules.* into strict v_rule from public.booking_rules as rules where rules.id = v_before.rule_id;
  if v_rule.approval_needed and not private.can_staff(v_before.platform_id) then
    v_violations := v_violations || private.violation(
      'approval', 'Only the lab can give this booking more time.', null, null
    );
  end if;
  v_lifted := private.require_allowed(
    v_before.instrument_id, v_before.organisation_id, v_before.person_id, v_violations, v_wished, v_at,
    extend_booking.lift, v_before.id
  );

  v_booking := private.give_time(
    v_before, v_wished, null, null, coalesce(v_lifted, v_before.lifted),
    coalesce(extend_booking.lift_reason, v_before.lift_reason), v_at
  );

  perform private.record_audit('extend', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking));
  insert into private.outbox (topic, subject_id) values ('booking_extended', v_booking.id);

  return v_booking;
end;
$$;

create function public.extend_booking(
  booking_id uuid, ends_at timestamptz, lift text[] default null, lift_reason text default null
)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.extend_booking(
    extend_booking.booking_id, extend_booking.ends_at, extend_booking.lift, extend_booking.lift_reason
  );
end;
$$;
comment on function public.extend_booking is 'Gives a booking that has begun more time, where it is free. Raises as book_instrument does; PT409 booking_closed or booking_not_begun.';

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

  v_booking := private.call_off(v_before, cancel_booking.reason, null);
  insert into private.outbox (topic, subject_id) values ('booking_cancelled', v_booking.id);

  return v_booking;
end;
$$;

create function private.call_off(before public.bookings, reason text, closure_id uuid)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_at      constant timestamptz := clock_timestamp();
begin
  update public.bookings
  set
    status = 'cancelled',
    approval_stage = null,
    decide_by = null,
    cancelled_at = v_at,
    cancelled_by = auth.uid(),
    cancel_reason = nullif(btrim(call_off.reason), ''),
    -- What the lab calls off is never the customer's fault.
    cancelled_late = (before).status = 'confirmed' and call_off.closure_id is null
      and not private.acts_for_lab(before)
      and (before).starts_at < v_at + (
        select make_interval(mins => rules.cancel_until_minutes)
        from public.booking_rules as rules
        where rules.id = (before).rule_id
      ),
    displaced_by = call_off.closure_id,
    revision = bookings.revision + 1,
    updated_at = v_at
  where bookings.id = (before).id
  returning * into v_booking;

  update public.occupancies
  set active = false, lapses_at = null
  where occupancies.booking_id = v_booking.id;

  perform private.record_audit('cancel', 'booking', v_booking.id, to_jsonb(before), to_jsonb(v_booking));
  return v_booking;
end;
$$;
comment on function private.call_off is 'Cancels a booking and frees its time. The caller holds the locks and has decided that it may be.';

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
comment on function public.cancel_booking is 'Cancels a booking that has not begun and frees its time; cancelling twice changes nothing. After the deadline of its rules it is a late cancellation. Raises PT403, PT404, PT409.';

/* Undoes a cancellation while the time is still free: judged as if it were booked now. */
create function private.reinstate_booking(booking_id uuid)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.bookings;
  v_booking public.bookings;
  v_rule    public.booking_rules;
  v_at      timestamptz;
begin
  v_before := private.lock_booking(reinstate_booking.booking_id);
  if not private.can_change_booking(v_before) then
    raise exception 'booking_not_yours' using errcode = 'PT403';
  end if;
  if v_before.status in ('pending', 'confirmed') then
    return v_before;
  end if;
  if v_before.status <> 'cancelled' or v_before.displaced_by is not null then
    raise exception 'booking_closed' using errcode = 'PT409', detail = v_before.status::text;
  end if;

  v_at := clock_timestamp();
  perform private.require_allowed(
    v_before.instrument_id, v_before.organisation_id, v_before.person_id,
    private.booking_violations(
      v_before.instrument_id, v_before.organisation_id, v_before.person_id, v_before.reserved, v_at,
      coalesce(v_before.purpose, ''), v_before.id
    ),
    v_before.reserved, v_at, null, v_before.id
  );

  select rules.* into strict v_rule from public.booking_rules as rules where rules.id = v_before.rule_id;
  v_booking := private.give_time(
    v_before, v_before.reserved,
    private.first_stage(v_rule, v_before.platform_id, v_before.organisation_id),
    null, null, null, v_at
  );

  perform private.record_audit(
    'reinstate', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking)
  );
  insert into private.outbox (topic, subject_id)
  values (private.request_topic(v_booking.approval_stage), v_booking.id);
  return v_booking;
end;
$$;
comment on function private.reinstate_booking is 'The writer behind public.reinstate_booking.';

create function public.reinstate_booking(booking_id uuid)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.reinstate_booking(reinstate_booking.booking_id);
end;
$$;
comment on function public.reinstate_booking is 'Undoes a cancellation while its time is free and the rules allow it. Raises as book_instrument does; PT409 booking_closed.';

/*
 * The answer to a request: of the organisation's owner where two have to accept, then of the lab or
 * whom it has delegated to.
 */
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
  v_stage   text;
  v_at      timestamptz;
begin
  v_before := private.lock_booking(decide_booking.booking_id);
  if v_before.status = 'pending' and v_before.approval_stage = 'owner' then
    if not private.can_own(v_before.organisation_id) then
      raise exception 'organisation_not_yours' using errcode = 'PT403';
    end if;
  elsif not private.can_decide(v_before.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if v_before.status <> 'pending' then
    raise exception 'booking_closed' using errcode = 'PT409', detail = v_before.status::text;
  end if;
  v_at := clock_timestamp();
  if v_before.starts_at <= v_at then
    raise exception 'booking_begun' using errcode = 'PT409', detail = v_before.starts_at::text;
  end if;
  if v_before.decide_by <= v_at then
    raise exception 'booking_closed' using errcode = 'PT409', detail = 'expired';
  end if;
  if not decide_booking.approved and nullif(btrim(decide_booking.note), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  v_stage := case when decide_booking.approved and v_before.approval_stage = 'owner' then 'lab' end;

  update public.bookings
  set
    status = case
      when v_stage is not null then 'pending'::public.booking_status
      when decide_booking.approved then 'confirmed'
      else 'declined'
    end,
    approval_stage = v_stage,
    decide_by = case
      when v_stage is not null then least(
        v_before.starts_at,
        v_at + (
          select make_interval(hours => rules.approval_hours)
          from public.booking_rules as rules
          where rules.id = v_before.rule_id
        )
      )
    end,
    decided_at = v_at,
    decided_by = auth.uid(),
    decision_note = nullif(btrim(decide_booking.note), ''),
    revision = bookings.revision + 1,
    updated_at = v_at
  where bookings.id = v_before.id
  returning * into v_booking;

  update public.occupancies
  set
    kind = case
      when v_booking.status = 'confirmed' then 'booking'::public.occupancy_kind
      else occupancies.kind
    end,
    active = decide_booking.approved,
    lapses_at = case
      when v_booking.status = 'confirmed' then v_booking.no_show_at
      else v_booking.decide_by
    end
  where occupancies.booking_id = v_booking.id;

  perform private.record_audit(
    case when decide_booking.approved then 'approve' else 'decline' end,
    'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking)
  );
  insert into private.outbox (topic, subject_id)
  values (
    case
      when v_stage is not null then private.request_topic(v_stage)
      when decide_booking.approved then 'booking_approved'
      else 'booking_declined'
    end,
    v_booking.id
  );

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
comment on function public.approve_booking is 'Accepts a request, as the owner of the customer''s organisation or as the lab, whoever it waits for. Raises PT403, PT404, and PT409 when it is no longer open.';

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
comment on function public.decline_booking is 'Refuses a request with a reason and frees its time. Raises PT403, PT404, PT409, PT422 without a reason.';

/*
 * Many answers at once. The locks of all are taken in order before the first is given, so that two
 * people who work through one inbox wait for each other instead of dying; each answer stands or
 * falls alone.
 */
create function private.decide_bookings(booking_ids uuid[], approved boolean, note text)
returns table (booking_id uuid, status public.booking_status, refusal text)
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_id uuid;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if cardinality(booking_ids) > 100 then
    raise exception 'too_many_bookings' using errcode = 'PT422', detail = '100';
  end if;
  perform private.lock_bookings(array(
    select bookings.id
    from public.bookings
    where bookings.id = any (booking_ids)
      and (private.can_decide(bookings.platform_id) or private.can_own(bookings.organisation_id))
  ));

  foreach v_id in array array(select distinct asked from unnest(booking_ids) as asked)
  loop
    booking_id := v_id;
    begin
      status := (private.decide_booking(v_id, decide_bookings.approved, decide_bookings.note)).status;
      refusal := null;
    exception when sqlstate 'PT403' or sqlstate 'PT404' or sqlstate 'PT409' or sqlstate 'PT422' then
      status := null;
      refusal := sqlerrm;
    end;
    return next;
  end loop;
end;
$$;

create function private.lock_bookings(booking_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_instrument_id uuid;
begin
  perform from public.organisations
  where organisations.id in (
    select bookings.organisation_id from public.bookings where bookings.id = any (booking_ids)
  )
  order by organisations.id for no key update;
  perform from public.people
  where people.id in (select bookings.person_id from public.bookings where bookings.id = any (booking_ids))
  order by people.id for no key update;
  for v_instrument_id in
    select instruments.id
    from public.instruments
    where instruments.id in (
      select bookings.instrument_id from public.bookings where bookings.id = any (booking_ids)
    )
    order by instruments.id for no key update
  loop
    perform private.release_lapsed(v_instrument_id);
  end loop;
end;
$$;
comment on function private.lock_bookings is 'Takes the locks of several bookings in the one order of the writers.';

create function public.decide_bookings(booking_ids uuid[], approved boolean, note text default null)
returns table (booking_id uuid, status public.booking_status, refusal text)
language plpgsql
volatile
set search_path = ''
as $$
begin
  return query
  select * from private.decide_bookings(
    decide_bookings.booking_ids, decide_bookings.approved, decide_bookings.note
  );
end;
$$;
comment on function public.decide_bookings is 'Accepts or refuses up to 100 requests; one row each with its status, or the key of what stood in the way.';

/* Who answers while the lab's own people are away. */
create function private.delegate_approvals(
  platform_id uuid, delegate_id uuid, starts_at timestamptz, ends_at timestamptz
)
returns public.approval_delegations
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_known      jsonb;
  v_delegation public.approval_delegations;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_manage(delegate_approvals.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if not exists (
    select from public.memberships
    join public.platforms on platforms.organisation_id = memberships.organisation_id
    where platforms.id = delegate_approvals.platform_id
      and memberships.person_id = delegate_approvals.delegate_id
  ) then
    raise exception 'delegate_is_no_colleague' using errcode = 'PT422';
  end if;
  v_known := private.replayed_answer(
    'delegate',
    jsonb_build_array(
      delegate_approvals.platform_id, delegate_approvals.delegate_id,
      delegate_approvals.starts_at, delegate_approvals.ends_at
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.approval_delegations, v_known);
  end if;

  insert into public.approval_delegations (platform_id, delegate_id, granted_by, starts_at, ends_at)
  values (
    delegate_approvals.platform_id, delegate_approvals.delegate_id, auth.uid(),
    delegate_approvals.starts_at, delegate_approvals.ends_at
  )
  returning * into v_delegation;

  perform private.record_audit(
    'delegate', 'approval_delegation', v_delegation.id, null, to_jsonb(v_delegation)
  );
  perform private.keep_answer('delegate', to_jsonb(v_delegation));
  return v_delegation;
end;
$$;

create function public.delegate_approvals(
  platform_id uuid, delegate_id uuid, starts_at timestamptz, ends_at timestamptz
)
returns public.approval_delegations
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.delegate_approvals(
    delegate_approvals.platform_id, delegate_approvals.delegate_id,
    delegate_approvals.starts_at, delegate_approvals.ends_at
  );
end;
$$;
comment on function public.delegate_approvals is 'Lets a colleague of the host organisation answer a platform''s requests for a while. Raises PT403, PT422 delegate_is_no_colleague.';

create function private.revoke_delegation(delegation_id uuid)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.approval_delegations;
  v_after  public.approval_delegations;
begin
  select delegations.* into v_before
  from public.approval_delegations as delegations
  where delegations.id = revoke_delegation.delegation_id
  for update;
  if not found or not private.can_manage(v_before.platform_id) then
    raise exception 'delegation_not_found' using errcode = 'PT404';
  end if;
  if v_before.revoked_at is not null then
    return;
  end if;

  update public.approval_delegations as delegations
  set revoked_at = clock_timestamp()
  where delegations.id = v_before.id
  returning delegations.* into v_after;
  perform private.record_audit(
    'revoke', 'approval_delegation', v_after.id, to_jsonb(v_before), to_jsonb(v_after)
  );
end;
$$;

create function public.revoke_delegation(delegation_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.revoke_delegation(revoke_delegation.delegation_id);
end;
$$;
comment on function public.revoke_delegation is 'Ends a delegation at once; twice changes nothing. Raises PT404.';

/* The same judgement without booking. */
create function private.judge_booking(
  instrument_id   uuid,
  starts_at       timestamptz,
  ends_at         timestamptz,
  organisation_id uuid,
  booking_id      uuid,
  purpose         text
)
returns jsonb
language plpgsql
stable
security definer -- judges by occupancies that the person asking may not read
set search_path = ''
as $$
declare
  v_person_id       uuid := auth.uid();
  v_organisation_id uuid;
  v_booking    public.bookings;
  v_wished     tstzrange;
  v_violations jsonb;
  v_terms      private.booking_terms;
  v_subject    private.booking_subject;
  v_at         timestamptz := clock_timestamp();
begin
  if v_person_id is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  -- A booking that is to be moved is judged for whom it is, not for who asks.
  if judge_booking.booking_id is not null then
    select bookings.* into v_booking from public.bookings where bookings.id = judge_booking.booking_id;
    if not found or not private.can_change_booking(v_booking) then
      raise exception 'booking_not_found' using errcode = 'PT404';
    end if;
    v_person_id := v_booking.person_id;
    v_organisation_id := v_booking.organisation_id;
  else
    v_organisation_id := private.booking_organisation(judge_booking.organisation_id, v_person_id);
  end if;
  v_wished := private.wished_range(judge_booking.starts_at, judge_booking.ends_at);

  v_subject := private.booking_subject(
    judge_booking.instrument_id, v_organisation_id, greatest(lower(v_wished), v_at)
  );
  if v_subject.instrument_id is null then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;

  v_violations := private.booking_violations(
    judge_booking.instrument_id, v_organisation_id, v_person_id, v_wished, v_at, judge_booking.purpose,
    judge_booking.booking_id, subject => v_subject
  );
  v_terms := private.booking_terms(v_subject, v_wished);

  return jsonb_build_object(
    'allowed', v_violations = '[]',
    'violations', v_violations,
    'alternatives', case
      when v_violations = '[]' then '[]'::jsonb
      else private.alternatives(
        judge_booking.instrument_id, v_organisation_id, v_person_id, v_violations, v_wished, v_at,
        judge_booking.booking_id
      )
    end,
    'equivalents', case
      when v_violations = '[]' then '[]'::jsonb
      else private.equivalents(judge_booking.instrument_id, v_organisation_id, v_person_id, v_wished, v_at)
    end,
    'timezone', v_subject.time_zone,
    'approval_needed', (v_terms.rule).id is not null and private.first_stage(
      v_terms.rule, v_subject.platform_id, v_organisation_id
    ) is not null,
    'price', case
      when (v_terms.rule).id is not null then jsonb_build_object(
        'amount_fen', v_terms.price_fen,
        'currency', v_terms.currency,
        'basis', v_terms.basis
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
  booking_id      uuid default null,
  purpose         text default null
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
    judge_booking.booking_id,
    judge_booking.purpose
  );
end;
$$;
comment on function public.judge_booking is 'What book_instrument would say: {allowed, violations, alternatives, equivalents, timezone, approval_needed, price}. booking_id names one that is to be moved; a purpose of null is not judged.';

/* The rules, quotas and tariff that hold for a customer now, for pages that explain them. */
create function private.booking_conditions(instrument_id uuid, organisation_id uuid)
returns jsonb
language plpgsql
stable
security definer -- counts what the customer has used of their quotas
set search_path = ''
as $$
declare
  v_person_id uuid := auth.uid();
  v_organisation_id uuid;
  v_subject   private.booking_subject;
  v_rule      public.booking_rules;
  v_at        timestamptz := clock_timestamp();
begin
  if v_person_id is not null and booking_conditions.organisation_id is not null then
    v_organisation_id := private.booking_organisation(booking_conditions.organisation_id, v_person_id);
  end if;
  v_subject := private.booking_subject(booking_conditions.instrument_id, v_organisation_id, v_at);
  if v_subject.instrument_id is null then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;

  v_rule := v_subject.rule;
  return jsonb_build_object(
    'customer_kind', v_subject.customer_kind,
    'rules', case when v_rule.id is not null then to_jsonb(v_rule) end,
    'course', (
      select jsonb_build_object(
        'id', courses.id, 'name', courses.name, 'name_en', courses.name_en,
        'qualified_until', case
          when v_person_id is not null then upper(private.qualified(v_person_id, courses.id))
        end,
        'is_qualified', v_person_id is not null and private.qualified(v_person_id, courses.id) @> v_at
      )
      from public.courses
      where courses.id = v_rule.course_id
    ),
    'tariff', case
      when (v_subject.tariff).id is not null then to_jsonb(v_subject.tariff)
    end,
    'quotas', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'holder', (counted.quota).holder, 'measure', (counted.quota).measure, 'span', (counted.quota).span,
            'at_most', (counted.quota).at_most, 'is_of_platform', (counted.quota).platform_id is not null,
            'used', case when v_organisation_id is not null then counted.used end
          )
          order by (counted.quota).holder, (counted.quota).measure, (counted.quota).span
        ),
        '[]'
      )
      from private.quotas_used(
        v_subject.quotas,
        v_organisation_id, v_person_id, v_at, v_subject.time_zone, v_at
      ) as counted
    ),
    'suspended_until', case
      when v_organisation_id is not null and v_rule.id is not null then private.suspended_until(
        v_rule, v_subject.platform_id, v_organisation_id, v_person_id, v_at
      )
    end
  );
end;
$$;

create function public.booking_conditions(instrument_id uuid, organisation_id uuid default null)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.booking_conditions(
    booking_conditions.instrument_id, booking_conditions.organisation_id
  );
end;
$$;
comment on function public.booking_conditions is 'What holds for a customer now: {customer_kind, rules, course, tariff, quotas with what is used, suspended_until}; without an organisation, for a startup. Raises PT404, PT403.';

/*
 * The calendar of one instrument, for everyone: when it is open, when it is taken and by what kind
 * of thing, and what can still be booked. Who has it is nobody's business. For a customer, free is
 * what they can book, and barred says where their own standing keeps them from it.
 */
create function private.instrument_availability(
  instrument_id uuid, starts_at timestamptz, ends_at timestamptz, organisation_id uuid
)
returns jsonb
language plpgsql
stable
security definer -- tells the times of occupancies, never whose they are
set search_path = ''
as $$
declare
  v_subject   record;
  v_period    tstzrange;
  v_person_id uuid;
  v_organisation_id uuid;
  v_kind      public.customer_kind;
  v_at        timestamptz := clock_timestamp();
begin
  v_period := private.wished_range(
    instrument_availability.starts_at, instrument_availability.ends_at
  );
  if upper(v_period) - lower(v_period) > interval '92 days' then
    raise exception 'period_too_long' using errcode = 'PT422', detail = '92 days';
  end if;

  select platforms.time_zone, platforms.organisation_id as host_id, instruments.platform_id
  into v_subject
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = instrument_availability.instrument_id;
  if not found then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;

  if auth.uid() is not null and instrument_availability.organisation_id is not null then
    v_person_id := auth.uid();
    v_organisation_id := private.booking_organisation(
      instrument_availability.organisation_id, v_person_id
    );
  end if;
  v_kind := private.customer_kind(v_organisation_id, v_subject.host_id);

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
            'start', greatest(lower(taken.during), lower(v_period)),
            'end', least(upper(taken.during), upper(v_period)),
            'kind', taken.kind,
            'unit', taken.unit
          )
          order by lower(taken.during), taken.unit
        ),
        '[]'
      )
      from (
        select occupancies.during, occupancies.kind, occupancies.unit
        from public.occupancies
        where occupancies.instrument_id = instrument_availability.instrument_id
          and occupancies.active
          and (occupancies.lapses_at > v_at) is not false
          and occupancies.during && v_period
        union all
        select closures.during, closures.kind, units.unit
        from public.closures
        join public.instruments on instruments.id = closures.instrument_id
        cross join lateral generate_series(1, instruments.units) as units (unit)
        where closures.instrument_id = instrument_availability.instrument_id
          and closures.status = 'planned'
          and closures.during && v_period
      ) as taken
    ),
    'free', (
      select coalesce(
        jsonb_agg(jsonb_build_object('start', lower(free.gap), 'end', upper(free.gap)) order by free.gap),
        '[]'
      )
      from (
        select distinct gaps.gap
        from private.free_gaps(
          instrument_availability.instrument_id, v_period, v_at, v_organisation_id, v_person_id
        ) as gaps
      ) as free
    ),
    'barred', (
      select coalesce(
        jsonb_agg(
          jsonb_build_object(
            'start', greatest(lower(bars.during), lower(v_period)),
            'end', least(upper(bars.during), upper(v_period)),
            'rule', bars.barred_by
          )
          order by lower(bars.during), bars.barred_by
        ),
        '[]'
      )
      from private.rules_in_force(instrument_availability.instrument_id, v_kind, v_period) as found
      cross join lateral private.customer_bars(
        found.rule, instrument_availability.instrument_id, v_subject.platform_id, v_subject.time_zone,
        v_kind, v_organisation_id, v_person_id, v_period, v_at
      ) as bars
      where found.during && bars.during and bars.during && v_period
    )
  );
end;
$$;

create function public.instrument_availability(
  instrument_id uuid, starts_at timestamptz, ends_at timestamptz, organisation_id uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.instrument_availability(
    instrument_availability.instrument_id,
    instrument_availability.starts_at,
    instrument_availability.ends_at,
    instrument_availability.organisation_id
  );
end;
$$;
comment on function public.instrument_availability is 'One instrument''s calendar as {timezone, open, busy, free, barred}, at most 92 days. free is what can be booked: by a startup, or by the organisation that the person asking names as theirs; barred is where that customer cannot.';

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
      case when entries.action = 'cancel' then entries.after ->> 'cancel_reason' end,
      case when entries.action in ('appeal', 'waive', 'uphold') then entries.after ->> 'note' end,
      entries.after ->> 'lift_reason'
    )
  from public.audit_entries as entries
  left join public.people on people.id = entries.person_id
  where entries.subject_type = 'booking'
    and entries.subject_id = booking_history.booking_id
    and exists (
      select from public.bookings
      where bookings.id = booking_history.booking_id
        and (
          private.can_decide(bookings.platform_id)
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
comment on function private.extend_booking is 'The writer behind public.extend_booking.';
comment on function private.decide_bookings is 'The writer behind public.decide_bookings.';
comment on function private.delegate_approvals is 'The writer behind public.delegate_approvals.';
comment on function private.revoke_delegation is 'The writer behind public.revoke_delegation.';
comment on function private.booking_conditions is 'The reader behind public.booking_conditions.';
comment on function private.judge_booking is 'The reader behind public.judge_booking.';
comment on function private.instrument_availability is 'The reader behind public.instrument_availability.';
comment on function private.booking_history is 'The reader behind public.booking_history.';
comment on function private.register_organisation is 'The writer behind public.register_organisation.';

grant execute on function
  private.book_instrument(uuid, timestamptz, timestamptz, uuid, text, text, uuid, text[], text, text),
  private.move_booking(uuid, timestamptz, timestamptz, text[], text),
  private.extend_booking(uuid, timestamptz, text[], text),
  private.cancel_booking(uuid, text),
  private.reinstate_booking(uuid),
  public.reinstate_booking(uuid),
  private.decide_booking(uuid, boolean, text),
  private.decide_bookings(uuid[], boolean, text),
  private.delegate_approvals(uuid, uuid, timestamptz, timestamptz),
  private.revoke_delegation(uuid),
  private.judge_booking(uuid, timestamptz, timestamptz, uuid, uuid, text),
  private.booking_history(uuid),
  private.register_organisation(text, public.organisation_kind, text, text),
  public.book_instrument(uuid, timestamptz, timestamptz, uuid, text, text, uuid, text[], text, text),
  public.move_booking(uuid, timestamptz, timestamptz, text[], text),
  public.extend_booking(uuid, timestamptz, text[], text),
  public.cancel_booking(uuid, text),
  public.approve_booking(uuid, text),
  public.decline_booking(uuid, text),
  public.decide_bookings(uuid[], boolean, text),
  public.delegate_approvals(uuid, uuid, timestamptz, timestamptz),
  public.revoke_delegation(uuid),
  public.judge_booking(uuid, timestamptz, timestamptz, uuid, uuid, text),
  public.booking_history(uuid),
  public.register_organisation(text, public.organisation_kind, text, text)
to authenticated;

grant execute on function
  private.instrument_availability(uuid, timestamptz, timestamptz, uuid),
  private.booking_conditions(uuid, uuid),
  public.instrument_availability(uuid, timestamptz, timestamptz, uuid),
  public.booking_conditions(uuid, uuid)
to anon, authenticated, service_role;
