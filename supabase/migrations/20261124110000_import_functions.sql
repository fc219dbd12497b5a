/*
 * Taking over registers. The importer sends rows that it has read and converted, a few hundred at a
 * time; here they become owners, catalogue rows, links, opening hours and rules. What it relies on:
 *
 * - A record is known by (platform, source_key). The same import twice finds everything equal and
 *   writes nothing.
 * - A field that a row does not carry is left as it is; a field that it carries as null is emptied.
 * - The constraints of the tables are the rules. A batch is written at once; when a constraint
 *   refuses it, it is halved until the refused row stands alone and can be named, and the rest is
 *   taken.
 * - Imports take turns, so two at once do not both make the same owner.
 * - Rows are never deleted, and hours and rules that a laboratory has set are never touched.
 */

create function private.normalised_name(name text)
returns text
language sql
immutable
parallel safe
set search_path = ''
as $$
  select btrim(regexp_replace(normalize(normalised_name.name, nfkc), '\s+', ' ', 'g'));
$$;
comment on function private.normalised_name is 'The form in which names are compared: NFKC, so that full-width brackets meet the others, with single spaces.';

create index organisations_normalised_name_idx on public.organisations (private.normalised_name(name));
create index instruments_source_key_idx on public.instruments (source_key);
create index literature_items_source_key_idx on public.literature_items (source_key);

/*
 * Operators import anything; a manager imports into a platform of their own. The role is that of
 * the request, which no token can claim: inside a definer function current_user is its owner.
 */
create function private.can_import(platform_id uuid)
returns boolean
language sql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
  select current_setting('role', true) = 'service_role'
    or private.is_administrator()
    or exists (
      select from public.memberships
      join public.platforms
        on platforms.organisation_id = memberships.organisation_id
        and (memberships.platform_id is null or memberships.platform_id = platforms.id)
      where memberships.person_id = (select auth.uid())
        and memberships.role = 'manager'
        and platforms.id = can_import.platform_id
    );
$$;
comment on function private.can_import is 'True for operators, and for the managers of the platform that is imported into.';

/*
 * Finds or makes the organisation and the platform that each entry names. Startups, makerspaces and
 * alliances are left out of the search: people register those themselves, and whoever took the name
 * of a university must not be handed its instruments.
 */
create function private.ensure_owners(entries jsonb)
returns table (
  "position"          integer,
  platform_id         uuid,
  new_organisation_id uuid,
  new_platform_id     uuid
)
language sql
volatile
rows 500
set search_path = ''
as $$
  with named as materialized (
    select
      (entry ->> 'position')::integer as "position",
      entry -> 'owner' as owner,
      private.normalised_name(entry -> 'owner' ->> 'organisation') as organisation_key,
      private.normalised_name(entry -> 'owner' ->> 'platform') as platform_key
    from jsonb_array_elements(ensure_owners.entries) as entry
  ),
  wanted_organisations as materialized (
    select distinct on (named.organisation_key) named.organisation_key, named.owner
    from named
    order by named.organisation_key, named."position"
  ),
  known_organisations as (
    select distinct on (wanted.organisation_key) wanted.organisation_key, organisations.id
    from wanted_organisations as wanted
    join public.organisations on private.normalised_name(organisations.name) = wanted.organisation_key
    where organisations.kind not in ('startup', 'makerspace', 'alliance')
    order by wanted.organisation_key, organisations.created_at, organisations.id
  ),
  new_organisations as (
    insert into public.organisations (kind, name, language, province, city, verified_at)
    select
      (wanted.owner ->> 'kind')::public.organisation_kind,
      wanted.owner ->> 'organisation',
      wanted.owner ->> 'language',
      wanted.owner ->> 'province',
      wanted.owner ->> 'city',
      now()
    from wanted_organisations as wanted
    where not exists (
      select from known_organisations where known_organisations.organisation_key = wanted.organisation_key
    )
    returning organisations.id, private.normalised_name(organisations.name) as organisation_key
  ),
  hosts as (
    select known_organisations.organisation_key, known_organisations.id, false as is_new
    from known_organisations
    union all
    select new_organisations.organisation_key, new_organisations.id, true
    from new_organisations
  ),
  wanted_platforms as materialized (
    select distinct on (hosts.id, named.platform_key) hosts.id as organisation_id, named.platform_key, named.owner
    from named
    join hosts on hosts.organisation_key = named.organisation_key
    order by hosts.id, named.platform_key, named."position"
  ),
  known_platforms as (
    select distinct on (wanted.organisation_id, wanted.platform_key)
      wanted.organisation_id, wanted.platform_key, platforms.id
    from wanted_platforms as wanted
    join public.platforms
      on platforms.organisation_id = wanted.organisation_id
      and private.normalised_name(platforms.name) = wanted.platform_key
    order by wanted.organisation_id, wanted.platform_key, platforms.created_at, platforms.id
  ),
  new_platforms as (
    insert into public.platforms (organisation_id, name, language, province, city, time_zone)
    select
      wanted.organisation_id,
      wanted.owner ->> 'platform',
      wanted.owner ->> 'language',
      wanted.owner ->> 'province',
      wanted.owner ->> 'city',
      wanted.owner ->> 'time_zone'
    from wanted_platforms as wanted
    where not exists (
      select from known_platforms
      where known_platforms.organisation_id = wanted.organisation_id
        and known_platforms.platform_key = wanted.platform_key
    )
    returning platforms.id, platforms.organisation_id, private.normalised_name(platforms.name) as platform_key
  )
  select
    named."position",
    coalesce(known_platforms.id, new_platforms.id),
    case when hosts.is_new then hosts.id end,
    new_platforms.id
  from named
  join hosts on hosts.organisation_key = named.organisation_key
  left join known_platforms
    on known_platforms.organisation_id = hosts.id
    and known_platforms.platform_key = named.platform_key
  left join new_platforms
    on new_platforms.organisation_id = hosts.id
    and new_platforms.platform_key = named.platform_key;
$$;
comment on function private.ensure_owners is 'The platform of each entry, made with its organisation where there is none of that name.';

/*
 * The one writer of the four catalogue tables. Their names and columns come from here, never from
 * the caller, so the statement can be built: written out four times it would be the same rule in
 * four places. An update takes its rows in the order of their ids, as every other writer does.
 */
create function private.write_resources(kind public.resource_kind, entries jsonb)
returns table ("position" integer, resource_id uuid, outcome text, before jsonb, after jsonb)
language plpgsql
volatile
rows 500
set search_path = ''
as $$
declare
  v_table    text;
  v_columns  text[];
  v_defaults jsonb;
begin
  case kind
    when 'instrument' then
      v_table := 'instruments';
      v_columns := array[
        'name', 'language', 'name_en', 'model', 'manufacturer', 'origin_country', 'class_scheme',
        'class_level', 'class_code', 'registered_category', 'asset_kind', 'acquired_by',
        'under_customs', 'worth_fen', 'in_service_on', 'funds', 'subject_codes', 'technical',
        'functions', 'service_content', 'achievement', 'sharing_rules', 'fee_note', 'external_use',
        'fee_band', 'units', 'province', 'city', 'county', 'street', 'landing_page', 'serial_number'
      ];
      v_defaults := '{
        "language": "zh", "class_scheme": "nrii-2019", "funds": [], "subject_codes": [],
        "external_use": "unknown", "fee_band": "unknown", "units": 1
      }';
    when 'dataset' then
      v_table := 'datasets';
      v_columns := array[
        'title', 'language', 'title_en', 'abstract', 'keywords', 'subject_codes', 'creators',
        'publisher', 'doi', 'cstr', 'published_on', 'version', 'size_bytes', 'formats', 'spatial',
        'temporal', 'source', 'method', 'update_frequency', 'access_level', 'licence',
        'use_statement', 'citation_text', 'landing_page', 'embargo_until'
      ];
      v_defaults := '{
        "language": "zh", "keywords": [], "subject_codes": [], "creators": [], "formats": [],
        "access_level": "open"
      }';
    when 'literature' then
      v_table := 'literature_items';
      v_columns := array[
        'title', 'language', 'title_en', 'authors', 'venue', 'published_year', 'data_type', 'doi',
        'abstract', 'keywords', 'access', 'full_text_url'
      ];
      v_defaults := '{
        "language": "zh", "authors": [], "keywords": [], "data_type": "Article", "access": "delivery"
      }';
    when 'service' then
      v_table := 'services';
      v_columns := array[
        'name', 'language', 'name_en', 'instrument_id', 'instrument_name', 'description',
        'group_name', 'method_standard', 'unit_price_fen', 'currency', 'unit', 'turnaround_days'
      ];
      v_defaults := '{"language": "zh", "currency": "CNY"}';
  end case;

  return query execute format(
    $statement$
      with wished as (
        select entry."position", entry.platform_id, entry.source_key, (
          select coalesce(jsonb_object_agg(field.key, field.value), '{}')
          from jsonb_each(entry.record) as field
          where field.key = any ($2)
        ) as record
        from jsonb_to_recordset($1) as entry (
          "position" integer, platform_id uuid, source_key text, record jsonb
        )
      ),
      compared as materialized (
        select
          wished."position",
          coalesce(known.id, gen_random_uuid()) as id,
          known.id is null as is_new,
          wished.platform_id,
          wished.source_key,
          known,
          jsonb_populate_record(
            coalesce(known, jsonb_populate_record(null::public.%1$I, $3)), wished.record
          ) as wanted
        from wished
        left join public.%1$I as known
          on known.platform_id = wished.platform_id and known.source_key = wished.source_key
      ),
      inserted as (
        insert into public.%1$I (id, platform_id, source_key, %2$s)
        select compared.id, compared.platform_id, compared.source_key, %3$s
        from compared
        where compared.is_new
      ),
      changed as materialized (
        select compared.*
        from compared
        join public.%1$I as target on target.id = compared.id
        where not compared.is_new and (%4$s) is distinct from (%3$s)
        order by target.id
        for no key update of target
      ),
      updated as (
        update public.%1$I as target
        set %5$s
        from changed as compared
        where target.id = compared.id
      )
      select
        compared."position",
        compared.id,
        case when compared.is_new then 'inserted' when changed.id is null then 'unchanged' else 'updated' end,
        to_jsonb(changed.known),
        to_jsonb(changed.wanted)
      from compared
      left join changed on changed.id = compared.id
    $statement$,
    v_table,
    (select string_agg(format('%I', name), ', ') from unnest(v_columns) as name),
    (select string_agg(format('(compared.wanted).%I', name), ', ') from unnest(v_columns) as name),
    (select string_agg(format('(compared.known).%I', name), ', ') from unnest(v_columns) as name),
    (select string_agg(format('%1$I = (compared.wanted).%1$I', name), ', ') from unnest(v_columns) as name)
  )
  using entries, v_columns, v_defaults;
end;
$$;
comment on function private.write_resources is 'Writes records of one kind to the platforms named with them, and says of each what became of it.';

/*
 * Where a work belongs that no platform was named for: where it is already, else to the platform of
 * the instrument it was done with. Names decide between several, so that the answer is the same
 * every time.
 */
create function private.platform_of_literature(source_key text, instrument_key text)
returns uuid
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (
      select literature_items.platform_id
      from public.literature_items
      where literature_items.source_key = platform_of_literature.source_key
      order by literature_items.created_at, literature_items.id
      limit 1
    ),
    (
      select platforms.id
      from public.instruments
      join public.platforms on platforms.id = instruments.platform_id
      where instruments.source_key = platform_of_literature.instrument_key
      order by platforms.name, platforms.id
      limit 1
    )
  );
$$;
comment on function private.platform_of_literature is 'The platform that has the work, else the one whose instrument it was done with.';

/*
 * What an imported instrument needs to be booked. A register says whether outsiders are admitted
 * and whether use is free; prices otherwise are by arrangement, and hours are those of an office
 * until the laboratory sets its own.
 */
create function private.open_imported_instruments(instrument_ids uuid[], opens time, closes time)
returns setof uuid
language sql
volatile
set search_path = ''
as $$
  insert into public.opening_hours (instrument_id, weekday, opens, closes)
  select instruments.id, weekday, open_imported_instruments.opens, open_imported_instruments.closes
  from public.instruments
  cross join generate_series(1, 5) as weekday
  where instruments.id = any (open_imported_instruments.instrument_ids)
    and not exists (select from public.opening_hours where opening_hours.instrument_id = instruments.id)
  on conflict do nothing;

  with new_rules as (
    insert into public.booking_rules (instrument_id, admits_outsiders, approval)
    select
      instruments.id,
      instruments.external_use in ('yes', 'ask'),
      case when instruments.external_use = 'ask' then 'lab'::public.approval_kind else 'none' end
    from public.instruments
    where instruments.id = any (open_imported_instruments.instrument_ids)
      and not exists (select from public.booking_rules where booking_rules.instrument_id = instruments.id)
    on conflict do nothing
    returning booking_rules.instrument_id
  ),
  new_tariffs as (
    insert into public.tariffs (instrument_id, rate_fen)
    select instruments.id, 0
    from public.instruments
    where instruments.id = any (open_imported_instruments.instrument_ids)
      and instruments.fee_band = 'free'
      and not exists (select from public.tariffs where tariffs.instrument_id = instruments.id)
    on conflict do nothing
    returning tariffs.instrument_id
  )
  select new_rules.instrument_id from new_rules
  union
  select new_tariffs.instrument_id from new_tariffs;
$$;
comment on function private.open_imported_instruments is 'Gives hours, rules and a tariff to those instruments that have none, and says to which.';

/*
 * Links works to the instruments that their rows name, and says of each entry whether the link is
 * new and whether such an instrument is known at all. A manager links to instruments of the
 * platform that is imported into, and to no others.
 */
create function private.link_literature(entries jsonb, platform_id uuid)
returns table ("position" integer, is_linked boolean, is_unknown boolean)
language sql
volatile
rows 500
set search_path = ''
as $$
  with named as materialized (
    select entry."position", literature_items.id as literature_item_id, instruments.id as instrument_id
    from jsonb_to_recordset(link_literature.entries) as entry (
      "position" integer, platform_id uuid, source_key text, instrument text
    )
    join public.literature_items
      on literature_items.platform_id = entry.platform_id
      and literature_items.source_key = entry.source_key
    left join public.instruments
      on instruments.source_key = entry.instrument
      and (
        link_literature.platform_id is null
        or instruments.platform_id = link_literature.platform_id
      )
    where entry.instrument is not null
  ),
  linked as (
    insert into public.literature_instruments (literature_item_id, instrument_id)
    select distinct named.literature_item_id, named.instrument_id
    from named
    where named.instrument_id is not null
    on conflict do nothing
    returning literature_instruments.literature_item_id, literature_instruments.instrument_id
  )
  select named."position", bool_or(linked.instrument_id is not null), bool_and(named.instrument_id is null)
  from named
  left join linked
    on linked.literature_item_id = named.literature_item_id
    and linked.instrument_id = named.instrument_id
  group by named."position";
$$;
comment on function private.link_literature is 'Links works to the instruments named with them, as far as they are known.';

/*
 * Writes one batch, or nothing of it. An entry is {position, owner, source_key, record}, for
 * literature with the key of an instrument, and with `repeats` where an earlier row was about the
 * same work: of those only the link counts.
 */
create function private.import_batch(
  kind public.resource_kind, entries jsonb, platform_id uuid, opens time, closes time
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_entries  jsonb;
  v_written  jsonb;
  v_changed  uuid[];
  v_outcomes jsonb;
begin
  with located as (
    select entry, coalesce(
      import_batch.platform_id,
      case import_batch.kind
        when 'literature' then private.platform_of_literature(entry ->> 'source_key', entry ->> 'instrument')
      end
    ) as platform_id
    from jsonb_array_elements(import_batch.entries) as entry
  ),
  placed as materialized (
    select located.entry, case import_batch.kind
      -- The first row with a known instrument places the work for the other rows about it.
      when 'literature' then first_value(located.platform_id) over (
        partition by located.entry ->> 'source_key'
        order by located.platform_id is null, (located.entry ->> 'position')::integer
      )
      else located.platform_id
    end as platform_id
    from located
  ),
  owned as materialized (
    select owners."position", owners.platform_id, owners.new_organisation_id, owners.new_platform_id
    from private.ensure_owners(
      (select coalesce(jsonb_agg(placed.entry), '[]') from placed where placed.platform_id is null)
    ) as owners
  )
  select jsonb_agg(
    placed.entry || jsonb_build_object(
      'platform_id', coalesce(placed.platform_id, owned.platform_id),
      'new_organisation', nullif(owned.new_organisation_id is not null, false),
      'new_platform', nullif(owned.new_platform_id is not null, false)
    )
  )
  into v_entries
  from placed
  left join owned on owned."position" = (placed.entry ->> 'position')::integer;

  if kind = 'service' then
    -- A price list names instruments in words; a name that only one of the platform has is a link.
    select jsonb_agg(
      case
        when named.instrument_id is null then entry
        else jsonb_set(entry, '{record, instrument_id}', to_jsonb(named.instrument_id))
      end
    )
    into v_entries
    from jsonb_array_elements(v_entries) as entry
    left join lateral (
      select (array_agg(instruments.id))[1] as instrument_id
      from public.instruments
      where instruments.platform_id = (entry ->> 'platform_id')::uuid
        and private.normalised_name(instruments.name)
          = private.normalised_name(entry -> 'record' ->> 'instrument_name')
      having count(*) = 1
    ) as named on true;
  end if;

  -- An instrument, its rules and its tariff each change its entry; here that is written once.
  perform set_config('private.catalogue_waits', case kind when 'instrument' then 'on' else '' end, true);
  select jsonb_agg(to_jsonb(resources))
  into v_written
  from private.write_resources(
    import_batch.kind,
    (
      select jsonb_agg(wish.entry)
      from (
        select distinct on (entry ->> 'platform_id', entry ->> 'source_key')
          case
            when entry ? 'repeats' and exists (
              select from public.literature_items
              where literature_items.platform_id = (entry ->> 'platform_id')::uuid
                and literature_items.source_key = entry ->> 'source_key'
            ) then entry || '{"record": {}}'
            else entry
          end as entry
        from jsonb_array_elements(v_entries) as entry
        order by
          entry ->> 'platform_id',
          entry ->> 'source_key',
          entry ? 'repeats',
          (entry ->> 'position')::integer
      ) as wish
    )
  ) as resources;

  perform private.record_audit(
    'import', import_batch.kind::text, written.resource_id, written.before, written.after
  )
  from jsonb_to_recordset(v_written) as written (
    resource_id uuid, outcome text, before jsonb, after jsonb
  )
  where written.outcome = 'updated';

  select jsonb_agg(jsonb_build_object(
    'position', entry -> 'position',
    'outcome', coalesce(written.outcome, 'unchanged'),
    'changes', (
      select jsonb_object_agg(field.key, jsonb_build_array(written.before -> field.key, field.value))
      from jsonb_each(written.after) as field
      where field.value is distinct from written.before -> field.key
    ),
    'new_organisation', entry -> 'new_organisation',
    'new_platform', entry -> 'new_platform'
  ))
  into v_outcomes
  from jsonb_array_elements(v_entries) as entry
  left join jsonb_to_recordset(v_written) as written (
    "position" integer, outcome text, before jsonb, after jsonb
  )
    on written."position" = (entry ->> 'position')::integer;

  if kind = 'instrument' then
    v_changed := array(
      select (written ->> 'resource_id')::uuid
      from jsonb_array_elements(v_written) as written
      where written ->> 'outcome' <> 'unchanged'
      union
      select opened.instrument_id
      from private.open_imported_instruments(
        array(select (written ->> 'resource_id')::uuid from jsonb_array_elements(v_written) as written),
        opens,
        closes
      ) as opened (instrument_id)
    );
    perform set_config('private.catalogue_waits', '', true);
    perform private.refresh_catalogue_entries('instrument', v_changed);
  elsif kind = 'literature' then
    select jsonb_agg(
      outcome || jsonb_build_object(
        'outcome', case
          when links.is_linked and outcome ->> 'outcome' = 'unchanged' then 'updated'
          else outcome ->> 'outcome'
        end,
        'linked', nullif(links.is_linked, false),
        'unknown_instrument', nullif(links.is_unknown, false)
      )
    )
    into v_outcomes
    from jsonb_array_elements(v_outcomes) as outcome
    left join private.link_literature(v_entries, platform_id) as links
      on links."position" = (outcome ->> 'position')::integer;
  end if;

  return v_outcomes;
end;
$$;
comment on function private.import_batch is 'Writes a batch of entries with all that hangs on them, or raises what refused it.';

/* The field that a constraint is about, in the words of the caller. */
create function private.refused_field("table" text, "column" text, "constraint" text)
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when "table" in ('organisations', 'platforms') then 'owner'
    when "column" <> '' then "column"
    else (
      select pg_attribute.attname::text
      from pg_catalog.pg_constraint
      join pg_catalog.pg_attribute
        on pg_attribute.attrelid = pg_constraint.conrelid
        -- The last column: class_code of (class_scheme, class_level, class_code).
        and pg_attribute.attnum = pg_constraint.conkey[array_upper(pg_constraint.conkey, 1)]
      where pg_constraint.conname = "constraint"
        and pg_constraint.conrelid = to_regclass(format('public.%I', "table"))
    )
  end;
$$;
comment on function private.refused_field is 'The column that a violated constraint is about; owner for those of organisations and platforms.';

/*
 * Takes what can be taken: a batch that something refuses is halved until the refused entry stands
 * alone. Each try is a subtransaction, so an owner made for a refused entry is gone with it.
 */
create function private.import_in_halves(
  kind public.resource_kind, entries jsonb, platform_id uuid, opens time, closes time
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_count      integer := jsonb_array_length(entries);
  v_table      text;
  v_column     text;
  v_constraint text;
  v_message    text;
begin
  if v_count = 0 then
    return '[]';
  end if;
  begin
    return private.import_batch(kind, entries, platform_id, opens, closes);
  exception when integrity_constraint_violation or data_exception then
    get stacked diagnostics
      v_table = table_name,
      v_column = column_name,
      v_constraint = constraint_name,
      v_message = message_text;
  end;

  if v_count = 1 then
    return jsonb_build_array(jsonb_build_object(
      'position', entries -> 0 -> 'position',
      'outcome', 'refused',
      'field', private.refused_field(v_table, v_column, v_constraint),
      'reason', coalesce(nullif(v_constraint, ''), v_message)
    ));
  end if;
  return
    private.import_in_halves(
      kind, jsonb_path_query_array(entries, '$[0 to $last]', jsonb_build_object('last', v_count / 2 - 1)),
      platform_id, opens, closes
    )
    || private.import_in_halves(
      kind, jsonb_path_query_array(entries, '$[$first to last]', jsonb_build_object('first', v_count / 2)),
      platform_id, opens, closes
    );
end;
$$;
comment on function private.import_in_halves is 'Writes the entries that nothing refuses and names what refused the others.';

/*
 * Finds the rows of one call that are about the same record. The first stands. A later one with the
 * same content is a duplicate; with other content it is refused, since otherwise the two would
 * overwrite each other at every run. For literature it is another instrument of the same work.
 */
create function private.entries_of_rows(kind public.resource_kind, rows jsonb, platform_id uuid)
returns table ("position" integer, entry jsonb, outcome jsonb)
language sql
stable
rows 500
set search_path = ''
as $$
  with keyed as (
    select
      given.ordinality::integer as "position",
      given.value as row,
      concat_ws(
        E'\n',
        case
          when entries_of_rows.platform_id is null and entries_of_rows.kind <> 'literature'
          then private.normalised_name(given.value -> 'owner' ->> 'organisation')
            || E'\n' || private.normalised_name(given.value -> 'owner' ->> 'platform')
        end,
        given.value ->> 'source_key'
      ) as key
    from jsonb_array_elements(entries_of_rows.rows) with ordinality as given
  ),
  ranked as (
    select
      keyed.*,
      row_number() over same_record > 1 as is_repeated,
      first_value(keyed.row -> 'record') over same_record = keyed.row -> 'record' as is_equal
    from keyed
    window same_record as (partition by keyed.key order by keyed."position")
  )
  select
    ranked."position",
    ranked.row
      || jsonb_build_object('position', ranked."position")
      || case when ranked.is_repeated then '{"repeats": true}'::jsonb else '{}' end,
    case
      when not ranked.is_repeated or entries_of_rows.kind = 'literature' then null
      when ranked.is_equal then
        jsonb_build_object('position', ranked."position", 'outcome', 'duplicate')
      else jsonb_build_object(
        'position', ranked."position", 'outcome', 'refused',
        'field', 'source_key', 'reason', 'repeated_with_other_content'
      )
    end
  from ranked;
$$;
comment on function private.entries_of_rows is 'The rows with their positions, and the outcome of those that repeat an earlier one.';

/* One call of the importer: guard, turn, judge, write, and say of each row what became of it. */
create function private.import_rows(
  kind        public.resource_kind,
  rows        jsonb,
  platform_id uuid,
  dry_run     boolean,
  run_id      uuid,
  opens       time,
  closes      time
)
returns jsonb
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_entries  jsonb;
  v_repeated jsonb;
  v_outcomes jsonb;
begin
  if not coalesce(private.can_import(platform_id), false) then
    raise exception 'import_not_allowed' using errcode = 'PT403';
  end if;
  if platform_id is not null
    and not exists (select from public.platforms where platforms.id = import_rows.platform_id) then
    raise exception 'platform_not_found' using errcode = 'PT404';
  end if;
  if jsonb_typeof(rows) is distinct from 'array'
    or jsonb_path_exists(rows, '$[*] ? (@.type() != "object" || @.record.type() != "object")')
    or jsonb_path_exists(rows, '$[*] ? (!exists (@.record))') then
    raise exception 'import_rows_malformed' using errcode = 'PT422';
  end if;
  -- One call is one transaction, in which other importers wait.
  if jsonb_array_length(rows) > 1000 then
    raise exception 'import_batch_too_large' using errcode = 'PT422', detail = '1000';
  end if;

  perform pg_advisory_xact_lock(hashtextextended('private.import_rows', 0));

  select
    coalesce(jsonb_agg(judged.entry order by judged."position") filter (where judged.outcome is null), '[]'),
    coalesce(jsonb_agg(judged.outcome) filter (where judged.outcome is not null), '[]')
  into v_entries, v_repeated
  from private.entries_of_rows(kind, rows, platform_id) as judged;

  -- What a dry run reports is what was done, before all of it is taken back.
  begin
    v_outcomes := private.import_in_halves(kind, v_entries, platform_id, opens, closes) || v_repeated;
    if dry_run then
      raise exception 'dry_run' using errcode = 'PT200';
    end if;
    if jsonb_path_exists(v_outcomes, '$[*] ? (@.outcome == "inserted" || @.outcome == "updated")') then
      perform private.record_audit('import', 'import', coalesce(run_id, gen_random_uuid()), null, jsonb_build_object(
        'kind', kind,
        'platform_id', platform_id,
        'rows', jsonb_array_length(rows),
        'inserted', (select count(*) from jsonb_array_elements(v_outcomes) as o where o ->> 'outcome' = 'inserted'),
        'updated', (select count(*) from jsonb_array_elements(v_outcomes) as o where o ->> 'outcome' = 'updated')
      ));
    end if;
  exception when sqlstate 'PT200' then
    null;
  end;

  return (
    select coalesce(
      jsonb_agg(jsonb_strip_nulls(outcome) - 'position' order by (outcome ->> 'position')::integer), '[]'
    )
    from jsonb_array_elements(v_outcomes) as outcome
  );
end;
$$;
comment on function private.import_rows is 'The writer behind the import functions in public.';

create function public.import_instruments(
  rows        jsonb,
  platform_id uuid default null,
  dry_run     boolean default false,
  run_id      uuid default gen_random_uuid(),
  opens       time default '09:00',
  closes      time default '17:00'
)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.import_rows(
    'instrument', import_instruments.rows, import_instruments.platform_id, import_instruments.dry_run,
    import_instruments.run_id, import_instruments.opens, import_instruments.closes
  );
$$;

create function public.import_datasets(
  rows        jsonb,
  platform_id uuid default null,
  dry_run     boolean default false,
  run_id      uuid default gen_random_uuid()
)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.import_rows(
    'dataset', import_datasets.rows, import_datasets.platform_id, import_datasets.dry_run,
    import_datasets.run_id, null, null
  );
$$;

create function public.import_literature(
  rows        jsonb,
  platform_id uuid default null,
  dry_run     boolean default false,
  run_id      uuid default gen_random_uuid()
)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.import_rows(
    'literature', import_literature.rows, import_literature.platform_id, import_literature.dry_run,
    import_literature.run_id, null, null
  );
$$;

create function public.import_services(
  rows        jsonb,
  platform_id uuid default null,
  dry_run     boolean default false,
  run_id      uuid default gen_random_uuid()
)
returns jsonb
language sql
volatile
set search_path = ''
as $$
  select private.import_rows(
    'service', import_services.rows, import_services.platform_id, import_services.dry_run,
    import_services.run_id, null, null
  );
$$;

comment on function public.import_instruments is 'Takes over up to 1000 instruments; answers each row, in order, with its outcome and, where refused, field and reason.';
comment on function public.import_datasets is 'Takes over up to 1000 datasets; answers each row, in order, with its outcome.';
comment on function public.import_literature is 'Takes over up to 1000 works, each with an instrument it was done with; answers each row, in order, with its outcome.';
comment on function public.import_services is 'Takes over up to 1000 services; answers each row, in order, with its outcome.';

grant execute on function
  private.import_rows(public.resource_kind, jsonb, uuid, boolean, uuid, time, time),
  public.import_instruments(jsonb, uuid, boolean, uuid, time, time),
  public.import_datasets(jsonb, uuid, boolean, uuid),
  public.import_literature(jsonb, uuid, boolean, uuid),
  public.import_services(jsonb, uuid, boolean, uuid)
to authenticated, service_role;
