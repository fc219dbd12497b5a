/*
 * A calendar feed is an address that a calendar program reads again and again, without a session: the
 * address itself is the key. A feed belongs to one person, and at every read what it may tell is
 * judged by what that person may see at that moment, so that a role that ends takes its calendar with
 * it.
 */
create extension if not exists pgcrypto with schema extensions;

create type public.calendar_feed_kind as enum ('person', 'organisation', 'instrument', 'platform');
comment on type public.calendar_feed_kind is 'Whose bookings a calendar feed tells: the person''s own, an organisation''s, an instrument''s or a platform''s.';

create table public.calendar_feeds (
  id              uuid primary key default gen_random_uuid(),
  person_id       uuid not null references public.people on delete cascade,
  kind            public.calendar_feed_kind not null,
  organisation_id uuid references public.organisations on delete cascade,
  instrument_id   uuid references public.instruments on delete cascade,
  platform_id     uuid references public.platforms on delete cascade,
  created_at      timestamptz not null default now(),
  renewed_at      timestamptz,
  revoked_at      timestamptz,

  constraint calendar_feeds_subject_matches_kind check (
    (kind = 'organisation') = (organisation_id is not null)
    and (kind = 'instrument') = (instrument_id is not null)
    and (kind = 'platform') = (platform_id is not null)
  ),
  constraint calendar_feeds_renewed_after_created check (renewed_at >= created_at),
  constraint calendar_feeds_revoked_after_created check (revoked_at >= created_at)
);

-- A person has one address for each thing; a revoked feed keeps its row and may be followed by another.
create unique index calendar_feeds_open_key
  on public.calendar_feeds (person_id, kind, organisation_id, instrument_id, platform_id)
  nulls not distinct
  where revoked_at is null;
create index calendar_feeds_person_id_idx on public.calendar_feeds (person_id);
create index calendar_feeds_organisation_id_idx on public.calendar_feeds (organisation_id);
create index calendar_feeds_instrument_id_idx on public.calendar_feeds (instrument_id);
create index calendar_feeds_platform_id_idx on public.calendar_feeds (platform_id);

alter table public.calendar_feeds enable row level security;

create policy calendar_feeds_select_own on public.calendar_feeds
  for select to authenticated
  using (person_id = (select auth.uid()));

grant select on public.calendar_feeds to authenticated;
-- No insert, update or delete: create_calendar_feed, renew_calendar_feed and revoke_calendar_feed hold the rules.

comment on table public.calendar_feeds is 'A calendar that somebody subscribes to by an address of their own.';
comment on column public.calendar_feeds.person_id is 'Its owner, by whose rights each read is judged.';
comment on column public.calendar_feeds.renewed_at is 'When its address was last exchanged for another.';
comment on column public.calendar_feeds.revoked_at is 'When it was given up; from then on its address leads nowhere.';

/*
 * The token of an address is never stored. Reads find its feed by its hash; the owner is shown it
 * again because it is derived from a secret that only the two functions below read.
 */
create table private.calendar_feed_secrets (
  feed_id    uuid primary key references public.calendar_feeds on delete cascade,
  secret     bytea not null,
  token_hash bytea not null,

  constraint calendar_feed_secrets_secret_is_long check (octet_length(secret) = 32),
  constraint calendar_feed_secrets_token_hash_key unique (token_hash)
);

/*
 * What clients read, and when: for the owner, who sees an address that nobody uses, for the limit,
 * and for Last-Modified, which must go forward even when events fall out of a feed.
 */
create table private.calendar_feed_reads (
  feed_id          uuid primary key references public.calendar_feeds on delete cascade,
  window_starts_at timestamptz not null,
  reads            integer not null,
  last_read_at     timestamptz not null,
  digest           text,
  changed_at       timestamptz
);

alter table private.calendar_feed_secrets enable row level security;
alter table private.calendar_feed_reads enable row level security;

comment on table private.calendar_feed_secrets is 'What the token of a feed is derived from, and the hash it is found by.';
comment on table private.calendar_feed_reads is 'How often a feed was read of late, and when what it told last changed.';
comment on column private.calendar_feed_reads.reads is 'How many since window_starts_at, of an hour.';

-- For calendars, which tell for a while of time that was given back.
create index occupancies_released_idx on public.occupancies (instrument_id, upper(during))
  where not active;

create function private.calendar_feed_token(feed_id uuid, secret bytea)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return translate(
    encode(
      extensions.hmac(
        convert_to(calendar_feed_token.feed_id::text, 'UTF8'), calendar_feed_token.secret, 'sha256'
      ),
      'base64'
    ),
    '+/=', '-_'
  );
end;
$$;
comment on function private.calendar_feed_token is 'The token of a feed''s address: 256 bits in the alphabet of addresses.';

create function private.issue_calendar_feed_token(feed_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_secret bytea := extensions.gen_random_bytes(32);
  v_hash   bytea := sha256(
    convert_to(private.calendar_feed_token(issue_calendar_feed_token.feed_id, v_secret), 'UTF8')
  );
begin
  insert into private.calendar_feed_secrets (feed_id, secret, token_hash)
  values (issue_calendar_feed_token.feed_id, v_secret, v_hash)
  on conflict (feed_id) do update
  set secret = excluded.secret, token_hash = excluded.token_hash;

  -- What was read by the old address says nothing of the new one.
  delete from private.calendar_feed_reads as reads
  where reads.feed_id = issue_calendar_feed_token.feed_id;
end;
$$;
comment on function private.issue_calendar_feed_token is 'Gives a feed a secret, and with it a token; the one before is worth nothing from then on.';

/* A feed of the person asking for one thing: the one there is, or a new one. */
create function private.ensure_calendar_feed(kind public.calendar_feed_kind, subject_id uuid)
returns public.calendar_feeds
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_person_id uuid := auth.uid();
  v_feed      public.calendar_feeds;
begin
  -- One at a time for each person, so that neither the limit nor the key is raced for.
  perform from public.people where people.id = v_person_id for no key update;

  select feeds.* into v_feed
  from public.calendar_feeds as feeds
  where feeds.person_id = v_person_id
    and feeds.kind = ensure_calendar_feed.kind
    and coalesce(feeds.organisation_id, feeds.instrument_id, feeds.platform_id)
      is not distinct from ensure_calendar_feed.subject_id
    and feeds.revoked_at is null;
  if found then
    return v_feed;
  end if;

  if (
    select count(*) from public.calendar_feeds as feeds
    where feeds.person_id = v_person_id and feeds.revoked_at is null
  ) >= 50 then
    raise exception 'feed_limit_reached' using errcode = 'PT422', detail = '50';
  end if;

  insert into public.calendar_feeds (person_id, kind, organisation_id, instrument_id, platform_id)
  values (
    v_person_id,
    ensure_calendar_feed.kind,
    case when ensure_calendar_feed.kind = 'organisation' then ensure_calendar_feed.subject_id end,
    case when ensure_calendar_feed.kind = 'instrument' then ensure_calendar_feed.subject_id end,
    case when ensure_calendar_feed.kind = 'platform' then ensure_calendar_feed.subject_id end
  )
  returning * into v_feed;
  perform private.issue_calendar_feed_token(v_feed.id);
  perform private.record_audit('create', 'calendar_feed', v_feed.id, null, to_jsonb(v_feed));
  return v_feed;
end;
$$;
comment on function private.ensure_calendar_feed is 'The open feed of the person asking for a thing, made where there is none. Raises PT422 feed_limit_reached.';

create function private.create_calendar_feed(kind public.calendar_feed_kind, subject_id uuid)
returns public.calendar_feeds
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_known jsonb;
  v_feed  public.calendar_feeds;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if (create_calendar_feed.kind = 'person') <> (create_calendar_feed.subject_id is null) then
    raise exception 'feed_subject_invalid' using errcode = 'PT422';
  end if;

  v_known := private.replayed_answer(
    'create_calendar_feed',
    jsonb_build_array(create_calendar_feed.kind, create_calendar_feed.subject_id)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.calendar_feeds, v_known);
  end if;

  case create_calendar_feed.kind
    when 'organisation' then
      if create_calendar_feed.subject_id not in (
        select private.organisation_ids_of_current_person()
      ) then
        raise exception 'organisation_not_yours' using errcode = 'PT403';
      end if;
    when 'instrument' then
      if not exists (
        select from public.instruments where instruments.id = create_calendar_feed.subject_id
      ) then
        raise exception 'instrument_not_found' using errcode = 'PT404';
      end if;
    when 'platform' then
      if not exists (
        select from public.platforms where platforms.id = create_calendar_feed.subject_id
      ) then
        raise exception 'platform_not_found' using errcode = 'PT404';
      end if;
      if not private.can_staff(create_calendar_feed.subject_id) then
        raise exception 'platform_not_yours' using errcode = 'PT403';
      end if;
    when 'person' then
      null; -- Everybody may see what is their own.
  end case;

  v_feed := private.ensure_calendar_feed(
    create_calendar_feed.kind, create_calendar_feed.subject_id
  );
  perform private.keep_answer('create_calendar_feed', to_jsonb(v_feed));
  return v_feed;
end;
$$;
comment on function private.create_calendar_feed is 'The writer behind public.create_calendar_feed.';

create function public.create_calendar_feed(kind public.calendar_feed_kind, subject_id uuid default null)
returns public.calendar_feeds
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.create_calendar_feed(create_calendar_feed.kind, create_calendar_feed.subject_id);
end;
$$;
comment on function public.create_calendar_feed is 'A feed for the person asking: of their own bookings, or of the organisation, instrument or platform named. Made once; asked for again, it is the same. Raises PT401, PT403, PT404, PT422.';

/* An open feed of the person asking, locked; strangers are told that there is none. */
create function private.lock_calendar_feed(feed_id uuid)
returns public.calendar_feeds
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_feed public.calendar_feeds;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select feeds.* into v_feed
  from public.calendar_feeds as feeds
  where feeds.id = lock_calendar_feed.feed_id and feeds.person_id = (select auth.uid())
  for no key update;
  if not found then
    raise exception 'feed_not_found' using errcode = 'PT404';
  end if;
  return v_feed;
end;
$$;
comment on function private.lock_calendar_feed is 'A feed of the person asking, locked. Raises PT404 feed_not_found for anybody else''s.';

create function private.renew_calendar_feed(feed_id uuid)
returns public.calendar_feeds
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before public.calendar_feeds;
  v_feed   public.calendar_feeds;
begin
  v_before := private.lock_calendar_feed(renew_calendar_feed.feed_id);
  if v_before.revoked_at is not null then
    raise exception 'feed_not_found' using errcode = 'PT404';
  end if;

  update public.calendar_feeds
  set renewed_at = clock_timestamp()
  where calendar_feeds.id = v_before.id
  returning * into v_feed;
  perform private.issue_calendar_feed_token(v_feed.id);

  perform private.record_audit('renew', 'calendar_feed', v_feed.id, to_jsonb(v_before), to_jsonb(v_feed));
  return v_feed;
end;
$$;
comment on function private.renew_calendar_feed is 'The writer behind public.renew_calendar_feed.';

create function public.renew_calendar_feed(feed_id uuid)
returns public.calendar_feeds
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.renew_calendar_feed(renew_calendar_feed.feed_id);
end;
$$;
comment on function public.renew_calendar_feed is 'Gives a feed another address; the one before leads nowhere from then on. Raises PT401, PT404.';

create function private.revoke_calendar_feed(feed_id uuid)
returns public.calendar_feeds
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before public.calendar_feeds;
  v_feed   public.calendar_feeds;
begin
  v_before := private.lock_calendar_feed(revoke_calendar_feed.feed_id);
  if v_before.revoked_at is not null then
    return v_before;
  end if;

  update public.calendar_feeds
  set revoked_at = clock_timestamp()
  where calendar_feeds.id = v_before.id
  returning * into v_feed;
  delete from private.calendar_feed_secrets as secrets where secrets.feed_id = v_feed.id;
  delete from private.calendar_feed_reads as reads where reads.feed_id = v_feed.id;

  perform private.record_audit('revoke', 'calendar_feed', v_feed.id, to_jsonb(v_before), to_jsonb(v_feed));
  return v_feed;
end;
$$;
comment on function private.revoke_calendar_feed is 'The writer behind public.revoke_calendar_feed.';

create function public.revoke_calendar_feed(feed_id uuid)
returns public.calendar_feeds
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.revoke_calendar_feed(revoke_calendar_feed.feed_id);
end;
$$;
comment on function public.revoke_calendar_feed is 'Gives up a feed: its address leads nowhere from then on. Revoking twice changes nothing. Raises PT401, PT404.';

/*
 * A person's feeds with their tokens. The feed of one's own bookings is made when its owner first
 * looks, so that nobody has to ask for what everybody has, and no address exists that nobody knows.
 */
create function private.list_calendar_feeds()
returns table (
  id           uuid,
  kind         public.calendar_feed_kind,
  token        text,
  subject      jsonb,
  is_permitted boolean,
  shows_names  boolean,
  created_at   timestamptz,
  renewed_at   timestamptz,
  last_read_at timestamptz
)
language plpgsql
volatile
security definer -- reads the secrets of the person's own feeds
set search_path = ''
as $$
#variable_conflict use_column
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  -- An address would outlive the access token that learned it.
  if nullif(current_setting('request.jwt.claims', true), '')::jsonb ? 'token_id' then
    raise exception 'session_needed' using errcode = 'PT403';
  end if;
  if not exists (
    select from public.calendar_feeds as feeds
    where feeds.person_id = (select auth.uid()) and feeds.kind = 'person'
  ) then
    perform private.ensure_calendar_feed('person', null);
  end if;

  return query
  select
    feeds.id,
    feeds.kind,
    private.calendar_feed_token(feeds.id, secrets.secret),
    case
      when feeds.kind <> 'person' then jsonb_build_object(
        'id', coalesce(organisations.id, instruments.id, platforms.id),
        'name', coalesce(organisations.name, instruments.name, platforms.name),
        'language', coalesce(organisations.language, instruments.language, platforms.language),
        'name_en', coalesce(organisations.name_en, instruments.name_en, platforms.name_en)
      )
    end,
    case feeds.kind
      when 'organisation' then feeds.organisation_id in (
        select private.organisation_ids_of_current_person()
      )
      when 'platform' then private.can_staff(feeds.platform_id)
      else true
    end,
    case feeds.kind
      when 'instrument' then private.can_staff(instruments.platform_id)
      else feeds.kind <> 'person'
    end,
    feeds.created_at,
    feeds.renewed_at,
    reads.last_read_at
  from public.calendar_feeds as feeds
  join private.calendar_feed_secrets as secrets on secrets.feed_id = feeds.id
  left join private.calendar_feed_reads as reads on reads.feed_id = feeds.id
  left join public.organisations on organisations.id = feeds.organisation_id
  left join public.instruments on instruments.id = feeds.instrument_id
  left join public.platforms on platforms.id = feeds.platform_id
  where feeds.person_id = (select auth.uid()) and feeds.revoked_at is null
  order by feeds.kind, feeds.created_at, feeds.id;
end;
$$;
comment on function private.list_calendar_feeds is 'The reader behind public.list_calendar_feeds.';

create function public.list_calendar_feeds()
returns table (
  id           uuid,
  kind         public.calendar_feed_kind,
  token        text,
  subject      jsonb,
  is_permitted boolean,
  shows_names  boolean,
  created_at   timestamptz,
  renewed_at   timestamptz,
  last_read_at timestamptz
)
language plpgsql
volatile
set search_path = ''
as $$
begin
  return query select * from private.list_calendar_feeds();
end;
$$;
comment on function public.list_calendar_feeds is 'The open feeds of the person asking, with the tokens of their addresses. Makes the one of their own bookings when they have never had it. Raises PT401, PT403 session_needed.';

/*
 * What a feed tells, by the rights of the person in the claims. Bookings follow the policy of their
 * table word for word; who has booked is told to those whose policy shows it. A calendar reaches a
 * year back and all the way ahead, the latest first where there is more than a calendar can hold.
 */
create function private.calendar_feed_bookings(feed public.calendar_feeds)
returns setof public.bookings
language plpgsql
stable
set search_path = ''
as $$
declare
  v_since timestamptz := now() - interval '1 year';
begin
  case feed.kind
    when 'person' then
      return query
      select bookings.*
      from public.bookings
      where bookings.person_id = feed.person_id
        and bookings.starts_at >= v_since
        and (
          bookings.organisation_id in (select private.organisation_ids_of_current_person())
          or bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
          or bookings.platform_id in (select private.platform_ids_delegated_to_current_person())
          or (select private.is_administrator())
        );
    when 'organisation' then
      if feed.organisation_id in (select private.organisation_ids_of_current_person()) then
        return query
        select bookings.*
        from public.bookings
        where bookings.organisation_id = feed.organisation_id and bookings.starts_at >= v_since;
      end if;
    when 'instrument' then
      return query
      select bookings.*
      from public.bookings
      where bookings.instrument_id = feed.instrument_id
        and bookings.starts_at >= v_since
        and private.can_staff((
          select instruments.platform_id from public.instruments where instruments.id = feed.instrument_id
        ));
    when 'platform' then
      if private.can_staff(feed.platform_id) then
        return query
        select bookings.*
        from public.bookings
        where bookings.platform_id = feed.platform_id and bookings.starts_at >= v_since;
      end if;
  end case;
end;
$$;
comment on function private.calendar_feed_bookings is 'The bookings of a feed that the person in the claims may see, a year back and everything ahead.';

/*
 * Time that is taken without a booking that the reader may know of: for the lab's people closures
 * and the like, for others everything, as no more than times.
 */
create function private.calendar_feed_uses(feed public.calendar_feeds)
returns table (
  id            uuid,
  instrument_id uuid,
  kind          public.occupancy_kind,
  during        tstzrange,
  is_released   boolean,
  revision      integer,
  changed_at    timestamptz
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_since     timestamptz := now() - interval '1 year';
  v_forgotten timestamptz := now() - interval '30 days';
  v_ids       uuid[];
  v_is_staff  boolean;
begin
  if feed.kind = 'instrument' then
    select array[instruments.id], private.can_staff(instruments.platform_id)
    into v_ids, v_is_staff
    from public.instruments
    where instruments.id = feed.instrument_id;
  elsif feed.kind = 'platform' and private.can_staff(feed.platform_id) then
    select array_agg(instruments.id), true
    into v_ids, v_is_staff
    from public.instruments
    where instruments.platform_id = feed.platform_id;
  end if;

  return query
  with taken as (
    select occupancies.*
    from public.occupancies
    where occupancies.instrument_id = any (v_ids)
      and occupancies.active
      and occupancies.during && tstzrange(v_since, null)
    union all
    select occupancies.*
    from public.occupancies
    where occupancies.instrument_id = any (v_ids)
      and not occupancies.active
      and upper(occupancies.during) >= v_forgotten
  )
  select
    taken.id,
    taken.instrument_id,
    taken.kind,
    taken.during,
    not taken.active or coalesce(taken.lapses_at <= now(), false),
    coalesce(bookings.revision, 0),
    coalesce(bookings.updated_at, taken.created_at)
  from taken
  left join public.bookings on bookings.id = taken.booking_id
  where taken.booking_id is null or not v_is_staff;
end;
$$;
comment on function private.calendar_feed_uses is 'The taken times of a feed''s instruments that it tells without saying by whom.';

create function private.calendar_feed_content(feed public.calendar_feeds)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_forgotten timestamptz := now() - interval '30 days';
  v_limit     integer := 10000;
  v_bookings  jsonb;
  v_uses      jsonb;
  v_ids       uuid[];
begin
  -- Bookings that came to nothing are told of for a while, so that calendars which have them drop
  -- them; then they are left out.
  with told as (
    select bookings.*, public.effective_status(bookings) as by_clock
    from private.calendar_feed_bookings(feed) as bookings
  ),
  kept as (
    select told.*
    from told
    where told.by_clock not in ('cancelled', 'declined', 'expired')
      or told.updated_at >= v_forgotten
      -- What the clock has ended was touched by nobody then.
      or (told.status = 'pending' and told.decide_by >= v_forgotten)
    order by told.starts_at desc, told.id
    limit v_limit
  )
  select
    jsonb_agg(
      jsonb_build_object(
        'id', kept.id,
        'instrument_id', kept.instrument_id,
        'platform_id', kept.platform_id,
        'starts_at', kept.starts_at,
        'ends_at', kept.ends_at,
        'status', kept.status,
        'effective_status', kept.by_clock,
        'revision', kept.revision,
        'created_at', kept.created_at,
        'updated_at', kept.updated_at
      )
      || case
        when feed.kind = 'person' then '{}'::jsonb
        else jsonb_build_object(
          'person', people.display_name,
          'organisation', jsonb_build_object(
            'name', organisations.name, 'name_en', organisations.name_en
          )
        )
      end
      order by kept.starts_at, kept.id
    ),
    array_agg(distinct kept.instrument_id)
  into v_bookings, v_ids
  from kept
  join public.people on people.id = kept.person_id
  join public.organisations on organisations.id = kept.organisation_id;

  with kept as (
    select uses.*
    from private.calendar_feed_uses(feed) as uses
    order by lower(uses.during) desc, uses.id
    limit v_limit
  )
  select
    jsonb_agg(
      jsonb_build_object(
        'id', kept.id,
        'instrument_id', kept.instrument_id,
        'kind', kept.kind,
        'starts_at', lower(kept.during),
        'ends_at', upper(kept.during),
        'is_released', kept.is_released,
        'revision', kept.revision,
        'changed_at', kept.changed_at
      )
      order by lower(kept.during), kept.id
    ),
    v_ids || array_agg(distinct kept.instrument_id)
  into v_uses, v_ids
  from kept;

  return jsonb_build_object(
    'kind', feed.kind,
    'language', (select people.language from public.people where people.id = feed.person_id),
    'subject', (
      select jsonb_build_object('name', subjects.name, 'name_en', subjects.name_en)
      from (
        select organisations.name, organisations.name_en
        from public.organisations where organisations.id = feed.organisation_id
        union all
        select instruments.name, instruments.name_en
        from public.instruments where instruments.id = feed.instrument_id
        union all
        select platforms.name, platforms.name_en
        from public.platforms where platforms.id = feed.platform_id
      ) as subjects
    ),
    'bookings', coalesce(v_bookings, '[]'),
    'uses', coalesce(v_uses, '[]'),
    'instruments', (
      select coalesce(
        jsonb_object_agg(
          instruments.id,
          jsonb_build_object(
            'platform_id', instruments.platform_id,
            'name', instruments.name, 'name_en', instruments.name_en,
            'province', instruments.province, 'city', instruments.city,
            'county', instruments.county, 'street', instruments.street
          )
        ),
        '{}'
      )
      from public.instruments
      where instruments.id = any (v_ids)
    ),
    'platforms', (
      select coalesce(
        jsonb_object_agg(
          platforms.id,
          jsonb_build_object(
            'name', platforms.name, 'name_en', platforms.name_en,
            'province', platforms.province, 'city', platforms.city,
            'county', platforms.county, 'street', platforms.street,
            'directions', platforms.directions, 'directions_en', platforms.directions_en
          )
        ),
        '{}'
      )
      from public.platforms
      where platforms.id in (
          select instruments.platform_id
          from public.instruments
          where instruments.id = any (v_ids)
        )
        or platforms.id in (select (booking ->> 'platform_id')::uuid from jsonb_array_elements(v_bookings) as booking)
    )
  );
end;
$$;
comment on function private.calendar_feed_content is 'All that a feed tells, by the rights of the person in the claims.';

/* Counts a read. A calendar program asks a few times an hour; what asks more often is a fault. */
create function private.count_calendar_feed_read(feed_id uuid)
returns private.calendar_feed_reads
language plpgsql
volatile
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_limit integer := 120;
  v_reads private.calendar_feed_reads;
begin
  insert into private.calendar_feed_reads as known (feed_id, window_starts_at, reads, last_read_at)
  values (count_calendar_feed_read.feed_id, now(), 1, now())
  on conflict (feed_id) do update
  set
    window_starts_at = case
      when known.window_starts_at <= now() - interval '1 hour' then now()
      else known.window_starts_at
    end,
    reads = case
      when known.window_starts_at <= now() - interval '1 hour' then 1
      else known.reads + 1
    end,
    last_read_at = now()
  returning * into v_reads;

  if v_reads.reads > v_limit then
    raise exception 'feed_read_too_often' using
      errcode = 'PT429',
      detail = ceil(
        extract(epoch from v_reads.window_starts_at + interval '1 hour' - now())
      )::text;
  end if;
  return v_reads;
end;
$$;
comment on function private.count_calendar_feed_read is 'Counts a read of a feed. Raises PT429 feed_read_too_often, with the seconds to wait in DETAIL.';

create function private.read_calendar_feed(token text, known_digest text)
returns jsonb
language plpgsql
volatile
security definer -- the token is the right to read: it acts as the feed's owner, for this feed alone
set search_path = ''
as $$
declare
  v_claims  text := current_setting('request.jwt.claims', true);
  v_feed    public.calendar_feeds;
  v_reads   private.calendar_feed_reads;
  v_content jsonb;
  v_digest  text;
begin
  select feeds.* into v_feed
  from private.calendar_feed_secrets as secrets
  join public.calendar_feeds as feeds on feeds.id = secrets.feed_id
  join auth.users on users.id = feeds.person_id
  where secrets.token_hash = sha256(convert_to(read_calendar_feed.token, 'UTF8'))
    and feeds.revoked_at is null
    -- Whoever may not sign in any more does not read by another way either.
    and users.deleted_at is null
    and (users.banned_until is null or users.banned_until <= now());
  if not found then
    raise exception 'feed_not_found' using errcode = 'PT404';
  end if;

  v_reads := private.count_calendar_feed_read(v_feed.id);

  -- The predicates ask the claims who is asking: here it is the owner, until the feed is written.
  perform set_config(
    'request.jwt.claims',
    jsonb_build_object('sub', v_feed.person_id, 'role', 'authenticated')::text,
    true
  );
  v_content := private.calendar_feed_content(v_feed);
  perform set_config('request.jwt.claims', coalesce(v_claims, ''), true);

  v_digest := encode(sha256(convert_to(v_content::text, 'UTF8')), 'hex');
  if v_digest is distinct from v_reads.digest then
    update private.calendar_feed_reads as reads
    set digest = v_digest, changed_at = clock_timestamp()
    where reads.feed_id = v_feed.id
    returning * into v_reads;
  end if;

  return jsonb_build_object(
    'digest', v_digest,
    'changed_at', v_reads.changed_at,
    'content', case when v_digest is distinct from read_calendar_feed.known_digest then v_content end
  );
end;
$$;
comment on function private.read_calendar_feed is 'The reader behind public.read_calendar_feed.';

create function public.read_calendar_feed(token text, known_digest text default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.read_calendar_feed(read_calendar_feed.token, read_calendar_feed.known_digest);
end;
$$;
comment on function public.read_calendar_feed is 'What the feed with this token tells, by its owner''s rights of this moment; content is null where it is what the caller knows already. Raises PT404, PT429.';

grant execute on function
  private.create_calendar_feed(public.calendar_feed_kind, uuid),
  private.renew_calendar_feed(uuid),
  private.revoke_calendar_feed(uuid),
  private.list_calendar_feeds(),
  public.create_calendar_feed(public.calendar_feed_kind, uuid),
  public.renew_calendar_feed(uuid),
  public.revoke_calendar_feed(uuid),
  public.list_calendar_feeds()
to authenticated;

grant execute on function
  private.read_calendar_feed(text, text),
  public.read_calendar_feed(text, text)
to anon, authenticated;
