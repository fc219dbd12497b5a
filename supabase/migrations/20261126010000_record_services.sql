/*
 * The ledger: what was served, to whom, for what and at which price. One record for each service
 * rendered, never changed: a correction is another record that names the one it replaces. Each
 * platform's records are numbered without gaps and chained by their hashes (docs/ledger.md), so that
 * whoever holds an export and an old digest finds what was altered, even by the database's owner.
 *
 * Nothing of it runs while somebody books. A use becomes a record in the transaction that ends it.
 */
create type public.service_kind as enum (
  'instrument_time', 'sample_order', 'dataset', 'literature', 'technical', 'incubation'
);
comment on type public.service_kind is 'What was rendered. Kinds are never added up: hours, items and pages are scored apart (reference 6.3).';

create type public.beneficiary_class as enum ('makerspace', 'startup', 'other_external', 'internal');
comment on type public.beneficiary_class is 'What the one served was to the policy when it was served (reference 6.2).';

create type public.service_state as enum (
  'rendered', 'missed', 'maintenance', 'calibration', 'cancelled', 'voided'
);
comment on type public.service_state is 'Only what was rendered counts, and calibration that was charged (reference 1.5, R-HOURS 2). voided: it never took place.';

/*
 * What figures are counted by is data, with the day from which it holds and what it rests on.
 */
create table public.counting_parameters (
  name       text not null,
  valid_from date not null,
  value      integer not null,
  basis      text not null,

  primary key (name, valid_from),
  constraint counting_parameters_value_is_positive check (value > 0)
);
comment on table public.counting_parameters is 'Thresholds that records are judged by, from one day on until the next.';
comment on column public.counting_parameters.basis is 'The rule it comes from, or that it is a proposal.';

insert into public.counting_parameters (name, valid_from, value, basis)
values
  ('startup_months', '2015-11-12', 60, '政策未界定创业企业年限，默认值 / not defined by the policy; a default'),
  ('confirm_days', '2015-11-12', 7, '默认值 / a default'),
  ('longest_hours', '2015-11-12', 72, '默认值 / a default'),
  ('late_entry_days', '2015-11-12', 30, '默认值 / a default'),
  ('gap_percent', '2015-11-12', 100, '默认值 / a default');

create function private.counting_parameter(name text, on_day date)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select parameters.value
    from public.counting_parameters as parameters
    where parameters.name = counting_parameter.name
      and parameters.valid_from <= counting_parameter.on_day
    order by parameters.valid_from desc
    limit 1
  );
end;
$$;
comment on function private.counting_parameter is 'The value of a threshold on a day; null before there was one.';

/*
 * What a service was for. The seven that are excluded are Shanghai's definition of sharing, the only
 * precise one (reference 1.4); the others are the directions of the national register (2.3).
 */
create table public.purpose_codes (
  code      text primary key,
  name      text not null,
  name_en   text not null,
  is_shared boolean not null,
  position  smallint not null unique
);
comment on table public.purpose_codes is 'What a service can be for.';
comment on column public.purpose_codes.is_shared is 'False for the purposes that do not count as sharing.';

insert into public.purpose_codes (code, name, name_en, is_shared, position)
values
  ('135', '科学研究', 'Scientific research', true, 1),
  ('136', '科技开发', 'Technological development', true, 2),
  ('137', '教学', 'Teaching', true, 3),
  ('138', '其他', 'Other', true, 4),
  ('certification', '法定认证', 'Statutory certification', false, 11),
  ('enforcement', '执法检查', 'Law enforcement inspection', false, 12),
  ('goods_inspection', '商业验货', 'Commercial goods inspection', false, 13),
  ('filming', '商业摄制', 'Commercial filming', false, 14),
  ('medical', '医疗服务', 'Medical service', false, 15),
  ('telecom_billing', '电信计费', 'Telecom billing', false, 16),
  ('bulk_inspection', '大批量验货', 'Bulk goods inspection', false, 17);

alter table public.bookings
  add constraint bookings_purpose_code_fkey foreign key (purpose_code)
    references public.purpose_codes on delete restrict;
create index bookings_purpose_code_idx on public.bookings (purpose_code) where purpose_code is not null;

create table public.service_records (
  id                 uuid primary key default gen_random_uuid(),
  platform_id        uuid not null references public.platforms on delete restrict,
  seq                bigint not null,
  version            smallint not null default 1,
  corrects           uuid references public.service_records on delete restrict,
  kind               public.service_kind not null,
  state              public.service_state not null default 'rendered',
  instrument_id      uuid references public.instruments on delete restrict,
  dataset_id         uuid references public.datasets on delete restrict,
  literature_item_id uuid references public.literature_items on delete restrict,
  service_id         uuid references public.services on delete restrict,
  booking_id         uuid references public.bookings on delete restrict,
  usage_session_id   uuid references public.usage_sessions on delete restrict,
  host_id            uuid not null references public.organisations on delete restrict,
  designation_id     uuid references public.platform_designations on delete restrict,
  beneficiary_id     uuid not null references public.organisations on delete restrict,
  beneficiary_class  public.beneficiary_class not null,
  class_evidence     jsonb not null,
  makerspace_id      uuid references public.organisations on delete restrict,
  purpose_code       text references public.purpose_codes on delete restrict,
  related_party      boolean not null default false,
  related_evidence   text,
  reserved_from      timestamptz,
  reserved_until     timestamptz,
  starts_at          timestamptz not null,
  ends_at            timestamptz not null,
  quantity           numeric(14, 4) not null,
  unit               text not null,
  currency           text not null default 'CNY',
  list_price_fen     bigint,
  charged_fen        bigint,
  paid_fen           bigint,
  voucher_fen        bigint,
  rule_id            uuid references public.booking_rules on delete restrict,
  tariff_id          uuid references public.tariffs on delete restrict,
  contract_no        text,
  evidence           text[] not null default '{}',
  source             text not null,
  flags              text[] not null default '{}',
  details_digest     text not null,
  recorded_at        timestamptz not null,
  prev_hash          text not null,
  hash               text not null,

  constraint service_records_platform_id_seq_key unique (platform_id, seq),
  constraint service_records_corrects_key unique (corrects),
  constraint service_records_hash_key unique (hash),
  constraint service_records_later_versions_correct check ((version = 1) = (corrects is null)),
  constraint service_records_are_of_a_resource check (
    case kind
      when 'instrument_time' then instrument_id is not null
      when 'dataset' then dataset_id is not null
      when 'literature' then literature_item_id is not null
      else true
    end
  ),
  constraint service_records_end_after_start check (
    isfinite(starts_at) and isfinite(ends_at)
    and (ends_at > starts_at or (kind <> 'instrument_time' and ends_at = starts_at))
  ),
  constraint service_records_reserved_has_both_ends check (
    (reserved_from is null) = (reserved_until is null) and reserved_until > reserved_from
  ),
  constraint service_records_class_evidence_is_flat check (
    jsonb_typeof(class_evidence) = 'object'
    and not jsonb_path_exists(class_evidence, '$.* ? (@.type() != "string")')
  ),
  constraint service_records_quantity_is_not_negative check (quantity >= 0),
  constraint service_records_unit_is_known check (
    unit in ('hour', 'sample', 'request', 'MB', 'page', 'item', 'service')
  ),
  constraint service_records_time_is_in_hours check (kind <> 'instrument_time' or unit = 'hour'),
  constraint service_records_currency_is_one check (currency ~ '^[A-Z]{3}$'),
  constraint service_records_amounts_are_not_negative check (
    list_price_fen >= 0 and charged_fen >= 0 and paid_fen >= 0 and voucher_fen >= 0
  ),
  constraint service_records_related_ones_say_how check (not related_party or related_evidence is not null),
  constraint service_records_related_evidence_has_length check (char_length(related_evidence) between 1 and 500),
  constraint service_records_related_evidence_is_clean check (private.is_clean_text(related_evidence)),
  constraint service_records_contract_no_has_length check (char_length(contract_no) between 1 and 100),
  constraint service_records_contract_no_is_clean check (private.is_clean_text(contract_no)),
  constraint service_records_evidence_is_little check (
    cardinality(evidence) <= 20 and array_position(evidence, null) is null
    and char_length(array_to_string(evidence, '')) <= 4000
  ),
  constraint service_records_evidence_is_clean check (private.is_clean_text(array_to_string(evidence, ' '))),
  constraint service_records_backfilled_ones_have_evidence check (
    source <> 'backfilled' or contract_no is not null or cardinality(evidence) > 0
  ),
  constraint service_records_source_is_known check (source in ('platform', 'import', 'backfilled')),
  constraint service_records_flags_are_known check (
    flags <@ array[
      'too_long', 'entered_late', 'after_retirement', 'gap', 'overlap', 'forgotten', 'reported_late'
    ]
  )
);

create unique index service_records_session_idx on public.service_records (usage_session_id)
  where version = 1;
create index service_records_usage_session_id_idx on public.service_records (usage_session_id)
  where usage_session_id is not null;
create index service_records_platform_id_starts_at_idx on public.service_records (platform_id, starts_at, id);
create index service_records_beneficiary_id_starts_at_idx on public.service_records (beneficiary_id, starts_at, id);
create index service_records_instrument_id_starts_at_idx on public.service_records (instrument_id, starts_at);
create index service_records_starts_at_idx on public.service_records (starts_at, id);
create index service_records_dataset_id_idx on public.service_records (dataset_id) where dataset_id is not null;
create index service_records_literature_item_id_idx on public.service_records (literature_item_id)
  where literature_item_id is not null;
create index service_records_service_id_idx on public.service_records (service_id) where service_id is not null;
create index service_records_booking_id_idx on public.service_records (booking_id) where booking_id is not null;
create index service_records_host_id_idx on public.service_records (host_id);
create index service_records_designation_id_idx on public.service_records (designation_id);
create index service_records_makerspace_id_idx on public.service_records (makerspace_id)
  where makerspace_id is not null;
create index service_records_purpose_code_idx on public.service_records (purpose_code);
create index service_records_rule_id_idx on public.service_records (rule_id);
create index service_records_tariff_id_idx on public.service_records (tariff_id);

comment on table public.service_records is 'The ledger: one insert-only record for each service rendered, and one for each correction.';
comment on column public.service_records.seq is 'Counts the records of a platform without gaps, in the order they were made.';
comment on column public.service_records.corrects is 'The record that this one replaces. The last version of a record is the one that nothing corrects.';
comment on column public.service_records.host_id is 'The legal person that ran the platform then; who is served by it is served internally.';
comment on column public.service_records.designation_id is 'What the platform was designated as then, the highest where it was several.';
comment on column public.service_records.class_evidence is 'What the class was computed from, as flat pairs of text.';
comment on column public.service_records.makerspace_id is 'The registered makerspace that the one served was, or was resident in.';
comment on column public.service_records.purpose_code is 'What it was for; null never counts as shared (reference 1.4).';
comment on column public.service_records.related_party is 'The one served and the provider are related; such services are stored and not counted.';
comment on column public.service_records.reserved_from is 'Reserved, used and charged are three figures. This one is what was reserved.';
comment on column public.service_records.starts_at is 'What was used: from the real start to the real end.';
comment on column public.service_records.quantity is 'In the unit beside it; for instrument time, the hours used.';
comment on column public.service_records.list_price_fen is 'What an outsider without a reduction would have been charged.';
comment on column public.service_records.charged_fen is 'What was charged, by the rules it was booked under; null is by arrangement.';
comment on column public.service_records.paid_fen is 'What the one served has paid themselves; null where nobody has said.';
comment on column public.service_records.voucher_fen is 'What was paid by voucher; null where there was none.';
comment on column public.service_records.evidence is 'References of documents. Never names of people: it is part of the hash.';
comment on column public.service_records.source is 'platform: recorded as it happened; import: from a log; backfilled: by hand, from documents.';
comment on column public.service_records.flags is 'What an auditor should look at; nothing is left out for it (reference 1.5, R-HOURS 6).';
comment on column public.service_records.details_digest is 'Salted hash of what service_record_details says, which can be erased.';
comment on column public.service_records.prev_hash is 'The hash of the record before, of the same platform.';

/*
 * What a record says in words is apart from it, for it may name people and tell a competitor what
 * is worked on: the parties and evaluators read it. It may be taken away, never changed.
 */
create table public.service_record_details (
  record_id    uuid primary key references public.service_records on delete restrict,
  content      text,
  subject_name text,
  reason       text,
  salt         text,

  constraint service_record_details_content_has_length check (char_length(content) between 1 and 2000),
  constraint service_record_details_content_is_clean check (private.is_clean_text(content)),
  constraint service_record_details_subject_has_length check (char_length(subject_name) between 1 and 200),
  constraint service_record_details_subject_is_clean check (private.is_clean_text(subject_name)),
  constraint service_record_details_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint service_record_details_reason_is_clean check (private.is_clean_text(reason))
);
comment on table public.service_record_details is 'What was done, for which project, and why a record was corrected.';
comment on column public.service_record_details.salt is 'Without it, nothing can be concluded from details_digest; it is erased with the texts.';

/* Who was served and who wrote it down: for the parties only. */
create table public.service_record_people (
  record_id   uuid primary key references public.service_records on delete restrict,
  person_id   uuid references public.people on delete set null,
  recorded_by uuid references public.people on delete set null
);
create index service_record_people_person_id_idx on public.service_record_people (person_id);
create index service_record_people_recorded_by_idx on public.service_record_people (recorded_by);
comment on table public.service_record_people is 'The people of a record; erased with them, without touching the chain.';
comment on column public.service_record_people.recorded_by is 'Who wrote it down; null where a use ended by itself.';

/*
 * Each side says whether a record is right. What nobody has answered within the days of
 * confirm_days is confirmed by the clock, and shown as such.
 */
create table public.service_record_confirmations (
  id         uuid primary key default gen_random_uuid(),
  record_id  uuid not null references public.service_records on delete restrict,
  side       public.booking_side not null,
  verdict    text not null,
  reason     text,
  person_id  uuid references public.people on delete set null,
  created_at timestamptz not null default clock_timestamp(),

  constraint service_record_confirmations_verdict_is_known check (verdict in ('confirmed', 'disputed')),
  constraint service_record_confirmations_disputes_say_why check ((verdict = 'disputed') = (reason is not null)),
  constraint service_record_confirmations_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint service_record_confirmations_reason_is_clean check (private.is_clean_text(reason))
);
create index service_record_confirmations_record_id_idx
  on public.service_record_confirmations (record_id, side, created_at desc);
create index service_record_confirmations_person_id_idx on public.service_record_confirmations (person_id);
comment on table public.service_record_confirmations is 'What each side has said of a record. Insert-only; the last word of a side holds.';

/* Where each platform's chain ends. Its row is the lock under which a record gets its number. */
create table private.ledger_heads (
  platform_id   uuid primary key references public.platforms on delete restrict,
  last_seq      bigint not null default 0,
  last_hash     text not null,
  last_recorded timestamptz not null default '-infinity'
);
alter table private.ledger_heads enable row level security;
comment on table private.ledger_heads is 'The last record of each platform.';

/*
 * The serialisation that is hashed: a line for each field, `name=value`, or `name` alone where it is
 * null. The verifier is written again from docs/ledger.md and shares no code with this.
 */
create function private.sha256_hex(value text)
returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
  return encode(sha256(convert_to(value, 'UTF8')), 'hex');
end;
$$;
comment on function private.sha256_hex is 'SHA-256 of a text in UTF-8, as lower-case hexadecimal.';

create function private.canonical_line(name text, value text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return canonical_line.name || coalesce(
    '=' || replace(replace(replace(canonical_line.value, E'\\', E'\\\\'), E'\n', E'\\n'), E'\r', E'\\r'),
    ''
  );
end;
$$;
comment on function private.canonical_line is 'One line of a canonical serialisation.';

create function private.canonical_instant(value timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_char(value at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end;
$$;
comment on function private.canonical_instant is 'An instant in UTC to the microsecond, always of the same form.';

/* The fields of a record as text, in their order; both the hash and the export are made of it. */
create function private.ledger_fields(record public.service_records)
returns table (name text, value text)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query values
    ('id', (record).id::text),
    ('platform_id', (record).platform_id::text),
    ('seq', (record).seq::text),
    ('version', (record).version::text),
    ('corrects', (record).corrects::text),
    ('kind', (record).kind::text),
    ('state', (record).state::text),
    ('instrument_id', (record).instrument_id::text),
    ('dataset_id', (record).dataset_id::text),
    ('literature_item_id', (record).literature_item_id::text),
    ('service_id', (record).service_id::text),
    ('booking_id', (record).booking_id::text),
    ('usage_session_id', (record).usage_session_id::text),
    ('host_id', (record).host_id::text),
    ('designation_id', (record).designation_id::text),
    ('beneficiary_id', (record).beneficiary_id::text),
    ('beneficiary_class', (record).beneficiary_class::text),
    ('makerspace_id', (record).makerspace_id::text),
    ('purpose_code', (record).purpose_code),
    ('related_party', (record).related_party::text),
    ('related_evidence', (record).related_evidence),
    ('reserved_from', private.canonical_instant((record).reserved_from)),
    ('reserved_until', private.canonical_instant((record).reserved_until)),
    ('starts_at', private.canonical_instant((record).starts_at)),
    ('ends_at', private.canonical_instant((record).ends_at)),
    ('quantity', (record).quantity::text),
    ('unit', (record).unit),
    ('currency', (record).currency),
    ('list_price_fen', (record).list_price_fen::text),
    ('charged_fen', (record).charged_fen::text),
    ('paid_fen', (record).paid_fen::text),
    ('voucher_fen', (record).voucher_fen::text),
    ('rule_id', (record).rule_id::text),
    ('tariff_id', (record).tariff_id::text),
    ('contract_no', (record).contract_no),
    ('source', (record).source),
    ('details_digest', (record).details_digest),
    ('recorded_at', private.canonical_instant((record).recorded_at));
end;
$$;
comment on function private.ledger_fields is 'The single-valued fields of a record as text, in the order they are hashed in.';

create function private.canonical_service_record(record public.service_records)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return array_to_string(
    array['yixiang-service-record/1']
    || array(select private.canonical_line(fields.name, fields.value) from private.ledger_fields(record) as fields)
    || array(
      select private.canonical_line('class_evidence.' || pairs.key, pairs.value)
      from jsonb_each_text((record).class_evidence) as pairs
      order by pairs.key collate "C"
    )
    || array(
      select private.canonical_line('evidence[]', items.item)
      from unnest((record).evidence) with ordinality as items (item, position)
      order by items.position
    )
    || array(
      select private.canonical_line('flags[]', items.item)
      from unnest((record).flags) with ordinality as items (item, position)
      order by items.position
    ),
    E'\n'
  );
end;
$$;
comment on function private.canonical_service_record is 'The text that the hash of a record is made of (docs/ledger.md).';

create function private.service_record_hash(record public.service_records)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.sha256_hex((record).prev_hash || E'\n' || private.canonical_service_record(record));
end;
$$;
comment on function private.service_record_hash is 'SHA-256 of the hash before and the record.';

create function private.service_details_digest(details public.service_record_details)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.sha256_hex(array_to_string(
    array[
      'yixiang-service-details/1',
      private.canonical_line('salt', (details).salt),
      private.canonical_line('content', (details).content),
      private.canonical_line('subject_name', (details).subject_name),
      private.canonical_line('reason', (details).reason)
    ],
    E'\n'
  ));
end;
$$;
comment on function private.service_details_digest is 'What binds a record to its words without telling them.';

/* What keeps a ledger's tables as they are, for their owner too. */
create function private.tg__refuse_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using message = tg_table_name || '_are_insert_only', errcode = 'PT403';
end;
$$;
comment on function private.tg__refuse_change is 'Keeps a table insert-only.';

create trigger _100_refuse_change
  before update or delete or truncate on public.service_records
  for each statement execute function private.tg__refuse_change();
create trigger _100_refuse_removal
  before delete or truncate on public.service_record_details
  for each statement execute function private.tg__refuse_change();
create trigger _100_refuse_removal
  before delete or truncate on public.service_record_people
  for each statement execute function private.tg__refuse_change();
create trigger _100_refuse_removal
  before delete or truncate on public.service_record_confirmations
  for each statement execute function private.tg__refuse_change();

/* An update may take away and nothing else: what is asked is which column became something new. */
create function private.tg__only_erase()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  if exists (
    select
    from jsonb_each(to_jsonb(new)) as after
    join jsonb_each(to_jsonb(old)) as before using (key)
    where after.value <> before.value and after.value <> 'null'
  ) then
    raise exception using message = tg_table_name || '_are_insert_only', errcode = 'PT403';
  end if;
  return new;
end;
$$;
comment on function private.tg__only_erase is 'Lets an update set columns to null, so that people can be erased, and nothing else.';

create trigger _100_only_erase before update on public.service_record_details
  for each row execute function private.tg__only_erase();
create trigger _100_only_erase before update on public.service_record_people
  for each row execute function private.tg__only_erase();
create trigger _100_only_erase before update on public.service_record_confirmations
  for each row execute function private.tg__only_erase();

/*
 * The ledger's days are those of one zone for all platforms, so that a day is sealed as a whole.
 */
create function private.ledger_zone()
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return 'Asia/Shanghai';
end;
$$;
comment on function private.ledger_zone is 'The zone that the days of the ledger are counted in.';

create table public.ledger_keys (
  id         text primary key,
  public_key text not null,
  first_used timestamptz not null default clock_timestamp(),

  constraint ledger_keys_id_is_of_the_key check (
    id = left(encode(sha256(decode(public_key, 'base64')), 'hex'), 16)
  )
);
comment on table public.ledger_keys is 'The public keys that days were sealed with. The private ones are never in the database.';
comment on column public.ledger_keys.public_key is 'Ed25519, SubjectPublicKeyInfo, base64.';

create table public.ledger_days (
  day         date primary key,
  id          uuid not null unique default gen_random_uuid(),
  prev_digest text,
  digest      text not null unique,
  key_id      text not null references public.ledger_keys on delete restrict,
  signature   text not null,
  sealed_at   timestamptz not null default clock_timestamp()
);
create index ledger_days_key_id_idx on public.ledger_days (key_id);
comment on table public.ledger_days is 'A day of the ledger, sealed: what all chains were at its end, and the day before.';
comment on column public.ledger_days.id is 'For the outbox, which names things by uuid.';

create table public.ledger_digests (
  day         date not null references public.ledger_days on delete restrict,
  platform_id uuid not null references public.platforms on delete restrict,
  last_seq    bigint not null,
  head_hash   text not null,
  digest      text not null,

  primary key (day, platform_id)
);
create index ledger_digests_platform_id_idx on public.ledger_digests (platform_id, day desc);
comment on table public.ledger_digests is 'How far the chain of a platform went at the end of a day.';

create trigger _100_refuse_change
  before update or delete or truncate on public.ledger_keys
  for each statement execute function private.tg__refuse_change();
create trigger _100_refuse_change
  before update or delete or truncate on public.ledger_days
  for each statement execute function private.tg__refuse_change();
create trigger _100_refuse_change
  before update or delete or truncate on public.ledger_digests
  for each statement execute function private.tg__refuse_change();

/*
 * Whoever inserts a record, the number and the hash are given here. The time it was recorded may be
 * said only by who loads history, and never lies before the last record or in a sealed day.
 */
create function private.tg_service_records__chain()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_head private.ledger_heads;
begin
  insert into private.ledger_heads (platform_id, last_hash)
  values (new.platform_id, private.sha256_hex(E'yixiang-ledger/1\n' || new.platform_id))
  on conflict (platform_id) do nothing;
  select heads.* into strict v_head
  from private.ledger_heads as heads
  where heads.platform_id = new.platform_id
  for update;

  new.seq := v_head.last_seq + 1;
  new.prev_hash := v_head.last_hash;
  new.recorded_at := greatest(
    coalesce(new.recorded_at, clock_timestamp()),
    v_head.last_recorded,
    (
      select (max(days.day) + 1)::timestamp at time zone private.ledger_zone()
      from public.ledger_days as days
    )
  );
  new.hash := private.service_record_hash(new);

  update private.ledger_heads as heads
  set last_seq = new.seq, last_hash = new.hash, last_recorded = new.recorded_at
  where heads.platform_id = new.platform_id;
  return new;
end;
$$;
comment on function private.tg_service_records__chain is 'Gives a record its number, its time and its hash, under the lock of its platform''s chain.';

create trigger _100_chain before insert on public.service_records
  for each row execute function private.tg_service_records__chain();

/*
 * What an organisation was to the policy on a day, with what says so (reference 6.2). An enterprise
 * is a startup by its age, once its registration was checked, or by being resident in a registered
 * makerspace; both are written down where both hold. A team without a legal person is one by its
 * makerspace alone.
 */
create type private.beneficiary as (
  class         public.beneficiary_class,
  evidence      jsonb,
  makerspace_id uuid
);
comment on type private.beneficiary is 'A class with its evidence.';

create function private.beneficiary_on(organisation_id uuid, host_id uuid, on_day date)
returns private.beneficiary
language plpgsql
stable
set search_path = ''
as $$
declare
  v_organisation public.organisations;
  v_home         record;
  v_months       integer;
  v_limit        integer;
  v_result       private.beneficiary;
begin
  select organisations.* into strict v_organisation
  from public.organisations
  where organisations.id = beneficiary_on.organisation_id;
  v_result.evidence := jsonb_build_object('organisation_kind', v_organisation.kind);

  if v_organisation.id = beneficiary_on.host_id then
    v_result.class := 'internal';
    return v_result;
  end if;
  v_result.class := 'other_external';

  -- Of several registrations the highest says most.
  select
    registrations.organisation_id as makerspace_id, registrations.level, registrations.document_no,
    registrations.registered_on, residencies.started_on
  into v_home
  from public.makerspace_registrations as registrations
  left join public.residencies
    on residencies.makerspace_id = registrations.organisation_id
    and residencies.organisation_id = v_organisation.id
    and residencies.started_on <= on_day
    and (residencies.ended_on > on_day) is not false
  where registrations.registered_on <= on_day
    and (registrations.revoked_on > on_day) is not false
    and (registrations.organisation_id = v_organisation.id or residencies.id is not null)
  order by
    array_position(array['national', 'provincial', 'municipal'], registrations.level),
    residencies.started_on,
    registrations.id
  limit 1;
  if found then
    v_result.makerspace_id := v_home.makerspace_id;
    v_result.evidence := v_result.evidence || jsonb_strip_nulls(jsonb_build_object(
      'registration_level', v_home.level,
      'registration_document', v_home.document_no,
      'registered_on', v_home.registered_on::text,
      'resident_since', v_home.started_on::text
    ));
    if v_organisation.kind = 'makerspace' then
      v_result.class := 'makerspace';
    elsif v_organisation.kind in ('startup', 'company') then
      v_result.class := 'startup';
    end if;
  end if;

  if v_organisation.kind in ('startup', 'company') and v_organisation.established_on <= on_day then
    v_months := extract(year from age(on_day, v_organisation.established_on)) * 12
      + extract(month from age(on_day, v_organisation.established_on));
    v_limit := private.counting_parameter('startup_months', on_day);
    v_result.evidence := v_result.evidence || jsonb_strip_nulls(jsonb_build_object(
      'credit_code', v_organisation.unified_social_credit_code,
      'verified_on', (v_organisation.verified_at at time zone private.ledger_zone())::date::text,
      'established_on', v_organisation.established_on::text,
      'months', v_months::text,
      'months_at_most', v_limit::text
    ));
    if v_organisation.unified_social_credit_code is not null
      and v_organisation.verified_at is not null
      and on_day <= v_organisation.established_on + make_interval(months => v_limit) then
      v_result.class := 'startup';
    end if;
  end if;
  return v_result;
end;
$$;
comment on function private.beneficiary_on is 'The class of an organisation on a day as a host saw it, its evidence, and the registered makerspace it was or lived in.';

create function private.designation_on(platform_id uuid, on_day date)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select designations.id
    from public.platform_designations as designations
    where designations.platform_id = designation_on.platform_id
      and (designations.granted_on <= on_day) is not false
      and (designations.revoked_on > on_day) is not false
    order by
      array_position(array['national', 'provincial', 'municipal'], designations.level),
      designations.granted_on,
      designations.id
    limit 1
  );
end;
$$;
comment on function private.designation_on is 'The highest designation of a platform on a day.';

/* What somebody from outside without a reduction would have been charged for a booking. */
create function private.list_price(booking public.bookings)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (private.booking_terms(
    -- As its own price, by the tariff for when it begins, as it was known when it was booked.
    private.booking_subject(
      (booking).instrument_id, null, greatest((booking).starts_at, (booking).created_at), 'company'
    ),
    (booking).reserved
  )).price_fen;
end;
$$;
comment on function private.list_price is 'The price of a booking by the tariff of any company, in fen; null is by arrangement.';

/*
 * What makes a record worth an auditor's look (reference 1.5, R-HOURS 6). Nothing is mended here.
 */
create function private.service_flags(draft public.service_records, session_flags text[])
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  v_day        constant date := ((draft).ends_at at time zone private.ledger_zone())::date;
  v_instrument public.instruments;
  v_used       constant interval := (draft).ends_at - (draft).starts_at;
  v_reserved   constant interval := (draft).reserved_until - (draft).reserved_from;
begin
  select instruments.* into v_instrument
  from public.instruments
  where instruments.id = (draft).instrument_id;

  return array_remove(array[
    case
      when v_used > make_interval(hours => private.counting_parameter('longest_hours', v_day)) then 'too_long'
    end,
    case
      when coalesce((draft).recorded_at, clock_timestamp())
        > (draft).ends_at + make_interval(days => private.counting_parameter('late_entry_days', v_day))
        then 'entered_late'
    end,
    case when v_instrument.retired_at < (draft).ends_at then 'after_retirement' end,
    case
      when greatest(v_used, v_reserved)
        > least(v_used, v_reserved) * (1 + private.counting_parameter('gap_percent', v_day) / 100.0)
        then 'gap'
    end,
    case
      when (draft).kind = 'instrument_time' and (draft).state = 'rendered' and v_instrument.units = 1
        and exists (
          select from public.service_records as others
          where others.instrument_id = (draft).instrument_id
            and others.kind = 'instrument_time'
            and others.state = 'rendered'
            and others.starts_at < (draft).ends_at
            and others.ends_at > (draft).starts_at
            and others.id is distinct from (draft).corrects
            and not exists (
              select from public.service_records as later where later.corrects = others.id
            )
        ) then 'overlap'
    end,
    case when 'forgotten' = any (session_flags) then 'forgotten' end,
    case when 'reported_late' = any (session_flags) then 'reported_late' end
  ], null);
end;
$$;
comment on function private.service_flags is 'The flags of a record that is about to be made.';

/*
 * The one way in: completes a draft by what is computed, and writes it with its words and people.
 */
create function private.append_service_record(
  draft public.service_records, details public.service_record_details,
  person_id uuid, session_flags text[]
)
returns public.service_records
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_record      public.service_records := draft;
  v_details     public.service_record_details := details;
  v_day         constant date := ((draft).starts_at at time zone private.ledger_zone())::date;
  v_beneficiary private.beneficiary;
begin
  v_record.id := gen_random_uuid();
  v_record.host_id := (
    select platforms.organisation_id from public.platforms where platforms.id = v_record.platform_id
  );
  v_record.designation_id := private.designation_on(v_record.platform_id, v_day);
  v_beneficiary := private.beneficiary_on(v_record.beneficiary_id, v_record.host_id, v_day);
  v_record.beneficiary_class := v_beneficiary.class;
  v_record.class_evidence := v_beneficiary.evidence;
  v_record.makerspace_id := v_beneficiary.makerspace_id;
  v_record.version := coalesce(v_record.version, 1);
  v_record.state := coalesce(v_record.state, 'rendered');
  v_record.related_party := coalesce(v_record.related_party, false);
  v_record.currency := coalesce(v_record.currency, 'CNY');
  v_record.evidence := coalesce(v_record.evidence, '{}');
  if v_record.kind = 'instrument_time' then
    v_record.unit := 'hour';
    v_record.quantity := extract(epoch from v_record.ends_at - v_record.starts_at) / 3600;
  end if;
  v_record.flags := private.service_flags(v_record, session_flags);

  v_details.record_id := v_record.id;
  v_details.salt := gen_random_uuid();
  v_record.details_digest := private.service_details_digest(v_details);

  insert into public.service_records values (v_record.*) returning * into v_record;
  insert into public.service_record_details values (v_details.*);
  insert into public.service_record_people (record_id, person_id, recorded_by)
  values (v_record.id, append_service_record.person_id, auth.uid());
  return v_record;
end;
$$;
comment on function private.append_service_record is 'Writes a record: class and evidence of its day, flags, number and hash.';

/*
 * A use that ends becomes a record, whichever way it ends: by check-out, or by the next check-in. A
 * booking that nobody came to is no service and gives none, and one where nobody checks in is no
 * evidence of use: the lab records what it knows by its form.
 */
create function private.record_use(session public.usage_sessions, recorded_at timestamptz default null)
returns public.service_records
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_booking public.bookings;
  v_draft   public.service_records;
  v_details public.service_record_details;
begin
  select bookings.* into strict v_booking
  from public.bookings
  where bookings.id = (session).booking_id;

  v_draft.platform_id := v_booking.platform_id;
  v_draft.kind := 'instrument_time';
  v_draft.instrument_id := v_booking.instrument_id;
  v_draft.booking_id := v_booking.id;
  v_draft.usage_session_id := (session).id;
  v_draft.beneficiary_id := v_booking.organisation_id;
  v_draft.purpose_code := v_booking.purpose_code;
  v_draft.reserved_from := v_booking.starts_at;
  v_draft.reserved_until := v_booking.ends_at;
  v_draft.starts_at := (session).started_at;
  v_draft.ends_at := (session).ended_at;
  v_draft.currency := v_booking.currency;
  v_draft.list_price_fen := private.list_price(v_booking);
  v_draft.charged_fen := public.due_fen(v_booking);
  v_draft.rule_id := v_booking.rule_id;
  v_draft.tariff_id := v_booking.tariff_id;
  v_draft.source := case (session).source when 'import' then 'import' else 'platform' end;
  v_draft.recorded_at := record_use.recorded_at;
  v_details.content := nullif(btrim(v_booking.purpose), '');
  return private.append_service_record(v_draft, v_details, v_booking.person_id, (session).flags);
end;
$$;
comment on function private.record_use is 'Writes the record of a use that has ended.';

create function private.tg_usage_sessions__record_use()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_record public.service_records;
begin
  v_record := private.record_use(new);
  insert into private.outbox (topic, subject_id) values ('service_recorded', v_record.id);
  return new;
end;
$$;
comment on function private.tg_usage_sessions__record_use is 'Makes a record of a use in the transaction that ends it.';

create trigger _500_record_use
  after update of ended_at on public.usage_sessions
  for each row
  when (old.ended_at is null and new.ended_at is not null and new.booking_id is not null)
  execute function private.tg_usage_sessions__record_use();

/*
 * Who reads what. Figures are for the parties, evaluators and administrators; words are for the same,
 * people for the parties alone; what proves that nothing was changed is for everybody.
 */
create function private.is_evaluator()
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return exists (
    select from public.memberships
    where memberships.person_id = (select auth.uid()) and memberships.role = 'evaluator'
  );
end;
$$;
grant execute on function private.is_evaluator() to authenticated;
comment on function private.is_evaluator is 'True when the person asking evaluates platforms.';

alter table public.counting_parameters enable row level security;
alter table public.purpose_codes enable row level security;
alter table public.service_records enable row level security;
alter table public.service_record_details enable row level security;
alter table public.service_record_people enable row level security;
alter table public.service_record_confirmations enable row level security;
alter table public.ledger_keys enable row level security;
alter table public.ledger_days enable row level security;
alter table public.ledger_digests enable row level security;

create policy counting_parameters_select_all on public.counting_parameters
  for select to anon, authenticated using (true);
create policy purpose_codes_select_all on public.purpose_codes
  for select to anon, authenticated using (true);
create policy ledger_keys_select_all on public.ledger_keys
  for select to anon, authenticated using (true);
create policy ledger_days_select_all on public.ledger_days
  for select to anon, authenticated using (true);
create policy ledger_digests_select_all on public.ledger_digests
  for select to anon, authenticated using (true);

create policy service_records_select_parties on public.service_records
  for select to authenticated
  using (
    beneficiary_id in (select private.organisation_ids_of_current_person())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.is_evaluator())
    or (select private.is_administrator())
  );

-- What hangs on a record is seen by whoever sees the record.
create policy service_record_details_select_parties on public.service_record_details
  for select to authenticated
  using (exists (select from public.service_records where service_records.id = record_id));

create policy service_record_confirmations_select_parties on public.service_record_confirmations
  for select to authenticated
  using (exists (select from public.service_records where service_records.id = record_id));

create policy service_record_people_select_parties on public.service_record_people
  for select to authenticated
  using (
    exists (
      select from public.service_records
      where service_records.id = record_id
        and (
          service_records.beneficiary_id in (select private.organisation_ids_of_current_person())
          or service_records.platform_id in (select private.platform_ids_staffed_by_current_person())
        )
    )
    or (select private.is_administrator())
  );

-- An evaluator counts whom a platform has served, and so learns who they are.
alter policy organisations_select_known on public.organisations
  using (
    kind in ('university', 'institute', 'makerspace', 'alliance', 'agency', 'other')
    or exists (select from public.platforms where platforms.organisation_id = organisations.id)
    or id in (select private.organisation_ids_of_current_person())
    or id in (select private.resident_ids_of_current_person())
    or private.is_customer_of_current_person(id)
    or (select private.is_evaluator())
    or (select private.is_administrator())
  );

grant select on
  public.counting_parameters, public.purpose_codes, public.ledger_keys, public.ledger_days, public.ledger_digests
to anon, authenticated, service_role;
grant select on public.service_records, public.service_record_people to authenticated, service_role;
grant select (record_id, content, subject_name, reason) on public.service_record_details to authenticated;
grant select on public.service_record_details to service_role;
-- Who of a side spoke is that side's affair.
grant select (id, record_id, side, verdict, reason, created_at) on public.service_record_confirmations to authenticated;
grant select on public.service_record_confirmations to service_role;
-- No insert, update or delete, for anyone: the functions write, and nothing is ever changed.
