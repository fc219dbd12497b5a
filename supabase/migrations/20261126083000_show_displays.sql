/*
 * A display is what a platform shows on a wall: today at its instruments, faults and closures. It
 * names nobody; organisations it names only where the lab wants that. It is opened by a secret address,
 * or by everybody where the lab says so, and never by a session.
 */
create table public.platform_displays (
  platform_id         uuid primary key references public.platforms on delete cascade,
  is_public           boolean not null default false,
  shows_organisations boolean not null default false,
  opened_by           uuid references public.people on delete set null,
  opened_at           timestamptz not null default now()
);

create index platform_displays_opened_by_idx on public.platform_displays (opened_by);

alter table public.platform_displays enable row level security;

create policy platform_displays_select_staff on public.platform_displays
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.is_administrator())
  );

grant select on public.platform_displays to authenticated;
-- No insert, update or delete: open_display and withdraw_display hold the rules.

comment on table public.platform_displays is 'What a platform shows on a wall, and to whom. A platform without a row shows nothing.';
comment on column public.platform_displays.is_public is 'Everybody may open it; otherwise whoever has its address with the token.';
comment on column public.platform_displays.shows_organisations is 'Bookings carry the name of their organisation; otherwise they are only taken time.';

/*
 * The token is derived as those of calendar feeds are (decision 6): staff see the address again for the
 * next screen, and the token itself is written nowhere.
 */
create table private.display_secrets (
  platform_id uuid primary key references public.platform_displays on delete cascade,
  secret      bytea not null,
  token_hash  bytea not null,

  constraint display_secrets_secret_is_long check (octet_length(secret) = 32),
  constraint display_secrets_token_hash_key unique (token_hash)
);
alter table private.display_secrets enable row level security;
comment on table private.display_secrets is 'What the token of a display is derived from, and the hash it is found by.';

create function private.open_display(platform_id uuid, is_public boolean, shows_organisations boolean)
returns public.platform_displays
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_before  public.platform_displays;
  v_display public.platform_displays;
  v_secret  bytea;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not exists (select from public.platforms where platforms.id = open_display.platform_id) then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if not private.can_manage(open_display.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;

  -- One change of a platform's display after another, so that it never has two tokens.
  perform from public.platforms where platforms.id = open_display.platform_id for no key update;
  select displays.* into v_before
  from public.platform_displays as displays
  where displays.platform_id = open_display.platform_id;

  insert into public.platform_displays as displays (
    platform_id, is_public, shows_organisations, opened_by
  )
  values (
    open_display.platform_id, open_display.is_public, open_display.shows_organisations, auth.uid()
  )
  on conflict (platform_id) do update
  set is_public = excluded.is_public, shows_organisations = excluded.shows_organisations
  returning * into v_display;

  if v_before is null then
    v_secret := extensions.gen_random_bytes(32);
    insert into private.display_secrets (platform_id, secret, token_hash)
    values (
      v_display.platform_id,
      v_secret,
      sha256(convert_to(private.calendar_feed_token(v_display.platform_id, v_secret), 'UTF8'))
    );
  end if;
  if v_before is distinct from v_display then
    perform private.record_audit(
      case when v_before is null then 'open' else 'update' end,
      'platform_display', v_display.platform_id, to_jsonb(v_before), to_jsonb(v_display)
    );
  end if;
  return v_display;
end;
$$;
comment on function private.open_display is 'The writer behind public.open_display.';

create function public.open_display(
  platform_id uuid, is_public boolean default false, shows_organisations boolean default false
)
returns public.platform_displays
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.open_display(
    open_display.platform_id, open_display.is_public, open_display.shows_organisations
  );
end;
$$;
comment on function public.open_display is 'Has a platform''s display shown, or changes what it shows and to whom; the address of one that is open stays. For its managers. Raises PT401, PT403, PT404.';

create function private.withdraw_display(platform_id uuid)
returns void
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
#variable_conflict use_column
declare
  v_before public.platform_displays;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_manage(withdraw_display.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;

  delete from public.platform_displays as displays
  where displays.platform_id = withdraw_display.platform_id
  returning * into v_before;
  if found then
    perform private.record_audit(
      'withdraw', 'platform_display', v_before.platform_id, to_jsonb(v_before), null
    );
  end if;
end;
$$;
comment on function private.withdraw_display is 'The writer behind public.withdraw_display.';

create function public.withdraw_display(platform_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.withdraw_display(withdraw_display.platform_id);
end;
$$;
comment on function public.withdraw_display is 'Takes a platform''s display away, and with it the address that leads there; opened again, it has another. For its managers. Raises PT401, PT403.';

create function private.display_token(platform_id uuid)
returns text
language plpgsql
stable
security definer -- derives the token from a secret that no role may read
set search_path = ''
as $$
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not private.can_staff(display_token.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  return (
    select private.calendar_feed_token(secrets.platform_id, secrets.secret)
    from private.display_secrets as secrets
    where secrets.platform_id = display_token.platform_id
  );
end;
$$;
comment on function private.display_token is 'The reader behind public.display_token.';

create function public.display_token(platform_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.display_token(display_token.platform_id);
end;
$$;
comment on function public.display_token is 'The token in the address of a platform''s display, for its staff; null while none is open. Raises PT401, PT403.';

/* Not allowed and not there are one answer: nobody learns of a display by trying. */
create function private.platform_display(platform_id uuid, token text)
returns jsonb
language plpgsql
stable
security definer -- the token is the right to read, and what is told names no person
set search_path = ''
as $$
declare
  v_at       constant timestamptz := now();
  v_display  public.platform_displays;
  v_platform record;
  v_day      tstzrange;
begin
  select displays.* into v_display
  from public.platform_displays as displays
  join public.platforms on platforms.id = displays.platform_id
  where displays.platform_id = platform_display.platform_id
    and platforms.retired_at is null
    and (
      displays.is_public
      or exists (
        select from private.display_secrets as secrets
        where secrets.platform_id = displays.platform_id
          and secrets.token_hash = sha256(convert_to(platform_display.token, 'UTF8'))
      )
    );
  if not found then
    raise exception 'display_not_found' using errcode = 'PT404';
  end if;

  select
    platforms.name, platforms.language, platforms.name_en, platforms.time_zone,
    hosts.name as host_name, hosts.language as host_language, hosts.name_en as host_name_en
  into strict v_platform
  from public.platforms
  join public.organisations as hosts on hosts.id = platforms.organisation_id
  where platforms.id = v_display.platform_id;
  v_day := tstzrange(
    (v_at at time zone v_platform.time_zone)::date::timestamp at time zone v_platform.time_zone,
    ((v_at at time zone v_platform.time_zone)::date + 1)::timestamp at time zone v_platform.time_zone
  );

  return (
    with shown as materialized (
      select instruments.*
      from public.instruments
      where instruments.platform_id = v_display.platform_id
        and instruments.retired_at is null
        and public.has_rules(instruments)
    ),
    -- What a booking holds for set-up and tear-down is no time that its customer is there.
    spans as (
      select
        occupancies.instrument_id, occupancies.unit, occupancies.kind,
        coalesce(bookings.starts_at, lower(occupancies.during)) as starts_at,
        coalesce(bookings.ends_at, upper(occupancies.during)) as ends_at,
        bookings.status = 'in_use' as is_in_use,
        closures.reason,
        case
          when v_display.shows_organisations and occupancies.kind = 'booking' then jsonb_build_object(
            'name', organisations.name, 'language', organisations.language, 'name_en', organisations.name_en
          )
        end as organisation
      from shown
      join public.occupancies on occupancies.instrument_id = shown.id
      left join public.bookings on bookings.id = occupancies.booking_id
      left join public.organisations on organisations.id = bookings.organisation_id
      left join public.closures on closures.id = occupancies.closure_id
      where occupancies.active
        and (occupancies.lapses_at > v_at) is not false
        and occupancies.during && v_day
    ),
    spans_of as (
      select
        spans.instrument_id,
        jsonb_agg(
          jsonb_build_object(
            'unit', spans.unit,
            'kind', spans.kind,
            'starts_at', spans.starts_at,
            'ends_at', spans.ends_at,
            'is_in_use', coalesce(spans.is_in_use, false),
            'organisation', spans.organisation,
            'reason', spans.reason
          )
          order by spans.starts_at, spans.unit
        ) as spans
      from spans
      group by spans.instrument_id
    ),
    faults_of as (
      select distinct on (faults.instrument_id)
        faults.instrument_id,
        jsonb_build_object('severity', faults.severity, 'advice', faults.advice) as fault
      from shown
      join public.faults on faults.instrument_id = shown.id
      where faults.settled_at is null
      order by faults.instrument_id, faults.severity desc, faults.created_at
    )
    select jsonb_build_object(
      'at', v_at,
      'platform', jsonb_build_object(
        'id', v_display.platform_id,
        'name', v_platform.name,
        'language', v_platform.language,
        'name_en', v_platform.name_en,
        'time_zone', v_platform.time_zone,
        'host', jsonb_build_object(
          'name', v_platform.host_name,
          'language', v_platform.host_language,
          'name_en', v_platform.host_name_en
        )
      ),
      'instruments', coalesce(
        jsonb_agg(
          jsonb_build_object(
            'id', shown.id,
            'name', shown.name,
            'language', shown.language,
            'name_en', shown.name_en,
            'units', shown.units,
            'open', (
              select coalesce(
                jsonb_agg(jsonb_build_array(lower(span), upper(span)) order by lower(span)), '[]'
              )
              from unnest(private.open_hours(shown.id, v_platform.time_zone, v_day)) as span
            ),
            'spans', coalesce(spans_of.spans, '[]'),
            'fault', faults_of.fault
          )
          order by shown.name, shown.id
        ),
        '[]'
      )
    )
    from shown
    left join spans_of on spans_of.instrument_id = shown.id
    left join faults_of on faults_of.instrument_id = shown.id
  );
end;
$$;
comment on function private.platform_display is 'The reader behind public.platform_display.';

create function public.platform_display(platform_id uuid, token text default null)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.platform_display(platform_display.platform_id, platform_display.token);
end;
$$;
comment on function public.platform_display is 'Today at a platform''s instruments, for a screen on its wall: {at, platform, instruments: [{id, name, units, open, spans, fault}]}. Names no person, and organisations only where the lab wants it. For whoever has the token, or everybody where the display is public. Raises PT404 display_not_found.';

grant execute on function
  private.open_display(uuid, boolean, boolean),
  public.open_display(uuid, boolean, boolean),
  private.withdraw_display(uuid),
  public.withdraw_display(uuid),
  private.display_token(uuid),
  public.display_token(uuid)
to authenticated;

grant execute on function
  private.platform_display(uuid, text),
  public.platform_display(uuid, text)
to anon, authenticated;

insert into private.token_functions (function_name, withheld_because)
values
  ('open_display', 'What a lab shows to everybody is decided by people.'),
  ('withdraw_display', 'A token could darken the screens that a lab relies on.');
