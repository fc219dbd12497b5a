/*
 * How far an import of a file into the catalogue is. Batches are committed one by one and the browser
 * may be closed meanwhile, so who imports says now and then how far they are, and at the end what came
 * of it; the page of imports shows it to whoever runs the platform.
 */
create table public.import_runs (
  id          uuid primary key default gen_random_uuid(),
  platform_id uuid not null references public.platforms on delete cascade,
  person_id   uuid not null references public.people on delete cascade,
  kind        text not null,
  file_name   text not null,
  rows_total  integer,
  rows_done   integer not null default 0,
  started_at  timestamptz not null default now(),
  told_at     timestamptz not null default now(),
  finished_at timestamptz,
  report      jsonb,

  constraint import_runs_kind_known check (kind in ('instruments', 'datasets', 'literature', 'services')),
  constraint import_runs_file_name_length check (char_length(file_name) between 1 and 200),
  constraint import_runs_rows_count check (rows_done >= 0 and (rows_total is null or rows_total >= 0)),
  constraint import_runs_report_length check (octet_length(report::text) <= 1000000),
  constraint import_runs_report_at_end check (report is null or finished_at is not null)
);
create index import_runs_platform_id_idx on public.import_runs (platform_id, started_at desc);
create index import_runs_person_id_idx on public.import_runs (person_id);
comment on table public.import_runs is 'Imports of files into the catalogue of a platform, and how far each was when it was last heard of. The id is the run under which the audit keeps its batches.';
comment on column public.import_runs.rows_total is 'Rows of the file as its preview counted them.';
comment on column public.import_runs.report is 'What came of it, as its page shows it.';

alter table public.import_runs enable row level security;
create policy import_runs_select_managers on public.import_runs
  for select to authenticated using (private.can_manage(platform_id));
grant select on public.import_runs to authenticated, service_role;

create function private.begin_import(platform_id uuid, kind text, file_name text, rows_total integer)
returns uuid
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_id uuid;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not exists (select from public.platforms where platforms.id = begin_import.platform_id) then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if not private.can_manage(begin_import.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  insert into public.import_runs (platform_id, person_id, kind, file_name, rows_total)
  values (
    begin_import.platform_id, auth.uid(), begin_import.kind, begin_import.file_name, begin_import.rows_total
  )
  returning id into v_id;
  return v_id;
end;
$$;
comment on function private.begin_import is 'The writer behind public.begin_import.';

create function public.begin_import(
  platform_id uuid, kind text, file_name text, rows_total integer default null
)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.begin_import(
    begin_import.platform_id, begin_import.kind, begin_import.file_name, begin_import.rows_total
  );
end;
$$;
comment on function public.begin_import is 'Says that a file is about to be imported into the catalogue of a platform, and answers the id of the run. Raises PT401, PT404 platform_not_found, PT403 platform_not_yours and PT422 with the constraint of what is malformed.';

create function private.tell_import(run_id uuid, rows_done integer, report jsonb)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
begin
  update public.import_runs as runs
  set
    told_at = clock_timestamp(),
    rows_done = tell_import.rows_done,
    report = tell_import.report,
    finished_at = case when tell_import.report is not null then clock_timestamp() end
  where runs.id = tell_import.run_id
    and runs.person_id = auth.uid()
    and runs.finished_at is null;
  if not found then
    raise exception 'import_not_found' using errcode = 'PT404';
  end if;
end;
$$;
comment on function private.tell_import is 'The writer behind public.tell_import.';

create function public.tell_import(run_id uuid, rows_done integer, report jsonb default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.tell_import(tell_import.run_id, tell_import.rows_done, tell_import.report);
end;
$$;
comment on function public.tell_import is 'Says how far an import of one''s own is that is under way; with a report, that it has ended. Raises PT404 import_not_found and PT422 with the constraint of what is malformed.';

grant execute on function
  private.begin_import(uuid, text, text, integer),
  public.begin_import(uuid, text, text, integer),
  private.tell_import(uuid, integer, jsonb),
  public.tell_import(uuid, integer, jsonb)
to authenticated;

insert into private.token_functions (function_name, scope)
values ('begin_import', 'manage'), ('tell_import', 'manage');
