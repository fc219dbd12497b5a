/*
 * Pages that show a calendar are told when it changes. What changed is written down by its ids alone:
 * whoever hears of it reads again what they may see. The rows are looked for by the application while
 * somebody follows; NOTIFY would tell of them by itself, but takes a lock that lets one transaction of
 * the whole cluster commit at a time, whether or not anybody listens.
 *
 * What is lost in a crash was told to connections that are lost with it, so nothing of this is logged.
 */
create unlogged table private.calendar_changes (
  xid           xid8 not null default pg_current_xact_id(),
  instrument_id uuid not null,
  platform_id   uuid not null,
  changed_at    timestamptz not null default clock_timestamp(),

  -- Once for each transaction, however much of an instrument it has changed.
  constraint calendar_changes_pkey primary key (xid, instrument_id)
);
comment on table private.calendar_changes is 'Whose calendars changed in the last minutes, by transaction.';
comment on column private.calendar_changes.xid is 'Numbers are given at the start of a transaction and seen at its end, so a reader goes by what its last snapshot did not show.';
comment on column private.calendar_changes.instrument_id is 'No foreign key: the row is gone in minutes.';
alter table private.calendar_changes enable row level security;

create function private.tg__tell_calendar_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- A row that is deleted has no new one.
  insert into private.calendar_changes (instrument_id, platform_id)
  select instruments.id, instruments.platform_id
  from public.instruments
  where instruments.id = coalesce(new.instrument_id, old.instrument_id)
  on conflict do nothing;
  return null;
end;
$$;
comment on function private.tg__tell_calendar_change is 'Writes down that the calendar of the instrument that a row names has changed.';

create trigger _900_tell_calendar_change
  after insert or delete on public.occupancies
  for each row
  execute function private.tg__tell_calendar_change();

create trigger _901_tell_calendar_change
  after update on public.occupancies
  for each row
  when (old.* is distinct from new.*)
  execute function private.tg__tell_calendar_change();

-- A new booking comes with its occupancy; what happens to it later may leave its time as it is.
create trigger _900_tell_calendar_change
  after update on public.bookings
  for each row
  when (old.* is distinct from new.*)
  execute function private.tg__tell_calendar_change();

create function private.hear_calendar_changes(seen text)
returns table (now_seen text, changes jsonb)
language plpgsql
stable
security definer -- reads a table that no role may read directly
set search_path = ''
as $$
declare
  v_seen constant pg_snapshot := hear_calendar_changes.seen::pg_snapshot;
begin
  return query
  select
    pg_current_snapshot()::text,
    coalesce(
      jsonb_agg(
        jsonb_build_object('instrument', news.instrument_id, 'platform', news.platform_id)
        order by news.changed_at
      ),
      '[]'
    )
  from (
    select
      changes.instrument_id,
      changes.platform_id,
      min(changes.changed_at) as changed_at
    from private.calendar_changes as changes
    where changes.xid >= pg_snapshot_xmin(v_seen)
      and not pg_visible_in_snapshot(changes.xid, v_seen)
    group by changes.instrument_id, changes.platform_id
  ) as news;
end;
$$;
comment on function private.hear_calendar_changes is 'Whose calendars changed since a snapshot, in order, each once, and the snapshot to ask with the next time. Of no snapshot there is no change.';

create function private.forget_calendar_changes()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from private.calendar_changes as changes
  where changes.changed_at < clock_timestamp() - interval '10 minutes';
end;
$$;
comment on function private.forget_calendar_changes is 'Deletes what every connection that is alive has heard of long ago.';

/*
 * Who listens. The application's connection for it becomes a role that can do nothing else. A role
 * belongs to the whole cluster, in which another database may have made it.
 */
do $$
begin
  if not exists (select from pg_roles where rolname = 'live_listener') then
    create role live_listener nologin noinherit;
  end if;
end;
$$;
-- Since Postgres 16, whoever makes a role administers it but may not become it.
grant live_listener to current_user with inherit false, set true;
comment on role live_listener is 'Hears whose calendars change, and is granted nothing else.';
grant usage on schema private to live_listener;
grant execute on function private.hear_calendar_changes(text) to live_listener;
