/*
 * Training. A platform gives its courses at sessions with so many seats; who has passed is qualified
 * until the validity of the course runs out, and rules may ask for it. The seats taken are counted on
 * the session itself, whose row every enrolment locks, so that the last one goes once.
 */
create table public.course_sessions (
  id            uuid primary key default gen_random_uuid(),
  course_id     uuid not null references public.courses on delete restrict,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  place         text not null,
  seats         integer not null,
  seats_taken   integer not null default 0,
  cancelled_at  timestamptz,
  cancel_reason text,
  created_at    timestamptz not null default clock_timestamp(),

  constraint course_sessions_end_after_start check (
    isfinite(starts_at) and ends_at > starts_at and ends_at <= starts_at + interval '31 days'
  ),
  constraint course_sessions_place_has_length check (char_length(place) between 1 and 200),
  constraint course_sessions_place_is_clean check (private.is_clean_text(place)),
  constraint course_sessions_seats_are_positive check (seats between 1 and 500),
  constraint course_sessions_seats_are_there check (seats_taken between 0 and seats),
  constraint course_sessions_are_cancelled_with_reason check ((cancelled_at is null) = (cancel_reason is null)),
  constraint course_sessions_cancel_reason_has_length check (char_length(cancel_reason) between 1 and 2000),
  constraint course_sessions_cancel_reason_is_clean check (private.is_clean_text(cancel_reason))
);

create index course_sessions_course_id_idx on public.course_sessions (course_id, starts_at);

comment on table public.course_sessions is 'One time at which a course is given.';
comment on column public.course_sessions.seats_taken is 'How many have enrolled and not withdrawn; for everybody, to whom the enrolments are not shown.';

create table public.course_enrolments (
  id               uuid primary key default gen_random_uuid(),
  session_id       uuid not null references public.course_sessions on delete restrict,
  person_id        uuid not null references public.people on delete cascade,
  qualification_id uuid references public.qualifications on delete set null,
  withdrawn_at     timestamptz,
  created_at       timestamptz not null default clock_timestamp()
);

create unique index course_enrolments_seat_idx on public.course_enrolments (session_id, person_id)
  where withdrawn_at is null;
create index course_enrolments_session_id_idx on public.course_enrolments (session_id);
create index course_enrolments_person_id_idx on public.course_enrolments (person_id);
create index course_enrolments_qualification_id_idx on public.course_enrolments (qualification_id)
  where qualification_id is not null;

comment on table public.course_enrolments is 'A person''s seat at a session of a course.';
comment on column public.course_enrolments.qualification_id is 'What they hold since they have passed.';

alter table public.course_sessions enable row level security;
alter table public.course_enrolments enable row level security;

create policy course_sessions_select_all on public.course_sessions
  for select to anon, authenticated
  using (true);

create policy course_enrolments_select_parties on public.course_enrolments
  for select to authenticated
  using (
    person_id = (select auth.uid())
    or (select private.is_administrator())
    or session_id in (
      select sessions.id
      from public.course_sessions as sessions
      join public.courses on courses.id = sessions.course_id
      where courses.platform_id in (select private.platform_ids_staffed_by_current_person())
    )
  );

grant select on public.course_sessions to anon, authenticated, service_role;
grant select on public.course_enrolments to authenticated, service_role;
-- No insert, update or delete: the functions below hold the rules.

/* A lab knows whom it teaches, also those who have never booked with it. */
create or replace function private.is_known_to_current_person(person_id uuid)
returns boolean
language sql
stable
security definer -- reads memberships, bookings and enrolments beneath their own policies
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
  ) or exists (
    select from public.course_enrolments as enrolments
    join public.course_sessions as sessions on sessions.id = enrolments.session_id
    join public.courses on courses.id = sessions.course_id
    where enrolments.person_id = is_known_to_current_person.person_id
      and courses.platform_id in (select private.platform_ids_staffed_by_current_person())
  ) or exists (
    select from public.qualifications
    join public.courses on courses.id = qualifications.course_id
    where qualifications.person_id = is_known_to_current_person.person_id
      and courses.platform_id in (select private.platform_ids_staffed_by_current_person())
  );
$$;
comment on function private.is_known_to_current_person is 'True for colleagues, and for customers and learners of the platforms that the person asking runs.';

/* The course, locked, so that two grants of it are one after the other. */
create function private.lock_course(course_id uuid)
returns public.courses
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_course public.courses;
begin
  select courses.* into v_course
  from public.courses
  where courses.id = lock_course.course_id
  for no key update;
  if not found then
    raise exception 'course_not_found' using errcode = 'PT404';
  end if;
  if not private.can_manage(v_course.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  return v_course;
end;
$$;
comment on function private.lock_course is 'A course for the managers of its platform, locked. Raises PT403, PT404.';

/* The session, locked: its seats are given and taken back under this lock. */
create function private.lock_course_session(session_id uuid)
returns public.course_sessions
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_session public.course_sessions;
begin
  select sessions.* into v_session
  from public.course_sessions as sessions
  where sessions.id = lock_course_session.session_id
  for no key update;
  if not found then
    raise exception 'course_session_not_found' using errcode = 'PT404';
  end if;
  return v_session;
end;
$$;
comment on function private.lock_course_session is 'A session of a course, locked. Raises PT404.';

create function private.add_course(
  platform_id uuid, name text, name_en text, description text, valid_months integer
)
returns public.courses
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_known  jsonb;
  v_course public.courses;
begin
  if not private.can_manage(add_course.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  v_known := private.replayed_answer(
    'add_course',
    jsonb_build_array(
      add_course.platform_id, add_course.name, add_course.name_en, add_course.description,
      add_course.valid_months
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.courses, v_known);
  end if;

  insert into public.courses (platform_id, name, name_en, description, valid_months)
  values (
    add_course.platform_id,
    btrim(add_course.name),
    nullif(btrim(add_course.name_en), ''),
    nullif(btrim(add_course.description), ''),
    add_course.valid_months
  )
  returning * into v_course;

  perform private.record_audit('add', 'course', v_course.id, null, to_jsonb(v_course));
  perform private.keep_answer('add_course', to_jsonb(v_course));
  return v_course;
end;
$$;
comment on function private.add_course is 'The writer behind public.add_course.';

create function public.add_course(
  platform_id  uuid,
  name         text,
  name_en      text default null,
  description  text default null,
  valid_months integer default null
)
returns public.courses
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.add_course(
    add_course.platform_id, add_course.name, add_course.name_en, add_course.description,
    add_course.valid_months
  );
end;
$$;
comment on function public.add_course is 'A manager adds a course to their platform. Raises PT403.';

create function private.change_course(
  course_id uuid, name text, name_en text, description text, valid_months integer, is_given boolean
)
returns public.courses
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.courses := private.lock_course(course_id);
  v_course public.courses;
begin
  -- Nobody could qualify any more for what the rules go on asking for.
  if not change_course.is_given and v_before.retired_at is null and exists (
    select from public.booking_rules as rules
    where rules.course_id = v_before.id and (rules.valid_until > now()) is not false
  ) then
    raise exception 'course_in_use' using errcode = 'PT409';
  end if;

  update public.courses
  set
    name = btrim(change_course.name),
    name_en = nullif(btrim(change_course.name_en), ''),
    description = nullif(btrim(change_course.description), ''),
    valid_months = change_course.valid_months,
    retired_at = case when not change_course.is_given then coalesce(v_before.retired_at, clock_timestamp()) end
  where courses.id = v_before.id
  returning * into v_course;

  if v_course is distinct from v_before then
    perform private.record_audit('change', 'course', v_course.id, to_jsonb(v_before), to_jsonb(v_course));
  end if;
  return v_course;
end;
$$;
comment on function private.change_course is 'The writer behind public.change_course.';

create function public.change_course(
  course_id    uuid,
  name         text,
  name_en      text default null,
  description  text default null,
  valid_months integer default null,
  is_given     boolean default true
)
returns public.courses
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.change_course(
    change_course.course_id, change_course.name, change_course.name_en, change_course.description,
    change_course.valid_months, change_course.is_given
  );
end;
$$;
comment on function public.change_course is 'A manager rewrites a course, or gives it no longer; what was granted keeps its expiry. Raises PT403, PT404, PT409 course_in_use while rules ask for it.';

create function private.plan_course_session(
  course_id uuid, starts_at timestamptz, ends_at timestamptz, place text, seats integer
)
returns public.course_sessions
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_course  public.courses := private.lock_course(course_id);
  v_known   jsonb;
  v_session public.course_sessions;
begin
  v_known := private.replayed_answer(
    'plan_course_session',
    jsonb_build_array(
      v_course.id, plan_course_session.starts_at, plan_course_session.ends_at,
      plan_course_session.place, plan_course_session.seats
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.course_sessions, v_known);
  end if;
  if v_course.retired_at is not null then
    raise exception 'course_retired' using errcode = 'PT409';
  end if;
  if plan_course_session.starts_at <= clock_timestamp() then
    raise exception 'course_session_past' using errcode = 'PT422';
  end if;

  insert into public.course_sessions (course_id, starts_at, ends_at, place, seats)
  values (
    v_course.id, plan_course_session.starts_at, plan_course_session.ends_at,
    btrim(plan_course_session.place), plan_course_session.seats
  )
  returning * into v_session;

  perform private.record_audit('plan', 'course_session', v_session.id, null, to_jsonb(v_session));
  perform private.keep_answer('plan_course_session', to_jsonb(v_session));
  return v_session;
end;
$$;
comment on function private.plan_course_session is 'The writer behind public.plan_course_session.';

create function public.plan_course_session(
  course_id uuid,
  starts_at timestamptz,
  ends_at   timestamptz,
  place     text,
  seats     integer
)
returns public.course_sessions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.plan_course_session(
    plan_course_session.course_id, plan_course_session.starts_at, plan_course_session.ends_at,
    plan_course_session.place, plan_course_session.seats
  );
end;
$$;
comment on function public.plan_course_session is 'A manager announces a session of a course. Raises PT403, PT404, PT409 course_retired, PT422 course_session_past.';

/* A session is not moved: nobody is held to a day that they did not choose. */
create function private.cancel_course_session(session_id uuid, reason text)
returns public.course_sessions
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.course_sessions := private.lock_course_session(session_id);
  v_session public.course_sessions;
begin
  perform private.lock_course(v_before.course_id);
  if v_before.cancelled_at is not null then
    return v_before;
  end if;
  if v_before.starts_at <= clock_timestamp() then
    raise exception 'course_session_begun' using errcode = 'PT409';
  end if;
  if nullif(btrim(cancel_course_session.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  update public.course_sessions as sessions
  set cancelled_at = clock_timestamp(), cancel_reason = btrim(cancel_course_session.reason)
  where sessions.id = v_before.id
  returning * into v_session;

  perform private.record_audit(
    'cancel', 'course_session', v_session.id, to_jsonb(v_before), to_jsonb(v_session)
  );
  insert into private.outbox (topic, subject_id)
  select 'course_session_cancelled', enrolments.id
  from public.course_enrolments as enrolments
  where enrolments.session_id = v_session.id and enrolments.withdrawn_at is null;
  return v_session;
end;
$$;
comment on function private.cancel_course_session is 'The writer behind public.cancel_course_session.';

create function public.cancel_course_session(session_id uuid, reason text)
returns public.course_sessions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.cancel_course_session(cancel_course_session.session_id, cancel_course_session.reason);
end;
$$;
comment on function public.cancel_course_session is 'A manager calls off a session that has not begun, and who has enrolled is told; twice is once. Raises PT403, PT404, PT409 course_session_begun, PT422 reason_needed.';

create function private.enrol_in_course(session_id uuid)
returns public.course_enrolments
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_session   public.course_sessions;
  v_enrolment public.course_enrolments;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  v_session := private.lock_course_session(enrol_in_course.session_id);

  select enrolments.* into v_enrolment
  from public.course_enrolments as enrolments
  where enrolments.session_id = v_session.id
    and enrolments.person_id = auth.uid()
    and enrolments.withdrawn_at is null;
  if found then
    return v_enrolment;
  end if;

  if v_session.cancelled_at is not null then
    raise exception 'course_session_cancelled' using errcode = 'PT409';
  end if;
  if v_session.starts_at <= clock_timestamp() then
    raise exception 'course_session_begun' using errcode = 'PT409';
  end if;
  if v_session.seats_taken >= v_session.seats then
    raise exception 'course_session_full' using errcode = 'PT409', detail = v_session.seats::text;
  end if;

  insert into public.course_enrolments (session_id, person_id)
  values (v_session.id, auth.uid())
  returning * into v_enrolment;
  update public.course_sessions as sessions
  set seats_taken = sessions.seats_taken + 1
  where sessions.id = v_session.id;

  perform private.record_audit('enrol', 'course_enrolment', v_enrolment.id, null, to_jsonb(v_enrolment));
  insert into private.outbox (topic, subject_id) values ('course_enrolled', v_enrolment.id);
  return v_enrolment;
end;
$$;
comment on function private.enrol_in_course is 'The writer behind public.enrol_in_course.';

create function public.enrol_in_course(session_id uuid)
returns public.course_enrolments
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.enrol_in_course(enrol_in_course.session_id);
end;
$$;
comment on function public.enrol_in_course is 'Takes a seat at a session of a course; twice is once. Raises PT404, PT409 course_session_full, course_session_begun, course_session_cancelled.';

create function private.withdraw_from_course(session_id uuid)
returns void
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_session   public.course_sessions := private.lock_course_session(session_id);
  v_before    public.course_enrolments;
  v_enrolment public.course_enrolments;
begin
  select enrolments.* into v_before
  from public.course_enrolments as enrolments
  where enrolments.session_id = v_session.id
    and enrolments.person_id = auth.uid()
    and enrolments.withdrawn_at is null;
  if not found then
    return;
  end if;
  if v_session.starts_at <= clock_timestamp() then
    raise exception 'course_session_begun' using errcode = 'PT409';
  end if;

  update public.course_enrolments as enrolments
  set withdrawn_at = clock_timestamp()
  where enrolments.id = v_before.id
  returning * into v_enrolment;
  update public.course_sessions as sessions
  set seats_taken = sessions.seats_taken - 1
  where sessions.id = v_session.id;
  perform private.record_audit(
    'withdraw', 'course_enrolment', v_enrolment.id, to_jsonb(v_before), to_jsonb(v_enrolment)
  );
end;
$$;
comment on function private.withdraw_from_course is 'The writer behind public.withdraw_from_course.';

create function public.withdraw_from_course(session_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.withdraw_from_course(withdraw_from_course.session_id);
end;
$$;
comment on function public.withdraw_from_course is 'Gives up one''s seat before the session begins; twice is once. Raises PT404, PT409 course_session_begun.';

/* A qualification holds to the end of its last day at the lab. */
create function private.qualify(course public.courses, person_id uuid, reason text)
returns public.qualifications
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_expires_at    timestamptz;
  v_qualification public.qualifications;
begin
  select (
    date_trunc('day', clock_timestamp() at time zone platforms.time_zone)
    + make_interval(months => (course).valid_months, days => 1)
  ) at time zone platforms.time_zone
  into v_expires_at
  from public.platforms
  where platforms.id = (course).platform_id;

  -- Who holds it for as long already needs no other.
  select qualifications.* into v_qualification
  from public.qualifications
  where qualifications.person_id = qualify.person_id
    and qualifications.course_id = (course).id
    and qualifications.revoked_at is null
    and (qualifications.expires_at is null or qualifications.expires_at >= v_expires_at)
  limit 1;
  if found then
    return v_qualification;
  end if;

  insert into public.qualifications (person_id, course_id, granted_at, granted_by, grant_reason, expires_at)
  values (qualify.person_id, (course).id, clock_timestamp(), auth.uid(), qualify.reason, v_expires_at)
  returning * into v_qualification;
  perform private.record_audit(
    'grant', 'qualification', v_qualification.id, null, to_jsonb(v_qualification)
  );
  insert into private.outbox (topic, subject_id) values ('qualification_granted', v_qualification.id);
  return v_qualification;
end;
$$;
comment on function private.qualify is 'Grants a course to a person until its validity runs out. The caller holds the lock of the course.';

create function private.pass_course(session_id uuid, person_ids uuid[])
returns integer
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_session   public.course_sessions := private.lock_course_session(session_id);
  v_course    public.courses := private.lock_course(v_session.course_id);
  v_enrolment public.course_enrolments;
  v_count     integer := 0;
begin
  if v_session.cancelled_at is not null then
    raise exception 'course_session_cancelled' using errcode = 'PT409';
  end if;
  if v_session.starts_at > clock_timestamp() then
    raise exception 'course_session_not_begun' using errcode = 'PT409';
  end if;
  if exists (
    select from unnest(pass_course.person_ids) as named (person_id)
    where not exists (
      select from public.course_enrolments as enrolments
      where enrolments.session_id = v_session.id
        and enrolments.person_id = named.person_id
        and enrolments.withdrawn_at is null
    )
  ) then
    raise exception 'enrolment_not_found' using errcode = 'PT404';
  end if;

  for v_enrolment in
    select enrolments.*
    from public.course_enrolments as enrolments
    where enrolments.session_id = v_session.id
      and enrolments.person_id = any (pass_course.person_ids)
      and enrolments.withdrawn_at is null
      and enrolments.qualification_id is null
    order by enrolments.id
  loop
    update public.course_enrolments as enrolments
    set qualification_id = (private.qualify(v_course, v_enrolment.person_id, null)).id
    where enrolments.id = v_enrolment.id;
    v_count := v_count + 1;
  end loop;

  if v_count > 0 then
    perform private.record_audit(
      'pass', 'course_session', v_session.id, null,
      jsonb_build_object('person_ids', to_jsonb(pass_course.person_ids))
    );
  end if;
  return v_count;
end;
$$;
comment on function private.pass_course is 'The writer behind public.pass_course.';

create function public.pass_course(session_id uuid, person_ids uuid[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.pass_course(pass_course.session_id, pass_course.person_ids);
end;
$$;
comment on function public.pass_course is 'A manager says who of those enrolled has passed, and so qualifies them. Returns how many are new; a mistake is revoked. Raises PT403, PT404 enrolment_not_found, PT409 course_session_not_begun, course_session_cancelled.';

create function private.grant_qualification(course_id uuid, mail text, reason text)
returns public.qualifications
language plpgsql
volatile
security definer -- writes a table that no role may write directly, and finds a person by their address
set search_path = ''
as $$
declare
  v_course        public.courses := private.lock_course(course_id);
  v_known         jsonb;
  v_person_id     uuid;
  v_qualification public.qualifications;
begin
  v_known := private.replayed_answer(
    'grant_qualification',
    jsonb_build_array(v_course.id, grant_qualification.mail, grant_qualification.reason)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.qualifications, v_known);
  end if;
  if nullif(btrim(grant_qualification.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  -- Who is not known to the lab is not there, so that no address can be tried out.
  select users.id into v_person_id
  from auth.users
  where users.email = lower(btrim(grant_qualification.mail))
    and private.is_known_to_current_person(users.id);
  if not found then
    raise exception 'person_not_found' using errcode = 'PT404';
  end if;

  v_qualification := private.qualify(v_course, v_person_id, btrim(grant_qualification.reason));
  perform private.keep_answer('grant_qualification', to_jsonb(v_qualification));
  return v_qualification;
end;
$$;
comment on function private.grant_qualification is 'The writer behind public.grant_qualification.';

create function public.grant_qualification(course_id uuid, mail text, reason text)
returns public.qualifications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.grant_qualification(
    grant_qualification.course_id, grant_qualification.mail, grant_qualification.reason
  );
end;
$$;
comment on function public.grant_qualification is 'A manager qualifies a colleague, customer or learner without a session, with a reason. Raises PT403, PT404 person_not_found, PT422 reason_needed.';

create function private.revoke_qualification(qualification_id uuid, reason text)
returns public.qualifications
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before        public.qualifications;
  v_qualification public.qualifications;
begin
  select qualifications.* into v_before
  from public.qualifications
  where qualifications.id = revoke_qualification.qualification_id
  for no key update;
  if not found or not exists (
    select from public.courses
    where courses.id = v_before.course_id and private.can_manage(courses.platform_id)
  ) then
    raise exception 'qualification_not_found' using errcode = 'PT404';
  end if;
  if v_before.revoked_at is not null then
    return v_before;
  end if;
  if nullif(btrim(revoke_qualification.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  update public.qualifications
  set
    revoked_at = clock_timestamp(),
    revoked_by = auth.uid(),
    revoke_reason = btrim(revoke_qualification.reason)
  where qualifications.id = v_before.id
  returning * into v_qualification;
  perform private.record_audit(
    'revoke', 'qualification', v_qualification.id, to_jsonb(v_before), to_jsonb(v_qualification)
  );
  insert into private.outbox (topic, subject_id) values ('qualification_revoked', v_qualification.id);
  return v_qualification;
end;
$$;
comment on function private.revoke_qualification is 'The writer behind public.revoke_qualification.';

create function public.revoke_qualification(qualification_id uuid, reason text)
returns public.qualifications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.revoke_qualification(revoke_qualification.qualification_id, revoke_qualification.reason);
end;
$$;
comment on function public.revoke_qualification is 'A manager takes a qualification away, with a reason; twice is once. Raises PT404, PT422 reason_needed.';

/* Who has taken a seat is told so, and when the session is called off. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('course_enrolled', 'training', 181, true, true),
  ('course_session_cancelled', 'training', 182, true, true);

insert into private.notice_topics (topic, subject_type)
values ('course_enrolled', 'course_enrolment'), ('course_session_cancelled', 'course_enrolment');

insert into private.notice_routes (topic, audience, kind, tells_actor)
values
  ('course_enrolled', 'person', 'course_enrolled', true),
  ('course_session_cancelled', 'person', 'course_session_cancelled', true);

create function private.notice_about_course_enrolment(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    enrolments.person_id,
    null,
    courses.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'course', jsonb_build_object('id', courses.id, 'name', courses.name, 'name_en', courses.name_en),
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'time_zone', platforms.time_zone,
      'starts_at', sessions.starts_at,
      'ends_at', sessions.ends_at,
      'place', sessions.place,
      'note', sessions.cancel_reason
    ))
  into v_about
  from public.course_enrolments as enrolments
  join public.course_sessions as sessions on sessions.id = enrolments.session_id
  join public.courses on courses.id = sessions.course_id
  join public.platforms on platforms.id = courses.platform_id
  where enrolments.id = notice_about_course_enrolment.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_course_enrolment is 'The person and facts of a seat at a session.';

insert into private.token_functions (function_name, scope)
values
  ('enrol_in_course', 'book'),
  ('withdraw_from_course', 'book'),
  ('add_course', 'manage'),
  ('change_course', 'manage'),
  ('plan_course_session', 'manage'),
  ('cancel_course_session', 'manage'),
  ('pass_course', 'manage'),
  ('grant_qualification', 'manage'),
  ('revoke_qualification', 'manage');

grant execute on function
  private.add_course(uuid, text, text, text, integer),
  private.change_course(uuid, text, text, text, integer, boolean),
  private.plan_course_session(uuid, timestamptz, timestamptz, text, integer),
  private.cancel_course_session(uuid, text),
  private.enrol_in_course(uuid),
  private.withdraw_from_course(uuid),
  private.pass_course(uuid, uuid[]),
  private.grant_qualification(uuid, text, text),
  private.revoke_qualification(uuid, text),
  public.add_course(uuid, text, text, text, integer),
  public.change_course(uuid, text, text, text, integer, boolean),
  public.plan_course_session(uuid, timestamptz, timestamptz, text, integer),
  public.cancel_course_session(uuid, text),
  public.enrol_in_course(uuid),
  public.withdraw_from_course(uuid),
  public.pass_course(uuid, uuid[]),
  public.grant_qualification(uuid, text, text),
  public.revoke_qualification(uuid, text)
to authenticated;
