/*
 * Notices. What people must be told is a row of private.outbox, written in the transaction of the
 * change itself. The worker claims such rows, and in the same transaction private.expand_outbox
 * decides who is told what: it writes a notice for each person, and a mail where they want one.
 *
 * Who learns of what is data, so that another migration adds to it without touching this one:
 *
 *   notice_kinds   what a person can be told, and can choose to be told or not;
 *   notice_topics  what is written to the outbox, and what kind of thing its subject is;
 *   notice_routes  who is told of a topic, and by which kind of notice;
 *   private.notice_about_<subject type>(uuid)  reads a subject: its parties, and the facts that
 *   the notice is worded from in the language of whoever reads it.
 */
create table public.notice_kinds (
  code     text primary key,
  section  text not null,
  position smallint not null,
  in_app   boolean not null,
  by_mail  boolean not null,

  constraint notice_kinds_section_is_known check (
    section in ('booking', 'use', 'training', 'membership', 'organisation', 'lab', 'evaluation')
  ),
  constraint notice_kinds_position_key unique (position)
);

comment on table public.notice_kinds is 'What a person can be told. Its words are in the messages of the application.';
comment on column public.notice_kinds.section is 'Whom it concerns: those who book, members, owners of organisations, labs, or evaluators.';
comment on column public.notice_kinds.in_app is 'Whether it is listed for a person who has not chosen.';
comment on column public.notice_kinds.by_mail is 'Whether it is mailed to a person who has not chosen.';

insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('request_sent', 'booking', 10, true, true),
  ('request_endorsed', 'booking', 15, true, true),
  ('booking_confirmed', 'booking', 20, true, true),
  ('booking_approved', 'booking', 30, true, true),
  ('booking_declined', 'booking', 40, true, true),
  ('booking_moved', 'booking', 50, true, true),
  ('booking_extended', 'booking', 60, true, true),
  ('booking_cancelled', 'booking', 70, true, true),
  ('booking_expired', 'booking', 80, true, true),
  ('booking_displaced', 'booking', 90, true, true),
  ('booking_shortened', 'booking', 95, true, true),
  ('booking_message', 'booking', 100, true, true),
  ('reminder_day', 'use', 110, true, true),
  ('reminder_hour', 'use', 120, true, false),
  ('no_show', 'use', 130, true, true),
  ('no_show_waived', 'use', 140, true, true),
  ('no_show_upheld', 'use', 150, true, true),
  ('qualification_granted', 'training', 160, true, true),
  ('qualification_expiring', 'training', 170, true, true),
  ('qualification_revoked', 'training', 180, true, true),
  ('approval_needed', 'organisation', 190, true, true),
  -- A lab is mailed what waits for it; what is only news is listed.
  ('lab_booking_requested', 'lab', 300, true, true),
  ('lab_booking_confirmed', 'lab', 310, true, false),
  ('lab_booking_moved', 'lab', 320, true, false),
  ('lab_booking_cancelled', 'lab', 330, true, false),
  ('lab_booking_expired', 'lab', 340, true, false),
  ('lab_booking_message', 'lab', 350, true, true),
  ('lab_no_show', 'lab', 360, true, false),
  ('lab_no_show_appealed', 'lab', 370, true, true),
  ('lab_fault_reported', 'lab', 380, true, true);

/* The order matters: who is concerned in two ways is told in the first of them only. */
create type private.notice_audience as enum ('person', 'owner', 'approver', 'lab', 'evaluator', 'address');
comment on type private.notice_audience is 'Who of a subject''s parties is told: its person; the owners of its organisation; the managers and technicians of its platform, with those who answer requests for them or without; all evaluators; or a bare mail address.';

create table private.notice_topics (
  topic        text primary key,
  subject_type text not null,
  happens_once boolean not null default false,

  -- It becomes part of the name of a function.
  constraint notice_topics_subject_type_is_a_name check (subject_type ~ '^[a-z][a-z_]*$')
);

comment on table private.notice_topics is 'What is written to the outbox.';
comment on column private.notice_topics.subject_type is 'What outbox.subject_id names; private.notice_about_<subject type> reads it.';
comment on column private.notice_topics.happens_once is 'True where a subject is told of once, however often it is written, by a person''s act or by the clock.';

create table private.notice_routes (
  topic       text not null references private.notice_topics on delete cascade,
  audience    private.notice_audience not null,
  kind        text not null references public.notice_kinds on delete cascade,
  only_when   jsonb not null default '{}',
  tells_actor boolean not null default false,

  primary key (topic, audience, kind)
);

create index notice_routes_kind_idx on private.notice_routes (kind);

comment on table private.notice_routes is 'Who is told of a topic, by which kind of notice.';
comment on column private.notice_routes.only_when is 'Facts that the subject must have for this route.';
comment on column private.notice_routes.tells_actor is 'Whether who did it is told too: their notice is listed as read, and mailed for the calendar file in it.';

insert into private.notice_topics (topic, subject_type, happens_once)
values
  ('approval_needed', 'booking', false),
  ('booking_requested', 'booking', false),
  ('booking_confirmed', 'booking', false),
  ('booking_approved', 'booking', false),
  ('booking_declined', 'booking', false),
  ('booking_moved', 'booking', false),
  ('booking_extended', 'booking', false),
  ('booking_cancelled', 'booking', false),
  ('booking_displaced', 'booking', false),
  ('booking_shortened', 'booking', false),
  ('booking_expired', 'booking', true),
  ('booking_no_show', 'booking', true),
  ('booking_reminder_day', 'booking', false),
  ('booking_reminder_hour', 'booking', false),
  ('no_show_appealed', 'booking', false),
  ('no_show_waived', 'booking', false),
  ('no_show_upheld', 'booking', false),
  ('qualification_granted', 'qualification', false),
  ('qualification_expiring', 'qualification', false),
  ('qualification_revoked', 'qualification', false);

insert into private.notice_routes (topic, audience, kind, only_when, tells_actor)
values
  ('approval_needed', 'person', 'request_sent', '{}', true),
  ('approval_needed', 'owner', 'approval_needed', '{"approval_stage": "owner"}', false),
  ('booking_requested', 'person', 'request_sent', '{"is_endorsed": false}', true),
  ('booking_requested', 'person', 'request_endorsed', '{"is_endorsed": true}', true),
  -- What was answered meanwhile waits for nobody.
  ('booking_requested', 'approver', 'lab_booking_requested', '{"approval_stage": "lab"}', false),
  ('booking_confirmed', 'person', 'booking_confirmed', '{}', true),
  ('booking_confirmed', 'lab', 'lab_booking_confirmed', '{}', false),
  ('booking_approved', 'person', 'booking_approved', '{}', true),
  ('booking_declined', 'person', 'booking_declined', '{}', true),
  ('booking_moved', 'person', 'booking_moved', '{}', true),
  ('booking_moved', 'owner', 'approval_needed', '{"approval_stage": "owner"}', false),
  ('booking_moved', 'approver', 'lab_booking_requested', '{"approval_stage": "lab"}', false),
  ('booking_moved', 'lab', 'lab_booking_moved', '{"approval_stage": "none"}', false),
  ('booking_extended', 'person', 'booking_extended', '{}', true),
  ('booking_extended', 'lab', 'lab_booking_moved', '{}', false),
  ('booking_cancelled', 'person', 'booking_cancelled', '{}', true),
  ('booking_cancelled', 'lab', 'lab_booking_cancelled', '{}', false),
  ('booking_displaced', 'person', 'booking_displaced', '{}', true),
  ('booking_shortened', 'person', 'booking_shortened', '{}', true),
  ('booking_expired', 'person', 'booking_expired', '{}', true),
  ('booking_expired', 'lab', 'lab_booking_expired', '{}', false),
  ('booking_no_show', 'person', 'no_show', '{}', true),
  ('booking_no_show', 'lab', 'lab_no_show', '{}', false),
  ('booking_reminder_day', 'person', 'reminder_day', '{}', true),
  ('booking_reminder_hour', 'person', 'reminder_hour', '{}', true),
  ('no_show_appealed', 'lab', 'lab_no_show_appealed', '{}', false),
  ('no_show_waived', 'person', 'no_show_waived', '{}', true),
  ('no_show_upheld', 'person', 'no_show_upheld', '{}', true),
  ('qualification_granted', 'person', 'qualification_granted', '{}', true),
  ('qualification_expiring', 'person', 'qualification_expiring', '{}', true),
  ('qualification_revoked', 'person', 'qualification_revoked', '{}', true);

/*
 * A notice is for one person, who alone sees it; an invitation to somebody without an account is for
 * an address, and is only mailed. It keeps the facts of its time, so that it still says what it said
 * when the booking has moved on, and no name of another person, so that one can be erased.
 */
create table public.notices (
  id           uuid primary key default gen_random_uuid(),
  person_id    uuid references public.people on delete cascade,
  address      text,
  kind         text not null references public.notice_kinds on delete restrict,
  subject_type text not null,
  subject_id   uuid not null,
  facts        jsonb not null,
  cause        text not null,
  is_listed    boolean not null,
  -- To the millisecond, which is as exactly as a page's cursor says where it ended.
  created_at   timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  read_at      timestamptz,
  is_read      boolean not null generated always as (read_at is not null) stored,

  constraint notices_are_for_a_person_or_an_address check ((person_id is null) = (address is not null)),
  constraint notices_facts_are_an_object check (jsonb_typeof(facts) = 'object'),
  constraint notices_are_told_once unique nulls not distinct (person_id, address, kind, cause)
);

create index notices_listed_idx on public.notices (person_id, is_read, created_at desc, id desc)
  where is_listed;
create index notices_kind_idx on public.notices (kind);

alter table public.notices enable row level security;

create policy notices_select_self on public.notices
  for select to authenticated
  using (person_id = (select auth.uid()) and is_listed);

grant select (id, person_id, kind, subject_type, subject_id, facts, is_listed, created_at, read_at, is_read)
on public.notices to authenticated;
-- No insert, update or delete: expand_outbox writes, and mark_notices_read marks.

comment on table public.notices is 'What one person was told, in the application, by mail, or both.';
comment on column public.notices.address is 'Where an invitation goes that is not for an account.';
comment on column public.notices.facts is 'What it is worded from when it is read; times, names of things and reasons, never of people.';
comment on column public.notices.cause is 'What it came of. For one person and kind it is unique, so that nothing is told twice.';
comment on column public.notices.is_listed is 'False for what goes by mail only.';

/*
 * The mail of a notice. sent_at is set in the transaction in which the mail server takes it, while
 * the row is locked, so that two workers never send it at once.
 */
create table private.notice_mails (
  notice_id uuid primary key references public.notices on delete cascade,
  sent_at   timestamptz,
  failed_at timestamptz,
  failure   text,

  constraint notice_mails_are_sent_or_failed check (sent_at is null or failed_at is null),
  constraint notice_mails_fail_for_a_reason check ((failed_at is null) = (failure is null))
);

alter table private.notice_mails enable row level security;
comment on table private.notice_mails is 'A notice that is to be mailed, and what came of it.';
comment on column private.notice_mails.failed_at is 'When it was given up.';

create table public.notice_preferences (
  person_id  uuid not null references public.people on delete cascade,
  kind       text not null references public.notice_kinds on delete cascade,
  in_app     boolean not null,
  by_mail    boolean not null,
  updated_at timestamptz not null default clock_timestamp(),

  primary key (person_id, kind)
);

create index notice_preferences_kind_idx on public.notice_preferences (kind);

alter table public.notice_kinds enable row level security;
alter table public.notice_preferences enable row level security;
alter table private.notice_topics enable row level security;
alter table private.notice_routes enable row level security;

create policy notice_kinds_select_signed_in on public.notice_kinds
  for select to authenticated
  using (true);

create policy notice_preferences_select_self on public.notice_preferences
  for select to authenticated
  using (person_id = (select auth.uid()));

grant select on public.notice_kinds, public.notice_preferences to authenticated;
grant select on public.notice_kinds, public.notices, public.notice_preferences to service_role;
-- No insert, update or delete: set_notice_preferences holds the rules.

comment on table public.notice_preferences is 'How a person wants to be told of a kind of thing. Without a row, the defaults of the kind hold.';

/*
 * The outbox learns who did it, so that nobody is told of their own doing, and what tells one row
 * from another of the same subject where the clock wrote it.
 */
alter table private.outbox
  -- No foreign key: who has left since did it all the same.
  add column actor_id uuid default auth.uid(),
  add column occasion text,
  add column retry_at timestamptz,
  add column problem text;

create unique index outbox_occasion_idx on private.outbox (topic, subject_id, occasion)
  where occasion is not null;

comment on table private.outbox is 'What people must be told, with ids only. The worker expands it to notices.';
comment on column private.outbox.actor_id is 'Who did it; null for the clock.';
comment on column private.outbox.occasion is 'Set by whoever looks again and again, so that the same thing is written once.';
comment on column private.outbox.retry_at is 'A row that could not be expanded is kept, and tried again then.';
comment on column private.outbox.problem is 'Why it could not be expanded.';

/* What clocks look for: bookings by their start, while something can still lapse. */
create index bookings_open_starts_at_idx on public.bookings (starts_at)
  where status in ('pending', 'confirmed');

create type private.notice_subject as (
  person_id       uuid,
  organisation_id uuid,
  platform_id     uuid,
  address         text,
  facts           jsonb
);
comment on type private.notice_subject is 'The parties of a subject, and the facts to word a notice from.';

create function private.notice_about_booking(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    bookings.person_id,
    bookings.organisation_id,
    bookings.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'instrument', jsonb_build_object('name', instruments.name, 'name_en', instruments.name_en),
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'organisation', jsonb_build_object('name', organisations.name, 'name_en', organisations.name_en),
      'time_zone', platforms.time_zone,
      'starts_at', bookings.starts_at,
      'ends_at', bookings.ends_at,
      'previous', (
        select jsonb_build_object(
          'starts_at', entries.before -> 'starts_at', 'ends_at', entries.before -> 'ends_at'
        )
        from public.audit_entries as entries
        where entries.subject_type = 'booking'
          and entries.subject_id = bookings.id
          and entries.before ->> 'reserved' <> entries.after ->> 'reserved'
        order by entries.id desc
        limit 1
      ),
      'approval_stage', coalesce(bookings.approval_stage, 'none'),
      'is_endorsed', bookings.approval_stage = 'lab' and bookings.decided_at is not null,
      'decide_by', bookings.decide_by,
      'note', case bookings.status when 'cancelled' then bookings.cancel_reason else bookings.decision_note end,
      'appeal', (
        select jsonb_build_object('reason', appeals.reason, 'answer', appeals.decision_note)
        from public.no_show_appeals as appeals
        where appeals.booking_id = bookings.id
      ),
      'closure', (
        select jsonb_build_object(
          'starts_at', lower(closures.during), 'ends_at', upper(closures.during),
          'reason', closures.reason
        )
        from public.closure_offers as offers
        join public.closures on closures.id = offers.closure_id
        where offers.booking_id = bookings.id
        order by offers.created_at desc
        limit 1
      )
    ))
  into v_about
  from public.bookings
  join public.instruments on instruments.id = bookings.instrument_id
  join public.platforms on platforms.id = bookings.platform_id
  join public.organisations on organisations.id = bookings.organisation_id
  where bookings.id = notice_about_booking.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_booking is 'The parties and facts of a booking.';

create function private.notice_about_qualification(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    qualifications.person_id,
    null,
    courses.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'course', jsonb_build_object('name', courses.name, 'name_en', courses.name_en),
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'time_zone', platforms.time_zone,
      'expires_at', qualifications.expires_at,
      'note', qualifications.revoke_reason
    ))
  into v_about
  from public.qualifications
  join public.courses on courses.id = qualifications.course_id
  join public.platforms on platforms.id = courses.platform_id
  where qualifications.id = notice_about_qualification.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_qualification is 'The person and facts of a qualification.';

/* The people of an audience, as they are when they are told. */
create function private.notice_recipients(audience private.notice_audience, about private.notice_subject)
returns table (person_id uuid, address text)
language plpgsql
stable
set search_path = ''
as $$
begin
  if audience = 'person' then
    return query select (about).person_id, null::text where (about).person_id is not null;
  elsif audience = 'owner' then
    return query
      select distinct memberships.person_id, null::text
      from public.memberships
      where memberships.organisation_id = (about).organisation_id
        and memberships.role = 'owner';
  elsif audience in ('lab', 'approver') then
    return query
      select memberships.person_id, null::text
      from public.platforms
      join public.memberships
        on memberships.organisation_id = platforms.organisation_id
        and (memberships.platform_id is null or memberships.platform_id = platforms.id)
      where platforms.id = (about).platform_id
        and memberships.role in ('manager', 'technician')
      union
      select delegations.delegate_id, null::text
      from public.approval_delegations as delegations
      where audience = 'approver'
        and delegations.platform_id = (about).platform_id
        and delegations.revoked_at is null
        and delegations.starts_at <= now()
        and delegations.ends_at > now();
  elsif audience = 'evaluator' then
    return query
      select distinct memberships.person_id, null::text
      from public.memberships
      where memberships.role = 'evaluator';
  else
    return query select null::uuid, (about).address where (about).address is not null;
  end if;
end;
$$;
comment on function private.notice_recipients is 'Who is told: the people of an audience, or a bare address.';

/*
 * Who is told what of one row of the outbox. Everything that is told passes here, and each person
 * at most once, by the first of the routes that reach them.
 */
create function private.write_notices(entry private.outbox)
returns uuid[]
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_topic private.notice_topics;
  v_about private.notice_subject;
  v_mails uuid[];
begin
  select topics.* into v_topic
  from private.notice_topics as topics
  where topics.topic = (entry).topic;
  if not found then
    raise exception 'topic_unknown' using detail = (entry).topic;
  end if;

  -- By name, so that a subject of a later migration brings its own reader. The name is checked by
  -- the constraint of the table it is read from.
  execute format('select about.* from private.%I($1) as about', 'notice_about_' || v_topic.subject_type)
  into v_about
  using (entry).subject_id;
  -- The subject is gone, and with it whoever could be told.
  if v_about.facts is null then
    return '{}';
  end if;

  with reached as (
    select distinct on (recipients.person_id, recipients.address)
      recipients.person_id,
      recipients.address,
      routes.kind,
      coalesce(preferences.in_app, kinds.in_app) and recipients.person_id is not null as in_app,
      coalesce(preferences.by_mail, kinds.by_mail) as by_mail
    from private.notice_routes as routes
    join public.notice_kinds as kinds on kinds.code = routes.kind
    cross join lateral private.notice_recipients(routes.audience, v_about) as recipients
    left join public.notice_preferences as preferences
      on preferences.person_id = recipients.person_id and preferences.kind = routes.kind
    where routes.topic = (entry).topic
      and v_about.facts @> routes.only_when
      and (
        routes.tells_actor
        or (entry).actor_id is null
        or recipients.person_id is distinct from (entry).actor_id
      )
    order by recipients.person_id, recipients.address, routes.audience, kinds.position
  ),
  written as (
    insert into public.notices (
      person_id, address, kind, subject_type, subject_id, facts, cause, is_listed, read_at
    )
    select
      reached.person_id,
      reached.address,
      reached.kind,
      v_topic.subject_type,
      (entry).subject_id,
      v_about.facts,
      case
        when v_topic.happens_once then concat_ws('/', (entry).topic, (entry).subject_id)
        when (entry).occasion is not null
          then concat_ws('/', (entry).topic, (entry).subject_id, (entry).occasion)
        else concat_ws('/', 'outbox', (entry).id)
      end,
      reached.in_app,
      case when reached.person_id = (entry).actor_id then clock_timestamp() end
    from reached
    where reached.in_app or reached.by_mail
    on conflict on constraint notices_are_told_once do nothing
    returning notices.id, notices.person_id, notices.address
  ),
  mailed as (
    insert into private.notice_mails (notice_id)
    select written.id
    from written
    join reached
      on reached.person_id is not distinct from written.person_id
      and reached.address is not distinct from written.address
    where reached.by_mail
    returning notice_id
  )
  select coalesce(array_agg(mailed.notice_id), '{}') into v_mails from mailed;
  return v_mails;
end;
$$;
comment on function private.write_notices is 'Writes the notices of one row of the outbox. Returns those that are to be mailed.';

create function private.expand_outbox(batch_size integer)
returns table (outbox_id bigint, topic text, problem text, mails uuid[])
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_entry private.outbox;
begin
  for v_entry in
    select outbox.*
    from private.outbox
    where outbox.delivered_at is null
      and (outbox.retry_at is null or outbox.retry_at <= clock_timestamp())
    order by outbox.id
    limit expand_outbox.batch_size
    -- What another worker holds is its affair.
    for update skip locked
  loop
    expand_outbox.outbox_id := v_entry.id;
    expand_outbox.topic := v_entry.topic;
    expand_outbox.problem := null;
    begin
      expand_outbox.mails := private.write_notices(v_entry);
      update private.outbox
      set delivered_at = clock_timestamp(), problem = null
      where outbox.id = v_entry.id;
    exception
      -- One row that cannot be told, of a topic that nobody knows yet or because of a mistake in its
      -- reader, holds up no other: it stays, says why, and has its turn again.
      when others then
        expand_outbox.mails := '{}';
        expand_outbox.problem := concat_ws(': ', sqlstate, sqlerrm);
        update private.outbox
        set retry_at = clock_timestamp() + interval '1 hour', problem = expand_outbox.problem
        where outbox.id = v_entry.id;
    end;
    return next;
  end loop;
end;
$$;
comment on function private.expand_outbox is 'Claims rows of the outbox and writes their notices, in the transaction of the caller, who queues the mails named in the same one.';

/*
 * What the clock has done, nobody's transaction wrote. The worker asks every minute; each thing is
 * written once, however often and by however many workers it is asked. Nothing is decided here:
 * a request has expired and a slot is free again by the clock alone.
 */
create function private.announce_lapses(since interval)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_count integer;
begin
  with lapsed as (
    select bookings.id, public.effective_status(bookings) as status
    from public.bookings
    where bookings.status in ('pending', 'confirmed')
      and bookings.starts_at > now() - announce_lapses.since
      -- A request can lapse before its start, a confirmed booking only after it.
      and (bookings.status = 'pending' or bookings.starts_at <= now())
  )
  insert into private.outbox (topic, subject_id, actor_id, occasion)
  select
    case lapsed.status when 'expired' then 'booking_expired' else 'booking_no_show' end,
    lapsed.id,
    null,
    'once'
  from lapsed
  where lapsed.status in ('expired', 'no_show')
  on conflict (topic, subject_id, occasion) where occasion is not null do nothing;

  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
comment on function private.announce_lapses is 'Writes to the outbox which bookings have expired or become no-shows by the clock, once each. Looks back as far as told.';

/*
 * A day and an hour before a booking begins, unless it was made or moved later than that; and a
 * month before a qualification expires. A reminder that is late, because no worker ran, is given as
 * long as the next one is not due.
 */
create function private.announce_reminders()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_count integer;
begin
  with due as (
    select
      reminders.topic,
      bookings.id as subject_id,
      bookings.starts_at as falls_at
    from (
      values
        ('booking_reminder_day', interval '1 day', interval '1 hour'),
        ('booking_reminder_hour', interval '1 hour', interval '0')
    ) as reminders (topic, ahead, until_ahead)
    join public.bookings
      on bookings.starts_at > now() + reminders.until_ahead
      and bookings.starts_at <= now() + reminders.ahead
      and bookings.updated_at <= bookings.starts_at - reminders.ahead
    where bookings.status = 'confirmed'

    union all

    select 'qualification_expiring', qualifications.id, qualifications.expires_at
    from public.qualifications
    where qualifications.revoked_at is null
      and qualifications.expires_at > now()
      and qualifications.expires_at <= now() + interval '30 days'
      and qualifications.granted_at <= qualifications.expires_at - interval '30 days'
      -- Whoever has passed again needs no reminder.
      and not exists (
        select from public.qualifications as newer
        where newer.person_id = qualifications.person_id
          and newer.course_id = qualifications.course_id
          and newer.revoked_at is null
          and (newer.expires_at is null or newer.expires_at > qualifications.expires_at)
      )
  )
  insert into private.outbox (topic, subject_id, actor_id, occasion)
  -- For a booking that is moved, the new time is another occasion.
  select due.topic, due.subject_id, null, extract(epoch from due.falls_at)::bigint::text
  from due
  on conflict (topic, subject_id, occasion) where occasion is not null do nothing;

  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
comment on function private.announce_reminders is 'Writes to the outbox what people are to be reminded of now, once for each time it falls at.';

create index qualifications_expires_at_idx on public.qualifications (expires_at)
  where revoked_at is null;

/* Told long ago. What the clock writes once is never looked for that far back. */
create function private.prune_notices()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_count integer;
begin
  delete from public.notices where notices.created_at < now() - interval '1 year';
  get diagnostics v_count = row_count;
  delete from private.outbox where outbox.delivered_at < now() - interval '90 days';
  return v_count;
end;
$$;
comment on function private.prune_notices is 'Deletes notices a year after they were told. Returns how many.';

create index notices_created_at_idx on public.notices (created_at);
create index outbox_delivered_at_idx on private.outbox (delivered_at) where delivered_at is not null;

/*
 * What a person does with their notices.
 */
create function private.mark_notices_read(notice_ids uuid[], until timestamptz)
returns integer
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_person_id uuid := auth.uid();
  v_count     integer;
begin
  if v_person_id is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  update public.notices
  set read_at = clock_timestamp()
  where notices.person_id = v_person_id
    and notices.is_listed
    and not notices.is_read
    and (mark_notices_read.notice_ids is null or notices.id = any (mark_notices_read.notice_ids))
    and (mark_notices_read.until is null or notices.created_at <= mark_notices_read.until);
  get diagnostics v_count = row_count;

  if v_count > 0 then
    perform private.record_audit(
      'read_notices', 'person', v_person_id, null, jsonb_build_object('count', v_count)
    );
  end if;
  return v_count;
end;
$$;
comment on function private.mark_notices_read is 'The writer behind public.mark_notices_read.';

create function public.mark_notices_read(notice_ids uuid[] default null, until timestamptz default null)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.mark_notices_read(mark_notices_read.notice_ids, mark_notices_read.until);
end;
$$;
comment on function public.mark_notices_read is 'Marks one''s own notices as read: those named, or all, or all up to an instant, so that what arrives meanwhile stays unread. Returns how many it changed.';

create function private.set_notice_preferences(preferences jsonb)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_person_id uuid := auth.uid();
  v_unknown   text;
  v_before    jsonb;
  v_after     jsonb;
begin
  if v_person_id is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if jsonb_typeof(preferences) is distinct from 'array' or exists (
    select from jsonb_array_elements(preferences) as given
    where jsonb_typeof(given -> 'kind') is distinct from 'string'
      or jsonb_typeof(given -> 'in_app') is distinct from 'boolean'
      or jsonb_typeof(given -> 'by_mail') is distinct from 'boolean'
  ) then
    raise exception 'notice_preferences_malformed' using errcode = 'PT422';
  end if;

  select given ->> 'kind' into v_unknown
  from jsonb_array_elements(preferences) as given
  where not exists (select from public.notice_kinds where notice_kinds.code = given ->> 'kind')
  limit 1;
  if found then
    raise exception 'notice_kind_unknown' using errcode = 'PT422', detail = v_unknown;
  end if;

  -- One at a time for each person, so that what is audited is what was replaced.
  perform from public.people where people.id = v_person_id for no key update;
  v_before := private.chosen_notice_preferences(v_person_id);

  insert into public.notice_preferences as chosen (person_id, kind, in_app, by_mail)
  select distinct on (given ->> 'kind')
    v_person_id, given ->> 'kind', (given ->> 'in_app')::boolean, (given ->> 'by_mail')::boolean
  from jsonb_array_elements(preferences) as given
  on conflict (person_id, kind) do update
  set in_app = excluded.in_app, by_mail = excluded.by_mail, updated_at = clock_timestamp()
  where (chosen.in_app, chosen.by_mail) <> (excluded.in_app, excluded.by_mail);

  v_after := private.chosen_notice_preferences(v_person_id);
  if v_after <> v_before then
    perform private.record_audit('set_notice_preferences', 'person', v_person_id, v_before, v_after);
  end if;
end;
$$;

create function private.chosen_notice_preferences(person_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(
      jsonb_object_agg(
        chosen.kind, jsonb_build_object('in_app', chosen.in_app, 'by_mail', chosen.by_mail)
      ),
      '{}'
    )
    from public.notice_preferences as chosen
    where chosen.person_id = chosen_notice_preferences.person_id
  );
end;
$$;
comment on function private.chosen_notice_preferences is 'What a person has chosen, by kind.';
comment on function private.set_notice_preferences is 'The writer behind public.set_notice_preferences.';

create function public.set_notice_preferences(preferences jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.set_notice_preferences(set_notice_preferences.preferences);
end;
$$;
comment on function public.set_notice_preferences is 'Keeps how the person asking wants to be told: [{kind, in_app, by_mail}]. Kinds that are not named stay as they are. Raises PT422 notice_kind_unknown, notice_preferences_malformed.';

/* For the bell on every page, read with the person in one query. */
create function public.unread_notices(person public.people)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select count(*)
    from (
      select from public.notices
      where notices.person_id = (person).id and notices.is_listed and not notices.is_read
      -- Nobody reads an exact number beyond this.
      limit 100
    ) as counted
  );
end;
$$;
comment on function public.unread_notices is 'How many notices a person has not read, at most 100; none for anybody but oneself.';

grant execute on function
  private.mark_notices_read(uuid[], timestamptz),
  private.set_notice_preferences(jsonb),
  public.mark_notices_read(uuid[], timestamptz),
  public.set_notice_preferences(jsonb),
  public.unread_notices(public.people)
to authenticated;
-- What the worker calls is granted to nobody: it connects as the owner.
