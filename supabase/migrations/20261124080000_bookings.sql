/*
 * A booking reserves one instrument for one organisation. It is never deleted and never edited by
 * hand: the functions below hold the rules, and every row keeps the rule version and the price it
 * was made under.
 */
create type public.booking_status as enum (
  'pending', 'confirmed', 'in_use', 'completed', 'cancelled', 'declined', 'expired', 'no_show'
);
comment on type public.booking_status is 'Where a booking stands. pending holds its time until the lab decides.';

create type public.occupancy_kind as enum (
  'booking', 'request', 'hold', 'maintenance', 'closure', 'own_use'
);
comment on type public.occupancy_kind is 'What takes an instrument''s time.';

/*
 * A closure is time that the lab takes its instrument out of use: maintenance, a closed lab, its own
 * work. While planned it lets no new booking in and leaves those that are there; activating it moves
 * or cancels them and takes the time, all at once.
 */
create table public.closures (
  id            uuid primary key default gen_random_uuid(),
  series_id     uuid not null default gen_random_uuid(),
  platform_id   uuid not null references public.platforms on delete restrict,
  instrument_id uuid not null references public.instruments on delete restrict,
  kind          public.occupancy_kind not null,
  during        tstzrange not null,
  reason        text,
  status        text not null default 'planned',
  planned_by    uuid references public.people on delete restrict,
  activated_at  timestamptz,
  ended_at      timestamptz,
  created_at    timestamptz not null default now(),

  constraint closures_kind_is_no_booking check (kind in ('maintenance', 'closure', 'own_use')),
  constraint closures_during_is_bounded check (
    not isempty(during) and isfinite(lower(during)) and isfinite(upper(during))
    and not lower_inf(during) and not upper_inf(during)
  ),
  constraint closures_during_is_half_open check (lower_inc(during) and not upper_inc(during)),
  constraint closures_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint closures_reason_is_clean check (private.is_clean_text(reason)),
  constraint closures_status_is_known check (status in ('planned', 'active', 'ended')),
  constraint closures_status_has_time check (
    (status = 'ended') = (ended_at is not null) and (status <> 'active' or activated_at is not null)
  )
);

create index closures_planned_idx on public.closures using gist (instrument_id, during) where (status = 'planned');
create index closures_instrument_id_idx on public.closures (instrument_id, lower(during));
create index closures_platform_id_idx on public.closures (platform_id, lower(during));
create index closures_series_id_idx on public.closures (series_id);
create index closures_planned_by_idx on public.closures (planned_by) where planned_by is not null;
comment on table public.closures is 'Time that a lab takes an instrument out of use.';
comment on column public.closures.series_id is 'Shared by the closures that were planned together as recurring ones.';
comment on column public.closures.status is 'planned: lets no new booking in; active: has taken the time; ended: over or called off.';

create table public.bookings (
  id              uuid primary key default gen_random_uuid(),
  instrument_id   uuid not null references public.instruments on delete restrict,
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid not null references public.organisations on delete restrict,
  person_id       uuid not null references public.people on delete restrict,
  booked_by       uuid references public.people on delete restrict,
  rule_id         uuid not null references public.booking_rules on delete restrict,
  tariff_id       uuid references public.tariffs on delete restrict,
  reserved        tstzrange not null,
  starts_at       timestamptz not null generated always as (lower(reserved)) stored,
  ends_at         timestamptz not null generated always as (upper(reserved)) stored,
  status          public.booking_status not null,
  purpose         text,
  purpose_code    text,
  price_fen       bigint,
  currency        text not null,
  revision        integer not null default 0,
  approval_stage  text,
  decide_by       timestamptz,
  no_show_at      timestamptz,
  lifted          jsonb,
  lift_reason     text,
  decided_at      timestamptz,
  decided_by      uuid references public.people on delete restrict,
  decision_note   text,
  cancelled_at    timestamptz,
  cancelled_by    uuid references public.people on delete restrict,
  cancel_reason   text,
  cancelled_late  boolean not null default false,
  displaced_by    uuid references public.closures on delete restrict,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),

  -- Only what has a first instant includes its lower bound: neither an empty span nor one without begin.
  constraint bookings_reserved_is_bounded_and_half_open check (
    lower_inc(reserved) and not upper_inc(reserved) and not upper_inf(reserved)
    and isfinite(lower(reserved)) and isfinite(upper(reserved))
  ),
  constraint bookings_purpose_has_length check (char_length(purpose) <= 2000),
  constraint bookings_purpose_is_clean check (private.is_clean_text(purpose)),
  constraint bookings_decision_note_is_short_and_clean check (
    char_length(decision_note) <= 2000 and private.is_clean_text(decision_note)
  ),
  constraint bookings_cancel_reason_is_short_and_clean check (
    char_length(cancel_reason) <= 2000 and private.is_clean_text(cancel_reason)
  ),
  constraint bookings_price_is_not_negative check (price_fen >= 0),
  constraint bookings_cancelled_has_time check ((status = 'cancelled') = (cancelled_at is not null)),
  constraint bookings_only_cancelled_are_late check (not cancelled_late or status = 'cancelled'),
  constraint bookings_approval_stage_is_known check (approval_stage in ('owner', 'lab')),
  constraint bookings_pending_waits_for_somebody check (
    (status = 'pending') = (approval_stage is not null and decide_by is not null)
  ),
  constraint bookings_lift_says_why check ((lifted is null) = (lift_reason is null)),
  constraint bookings_lift_reason_is_short_and_clean check (
    char_length(lift_reason) between 1 and 2000 and private.is_clean_text(lift_reason)
  )
);

create index bookings_instrument_id_starts_at_idx on public.bookings (instrument_id, starts_at);
create index bookings_platform_id_starts_at_idx on public.bookings (platform_id, starts_at);
create index bookings_organisation_id_starts_at_idx on public.bookings (organisation_id, starts_at);
create index bookings_person_id_starts_at_idx on public.bookings (person_id, starts_at);
create index bookings_person_id_late_idx on public.bookings (person_id, starts_at) where cancelled_late;
create index bookings_rule_id_idx on public.bookings (rule_id);
create index bookings_tariff_id_idx on public.bookings (tariff_id);
create index bookings_booked_by_idx on public.bookings (booked_by) where booked_by is not null;
create index bookings_displaced_by_idx on public.bookings (displaced_by) where displaced_by is not null;
create index bookings_requests_idx on public.bookings (platform_id, decide_by) where status = 'pending';
create index bookings_decided_by_idx on public.bookings (decided_by) where decided_by is not null;
create index bookings_cancelled_by_idx on public.bookings (cancelled_by) where cancelled_by is not null;

comment on table public.bookings is 'A reservation of one instrument by one person for one organisation.';
comment on column public.bookings.reserved is 'The customer''s own time, half-open, without set-up and tear-down.';
comment on column public.bookings.platform_id is 'The platform that ran the instrument when it was booked.';
comment on column public.bookings.rule_id is 'The version of the rules it was judged by.';
comment on column public.bookings.booked_by is 'Who booked it in the person''s name; null for themselves.';
comment on column public.bookings.tariff_id is 'The tariff its price was reckoned by; null is by arrangement.';
comment on column public.bookings.approval_stage is 'Whose answer a request waits for.';
comment on column public.bookings.decide_by is 'A request without an answer by then has expired.';
comment on column public.bookings.no_show_at is 'Without check-in by then it is a no-show; null where nobody checks in.';
comment on column public.bookings.lifted is 'The rules that the lab lifted for it, as the judge stated them.';
comment on column public.bookings.cancelled_late is 'The customer cancelled after the deadline.';
comment on column public.bookings.displaced_by is 'The closure for which the lab cancelled it.';
comment on column public.bookings.purpose_code is 'Code of reference 1.4; null never counts as shared.';
comment on column public.bookings.price_fen is 'Frozen when booked or moved; null is by arrangement.';
comment on column public.bookings.revision is 'Counts changes; the SEQUENCE of the calendar event.';

/*
 * The one table of everything that takes an instrument's time, so that a booking, a request and a
 * closure cannot cross. The constraint is the net; the writers lock the instrument first, because
 * under load the constraint alone deadlocks.
 */
create table public.occupancies (
  id            uuid primary key default gen_random_uuid(),
  instrument_id uuid not null references public.instruments on delete restrict,
  unit          smallint not null default 1,
  kind          public.occupancy_kind not null,
  during        tstzrange not null,
  booking_id    uuid references public.bookings on delete restrict,
  closure_id    uuid references public.closures on delete restrict,
  active        boolean not null default true,
  lapses_at     timestamptz,
  created_at    timestamptz not null default now(),

  constraint occupancies_during_is_bounded_and_half_open check (
    lower_inc(during) and not upper_inc(during) and not upper_inf(during)
    and isfinite(lower(during)) and isfinite(upper(during))
  ),
  constraint occupancies_unit_is_positive check (unit >= 1),
  constraint occupancies_booking_has_booking check ((kind in ('booking', 'request')) = (booking_id is not null)),
  constraint occupancies_closure_is_no_booking check (
    closure_id is null or kind in ('maintenance', 'closure', 'own_use')
  ),
  constraint occupancies_booking_id_key unique (booking_id),
  constraint occupancies_do_not_overlap exclude using gist (
    instrument_id with =,
    unit with =,
    during with &&
  ) where (active)
);

-- For the writers, who let go what has lapsed on an instrument before they look at it.
create index occupancies_lapsing_idx on public.occupancies (instrument_id, lapses_at)
  where active and lapses_at is not null;
create index occupancies_closure_id_idx on public.occupancies (closure_id) where closure_id is not null;

comment on table public.occupancies is 'A span in which one unit of an instrument is taken, for whatever reason.';
comment on column public.occupancies.during is 'Half-open; for a booking, its own time with set-up and tear-down.';
comment on column public.occupancies.active is 'False once the time is free for others again.';
comment on column public.occupancies.lapses_at is 'From then on it holds no time, whether or not anything ran: an unanswered request, a booking without check-in, a hold.';

/* What was really used, apart from what was reserved. */
create table public.usage_sessions (
  id            uuid primary key default gen_random_uuid(),
  instrument_id uuid not null references public.instruments on delete restrict,
  unit          smallint not null default 1,
  booking_id    uuid references public.bookings on delete restrict,
  started_at    timestamptz not null,
  ended_at      timestamptz,
  source        text not null,
  started_by    uuid references public.people on delete restrict,
  ended_by      uuid references public.people on delete restrict,
  flags         text[] not null default '{}',
  created_at    timestamptz not null default now(),
  closed_at     timestamptz,

  constraint usage_sessions_end_after_start check (ended_at > started_at),
  constraint usage_sessions_source_is_known check (source in ('person', 'technician', 'agent', 'import')),
  constraint usage_sessions_flags_are_known check (
    flags <@ array['late', 'reported_late', 'overrun', 'forgotten']
  )
);

create unique index usage_sessions_open_idx on public.usage_sessions (instrument_id, unit)
  where ended_at is null;
create index usage_sessions_instrument_id_idx on public.usage_sessions (instrument_id, started_at);
create index usage_sessions_booking_id_idx on public.usage_sessions (booking_id);
create index usage_sessions_started_by_idx on public.usage_sessions (started_by) where started_by is not null;
create index usage_sessions_ended_by_idx on public.usage_sessions (ended_by) where ended_by is not null;
comment on table public.usage_sessions is 'Time in which an instrument was really in use.';
comment on column public.usage_sessions.started_at is 'As reported; created_at is when the report came in.';
comment on column public.usage_sessions.ended_at is 'As reported; closed_at is when the report came in.';
comment on column public.usage_sessions.source is 'Who recorded it.';
comment on column public.usage_sessions.flags is 'late: after the grace time; reported_late: the report came more than two minutes after the fact; overrun: past the reserved end; forgotten: closed by the next check-in.';

/*
 * A no-show, or a late cancellation that counts as one, is a fact of the clock. What people say about
 * it is here: the customer's appeal, and the lab's answer, which may also come unasked.
 */
create table public.no_show_appeals (
  booking_id    uuid primary key references public.bookings on delete restrict,
  appealed_at   timestamptz,
  appealed_by   uuid references public.people on delete restrict,
  reason        text,
  outcome       text,
  decided_at    timestamptz,
  decided_by    uuid references public.people on delete restrict,
  decision_note text,

  constraint no_show_appeals_say_why check (
    (appealed_at is null) = (reason is null) and (appealed_at is null) = (appealed_by is null)
  ),
  constraint no_show_appeals_outcome_is_known check (outcome in ('waived', 'upheld')),
  constraint no_show_appeals_outcome_says_by_whom_and_why check (
    (outcome is null) = (decided_at is null)
    and (outcome is null) = (decided_by is null)
    and (outcome is null) = (decision_note is null)
  ),
  constraint no_show_appeals_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint no_show_appeals_reason_is_clean check (private.is_clean_text(reason)),
  constraint no_show_appeals_note_has_length check (char_length(decision_note) between 1 and 2000),
  constraint no_show_appeals_note_is_clean check (private.is_clean_text(decision_note))
);

create index no_show_appeals_appealed_by_idx on public.no_show_appeals (appealed_by);
create index no_show_appeals_decided_by_idx on public.no_show_appeals (decided_by);
comment on table public.no_show_appeals is 'What a customer says about a no-show of theirs, and whether the lab waived it.';

/* What a closure offers to those whose bookings are in its way. */
create table public.closure_offers (
  closure_id  uuid not null references public.closures on delete cascade,
  booking_id  uuid not null references public.bookings on delete restrict,
  slots       jsonb not null,
  outcome     text,
  answered_at timestamptz,
  created_at  timestamptz not null default now(),

  primary key (closure_id, booking_id),
  constraint closure_offers_outcome_is_known check (outcome in ('moved', 'cancelled', 'kept')),
  constraint closure_offers_outcome_has_time check ((outcome is null) = (answered_at is null))
);

create index closure_offers_booking_id_idx on public.closure_offers (booking_id);
comment on table public.closure_offers is 'Slots offered to a customer whose booking a closure is in the way of.';
comment on column public.closure_offers.slots is '[{start, end}], nearest first, as they were free when offered.';
comment on column public.closure_offers.outcome is 'moved or cancelled, by the customer or at activation; kept when the closure was called off.';

/* Somebody who answers requests for a while in place of the lab's own people. */
create table public.approval_delegations (
  id          uuid primary key default gen_random_uuid(),
  platform_id uuid not null references public.platforms on delete cascade,
  delegate_id uuid not null references public.people on delete cascade,
  granted_by  uuid not null references public.people on delete restrict,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  revoked_at  timestamptz,
  created_at  timestamptz not null default now(),

  constraint approval_delegations_end_after_start check (ends_at > starts_at)
);

create index approval_delegations_platform_id_idx on public.approval_delegations (platform_id);
create index approval_delegations_delegate_id_idx on public.approval_delegations (delegate_id);
create index approval_delegations_granted_by_idx on public.approval_delegations (granted_by);
comment on table public.approval_delegations is 'That a colleague answers a platform''s requests, from when until when.';

/* Every write leaves who, what, before and after, in its own transaction. */
create table public.audit_entries (
  id           bigint generated always as identity primary key,
  at           timestamptz not null default clock_timestamp(),
  person_id    uuid,
  action       text not null,
  subject_type text not null,
  subject_id   uuid not null,
  before       jsonb,
  after        jsonb,
  request_id   text,
  from_address text
);

create index audit_entries_subject_idx on public.audit_entries (subject_type, subject_id);
comment on table public.audit_entries is 'What was done, by whom, with the row before and after. Insert-only.';
comment on column public.audit_entries.person_id is 'No foreign key: the entry outlives an erased person.';
comment on column public.audit_entries.request_id is 'The x-request-id of the call, to find it in the log.';
comment on column public.audit_entries.from_address is 'The network address that the caller came from, as far as the servers in between tell.';

create function private.tg_audit_entries__refuse_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception 'audit_entries_are_insert_only' using errcode = 'PT403';
end;
$$;
comment on function private.tg_audit_entries__refuse_change is 'Keeps the audit insert-only, for its owner too.';

create trigger _100_refuse_change
  before update or delete or truncate on public.audit_entries
  for each statement
  execute function private.tg_audit_entries__refuse_change();

/* What the worker has to tell people, written with the change it tells of. */
create table private.outbox (
  id           bigint generated always as identity primary key,
  topic        text not null,
  subject_id   uuid not null,
  created_at   timestamptz not null default now(),
  delivered_at timestamptz
);

create index outbox_undelivered_idx on private.outbox (id) where delivered_at is null;
comment on table private.outbox is 'Messages that the worker has yet to send, with ids only.';

/*
 * What a call with a key of the client's was answered, so that the same call again gets the same
 * answer and changes nothing.
 */
create table private.idempotency_keys (
  person_id   uuid not null references public.people on delete cascade,
  action      text not null,
  key         text not null,
  fingerprint text not null,
  answer      jsonb,
  created_at  timestamptz not null default now(),

  primary key (person_id, action, key),
  constraint idempotency_keys_key_has_length check (char_length(key) between 1 and 255)
);

comment on table private.idempotency_keys is 'A client''s key, what it asked for, and the answer it got.';

alter table private.outbox enable row level security;
alter table private.idempotency_keys enable row level security;

/*
 * Every writer that makes something new calls the first of these two before it locks anything, and
 * the second with its answer. The claim waits for a call with the same key that is still under way;
 * a refused call leaves no key behind, so that it is judged anew.
 */
create function private.replayed_answer(
  action text, request jsonb, key text default null, answer jsonb default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key         text := coalesce(
    key, nullif(current_setting('request.headers', true), '')::jsonb ->> 'idempotency-key'
  );
  v_fingerprint text := md5(request::text);
  v_known       private.idempotency_keys;
begin
  if v_key is null then
    return null;
  end if;

  insert into private.idempotency_keys (person_id, action, key, fingerprint, answer)
  values ((select auth.uid()), replayed_answer.action, v_key, v_fingerprint, replayed_answer.answer)
  on conflict do nothing;
  if found then
    return null;
  end if;

  select keys.* into strict v_known
  from private.idempotency_keys as keys
  where keys.person_id = (select auth.uid())
    and keys.action = replayed_answer.action
    and keys.key = v_key;
  if v_known.fingerprint <> v_fingerprint then
    raise exception 'idempotency_key_reused' using errcode = 'PT422';
  end if;
  return v_known.answer;
end;
$$;
comment on function private.replayed_answer is 'The answer given to the same call before, or null for a first call, which it claims the key for, and whose answer it keeps where that is known ahead. The key is the one given or the Idempotency-Key header. Raises PT422 idempotency_key_reused.';

create function private.keep_answer(action text, answer jsonb, key text default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key text := coalesce(
    key, nullif(current_setting('request.headers', true), '')::jsonb ->> 'idempotency-key'
  );
begin
  if v_key is not null then
    update private.idempotency_keys as keys
    set answer = keep_answer.answer
    where keys.person_id = (select auth.uid())
      and keys.action = keep_answer.action
      and keys.key = v_key;
  end if;
end;
$$;
comment on function private.keep_answer is 'Keeps the answer for a call whose key replayed_answer claimed.';

create function private.record_audit(action text, subject_type text, subject_id uuid, before jsonb, after jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_headers jsonb := nullif(current_setting('request.headers', true), '')::jsonb;
begin
  insert into public.audit_entries (
    person_id, action, subject_type, subject_id, before, after, request_id, from_address
  )
  values (
    (select auth.uid()),
    record_audit.action,
    record_audit.subject_type,
    record_audit.subject_id,
    record_audit.before,
    record_audit.after,
    left(v_headers ->> 'x-request-id', 100),
    left(coalesce(v_headers ->> 'x-client-address', v_headers ->> 'x-forwarded-for'), 100)
  );
end;
$$;
comment on function private.record_audit is 'Writes one audit entry for the person asking.';

/*
 * Policies: a booking is seen by the people of its organisation and by those who run its platform.
 */
alter table public.bookings enable row level security;
alter table public.occupancies enable row level security;
alter table public.usage_sessions enable row level security;
alter table public.audit_entries enable row level security;
alter table public.closures enable row level security;
alter table public.closure_offers enable row level security;
alter table public.no_show_appeals enable row level security;
alter table public.approval_delegations enable row level security;

-- When an instrument is out of use, and why, is for everyone who plans around it.
create policy closures_select_all on public.closures
  for select to anon, authenticated
  using (true);

-- What hangs on a booking is seen by whoever sees the booking.
create policy closure_offers_select_parties on public.closure_offers
  for select to authenticated
  using (exists (select from public.bookings where bookings.id = closure_offers.booking_id));

create policy no_show_appeals_select_parties on public.no_show_appeals
  for select to authenticated
  using (exists (select from public.bookings where bookings.id = no_show_appeals.booking_id));

create policy approval_delegations_select_parties on public.approval_delegations
  for select to authenticated
  using (
    delegate_id = (select auth.uid())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.is_administrator())
  );

grant select (
  id, series_id, platform_id, instrument_id, kind, during, reason, status, activated_at, ended_at, created_at
) on public.closures to anon, authenticated;
grant select on public.closures to service_role;
grant select on public.closure_offers, public.no_show_appeals, public.approval_delegations
to authenticated, service_role;

create function private.platform_ids_delegated_to_current_person()
returns setof uuid
language sql
stable
rows 1
security definer -- reads delegations beneath their own policy
set search_path = ''
as $$
  select delegations.platform_id
  from public.approval_delegations as delegations
  where delegations.delegate_id = (select auth.uid())
    and delegations.revoked_at is null
    and now() >= delegations.starts_at
    and now() < delegations.ends_at;
$$;
comment on function private.platform_ids_delegated_to_current_person is 'The platforms whose requests the person asking answers for the time being.';

create function private.can_decide(platform_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships and delegations beneath their own policies
set search_path = ''
as $$
begin
  return private.can_staff(can_decide.platform_id)
    or can_decide.platform_id in (select private.platform_ids_delegated_to_current_person());
end;
$$;
comment on function private.can_decide is 'True when the person asking may answer a platform''s requests, as staff or as a delegate.';

grant execute on function
  private.platform_ids_delegated_to_current_person(),
  private.can_decide(uuid)
to authenticated;

create policy bookings_select_parties on public.bookings
  for select to authenticated
  using (
    organisation_id in (select private.organisation_ids_of_current_person())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
    or platform_id in (select private.platform_ids_delegated_to_current_person())
    or (select private.is_administrator())
  );

create policy occupancies_select_staff on public.occupancies
  for select to authenticated
  using (
    instrument_id in (
      select instruments.id
      from public.instruments
      where instruments.platform_id in (select private.platform_ids_staffed_by_current_person())
    )
    or (select private.is_administrator())
  );

create policy usage_sessions_select_parties on public.usage_sessions
  for select to authenticated
  using (
    booking_id in (select bookings.id from public.bookings)
    or instrument_id in (
      select instruments.id
      from public.instruments
      where instruments.platform_id in (select private.platform_ids_staffed_by_current_person())
    )
    or (select private.is_administrator())
  );

create policy audit_entries_select_administrators on public.audit_entries
  for select to authenticated
  using ((select private.is_administrator()));

create function private.is_customer_of_current_person(organisation_id uuid)
returns boolean
language sql
stable
security definer -- asks for any booking at one's own platforms beneath its policy
set search_path = ''
as $$
  select exists (
    select from public.bookings
    where bookings.organisation_id = is_customer_of_current_person.organisation_id
      and (
        bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
        or bookings.platform_id in (select private.platform_ids_delegated_to_current_person())
      )
  );
$$;
comment on function private.is_customer_of_current_person is 'True when the organisation has a booking at a platform that the person asking runs.';

create function private.is_known_to_current_person(person_id uuid)
returns boolean
language sql
stable
security definer -- reads memberships and bookings beneath their own policies
set search_path = ''
as $$
  select exists (
    select from public.memberships
    where memberships.person_id = is_known_to_current_person.person_id
      and memberships.organisation_id in (select private.organisation_ids_of_current_person())
  ) or exists (
    select from public.bookings
    where bookings.person_id = is_known_to_current_person.person_id
      and (
        bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
        or bookings.platform_id in (select private.platform_ids_delegated_to_current_person())
      )
  );
$$;
comment on function private.is_known_to_current_person is 'True for colleagues and for customers of the platforms that the person asking runs.';

create policy organisations_select_public on public.organisations
  for select to anon
  using (
    kind in ('university', 'institute', 'makerspace', 'alliance', 'agency', 'other')
    or exists (select from public.platforms where platforms.organisation_id = organisations.id)
  );

create policy organisations_select_known on public.organisations
  for select to authenticated
  using (
    kind in ('university', 'institute', 'makerspace', 'alliance', 'agency', 'other')
    or exists (select from public.platforms where platforms.organisation_id = organisations.id)
    or id in (select private.organisation_ids_of_current_person())
    or private.is_customer_of_current_person(id)
    or (select private.is_administrator())
  );

create policy people_select_known on public.people
  for select to authenticated
  using (
    id = (select auth.uid())
    or private.is_known_to_current_person(id)
    or (select private.is_administrator())
  );

create policy people_update_self on public.people
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));

grant select on public.organisations to anon, authenticated;
grant select on public.people, public.bookings, public.occupancies, public.usage_sessions, public.audit_entries
to authenticated;
grant update (display_name, phone, language) on public.people to authenticated;
grant select on
  public.bookings, public.occupancies, public.usage_sessions, public.audit_entries
to service_role;
-- No insert, update or delete on bookings, occupancies, usage or audit, for anyone: the functions write.

grant execute on function
  private.is_customer_of_current_person(uuid),
  private.is_known_to_current_person(uuid)
to authenticated;

/*
 * Where a booking stands by the clock, whether or not any job ran: a request that nobody answered has
 * expired, a booking without check-in is a no-show, and where nobody checks in it is over when its
 * time is.
 */
create function public.effective_status(booking public.bookings)
returns public.booking_status
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when booking.status = 'pending' and booking.decide_by <= now() then 'expired'::public.booking_status
    when booking.status = 'confirmed' and booking.no_show_at <= now() then 'no_show'
    when booking.status = 'confirmed' and booking.no_show_at is null and booking.ends_at <= now()
      then 'completed'
    else booking.status
  end;
end;
$$;
comment on function public.effective_status is 'The status by the clock: unanswered requests expire, missed bookings are no-shows.';

/*
 * The part of the price that is due by the rules the booking was made under. Reserved, used and due
 * are three things: this one is what the customer owes, whatever was used.
 */
create function public.due_fen(booking public.bookings)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
declare
  v_status constant public.booking_status := public.effective_status(booking);
  v_rule   public.booking_rules;
  v_share  integer;
begin
  if v_status in ('declined', 'expired') or (v_status = 'cancelled' and not booking.cancelled_late) then
    return 0;
  end if;
  if v_status in ('pending', 'confirmed', 'in_use', 'completed') then
    return booking.price_fen;
  end if;

  if exists (
    select from public.no_show_appeals as appeals
    where appeals.booking_id = booking.id and appeals.outcome = 'waived'
  ) then
    return 0;
  end if;
  select rules.* into strict v_rule from public.booking_rules as rules where rules.id = booking.rule_id;
  v_share := case v_status when 'no_show' then v_rule.no_show_bp else v_rule.late_cancel_bp end;
  -- Nothing of a price that is yet to be agreed is nothing.
  return case when v_share = 0 then 0 else round(booking.price_fen::numeric * v_share / 10000) end;
end;
$$;
comment on function public.due_fen is 'What the customer owes for a booking as it stands, in fen; null is by arrangement.';

grant execute on function
  public.effective_status(public.bookings),
  public.due_fen(public.bookings)
to authenticated, service_role;
