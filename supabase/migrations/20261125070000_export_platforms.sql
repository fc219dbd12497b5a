/*
 * A lab takes along what it owns. Its rows are read as the person, under row-level security and
 * through the tables themselves; what is kept here is that somebody did so, before the first row
 * leaves. Technicians see much of it day by day; taking all of it along is for who runs the platform.
 */

create function private.record_export(platform_id uuid, part text)
returns void
language plpgsql
volatile
security definer -- writes the audit, which no role may write directly
set search_path = ''
as $$
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
end;
$$;
comment on function private.record_export is 'The writer behind public.record_export.';

create function public.record_export(platform_id uuid, part text default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.record_export(record_export.platform_id, record_export.part);
end;
$$;
comment on function public.record_export is 'Keeps that the person asking takes along all that a platform owns, or one part of it. Raises PT401, PT404 platform_not_found and PT403 platform_not_yours.';

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
  public.names_of(uuid[]),
  public.sum_shared_files(uuid)
to authenticated;

/* A lab's own copy is best made by a program, every night. */
insert into private.token_functions (function_name, scope)
values ('record_export', 'manage');
