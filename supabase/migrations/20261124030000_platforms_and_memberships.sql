/*
 * A platform is the unit of a host organisation that runs instruments and keeps data and literature:
 * a key laboratory, a centre, a testing platform. Its designations say which duties the policy lays
 * on it; they come and go, the platform stays.
 */
create table public.platforms (
  id              uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations on delete restrict,
  name            text not null,
  language        text not null default 'zh',
  name_en         text,
  summary         text,
  summary_en      text,
  sharing_rules   text,
  province        text,
  city            text,
  county          text,
  street          text,
  directions      text,
  directions_en   text,
  time_zone       text not null default 'Asia/Shanghai',
  night_starts    time not null default '20:00',
  night_ends      time not null default '08:00',
  website         text,
  retired_at      timestamptz,
  created_at      timestamptz not null default now(),

  constraint platforms_name_has_length check (char_length(name) between 1 and 200),
  constraint platforms_name_is_clean check (private.is_clean_text(name)),
  -- The conversion fails for a zone that Postgres does not know, which would break every calendar.
  constraint platforms_time_zone_is_iana check (
    time_zone ~ '^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$'
    and (timestamptz '2000-01-01 00:00:00+00' at time zone time_zone) is not null
  ),
  constraint platforms_night_is_night check (night_starts > night_ends),
  constraint platforms_website_is_http check (website ~ '^https?://'),
  constraint platforms_organisation_id_name_key unique (organisation_id, name)
);

comment on table public.platforms is 'An operating unit of one host organisation, with its own people, rules and figures.';
comment on column public.platforms.time_zone is 'IANA zone in which its opening hours are meant.';
comment on column public.platforms.night_starts is 'From here until night_ends, and all of Saturday and Sunday, are off-hours: they may be priced or closed apart. Wall time of the lab.';
comment on column public.platforms.sharing_rules is '对外开放共享规定, as the platform publishes them.';
comment on column public.platforms.directions is 'How a visitor gets there.';

/* Whom to call. Apart from the platform, so that it is not scraped by strangers. */
create table public.platform_contacts (
  platform_id uuid primary key references public.platforms on delete cascade,
  name        text,
  phone       text,
  email       text
);
comment on table public.platform_contacts is 'The person to ask at a platform; shown to people who have signed in.';

/*
 * The kinds of designation are a dictionary with validity, since the names of 2015 are no longer
 * those of today (reference 0.1). policy_class says which sentence of 二(四) applies.
 */
create table public.designation_kinds (
  code         text primary key,
  name         text not null,
  name_en      text not null,
  policy_class text not null,
  valid_from   date,
  valid_to     date,
  maps_to      text,
  position     smallint not null,

  constraint designation_kinds_policy_class_is_known check (policy_class in ('A', 'B', 'by_host'))
);
comment on table public.designation_kinds is 'What a platform can be designated as, with the years in which the name was in use.';
comment on column public.designation_kinds.policy_class is 'A: duty to open (二(四) sentence 2); B: service enters the evaluation (sentence 3); by_host: A at a university or institute, else B.';
comment on column public.designation_kinds.maps_to is 'What such units became in 2019; decided unit by unit, never automatically.';

insert into public.designation_kinds (code, name, name_en, policy_class, valid_from, valid_to, maps_to, position)
values
  ('KL', '重点实验室', 'Key laboratory', 'A', null, null, '省重点实验室（科学与工程研究）', 1),
  ('ETRC', '工程技术（研究）中心', 'Engineering research centre', 'A', null, '2020-01-01', '技术创新中心（技术创新与成果转化）', 2),
  ('PIC', '产业共性技术创新平台', 'Industry generic technology platform', 'B', null, '2020-01-01', '产业技术创新研究院或技术创新中心', 3),
  ('PSP', '产业专业技术创新平台', 'Industry specialised technology platform', 'B', null, '2020-01-01', '专业技术创新中心', 4),
  ('CSP', '综合服务平台', 'Comprehensive service platform', 'B', null, '2020-01-01', '基础支撑与条件保障类', 5),
  ('IRD', '产业研发平台', 'Industrial R&D platform', 'B', null, null, null, 6),
  ('TEST', '检验检测平台', 'Testing platform', 'B', null, null, null, 7),
  ('TIC', '技术创新中心', 'Technology innovation centre', 'by_host', '2019-01-01', null, null, 8),
  ('ITRI', '产业技术创新研究院', 'Industrial technology research institute', 'B', '2019-01-01', null, null, 9),
  ('CMRC', '临床医学研究中心', 'Clinical research centre', 'A', '2019-01-01', null, null, 10),
  ('PILOT', '中试基地', 'Pilot-scale base', 'B', '2023-01-01', null, null, 11);

create table public.platform_designations (
  id          uuid primary key default gen_random_uuid(),
  platform_id uuid not null references public.platforms on delete cascade,
  kind_code   text not null references public.designation_kinds on delete restrict,
  level       text not null,
  document_no text,
  granted_on  date,
  revoked_on  date,

  constraint platform_designations_level_is_known check (level in ('national', 'provincial', 'municipal')),
  constraint platform_designations_end_after_start check (revoked_on > granted_on)
);

create index platform_designations_platform_id_idx on public.platform_designations (platform_id);
create index platform_designations_kind_code_idx on public.platform_designations (kind_code);
comment on table public.platform_designations is 'What a platform was designated as, at which level, by which document, from when until when.';

/*
 * A membership gives a person a role in an organisation, or in one platform of it. Roles are read
 * from here by every policy; a token's metadata never decides.
 */
create type public.membership_role as enum (
  'owner', 'member', 'manager', 'technician', 'evaluator', 'administrator'
);
comment on type public.membership_role is 'owner and member book; manager and technician run a platform; evaluator reads figures; administrator operates the site.';

create table public.memberships (
  id              uuid primary key default gen_random_uuid(),
  person_id       uuid not null references public.people on delete cascade,
  organisation_id uuid not null references public.organisations on delete cascade,
  platform_id     uuid references public.platforms on delete cascade,
  role            public.membership_role not null,
  created_at      timestamptz not null default now(),

  constraint memberships_are_unique unique nulls not distinct (person_id, organisation_id, platform_id, role),
  constraint memberships_platform_roles_only check (
    platform_id is null or role in ('manager', 'technician')
  )
);

create index memberships_organisation_id_idx on public.memberships (organisation_id);
create index memberships_platform_id_idx on public.memberships (platform_id);
comment on table public.memberships is 'A person''s role in an organisation, or in one platform of it.';

/*
 * What an access token may be used for is in the claims that it is given for the request. A person
 * who has signed in brings none, and is not bound by any.
 */
create function private.token_allows(scope text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_scopes jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'scopes';
begin
  return v_scopes is null or v_scopes ? token_allows.scope;
end;
$$;

create function private.agent_instrument_id()
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'instrument_id')::uuid;
end;
$$;

/*
 * Who is asking. Definers, because a policy on memberships may not read memberships through itself.
 */
create function private.is_administrator()
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return exists (
    select from public.memberships
    where memberships.person_id = (select auth.uid()) and memberships.role = 'administrator'
  ) and private.token_allows('administer');
end;
$$;

create function private.organisation_ids_of_current_person()
returns setof uuid
language sql
stable
rows 3
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
  select distinct memberships.organisation_id
  from public.memberships
  where memberships.person_id = (select auth.uid());
$$;

create function private.platform_ids_staffed_by_current_person()
returns setof uuid
language sql
stable
rows 3
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
  select platforms.id
  from public.memberships
  join public.platforms
    on platforms.organisation_id = memberships.organisation_id
    and (memberships.platform_id is null or memberships.platform_id = platforms.id)
  where memberships.person_id = (select auth.uid())
    and memberships.role in ('manager', 'technician');
$$;

create function private.can_staff(platform_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return private.is_administrator()
    or can_staff.platform_id in (select private.platform_ids_staffed_by_current_person());
end;
$$;

create function private.can_manage(platform_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return exists (
    select from public.platforms
    join public.memberships
      on memberships.organisation_id = platforms.organisation_id
      and (memberships.platform_id is null or memberships.platform_id = platforms.id)
    where platforms.id = can_manage.platform_id
      and memberships.person_id = (select auth.uid())
      and memberships.role = 'manager'
  ) or private.is_administrator();
end;
$$;

create function private.can_own(organisation_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return exists (
    select from public.memberships
    where memberships.person_id = (select auth.uid())
      and memberships.organisation_id = can_own.organisation_id
      and memberships.role = 'owner'
  ) or private.is_administrator();
end;
$$;

create function private.can_book_for(organisation_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return exists (
    select from public.memberships
    where memberships.person_id = (select auth.uid())
      and memberships.organisation_id = can_book_for.organisation_id
      and memberships.role in ('owner', 'member', 'manager', 'technician')
  );
end;
$$;

grant execute on function
  private.agent_instrument_id(),
  private.is_administrator(),
  private.organisation_ids_of_current_person(),
  private.platform_ids_staffed_by_current_person(),
  private.can_staff(uuid),
  private.can_manage(uuid),
  private.can_own(uuid),
  private.can_book_for(uuid)
to authenticated;

comment on function private.token_allows is 'True when the request was made with a token of this scope, or with no token but a session.';
comment on function private.agent_instrument_id is 'The instrument that the request''s token is an agent of; null for everybody else.';
comment on function private.is_administrator is 'True when the person asking operates the site, and does so by a session or a token meant for it.';
comment on function private.organisation_ids_of_current_person is 'The organisations in which the person asking has any role.';
comment on function private.platform_ids_staffed_by_current_person is 'The platforms that the person asking runs as manager or technician.';
comment on function private.can_staff is 'True when the person asking may decide about a platform''s bookings.';
comment on function private.can_manage is 'True when the person asking may change a platform itself: its manager, that of its whole organisation, or an administrator. A technician may not.';
comment on function private.can_own is 'True when the person asking may act for an organisation in everything: its owner, or an administrator.';
comment on function private.can_book_for is 'True when the person asking may book in the name of an organisation.';

/*
 * Policies. Host organisations and makerspaces are public; who a startup is, only those learn who
 * belong to it or serve it.
 */
alter table public.people enable row level security;
alter table public.organisations enable row level security;
alter table public.makerspace_registrations enable row level security;
alter table public.residencies enable row level security;
alter table public.alliance_admissions enable row level security;
alter table public.platforms enable row level security;
alter table public.platform_contacts enable row level security;
alter table public.designation_kinds enable row level security;
alter table public.platform_designations enable row level security;
alter table public.memberships enable row level security;

create policy platforms_select_all on public.platforms
  for select to anon, authenticated
  using (true);

create policy platform_contacts_select_signed_in on public.platform_contacts
  for select to authenticated
  using (true);

create policy designation_kinds_select_all on public.designation_kinds
  for select to anon, authenticated
  using (true);

create policy platform_designations_select_all on public.platform_designations
  for select to anon, authenticated
  using (true);

create policy makerspace_registrations_select_all on public.makerspace_registrations
  for select to anon, authenticated
  using (true);

create policy alliance_admissions_select_all on public.alliance_admissions
  for select to anon, authenticated
  using (true);

create policy residencies_select_parties on public.residencies
  for select to authenticated
  using (
    makerspace_id in (select private.organisation_ids_of_current_person())
    or organisation_id in (select private.organisation_ids_of_current_person())
  );

create policy memberships_select_colleagues on public.memberships
  for select to authenticated
  using (
    person_id = (select auth.uid())
    or organisation_id in (select private.organisation_ids_of_current_person())
  );

grant select on
  public.platforms, public.designation_kinds, public.platform_designations,
  public.makerspace_registrations, public.alliance_admissions
to anon, authenticated;
grant select on public.platform_contacts, public.residencies, public.memberships to authenticated;
grant select on
  public.people, public.organisations, public.makerspace_registrations, public.residencies,
  public.alliance_admissions, public.platforms, public.platform_contacts,
  public.designation_kinds, public.platform_designations, public.memberships
to service_role;

-- The policies of people and organisations follow the bookings: a laboratory sees whom it serves.
