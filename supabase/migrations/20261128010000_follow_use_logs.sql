/*
 * A use log is taken in batches as a file of the catalogue is, and is followed in the same place. It is
 * loaded by whoever works on the platform, and so is its progress seen by them.
 */
alter table public.import_runs
  drop constraint import_runs_kind_known,
  add constraint import_runs_kind_known
    check (kind in ('instruments', 'datasets', 'literature', 'services', 'use_log'));
comment on table public.import_runs is 'Imports of files into the catalogue and the ledger of a platform, and how far each was when it was last heard of. The id of one into the catalogue is the run under which the audit keeps its batches.';

drop policy import_runs_select_managers on public.import_runs;
create policy import_runs_select_staff on public.import_runs
  for select to authenticated
  using (private.can_manage(platform_id) or (kind = 'use_log' and private.can_staff(platform_id)));

create or replace function private.begin_import(
  platform_id uuid, kind text, file_name text, rows_total integer
)
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
  -- Where no kind is named, the condition is neither true nor false.
  if (
    private.can_manage(begin_import.platform_id)
    or begin_import.kind = 'use_log' and private.can_staff(begin_import.platform_id)
  ) is not true then
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
comment on function public.begin_import is 'Says that a file is about to be imported into the catalogue or, as a use log, into the ledger of a platform, and answers the id of the run. Raises PT401, PT404 platform_not_found, PT403 platform_not_yours and PT422 with the constraint of what is malformed.';

-- A list by platform and kind has the newest first, of either page.
drop index public.import_runs_platform_id_idx;
create index import_runs_platform_id_idx on public.import_runs (platform_id, kind, started_at desc);
