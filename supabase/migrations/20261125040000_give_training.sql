/*
 * Training. A platform gives courses at sessions with so many seats; whoever has attended and passed
 * is qualified until the course's validity runs out, and rules may ask for it. The seats taken are
 * counted on the session itself, whose row every sign-up locks, so that the last one goes once.
 */
create table public.course_sessions (
  id            uuid primary key default gen_random_uuid(),
  course_id     uuid not null references public.courses on delete restrict,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  place         text not null,
  teacher       text,
  capacity      integer not null,
  seats_taken   integer not null default 0,
  cancelled_at  timestamptz,
  cancelled_by  uuid references public.people on delete restrict,
  cancel_reason text,
  created_by    uuid references public.people on delete restrict,
  created_at    timestamptz not null default clock_timestamp(),

  constraint course_sessions_end_after_start check (
    isfinite(starts_at) and isfinite(ends_at) and ends_at > starts_at
    and ends_at <= starts_at + interval '31 days'
  ),
  constraint course_sessions_place_has_length check (char_length(place) between 1 and 200),
  constraint course_sessions_place_is_clean check (private.is_clean_text(place)),
  constraint course_sessions_teacher_has_length check (char_length(teacher) between 1 and 100),
  constraint course_sessions_teacher_is_clean check (private.is_clean_text(teacher)),
  constraint course_sessions_capacity_is_positive check (capacity between 1 and 500),
  constraint course_sessions_seats_are_there check (seats_taken between 0 and capacity),
  constraint course_sessions_cancel_reason_has_length check (char_length(cancel_reason) between 1 and 2000),
  constraint course_sessions_cancel_reason_is_clean check (private.is_clean_text(cancel_reason)),
  constraint course_sessions_cancelled_by_somebody_with_a_reason check (
    (cancelled_at is null) = (cancelled_by is null) and (cancelled_at is null) = (cancel_reason is null)
  )
);

create index course_sessions_course_id_idx on public.course_sessions (course_id, starts_at);
create index course_sessions_cancelled_by_idx on public.course_sessions (cancelled_by) where cancelled_by is not null;
create index course_sessions_created_by_idx on public.course_sessions (created_by) where created_by is not null;

comment on table public.course_sessions is 'One time at which a course is given.';
comment on column public.course_sessions.teacher is 'Who teaches; not always somebody with an account.';
comment on column public.course_sessions.seats_taken is 'How many have signed up and not left; kept by the functions, under the lock of the row.';

create table public.course_signups (
  id         uuid primary key default gen_random_uuid(),
  session_id uuid not null references public.course_sessions on delete restrict,
  person_id  uuid not null references public.people on delete restrict,
  left_at    timestamptz,
  attended   boolean,
  marked_at  timestamptz,
  marked_by  uuid references public.people on delete restrict,
  created_at timestamptz not null default clock_timestamp(),

  constraint course_signups_marked_by_somebody check (
    (attended is null) = (marked_at is null) and (attended is null) = (marked_by is null)
  )
);

create unique index course_signups_seat_idx on public.course_signups (session_id, person_id)
  where left_at is null;
create index course_signups_session_id_idx on public.course_signups (session_id);
create index course_signups_person_id_idx on public.course_signups (person_id);
create index course_signups_marked_by_idx on public.course_signups (marked_by) where marked_by is not null;

comment on table public.course_signups is 'A person''s seat at a session of a course.';
comment on column public.course_signups.left_at is 'When they gave it up.';
comment on column public.course_signups.attended is 'Null until the lab has marked who was there.';

alter table public.course_sessions enable row level security;
alter table public.course_signups enable row level security;

create policy course_sessions_select_all on public.course_sessions
  for select to anon, authenticated
  using (true);

create policy course_signups_select_parties on public.course_signups
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

grant select (
  id, course_id, starts_at, ends_at, place, teacher, capacity, seats_taken, cancelled_at, cancel_reason
) on public.course_sessions to anon, authenticated;
grant select on public.course_signups to authenticated;
grant select on public.course_sessions, public.course_signups to service_role;
-- No insert, update or delete: the functions below hold the rules.

create function private.require_manager(platform_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_manage(require_manager.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
end;
$$;
comment on function private.require_manager is 'Raises unless the person asking manages the platform.';

create function private.require_course_staff(course_id uuid)
returns public.courses
language plpgsql
stable
set search_path = ''
as $$
declare
  v_course public.courses;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select courses.* into v_course from public.courses where courses.id = require_course_staff.course_id;
  if not found then
    raise exception 'course_not_found' using errcode = 'PT404';
  end if;
  if not private.can_staff(v_course.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  return v_course;
end;
$$;
comment on function private.require_course_staff is 'The course, for the people of its platform. Raises PT403, PT404.';

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
  perform private.require_manager(add_course.platform_id);
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
comment on function public.add_course is 'Makes a course of a platform, for its managers. Raises PT403.';

create function private.change_course(
  course_id uuid, name text, name_en text, description text, valid_months integer
)
returns public.courses
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.courses;
  v_course public.courses;
begin
  select courses.* into v_before
  from public.courses where courses.id = change_course.course_id for no key update;
  if not found then
    raise exception 'course_not_found' using errcode = 'PT404';
  end if;
  perform private.require_manager(v_before.platform_id);

  update public.courses
  set
    name = btrim(change_course.name),
    name_en = nullif(btrim(change_course.name_en), ''),
    description = nullif(btrim(change_course.description), ''),
    valid_months = change_course.valid_months
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
  valid_months integer default null
)
returns public.courses
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.change_course(
    change_course.course_id, change_course.name, change_course.name_en, change_course.description,
    change_course.valid_months
  );
end;
$$;
comment on function public.change_course is 'Changes a course. What was granted keeps the expiry it was granted with. Raises PT403, PT404.';

create function private.retire_course(course_id uuid, retired boolean)
returns public.courses
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.courses;
  v_course public.courses;
begin
  select courses.* into v_before
  from public.courses where courses.id = retire_course.course_id for no key update;
  if not found then
    raise exception 'course_not_found' using errcode = 'PT404';
  end if;
  perform private.require_manager(v_before.platform_id);
  if (v_before.retired_at is not null) = retire_course.retired then
    return v_before;
  end if;
  -- Nobody could qualify any more for what the rules go on asking for.
  if retire_course.retired and exists (
    select from public.booking_rules as rules
    where rules.course_id = v_before.id and (rules.valid_until > now()) is not false
  ) then
    raise exception 'course_in_use' using errcode = 'PT409';
  end if;

  update public.courses
  set retired_at = case when retire_course.retired then clock_timestamp() end
  where courses.id = v_before.id
  returning * into v_course;
  perform private.record_audit(
    case when retire_course.retired then 'retire' else 'restore' end,
    'course', v_course.id, to_jsonb(v_before), to_jsonb(v_course)
  );
  return v_course;
end;
$$;
comment on function private.retire_course is 'The writer behind public.retire_course.';

create function public.retire_course(course_id uuid, retired boolean default true)
returns public.courses
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.retire_course(retire_course.course_id, retire_course.retired);
end;
$$;
comment on function public.retire_course is 'A course is given no longer, or again; what was granted stays. Raises PT403, PT404, PT409 course_in_use while rules ask for it.';

create function private.hold_course_session(
  course_id uuid, starts_at timestamptz, ends_at timestamptz, place text, capacity integer, teacher text
)
returns public.course_sessions
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_course  public.courses;
  v_known   jsonb;
  v_session public.course_sessions;
begin
  v_course := private.require_course_staff(hold_course_session.course_id);
  perform private.require_manager(v_course.platform_id);
  if v_course.retired_at is not null then
    raise exception 'course_retired' using errcode = 'PT409';
  end if;
  if hold_course_session.starts_at <= clock_timestamp() then
    raise exception 'session_past' using errcode = 'PT422';
  end if;

  v_known := private.replayed_answer(
    'hold_course_session',
    jsonb_build_array(
      v_course.id, hold_course_session.starts_at, hold_course_session.ends_at,
      hold_course_session.place, hold_course_session.capacity, hold_course_session.teacher
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.course_sessions, v_known);
  end if;

  insert into public.course_sessions (
    course_id, starts_at, ends_at, place, capacity, teacher, created_by
  )
  values (
    v_course.id,
    hold_course_session.starts_at,
    hold_course_session.ends_at,
    btrim(hold_course_session.place),
    hold_course_session.capacity,
    nullif(btrim(hold_course_session.teacher), ''),
    auth.uid()
  )
  returning * into v_session;

  perform private.record_audit('hold', 'course_session', v_session.id, null, to_jsonb(v_session));
  perform private.keep_answer('hold_course_session', to_jsonb(v_session));
  return v_session;
end;
$$;
comment on function private.hold_course_session is 'The writer behind public.hold_course_session.';

create function public.hold_course_session(
  course_id uuid,
  starts_at timestamptz,
  ends_at   timestamptz,
  place     text,
  capacity  integer,
  teacher   text default null
)
returns public.course_sessions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.hold_course_session(
    hold_course_session.course_id, hold_course_session.starts_at, hold_course_session.ends_at,
    hold_course_session.place, hold_course_session.capacity, hold_course_session.teacher
  );
end;
$$;
comment on function public.hold_course_session is 'Announces a session of a course, for managers. Raises PT403, PT404, PT409 course_retired, PT422 session_past.';

/* The session, locked, with what may be done to it; the seats are decided under this lock. */
create function private.lock_course_session(session_id uuid)
returns public.course_sessions
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_session public.course_sessions;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select sessions.* into v_session
  from public.course_sessions as sessions
  where sessions.id = lock_course_session.session_id
  for no key update;
  if not found then
    raise exception 'session_not_found' using errcode = 'PT404';
  end if;
  return v_session;
end;
$$;
comment on function private.lock_course_session is 'A session of a course, locked. Raises PT404.';

create function private.change_course_session(
  session_id uuid, starts_at timestamptz, ends_at timestamptz, place text, capacity integer, teacher text
)
returns public.course_sessions
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.course_sessions;
  v_session public.course_sessions;
begin
  v_before := private.lock_course_session(change_course_session.session_id);
  perform private.require_manager((private.require_course_staff(v_before.course_id)).platform_id);
  if v_before.cancelled_at is not null then
    raise exception 'session_cancelled' using errcode = 'PT409';
  end if;
  if change_course_session.starts_at <> v_before.starts_at
    and change_course_session.starts_at <= clock_timestamp() then
    raise exception 'session_past' using errcode = 'PT422';
  end if;
  if change_course_session.capacity < v_before.seats_taken then
    raise exception 'seats_taken' using errcode = 'PT409', detail = v_before.seats_taken::text;
  end if;

  update public.course_sessions as sessions
  set
    starts_at = change_course_session.starts_at,
    ends_at = change_course_session.ends_at,
    place = btrim(change_course_session.place),
    capacity = change_course_session.capacity,
    teacher = nullif(btrim(change_course_session.teacher), '')
  where sessions.id = v_before.id
  returning * into v_session;

  if v_session is distinct from v_before then
    perform private.record_audit(
      'change', 'course_session', v_session.id, to_jsonb(v_before), to_jsonb(v_session)
    );
  end if;
  if (v_session.starts_at, v_session.ends_at, v_session.place)
    is distinct from (v_before.starts_at, v_before.ends_at, v_before.place) then
    insert into private.outbox (topic, subject_id)
    select 'course_session_changed', signups.id
    from public.course_signups as signups
    where signups.session_id = v_session.id and signups.left_at is null;
  end if;
  return v_session;
end;
$$;
comment on function private.change_course_session is 'The writer behind public.change_course_session.';

create function public.change_course_session(
  session_id uuid,
  starts_at  timestamptz,
  ends_at    timestamptz,
  place      text,
  capacity   integer,
  teacher    text default null
)
returns public.course_sessions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.change_course_session(
    change_course_session.session_id, change_course_session.starts_at, change_course_session.ends_at,
    change_course_session.place, change_course_session.capacity, change_course_session.teacher
  );
end;
$$;
comment on function public.change_course_session is 'Changes a session, for managers; who has signed up is told of another time or place. Raises PT403, PT404, PT409 session_cancelled, seats_taken, PT422 session_past.';

create function private.cancel_course_session(session_id uuid, reason text)
returns public.course_sessions
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.course_sessions;
  v_session public.course_sessions;
begin
  v_before := private.lock_course_session(cancel_course_session.session_id);
  perform private.require_manager((private.require_course_staff(v_before.course_id)).platform_id);
  if v_before.cancelled_at is not null then
    return v_before;
  end if;
  if v_before.starts_at <= clock_timestamp() then
    raise exception 'session_begun' using errcode = 'PT409';
  end if;
  if nullif(btrim(cancel_course_session.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  update public.course_sessions as sessions
  set
    cancelled_at = clock_timestamp(),
    cancelled_by = auth.uid(),
    cancel_reason = btrim(cancel_course_session.reason)
  where sessions.id = v_before.id
  returning * into v_session;

  perform private.record_audit(
    'cancel', 'course_session', v_session.id, to_jsonb(v_before), to_jsonb(v_session)
  );
  insert into private.outbox (topic, subject_id)
  select 'course_session_cancelled', signups.id
  from public.course_signups as signups
  where signups.session_id = v_session.id and signups.left_at is null;
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
comment on function public.cancel_course_session is 'Calls off a session that has not begun, for managers, and tells who has signed up. Raises PT403, PT404, PT409 session_begun, PT422 reason_needed.';

create function private.sign_up_for_course(session_id uuid)
returns public.course_signups
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_session public.course_sessions;
  v_signup  public.course_signups;
begin
  v_session := private.lock_course_session(sign_up_for_course.session_id);

  select signups.* into v_signup
  from public.course_signups as signups
  where signups.session_id = v_session.id
    and signups.person_id = auth.uid()
    and signups.left_at is null;
  if found then
    return v_signup;
  end if;

  if v_session.cancelled_at is not null then
    raise exception 'session_cancelled' using errcode = 'PT409';
  end if;
  if v_session.starts_at <= clock_timestamp() then
    raise exception 'session_begun' using errcode = 'PT409';
  end if;
  if v_session.seats_taken >= v_session.capacity then
    raise exception 'session_full' using errcode = 'PT409', detail = v_session.capacity::text;
  end if;

  insert into public.course_signups (session_id, person_id)
  values (v_session.id, auth.uid())
  returning * into v_signup;
  update public.course_sessions as sessions
  set seats_taken = sessions.seats_taken + 1
  where sessions.id = v_session.id;

  perform private.record_audit('sign_up', 'course_signup', v_signup.id, null, to_jsonb(v_signup));
  insert into private.outbox (topic, subject_id) values ('course_signed_up', v_signup.id);
  return v_signup;
end;
$$;
comment on function private.sign_up_for_course is 'The writer behind public.sign_up_for_course.';

create function public.sign_up_for_course(session_id uuid)
returns public.course_signups
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.sign_up_for_course(sign_up_for_course.session_id);
end;
$$;
comment on function public.sign_up_for_course is 'Takes a seat at a session of a course; twice is once. Raises PT404, PT409 session_full, session_begun, session_cancelled.';

create function private.leave_course_session(session_id uuid)
returns void
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_session public.course_sessions;
  v_before  public.course_signups;
  v_signup  public.course_signups;
begin
  v_session := private.lock_course_session(leave_course_session.session_id);

  select signups.* into v_before
  from public.course_signups as signups
  where signups.session_id = v_session.id
    and signups.person_id = auth.uid()
    and signups.left_at is null;
  if not found then
    return;
  end if;
  if v_session.starts_at <= clock_timestamp() then
    raise exception 'session_begun' using errcode = 'PT409';
  end if;

  update public.course_signups as signups
  set left_at = clock_timestamp()
  where signups.id = v_before.id
  returning * into v_signup;
  update public.course_sessions as sessions
  set seats_taken = sessions.seats_taken - 1
  where sessions.id = v_session.id;
  perform private.record_audit('leave', 'course_signup', v_signup.id, to_jsonb(v_before), to_jsonb(v_signup));
end;
$$;
comment on function private.leave_course_session is 'The writer behind public.leave_course_session.';

create function public.leave_course_session(session_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.leave_course_session(leave_course_session.session_id);
end;
$$;
comment on function public.leave_course_session is 'Gives up one''s seat before the session begins; twice is once. Raises PT404, PT409 session_begun.';

create function private.mark_attendance(session_id uuid, attended_ids uuid[])
returns integer
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_session public.course_sessions;
  v_before  jsonb;
  v_after   jsonb;
  v_count   integer;
begin
  v_session := private.lock_course_session(mark_attendance.session_id);
  perform private.require_course_staff(v_session.course_id);
  if v_session.cancelled_at is not null then
    raise exception 'session_cancelled' using errcode = 'PT409';
  end if;
  -- People are marked as they come in.
  if v_session.starts_at > clock_timestamp() + interval '1 hour' then
    raise exception 'session_not_begun' using errcode = 'PT409';
  end if;
  if exists (
    select from unnest(mark_attendance.attended_ids) as named (person_id)
    where not exists (
      select from public.course_signups as signups
      where signups.session_id = v_session.id
        and signups.person_id = named.person_id
        and signups.left_at is null
    )
  ) then
    raise exception 'signup_not_found' using errcode = 'PT404';
  end if;

  select coalesce(jsonb_object_agg(signups.person_id, signups.attended), '{}') into v_before
  from public.course_signups as signups
  where signups.session_id = v_session.id and signups.left_at is null;

  update public.course_signups as signups
  set
    attended = signups.person_id = any (mark_attendance.attended_ids),
    marked_at = clock_timestamp(),
    marked_by = auth.uid()
  where signups.session_id = v_session.id
    and signups.left_at is null
    and signups.attended is distinct from (signups.person_id = any (mark_attendance.attended_ids));
  get diagnostics v_count = row_count;

  if v_count > 0 then
    select jsonb_object_agg(signups.person_id, signups.attended) into v_after
    from public.course_signups as signups
    where signups.session_id = v_session.id and signups.left_at is null;
    perform private.record_audit('mark_attendance', 'course_session', v_session.id, v_before, v_after);
  end if;
  return v_count;
end;
$$;
comment on function private.mark_attendance is 'The writer behind public.mark_attendance.';

create function public.mark_attendance(session_id uuid, attended_ids uuid[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.mark_attendance(mark_attendance.session_id, mark_attendance.attended_ids);
end;
$$;
comment on function public.mark_attendance is 'The lab says who of those signed up was there: those named, and no others. Returns how many marks it changed. Raises PT403, PT404 signup_not_found, PT409 session_not_begun, session_cancelled.';

/* A qualification holds to the end of its last day at the lab. */
create function private.qualification_end(valid_months integer, time_zone text, at timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    date_trunc('day', qualification_end.at at time zone qualification_end.time_zone)
    + make_interval(months => qualification_end.valid_months)
    + interval '1 day'
  ) at time zone qualification_end.time_zone;
end;
$$;
comment on function private.qualification_end is 'When a qualification that is granted at an instant expires; null where the course sets no limit.';

create function private.grant_qualifications(course_id uuid, person_ids uuid[])
returns integer
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_course        public.courses;
  v_known         jsonb;
  v_expires_at    timestamptz;
  v_person_id     uuid;
  v_qualification public.qualifications;
  v_count         integer := 0;
begin
  v_course := private.require_course_staff(grant_qualifications.course_id);
  if coalesce(cardinality(grant_qualifications.person_ids), 0) = 0 then
    raise exception 'nobody_named' using errcode = 'PT422';
  end if;
  if cardinality(grant_qualifications.person_ids) > 500 then
    raise exception 'too_many_people' using errcode = 'PT422', detail = '500';
  end if;
  -- Whom the platform knows: by the course, by a booking, or as one of its own people.
  if exists (
    select from unnest(grant_qualifications.person_ids) as named (person_id)
    where not exists (
      select
      from public.course_signups as signups
      join public.course_sessions as sessions on sessions.id = signups.session_id
      where signups.person_id = named.person_id and sessions.course_id = v_course.id
    ) and not exists (
      select from public.bookings
      where bookings.person_id = named.person_id and bookings.platform_id = v_course.platform_id
    ) and not exists (
      select from public.memberships
      join public.platforms on platforms.organisation_id = memberships.organisation_id
      where memberships.person_id = named.person_id and platforms.id = v_course.platform_id
    ) and not exists (
      select from public.qualifications
      where qualifications.person_id = named.person_id and qualifications.course_id = v_course.id
    )
  ) then
    raise exception 'person_not_found' using errcode = 'PT404';
  end if;

  v_known := private.replayed_answer(
    'grant_qualifications', jsonb_build_array(v_course.id, grant_qualifications.person_ids)
  );
  if v_known is not null then
    return v_known::integer;
  end if;

  -- One grant after another for each course, so that two clicks grant once.
  perform from public.courses where courses.id = v_course.id for no key update;
  select private.qualification_end(v_course.valid_months, platforms.time_zone, clock_timestamp())
  into v_expires_at
  from public.platforms
  where platforms.id = v_course.platform_id;

  for v_person_id in
    select distinct named.person_id
    from unnest(grant_qualifications.person_ids) as named (person_id)
    -- Who holds it for as long already needs no other.
    where not exists (
      select from public.qualifications
      where qualifications.person_id = named.person_id
        and qualifications.course_id = v_course.id
        and qualifications.revoked_at is null
        and (qualifications.expires_at is null or qualifications.expires_at >= v_expires_at)
    )
    order by named.person_id
  loop
    insert into public.qualifications (person_id, course_id, granted_at, granted_by, expires_at)
    values (v_person_id, v_course.id, clock_timestamp(), auth.uid(), v_expires_at)
    returning * into v_qualification;
    perform private.record_audit(
      'grant', 'qualification', v_qualification.id, null, to_jsonb(v_qualification)
    );
    insert into private.outbox (topic, subject_id) values ('qualification_granted', v_qualification.id);
    v_count := v_count + 1;
  end loop;

  perform private.keep_answer('grant_qualifications', to_jsonb(v_count));
  return v_count;
end;
$$;
comment on function private.grant_qualifications is 'The writer behind public.grant_qualifications.';

create function public.grant_qualifications(course_id uuid, person_ids uuid[])
returns integer
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.grant_qualifications(grant_qualifications.course_id, grant_qualifications.person_ids);
end;
$$;
comment on function public.grant_qualifications is 'The lab qualifies people whom it knows, until the validity of the course runs out. Returns how many; who holds it for as long already is not counted. Raises PT403, PT404, PT422 nobody_named, too_many_people.';

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
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select qualifications.* into v_before
  from public.qualifications
  where qualifications.id = revoke_qualification.qualification_id
  for no key update;
  if not found then
    raise exception 'qualification_not_found' using errcode = 'PT404';
  end if;
  if not exists (
    select from public.courses
    where courses.id = v_before.course_id and private.can_staff(courses.platform_id)
  ) then
    -- Its holder knows that there is one.
    if v_before.person_id = auth.uid() then
      raise exception 'platform_not_yours' using errcode = 'PT403';
    end if;
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
comment on function public.revoke_qualification is 'The lab takes a qualification away, with a reason; twice is once. Raises PT403, PT404, PT422 reason_needed.';

/* Who has signed up, for the lab, which knows these people by nothing else yet. */
create function private.course_roster(session_id uuid)
returns table (
  person_id       uuid,
  display_name    text,
  phone           text,
  organisations   text[],
  signed_up_at    timestamptz,
  attended        boolean,
  is_qualified    boolean,
  qualified_until timestamptz
)
language plpgsql
stable
rows 20
security definer -- reads people whom the policies show to their colleagues only
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_course_id uuid;
begin
  select sessions.course_id into v_course_id
  from public.course_sessions as sessions
  where sessions.id = course_roster.session_id;
  if not found then
    raise exception 'session_not_found' using errcode = 'PT404';
  end if;
  perform private.require_course_staff(v_course_id);

  return query
  select
    people.id,
    people.display_name,
    people.phone,
    array(
      select distinct organisations.name
      from public.memberships
      join public.organisations on organisations.id = memberships.organisation_id
      where memberships.person_id = people.id
      order by organisations.name
    ),
    signups.created_at,
    signups.attended,
    held.id is not null,
    held.expires_at
  from public.course_signups as signups
  join public.people on people.id = signups.person_id
  left join lateral (
    select qualifications.id, qualifications.expires_at
    from public.qualifications
    where qualifications.person_id = people.id
      and qualifications.course_id = v_course_id
      and qualifications.revoked_at is null
      and (qualifications.expires_at > now()) is not false
    order by qualifications.expires_at desc
    limit 1
  ) as held on true
  where signups.session_id = course_roster.session_id and signups.left_at is null
  order by signups.created_at, people.id;
end;
$$;
comment on function private.course_roster is 'The reader behind public.course_roster.';

create function public.course_roster(session_id uuid)
returns table (
  person_id       uuid,
  display_name    text,
  phone           text,
  organisations   text[],
  signed_up_at    timestamptz,
  attended        boolean,
  is_qualified    boolean,
  qualified_until timestamptz
)
language plpgsql
stable
rows 20
set search_path = ''
as $$
begin
  return query select * from private.course_roster(course_roster.session_id);
end;
$$;
comment on function public.course_roster is 'Who has signed up for a session, for the lab: how to reach them, whether they were there, and until when they are qualified. Raises PT403, PT404.';

create function private.list_qualified(course_id uuid, words text, skip integer)
returns table (
  id            uuid,
  person_id     uuid,
  display_name  text,
  granted_at    timestamptz,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  revoke_reason text
)
language plpgsql
stable
rows 20
security definer -- reads people whom the policies show to their colleagues only
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform private.require_course_staff(list_qualified.course_id);

  return query
  select
    qualifications.id,
    people.id,
    people.display_name,
    qualifications.granted_at,
    qualifications.expires_at,
    qualifications.revoked_at,
    qualifications.revoke_reason
  from public.qualifications
  join public.people on people.id = qualifications.person_id
  where qualifications.course_id = list_qualified.course_id
    and (
      nullif(btrim(list_qualified.words), '') is null
      or position(lower(btrim(list_qualified.words)) in lower(people.display_name)) > 0
    )
  order by qualifications.granted_at desc, qualifications.id
  offset greatest(list_qualified.skip, 0)
  limit 21;
end;
$$;
comment on function private.list_qualified is 'The reader behind public.list_qualified.';

create function public.list_qualified(course_id uuid, words text default null, skip integer default 0)
returns table (
  id            uuid,
  person_id     uuid,
  display_name  text,
  granted_at    timestamptz,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  revoke_reason text
)
language plpgsql
stable
rows 20
set search_path = ''
as $$
begin
  return query
  select * from private.list_qualified(list_qualified.course_id, list_qualified.words, list_qualified.skip);
end;
$$;
comment on function public.list_qualified is 'What was granted for a course, the latest first, for the lab; a page of twenty and one more. Raises PT403, PT404.';

/*
 * What booking an instrument asks of the person looking, or of a startup where a visitor looks: the
 * course, until when they hold it, and the next session with a seat left.
 */
create function private.courses_needed(instrument_id uuid)
returns table (
  course_id         uuid,
  name              text,
  name_en           text,
  is_qualified      boolean,
  qualified_until   timestamptz,
  session_id        uuid,
  session_starts_at timestamptz,
  session_ends_at   timestamptz,
  session_place     text,
  is_signed_up      boolean
)
language plpgsql
stable
rows 1
security definer -- reads rules and sign-ups for the person asking
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with customer as (
    select private.customer_kind(memberships.organisation_id, platforms.organisation_id) as kind
    from public.instruments
    join public.platforms on platforms.id = instruments.platform_id
    join public.memberships
      on memberships.person_id = (select auth.uid())
      and memberships.role in ('owner', 'member', 'manager', 'technician')
    where instruments.id = courses_needed.instrument_id
  ),
  asked as (
    select distinct (private.rule_in_force(courses_needed.instrument_id, kinds.kind, now())).course_id as id
    from (
      select customer.kind from customer
      union
      select 'startup'::public.customer_kind where not exists (select from customer)
    ) as kinds
  )
  select
    courses.id,
    courses.name,
    courses.name_en,
    held.id is not null,
    held.expires_at,
    upcoming.id,
    upcoming.starts_at,
    upcoming.ends_at,
    upcoming.place,
    coalesce(upcoming.is_mine, false)
  from asked
  join public.courses on courses.id = asked.id
  left join lateral (
    select qualifications.id, qualifications.expires_at
    from public.qualifications
    where qualifications.person_id = (select auth.uid())
      and qualifications.course_id = courses.id
      and qualifications.revoked_at is null
      and (qualifications.expires_at > now()) is not false
    order by qualifications.expires_at desc
    limit 1
  ) as held on true
  left join lateral (
    select sessions.*, mine.id is not null as is_mine
    from public.course_sessions as sessions
    left join public.course_signups as mine
      on mine.session_id = sessions.id
      and mine.person_id = (select auth.uid())
      and mine.left_at is null
    where sessions.course_id = courses.id
      and sessions.cancelled_at is null
      and sessions.starts_at > now()
      and (sessions.seats_taken < sessions.capacity or mine.id is not null)
    order by mine.id is null, sessions.starts_at
    limit 1
  ) as upcoming on true
  order by courses.name;
end;
$$;
comment on function private.courses_needed is 'The reader behind public.courses_needed.';

create function public.courses_needed(instrument_id uuid)
returns table (
  course_id         uuid,
  name              text,
  name_en           text,
  is_qualified      boolean,
  qualified_until   timestamptz,
  session_id        uuid,
  session_starts_at timestamptz,
  session_ends_at   timestamptz,
  session_place     text,
  is_signed_up      boolean
)
language plpgsql
stable
rows 1
set search_path = ''
as $$
begin
  return query select * from private.courses_needed(courses_needed.instrument_id);
end;
$$;
comment on function public.courses_needed is 'The courses that booking an instrument asks of the person looking, whether they hold them, and the next session that they have a seat at or could get one.';

/* Who has taken a seat is told so, and when the session is moved or called off. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('course_signed_up', 'training', 181, true, true),
  ('course_session_changed', 'training', 182, true, true),
  ('course_session_cancelled', 'training', 183, true, true);

insert into private.notice_topics (topic, subject_type, happens_once)
values
  ('course_signed_up', 'course_signup', false),
  ('course_session_changed', 'course_signup', false),
  ('course_session_cancelled', 'course_signup', false);

insert into private.notice_routes (topic, audience, kind, tells_actor)
values
  ('course_signed_up', 'person', 'course_signed_up', true),
  ('course_session_changed', 'person', 'course_session_changed', true),
  ('course_session_cancelled', 'person', 'course_session_cancelled', true);

create function private.notice_about_course_signup(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    signups.person_id,
    null,
    courses.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'course', jsonb_build_object('name', courses.name, 'name_en', courses.name_en),
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'time_zone', platforms.time_zone,
      'starts_at', sessions.starts_at,
      'ends_at', sessions.ends_at,
      'place', sessions.place,
      'note', sessions.cancel_reason
    ))
  into v_about
  from public.course_signups as signups
  join public.course_sessions as sessions on sessions.id = signups.session_id
  join public.courses on courses.id = sessions.course_id
  join public.platforms on platforms.id = courses.platform_id
  where signups.id = notice_about_course_signup.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_course_signup is 'The person and facts of a seat at a session.';

grant execute on function
  private.add_course(uuid, text, text, text, integer),
  private.change_course(uuid, text, text, text, integer),
  private.retire_course(uuid, boolean),
  private.hold_course_session(uuid, timestamptz, timestamptz, text, integer, text),
  private.change_course_session(uuid, timestamptz, timestamptz, text, integer, text),
  private.cancel_course_session(uuid, text),
  private.sign_up_for_course(uuid),
  private.leave_course_session(uuid),
  private.mark_attendance(uuid, uuid[]),
  private.grant_qualifications(uuid, uuid[]),
  private.revoke_qualification(uuid, text),
  private.course_roster(uuid),
  private.list_qualified(uuid, text, integer),
  public.add_course(uuid, text, text, text, integer),
  public.change_course(uuid, text, text, text, integer),
  public.retire_course(uuid, boolean),
  public.hold_course_session(uuid, timestamptz, timestamptz, text, integer, text),
  public.change_course_session(uuid, timestamptz, timestamptz, text, integer, text),
  public.cancel_course_session(uuid, text),
  public.sign_up_for_course(uuid),
  public.leave_course_session(uuid),
  public.mark_attendance(uuid, uuid[]),
  public.grant_qualifications(uuid, uuid[]),
  public.revoke_qualification(uuid, text),
  public.course_roster(uuid),
  public.list_qualified(uuid, text, integer)
to authenticated;

grant execute on function private.courses_needed(uuid), public.courses_needed(uuid)
to anon, authenticated, service_role;
