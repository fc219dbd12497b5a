/*
 * What the national network platform (NRII) asks of instruments and of services, as rows that become
 * its files (reference 2). Nothing is sent from here: a lab or its host loads the file there. What the
 * register wants and no part of this platform needs is kept beside it, in the two tables below; the
 * rest is read from the catalogue and from the ledger.
 */
create table public.nrii_units (
  platform_id   uuid primary key references public.platforms on delete cascade,
  ins_code      text,
  department    text,
  carrier_type  smallint,
  carrier_name  text,
  contact_name  text,
  contact_phone text,
  contact_email text,
  address       text,
  postal_code   text,
  updated_by    uuid references public.people on delete set null,
  updated_at    timestamptz not null default clock_timestamp(),

  constraint nrii_units_ins_code_has_length check (char_length(ins_code) between 1 and 50),
  constraint nrii_units_department_has_length check (char_length(department) between 1 and 100),
  constraint nrii_units_carrier_type_is_known check (carrier_type in (1, 2, 4, 6, 7, 8)),
  constraint nrii_units_carrier_has_a_name check (
    (carrier_name is null) = (carrier_type is null or carrier_type = 4)
  ),
  constraint nrii_units_carrier_name_has_length check (char_length(carrier_name) between 1 and 200),
  constraint nrii_units_contact_has_length check (
    char_length(contact_name) between 1 and 20 and char_length(contact_phone) between 1 and 20
    and char_length(contact_email) between 3 and 50
  ),
  constraint nrii_units_address_has_length check (char_length(address) between 1 and 100),
  constraint nrii_units_postal_code_is_one check (postal_code ~ '^[0-9]{6}$'),
  constraint nrii_units_is_clean check (
    private.is_clean_text(concat_ws(
      ' ', ins_code, department, carrier_name, contact_name, contact_phone, contact_email, address
    ))
  )
);
create index nrii_units_updated_by_idx on public.nrii_units (updated_by);
comment on table public.nrii_units is 'What the national register asks of the unit that an instrument belongs to; limits are its own (reference 2.2).';
comment on column public.nrii_units.ins_code is 'insCode, 所属单位标识, as the register has assigned it to the host organisation.';
comment on column public.nrii_units.department is 'insideDepart, 所属单位内部门.';
comment on column public.nrii_units.carrier_type is 'instrBelongsType, 所属资源载体: 1 科学仪器中心, 2 重大科研基础设施, 4 无, 6 国家重点实验室, 7 国家工程技术研究中心, 8 生物种质资源库馆.';
comment on column public.nrii_units.contact_name is 'Whom to ask, where it is not the contact of the platform.';

create table public.nrii_record_supplements (
  record_id        uuid primary key references public.service_records on delete restrict,
  content          text,
  service_ways     text[] not null default '{}',
  subject_incomes  text[] not null default '{}',
  subject_areas    text[] not null default '{}',
  subject_content  text,
  user_comment     text,
  tax_record       text,
  is_off_site      boolean not null default false,
  move_address     text,
  customs_notice   text,
  has_agreement    boolean,
  updated_by       uuid references public.people on delete set null,
  updated_at       timestamptz not null default clock_timestamp(),

  constraint nrii_record_supplements_content_has_length check (char_length(content) between 1 and 200),
  constraint nrii_record_supplements_ways_are_known check (
    service_ways <@ array['占用共享', '技术共享', '委托共享', '远程共享', '其他']
  ),
  constraint nrii_record_supplements_incomes_are_known check (
    cardinality(subject_incomes) <= 4
    and subject_incomes <@ array[
      '国家重大科技专项', '国家自然科学基金', '863计划', '国家科技支撑（攻关）计划', '火炬计划',
      '星火计划', '973计划', '211工程', '985工程', '公益性行业科研专项', '国家社会科学基金',
      '国家科技基础性工作专项', '科技基础条件平台专项', '除上述计划外由中央政府部门下达',
      '地方科技计划项目', '其他', '无'
    ]
  ),
  constraint nrii_record_supplements_areas_are_codes check (
    cardinality(subject_areas) <= 4
    and array_to_string(subject_areas, ',') ~ '^([0-9]{3}(,[0-9]{3})*)?$'
  ),
  constraint nrii_record_supplements_subject_content_has_length check (char_length(subject_content) between 1 and 200),
  constraint nrii_record_supplements_comment_is_known check (
    user_comment in ('非常满意', '基本满意', '一般', '不满意', '极差')
  ),
  constraint nrii_record_supplements_tax_record_has_length check (char_length(tax_record) between 1 and 100),
  constraint nrii_record_supplements_move_address_has_length check (char_length(move_address) between 1 and 200),
  constraint nrii_record_supplements_off_site_says_where check (is_off_site = (move_address is not null)),
  constraint nrii_record_supplements_customs_notice_has_length check (char_length(customs_notice) between 1 and 50),
  constraint nrii_record_supplements_is_clean check (
    private.is_clean_text(concat_ws(
      ' ', content, subject_content, tax_record, move_address, customs_notice
    ))
  )
);
create index nrii_record_supplements_updated_by_idx on public.nrii_record_supplements (updated_by);
comment on table public.nrii_record_supplements is 'What the national register asks of a service and the ledger does not know (reference 2.3). Kept under the first version, so that a correction of the record takes nothing away.';
comment on column public.nrii_record_supplements.content is 'serviceContent in at most 200 characters, where the ledger says more.';
comment on column public.nrii_record_supplements.tax_record is 'record, 补税记录; the register asks for it where the direction is 其他.';
comment on column public.nrii_record_supplements.is_off_site is 'adressType (sic): whether the instrument was used outside the unit, which then says where.';
comment on column public.nrii_record_supplements.customs_notice is 'serviceCode, 非适用简易程序海关《通知书》编号.';
comment on column public.nrii_record_supplements.has_agreement is 'Whether there was an agreement, where the contract number of the record does not say it.';

alter table public.nrii_units enable row level security;
alter table public.nrii_record_supplements enable row level security;

create policy nrii_units_select_staff on public.nrii_units
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.is_evaluator())
    or (select private.is_administrator())
  );

create policy nrii_record_supplements_select_staff on public.nrii_record_supplements
  for select to authenticated
  using (
    (select private.is_evaluator())
    or (select private.is_administrator())
    or exists (
      select from public.service_records
      where service_records.id = record_id
        and service_records.platform_id in (select private.platform_ids_staffed_by_current_person())
    )
  );

grant select (
  platform_id, ins_code, department, carrier_type, carrier_name, contact_name, contact_phone,
  contact_email, address, postal_code, updated_at
) on public.nrii_units to authenticated;
grant select (
  record_id, content, service_ways, subject_incomes, subject_areas, subject_content, user_comment,
  tax_record, is_off_site, move_address, customs_notice, has_agreement, updated_at
) on public.nrii_record_supplements to authenticated;
grant select on public.nrii_units, public.nrii_record_supplements to service_role;
-- No insert, update or delete: state_nrii_unit and supplement_nrii_record hold the rules.

create function private.require_manager(platform_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not exists (select from public.platforms where platforms.id = require_manager.platform_id) then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if not private.can_manage(require_manager.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
end;
$$;
comment on function private.require_manager is 'Refuses everybody but those who manage a platform. Raises PT401, PT404 platform_not_found and PT403 platform_not_yours.';

create function private.state_nrii_unit(platform_id uuid, unit jsonb)
returns public.nrii_units
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_before public.nrii_units;
  v_unit   public.nrii_units;
begin
  perform private.require_manager(state_nrii_unit.platform_id);
  if jsonb_typeof(state_nrii_unit.unit) is distinct from 'object' then
    raise exception 'values_malformed' using errcode = 'PT422';
  end if;
  select units.* into v_before
  from public.nrii_units as units
  where units.platform_id = state_nrii_unit.platform_id
  for update;

  v_unit := jsonb_populate_record(null::public.nrii_units, state_nrii_unit.unit);
  v_unit.platform_id := state_nrii_unit.platform_id;
  v_unit.updated_by := auth.uid();
  v_unit.updated_at := clock_timestamp();
  insert into public.nrii_units as units values (v_unit.*)
  on conflict on constraint nrii_units_pkey do update
  set
    ins_code = excluded.ins_code,
    department = excluded.department,
    carrier_type = excluded.carrier_type,
    carrier_name = excluded.carrier_name,
    contact_name = excluded.contact_name,
    contact_phone = excluded.contact_phone,
    contact_email = excluded.contact_email,
    address = excluded.address,
    postal_code = excluded.postal_code,
    updated_by = excluded.updated_by,
    updated_at = excluded.updated_at;

  perform private.record_audit(
    'state_nrii_unit', 'platform', state_nrii_unit.platform_id, to_jsonb(v_before), to_jsonb(v_unit)
  );
  return v_unit;
end;
$$;
comment on function private.state_nrii_unit is 'The writer behind public.state_nrii_unit.';

create function public.state_nrii_unit(platform_id uuid, unit jsonb)
returns public.nrii_units
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.state_nrii_unit(state_nrii_unit.platform_id, state_nrii_unit.unit);
end;
$$;
comment on function public.state_nrii_unit is 'States what the national register asks of a platform''s unit, all of it at once. Raises PT401, PT403 platform_not_yours, PT404 platform_not_found, PT422 values_malformed and the constraints of nrii_units.';

create function private.first_version_of(record_id uuid)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    with recursive earlier as (
      select records.id, records.corrects
      from public.service_records as records
      where records.id = first_version_of.record_id
      union all
      select records.id, records.corrects
      from earlier
      join public.service_records as records on records.id = earlier.corrects
    )
    select earlier.id from earlier where earlier.corrects is null
  );
end;
$$;
comment on function private.first_version_of is 'The record that corrections began with: what a service is called outside, whatever is corrected later.';

create function private.supplement_nrii_record(record_id uuid, supplement jsonb)
returns public.nrii_record_supplements
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_platform_id uuid;
  v_before      public.nrii_record_supplements;
  v_supplement  public.nrii_record_supplements;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select records.platform_id into v_platform_id
  from public.service_records as records
  where records.id = supplement_nrii_record.record_id;
  -- Whose record it is not, for them there is none.
  if not found or not private.can_staff(v_platform_id) then
    raise exception 'service_record_not_found' using errcode = 'PT404';
  end if;
  if jsonb_typeof(supplement_nrii_record.supplement) is distinct from 'object' then
    raise exception 'values_malformed' using errcode = 'PT422';
  end if;

  v_supplement := jsonb_populate_record(
    null::public.nrii_record_supplements,
    '{"service_ways": [], "subject_incomes": [], "subject_areas": [], "is_off_site": false}'
      || supplement_nrii_record.supplement
  );
  v_supplement.record_id := private.first_version_of(supplement_nrii_record.record_id);
  v_supplement.updated_by := auth.uid();
  v_supplement.updated_at := clock_timestamp();
  select supplements.* into v_before
  from public.nrii_record_supplements as supplements
  where supplements.record_id = v_supplement.record_id
  for update;
  insert into public.nrii_record_supplements as supplements values (v_supplement.*)
  on conflict on constraint nrii_record_supplements_pkey do update
  set
    content = excluded.content,
    service_ways = excluded.service_ways,
    subject_incomes = excluded.subject_incomes,
    subject_areas = excluded.subject_areas,
    subject_content = excluded.subject_content,
    user_comment = excluded.user_comment,
    tax_record = excluded.tax_record,
    is_off_site = excluded.is_off_site,
    move_address = excluded.move_address,
    customs_notice = excluded.customs_notice,
    has_agreement = excluded.has_agreement,
    updated_by = excluded.updated_by,
    updated_at = excluded.updated_at;

  perform private.record_audit(
    'supplement_nrii_record', 'service_record', v_supplement.record_id,
    to_jsonb(v_before), to_jsonb(v_supplement)
  );
  return v_supplement;
end;
$$;
comment on function private.supplement_nrii_record is 'The writer behind public.supplement_nrii_record.';

create function public.supplement_nrii_record(record_id uuid, supplement jsonb)
returns public.nrii_record_supplements
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.supplement_nrii_record(
    supplement_nrii_record.record_id, supplement_nrii_record.supplement
  );
end;
$$;
comment on function public.supplement_nrii_record is 'States what the national register asks of a service beside the ledger, all of it at once. Raises PT401, PT404 service_record_not_found, PT422 values_malformed and the constraints of nrii_record_supplements.';

/*
 * Files are of one platform, or of all platforms of a host. Who may see every record of them may have
 * the files; the people who asked for a service are named to those who manage all of the platforms.
 */
create function private.nrii_platforms(platform_id uuid, organisation_id uuid)
returns uuid[]
language plpgsql
stable
security definer -- sees the memberships that decide, and platforms that are retired
set search_path = ''
as $$
declare
  v_platforms uuid[];
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if num_nonnulls(nrii_platforms.platform_id, nrii_platforms.organisation_id) <> 1 then
    raise exception 'scope_ambiguous' using errcode = 'PT422';
  end if;
  v_platforms := array(
    select platforms.id
    from public.platforms
    where platforms.id = nrii_platforms.platform_id
      or platforms.organisation_id = nrii_platforms.organisation_id
    order by platforms.id
  );
  if v_platforms = '{}' then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if not private.sees_figures_of(v_platforms) then
    raise exception 'figures_not_yours' using errcode = 'PT403';
  end if;
  return v_platforms;
end;
$$;
comment on function private.nrii_platforms is 'The platforms of a file for the national register. Raises PT401, PT403 figures_not_yours, PT404 platform_not_found, PT422 scope_ambiguous.';

create function private.manages_all(platform_ids uuid[])
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return not exists (
    select from unnest(manages_all.platform_ids) as asked (id)
    where not private.can_manage(asked.id)
  );
end;
$$;
comment on function private.manages_all is 'True when the person asking manages each of some platforms.';

create function private.nrii_head(
  platform_id uuid, organisation_id uuid, from_day date, until_day date, as_of date
)
returns table (as_of_day date, digest text, ins_code text, platforms bigint, names_people boolean)
language plpgsql
stable
security definer -- reads the days that are added up
set search_path = ''
as $$
declare
  v_platforms constant uuid[] := private.nrii_platforms(
    nrii_head.platform_id, nrii_head.organisation_id
  );
begin
  perform private.read_report_scope(
    nrii_head.from_day, nrii_head.until_day, 'all', nrii_head.platform_id, null, null, 'yearbook'
  );
  return query
    select
      state.as_of_day, state.digest,
      -- A file has one code where its platforms agree on it.
      (
        select min(units.ins_code)
        from public.nrii_units as units
        where units.platform_id = any (v_platforms)
        having count(distinct units.ins_code) = 1
      ),
      cardinality(v_platforms)::bigint, private.manages_all(v_platforms)
    from private.usage_report_state(
      nrii_head.from_day, nrii_head.until_day, v_platforms, nrii_head.as_of
    ) as state;
end;
$$;
comment on function private.nrii_head is 'The reader behind public.nrii_head.';

create function public.nrii_head(
  from_day date, until_day date, platform_id uuid default null, organisation_id uuid default null,
  as_of date default null
)
returns table (as_of_day date, digest text, ins_code text, platforms bigint, names_people boolean)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select head.as_of_day, head.digest, head.ins_code, head.platforms, head.names_people
    from private.nrii_head(
      nrii_head.platform_id, nrii_head.organisation_id, nrii_head.from_day, nrii_head.until_day,
      nrii_head.as_of
    ) as head;
end;
$$;
comment on function public.nrii_head is 'What a file for the national register is of: the sealed day as of which the ledger is read and its digest (none while the window is not sealed), the code of the unit, how many platforms, and whether applicants are named to the person asking. Raises PT401, PT403 figures_not_yours, PT404 platform_not_found, PT409 ledger_not_sealed, PT422 scope_ambiguous, period_invalid.';

create function private.record_nrii_export(
  list text, platform_id uuid, organisation_id uuid, from_day date, until_day date
)
returns void
language plpgsql
volatile
security definer -- writes the audit, which no role may write directly
set search_path = ''
as $$
declare
  v_platforms constant uuid[] := private.nrii_platforms(
    record_nrii_export.platform_id, record_nrii_export.organisation_id
  );
begin
  if (record_nrii_export.list in ('instruments', 'service-records')) is not true then
    raise exception 'report_malformed' using errcode = 'PT422', detail = 'list';
  end if;
  perform private.record_audit(
    'export_nrii', 'platform', exported.platform_id, null,
    jsonb_build_object(
      'list', record_nrii_export.list,
      'from', record_nrii_export.from_day,
      'until', record_nrii_export.until_day,
      'names_people',
      record_nrii_export.list = 'service-records' and private.manages_all(v_platforms)
    )
  )
  from unnest(v_platforms) as exported (platform_id);
end;
$$;
comment on function private.record_nrii_export is 'The writer behind public.record_nrii_export.';

create function public.record_nrii_export(
  list text, from_day date, until_day date, platform_id uuid default null,
  organisation_id uuid default null
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.record_nrii_export(
    record_nrii_export.list, record_nrii_export.platform_id, record_nrii_export.organisation_id,
    record_nrii_export.from_day, record_nrii_export.until_day
  );
end;
$$;
comment on function public.record_nrii_export is 'Keeps that the person asking takes along a file for the national register, before its first row leaves. Raises PT401, PT403 figures_not_yours, PT404 platform_not_found, PT422 scope_ambiguous, report_malformed.';

create type public.nrii_instrument as (
  id              uuid,
  platform_id     uuid,
  ins_code        text,
  inner_id        text,
  department      text,
  name            text,
  name_en         text,
  carrier_type    smallint,
  carrier_name    text,
  class_scheme    text,
  class_level     smallint,
  class_code      text,
  acquired_by     text,
  under_customs   boolean,
  worth_fen       bigint,
  origin_country  text,
  manufacturer    text,
  in_service_on   date,
  asset_kind      text,
  model           text,
  technical       text,
  functions       text,
  subject_codes   text[],
  service_content text,
  sharing_rules   text,
  fee_note        text,
  used_minutes    numeric,
  shared_minutes  numeric,
  funds           text[],
  province        text,
  city            text,
  county          text,
  street          text,
  contact_name    text,
  contact_phone   text,
  contact_email   text,
  address         text,
  postal_code     text,
  picture         text
);
comment on type public.nrii_instrument is 'An instrument with all that the national register asks of it (type 4, reference 2.2), as it is kept here.';

create function private.nrii_instruments(
  platform_id uuid, organisation_id uuid, year integer, min_worth_fen bigint, as_of date,
  after_id uuid, size integer
)
returns setof public.nrii_instrument
language plpgsql
stable
security definer -- reads the roll-up, which no role may read
set search_path = ''
as $$
declare
  v_platforms constant uuid[] := private.nrii_platforms(
    nrii_instruments.platform_id, nrii_instruments.organisation_id
  );
  v_from  constant date := make_date(nrii_instruments.year, 1, 1);
  v_until constant date := make_date(nrii_instruments.year, 12, 31);
begin
  return query
  with listed as materialized (
    select instruments.*
    from public.instruments
    where instruments.platform_id = any (v_platforms)
      and instruments.retired_at is null
      and (
        nrii_instruments.min_worth_fen is null
        or instruments.worth_fen >= nrii_instruments.min_worth_fen
      )
      and (nrii_instruments.after_id is null or instruments.id > nrii_instruments.after_id)
    order by instruments.id
    limit least(coalesce(nrii_instruments.size, 500), 500)
  ),
  hours as materialized (
    select figures.key, figures.used_minutes, figures.shared_minutes
    from private.usage_report_state(v_from, v_until, v_platforms, nrii_instruments.as_of) as state
    cross join lateral private.usage_report(
      v_from, v_until, 'instrument', v_platforms, 'yearbook', state.recorded_before
    ) as figures
  )
  select
    listed.id, listed.platform_id, units.ins_code, listed.source_key, units.department, listed.name,
    listed.name_en, units.carrier_type, units.carrier_name, listed.class_scheme, listed.class_level,
    listed.class_code, listed.acquired_by, listed.under_customs, listed.worth_fen,
    listed.origin_country, listed.manufacturer, listed.in_service_on, listed.asset_kind, listed.model,
    listed.technical, listed.functions, listed.subject_codes, listed.service_content,
    coalesce(listed.sharing_rules, platforms.sharing_rules), listed.fee_note,
    coalesce(hours.used_minutes, 0), coalesce(hours.shared_minutes, 0), listed.funds,
    coalesce(listed.province, platforms.province), coalesce(listed.city, platforms.city),
    coalesce(listed.county, platforms.county), coalesce(listed.street, platforms.street),
    coalesce(units.contact_name, contacts.name), coalesce(units.contact_phone, contacts.phone),
    coalesce(units.contact_email, contacts.email), coalesce(units.address, organisations.address),
    units.postal_code, listed.picture
  from listed
  join public.platforms on platforms.id = listed.platform_id
  join public.organisations on organisations.id = platforms.organisation_id
  left join public.nrii_units as units on units.platform_id = listed.platform_id
  left join public.platform_contacts as contacts on contacts.platform_id = listed.platform_id
  left join hours on hours.key = listed.id::text
  order by listed.id;
end;
$$;
comment on function private.nrii_instruments is 'The reader behind public.nrii_instruments.';

create function public.nrii_instruments(
  year integer, platform_id uuid default null, organisation_id uuid default null,
  min_worth_fen bigint default null, as_of date default null, after_id uuid default null,
  size integer default 500
)
returns setof public.nrii_instrument
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select instruments.*
    from private.nrii_instruments(
      nrii_instruments.platform_id, nrii_instruments.organisation_id, nrii_instruments.year,
      nrii_instruments.min_worth_fen, nrii_instruments.as_of, nrii_instruments.after_id,
      nrii_instruments.size
    ) as instruments;
end;
$$;
comment on function public.nrii_instruments is 'At most five hundred instruments in service after an id, with what the national register asks of them; their machine hours are those of a year, as the ledger stood at the end of a sealed day. Raises as nrii_head does.';

create type public.nrii_record as (
  record_id            uuid,
  inner_id             uuid,
  starts_at            timestamptz,
  ins_code             text,
  instrument_id        uuid,
  instrument_inner_id  text,
  instrument_name      text,
  kind                 public.service_kind,
  charged_fen          bigint,
  currency             text,
  service_hours        numeric,
  end_hour             text,
  quantity             numeric,
  unit                 text,
  content              text,
  service_ways         text[],
  subject_name         text,
  subject_incomes      text[],
  subject_areas        text[],
  subject_content      text,
  applicant            text,
  applicant_phone      text,
  applicant_email      text,
  applicant_unit       text,
  user_comment         text,
  is_internal          boolean,
  purpose_code         text,
  tax_record           text,
  is_off_site          boolean,
  move_address         text,
  customs_notice       text,
  has_agreement        boolean
);
comment on type public.nrii_record is 'A service of an instrument with all that the national register asks of it (type 6, reference 2.3), as it is kept here.';

create function private.nrii_records(
  platform_id uuid, organisation_id uuid, from_day date, until_day date, as_of date,
  after_starts_at timestamptz, after_id uuid, size integer
)
returns setof public.nrii_record
language plpgsql
stable
security definer -- reads the addresses of accounts, for those who manage the platforms
set search_path = ''
as $$
declare
  v_platforms constant uuid[] := private.nrii_platforms(
    nrii_records.platform_id, nrii_records.organisation_id
  );
  v_names_people constant boolean := private.manages_all(v_platforms);
  v_before constant timestamptz := (
    select state.recorded_before
    from private.usage_report_state(
      nrii_records.from_day, nrii_records.until_day, v_platforms, nrii_records.as_of
    ) as state
  );
begin
  return query
  with listed as materialized (
    select records.*
    from public.service_records as records
    where records.platform_id = any (v_platforms)
      and records.starts_at >= nrii_records.from_day::timestamp at time zone private.ledger_zone()
      and records.starts_at < (nrii_records.until_day + 1)::timestamp at time zone private.ledger_zone()
      -- One use, or one sample order that no use is linked to, is one record of the register.
      and (
        records.kind = 'instrument_time'
        or (records.kind = 'sample_order' and records.instrument_id is not null and records.booking_id is null)
      )
      and (
        records.state = 'rendered'
        or (records.state = 'calibration' and coalesce(records.charged_fen, 0) > 0)
      )
      and records.recorded_at < v_before
      and not exists (
        select from public.service_records as later
        where later.corrects = records.id and later.recorded_at < v_before
      )
      and (
        nrii_records.after_id is null
        or (records.starts_at, records.id) > (nrii_records.after_starts_at, nrii_records.after_id)
      )
    order by records.starts_at, records.id
    limit least(coalesce(nrii_records.size, 500), 500)
  )
  select
    listed.id, first_version.id, listed.starts_at, units.ins_code, listed.instrument_id,
    instruments.source_key, instruments.name, listed.kind, listed.charged_fen, listed.currency,
    extract(epoch from listed.ends_at - listed.starts_at) / 3600,
    to_char(listed.ends_at at time zone private.ledger_zone(), 'YYYY-MM-DD HH24'),
    listed.quantity, listed.unit, coalesce(supplements.content, details.content),
    coalesce(supplements.service_ways, '{}'), details.subject_name,
    coalesce(supplements.subject_incomes, '{}'),
    -- What a service was about is taken to be what its instrument is for, unless somebody has said it.
    case
      when cardinality(supplements.subject_areas) > 0 then supplements.subject_areas
      else instruments.subject_codes
    end,
    supplements.subject_content,
    case when v_names_people then people.display_name end,
    case when v_names_people then people.phone end,
    case when v_names_people then accounts.email::text end,
    organisations.name, supplements.user_comment,
    listed.beneficiary_id = listed.host_id, listed.purpose_code, supplements.tax_record,
    coalesce(supplements.is_off_site, false), supplements.move_address, supplements.customs_notice,
    coalesce(supplements.has_agreement, listed.contract_no is not null)
  from listed
  join public.instruments on instruments.id = listed.instrument_id
  join public.organisations on organisations.id = listed.beneficiary_id
  cross join lateral (
    select case when listed.version = 1 then listed.id else private.first_version_of(listed.id) end as id
  ) as first_version
  left join public.nrii_units as units on units.platform_id = listed.platform_id
  left join public.service_record_details as details on details.record_id = listed.id
  left join public.nrii_record_supplements as supplements on supplements.record_id = first_version.id
  left join public.service_record_people as named on named.record_id = listed.id
  left join public.people on people.id = named.person_id
  left join auth.users as accounts on accounts.id = named.person_id
  order by listed.starts_at, listed.id;
end;
$$;
comment on function private.nrii_records is 'The reader behind public.nrii_records.';

create function public.nrii_records(
  from_day date, until_day date, platform_id uuid default null, organisation_id uuid default null,
  as_of date default null, after_starts_at timestamptz default null, after_id uuid default null,
  size integer default 500
)
returns setof public.nrii_record
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select records.*
    from private.nrii_records(
      nrii_records.platform_id, nrii_records.organisation_id, nrii_records.from_day,
      nrii_records.until_day, nrii_records.as_of, nrii_records.after_starts_at, nrii_records.after_id,
      nrii_records.size
    ) as records;
end;
$$;
comment on function public.nrii_records is 'At most five hundred services of instruments that began in a window, after one of them, with what the national register asks of them. Applicants are named to those who manage all of the platforms. Raises as nrii_head does.';

grant usage on type public.nrii_instrument, public.nrii_record to authenticated, service_role;
grant execute on function
  private.state_nrii_unit(uuid, jsonb),
  public.state_nrii_unit(uuid, jsonb),
  private.supplement_nrii_record(uuid, jsonb),
  public.supplement_nrii_record(uuid, jsonb),
  private.nrii_head(uuid, uuid, date, date, date),
  public.nrii_head(date, date, uuid, uuid, date),
  private.record_nrii_export(text, uuid, uuid, date, date),
  public.record_nrii_export(text, date, date, uuid, uuid),
  private.nrii_instruments(uuid, uuid, integer, bigint, date, uuid, integer),
  public.nrii_instruments(integer, uuid, uuid, bigint, date, uuid, integer),
  private.nrii_records(uuid, uuid, date, date, date, timestamptz, uuid, integer),
  public.nrii_records(date, date, uuid, uuid, date, timestamptz, uuid, integer)
to authenticated;

/* A host's own system may fetch its files every night, and fill in what they lack. */
insert into private.token_functions (function_name, scope)
values
  ('state_nrii_unit', 'manage'),
  ('supplement_nrii_record', 'manage'),
  ('record_nrii_export', 'manage');
