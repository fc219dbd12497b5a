/*
 * Figures of the ledger, added up by day and by month so that a year of it is reported in a moment. Who
 * writes a record leaves a mark for each day that the record touches and goes on; the worker adds marked
 * days up anew, and their months from them, and until it has, readers add them up themselves. So a
 * figure never waits for a job and is never of yesterday, and what is kept equals a scan of the records
 * because it is one (docs/decisions/0020, 0027).
 *
 * Amounts belong to the day on which a service began; machine time to the days on which it fell. What is
 * named here is named by a record, which is never deleted and holds on to it.
 */
create table private.service_figures (
  platform_id       uuid not null,
  day               date not null,
  kind              public.service_kind not null,
  instrument_id     uuid,
  resource_id       uuid,
  beneficiary_id    uuid not null,
  beneficiary_class public.beneficiary_class not null,
  purpose_code      text,
  is_shared         boolean not null,
  unit              text not null,
  currency          text not null,
  records           bigint not null,
  dropped           bigint not null,
  flagged           bigint not null,
  backfilled        bigint not null,
  unpriced          bigint not null,
  quantity          numeric not null,
  reserved_seconds  numeric not null,
  list_price_fen    bigint not null,
  charged_fen       bigint not null,
  during            tstzmultirange,

  constraint service_figures_key unique nulls not distinct (
    platform_id, day, kind, resource_id, beneficiary_id, beneficiary_class, purpose_code, is_shared,
    unit, currency
  )
);
create index service_figures_beneficiary_id_idx on private.service_figures (beneficiary_id, day);
alter table private.service_figures enable row level security;
comment on table private.service_figures is 'What was rendered on each day, by all that figures are grouped by. Written by settle_figures alone.';
comment on column private.service_figures.resource_id is 'The instrument, dataset, literature item or service; null where a record names none.';
comment on column private.service_figures.records is 'Records that count and began on the day; dropped ones were rendered to nobody (R-HOURS 2).';
comment on column private.service_figures.unpriced is 'Records that count and say nothing of a price.';
comment on column private.service_figures.during is 'When the instrument was in use on the day, so that any grouping can take its union (R-HOURS 4).';

create table private.instrument_days (
  platform_id     uuid not null,
  instrument_id   uuid not null,
  day             date not null,
  used_seconds    numeric not null,
  shared_seconds  numeric not null,
  startup_seconds numeric not null,

  primary key (platform_id, day, instrument_id)
);
alter table private.instrument_days enable row level security;
comment on table private.instrument_days is 'Machine time of each instrument and day: effective (E), external (S) and of startups and makerspaces, each the union of its records (R-HOURS).';

create table private.platform_days (
  platform_id    uuid not null,
  day            date not null,
  hourly_seconds numeric[] not null,

  constraint platform_days_have_24_hours check (cardinality(hourly_seconds) = 24),
  primary key (platform_id, day)
);
alter table private.platform_days enable row level security;
comment on table private.platform_days is 'Effective machine time of the instruments of a platform on a day.';
comment on column private.platform_days.hourly_seconds is 'By the hour of the day, from midnight on.';

/*
 * The same by month, which days of few records each do not make shorter. Amounts and machine time can be
 * added to; which organisations were served cannot, so that they are kept by name: a row a year, whose
 * bits are its months.
 */
create table private.service_months (
  platform_id      uuid not null,
  month            date not null,
  sliced_by        text not null,
  value            text not null,
  unit             text not null,
  currency         text not null,
  records          bigint not null,
  dropped          bigint not null,
  flagged          bigint not null,
  backfilled       bigint not null,
  unpriced         bigint not null,
  quantity         numeric not null,
  reserved_seconds numeric not null,
  list_price_fen   bigint not null,
  charged_fen      bigint not null,

  constraint service_months_month_begins_one check (extract(day from month) = 1),
  constraint service_months_slice_is_known check (sliced_by in ('instrument', 'class', 'purpose')),
  primary key (platform_id, month, sliced_by, value, unit, currency)
);
alter table private.service_months enable row level security;
comment on table private.service_months is 'What was rendered in each month: service_figures added up, sliced by instrument, by class of beneficiary and by purpose. Written by settle_figures alone.';
comment on column private.service_months.value is 'Which instrument, class or purpose; "-" where a record names none.';

create table private.machine_months (
  platform_id     uuid not null,
  month           date not null,
  sliced_by       text not null,
  value           text not null,
  instrument_id   uuid not null,
  used_seconds    numeric not null,
  shared_seconds  numeric not null,
  startup_seconds numeric not null,

  constraint machine_months_month_begins_one check (extract(day from month) = 1),
  constraint machine_months_slice_is_known check (sliced_by in ('all', 'class', 'purpose')),
  primary key (platform_id, month, sliced_by, value, instrument_id)
);
alter table private.machine_months enable row level security;
comment on table private.machine_months is 'Machine time of each instrument and month, of all records and of those of each class and purpose: sums of the unions of its days, which never overlap. Written by settle_figures alone.';

create table private.organisation_years (
  platform_id       uuid not null,
  year              integer not null,
  sliced_by         text not null,
  value             text not null,
  beneficiary_id    uuid not null,
  beneficiary_class public.beneficiary_class not null,
  touched_months    integer not null,
  served_months     integer not null,
  shared_months     integer not null,

  constraint organisation_years_slice_is_known check (sliced_by in ('instrument', 'purpose')),
  primary key (platform_id, year, sliced_by, value, beneficiary_id, beneficiary_class)
);
alter table private.organisation_years enable row level security;
comment on table private.organisation_years is 'In which months of a year an organisation was served, so that any of them are counted without counting one twice. Written by settle_figures alone.';
comment on column private.organisation_years.touched_months is 'One bit for each month that has a record of it, whether it counts or not; bit 0 is January.';
comment on column private.organisation_years.served_months is 'Those with a record that counts.';
comment on column private.organisation_years.shared_months is 'Those with a record that counts as shared.';

create table private.weekday_months (
  platform_id    uuid not null,
  month          date not null,
  weekday        integer not null,
  hourly_seconds numeric[] not null,

  constraint weekday_months_month_begins_one check (extract(day from month) = 1),
  constraint weekday_months_weekday_is_known check (weekday between 1 and 7),
  constraint weekday_months_have_24_hours check (cardinality(hourly_seconds) = 24),
  primary key (platform_id, month, weekday)
);
alter table private.weekday_months enable row level security;
comment on table private.weekday_months is 'Effective machine time of the instruments of a platform in a month, by weekday (1 is Monday) and hour of the day. Written by settle_figures alone.';

/*
 * Of single organisations by year: a customer comes to a platform about once a month, so that a row of a
 * month would be about one record.
 */
create table private.service_years (
  platform_id      uuid not null,
  year             integer not null,
  beneficiary_id   uuid not null,
  unit             text not null,
  currency         text not null,
  records          bigint not null,
  dropped          bigint not null,
  flagged          bigint not null,
  backfilled       bigint not null,
  unpriced         bigint not null,
  quantity         numeric not null,
  reserved_seconds numeric not null,
  list_price_fen   bigint not null,
  charged_fen      bigint not null,

  primary key (platform_id, year, beneficiary_id, unit, currency)
);
alter table private.service_years enable row level security;
comment on table private.service_years is 'What was rendered to each organisation in a year: service_figures added up. Written by settle_figures alone.';

create table private.machine_years (
  platform_id     uuid not null,
  year            integer not null,
  beneficiary_id  uuid not null,
  instrument_id   uuid not null,
  used_seconds    numeric not null,
  shared_seconds  numeric not null,
  startup_seconds numeric not null,

  primary key (platform_id, year, beneficiary_id, instrument_id)
);
alter table private.machine_years enable row level security;
comment on table private.machine_years is 'Machine time of each organisation at each instrument in a year: sums of the unions of its days. Written by settle_figures alone.';

create table private.figure_days (
  platform_id      uuid not null references public.platforms on delete restrict,
  day              date not null,
  last_recorded_at timestamptz not null,

  primary key (platform_id, day)
);
alter table private.figure_days enable row level security;
comment on table private.figure_days is 'The days of platforms that are added up.';
comment on column private.figure_days.last_recorded_at is 'When the last record that touches the day was written, or the last correction of one: before it, the day was another.';

/*
 * Appended, never unique: a writer waits for nobody, and a mark that the worker has not seen yet stays
 * when those that it has are taken away.
 */
create table private.figure_marks (
  id          bigint generated always as identity primary key,
  platform_id uuid not null references public.platforms on delete restrict,
  day         date not null,
  recorded_at timestamptz not null
);
create index figure_marks_platform_id_idx on private.figure_marks (platform_id, day);
alter table private.figure_marks enable row level security;
comment on table private.figure_marks is 'Days that changed since they were added up.';

/* The few records that correct another, which every day of figures looks for. */
create index service_records_corrections_idx on public.service_records (corrects, recorded_at)
  where corrects is not null;

/* The few records that go over midnight, which a day must look back for. */
create index service_records_over_midnight_idx on public.service_records (platform_id, starts_at, ends_at)
  where (starts_at at time zone 'Asia/Shanghai')::date < (ends_at at time zone 'Asia/Shanghai')::date;

create function private.figure_days_of(record public.service_records)
returns setof date
language plpgsql
stable
set search_path = ''
as $$
declare
  v_first constant date := ((record).starts_at at time zone private.ledger_zone())::date;
  v_last  date := v_first;
begin
  if (record).instrument_id is not null and (record).ends_at > (record).starts_at then
    v_last := (((record).ends_at - interval '1 microsecond') at time zone private.ledger_zone())::date;
  end if;
  return query
    select days.day::date
    from generate_series(v_first::timestamp, v_last::timestamp, interval '1 day') as days (day);
end;
$$;
comment on function private.figure_days_of is 'The days whose figures a record touches.';

create function private.tg_service_records__mark_days()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.figure_marks (platform_id, day, recorded_at)
  select new.platform_id, touched.day, new.recorded_at
  from (
    select days.day from private.figure_days_of(new) as days (day)
    union
    -- What a correction moves away from another day is missing there.
    select days.day
    from public.service_records as corrected,
      private.figure_days_of(corrected) as days (day)
    where corrected.id = new.corrects
  ) as touched;
  return null;
end;
$$;
comment on function private.tg_service_records__mark_days is 'Leaves a mark for each day that a record touches.';

create trigger _600_mark_days after insert on public.service_records
  for each row execute function private.tg_service_records__mark_days();

/* Whether a purpose counts as sharing is data; what was added up by it before is added up anew. */
create function private.tg_purpose_codes__mark_days()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.figure_marks (platform_id, day, recorded_at)
  select distinct days.platform_id, days.day, days.last_recorded_at
  from private.figure_days as days
  join private.service_figures as figures using (platform_id, day)
  where figures.purpose_code = new.code;
  return null;
end;
$$;
comment on function private.tg_purpose_codes__mark_days is 'Marks the days on which something was rendered for a purpose that is now counted otherwise.';

create trigger _600_mark_days after update of is_shared on public.purpose_codes
  for each row when (old.is_shared is distinct from new.is_shared)
  execute function private.tg_purpose_codes__mark_days();

create function private.seconds_of(spans tstzmultirange)
returns numeric
language plpgsql
immutable
set search_path = ''
as $$
begin
  if seconds_of.spans is null or isempty(seconds_of.spans) then
    return 0;
  end if;
  -- Nearly always it is one span, for which no query is needed.
  if seconds_of.spans = tstzmultirange(range_merge(seconds_of.spans)) then
    return extract(epoch from upper(seconds_of.spans) - lower(seconds_of.spans));
  end if;
  return (
    select sum(extract(epoch from upper(span) - lower(span))) from unnest(seconds_of.spans) as span
  );
end;
$$;
comment on function private.seconds_of is 'How long some spans are together, to the microsecond: sums of it lose nothing.';

create function private.seconds_by_hour(spans tstzrange[])
returns numeric[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select coalesce(sum(pieces.seconds), 0)
    from generate_series(0, 23) as hours (hour)
    left join (
      select
        extract(hour from begun.at at time zone private.ledger_zone())::integer as hour,
        extract(
          epoch from least(upper(span), begun.at + interval '1 hour') - greatest(lower(span), begun.at)
        ) as seconds
      from unnest(seconds_by_hour.spans) as span
      cross join lateral generate_series(
        date_trunc('hour', lower(span), private.ledger_zone()), upper(span) - interval '1 microsecond',
        interval '1 hour'
      ) as begun (at)
    ) as pieces using (hour)
    group by hour
    order by hour
  );
end;
$$;
comment on function private.seconds_by_hour is 'How much of some spans falls into each hour of the day, in the zone of the ledger, which has no clock changes; where they overlap it counts for each.';

/*
 * Days as the records alone give them, as the ledger stood at an instant. It reads no roll-up; the
 * roll-up is made of it.
 */
create function private.scan_figures(platform_ids uuid[], days date[], as_of timestamptz)
returns setof private.service_figures
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  with asked as (
    select
      pairs.platform_id, pairs.day,
      pairs.day::timestamp at time zone private.ledger_zone() as begins_at,
      (pairs.day + 1)::timestamp at time zone private.ledger_zone() as ends_at
    from unnest(scan_figures.platform_ids, scan_figures.days) as pairs (platform_id, day)
  ),
  touching as (
    select asked.day, asked.begins_at, asked.ends_at, true as begins_here, records
    from asked
    join public.service_records as records
      on records.platform_id = asked.platform_id
      and records.starts_at >= asked.begins_at and records.starts_at < asked.ends_at
    union all
    select asked.day, asked.begins_at, asked.ends_at, false, records
    from asked
    join public.service_records as records
      on records.platform_id = asked.platform_id
      and records.starts_at < asked.begins_at and records.ends_at > asked.begins_at
      and (records.starts_at at time zone 'Asia/Shanghai')::date
        < (records.ends_at at time zone 'Asia/Shanghai')::date
    where records.instrument_id is not null
  ),
  known as (
    select
      touching.day, touching.begins_here, (touching.records).*,
      public.is_shared(touching.records) as is_shared,
      (touching.records).state = 'rendered'
        or ((touching.records).state = 'calibration' and coalesce((touching.records).charged_fen, 0) > 0)
        as is_counted,
      tstzrange(
        greatest((touching.records).starts_at, touching.begins_at),
        least((touching.records).ends_at, touching.ends_at)
      ) as here
    from touching
    where (touching.records).recorded_at < scan_figures.as_of
      and not exists (
        select from public.service_records as later
        where later.corrects = (touching.records).id and later.recorded_at < scan_figures.as_of
      )
  ),
  counted as (
    select
      known.*,
      known.is_counted and known.begins_here as is_here,
      case
        when known.is_counted and (
          known.kind = 'instrument_time'
          -- A sample order that is linked to a use would count its time twice.
          or (known.kind = 'sample_order' and known.instrument_id is not null and known.booking_id is null)
        ) and not isempty(known.here) then known.here
      end as machine_time
    from known
  )
  select
    counted.platform_id, counted.day, counted.kind,
    counted.instrument_id,
    coalesce(counted.instrument_id, counted.dataset_id, counted.literature_item_id, counted.service_id),
    counted.beneficiary_id, counted.beneficiary_class, counted.purpose_code, counted.is_shared,
    counted.unit, counted.currency,
    count(*) filter (where counted.is_here),
    count(*) filter (where counted.begins_here and not counted.is_counted),
    count(*) filter (where counted.is_here and cardinality(counted.flags) > 0),
    count(*) filter (where counted.is_here and counted.source = 'backfilled'),
    count(*) filter (where counted.is_here and counted.charged_fen is null),
    coalesce(sum(counted.quantity) filter (where counted.is_here), 0),
    coalesce(
      sum(extract(epoch from counted.reserved_until - counted.reserved_from)) filter (where counted.is_here), 0
    ),
    coalesce(sum(counted.list_price_fen) filter (where counted.is_here), 0)::bigint,
    coalesce(sum(counted.charged_fen) filter (where counted.is_here), 0)::bigint,
    range_agg(counted.machine_time)
  from counted
  where counted.begins_here or counted.machine_time is not null
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
end;
$$;
comment on function private.scan_figures is 'The figures of days of platforms, pair by pair, from the records that were recorded before an instant.';

create function private.settle_months(platform_ids uuid[], months date[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from private.service_months as kept
  using unnest(settle_months.platform_ids, settle_months.months) as settled (platform_id, month)
  where kept.platform_id = settled.platform_id and kept.month = settled.month;
  delete from private.machine_months as kept
  using unnest(settle_months.platform_ids, settle_months.months) as settled (platform_id, month)
  where kept.platform_id = settled.platform_id and kept.month = settled.month;
  delete from private.weekday_months as kept
  using unnest(settle_months.platform_ids, settle_months.months) as settled (platform_id, month)
  where kept.platform_id = settled.platform_id and kept.month = settled.month;

  insert into private.service_months
  select
    settled.platform_id, settled.month, slices.sliced_by, slices.value, figures.unit, figures.currency,
    sum(figures.records), sum(figures.dropped), sum(figures.flagged), sum(figures.backfilled),
    sum(figures.unpriced), sum(figures.quantity), sum(figures.reserved_seconds),
    sum(figures.list_price_fen), sum(figures.charged_fen)
  from unnest(settle_months.platform_ids, settle_months.months) as settled (platform_id, month)
  join private.service_figures as figures
    on figures.platform_id = settled.platform_id
    and figures.day >= settled.month and figures.day < settled.month + interval '1 month'
  cross join lateral (
    values
      ('instrument', coalesce(figures.instrument_id::text, '-')),
      ('class', figures.beneficiary_class::text),
      ('purpose', coalesce(figures.purpose_code, '-'))
  ) as slices (sliced_by, value)
  group by 1, 2, 3, 4, 5, 6;

  insert into private.machine_months
  select
    settled.platform_id, settled.month, 'all', '', days.instrument_id,
    sum(days.used_seconds), sum(days.shared_seconds), sum(days.startup_seconds)
  from unnest(settle_months.platform_ids, settle_months.months) as settled (platform_id, month)
  join private.instrument_days as days
    on days.platform_id = settled.platform_id
    and days.day >= settled.month and days.day < settled.month + interval '1 month'
  group by 1, 2, days.instrument_id
  union all
  select
    used.platform_id, used.month, used.sliced_by, used.value, used.instrument_id,
    sum(private.seconds_of(used.spans)),
    sum(private.seconds_of(used.shared_spans)),
    sum(private.seconds_of(used.startup_spans))
  from (
    select
      settled.platform_id, settled.month, slices.sliced_by, slices.value, figures.instrument_id,
      range_agg(figures.during) as spans,
      range_agg(figures.during) filter (where figures.is_shared) as shared_spans,
      range_agg(figures.during) filter (
        where figures.is_shared and figures.beneficiary_class in ('makerspace', 'startup')
      ) as startup_spans
    from unnest(settle_months.platform_ids, settle_months.months) as settled (platform_id, month)
    join private.service_figures as figures
      on figures.platform_id = settled.platform_id
      and figures.day >= settled.month and figures.day < settled.month + interval '1 month'
    cross join lateral (
      values ('class', figures.beneficiary_class::text), ('purpose', coalesce(figures.purpose_code, '-'))
    ) as slices (sliced_by, value)
    where figures.during is not null
    -- By day as well: what each adds to the sum is exact to the microsecond, and short spans join fast.
    group by 1, 2, 3, 4, 5, figures.day
  ) as used
  group by 1, 2, 3, 4, 5;

  insert into private.weekday_months
  select hours.platform_id, hours.month, hours.weekday, array_agg(hours.seconds order by hours.position)
  from (
    select
      settled.platform_id, settled.month, extract(isodow from days.day)::integer as weekday,
      hourly.position, sum(hourly.seconds) as seconds
    from unnest(settle_months.platform_ids, settle_months.months) as settled (platform_id, month)
    join private.platform_days as days
      on days.platform_id = settled.platform_id
      and days.day >= settled.month and days.day < settled.month + interval '1 month'
    cross join lateral unnest(days.hourly_seconds) with ordinality as hourly (seconds, position)
    group by 1, 2, 3, 4
  ) as hours
  group by 1, 2, 3;

  perform private.settle_organisations(settle_months.platform_ids, settle_months.months);
end;
$$;
comment on function private.settle_months is 'Adds months of platforms up anew, pair by pair, from their days as they are kept.';

create function private.settle_years(platform_ids uuid[], years integer[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from private.service_years as kept
  using unnest(settle_years.platform_ids, settle_years.years) as settled (platform_id, year)
  where kept.platform_id = settled.platform_id and kept.year = settled.year;
  delete from private.machine_years as kept
  using unnest(settle_years.platform_ids, settle_years.years) as settled (platform_id, year)
  where kept.platform_id = settled.platform_id and kept.year = settled.year;

  insert into private.service_years
  select
    settled.platform_id, settled.year, figures.beneficiary_id, figures.unit, figures.currency,
    sum(figures.records), sum(figures.dropped), sum(figures.flagged), sum(figures.backfilled),
    sum(figures.unpriced), sum(figures.quantity), sum(figures.reserved_seconds),
    sum(figures.list_price_fen), sum(figures.charged_fen)
  from unnest(settle_years.platform_ids, settle_years.years) as settled (platform_id, year)
  join private.service_figures as figures
    on figures.platform_id = settled.platform_id
    and figures.day between make_date(settled.year, 1, 1) and make_date(settled.year, 12, 31)
  group by 1, 2, 3, 4, 5;

  insert into private.machine_years
  select
    used.platform_id, used.year, used.beneficiary_id, used.instrument_id,
    sum(private.seconds_of(used.spans)),
    sum(private.seconds_of(used.shared_spans)),
    sum(private.seconds_of(used.startup_spans))
  from (
    select
      settled.platform_id, settled.year, figures.beneficiary_id, figures.instrument_id,
      range_agg(figures.during) as spans,
      range_agg(figures.during) filter (where figures.is_shared) as shared_spans,
      range_agg(figures.during) filter (
        where figures.is_shared and figures.beneficiary_class in ('makerspace', 'startup')
      ) as startup_spans
    from unnest(settle_years.platform_ids, settle_years.years) as settled (platform_id, year)
    join private.service_figures as figures
      on figures.platform_id = settled.platform_id
      and figures.day between make_date(settled.year, 1, 1) and make_date(settled.year, 12, 31)
    where figures.during is not null
    group by 1, 2, 3, 4, figures.day
  ) as used
  group by 1, 2, 3, 4;
end;
$$;
comment on function private.settle_years is 'Adds years of organisations at platforms up anew, pair by pair, from their days as they are kept.';

create function private.settle_organisations(platform_ids uuid[], months date[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.organisation_years
  with settled as (
    select
      pairs.platform_id, pairs.month, extract(year from pairs.month)::integer as year,
      1 << (extract(month from pairs.month)::integer - 1) as bit
    from unnest(settle_organisations.platform_ids, settle_organisations.months) as pairs (platform_id, month)
  ),
  asked as (
    select settled.platform_id, settled.year, bit_or(settled.bit) as bits
    from settled
    group by settled.platform_id, settled.year
  ),
  found as (
    select
      settled.platform_id, settled.year, slices.sliced_by, slices.value,
      figures.beneficiary_id, figures.beneficiary_class,
      bit_or(settled.bit) as touched,
      bit_or(settled.bit) filter (where figures.records > 0) as served,
      bit_or(settled.bit) filter (where figures.records > 0 and figures.is_shared) as shared
    from settled
    join private.service_figures as figures
      on figures.platform_id = settled.platform_id
      and figures.day >= settled.month and figures.day < settled.month + interval '1 month'
    cross join lateral (
      values
        ('instrument', coalesce(figures.instrument_id::text, '-')),
        ('purpose', coalesce(figures.purpose_code, '-'))
    ) as slices (sliced_by, value)
    group by 1, 2, 3, 4, 5, 6
  ),
  kept as (
    select years.*
    from asked
    join private.organisation_years as years
      on years.platform_id = asked.platform_id and years.year = asked.year
  ),
  changed as (
    select
      platform_id, year, sliced_by, value, beneficiary_id, beneficiary_class,
      (coalesce(kept.touched_months, 0) & ~asked.bits) | coalesce(found.touched, 0) as touched,
      (coalesce(kept.served_months, 0) & ~asked.bits) | coalesce(found.served, 0) as served,
      (coalesce(kept.shared_months, 0) & ~asked.bits) | coalesce(found.shared, 0) as shared,
      kept.touched_months, kept.served_months, kept.shared_months
    from kept
    full join found using (platform_id, year, sliced_by, value, beneficiary_id, beneficiary_class)
    join asked using (platform_id, year)
  )
  select
    changed.platform_id, changed.year, changed.sliced_by, changed.value, changed.beneficiary_id,
    changed.beneficiary_class, changed.touched, changed.served, changed.shared
  from changed
  where (changed.touched, changed.served, changed.shared)
    is distinct from (changed.touched_months, changed.served_months, changed.shared_months)
  on conflict on constraint organisation_years_pkey do update
  set touched_months = excluded.touched_months,
      served_months = excluded.served_months,
      shared_months = excluded.shared_months;
end;
$$;
comment on function private.settle_organisations is 'Says anew which organisations were served in months of platforms; writes no row that stays as it was.';

create function private.settle_figures(most integer default 8)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_platforms uuid[];
  v_days      date[];
  v_last      timestamptz[];
begin
  -- One at a time; whoever comes second has nothing to do.
  if not pg_try_advisory_xact_lock(hashtextextended('settle_figures', 0)) then
    return 0;
  end if;

  -- All marks of the years that the oldest are in, so that no year is added up for each of its days. The
  -- records are read by a later statement than the marks, so whatever left a mark is among them.
  with oldest as (
    select marks.platform_id, date_trunc('year', marks.day)::date as year
    from (
      select marks.id, marks.platform_id, marks.day
      from private.figure_marks as marks
      order by marks.id
      limit 200
    ) as marks
    group by 1, 2
    order by min(marks.id)
    limit settle_figures.most
  ),
  taken as (
    delete from private.figure_marks as marks
    using oldest
    where marks.platform_id = oldest.platform_id
      and marks.day >= oldest.year and marks.day < oldest.year + interval '1 year'
    returning marks.platform_id, marks.day, marks.recorded_at
  ),
  marked as (
    select taken.platform_id, taken.day, max(taken.recorded_at) as last_recorded_at
    from taken
    group by taken.platform_id, taken.day
  )
  select array_agg(marked.platform_id), array_agg(marked.day), array_agg(marked.last_recorded_at)
  into v_platforms, v_days, v_last
  from marked;
  if v_platforms is null then
    return 0;
  end if;

  delete from private.service_figures as figures
  using unnest(v_platforms, v_days) as settled (platform_id, day)
  where figures.platform_id = settled.platform_id and figures.day = settled.day;
  delete from private.instrument_days as days
  using unnest(v_platforms, v_days) as settled (platform_id, day)
  where days.platform_id = settled.platform_id and days.day = settled.day;
  delete from private.platform_days as days
  using unnest(v_platforms, v_days) as settled (platform_id, day)
  where days.platform_id = settled.platform_id and days.day = settled.day;

  insert into private.service_figures
  select figures.* from private.scan_figures(v_platforms, v_days, 'infinity') as figures;
  insert into private.instrument_days
  select
    figures.platform_id, figures.instrument_id, figures.day,
    private.seconds_of(range_agg(figures.during)),
    private.seconds_of(range_agg(figures.during) filter (where figures.is_shared)),
    private.seconds_of(range_agg(figures.during) filter (
      where figures.is_shared and figures.beneficiary_class in ('makerspace', 'startup')
    ))
  from private.service_figures as figures
  join unnest(v_platforms, v_days) as settled (platform_id, day)
    on settled.platform_id = figures.platform_id and settled.day = figures.day
  where figures.during is not null
  group by figures.platform_id, figures.instrument_id, figures.day;
  insert into private.platform_days
  select used.platform_id, used.day, private.seconds_by_hour(array_agg(used.span))
  from (
    select figures.platform_id, figures.day, unnest(range_agg(figures.during)) as span
    from private.service_figures as figures
    join unnest(v_platforms, v_days) as settled (platform_id, day)
      on settled.platform_id = figures.platform_id and settled.day = figures.day
    where figures.during is not null
    group by figures.platform_id, figures.instrument_id, figures.day
  ) as used
  group by used.platform_id, used.day;

  insert into private.figure_days (platform_id, day, last_recorded_at)
  select * from unnest(v_platforms, v_days, v_last)
  on conflict on constraint figure_days_pkey
  do update set last_recorded_at = greatest(figure_days.last_recorded_at, excluded.last_recorded_at);

  perform private.settle_months(array_agg(settled.platform_id), array_agg(settled.month))
  from (
    select distinct days.platform_id, date_trunc('month', days.day)::date as month
    from unnest(v_platforms, v_days) as days (platform_id, day)
  ) as settled;
  perform private.settle_years(array_agg(settled.platform_id), array_agg(settled.year))
  from (
    select distinct days.platform_id, extract(year from days.day)::integer as year
    from unnest(v_platforms, v_days) as days (platform_id, day)
  ) as settled;
  return cardinality(v_days);
end;
$$;
comment on function private.settle_figures is 'Adds marked days up anew, and the months and years that they are in, of a few platforms; how many days there were. The worker calls it until there are none.';

-- What was recorded before there were figures.
insert into private.figure_marks (platform_id, day, recorded_at)
select records.platform_id, days.day, records.recorded_at
from public.service_records as records, private.figure_days_of(records) as days (day);

/*
 * Which machine time is rated, and by how much a year: data with what it rests on, since the sources
 * differ (reference 1.1, 1.5).
 */
create table public.figure_definitions (
  code                text primary key,
  name                text not null,
  name_en             text not null,
  rated_hours         integer not null,
  rated_hours_special integer not null,
  min_worth_fen       bigint,
  basis               text not null,
  position            smallint not null unique,

  constraint figure_definitions_rated_hours_are_positive check (rated_hours > 0 and rated_hours_special > 0),
  constraint figure_definitions_min_worth_is_not_negative check (min_worth_fen >= 0)
);
comment on table public.figure_definitions is 'What utilisation is measured by: the rated hours of a year and the instruments in scope.';
comment on column public.figure_definitions.rated_hours_special is 'Of instruments made for one purpose (专用).';
comment on column public.figure_definitions.min_worth_fen is 'What an instrument must have cost to be in scope; null where all are.';

insert into public.figure_definitions (code, name, name_en, rated_hours, rated_hours_special, min_worth_fen, basis, position)
values
  ('yearbook', '年鉴口径（1600 小时，全部仪器）', 'Yearbook (1600 hours, all instruments)', 1600, 1600, null, '国家统计年鉴：8 小时 × 200 天 / national yearbook', 1),
  ('national_scope', '年鉴口径（1600 小时，50 万元以上）', 'Yearbook (1600 hours, from 500,000 yuan)', 1600, 1600, 50000000, '国发〔2014〕70号', 2),
  ('university', '高校口径（通用 1400、专用 800 小时，10 万元以上）', 'University (1400 and 800 hours, from 100,000 yuan)', 1400, 800, 10000000, '教高司条函〔2000〕010号', 3);

alter table public.figure_definitions enable row level security;
create policy figure_definitions_select_all on public.figure_definitions
  for select to anon, authenticated using (true);
grant select on public.figure_definitions to anon, authenticated, service_role;

create function private.platforms_in_scope(platform_id uuid, city text, designation_kind text, on_day date)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select platforms.id
    from public.platforms
    where (platforms_in_scope.platform_id is null or platforms.id = platforms_in_scope.platform_id)
      and (platforms_in_scope.city is null or platforms.city = platforms_in_scope.city)
      and (
        platforms_in_scope.designation_kind is null
        or exists (
          select from public.platform_designations as designations
          where designations.platform_id = platforms.id
            and designations.kind_code = platforms_in_scope.designation_kind
            and (designations.granted_on <= platforms_in_scope.on_day) is not false
            and (designations.revoked_on > platforms_in_scope.on_day) is not false
        )
      )
    order by platforms.id
  );
end;
$$;
comment on function private.platforms_in_scope is 'The platforms of a scope: one, those of a city, those of a designation that holds on a day, or what is all of these.';

create function private.sees_figures_of(platform_ids uuid[])
returns boolean
language plpgsql
stable
security definer -- reads memberships that only their person may see
set search_path = ''
as $$
begin
  return private.is_evaluator()
    or private.is_administrator()
    or sees_figures_of.platform_ids <@ array(select private.platform_ids_staffed_by_current_person());
end;
$$;
comment on function private.sees_figures_of is 'True when no cell of these platforms is too small for the person asking.';

/*
 * A report is of one state of the ledger. A window of sealed days is as it was when the last record in
 * it, or the last correction of one, was sealed; asked for later it is the same unless something in it
 * was corrected, and by `as_of` it is the same even then.
 */
create function private.usage_report_state(
  from_day date, until_day date, platform_ids uuid[], wished date
)
returns table (as_of_day date, recorded_before timestamptz, digest text)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_sealed constant date := (select max(days.day) from public.ledger_days as days);
  v_last   timestamptz;
  v_day    date;
begin
  if usage_report_state.wished > v_sealed or usage_report_state.wished < usage_report_state.until_day
    or (usage_report_state.wished is not null and v_sealed is null)
  then
    raise exception 'ledger_not_sealed' using errcode = 'PT409';
  end if;
  if v_sealed is null or usage_report_state.until_day > v_sealed then
    return query select null::date, 'infinity'::timestamptz, null::text;
    return;
  end if;

  v_day := usage_report_state.wished;
  if v_day is null then
    select max(touched.recorded_at) into v_last
    from (
      select days.last_recorded_at as recorded_at
      from private.figure_days as days
      where days.platform_id = any (usage_report_state.platform_ids)
        and days.day between usage_report_state.from_day and usage_report_state.until_day
      union all
      select marks.recorded_at
      from private.figure_marks as marks
      where marks.platform_id = any (usage_report_state.platform_ids)
        and marks.day between usage_report_state.from_day and usage_report_state.until_day
    ) as touched;
    v_day := least(
      v_sealed,
      greatest(usage_report_state.until_day, (v_last at time zone private.ledger_zone())::date)
    );
  end if;
  return query
    select days.day, (days.day + 1)::timestamp at time zone private.ledger_zone(), days.digest
    from public.ledger_days as days
    -- Days before the first record are sealed with the first that there is.
    where days.day >= v_day
    order by days.day
    limit 1;
end;
$$;
comment on function private.usage_report_state is 'The state of the ledger that a report of a window is of; without a day while the window is not sealed. Raises PT409 ledger_not_sealed.';

create type public.usage_report_row as (
  key                 text,
  name                text,
  name_en             text,
  is_suppressed       boolean,
  records             bigint,
  dropped             bigint,
  flagged             bigint,
  backfilled          bigint,
  organisations       bigint,
  shared_organisations bigint,
  reserved_minutes    numeric,
  used_minutes        numeric,
  shared_minutes      numeric,
  startup_minutes     numeric,
  instruments         bigint,
  instrument_days     bigint,
  rated_minutes       numeric,
  hours               numeric,
  samples             numeric,
  requests            numeric,
  megabytes           numeric,
  pages               numeric,
  items               numeric,
  services            numeric,
  list_price_fen      bigint,
  charged_fen         bigint,
  unpriced            bigint,
  other_currency      bigint
);
comment on type public.usage_report_row is 'Figures of one group. Minutes are unions of machine time (R-HOURS); hours is the sum over records, which differs where several ran at once. Suppressed ones are null but for the key.';

create function private.spans_of_figures(
  from_day date, until_day date, platform_ids uuid[], stale_platforms uuid[], stale_days date[],
  step text
)
returns table (platform_id uuid, first_day date, last_day date, is_whole boolean)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  if spans_of_figures.step is null then
    return query
      select asked.platform_id, spans_of_figures.from_day, spans_of_figures.until_day, false
      from unnest(spans_of_figures.platform_ids) as asked (platform_id);
    return;
  end if;
  return query
  with stale as (
    select distinct pairs.platform_id, date_trunc(spans_of_figures.step, pairs.day)::date as period
    from unnest(spans_of_figures.stale_platforms, spans_of_figures.stale_days) as pairs (platform_id, day)
  ),
  periods as (
    select
      asked.platform_id, firsts.day::date as first_day,
      (firsts.day + ('1 ' || spans_of_figures.step)::interval - interval '1 day')::date as last_day
    from unnest(spans_of_figures.platform_ids) as asked (platform_id)
    cross join generate_series(
      date_trunc(spans_of_figures.step, spans_of_figures.from_day::timestamp),
      spans_of_figures.until_day::timestamp,
      ('1 ' || spans_of_figures.step)::interval
    ) as firsts (day)
  )
  select
    periods.platform_id,
    greatest(periods.first_day, spans_of_figures.from_day),
    least(periods.last_day, spans_of_figures.until_day),
    stale.period is null
      -- What lies outside of the window does no harm while nothing is kept of it: a year up to today.
      and (
        periods.first_day >= spans_of_figures.from_day
        or not exists (
          select
          from private.figure_days as outside
          where outside.platform_id = periods.platform_id
            and outside.day >= periods.first_day and outside.day < spans_of_figures.from_day
        )
      )
      and (
        periods.last_day <= spans_of_figures.until_day
        or not exists (
          select
          from private.figure_days as outside
          where outside.platform_id = periods.platform_id
            and outside.day > spans_of_figures.until_day and outside.day <= periods.last_day
        )
      )
  from periods
  left join stale on stale.platform_id = periods.platform_id and stale.period = periods.first_day;
end;
$$;
comment on function private.spans_of_figures is 'A window by months or years (step) for each platform, and which of them have no stale day and nothing that is kept outside of the window, so that they can be read as they are kept; without a step the window as it is.';

create function private.usage_report(
  from_day date, until_day date, group_by text, platform_ids uuid[], definition text,
  recorded_before timestamptz, organisation_ids uuid[] default null
)
returns setof public.usage_report_row
language plpgsql
stable
set search_path = ''
-- One plan for a day of a platform and for a year of all would be the wrong one for either.
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_definition      public.figure_definitions;
  v_instruments     uuid[];
  v_stale_platforms uuid[];
  v_stale_days      date[];
  -- Months are kept of all beneficiaries together, and years of each; a report of some is added up from days.
  v_step            constant text := case
    when usage_report.organisation_ids is not null then null
    when usage_report.group_by = 'organisation' then 'year'
    else 'month'
  end;
  -- Which groups are of whole instruments, so that the union of the day is already known.
  v_by_instrument   constant boolean := coalesce(v_step, '') = 'month'
    and usage_report.group_by not in ('class', 'purpose');
  -- In which steps an instrument is rated, which go no finer than groups and years ask for.
  v_rated_by        constant text := case when usage_report.group_by = 'month' then 'month' else 'year' end;
  v_slice           constant text := case
    when usage_report.group_by in ('instrument', 'purpose') then usage_report.group_by else 'class'
  end;
begin
  select definitions.* into strict v_definition
  from public.figure_definitions as definitions
  where definitions.code = usage_report.definition;
  -- An array, which is looked up by hash however many rows the planner expects of the days.
  v_instruments := array(
    select instruments.id
    from public.instruments
    where instruments.platform_id = any (usage_report.platform_ids)
      and (v_definition.min_worth_fen is null or instruments.worth_fen >= v_definition.min_worth_fen)
  );

  -- Days that are not added up as they are now, or that were otherwise at the time asked for.
  select array_agg(stale.platform_id), array_agg(stale.day)
  into v_stale_platforms, v_stale_days
  from (
    select marks.platform_id, marks.day
    from private.figure_marks as marks
    where marks.platform_id = any (usage_report.platform_ids)
      and marks.day between usage_report.from_day and usage_report.until_day
    union
    select days.platform_id, days.day
    from private.figure_days as days
    where days.platform_id = any (usage_report.platform_ids)
      and days.day between usage_report.from_day and usage_report.until_day
      and days.last_recorded_at >= usage_report.recorded_before
  ) as stale;

  return query
  with stale as materialized (
    select pairs.platform_id, pairs.day from unnest(v_stale_platforms, v_stale_days) as pairs (platform_id, day)
  ),
  fresh as materialized (
    select scanned.*
    from private.scan_figures(v_stale_platforms, v_stale_days, usage_report.recorded_before) as scanned
  ),
  -- What of the window can be read as it is kept by month or year, and what is left of it in days.
  spans as (
    select spans.* from private.spans_of_figures(
      usage_report.from_day, usage_report.until_day, usage_report.platform_ids,
      v_stale_platforms, v_stale_days, v_step
    ) as spans
  ),
  whole as materialized (
    select
      spans.platform_id, platforms.city, date_trunc(v_step, spans.first_day)::date as month,
      extract(year from spans.first_day)::integer as year,
      case v_step
        when 'year' then (1 << 12) - 1
        else 1 << (extract(month from spans.first_day)::integer - 1)
      end as bits
    from spans
    join public.platforms on platforms.id = spans.platform_id
    where spans.is_whole
  ),
  parts as materialized (
    select spans.platform_id, spans.first_day, spans.last_day from spans where not spans.is_whole
  ),
  figures as (
    select kept.*
    from parts
    join private.service_figures as kept
      on kept.platform_id = parts.platform_id and kept.day between parts.first_day and parts.last_day
    where (usage_report.organisation_ids is null or kept.beneficiary_id = any (usage_report.organisation_ids))
      and not exists (
        select from stale where stale.platform_id = kept.platform_id and stale.day = kept.day
      )
    union all
    select fresh.*
    from fresh
    where usage_report.organisation_ids is null or fresh.beneficiary_id = any (usage_report.organisation_ids)
  ),
  mine as materialized (
    select
      figures.*,
      case usage_report.group_by
        when 'all' then ''
        when 'platform' then figures.platform_id::text
        when 'instrument' then coalesce(figures.instrument_id::text, '-')
        when 'month' then to_char(figures.day, 'YYYY-MM')
        when 'city' then coalesce(platforms.city, '-')
        when 'class' then figures.beneficiary_class::text
        when 'organisation' then figures.beneficiary_id::text
        when 'purpose' then coalesce(figures.purpose_code, '-')
      end as group_key
    from figures
    join public.platforms on platforms.id = figures.platform_id
  ),
  amounts as (
    select
      case usage_report.group_by
        when 'all' then ''
        when 'platform' then whole.platform_id::text
        when 'month' then to_char(whole.month, 'YYYY-MM')
        when 'city' then coalesce(whole.city, '-')
        else kept.value
      end as group_key,
      kept.unit, kept.currency, kept.records, kept.dropped, kept.flagged, kept.backfilled,
      kept.unpriced, kept.quantity, kept.reserved_seconds, kept.list_price_fen, kept.charged_fen
    from whole
    join private.service_months as kept
      on kept.platform_id = whole.platform_id and kept.month = whole.month
    where v_step = 'month' and kept.sliced_by = v_slice
    union all
    select
      kept.beneficiary_id::text,
      kept.unit, kept.currency, kept.records, kept.dropped, kept.flagged, kept.backfilled,
      kept.unpriced, kept.quantity, kept.reserved_seconds, kept.list_price_fen, kept.charged_fen
    from whole
    join private.service_years as kept
      on kept.platform_id = whole.platform_id and kept.year = whole.year
    where v_step = 'year'
    union all
    select
      mine.group_key, mine.unit, mine.currency, mine.records, mine.dropped, mine.flagged,
      mine.backfilled, mine.unpriced, mine.quantity, mine.reserved_seconds, mine.list_price_fen,
      mine.charged_fen
    from mine
  ),
  added as (
    select
      amounts.group_key,
      sum(amounts.records)::bigint as records,
      sum(amounts.dropped)::bigint as dropped,
      sum(amounts.flagged)::bigint as flagged,
      sum(amounts.backfilled)::bigint as backfilled,
      sum(amounts.reserved_seconds) as reserved_seconds,
      coalesce(sum(amounts.quantity) filter (where amounts.unit = 'hour'), 0) as hours,
      coalesce(sum(amounts.quantity) filter (where amounts.unit = 'sample'), 0) as samples,
      coalesce(sum(amounts.quantity) filter (where amounts.unit = 'request'), 0) as requests,
      coalesce(sum(amounts.quantity) filter (where amounts.unit = 'MB'), 0) as megabytes,
      coalesce(sum(amounts.quantity) filter (where amounts.unit = 'page'), 0) as pages,
      coalesce(sum(amounts.quantity) filter (where amounts.unit = 'item'), 0) as items,
      coalesce(sum(amounts.quantity) filter (where amounts.unit = 'service'), 0) as services,
      coalesce(sum(amounts.list_price_fen) filter (where amounts.currency = 'CNY'), 0)::bigint as list_price_fen,
      coalesce(sum(amounts.charged_fen) filter (where amounts.currency = 'CNY'), 0)::bigint as charged_fen,
      sum(amounts.unpriced)::bigint as unpriced,
      coalesce(sum(amounts.records) filter (where amounts.currency <> 'CNY'), 0)::bigint as other_currency
    from amounts
    group by amounts.group_key
  ),
  asked_years as (
    select whole.platform_id, whole.city, whole.year, bit_or(whole.bits) as bits
    from whole
    group by whole.platform_id, whole.city, whole.year
  ),
  -- Each organisation once for all platforms of a group, before its months are told apart.
  present_years as (
    select
      case usage_report.group_by
        when 'platform' then asked_years.platform_id::text
        when 'city' then coalesce(asked_years.city, '-')
        when 'class' then kept.beneficiary_class::text
        when 'instrument' then kept.value
        when 'purpose' then kept.value
        when 'organisation' then kept.beneficiary_id::text
        else ''
      end as group_key,
      asked_years.year,
      kept.beneficiary_id,
      bit_or(kept.served_months & asked_years.bits) as served,
      bit_or(kept.shared_months & asked_years.bits) as shared,
      bit_or(kept.touched_months & asked_years.bits) filter (where kept.beneficiary_class <> 'internal')
        as outside
    from asked_years
    join private.organisation_years as kept
      on kept.platform_id = asked_years.platform_id and kept.year = asked_years.year
    where kept.sliced_by = case when v_slice = 'purpose' then 'purpose' else 'instrument' end
    group by 1, 2, 3
  ),
  presences as (
    select
      coalesce(asked.month_key, present_years.group_key) as group_key,
      present_years.beneficiary_id,
      present_years.served & asked.bits <> 0 as is_served,
      present_years.shared & asked.bits <> 0 as is_shared,
      coalesce(present_years.outside & asked.bits <> 0, false) as is_outside
    from present_years
    cross join lateral (
      select null::text as month_key, (1 << 12) - 1 as bits
      where usage_report.group_by <> 'month'
      union all
      select present_years.year || to_char(months.number, '"-"FM00'), 1 << (months.number - 1)
      from generate_series(1, 12) as months (number)
      where usage_report.group_by = 'month'
    ) as asked
    union all
    select
      mine.group_key, mine.beneficiary_id, mine.records > 0, mine.is_shared and mine.records > 0,
      mine.beneficiary_class <> 'internal'
    from mine
  ),
  counted as (
    select
      one.group_key,
      count(*) filter (where one.is_served) as organisations,
      count(*) filter (where one.is_shared) as shared_organisations,
      count(*) filter (where one.is_outside) as outside_organisations
    from (
      select
        presences.group_key,
        bool_or(presences.is_served) as is_served,
        bool_or(presences.is_shared) as is_shared,
        bool_or(presences.is_outside) as is_outside
      from presences
      group by presences.group_key, presences.beneficiary_id
    ) as one
    group by one.group_key
  ),
  scoped as materialized (
    select
      instruments.id, instruments.platform_id, platforms.city, instruments.in_service_on,
      (instruments.retired_at at time zone private.ledger_zone())::date as retired_on,
      case when instruments.asset_kind = '专用' then v_definition.rated_hours_special else v_definition.rated_hours end
        as rated_hours
    from public.instruments
    join public.platforms on platforms.id = instruments.platform_id
    where instruments.id = any (v_instruments)
  ),
  machine_days as (
    select
      kept.instrument_id, kept.day, kept.used_seconds, kept.shared_seconds, kept.startup_seconds
    from parts
    join private.instrument_days as kept
      on kept.platform_id = parts.platform_id and kept.day between parts.first_day and parts.last_day
    where v_by_instrument
      and not exists (
        select from stale where stale.platform_id = kept.platform_id and stale.day = kept.day
      )
    union all
    select
      fresh.instrument_id, fresh.day,
      private.seconds_of(range_agg(fresh.during)),
      private.seconds_of(range_agg(fresh.during) filter (where fresh.is_shared)),
      private.seconds_of(range_agg(fresh.during) filter (
        where fresh.is_shared and fresh.beneficiary_class in ('makerspace', 'startup')
      ))
    from fresh
    where v_by_instrument and fresh.during is not null
    group by fresh.instrument_id, fresh.day
    union all
    select
      kept.instrument_id, kept.month, kept.used_seconds, kept.shared_seconds, kept.startup_seconds
    from whole
    join private.machine_months as kept
      on kept.platform_id = whole.platform_id and kept.month = whole.month
    where v_by_instrument and kept.sliced_by = 'all'
  ),
  machine_groups as (
    select
      case usage_report.group_by
        when 'all' then ''
        when 'platform' then scoped.platform_id::text
        when 'instrument' then scoped.id::text
        when 'month' then to_char(machine_days.day, 'YYYY-MM')
        when 'city' then coalesce(scoped.city, '-')
      end as group_key,
      machine_days.used_seconds, machine_days.shared_seconds, machine_days.startup_seconds
    from machine_days
    join scoped on scoped.id = machine_days.instrument_id
    union all
    select
      mine.group_key,
      private.seconds_of(range_agg(mine.during)),
      private.seconds_of(range_agg(mine.during) filter (where mine.is_shared)),
      private.seconds_of(range_agg(mine.during) filter (
        where mine.is_shared and mine.beneficiary_class in ('makerspace', 'startup')
      ))
    from mine
    where not v_by_instrument and mine.during is not null and mine.instrument_id = any (v_instruments)
    group by mine.group_key, mine.instrument_id, mine.day
    union all
    select kept.value, kept.used_seconds, kept.shared_seconds, kept.startup_seconds
    from whole
    join private.machine_months as kept
      on kept.platform_id = whole.platform_id and kept.month = whole.month
    where v_step = 'month' and not v_by_instrument and kept.sliced_by = v_slice
      -- Not by the index, which would look for each of them in each month.
      and (kept.instrument_id = any (v_instruments)) is true
    union all
    select kept.beneficiary_id::text, kept.used_seconds, kept.shared_seconds, kept.startup_seconds
    from whole
    join private.machine_years as kept
      on kept.platform_id = whole.platform_id and kept.year = whole.year
    where v_step = 'year' and (kept.instrument_id = any (v_instruments)) is true
  ),
  machine_time as (
    select
      machine_groups.group_key,
      sum(machine_groups.used_seconds) as used_seconds,
      sum(machine_groups.shared_seconds) as shared_seconds,
      sum(machine_groups.startup_seconds) as startup_seconds
    from machine_groups
    group by machine_groups.group_key
  ),
  in_service as (
    select
      case usage_report.group_by
        when 'all' then ''
        when 'platform' then scoped.platform_id::text
        when 'instrument' then scoped.id::text
        when 'month' then to_char(periods.first_day, 'YYYY-MM')
        when 'city' then coalesce(scoped.city, '-')
      end as group_key,
      scoped.id,
      sum(spans.days) as days,
      -- Rated hours are of a year of the calendar, whether it has 365 days or 366.
      sum(
        spans.days * scoped.rated_hours * 60.0
          / (make_date(extract(year from periods.first_day)::integer + 1, 1, 1)
            - make_date(extract(year from periods.first_day)::integer, 1, 1))
      ) as rated_minutes
    from generate_series(
      date_trunc(v_rated_by, usage_report.from_day::timestamp), usage_report.until_day::timestamp,
      ('1 ' || v_rated_by)::interval
    ) as periods (first_day)
    cross join scoped
    cross join lateral (
      select
        least(
          usage_report.until_day + 1,
          (periods.first_day + ('1 ' || v_rated_by)::interval)::date,
          scoped.retired_on
        ) - greatest(usage_report.from_day, periods.first_day::date, scoped.in_service_on) as days
    ) as spans
    where v_by_instrument and spans.days > 0
    group by 1, 2
  ),
  rated as (
    select
      in_service.group_key,
      count(*) as instruments,
      sum(in_service.days)::bigint as instrument_days,
      sum(in_service.rated_minutes) as rated_minutes
    from in_service
    group by in_service.group_key
  ),
  keys as (
    select added.group_key from added
    union
    select machine_time.group_key from machine_time
    union
    select rated.group_key from rated
    union
    select '' where usage_report.group_by = 'all'
  ),
  judged as (
    select
      keys.group_key, added, counted, machine_time, rated,
      not private.sees_figures_of(usage_report.platform_ids)
        and usage_report.organisation_ids is null
        and (
          coalesce(counted.outside_organisations, 0) in (1, 2)
          or coalesce(counted.shared_organisations, 0) in (1, 2)
        ) as is_suppressed
    from keys
    left join added on added.group_key = keys.group_key
    left join counted on counted.group_key = keys.group_key
    left join machine_time on machine_time.group_key = keys.group_key
    left join rated on rated.group_key = keys.group_key
  )
  select
    judged.group_key,
    coalesce(platforms.name, instruments.name, organisations.name, purposes.name),
    coalesce(platforms.name_en, instruments.name_en, organisations.name_en, purposes.name_en),
    judged.is_suppressed,
    shown.*
  from judged
  left join lateral (
    select
      coalesce((judged.added).records, 0),
      coalesce((judged.added).dropped, 0),
      coalesce((judged.added).flagged, 0),
      coalesce((judged.added).backfilled, 0),
      coalesce((judged.counted).organisations, 0),
      coalesce((judged.counted).shared_organisations, 0),
      round(coalesce((judged.added).reserved_seconds, 0) / 60, 4),
      round(coalesce((judged.machine_time).used_seconds, 0) / 60, 4),
      round(coalesce((judged.machine_time).shared_seconds, 0) / 60, 4),
      round(coalesce((judged.machine_time).startup_seconds, 0) / 60, 4),
      case when v_by_instrument then coalesce((judged.rated).instruments, 0) end,
      case when v_by_instrument then coalesce((judged.rated).instrument_days, 0) end,
      case when v_by_instrument then round(coalesce((judged.rated).rated_minutes, 0), 4) end,
      coalesce((judged.added).hours, 0),
      coalesce((judged.added).samples, 0),
      coalesce((judged.added).requests, 0),
      coalesce((judged.added).megabytes, 0),
      coalesce((judged.added).pages, 0),
      coalesce((judged.added).items, 0),
      coalesce((judged.added).services, 0),
      coalesce((judged.added).list_price_fen, 0),
      coalesce((judged.added).charged_fen, 0),
      coalesce((judged.added).unpriced, 0),
      coalesce((judged.added).other_currency, 0)
  ) as shown on not judged.is_suppressed
  left join public.platforms
    on usage_report.group_by = 'platform' and platforms.id::text = judged.group_key
  left join public.instruments
    on usage_report.group_by = 'instrument' and instruments.id::text = judged.group_key
  left join public.organisations
    on usage_report.group_by = 'organisation' and organisations.id::text = judged.group_key
  left join public.purpose_codes as purposes
    on usage_report.group_by = 'purpose' and purposes.code = judged.group_key
  order by judged.group_key collate "C";
end;
$$;
comment on function private.usage_report is 'Figures of platforms in a window of days, as the ledger stood before an instant, in groups; of some beneficiaries where they are named. Decides what is too small to be shown, and not who may ask.';

create function private.read_report_scope(
  from_day date, until_day date, group_by text, platform_id uuid, city text, designation_kind text,
  definition text
)
returns uuid[]
language plpgsql
stable
security definer -- sees platforms that are retired
set search_path = ''
as $$
begin
  if read_report_scope.from_day is null or read_report_scope.until_day is null
    or read_report_scope.until_day < read_report_scope.from_day
    or read_report_scope.until_day - read_report_scope.from_day > 3660
  then
    raise exception 'period_invalid' using errcode = 'PT422';
  end if;
  if read_report_scope.group_by is null or read_report_scope.group_by not in (
    'all', 'platform', 'instrument', 'month', 'class', 'organisation', 'city', 'purpose'
  ) then
    raise exception 'report_malformed' using errcode = 'PT422', detail = 'group_by';
  end if;
  if not exists (
    select from public.figure_definitions as definitions
    where definitions.code = read_report_scope.definition
  ) then
    raise exception 'report_malformed' using errcode = 'PT422', detail = 'definition';
  end if;
  return private.platforms_in_scope(
    read_report_scope.platform_id, read_report_scope.city, read_report_scope.designation_kind,
    read_report_scope.until_day
  );
end;
$$;
comment on function private.read_report_scope is 'The platforms of a report. Raises PT422 period_invalid, report_malformed.';

create function private.report_usage(
  from_day date, until_day date, group_by text, platform_id uuid, city text, designation_kind text,
  definition text, as_of date, after_key text, size integer
)
returns setof public.usage_report_row
language plpgsql
stable
security definer -- adds up records that the person asking may not read one by one
set search_path = ''
as $$
declare
  v_platforms constant uuid[] := private.read_report_scope(
    report_usage.from_day, report_usage.until_day, report_usage.group_by, report_usage.platform_id,
    report_usage.city, report_usage.designation_kind, report_usage.definition
  );
begin
  -- A list of the organisations would say who was served, however little it says of each.
  if report_usage.group_by = 'organisation' and not private.sees_figures_of(v_platforms) then
    raise exception 'figures_not_yours' using errcode = 'PT403';
  end if;
  return query
    select figures.*
    from private.usage_report_state(
      report_usage.from_day, report_usage.until_day, v_platforms, report_usage.as_of
    ) as state
    cross join lateral private.usage_report(
      report_usage.from_day, report_usage.until_day, report_usage.group_by, v_platforms,
      report_usage.definition, state.recorded_before
    ) as figures
    where report_usage.after_key is null or figures.key collate "C" > report_usage.after_key collate "C"
    order by figures.key collate "C"
    limit least(coalesce(report_usage.size, 1000), 1000);
end;
$$;
comment on function private.report_usage is 'The reader behind public.report_usage.';

create function public.report_usage(
  from_day date, until_day date, group_by text, platform_id uuid default null, city text default null,
  designation_kind text default null, definition text default 'yearbook', as_of date default null,
  after_key text default null, size integer default 1000
)
returns setof public.usage_report_row
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select figures.*
    from private.report_usage(
      report_usage.from_day, report_usage.until_day, report_usage.group_by, report_usage.platform_id,
      report_usage.city, report_usage.designation_kind, report_usage.definition, report_usage.as_of,
      report_usage.after_key, report_usage.size
    ) as figures;
end;
$$;
comment on function public.report_usage is 'Usage figures of a window of days, both included, of the platforms in a scope, grouped by all, platform, instrument, month, class, organisation, city or purpose; a page of groups after a key. Cells of fewer than three organisations are suppressed for all but evaluators, administrators and the platform''s own people. Raises PT403 figures_not_yours, PT409 ledger_not_sealed, PT422 period_invalid, report_malformed.';

create function private.usage_report_head(
  from_day date, until_day date, platform_id uuid, city text, designation_kind text, as_of date
)
returns table (as_of_day date, digest text, platforms bigint, sees_all boolean)
language plpgsql
stable
security definer -- reads when days were added up
set search_path = ''
as $$
declare
  v_platforms constant uuid[] := private.read_report_scope(
    usage_report_head.from_day, usage_report_head.until_day, 'all', usage_report_head.platform_id,
    usage_report_head.city, usage_report_head.designation_kind, 'yearbook'
  );
begin
  return query
    select
      state.as_of_day, state.digest, cardinality(v_platforms)::bigint, private.sees_figures_of(v_platforms)
    from private.usage_report_state(
      usage_report_head.from_day, usage_report_head.until_day, v_platforms, usage_report_head.as_of
    ) as state;
end;
$$;
comment on function private.usage_report_head is 'The reader behind public.usage_report_head.';

create function public.usage_report_head(
  from_day date, until_day date, platform_id uuid default null, city text default null,
  designation_kind text default null, as_of date default null
)
returns table (as_of_day date, digest text, platforms bigint, sees_all boolean)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select head.as_of_day, head.digest, head.platforms, head.sees_all
    from private.usage_report_head(
      usage_report_head.from_day, usage_report_head.until_day, usage_report_head.platform_id,
      usage_report_head.city, usage_report_head.designation_kind, usage_report_head.as_of
    ) as head;
end;
$$;
comment on function public.usage_report_head is 'What a report of a window is of: the sealed day as of which it is and its digest (none while the window is not sealed), how many platforms, and whether the person asking sees every cell. Raises PT409 ledger_not_sealed, PT422 period_invalid.';

create function private.own_usage(from_day date, until_day date, group_by text, organisation_id uuid)
returns setof public.usage_report_row
language plpgsql
stable
security definer -- reads the roll-up, which no role may read
set search_path = ''
as $$
declare
  v_platforms constant uuid[] := private.read_report_scope(
    own_usage.from_day, own_usage.until_day, own_usage.group_by, null, null, null, 'yearbook'
  );
  v_own constant uuid[] := array(
    select mine.id
    from private.organisation_ids_of_current_person() as mine (id)
    where own_usage.organisation_id is null or mine.id = own_usage.organisation_id
  );
begin
  return query
    select figures.*
    from private.usage_report(
      own_usage.from_day, own_usage.until_day, own_usage.group_by, v_platforms, 'yearbook', 'infinity', v_own
    ) as figures;
end;
$$;
comment on function private.own_usage is 'The reader behind public.own_usage.';

create function public.own_usage(
  from_day date, until_day date, group_by text, organisation_id uuid default null
)
returns setof public.usage_report_row
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select figures.*
    from private.own_usage(
      own_usage.from_day, own_usage.until_day, own_usage.group_by, own_usage.organisation_id
    ) as figures;
end;
$$;
comment on function public.own_usage is 'What the organisations of the person asking were served, in groups as report_usage has them; nothing is too small for oneself.';

grant usage on type public.usage_report_row to authenticated, service_role;
grant execute on function
  private.report_usage(date, date, text, uuid, text, text, text, date, text, integer),
  public.report_usage(date, date, text, uuid, text, text, text, date, text, integer),
  private.usage_report_head(date, date, uuid, text, text, date),
  public.usage_report_head(date, date, uuid, text, text, date),
  private.own_usage(date, date, text, uuid),
  public.own_usage(date, date, text, uuid)
to authenticated, service_role;
-- Settling is granted to nobody: the worker connects as the owner.
