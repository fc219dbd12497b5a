/*
 * A platform that has had bad days with a customer stops taking their bookings for a while. The
 * suspension is of one platform and of an organisation or a person, says why and until when, and is
 * kept when it has ended or was lifted: it belongs to the customer's standing. The judge reads it;
 * nothing else changes with it, so that what is booked already stays booked.
 */
create table public.suspensions (
  id              uuid primary key default gen_random_uuid(),
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid references public.organisations on delete restrict,
  person_id       uuid references public.people on delete restrict,
  starts_at       timestamptz not null default clock_timestamp(),
  ends_at         timestamptz not null,
  reason          text not null,
  suspended_by    uuid references public.people on delete restrict,
  lifted_at       timestamptz,
  lifted_by       uuid references public.people on delete restrict,
  lift_reason     text,
  created_at      timestamptz not null default clock_timestamp(),

  constraint suspensions_are_of_one_customer check ((organisation_id is null) <> (person_id is null)),
  constraint suspensions_end_after_start check (isfinite(ends_at) and ends_at > starts_at),
  constraint suspensions_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint suspensions_reason_is_clean check (private.is_clean_text(reason)),
  constraint suspensions_lift_reason_has_length check (char_length(lift_reason) between 1 and 2000),
  constraint suspensions_lift_reason_is_clean check (private.is_clean_text(lift_reason)),
  constraint suspensions_lift_says_by_whom_and_why check (
    (lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)
  ),
  -- A longer one takes the place of one that is lifted, so that it is clear which counts.
  constraint suspensions_of_an_organisation_do_not_overlap exclude using gist (
    platform_id with =,
    organisation_id with =,
    tstzrange(starts_at, ends_at) with &&
  ) where (lifted_at is null and organisation_id is not null),
  constraint suspensions_of_a_person_do_not_overlap exclude using gist (
    platform_id with =,
    person_id with =,
    tstzrange(starts_at, ends_at) with &&
  ) where (lifted_at is null and person_id is not null)
);

create index suspensions_platform_id_idx on public.suspensions (platform_id);
create index suspensions_organisation_id_idx on public.suspensions (organisation_id, platform_id)
  where organisation_id is not null;
create index suspensions_person_id_idx on public.suspensions (person_id, platform_id)
  where person_id is not null;
create index suspensions_suspended_by_idx on public.suspensions (suspended_by) where suspended_by is not null;
create index suspensions_lifted_by_idx on public.suspensions (lifted_by) where lifted_by is not null;

comment on table public.suspensions is 'A time in which a platform takes no new bookings of one organisation or person.';
comment on column public.suspensions.starts_at is 'In force from here until ends_at, half-open, unless lifted.';
comment on column public.suspensions.suspended_by is 'Who decided it; null where the rules of the platform did.';

alter table public.suspensions enable row level security;

create policy suspensions_select_parties on public.suspensions
  for select to authenticated
  using (
    person_id = (select auth.uid())
    or organisation_id in (select private.organisation_ids_of_current_person())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.is_administrator())
  );

grant select on public.suspensions to authenticated, service_role;
-- No insert, update or delete: suspend_customer and lift_suspension hold the rules.

create function private.suspend_customer(
  platform_id uuid, organisation_id uuid, person_id uuid, ends_at timestamptz, reason text
)
returns public.suspensions
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_known      jsonb;
  v_suspension public.suspensions;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_manage(suspend_customer.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if (suspend_customer.organisation_id is null) = (suspend_customer.person_id is null) then
    raise exception 'customer_ambiguous' using errcode = 'PT422';
  end if;
  v_known := private.replayed_answer(
    'suspend_customer',
    jsonb_build_array(
      suspend_customer.platform_id, suspend_customer.organisation_id, suspend_customer.person_id,
      suspend_customer.ends_at, suspend_customer.reason
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.suspensions, v_known);
  end if;

  -- Only whom the platform has served; others it has not heard of.
  if not exists (
    select from public.bookings
    where bookings.platform_id = suspend_customer.platform_id
      and (
        bookings.organisation_id = suspend_customer.organisation_id
        or bookings.person_id = suspend_customer.person_id
      )
  ) then
    raise exception 'customer_not_found' using errcode = 'PT404';
  end if;
  if nullif(btrim(suspend_customer.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  if suspend_customer.ends_at is null
    or not suspend_customer.ends_at between clock_timestamp() and clock_timestamp() + interval '3 years' then
    raise exception 'suspension_end_invalid' using errcode = 'PT422', detail = '3 years';
  end if;

  insert into public.suspensions (
    platform_id, organisation_id, person_id, ends_at, reason, suspended_by
  )
  values (
    suspend_customer.platform_id,
    suspend_customer.organisation_id,
    suspend_customer.person_id,
    suspend_customer.ends_at,
    btrim(suspend_customer.reason),
    auth.uid()
  )
  returning * into v_suspension;

  perform private.record_audit('suspend', 'suspension', v_suspension.id, null, to_jsonb(v_suspension));
  insert into private.outbox (topic, subject_id) values ('customer_suspended', v_suspension.id);
  perform private.keep_answer('suspend_customer', to_jsonb(v_suspension));
  return v_suspension;
end;
$$;
comment on function private.suspend_customer is 'The writer behind public.suspend_customer.';

create function public.suspend_customer(
  platform_id     uuid,
  ends_at         timestamptz,
  reason          text,
  organisation_id uuid default null,
  person_id       uuid default null
)
returns public.suspensions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.suspend_customer(
    suspend_customer.platform_id, suspend_customer.organisation_id, suspend_customer.person_id,
    suspend_customer.ends_at, suspend_customer.reason
  );
end;
$$;
comment on function public.suspend_customer is 'The manager of a platform takes no new bookings of an organisation or a person until an instant. Raises PT403, PT404 customer_not_found, PT422 customer_ambiguous, reason_needed, suspension_end_invalid, and 409 where they are suspended already.';

create function private.lift_suspension(suspension_id uuid, reason text)
returns public.suspensions
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before     public.suspensions;
  v_suspension public.suspensions;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select suspensions.* into v_before
  from public.suspensions
  where suspensions.id = lift_suspension.suspension_id
  for no key update;
  if not found or not private.can_staff(v_before.platform_id) then
    raise exception 'suspension_not_found' using errcode = 'PT404';
  end if;
  if not private.can_manage(v_before.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if v_before.lifted_at is not null or v_before.ends_at <= clock_timestamp() then
    raise exception 'suspension_over' using errcode = 'PT409';
  end if;
  if nullif(btrim(lift_suspension.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  update public.suspensions
  set lifted_at = clock_timestamp(), lifted_by = auth.uid(), lift_reason = btrim(lift_suspension.reason)
  where suspensions.id = v_before.id
  returning * into v_suspension;

  perform private.record_audit(
    'lift', 'suspension', v_suspension.id, to_jsonb(v_before), to_jsonb(v_suspension)
  );
  insert into private.outbox (topic, subject_id) values ('suspension_lifted', v_suspension.id);
  return v_suspension;
end;
$$;
comment on function private.lift_suspension is 'The writer behind public.lift_suspension.';

create function public.lift_suspension(suspension_id uuid, reason text)
returns public.suspensions
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.lift_suspension(lift_suspension.suspension_id, lift_suspension.reason);
end;
$$;
comment on function public.lift_suspension is 'Ends a suspension early, with a reason. Raises PT403, PT404, PT409 suspension_over, PT422 reason_needed.';

/*
 * The customers of a platform and how they have behaved there, for its people: what row-level
 * security shows anybody else is their own. What depends on the clock is reckoned from it; a no-show
 * that the lab has waived is none.
 */
create function public.platform_customers(
  platform_id uuid,
  since       timestamptz,
  words       text default null,
  skip        integer default 0
)
returns table (
  organisation_id uuid,
  name            text,
  name_en         text,
  bookings        integer,
  minutes         integer,
  no_shows        integer,
  late_cancels    integer,
  latest_at       timestamptz,
  suspended_until timestamptz,
  people          jsonb
)
language plpgsql
stable
rows 20
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_host constant uuid := (
    select platforms.organisation_id
    from public.platforms
    where platforms.id = platform_customers.platform_id
  );
begin
  return query
  with reckoned as (
    select
      bookings.*,
      public.effective_status(bookings) as status_now,
      exists (
        select from public.no_show_appeals as appeals
        where appeals.booking_id = bookings.id and appeals.outcome = 'waived'
      ) as is_waived
    from public.bookings
    where bookings.platform_id = platform_customers.platform_id
      and bookings.starts_at >= platform_customers.since
  ),
  suspended as (
    select suspensions.*
    from public.suspensions
    where suspensions.platform_id = platform_customers.platform_id
      and suspensions.lifted_at is null
      and suspensions.starts_at <= statement_timestamp()
      and suspensions.ends_at > statement_timestamp()
  ),
  by_person as (
    select
      reckoned.organisation_id,
      reckoned.person_id,
      count(*) filter (where reckoned.status_now in ('confirmed', 'in_use', 'completed')) as bookings,
      coalesce(
        sum(extract(epoch from reckoned.ends_at - reckoned.starts_at) / 60)
          filter (where reckoned.status_now in ('confirmed', 'in_use', 'completed')),
        0
      ) as minutes,
      count(*) filter (where reckoned.status_now = 'no_show' and not reckoned.is_waived) as no_shows,
      count(*) filter (where reckoned.cancelled_late and not reckoned.is_waived) as late_cancels,
      max(reckoned.starts_at) as latest_at,
      coalesce(
        jsonb_agg(
          jsonb_build_object('id', reckoned.id, 'starts_at', reckoned.starts_at)
          order by reckoned.starts_at desc
        ) filter (
          where (reckoned.status_now = 'no_show' or reckoned.cancelled_late) and not reckoned.is_waived
        ),
        '[]'
      ) as missed
    from reckoned
    group by reckoned.organisation_id, reckoned.person_id
  ),
  -- Each instrument has one rule for a kind of customer; those that suspend alike are reckoned once.
  limits as materialized (
    select
      held.kind,
      (array_agg(held.rule))[1] as rule,
      count(*) as instruments
    from (
      select
        kinds.kind,
        private.rule_in_force(instruments.id, kinds.kind, statement_timestamp()) as rule
      from public.instruments
      cross join unnest(enum_range(null::public.customer_kind)) as kinds (kind)
      where instruments.platform_id = platform_customers.platform_id
        and instruments.retired_at is null
        and kinds.kind in (
          select private.customer_kind(by_person.organisation_id, v_host)
          from by_person
          where by_person.missed <> '[]'
        )
    ) as held
    where (held.rule).no_show_limit is not null
    group by
      held.kind, (held.rule).no_show_limit, (held.rule).no_show_window_days, (held.rule).suspension_days
  )
  select
    organisations.id,
    organisations.name,
    organisations.name_en,
    sum(by_person.bookings)::integer,
    sum(by_person.minutes)::integer,
    sum(by_person.no_shows)::integer,
    sum(by_person.late_cancels)::integer,
    max(by_person.latest_at),
    (select max(ends_at) from suspended where suspended.organisation_id = organisations.id),
    jsonb_agg(
      jsonb_build_object(
        'id', people.id,
        'name', people.display_name,
        'bookings', by_person.bookings,
        'minutes', by_person.minutes::integer,
        'no_shows', by_person.no_shows,
        'late_cancels', by_person.late_cancels,
        'suspended_until', (
          select max(ends_at) from suspended where suspended.person_id = people.id
        ),
        -- Their own misses are reckoned from the clock; the organisation's row says what was said of it.
        'kept_from', coalesce(kept.kept_from, '[]'),
        'missed', jsonb_path_query_array(by_person.missed, '$[0 to 4]')
      )
      order by by_person.latest_at desc, people.id
    )
  from by_person
  join public.organisations on organisations.id = by_person.organisation_id
  join public.people on people.id = by_person.person_id
  left join lateral (
    select
      jsonb_agg(
        jsonb_build_object(
          'until', reckoned_by.until,
          'instruments', reckoned_by.instruments,
          'are_all', reckoned_by.instruments = (
            select count(*)
            from public.instruments
            where instruments.platform_id = platform_customers.platform_id
              and instruments.retired_at is null
          )
        )
        order by reckoned_by.until desc
      ) as kept_from
    from (
      select
        limits.instruments,
        private.suspended_until(
          limits.rule, platform_customers.platform_id, null, people.id, statement_timestamp()
        ) as until
      from limits
      where by_person.missed <> '[]'
        and limits.kind = private.customer_kind(organisations.id, v_host)
    ) as reckoned_by
    where reckoned_by.until is not null
  ) as kept on true
  group by organisations.id
  -- By position and not by pattern, so that a percent sign is one.
  having nullif(btrim(platform_customers.words), '') is null
    or position(
      lower(btrim(platform_customers.words))
      in lower(concat_ws(' ', organisations.name, organisations.name_en, string_agg(people.display_name, ' ')))
    ) > 0
  order by max(by_person.latest_at) desc, organisations.id
  offset greatest(platform_customers.skip, 0)
  limit 21;
end;
$$;
comment on function public.platform_customers is 'The organisations that have booked at a platform since an instant, the latest first, with their people and how they have behaved, from how many instruments their misses keep them until when, and the last five of these; by words of a name; a page of twenty and one more.';

/* The suspended person, or the owners of the suspended organisation, are told. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('customer_suspended', 'use', 156, true, true),
  ('suspension_lifted', 'use', 157, true, true);

insert into private.notice_topics (topic, subject_type)
values ('customer_suspended', 'suspension'), ('suspension_lifted', 'suspension');

insert into private.notice_routes (topic, audience, kind)
values
  ('customer_suspended', 'person', 'customer_suspended'),
  ('customer_suspended', 'owner', 'customer_suspended'),
  ('suspension_lifted', 'person', 'suspension_lifted'),
  ('suspension_lifted', 'owner', 'suspension_lifted');

create function private.notice_about_suspension(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    suspensions.person_id,
    suspensions.organisation_id,
    suspensions.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'organisation', (
        select jsonb_build_object('name', organisations.name, 'name_en', organisations.name_en)
        from public.organisations
        where organisations.id = suspensions.organisation_id
      ),
      'time_zone', platforms.time_zone,
      'starts_at', suspensions.starts_at,
      'ends_at', suspensions.ends_at,
      'note', coalesce(suspensions.lift_reason, suspensions.reason)
    ))
  into v_about
  from public.suspensions
  join public.platforms on platforms.id = suspensions.platform_id
  where suspensions.id = notice_about_suspension.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_suspension is 'Whom a suspension is of, and its facts.';

insert into private.token_functions (function_name, withheld_because)
values
  ('suspend_customer', 'Whom a lab takes no bookings of is decided by people.'),
  ('lift_suspension', 'Whom a lab takes no bookings of is decided by people.');

grant execute on function
  private.suspend_customer(uuid, uuid, uuid, timestamptz, text),
  private.lift_suspension(uuid, text),
  public.suspend_customer(uuid, timestamptz, text, uuid, uuid),
  public.lift_suspension(uuid, text),
  public.platform_customers(uuid, timestamptz, text, integer),
  private.suspended_until(public.booking_rules, uuid, uuid, uuid, timestamptz)
to authenticated;
