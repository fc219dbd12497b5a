/*
 * Three schemas say who may touch what. `public` is what the Data API serves: every table has
 * row-level security, every function is granted by name. `private` holds the writers, the
 * predicates of the policies and what no client may see; it is never exposed. `extensions` keeps
 * other people's objects out of both.
 */
create schema if not exists extensions;
create schema private;

create extension if not exists btree_gist with schema extensions;
create extension if not exists btree_gin with schema extensions;

-- The wrappers in public run as their caller and call into private, so callers may enter it.
-- What they may call there is granted function by function.
grant usage on schema private to anon, authenticated, service_role;

-- Without `in schema`: Postgres grants execute to PUBLIC as a built-in default, and a default
-- revoked in one schema only does not take that back.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

comment on schema private is 'Writers, predicates of policies and internal tables. Never exposed to the Data API.';

/*
 * Text that people type is shown to other people and printed in reports. Control characters break
 * exports, and bidirectional overrides let a name read as something else than it is.
 */
create function private.is_clean_text(value text)
returns boolean
language plpgsql
immutable
strict -- an absent text is not looked at, and no check refuses null
parallel safe
set search_path = ''
as $$
begin
  return value !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]';
end;
$$;

grant execute on function private.is_clean_text(text) to anon, authenticated, service_role;
comment on function private.is_clean_text is 'True when the text has no control characters but tab and line ends, and no bidirectional overrides.';
