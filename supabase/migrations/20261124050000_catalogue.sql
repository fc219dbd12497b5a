/*
 * The catalogue: instruments, datasets, literature and services, each of one platform. `source_key`
 * is the key under which a register knows the record, so that the same import twice changes nothing.
 * Rows are retired, never deleted: bookings and records go on referring to them.
 */
create type public.resource_kind as enum ('instrument', 'dataset', 'literature', 'service');
comment on type public.resource_kind is 'The four kinds of resources that the policy opens.';

create type public.external_use as enum ('yes', 'ask', 'no', 'unknown');
comment on type public.external_use is 'Whether a register says that outsiders are admitted: 可 yes, 要相談 ask, 不可 no, 不明 unknown.';

create type public.fee_band as enum ('paid', 'free', 'unknown');
comment on type public.fee_band is 'Whether a register says that use costs money.';

create table public.instruments (
  id                  uuid primary key default gen_random_uuid(),
  platform_id         uuid not null references public.platforms on delete restrict,
  source_key          text not null,
  name                text not null,
  language            text not null default 'zh',
  name_en             text,
  model               text,
  manufacturer        text,
  origin_country      text,
  class_scheme        text not null default 'nrii-2019',
  class_level         smallint,
  class_code          text,
  registered_category text,
  asset_kind          text,
  acquired_by         text,
  under_customs       boolean,
  worth_fen           bigint,
  in_service_on       date,
  funds               text[] not null default '{}',
  subject_codes       text[] not null default '{}',
  technical           text,
  functions           text,
  service_content     text,
  achievement         text,
  sharing_rules       text,
  fee_note            text,
  external_use        public.external_use not null default 'unknown',
  fee_band            public.fee_band not null default 'unknown',
  units               smallint not null default 1,
  province            text,
  city                text,
  county              text,
  street              text,
  landing_page        text,
  picture             text,
  serial_number       text,
  retired_at          timestamptz,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),

  constraint instruments_platform_id_source_key_key unique (platform_id, source_key),
  constraint instruments_class_fkey foreign key (class_scheme, class_level, class_code)
    references public.instrument_classes (scheme, level, code) on delete restrict,
  constraint instruments_class_has_level check ((class_level is null) = (class_code is null)),
  constraint instruments_source_key_has_length check (char_length(source_key) between 1 and 200),
  constraint instruments_name_has_length check (char_length(name) between 1 and 200),
  constraint instruments_name_is_clean check (private.is_clean_text(name)),
  constraint instruments_name_en_has_length check (char_length(name_en) <= 200),
  constraint instruments_name_en_is_clean check (private.is_clean_text(name_en)),
  constraint instruments_model_has_length check (char_length(model) <= 100),
  constraint instruments_asset_kind_is_known check (asset_kind in ('通用', '专用')),
  constraint instruments_acquired_by_is_known check (acquired_by in ('购置', '研制', '赠送', '其他')),
  constraint instruments_worth_is_not_negative check (worth_fen >= 0),
  constraint instruments_has_at_most_four_subjects check (cardinality(subject_codes) <= 4),
  constraint instruments_units_are_some check (units between 1 and 200),
  constraint instruments_landing_page_is_http check (landing_page ~ '^https?://'),
  constraint instruments_picture_is_ours check (picture ~ '^/pictures/[a-z0-9/_-]+\.svg$')
);

create index instruments_class_idx on public.instruments (class_scheme, class_level, class_code);

comment on table public.instruments is 'A research instrument that a platform opens; fields of NRII type 4 (reference 2.2) and PIDINST 1.0 (5.3).';
comment on column public.instruments.source_key is 'innerId: the number under which the owner''s register knows it.';
comment on column public.instruments.model is 'instrVersion, 规格型号; PIDINST Model.';
comment on column public.instruments.origin_country is 'nation, 产地国别.';
comment on column public.instruments.registered_category is 'The class as its register names it, where that is no class of ours.';
comment on column public.instruments.asset_kind is 'type, 仪器设备类别: 通用 or 专用.';
comment on column public.instruments.acquired_by is 'instrSource, 仪器设备来源.';
comment on column public.instruments.under_customs is 'instrSupervise, 海关监管情况.';
comment on column public.instruments.worth_fen is 'worth, 原值, in fen (the national register wants 万元).';
comment on column public.instruments.in_service_on is 'beginDate, 启用(建账)日期; PIDINST Commissioned.';
comment on column public.instruments.funds is '主要购置经费来源.';
comment on column public.instruments.subject_codes is 'subject, up to four codes of GB/T 13745.';
comment on column public.instruments.technical is '主要技术指标.';
comment on column public.instruments.functions is 'function, 主要功能.';
comment on column public.instruments.fee_note is 'fee, 参考收费标准, in words.';
comment on column public.instruments.units is 'How many customers it serves at once; unit numbers run from 1.';
comment on column public.instruments.picture is 'Path of a drawing that we serve ourselves.';

create table public.datasets (
  id               uuid primary key default gen_random_uuid(),
  platform_id      uuid not null references public.platforms on delete restrict,
  source_key       text not null,
  title            text not null,
  language         text not null default 'zh',
  title_en         text,
  abstract         text,
  keywords         text[] not null default '{}',
  subject_codes    text[] not null default '{}',
  creators         text[] not null default '{}',
  publisher        text,
  doi              text,
  cstr             text,
  published_on     date,
  version          text,
  size_bytes       bigint,
  formats          text[] not null default '{}',
  spatial          text,
  temporal         text,
  source           text,
  method           text,
  update_frequency text,
  access_level     text not null default 'open',
  licence          text,
  use_statement    text,
  citation_text    text,
  landing_page     text,
  embargo_until    date,
  retired_at       timestamptz,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),

  constraint datasets_platform_id_source_key_key unique (platform_id, source_key),
  constraint datasets_source_key_has_length check (char_length(source_key) between 1 and 500),
  constraint datasets_title_has_length check (char_length(title) between 1 and 500),
  constraint datasets_title_is_clean check (private.is_clean_text(title)),
  constraint datasets_doi_is_one check (doi ~ '^10\.[0-9]{4,9}/\S+$'),
  constraint datasets_cstr_is_one check (cstr ~ '^[0-9]{5}\.[0-9]{2}\.\S+$'),
  constraint datasets_size_is_not_negative check (size_bytes >= 0),
  constraint datasets_access_level_is_known check (access_level in ('open', 'registered', 'application', 'restricted')),
  constraint datasets_landing_page_is_http check (landing_page ~ '^https?://')
);

comment on table public.datasets is 'A research dataset that a platform keeps or points to; the minimum record of reference 5.6.';
comment on column public.datasets.access_level is 'open: download; registered: after sign-in; application: reviewed; restricted: description only (reference 4.3).';

create table public.literature_items (
  id             uuid primary key default gen_random_uuid(),
  platform_id    uuid not null references public.platforms on delete restrict,
  source_key     text not null,
  title          text not null,
  language       text not null default 'zh',
  title_en       text,
  authors        text[] not null default '{}',
  venue          text,
  published_year smallint,
  data_type      text not null default 'Article',
  doi            text,
  abstract       text,
  keywords       text[] not null default '{}',
  access         text not null default 'delivery',
  full_text_url  text,
  retired_at     timestamptz,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),

  constraint literature_items_platform_id_source_key_key unique (platform_id, source_key),
  constraint literature_items_source_key_has_length check (char_length(source_key) between 1 and 500),
  constraint literature_items_title_has_length check (char_length(title) between 1 and 1000),
  constraint literature_items_title_is_clean check (private.is_clean_text(title)),
  constraint literature_items_year_is_one check (published_year between 1400 and 2200),
  constraint literature_items_data_type_is_known check (
    data_type in (
      'Article', 'Book', 'Book_Segment', 'Conference_Item', 'Patent', 'Report', 'Standard',
      'Thesis_or_Dissertation', 'Other'
    )
  ),
  constraint literature_items_doi_is_one check (doi ~ '^10\.[0-9]{4,9}/\S+$'),
  constraint literature_items_access_is_known check (access in ('open', 'delivery')),
  constraint literature_items_full_text_url_is_http check (full_text_url ~ '^https?://'),
  constraint literature_items_open_ones_have_a_url check (access <> 'open' or full_text_url is not null)
);

comment on table public.literature_items is 'An article, standard, report, patent or book that a platform can provide.';
comment on column public.literature_items.data_type is 'Data_Type of COUNTER R5.1.';
comment on column public.literature_items.access is 'open: the full text is at full_text_url; delivery: the platform delivers a copy on request.';

create table public.literature_instruments (
  literature_item_id uuid not null references public.literature_items on delete cascade,
  instrument_id      uuid not null references public.instruments on delete cascade,
  primary key (literature_item_id, instrument_id)
);
create index literature_instruments_instrument_id_idx on public.literature_instruments (instrument_id);
comment on table public.literature_instruments is 'A work that was done with an instrument (PIDINST WasUsedIn).';

create table public.dataset_instruments (
  dataset_id    uuid not null references public.datasets on delete cascade,
  instrument_id uuid not null references public.instruments on delete cascade,
  primary key (dataset_id, instrument_id)
);
create index dataset_instruments_instrument_id_idx on public.dataset_instruments (instrument_id);
comment on table public.dataset_instruments is 'A dataset that was measured with an instrument.';

create table public.services (
  id              uuid primary key default gen_random_uuid(),
  platform_id     uuid not null references public.platforms on delete restrict,
  source_key      text not null,
  name            text not null,
  language        text not null default 'zh',
  name_en         text,
  instrument_id   uuid references public.instruments on delete set null,
  instrument_name text,
  description     text,
  group_name      text,
  method_standard text,
  unit_price_fen  bigint,
  currency        text not null default 'CNY',
  unit            text,
  turnaround_days smallint,
  retired_at      timestamptz,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),

  constraint services_platform_id_source_key_key unique (platform_id, source_key),
  constraint services_source_key_has_length check (char_length(source_key) between 1 and 500),
  constraint services_name_has_length check (char_length(name) between 1 and 200),
  constraint services_name_is_clean check (private.is_clean_text(name)),
  constraint services_unit_price_is_not_negative check (unit_price_fen >= 0),
  constraint services_currency_is_one check (currency ~ '^[A-Z]{3}$'),
  constraint services_turnaround_is_positive check (turnaround_days > 0)
);

create index services_instrument_id_idx on public.services (instrument_id);
comment on table public.services is 'A priced test or technical service (检测 / 技术服务).';
comment on column public.services.instrument_name is 'The instrument as the price list names it, where it is none of ours.';

create function private.tg__set_updated_at()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.tg__set_updated_at is 'Stamps a changed row.';

create trigger _100_set_updated_at before update on public.instruments
  for each row when (old is distinct from new) execute function private.tg__set_updated_at();
create trigger _100_set_updated_at before update on public.datasets
  for each row when (old is distinct from new) execute function private.tg__set_updated_at();
create trigger _100_set_updated_at before update on public.literature_items
  for each row when (old is distinct from new) execute function private.tg__set_updated_at();
create trigger _100_set_updated_at before update on public.services
  for each row when (old is distinct from new) execute function private.tg__set_updated_at();

alter table public.instruments enable row level security;
alter table public.datasets enable row level security;
alter table public.literature_items enable row level security;
alter table public.literature_instruments enable row level security;
alter table public.dataset_instruments enable row level security;
alter table public.services enable row level security;

create policy instruments_select_all on public.instruments
  for select to anon, authenticated using (true);
create policy datasets_select_all on public.datasets
  for select to anon, authenticated using (true);
create policy literature_items_select_all on public.literature_items
  for select to anon, authenticated using (true);
create policy literature_instruments_select_all on public.literature_instruments
  for select to anon, authenticated using (true);
create policy dataset_instruments_select_all on public.dataset_instruments
  for select to anon, authenticated using (true);
create policy services_select_all on public.services
  for select to anon, authenticated using (true);

grant select on
  public.instruments, public.datasets, public.literature_items, public.literature_instruments,
  public.dataset_instruments, public.services
to anon, authenticated, service_role;
-- No insert, update or delete: the importer's functions validate, and nothing else writes yet.
