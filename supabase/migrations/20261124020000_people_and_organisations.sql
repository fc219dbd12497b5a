/*
 * A person is someone who can sign in. The row is made when Supabase Auth makes the user; it holds
 * what a laboratory needs to know about the people it serves, and no more.
 */
create table public.people (
  id           uuid primary key references auth.users on delete cascade,
  display_name text not null,
  phone        text,
  language     text not null default 'zh',
  created_at   timestamptz not null default now(),

  constraint people_display_name_has_length check (char_length(display_name) between 1 and 100),
  constraint people_display_name_is_clean check (private.is_clean_text(display_name)),
  constraint people_phone_looks_like_one check (phone ~ '^[0-9+() -]{5,30}$'),
  constraint people_language_is_known check (language in ('zh', 'en'))
);

comment on table public.people is 'Someone who can sign in.';
comment on column public.people.id is 'The id of the user in auth.users.';
comment on column public.people.display_name is 'The name shown to the laboratory and to colleagues.';
comment on column public.people.phone is 'Where the laboratory can reach the person; shown to it and to colleagues only.';
comment on column public.people.language is 'The language of the interface and of mails.';

/*
 * Trusts the sign-up form with a name and a language only: raw_user_meta_data is what the visitor
 * sent, so nothing that grants a right is ever read from it.
 */
create function private.tg_users__create_person()
returns trigger
language plpgsql
volatile
security definer -- the auth server inserts users and has no right on people
set search_path = ''
as $$
declare
  v_name text := left(btrim(coalesce(new.raw_user_meta_data ->> 'name', '')), 100);
begin
  if v_name = '' or not private.is_clean_text(v_name) then
    v_name := left(split_part(coalesce(new.email, '?'), '@', 1), 100);
  end if;

  insert into public.people (id, display_name, language)
  values (
    new.id,
    v_name,
    case new.raw_user_meta_data ->> 'language' when 'en' then 'en' else 'zh' end
  )
  on conflict (id) do nothing;

  return new;
end;
$$;

comment on function private.tg_users__create_person is 'Gives every new user of Supabase Auth a person.';

create trigger _500_create_person
  after insert on auth.users
  for each row
  execute function private.tg_users__create_person();

/*
 * An organisation is a legal person or a team without one: it hosts platforms, or its people book,
 * or it does both. What a makerspace's residents book is theirs, not the makerspace's.
 */
create type public.organisation_kind as enum (
  'university', 'institute', 'company', 'startup', 'makerspace', 'alliance', 'agency', 'other'
);
comment on type public.organisation_kind is 'What an organisation is to the policy: who serves, who is served, who evaluates.';

create table public.organisations (
  id                         uuid primary key default gen_random_uuid(),
  kind                       public.organisation_kind not null,
  name                       text not null,
  language                   text not null default 'zh',
  name_en                    text,
  unified_social_credit_code text,
  established_on             date,
  province                   text,
  city                       text,
  address                    text,
  website                    text,
  verified_at                timestamptz,
  created_at                 timestamptz not null default now(),

  constraint organisations_name_has_length check (char_length(name) between 1 and 200),
  constraint organisations_name_is_clean check (private.is_clean_text(name)),
  constraint organisations_name_en_is_clean check (private.is_clean_text(name_en)),
  constraint organisations_unified_social_credit_code_key unique (unified_social_credit_code),
  constraint organisations_unified_social_credit_code_is_one check (
    unified_social_credit_code ~ '^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$'
  ),
  constraint organisations_website_is_http check (website ~ '^https?://')
);

create index organisations_name_idx on public.organisations (name);
create index organisations_kind_idx on public.organisations (kind);

comment on table public.organisations is 'A university, institute, company, startup, makerspace, alliance or agency.';
comment on column public.organisations.name is 'The name as registered, in the language named beside it.';
comment on column public.organisations.language is 'BCP 47 tag of the language of the name.';
comment on column public.organisations.unified_social_credit_code is '统一社会信用代码, 18 characters (GB 32100).';
comment on column public.organisations.verified_at is 'When an administrator checked the registration; null for a self-registered organisation.';

/*
 * The registration of a makerspace (国家备案, 省级, 市级) is the evidence that serving it counts.
 */
create table public.makerspace_registrations (
  id              uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations on delete cascade,
  level           text not null,
  document_no     text,
  registered_on   date not null,
  revoked_on      date,

  constraint makerspace_registrations_level_is_known check (level in ('national', 'provincial', 'municipal')),
  constraint makerspace_registrations_end_after_start check (revoked_on > registered_on)
);

create index makerspace_registrations_organisation_id_idx on public.makerspace_registrations (organisation_id);
comment on table public.makerspace_registrations is 'An entry of a makerspace in a public register, with its level and document.';

/*
 * A startup or team that works in a makerspace. Kept with its dates, because what counts is who was
 * resident when the service was rendered.
 */
create table public.residencies (
  id              uuid primary key default gen_random_uuid(),
  makerspace_id   uuid not null references public.organisations on delete cascade,
  organisation_id uuid not null references public.organisations on delete cascade,
  started_on      date not null,
  ended_on        date,

  constraint residencies_end_after_start check (ended_on > started_on),
  constraint residencies_are_of_others check (makerspace_id <> organisation_id),
  constraint residencies_do_not_overlap exclude using gist (
    makerspace_id with =,
    organisation_id with =,
    daterange(started_on, ended_on) with &&
  )
);

create index residencies_makerspace_id_idx on public.residencies (makerspace_id);
create index residencies_organisation_id_idx on public.residencies (organisation_id);
comment on table public.residencies is 'A startup or team resident in a makerspace, from one day until another.';

/* Makerspaces that an industrial innovation alliance has admitted (policy 二(四), last sentence). */
create table public.alliance_admissions (
  alliance_id   uuid not null references public.organisations on delete cascade,
  makerspace_id uuid not null references public.organisations on delete cascade,
  admitted_on   date not null,
  left_on       date,

  primary key (alliance_id, makerspace_id, admitted_on),
  constraint alliance_admissions_end_after_start check (left_on > admitted_on)
);

create index alliance_admissions_makerspace_id_idx on public.alliance_admissions (makerspace_id);
comment on table public.alliance_admissions is 'A makerspace admitted to an alliance.';
