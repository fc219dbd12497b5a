/*
 * The report that the policy asks of each city once a year, under its four headings (三.2): 政策落实,
 * 创新举措, 发展成效, 存在问题. Its words are written by a person; its figures are read from the ledger. A
 * version that was issued keeps both for ever, and what comes to be known later is the next version.
 * Nothing in it is too small to be shown, so it is for those from whom no cell is kept.
 */
create table public.annual_reports (
  id             uuid primary key default gen_random_uuid(),
  city           text,
  year           smallint not null,
  version        integer not null,
  implementation text,
  measures       text,
  results        text,
  problems       text,
  figures        jsonb,
  as_of_day      date,
  digest         text,
  updated_by     uuid references public.people on delete set null,
  updated_at     timestamptz not null default clock_timestamp(),
  issued_by   uuid references public.people on delete set null,
  issued_at   timestamptz,

  constraint annual_reports_version_key unique nulls not distinct (city, year, version),
  constraint annual_reports_year_is_one check (year between 2015 and 2100),
  constraint annual_reports_city_has_length check (char_length(city) between 1 and 100),
  constraint annual_reports_texts_have_length check (
    char_length(implementation) <= 10000 and char_length(measures) <= 10000
    and char_length(results) <= 10000 and char_length(problems) <= 10000
  ),
  constraint annual_reports_texts_are_clean check (
    private.is_clean_text(concat_ws(' ', city, implementation, measures, results, problems))
  ),
  constraint annual_reports_issued_ones_have_figures check (
    (issued_at is null) = (figures is null)
    and (issued_at is null) = (as_of_day is null)
    and (issued_at is null) = (digest is null)
  )
);
create unique index annual_reports_draft_idx on public.annual_reports (city, year)
  nulls not distinct where issued_at is null;
create index annual_reports_updated_by_idx on public.annual_reports (updated_by);
create index annual_reports_issued_by_idx on public.annual_reports (issued_by);
comment on table public.annual_reports is 'The annual report of a city, or of all of them, under the four headings of 三.2. A version that was issued never changes.';
comment on column public.annual_reports.city is 'As platforms name it; null is the whole province.';
comment on column public.annual_reports.implementation is '政策落实.';
comment on column public.annual_reports.measures is '创新举措.';
comment on column public.annual_reports.results is '发展成效, beside the figures.';
comment on column public.annual_reports.problems is '存在问题.';
comment on column public.annual_reports.figures is 'As annual_figures gave them when it was issued.';

create function private.tg_annual_reports__keep_issued()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if old.issued_at is not null then
    raise exception 'annual_report_issued' using errcode = 'PT409';
  end if;
  return coalesce(new, old);
end;
$$;
comment on function private.tg_annual_reports__keep_issued is 'Keeps an issued report as it is, for its owner too. Raises PT409 annual_report_issued.';

create trigger _100_keep_issued
  before update or delete on public.annual_reports
  for each row execute function private.tg_annual_reports__keep_issued();

alter table public.annual_reports enable row level security;
create policy annual_reports_select_evaluators on public.annual_reports
  for select to authenticated
  using ((select private.is_evaluator()) or (select private.is_administrator()));
grant select (
  id, city, year, version, implementation, measures, results, problems, figures, as_of_day, digest,
  updated_at, issued_at
) on public.annual_reports to authenticated;
grant select on public.annual_reports to service_role;
-- No insert, update or delete: save_annual_report and issue_annual_report hold the rules.

create function private.annual_figures(city text, year integer)
returns jsonb
language plpgsql
stable
security definer -- adds up what evaluators may not read one by one
set search_path = ''
as $$
declare
  v_from      constant date := make_date(annual_figures.year, 1, 1);
  v_until     constant date := make_date(annual_figures.year, 12, 31);
  v_begin     constant timestamptz := v_from::timestamp at time zone private.ledger_zone();
  v_end       constant timestamptz := (v_until + 1)::timestamp at time zone private.ledger_zone();
  v_platforms constant uuid[] := private.platforms_in_scope(null, annual_figures.city, null, v_until);
  v_state     record;
begin
  perform private.require_evaluator();
  select state.as_of_day, state.recorded_before, state.digest into strict v_state
  from private.usage_report_state(v_from, v_until, v_platforms, null) as state;

  return jsonb_build_object(
    'definition', 'yixiang-annual-figures/1',
    'from', v_from,
    'to', v_until,
    'zone', private.ledger_zone(),
    'as_of', v_state.as_of_day,
    'ledger_digest', v_state.digest,
    'platforms', cardinality(v_platforms),
    'total', (
      select to_jsonb(figures)
      from private.usage_report(
        v_from, v_until, 'all', v_platforms, 'yearbook', v_state.recorded_before
      ) as figures
    ),
    'classes', (
      select coalesce(jsonb_agg(to_jsonb(figures)), '[]')
      from private.usage_report(
        v_from, v_until, 'class', v_platforms, 'yearbook', v_state.recorded_before
      ) as figures
    ),
    'cities', (
      select coalesce(jsonb_agg(to_jsonb(figures)), '[]')
      from private.usage_report(
        v_from, v_until, 'city', v_platforms, 'yearbook', v_state.recorded_before
      ) as figures
      where annual_figures.city is null
    ),
    -- Use of what is online, by the rules of COUNTER; ledger and use are never added up (6.3).
    'online', (
      select jsonb_build_object(
        'investigations', coalesce(sum(used.count) filter (where used.metric = 'unique_investigations'), 0),
        'requests', coalesce(sum(used.count) filter (where used.metric = 'unique_requests'), 0)
      )
      from private.usage_of_platforms_by_month as used
      where used.platform_id = any (v_platforms)
        and used.month between v_from and v_until
        and used.access_method <> 'tdm'
    ),
    -- As far as they had been answered when the ledger stood as it is reported.
    'requests', (
      select jsonb_build_object(
        'asked', count(*),
        'answered', count(*) filter (where bookings.decided_at < v_state.recorded_before),
        'median_minutes', round((
          percentile_cont(0.5) within group (
            order by extract(epoch from bookings.decided_at - bookings.created_at) / 60
          ) filter (where bookings.decided_at < v_state.recorded_before)
        )::numeric, 1)
      )
      from public.bookings
      where bookings.platform_id = any (v_platforms)
        and bookings.created_at >= v_begin and bookings.created_at < v_end
        and bookings.decide_by is not null
    ),
    'applications', (
      select jsonb_build_object(
        'asked', count(*),
        'delivered', count(*) filter (where records.recorded_at < v_state.recorded_before)
      )
      from public.applications
      left join public.service_records as records on records.id = applications.service_record_id
      where applications.platform_id = any (v_platforms)
        and applications.created_at >= v_begin and applications.created_at < v_end
    )
  );
end;
$$;
comment on function private.annual_figures is 'The reader behind public.annual_figures.';

create function public.annual_figures(year integer, city text default null)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.annual_figures(annual_figures.city, annual_figures.year);
end;
$$;
comment on function public.annual_figures is 'What the platforms of a city, or all of them, did in a year, for its annual report: the figures of the ledger as of a sealed day, and how requests and applications were answered. For evaluators. Raises PT401, PT403 not_allowed.';

create function private.save_annual_report(city text, year integer, texts jsonb)
returns public.annual_reports
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_before public.annual_reports;
  v_report public.annual_reports;
begin
  perform private.require_evaluator();
  if jsonb_typeof(save_annual_report.texts) is distinct from 'object' then
    raise exception 'values_malformed' using errcode = 'PT422';
  end if;
  if save_annual_report.city is not null
    and not exists (select from public.platforms where platforms.city = save_annual_report.city)
  then
    raise exception 'city_not_found' using errcode = 'PT404';
  end if;
  -- One draft of a city and year, whoever saves at the same time.
  perform pg_advisory_xact_lock(
    hashtextextended('annual_report ' || save_annual_report.year || coalesce(save_annual_report.city, ''), 0)
  );
  select reports.* into v_before
  from public.annual_reports as reports
  where reports.city is not distinct from save_annual_report.city
    and reports.year = save_annual_report.year
  order by reports.version desc
  limit 1;

  v_report := jsonb_populate_record(
    -- The next version begins with the words of the last.
    v_before,
    jsonb_build_object(
      'implementation', coalesce(texts ->> 'implementation', v_before.implementation),
      'measures', coalesce(texts ->> 'measures', v_before.measures),
      'results', coalesce(texts ->> 'results', v_before.results),
      'problems', coalesce(texts ->> 'problems', v_before.problems)
    )
  );
  v_report.city := save_annual_report.city;
  v_report.year := save_annual_report.year;
  v_report.updated_by := auth.uid();
  v_report.updated_at := clock_timestamp();
  if v_before.id is null or v_before.issued_at is not null then
    v_report.id := gen_random_uuid();
    v_report.version := coalesce(v_before.version, 0) + 1;
    v_report.figures := null;
    v_report.as_of_day := null;
    v_report.digest := null;
    v_report.issued_by := null;
    v_report.issued_at := null;
    insert into public.annual_reports values (v_report.*);
  else
    update public.annual_reports as reports
    set
      implementation = v_report.implementation,
      measures = v_report.measures,
      results = v_report.results,
      problems = v_report.problems,
      updated_by = v_report.updated_by,
      updated_at = v_report.updated_at
    where reports.id = v_before.id;
  end if;

  perform private.record_audit(
    'save_annual_report', 'annual_report', v_report.id,
    case when v_before.id = v_report.id then to_jsonb(v_before) end, to_jsonb(v_report)
  );
  return v_report;
end;
$$;
comment on function private.save_annual_report is 'The writer behind public.save_annual_report.';

create function public.save_annual_report(year integer, city text default null, texts jsonb default '{}')
returns public.annual_reports
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.save_annual_report(
    save_annual_report.city, save_annual_report.year, save_annual_report.texts
  );
end;
$$;
comment on function public.save_annual_report is 'Saves the words of the draft of a city and year; after an issued version it begins the next. Raises PT401, PT403 not_allowed, PT404 city_not_found, PT422 values_malformed and the constraints of annual_reports.';

create function private.issue_annual_report(report_id uuid)
returns public.annual_reports
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_report  public.annual_reports;
  v_figures jsonb;
begin
  perform private.require_evaluator();
  select reports.* into v_report
  from public.annual_reports as reports
  where reports.id = issue_annual_report.report_id
  for update;
  if not found then
    raise exception 'annual_report_not_found' using errcode = 'PT404';
  end if;
  if v_report.issued_at is not null then
    raise exception 'annual_report_issued' using errcode = 'PT409';
  end if;
  if num_nulls(
    nullif(v_report.implementation, ''), nullif(v_report.measures, ''), nullif(v_report.results, ''),
    nullif(v_report.problems, '')
  ) > 0 then
    raise exception 'annual_report_incomplete' using errcode = 'PT422';
  end if;
  v_figures := private.annual_figures(v_report.city, v_report.year);
  -- What is issued must be of a state that can be proved.
  if v_figures ->> 'as_of' is null then
    raise exception 'ledger_not_sealed' using errcode = 'PT409';
  end if;

  update public.annual_reports as reports
  set
    figures = v_figures,
    as_of_day = (v_figures ->> 'as_of')::date,
    digest = v_figures ->> 'ledger_digest',
    issued_by = auth.uid(),
    issued_at = clock_timestamp()
  where reports.id = v_report.id
  returning reports.* into v_report;
  perform private.record_audit(
    'issue_annual_report', 'annual_report', v_report.id, null, to_jsonb(v_report)
  );
  return v_report;
end;
$$;
comment on function private.issue_annual_report is 'The writer behind public.issue_annual_report.';

create function public.issue_annual_report(report_id uuid)
returns public.annual_reports
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.issue_annual_report(issue_annual_report.report_id);
end;
$$;
comment on function public.issue_annual_report is 'Issues a draft with the figures of its year, after which it never changes. Raises PT401, PT403 not_allowed, PT404 annual_report_not_found, PT409 annual_report_issued, ledger_not_sealed, PT422 annual_report_incomplete.';

grant execute on function
  private.annual_figures(text, integer),
  public.annual_figures(integer, text),
  private.save_annual_report(text, integer, jsonb),
  public.save_annual_report(integer, text, jsonb),
  private.issue_annual_report(uuid),
  public.issue_annual_report(uuid)
to authenticated;

insert into private.token_functions (function_name, withheld_because)
values
  ('save_annual_report', 'what a city reports is written by a person'),
  ('issue_annual_report', 'what a city reports is issued by a person');
