/*
 * How people come into an organisation and leave it. An invitation goes to an e-mail address, so
 * that whoever it is for may sign up first; it is for that address alone, and for two weeks. Nobody
 * gives more than they hold, and nobody leaves a platform without a manager or an organisation
 * without an owner.
 */
create extension if not exists pgcrypto with schema extensions;

/* Made when the database is, kept in it, and never told to anyone. */
create table private.secrets (
  name  text primary key,
  value bytea not null default extensions.gen_random_bytes(32)
);

alter table private.secrets enable row level security;
comment on table private.secrets is 'Keys that tokens are derived from.';

insert into private.secrets (name) values ('invitations');

/*
 * An invitation to be a member with a role, or, without one, to come into a makerspace as a
 * resident. What became of it stays on record.
 */
create table public.invitations (
  id              uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations on delete cascade,
  platform_id     uuid references public.platforms on delete cascade,
  role            public.membership_role,
  email           text not null,
  invited_by      uuid not null references public.people on delete cascade,
  created_at      timestamptz not null default clock_timestamp(),
  sent_at         timestamptz not null,
  times_sent      smallint not null default 1,
  expires_at      timestamptz not null,
  accepted_at     timestamptz,
  accepted_by     uuid references public.people on delete set null,
  withdrawn_at    timestamptz,
  withdrawn_by    uuid references public.people on delete set null,

  constraint invitations_email_is_one check (
    email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and char_length(email) <= 254 and private.is_clean_text(email)
  ),
  constraint invitations_email_is_lower_case check (email = lower(email)),
  constraint invitations_platform_roles_only check (
    platform_id is null or (role is not null and role in ('manager', 'technician'))
  ),
  constraint invitations_end_after_start check (expires_at > created_at),
  constraint invitations_end_once check (accepted_at is null or withdrawn_at is null)
);

create index invitations_organisation_id_idx on public.invitations (organisation_id, created_at);
create index invitations_email_idx on public.invitations (email);
create index invitations_platform_id_idx on public.invitations (platform_id) where platform_id is not null;
create index invitations_invited_by_idx on public.invitations (invited_by);
create index invitations_accepted_by_idx on public.invitations (accepted_by) where accepted_by is not null;
create index invitations_withdrawn_by_idx on public.invitations (withdrawn_by) where withdrawn_by is not null;
-- Inviting again sends the same invitation again.
create unique index invitations_open_idx
  on public.invitations (organisation_id, platform_id, email, (role is null)) nulls not distinct
  where accepted_at is null and withdrawn_at is null;

comment on table public.invitations is 'An invitation by mail into an organisation, or one platform of it.';
comment on column public.invitations.role is 'The role it gives; null invites a startup to be a resident of the makerspace.';
comment on column public.invitations.email is 'Only a person with this address, confirmed, can accept.';
comment on column public.invitations.times_sent is 'How many mails it has caused.';

/* Apart from the invitation, which its inviters read. */
create table private.invitation_tokens (
  invitation_id uuid primary key references public.invitations on delete cascade,
  token_hash    bytea not null,

  constraint invitation_tokens_token_hash_key unique (token_hash)
);

alter table private.invitation_tokens enable row level security;
comment on table private.invitation_tokens is 'The SHA-256 of the token in the mail of each invitation.';

/*
 * The token is in the mail and nowhere else: the worker derives it when it writes the mail. It
 * depends on the end of the invitation, so that one sent again makes the links before it void.
 */
create function private.invitation_token(invitation_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select translate(
      encode(
        extensions.hmac(
          convert_to(concat_ws('/', invitations.id, extract(epoch from invitations.expires_at)), 'utf8'),
          secrets.value,
          'sha256'
        ),
        'base64'
      ),
      '+/=', '-_'
    )
    from public.invitations
    join private.secrets on secrets.name = 'invitations'
    where invitations.id = invitation_token.invitation_id
  );
end;
$$;
comment on function private.invitation_token is 'What the link of an invitation ends with. Granted to nobody; the worker connects as the owner.';

create function private.confirmed_email()
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select lower(users.email)
    from auth.users
    where users.id = auth.uid() and users.email_confirmed_at is not null
  );
end;
$$;
comment on function private.confirmed_email is 'The address of the person asking, in lower case, once it is confirmed.';

/* Who has signed in with the address need not go and look for the mail: the id will do for them. */
create function private.find_invitation_id(token text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select tokens.invitation_id
      from private.invitation_tokens as tokens
      where tokens.token_hash = sha256(convert_to(find_invitation_id.token, 'utf8'))
    ),
    (
      select invitations.id
      from public.invitations
      where invitations.id::text = find_invitation_id.token
        and invitations.email = private.confirmed_email()
    )
  );
end;
$$;
comment on function private.find_invitation_id is 'The invitation that a token belongs to, or that has this id and is addressed to the person asking.';

/*
 * Who may decide about the members of an organisation as a whole, or of one platform of it. An owner
 * answers for both; a manager for the platform.
 */
create function private.can_invite(organisation_id uuid, platform_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return private.can_own(can_invite.organisation_id)
    or (can_invite.platform_id is not null and private.can_manage(can_invite.platform_id));
end;
$$;
grant execute on function private.can_invite(uuid, uuid) to authenticated;
comment on function private.can_invite is 'True when the person asking decides who is a member there.';

alter table public.invitations enable row level security;

create policy invitations_select_inviters on public.invitations
  for select to authenticated
  using (private.can_invite(organisation_id, platform_id));

grant select on public.invitations to authenticated, service_role;
-- No insert, update or delete: invite_member, accept_invitation and withdraw_invitation hold the rules.

/* A makerspace knows its residents by name, and a resident knows its makerspace, which is public. */
create function private.resident_ids_of_current_person()
returns setof uuid
language sql
stable
rows 10
security definer -- reads residencies and memberships beneath their own policies
set search_path = ''
as $$
  select residencies.organisation_id
  from public.residencies
  where residencies.makerspace_id in (select private.organisation_ids_of_current_person());
$$;
grant execute on function private.resident_ids_of_current_person() to authenticated;
comment on function private.resident_ids_of_current_person is 'The startups that are or were residents of a makerspace that the person asking belongs to.';

alter policy organisations_select_known on public.organisations
  using (
    kind in ('university', 'institute', 'makerspace', 'alliance', 'agency', 'other')
    or exists (select from public.platforms where platforms.organisation_id = organisations.id)
    or id in (select private.organisation_ids_of_current_person())
    or id in (select private.resident_ids_of_current_person())
    or private.is_customer_of_current_person(id)
    or (select private.is_administrator())
  );

/* Whoever operates or evaluates the site is named, and let go, by an administrator alone. */
create function private.can_give(role public.membership_role)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return can_give.role not in ('evaluator', 'administrator') or private.is_administrator();
end;
$$;
comment on function private.can_give is 'True when the person asking, who decides about members somewhere, decides about this role too.';

/* Evaluators and administrators belong to an agency; a whole organisation has managers when it has platforms. */
create function private.is_role_offered(organisation_id uuid, platform_id uuid, role public.membership_role)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when is_role_offered.role in ('evaluator', 'administrator') then
      is_role_offered.platform_id is null
      and private.can_give(is_role_offered.role)
      and exists (
        select from public.organisations
        where organisations.id = is_role_offered.organisation_id and organisations.kind = 'agency'
      )
    when is_role_offered.role in ('manager', 'technician') then
      is_role_offered.platform_id is not null
      or exists (
        select from public.platforms
        where platforms.organisation_id = is_role_offered.organisation_id
      )
    else is_role_offered.platform_id is null
  end;
end;
$$;
comment on function private.is_role_offered is 'True when the person asking, who decides about members there, can give this role.';

/* Every change of members waits for the one before it, so that the last two cannot leave at once. */
create function private.lock_organisations(organisation_ids uuid[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from public.organisations
  where organisations.id = any (lock_organisations.organisation_ids)
  order by organisations.id
  for no key update;
end;
$$;
comment on function private.lock_organisations is 'Locks organisations in the order of their ids, as the first lock of a writer.';

/* Writes an invitation, or sends the open one to the same address again. */
create function private.write_invitation(
  organisation_id uuid, platform_id uuid, role public.membership_role, email text
)
returns public.invitations
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_email      text := lower(btrim(write_invitation.email));
  v_now        timestamptz := clock_timestamp();
  v_expires_at timestamptz := v_now + interval '14 days';
  v_before     public.invitations;
  v_invitation public.invitations;
begin
  select * into v_before
  from public.invitations
  where organisation_id = write_invitation.organisation_id
    and platform_id is not distinct from write_invitation.platform_id
    and email = v_email
    and (role is null) = (write_invitation.role is null)
    and accepted_at is null
    and withdrawn_at is null
  for update;

  -- Whoever can register an organisation could otherwise send mail to anybody without end.
  if (
    select sum(times_sent) >= 50 or sum(times_sent) filter (where email = v_email) >= 5
    from public.invitations
    where organisation_id = write_invitation.organisation_id
      and sent_at > v_now - interval '1 day'
  ) then
    raise exception 'invitation_limit_reached' using errcode = 'PT422';
  end if;

  if v_before.id is null then
    insert into public.invitations (
      organisation_id, platform_id, role, email, invited_by, sent_at, expires_at
    )
    values (
      write_invitation.organisation_id, write_invitation.platform_id, write_invitation.role, v_email,
      auth.uid(), v_now, v_expires_at
    )
    returning * into v_invitation;
  else
    update public.invitations
    set
      role = write_invitation.role,
      invited_by = auth.uid(),
      sent_at = v_now,
      times_sent = times_sent + 1,
      expires_at = v_expires_at
    where id = v_before.id
    returning * into v_invitation;
  end if;

  insert into private.invitation_tokens (invitation_id, token_hash)
  values (v_invitation.id, sha256(convert_to(private.invitation_token(v_invitation.id), 'utf8')))
  on conflict (invitation_id) do update set token_hash = excluded.token_hash;

  insert into private.outbox (topic, subject_id) values ('invitation_made', v_invitation.id);
  perform private.record_audit(
    'invite',
    'invitation',
    v_invitation.id,
    case when v_before.id is not null then to_jsonb(v_before) end,
    to_jsonb(v_invitation)
  );
  return v_invitation;
end;
$$;
comment on function private.write_invitation is 'Writes an invitation, the hash of its token, audit and outbox. Judges no right; behind the invite functions.';

create function private.invite_member(
  organisation_id uuid, role public.membership_role, email text, platform_id uuid
)
returns public.invitations
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_known      jsonb;
  v_invitation public.invitations;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if invite_member.platform_id is not null and not exists (
    select from public.platforms
    where id = invite_member.platform_id and organisation_id = invite_member.organisation_id
  ) then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if not private.can_invite(invite_member.organisation_id, invite_member.platform_id) then
    raise exception 'members_not_yours' using errcode = 'PT403';
  end if;
  if invite_member.role is null or not private.is_role_offered(
    invite_member.organisation_id, invite_member.platform_id, invite_member.role
  ) then
    raise exception 'role_not_offered' using errcode = 'PT422', detail = invite_member.role::text;
  end if;

  v_known := private.replayed_answer(
    'invite_member',
    jsonb_build_array(
      invite_member.organisation_id, invite_member.platform_id, invite_member.role, invite_member.email
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.invitations, v_known);
  end if;

  perform private.lock_organisations(array[invite_member.organisation_id]);

  if exists (
    select from public.memberships
    join auth.users on users.id = memberships.person_id
    where memberships.organisation_id = invite_member.organisation_id
      and memberships.platform_id is not distinct from invite_member.platform_id
      and memberships.role = invite_member.role
      and lower(users.email) = lower(btrim(invite_member.email))
  ) then
    raise exception 'already_member' using errcode = 'PT409';
  end if;

  v_invitation := private.write_invitation(
    invite_member.organisation_id, invite_member.platform_id, invite_member.role, invite_member.email
  );
  perform private.keep_answer('invite_member', to_jsonb(v_invitation));
  return v_invitation;
end;
$$;

create function private.invite_resident(makerspace_id uuid, email text)
returns public.invitations
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_known      jsonb;
  v_invitation public.invitations;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_own(makerspace_id) then
    raise exception 'members_not_yours' using errcode = 'PT403';
  end if;
  if not exists (
    select from public.organisations
    where organisations.id = invite_resident.makerspace_id and organisations.kind = 'makerspace'
  ) then
    raise exception 'not_a_makerspace' using errcode = 'PT422';
  end if;

  v_known := private.replayed_answer(
    'invite_resident', jsonb_build_array(invite_resident.makerspace_id, invite_resident.email)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.invitations, v_known);
  end if;

  perform private.lock_organisations(array[makerspace_id]);
  v_invitation := private.write_invitation(makerspace_id, null, null, email);
  perform private.keep_answer('invite_resident', to_jsonb(v_invitation));
  return v_invitation;
end;
$$;

create function private.withdraw_invitation(invitation_id uuid)
returns public.invitations
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before     public.invitations;
  v_invitation public.invitations;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select invitations.* into v_before
  from public.invitations
  where invitations.id = withdraw_invitation.invitation_id
  for update;
  if not found or not private.can_invite(v_before.organisation_id, v_before.platform_id) then
    raise exception 'invitation_not_found' using errcode = 'PT404';
  end if;
  if v_before.accepted_at is not null then
    raise exception 'invitation_closed' using errcode = 'PT409', detail = 'accepted';
  end if;
  if v_before.withdrawn_at is not null then
    return v_before;
  end if;

  update public.invitations
  set withdrawn_at = clock_timestamp(), withdrawn_by = auth.uid()
  where invitations.id = v_before.id
  returning invitations.* into v_invitation;

  perform private.record_audit(
    'withdraw', 'invitation', v_invitation.id, to_jsonb(v_before), to_jsonb(v_invitation)
  );
  return v_invitation;
end;
$$;

/* Where an invitation stands, by the clock. */
create function private.invitation_status(invitation public.invitations)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when invitation.accepted_at is not null then 'accepted'
    when invitation.withdrawn_at is not null then 'withdrawn'
    when invitation.expires_at <= clock_timestamp() then 'expired'
    else 'open'
  end;
end;
$$;
comment on function private.invitation_status is 'open, accepted, withdrawn or expired.';

/*
 * What the page behind the link says. Whoever holds the token has had the mail, or was shown it, so
 * they may read what the mail says; only its addressee can accept. Without a token, the open ones
 * that are addressed to the person asking.
 */
create function private.find_invitations(token text)
returns table (
  id                uuid,
  organisation_id   uuid,
  organisation      text,
  organisation_en   text,
  organisation_kind public.organisation_kind,
  platform_id       uuid,
  platform          text,
  platform_en       text,
  role              public.membership_role,
  email             text,
  inviter           text,
  expires_at        timestamptz,
  status            text,
  is_mine           boolean
)
language plpgsql
stable
rows 1
security definer -- reads what the reader of the mail may know beneath the policies
set search_path = ''
as $$
declare
  v_email text := private.confirmed_email();
  v_id    uuid := private.find_invitation_id(find_invitations.token);
begin
  return query
  select
    invitations.id,
    invitations.organisation_id,
    organisations.name,
    organisations.name_en,
    organisations.kind,
    invitations.platform_id,
    platforms.name,
    platforms.name_en,
    invitations.role,
    invitations.email,
    people.display_name,
    invitations.expires_at,
    private.invitation_status(invitations),
    coalesce(invitations.email = v_email, false)
  from public.invitations
  join public.organisations on organisations.id = invitations.organisation_id
  left join public.platforms on platforms.id = invitations.platform_id
  join public.people on people.id = invitations.invited_by
  where case
    when find_invitations.token is not null then invitations.id = v_id
    else invitations.email = v_email and private.invitation_status(invitations) = 'open'
  end
  order by invitations.sent_at desc;
end;
$$;

/* The startup that comes in as a resident: the one named, or the only one that the person owns. */
create function private.resident_to_be(organisation_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  select array_agg(distinct memberships.organisation_id)
  into v_ids
  from public.memberships
  join public.organisations on organisations.id = memberships.organisation_id
  where memberships.person_id = (select auth.uid())
    and memberships.role = 'owner'
    and organisations.kind = 'startup'
    and (resident_to_be.organisation_id is null or organisations.id = resident_to_be.organisation_id);

  if v_ids is null then
    if organisation_id is not null then
      raise exception 'organisation_not_yours' using errcode = 'PT403';
    end if;
    raise exception 'organisation_missing' using errcode = 'PT403';
  end if;
  if cardinality(v_ids) > 1 then
    raise exception 'organisation_ambiguous' using errcode = 'PT422';
  end if;
  return v_ids[1];
end;
$$;
comment on function private.resident_to_be is 'The startup to take into a makerspace. Raises when it is missing, ambiguous or not owned by the person asking.';

/* Days of residencies and of what hangs on them are counted where the policy is in force. */
create function private.today()
returns date
language sql
stable
set search_path = ''
as $$
  select (now() at time zone 'Asia/Shanghai')::date;
$$;
comment on function private.today is 'The date in China, where the policy is in force.';

/*
 * One role each: whoever is a member already and is invited as owner becomes one, and an owner who
 * is invited as a member stays what they are.
 */
create function private.join_organisation(invitation public.invitations)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_lesser     public.membership_role := case invitation.role when 'owner' then 'member' when 'manager' then 'technician' end;
  v_greater    public.membership_role := case invitation.role when 'member' then 'owner' when 'technician' then 'manager' end;
  v_before     public.memberships;
  v_membership public.memberships;
begin
  select memberships.* into v_before
  from public.memberships
  where memberships.person_id = (select auth.uid())
    and memberships.organisation_id = invitation.organisation_id
    and memberships.platform_id is not distinct from invitation.platform_id
    and memberships.role in (invitation.role, v_lesser, v_greater)
  order by memberships.role = v_lesser
  limit 1;
  if v_before.role in (invitation.role, v_greater) then
    return;
  end if;

  if v_before.id is null then
    insert into public.memberships (person_id, organisation_id, platform_id, role)
    values (auth.uid(), invitation.organisation_id, invitation.platform_id, invitation.role)
    returning * into v_membership;
  else
    update public.memberships
    set role = invitation.role
    where memberships.id = v_before.id
    returning memberships.* into v_membership;
  end if;

  perform private.record_audit(
    'join',
    'membership',
    v_membership.id,
    case when v_before.id is not null then to_jsonb(v_before) end,
    to_jsonb(v_membership)
  );
end;
$$;
comment on function private.join_organisation is 'Gives the person asking the role that an invitation of theirs offers.';

create function private.start_residency(makerspace_id uuid, organisation_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_residency public.residencies;
begin
  if exists (
    select from public.residencies
    where residencies.makerspace_id = start_residency.makerspace_id
      and residencies.organisation_id = start_residency.organisation_id
      and (residencies.ended_on is null or residencies.ended_on > private.today())
  ) then
    raise exception 'already_resident' using errcode = 'PT409';
  end if;

  insert into public.residencies (makerspace_id, organisation_id, started_on)
  values (makerspace_id, organisation_id, private.today())
  returning * into v_residency;

  perform private.record_audit('start', 'residency', v_residency.id, null, to_jsonb(v_residency));
end;
$$;
comment on function private.start_residency is 'Makes a startup a resident from today.';

create function private.accept_invitation(token text, organisation_id uuid)
returns public.invitations
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_id          uuid := private.find_invitation_id(accept_invitation.token);
  v_host_id     uuid;
  v_resident_id uuid;
  v_before      public.invitations;
  v_invitation  public.invitations;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select organisation_id into v_host_id from public.invitations where id = v_id;
  if not found then
    raise exception 'invitation_not_found' using errcode = 'PT404';
  end if;
  perform private.lock_organisations(array[v_host_id, accept_invitation.organisation_id]);
  select * into strict v_before from public.invitations where id = v_id for update;

  if v_before.email is distinct from private.confirmed_email() then
    raise exception 'invitation_for_other' using errcode = 'PT403';
  end if;
  -- The button pressed twice.
  if v_before.accepted_by = auth.uid() then
    return v_before;
  end if;
  if private.invitation_status(v_before) <> 'open' then
    raise exception 'invitation_closed' using
      errcode = 'PT409', detail = private.invitation_status(v_before);
  end if;

  if v_before.role is not null then
    perform private.join_organisation(v_before);
  else
    v_resident_id := private.resident_to_be(accept_invitation.organisation_id);
    perform private.start_residency(v_before.organisation_id, v_resident_id);
  end if;

  update public.invitations
  set accepted_at = clock_timestamp(), accepted_by = auth.uid()
  where id = v_before.id
  returning * into v_invitation;

  insert into private.outbox (topic, subject_id) values ('invitation_accepted', v_invitation.id);
  perform private.record_audit(
    'accept', 'invitation', v_invitation.id, to_jsonb(v_before), to_jsonb(v_invitation)
  );
  return v_invitation;
end;
$$;

/*
 * Changing and ending memberships.
 */

/* The membership, if the person asking belongs to the same organisation or decides about it. */
create function private.lock_membership(membership_id uuid)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_organisation_id uuid;
  v_membership      public.memberships;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select memberships.organisation_id into v_organisation_id
  from public.memberships
  where memberships.id = lock_membership.membership_id;
  perform private.lock_organisations(array[v_organisation_id]);

  select memberships.* into v_membership
  from public.memberships
  where memberships.id = lock_membership.membership_id
  for update;
  if not found or not (
    v_organisation_id in (select private.organisation_ids_of_current_person())
    or private.is_administrator()
  ) then
    raise exception 'membership_not_found' using errcode = 'PT404';
  end if;
  return v_membership;
end;
$$;
comment on function private.lock_membership is 'Locks the organisation and then the membership. Raises PT404 for strangers as for what there is not.';

/* Somebody must stay who can let others in. */
create function private.require_successor(membership public.memberships)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if membership.role = 'owner' and not exists (
    select from public.memberships as others
    where others.organisation_id = membership.organisation_id
      and others.role = 'owner'
      and others.person_id <> membership.person_id
  ) then
    raise exception 'last_owner' using errcode = 'PT409';
  end if;

  if membership.role = 'manager' and exists (
    select from public.platforms
    where platforms.organisation_id = membership.organisation_id
      and platforms.retired_at is null
      and (membership.platform_id is null or platforms.id = membership.platform_id)
      and not exists (
        select from public.memberships as others
        where others.organisation_id = membership.organisation_id
          and (others.platform_id is null or others.platform_id = platforms.id)
          and others.role = 'manager'
          and others.id <> membership.id
          and (
            others.person_id <> membership.person_id
            -- Who manages all of the organisation as well stays where they are.
            or (membership.platform_id is not null and others.platform_id is null)
          )
      )
  ) then
    raise exception 'last_manager' using errcode = 'PT409';
  end if;

  if membership.role = 'administrator' and not exists (
    select from public.memberships as others
    where others.role = 'administrator' and others.person_id <> membership.person_id
  ) then
    raise exception 'last_administrator' using errcode = 'PT409';
  end if;
end;
$$;
comment on function private.require_successor is 'Raises PT409 last_owner, last_manager or last_administrator when nobody would be left.';

/* Who has gone no longer lets anybody in: what they had offered is withdrawn. */
create function private.withdraw_invitations_of(person_id uuid, organisation_id uuid, platform_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
begin
  update public.invitations
  set withdrawn_at = clock_timestamp(), withdrawn_by = auth.uid()
  where invited_by = withdraw_invitations_of.person_id
    and organisation_id = withdraw_invitations_of.organisation_id
    and (
      withdraw_invitations_of.platform_id is null
      or platform_id = withdraw_invitations_of.platform_id
    )
    and accepted_at is null
    and withdrawn_at is null;
end;
$$;
comment on function private.withdraw_invitations_of is 'Withdraws the open invitations of a person who has lost the right to make them.';

create function private.change_role(membership_id uuid, role public.membership_role)
returns public.memberships
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_before     public.memberships;
  v_membership public.memberships;
begin
  v_before := private.lock_membership(change_role.membership_id);
  if not private.can_invite(v_before.organisation_id, v_before.platform_id) then
    raise exception 'members_not_yours' using errcode = 'PT403';
  end if;
  -- Neither towards such a role nor away from one, unless the person asking can give it.
  if change_role.role is null or not (
    private.is_role_offered(v_before.organisation_id, v_before.platform_id, change_role.role)
    and private.can_give(v_before.role)
  ) then
    raise exception 'role_not_offered' using errcode = 'PT422', detail = change_role.role::text;
  end if;
  if v_before.role = change_role.role then
    return v_before;
  end if;
  perform private.require_successor(v_before);

  update public.memberships
  set role = change_role.role
  where id = v_before.id
  returning * into v_membership;

  if v_before.role in ('owner', 'manager') then
    perform private.withdraw_invitations_of(
      v_before.person_id, v_before.organisation_id, v_before.platform_id
    );
  end if;
  insert into private.outbox (topic, subject_id) values ('role_changed', v_membership.id);
  perform private.record_audit(
    'change_role', 'membership', v_membership.id, to_jsonb(v_before), to_jsonb(v_membership)
  );
  return v_membership;
end;
$$;

create function private.end_membership(membership_id uuid, is_own boolean)
returns public.memberships
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_membership public.memberships;
begin
  v_membership := private.lock_membership(end_membership.membership_id);
  if is_own then
    if v_membership.person_id <> auth.uid() then
      raise exception 'members_not_yours' using errcode = 'PT403';
    end if;
  elsif not (
    private.can_invite(v_membership.organisation_id, v_membership.platform_id)
    and private.can_give(v_membership.role)
  ) then
    raise exception 'members_not_yours' using errcode = 'PT403';
  end if;
  perform private.require_successor(v_membership);

  delete from public.memberships where memberships.id = v_membership.id;

  perform private.withdraw_invitations_of(
    v_membership.person_id, v_membership.organisation_id, v_membership.platform_id
  );
  perform private.record_audit(
    case when is_own then 'leave' else 'remove' end,
    'membership', v_membership.id, to_jsonb(v_membership), null
  );
  return v_membership;
end;
$$;

create function private.end_residency(residency_id uuid)
returns public.residencies
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before    public.residencies;
  v_residency public.residencies;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select residencies.* into v_before
  from public.residencies
  where residencies.id = end_residency.residency_id
  for update;
  if not found or not (
    private.can_own(v_before.makerspace_id) or private.can_own(v_before.organisation_id)
  ) then
    raise exception 'residency_not_found' using errcode = 'PT404';
  end if;
  if v_before.ended_on <= private.today() then
    return v_before;
  end if;

  update public.residencies
  -- Half-open: who came in today has been a resident for this day.
  set ended_on = greatest(private.today(), v_before.started_on + 1)
  where residencies.id = v_before.id
  returning residencies.* into v_residency;

  perform private.record_audit(
    'end', 'residency', v_residency.id, to_jsonb(v_before), to_jsonb(v_residency)
  );
  return v_residency;
end;
$$;

comment on function private.invite_member is 'The writer behind public.invite_member.';
comment on function private.invite_resident is 'The writer behind public.invite_resident.';
comment on function private.withdraw_invitation is 'The writer behind public.withdraw_invitation.';
comment on function private.find_invitations is 'The reader behind public.find_invitation and public.my_invitations.';
comment on function private.accept_invitation is 'The writer behind public.accept_invitation.';
comment on function private.change_role is 'The writer behind public.change_role.';
comment on function private.end_membership is 'The writer behind public.remove_member and public.leave_organisation.';
comment on function private.end_residency is 'The writer behind public.end_residency.';

create function public.invite_member(
  organisation_id uuid,
  role            public.membership_role,
  email           text,
  platform_id     uuid default null
)
returns public.invitations
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.invite_member(
    invite_member.organisation_id, invite_member.role, invite_member.email, invite_member.platform_id
  );
end;
$$;
comment on function public.invite_member is 'Invites an e-mail address into an organisation, or one platform of it, with a role; sends an open invitation again. Raises PT403 members_not_yours, PT404 platform_not_found, PT409 already_member, PT422 role_not_offered, invitation_limit_reached.';

create function public.invite_resident(makerspace_id uuid, email text)
returns public.invitations
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.invite_resident(invite_resident.makerspace_id, invite_resident.email);
end;
$$;
comment on function public.invite_resident is 'Invites the owner of a startup, by e-mail address, to bring it into a makerspace. Raises PT403 members_not_yours, PT422 not_a_makerspace, invitation_limit_reached.';

create function public.withdraw_invitation(invitation_id uuid)
returns public.invitations
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.withdraw_invitation(withdraw_invitation.invitation_id);
end;
$$;
comment on function public.withdraw_invitation is 'Takes an open invitation back; twice changes nothing. Raises PT404 invitation_not_found, PT409 invitation_closed.';

create function public.find_invitation(token text)
returns table (
  id                uuid,
  organisation_id   uuid,
  organisation      text,
  organisation_en   text,
  organisation_kind public.organisation_kind,
  platform_id       uuid,
  platform          text,
  platform_en       text,
  role              public.membership_role,
  email             text,
  inviter           text,
  expires_at        timestamptz,
  status            text,
  is_mine           boolean
)
language plpgsql
stable
rows 1
set search_path = ''
as $$
begin
  return query select found.* from private.find_invitations(coalesce(find_invitation.token, '')) as found;
end;
$$;
comment on function public.find_invitation is 'What an invitation offers and where it stands, for whoever holds its token; no row for a token that is none.';

create function public.my_invitations()
returns table (
  id                uuid,
  organisation_id   uuid,
  organisation      text,
  organisation_en   text,
  organisation_kind public.organisation_kind,
  platform_id       uuid,
  platform          text,
  platform_en       text,
  role              public.membership_role,
  email             text,
  inviter           text,
  expires_at        timestamptz,
  status            text,
  is_mine           boolean
)
language plpgsql
stable
rows 1
set search_path = ''
as $$
begin
  return query select found.* from private.find_invitations(null) as found;
end;
$$;
comment on function public.my_invitations is 'The open invitations to the confirmed address of the person asking.';

create function public.accept_invitation(token text, organisation_id uuid default null)
returns public.invitations
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.accept_invitation(accept_invitation.token, accept_invitation.organisation_id);
end;
$$;
comment on function public.accept_invitation is 'Accepts an invitation to one''s own confirmed address, by the token of its mail or by its id; for a residency with the startup to bring in, where one owns several. Raises PT403 invitation_for_other, PT404 invitation_not_found, PT409 invitation_closed, already_resident.';

create function public.change_role(membership_id uuid, role public.membership_role)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.change_role(change_role.membership_id, change_role.role);
end;
$$;
comment on function public.change_role is 'Gives a member another role. Raises PT403 members_not_yours, PT404 membership_not_found, PT409 last_owner, last_manager, last_administrator, PT422 role_not_offered.';

create function public.remove_member(membership_id uuid)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.end_membership(remove_member.membership_id, false);
end;
$$;
comment on function public.remove_member is 'Ends somebody''s membership. Raises PT403 members_not_yours, PT404 membership_not_found, PT409 last_owner, last_manager, last_administrator.';

create function public.leave_organisation(membership_id uuid)
returns public.memberships
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.end_membership(leave_organisation.membership_id, true);
end;
$$;
comment on function public.leave_organisation is 'Ends a membership of one''s own. Raises PT403 members_not_yours, PT404 membership_not_found, PT409 last_owner, last_manager, last_administrator.';

create function public.end_residency(residency_id uuid)
returns public.residencies
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.end_residency(end_residency.residency_id);
end;
$$;
comment on function public.end_residency is 'Ends a residency today, for the owner of either side; twice changes nothing. Raises PT404 residency_not_found.';

/*
 * What of it is told. The token is in none of the facts: the worker asks for it when it writes the
 * mail. Who invited is told of an acceptance, and whoever is invited of the invitation itself, so
 * the same row is a subject of two types.
 */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('invitation_received', 'membership', 183, true, true),
  ('invitation_accepted', 'membership', 184, true, false),
  ('role_changed', 'membership', 185, true, true);

insert into private.notice_topics (topic, subject_type)
values
  ('invitation_made', 'invitation'),
  ('invitation_accepted', 'accepted_invitation'),
  ('role_changed', 'membership');

insert into private.notice_routes (topic, audience, kind, only_when)
values
  -- What was withdrawn meanwhile invites nobody.
  ('invitation_made', 'person', 'invitation_received', '{"status": "open"}'),
  ('invitation_made', 'address', 'invitation_received', '{"status": "open"}'),
  ('invitation_accepted', 'person', 'invitation_accepted', '{}'),
  ('role_changed', 'person', 'role_changed', '{}');

create function private.notice_facts_of_invitation(invitation public.invitations)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'organisation', jsonb_build_object('name', organisations.name, 'name_en', organisations.name_en),
      'platform', (
        select jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en)
        from public.platforms
        where platforms.id = (invitation).platform_id
      ),
      'role', (invitation).role,
      'status', private.invitation_status(invitation)
    ))
    from public.organisations
    where organisations.id = (invitation).organisation_id
  );
end;
$$;
comment on function private.notice_facts_of_invitation is 'What an invitation is into. Without a role it is for a resident.';

create function private.notice_about_invitation(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    -- Whoever only says that the address is theirs is told nothing here; the mail reaches its owner.
    users.id,
    invitations.organisation_id,
    invitations.platform_id,
    case when users.id is null then invitations.email end,
    private.notice_facts_of_invitation(invitations)
      || jsonb_build_object('expires_at', invitations.expires_at)
      -- For an address that has chosen none: they are likely to share it.
      || jsonb_build_object('language', inviters.language)
  into v_about
  from public.invitations
  join public.people as inviters on inviters.id = invitations.invited_by
  left join auth.users
    on lower(users.email) = invitations.email and users.email_confirmed_at is not null
  where invitations.id = notice_about_invitation.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_invitation is 'Whom an invitation is for, an account or a bare address, and its facts.';

create function private.notice_about_accepted_invitation(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    invitations.invited_by,
    invitations.organisation_id,
    invitations.platform_id,
    null,
    private.notice_facts_of_invitation(invitations) || jsonb_build_object(
      'members_of', jsonb_strip_nulls(jsonb_build_object(
        'organisation_id', invitations.organisation_id, 'platform_id', invitations.platform_id
      ))
    )
  into v_about
  from public.invitations
  where invitations.id = notice_about_accepted_invitation.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_accepted_invitation is 'Who made an invitation, its facts, and whose list of members shows what came of it.';

create function private.notice_about_membership(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    memberships.person_id,
    memberships.organisation_id,
    memberships.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'organisation', jsonb_build_object('name', organisations.name, 'name_en', organisations.name_en),
      'platform', case
        when platforms.id is not null
          then jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en)
      end,
      'role', memberships.role
    ))
  into v_about
  from public.memberships
  join public.organisations on organisations.id = memberships.organisation_id
  left join public.platforms on platforms.id = memberships.platform_id
  where memberships.id = notice_about_membership.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_membership is 'Whose membership it is, where, and as what.';

grant execute on function
  private.invite_member(uuid, public.membership_role, text, uuid),
  private.invite_resident(uuid, text),
  private.withdraw_invitation(uuid),
  private.accept_invitation(text, uuid),
  private.change_role(uuid, public.membership_role),
  private.end_membership(uuid, boolean),
  private.end_residency(uuid),
  public.invite_member(uuid, public.membership_role, text, uuid),
  public.invite_resident(uuid, text),
  public.withdraw_invitation(uuid),
  public.my_invitations(),
  public.accept_invitation(text, uuid),
  public.change_role(uuid, public.membership_role),
  public.remove_member(uuid),
  public.leave_organisation(uuid),
  public.end_residency(uuid)
to authenticated;

grant execute on function
  private.find_invitations(text),
  public.find_invitation(text)
to anon, authenticated;
