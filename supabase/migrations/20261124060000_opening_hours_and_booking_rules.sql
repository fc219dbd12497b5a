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
  grant_reason  text,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  revoked_by    uuid references public.people on delete set null,
  revoke_reason text,

  constraint qualifications_expire_after_grant check (expires_at > granted_at),
  constraint qualifications_grant_reason_has_length check (char_length(grant_reason) between 1 and 2000),
  constraint qualifications_grant_reason_is_clean check (private.is_clean_text(grant_reason)),
  constraint qualifications_are_revoked_with_reason check ((revoked_at is null) = (revoke_reason is null)),
  constraint qualifications_revoke_reason_has_length check (char_length(revoke_reason) between 1 and 2000),
  constraint qualifications_revoke_reason_is_clean check (private.is_clean_text(revoke_reason))
);

create index qualifications_person_id_idx on public.qualifications (person_id, course_id);
create index qualifications_course_id_idx on public.qualifications (course_id);
create index qualifications_granted_by_idx on public.qualifications (granted_by);
create index qualifications_revoked_by_idx on public.qualifications (revoked_by);
comment on table public.qualifications is 'That a person has passed a course, from when until when.';
comment on column public.qualifications.grant_reason is 'Why it was granted without a session of the course.';

/*
 * Rules are written for a platform or for one of its instruments, for everyone or for one kind of
 * customer, and for a time. Of those in force when a booking begins, the one written most closely
 * holds as a whole: for this instrument and kind, then for this instrument, then for its platform and
 * kind, then for its platform. A change is a new version; a booking keeps the version it was made
 * under, so that it can be explained for ever.
 */
create type public.customer_kind as enum (
  'everyone', 'internal', 'startup', 'makerspace', 'academic', 'company'
);
comment on type public.customer_kind is 'Who a rule, tariff or quota is for. internal: the host organisation''s own; academic: universities and institutes; company: every other organisation.';

create type public.approval_kind as enum ('none', 'lab', 'owner_then_lab');
comment on type public.approval_kind is 'Who has to accept a booking: nobody, the lab, or the owner of the customer''s organisation and then the lab.';

create table public.booking_rules (
  id                   uuid primary key default gen_random_uuid(),
  platform_id          uuid references public.platforms on delete cascade,
  instrument_id        uuid references public.instruments on delete cascade,
  scope_id             uuid generated always as (coalesce(instrument_id, platform_id)) stored,
  customer_kind        public.customer_kind not null default 'everyone',
  version              integer not null default 1,
  valid_from           timestamptz not null default now(),
  valid_until          timestamptz,

  granularity_minutes  integer not null default 30,
  shortest_minutes     integer not null default 30,
  longest_minutes      integer not null default 480,
  lead_minutes         integer not null default 0,
  horizon_days         integer not null default 90,
  setup_minutes        integer not null default 0,
  teardown_minutes     integer not null default 0,
  gap_minutes          integer not null default 0,
  off_hours_admitted   boolean not null default true,

  admits_outsiders     boolean not null default true,
  course_id            uuid references public.courses on delete restrict,
  purpose_required     boolean not null default false,
  approval             public.approval_kind not null default 'none',
  approval_needed      boolean not null generated always as (approval <> 'none') stored,
  approval_hours       integer not null default 48,

  cancel_until_minutes integer not null default 0,
  late_cancel_bp       integer not null default 0,
  late_cancel_counts   boolean not null default false,
  grace_minutes        integer,
  no_show_bp           integer not null default 0,
  no_show_limit        integer,
  no_show_window_days  integer not null default 90,
  suspension_days      integer not null default 30,

  created_at           timestamptz not null default now(),

  constraint booking_rules_have_one_scope check (num_nonnulls(platform_id, instrument_id) = 1),
  constraint booking_rules_scope_kind_version_key unique (scope_id, customer_kind, version),
  constraint booking_rules_end_after_start check (valid_until > valid_from),
  constraint booking_rules_do_not_overlap exclude using gist (
    scope_id with =,
    customer_kind with =,
    tstzrange(valid_from, valid_until) with &&
  ),
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
  constraint booking_rules_gap_is_not_negative check (gap_minutes between 0 and 44640),
  constraint booking_rules_approval_has_time check (approval_hours between 1 and 8760),
  constraint booking_rules_cancel_until_is_not_negative check (cancel_until_minutes between 0 and 44640),
  constraint booking_rules_shares_are_of_the_price check (
    late_cancel_bp between 0 and 10000 and no_show_bp between 0 and 10000
  ),
  constraint booking_rules_grace_is_not_negative check (grace_minutes between 0 and 1440),
  constraint booking_rules_no_show_limit_is_positive check (no_show_limit between 1 and 100),
  constraint booking_rules_no_show_window_is_positive check (no_show_window_days between 1 and 730),
  constraint booking_rules_suspension_is_positive check (suspension_days between 1 and 730)
);

create index booking_rules_platform_id_idx on public.booking_rules (platform_id) where platform_id is not null;
create index booking_rules_instrument_id_idx on public.booking_rules (instrument_id) where instrument_id is not null;
create index booking_rules_course_id_idx on public.booking_rules (course_id) where course_id is not null;

comment on table public.booking_rules is 'A version of the rules of a platform or instrument for one kind of customer. An instrument for which none is in force cannot be booked here.';
comment on column public.booking_rules.scope_id is 'The instrument or platform the rules are written for.';
comment on column public.booking_rules.valid_from is 'The rules hold for bookings that begin from here on.';
comment on column public.booking_rules.granularity_minutes is 'Bookings start and end on multiples of this, counted from midnight of the lab.';
comment on column public.booking_rules.setup_minutes is 'Time the instrument is taken before each booking.';
comment on column public.booking_rules.gap_minutes is 'Between two bookings of one organisation on the instrument.';
comment on column public.booking_rules.off_hours_admitted is 'Whether nights and weekends, as the platform defines them, may be booked.';
comment on column public.booking_rules.course_id is 'The qualification that the person must hold until the booking ends.';
comment on column public.booking_rules.approval_hours is 'How long a request waits for each answer; at most until it would begin.';
comment on column public.booking_rules.cancel_until_minutes is 'A cancellation by the customer later than this before the start is a late one.';
comment on column public.booking_rules.late_cancel_bp is 'What a late cancellation costs, in basis points of the price.';
comment on column public.booking_rules.late_cancel_counts is 'Whether a late cancellation counts like a no-show.';
comment on column public.booking_rules.grace_minutes is 'Without check-in by then a booking is a no-show and its time is free; null where nobody checks in.';
comment on column public.booking_rules.no_show_bp is 'What a no-show costs, in basis points of the price.';
comment on column public.booking_rules.no_show_limit is 'So many no-shows within the window suspend the person from the platform; null never does.';

/*
 * What a booking costs. Written, chosen and versioned as the rules are. Without a tariff, or with one
 * that has no rate, the price is by arrangement.
 */
create table public.tariffs (
  id            uuid primary key default gen_random_uuid(),
  platform_id   uuid references public.platforms on delete cascade,
  instrument_id uuid references public.instruments on delete cascade,
  scope_id      uuid generated always as (coalesce(instrument_id, platform_id)) stored,
  customer_kind public.customer_kind not null default 'everyone',
  version       integer not null default 1,
  valid_from    timestamptz not null default now(),
  valid_until   timestamptz,

  basis         text not null default 'hour',
  rate_fen      bigint,
  minimum_fen   bigint not null default 0,
  off_hours_bp  integer not null default 10000,
  currency      text not null default 'CNY',

  created_at    timestamptz not null default now(),

  constraint tariffs_have_one_scope check (num_nonnulls(platform_id, instrument_id) = 1),
  constraint tariffs_scope_kind_version_key unique (scope_id, customer_kind, version),
  constraint tariffs_end_after_start check (valid_until > valid_from),
  constraint tariffs_do_not_overlap exclude using gist (
    scope_id with =,
    customer_kind with =,
    tstzrange(valid_from, valid_until) with &&
  ),
  constraint tariffs_basis_is_known check (basis in ('hour', 'session')),
  constraint tariffs_prices_are_not_negative check (
    rate_fen between 0 and 100000000000 and minimum_fen between 0 and 100000000000
  ),
  constraint tariffs_off_hours_is_a_share check (off_hours_bp between 0 and 100000),
  constraint tariffs_currency_is_one check (currency ~ '^[A-Z]{3}$')
);

create index tariffs_platform_id_idx on public.tariffs (platform_id) where platform_id is not null;
create index tariffs_instrument_id_idx on public.tariffs (instrument_id) where instrument_id is not null;

comment on table public.tariffs is 'A version of what a platform or instrument charges one kind of customer.';
comment on column public.tariffs.basis is 'Whether the rate is for an hour or for a whole booking.';
comment on column public.tariffs.rate_fen is 'Null is by arrangement.';
comment on column public.tariffs.minimum_fen is 'A booking costs at least this.';
comment on column public.tariffs.off_hours_bp is 'The rate at night and on weekends, in basis points of the rate by day; by the hour only.';

/*
 * How much one customer may book. Unlike rules, all quotas that apply hold together: those of the
 * instrument count its bookings, those of the platform the bookings of all its instruments.
 */
create table public.booking_quotas (
  id            uuid primary key default gen_random_uuid(),
  platform_id   uuid references public.platforms on delete cascade,
  instrument_id uuid references public.instruments on delete cascade,
  scope_id      uuid generated always as (coalesce(instrument_id, platform_id)) stored,
  customer_kind public.customer_kind not null default 'everyone',
  holder        text not null,
  measure       text not null,
  span          text not null,
  at_most       integer not null,
  version       integer not null default 1,
  valid_from    timestamptz not null default now(),
  valid_until   timestamptz,

  created_at    timestamptz not null default now(),

  constraint booking_quotas_have_one_scope check (num_nonnulls(platform_id, instrument_id) = 1),
  constraint booking_quotas_scope_version_key unique (scope_id, customer_kind, holder, measure, span, version),
  constraint booking_quotas_end_after_start check (valid_until > valid_from),
  constraint booking_quotas_do_not_overlap exclude using gist (
    scope_id with =,
    customer_kind with =,
    holder with =,
    measure with =,
    span with =,
    tstzrange(valid_from, valid_until) with &&
  ),
  constraint booking_quotas_holder_is_known check (holder in ('person', 'organisation')),
  constraint booking_quotas_measure_is_known check (measure in ('bookings', 'minutes')),
  constraint booking_quotas_span_is_known check (span in ('day', 'week', 'month', 'year', 'outstanding')),
  constraint booking_quotas_limit_is_not_negative check (at_most between 0 and 10000000)
);

create index booking_quotas_platform_id_idx on public.booking_quotas (platform_id) where platform_id is not null;
create index booking_quotas_instrument_id_idx on public.booking_quotas (instrument_id) where instrument_id is not null;

comment on table public.booking_quotas is 'How many bookings or minutes one person or organisation may have in a day, week, month or year of the lab, or still ahead.';
comment on column public.booking_quotas.span is 'A booking counts where it starts, in the lab''s calendar; weeks start on Monday. outstanding: all that have not begun.';

alter table public.opening_hours enable row level security;
alter table public.opening_exceptions enable row level security;
alter table public.courses enable row level security;
alter table public.qualifications enable row level security;
alter table public.booking_rules enable row level security;
alter table public.tariffs enable row level security;
alter table public.booking_quotas enable row level security;

create policy opening_hours_select_all on public.opening_hours
  for select to anon, authenticated using (true);
create policy opening_exceptions_select_all on public.opening_exceptions
  for select to anon, authenticated using (true);
create policy courses_select_all on public.courses
  for select to anon, authenticated using (true);
create policy booking_rules_select_all on public.booking_rules
  for select to anon, authenticated using (true);
create policy tariffs_select_all on public.tariffs
  for select to anon, authenticated using (true);
create policy booking_quotas_select_all on public.booking_quotas
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

grant select on
  public.opening_hours, public.opening_exceptions, public.courses, public.booking_rules,
  public.tariffs, public.booking_quotas
to anon, authenticated, service_role;
grant select on public.qualifications to authenticated, service_role;
-- Who wrote a rule is in the audit: it is nobody else's business.

/*
 * Which rules hold. Visitors are shown what a startup would be told: startups are whom the
 * instruments are opened to.
 */
create function private.customer_kind(organisation_id uuid, host_id uuid)
returns public.customer_kind
language plpgsql
stable
set search_path = ''
as $$
begin
  if organisation_id = host_id then
    return 'internal';
  end if;
  return coalesce(
    (
      select
        case
          when organisations.kind in ('startup', 'makerspace')
            then organisations.kind::text::public.customer_kind
          when organisations.kind in ('university', 'institute') then 'academic'
          else 'company'
        end
      from public.organisations
      where organisations.id = customer_kind.organisation_id
    ),
    'startup'
  );
end;
$$;
comment on function private.customer_kind is 'What an organisation is to a host; a visitor without one is taken for a startup.';

create function private.rules_in_force(
  instrument_id uuid, customer_kind public.customer_kind, period tstzrange
)
returns table (rule public.booking_rules, during tstzmultirange)
language plpgsql
stable
rows 1
set search_path = ''
as $$
declare
  v_left tstzmultirange := tstzmultirange(period);
  v_rule public.booking_rules;
begin
  for v_rule in
    select rules.*
    from public.instruments
    join public.booking_rules as rules
      on rules.scope_id in (instruments.id, instruments.platform_id)
    where instruments.id = rules_in_force.instrument_id
      and instruments.retired_at is null
      and rules.customer_kind in ('everyone', rules_in_force.customer_kind)
      and tstzrange(rules.valid_from, rules.valid_until) && rules_in_force.period
    order by rules.instrument_id is null, rules.customer_kind = 'everyone', rules.valid_from
  loop
    rule := v_rule;
    during := v_left * tstzmultirange(tstzrange(v_rule.valid_from, v_rule.valid_until));
    if not isempty(during) then
      return next;
      v_left := v_left - during;
    end if;
  end loop;
end;
$$;
comment on function private.rules_in_force is 'The rules that hold for bookings of a kind of customer that begin within a period, and when each does.';

/*
 * What is booked, by what kind of customer, and all that holds for them: what the judge and the price
 * ask. A version for the instrument comes before one for its platform, one for the kind of customer
 * before one for everyone. In one look, for every booking takes it.
 */
create type private.booking_subject as (
  instrument_id uuid,
  platform_id   uuid,
  units         smallint,
  time_zone     text,
  night_starts  time,
  night_ends    time,
  customer_kind public.customer_kind,
  rule          public.booking_rules,
  tariff        public.tariffs,
  quotas        public.booking_quotas[]
);

create function private.booking_subject(
  instrument_id   uuid,
  organisation_id uuid,
  at              timestamptz,
  customer_kind   public.customer_kind default null
)
returns private.booking_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_subject private.booking_subject;
begin
  select
    instruments.id,
    instruments.platform_id,
    instruments.units,
    platforms.time_zone,
    platforms.night_starts,
    platforms.night_ends,
    customers.kind,
    (
      select rules
      from public.booking_rules as rules
      where rules.scope_id in (instruments.id, instruments.platform_id)
        and rules.customer_kind in ('everyone', customers.kind)
        and rules.valid_from <= booking_subject.at
        and (rules.valid_until > booking_subject.at) is not false
        and instruments.retired_at is null
      order by rules.instrument_id is null, rules.customer_kind = 'everyone'
      limit 1
    ),
    (
      select tariffs
      from public.tariffs
      where tariffs.scope_id in (instruments.id, instruments.platform_id)
        and tariffs.customer_kind in ('everyone', customers.kind)
        and tariffs.valid_from <= booking_subject.at
        and (tariffs.valid_until > booking_subject.at) is not false
      order by tariffs.instrument_id is null, tariffs.customer_kind = 'everyone'
      limit 1
    ),
    array(
      select quotas
      from public.booking_quotas as quotas
      where quotas.scope_id in (instruments.id, instruments.platform_id)
        and quotas.customer_kind in ('everyone', customers.kind)
        and quotas.valid_from <= booking_subject.at
        and (quotas.valid_until > booking_subject.at) is not false
      order by quotas.id
    )
  into v_subject
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  cross join lateral (
    select coalesce(
      booking_subject.customer_kind,
      private.customer_kind(booking_subject.organisation_id, platforms.organisation_id)
    ) as kind
    -- Asked once, not in each of the three places.
    offset 0
  ) as customers
  where instruments.id = booking_subject.instrument_id;
  return v_subject;
end;
$$;
comment on function private.booking_subject is 'An instrument, its lab, what an organisation is to it, and the rules, tariff and quotas for a booking that begins at an instant. Without a rule it cannot be booked. The kind of customer is that of the organisation unless it is given.';

create function private.rule_in_force(
  instrument_id uuid, customer_kind public.customer_kind, at timestamptz
)
returns public.booking_rules
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    private.booking_subject(rule_in_force.instrument_id, null, at, rule_in_force.customer_kind)
  ).rule;
end;
$$;
comment on function private.rule_in_force is 'The rules for a booking of a kind of customer that begins at an instant; null when it cannot be booked.';

/* For pages: what holds now, embedded in a request for instruments. */
create function public.current_rules(instrument public.instruments)
returns setof public.booking_rules
language plpgsql
stable
rows 1
set search_path = ''
as $$
begin
  return query
  select (in_force).*
  from private.rule_in_force(instrument.id, 'startup', now()) as in_force
  where (in_force).id is not null;
end;
$$;
comment on function public.current_rules is 'The rules that a startup would be judged by now; none when it cannot book the instrument here.';

create function public.has_rules(instrument public.instruments)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.booking_rules as rules
    where rules.scope_id in (instrument.id, instrument.platform_id)
      and rules.valid_from <= now()
      and (rules.valid_until > now()) is not false
  );
end;
$$;
comment on function public.has_rules is 'True when an instrument can be booked here, by whomever.';

create function public.current_tariffs(instrument public.instruments)
returns setof public.tariffs
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query
  select distinct on (tariffs.customer_kind) tariffs.*
  from public.tariffs
  where tariffs.scope_id in (instrument.id, instrument.platform_id)
    and tariffs.valid_from <= now()
    and (tariffs.valid_until > now()) is not false
  order by tariffs.customer_kind, tariffs.instrument_id is null;
end;
$$;
comment on function public.current_tariffs is 'What an instrument costs now, by kind of customer.';

grant execute on function
  private.rule_in_force(uuid, public.customer_kind, timestamptz),
  private.customer_kind(uuid, uuid),
  private.booking_subject(uuid, uuid, timestamptz, public.customer_kind),
  public.current_rules(public.instruments),
  public.has_rules(public.instruments),
  public.current_tariffs(public.instruments)
to anon, authenticated, service_role;
