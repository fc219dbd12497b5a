-- Functions that policies call, and who may touch what, as on Supabase.
--
-- The bodies are parsed when they are defined, so no search path can change their meaning, and
-- the planner can still inline them (a "set search_path" would prevent that).

create or replace function auth.uid()
returns uuid
language sql
stable
return coalesce(
  nullif(current_setting('request.jwt.claim.sub', true), ''),
  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
)::uuid;
comment on function auth.uid is 'The id of the person that the request acts as, or null.';

create or replace function auth.role()
returns text
language sql
stable
return coalesce(
  nullif(current_setting('request.jwt.claim.role', true), ''),
  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
);
comment on function auth.role is 'The role claim of the request''s token.';

create or replace function auth.email()
returns text
language sql
stable
return coalesce(
  nullif(current_setting('request.jwt.claim.email', true), ''),
  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
);
comment on function auth.email is 'The e-mail claim of the request''s token.';

create or replace function auth.jwt()
returns jsonb
language sql
stable
return coalesce(
  nullif(current_setting('request.jwt.claim', true), ''),
  nullif(current_setting('request.jwt.claims', true), '')
)::jsonb;
comment on function auth.jwt is 'All claims of the request''s token.';

grant execute on function auth.uid(), auth.role(), auth.email(), auth.jwt()
  to anon, authenticated, service_role;

-- Row-level security without policies: the tables' owner alone sees rows, and the API roles, which
-- hold no grants on the tables either, see none.
do $$
declare
  v_table regclass;
begin
  for v_table in
    select pg_class.oid
    from pg_catalog.pg_class
    where pg_class.relnamespace = 'auth'::regnamespace and pg_class.relkind = 'r'
  loop
    execute format('alter table %s enable row level security', v_table);
  end loop;

  -- Migrations and seeds of a project run as postgres: they refer to auth.users, add triggers to
  -- it and put demo accounts into it.
  if to_regrole('postgres') is not null and current_user <> 'postgres' then
    grant usage on schema auth to postgres;
    grant all on all tables in schema auth to postgres;
    grant all on all sequences in schema auth to postgres;
    grant all on all routines in schema auth to postgres;
    grant select on all tables in schema auth to postgres with grant option;
  end if;
end
$$;
