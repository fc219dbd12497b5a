/*
 * The use log of an instrument that nobody checks in at: kept by its own computer or in a book, and
 * loaded from a file. Each row becomes a service record as the lab's form would make it, from the
 * same function. A row that says what is on record already is passed over, so that the same log may be
 * loaded again with what has been added to it.
 */
create function private.find_logged_instrument(platform_id uuid, label text)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select array[instruments.id]
      from public.instruments
      where instruments.platform_id = find_logged_instrument.platform_id
        and instruments.source_key = find_logged_instrument.label
    ),
    (
      select array_agg(instruments.id)
      from public.instruments
      where instruments.platform_id = find_logged_instrument.platform_id
        and find_logged_instrument.label in (instruments.name, instruments.name_en)
    ),
    '{}'
  );
end;
$$;
comment on function private.find_logged_instrument is 'The instruments that a row can mean: the one of that number, or else those of that name.';

create function private.find_logged_organisation(label text)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select array[organisations.id]
      from public.organisations
      where organisations.unified_social_credit_code = find_logged_organisation.label
    ),
    (
      select array_agg(organisations.id)
      from public.organisations
      where find_logged_organisation.label in (organisations.name, organisations.name_en)
    ),
    '{}'
  );
end;
$$;
comment on function private.find_logged_organisation is 'The organisations that a row can mean: the one of that credit code, or else those of that name.';

/* One row: what became of it, and how it counts. */
create function private.import_logged_use(platform_id uuid, entry jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_instruments   constant uuid[] := private.find_logged_instrument(
    import_logged_use.platform_id, entry ->> 'instrument'
  );
  v_organisations constant uuid[] := private.find_logged_organisation(entry ->> 'organisation');
  v_during        constant tstzrange := tstzrange(
    (entry ->> 'starts_at')::timestamptz, (entry ->> 'ends_at')::timestamptz
  );
  v_bookings      uuid[];
  v_record        public.service_records;
begin
  if cardinality(v_instruments) <> 1 then
    return jsonb_build_object(
      'outcome', 'refused', 'field', 'instrument',
      'reason', case when v_instruments = '{}' then 'instrument_unknown' else 'instrument_ambiguous' end
    );
  end if;
  if cardinality(v_organisations) <> 1 then
    return jsonb_build_object(
      'outcome', 'refused', 'field', 'organisation',
      'reason', case when v_organisations = '{}' then 'customer_unknown' else 'customer_ambiguous' end
    );
  end if;
  if exists (
    select
    from public.service_records as records
    where records.instrument_id = v_instruments[1]
      and records.beneficiary_id = v_organisations[1]
      and records.kind = 'instrument_time'
      and records.starts_at = lower(v_during)
      and records.ends_at = upper(v_during)
  ) then
    return jsonb_build_object('outcome', 'duplicate');
  end if;

  -- The one booking that this was the use of, so that what was reserved stands beside what was used.
  select array_agg(bookings.id) into v_bookings
  from public.bookings
  where bookings.instrument_id = v_instruments[1]
    and bookings.organisation_id = v_organisations[1]
    and bookings.status in ('confirmed', 'in_use', 'completed')
    and bookings.reserved && v_during
    and not exists (
      select
      from public.service_records as records
      where records.booking_id = bookings.id
    );

  v_record := private.write_down_service(
    import_logged_use.platform_id,
    private.read_service_input(
      jsonb_strip_nulls(
        (entry - 'instrument' - 'organisation')
        || jsonb_build_object(
          'kind', 'instrument_time',
          'instrument_id', v_instruments[1],
          'beneficiary_id', v_organisations[1],
          'booking_id', case when cardinality(v_bookings) = 1 then v_bookings[1] end
        )
      ),
      '{}'
    ),
    case
      when clock_timestamp() <= upper(v_during) + make_interval(
        days => private.counting_parameter('late_entry_days', upper(v_during)::date)
      ) then 'import'
    end
  );
  return jsonb_build_object(
    'outcome', 'inserted',
    'state', v_record.state,
    'class', v_record.beneficiary_class,
    'hours', v_record.quantity,
    'is_shared', public.is_shared(v_record) and v_record.state = 'rendered',
    'is_booked', v_record.booking_id is not null,
    'source', v_record.source,
    'flags', to_jsonb(v_record.flags)
  );
exception
  when sqlstate 'PT404' or sqlstate 'PT409' or sqlstate 'PT422' then
    return jsonb_build_object('outcome', 'refused', 'reason', sqlerrm);
  when check_violation or foreign_key_violation then
    declare
      v_constraint text;
    begin
      get stacked diagnostics v_constraint = constraint_name;
      return jsonb_build_object('outcome', 'refused', 'reason', v_constraint);
    end;
end;
$$;
comment on function private.import_logged_use is 'Writes one row of a use log down, or says why not.';

create function private.import_use_log(platform_id uuid, entries jsonb, dry_run boolean, before jsonb)
returns jsonb
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_outcomes jsonb := '[]';
  v_entry    jsonb;
begin
  if not private.can_staff(import_use_log.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if jsonb_array_length(import_use_log.entries) > 500 or jsonb_array_length(import_use_log.before) > 500 then
    raise exception 'too_many_entries' using errcode = 'PT422';
  end if;

  begin
    -- A row overlaps with those of an earlier call, which a dry run has taken back by now.
    for v_entry in
      select value from jsonb_array_elements(import_use_log.before) where import_use_log.dry_run
    loop
      perform private.import_logged_use(import_use_log.platform_id, v_entry);
    end loop;
    for v_entry in select value from jsonb_array_elements(import_use_log.entries) loop
      v_outcomes := v_outcomes || private.import_logged_use(import_use_log.platform_id, v_entry);
    end loop;
    if import_use_log.dry_run then
      -- What was written is taken back; what is known of it stays.
      raise exception 'taken_back' using errcode = 'YX001';
    end if;
  exception
    when sqlstate 'YX001' then
      null;
  end;
  return v_outcomes;
end;
$$;
comment on function private.import_use_log is 'The writer behind public.import_use_log.';

create function public.import_use_log(
  platform_id uuid, entries jsonb, dry_run boolean default false, before jsonb default '[]'
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.import_use_log(
    import_use_log.platform_id, import_use_log.entries, import_use_log.dry_run, import_use_log.before
  );
end;
$$;
comment on function public.import_use_log is 'Loads up to 500 rows of a use log, {instrument, organisation, starts_at, ends_at, state, purpose_code, charged_fen, content, evidence}, and says of each what became of it and how it counts: {outcome: inserted | duplicate | refused, field, reason, state, class, hours, is_shared, is_booked, source, flags}. A dry run says the same and writes nothing; before names up to 500 rows that it takes as loaded already. Raises PT403 platform_not_yours, PT422 too_many_entries.';

insert into private.token_functions (function_name, scope)
values ('import_use_log', 'manage');

grant execute on function
  private.import_use_log(uuid, jsonb, boolean, jsonb),
  public.import_use_log(uuid, jsonb, boolean, jsonb)
to authenticated;
