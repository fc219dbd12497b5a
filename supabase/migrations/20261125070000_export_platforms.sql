/*
 * A lab takes along what it owns. The rows are read as the person, under row-level security; what is
 * kept here is that somebody did so, and before the first row leaves.
 */

create function private.record_export(platform_id uuid)
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
  if not private.can_manage(record_export.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  perform private.record_audit('export_platform', 'platform', record_export.platform_id, null, null);
end;
$$;
comment on function private.record_export is 'The writer behind public.record_export.';

create function public.record_export(platform_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.record_export(record_export.platform_id);
end;
$$;
comment on function public.record_export is 'Keeps that the person asking takes along all that a platform owns. Raises PT401 and PT403 platform_not_yours.';

grant execute on function private.record_export(uuid), public.record_export(uuid) to authenticated;
