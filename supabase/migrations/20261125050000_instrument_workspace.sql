/*
 * What a lab changes about its instruments: the record, when they are open, and what bookings of them
 * are judged by and cost. Only managers do; technicians run the day. Whatever bookings are judged
 * against is changed under the lock that every booking takes first, so that no booking is judged half
 * by the old and half by the new.
 */

/*
 * Public holidays as a government publishes them, with the weekend days that are worked in exchange.
 * The arrangement is made anew for each year and cannot be computed, so it is data. A year that is
 * not here yet is loaded from a file.
 */
create table public.holiday_calendars (
  country     text not null,
  year        smallint not null,
  document_no text,

  primary key (country, year),
  constraint holiday_calendars_country_is_iso check (country ~ '^[A-Z]{2}$'),
  constraint holiday_calendars_year_is_one check (year between 2000 and 2200)
);
comment on table public.holiday_calendars is 'The arrangement of public holidays of one country and year.';

create table public.holidays (
  country        text not null,
  year           smallint not null,
  on_date        date not null,
  name           text not null,
  name_en        text,
  is_working_day boolean not null default false,

  primary key (country, year, on_date),
  foreign key (country, year) references public.holiday_calendars on delete cascade,
  constraint holidays_name_has_length check (char_length(name) between 1 and 100),
  -- New Year's holidays may begin in the old year.
  constraint holidays_are_of_their_year check (
    on_date between make_date(year - 1, 12, 25) and make_date(year + 1, 1, 7)
  )
);
comment on table public.holidays is 'A day off, or a weekend day that is worked in exchange for one.';
comment on column public.holidays.is_working_day is 'True for a make-up working day (调休上班).';

insert into public.holiday_calendars (country, year, document_no)
values ('CN', 2026, '国办发明电〔2025〕7号');

insert into public.holidays (country, year, on_date, name, name_en, is_working_day)
select 'CN', 2026, day::date, spans.name, spans.name_en, spans.is_working_day
from (
  values
    ('元旦', 'New Year', date '2026-01-01', date '2026-01-03', false),
    ('元旦', 'New Year', '2026-01-04', '2026-01-04', true),
    ('春节', 'Spring Festival', '2026-02-14', '2026-02-14', true),
    ('春节', 'Spring Festival', '2026-02-15', '2026-02-23', false),
    ('春节', 'Spring Festival', '2026-02-28', '2026-02-28', true),
    ('清明节', 'Qingming Festival', '2026-04-04', '2026-04-06', false),
    ('劳动节', 'Labour Day', '2026-05-01', '2026-05-05', false),
    ('劳动节', 'Labour Day', '2026-05-09', '2026-05-09', true),
    ('端午节', 'Dragon Boat Festival', '2026-06-19', '2026-06-21', false),
    ('国庆节', 'National Day', '2026-09-20', '2026-09-20', true),
    ('中秋节', 'Mid-Autumn Festival', '2026-09-25', '2026-09-27', false),
    ('国庆节', 'National Day', '2026-10-01', '2026-10-07', false),
    ('国庆节', 'National Day', '2026-10-10', '2026-10-10', true)
) as spans (name, name_en, first_day, last_day, is_working_day)
cross join generate_series(spans.first_day::timestamp, spans.last_day::timestamp, interval '1 day') as day;

alter table public.holiday_calendars enable row level security;
alter table public.holidays enable row level security;

create policy holiday_calendars_select_all on public.holiday_calendars
  for select to anon, authenticated using (true);
create policy holidays_select_all on public.holidays
  for select to anon, authenticated using (true);
grant select on public.holiday_calendars, public.holidays to anon, authenticated, service_role;
-- No insert, update or delete: a year comes with a migration, or from a file into the exceptions.

-- What was loaded is told apart from what was written by hand, so that it can be taken out again and
-- never overwrites what somebody has decided.
alter table public.opening_exceptions
  add column holiday_year smallint,
  add constraint opening_exceptions_reason_has_length check (char_length(reason) between 1 and 200),
  add constraint opening_exceptions_reason_is_clean check (private.is_clean_text(reason));
comment on column public.opening_exceptions.holiday_year is 'The year whose holidays it was loaded with; null when written by hand.';

/*
 * A version that is taken back before it began has held for no time at all. It is kept, because a
 * booking for later may have been made under it.
 */
alter table public.booking_rules
  drop constraint booking_rules_end_after_start,
  add constraint booking_rules_end_not_before_start check (valid_until >= valid_from);
alter table public.tariffs
  drop constraint tariffs_end_after_start,
  add constraint tariffs_end_not_before_start check (valid_until >= valid_from);
alter table public.booking_quotas
  drop constraint booking_quotas_end_after_start,
  add constraint booking_quotas_end_not_before_start check (valid_until >= valid_from);

/* The platform that a scope belongs to, for whoever manages it. */
create function private.require_managed_scope(platform_id uuid, instrument_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_platform_id uuid := require_managed_scope.platform_id;
begin
  if num_nonnulls(platform_id, instrument_id) <> 1 then
    raise exception 'scope_ambiguous' using errcode = 'PT422';
  end if;

  if instrument_id is not null then
    select instruments.platform_id
    into v_platform_id
    from public.instruments
    where instruments.id = require_managed_scope.instrument_id;
    if not found then
      raise exception 'instrument_not_found' using errcode = 'PT404';
    end if;
  elsif not exists (select from public.platforms where platforms.id = v_platform_id) then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;

  if not private.can_manage(v_platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  return v_platform_id;
end;
$$;
comment on function private.require_managed_scope is 'The platform of a scope. Raises PT403 platform_not_yours, PT404 instrument_not_found, platform_not_found, PT422 scope_ambiguous.';

create function private.lock_scope(platform_id uuid, instrument_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- No booking locks the platform; it keeps apart two managers of one that has no instruments yet.
  perform from public.platforms where platforms.id = lock_scope.platform_id for no key update;
  perform from public.instruments
  where instruments.id = lock_scope.instrument_id or instruments.platform_id = lock_scope.platform_id
  order by instruments.id
  for no key update;
end;
$$;
comment on function private.lock_scope is 'Locks an instrument, or a platform with all of its instruments in the order of their ids.';

/* The instruments named, each managed by the person asking, locked in the order of their ids. */
create function private.lock_managed_instruments(instrument_ids uuid[])
returns uuid[]
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  select array_agg(distinct named.id order by named.id)
  into v_ids
  from unnest(instrument_ids) as named (id);
  if v_ids is null then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;
  perform private.require_managed_scope(null, named.id) from unnest(v_ids) as named (id);

  perform from public.instruments
  where instruments.id = any (v_ids)
  order by instruments.id
  for no key update;
  return v_ids;
end;
$$;
comment on function private.lock_managed_instruments is 'Locks instruments that the person asking manages, and returns their ids in order. Raises PT403 platform_not_yours, PT404 instrument_not_found.';

/*
 * The record. What is an identity in somebody's register (platform, source_key) or is drawn by us
 * (picture) is not in the list.
 */
create function private.update_instrument(instrument_id uuid, record jsonb)
returns public.instruments
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_columns constant text[] := array[
    'name', 'language', 'name_en', 'model', 'manufacturer', 'origin_country', 'class_level', 'class_code',
    'asset_kind', 'acquired_by', 'under_customs', 'worth_fen', 'in_service_on', 'funds', 'subject_codes',
    'technical', 'functions', 'service_content', 'achievement', 'sharing_rules', 'fee_note',
    'external_use', 'fee_band', 'units', 'province', 'city', 'county', 'street', 'landing_page',
    'serial_number'
  ];
  v_required constant text[] := array[
    'name', 'language', 'funds', 'subject_codes', 'external_use', 'fee_band', 'units'
  ];
  v_before public.instruments;
  v_after  public.instruments;
  v_taken  integer;
begin
  perform private.require_managed_scope(null, update_instrument.instrument_id);
  perform private.require_values(record, v_columns, v_required);
  perform private.lock_scope(null, update_instrument.instrument_id);

  select instruments.* into strict v_before
  from public.instruments
  where instruments.id = update_instrument.instrument_id;
  v_after := jsonb_populate_record(v_before, record);
  if v_after is not distinct from v_before then
    return v_before;
  end if;

  if exists (
    select from unnest(v_after.subject_codes) as named (code)
    where not exists (select from public.subjects where subjects.code = named.code)
  ) then
    raise exception 'subject_unknown' using errcode = 'PT422';
  end if;

  select max(taken.unit)
  into v_taken
  from (
    select occupancies.unit
    from public.occupancies
    where occupancies.instrument_id = v_before.id
      and occupancies.active
      and (occupancies.lapses_at > clock_timestamp()) is not false
      and upper(occupancies.during) > clock_timestamp()
    union all
    select sessions.unit
    from public.usage_sessions as sessions
    where sessions.instrument_id = v_before.id and sessions.ended_at is null
  ) as taken;
  if v_after.units < v_taken then
    raise exception 'units_in_use' using errcode = 'PT409', detail = v_taken::text;
  end if;

  update public.instruments
  set
    name = v_after.name,
    language = v_after.language,
    name_en = v_after.name_en,
    model = v_after.model,
    manufacturer = v_after.manufacturer,
    origin_country = v_after.origin_country,
    class_level = v_after.class_level,
    class_code = v_after.class_code,
    asset_kind = v_after.asset_kind,
    acquired_by = v_after.acquired_by,
    under_customs = v_after.under_customs,
    worth_fen = v_after.worth_fen,
    in_service_on = v_after.in_service_on,
    funds = v_after.funds,
    subject_codes = v_after.subject_codes,
    technical = v_after.technical,
    functions = v_after.functions,
    service_content = v_after.service_content,
    achievement = v_after.achievement,
    sharing_rules = v_after.sharing_rules,
    fee_note = v_after.fee_note,
    external_use = v_after.external_use,
    fee_band = v_after.fee_band,
    units = v_after.units,
    province = v_after.province,
    city = v_after.city,
    county = v_after.county,
    street = v_after.street,
    landing_page = v_after.landing_page,
    serial_number = v_after.serial_number
  where instruments.id = v_before.id
  returning * into v_after;

  perform private.record_audit(
    'update', 'instrument', v_after.id, to_jsonb(v_before), to_jsonb(v_after)
  );
  return v_after;
end;
$$;
comment on function private.update_instrument is 'Changes what is known of an instrument.';

create function private.require_values(given jsonb, known text[], required text[])
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_key text;
begin
  if jsonb_typeof(given) is distinct from 'object' then
    raise exception 'values_malformed' using errcode = 'PT422';
  end if;
  for v_key in select jsonb_object_keys(given)
  loop
    if v_key <> all (known) then
      raise exception 'value_unknown' using errcode = 'PT422', detail = v_key;
    end if;
    if given -> v_key = 'null' and v_key = any (required) then
      raise exception 'value_missing' using errcode = 'PT422', detail = v_key;
    end if;
  end loop;
end;
$$;
comment on function private.require_values is 'Raises PT422 values_malformed, value_unknown or value_missing unless all that is given is known, and what must have a value has one. DETAIL names it.';

/*
 * Opening hours. Each of these answers with the bookings to come that its change leaves outside the
 * hours; they stay, for the lab to move or to serve. A dry run does the change, looks, and takes it
 * back, so what it shows is what saving does.
 */
create function private.bookings_outside_hours(instrument_ids uuid[])
returns setof uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select bookings.id
  from public.bookings
  join public.instruments on instruments.id = bookings.instrument_id
  join public.platforms on platforms.id = instruments.platform_id
  where bookings.instrument_id = any (instrument_ids)
    and bookings.ends_at > clock_timestamp()
    and (public.effective_status(bookings)) in ('pending', 'confirmed', 'in_use')
    and not private.is_open(instruments.id, platforms.time_zone, bookings.reserved);
end;
$$;
comment on function private.bookings_outside_hours is 'Bookings to come that are not within the hours of their instrument.';

create function private.describe_bookings(booking_ids uuid[])
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select jsonb_agg(
        jsonb_build_object(
          'id', bookings.id,
          'instrument', jsonb_build_object(
            'id', instruments.id, 'name', instruments.name, 'language', instruments.language,
            'name_en', instruments.name_en
          ),
          'starts_at', bookings.starts_at,
          'ends_at', bookings.ends_at,
          'organisation', jsonb_build_object(
            'name', organisations.name, 'language', organisations.language, 'name_en', organisations.name_en
          ),
          'person', people.display_name
        )
        order by bookings.starts_at, bookings.id
      )
      from public.bookings
      join public.instruments on instruments.id = bookings.instrument_id
      join public.organisations on organisations.id = bookings.organisation_id
      join public.people on people.id = bookings.person_id
      where bookings.id = any (booking_ids)
    ),
    '[]'
  );
end;
$$;
comment on function private.describe_bookings is 'Bookings as a lab is shown them, the next first.';

/* [{opens, closes}], with weekday or without, as rows; touching spans become one. */
create function private.opening_spans(spans jsonb)
returns table (weekday integer, opens time, closes time)
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_span     record;
  v_previous record;
begin
  if jsonb_typeof(spans) is distinct from 'array' or jsonb_array_length(spans) > 200 then
    raise exception 'spans_malformed' using errcode = 'PT422';
  end if;

  for v_span in
    select given.weekday, given.opens, given.closes
    from jsonb_to_recordset(spans) as given (weekday integer, opens time, closes time)
    order by given.weekday, given.opens
  loop
    if v_span.opens is null or v_span.closes is null or v_span.closes <= v_span.opens then
      raise exception 'spans_malformed' using errcode = 'PT422';
    end if;
    if v_span.weekday is not distinct from weekday and v_span.opens < closes then
      raise exception 'spans_overlap' using errcode = 'PT422';
    end if;
    if v_span.weekday is not distinct from weekday and v_span.opens = closes then
      closes := v_span.closes;
    else
      if opens is not null then
        return next;
      end if;
      weekday := v_span.weekday;
      opens := v_span.opens;
      closes := v_span.closes;
    end if;
  end loop;
  if opens is not null then
    return next;
  end if;
end;
$$;
comment on function private.opening_spans is 'Spans as rows, merged where they touch. Raises PT422 spans_malformed, spans_overlap.';

create function private.set_opening_hours(instrument_id uuid, spans jsonb, dry_run boolean)
returns jsonb
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_ids     uuid[];
  v_outside uuid[];
  v_before  jsonb;
  v_after   jsonb;
begin
  v_ids := private.lock_managed_instruments(array[set_opening_hours.instrument_id]);
  if exists (
    select from private.opening_spans(spans) as given
    where (given.weekday between 1 and 7) is not true
  ) then
    raise exception 'spans_malformed' using errcode = 'PT422';
  end if;

  v_before := private.opening_hours_of(v_ids[1]);
  v_outside := array(select private.bookings_outside_hours(v_ids));
  begin
    delete from public.opening_hours where opening_hours.instrument_id = v_ids[1];
    insert into public.opening_hours (instrument_id, weekday, opens, closes)
    select v_ids[1], given.weekday, given.opens, given.closes
    from private.opening_spans(spans) as given;

    v_after := private.opening_hours_of(v_ids[1]);
    v_outside := array(
      select outside from private.bookings_outside_hours(v_ids) as outside
      where outside <> all (v_outside)
    );
    if dry_run or v_after = v_before then
      raise exception 'take back' using errcode = 'YX000';
    end if;
    perform private.record_audit('set_opening_hours', 'instrument', v_ids[1], v_before, v_after);
  exception
    when sqlstate 'YX000' then null;
  end;

  return jsonb_build_object(
    'changed', v_after <> v_before, 'outside', private.describe_bookings(v_outside)
  );
end;
$$;
comment on function private.set_opening_hours is 'Replaces the weekly hours of an instrument, or says what that would do.';

create function private.opening_hours_of(instrument_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select jsonb_agg(
        jsonb_build_object('weekday', hours.weekday, 'opens', hours.opens, 'closes', hours.closes)
        order by hours.weekday, hours.opens
      )
      from public.opening_hours as hours
      where hours.instrument_id = opening_hours_of.instrument_id
    ),
    '[]'
  );
end;
$$;
comment on function private.opening_hours_of is 'The weekly hours of an instrument as one value.';

create function private.opening_exceptions_of(instrument_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select jsonb_agg(
        jsonb_build_object(
          'on_date', exceptions.on_date,
          'opens', exceptions.opens,
          'closes', exceptions.closes,
          'reason', exceptions.reason,
          'holiday_year', exceptions.holiday_year
        )
        order by exceptions.on_date, exceptions.opens
      )
      from public.opening_exceptions as exceptions
      where exceptions.instrument_id = opening_exceptions_of.instrument_id
    ),
    '[]'
  );
end;
$$;
comment on function private.opening_exceptions_of is 'The exceptions of an instrument as one value.';

/* Null spans take the exceptions away, so that the weekly hours hold again; no spans close the days. */
create function private.set_opening_exceptions(
  instrument_id uuid, on_date date, last_date date, spans jsonb, reason text, dry_run boolean
)
returns jsonb
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_last    date := coalesce(set_opening_exceptions.last_date, set_opening_exceptions.on_date);
  v_ids     uuid[];
  v_outside uuid[];
  v_before  jsonb;
  v_after   jsonb;
begin
  v_ids := private.lock_managed_instruments(array[set_opening_exceptions.instrument_id]);
  if set_opening_exceptions.on_date is null or not isfinite(set_opening_exceptions.on_date)
    or v_last < set_opening_exceptions.on_date or v_last > set_opening_exceptions.on_date + 91 then
    raise exception 'dates_malformed' using errcode = 'PT422';
  end if;

  v_before := private.opening_exceptions_of(v_ids[1]);
  v_outside := array(select private.bookings_outside_hours(v_ids));
  begin
    delete from public.opening_exceptions as exceptions
    where exceptions.instrument_id = v_ids[1]
      and exceptions.on_date between set_opening_exceptions.on_date and v_last;
    if spans is not null then
      insert into public.opening_exceptions (instrument_id, on_date, opens, closes, reason)
      select
        v_ids[1], day::date, given.opens, given.closes,
        nullif(btrim(set_opening_exceptions.reason), '')
      from generate_series(set_opening_exceptions.on_date::timestamp, v_last::timestamp, interval '1 day') as day
      left join private.opening_spans(spans) as given on true;
    end if;

    v_after := private.opening_exceptions_of(v_ids[1]);
    v_outside := array(
      select outside from private.bookings_outside_hours(v_ids) as outside
      where outside <> all (v_outside)
    );
    if dry_run or v_after = v_before then
      raise exception 'take back' using errcode = 'YX000';
    end if;
    perform private.record_audit('set_opening_exceptions', 'instrument', v_ids[1], v_before, v_after);
  exception
    when sqlstate 'YX000' then null;
  end;

  return jsonb_build_object(
    'changed', v_after <> v_before, 'outside', private.describe_bookings(v_outside)
  );
end;
$$;
comment on function private.set_opening_exceptions is 'Says what holds instead of the weekly hours on some days, or what that would do.';

/*
 * Holidays become exceptions: a day off is closed, and a make-up day is open for the hours of the
 * instrument's Monday, or of its first weekday with hours, because it is worked as a weekday and no
 * arrangement says as which. A date that somebody has written by hand stays as it is. Loading a year
 * again replaces what was loaded for it; no days at all take it out.
 */
create function private.lay_holidays(
  instrument_ids uuid[], year integer, days jsonb, action text, dry_run boolean
)
returns jsonb
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_ids     uuid[];
  v_id      uuid;
  v_outside uuid[];
  v_before  jsonb;
  v_after   jsonb;
  v_changed integer := 0;
begin
  v_ids := private.lock_managed_instruments(lay_holidays.instrument_ids);
  v_outside := array(select private.bookings_outside_hours(v_ids));

  begin
    foreach v_id in array v_ids
    loop
      v_before := private.opening_exceptions_of(v_id);

      delete from public.opening_exceptions as exceptions
      where exceptions.instrument_id = v_id and exceptions.holiday_year = lay_holidays.year;

      insert into public.opening_exceptions (instrument_id, on_date, opens, closes, reason, holiday_year)
      select v_id, given.on_date, hours.opens, hours.closes, given.name, lay_holidays.year
      from jsonb_to_recordset(lay_holidays.days) as given (on_date date, name text, is_working_day boolean)
      left join public.opening_hours as hours
        on given.is_working_day
        and hours.instrument_id = v_id
        and hours.weekday = (
          select min(weekdays.weekday)
          from public.opening_hours as weekdays
          where weekdays.instrument_id = v_id and weekdays.weekday <= 5
        )
      where (not given.is_working_day or hours.id is not null)
        and not exists (
          select from public.opening_exceptions as written
          where written.instrument_id = v_id and written.on_date = given.on_date
        );

      v_after := private.opening_exceptions_of(v_id);
      if v_after <> v_before then
        v_changed := v_changed + 1;
        perform private.record_audit(lay_holidays.action, 'instrument', v_id, v_before, v_after);
      end if;
    end loop;

    v_outside := array(
      select outside from private.bookings_outside_hours(v_ids) as outside
      where outside <> all (v_outside)
    );
    if dry_run then
      raise exception 'take back' using errcode = 'YX000';
    end if;
  exception
    when sqlstate 'YX000' then null;
  end;

  return jsonb_build_object(
    'changed', v_changed > 0,
    'instruments', v_changed,
    'days', jsonb_array_length(lay_holidays.days),
    'outside', private.describe_bookings(v_outside)
  );
end;
$$;
comment on function private.lay_holidays is 'Makes the days of a year''s holidays the exceptions of some instruments, in place of those loaded before.';

/* The days of a year, from a file or else from the calendar that is known. */
create function private.holiday_days(year integer, days jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_days jsonb;
begin
  if year is null or year not between 2000 and 2200 then
    raise exception 'holiday_calendar_not_found' using errcode = 'PT404';
  end if;

  if days is null then
    select jsonb_agg(
      jsonb_build_object(
        'on_date', holidays.on_date, 'name', holidays.name, 'is_working_day', holidays.is_working_day
      )
      order by holidays.on_date
    )
    into v_days
    from public.holidays
    where holidays.country = 'CN' and holidays.year = holiday_days.year;
    if v_days is null then
      raise exception 'holiday_calendar_not_found' using errcode = 'PT404';
    end if;
    return v_days;
  end if;

  if jsonb_typeof(days) <> 'array' or jsonb_array_length(days) not between 1 and 150 then
    raise exception 'holidays_malformed' using errcode = 'PT422';
  end if;
  if exists (
    select
    from jsonb_to_recordset(days) as given (on_date date, name text, is_working_day boolean)
    where (
        given.on_date between make_date(holiday_days.year - 1, 12, 25) and make_date(holiday_days.year + 1, 1, 7)
        and char_length(btrim(given.name)) between 1 and 100
        and given.is_working_day is not null
      ) is not true
  ) or (
    select count(*) <> count(distinct given.on_date)
    from jsonb_to_recordset(days) as given (on_date date)
  ) then
    raise exception 'holidays_malformed' using errcode = 'PT422';
  end if;
  return days;
end;
$$;
comment on function private.holiday_days is 'The days off and make-up days of a year. Raises PT404 holiday_calendar_not_found, PT422 holidays_malformed.';

/*
 * Versions. A change never rewrites what holds: the version in force ends when the new one begins,
 * and later ones that had not begun are taken back. The new one holds until it is changed in turn.
 */
create function private.require_begin(valid_from timestamptz, at timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
  if valid_from is null then
    return at;
  end if;
  if not isfinite(valid_from) or valid_from < at then
    raise exception 'validity_past' using errcode = 'PT422';
  end if;
  return valid_from;
end;
$$;
comment on function private.require_begin is 'The instant given, or now. Raises PT422 validity_past for one that has passed.';

/* Who may change a platform may use its own courses, and only those. */
create function private.require_course(course_id uuid, platform_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if course_id is not null and not exists (
    select from public.courses
    where courses.id = require_course.course_id
      and courses.platform_id = require_course.platform_id
      and courses.retired_at is null
  ) then
    raise exception 'course_not_found' using errcode = 'PT422';
  end if;
end;
$$;
comment on function private.require_course is 'Raises PT422 course_not_found unless the course is one that the platform gives.';

create function private.rules_at(scope_id uuid, customer_kind public.customer_kind, at timestamptz)
returns public.booking_rules
language plpgsql
stable
set search_path = ''
as $$
declare
  v_rule public.booking_rules;
begin
  select rules.*
  into v_rule
  from public.booking_rules as rules
  where rules.scope_id = rules_at.scope_id
    and rules.customer_kind = rules_at.customer_kind
    and rules.valid_from <= rules_at.at
    and (rules.valid_until > rules_at.at) is not false;
  return v_rule;
end;
$$;
comment on function private.rules_at is 'The version of one scope and kind that holds at an instant, or null.';

create function private.lay_rules(
  platform_id uuid, instrument_id uuid, customer_kind public.customer_kind, given jsonb, valid_from timestamptz
)
returns public.booking_rules
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_scope_id constant uuid := coalesce(instrument_id, platform_id);
  v_rule     public.booking_rules;
begin
  update public.booking_rules as rules
  set valid_until = greatest(rules.valid_from, lay_rules.valid_from)
  where rules.scope_id = v_scope_id
    and rules.customer_kind = lay_rules.customer_kind
    and (rules.valid_until > lay_rules.valid_from) is not false;

  -- First with the defaults, for what is not given.
  insert into public.booking_rules (platform_id, instrument_id, customer_kind, version, valid_from)
  select
    lay_rules.platform_id, lay_rules.instrument_id, lay_rules.customer_kind,
    coalesce(max(rules.version), 0) + 1, lay_rules.valid_from
  from public.booking_rules as rules
  where rules.scope_id = v_scope_id and rules.customer_kind = lay_rules.customer_kind
  returning * into v_rule;
  v_rule := jsonb_populate_record(v_rule, given);

  update public.booking_rules as rules
  set
    granularity_minutes = v_rule.granularity_minutes,
    shortest_minutes = v_rule.shortest_minutes,
    longest_minutes = v_rule.longest_minutes,
    lead_minutes = v_rule.lead_minutes,
    horizon_days = v_rule.horizon_days,
    setup_minutes = v_rule.setup_minutes,
    teardown_minutes = v_rule.teardown_minutes,
    gap_minutes = v_rule.gap_minutes,
    off_hours_admitted = v_rule.off_hours_admitted,
    admits_outsiders = v_rule.admits_outsiders,
    course_id = v_rule.course_id,
    purpose_required = v_rule.purpose_required,
    approval = v_rule.approval,
    approval_hours = v_rule.approval_hours,
    cancel_until_minutes = v_rule.cancel_until_minutes,
    late_cancel_bp = v_rule.late_cancel_bp,
    late_cancel_counts = v_rule.late_cancel_counts,
    grace_minutes = v_rule.grace_minutes,
    no_show_bp = v_rule.no_show_bp,
    no_show_limit = v_rule.no_show_limit,
    no_show_window_days = v_rule.no_show_window_days,
    suspension_days = v_rule.suspension_days
  where rules.id = v_rule.id
  returning * into v_rule;
  return v_rule;
end;
$$;
comment on function private.lay_rules is 'Lets a new version hold from an instant on in place of all others of its scope and kind. The caller holds the locks.';

/* What is not given stays as it is; where there is nothing yet, it is the table's default. */
create function private.rule_values(
  platform_id uuid, instrument_id uuid, customer_kind public.customer_kind, given jsonb, at timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_columns constant text[] := array[
    'granularity_minutes', 'shortest_minutes', 'longest_minutes', 'lead_minutes', 'horizon_days',
    'setup_minutes', 'teardown_minutes', 'gap_minutes', 'off_hours_admitted', 'admits_outsiders',
    'course_id', 'purpose_required', 'approval', 'approval_hours', 'cancel_until_minutes',
    'late_cancel_bp', 'late_cancel_counts', 'grace_minutes', 'no_show_bp', 'no_show_limit',
    'no_show_window_days', 'suspension_days'
  ];
  v_nullable constant text[] := array['course_id', 'grace_minutes', 'no_show_limit'];
  v_base public.booking_rules;
begin
  perform private.require_values(
    given, v_columns,
    array(select known from unnest(v_columns) as known where known <> all (v_nullable))
  );
  v_base := private.rules_at(coalesce(instrument_id, platform_id), customer_kind, at);
  if v_base.id is null then
    return given;
  end if;
  return (
    select jsonb_object_agg(columns.key, columns.value)
    from jsonb_each(to_jsonb(jsonb_populate_record(v_base, given))) as columns
    where columns.key = any (v_columns)
  );
end;
$$;
comment on function private.rule_values is 'The values of a new version: those of the one in force, with what is given in their place.';

create function private.save_rules(
  platform_id uuid, instrument_id uuid, customer_kind public.customer_kind, given jsonb, valid_from timestamptz
)
returns public.booking_rules
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_platform_id uuid;
  v_known   jsonb;
  v_from    timestamptz;
  v_values  jsonb;
  v_before  public.booking_rules;
  v_rule    public.booking_rules;
begin
  v_platform_id := private.require_managed_scope(save_rules.platform_id, save_rules.instrument_id);
  v_known := private.replayed_answer(
    'save_rules', jsonb_build_array(platform_id, instrument_id, customer_kind, given, valid_from)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.booking_rules, v_known);
  end if;
  perform private.lock_scope(save_rules.platform_id, save_rules.instrument_id);

  v_from := private.require_begin(save_rules.valid_from, clock_timestamp());
  v_before := private.rules_at(coalesce(instrument_id, platform_id), customer_kind, v_from);
  v_values := private.rule_values(platform_id, instrument_id, customer_kind, given, v_from);
  perform private.require_course((v_values ->> 'course_id')::uuid, v_platform_id);

  v_rule := private.lay_rules(
    save_rules.platform_id, save_rules.instrument_id, save_rules.customer_kind, v_values, v_from
  );
  perform private.record_audit(
    'save', 'booking_rules', v_rule.id,
    case when v_before.id is not null then to_jsonb(v_before) end, to_jsonb(v_rule)
  );
  perform private.keep_answer('save_rules', to_jsonb(v_rule));
  return v_rule;
end;
$$;
comment on function private.save_rules is 'Makes a new version of the rules of a platform or instrument for a kind of customer.';

create function private.lay_tariff(
  platform_id uuid, instrument_id uuid, customer_kind public.customer_kind, given jsonb, valid_from timestamptz
)
returns public.tariffs
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_scope_id constant uuid := coalesce(instrument_id, platform_id);
  v_tariff   public.tariffs;
begin
  update public.tariffs
  set valid_until = greatest(tariffs.valid_from, lay_tariff.valid_from)
  where tariffs.scope_id = v_scope_id
    and tariffs.customer_kind = lay_tariff.customer_kind
    and (tariffs.valid_until > lay_tariff.valid_from) is not false;

  insert into public.tariffs (platform_id, instrument_id, customer_kind, version, valid_from)
  select
    lay_tariff.platform_id, lay_tariff.instrument_id, lay_tariff.customer_kind,
    coalesce(max(tariffs.version), 0) + 1, lay_tariff.valid_from
  from public.tariffs
  where tariffs.scope_id = v_scope_id and tariffs.customer_kind = lay_tariff.customer_kind
  returning * into v_tariff;
  v_tariff := jsonb_populate_record(v_tariff, given);

  update public.tariffs
  set
    basis = v_tariff.basis,
    rate_fen = v_tariff.rate_fen,
    minimum_fen = v_tariff.minimum_fen,
    off_hours_bp = v_tariff.off_hours_bp,
    currency = v_tariff.currency
  where tariffs.id = v_tariff.id
  returning * into v_tariff;
  return v_tariff;
end;
$$;
comment on function private.lay_tariff is 'Lets a new version of a tariff hold from an instant on in place of all others of its scope and kind. The caller holds the locks.';

create function private.require_tariff(given jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  perform private.require_values(
    given,
    array['basis', 'rate_fen', 'minimum_fen', 'off_hours_bp', 'currency'],
    array['basis', 'minimum_fen', 'off_hours_bp', 'currency']
  );
end;
$$;
comment on function private.require_tariff is 'Raises unless the values are those of a tariff.';

/* A tariff is a whole: what is not given is the table's default, never an older price. */
create function private.save_tariff(
  platform_id uuid, instrument_id uuid, customer_kind public.customer_kind, given jsonb, valid_from timestamptz
)
returns public.tariffs
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_known  jsonb;
  v_from   timestamptz;
  v_before jsonb;
  v_tariff public.tariffs;
begin
  perform private.require_managed_scope(save_tariff.platform_id, save_tariff.instrument_id);
  v_known := private.replayed_answer(
    'save_tariff', jsonb_build_array(platform_id, instrument_id, customer_kind, given, valid_from)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.tariffs, v_known);
  end if;
  perform private.require_tariff(given);
  perform private.lock_scope(save_tariff.platform_id, save_tariff.instrument_id);

  v_from := private.require_begin(save_tariff.valid_from, clock_timestamp());
  select to_jsonb(tariffs)
  into v_before
  from public.tariffs
  where tariffs.scope_id = coalesce(save_tariff.instrument_id, save_tariff.platform_id)
    and tariffs.customer_kind = save_tariff.customer_kind
    and tariffs.valid_from <= v_from
    and (tariffs.valid_until > v_from) is not false;

  v_tariff := private.lay_tariff(
    save_tariff.platform_id, save_tariff.instrument_id, save_tariff.customer_kind, given, v_from
  );
  perform private.record_audit('save', 'tariff', v_tariff.id, v_before, to_jsonb(v_tariff));
  perform private.keep_answer('save_tariff', to_jsonb(v_tariff));
  return v_tariff;
end;
$$;
comment on function private.save_tariff is 'Makes a new version of what a platform or instrument charges a kind of customer.';

create function private.save_quota(
  platform_id   uuid,
  instrument_id uuid,
  customer_kind public.customer_kind,
  holder        text,
  measure       text,
  span          text,
  at_most       integer,
  valid_from    timestamptz
)
returns public.booking_quotas
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_scope_id constant uuid := coalesce(instrument_id, platform_id);
  v_known  jsonb;
  v_from   timestamptz;
  v_before jsonb;
  v_quota  public.booking_quotas;
begin
  perform private.require_managed_scope(save_quota.platform_id, save_quota.instrument_id);
  if num_nulls(holder, measure, span, at_most) > 0 then
    raise exception 'value_missing' using errcode = 'PT422';
  end if;
  v_known := private.replayed_answer(
    'save_quota',
    jsonb_build_array(
      platform_id, instrument_id, customer_kind, holder, measure, span, at_most, valid_from
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.booking_quotas, v_known);
  end if;
  perform private.lock_scope(save_quota.platform_id, save_quota.instrument_id);

  v_from := private.require_begin(save_quota.valid_from, clock_timestamp());
  select to_jsonb(quotas)
  into v_before
  from public.booking_quotas as quotas
  where quotas.scope_id = v_scope_id
    and quotas.customer_kind = save_quota.customer_kind
    and quotas.holder = save_quota.holder
    and quotas.measure = save_quota.measure
    and quotas.span = save_quota.span
    and quotas.valid_from <= v_from
    and (quotas.valid_until > v_from) is not false;

  update public.booking_quotas as quotas
  set valid_until = greatest(quotas.valid_from, v_from)
  where quotas.scope_id = v_scope_id
    and quotas.customer_kind = save_quota.customer_kind
    and quotas.holder = save_quota.holder
    and quotas.measure = save_quota.measure
    and quotas.span = save_quota.span
    and (quotas.valid_until > v_from) is not false;

  insert into public.booking_quotas (
    platform_id, instrument_id, customer_kind, holder, measure, span, at_most, version, valid_from
  )
  select
    save_quota.platform_id, save_quota.instrument_id, save_quota.customer_kind, save_quota.holder,
    save_quota.measure, save_quota.span, save_quota.at_most, coalesce(max(quotas.version), 0) + 1, v_from
  from public.booking_quotas as quotas
  where quotas.scope_id = v_scope_id
    and quotas.customer_kind = save_quota.customer_kind
    and quotas.holder = save_quota.holder
    and quotas.measure = save_quota.measure
    and quotas.span = save_quota.span
  returning * into v_quota;

  perform private.record_audit('save', 'booking_quota', v_quota.id, v_before, to_jsonb(v_quota));
  perform private.keep_answer('save_quota', to_jsonb(v_quota));
  return v_quota;
end;
$$;
comment on function private.save_quota is 'Makes a new version of how much one customer may book.';

/* The end of a version that nothing follows; one that has not begun is taken back. */
create function private.require_end(
  valid_from timestamptz, valid_until timestamptz, ends_at timestamptz, at timestamptz
)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_end constant timestamptz := private.require_begin(ends_at, at);
begin
  if valid_until <= at then
    raise exception 'version_ended' using errcode = 'PT409', detail = valid_until::text;
  end if;
  return greatest(valid_from, v_end);
end;
$$;
comment on function private.require_end is 'When a version ends. Raises PT409 version_ended, PT422 validity_past.';

create function private.end_rules(rules_id uuid, valid_until timestamptz)
returns public.booking_rules
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.booking_rules;
  v_after  public.booking_rules;
begin
  select rules.* into v_before from public.booking_rules as rules where rules.id = end_rules.rules_id;
  if not found then
    raise exception 'rules_not_found' using errcode = 'PT404';
  end if;
  perform private.require_managed_scope(v_before.platform_id, v_before.instrument_id);
  perform private.lock_scope(v_before.platform_id, v_before.instrument_id);

  select rules.* into strict v_before from public.booking_rules as rules where rules.id = v_before.id;
  update public.booking_rules as rules
  set valid_until = private.require_end(
    v_before.valid_from, v_before.valid_until, end_rules.valid_until, clock_timestamp()
  )
  where rules.id = v_before.id
  returning * into v_after;

  perform private.record_audit('end', 'booking_rules', v_after.id, to_jsonb(v_before), to_jsonb(v_after));
  return v_after;
end;
$$;
comment on function private.end_rules is 'Ends a version of rules, so that those less closely written hold.';

create function private.end_tariff(tariff_id uuid, valid_until timestamptz)
returns public.tariffs
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.tariffs;
  v_after  public.tariffs;
begin
  select tariffs.* into v_before from public.tariffs where tariffs.id = end_tariff.tariff_id;
  if not found then
    raise exception 'tariff_not_found' using errcode = 'PT404';
  end if;
  perform private.require_managed_scope(v_before.platform_id, v_before.instrument_id);
  perform private.lock_scope(v_before.platform_id, v_before.instrument_id);

  select tariffs.* into strict v_before from public.tariffs where tariffs.id = v_before.id;
  update public.tariffs
  set valid_until = private.require_end(
    v_before.valid_from, v_before.valid_until, end_tariff.valid_until, clock_timestamp()
  )
  where tariffs.id = v_before.id
  returning * into v_after;

  perform private.record_audit('end', 'tariff', v_after.id, to_jsonb(v_before), to_jsonb(v_after));
  return v_after;
end;
$$;
comment on function private.end_tariff is 'Ends a version of a tariff, so that those less closely written hold.';

create function private.end_quota(quota_id uuid, valid_until timestamptz)
returns public.booking_quotas
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.booking_quotas;
  v_after  public.booking_quotas;
begin
  select quotas.* into v_before from public.booking_quotas as quotas where quotas.id = end_quota.quota_id;
  if not found then
    raise exception 'quota_not_found' using errcode = 'PT404';
  end if;
  perform private.require_managed_scope(v_before.platform_id, v_before.instrument_id);
  perform private.lock_scope(v_before.platform_id, v_before.instrument_id);

  select quotas.* into strict v_before from public.booking_quotas as quotas where quotas.id = v_before.id;
  update public.booking_quotas as quotas
  set valid_until = private.require_end(
    v_before.valid_from, v_before.valid_until, end_quota.valid_until, clock_timestamp()
  )
  where quotas.id = v_before.id
  returning * into v_after;

  perform private.record_audit('end', 'booking_quota', v_after.id, to_jsonb(v_before), to_jsonb(v_after));
  return v_after;
end;
$$;
comment on function private.end_quota is 'Ends a quota.';

/*
 * Policy dry run. The new version is laid over the last ninety days, the bookings that it would have
 * judged are put before the one judge as they were made, and all of it is taken back: what the dry run
 * says is what the judge says, and nothing of it stays. What others had booked at the time is not
 * replayed, so taken time, quotas and closures are left out.
 */
create function private.replay_rules(rule public.booking_rules, since timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_at_most constant integer := 1000;
  v_replayed constant text[] := array[
    'outsiders', 'suspended', 'qualification', 'purpose', 'lead_time', 'horizon', 'shortest', 'longest',
    'granularity', 'off_hours', 'gap'
  ];
  v_booking record;
  v_rules   text[];
  v_judged  integer := 0;
  v_refused uuid[] := '{}';
  v_broken  text[] := '{}';
begin
  for v_booking in
    select
      bookings.*,
      -- A booking that was moved was judged when it was.
      coalesce(
        (
          select max(entries.at)
          from public.audit_entries as entries
          where entries.subject_type = 'booking'
            and entries.subject_id = bookings.id
            and entries.action in ('move', 'extend')
        ),
        bookings.created_at
      ) as judged_at
    from public.bookings
    join public.instruments on instruments.id = bookings.instrument_id
    join public.platforms on platforms.id = instruments.platform_id
    where (bookings.instrument_id = (rule).instrument_id or instruments.platform_id = (rule).platform_id)
      and bookings.starts_at >= replay_rules.since
      and bookings.starts_at < now()
      and bookings.status not in ('cancelled', 'declined', 'expired')
      and (private.rule_in_force(
        bookings.instrument_id,
        private.customer_kind(bookings.organisation_id, platforms.organisation_id),
        bookings.starts_at
      )).id = (rule).id
    order by bookings.starts_at desc, bookings.id
    limit v_at_most
  loop
    v_judged := v_judged + 1;
    v_rules := array(
      select violations.value ->> 'rule'
      from jsonb_array_elements(
        private.booking_violations(
          v_booking.instrument_id, v_booking.organisation_id, v_booking.person_id, v_booking.reserved,
          v_booking.judged_at, coalesce(v_booking.purpose, ''), v_booking.id
        )
      ) as violations
      where violations.value ->> 'rule' = any (v_replayed)
        and not coalesce(v_booking.lifted, '[]') @> jsonb_build_array(
          jsonb_build_object('rule', violations.value ->> 'rule')
        )
        -- Of two bookings too close to each other, the later made one is the one refused.
        and (
          violations.value ->> 'rule' <> 'gap'
          or exists (
            select from public.bookings as earlier
            where earlier.instrument_id = v_booking.instrument_id
              and earlier.organisation_id = v_booking.organisation_id
              and earlier.id <> v_booking.id
              and earlier.created_at <= v_booking.judged_at
              and earlier.status not in ('cancelled', 'declined', 'expired')
              and earlier.starts_at < v_booking.ends_at + make_interval(mins => (rule).gap_minutes)
              and earlier.ends_at > v_booking.starts_at - make_interval(mins => (rule).gap_minutes)
          )
        )
    );
    if v_rules <> '{}' then
      v_refused := v_refused || v_booking.id;
      v_broken := v_broken || v_rules;
    end if;
  end loop;

  return jsonb_build_object(
    'since', since,
    'bookings', v_judged,
    'is_cut', v_judged = v_at_most,
    'refused', cardinality(v_refused),
    'by_rule', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object('rule', counted.rule, 'bookings', counted.bookings)
          order by counted.bookings desc, counted.rule
        )
        from (
          select broken as rule, count(*) as bookings from unnest(v_broken) as broken group by broken
        ) as counted
      ),
      '[]'
    ),
    'examples', private.describe_bookings(v_refused[1:5])
  );
end;
$$;
comment on function private.replay_rules is 'What a version would have said of the bookings since an instant that fall under it.';

create function private.longest_span(instrument_id uuid, off_hours_admitted boolean)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
declare
  v_lab    public.platforms;
  v_period tstzrange;
  v_hours  tstzmultirange;
begin
  select platforms.*
  into strict v_lab
  from public.instruments
  join public.platforms on platforms.id = instruments.platform_id
  where instruments.id = longest_span.instrument_id;

  -- Whole days, so that no night is cut in two at either end more than the weeks between show whole.
  v_period := tstzrange(now(), now() + interval '28 days');
  v_hours := private.open_hours(longest_span.instrument_id, v_lab.time_zone, v_period);
  if not off_hours_admitted then
    v_hours := v_hours - private.off_hours(v_lab.night_starts, v_lab.night_ends, v_lab.time_zone, v_period);
  end if;
  return coalesce(
    (select max(private.minutes_of(tstzmultirange(span))) from unnest(v_hours) as span), 0
  );
end;
$$;
comment on function private.longest_span is 'For how many minutes at most an instrument is open in one go within four weeks.';

/* Rules that contradict themselves, the hours, or rules more closely written. */
create function private.rule_warnings(rule public.booking_rules)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_warnings jsonb := '[]';
  v_names    jsonb;
begin
  if (rule).lead_minutes >= (rule).horizon_days * 1440 then
    v_warnings := v_warnings || jsonb_build_object('warning', 'lead_beyond_horizon');
  end if;
  if not (rule).admits_outsiders and (rule).customer_kind not in ('everyone', 'internal') then
    v_warnings := v_warnings || jsonb_build_object('warning', 'closed_to_its_kind');
  end if;
  if (rule).grace_minutes is null and ((rule).no_show_bp > 0 or (rule).no_show_limit is not null) then
    v_warnings := v_warnings || jsonb_build_object('warning', 'nobody_misses');
  end if;
  if (rule).cancel_until_minutes = 0 and ((rule).late_cancel_bp > 0 or (rule).late_cancel_counts) then
    v_warnings := v_warnings || jsonb_build_object('warning', 'nobody_is_late');
  end if;

  -- Only instruments for which this version is the one that judges somebody.
  select jsonb_agg(
    jsonb_build_object('id', reached.id, 'name', reached.name, 'language', reached.language, 'name_en', reached.name_en)
    order by reached.name, reached.id
  ) filter (where reached.longest < (rule).shortest_minutes)
  into v_names
  from (
    select
      instruments.id, instruments.name, instruments.language, instruments.name_en,
      private.longest_span(instruments.id, (rule).off_hours_admitted) as longest
    from public.instruments
    where (instruments.id = (rule).instrument_id or instruments.platform_id = (rule).platform_id)
      and instruments.retired_at is null
      and exists (select from public.opening_hours as hours where hours.instrument_id = instruments.id)
      and private.is_reached(rule, instruments.id)
  ) as reached;
  if v_names is not null then
    v_warnings := v_warnings || jsonb_build_object('warning', 'shortest_never_fits', 'instruments', v_names);
  end if;

  if not exists (
    select from public.instruments
    where (instruments.id = (rule).instrument_id or instruments.platform_id = (rule).platform_id)
      and instruments.retired_at is null
      and private.is_reached(rule, instruments.id)
  ) then
    v_warnings := v_warnings || jsonb_build_object('warning', 'never_reached');
  end if;
  return v_warnings;
end;
$$;
comment on function private.rule_warnings is 'What is wrong with a version though it could be saved, as [{warning, instruments}].';

create function private.is_reached(rule public.booking_rules, instrument_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from unnest(enum_range(null::public.customer_kind)) as kinds (kind)
    where kinds.kind <> 'everyone'
      and (rule).customer_kind in ('everyone', kinds.kind)
      and (private.rule_in_force(is_reached.instrument_id, kinds.kind, now())).id = (rule).id
  );
end;
$$;
comment on function private.is_reached is 'True when a version judges some kind of customer of an instrument.';

create function private.preview_rules(
  platform_id uuid, instrument_id uuid, customer_kind public.customer_kind, given jsonb, valid_from timestamptz
)
returns jsonb
language plpgsql
volatile
security definer -- reads bookings of all customers, and lays a version that it takes back
set search_path = ''
as $$
declare
  v_since constant timestamptz := now() - interval '90 days';
  v_platform_id uuid;
  v_values jsonb;
  v_rule   public.booking_rules;
  v_answer jsonb;
begin
  v_platform_id := private.require_managed_scope(preview_rules.platform_id, preview_rules.instrument_id);
  v_values := private.rule_values(
    platform_id, instrument_id, customer_kind, given, private.require_begin(valid_from, clock_timestamp())
  );
  perform private.require_course((v_values ->> 'course_id')::uuid, v_platform_id);

  begin
    v_rule := private.lay_rules(
      preview_rules.platform_id, preview_rules.instrument_id, preview_rules.customer_kind, v_values, v_since
    );
    v_answer := private.replay_rules(v_rule, v_since)
      || jsonb_build_object('warnings', private.rule_warnings(v_rule));
    raise exception 'take back' using errcode = 'YX000';
  exception
    when sqlstate 'YX000' then null;
  end;
  return v_answer;
end;
$$;
comment on function private.preview_rules is 'What a new version would have refused of the last ninety days, and what is wrong with it. Nothing of it stays.';

create function private.preview_tariff(
  platform_id uuid, instrument_id uuid, customer_kind public.customer_kind, given jsonb
)
returns jsonb
language plpgsql
volatile
security definer -- reads bookings of all customers, and lays a version that it takes back
set search_path = ''
as $$
declare
  v_since  constant timestamptz := now() - interval '90 days';
  v_tariff public.tariffs;
  v_answer jsonb;
begin
  perform private.require_managed_scope(preview_tariff.platform_id, preview_tariff.instrument_id);
  perform private.require_tariff(given);

  begin
    v_tariff := private.lay_tariff(
      preview_tariff.platform_id, preview_tariff.instrument_id, preview_tariff.customer_kind, given, v_since
    );
    with repriced as (
      select bookings.price_fen as before_fen, terms.price_fen as after_fen
      from public.bookings
      join public.instruments on instruments.id = bookings.instrument_id
      cross join lateral private.booking_terms(
        bookings.instrument_id, bookings.organisation_id, bookings.reserved
      ) as terms
      where (bookings.instrument_id = v_tariff.instrument_id or instruments.platform_id = v_tariff.platform_id)
        and bookings.starts_at >= v_since
        and bookings.starts_at < now()
        and bookings.status not in ('cancelled', 'declined', 'expired')
        and terms.tariff_id = v_tariff.id
    )
    select jsonb_build_object(
      'since', v_since,
      'bookings', count(*),
      'dearer', count(*) filter (where repriced.after_fen > repriced.before_fen),
      'cheaper', count(*) filter (where repriced.after_fen < repriced.before_fen),
      'newly_priced', count(*) filter (where repriced.before_fen is null and repriced.after_fen is not null),
      'by_arrangement', count(*) filter (where repriced.before_fen is not null and repriced.after_fen is null),
      'before_fen', coalesce(sum(repriced.before_fen), 0),
      'after_fen', coalesce(sum(repriced.after_fen), 0)
    )
    into v_answer
    from repriced;
    raise exception 'take back' using errcode = 'YX000';
  exception
    when sqlstate 'YX000' then null;
  end;
  return v_answer;
end;
$$;
comment on function private.preview_tariff is 'What the bookings of the last ninety days would have cost under a new version. Nothing of it stays.';

create function public.update_instrument(instrument_id uuid, record jsonb)
returns public.instruments
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.update_instrument(update_instrument.instrument_id, update_instrument.record);
end;
$$;
comment on function public.update_instrument is 'Changes the given columns of an instrument''s record. Raises PT403 platform_not_yours, PT404 instrument_not_found, PT409 units_in_use, PT422 value_unknown, value_missing, values_malformed, subject_unknown.';

create function public.set_opening_hours(instrument_id uuid, spans jsonb, dry_run boolean default false)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.set_opening_hours(
    set_opening_hours.instrument_id, set_opening_hours.spans, set_opening_hours.dry_run
  );
end;
$$;
comment on function public.set_opening_hours is 'Replaces the weekly hours by [{weekday, opens, closes}] in wall time of the lab. Answers {changed, outside}: the bookings to come that no longer fit, which stay. A dry run changes nothing. Raises PT403 platform_not_yours, PT404 instrument_not_found, PT422 spans_malformed, spans_overlap.';

create function public.set_opening_exceptions(
  instrument_id uuid,
  on_date       date,
  spans         jsonb,
  reason        text default null,
  last_date     date default null,
  dry_run       boolean default false
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.set_opening_exceptions(
    set_opening_exceptions.instrument_id,
    set_opening_exceptions.on_date,
    set_opening_exceptions.last_date,
    coalesce(set_opening_exceptions.spans, '[]'),
    set_opening_exceptions.reason,
    set_opening_exceptions.dry_run
  );
end;
$$;
comment on function public.set_opening_exceptions is 'Says what holds instead of the weekly hours from a date to another, as [{opens, closes}]; an empty list closes the days. Answers as set_opening_hours does. Raises PT403 platform_not_yours, PT404 instrument_not_found, PT422 dates_malformed, spans_malformed, spans_overlap.';

create function public.remove_opening_exceptions(
  instrument_id uuid, on_date date, last_date date default null, dry_run boolean default false
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.set_opening_exceptions(
    remove_opening_exceptions.instrument_id,
    remove_opening_exceptions.on_date,
    remove_opening_exceptions.last_date,
    null,
    null,
    remove_opening_exceptions.dry_run
  );
end;
$$;
comment on function public.remove_opening_exceptions is 'Lets the weekly hours hold again from a date to another. Answers as set_opening_hours does. Raises PT403 platform_not_yours, PT404 instrument_not_found, PT422 dates_malformed.';

create function public.load_holidays(
  instrument_ids uuid[], year integer, days jsonb default null, dry_run boolean default false
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.lay_holidays(
    load_holidays.instrument_ids,
    load_holidays.year,
    private.holiday_days(load_holidays.year, load_holidays.days),
    'load_holidays',
    load_holidays.dry_run
  );
end;
$$;
comment on function public.load_holidays is 'Closes some instruments on the public holidays of a year and opens them on its make-up days, by the known calendar or by [{on_date, name, is_working_day}]. Exceptions written by hand stay. Answers {changed, instruments, days, outside}. Raises PT403 platform_not_yours, PT404 instrument_not_found, holiday_calendar_not_found, PT422 holidays_malformed.';

create function public.unload_holidays(
  instrument_ids uuid[], year integer, dry_run boolean default false
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.lay_holidays(
    unload_holidays.instrument_ids, unload_holidays.year, '[]', 'unload_holidays', unload_holidays.dry_run
  );
end;
$$;
comment on function public.unload_holidays is 'Takes out what load_holidays made of a year. Answers as it does. Raises PT403 platform_not_yours, PT404 instrument_not_found.';

create function public.save_rules(
  customer_kind public.customer_kind,
  rules         jsonb,
  platform_id   uuid default null,
  instrument_id uuid default null,
  valid_from    timestamptz default null
)
returns public.booking_rules
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.save_rules(
    save_rules.platform_id, save_rules.instrument_id, save_rules.customer_kind, save_rules.rules,
    save_rules.valid_from
  );
end;
$$;
comment on function public.save_rules is 'Makes a new version of the rules of a platform or of an instrument, from now or later on; what is not given stays. Raises PT403 platform_not_yours, PT404 platform_not_found, instrument_not_found, PT422 scope_ambiguous, validity_past, course_not_found, value_unknown, value_missing, values_malformed.';

create function public.save_tariff(
  customer_kind public.customer_kind,
  tariff        jsonb,
  platform_id   uuid default null,
  instrument_id uuid default null,
  valid_from    timestamptz default null
)
returns public.tariffs
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.save_tariff(
    save_tariff.platform_id, save_tariff.instrument_id, save_tariff.customer_kind, save_tariff.tariff,
    save_tariff.valid_from
  );
end;
$$;
comment on function public.save_tariff is 'Makes a new version of what a platform or an instrument charges, from now or later on. Raises PT403 platform_not_yours, PT404 platform_not_found, instrument_not_found, PT422 scope_ambiguous, validity_past, value_unknown, value_missing, values_malformed.';

create function public.save_quota(
  customer_kind public.customer_kind,
  holder        text,
  measure       text,
  span          text,
  at_most       integer,
  platform_id   uuid default null,
  instrument_id uuid default null,
  valid_from    timestamptz default null
)
returns public.booking_quotas
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.save_quota(
    save_quota.platform_id, save_quota.instrument_id, save_quota.customer_kind, save_quota.holder,
    save_quota.measure, save_quota.span, save_quota.at_most, save_quota.valid_from
  );
end;
$$;
comment on function public.save_quota is 'Limits how many bookings or minutes one person or organisation may have, in place of the same limit before. Raises PT403 platform_not_yours, PT404 platform_not_found, instrument_not_found, PT422 scope_ambiguous, validity_past, value_missing.';

create function public.end_rules(rules_id uuid, valid_until timestamptz default null)
returns public.booking_rules
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.end_rules(end_rules.rules_id, end_rules.valid_until);
end;
$$;
comment on function public.end_rules is 'Ends a version of rules now or later, or takes back one that has not begun. Raises PT403 platform_not_yours, PT404 rules_not_found, PT409 version_ended, PT422 validity_past.';

create function public.end_tariff(tariff_id uuid, valid_until timestamptz default null)
returns public.tariffs
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.end_tariff(end_tariff.tariff_id, end_tariff.valid_until);
end;
$$;
comment on function public.end_tariff is 'Ends a version of a tariff now or later, or takes back one that has not begun. Raises PT403 platform_not_yours, PT404 tariff_not_found, PT409 version_ended, PT422 validity_past.';

create function public.end_quota(quota_id uuid, valid_until timestamptz default null)
returns public.booking_quotas
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.end_quota(end_quota.quota_id, end_quota.valid_until);
end;
$$;
comment on function public.end_quota is 'Ends a quota now or later, or takes back one that has not begun. Raises PT403 platform_not_yours, PT404 quota_not_found, PT409 version_ended, PT422 validity_past.';

create function public.preview_rules(
  customer_kind public.customer_kind,
  rules         jsonb,
  platform_id   uuid default null,
  instrument_id uuid default null,
  valid_from    timestamptz default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.preview_rules(
    preview_rules.platform_id, preview_rules.instrument_id, preview_rules.customer_kind, preview_rules.rules,
    preview_rules.valid_from
  );
end;
$$;
comment on function public.preview_rules is 'What save_rules with the same arguments would have refused in the last ninety days, as {since, bookings, is_cut, refused, by_rule, examples, warnings}. Saves nothing. Raises what save_rules does.';

create function public.preview_tariff(
  customer_kind public.customer_kind,
  tariff        jsonb,
  platform_id   uuid default null,
  instrument_id uuid default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.preview_tariff(
    preview_tariff.platform_id, preview_tariff.instrument_id, preview_tariff.customer_kind,
    preview_tariff.tariff
  );
end;
$$;
comment on function public.preview_tariff is 'What the last ninety days would have cost by save_tariff with the same arguments, as {since, bookings, dearer, cheaper, newly_priced, by_arrangement, before_fen, after_fen}. Saves nothing. Raises what save_tariff does.';

insert into private.token_functions (function_name, scope)
values
  ('update_instrument', 'manage'),
  ('set_opening_hours', 'manage'),
  ('set_opening_exceptions', 'manage'),
  ('remove_opening_exceptions', 'manage'),
  ('load_holidays', 'manage'),
  ('unload_holidays', 'manage');

/* What customers pay and are judged by, a manager has seen tried before it holds. */
insert into private.token_functions (function_name, withheld_because)
values
  ('save_rules', 'By what bookings are judged is decided by people.'),
  ('end_rules', 'By what bookings are judged is decided by people.'),
  ('preview_rules', 'Of no use to whoever may not save rules.'),
  ('save_tariff', 'What bookings cost is decided by people.'),
  ('end_tariff', 'What bookings cost is decided by people.'),
  ('preview_tariff', 'Of no use to whoever may not save a tariff.'),
  ('save_quota', 'By what bookings are judged is decided by people.'),
  ('end_quota', 'By what bookings are judged is decided by people.');

grant execute on function
  private.update_instrument(uuid, jsonb),
  private.set_opening_hours(uuid, jsonb, boolean),
  private.set_opening_exceptions(uuid, date, date, jsonb, text, boolean),
  private.holiday_days(integer, jsonb),
  private.lay_holidays(uuid[], integer, jsonb, text, boolean),
  private.save_rules(uuid, uuid, public.customer_kind, jsonb, timestamptz),
  private.save_tariff(uuid, uuid, public.customer_kind, jsonb, timestamptz),
  private.save_quota(uuid, uuid, public.customer_kind, text, text, text, integer, timestamptz),
  private.end_rules(uuid, timestamptz),
  private.end_tariff(uuid, timestamptz),
  private.end_quota(uuid, timestamptz),
  private.preview_rules(uuid, uuid, public.customer_kind, jsonb, timestamptz),
  private.preview_tariff(uuid, uuid, public.customer_kind, jsonb),
  public.update_instrument(uuid, jsonb),
  public.set_opening_hours(uuid, jsonb, boolean),
  public.set_opening_exceptions(uuid, date, jsonb, text, date, boolean),
  public.remove_opening_exceptions(uuid, date, date, boolean),
  public.load_holidays(uuid[], integer, jsonb, boolean),
  public.unload_holidays(uuid[], integer, boolean),
  public.save_rules(public.customer_kind, jsonb, uuid, uuid, timestamptz),
  public.save_tariff(public.customer_kind, jsonb, uuid, uuid, timestamptz),
  public.save_quota(public.customer_kind, text, text, text, integer, uuid, uuid, timestamptz),
  public.end_rules(uuid, timestamptz),
  public.end_tariff(uuid, timestamptz),
  public.end_quota(uuid, timestamptz),
  public.preview_rules(public.customer_kind, jsonb, uuid, uuid, timestamptz),
  public.preview_tariff(public.customer_kind, jsonb, uuid, uuid)
to authenticated;

/* For pages: the limits of an instrument, its own and those of its platform. */
create function public.current_quotas(instrument public.instruments)
returns setof public.booking_quotas
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query
  select quotas.*
  from public.booking_quotas as quotas
  where quotas.scope_id in (instrument.id, instrument.platform_id)
    and quotas.valid_from <= now()
    and (quotas.valid_until > now()) is not false
  order by quotas.customer_kind, quotas.instrument_id is null, quotas.holder, quotas.measure, quotas.span;
end;
$$;
comment on function public.current_quotas is 'How much one customer may book of an instrument now, by kind of customer.';

grant execute on function public.current_quotas(public.instruments) to anon, authenticated, service_role;
