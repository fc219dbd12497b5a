/*
 * Counting. A month is counted from its events as a whole, and again when it has others: what is kept
 * is what a count from scratch gives, because it is one.
 */
create table public.usage_by_month (
  id                bigint generated always as identity primary key,
  month             date not null,
  resource_kind     public.resource_kind not null,
  resource_id       uuid not null,
  platform_id       uuid not null references public.platforms on delete restrict,
  organisation_id   uuid references public.organisations on delete restrict,
  makerspace_id     uuid references public.organisations on delete restrict,
  beneficiary_class public.beneficiary_class,
  access_method     public.usage_access_method not null,
  metric            public.usage_metric not null,
  count             bigint not null,
  bytes             bigint not null,

  constraint usage_by_month_month_begins_one check (extract(day from month) = 1),
  constraint usage_by_month_count_is_positive check (count > 0),
  constraint usage_by_month_bytes_are_not_negative check (bytes >= 0),
  constraint usage_by_month_is_counted_once unique nulls not distinct (
    month, resource_id, platform_id, organisation_id, makerspace_id, beneficiary_class, access_method, metric
  )
);

create index usage_by_month_resource_id_idx on public.usage_by_month (resource_id, month);
create index usage_by_month_platform_id_idx on public.usage_by_month (platform_id, month);
create index usage_by_month_organisation_id_idx on public.usage_by_month (organisation_id)
  where organisation_id is not null;
create index usage_by_month_makerspace_id_idx on public.usage_by_month (makerspace_id)
  where makerspace_id is not null;

alter table public.usage_by_month enable row level security;

create policy usage_by_month_select_users_and_evaluators on public.usage_by_month
  for select to authenticated
  using (
    organisation_id in (select private.organisation_ids_of_current_person())
    or (select private.is_evaluator())
    or (select private.is_administrator())
  );

grant select on public.usage_by_month to authenticated, service_role;
-- No insert, update or delete: count_usage_month writes it. A lab reads its figures through functions
-- that do not say which organisation looked at what.

comment on table public.usage_by_month is 'How often each dataset and literature item was used in a month, by whom and how, counted by COUNTER R5.1 rules.';
comment on column public.usage_by_month.month is 'Its first day; months are those of Asia/Shanghai.';
comment on column public.usage_by_month.organisation_id is 'Whom it was used by; null for visitors who had not signed in.';
comment on column public.usage_by_month.beneficiary_class is 'What that organisation was to the policy when it happened.';
comment on column public.usage_by_month.bytes is 'What was handed over by the requests among them.';

/*
 * The figures of a month added up to platforms, so that a report of all of them for a year reads
 * thousands of rows and not millions. Kept with the count, of which it is a part; which organisations
 * they were is apart, for only how many there were is asked of it.
 */
create table private.usage_of_platforms_by_month (
  month             date not null,
  resource_kind     public.resource_kind not null,
  platform_id       uuid not null references public.platforms on delete restrict,
  data_type         text not null,
  beneficiary_class public.beneficiary_class,
  access_method     public.usage_access_method not null,
  metric            public.usage_metric not null,
  count             bigint not null,
  bytes             bigint not null,

  constraint usage_of_platforms_by_month_key unique nulls not distinct (
    platform_id, month, resource_kind, data_type, beneficiary_class, access_method, metric
  )
);
create index usage_of_platforms_by_month_month_idx on private.usage_of_platforms_by_month (month);
alter table private.usage_of_platforms_by_month enable row level security;
comment on table private.usage_of_platforms_by_month is 'usage_by_month added up to platforms, kinds of items and classes of users. Written by count_usage_month alone.';
comment on column private.usage_of_platforms_by_month.data_type is 'Data_Type of COUNTER; chapters are reported with their books (R5.1, 3.3.9).';

create table private.usage_organisations_by_month (
  month           date not null,
  resource_kind   public.resource_kind not null,
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid not null references public.organisations on delete restrict,

  primary key (platform_id, resource_kind, organisation_id, month)
);
create index usage_organisations_by_month_month_idx on private.usage_organisations_by_month (month);
create index usage_organisations_by_month_organisation_id_idx
  on private.usage_organisations_by_month (organisation_id);
alter table private.usage_organisations_by_month enable row level security;
comment on table private.usage_organisations_by_month is 'Which organisations used something of a platform in a month. Written by count_usage_month alone.';

/* Searches are of the whole catalogue and of no platform, so they are kept apart. */
create table private.searches_by_month (
  month             date not null,
  beneficiary_class public.beneficiary_class,
  access_method     public.usage_access_method not null,
  count             bigint not null,

  constraint searches_by_month_key unique nulls not distinct (month, beneficiary_class, access_method)
);
alter table private.searches_by_month enable row level security;
comment on table private.searches_by_month is 'How often the catalogue was searched in a month (Searches_Platform). Written by count_usage_month alone.';

create table public.usage_months (
  month      date primary key,
  events     bigint not null,
  counted_at timestamptz not null default now()
);
alter table public.usage_months enable row level security;
create policy usage_months_select_all on public.usage_months
  for select to anon, authenticated using (true);
grant select on public.usage_months to anon, authenticated, service_role;
comment on table public.usage_months is 'Which months of use have been counted, when, and from how many events.';

/*
 * One pass over the events of a month. Of two clicks of one visitor on one thing within thirty seconds
 * the first is dropped, and so on along a chain, which may reach into the next month. Datasets have
 * their clicks dropped for every metric, literature for totals only (reference 5.1.2, 5.2). A session
 * is a visitor in an hour on the clock. What was refused is counted by clicks alone. A search that is sent
 * again within thirty seconds gets no new result, so it is one.
 */
create function private.count_usage(month date)
returns table (
  resource_kind     public.resource_kind,
  resource_id       uuid,
  platform_id       uuid,
  organisation_id   uuid,
  makerspace_id     uuid,
  beneficiary_class public.beneficiary_class,
  access_method     public.usage_access_method,
  metric            public.usage_metric,
  count             bigint,
  bytes             bigint
)
language plpgsql
stable
set search_path = ''
-- Sorts of a million events stay in memory.
set work_mem = '64MB'
as $$
#variable_conflict use_column
declare
  v_from constant timestamptz := private.usage_month_start(count_usage.month);
  v_to   constant timestamptz := private.usage_month_start((count_usage.month + interval '1 month')::date);
begin
  return query
  with clicks as (
    select
      events.*,
      lead(events.at) over (
        partition by events.visitor, events.resource_id, events.action
        order by events.at, events.id
      ) as next_at
    from private.usage_events as events
    where events.at >= v_from
      and events.at < v_to + interval '30 seconds'
      and (
        events.status in (200, 304)
        or (events.action = 'request' and events.status in (302, 303))
        -- What was refused is no success.
        or events.action in ('no_license', 'limit_exceeded')
      )
  ),
  valid as (
    select
      clicks.*,
      (clicks.next_at - clicks.at <= interval '30 seconds') is not true as is_kept,
      -- Hours of UTC begin with those of the zone, which is whole hours from it.
      date_trunc('hour', clicks.at, 'UTC') as hour
    from clicks
    where clicks.at < v_to
  ),
  sessions as materialized (
    select
      valid.resource_kind, valid.resource_id, valid.platform_id, valid.organisation_id,
      valid.makerspace_id, valid.beneficiary_class, valid.access_method, valid.visitor, valid.hour,
      count(*) filter (where valid.is_kept) as investigations,
      count(*) filter (where valid.is_kept and valid.action = 'request') as requests,
      coalesce(sum(valid.bytes) filter (where valid.is_kept), 0) as bytes,
      bool_or(valid.is_kept or valid.resource_kind = 'literature') as investigated,
      bool_or(valid.action = 'request' and (valid.is_kept or valid.resource_kind = 'literature')) as requested,
      coalesce(max(valid.bytes) filter (where valid.is_kept or valid.resource_kind = 'literature'), 0) as bytes_once
    from valid
    where valid.action in ('investigation', 'request')
    group by
      valid.resource_kind, valid.resource_id, valid.platform_id, valid.organisation_id,
      valid.makerspace_id, valid.beneficiary_class, valid.access_method, valid.visitor, valid.hour
  ),
  items as (
    select
      sessions.resource_kind, sessions.resource_id, sessions.platform_id, sessions.organisation_id,
      sessions.makerspace_id, sessions.beneficiary_class, sessions.access_method,
      sum(sessions.investigations)::bigint as total_investigations,
      count(*) filter (where sessions.investigated) as unique_investigations,
      sum(sessions.requests)::bigint as total_requests,
      count(*) filter (where sessions.requested) as unique_requests,
      sum(sessions.bytes)::bigint as bytes,
      sum(sessions.bytes_once)::bigint as bytes_once
    from sessions
    group by
      sessions.resource_kind, sessions.resource_id, sessions.platform_id, sessions.organisation_id,
      sessions.makerspace_id, sessions.beneficiary_class, sessions.access_method
  ),
  -- A book is a title, and so is the book that its chapters are of. What a session has read of one is
  -- counted once, at the first of its parts.
  titles as (
    select
      (array_agg(sessions.resource_id order by sessions.resource_id))[1] as resource_id,
      (array_agg(sessions.resource_id order by sessions.resource_id) filter (where sessions.requested))[1] as requested_id,
      sessions.platform_id, sessions.organisation_id, sessions.makerspace_id,
      sessions.beneficiary_class, sessions.access_method
    from sessions
    join public.literature_items on literature_items.id = sessions.resource_id
    where sessions.resource_kind = 'literature'
      and sessions.investigated
      and literature_items.data_type in ('Book', 'Book_Segment')
    group by
      case literature_items.data_type
        when 'Book' then literature_items.title
        else coalesce(literature_items.venue, literature_items.id::text)
      end,
      sessions.platform_id, sessions.organisation_id, sessions.makerspace_id,
      sessions.beneficiary_class, sessions.access_method, sessions.visitor, sessions.hour
  ),
  figures as (
    select
      items.resource_kind, items.resource_id, items.platform_id, items.organisation_id,
      items.makerspace_id, items.beneficiary_class, items.access_method,
      figures.metric, figures.count, figures.bytes
    from items
    cross join lateral (
      values
        ('total_investigations'::public.usage_metric, items.total_investigations, items.bytes),
        ('unique_investigations', items.unique_investigations, items.bytes_once),
        ('total_requests', items.total_requests, items.bytes),
        ('unique_requests', items.unique_requests, items.bytes_once)
    ) as figures (metric, count, bytes)
    where figures.count > 0
    union all
    select
      'literature', titles.resource_id, titles.platform_id, titles.organisation_id,
      titles.makerspace_id, titles.beneficiary_class, titles.access_method,
      'unique_title_investigations', count(*), 0
    from titles
    group by 2, 3, 4, 5, 6, 7
    union all
    select
      'literature', titles.requested_id, titles.platform_id, titles.organisation_id,
      titles.makerspace_id, titles.beneficiary_class, titles.access_method,
      'unique_title_requests', count(*), 0
    from titles
    where titles.requested_id is not null
    group by 2, 3, 4, 5, 6, 7
    union all
    select
      valid.resource_kind, valid.resource_id, valid.platform_id, valid.organisation_id,
      valid.makerspace_id, valid.beneficiary_class, valid.access_method,
      case valid.action
        when 'no_license' then 'no_license'::public.usage_metric
        else 'limit_exceeded'::public.usage_metric
      end,
      count(*), 0
    from valid
    where valid.action in ('no_license', 'limit_exceeded') and valid.is_kept
    group by 1, 2, 3, 4, 5, 6, 7, 8
    union all
    select
      null, null, null, null, null, valid.beneficiary_class, valid.access_method, 'searches_platform',
      count(*), 0
    from valid
    where valid.action = 'search' and valid.is_kept
    group by valid.beneficiary_class, valid.access_method
  )
  select * from figures;
end;
$$;
comment on function private.count_usage is 'The figures of a month, counted from its events; searches are of no resource.';

create function private.count_usage_month(month date)
returns void
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  -- One count of a month at a time; the second finds what the first has kept.
  perform pg_advisory_xact_lock(hashtextextended('count_usage_month/' || count_usage_month.month, 0));

  delete from public.usage_by_month as known where known.month = count_usage_month.month;
  delete from private.searches_by_month as known where known.month = count_usage_month.month;
  with counted as materialized (
    select counts.* from private.count_usage(count_usage_month.month) as counts
  ),
  searched as (
    insert into private.searches_by_month (month, beneficiary_class, access_method, count)
    select count_usage_month.month, counted.beneficiary_class, counted.access_method, counted.count
    from counted
    where counted.metric = 'searches_platform'
  )
  insert into public.usage_by_month (
    month, resource_kind, resource_id, platform_id, organisation_id, makerspace_id, beneficiary_class,
    access_method, metric, count, bytes
  )
  select count_usage_month.month, counted.*
  from counted
  where counted.metric <> 'searches_platform';

  delete from private.usage_of_platforms_by_month as known where known.month = count_usage_month.month;
  insert into private.usage_of_platforms_by_month (
    month, resource_kind, platform_id, data_type, beneficiary_class, access_method, metric, count, bytes
  )
  select
    figures.month, figures.resource_kind, figures.platform_id,
    case
      when items.data_type = 'Book_Segment' then 'Book'
      else coalesce(items.data_type, 'Dataset')
    end,
    figures.beneficiary_class, figures.access_method, figures.metric,
    sum(figures.count), sum(figures.bytes)
  from public.usage_by_month as figures
  left join public.literature_items as items on items.id = figures.resource_id
  where figures.month = count_usage_month.month
  group by 1, 2, 3, 4, 5, 6, 7;

  delete from private.usage_organisations_by_month as known where known.month = count_usage_month.month;
  insert into private.usage_organisations_by_month (month, resource_kind, platform_id, organisation_id)
  select distinct figures.month, figures.resource_kind, figures.platform_id, figures.organisation_id
  from public.usage_by_month as figures
  where figures.month = count_usage_month.month
    and figures.organisation_id is not null
    -- Who was refused has used nothing.
    and figures.metric not in ('no_license', 'limit_exceeded');

  insert into public.usage_months (month, events, counted_at)
  select count_usage_month.month, count(*), now()
  from private.usage_events as events
  where events.at >= private.usage_month_start(count_usage_month.month)
    and events.at < private.usage_month_start((count_usage_month.month + interval '1 month')::date)
  on conflict (month) do update
  set events = excluded.events, counted_at = excluded.counted_at;
end;
$$;
comment on function private.count_usage_month is 'Counts a month from its events and keeps the figures in the place of those before.';

/*
 * What the worker calls until there is nothing left. The marks are read before the events and only
 * those are taken away: what is recorded meanwhile has a mark of its own.
 */
create function private.count_next_usage_month()
returns date
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_month date;
  v_marks bigint[];
begin
  select marks.month, array_agg(marks.id)
  into v_month, v_marks
  from private.usage_marks as marks
  group by marks.month
  order by marks.month
  limit 1;
  if not found then
    return null;
  end if;

  perform private.count_usage_month(v_month);
  delete from private.usage_marks as marks where marks.id = any(v_marks);
  return v_month;
end;
$$;
comment on function private.count_next_usage_month is 'Counts the first month that has events which are not counted, and says which; null when there is none.';

/*
 * The months that reports can be made of: from the first that was counted until the last that is over
 * and has nothing left to count.
 */
create function private.usage_available()
returns table (first_month date, last_month date)
language plpgsql
stable
security definer -- reads the marks, which no role may read
set search_path = ''
as $$
begin
  return query
  select bounds.first_month, bounds.last_month
  from (
    select
      (select min(months.month) from public.usage_months as months) as first_month,
      least(
        (private.usage_month(now()) - interval '1 month')::date,
        (select (min(marks.month) - interval '1 month')::date from private.usage_marks as marks)
      ) as last_month
  ) as bounds
  where bounds.first_month <= bounds.last_month;
end;
$$;
comment on function private.usage_available is 'The reader behind public.usage_available.';

create function public.usage_available()
returns table (first_month date, last_month date)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query select available.first_month, available.last_month from private.usage_available() as available;
end;
$$;
comment on function public.usage_available is 'The first and the last month that a report of use can be made of; no row while there is none.';

/*
 * What everybody may know of a dataset or an item: how often it was used within a year. How many
 * organisations used it is not said of fewer than three (reference 6.5).
 */
create function private.resource_usage(resource_id uuid)
returns table (investigations bigint, requests bigint, organisations bigint)
language plpgsql
stable
security definer -- adds up rows of which visitors may not know the organisations
set search_path = ''
as $$
begin
  return query
  select
    coalesce(sum(figures.count) filter (where figures.metric = 'unique_investigations'), 0)::bigint,
    coalesce(sum(figures.count) filter (where figures.metric = 'unique_requests'), 0)::bigint,
    case
      when count(distinct figures.organisation_id) >= 3 then count(distinct figures.organisation_id)
    end
  from public.usage_by_month as figures
  where figures.resource_id = resource_usage.resource_id
    and figures.metric not in ('no_license', 'limit_exceeded')
    and figures.month > private.usage_month(now()) - interval '12 months'
    and figures.access_method <> 'tdm';
end;
$$;
comment on function private.resource_usage is 'The reader behind public.resource_usage.';

create function public.resource_usage(resource_id uuid)
returns table (investigations bigint, requests bigint, organisations bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select used.investigations, used.requests, used.organisations
  from private.resource_usage(resource_usage.resource_id) as used;
end;
$$;
comment on function public.resource_usage is 'Unique investigations and requests of a dataset or an item in this month and the eleven before it, and by how many organisations; null where those are fewer than three.';

/* Whose figures somebody may have: a lab its own, evaluators everybody's. */
create function private.can_read_usage(platform_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  -- Nobody staffs null, and `in` says of it neither yes nor no.
  return private.is_evaluator() or coalesce(private.can_staff(can_read_usage.platform_id), false);
end;
$$;
comment on function private.can_read_usage is 'True when the person asking may read the use of a platform''s resources; for null, of all platforms.';

/*
 * The rows of an item report, for the next so many resources after one. Whose use it was is added up:
 * a lab learns how much its data are used, and not by whom.
 */
create function private.usage_of_items(
  resource_kind public.resource_kind,
  platform_id   uuid,
  begin_month   date,
  end_month     date,
  after         uuid,
  size          integer
)
returns table (
  resource_id   uuid,
  access_method public.usage_access_method,
  metric        public.usage_metric,
  counts        bigint[],
  total         bigint,
  bytes         bigint,
  volumes       bigint[],
  platform      jsonb,
  item          jsonb
)
language plpgsql
stable
security definer -- adds up rows of which a lab may not know the organisations
set search_path = ''
as $$
#variable_conflict use_column
begin
  if not private.can_read_usage(usage_of_items.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;

  return query
  with resources as (
    select distinct figures.resource_id
    from public.usage_by_month as figures
    where figures.resource_kind = usage_of_items.resource_kind
      and figures.month between usage_of_items.begin_month and usage_of_items.end_month
      and (usage_of_items.platform_id is null or figures.platform_id = usage_of_items.platform_id)
      and (usage_of_items.after is null or figures.resource_id > usage_of_items.after)
    order by 1
    limit least(usage_of_items.size, 1000)
  ),
  by_month as (
    select
      figures.resource_id, figures.platform_id, figures.access_method, figures.metric, figures.month,
      sum(figures.count)::bigint as count, sum(figures.bytes)::bigint as bytes
    from resources
    join public.usage_by_month as figures on figures.resource_id = resources.resource_id
    where figures.month between usage_of_items.begin_month and usage_of_items.end_month
      and (usage_of_items.platform_id is null or figures.platform_id = usage_of_items.platform_id)
      and figures.metric not in ('unique_title_investigations', 'unique_title_requests')
    group by 1, 2, 3, 4, 5
  ),
  by_item as (
    select
      by_month.resource_id, by_month.platform_id, by_month.access_method, by_month.metric,
      array(
        select coalesce(sum(month_figures.count), 0)::bigint
        from generate_series(
          usage_of_items.begin_month::timestamp, usage_of_items.end_month::timestamp, interval '1 month'
        ) as months (month)
        left join unnest(array_agg(by_month.month), array_agg(by_month.count)) as month_figures (month, count)
          on month_figures.month = months.month::date
        group by months.month
        order by months.month
      ) as counts,
      sum(by_month.count)::bigint as total,
      sum(by_month.bytes)::bigint as bytes,
      array(
        select coalesce(sum(month_figures.bytes), 0)::bigint
        from generate_series(
          usage_of_items.begin_month::timestamp, usage_of_items.end_month::timestamp, interval '1 month'
        ) as months (month)
        left join unnest(array_agg(by_month.month), array_agg(by_month.bytes)) as month_figures (month, bytes)
          on month_figures.month = months.month::date
        group by months.month
        order by months.month
      ) as volumes
    from by_month
    group by 1, 2, 3, 4
  )
  select
    by_item.resource_id, by_item.access_method, by_item.metric, by_item.counts, by_item.total, by_item.bytes,
    by_item.volumes, jsonb_build_object('id', platforms.id, 'name', platforms.name, 'name_en', platforms.name_en),
    case usage_of_items.resource_kind
      when 'dataset' then jsonb_build_object(
        'title', datasets.title, 'title_en', datasets.title_en, 'language', datasets.language,
        'publisher', coalesce(datasets.publisher, platforms.name), 'creators', datasets.creators,
        'doi', datasets.doi, 'cstr', datasets.cstr, 'published_on', datasets.published_on,
        'version', datasets.version
      )
      else jsonb_build_object(
        'title', items.title, 'title_en', items.title_en, 'language', items.language,
        'authors', items.authors, 'venue', items.venue, 'doi', items.doi,
        'published_year', items.published_year, 'data_type', items.data_type, 'access', items.access
      )
    end
  from by_item
  join public.platforms on platforms.id = by_item.platform_id
  left join public.datasets on datasets.id = by_item.resource_id
  left join public.literature_items as items on items.id = by_item.resource_id
  order by by_item.resource_id, by_item.platform_id, by_item.access_method, by_item.metric;
end;
$$;
comment on function private.usage_of_items is 'The reader behind public.usage_of_items.';

create function public.usage_of_items(
  resource_kind public.resource_kind,
  begin_month   date,
  end_month     date,
  platform_id   uuid default null,
  after         uuid default null,
  size          integer default 200
)
returns table (
  resource_id   uuid,
  access_method public.usage_access_method,
  metric        public.usage_metric,
  counts        bigint[],
  total         bigint,
  bytes         bigint,
  volumes       bigint[],
  platform      jsonb,
  item          jsonb
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select
    used.resource_id, used.access_method, used.metric, used.counts, used.total, used.bytes,
    used.volumes, used.platform, used.item
  from private.usage_of_items(
    usage_of_items.resource_kind, usage_of_items.platform_id, usage_of_items.begin_month,
    usage_of_items.end_month, usage_of_items.after, usage_of_items.size
  ) as used;
end;
$$;
comment on function public.usage_of_items is 'How often each of the next so many datasets or items was used, month by month, with the bytes handed over in each: of one platform for its people, of all for evaluators. Raises PT403 platform_not_yours.';

/* The same added up to platforms and kinds of items, for platform reports. */
create function private.usage_of_platforms(
  resource_kind public.resource_kind,
  platform_id   uuid,
  begin_month   date,
  end_month     date
)
returns table (
  platform      jsonb,
  data_type     text,
  access_method public.usage_access_method,
  metric        public.usage_metric,
  counts        bigint[],
  total         bigint,
  bytes         bigint
)
language plpgsql
stable
security definer -- adds up rows of which a lab may not know the organisations
set search_path = ''
as $$
#variable_conflict use_column
begin
  if not private.can_read_usage(usage_of_platforms.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;

  return query
  with by_month as (
    select
      figures.platform_id, figures.data_type, figures.access_method, figures.metric, figures.month,
      sum(figures.count)::bigint as count, sum(figures.bytes)::bigint as bytes
    from private.usage_of_platforms_by_month as figures
    where figures.resource_kind = usage_of_platforms.resource_kind
      and figures.month between usage_of_platforms.begin_month and usage_of_platforms.end_month
      and (usage_of_platforms.platform_id is null or figures.platform_id = usage_of_platforms.platform_id)
    group by 1, 2, 3, 4, 5
  ),
  by_platform as (
    select
      by_month.platform_id, by_month.data_type, by_month.access_method, by_month.metric,
      array(
        select coalesce(sum(month_figures.count), 0)::bigint
        from generate_series(
          usage_of_platforms.begin_month::timestamp, usage_of_platforms.end_month::timestamp, interval '1 month'
        ) as months (month)
        left join unnest(array_agg(by_month.month), array_agg(by_month.count)) as month_figures (month, count)
          on month_figures.month = months.month::date
        group by months.month
        order by months.month
      ) as counts,
      sum(by_month.count)::bigint as total,
      sum(by_month.bytes)::bigint as bytes
    from by_month
    group by 1, 2, 3, 4
  ),
  searches as (
    select months.month, coalesce(sum(known.count), 0)::bigint as count
    from generate_series(
      usage_of_platforms.begin_month::timestamp, usage_of_platforms.end_month::timestamp, interval '1 month'
    ) as months (month)
    left join private.searches_by_month as known on known.month = months.month::date
    group by months.month
  ),
  reported as (
    select
      jsonb_build_object('id', platforms.id, 'name', platforms.name, 'name_en', platforms.name_en) as platform,
      by_platform.data_type, by_platform.access_method, by_platform.metric, by_platform.counts,
      by_platform.total, by_platform.bytes, platforms.name, platforms.id
    from by_platform
    join public.platforms on platforms.id = by_platform.platform_id
    union all
    -- One catalogue is searched, whoever's things are in it, so it is a platform of its own here.
    select
      jsonb_build_object('id', 'catalogue', 'name', '仪享 Yixiang', 'name_en', 'Yixiang'),
      'Platform', 'regular', 'searches_platform', array_agg(searches.count order by searches.month),
      sum(searches.count)::bigint, 0, null, null
    from searches
    where usage_of_platforms.platform_id is null and usage_of_platforms.resource_kind = 'literature'
    having sum(searches.count) > 0
  )
  select
    reported.platform, reported.data_type, reported.access_method, reported.metric, reported.counts,
    reported.total, reported.bytes
  from reported
  order by reported.name nulls last, reported.id, reported.data_type, reported.access_method, reported.metric;
end;
$$;
comment on function private.usage_of_platforms is 'The reader behind public.usage_of_platforms.';

create function public.usage_of_platforms(
  resource_kind public.resource_kind,
  begin_month   date,
  end_month     date,
  platform_id   uuid default null
)
returns table (
  platform      jsonb,
  data_type     text,
  access_method public.usage_access_method,
  metric        public.usage_metric,
  counts        bigint[],
  total         bigint,
  bytes         bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select
    used.platform, used.data_type, used.access_method, used.metric, used.counts, used.total, used.bytes
  from private.usage_of_platforms(
    usage_of_platforms.resource_kind, usage_of_platforms.platform_id, usage_of_platforms.begin_month,
    usage_of_platforms.end_month
  ) as used;
end;
$$;
comment on function public.usage_of_platforms is 'How often the datasets or the literature of platforms were used, month by month and by kind of item, and of all of literature how often the catalogue was searched: of one platform for its people, of all for evaluators. Raises PT403 platform_not_yours.';

/*
 * What an evaluator compares: use of each platform within months, and what of it startups and
 * makerspaces made.
 */
create function private.compare_usage(begin_month date, end_month date)
returns table (
  platform_id           uuid,
  resource_kind         public.resource_kind,
  unique_investigations bigint,
  unique_requests       bigint,
  policy_requests       bigint,
  bytes                 bigint,
  organisations         bigint
)
language plpgsql
stable
security definer -- reads what is added up to platforms, which no role may read
set search_path = ''
as $$
#variable_conflict use_column
begin
  if not (private.is_evaluator() or private.is_administrator()) then
    return;
  end if;

  return query
  with users as (
    select
      known.platform_id, known.resource_kind, count(distinct known.organisation_id) as organisations
    from private.usage_organisations_by_month as known
    where known.month between compare_usage.begin_month and compare_usage.end_month
    group by 1, 2
  )
  select
    figures.platform_id,
    figures.resource_kind,
    coalesce(sum(figures.count) filter (where figures.metric = 'unique_investigations'), 0)::bigint,
    coalesce(sum(figures.count) filter (where figures.metric = 'unique_requests'), 0)::bigint,
    coalesce(sum(figures.count) filter (
      where figures.metric = 'unique_requests' and figures.beneficiary_class in ('startup', 'makerspace')
    ), 0)::bigint,
    coalesce(sum(figures.bytes) filter (where figures.metric = 'unique_requests'), 0)::bigint,
    coalesce(max(users.organisations), 0)
  from private.usage_of_platforms_by_month as figures
  left join users using (platform_id, resource_kind)
  where figures.month between compare_usage.begin_month and compare_usage.end_month
  group by figures.platform_id, figures.resource_kind;
end;
$$;
comment on function private.compare_usage is 'The reader behind public.compare_usage.';

create function public.compare_usage(begin_month date, end_month date)
returns table (
  platform_id           uuid,
  resource_kind         public.resource_kind,
  unique_investigations bigint,
  unique_requests       bigint,
  policy_requests       bigint,
  bytes                 bigint,
  organisations         bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select
    compared.platform_id, compared.resource_kind, compared.unique_investigations, compared.unique_requests,
    compared.policy_requests, compared.bytes, compared.organisations
  from private.compare_usage(compare_usage.begin_month, compare_usage.end_month) as compared;
end;
$$;
comment on function public.compare_usage is 'Use of the datasets and literature of each platform within months, for evaluators; policy_requests are those of startups and makerspaces. Unique requests are what B3 and B4 of reference 1.8 count.';

grant execute on function
  private.usage_available(), public.usage_available(),
  private.resource_usage(uuid), public.resource_usage(uuid)
to anon, authenticated, service_role;
grant execute on function
  private.usage_of_items(public.resource_kind, uuid, date, date, uuid, integer),
  public.usage_of_items(public.resource_kind, date, date, uuid, uuid, integer),
  private.usage_of_platforms(public.resource_kind, uuid, date, date),
  public.usage_of_platforms(public.resource_kind, date, date, uuid),
  private.compare_usage(date, date),
  public.compare_usage(date, date)
to authenticated, service_role;
-- Counting and ageing are granted to nobody: the worker connects as the owner.
