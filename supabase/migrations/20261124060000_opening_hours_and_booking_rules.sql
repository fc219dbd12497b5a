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
