/*
 * A fault of an instrument, reported by whoever stands before it. Everybody sees that there is one,
 * how bad it is and since when, before they book; what was written and by whom, only the lab and the
 * reporter. An instrument that the lab calls unusable is closed by a closure like any other, with
 * slots offered to whom it disturbs. On a customer's word alone no new booking is let in for a day,
 * and nobody loses one, until the lab has looked.
 */
create type public.fault_severity as enum ('minor', 'limited', 'unusable');
comment on type public.fault_severity is 'minor: a nuisance; limited: some work cannot be done; unusable: none can.';

create table public.faults (
  id              uuid primary key default gen_random_uuid(),
  instrument_id   uuid not null references public.instruments on delete restrict,
  platform_id     uuid not null references public.platforms on delete restrict,
  booking_id      uuid references public.bookings on delete restrict,
  reported_by     uuid not null references public.people on delete restrict,
  side            public.booking_side not null,
  severity        public.fault_severity not null,
  description     text not null,
  closure_id      uuid references public.closures on delete restrict,
  acknowledged_at timestamptz,
  acknowledged_by uuid references public.people on delete restrict,
  settled_at      timestamptz,
  settled_by      uuid references public.people on delete restrict,
  outcome         text,
  settlement      text,
  created_at      timestamptz not null default clock_timestamp(),

  constraint faults_description_has_length check (char_length(description) between 1 and 4000),
  constraint faults_description_is_clean check (private.is_clean_text(description)),
  constraint faults_settlement_has_length check (char_length(settlement) between 1 and 4000),
  constraint faults_settlement_is_clean check (private.is_clean_text(settlement)),
  constraint faults_outcome_is_known check (outcome in ('resolved', 'dismissed')),
  constraint faults_acknowledged_by_somebody check ((acknowledged_at is null) = (acknowledged_by is null)),
  constraint faults_settled_by_somebody_with_a_note check (
    (settled_at is null) = (settled_by is null)
    and (settled_at is null) = (outcome is null)
    and (settled_at is null) = (settlement is null)
  )
);

create index faults_open_idx on public.faults (instrument_id, created_at) where settled_at is null;
create index faults_instrument_id_idx on public.faults (instrument_id, created_at);
create index faults_platform_id_idx on public.faults (platform_id, created_at);
create index faults_booking_id_idx on public.faults (booking_id) where booking_id is not null;
create index faults_reported_by_idx on public.faults (reported_by);
create index faults_closure_id_idx on public.faults (closure_id) where closure_id is not null;
create index faults_acknowledged_by_idx on public.faults (acknowledged_by) where acknowledged_by is not null;
create index faults_settled_by_idx on public.faults (settled_by) where settled_by is not null;

comment on table public.faults is 'What is wrong with an instrument, from the report until it is settled.';
comment on column public.faults.side is 'Whom the reporter spoke for: a customer, or the lab itself.';
comment on column public.faults.severity is 'As the lab sees it, once it has looked.';
comment on column public.faults.closure_id is 'The closure that the fault has led to. One without planned_by lets nobody new in until the lab has looked.';
comment on column public.faults.settlement is 'What was done, or why it is no fault.';

alter table public.faults enable row level security;

create policy faults_select_parties on public.faults
  for select to authenticated
  using (
    reported_by = (select auth.uid())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.is_administrator())
  );

grant select on public.faults to authenticated, service_role;
-- No insert, update or delete: the functions below hold the rules.

/* The lab, and the people of a customer that has or had the instrument within thirty days. */
create function private.side_to_report_fault(instrument_id uuid, platform_id uuid)
returns public.booking_side
language plpgsql
stable
security definer -- reads bookings and memberships beneath their own policies
set search_path = ''
as $$
begin
  if private.can_staff(side_to_report_fault.platform_id) then
    return 'lab';
  end if;
  if exists (
    select from public.bookings
    where bookings.instrument_id = side_to_report_fault.instrument_id
      and bookings.status in ('confirmed', 'in_use', 'completed')
      and bookings.starts_at between now() - interval '62 days' and now() + interval '30 days'
      and bookings.ends_at > now() - interval '30 days'
      and (
        bookings.person_id = (select auth.uid())
        or bookings.organisation_id in (select private.organisation_ids_of_current_person())
      )
  ) then
    return 'customer';
  end if;
  return null;
end;
$$;
comment on function private.side_to_report_fault is 'Whom the person asking would report a fault for; null for those who may not.';

create function public.can_report_fault(instrument_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.instruments
    where instruments.id = can_report_fault.instrument_id
      and private.side_to_report_fault(instruments.id, instruments.platform_id) is not null
  );
end;
$$;
comment on function public.can_report_fault is 'True for the lab, and for customers that have or had the instrument within thirty days.';

/*
 * Lets nobody new in for a day, without offering anything to those who are booked: a plan of the
 * platform's rules, not of a person.
 */
create function private.close_on_suspicion(instrument_id uuid, platform_id uuid)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_closure public.closures;
  v_at      timestamptz := clock_timestamp();
begin
  -- One at a time: what is closed already needs no second closure.
  perform from public.instruments
  where instruments.id = close_on_suspicion.instrument_id for no key update;
  if exists (
    select from public.closures
    where closures.instrument_id = close_on_suspicion.instrument_id
      and closures.status in ('planned', 'active')
      and closures.during @> tstzrange(v_at, v_at + interval '24 hours')
  ) then
    return null;
  end if;

  insert into public.closures (platform_id, instrument_id, kind, during)
  values (
    close_on_suspicion.platform_id,
    close_on_suspicion.instrument_id,
    'closure',
    tstzrange(v_at, v_at + interval '24 hours')
  )
  returning * into v_closure;
  perform private.record_audit('plan', 'closure', v_closure.id, null, to_jsonb(v_closure));
  return v_closure.id;
end;
$$;
comment on function private.close_on_suspicion is 'Plans a closure of a day that disturbs nobody who is booked. Null where the instrument is closed already.';

create function private.end_closure_of_fault(fault public.faults)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if exists (
    select from public.closures where closures.id = (fault).closure_id and closures.status <> 'ended'
  ) then
    perform private.end_closure((fault).closure_id);
  end if;
end;
$$;
comment on function private.end_closure_of_fault is 'Opens the instrument again, if the fault has closed it.';

create function private.close_for_fault(fault public.faults, until timestamptz)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_closure_id uuid;
begin
  perform private.end_closure_of_fault(fault);
  select closures.id into v_closure_id
  from private.plan_closure(
    array[(fault).instrument_id],
    'closure',
    clock_timestamp(),
    until,
    -- Those whom it disturbs read the reason, and what a customer wrote is not for them.
    case (fault).side when 'lab' then left((fault).description, 2000) end,
    null,
    null
  ) as closures;
  return v_closure_id;
end;
$$;
comment on function private.close_for_fault is 'Plans the closure of an instrument that the lab calls unusable, with offers to whom it disturbs.';

create function private.closed_until(until timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(until, clock_timestamp() + interval '7 days');
end;
$$;
comment on function private.closed_until is 'Until when an unusable instrument is closed: a week, where nobody has said.';

create function private.report_fault(
  instrument_id uuid,
  severity      public.fault_severity,
  description   text,
  booking_id    uuid,
  closed_until  timestamptz
)
returns public.faults
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_platform_id uuid;
  v_side        public.booking_side;
  v_known       jsonb;
  v_fault       public.faults;
  v_closure_id  uuid;
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
  v_side := private.side_to_report_fault(report_fault.instrument_id, v_platform_id);
  if v_side is null then
    raise exception 'fault_not_yours_to_report' using errcode = 'PT403';
  end if;
  if report_fault.booking_id is not null and not exists (
    select from public.bookings
    where bookings.id = report_fault.booking_id
      and bookings.instrument_id = report_fault.instrument_id
      and (
        private.can_staff(bookings.platform_id)
        or bookings.organisation_id in (select private.organisation_ids_of_current_person())
        or bookings.person_id = auth.uid()
      )
  ) then
    raise exception 'booking_not_found' using errcode = 'PT404';
  end if;

  v_known := private.replayed_answer(
    'report_fault',
    jsonb_build_array(
      report_fault.instrument_id, report_fault.severity, report_fault.description,
      report_fault.booking_id, report_fault.closed_until
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.faults, v_known);
  end if;

  -- The instrument before anything of it, as every writer does; also so that the limit holds.
  perform from public.instruments
  where instruments.id = report_fault.instrument_id for no key update;
  if v_side = 'customer' and (
    select count(*)
    from public.faults
    where faults.instrument_id = report_fault.instrument_id
      and faults.reported_by = auth.uid()
      and faults.settled_at is null
  ) >= 3 then
    raise exception 'fault_limit_reached' using errcode = 'PT422', detail = '3';
  end if;

  insert into public.faults (
    instrument_id, platform_id, booking_id, reported_by, side, severity, description,
    acknowledged_at, acknowledged_by
  )
  values (
    report_fault.instrument_id,
    v_platform_id,
    report_fault.booking_id,
    auth.uid(),
    v_side,
    report_fault.severity,
    btrim(report_fault.description, E' \t\r\n'),
    -- What the lab reports itself it knows of.
    case when v_side = 'lab' then clock_timestamp() end,
    case when v_side = 'lab' then auth.uid() end
  )
  returning * into v_fault;

  if v_fault.severity = 'unusable' then
    v_closure_id := case v_side
      when 'lab' then private.close_for_fault(v_fault, private.closed_until(report_fault.closed_until))
      else private.close_on_suspicion(v_fault.instrument_id, v_fault.platform_id)
    end;
    update public.faults set closure_id = v_closure_id where faults.id = v_fault.id returning * into v_fault;
  end if;

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
  booking_id    uuid default null,
  closed_until  timestamptz default null
)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.report_fault(
    report_fault.instrument_id, report_fault.severity, report_fault.description,
    report_fault.booking_id, report_fault.closed_until
  );
end;
$$;
comment on function public.report_fault is 'Reports a fault. By the lab, unusable closes the instrument until closed_until or for a week, with offers to whom it disturbs; by a customer it lets nobody new in for a day. Raises PT403 fault_not_yours_to_report, PT404, PT422 fault_limit_reached.';

/* The fault, locked behind its instrument; strangers learn that it is not there. */
create function private.lock_open_fault(fault_id uuid)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_fault public.faults;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select faults.* into v_fault from public.faults where faults.id = lock_open_fault.fault_id;
  if not found
    or not (private.can_staff(v_fault.platform_id) or v_fault.reported_by = (select auth.uid())) then
    raise exception 'fault_not_found' using errcode = 'PT404';
  end if;
  if not private.can_staff(v_fault.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;

  perform from public.instruments where instruments.id = v_fault.instrument_id for no key update;
  select faults.* into strict v_fault
  from public.faults where faults.id = lock_open_fault.fault_id for no key update;
  if v_fault.settled_at is not null then
    raise exception 'fault_settled' using errcode = 'PT409', detail = v_fault.outcome;
  end if;
  return v_fault;
end;
$$;
comment on function private.lock_open_fault is 'A fault that is open, locked with its instrument, for the lab. Raises PT403, PT404, PT409 fault_settled.';

create function private.acknowledge_fault(
  fault_id uuid, severity public.fault_severity, closed_until timestamptz
)
returns public.faults
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_known    jsonb;
  v_before   public.faults;
  v_fault    public.faults;
  v_severity public.fault_severity;
  v_closed   boolean;
begin
  v_known := private.replayed_answer(
    'acknowledge_fault',
    jsonb_build_array(
      acknowledge_fault.fault_id, acknowledge_fault.severity, acknowledge_fault.closed_until
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.faults, v_known);
  end if;

  v_before := private.lock_open_fault(acknowledge_fault.fault_id);
  v_severity := coalesce(acknowledge_fault.severity, v_before.severity);
  -- By a person of the lab: what the lab has not looked at yet is closed on suspicion only.
  v_closed := exists (
    select from public.closures
    where closures.id = v_before.closure_id
      and closures.status <> 'ended'
      and closures.planned_by is not null
      and upper(closures.during) > clock_timestamp()
  );

  update public.faults
  set
    severity = v_severity,
    acknowledged_at = coalesce(faults.acknowledged_at, clock_timestamp()),
    acknowledged_by = coalesce(faults.acknowledged_by, auth.uid())
  where faults.id = v_before.id
  returning * into v_fault;

  if v_severity <> 'unusable' then
    perform private.end_closure_of_fault(v_before);
    update public.faults set closure_id = null where faults.id = v_fault.id returning * into v_fault;
  elsif not v_closed or acknowledge_fault.closed_until is not null then
    update public.faults
    set closure_id = private.close_for_fault(v_fault, private.closed_until(acknowledge_fault.closed_until))
    where faults.id = v_fault.id
    returning * into v_fault;
  end if;

  if v_fault is distinct from v_before then
    perform private.record_audit('acknowledge', 'fault', v_fault.id, to_jsonb(v_before), to_jsonb(v_fault));
  end if;
  perform private.keep_answer('acknowledge_fault', to_jsonb(v_fault));
  return v_fault;
end;
$$;
comment on function private.acknowledge_fault is 'The writer behind public.acknowledge_fault.';

create function public.acknowledge_fault(
  fault_id uuid, severity public.fault_severity default null, closed_until timestamptz default null
)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.acknowledge_fault(
    acknowledge_fault.fault_id, acknowledge_fault.severity, acknowledge_fault.closed_until
  );
end;
$$;
comment on function public.acknowledge_fault is 'The lab has looked, and says how bad it is. Unusable closes the instrument until closed_until or for a week; anything less opens it again. Raises PT403, PT404, PT409 fault_settled.';

create function private.settle_fault(fault_id uuid, outcome text, note text)
returns public.faults
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before public.faults;
  v_fault  public.faults;
begin
  v_before := private.lock_open_fault(settle_fault.fault_id);
  if nullif(btrim(settle_fault.note, E' \t\r\n'), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  update public.faults
  set
    acknowledged_at = coalesce(faults.acknowledged_at, clock_timestamp()),
    acknowledged_by = coalesce(faults.acknowledged_by, auth.uid()),
    settled_at = clock_timestamp(),
    settled_by = auth.uid(),
    outcome = settle_fault.outcome,
    settlement = btrim(settle_fault.note, E' \t\r\n')
  where faults.id = v_before.id
  returning * into v_fault;
  perform private.end_closure_of_fault(v_before);

  perform private.record_audit(
    case settle_fault.outcome when 'resolved' then 'resolve' else 'dismiss' end,
    'fault', v_fault.id, to_jsonb(v_before), to_jsonb(v_fault)
  );
  insert into private.outbox (topic, subject_id) values ('fault_settled', v_fault.id);
  return v_fault;
end;
$$;
comment on function private.settle_fault is 'The writer behind public.resolve_fault and public.dismiss_fault.';

create function public.resolve_fault(fault_id uuid, note text)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.settle_fault(resolve_fault.fault_id, 'resolved', resolve_fault.note);
end;
$$;
comment on function public.resolve_fault is 'The instrument is mended: opens it again, and tells the reporter what was done. Raises PT403, PT404, PT409 fault_settled, PT422 reason_needed.';

create function public.dismiss_fault(fault_id uuid, note text)
returns public.faults
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.settle_fault(dismiss_fault.fault_id, 'dismissed', dismiss_fault.note);
end;
$$;
comment on function public.dismiss_fault is 'It is no fault: opens the instrument again, and tells the reporter why. Raises PT403, PT404, PT409 fault_settled, PT422 reason_needed.';

/* What everybody may know before they book: how bad, since when, and whether the lab has looked. */
create function private.open_faults(instrument_id uuid)
returns table (severity public.fault_severity, since timestamptz, is_acknowledged boolean)
language plpgsql
stable
rows 2
security definer -- tells of faults what concerns everybody, never what was written or by whom
set search_path = ''
as $$
begin
  return query
  select faults.severity, faults.created_at, faults.acknowledged_at is not null
  from public.faults
  where faults.instrument_id = open_faults.instrument_id and faults.settled_at is null
  order by faults.severity desc, faults.created_at
  limit 20;
end;
$$;
comment on function private.open_faults is 'The reader behind public.open_faults.';

create function public.open_faults(instrument_id uuid)
returns table (severity public.fault_severity, since timestamptz, is_acknowledged boolean)
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query select * from private.open_faults(open_faults.instrument_id);
end;
$$;
comment on function public.open_faults is 'The open faults of an instrument, the worst first: severity, since when, and whether the lab has looked.';

/* The lab is told of a fault, and the reporter of what came of it. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values ('fault_settled', 'use', 155, true, true);

insert into private.notice_topics (topic, subject_type, happens_once)
values ('fault_reported', 'fault', false), ('fault_settled', 'fault', false);

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
      'severity', faults.severity,
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

grant execute on function
  private.side_to_report_fault(uuid, uuid),
  private.report_fault(uuid, public.fault_severity, text, uuid, timestamptz),
  private.acknowledge_fault(uuid, public.fault_severity, timestamptz),
  private.settle_fault(uuid, text, text),
  public.can_report_fault(uuid),
  public.report_fault(uuid, public.fault_severity, text, uuid, timestamptz),
  public.acknowledge_fault(uuid, public.fault_severity, timestamptz),
  public.resolve_fault(uuid, text),
  public.dismiss_fault(uuid, text)
to authenticated;

grant execute on function private.open_faults(uuid), public.open_faults(uuid)
to anon, authenticated, service_role;
