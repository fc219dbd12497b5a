/*
 * What was looked at and taken of datasets and literature, counted by the rules of COUNTER R5.1 and of
 * its code for research data (reference 5.1, 5.2). Events are raw and stay as they were written;
 * every figure is counted from them again and comes out the same.
 */
create type public.usage_action as enum (
  'investigation', 'request', 'no_license', 'limit_exceeded', 'search'
);
comment on type public.usage_action is 'investigation: a look at an item or at what is said of it; request: its full content was handed over, which is an investigation too; no_license, limit_exceeded: it was not, for want of a licence or because it had been taken as often as was granted; search: of the catalogue.';

create type public.usage_access_method as enum ('regular', 'machine', 'tdm');
comment on type public.usage_access_method is 'regular: a person; machine: a program that fetches data; tdm: text and data mining of literature by an agreed key.';

create type public.usage_metric as enum (
  'total_investigations', 'unique_investigations', 'total_requests', 'unique_requests',
  'unique_title_investigations', 'unique_title_requests', 'no_license', 'limit_exceeded',
  'searches_platform'
);
comment on type public.usage_metric is 'Metric_Type of COUNTER, of items or datasets as the resource is; titles are those of books.';

/*
 * One row for each action of somebody. No row refers to another table by a foreign key: it says how
 * things were then, whatever has become of them, and is written in one insert for many.
 */
create table private.usage_events (
  id                bigint generated always as identity,
  at                timestamptz not null,
  resource_kind     public.resource_kind,
  resource_id       uuid not null,
  platform_id       uuid,
  action            public.usage_action not null,
  access_method     public.usage_access_method not null,
  agent_class       text not null,
  status            smallint not null,
  visitor           bytea not null,
  address           inet,
  organisation_id   uuid,
  makerspace_id     uuid,
  beneficiary_class public.beneficiary_class,
  bytes             bigint,

  constraint usage_events_pkey primary key (at, id),
  constraint usage_events_resource_kind_is_counted check (resource_kind in ('dataset', 'literature')),
  constraint usage_events_searches_are_of_all check (
    (action = 'search') = (resource_kind is null) and (action = 'search') = (platform_id is null)
  ),
  constraint usage_events_agent_class_is_known check (agent_class in ('browser', 'program', 'token', 'unnamed')),
  constraint usage_events_method_fits_kind check (
    access_method <> case resource_kind when 'dataset' then 'tdm' else 'machine' end::public.usage_access_method
  ),
  constraint usage_events_classes_are_of_organisations check (
    (organisation_id is null) = (beneficiary_class is null)
    and (makerspace_id is null or organisation_id is not null)
  ),
  constraint usage_events_bytes_are_not_negative check (bytes >= 0)
) partition by range (at);
alter table private.usage_events enable row level security;
-- No role of the API reads or writes it: record_usage writes, count_usage_month reads.

comment on table private.usage_events is 'What was looked at or taken, by whom as far as counting needs it. Written by record_usage alone, a partition for each month.';
comment on column private.usage_events.resource_id is 'Of a search a keyed hash of what was searched for, which says that it was the same and not what.';
comment on column private.usage_events.agent_class is 'browser, program (by the list of Make Data Count), token (by an access token), unnamed (no User-Agent). Robots leave no event.';
comment on column private.usage_events.status is 'The HTTP status of the answer. 302 and 303 hand over what lies elsewhere.';
comment on column private.usage_events.visitor is 'Keyed hash of the person, or of address and User-Agent; the key is that of the year.';
comment on column private.usage_events.address is 'For looking into spikes; taken away after 90 days.';
comment on column private.usage_events.organisation_id is 'Whom a person who had signed in belonged to then, with class and makerspace as of that day.';
comment on column private.usage_events.bytes is 'What a request handed over, where it is known.';

/* Apart from what they are for, and deleted when nobody may find out an address any more. */
create table private.usage_salts (
  year smallint primary key,
  salt bytea not null,

  constraint usage_salts_salt_is_long check (octet_length(salt) = 32)
);
alter table private.usage_salts enable row level security;
comment on table private.usage_salts is 'The key that the visitors of a year are hashed with; deleted 90 days after the year.';

/* A note that a month has events which are not counted. Written by the batch, read by the worker. */
create table private.usage_marks (
  id    bigint generated always as identity primary key,
  month date not null
);
alter table private.usage_marks enable row level security;
comment on table private.usage_marks is 'Months to count again. A row for each batch, so that writers wait for nobody.';

/* Until when addresses have been taken away: the job need not look at what it has done. */
create table private.usage_ageing (
  is_only    boolean primary key default true,
  aged_until timestamptz not null,

  constraint usage_ageing_is_one_row check (is_only)
);
alter table private.usage_ageing enable row level security;
insert into private.usage_ageing (aged_until) values ('2015-11-12 00:00:00+08');
comment on table private.usage_ageing is 'Up to when events hold no address any more.';

create function private.usage_month(at timestamptz)
returns date
language plpgsql
stable
set search_path = ''
as $$
begin
  return date_trunc('month', usage_month.at at time zone private.ledger_zone())::date;
end;
$$;
comment on function private.usage_month is 'The first day of the month that an instant is counted in.';

create function private.usage_month_start(month date)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return usage_month_start.month::timestamp at time zone private.ledger_zone();
end;
$$;
comment on function private.usage_month_start is 'The instant at which a month begins.';

/*
 * The partition of a month, made where there is none. The worker makes them ahead; the writer asks
 * too, so that an event always has its place. There is no default partition: what lay in it would
 * have to be moved before the month could have one.
 */
create function private.ensure_usage_partition(month date)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_name constant text := 'usage_events_' || to_char(ensure_usage_partition.month, 'YYYY_MM');
begin
  if to_regclass('private.' || v_name) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('ensure_usage_partition', 0));
  if to_regclass('private.' || v_name) is not null then
    return;
  end if;

  -- Made apart and attached, which does not keep readers and writers of the other months waiting.
  -- The name is put together from a date.
  execute format(
    'create table private.%I (like private.usage_events including defaults including constraints)', v_name
  );
  execute format('alter table private.%I enable row level security', v_name);
  execute format('comment on table private.%I is %L', v_name, 'Events of one month.');
  execute format(
    'alter table private.usage_events attach partition private.%I for values from (%L) to (%L)',
    v_name,
    private.usage_month_start(ensure_usage_partition.month),
    private.usage_month_start((ensure_usage_partition.month + interval '1 month')::date)
  );
end;
$$;
comment on function private.ensure_usage_partition is 'Makes the partition of a month where there is none; given the first day of the month.';

create function private.ensure_usage_partitions()
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_this constant date := private.usage_month(now());
begin
  perform private.ensure_usage_partition(v_this);
  perform private.ensure_usage_partition((v_this + interval '1 month')::date);
end;
$$;
comment on function private.ensure_usage_partitions is 'Makes the partitions of this month and the next.';

select private.ensure_usage_partitions();

create function private.usage_salt(year smallint)
returns bytea
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_salt bytea;
begin
  select salts.salt into v_salt from private.usage_salts as salts where salts.year = usage_salt.year;
  if not found then
    insert into private.usage_salts (year, salt)
    values (usage_salt.year, extensions.gen_random_bytes(32))
    on conflict do nothing;
    select salts.salt into strict v_salt from private.usage_salts as salts where salts.year = usage_salt.year;
  end if;
  return v_salt;
end;
$$;
comment on function private.usage_salt is 'The key of a year, made with its first event.';

/*
 * Whom somebody is counted for: where they are served before where they serve, then the oldest. Class
 * and makerspace are those of that day, as the ledger has them.
 */
create function private.party_of_visitor(
  person_id uuid, host_id uuid, on_day date,
  out organisation_id uuid, out makerspace_id uuid, out beneficiary_class public.beneficiary_class
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_beneficiary private.beneficiary;
begin
  select memberships.organisation_id
  into organisation_id
  from public.memberships
  where memberships.person_id = party_of_visitor.person_id
  order by
    memberships.role not in ('owner', 'member'),
    memberships.created_at,
    memberships.organisation_id
  limit 1;
  if found then
    v_beneficiary := private.beneficiary_on(organisation_id, party_of_visitor.host_id, party_of_visitor.on_day);
    makerspace_id := v_beneficiary.makerspace_id;
    beneficiary_class := v_beneficiary.class;
  end if;
end;
$$;
comment on function private.party_of_visitor is 'The one organisation that what a person looks at is counted for, and what it was on that day; nulls where they belong to none.';

/* Who runs a platform and looks at what it offers does so for themselves. */
create function private.staffs(person_id uuid, platform_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.memberships
    join public.platforms on platforms.organisation_id = memberships.organisation_id
    where memberships.person_id = staffs.person_id
      and memberships.role in ('manager', 'technician')
      and platforms.id = staffs.platform_id
      and (memberships.platform_id is null or memberships.platform_id = platforms.id)
  );
end;
$$;
comment on function private.staffs is 'True when a person is manager or technician of a platform.';

/*
 * The writer. What happened is said by the server that answered, with the secret key, and for many
 * visitors at once; nobody else may say it, for who could would write the figures that platforms
 * are evaluated by. What belongs to a resource and to a person is looked up here and not believed.
 */
create function private.record_usage(events jsonb)
returns integer
language plpgsql
volatile
security definer -- the only writer of a table that no role may write
set search_path = ''
as $$
declare
  v_month    date;
  v_recorded integer;
begin
  if jsonb_typeof(record_usage.events) is distinct from 'array'
    or jsonb_array_length(record_usage.events) > 1000 then
    raise exception 'usage_batch_invalid' using errcode = 'PT422';
  end if;

  for v_month in
    select distinct private.usage_month(told.at)
    from jsonb_to_recordset(record_usage.events) as told (at timestamptz)
    where told.at between now() - interval '1 day' and now() + interval '1 minute'
  loop
    perform private.ensure_usage_partition(v_month);
  end loop;

  with told as (
    select told.*
    from jsonb_to_recordset(record_usage.events) as told (
      at            timestamptz,
      resource_kind public.resource_kind,
      resource_id   uuid,
      action        public.usage_action,
      access_method public.usage_access_method,
      agent_class   text,
      agent         text,
      status        smallint,
      address       inet,
      person_id     uuid,
      terms         text
    )
    -- A server whose clock is off, or that was cut off for long, does not write into other months.
    where told.at between now() - interval '1 day' and now() + interval '1 minute'
  ),
  of_resources as (
    select
      told.at, told.resource_kind, told.action, told.access_method, told.agent_class, told.agent,
      told.status, told.address, told.person_id,
      case told.action
        -- What people search for is kept by nobody.
        when 'search' then
          encode(
            substring(
              extensions.hmac(
                convert_to('search|' || coalesce(told.terms, ''), 'UTF8'),
                private.usage_salt(extract(year from told.at at time zone private.ledger_zone())::smallint),
                'sha256'
              )
              from 1 for 16
            ),
            'hex'
          )::uuid
        else told.resource_id
      end as resource_id,
      platforms.id as platform_id, platforms.organisation_id as host_id,
      case told.action when 'request' then datasets.size_bytes end as bytes
    from told
    left join public.datasets on told.resource_kind = 'dataset' and datasets.id = told.resource_id
    left join public.literature_items
      on told.resource_kind = 'literature' and literature_items.id = told.resource_id
    left join public.platforms
      on platforms.id = coalesce(datasets.platform_id, literature_items.platform_id)
    where case told.action
      when 'search' then told.resource_kind is null and told.access_method = 'regular'
      else platforms.id is not null
    end
  ),
  of_visitors as (
    select of_resources.*, parties.*
    from of_resources
    cross join lateral private.party_of_visitor(
      of_resources.person_id, of_resources.host_id,
      (of_resources.at at time zone private.ledger_zone())::date
    ) as parties
    where of_resources.person_id is null
      or not private.staffs(of_resources.person_id, of_resources.platform_id)
  ),
  recorded as (
    insert into private.usage_events (
      at, resource_kind, resource_id, platform_id, action, access_method, agent_class, status, visitor,
      address, organisation_id, makerspace_id, beneficiary_class, bytes
    )
    select
      at, resource_kind, resource_id, platform_id, action, access_method, agent_class, status,
      extensions.hmac(
        convert_to(
          coalesce('person|' || person_id, concat_ws('|', 'address', host(address), coalesce(agent, ''))),
          'UTF8'
        ),
        private.usage_salt(extract(year from at at time zone private.ledger_zone())::smallint),
        'sha256'
      ),
      address, organisation_id, makerspace_id, beneficiary_class, bytes
    from of_visitors
    order by at
    returning at
  ),
  -- A click can take one of half a minute before with it, into another month.
  marked as (
    insert into private.usage_marks (month)
    select private.usage_month(recorded.at) from recorded
    union
    select private.usage_month(recorded.at - interval '30 seconds') from recorded
  )
  select count(*) into v_recorded from recorded;
  return v_recorded;
end;
$$;
comment on function private.record_usage is 'The writer behind public.record_usage.';

create function public.record_usage(events jsonb)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.record_usage(record_usage.events);
end;
$$;
comment on function public.record_usage is 'Keeps what visitors looked at or took, as the server that answered them tells it with the secret key: at most 1000 objects of at, resource_kind, resource_id, action, access_method, agent_class, agent, status, address, person_id, and of a search its terms. Leaves out unknown resources, a lab''s own looks and what is older than a day. Returns how many were kept. Raises PT422 usage_batch_invalid.';

grant execute on function private.record_usage(jsonb), public.record_usage(jsonb) to service_role;
insert into private.token_functions (function_name, withheld_because)
values ('record_usage', 'Only the server that answered a visitor says that it did.');

/*
 * Takes addresses away after 90 days, and the key of a year 90 days after its end: from then on
 * nobody can say of an event whose it was. The hashes stay, so that a recount comes out the same.
 */
create function private.age_usage_events()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_until constant timestamptz := now() - interval '90 days';
  v_since timestamptz;
  v_aged  integer;
begin
  select ageing.aged_until into v_since from private.usage_ageing as ageing for update;

  update private.usage_events as events
  set address = null
  where events.at >= v_since and events.at < v_until and events.address is not null;
  get diagnostics v_aged = row_count;

  update private.usage_ageing set aged_until = greatest(v_since, v_until);
  delete from private.usage_salts as salts
  where salts.year < extract(year from v_until at time zone private.ledger_zone());
  return v_aged;
end;
$$;
comment on function private.age_usage_events is 'Takes the addresses of events older than 90 days away, and deletes the keys of years that ended then. Returns how many addresses it took.';
