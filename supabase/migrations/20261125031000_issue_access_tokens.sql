/*
 * Access tokens let a program act for a person, or an instrument's own agent for its platform. They
 * are opaque and checked here, at the door that every request of the Data API passes
 * (db_pre_request): the token is turned into the claims that a session would bring, narrowed by its
 * scopes, so that the same policies and functions decide, and nothing that could be forged or has to
 * be waited out is ever signed.
 *
 * A token reads what its person reads. It writes by the functions that its scopes name and by no
 * others: without one of them, the transaction is made read-only, whatever is called in it. So a
 * function that nobody thought of here is out of reach, not open.
 *
 * An agent is a role of its own in the database, whose grants are all it can ever do.
 */
create table public.access_tokens (
  id            uuid primary key default gen_random_uuid(),
  person_id     uuid not null references public.people on delete cascade,
  instrument_id uuid references public.instruments on delete cascade,
  name          text not null,
  scopes        text[] not null,
  starts_with   text not null,
  created_at    timestamptz not null default clock_timestamp(),
  expires_at    timestamptz,
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  revoked_by    uuid references public.people on delete set null,

  constraint access_tokens_name_has_length check (char_length(name) between 1 and 100),
  constraint access_tokens_name_is_clean check (private.is_clean_text(name)),
  constraint access_tokens_scopes_are_known check (
    scopes <@ array['read', 'book', 'check_in', 'manage', 'administer'] and cardinality(scopes) >= 1
  ),
  constraint access_tokens_of_agents_report_use check (instrument_id is null or scopes = array['check_in']),
  -- A person forgets theirs; an instrument is looked after.
  constraint access_tokens_of_people_expire check (instrument_id is not null or expires_at is not null),
  constraint access_tokens_end_after_start check (expires_at > created_at)
);

create index access_tokens_person_id_idx on public.access_tokens (person_id);
create index access_tokens_instrument_id_idx on public.access_tokens (instrument_id)
  where instrument_id is not null;
create index access_tokens_revoked_by_idx on public.access_tokens (revoked_by) where revoked_by is not null;

comment on table public.access_tokens is 'A token that acts for the person who made it, or as the agent of an instrument.';
comment on column public.access_tokens.instrument_id is 'The instrument whose agent holds it; null for a person''s own.';
comment on column public.access_tokens.scopes is 'What it may be used for: read, and the scopes of private.token_functions; administer keeps an administrator''s rights.';
comment on column public.access_tokens.starts_with is 'Its first characters, to tell which one a program holds.';
comment on column public.access_tokens.last_used_at is 'Within five minutes; reading straight from the Data API is not noticed.';

/* Apart from the token, which its people read. */
create table private.access_token_hashes (
  token_id   uuid primary key references public.access_tokens on delete cascade,
  token_hash bytea not null,

  constraint access_token_hashes_token_hash_key unique (token_hash)
);
comment on table private.access_token_hashes is 'The SHA-256 of each access token; the token itself is shown once and kept nowhere.';

/* Functions of the Data API that write, by the scope that reaches them. A later migration adds its own. */
create table private.token_functions (
  function_name    text primary key,
  scope            text,
  withheld_because text,

  constraint token_functions_scope_is_known check (scope in ('book', 'check_in', 'manage')),
  constraint token_functions_are_offered_or_withheld check (
    num_nonnulls(scope, withheld_because) = 1
  )
);
comment on table private.token_functions is 'Which scope of an access token reaches a function that writes, or why none does. What is not here, no token can write by.';
comment on column private.token_functions.withheld_because is 'Why no token may call it, whatever its scopes.';

insert into private.token_functions (function_name, scope)
values
  ('book_instrument', 'book'),
  ('move_booking', 'book'),
  ('extend_booking', 'book'),
  ('cancel_booking', 'book'),
  ('reinstate_booking', 'book'),
  ('answer_closure_offer', 'book'),
  ('appeal_no_show', 'book'),
  ('check_in', 'check_in'),
  ('check_out', 'check_in'),
  ('approve_booking', 'manage'),
  ('decline_booking', 'manage'),
  ('decide_bookings', 'manage'),
  ('waive_no_show', 'manage'),
  ('uphold_no_show', 'manage'),
  ('plan_closure', 'manage'),
  ('activate_closure', 'manage'),
  ('end_closure', 'manage'),
  ('import_instruments', 'manage'),
  ('import_datasets', 'manage'),
  ('import_literature', 'manage'),
  ('import_services', 'manage');

/* A token that leaks must not be the way to another credential, to a role, or to staying. */
insert into private.token_functions (function_name, withheld_because)
values
  ('create_access_token', 'A token could outlive itself by another.'),
  ('revoke_access_token', 'A token could end those that its person relies on.'),
  ('current_access_token', 'Tells only; it is called so that a use is noticed.'),
  ('create_calendar_feed', 'A feed is a credential that would outlive the token.'),
  ('renew_calendar_feed', 'A feed is a credential that would outlive the token.'),
  ('revoke_calendar_feed', 'A token could end the feeds that its person relies on.'),
  ('list_calendar_feeds', 'Shows the secret addresses of feeds.'),
  ('read_calendar_feed', 'Read by the address of the feed, which is its own credential.'),
  ('register_organisation', 'Makes its caller an owner.'),
  ('invite_member', 'Gives a role to somebody else.'),
  ('invite_resident', 'Gives a startup the standing of a resident.'),
  ('accept_invitation', 'Gives its caller a role.'),
  ('withdraw_invitation', 'Who becomes a member is decided by people.'),
  ('change_role', 'Gives a role to somebody else.'),
  ('remove_member', 'Who stays a member is decided by people.'),
  ('leave_organisation', 'Who stays a member is decided by people.'),
  ('end_residency', 'Who stays a resident is decided by people.'),
  ('delegate_approvals', 'Gives the answering of requests to somebody else.'),
  ('revoke_delegation', 'Who answers requests is decided by people.'),
  ('mark_notices_read', 'A person has read what a person has seen.'),
  ('set_notice_preferences', 'A token could keep its person from being told of what it does.');

alter table public.access_tokens enable row level security;
alter table private.access_token_hashes enable row level security;
alter table private.token_functions enable row level security;

create function private.can_manage_instrument(instrument_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return private.can_manage((
    select instruments.platform_id
    from public.instruments
    where instruments.id = can_manage_instrument.instrument_id
  ));
end;
$$;
grant execute on function private.can_manage_instrument(uuid) to authenticated;
comment on function private.can_manage_instrument is 'True when the person asking manages the platform of an instrument.';

create policy access_tokens_select_holders on public.access_tokens
  for select to authenticated
  using (
    person_id = (select auth.uid())
    or (instrument_id is not null and private.can_manage_instrument(instrument_id))
  );

grant select on public.access_tokens to authenticated, service_role;
-- No insert, update or delete: create_access_token and revoke_access_token hold the rules.

/*
 * The role of agents. It belongs to the server and not to one database, so that another database may
 * have made it already.
 */
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'instrument_agent') then
    create role instrument_agent nologin noinherit;
  end if;
end;
$$;
comment on role instrument_agent is 'An instrument''s own agent, by its access token.';
grant instrument_agent to authenticator;
grant instrument_agent to postgres with inherit false, set true;

grant usage on schema public, private to instrument_agent;
grant execute on function
  private.agent_instrument_id(),
  private.check_in(uuid, timestamptz),
  private.check_out(uuid, timestamptz),
  public.check_in(uuid, timestamptz),
  public.check_out(uuid, timestamptz),
  public.effective_status(public.bookings),
  public.due_fen(public.bookings)
to instrument_agent;
-- All that it reads: the bookings of its instrument and their use, and what their fee depends on.
grant select on
  public.bookings, public.usage_sessions, public.no_show_appeals, public.booking_rules
to instrument_agent;

create policy bookings_select_agents on public.bookings
  for select to instrument_agent
  using (instrument_id = (select private.agent_instrument_id()));

create policy usage_sessions_select_agents on public.usage_sessions
  for select to instrument_agent
  using (instrument_id = (select private.agent_instrument_id()));

create policy no_show_appeals_select_agents on public.no_show_appeals
  for select to instrument_agent
  using (booking_id in (select bookings.id from public.bookings));

create policy booking_rules_select_agents on public.booking_rules
  for select to instrument_agent
  using (true);

/*
 * Turns a token into claims. They are the caller's to set for the rest of the transaction; here they
 * are set only to ask whether whoever made an agent's token still manages its platform.
 */
create function private.open_access_token(token text, path text)
returns jsonb
language plpgsql
volatile
security definer -- reads what a token is compared with
set search_path = ''
as $$
declare
  v_given    jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
  v_token    public.access_tokens;
  v_function text := substring(open_access_token.path from '^/rpc/([a-z0-9_]+)$');
  v_scope    text;
begin
  -- Whom to act for must not be a matter of which header is looked at first.
  if coalesce(v_given ->> 'role', 'anon') <> 'anon' then
    raise exception 'token_beside_session' using errcode = 'PT400';
  end if;

  select tokens.* into v_token
  from private.access_token_hashes as hashes
  join public.access_tokens as tokens on tokens.id = hashes.token_id
  where hashes.token_hash = sha256(convert_to(open_access_token.token, 'utf8'));
  if not found then
    raise exception 'token_invalid' using errcode = 'PT401';
  end if;
  if v_token.revoked_at is not null or exists (
    select from auth.users
    where users.id = v_token.person_id
      and (users.banned_until > clock_timestamp() or users.deleted_at is not null)
  ) then
    raise exception 'token_revoked' using errcode = 'PT401';
  end if;
  if v_token.expires_at <= clock_timestamp() then
    raise exception 'token_expired' using errcode = 'PT401';
  end if;

  if v_token.instrument_id is not null then
    perform set_config('request.jwt.claims', jsonb_build_object('sub', v_token.person_id)::text, true);
    if not private.can_manage_instrument(v_token.instrument_id) then
      raise exception 'token_revoked' using errcode = 'PT401';
    end if;
  end if;

  -- What reads is read-only as it is, and so cannot keep when it was.
  if current_setting('transaction_read_only') = 'off' then
    update public.access_tokens as tokens
    set last_used_at = clock_timestamp()
    where tokens.id = (
      select used.id
      from public.access_tokens as used
      where used.id = v_token.id
        and (used.last_used_at is null or used.last_used_at < clock_timestamp() - interval '5 minutes')
      -- Many calls at once do not wait for each other.
      for no key update skip locked
    );

    select functions.scope into v_scope
    from private.token_functions as functions
    where functions.function_name = v_function;
    if v_scope is null then
      perform set_config('transaction_read_only', 'on', true);
    elsif not v_scope = any (v_token.scopes) then
      raise exception 'token_scope_missing' using errcode = 'PT403', detail = v_scope;
    end if;
  end if;

  return jsonb_strip_nulls(jsonb_build_object(
    'sub', v_token.person_id,
    'role', case when v_token.instrument_id is null then 'authenticated' else 'instrument_agent' end,
    'token_id', v_token.id,
    'scopes', v_token.scopes,
    'instrument_id', v_token.instrument_id
  ));
end;
$$;
grant execute on function private.open_access_token(text, text) to anon, authenticated, service_role;
comment on function private.open_access_token is 'The claims of an access token for a request. Raises PT400 token_beside_session, PT401 token_invalid, token_revoked, token_expired, PT403 token_scope_missing.';

/*
 * The door. PostgREST calls it before each request, in its transaction and as the role of its
 * session; nearly all bring no token and leave at the first line.
 */
create function private.use_access_token()
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_claims jsonb;
begin
  if coalesce(position('"x-api-token":' in current_setting('request.headers', true)), 0) = 0 then
    return;
  end if;

  v_claims := private.open_access_token(
    current_setting('request.headers')::json ->> 'x-api-token',
    current_setting('request.path', true)
  );
  perform set_config('request.jwt.claims', v_claims::text, true);
  -- That of visitors, which the request began with, is shorter.
  perform set_config('statement_timeout', '8s', true);
  -- Not by a definer, which may not change its role. Only the roles of the API can be taken on.
  perform set_config('role', v_claims ->> 'role', true);
end;
$$;
grant execute on function private.use_access_token() to anon, authenticated, service_role;
comment on function private.use_access_token is 'db_pre_request of the Data API: a request with an X-Api-Token header acts as the token allows.';

alter role authenticator set pgrst.db_pre_request = 'private.use_access_token';
notify pgrst, 'reload config';

/* Only what its maker may do can be given on; what the token then may is asked anew at each use. */
create function private.is_scope_offered(scope text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return case is_scope_offered.scope
    when 'administer' then private.is_administrator()
    when 'manage' then
      private.is_administrator()
      or exists (select from private.platform_ids_staffed_by_current_person())
    else true
  end;
end;
$$;
comment on function private.is_scope_offered is 'True when a scope would be of use to the person asking.';

create function private.create_access_token(
  name text, scopes text[], expires_at timestamptz, instrument_id uuid
)
returns jsonb
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_person_id uuid := auth.uid();
  v_scopes    text[];
  v_known     jsonb;
  v_secret    text := 'yx_' || translate(encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_');
  v_token     public.access_tokens;
  v_refused   text;
begin
  if v_person_id is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if create_access_token.instrument_id is not null
    and not private.can_manage_instrument(create_access_token.instrument_id) then
    raise exception 'instrument_not_yours' using errcode = 'PT403';
  end if;

  select array_agg(distinct given) into v_scopes
  from unnest(
    case when create_access_token.instrument_id is null
      then create_access_token.scopes || '{read}'
      else '{check_in}'
    end
  ) as given;
  select given into v_refused
  from unnest(v_scopes) as given
  where not private.is_scope_offered(given)
  limit 1;
  if found then
    raise exception 'scope_not_offered' using errcode = 'PT422', detail = v_refused;
  end if;
  if create_access_token.expires_at is null and create_access_token.instrument_id is null
    or create_access_token.expires_at <= clock_timestamp()
    or create_access_token.expires_at > clock_timestamp() + interval '366 days' then
    raise exception 'token_expiry_invalid' using errcode = 'PT422', detail = '366';
  end if;

  v_known := private.replayed_answer(
    'create_access_token',
    jsonb_build_array(
      create_access_token.name, v_scopes, create_access_token.expires_at, create_access_token.instrument_id
    )
  );

  if v_known is not null then
    -- Sent again, since the answer got lost: the first value was kept nowhere, so there is another.
    select * into v_token
    from public.access_tokens
    where id = (v_known ->> 'id')::uuid
    for update;
    if v_token.revoked_at is not null or v_token.last_used_at is not null then
      raise exception 'idempotency_key_reused' using errcode = 'PT422';
    end if;
    update public.access_tokens set starts_with = left(v_secret, 8) where id = v_token.id
    returning * into v_token;
  else
    -- One at a time for each person, so that the limit holds for two clicks as well.
    perform from public.people where id = v_person_id for no key update;
    if (
      select count(*) from public.access_tokens
      where person_id = v_person_id
        and revoked_at is null
        and (expires_at is null or expires_at > clock_timestamp())
    ) >= 50 then
      raise exception 'token_limit_reached' using errcode = 'PT422', detail = '50';
    end if;

    insert into public.access_tokens (person_id, instrument_id, name, scopes, starts_with, expires_at)
    values (
      v_person_id, create_access_token.instrument_id, btrim(create_access_token.name), v_scopes,
      left(v_secret, 8), create_access_token.expires_at
    )
    returning * into v_token;
    perform private.keep_answer('create_access_token', to_jsonb(v_token));
  end if;

  insert into private.access_token_hashes (token_id, token_hash)
  values (v_token.id, sha256(convert_to(v_secret, 'utf8')))
  on conflict (token_id) do update set token_hash = excluded.token_hash;

  perform private.record_audit('create', 'access_token', v_token.id, null, to_jsonb(v_token));
  return to_jsonb(v_token) || jsonb_build_object('token', v_secret);
end;
$$;

create function private.revoke_access_token(token_id uuid)
returns public.access_tokens
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before public.access_tokens;
  v_token  public.access_tokens;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select tokens.* into v_before
  from public.access_tokens as tokens
  where tokens.id = revoke_access_token.token_id
  for update;
  if not found or not (
    v_before.person_id = auth.uid()
    or (v_before.instrument_id is not null and private.can_manage_instrument(v_before.instrument_id))
    or private.is_administrator()
  ) then
    raise exception 'token_not_found' using errcode = 'PT404';
  end if;
  if v_before.revoked_at is not null then
    return v_before;
  end if;

  update public.access_tokens as tokens
  set revoked_at = clock_timestamp(), revoked_by = auth.uid()
  where tokens.id = v_before.id
  returning tokens.* into v_token;

  perform private.record_audit(
    'revoke', 'access_token', v_token.id, to_jsonb(v_before), to_jsonb(v_token)
  );
  return v_token;
end;
$$;

comment on function private.create_access_token is 'The writer behind public.create_access_token.';
comment on function private.revoke_access_token is 'The writer behind public.revoke_access_token.';

create function public.create_access_token(
  name          text,
  scopes        text[] default '{read}',
  expires_at    timestamptz default null,
  instrument_id uuid default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.create_access_token(
    create_access_token.name, create_access_token.scopes, create_access_token.expires_at,
    create_access_token.instrument_id
  );
end;
$$;
comment on function public.create_access_token is 'Makes a token for oneself, or for the agent of an instrument; answers its row with `token`, which is shown this once. Raises PT403 instrument_not_yours, PT422 scope_not_offered, token_expiry_invalid, token_limit_reached.';

create function public.revoke_access_token(token_id uuid)
returns public.access_tokens
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.revoke_access_token(revoke_access_token.token_id);
end;
$$;
comment on function public.revoke_access_token is 'Ends a token at once; twice changes nothing. Raises PT404 token_not_found.';

/* Volatile, so that it is called by POST in a transaction that can keep when the token was used. */
create function public.current_access_token()
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb;
end;
$$;
comment on function public.current_access_token is 'The claims that the request acts under: {sub, role, token_id, scopes, instrument_id} for an access token.';

grant execute on function
  private.create_access_token(text, text[], timestamptz, uuid),
  private.revoke_access_token(uuid),
  public.create_access_token(text, text[], timestamptz, uuid),
  public.revoke_access_token(uuid)
to authenticated;

grant execute on function public.current_access_token() to authenticated, instrument_agent;
