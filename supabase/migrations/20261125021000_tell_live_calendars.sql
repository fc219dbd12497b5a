/*
 * Pages that show a calendar are told when it changes. A notification carries ids only: whoever hears
 * it reads again what they may see. It is sent when the transaction commits, once for each instrument
 * however much of it has changed, since Postgres drops what a transaction has said already.
 */
create function private.tg__tell_calendar_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- A row that is deleted has no new one.
  perform pg_notify(
    'calendar_changed',
    jsonb_build_object('instrument', instruments.id, 'platform', instruments.platform_id)::text
  )
  from public.instruments
  where instruments.id = coalesce(new.instrument_id, old.instrument_id);
  return null;
end;
$$;
comment on function private.tg__tell_calendar_change is 'Notifies calendar_changed, with the ids of the instrument that a row names and of its platform, and nothing else.';

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

/*
 * Who listens. LISTEN asks for no right at all, so the application's connection for it becomes a role
 * that has none. A role belongs to the whole cluster, in which another database may have made it.
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
comment on role live_listener is 'Listens for changes of calendars, and is granted nothing.';
