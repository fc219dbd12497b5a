/*
 * When an instrument can be used, in wall time of the platform's zone. A weekday may have several
 * spans; a span past midnight is two. An exception replaces the whole of its day.
 */
create table public.opening_hours (
  id            uuid primary key default gen_random_uuid(),
  instrument_id uuid not null references public.instruments on delete cascade,
  weekday       smallint not null,
  opens         time not null,
  closes        time not null,

  constraint opening_hours_weekday_is_iso check (weekday between 1 and 7),
  constraint opening_hours_close_after_open check (closes > opens),
  constraint opening_hours_are_unique unique (instrument_id, weekday, opens)
);
comment on table public.opening_hours is 'A weekly span in which an instrument can be used, in wall time of the lab.';
comment on column public.opening_hours.weekday is 'ISO: 1 Monday to 7 Sunday.';
comment on column public.opening_hours.closes is '24:00 is the end of the day.';

create table public.opening_exceptions (
  id            uuid primary key default gen_random_uuid(),
  instrument_id uuid not null references public.instruments on delete cascade,
  on_date       date not null,
  opens         time,
  closes        time,
  reason        text,

  constraint opening_exceptions_close_after_open check (closes > opens),
  constraint opening_exceptions_are_spans_or_closed check ((opens is null) = (closes is null)),
  constraint opening_exceptions_are_unique unique nulls not distinct (instrument_id, on_date, opens)
);
comment on table public.opening_exceptions is 'What replaces the weekly hours on one date; without times the day is closed.';

/*
 * Training that a platform gives, and what people have learned there. A rule may ask for it; whose
 * qualification has lapsed or was revoked may not book for a time beyond that.
 */
create table public.courses (
  id           uuid primary key default gen_random_uuid(),
  platform_id  uuid not null references public.platforms on delete cascade,
  name         text not null,
  name_en      text,
  description  text,
  valid_months integer,
  retired_at   timestamptz,
  created_at   timestamptz not null default now(),

  constraint courses_name_has_length check (char_length(name) between 1 and 200),
  constraint courses_name_is_clean check (private.is_clean_text(name)),
  constraint courses_name_en_is_clean check (private.is_clean_text(name_en)),
  constraint courses_description_has_length check (char_length(description) <= 4000),
  constraint courses_description_is_clean check (private.is_clean_text(description)),
  constraint courses_validity_is_positive check (valid_months between 1 and 120)
);

create index courses_platform_id_idx on public.courses (platform_id);
comment on table public.courses is 'A training that a platform gives and that booking an instrument may ask for.';
comment on column public.courses.valid_months is 'For how long a qualification holds; null for ever.';

create table public.qualifications (
  id            uuid primary key default gen_random_uuid(),
  person_id     uuid not null references public.people on delete cascade,
  course_id     uuid not null references public.courses on delete restrict,
  granted_at    timestamptz not null default now(),
  granted_by    uuid references public.people on delete set null,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  revoked_by    uuid references public.people on delete set null,
  revoke_reason text,

  constraint qualifications_expire_after_grant check (expires_at > granted_at),
  constraint qualifications_are_revoked_with_reason check ((revoked_at is null) = (revoke_reason is null)),
  constraint qualifications_revoke_reason_has_length check (char_length(revoke_reason) between 1 and 2000),
  constraint qualifications_revoke_reason_is_clean check (private.is_clean_text(revoke_reason))
);

create index qualifications_person_id_idx on public.qualifications (person_id, course_id);
create index qualifications_course_id_idx on public.qualifications (course_id);
create index qualifications_granted_by_idx on public.qualifications (granted_by);
create index qualifications_revoked_by_idx on public.qualifications (revoked_by);
comment on table public.qualifications is 'That a person has passed a course, from when until when.';

/*
 * The rules that a booking is judged by. A change is a new version; a booking keeps the version it
 * was made under, so that it can be explained and priced for ever.
 */
create table public.booking_rules (
  id                      uuid primary key default gen_random_uuid(),
  instrument_id           uuid not null references public.instruments on delete cascade,
  version                 integer not null default 1,
  granularity_minutes     integer not null default 30,
  shortest_minutes        integer not null default 30,
  longest_minutes         integer not null default 480,
  lead_minutes            integer not null default 0,
  horizon_days            integer not null default 90,
  setup_minutes           integer not null default 0,
  teardown_minutes        integer not null default 0,
  admits_outsiders        boolean not null default true,
  approval_needed         boolean not null default false,
  internal_fen_per_hour   bigint,
  external_fen_per_hour   bigint,
  currency                text not null default 'CNY',
  superseded_at           timestamptz,
  created_at              timestamptz not null default now(),

  constraint booking_rules_instrument_id_version_key unique (instrument_id, version),
  constraint booking_rules_granularity_divides_a_day check (
    granularity_minutes between 1 and 1440 and 1440 % granularity_minutes = 0
  ),
  constraint booking_rules_shortest_is_positive check (shortest_minutes between 1 and 44640),
  constraint booking_rules_longest_is_not_shorter check (longest_minutes between shortest_minutes and 44640),
  constraint booking_rules_lengths_fit_the_granularity check (
    shortest_minutes % granularity_minutes = 0 and longest_minutes % granularity_minutes = 0
  ),
  constraint booking_rules_lead_is_not_negative check (lead_minutes between 0 and 525600),
  constraint booking_rules_horizon_is_positive check (horizon_days between 1 and 730),
  constraint booking_rules_buffers_are_not_negative check (
    setup_minutes between 0 and 1440 and teardown_minutes between 0 and 1440
  ),
  constraint booking_rules_prices_are_not_negative check (
    internal_fen_per_hour >= 0 and external_fen_per_hour >= 0
  ),
  constraint booking_rules_currency_is_one check (currency ~ '^[A-Z]{3}$')
);

create unique index booking_rules_current_idx on public.booking_rules (instrument_id)
  where superseded_at is null;

comment on table public.booking_rules is 'A version of the rules of one instrument. Without a current version it cannot be booked here.';
comment on column public.booking_rules.granularity_minutes is 'Bookings start and end on multiples of this, counted from midnight of the lab.';
comment on column public.booking_rules.setup_minutes is 'Time the instrument is taken before each booking.';
comment on column public.booking_rules.internal_fen_per_hour is 'Price for the host organisation''s own people; null is by arrangement.';
comment on column public.booking_rules.external_fen_per_hour is 'Price for everybody else; null is by arrangement.';

alter table public.opening_hours enable row level security;
alter table public.opening_exceptions enable row level security;
alter table public.booking_rules enable row level security;

create policy opening_hours_select_all on public.opening_hours
  for select to anon, authenticated using (true);
create policy opening_exceptions_select_all on public.opening_exceptions
  for select to anon, authenticated using (true);
create policy booking_rules_select_all on public.booking_rules
  for select to anon, authenticated using (true);

grant select on public.opening_hours, public.opening_exceptions, public.booking_rules
to anon, authenticated, service_role;

alter table public.courses enable row level security;
alter table public.qualifications enable row level security;

create policy courses_select_all on public.courses
  for select to anon, authenticated using (true);

-- A person's qualifications are theirs, and the lab's that gave them.
create policy qualifications_select_parties on public.qualifications
  for select to authenticated
  using (
    person_id = (select auth.uid())
    or (select private.is_administrator())
    or course_id in (
      select courses.id from public.courses
      where courses.platform_id in (select private.platform_ids_staffed_by_current_person())
    )
  );

grant select on public.courses to anon, authenticated, service_role;
grant select on public.qualifications to authenticated, service_role;
