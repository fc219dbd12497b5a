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

create table public.bookings (
  id              uuid primary key default gen_random_uuid(),
  instrument_id   uuid not null references public.instruments on delete restrict,
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid not null references public.organisations on delete restrict,
  person_id       uuid not null references public.people on delete restrict,
  rule_id         uuid not null references public.booking_rules on delete restrict,
  reserved        tstzrange not null,
  starts_at       timestamptz not null generated always as (lower(reserved)) stored,
  ends_at         timestamptz not null generated always as (upper(reserved)) stored,
  status          public.booking_status not null,
  purpose         text,
  purpose_code    text,
  price_fen       bigint,
  currency        text not null,
  revision        integer not null default 0,
  decided_at      timestamptz,
  decided_by      uuid references public.people on delete restrict,
  decision_note   text,
  cancelled_at    timestamptz,
  cancelled_by    uuid references public.people on delete restrict,
  cancel_reason   text,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),

  constraint bookings_reserved_is_bounded check (
    not isempty(reserved) and isfinite(lower(reserved)) and isfinite(upper(reserved))
    and not lower_inf(reserved) and not upper_inf(reserved)
  ),
  constraint bookings_reserved_is_half_open check (lower_inc(reserved) and not upper_inc(reserved)),
  constraint bookings_purpose_has_length check (char_length(purpose) <= 2000),
  constraint bookings_purpose_is_clean check (private.is_clean_text(purpose)),
  constraint bookings_decision_note_has_length check (char_length(decision_note) <= 2000),
  constraint bookings_decision_note_is_clean check (private.is_clean_text(decision_note)),
  constraint bookings_cancel_reason_has_length check (char_length(cancel_reason) <= 2000),
  constraint bookings_cancel_reason_is_clean check (private.is_clean_text(cancel_reason)),
  constraint bookings_price_is_not_negative check (price_fen >= 0),
  constraint bookings_cancelled_has_time check ((status = 'cancelled') = (cancelled_at is not null))
);

create index bookings_instrument_id_starts_at_idx on public.bookings (instrument_id, starts_at);
create index bookings_platform_id_starts_at_idx on public.bookings (platform_id, starts_at);
create index bookings_organisation_id_starts_at_idx on public.bookings (organisation_id, starts_at);
create index bookings_person_id_starts_at_idx on public.bookings (person_id, starts_at);
create index bookings_rule_id_idx on public.bookings (rule_id);
create index bookings_decided_by_idx on public.bookings (decided_by) where decided_by is not null;
create index bookings_cancelled_by_idx on public.bookings (cancelled_by) where cancelled_by is not null;

comment on table public.bookings is 'A reservation of one instrument by one person for one organisation.';
comment on column public.bookings.reserved is 'The customer''s own time, half-open, without set-up and tear-down.';
comment on column public.bookings.platform_id is 'The platform that ran the instrument when it was booked.';
comment on column public.bookings.rule_id is 'The version of the rules it was judged by.';
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
  active        boolean not null default true,
  created_at    timestamptz not null default now(),

  constraint occupancies_during_is_bounded check (
    not isempty(during) and isfinite(lower(during)) and isfinite(upper(during))
    and not lower_inf(during) and not upper_inf(during)
  ),
  constraint occupancies_during_is_half_open check (lower_inc(during) and not upper_inc(during)),
  constraint occupancies_unit_is_positive check (unit >= 1),
  constraint occupancies_booking_has_booking check ((kind in ('booking', 'request')) = (booking_id is not null)),
  constraint occupancies_booking_id_key unique (booking_id),
  constraint occupancies_do_not_overlap exclude using gist (
    instrument_id with =,
    unit with =,
    during with &&
  ) where (active)
);

-- For the writers, who look at an instrument's open requests before every booking.
create index occupancies_requests_idx on public.occupancies (instrument_id)
  where active and kind = 'request';

comment on table public.occupancies is 'A span in which one unit of an instrument is taken, for whatever reason.';
comment on column public.occupancies.during is 'Half-open; for a booking, its own time with set-up and tear-down.';
comment on column public.occupancies.active is 'False once the time is free for others again.';

/* What was really used, apart from what was reserved. */
create table public.usage_sessions (
  id            uuid primary key default gen_random_uuid(),
  instrument_id uuid not null references public.instruments on delete restrict,
  unit          smallint not null default 1,
  booking_id    uuid references public.bookings on delete restrict,
  started_at    timestamptz not null,
  ended_at      timestamptz,
  source        text not null,
  created_at    timestamptz not null default now(),

  constraint usage_sessions_end_after_start check (ended_at > started_at),
  constraint usage_sessions_source_is_known check (source in ('person', 'technician', 'agent', 'import'))
);

create unique index usage_sessions_open_idx on public.usage_sessions (instrument_id, unit)
  where ended_at is null;
create index usage_sessions_instrument_id_idx on public.usage_sessions (instrument_id, started_at);
create index usage_sessions_booking_id_idx on public.usage_sessions (booking_id);
comment on table public.usage_sessions is 'Time in which an instrument was really in use.';
comment on column public.usage_sessions.source is 'Who recorded it.';

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
create function private.replayed_answer(action text, request jsonb, key text default null)
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

  insert into private.idempotency_keys (person_id, action, key, fingerprint)
  values ((select auth.uid()), replayed_answer.action, v_key, v_fingerprint)
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
comment on function private.replayed_answer is 'The answer given to the same call before, or null for a first call, which it claims the key for. The key is the one given or the Idempotency-Key header. Raises PT422 idempotency_key_reused.';

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

create policy bookings_select_parties on public.bookings
  for select to authenticated
  using (
    organisation_id in (select private.organisation_ids_of_current_person())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
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
      and bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
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
      and bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
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
 * A request that the lab did not answer before its time has expired, whether or not any job ran.
 */
create function public.effective_status(booking public.bookings)
returns public.booking_status
language sql
stable
set search_path = ''
as $$
  select case
    when booking.status = 'pending' and booking.starts_at <= now() then 'expired'::public.booking_status
    else booking.status
  end;
$$;
grant execute on function public.effective_status(public.bookings) to authenticated, service_role;
comment on function public.effective_status is 'The status by the clock: an unanswered request expires when its time begins.';
