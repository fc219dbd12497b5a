/*
 * A fault of an instrument, reported by whoever stands before it. Everybody sees that there is one,
 * how bad it is and what the lab says of it, before they book; what was reported and by whom, only
 * the lab and the reporter. Only the lab closes the instrument for it, by a closure like any other:
 * on the word of one customer no other loses a booking.
 */
create type public.fault_severity as enum ('minor', 'degraded', 'unusable');
comment on type public.fault_severity is 'minor: a nuisance; degraded: some work cannot be done; unusable: none can.';

create table public.faults (
  id            uuid primary key default gen_random_uuid(),
  platform_id   uuid not null references public.platforms on delete restrict,
  instrument_id uuid not null references public.instruments on delete restrict,
  booking_id    uuid references public.bookings on delete restrict,
  reported_by   uuid references public.people on delete set null,
  severity      public.fault_severity not null,
  description   text not null,
  advice        text,
  closure_id    uuid references public.closures on delete restrict,
  settled_at    timestamptz,
  settled_by    uuid references public.people on delete set null,
  settlement    text,
  created_at    timestamptz not null default clock_timestamp(),

  constraint faults_description_has_length check (char_length(description) between 1 and 4000),
  constraint faults_description_is_clean check (private.is_clean_text(description)),
  constraint faults_advice_has_length check (char_length(advice) between 1 and 500),
  constraint faults_advice_is_clean check (private.is_clean_text(advice)),
  constraint faults_are_settled_with_a_word check ((settled_at is null) = (settlement is null)),
  constraint faults_settlement_has_length check (char_length(settlement) between 1 and 2000),
  constraint faults_settlement_is_clean check (private.is_clean_text(settlement))
);

create index faults_instrument_id_idx on public.faults (instrument_id, created_at);
create index faults_platform_id_idx on public.faults (platform_id, created_at);
create index faults_booking_id_idx on public.faults (booking_id) where booking_id is not null;
create index faults_reported_by_idx on public.faults (reported_by);
create index faults_closure_id_idx on public.faults (closure_id) where closure_id is not null;
create index faults_settled_by_idx on public.faults (settled_by) where settled_by is not null;

comment on table public.faults is 'What is wrong with an instrument, from the report until it is settled.';
comment on column public.faults.severity is 'As the reporter saw it, and as the lab sees it once it has looked.';
comment on column public.faults.advice is 'What the lab tells everybody who would book.';
comment on column public.faults.closure_id is 'The closure that the fault has led to; settling the fault ends it.';
comment on column public.faults.settlement is 'What was done, or why it is no fault.';

create table public.fault_comments (
  id         uuid primary key default gen_random_uuid(),
  fault_id   uuid not null references public.faults on delete cascade,
  person_id  uuid references public.people on delete set null,
  body       text not null,
  created_at timestamptz not null default clock_timestamp(),

  constraint fault_comments_body_has_length check (char_length(body) between 1 and 2000),
  constraint fault_comments_body_is_clean check (private.is_clean_text(body))
);

create index fault_comments_fault_id_idx on public.fault_comments (fault_id, created_at);
create index fault_comments_person_id_idx on public.fault_comments (person_id);

comment on table public.fault_comments is 'What the lab has found out about a fault; its reporter reads it too.';

alter table public.faults enable row level security;
alter table public.fault_comments enable row level security;

create policy faults_select_parties on public.faults
  for select to authenticated
  using (
    reported_by = (select auth.uid())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.is_administrator())
  );

create policy fault_comments_select_parties on public.fault_comments
  for select to authenticated
  using (fault_id in (select faults.id from public.faults));

grant select on public.faults, public.fault_comments to authenticated, service_role;
-- No insert, update or delete: the functions below hold the rules.

create function private.report_fault(
  instrument_id uuid, severity public.fault_severity, description text, booking_id uuid
)
returns public.faults
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_platform_id uuid;
  v_known       jsonb;
  v_fault       public.faults;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select instruments.platform_id into v_platform_id
  from public.instruments
  where instruments.id = report_fault.instrument_id;
  if not found then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;
  if not private.can_staff(v_platform_id) and not exists (
    select from public.bookings
    where bookings.platform_id = v_platform_id
      and bookings.status in ('confirmed', 'in_use', 'completed')
      and (
        bookings.person_id = auth.uid()
        or bookings.organisation_id in (select private.organisation_ids_of_current_person())
      )
  ) then
    raise exception 'fault_not_yours' using errcode = 'PT403';
  end if;
  if report_fault.booking_id is not null and not exists (
    select from public.bookings
    where bookings.id = report_fault.booking_id
      and bookings.instrument_id = report_fault.instrument_id
      and (
        private.can_staff(bookings.platform_id)
        or bookings.person_id = auth.uid()
        or bookings.organisation_id in (select private.organisation_ids_of_current_person())
      )
  ) then
    raise exception 'booking_not_found' using errcode = 'PT404';
  end if;

  v_known := private.replayed_answer(
    'report_fault',
    jsonb_build_array(
      report_fault.instrument_id, report_fault.severity, report_fault.description, report_fault.booking_id
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.faults, v_known);
  end if;

  -- One report after another, so that the limit holds.
  perform from public.people where people.id = auth.uid() for no key update;
  if not private.can_staff(v_platform_id) and (
    select count(*)
    from public.faults
    where faults.platform_id = v_platform_id
      and faults.reported_by = auth.uid()
      and faults.settled_at is null
  ) >= 10 then
    raise exception 'fault_limit_reached' using errcode = 'PT422', detail = '10';
  end if;

  insert into public.faults (
    platform_id, instrument_id, booking_id, reported_by, severity, description
  )
  values (
    v_platform_id, report_fault.instrument_id, report_fault.booking_id, auth.uid(),
    report_fault.severity, btrim(report_fault.description, E' \t\r\n')
  )
  returning * into v_fault;

  perform private.record_audit('report', 'fault', v_fault.id, null, to_jsonb(v_fault));
  insert into private.outbox (topic, subject_id) values ('fault_reported', v_fault.id);
  perform private.keep_answer('report_fault', to_jsonb(v_fault));
  return v_fault;
end;
$$;
comment on function private.report_fault is 'The writer behind public.report_fault.';

create function public.report_fault(
  instrument_id uuid,
  severity      public.fault_severity,
  description   text,
  booking_id    uuid default null
)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.report_fault(
    report_fault.instrument_id, report_fault.severity, report_fault.description, report_fault.booking_id
  );
end;
$$;
comment on function public.report_fault is 'The lab, or a customer with a booking at its platform, reports a fault of an instrument. Raises PT403 fault_not_yours, PT404, PT422 fault_limit_reached.';

/* The fault, locked, for the lab; strangers learn that it is not there. */
create function private.lock_open_fault(fault_id uuid)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_fault public.faults;
begin
  select faults.* into v_fault
  from public.faults
  where faults.id = lock_open_fault.fault_id;
  if not found or not private.can_staff(v_fault.platform_id) then
    if v_fault.reported_by = auth.uid() then
      raise exception 'platform_not_yours' using errcode = 'PT403';
    end if;
    raise exception 'fault_not_found' using errcode = 'PT404';
  end if;

  -- The instrument before anything of it, as every writer of closures does.
  perform from public.instruments where instruments.id = v_fault.instrument_id for no key update;
  select faults.* into strict v_fault
  from public.faults where faults.id = lock_open_fault.fault_id for no key update;
  if v_fault.settled_at is not null then
    raise exception 'fault_settled' using errcode = 'PT409', detail = v_fault.settled_at::text;
  end if;
  return v_fault;
end;
$$;
comment on function private.lock_open_fault is 'A fault that is open, locked with its instrument, for the lab. Raises PT403, PT404, PT409 fault_settled.';

create function private.assess_fault(fault_id uuid, severity public.fault_severity, advice text)
returns public.faults
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.faults := private.lock_open_fault(fault_id);
  v_fault  public.faults;
begin
  update public.faults
  set severity = assess_fault.severity, advice = nullif(btrim(assess_fault.advice), '')
  where faults.id = v_before.id
  returning * into v_fault;
  if v_fault is distinct from v_before then
    perform private.record_audit('assess', 'fault', v_fault.id, to_jsonb(v_before), to_jsonb(v_fault));
  end if;
  return v_fault;
end;
$$;
comment on function private.assess_fault is 'The writer behind public.assess_fault.';

create function public.assess_fault(
  fault_id uuid, severity public.fault_severity, advice text default null
)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.assess_fault(assess_fault.fault_id, assess_fault.severity, assess_fault.advice);
end;
$$;
comment on function public.assess_fault is 'The lab says how bad a fault is, and what those who book should know. Raises PT403, PT404, PT409 fault_settled.';

create function private.comment_on_fault(fault_id uuid, body text)
returns public.fault_comments
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_fault   public.faults := private.lock_open_fault(fault_id);
  v_known   jsonb;
  v_comment public.fault_comments;
begin
  v_known := private.replayed_answer(
    'comment_on_fault', jsonb_build_array(v_fault.id, comment_on_fault.body)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.fault_comments, v_known);
  end if;

  insert into public.fault_comments (fault_id, person_id, body)
  values (v_fault.id, auth.uid(), btrim(comment_on_fault.body, E' \t\r\n'))
  returning * into v_comment;
  perform private.record_audit('comment', 'fault', v_fault.id, null, to_jsonb(v_comment));
  perform private.keep_answer('comment_on_fault', to_jsonb(v_comment));
  return v_comment;
end;
$$;
comment on function private.comment_on_fault is 'The writer behind public.comment_on_fault.';

create function public.comment_on_fault(fault_id uuid, body text)
returns public.fault_comments
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.comment_on_fault(comment_on_fault.fault_id, comment_on_fault.body);
end;
$$;
comment on function public.comment_on_fault is 'The lab adds to a fault what it has found out. Raises PT403, PT404, PT409 fault_settled.';

create function private.end_closure_of_fault(fault public.faults)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if (fault).closure_id is not null then
    perform private.end_closure((fault).closure_id);
  end if;
end;
$$;
comment on function private.end_closure_of_fault is 'Opens the instrument again, if the fault has closed it.';

create function private.close_for_fault(fault_id uuid, ends_at timestamptz)
returns public.faults
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.faults := private.lock_open_fault(fault_id);
  v_known  jsonb;
  v_fault  public.faults;
begin
  v_known := private.replayed_answer(
    'close_for_fault', jsonb_build_array(v_before.id, close_for_fault.ends_at)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.faults, v_known);
  end if;
  if v_before.severity <> 'unusable' then
    raise exception 'fault_not_unusable' using errcode = 'PT409', detail = v_before.severity::text;
  end if;

  -- Another end is another closure in the place of the first.
  perform private.end_closure_of_fault(v_before);
  update public.faults
  set closure_id = (
    select closures.id
    from private.plan_closure(
      array[v_before.instrument_id], 'maintenance', clock_timestamp(), close_for_fault.ends_at,
      -- Those whom it disturbs read the reason, and what was reported is not for them.
      v_before.advice, null, null
    ) as closures
  )
  where faults.id = v_before.id
  returning * into v_fault;

  perform private.record_audit('close', 'fault', v_fault.id, to_jsonb(v_before), to_jsonb(v_fault));
  perform private.keep_answer('close_for_fault', to_jsonb(v_fault));
  return v_fault;
end;
$$;
comment on function private.close_for_fault is 'The writer behind public.close_for_fault.';

create function public.close_for_fault(fault_id uuid, ends_at timestamptz)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.close_for_fault(close_for_fault.fault_id, close_for_fault.ends_at);
end;
$$;
comment on function public.close_for_fault is 'The lab closes an unusable instrument from now until an instant, as plan_closure does; preview_closure says beforehand whom that disturbs. Raises PT403, PT404, PT409 fault_settled, fault_not_unusable, and as plan_closure does.';

create function private.settle_fault(fault_id uuid, settlement text)
returns public.faults
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.faults := private.lock_open_fault(fault_id);
  v_fault  public.faults;
begin
  if nullif(btrim(settle_fault.settlement), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  update public.faults
  set
    settled_at = clock_timestamp(),
    settled_by = auth.uid(),
    settlement = btrim(settle_fault.settlement, E' \t\r\n')
  where faults.id = v_before.id
  returning * into v_fault;
  perform private.end_closure_of_fault(v_before);

  perform private.record_audit('settle', 'fault', v_fault.id, to_jsonb(v_before), to_jsonb(v_fault));
  insert into private.outbox (topic, subject_id) values ('fault_settled', v_fault.id);
  return v_fault;
end;
$$;
comment on function private.settle_fault is 'The writer behind public.settle_fault.';

create function public.settle_fault(fault_id uuid, settlement text)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.settle_fault(settle_fault.fault_id, settle_fault.settlement);
end;
$$;
comment on function public.settle_fault is 'The lab says what was done, or why it is no fault: opens the instrument again if the fault has closed it, and tells the reporter. Raises PT403, PT404, PT409 fault_settled, PT422 reason_needed.';

create function private.open_faults(instrument_id uuid)
returns table (severity public.fault_severity, reported_at timestamptz, advice text)
language plpgsql
stable
rows 2
security definer -- tells of faults what concerns everybody, never what was reported or by whom
set search_path = ''
as $$
begin
  return query
  select faults.severity, faults.created_at, faults.advice
  from public.faults
  where faults.instrument_id = open_faults.instrument_id and faults.settled_at is null
  order by faults.severity desc, faults.created_at
  limit 20;
end;
$$;
comment on function private.open_faults is 'The reader behind public.open_faults.';

create function public.open_faults(instrument_id uuid)
returns table (severity public.fault_severity, reported_at timestamptz, advice text)
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query select * from private.open_faults(open_faults.instrument_id);
end;
$$;
comment on function public.open_faults is 'The open faults of an instrument for whoever would book it, the worst first.';

/* The lab is told of a fault, and the reporter of what came of it. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values ('fault_settled', 'use', 155, true, true);

insert into private.notice_topics (topic, subject_type)
values ('fault_reported', 'fault'), ('fault_settled', 'fault');

insert into private.notice_routes (topic, audience, kind)
values
  ('fault_reported', 'lab', 'lab_fault_reported'),
  ('fault_settled', 'person', 'fault_settled');

create function private.notice_about_fault(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    faults.reported_by,
    null,
    faults.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'instrument', jsonb_build_object('name', instruments.name, 'name_en', instruments.name_en),
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'time_zone', platforms.time_zone,
      'note', coalesce(faults.settlement, faults.description)
    ))
  into v_about
  from public.faults
  join public.instruments on instruments.id = faults.instrument_id
  join public.platforms on platforms.id = faults.platform_id
  where faults.id = notice_about_fault.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_fault is 'The reporter and facts of a fault.';

insert into private.token_functions (function_name, scope)
values
  ('report_fault', 'book'),
  ('assess_fault', 'manage'),
  ('comment_on_fault', 'manage'),
  ('close_for_fault', 'manage'),
  ('settle_fault', 'manage');

grant execute on function
  private.report_fault(uuid, public.fault_severity, text, uuid),
  private.assess_fault(uuid, public.fault_severity, text),
  private.comment_on_fault(uuid, text),
  private.close_for_fault(uuid, timestamptz),
  private.settle_fault(uuid, text),
  public.report_fault(uuid, public.fault_severity, text, uuid),
  public.assess_fault(uuid, public.fault_severity, text),
  public.comment_on_fault(uuid, text),
  public.close_for_fault(uuid, timestamptz),
  public.settle_fault(uuid, text)
to authenticated;

grant execute on function private.open_faults(uuid), public.open_faults(uuid)
to anon, authenticated, service_role;
