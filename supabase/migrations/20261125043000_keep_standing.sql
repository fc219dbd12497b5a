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
  )
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
