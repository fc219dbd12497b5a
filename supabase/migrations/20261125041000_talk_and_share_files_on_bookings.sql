/*
 * A booking has two sides: the customer's (the person it is for, and the owners of their
 * organisation) and the lab's. They talk on the booking itself and exchange files there, so that
 * what was agreed and what was delivered stays where it belongs. Colleagues who may see a booking
 * in the list of their organisation read neither.
 */
create type public.booking_side as enum ('customer', 'lab');
comment on type public.booking_side is 'Who somebody speaks for on a booking.';

create function private.organisation_ids_owned_by_current_person()
returns setof uuid
language sql
stable
rows 2
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
  select distinct memberships.organisation_id
  from public.memberships
  where memberships.person_id = (select auth.uid()) and memberships.role = 'owner';
$$;
comment on function private.organisation_ids_owned_by_current_person is 'The organisations that the person asking owns.';

create function private.side_of_booking(booking public.bookings)
returns public.booking_side
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  -- A lab's own people are customers of what they book for themselves.
  if (booking).person_id = (select auth.uid())
    or (booking).organisation_id in (select private.organisation_ids_owned_by_current_person()) then
    return 'customer';
  end if;
  if private.can_staff((booking).platform_id) then
    return 'lab';
  end if;
  return null;
end;
$$;
comment on function private.side_of_booking is 'The side that the person asking is on; null for everybody else.';

create function public.my_side(booking public.bookings)
returns public.booking_side
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.side_of_booking(booking);
end;
$$;
comment on function public.my_side is 'The side of a booking that the person asking is on, as a column of bookings; null for a colleague of the customer.';

/* The booking with the side of the person asking; tells everybody else that it is not there. */
create function private.require_side_of_booking(booking_id uuid)
returns public.bookings
language plpgsql
stable
set search_path = ''
as $$
declare
  v_booking public.bookings;
begin
  if (select auth.uid()) is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;

  select bookings.* into v_booking
  from public.bookings
  where bookings.id = require_side_of_booking.booking_id;
  if not found or private.side_of_booking(v_booking) is null then
    raise exception 'booking_not_found' using errcode = 'PT404';
  end if;
  return v_booking;
end;
$$;
comment on function private.require_side_of_booking is 'The booking, for those on one of its sides. Raises PT404 for everybody else.';

grant execute on function
  private.organisation_ids_owned_by_current_person(),
  private.side_of_booking(public.bookings),
  public.my_side(public.bookings)
to authenticated;

/*
 * Messages are what was said: nobody changes or removes one. The platform is repeated from the
 * booking, where it never changes, so that a lab's new messages are found by index.
 */
create table public.booking_messages (
  id          uuid primary key default gen_random_uuid(),
  booking_id  uuid not null references public.bookings on delete restrict,
  platform_id uuid not null references public.platforms on delete restrict,
  person_id   uuid not null references public.people on delete restrict,
  side        public.booking_side not null,
  body        text not null,
  created_at  timestamptz not null default clock_timestamp(),

  constraint booking_messages_body_has_length check (char_length(body) between 1 and 4000),
  constraint booking_messages_body_is_clean check (private.is_clean_text(body)),
  constraint booking_messages_body_is_trimmed check (body = btrim(body, E' \t\r\n'))
);

create index booking_messages_booking_id_idx on public.booking_messages (booking_id, created_at);
create index booking_messages_platform_id_idx on public.booking_messages (platform_id, created_at)
  where side = 'customer';
create index booking_messages_person_id_idx on public.booking_messages (person_id);

comment on table public.booking_messages is 'What the two sides of a booking said to one another. Insert-only.';
comment on column public.booking_messages.side is 'Whom the person spoke for.';

/* Up to when somebody has read the messages of a booking; theirs alone, and no fact about it. */
create table public.booking_message_readings (
  booking_id uuid not null references public.bookings on delete cascade,
  person_id  uuid not null references public.people on delete cascade,
  read_until timestamptz not null,

  primary key (booking_id, person_id)
);

create index booking_message_readings_person_id_idx on public.booking_message_readings (person_id);
comment on table public.booking_message_readings is 'Up to when a person has read the messages of a booking.';

alter table public.booking_messages enable row level security;
alter table public.booking_message_readings enable row level security;

create policy booking_messages_select_sides on public.booking_messages
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or exists (
      select from public.bookings
      where bookings.id = booking_messages.booking_id
        and (
          bookings.person_id = (select auth.uid())
          or bookings.organisation_id in (select private.organisation_ids_owned_by_current_person())
        )
    )
    or (select private.is_administrator())
  );

create policy booking_message_readings_select_self on public.booking_message_readings
  for select to authenticated
  using (person_id = (select auth.uid()));

grant select on public.booking_messages, public.booking_message_readings to authenticated;
grant select on public.booking_messages to service_role;
-- No insert, update or delete: post_booking_message and read_booking_messages write.

/* Either side is told of what the other says and gives. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('booking_file', 'booking', 105, true, true),
  ('lab_booking_file', 'lab', 355, true, true);

insert into private.notice_topics (topic, subject_type, happens_once)
values
  ('booking_message', 'booking', false),
  ('lab_booking_message', 'booking', false),
  ('booking_file', 'booking', false),
  ('lab_booking_file', 'booking', false);

insert into private.notice_routes (topic, audience, kind)
values
  ('booking_message', 'person', 'booking_message'),
  ('booking_message', 'owner', 'booking_message'),
  ('lab_booking_message', 'lab', 'lab_booking_message'),
  ('booking_file', 'person', 'booking_file'),
  ('booking_file', 'owner', 'booking_file'),
  ('lab_booking_file', 'lab', 'lab_booking_file');

create function private.post_booking_message(booking_id uuid, body text)
returns public.booking_messages
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_known   jsonb;
  v_message public.booking_messages;
begin
  v_booking := private.require_side_of_booking(post_booking_message.booking_id);

  v_known := private.replayed_answer(
    'post_booking_message', jsonb_build_array(v_booking.id, post_booking_message.body)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.booking_messages, v_known);
  end if;

  -- One after the other, so that a thread is in the order it was written and keeps its limit.
  perform from public.bookings where bookings.id = v_booking.id for no key update;
  if (
    select count(*) from public.booking_messages as messages where messages.booking_id = v_booking.id
  ) >= 500 then
    raise exception 'message_limit_reached' using errcode = 'PT422', detail = '500';
  end if;

  insert into public.booking_messages (booking_id, platform_id, person_id, side, body)
  values (
    v_booking.id,
    v_booking.platform_id,
    auth.uid(),
    private.side_of_booking(v_booking),
    btrim(post_booking_message.body, E' \t\r\n')
  )
  returning * into v_message;

  -- The words stay in one place, where a person's data can be found.
  perform private.record_audit(
    'post', 'booking_message', v_message.id, null, to_jsonb(v_message) - 'body'
  );
  insert into private.outbox (topic, subject_id)
  values (
    case v_message.side when 'lab' then 'booking_message' else 'lab_booking_message' end,
    v_booking.id
  );

  perform private.keep_answer('post_booking_message', to_jsonb(v_message));
  return v_message;
end;
$$;
comment on function private.post_booking_message is 'The writer behind public.post_booking_message.';

create function public.post_booking_message(booking_id uuid, body text)
returns public.booking_messages
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.post_booking_message(post_booking_message.booking_id, post_booking_message.body);
end;
$$;
comment on function public.post_booking_message is 'Says something to the other side of a booking. Raises PT404 for those on neither side, PT422 message_limit_reached.';

create function private.read_booking_messages(booking_id uuid, until timestamptz)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_booking public.bookings;
begin
  v_booking := private.require_side_of_booking(read_booking_messages.booking_id);

  -- Not audited: it says nothing about the booking, only what to show as new to this person.
  insert into public.booking_message_readings as readings (booking_id, person_id, read_until)
  values (
    v_booking.id, auth.uid(), least(read_booking_messages.until, clock_timestamp())
  )
  on conflict on constraint booking_message_readings_pkey do update
  set read_until = greatest(readings.read_until, excluded.read_until);
end;
$$;
comment on function private.read_booking_messages is 'The writer behind public.read_booking_messages.';

create function public.read_booking_messages(booking_id uuid, until timestamptz default 'infinity')
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.read_booking_messages(read_booking_messages.booking_id, read_booking_messages.until);
end;
$$;
comment on function public.read_booking_messages is 'Notes that the person asking has read the messages of a booking up to an instant. Raises PT404.';

/*
 * What is new to the person asking: messages of the other side that neither they have read nor
 * anybody of their own side has answered, of the last ninety days. A colleague's answer counts, for
 * a lab would otherwise chase what has been dealt with.
 */
create function private.unread_booking_messages()
returns table (booking_id uuid, unread integer, latest_at timestamptz)
language sql
stable
rows 20
security definer -- looks at messages by side instead of by their policy
set search_path = ''
as $$
  with of_the_other_side as (
    select messages.booking_id, messages.side, messages.created_at
    from public.booking_messages as messages
    join public.bookings on bookings.id = messages.booking_id
    where messages.side = 'customer'
      and messages.platform_id in (select private.platform_ids_staffed_by_current_person())
      and messages.created_at > now() - interval '90 days'
      and bookings.person_id <> (select auth.uid())
      and bookings.organisation_id not in (
        select private.organisation_ids_owned_by_current_person()
      )
    union all
    select messages.booking_id, messages.side, messages.created_at
    from public.bookings
    join public.booking_messages as messages on messages.booking_id = bookings.id
    where messages.side = 'lab'
      and messages.created_at > now() - interval '90 days'
      and (
        bookings.person_id = (select auth.uid())
        or bookings.organisation_id in (select private.organisation_ids_owned_by_current_person())
      )
  )
  select messages.booking_id, count(*)::integer, max(messages.created_at)
  from of_the_other_side as messages
  left join public.booking_message_readings as readings
    on readings.booking_id = messages.booking_id and readings.person_id = (select auth.uid())
  where messages.created_at > coalesce(readings.read_until, '-infinity')
    and not exists (
      select from public.booking_messages as answers
      where answers.booking_id = messages.booking_id
        and answers.side <> messages.side
        and answers.created_at > messages.created_at
    )
  group by messages.booking_id
  order by max(messages.created_at) desc
  limit 100;
$$;
comment on function private.unread_booking_messages is 'The reader behind public.unread_booking_messages.';

create function public.unread_booking_messages()
returns table (booking_id uuid, unread integer, latest_at timestamptz)
language sql
stable
rows 20
set search_path = ''
as $$
  select * from private.unread_booking_messages();
$$;
comment on function public.unread_booking_messages is 'The bookings with messages that are new to the person asking, the latest first, at most a hundred.';

/* The thread as a reader sees it, with the names of both sides, which their policies hide from one another. */
create function private.booking_thread(booking_id uuid)
returns table (
  id uuid, side public.booking_side, author text, is_mine boolean, is_new boolean, body text, created_at timestamptz
)
language plpgsql
stable
rows 20
security definer -- tells the names of people who may not see one another's profiles
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_side    public.booking_side;
  v_seen    timestamptz;
begin
  select bookings.* into v_booking from public.bookings where bookings.id = booking_thread.booking_id;
  v_side := private.side_of_booking(v_booking);
  if v_side is null then
    return;
  end if;

  v_seen := greatest(
    (
      select readings.read_until
      from public.booking_message_readings as readings
      where readings.booking_id = v_booking.id and readings.person_id = auth.uid()
    ),
    (
      select max(messages.created_at)
      from public.booking_messages as messages
      where messages.booking_id = v_booking.id and messages.side = v_side
    )
  );

  return query
  select
    messages.id,
    messages.side,
    people.display_name,
    messages.person_id = auth.uid(),
    messages.side <> v_side and messages.created_at > coalesce(v_seen, '-infinity'),
    messages.body,
    messages.created_at
  from public.booking_messages as messages
  join public.people on people.id = messages.person_id
  where messages.booking_id = v_booking.id
  order by messages.created_at, messages.id;
end;
$$;
comment on function private.booking_thread is 'The reader behind public.booking_thread.';

create function public.booking_thread(booking_id uuid)
returns table (
  id uuid, side public.booking_side, author text, is_mine boolean, is_new boolean, body text, created_at timestamptz
)
language plpgsql
stable
rows 20
set search_path = ''
as $$
begin
  return query select * from private.booking_thread(booking_thread.booking_id);
end;
$$;
comment on function public.booking_thread is 'The messages of a booking in order, and which are new to the person asking; empty for those on neither side.';

grant execute on function
  private.post_booking_message(uuid, text),
  private.read_booking_messages(uuid, timestamptz),
  private.unread_booking_messages(),
  private.booking_thread(uuid),
  public.post_booking_message(uuid, text),
  public.read_booking_messages(uuid, timestamptz),
  public.unread_booking_messages(),
  public.booking_thread(uuid)
to authenticated;

/*
 * What may be exchanged, by the ending of its name. The first bytes of a file must be those of its
 * kind where the kind has any; a kind without them is text, or a format of an instrument that we
 * do not know, and is served as bytes. Nothing that a browser or a system would run is among them.
 */
create table public.file_kinds (
  extension    text primary key,
  content_type text not null,
  signatures   bytea[] not null default '{}',
  is_text      boolean not null default false,

  constraint file_kinds_extension_is_plain check (extension ~ '^[a-z0-9]{1,8}$')
);

comment on table public.file_kinds is 'The files that a booking takes, by the ending of their names.';
comment on column public.file_kinds.signatures is 'How such a file begins; any of these.';
comment on column public.file_kinds.is_text is 'Text has no NUL in it.';

insert into public.file_kinds (extension, content_type, signatures)
values
  ('pdf', 'application/pdf', array['\x255044462d'::bytea]),
  ('png', 'image/png', array['\x89504e470d0a1a0a'::bytea]),
  ('jpg', 'image/jpeg', array['\xffd8ff'::bytea]),
  ('jpeg', 'image/jpeg', array['\xffd8ff'::bytea]),
  ('gif', 'image/gif', array['\x47494638'::bytea]),
  ('bmp', 'image/bmp', array['\x424d'::bytea]),
  ('webp', 'image/webp', array['\x52494646'::bytea]),
  ('tif', 'image/tiff', array['\x49492a00'::bytea, '\x4d4d002a'::bytea, '\x49492b00'::bytea]),
  ('tiff', 'image/tiff', array['\x49492a00'::bytea, '\x4d4d002a'::bytea, '\x49492b00'::bytea]),
  ('zip', 'application/zip', array['\x504b0304'::bytea, '\x504b0506'::bytea]),
  ('gz', 'application/gzip', array['\x1f8b'::bytea]),
  ('7z', 'application/x-7z-compressed', array['\x377abcaf271c'::bytea]),
  ('rar', 'application/vnd.rar', array['\x526172211a07'::bytea]),
  ('docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', array['\x504b0304'::bytea]),
  ('xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', array['\x504b0304'::bytea]),
  ('pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', array['\x504b0304'::bytea]),
  ('odt', 'application/vnd.oasis.opendocument.text', array['\x504b0304'::bytea]),
  ('ods', 'application/vnd.oasis.opendocument.spreadsheet', array['\x504b0304'::bytea]),
  ('doc', 'application/msword', array['\xd0cf11e0a1b11ae1'::bytea]),
  ('xls', 'application/vnd.ms-excel', array['\xd0cf11e0a1b11ae1'::bytea]),
  ('ppt', 'application/vnd.ms-powerpoint', array['\xd0cf11e0a1b11ae1'::bytea]),
  ('wps', 'application/vnd.ms-works', array['\xd0cf11e0a1b11ae1'::bytea]),
  ('et', 'application/octet-stream', array['\xd0cf11e0a1b11ae1'::bytea]),
  ('h5', 'application/x-hdf5', array['\x894844460d0a1a0a'::bytea]),
  ('hdf5', 'application/x-hdf5', array['\x894844460d0a1a0a'::bytea]),
  ('nxs', 'application/x-hdf5', array['\x894844460d0a1a0a'::bytea]),
  ('emd', 'application/x-hdf5', array['\x894844460d0a1a0a'::bytea]),
  ('fits', 'application/fits', array['\x53494d504c452020'::bytea]),
  ('dm3', 'application/octet-stream', array['\x00000003'::bytea]),
  ('dm4', 'application/octet-stream', array['\x00000004'::bytea]),
  ('czi', 'application/octet-stream', array['\x5a495352415746494c45'::bytea]),
  ('wdf', 'application/octet-stream', array['\x57444631'::bytea]);

insert into public.file_kinds (extension, content_type, is_text)
values
  ('txt', 'text/plain', true),
  ('csv', 'text/csv', true),
  ('tsv', 'text/tab-separated-values', true),
  ('md', 'text/plain', true),
  ('json', 'application/json', true),
  ('log', 'text/plain', true),
  ('asc', 'text/plain', true),
  ('xy', 'text/plain', true),
  ('xyz', 'text/plain', true),
  ('cif', 'text/plain', true),
  ('pdb', 'text/plain', true),
  ('jdx', 'text/plain', true),
  ('xrdml', 'text/plain', true);

insert into public.file_kinds (extension, content_type)
values
  ('dat', 'application/octet-stream'),
  ('raw', 'application/octet-stream'),
  ('ser', 'application/octet-stream'),
  ('mrc', 'application/octet-stream'),
  ('spc', 'application/octet-stream'),
  ('spe', 'application/octet-stream'),
  ('nd2', 'application/octet-stream'),
  ('lif', 'application/octet-stream'),
  ('fcs', 'application/octet-stream'),
  ('fid', 'application/octet-stream'),
  ('stl', 'application/octet-stream');

create function private.file_begins_as_its_kind(kind public.file_kinds, head bytea)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- Programs of Windows, Linux and macOS, and scripts, by whatever name.
  if substring(head from 1 for 2) in ('\x4d5a', '\x2321')
    or substring(head from 1 for 4) in (
      '\x7f454c46', '\xcafebabe', '\xfeedface', '\xfeedfacf', '\xcefaedfe', '\xcffaedfe'
    ) then
    return false;
  end if;
  if kind.is_text then
    return position('\x00'::bytea in head) = 0;
  end if;
  return cardinality(kind.signatures) = 0 or exists (
    select from unnest(kind.signatures) as signature
    where substring(head from 1 for octet_length(signature)) = signature
  );
end;
$$;
comment on function private.file_begins_as_its_kind is 'True when the first bytes of a file are those of its kind and of no program.';

/*
 * A name as it can be shown and saved anywhere: the last part of a path, without controls,
 * bidirectional overrides and what Windows forbids, at most 120 characters with its ending.
 */
create function private.clean_file_name(name text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_name   text := normalize(coalesce(name, ''), nfc);
  v_ending text;
begin
  v_name := regexp_replace(v_name, '^.*[/\\]', '');
  v_name := regexp_replace(
    v_name, '[\u0001-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]', '', 'g'
  );
  v_name := regexp_replace(v_name, '[<>:"|?*]', '_', 'g');
  v_name := regexp_replace(v_name, '\s+', ' ', 'g');
  v_ending := substring(v_name from '\.[A-Za-z0-9]{1,8}$');
  v_name := left(left(v_name, char_length(v_name) - coalesce(char_length(v_ending), 0)), 100);
  return coalesce(nullif(btrim(v_name, ' .'), ''), 'file') || coalesce(lower(v_ending), '');
end;
$$;
comment on function private.clean_file_name is 'The name of a file, fit to be shown and saved anywhere.';

/*
 * A file of a booking. It comes in pieces of a mebibyte (docs/decisions/0005) and is there for both
 * sides once the last one has come. Whoever shared it can take it back: the bytes go, the row stays.
 */
create table public.booking_files (
  id           uuid primary key default gen_random_uuid(),
  booking_id   uuid not null references public.bookings on delete restrict,
  platform_id  uuid not null references public.platforms on delete restrict,
  person_id    uuid not null references public.people on delete restrict,
  side         public.booking_side not null,
  name         text not null,
  content_type text not null,
  size_bytes   integer not null,
  pieces       integer not null default 0,
  created_at   timestamptz not null default clock_timestamp(),
  shared_at    timestamptz,
  retired_at   timestamptz,

  constraint booking_files_name_is_clean check (name = private.clean_file_name(name)),
  constraint booking_files_size_is_limited check (size_bytes between 1 and 26214400),
  constraint booking_files_pieces_are_counted check (
    pieces between 0 and (size_bytes + 1048575) / 1048576
  ),
  constraint booking_files_shared_is_whole check (
    (shared_at is not null) = (pieces = (size_bytes + 1048575) / 1048576)
  )
);

create index booking_files_booking_id_idx on public.booking_files (booking_id, created_at);
create index booking_files_platform_id_idx on public.booking_files (platform_id);
create index booking_files_person_id_idx on public.booking_files (person_id);

comment on table public.booking_files is 'A file that one side of a booking gave to the other: a sample sheet, a result.';
comment on column public.booking_files.person_id is 'Who shared it; they alone take it back.';
comment on column public.booking_files.pieces is 'How many pieces of a mebibyte have come.';
comment on column public.booking_files.shared_at is 'When the last piece came; null while it is on its way.';

create table private.booking_file_pieces (
  file_id  uuid not null references public.booking_files on delete cascade,
  position integer not null,
  bytes    bytea not null,

  primary key (file_id, position),
  constraint booking_file_pieces_size_is_limited check (octet_length(bytes) between 1 and 1048576)
);

-- Most formats are compressed already, and a piece is read whole.
alter table private.booking_file_pieces alter column bytes set storage external;
comment on table private.booking_file_pieces is 'The bytes of a file, a mebibyte a row; the last one is shorter.';

alter table public.file_kinds enable row level security;
alter table public.booking_files enable row level security;
alter table private.booking_file_pieces enable row level security;

create policy file_kinds_select_signed_in on public.file_kinds
  for select to authenticated
  using (true);

create policy booking_files_select_sides on public.booking_files
  for select to authenticated
  using (
    (shared_at is not null or person_id = (select auth.uid()))
    and (
      platform_id in (select private.platform_ids_staffed_by_current_person())
      or exists (
        select from public.bookings
        where bookings.id = booking_files.booking_id
          and (
            bookings.person_id = (select auth.uid())
            or bookings.organisation_id in (select private.organisation_ids_owned_by_current_person())
          )
      )
      or (select private.is_administrator())
    )
  );

grant select on public.file_kinds, public.booking_files to authenticated;
grant select on public.booking_files to service_role;
-- No insert, update or delete: the functions below write.

create function private.begin_booking_file(booking_id uuid, name text, size_bytes bigint)
returns public.booking_files
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_known   jsonb;
  v_name    text;
  v_kind    public.file_kinds;
  v_file    public.booking_files;
  v_held    record;
begin
  v_booking := private.require_side_of_booking(begin_booking_file.booking_id);
  if begin_booking_file.size_bytes is null or begin_booking_file.size_bytes < 1 then
    raise exception 'file_empty' using errcode = 'PT422';
  end if;
  if begin_booking_file.size_bytes > 26214400 then
    raise exception 'file_too_large' using errcode = 'PT422', detail = '26214400';
  end if;

  v_name := private.clean_file_name(begin_booking_file.name);
  select kinds.* into v_kind
  from public.file_kinds as kinds
  where kinds.extension = substring(v_name from '\.([a-z0-9]{1,8})$');
  if not found then
    raise exception 'file_kind_refused' using errcode = 'PT422';
  end if;

  v_known := private.replayed_answer(
    'begin_booking_file',
    jsonb_build_array(v_booking.id, v_name, begin_booking_file.size_bytes)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.booking_files, v_known);
  end if;

  -- One after the other, so that two uploads cannot both take the last of the space.
  perform from public.bookings where bookings.id = v_booking.id for no key update;
  -- What was broken off holds no space for longer than an hour.
  delete from public.booking_files as files
  where files.booking_id = v_booking.id
    and files.shared_at is null
    and files.created_at < clock_timestamp() - interval '1 hour';

  select count(*) as files, coalesce(sum(files.size_bytes), 0) as bytes
  into v_held
  from public.booking_files as files
  where files.booking_id = v_booking.id and files.retired_at is null;
  if v_held.files >= 20 then
    raise exception 'file_limit_reached' using errcode = 'PT422', detail = '20';
  end if;
  if v_held.bytes + begin_booking_file.size_bytes > 104857600 then
    raise exception 'file_space_exhausted' using
      errcode = 'PT422', detail = (104857600 - v_held.bytes)::text;
  end if;

  insert into public.booking_files (
    booking_id, platform_id, person_id, side, name, content_type, size_bytes
  )
  values (
    v_booking.id,
    v_booking.platform_id,
    auth.uid(),
    private.side_of_booking(v_booking),
    v_name,
    v_kind.content_type,
    begin_booking_file.size_bytes
  )
  returning * into v_file;

  perform private.keep_answer('begin_booking_file', to_jsonb(v_file));
  return v_file;
end;
$$;
comment on function private.begin_booking_file is 'The writer behind public.begin_booking_file.';

create function public.begin_booking_file(booking_id uuid, name text, size_bytes bigint)
returns public.booking_files
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.begin_booking_file(
    begin_booking_file.booking_id, begin_booking_file.name, begin_booking_file.size_bytes
  );
end;
$$;
comment on function public.begin_booking_file is 'Announces a file for a booking; its pieces follow by add_booking_file_piece. At most 25 MiB each, 20 files and 100 MiB on a booking. Raises PT404 and PT422 file_empty, file_too_large, file_kind_refused, file_limit_reached, file_space_exhausted.';

/*
 * The next piece of a file, in base64, for JSON has no bytes. Each is a whole mebibyte but the last.
 * A piece that came before is taken again without doing anything, so that a broken connection is
 * mended by sending it once more.
 */
create function private.add_booking_file_piece(file_id uuid, piece_position integer, content text)
returns public.booking_files
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_file  public.booking_files;
  v_bytes bytea;
  v_size  integer;
  v_kind  public.file_kinds;
begin
  select files.* into v_file
  from public.booking_files as files
  where files.id = add_booking_file_piece.file_id
    and files.person_id = (select auth.uid())
    and files.retired_at is null
  for update;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;

  -- Longer than any piece in base64: not worth decoding.
  if content is null or octet_length(content) > 1500000 then
    raise exception 'file_piece_malformed' using errcode = 'PT422';
  end if;
  v_bytes := decode(content, 'base64');
  v_size := least(1048576, v_file.size_bytes - piece_position * 1048576);
  if piece_position < 0 or octet_length(v_bytes) <> v_size then
    raise exception 'file_piece_malformed' using errcode = 'PT422';
  end if;

  if piece_position < v_file.pieces then
    if not exists (
      select from private.booking_file_pieces as pieces
      where pieces.file_id = v_file.id
        and pieces.position = piece_position
        and pieces.bytes = v_bytes
    ) then
      raise exception 'file_piece_differs' using errcode = 'PT409';
    end if;
    return v_file;
  end if;
  if piece_position > v_file.pieces then
    raise exception 'file_piece_out_of_order' using errcode = 'PT409', detail = v_file.pieces::text;
  end if;

  if piece_position = 0 then
    select kinds.* into v_kind
    from public.file_kinds as kinds
    where kinds.extension = substring(v_file.name from '\.([a-z0-9]{1,8})$');
    if not private.file_begins_as_its_kind(v_kind, v_bytes) then
      raise exception 'file_is_not_its_kind' using errcode = 'PT422';
    end if;
  end if;

  insert into private.booking_file_pieces (file_id, position, bytes)
  values (v_file.id, piece_position, v_bytes);

  update public.booking_files as files
  set
    pieces = files.pieces + 1,
    shared_at = case
      when piece_position * 1048576 + v_size = files.size_bytes then clock_timestamp()
    end
  where files.id = v_file.id
  returning * into v_file;

  if v_file.shared_at is not null then
    perform private.record_audit('share', 'booking_file', v_file.id, null, to_jsonb(v_file));
    insert into private.outbox (topic, subject_id)
    values (
      case v_file.side when 'lab' then 'booking_file' else 'lab_booking_file' end,
      v_file.booking_id
    );
  end if;
  return v_file;
end;
$$;
comment on function private.add_booking_file_piece is 'The writer behind public.add_booking_file_piece.';

create function public.add_booking_file_piece(file_id uuid, piece_position integer, content text)
returns public.booking_files
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.add_booking_file_piece(
    add_booking_file_piece.file_id,
    add_booking_file_piece.piece_position,
    add_booking_file_piece.content
  );
end;
$$;
comment on function public.add_booking_file_piece is 'Brings the next mebibyte of a file, in base64; with the last one both sides have the file. Raises PT404, PT422 file_piece_malformed, file_is_not_its_kind, PT409 file_piece_out_of_order, file_piece_differs.';

create function private.read_booking_file_piece(file_id uuid, piece_position integer)
returns text
language plpgsql
stable
security definer -- reads bytes that are in no exposed schema
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_content text;
begin
  select bookings.* into v_booking
  from public.booking_files as files
  join public.bookings on bookings.id = files.booking_id
  where files.id = read_booking_file_piece.file_id
    and files.shared_at is not null
    and files.retired_at is null;
  if not found or private.side_of_booking(v_booking) is null then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;

  -- Postgres breaks base64 into lines, which a JSON string would spell out as two bytes each.
  select replace(encode(pieces.bytes, 'base64'), E'\n', '') into v_content
  from private.booking_file_pieces as pieces
  where pieces.file_id = read_booking_file_piece.file_id
    and pieces.position = read_booking_file_piece.piece_position;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;
  return v_content;
end;
$$;
comment on function private.read_booking_file_piece is 'The reader behind public.read_booking_file_piece.';

create function public.read_booking_file_piece(file_id uuid, piece_position integer)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.read_booking_file_piece(
    read_booking_file_piece.file_id, read_booking_file_piece.piece_position
  );
end;
$$;
comment on function public.read_booking_file_piece is 'One mebibyte of a file, counted from nought, in base64, for both sides of its booking. Raises PT404.';

create function private.abandon_booking_file(file_id uuid)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
begin
  -- Nobody has seen it yet, so it leaves no trace.
  delete from public.booking_files as files
  where files.id = abandon_booking_file.file_id
    and files.person_id = (select auth.uid())
    and files.shared_at is null;
end;
$$;
comment on function private.abandon_booking_file is 'The writer behind public.abandon_booking_file.';

create function public.abandon_booking_file(file_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.abandon_booking_file(abandon_booking_file.file_id);
end;
$$;
comment on function public.abandon_booking_file is 'Breaks off the upload of a file and gives its space back; does nothing once the file is whole.';

create function private.retire_booking_file(file_id uuid)
returns public.booking_files
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before public.booking_files;
  v_file   public.booking_files;
begin
  select files.* into v_before
  from public.booking_files as files
  join public.bookings on bookings.id = files.booking_id
  where files.id = retire_booking_file.file_id
    and files.shared_at is not null
    and private.side_of_booking(bookings) is not null
  for update of files;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;
  if v_before.person_id <> (select auth.uid()) then
    raise exception 'file_not_yours' using errcode = 'PT403';
  end if;
  if v_before.retired_at is not null then
    return v_before;
  end if;

  delete from private.booking_file_pieces as pieces where pieces.file_id = v_before.id;
  update public.booking_files as files
  set retired_at = clock_timestamp()
  where files.id = v_before.id
  returning * into v_file;
  perform private.record_audit(
    'retire', 'booking_file', v_file.id, to_jsonb(v_before), to_jsonb(v_file)
  );
  return v_file;
end;
$$;
comment on function private.retire_booking_file is 'The writer behind public.retire_booking_file.';

create function public.retire_booking_file(file_id uuid)
returns public.booking_files
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.retire_booking_file(retire_booking_file.file_id);
end;
$$;
comment on function public.retire_booking_file is 'Takes back a file that one has shared. Its bytes are gone; that there was a file stays on record. Raises PT404, PT403 file_not_yours.';

/* The files that are there, with who gave them, which the policies of people hide from the other side. */
create function private.list_booking_files(booking_id uuid)
returns table (
  id uuid, side public.booking_side, shared_by text, is_mine boolean, name text, content_type text,
  size_bytes integer, shared_at timestamptz
)
language plpgsql
stable
rows 10
security definer -- tells the names of people who may not see one another's profiles
set search_path = ''
as $$
declare
  v_booking public.bookings;
begin
  select bookings.* into v_booking from public.bookings where bookings.id = list_booking_files.booking_id;
  if private.side_of_booking(v_booking) is null then
    return;
  end if;

  return query
  select
    files.id,
    files.side,
    people.display_name,
    files.person_id = auth.uid(),
    files.name,
    files.content_type,
    files.size_bytes,
    files.shared_at
  from public.booking_files as files
  join public.people on people.id = files.person_id
  where files.booking_id = v_booking.id
    and files.shared_at is not null
    and files.retired_at is null
  order by files.shared_at, files.id;
end;
$$;
comment on function private.list_booking_files is 'The reader behind public.list_booking_files.';

create function public.list_booking_files(booking_id uuid)
returns table (
  id uuid, side public.booking_side, shared_by text, is_mine boolean, name text, content_type text,
  size_bytes integer, shared_at timestamptz
)
language plpgsql
stable
rows 10
set search_path = ''
as $$
begin
  return query select * from private.list_booking_files(list_booking_files.booking_id);
end;
$$;
comment on function public.list_booking_files is 'The files of a booking in the order they came; empty for those on neither side.';

grant execute on function
  private.begin_booking_file(uuid, text, bigint),
  private.add_booking_file_piece(uuid, integer, text),
  private.read_booking_file_piece(uuid, integer),
  private.abandon_booking_file(uuid),
  private.retire_booking_file(uuid),
  private.list_booking_files(uuid),
  public.begin_booking_file(uuid, text, bigint),
  public.add_booking_file_piece(uuid, integer, text),
  public.read_booking_file_piece(uuid, integer),
  public.abandon_booking_file(uuid),
  public.retire_booking_file(uuid),
  public.list_booking_files(uuid)
to authenticated;

insert into private.token_functions (function_name, scope)
values
  ('post_booking_message', 'book'),
  ('read_booking_messages', 'book'),
  ('begin_booking_file', 'book'),
  ('add_booking_file_piece', 'book'),
  ('abandon_booking_file', 'book'),
  ('retire_booking_file', 'book');
