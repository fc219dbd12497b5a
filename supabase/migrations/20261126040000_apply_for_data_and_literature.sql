/*
 * Applications: how a startup or makerspace gets the data that a platform gives after a look at what
 * they are for, and the copy of a work that is not open (reference 4.3). Both are one thing with two
 * courses: somebody asks for an organisation, the lab answers with a reason, something is handed over
 * and counted.
 *
 *   data        draft → submitted → in_review → approved → delivered → closed
 *                         ↑  more_info ↓  rejected        (withdrawn until delivered)
 *   literature  submitted → accepted → sourcing → fulfilled → confirmed → rated
 *                                             ↘ unfilled   (cancelled until fulfilled)
 *
 * What evaluators count is apart from what was said: they read applications, and nothing that hangs
 * on them. Deadlines are times; nothing is decided by their passing.
 */
create type public.application_status as enum (
  'draft', 'submitted', 'in_review', 'more_info', 'approved', 'rejected', 'delivered', 'closed',
  'withdrawn', 'accepted', 'sourcing', 'fulfilled', 'unfilled', 'cancelled', 'confirmed', 'rated'
);
comment on type public.application_status is 'Where an application stands; data and literature go through their own of these.';

/* Why a lab said no, as codes that can be counted; the words beside them are for the applicant. */
create table public.application_reasons (
  kind     public.resource_kind not null,
  code     text not null,
  name     text not null,
  name_en  text not null,
  position smallint not null,

  primary key (kind, code),
  constraint application_reasons_position_key unique (kind, position)
);
comment on table public.application_reasons is 'Why data are refused, or a work could not be delivered.';

insert into public.application_reasons (kind, code, name, name_en, position)
values
  ('dataset', 'state_secret', '涉及国家秘密', 'State secret', 1),
  ('dataset', 'personal_data', '涉及个人信息', 'Personal data', 2),
  ('dataset', 'third_party', '涉及第三方权利', 'Rights of third parties', 3),
  ('dataset', 'trade_secret', '涉及商业秘密', 'Trade secret', 4),
  ('dataset', 'embargo', '尚在保护期内', 'Under embargo', 5),
  ('dataset', 'other', '其他', 'Other', 6),
  ('literature', 'not_held', '本平台没有收藏', 'Not held by this platform', 1),
  ('literature', 'not_found', '题录信息有误，查不到原文', 'Reference is wrong or cannot be traced', 2),
  ('literature', 'copyright', '版权不允许传递', 'Copyright does not allow delivery', 3),
  ('literature', 'damaged', '原件损坏或已外借', 'Damaged or on loan', 4),
  ('literature', 'other', '其他', 'Other', 5);

/* What a platform asks for its work. Without a row, the defaults hold (reference 4.3). */
create table public.delivery_terms (
  platform_id   uuid primary key references public.platforms on delete cascade,
  page_fee_fen  integer not null default 30,
  delivery_days smallint not null default 2,
  review_days   smallint not null default 5,
  updated_at    timestamptz not null default clock_timestamp(),

  constraint delivery_terms_page_fee_is_little check (page_fee_fen between 0 and 10000),
  constraint delivery_terms_days_are_few check (
    delivery_days between 1 and 30 and review_days between 1 and 30
  )
);
comment on table public.delivery_terms is 'What a platform asks a page, and in how many working days it answers.';
comment on column public.delivery_terms.page_fee_fen is 'In fen a page of a copy that is delivered.';

create table public.applications (
  id                 uuid primary key default gen_random_uuid(),
  number             text not null generated always as (upper(left(id::text, 8))) stored,
  kind               public.resource_kind not null,
  platform_id        uuid not null references public.platforms on delete restrict,
  organisation_id    uuid not null references public.organisations on delete restrict,
  dataset_id         uuid references public.datasets on delete restrict,
  literature_item_id uuid references public.literature_items on delete restrict,
  status             public.application_status not null,
  purpose_code       text not null references public.purpose_codes on delete restrict,
  submitted_at       timestamptz,
  decide_by          timestamptz,
  decided_at         timestamptz,
  reason_code        text,
  access_until       timestamptz,
  download_limit     integer,
  downloads          integer not null default 0,
  page_fee_fen       integer,
  pages              integer,
  fee_fen            bigint,
  ready_by           timestamptz,
  delivered_at       timestamptz,
  rating             smallint,
  ended_at           timestamptz,
  service_record_id  uuid references public.service_records on delete restrict,
  created_at         timestamptz not null default clock_timestamp(),

  constraint applications_are_of_their_kind check (
    case kind
      when 'dataset' then dataset_id is not null and literature_item_id is null
      when 'literature' then literature_item_id is not null and dataset_id is null
      else false
    end
  ),
  constraint applications_status_is_of_its_kind check (
    case kind
      when 'dataset' then status in (
        'draft', 'submitted', 'in_review', 'more_info', 'approved', 'rejected', 'delivered', 'closed', 'withdrawn'
      )
      else status in (
        'submitted', 'accepted', 'sourcing', 'fulfilled', 'unfilled', 'cancelled', 'confirmed', 'rated'
      )
    end
  ),
  constraint applications_drafts_are_not_submitted check ((status = 'draft') <= (submitted_at is null)),
  constraint applications_submitted_ones_have_a_deadline check ((submitted_at is null) = (decide_by is null)),
  constraint applications_reason_fkey foreign key (kind, reason_code)
    references public.application_reasons (kind, code) on delete restrict,
  constraint applications_refused_ones_say_why check (
    (status in ('rejected', 'unfilled')) = (reason_code is not null)
  ),
  constraint applications_approved_ones_have_an_end check (
    (status in ('approved', 'delivered', 'closed')) <= (access_until is not null and download_limit is not null)
  ),
  constraint applications_download_limit_is_some check (download_limit between 1 and 1000),
  constraint applications_downloads_keep_the_limit check (downloads between 0 and download_limit or download_limit is null),
  constraint applications_pages_are_some check (pages between 1 and 2000),
  constraint applications_fee_is_not_negative check (fee_fen >= 0),
  constraint applications_rating_is_of_five check (rating between 1 and 5),
  constraint applications_rated_ones_have_a_rating check ((status = 'rated') = (rating is not null))
);

create unique index applications_one_open_per_dataset_idx on public.applications (dataset_id, organisation_id)
  where status in ('draft', 'submitted', 'in_review', 'more_info', 'approved', 'delivered');
create index applications_platform_id_idx on public.applications (platform_id, submitted_at desc);
create index applications_organisation_id_idx on public.applications (organisation_id, created_at desc);
create index applications_dataset_id_idx on public.applications (dataset_id) where dataset_id is not null;
create index applications_literature_item_id_idx on public.applications (literature_item_id)
  where literature_item_id is not null;
create index applications_purpose_code_idx on public.applications (purpose_code);
create index applications_reason_idx on public.applications (kind, reason_code);
create index applications_service_record_id_idx on public.applications (service_record_id)
  where service_record_id is not null;
create index applications_open_access_until_idx on public.applications (access_until) where status = 'delivered';

comment on table public.applications is 'What an organisation asked a platform for: a dataset, or the copy of a work. Without a word of anybody''s, for evaluators count them.';
comment on column public.applications.number is 'What people call it by: the beginning of its id.';
comment on column public.applications.decide_by is 'By when the lab answers, in working days; late is late, and nothing else comes of it.';
comment on column public.applications.reason_code is 'Why it was rejected, or could not be fulfilled.';
comment on column public.applications.access_until is 'Data: until when they may be downloaded, after which the use report is due. Literature: until when the file is there.';
comment on column public.applications.download_limit is 'How many downloads were granted.';
comment on column public.applications.page_fee_fen is 'What a page cost when it was asked for.';
comment on column public.applications.pages is 'As estimated, and once fulfilled as they are.';
comment on column public.applications.fee_fen is 'As estimated, and once fulfilled as charged, which is never more.';
comment on column public.applications.service_record_id is 'The record of the delivery in the ledger.';

/* What was said of it, and who asks: for the parties alone. */
create table public.application_details (
  application_id   uuid primary key references public.applications on delete restrict,
  platform_id      uuid not null references public.platforms on delete restrict,
  organisation_id  uuid not null references public.organisations on delete restrict,
  person_id        uuid not null references public.people on delete restrict,
  intended_use     text not null,
  accepted_licence text,
  accepted_version text,
  accepted_at      timestamptz,
  licence          text,
  report           text,

  constraint application_details_intended_use_has_length check (char_length(intended_use) <= 2000),
  constraint application_details_intended_use_is_clean check (private.is_clean_text(intended_use)),
  constraint application_details_licence_has_length check (char_length(licence) between 1 and 500),
  constraint application_details_licence_is_clean check (private.is_clean_text(licence)),
  constraint application_details_acceptance_is_whole check (
    num_nonnulls(accepted_licence, accepted_version, accepted_at) in (0, 3)
  ),
  constraint application_details_report_has_length check (char_length(report) between 1 and 4000),
  constraint application_details_report_is_clean check (private.is_clean_text(report))
);
create index application_details_platform_id_idx on public.application_details (platform_id);
create index application_details_organisation_id_idx on public.application_details (organisation_id);
create index application_details_person_id_idx on public.application_details (person_id);
comment on table public.application_details is 'Who applies and what for, the licence, and what came of the use.';
comment on column public.application_details.accepted_licence is 'The licence that the applicant accepted, in the words they saw.';
comment on column public.application_details.accepted_version is 'The version of the dataset that it was of; empty where it has none.';
comment on column public.application_details.licence is 'The licence that the lab has granted. Where it is another than was accepted, nothing is handed over until it is.';

create table public.application_steps (
  id              uuid primary key default gen_random_uuid(),
  application_id  uuid not null references public.applications on delete restrict,
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid not null references public.organisations on delete restrict,
  person_id       uuid references public.people on delete set null,
  side            public.booking_side not null,
  before          public.application_status,
  after           public.application_status not null,
  reason_code     text,
  reason          text,
  at              timestamptz not null default clock_timestamp(),

  constraint application_steps_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint application_steps_reason_is_clean check (private.is_clean_text(reason))
);
create index application_steps_application_id_idx on public.application_steps (application_id, at);
create index application_steps_platform_id_idx on public.application_steps (platform_id);
create index application_steps_organisation_id_idx on public.application_steps (organisation_id);
create index application_steps_person_id_idx on public.application_steps (person_id);
comment on table public.application_steps is 'Each step of an application: who, for which side, from where to where, and why. Insert-only.';

create table public.application_messages (
  id              uuid primary key default gen_random_uuid(),
  application_id  uuid not null references public.applications on delete restrict,
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid not null references public.organisations on delete restrict,
  person_id       uuid not null references public.people on delete restrict,
  side            public.booking_side not null,
  body            text not null,
  created_at      timestamptz not null default clock_timestamp(),

  constraint application_messages_body_has_length check (char_length(body) between 1 and 4000),
  constraint application_messages_body_is_clean check (private.is_clean_text(body)),
  constraint application_messages_body_is_trimmed check (body = btrim(body, E' \t\r\n'))
);
create index application_messages_application_id_idx on public.application_messages (application_id, created_at);
create index application_messages_platform_id_idx on public.application_messages (platform_id);
create index application_messages_organisation_id_idx on public.application_messages (organisation_id);
create index application_messages_person_id_idx on public.application_messages (person_id);
comment on table public.application_messages is 'What the two sides of an application said to one another. Insert-only.';

/*
 * What the lab hands over: a link, or a file that comes in pieces as those of bookings do. The
 * address of a link is handed out by open_delivery alone, which counts.
 */
create table public.application_deliveries (
  id              uuid primary key default gen_random_uuid(),
  application_id  uuid not null references public.applications on delete restrict,
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid not null references public.organisations on delete restrict,
  person_id       uuid not null references public.people on delete restrict,
  name            text not null,
  url             text,
  content_type    text,
  size_bytes      integer,
  pieces          integer not null default 0,
  created_at      timestamptz not null default clock_timestamp(),
  shared_at       timestamptz,
  retired_at      timestamptz,

  constraint application_deliveries_are_a_link_or_a_file check (
    num_nonnulls(url, size_bytes) = 1 and num_nonnulls(size_bytes, content_type) in (0, 2)
  ),
  constraint application_deliveries_name_has_length check (char_length(name) between 1 and 200),
  constraint application_deliveries_name_is_clean check (private.is_clean_text(name)),
  constraint application_deliveries_url_is_http check (url ~ '^https?://[^\s/]+' and char_length(url) <= 2000),
  constraint application_deliveries_size_is_limited check (size_bytes between 1 and 26214400),
  constraint application_deliveries_shared_is_whole check (
    (shared_at is not null) = (pieces = coalesce((size_bytes + 1048575) / 1048576, 0))
  )
);
create index application_deliveries_application_id_idx on public.application_deliveries (application_id);
create index application_deliveries_platform_id_idx on public.application_deliveries (platform_id);
create index application_deliveries_organisation_id_idx on public.application_deliveries (organisation_id);
create index application_deliveries_person_id_idx on public.application_deliveries (person_id);
comment on table public.application_deliveries is 'A link or a file that the lab gave for an application.';
comment on column public.application_deliveries.url is 'Read by nobody but open_delivery.';
comment on column public.application_deliveries.shared_at is 'When a link was given or the last piece of a file came.';

create table private.application_file_pieces (
  delivery_id uuid not null references public.application_deliveries on delete cascade,
  position    integer not null,
  bytes       bytea not null,

  primary key (delivery_id, position),
  constraint application_file_pieces_size_is_limited check (octet_length(bytes) between 1 and 1048576)
);
alter table private.application_file_pieces alter column bytes set storage external;
comment on table private.application_file_pieces is 'The bytes of a file that was handed over, a mebibyte a row.';

create table public.application_downloads (
  id              uuid primary key default gen_random_uuid(),
  application_id  uuid not null references public.applications on delete restrict,
  delivery_id     uuid not null references public.application_deliveries on delete restrict,
  platform_id     uuid not null references public.platforms on delete restrict,
  organisation_id uuid not null references public.organisations on delete restrict,
  person_id       uuid references public.people on delete set null,
  at              timestamptz not null default clock_timestamp()
);
create index application_downloads_application_id_idx on public.application_downloads (application_id, at);
create index application_downloads_delivery_id_idx on public.application_downloads (delivery_id);
create index application_downloads_platform_id_idx on public.application_downloads (platform_id);
create index application_downloads_organisation_id_idx on public.application_downloads (organisation_id);
create index application_downloads_person_id_idx on public.application_downloads (person_id);
comment on table public.application_downloads is 'Each time that something was handed over. Insert-only.';

/* The click by which somebody accepts the licence of a dataset that is there for all who sign in. */
create table public.licence_acceptances (
  id          uuid primary key default gen_random_uuid(),
  dataset_id  uuid not null references public.datasets on delete restrict,
  version     text not null,
  person_id   uuid not null references public.people on delete cascade,
  licence     text not null,
  accepted_at timestamptz not null default clock_timestamp(),

  constraint licence_acceptances_are_given_once unique (dataset_id, version, person_id, licence)
);
create index licence_acceptances_person_id_idx on public.licence_acceptances (person_id);
comment on table public.licence_acceptances is 'That a person has accepted the licence of a version of a dataset, once.';
comment on column public.licence_acceptances.licence is 'In the words they saw; empty where the dataset names none.';

create trigger _100_refuse_removal
  before delete or truncate on public.application_steps
  for each statement execute function private.tg__refuse_change();
create trigger _100_only_erase before update on public.application_steps
  for each row execute function private.tg__only_erase();

/*
 * Who sees what. The people of the organisation see that there is an application; what is said and
 * handed over is between who applies, the owners of their organisation, and the lab.
 */
alter table public.application_reasons enable row level security;
alter table public.delivery_terms enable row level security;
alter table public.applications enable row level security;
alter table public.application_details enable row level security;
alter table public.application_steps enable row level security;
alter table public.application_messages enable row level security;
alter table public.application_deliveries enable row level security;
alter table private.application_file_pieces enable row level security;
alter table public.application_downloads enable row level security;
alter table public.licence_acceptances enable row level security;

create policy application_reasons_select_all on public.application_reasons
  for select to anon, authenticated using (true);
create policy delivery_terms_select_all on public.delivery_terms
  for select to anon, authenticated using (true);

create policy applications_select_parties on public.applications
  for select to authenticated
  using (
    organisation_id in (select private.organisation_ids_of_current_person())
    -- A draft is nobody's business yet.
    or (
      status <> 'draft'
      and (
        platform_id in (select private.platform_ids_staffed_by_current_person())
        or (select private.is_evaluator())
        or (select private.is_administrator())
      )
    )
  );

create policy application_details_select_parties on public.application_details
  for select to authenticated
  using (
    (
      organisation_id in (select private.organisation_ids_of_current_person())
      or platform_id in (select private.platform_ids_staffed_by_current_person())
      or (select private.is_administrator())
    )
    and exists (select from public.applications where applications.id = application_id)
  );

create policy application_steps_select_parties on public.application_steps
  for select to authenticated
  using (
    (
      organisation_id in (select private.organisation_ids_of_current_person())
      or platform_id in (select private.platform_ids_staffed_by_current_person())
      or (select private.is_administrator())
    )
    and exists (select from public.applications where applications.id = application_id)
  );

create function private.is_applicant(application_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads memberships and details beneath their own policies
set search_path = ''
as $$
begin
  return exists (
    select from public.application_details as details
    where details.application_id = is_applicant.application_id
      and (
        details.person_id = (select auth.uid())
        or details.organisation_id in (select private.organisation_ids_owned_by_current_person())
      )
  );
end;
$$;
comment on function private.is_applicant is 'True for who applies and the owners of the organisation they apply for.';
grant execute on function private.is_applicant(uuid) to authenticated;

create policy application_messages_select_sides on public.application_messages
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or private.is_applicant(application_id)
    or (select private.is_administrator())
  );

create policy application_deliveries_select_sides on public.application_deliveries
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or (
      private.is_applicant(application_id)
      and shared_at is not null
      and exists (
        select from public.applications
        where applications.id = application_id
          and applications.status in ('approved', 'delivered', 'closed', 'fulfilled', 'confirmed', 'rated')
      )
    )
    or (select private.is_administrator())
  );

create policy application_downloads_select_sides on public.application_downloads
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or private.is_applicant(application_id)
    or (select private.is_administrator())
  );

create policy licence_acceptances_select_parties on public.licence_acceptances
  for select to authenticated
  using (
    person_id = (select auth.uid())
    or dataset_id in (
      select datasets.id from public.datasets
      where datasets.platform_id in (select private.platform_ids_staffed_by_current_person())
    )
    or (select private.is_administrator())
  );

grant select on public.application_reasons, public.delivery_terms to anon, authenticated, service_role;
grant select on
  public.applications, public.application_details, public.application_messages,
  public.application_downloads, public.licence_acceptances
to authenticated;
-- Names of people are told by application_history, the address of a link by open_delivery.
grant select (id, application_id, platform_id, organisation_id, side, before, after, reason_code, reason, at)
on public.application_steps to authenticated;
grant select (
  id, application_id, platform_id, organisation_id, name, content_type, size_bytes, pieces, created_at,
  shared_at, retired_at
) on public.application_deliveries to authenticated;
grant select on
  public.applications, public.application_details, public.application_steps, public.application_messages,
  public.application_downloads, public.licence_acceptances
to service_role;
-- No insert, update or delete: the functions hold the rules.

/* A lab sees whom it is asked by, as it sees whom it is booked by. */
create or replace function private.is_customer_of_current_person(organisation_id uuid)
returns boolean
language sql
stable
security definer -- asks for any booking or application at one's own platforms beneath its policy
set search_path = ''
as $$
  select exists (
    select from public.bookings
    where bookings.organisation_id = is_customer_of_current_person.organisation_id
      and (
        bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
        or bookings.platform_id in (select private.platform_ids_delegated_to_current_person())
      )
  ) or exists (
    select from public.applications
    where applications.organisation_id = is_customer_of_current_person.organisation_id
      and applications.status <> 'draft'
      and applications.platform_id in (select private.platform_ids_staffed_by_current_person())
  );
$$;
comment on function private.is_customer_of_current_person is 'True when the organisation has a booking or an application at a platform that the person asking runs.';

create or replace function private.is_known_to_current_person(person_id uuid)
returns boolean
language sql
stable
security definer -- reads memberships, bookings, enrolments and applications beneath their own policies
set search_path = ''
as $$
  select exists (
    select from public.memberships
    where memberships.person_id = is_known_to_current_person.person_id
      and memberships.organisation_id in (select private.organisation_ids_of_current_person())
  ) or exists (
    select from public.bookings
    where bookings.person_id = is_known_to_current_person.person_id
      and (
        bookings.platform_id in (select private.platform_ids_staffed_by_current_person())
        or bookings.platform_id in (select private.platform_ids_delegated_to_current_person())
      )
  ) or exists (
    select from public.course_enrolments as enrolments
    join public.course_sessions as sessions on sessions.id = enrolments.session_id
    join public.courses on courses.id = sessions.course_id
    where enrolments.person_id = is_known_to_current_person.person_id
      and courses.platform_id in (select private.platform_ids_staffed_by_current_person())
  ) or exists (
    select from public.qualifications
    join public.courses on courses.id = qualifications.course_id
    where qualifications.person_id = is_known_to_current_person.person_id
      and courses.platform_id in (select private.platform_ids_staffed_by_current_person())
  ) or exists (
    select from public.application_details as details
    join public.applications on applications.id = details.application_id
    where details.person_id = is_known_to_current_person.person_id
      and applications.status <> 'draft'
      and details.platform_id in (select private.platform_ids_staffed_by_current_person())
  );
$$;
comment on function private.is_known_to_current_person is 'True for colleagues, and for customers, learners and applicants of the platforms that the person asking runs.';

/*
 * Working days: Monday to Friday without the public holidays, and the weekend days worked in exchange.
 * A year whose arrangement is not known yet has its weekends.
 */
create function private.is_working_day(on_day date)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select holidays.is_working_day
      from public.holidays
      where holidays.country = 'CN' and holidays.on_date = is_working_day.on_day
    ),
    extract(isodow from on_day) <= 5
  );
end;
$$;
comment on function private.is_working_day is 'True when people work on a day in China.';

create function private.working_days_after(instant timestamptz, days integer, time_zone text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  v_day  date := (instant at time zone working_days_after.time_zone)::date;
  v_left integer := days;
begin
  while v_left > 0 loop
    v_day := v_day + 1;
    if private.is_working_day(v_day) then
      v_left := v_left - 1;
    end if;
  end loop;
  return (v_day + 1)::timestamp at time zone working_days_after.time_zone;
end;
$$;
comment on function private.working_days_after is 'The end of so many working days, not counting the day itself, in the lab''s zone.';

create function private.terms_of_platform(platform_id uuid)
returns public.delivery_terms
language plpgsql
stable
set search_path = ''
as $$
declare
  v_terms public.delivery_terms;
begin
  select terms.* into v_terms
  from public.delivery_terms as terms
  where terms.platform_id = terms_of_platform.platform_id;
  v_terms.platform_id := terms_of_platform.platform_id;
  v_terms.page_fee_fen := coalesce(v_terms.page_fee_fen, 30);
  v_terms.delivery_days := coalesce(v_terms.delivery_days, 2);
  v_terms.review_days := coalesce(v_terms.review_days, 5);
  return v_terms;
end;
$$;
comment on function private.terms_of_platform is 'The terms of a platform, with the defaults where it has set none.';

create function public.terms_of_platform(platform_id uuid)
returns public.delivery_terms
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.terms_of_platform(terms_of_platform.platform_id);
end;
$$;
comment on function public.terms_of_platform is 'What a platform asks a page, and in how many working days it answers.';

create function private.set_delivery_terms(
  platform_id uuid, page_fee_fen integer, delivery_days integer, review_days integer
)
returns public.delivery_terms
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_before public.delivery_terms;
  v_terms  public.delivery_terms;
begin
  if not private.can_manage(set_delivery_terms.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  perform from public.platforms
  where platforms.id = set_delivery_terms.platform_id
  for no key update;
  v_before := private.terms_of_platform(set_delivery_terms.platform_id);

  insert into public.delivery_terms as terms (platform_id, page_fee_fen, delivery_days, review_days)
  values (
    set_delivery_terms.platform_id, set_delivery_terms.page_fee_fen,
    set_delivery_terms.delivery_days, set_delivery_terms.review_days
  )
  on conflict on constraint delivery_terms_pkey do update
  set
    page_fee_fen = excluded.page_fee_fen,
    delivery_days = excluded.delivery_days,
    review_days = excluded.review_days,
    updated_at = clock_timestamp()
  returning * into v_terms;
  perform private.record_audit('set', 'delivery_terms', v_terms.platform_id, to_jsonb(v_before), to_jsonb(v_terms));
  return v_terms;
end;
$$;
comment on function private.set_delivery_terms is 'The writer behind public.set_delivery_terms.';

create function public.set_delivery_terms(
  platform_id uuid, page_fee_fen integer, delivery_days integer, review_days integer
)
returns public.delivery_terms
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.set_delivery_terms(
    set_delivery_terms.platform_id, set_delivery_terms.page_fee_fen,
    set_delivery_terms.delivery_days, set_delivery_terms.review_days
  );
end;
$$;
comment on function public.set_delivery_terms is 'A manager says what a page costs and how fast the platform answers; what was asked for before keeps its terms. Raises PT403 platform_not_yours and the names of constraints.';

/*
 * Where an application stands by the clock: what was downloaded and has come to its end waits for the
 * report, and what nobody has fetched in time has expired.
 */
create function public.application_stage(application public.applications)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when (application).status = 'delivered' and (application).access_until <= now() then 'use_report_due'
    when (application).status in ('approved', 'fulfilled') and (application).access_until <= now() then 'expired'
    else (application).status::text
  end;
end;
$$;
comment on function public.application_stage is 'The status of an application, or use_report_due or expired by the clock, as a column of applications.';

create function public.is_overdue(application public.applications)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return (application).status in ('submitted', 'in_review', 'accepted', 'sourcing')
    and coalesce((application).ready_by, (application).decide_by) <= now();
end;
$$;
comment on function public.is_overdue is 'True when the lab should have answered or delivered by now, as a column of applications.';

/* The side that somebody is on. Who is on both speaks for the customer, as on bookings. */
create function private.side_of_application(application public.applications)
returns public.booking_side
language plpgsql
stable
security definer -- reads memberships and details beneath their own policies
set search_path = ''
as $$
begin
  if private.is_applicant((application).id) then
    return 'customer';
  end if;
  if (application).status <> 'draft' and private.can_staff((application).platform_id) then
    return 'lab';
  end if;
  return null;
end;
$$;
comment on function private.side_of_application is 'The side of an application that the person asking is on; null for everybody else.';

create function public.my_side_of_application(application public.applications)
returns public.booking_side
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.side_of_application(application);
end;
$$;
comment on function public.my_side_of_application is 'The side of an application that the person asking is on, as a column of applications; null for a colleague of who applies.';

/* The application, locked, for one of its sides. */
create function private.lock_application(
  application_id uuid, side public.booking_side, kind public.resource_kind default null
)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_application public.applications;
  v_side        public.booking_side;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select applications.* into v_application
  from public.applications
  where applications.id = lock_application.application_id
  for no key update;
  v_side := private.side_of_application(v_application);
  if v_application.kind <> coalesce(lock_application.kind, v_application.kind) then
    v_side := null;
  end if;
  if v_side is null then
    raise exception 'application_not_found' using errcode = 'PT404';
  end if;
  if v_side <> lock_application.side then
    raise exception 'application_not_yours' using errcode = 'PT403';
  end if;
  return v_application;
end;
$$;
comment on function private.lock_application is 'The application, locked, for one side. Raises PT403 application_not_yours for the other side, PT404 for everybody else.';

create function private.require_application_status(
  application public.applications, variadic statuses public.application_status[]
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if (application).status <> all (statuses) then
    raise exception 'application_moved_on' using errcode = 'PT409', detail = (application).status::text;
  end if;
end;
$$;
comment on function private.require_application_status is 'Raises PT409 application_moved_on unless an application stands where it has to.';

create function private.needed_reason(reason text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  if nullif(btrim(reason, E' \t\r\n'), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  return btrim(reason, E' \t\r\n');
end;
$$;
comment on function private.needed_reason is 'A reason without the blanks around it. Raises PT422 reason_needed.';

/* What every step leaves behind: the step with its reason, the audit, and what people are told. */
create function private.take_step(
  before public.applications, after public.applications, side public.booking_side, action text,
  topic text default null, reason text default null
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into public.application_steps (
    application_id, platform_id, organisation_id, person_id, side, before, after, reason_code, reason
  )
  values (
    (after).id, (after).platform_id, (after).organisation_id, auth.uid(), take_step.side,
    (before).status, (after).status, (after).reason_code,
    nullif(btrim(take_step.reason, E' \t\r\n'), '')
  );
  perform private.record_audit(
    take_step.action, 'application', (after).id,
    case when (before).id is not null then to_jsonb(before) end, to_jsonb(after)
  );
  if take_step.topic is not null then
    insert into private.outbox (topic, subject_id) values (take_step.topic, (after).id);
  end if;
end;
$$;
comment on function private.take_step is 'Writes the step, the audit and the outbox of what was done to an application.';

/*
 * The customer asks.
 */
create function private.require_licence(dataset public.datasets, licence text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if require_licence.licence is null then
    raise exception 'licence_not_accepted' using errcode = 'PT403';
  end if;
  -- What is accepted is what was read.
  if require_licence.licence <> coalesce((dataset).licence, '') then
    raise exception 'licence_changed' using errcode = 'PT409';
  end if;
end;
$$;
comment on function private.require_licence is 'Raises unless the licence that somebody accepts is the one that the dataset has now: PT403 licence_not_accepted, PT409 licence_changed.';

create function private.apply_for_data(
  dataset_id uuid, purpose_code text, intended_use text, licence text, organisation_id uuid, is_draft boolean
)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_dataset      public.datasets;
  v_known        jsonb;
  v_organisation uuid;
  v_application  public.applications;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select datasets.* into v_dataset
  from public.datasets
  where datasets.id = apply_for_data.dataset_id and datasets.retired_at is null;
  if not found then
    raise exception 'dataset_not_found' using errcode = 'PT404';
  end if;

  v_known := private.replayed_answer(
    'apply_for_data',
    jsonb_build_array(
      v_dataset.id, apply_for_data.purpose_code, apply_for_data.intended_use, apply_for_data.licence,
      apply_for_data.organisation_id, apply_for_data.is_draft
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.applications, v_known);
  end if;
  if v_dataset.access_level <> 'application' then
    raise exception 'dataset_not_on_application' using errcode = 'PT422', detail = v_dataset.access_level;
  end if;
  v_organisation := private.booking_organisation(apply_for_data.organisation_id, auth.uid());

  -- One application after another of an organisation, so that the second finds the first.
  perform from public.organisations where organisations.id = v_organisation for no key update;
  if exists (
    select from public.applications
    where applications.dataset_id = v_dataset.id
      and applications.organisation_id = v_organisation
      and applications.status in ('draft', 'submitted', 'in_review', 'more_info', 'approved', 'delivered')
  ) then
    raise exception 'application_open' using errcode = 'PT409';
  end if;

  insert into public.applications (kind, platform_id, organisation_id, dataset_id, status, purpose_code)
  values (
    'dataset', v_dataset.platform_id, v_organisation, v_dataset.id, 'draft', apply_for_data.purpose_code
  )
  returning * into v_application;
  insert into public.application_details (application_id, platform_id, organisation_id, person_id, intended_use)
  values (
    v_application.id, v_application.platform_id, v_organisation, auth.uid(),
    btrim(coalesce(apply_for_data.intended_use, ''), E' \t\r\n')
  );
  if apply_for_data.is_draft then
    perform private.take_step(null, v_application, 'customer', 'draft');
  else
    v_application := private.submit_application(v_application, null, apply_for_data.licence);
  end if;

  perform private.keep_answer('apply_for_data', to_jsonb(v_application));
  return v_application;
end;
$$;
comment on function private.apply_for_data is 'The writer behind public.apply_for_data.';

/* From a draft, or with what the lab has asked for, to the lab; its days begin anew. */
create function private.submit_application(
  application public.applications, before public.applications, licence text
)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_at          constant timestamptz := clock_timestamp();
  v_dataset     public.datasets;
  v_application public.applications;
begin
  select datasets.* into strict v_dataset
  from public.datasets
  where datasets.id = (application).dataset_id;
  perform private.require_licence(v_dataset, submit_application.licence);
  if (
    select details.intended_use = '' from public.application_details as details
    where details.application_id = (application).id
  ) then
    raise exception 'intended_use_missing' using errcode = 'PT422';
  end if;

  update public.application_details as details
  set
    accepted_licence = submit_application.licence,
    accepted_version = coalesce(v_dataset.version, ''),
    accepted_at = v_at
  where details.application_id = (application).id;
  update public.applications
  set
    status = 'submitted',
    submitted_at = coalesce(applications.submitted_at, v_at),
    decide_by = private.working_days_after(
      v_at,
      (private.terms_of_platform(applications.platform_id)).review_days,
      (select platforms.time_zone from public.platforms where platforms.id = applications.platform_id)
    )
  where applications.id = (application).id
  returning * into v_application;
  perform private.take_step(before, v_application, 'customer', 'submit', 'application_submitted');
  return v_application;
end;
$$;
comment on function private.submit_application is 'Puts an application for data before the lab. Raises PT403 licence_not_accepted, PT409 licence_changed, PT422 intended_use_missing.';

create function public.apply_for_data(
  dataset_id      uuid,
  purpose_code    text,
  intended_use    text,
  licence         text default null,
  organisation_id uuid default null,
  is_draft        boolean default false
)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.apply_for_data(
    apply_for_data.dataset_id, apply_for_data.purpose_code, apply_for_data.intended_use,
    apply_for_data.licence, apply_for_data.organisation_id, apply_for_data.is_draft
  );
end;
$$;
comment on function public.apply_for_data is 'Applies for a dataset for an organisation, or drafts it; licence is that of the dataset in the words that were read, empty where it has none. Raises PT401, PT403 organisation_missing, organisation_not_yours, licence_not_accepted, PT404 dataset_not_found, PT409 application_open, licence_changed, PT422 dataset_not_on_application, intended_use_missing, organisation_ambiguous.';

create function private.resume_data_application(
  application_id uuid, purpose_code text, intended_use text, licence text, is_draft boolean
)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(resume_data_application.application_id, 'customer', 'dataset');
  perform private.require_application_status(v_before, 'draft', 'more_info');

  update public.applications
  set purpose_code = resume_data_application.purpose_code
  where applications.id = v_before.id
  returning * into v_application;
  update public.application_details as details
  set intended_use = btrim(coalesce(resume_data_application.intended_use, ''), E' \t\r\n')
  where details.application_id = v_before.id;

  if resume_data_application.is_draft then
    perform private.record_audit(
      'revise', 'application', v_application.id, to_jsonb(v_before), to_jsonb(v_application)
    );
    return v_application;
  end if;
  return private.submit_application(v_application, v_before, resume_data_application.licence);
end;
$$;
comment on function private.resume_data_application is 'The writer behind public.resume_data_application.';

create function public.resume_data_application(
  application_id uuid,
  purpose_code   text,
  intended_use   text,
  licence        text default null,
  is_draft       boolean default false
)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.resume_data_application(
    resume_data_application.application_id, resume_data_application.purpose_code,
    resume_data_application.intended_use, resume_data_application.licence, resume_data_application.is_draft
  );
end;
$$;
comment on function public.resume_data_application is 'Goes on with a draft, or answers what the lab has asked. Raises PT403 application_not_yours, licence_not_accepted, PT404, PT409 application_moved_on, licence_changed, PT422 intended_use_missing.';

create function private.request_literature(
  literature_item_id uuid, purpose_code text, note text, organisation_id uuid
)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_at           constant timestamptz := clock_timestamp();
  v_item         public.literature_items;
  v_known        jsonb;
  v_organisation uuid;
  v_terms        public.delivery_terms;
  v_application  public.applications;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select items.* into v_item
  from public.literature_items as items
  where items.id = request_literature.literature_item_id and items.retired_at is null;
  if not found then
    raise exception 'literature_item_not_found' using errcode = 'PT404';
  end if;

  v_known := private.replayed_answer(
    'request_literature',
    jsonb_build_array(
      v_item.id, request_literature.purpose_code, request_literature.note, request_literature.organisation_id
    )
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.applications, v_known);
  end if;
  if v_item.access <> 'delivery' then
    raise exception 'literature_is_open' using errcode = 'PT422';
  end if;
  v_organisation := private.booking_organisation(request_literature.organisation_id, auth.uid());

  -- One request after another of a person, so that the second finds the first.
  perform from public.people where people.id = auth.uid() for no key update;
  if exists (
    select
    from public.applications
    join public.application_details as details on details.application_id = applications.id
    where applications.literature_item_id = v_item.id
      and details.person_id = auth.uid()
      and (
        applications.status in ('submitted', 'accepted', 'sourcing')
        or (applications.status = 'fulfilled' and applications.access_until > v_at)
      )
  ) then
    raise exception 'application_open' using errcode = 'PT409';
  end if;
  if (
    select count(*)
    from public.applications
    join public.application_details as details on details.application_id = applications.id
    where details.person_id = auth.uid()
      and applications.kind = 'literature'
      and applications.status in ('submitted', 'accepted', 'sourcing')
  ) >= 20 then
    raise exception 'application_limit_reached' using errcode = 'PT422', detail = '20';
  end if;

  v_terms := private.terms_of_platform(v_item.platform_id);
  insert into public.applications (
    kind, platform_id, organisation_id, literature_item_id, status, purpose_code, submitted_at, decide_by,
    page_fee_fen
  )
  values (
    'literature', v_item.platform_id, v_organisation, v_item.id, 'submitted',
    request_literature.purpose_code, v_at,
    private.working_days_after(
      v_at, v_terms.delivery_days,
      (select platforms.time_zone from public.platforms where platforms.id = v_item.platform_id)
    ),
    v_terms.page_fee_fen
  )
  returning * into v_application;
  insert into public.application_details (application_id, platform_id, organisation_id, person_id, intended_use)
  values (
    v_application.id, v_application.platform_id, v_organisation, auth.uid(),
    btrim(coalesce(request_literature.note, ''), E' \t\r\n')
  );
  perform private.take_step(null, v_application, 'customer', 'submit', 'application_submitted');
  perform private.keep_answer('request_literature', to_jsonb(v_application));
  return v_application;
end;
$$;
comment on function private.request_literature is 'The writer behind public.request_literature.';

create function public.request_literature(
  literature_item_id uuid, purpose_code text, note text default '', organisation_id uuid default null
)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.request_literature(
    request_literature.literature_item_id, request_literature.purpose_code,
    request_literature.note, request_literature.organisation_id
  );
end;
$$;
comment on function public.request_literature is 'Asks for the copy of one work, for oneself. Raises PT401, PT403 organisation_missing, organisation_not_yours, PT404 literature_item_not_found, PT409 application_open, PT422 literature_is_open, application_limit_reached, organisation_ambiguous.';

create function private.withdraw_application(application_id uuid, reason text)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(withdraw_application.application_id, 'customer');
  perform private.require_application_status(
    v_before, 'draft', 'submitted', 'in_review', 'more_info', 'approved', 'accepted', 'sourcing'
  );
  update public.applications
  set
    status = case applications.kind
      when 'dataset' then 'withdrawn'::public.application_status
      else 'cancelled'
    end,
    ended_at = clock_timestamp()
  where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(
    v_before, v_application, 'customer', 'withdraw',
    case when v_before.status <> 'draft' then 'application_withdrawn' end,
    withdraw_application.reason
  );
  return v_application;
end;
$$;
comment on function private.withdraw_application is 'The writer behind public.withdraw_application.';

create function public.withdraw_application(application_id uuid, reason text default null)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.withdraw_application(withdraw_application.application_id, withdraw_application.reason);
end;
$$;
comment on function public.withdraw_application is 'The customer takes an application for data back, or cancels a request for literature, as long as nothing was handed over. Raises PT403 application_not_yours, PT404, PT409 application_moved_on.';

create function private.accept_dataset_licence(dataset_id uuid, licence text)
returns public.licence_acceptances
language plpgsql
volatile
security definer -- writes a table that no role may write directly
set search_path = ''
as $$
declare
  v_dataset    public.datasets;
  v_acceptance public.licence_acceptances;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select datasets.* into v_dataset
  from public.datasets
  where datasets.id = accept_dataset_licence.dataset_id and datasets.retired_at is null;
  if not found then
    raise exception 'dataset_not_found' using errcode = 'PT404';
  end if;
  if v_dataset.access_level <> 'registered' then
    raise exception 'dataset_not_on_licence' using errcode = 'PT422', detail = v_dataset.access_level;
  end if;
  perform private.require_licence(v_dataset, accept_dataset_licence.licence);

  insert into public.licence_acceptances (dataset_id, version, person_id, licence)
  values (v_dataset.id, coalesce(v_dataset.version, ''), auth.uid(), accept_dataset_licence.licence)
  on conflict on constraint licence_acceptances_are_given_once do nothing
  returning * into v_acceptance;
  if found then
    perform private.record_audit('accept', 'licence', v_acceptance.id, null, to_jsonb(v_acceptance));
    return v_acceptance;
  end if;
  select acceptances.* into strict v_acceptance
  from public.licence_acceptances as acceptances
  where acceptances.dataset_id = v_dataset.id
    and acceptances.version = coalesce(v_dataset.version, '')
    and acceptances.person_id = auth.uid()
    and acceptances.licence = accept_dataset_licence.licence;
  return v_acceptance;
end;
$$;
comment on function private.accept_dataset_licence is 'The writer behind public.accept_dataset_licence.';

create function public.accept_dataset_licence(dataset_id uuid, licence text)
returns public.licence_acceptances
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.accept_dataset_licence(accept_dataset_licence.dataset_id, accept_dataset_licence.licence);
end;
$$;
comment on function public.accept_dataset_licence is 'Accepts the licence of a dataset that is there for all who sign in; kept once for a person, version and licence. Raises PT401, PT403 licence_not_accepted, PT404 dataset_not_found, PT409 licence_changed, PT422 dataset_not_on_licence.';

/*
 * The lab answers an application for data.
 */
create function private.begin_data_review(application_id uuid)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(begin_data_review.application_id, 'lab', 'dataset');
  perform private.require_application_status(v_before, 'submitted');
  update public.applications set status = 'in_review' where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(v_before, v_application, 'lab', 'review');
  return v_application;
end;
$$;
comment on function private.begin_data_review is 'The writer behind public.begin_data_review.';

create function public.begin_data_review(application_id uuid)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.begin_data_review(begin_data_review.application_id);
end;
$$;
comment on function public.begin_data_review is 'The lab takes an application up, which the applicant sees. Raises PT403 application_not_yours, PT404, PT409 application_moved_on.';

create function private.ask_about_data_application(application_id uuid, reason text)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_reason      constant text := private.needed_reason(reason);
  v_application public.applications;
begin
  v_before := private.lock_application(ask_about_data_application.application_id, 'lab', 'dataset');
  perform private.require_application_status(v_before, 'submitted', 'in_review');
  update public.applications set status = 'more_info' where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(v_before, v_application, 'lab', 'ask', 'application_more_info', v_reason);
  return v_application;
end;
$$;
comment on function private.ask_about_data_application is 'The writer behind public.ask_about_data_application.';

create function public.ask_about_data_application(application_id uuid, reason text)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.ask_about_data_application(
    ask_about_data_application.application_id, ask_about_data_application.reason
  );
end;
$$;
comment on function public.ask_about_data_application is 'The lab asks for more before it decides; its days begin anew with the answer. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 reason_needed.';

create function private.approve_data_application(
  application_id uuid, licence text, access_until date, download_limit integer, reason text
)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_until       timestamptz;
  v_application public.applications;
begin
  v_before := private.lock_application(approve_data_application.application_id, 'lab', 'dataset');
  perform private.require_application_status(v_before, 'submitted', 'in_review');
  if nullif(btrim(approve_data_application.licence), '') is null then
    raise exception 'licence_missing' using errcode = 'PT422';
  end if;
  -- The last day counts.
  v_until := (approve_data_application.access_until + 1)::timestamp at time zone (
    select platforms.time_zone from public.platforms where platforms.id = v_before.platform_id
  );
  if v_until is null or v_until <= clock_timestamp() or v_until > clock_timestamp() + interval '5 years' then
    raise exception 'access_end_invalid' using errcode = 'PT422';
  end if;

  update public.application_details as details
  set licence = btrim(approve_data_application.licence)
  where details.application_id = v_before.id;
  update public.applications
  set
    status = 'approved',
    decided_at = clock_timestamp(),
    access_until = v_until,
    download_limit = coalesce(approve_data_application.download_limit, 0)
  where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(
    v_before, v_application, 'lab', 'approve', 'application_approved', approve_data_application.reason
  );
  return v_application;
end;
$$;
comment on function private.approve_data_application is 'The writer behind public.approve_data_application.';

create function public.approve_data_application(
  application_id uuid, licence text, access_until date, download_limit integer, reason text default null
)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.approve_data_application(
    approve_data_application.application_id, approve_data_application.licence,
    approve_data_application.access_until, approve_data_application.download_limit,
    approve_data_application.reason
  );
end;
$$;
comment on function public.approve_data_application is 'The lab grants a licence, until and with a day, for so many downloads. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 licence_missing, access_end_invalid and the names of constraints.';

/* What both kinds of applications are refused by: a code to count, and words for who applied. */
create function private.refuse_application(
  application_id uuid, kind public.resource_kind, reason_code text, reason text
)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(refuse_application.application_id, 'lab', refuse_application.kind);
  perform private.require_application_status(v_before, 'submitted', 'in_review', 'accepted', 'sourcing');
  if not exists (
    select from public.application_reasons as reasons
    where reasons.kind = v_before.kind and reasons.code = refuse_application.reason_code
  ) then
    raise exception 'reason_code_unknown' using errcode = 'PT422', detail = refuse_application.reason_code;
  end if;

  update public.applications
  set
    status = case applications.kind
      when 'dataset' then 'rejected'::public.application_status
      else 'unfilled'
    end,
    reason_code = refuse_application.reason_code,
    decided_at = coalesce(applications.decided_at, clock_timestamp()),
    ended_at = clock_timestamp()
  where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(
    v_before, v_application, 'lab', 'refuse',
    case v_application.kind when 'dataset' then 'application_rejected' else 'application_unfilled' end,
    private.needed_reason(refuse_application.reason)
  );
  return v_application;
end;
$$;
comment on function private.refuse_application is 'The writer behind public.reject_data_application and public.leave_literature_unfilled.';

create function public.reject_data_application(application_id uuid, reason_code text, reason text)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.refuse_application(
    reject_data_application.application_id, 'dataset', reject_data_application.reason_code,
    reject_data_application.reason
  );
end;
$$;
comment on function public.reject_data_application is 'The lab refuses data by a code of application_reasons and in words. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 reason_needed, reason_code_unknown.';

create function public.leave_literature_unfilled(application_id uuid, reason_code text, reason text)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.refuse_application(
    leave_literature_unfilled.application_id, 'literature', leave_literature_unfilled.reason_code,
    leave_literature_unfilled.reason
  );
end;
$$;
comment on function public.leave_literature_unfilled is 'The lab says that it cannot deliver a work, by a code of application_reasons and in words; nothing is charged. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 reason_needed, reason_code_unknown.';

/*
 * The lab answers a request for literature: says when and at which price, looks for it, and hands it
 * over. What is charged is never more than what was said.
 */
create function private.accept_literature_request(application_id uuid, pages integer, ready_by timestamptz)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(accept_literature_request.application_id, 'lab', 'literature');
  perform private.require_application_status(v_before, 'submitted');
  if accept_literature_request.ready_by is null or accept_literature_request.ready_by <= clock_timestamp() then
    raise exception 'ready_by_over' using errcode = 'PT422';
  end if;
  if accept_literature_request.pages is null then
    raise exception 'pages_missing' using errcode = 'PT422';
  end if;
  update public.applications
  set
    status = 'accepted',
    decided_at = clock_timestamp(),
    pages = accept_literature_request.pages,
    fee_fen = accept_literature_request.pages::bigint * applications.page_fee_fen,
    ready_by = accept_literature_request.ready_by
  where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(v_before, v_application, 'lab', 'accept', 'application_accepted');
  return v_application;
end;
$$;
comment on function private.accept_literature_request is 'The writer behind public.accept_literature_request.';

create function public.accept_literature_request(application_id uuid, pages integer, ready_by timestamptz)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.accept_literature_request(
    accept_literature_request.application_id, accept_literature_request.pages,
    accept_literature_request.ready_by
  );
end;
$$;
comment on function public.accept_literature_request is 'The lab takes a request on: how many pages about, which makes the fee, and by when. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 pages_missing, ready_by_over.';

create function private.source_literature(application_id uuid, reason text)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(source_literature.application_id, 'lab', 'literature');
  perform private.require_application_status(v_before, 'accepted');
  update public.applications set status = 'sourcing' where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(v_before, v_application, 'lab', 'source', null, source_literature.reason);
  return v_application;
end;
$$;
comment on function private.source_literature is 'The writer behind public.source_literature.';

create function public.source_literature(application_id uuid, reason text default null)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.source_literature(source_literature.application_id, source_literature.reason);
end;
$$;
comment on function public.source_literature is 'The lab says that it has sent for the work elsewhere. Raises PT403 application_not_yours, PT404, PT409 application_moved_on.';

/*
 * A delivery is a service, and written down in the same transaction. Its words name the thing and not
 * what it is wanted for, for evaluators read them.
 */
create function private.record_delivery(
  application public.applications, quantity numeric, unit text, charged_fen bigint, side public.booking_side
)
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_at      constant timestamptz := clock_timestamp();
  v_draft   public.service_records;
  v_details public.service_record_details;
  v_record  public.service_records;
begin
  v_draft.platform_id := (application).platform_id;
  v_draft.kind := (application).kind::text::public.service_kind;
  v_draft.dataset_id := (application).dataset_id;
  v_draft.literature_item_id := (application).literature_item_id;
  v_draft.beneficiary_id := (application).organisation_id;
  v_draft.purpose_code := (application).purpose_code;
  v_draft.starts_at := v_at;
  v_draft.ends_at := v_at;
  v_draft.quantity := record_delivery.quantity;
  v_draft.unit := record_delivery.unit;
  v_draft.list_price_fen := record_delivery.charged_fen;
  v_draft.charged_fen := record_delivery.charged_fen;
  v_draft.source := 'platform';
  v_draft.evidence := array['application:' || (application).id];
  v_details.content := left(
    coalesce(
      (select datasets.title from public.datasets where datasets.id = (application).dataset_id),
      (select items.title from public.literature_items as items where items.id = (application).literature_item_id)
    ),
    2000
  );
  v_record := private.append_service_record(
    v_draft, v_details,
    (
      select details.person_id from public.application_details as details
      where details.application_id = (application).id
    ),
    '{}'
  );
  -- Who acts says that it is so: the lab by delivering, the customer by fetching.
  insert into public.service_record_confirmations (record_id, side, verdict, person_id)
  values (v_record.id, record_delivery.side, 'confirmed', auth.uid());
  perform private.record_audit('record', 'service_record', v_record.id, null, to_jsonb(v_record));
  insert into private.outbox (topic, subject_id) values ('service_recorded', v_record.id);
  return v_record.id;
end;
$$;
comment on function private.record_delivery is 'Writes the record of what an application was for, confirmed by the side that acts.';

create function private.fulfil_literature_request(application_id uuid, pages integer)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
  v_fee         bigint;
begin
  v_before := private.lock_application(fulfil_literature_request.application_id, 'lab', 'literature');
  perform private.require_application_status(v_before, 'accepted', 'sourcing');
  if not exists (
    select from public.application_deliveries as deliveries
    where deliveries.application_id = v_before.id
      and deliveries.shared_at is not null
      and deliveries.retired_at is null
  ) then
    raise exception 'delivery_missing' using errcode = 'PT422';
  end if;
  if fulfil_literature_request.pages is null then
    raise exception 'pages_missing' using errcode = 'PT422';
  end if;
  v_fee := fulfil_literature_request.pages::bigint * v_before.page_fee_fen;

  update public.applications
  set
    status = 'fulfilled',
    pages = fulfil_literature_request.pages,
    fee_fen = least(v_fee, v_before.fee_fen),
    delivered_at = clock_timestamp(),
    access_until = clock_timestamp() + interval '7 days',
    service_record_id = private.record_delivery(v_before, 1, 'item', least(v_fee, v_before.fee_fen), 'lab')
  where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(v_before, v_application, 'lab', 'fulfil', 'application_delivered');
  return v_application;
end;
$$;
comment on function private.fulfil_literature_request is 'The writer behind public.fulfil_literature_request.';

create function public.fulfil_literature_request(application_id uuid, pages integer)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.fulfil_literature_request(
    fulfil_literature_request.application_id, fulfil_literature_request.pages
  );
end;
$$;
comment on function public.fulfil_literature_request is 'The lab hands over the file or link that it has put there, for seven days, and charges its pages, at most what it had said; the service is recorded. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 delivery_missing, pages_missing.';

/*
 * What the lab puts there. For data it can be fetched at once; for literature once the request is
 * fulfilled.
 */
create function private.lock_for_delivery(application_id uuid)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_application public.applications;
  v_limit       integer;
begin
  v_application := private.lock_application(lock_for_delivery.application_id, 'lab');
  v_limit := case v_application.kind when 'dataset' then 20 else 1 end;
  perform private.require_application_status(v_application, 'approved', 'delivered', 'accepted', 'sourcing');
  -- What was broken off holds no place for longer than an hour.
  delete from public.application_deliveries as deliveries
  where deliveries.application_id = v_application.id
    and deliveries.shared_at is null
    and deliveries.created_at < clock_timestamp() - interval '1 hour';
  if (
    select count(*) from public.application_deliveries as deliveries
    where deliveries.application_id = v_application.id and deliveries.retired_at is null
  ) >= v_limit then
    raise exception 'delivery_limit_reached' using errcode = 'PT422';
  end if;
  return v_application;
end;
$$;
comment on function private.lock_for_delivery is 'The application, locked, for the lab to put something there: twenty for data, one article for a request. Raises PT403, PT404, PT409 application_moved_on, PT422 delivery_limit_reached.';

create function private.give_link(application_id uuid, url text)
returns public.application_deliveries
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_application public.applications;
  v_known       jsonb;
  v_delivery    public.application_deliveries;
begin
  v_known := private.replayed_answer('give_link', jsonb_build_array(give_link.application_id, give_link.url));
  if v_known is not null then
    return jsonb_populate_record(null::public.application_deliveries, v_known);
  end if;
  v_application := private.lock_for_delivery(give_link.application_id);

  insert into public.application_deliveries (
    application_id, platform_id, organisation_id, person_id, name, url, shared_at
  )
  values (
    v_application.id, v_application.platform_id, v_application.organisation_id, auth.uid(),
    -- Where it leads, without what would let anybody in.
    coalesce(left(substring(give_link.url from '^https?://(?:[^\s/@]*@)?([^\s/:?#]+)'), 200), 'link'),
    btrim(give_link.url), clock_timestamp()
  )
  returning * into v_delivery;
  perform private.record_audit(
    'give', 'application_delivery', v_delivery.id, null, to_jsonb(v_delivery) - 'url'
  );
  if v_application.kind = 'dataset' then
    insert into private.outbox (topic, subject_id) values ('application_delivered', v_application.id);
  end if;
  v_delivery.url := null;
  perform private.keep_answer('give_link', to_jsonb(v_delivery));
  return v_delivery;
end;
$$;
comment on function private.give_link is 'The writer behind public.give_link.';

create function public.give_link(application_id uuid, url text)
returns public.application_deliveries
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.give_link(give_link.application_id, give_link.url);
end;
$$;
comment on function public.give_link is 'The lab gives the address at which what was applied for can be fetched. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 delivery_limit_reached, application_deliveries_url_is_http.';

create function private.begin_application_file(application_id uuid, name text, size_bytes bigint)
returns public.application_deliveries
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_application public.applications;
  v_known       jsonb;
  v_name        text;
  v_kind        public.file_kinds;
  v_delivery    public.application_deliveries;
begin
  if begin_application_file.size_bytes is null or begin_application_file.size_bytes < 1 then
    raise exception 'file_empty' using errcode = 'PT422';
  end if;
  if begin_application_file.size_bytes > 26214400 then
    raise exception 'file_too_large' using errcode = 'PT422', detail = '26214400';
  end if;
  v_name := private.clean_file_name(begin_application_file.name);
  select kinds.* into v_kind
  from public.file_kinds as kinds
  where kinds.extension = substring(v_name from '\.([a-z0-9]{1,8})$');
  if not found then
    raise exception 'file_kind_refused' using errcode = 'PT422';
  end if;

  v_known := private.replayed_answer(
    'begin_application_file',
    jsonb_build_array(begin_application_file.application_id, v_name, begin_application_file.size_bytes)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.application_deliveries, v_known);
  end if;
  v_application := private.lock_for_delivery(begin_application_file.application_id);

  insert into public.application_deliveries (
    application_id, platform_id, organisation_id, person_id, name, content_type, size_bytes
  )
  values (
    v_application.id, v_application.platform_id, v_application.organisation_id, auth.uid(),
    -- A copy carries the number it was asked for under, wherever it goes.
    case v_application.kind when 'literature' then v_application.number || '_' || v_name else v_name end,
    v_kind.content_type, begin_application_file.size_bytes
  )
  returning * into v_delivery;
  perform private.keep_answer('begin_application_file', to_jsonb(v_delivery));
  return v_delivery;
end;
$$;
comment on function private.begin_application_file is 'The writer behind public.begin_application_file.';

create function public.begin_application_file(application_id uuid, name text, size_bytes bigint)
returns public.application_deliveries
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.begin_application_file(
    begin_application_file.application_id, begin_application_file.name, begin_application_file.size_bytes
  );
end;
$$;
comment on function public.begin_application_file is 'The lab announces a file for an application; its pieces follow by add_application_file_piece. At most 25 MiB. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 delivery_limit_reached, file_empty, file_too_large, file_kind_refused.';

/* As add_booking_file_piece does it. */
create function private.add_application_file_piece(delivery_id uuid, piece_position integer, content text)
returns public.application_deliveries
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_delivery public.application_deliveries;
  v_bytes    bytea;
  v_size     integer;
  v_kind     public.file_kinds;
begin
  select deliveries.* into v_delivery
  from public.application_deliveries as deliveries
  where deliveries.id = add_application_file_piece.delivery_id
    and deliveries.person_id = (select auth.uid())
    and deliveries.size_bytes is not null
    and deliveries.retired_at is null
  for update;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;

  if content is null or octet_length(content) > 1500000 then
    raise exception 'file_piece_malformed' using errcode = 'PT422';
  end if;
  v_bytes := decode(content, 'base64');
  v_size := least(1048576, v_delivery.size_bytes - piece_position * 1048576);
  if piece_position < 0 or octet_length(v_bytes) <> v_size then
    raise exception 'file_piece_malformed' using errcode = 'PT422';
  end if;
  if piece_position < v_delivery.pieces then
    if not exists (
      select from private.application_file_pieces as pieces
      where pieces.delivery_id = v_delivery.id
        and pieces.position = piece_position
        and pieces.bytes = v_bytes
    ) then
      raise exception 'file_piece_differs' using errcode = 'PT409';
    end if;
    return v_delivery;
  end if;
  if piece_position > v_delivery.pieces then
    raise exception 'file_piece_out_of_order' using errcode = 'PT409', detail = v_delivery.pieces::text;
  end if;
  if piece_position = 0 then
    select kinds.* into v_kind
    from public.file_kinds as kinds
    where kinds.extension = substring(v_delivery.name from '\.([a-z0-9]{1,8})$');
    if not private.file_begins_as_its_kind(v_kind, v_bytes) then
      raise exception 'file_is_not_its_kind' using errcode = 'PT422';
    end if;
  end if;

  insert into private.application_file_pieces (delivery_id, position, bytes)
  values (v_delivery.id, piece_position, v_bytes);
  update public.application_deliveries as deliveries
  set
    pieces = deliveries.pieces + 1,
    shared_at = case
      when piece_position * 1048576 + v_size = deliveries.size_bytes then clock_timestamp()
    end
  where deliveries.id = v_delivery.id
  returning * into v_delivery;

  if v_delivery.shared_at is not null then
    perform private.record_audit('give', 'application_delivery', v_delivery.id, null, to_jsonb(v_delivery));
    insert into private.outbox (topic, subject_id)
    select 'application_delivered', applications.id
    from public.applications
    where applications.id = v_delivery.application_id and applications.kind = 'dataset';
  end if;
  return v_delivery;
end;
$$;
comment on function private.add_application_file_piece is 'The writer behind public.add_application_file_piece.';

create function public.add_application_file_piece(delivery_id uuid, piece_position integer, content text)
returns public.application_deliveries
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.add_application_file_piece(
    add_application_file_piece.delivery_id, add_application_file_piece.piece_position,
    add_application_file_piece.content
  );
end;
$$;
comment on function public.add_application_file_piece is 'Brings the next mebibyte of a file, in base64. Raises PT404, PT422 file_piece_malformed, file_is_not_its_kind, PT409 file_piece_out_of_order, file_piece_differs.';

create function private.retire_delivery(delivery_id uuid)
returns public.application_deliveries
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before   public.application_deliveries;
  v_delivery public.application_deliveries;
begin
  select deliveries.* into v_before
  from public.application_deliveries as deliveries
  where deliveries.id = retire_delivery.delivery_id and private.can_staff(deliveries.platform_id)
  for update;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;
  if v_before.retired_at is not null then
    return v_before;
  end if;
  delete from private.application_file_pieces as pieces where pieces.delivery_id = v_before.id;
  -- Nobody has seen what is not whole, so it leaves no trace.
  if v_before.shared_at is null then
    delete from public.application_deliveries as deliveries where deliveries.id = v_before.id;
    return v_before;
  end if;
  update public.application_deliveries as deliveries
  set retired_at = clock_timestamp()
  where deliveries.id = v_before.id
  returning * into v_delivery;
  perform private.record_audit(
    'retire', 'application_delivery', v_delivery.id, to_jsonb(v_before) - 'url', to_jsonb(v_delivery) - 'url'
  );
  v_delivery.url := null;
  return v_delivery;
end;
$$;
comment on function private.retire_delivery is 'The writer behind public.retire_delivery.';

create function public.retire_delivery(delivery_id uuid)
returns public.application_deliveries
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.retire_delivery(retire_delivery.delivery_id);
end;
$$;
comment on function public.retire_delivery is 'The lab takes back what it has given, or breaks off an upload; that there was something stays on record. Raises PT404.';

/*
 * Handing over. Each time is counted under the lock of the application, so that no two take the last
 * download; a file can be read for an hour by who opened it, so that a broken connection costs nobody
 * another. A copy of a work is for who asked for it, and for nobody else of their organisation.
 */
create type public.opened_delivery as (download_id uuid, url text, name text, content_type text, size_bytes integer);
comment on type public.opened_delivery is 'What was handed over: an address, or a file that is read by read_application_file_piece.';

create function private.open_delivery(delivery_id uuid, licence text)
returns public.opened_delivery
language plpgsql
volatile
security definer -- writes tables, and reads addresses, that no role may touch directly
set search_path = ''
as $$
declare
  v_at          constant timestamptz := clock_timestamp();
  v_delivery    public.application_deliveries;
  v_before      public.applications;
  v_application public.applications;
  v_details     public.application_details;
  v_size        bigint;
  v_opened      public.opened_delivery;
begin
  select deliveries.* into v_delivery
  from public.application_deliveries as deliveries
  where deliveries.id = open_delivery.delivery_id
    and deliveries.shared_at is not null
    and deliveries.retired_at is null;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;
  v_before := private.lock_application(v_delivery.application_id, 'customer');
  perform private.require_application_status(
    v_before, 'approved', 'delivered', 'fulfilled', 'confirmed', 'rated'
  );
  if v_before.access_until <= v_at then
    raise exception 'access_expired' using errcode = 'PT409', detail = v_before.access_until::text;
  end if;
  select details.* into strict v_details
  from public.application_details as details
  where details.application_id = v_before.id;
  if v_before.kind = 'literature' and v_details.person_id <> auth.uid() then
    raise exception 'copy_not_yours' using errcode = 'PT403';
  end if;

  if v_before.kind = 'dataset' then
    if v_details.licence <> v_details.accepted_licence then
      if open_delivery.licence is distinct from v_details.licence then
        raise exception 'licence_not_accepted' using errcode = 'PT403';
      end if;
      update public.application_details as details
      set accepted_licence = details.licence, accepted_at = v_at
      where details.application_id = v_before.id;
    end if;
    if v_before.downloads >= v_before.download_limit then
      raise exception 'download_limit_reached' using errcode = 'PT422', detail = v_before.download_limit::text;
    end if;
  end if;

  insert into public.application_downloads (
    application_id, delivery_id, platform_id, organisation_id, person_id
  )
  values (v_before.id, v_delivery.id, v_before.platform_id, v_before.organisation_id, auth.uid())
  returning id into v_opened.download_id;
  update public.applications
  set downloads = applications.downloads + 1
  where applications.id = v_before.id
  returning * into v_application;

  if v_before.status = 'approved' then
    v_size := coalesce(
      v_delivery.size_bytes,
      (select datasets.size_bytes from public.datasets where datasets.id = v_before.dataset_id)
    );
    update public.applications
    set
      status = 'delivered',
      delivered_at = v_at,
      service_record_id = private.record_delivery(
        v_before, coalesce(v_size / 1048576.0, 1), case when v_size is null then 'item' else 'MB' end, 0, 'customer'
      )
    where applications.id = v_before.id
    returning * into v_application;
    perform private.take_step(v_before, v_application, 'customer', 'download');
  else
    perform private.record_audit(
      'download', 'application', v_application.id, to_jsonb(v_before), to_jsonb(v_application)
    );
  end if;

  v_opened.url := v_delivery.url;
  v_opened.name := v_delivery.name;
  v_opened.content_type := v_delivery.content_type;
  v_opened.size_bytes := v_delivery.size_bytes;
  return v_opened;
end;
$$;
comment on function private.open_delivery is 'The writer behind public.open_delivery.';

create function public.open_delivery(delivery_id uuid, licence text default null)
returns public.opened_delivery
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.open_delivery(open_delivery.delivery_id, open_delivery.licence);
end;
$$;
comment on function public.open_delivery is 'The customer fetches what was given, which counts; the first time for data records the service. licence accepts what the lab has granted where that is another than was accepted. Raises PT403 application_not_yours, copy_not_yours, licence_not_accepted, PT404, PT409 application_moved_on, access_expired, PT422 download_limit_reached.';

create function private.opened_file(download_id uuid)
returns public.application_deliveries
language plpgsql
stable
security definer -- reads downloads of one's own beneath their policy
set search_path = ''
as $$
declare
  v_delivery public.application_deliveries;
begin
  select deliveries.* into v_delivery
  from public.application_downloads as downloads
  join public.application_deliveries as deliveries on deliveries.id = downloads.delivery_id
  where downloads.id = opened_file.download_id
    and downloads.person_id = (select auth.uid())
    and downloads.at > clock_timestamp() - interval '1 hour'
    and deliveries.size_bytes is not null
    and deliveries.retired_at is null;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;
  v_delivery.url := null;
  return v_delivery;
end;
$$;
comment on function private.opened_file is 'The reader behind public.opened_file.';

create function public.opened_file(download_id uuid)
returns public.application_deliveries
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.opened_file(opened_file.download_id);
end;
$$;
comment on function public.opened_file is 'The file that the person asking has opened within the hour. Raises PT404.';

create function private.read_application_file_piece(download_id uuid, piece_position integer)
returns text
language plpgsql
stable
security definer -- reads bytes that are in no exposed schema
set search_path = ''
as $$
declare
  v_content text;
begin
  select replace(encode(pieces.bytes, 'base64'), E'\n', '') into v_content
  from private.application_file_pieces as pieces
  where pieces.delivery_id = (private.opened_file(read_application_file_piece.download_id)).id
    and pieces.position = read_application_file_piece.piece_position;
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;
  return v_content;
end;
$$;
comment on function private.read_application_file_piece is 'The reader behind public.read_application_file_piece.';

create function public.read_application_file_piece(download_id uuid, piece_position integer)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.read_application_file_piece(
    read_application_file_piece.download_id, read_application_file_piece.piece_position
  );
end;
$$;
comment on function public.read_application_file_piece is 'One mebibyte of a file that was opened within the hour, counted from nought, in base64. Raises PT404.';

/*
 * What comes after: what the data were used for, and whether the copy was right. Both confirm the
 * record of the delivery.
 */
create function private.report_data_use(application_id uuid, report text)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(report_data_use.application_id, 'customer', 'dataset');
  perform private.require_application_status(v_before, 'delivered');
  update public.application_details as details
  set report = private.needed_reason(report_data_use.report)
  where details.application_id = v_before.id;
  update public.applications
  set status = 'closed', ended_at = clock_timestamp()
  where applications.id = v_before.id
  returning * into v_application;
  perform private.take_step(v_before, v_application, 'customer', 'report', 'application_reported');
  return v_application;
end;
$$;
comment on function private.report_data_use is 'The writer behind public.report_data_use.';

create function public.report_data_use(application_id uuid, report text)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.report_data_use(report_data_use.application_id, report_data_use.report);
end;
$$;
comment on function public.report_data_use is 'The customer says what the data were used for, which ends the application and its downloads. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 reason_needed.';

create function private.confirm_literature(application_id uuid, rating integer, comment text)
returns public.applications
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before      public.applications;
  v_application public.applications;
begin
  v_before := private.lock_application(confirm_literature.application_id, 'customer', 'literature');
  perform private.require_application_status(v_before, 'fulfilled', 'confirmed');
  if v_before.status = 'confirmed' and confirm_literature.rating is null then
    return v_before;
  end if;

  v_application := v_before;
  if v_before.status = 'fulfilled' then
    update public.applications
    set status = 'confirmed', ended_at = clock_timestamp()
    where applications.id = v_before.id
    returning * into v_application;
    perform private.take_step(v_before, v_application, 'customer', 'confirm', 'application_confirmed');
    if not exists (
      select from public.service_records as later where later.corrects = v_before.service_record_id
    ) then
      perform private.answer_record(v_before.service_record_id, 'confirmed', null, 'customer');
    end if;
  end if;
  if confirm_literature.rating is not null then
    v_before := v_application;
    update public.applications
    set status = 'rated', rating = confirm_literature.rating
    where applications.id = v_before.id
    returning * into v_application;
    perform private.take_step(v_before, v_application, 'customer', 'rate', null, confirm_literature.comment);
  end if;
  return v_application;
end;
$$;
comment on function private.confirm_literature is 'The writer behind public.confirm_literature.';

create function public.confirm_literature(
  application_id uuid, rating integer default null, comment text default null
)
returns public.applications
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.confirm_literature(
    confirm_literature.application_id, confirm_literature.rating, confirm_literature.comment
  );
end;
$$;
comment on function public.confirm_literature is 'Who asked for a copy says that it has come, and with 1 to 5 how it was, at once or later. Confirms the record. Raises PT403 application_not_yours, PT404, PT409 application_moved_on, PT422 applications_rating_is_of_five.';

/* What the two sides say to one another, as on bookings. */
create function private.post_application_message(application_id uuid, body text)
returns public.application_messages
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_application public.applications;
  v_side        public.booking_side;
  v_known       jsonb;
  v_message     public.application_messages;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select applications.* into v_application
  from public.applications
  where applications.id = post_application_message.application_id;
  v_side := private.side_of_application(v_application);
  if v_side is null or v_application.status = 'draft' then
    raise exception 'application_not_found' using errcode = 'PT404';
  end if;
  v_known := private.replayed_answer(
    'post_application_message', jsonb_build_array(v_application.id, post_application_message.body)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.application_messages, v_known);
  end if;

  perform from public.applications where applications.id = v_application.id for no key update;
  if (
    select count(*) from public.application_messages as messages
    where messages.application_id = v_application.id
  ) >= 500 then
    raise exception 'message_limit_reached' using errcode = 'PT422', detail = '500';
  end if;
  insert into public.application_messages (
    application_id, platform_id, organisation_id, person_id, side, body
  )
  values (
    v_application.id, v_application.platform_id, v_application.organisation_id, auth.uid(), v_side,
    btrim(post_application_message.body, E' \t\r\n')
  )
  returning * into v_message;
  perform private.record_audit(
    'post', 'application_message', v_message.id, null, to_jsonb(v_message) - 'body'
  );
  insert into private.outbox (topic, subject_id)
  values (
    case v_side when 'lab' then 'application_message' else 'lab_application_message' end, v_application.id
  );
  perform private.keep_answer('post_application_message', to_jsonb(v_message));
  return v_message;
end;
$$;
comment on function private.post_application_message is 'The writer behind public.post_application_message.';

create function public.post_application_message(application_id uuid, body text)
returns public.application_messages
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.post_application_message(
    post_application_message.application_id, post_application_message.body
  );
end;
$$;
comment on function public.post_application_message is 'Says something to the other side of an application. Raises PT404 for those on neither side, PT422 message_limit_reached.';

/* Thread and steps with the names of both sides, which their policies hide from one another. */
create function private.application_thread(application_id uuid)
returns table (
  id uuid, side public.booking_side, author text, is_mine boolean, body text, created_at timestamptz
)
language plpgsql
stable
rows 20
security definer -- tells the names of people who may not see one another's profiles
set search_path = ''
as $$
declare
  v_application public.applications;
begin
  select applications.* into v_application
  from public.applications
  where applications.id = application_thread.application_id;
  if private.side_of_application(v_application) is null then
    return;
  end if;
  return query
  select
    messages.id, messages.side, people.display_name, messages.person_id = auth.uid(), messages.body,
    messages.created_at
  from public.application_messages as messages
  join public.people on people.id = messages.person_id
  where messages.application_id = v_application.id
  order by messages.created_at, messages.id;
end;
$$;
comment on function private.application_thread is 'The reader behind public.application_thread.';

create function public.application_thread(application_id uuid)
returns table (
  id uuid, side public.booking_side, author text, is_mine boolean, body text, created_at timestamptz
)
language plpgsql
stable
rows 20
set search_path = ''
as $$
begin
  return query select * from private.application_thread(application_thread.application_id);
end;
$$;
comment on function public.application_thread is 'The messages of an application in order; empty for those on neither side.';

create function private.application_history(application_id uuid)
returns table (
  id uuid, at timestamptz, side public.booking_side, actor text, before public.application_status,
  after public.application_status, reason_code text, reason text
)
language plpgsql
stable
rows 10
security definer -- tells the names of people who may not see one another's profiles
set search_path = ''
as $$
declare
  v_application public.applications;
begin
  select applications.* into v_application
  from public.applications
  where applications.id = application_history.application_id;
  if private.side_of_application(v_application) is null then
    return;
  end if;
  return query
  select
    steps.id, steps.at, steps.side, people.display_name, steps.before, steps.after, steps.reason_code,
    steps.reason
  from public.application_steps as steps
  left join public.people on people.id = steps.person_id
  where steps.application_id = v_application.id
  order by steps.at, steps.id;
end;
$$;
comment on function private.application_history is 'The reader behind public.application_history.';

create function public.application_history(application_id uuid)
returns table (
  id uuid, at timestamptz, side public.booking_side, actor text, before public.application_status,
  after public.application_status, reason_code text, reason text
)
language plpgsql
stable
rows 10
set search_path = ''
as $$
begin
  return query select * from private.application_history(application_history.application_id);
end;
$$;
comment on function public.application_history is 'The steps of an application in order, with who took them; empty for those on neither side.';

/*
 * Notices.
 */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('application_more_info', 'use', 201, true, true),
  ('application_approved', 'use', 202, true, true),
  ('application_rejected', 'use', 203, true, true),
  ('application_accepted', 'use', 204, true, false),
  ('application_unfilled', 'use', 205, true, true),
  ('application_delivered', 'use', 206, true, true),
  ('application_report_due', 'use', 207, true, true),
  ('application_message', 'use', 208, true, true),
  ('lab_application_submitted', 'lab', 391, true, true),
  ('lab_application_due', 'lab', 392, true, true),
  ('lab_application_message', 'lab', 393, true, true),
  ('lab_application_ended', 'lab', 394, true, false);

insert into private.notice_topics (topic, subject_type, happens_once)
values
  ('application_submitted', 'application', false),
  ('application_more_info', 'application', false),
  ('application_approved', 'application', false),
  ('application_rejected', 'application', false),
  ('application_accepted', 'application', false),
  ('application_unfilled', 'application', false),
  ('application_delivered', 'application', false),
  ('application_withdrawn', 'application', false),
  ('application_reported', 'application', false),
  ('application_confirmed', 'application', false),
  ('application_message', 'application', false),
  ('lab_application_message', 'application', false),
  ('application_due', 'application', false),
  ('application_report_due', 'application', true);

insert into private.notice_routes (topic, audience, kind)
values
  ('application_submitted', 'lab', 'lab_application_submitted'),
  ('application_due', 'lab', 'lab_application_due'),
  ('application_more_info', 'person', 'application_more_info'),
  ('application_approved', 'person', 'application_approved'),
  ('application_rejected', 'person', 'application_rejected'),
  ('application_accepted', 'person', 'application_accepted'),
  ('application_unfilled', 'person', 'application_unfilled'),
  ('application_delivered', 'person', 'application_delivered'),
  ('application_report_due', 'person', 'application_report_due'),
  ('application_withdrawn', 'lab', 'lab_application_ended'),
  ('application_reported', 'lab', 'lab_application_ended'),
  ('application_confirmed', 'lab', 'lab_application_ended'),
  ('application_message', 'person', 'application_message'),
  ('lab_application_message', 'lab', 'lab_application_message');

create function private.notice_about_application(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    details.person_id,
    applications.organisation_id,
    applications.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      'resource', coalesce(
        (
          select jsonb_build_object('name', datasets.title, 'name_en', datasets.title_en)
          from public.datasets where datasets.id = applications.dataset_id
        ),
        (
          select jsonb_build_object('name', items.title, 'name_en', items.title_en)
          from public.literature_items as items where items.id = applications.literature_item_id
        )
      ),
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'organisation', jsonb_build_object('name', organisations.name, 'name_en', organisations.name_en),
      'time_zone', platforms.time_zone,
      'answer_by', case
        when applications.status in ('submitted', 'in_review') then applications.decide_by
        when applications.status in ('accepted', 'sourcing') then applications.ready_by
      end,
      'expires_at', case
        when applications.status in ('approved', 'delivered', 'fulfilled') then applications.access_until
      end,
      'note', (
        select steps.reason
        from public.application_steps as steps
        where steps.application_id = applications.id
        order by steps.at desc
        limit 1
      )
    ))
  into v_about
  from public.applications
  join public.application_details as details on details.application_id = applications.id
  join public.platforms on platforms.id = applications.platform_id
  join public.organisations on organisations.id = applications.organisation_id
  where applications.id = notice_about_application.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_application is 'The parties and facts of an application.';

/*
 * What the clock has done: a report is due, and a lab has a day left or is late. Each is written once
 * for each deadline, and decides nothing.
 */
create function private.announce_applications()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_count integer;
begin
  with due as (
    select 'application_report_due' as topic, applications.id, applications.access_until as falls_at
    from public.applications
    where applications.status = 'delivered' and applications.access_until <= now()
    union all
    select 'application_due', applications.id, coalesce(applications.ready_by, applications.decide_by)
    from public.applications
    where applications.status in ('submitted', 'in_review', 'accepted', 'sourcing')
      and coalesce(applications.ready_by, applications.decide_by) <= now() + interval '1 day'
  )
  insert into private.outbox (topic, subject_id, actor_id, occasion)
  select due.topic, due.id, null, extract(epoch from due.falls_at)::bigint::text
  from due
  on conflict (topic, subject_id, occasion) where occasion is not null do nothing;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
comment on function private.announce_applications is 'Writes to the outbox which use reports are due and which answers labs owe by tomorrow, once for each deadline.';

/* Copies are not kept beyond their days: the bytes go, that there was a file stays. */
create function private.prune_application_files()
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_count integer;
begin
  delete from private.application_file_pieces as pieces
  using public.application_deliveries as deliveries, public.applications
  where deliveries.id = pieces.delivery_id
    and applications.id = deliveries.application_id
    and (
      applications.access_until < now() - interval '1 hour'
      or applications.status in ('unfilled', 'cancelled', 'withdrawn', 'closed')
    );
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
comment on function private.prune_application_files is 'Deletes the bytes of files that nobody may fetch any more. Returns how many pieces.';

insert into private.token_functions (function_name, scope)
values
  ('apply_for_data', 'book'),
  ('resume_data_application', 'book'),
  ('request_literature', 'book'),
  ('withdraw_application', 'book'),
  ('open_delivery', 'book'),
  ('report_data_use', 'book'),
  ('confirm_literature', 'book'),
  ('post_application_message', 'book'),
  ('begin_data_review', 'manage'),
  ('ask_about_data_application', 'manage'),
  ('approve_data_application', 'manage'),
  ('reject_data_application', 'manage'),
  ('accept_literature_request', 'manage'),
  ('source_literature', 'manage'),
  ('fulfil_literature_request', 'manage'),
  ('leave_literature_unfilled', 'manage'),
  ('give_link', 'manage'),
  ('begin_application_file', 'manage'),
  ('add_application_file_piece', 'manage'),
  ('retire_delivery', 'manage'),
  ('set_delivery_terms', 'manage');

insert into private.token_functions (function_name, withheld_because)
values ('accept_dataset_licence', 'A licence is accepted by a person who has read it.');

grant execute on function
  private.terms_of_platform(uuid), public.terms_of_platform(uuid)
to anon, authenticated, service_role;
grant execute on function
  private.set_delivery_terms(uuid, integer, integer, integer),
  private.side_of_application(public.applications),
  private.apply_for_data(uuid, text, text, text, uuid, boolean),
  private.resume_data_application(uuid, text, text, text, boolean),
  private.request_literature(uuid, text, text, uuid),
  private.withdraw_application(uuid, text),
  private.accept_dataset_licence(uuid, text),
  private.begin_data_review(uuid),
  private.ask_about_data_application(uuid, text),
  private.approve_data_application(uuid, text, date, integer, text),
  private.refuse_application(uuid, public.resource_kind, text, text),
  private.accept_literature_request(uuid, integer, timestamptz),
  private.source_literature(uuid, text),
  private.fulfil_literature_request(uuid, integer),
  private.give_link(uuid, text),
  private.begin_application_file(uuid, text, bigint),
  private.add_application_file_piece(uuid, integer, text),
  private.retire_delivery(uuid),
  private.open_delivery(uuid, text),
  private.opened_file(uuid),
  private.read_application_file_piece(uuid, integer),
  private.report_data_use(uuid, text),
  private.confirm_literature(uuid, integer, text),
  private.post_application_message(uuid, text),
  private.application_thread(uuid),
  private.application_history(uuid),
  public.set_delivery_terms(uuid, integer, integer, integer),
  public.application_stage(public.applications),
  public.is_overdue(public.applications),
  public.my_side_of_application(public.applications),
  public.apply_for_data(uuid, text, text, text, uuid, boolean),
  public.resume_data_application(uuid, text, text, text, boolean),
  public.request_literature(uuid, text, text, uuid),
  public.withdraw_application(uuid, text),
  public.accept_dataset_licence(uuid, text),
  public.begin_data_review(uuid),
  public.ask_about_data_application(uuid, text),
  public.approve_data_application(uuid, text, date, integer, text),
  public.reject_data_application(uuid, text, text),
  public.leave_literature_unfilled(uuid, text, text),
  public.accept_literature_request(uuid, integer, timestamptz),
  public.source_literature(uuid, text),
  public.fulfil_literature_request(uuid, integer),
  public.give_link(uuid, text),
  public.begin_application_file(uuid, text, bigint),
  public.add_application_file_piece(uuid, integer, text),
  public.retire_delivery(uuid),
  public.open_delivery(uuid, text),
  public.opened_file(uuid),
  public.read_application_file_piece(uuid, integer),
  public.report_data_use(uuid, text),
  public.confirm_literature(uuid, integer, text),
  public.post_application_message(uuid, text),
  public.application_thread(uuid),
  public.application_history(uuid)
to authenticated;
