/*
 * A lab takes along what it owns. Its rows are read as the person, under row-level security and
 * through the tables themselves; what is kept here is that somebody did so, before the first row
 * leaves. Technicians see much of it day by day; taking all of it along is for who runs the platform.
 */

/*
 * How far an export is. It is written while it travels and kept nowhere, so that only who writes it knows;
 * they say so now and then, and the page of exports shows it to whoever looks.
 */
create table public.platform_exports (
  id          uuid primary key default gen_random_uuid(),
  platform_id uuid not null references public.platforms on delete cascade,
  person_id   uuid not null references public.people on delete cascade,
  started_at  timestamptz not null default now(),
  told_at     timestamptz not null default now(),
  parts_done  integer not null default 0,
  rows_done   bigint not null default 0,
  bytes_done  bigint not null default 0,
  finished_at timestamptz,

  constraint platform_exports_only_grow check (parts_done >= 0 and rows_done >= 0 and bytes_done >= 0)
);
create index platform_exports_platform_id_idx on public.platform_exports (platform_id, started_at desc);
create index platform_exports_person_id_idx on public.platform_exports (person_id);
comment on table public.platform_exports is 'Exports of all that a platform owns, and how far each was when it was last heard of.';
comment on column public.platform_exports.bytes_done is 'Bytes of the files within, which are stored as they are.';

alter table public.platform_exports enable row level security;
create policy platform_exports_select_managers on public.platform_exports
  for select to authenticated using (private.can_manage(platform_id));
grant select on public.platform_exports to authenticated, service_role;

create function private.record_export(platform_id uuid, part text)
returns uuid
language plpgsql
volatile
security definer -- writes the audit, which no role may write directly
set search_path = ''
as $$
declare
  v_id uuid;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not exists (select from public.platforms where platforms.id = record_export.platform_id) then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if not private.can_manage(record_export.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;

  perform private.record_audit(
    'export_platform', 'platform', record_export.platform_id, null,
    jsonb_build_object('part', left(record_export.part, 100))
  );
  if record_export.part is null then
    insert into public.platform_exports (platform_id, person_id)
    values (record_export.platform_id, auth.uid())
    returning id into v_id;
  end if;
  return v_id;
end;
$$;
comment on function private.record_export is 'The writer behind public.record_export.';

create function public.record_export(platform_id uuid, part text default null)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.record_export(record_export.platform_id, record_export.part);
end;
$$;
comment on function public.record_export is 'Keeps that the person asking takes along all that a platform owns, or one part of it; of all, the export whose progress can be told. Raises PT401, PT404 platform_not_found and PT403 platform_not_yours.';

create function private.tell_export(
  export_id uuid, parts_done integer, rows_done bigint, bytes_done bigint, is_finished boolean
)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
begin
  update public.platform_exports as exports
  set
    told_at = clock_timestamp(),
    parts_done = tell_export.parts_done,
    rows_done = tell_export.rows_done,
    bytes_done = tell_export.bytes_done,
    finished_at = case when tell_export.is_finished then clock_timestamp() end
  where exports.id = tell_export.export_id
    and exports.person_id = auth.uid()
    and exports.finished_at is null;
  if not found then
    raise exception 'export_not_found' using errcode = 'PT404';
  end if;
end;
$$;
comment on function private.tell_export is 'The writer behind public.tell_export.';

create function public.tell_export(
  export_id uuid, parts_done integer, rows_done bigint, bytes_done bigint, is_finished boolean default false
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.tell_export(
    tell_export.export_id, tell_export.parts_done, tell_export.rows_done, tell_export.bytes_done,
    tell_export.is_finished
  );
end;
$$;
comment on function public.tell_export is 'Says how far an export of one''s own is that is under way. Raises PT404 export_not_found, PT422 platform_exports_only_grow.';

/*
 * An export writes names beside ids. They are asked for a page of rows at a time, each once, since
 * whether a person is known to the lab costs more to find out than all else in a row.
 */
create function public.names_of(ids uuid[])
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(named.id, named.name), '{}')
    from (
      select people.id, people.display_name as name
      from public.people
      where people.id = any (names_of.ids)
      union all
      select organisations.id, organisations.name
      from public.organisations
      where organisations.id = any (names_of.ids)
      union all
      select instruments.id, instruments.name
      from public.instruments
      where instruments.id = any (names_of.ids)
      union all
      select courses.id, courses.name
      from public.courses
      where courses.id = any (names_of.ids)
    ) as named
  );
end;
$$;
comment on function public.names_of is 'The names of people, organisations, instruments and courses by their ids, as far as the person asking may see them.';

create function public.sum_shared_files(platform_id uuid)
returns table (files bigint, bytes bigint)
language plpgsql
stable
rows 1
set search_path = ''
as $$
begin
  return query
  select count(*), coalesce(sum(booking_files.size_bytes), 0)::bigint
  from public.booking_files
  where booking_files.platform_id = sum_shared_files.platform_id
    and booking_files.shared_at is not null
    and booking_files.retired_at is null;
end;
$$;
comment on function public.sum_shared_files is 'How many files the bookings of a platform have, and how large they are together, as far as the person asking may see them.';

grant execute on function
  private.record_export(uuid, text),
  public.record_export(uuid, text),
  private.tell_export(uuid, integer, bigint, bigint, boolean),
  public.tell_export(uuid, integer, bigint, bigint, boolean),
  public.names_of(uuid[]),
  public.sum_shared_files(uuid)
to authenticated;

/* A lab's own copy is best made by a program, every night. */
insert into private.token_functions (function_name, scope)
values ('record_export', 'manage'), ('tell_export', 'manage');
