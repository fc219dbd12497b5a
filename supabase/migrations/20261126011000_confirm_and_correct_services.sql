/*
 * What people do with records: each side confirms or disputes, and the lab corrects, or writes down
 * a service that no booking tells of. Whatever is wrong stays legible: a correction is a new version.
 */

/*
 * Where a side stands, by the clock and whether or not any job ran: its own last word, or after the
 * days of confirm_days the consent of who did not answer.
 */
create function public.confirmation(record public.service_records, side public.booking_side)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_verdict text;
begin
  select confirmations.verdict into v_verdict
  from public.service_record_confirmations as confirmations
  where confirmations.record_id = (record).id and confirmations.side = confirmation.side
  order by confirmations.created_at desc, confirmations.id desc
  limit 1;
  return case
    when v_verdict = 'confirmed' then 'manual'
    when v_verdict = 'disputed' then 'disputed'
    when public.confirmed_from(record) <= now() then 'auto'
    else 'open'
  end;
end;
$$;
comment on function public.confirmation is 'Where a side stands on a record: open, disputed, manual (it said yes) or auto (it said nothing for long enough).';

create function public.confirmed_from(record public.service_records)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return (record).recorded_at + make_interval(days => private.counting_parameter(
    'confirm_days', ((record).recorded_at at time zone private.ledger_zone())::date
  ));
end;
$$;
comment on function public.confirmed_from is 'When a record counts as confirmed by who has said nothing, as a column of records.';

/* R-COUNT (reference 1.4), in one place: what counts as shared. */
create function public.is_shared(record public.service_records)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return (record).beneficiary_id <> (record).host_id
    and not (record).related_party
    and coalesce(
      (select codes.is_shared from public.purpose_codes as codes where codes.code = (record).purpose_code),
      false
    );
end;
$$;
comment on function public.is_shared is 'R-COUNT: served somebody else than the provider''s legal person, not related to it, for a purpose that is not excluded. A record without a purpose is not.';

create view public.current_service_records
with (security_invoker = true)
as
select
  records.id, records.platform_id, records.seq, records.version, records.corrects, records.kind,
  records.state, records.instrument_id, records.dataset_id, records.literature_item_id,
  records.service_id, records.booking_id, records.host_id, records.designation_id,
  records.beneficiary_id, records.beneficiary_class, records.makerspace_id, records.purpose_code,
  records.related_party, records.reserved_from, records.reserved_until, records.starts_at,
  records.ends_at, records.quantity, records.unit, records.currency, records.list_price_fen,
  records.charged_fen, records.paid_fen, records.voucher_fen, records.source, records.flags,
  cardinality(records.flags) > 0 as is_flagged, records.recorded_at,
  public.is_shared(records) as is_shared,
  public.confirmation(records, 'customer') as customer_confirmation,
  public.confirmation(records, 'lab') as lab_confirmation
from public.service_records as records
where not exists (
  select from public.service_records as later where later.corrects = records.id
);
comment on view public.current_service_records is 'The last version of each record, with where both sides stand.';
grant select on public.current_service_records to authenticated, service_role;

/*
 * R-HOURS (reference 1.5): effective and external machine hours of an instrument in a window, each
 * the length of a union of clipped intervals, of the records that the person asking may see.
 */
create function public.machine_hours(instrument_id uuid, starts_at timestamptz, ends_at timestamptz)
returns table (used_minutes numeric, shared_minutes numeric, startup_minutes numeric, records bigint, flagged bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
  if machine_hours.ends_at <= machine_hours.starts_at then
    raise exception 'period_invalid' using errcode = 'PT422';
  end if;
  return query
    with counted as (
      select
        tstzrange(
          greatest(current_records.starts_at, machine_hours.starts_at),
          least(current_records.ends_at, machine_hours.ends_at)
        ) as during,
        current_records.is_shared,
        current_records.beneficiary_class,
        current_records.is_flagged
      from public.current_service_records as current_records
      where current_records.instrument_id = machine_hours.instrument_id
        -- A sample order that is linked to a use would count its time twice.
        and (
          current_records.kind = 'instrument_time'
          or (current_records.kind = 'sample_order' and current_records.booking_id is null)
        )
        and (
          current_records.state = 'rendered'
          or (current_records.state = 'calibration' and current_records.charged_fen > 0)
        )
        and current_records.starts_at < machine_hours.ends_at
        and current_records.ends_at > machine_hours.starts_at
    )
    select
      coalesce(private.minutes_of(range_agg(counted.during)), 0),
      coalesce(private.minutes_of(range_agg(counted.during) filter (where counted.is_shared)), 0),
      coalesce(
        private.minutes_of(range_agg(counted.during) filter (
          where counted.is_shared and counted.beneficiary_class in ('makerspace', 'startup')
        )),
        0
      ),
      count(*),
      count(*) filter (where counted.is_flagged)
    from counted;
end;
$$;
comment on function public.machine_hours is 'R-HOURS: effective (E), external (S) and startup minutes of an instrument in a window, with how many records they come from and how many of those an auditor should look at. Raises PT422 period_invalid.';

/* The sides of a record. Who belongs to both speaks for the one served, unless they say otherwise. */
create function private.side_of_record(record public.service_records, wished public.booking_side)
returns public.booking_side
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  if wished is distinct from 'lab' and private.can_book_for((record).beneficiary_id) then
    return 'customer';
  end if;
  if wished is distinct from 'customer' and private.can_staff((record).platform_id) then
    return 'lab';
  end if;
  return null;
end;
$$;
comment on function private.side_of_record is 'The side of a record that the person asking is on; null for everybody else, evaluators too.';

create function public.my_side_of_record(record public.service_records)
returns public.booking_side
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.side_of_record(record, null);
end;
$$;
comment on function public.my_side_of_record is 'The side of a record that the person asking is on, as a column of records.';

/* All versions of a record, from whichever of them, the first first. */
create function public.service_record_versions(record_id uuid)
returns setof public.service_records
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    with recursive earlier as (
      select records.id, records.corrects
      from public.service_records as records
      where records.id = service_record_versions.record_id
      union all
      select records.id, records.corrects
      from earlier
      join public.service_records as records on records.id = earlier.corrects
    ),
    versions as (
      select earlier.id from earlier where earlier.corrects is null
      union all
      select records.id
      from versions
      join public.service_records as records on records.corrects = versions.id
    )
    select records.*
    from versions
    join public.service_records as records on records.id = versions.id
    order by records.version;
end;
$$;
comment on function public.service_record_versions is 'The versions of a record, from its first to its last.';

/* The record, under its chain's lock, so that nobody confirms what is just being corrected. */
create function private.lock_current_record(record_id uuid)
returns public.service_records
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_record public.service_records;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select records.* into v_record
  from public.service_records as records
  where records.id = lock_current_record.record_id;
  if not found or private.side_of_record(v_record, null) is null then
    raise exception 'service_record_not_found' using errcode = 'PT404';
  end if;

  perform from private.ledger_heads as heads
  where heads.platform_id = v_record.platform_id
  for update;
  if exists (select from public.service_records as later where later.corrects = v_record.id) then
    raise exception 'service_record_superseded' using errcode = 'PT409';
  end if;
  return v_record;
end;
$$;
comment on function private.lock_current_record is 'The last version of a record, locked, for its parties. Raises PT404 for everybody else, PT409 service_record_superseded.';

create function private.answer_record(record_id uuid, verdict text, reason text, side public.booking_side)
returns public.service_record_confirmations
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_record public.service_records;
  v_side   public.booking_side;
  v_reason constant text := nullif(btrim(answer_record.reason), '');
  v_before public.service_record_confirmations;
  v_answer public.service_record_confirmations;
begin
  v_record := private.lock_current_record(answer_record.record_id);
  v_side := private.side_of_record(v_record, answer_record.side);
  if v_side is null then
    raise exception 'service_record_not_yours' using errcode = 'PT403';
  end if;
  if answer_record.verdict = 'disputed' and v_reason is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  select confirmations.* into v_before
  from public.service_record_confirmations as confirmations
  where confirmations.record_id = v_record.id and confirmations.side = v_side
  order by confirmations.created_at desc, confirmations.id desc
  limit 1;
  -- The same answer twice is given once.
  if v_before.verdict = answer_record.verdict and v_before.reason is not distinct from v_reason then
    return v_before;
  end if;

  insert into public.service_record_confirmations (record_id, side, verdict, reason, person_id)
  values (v_record.id, v_side, answer_record.verdict, v_reason, auth.uid())
  returning * into v_answer;

  perform private.record_audit(
    case answer_record.verdict when 'confirmed' then 'confirm' else 'dispute' end,
    'service_record', v_record.id, to_jsonb(v_before), to_jsonb(v_answer)
  );
  if answer_record.verdict = 'disputed' then
    insert into private.outbox (topic, subject_id) values ('service_record_disputed', v_record.id);
  end if;
  return v_answer;
end;
$$;
comment on function private.answer_record is 'The writer behind public.confirm_service_record and public.dispute_service_record.';

create function public.confirm_service_record(record_id uuid, side public.booking_side default null)
returns public.service_record_confirmations
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.answer_record(
    confirm_service_record.record_id, 'confirmed', null, confirm_service_record.side
  );
end;
$$;
comment on function public.confirm_service_record is 'One side says that a record is right; twice is once. Raises PT403 service_record_not_yours, PT404, PT409 service_record_superseded.';

create function public.dispute_service_record(
  record_id uuid, reason text, side public.booking_side default null
)
returns public.service_record_confirmations
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.answer_record(
    dispute_service_record.record_id, 'disputed', dispute_service_record.reason, dispute_service_record.side
  );
end;
$$;
comment on function public.dispute_service_record is 'One side says what is wrong with a record; the lab is told. Raises PT403, PT404, PT409 service_record_superseded, PT422 reason_needed.';

/*
 * What a lab says of a service, in words of JSON. Keys that are not given stay as they are; a key
 * that there is not is refused, for a correction that changes nothing unnoticed is worse than none.
 */
create type private.service_input as (
  kind               public.service_kind,
  state              public.service_state,
  instrument_id      uuid,
  dataset_id         uuid,
  literature_item_id uuid,
  service_id         uuid,
  booking_id         uuid,
  beneficiary_id     uuid,
  person_id          uuid,
  purpose_code       text,
  related_party      boolean,
  related_evidence   text,
  starts_at          timestamptz,
  ends_at            timestamptz,
  quantity           numeric,
  unit               text,
  list_price_fen     bigint,
  charged_fen        bigint,
  paid_fen           bigint,
  contract_no        text,
  evidence           text[],
  content            text,
  subject_name       text
);
comment on type private.service_input is 'What may be said of a service by hand.';

create function private.read_service_input(given jsonb, known jsonb)
returns private.service_input
language plpgsql
stable
set search_path = ''
as $$
declare
  v_known   constant private.service_input := jsonb_populate_record(null::private.service_input, known);
  v_unknown text;
begin
  if jsonb_typeof(given) is distinct from 'object' then
    raise exception 'service_malformed' using errcode = 'PT422';
  end if;
  select keys.key into v_unknown
  from jsonb_object_keys(given) as keys (key)
  where not to_jsonb(v_known) ? keys.key
  limit 1;
  if found then
    raise exception 'service_malformed' using errcode = 'PT422', detail = v_unknown;
  end if;
  return jsonb_populate_record(v_known, given);
end;
$$;
comment on function private.read_service_input is 'What is known, with what is given in its place. Raises PT422 service_malformed.';

create function private.require_resource(record public.service_records)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  -- A lab accounts for what is its own.
  if exists (
      select from public.instruments as things
      where things.id = (record).instrument_id and things.platform_id <> (record).platform_id
    )
    or exists (
      select from public.datasets as things
      where things.id = (record).dataset_id and things.platform_id <> (record).platform_id
    )
    or exists (
      select from public.literature_items as things
      where things.id = (record).literature_item_id and things.platform_id <> (record).platform_id
    )
    or exists (
      select from public.services as things
      where things.id = (record).service_id and things.platform_id <> (record).platform_id
    )
    or exists (
      select from public.bookings
      where bookings.id = (record).booking_id
        and bookings.platform_id <> (record).platform_id
    ) then
    raise exception 'service_resource_not_yours' using errcode = 'PT422';
  end if;
end;
$$;
comment on function private.require_resource is 'Raises unless what was served belongs to the platform that says so.';

create function private.record_service(platform_id uuid, service jsonb)
returns public.service_records
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_known  jsonb;
  v_record public.service_records;
begin
  if not private.can_staff(record_service.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  v_known := private.replayed_answer(
    'record_service', jsonb_build_array(record_service.platform_id, record_service.service)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.service_records, v_known);
  end if;

  v_record := private.write_down_service(
    record_service.platform_id, private.read_service_input(record_service.service, '{}'), null
  );
  perform private.keep_answer('record_service', to_jsonb(v_record));
  return v_record;
end;
$$;
comment on function private.record_service is 'The writer behind public.record_service.';

create function private.write_down_service(
  platform_id uuid, input private.service_input, source text
)
returns public.service_records
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_input   private.service_input := input;
  v_booking public.bookings;
  v_draft   public.service_records;
  v_details public.service_record_details;
  v_record  public.service_records;
  v_at      constant timestamptz := clock_timestamp();
begin
  if v_input.starts_at is null or v_input.beneficiary_id is null or v_input.kind is null then
    raise exception 'service_incomplete' using errcode = 'PT422';
  end if;
  if coalesce(v_input.ends_at, v_input.starts_at) > v_at then
    raise exception 'service_in_the_future' using errcode = 'PT422';
  end if;

  if v_input.booking_id is not null then
    -- What was reserved and charged is known; the lab says what was used of it.
    select bookings.* into v_booking
    from public.bookings
    where bookings.id = v_input.booking_id and bookings.platform_id = write_down_service.platform_id;
    if not found then
      raise exception 'booking_not_found' using errcode = 'PT404';
    end if;
    if v_booking.organisation_id <> v_input.beneficiary_id then
      raise exception 'service_malformed' using errcode = 'PT422', detail = 'beneficiary_id';
    end if;
    if exists (
      select from public.service_records as records
      where records.booking_id = v_booking.id and records.version = 1
    ) then
      raise exception 'booking_recorded' using errcode = 'PT409';
    end if;
    v_draft.reserved_from := v_booking.starts_at;
    v_draft.reserved_until := v_booking.ends_at;
    v_draft.rule_id := v_booking.rule_id;
    v_draft.tariff_id := v_booking.tariff_id;
    v_draft.currency := v_booking.currency;
    v_input.list_price_fen := coalesce(v_input.list_price_fen, private.list_price(v_booking));
    v_input.charged_fen := coalesce(v_input.charged_fen, public.due_fen(v_booking));
    v_input.purpose_code := coalesce(v_input.purpose_code, v_booking.purpose_code);
    v_input.person_id := v_booking.person_id;
  end if;

  v_draft.platform_id := write_down_service.platform_id;
  v_draft := private.apply_service_input(v_draft, v_input);
  -- Written by hand: time at an instrument without a booking, and whatever comes late.
  v_draft.source := case
    when write_down_service.source is not null then write_down_service.source
    when (v_draft.kind = 'instrument_time' and v_draft.booking_id is null)
      or v_at > v_draft.ends_at
        + make_interval(days => private.counting_parameter('late_entry_days', v_draft.ends_at::date))
      then 'backfilled'
    else 'platform'
  end;
  perform private.require_resource(v_draft);
  v_details.content := nullif(btrim(v_input.content), '');
  v_details.subject_name := nullif(btrim(v_input.subject_name), '');
  v_record := private.append_service_record(v_draft, v_details, v_input.person_id, '{}');

  -- Who writes it down says that it is so.
  insert into public.service_record_confirmations (record_id, side, verdict, person_id)
  values (v_record.id, 'lab', 'confirmed', auth.uid());
  perform private.record_audit('record', 'service_record', v_record.id, null, to_jsonb(v_record));
  insert into private.outbox (topic, subject_id) values ('service_recorded', v_record.id);
  return v_record;
end;
$$;
comment on function private.write_down_service is 'Writes what a lab says of a service. Its source is worked out where none is given. The caller has judged who may.';

create function private.apply_service_input(draft public.service_records, input private.service_input)
returns public.service_records
language plpgsql
stable
set search_path = ''
as $$
declare
  v_draft public.service_records := draft;
begin
  v_draft.kind := (input).kind;
  v_draft.state := coalesce((input).state, 'rendered');
  v_draft.instrument_id := (input).instrument_id;
  v_draft.dataset_id := (input).dataset_id;
  v_draft.literature_item_id := (input).literature_item_id;
  v_draft.service_id := (input).service_id;
  v_draft.booking_id := (input).booking_id;
  v_draft.beneficiary_id := (input).beneficiary_id;
  v_draft.purpose_code := (input).purpose_code;
  v_draft.related_party := coalesce((input).related_party, false);
  v_draft.related_evidence := nullif(btrim((input).related_evidence), '');
  v_draft.starts_at := (input).starts_at;
  v_draft.ends_at := coalesce((input).ends_at, (input).starts_at);
  v_draft.quantity := coalesce((input).quantity, 1);
  v_draft.unit := coalesce(
    (input).unit,
    case (input).kind
      when 'sample_order' then 'sample'
      when 'dataset' then 'request'
      when 'literature' then 'item'
      else 'service'
    end
  );
  v_draft.list_price_fen := (input).list_price_fen;
  v_draft.charged_fen := (input).charged_fen;
  v_draft.paid_fen := (input).paid_fen;
  v_draft.contract_no := nullif(btrim((input).contract_no), '');
  v_draft.evidence := coalesce((input).evidence, '{}');
  return v_draft;
end;
$$;
comment on function private.apply_service_input is 'A draft with what was said by hand.';

create function public.record_service(platform_id uuid, service jsonb)
returns public.service_records
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.record_service(record_service.platform_id, record_service.service);
end;
$$;
comment on function public.record_service is 'A lab writes down a service that was rendered: {kind, beneficiary_id, starts_at, ends_at, quantity, unit, instrument_id | dataset_id | literature_item_id | service_id, booking_id, purpose_code, related_party, related_evidence, list_price_fen, charged_fen, paid_fen, contract_no, evidence, content, subject_name}. Raises PT403 platform_not_yours, PT404 booking_not_found, PT409 booking_recorded, PT422 service_malformed, service_incomplete, service_in_the_future, service_resource_not_yours, and the names of constraints.';

create function private.correct_service_record(record_id uuid, changes jsonb, reason text)
returns public.service_records
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_known   jsonb;
  v_before  public.service_records;
  v_details public.service_record_details;
  v_input   private.service_input;
  v_was     private.service_input;
  v_draft   public.service_records;
  v_record  public.service_records;
  v_person  uuid;
begin
  v_known := private.replayed_answer(
    'correct_service_record',
    jsonb_build_array(correct_service_record.record_id, correct_service_record.changes, correct_service_record.reason)
  );
  if v_known is not null then
    return jsonb_populate_record(null::public.service_records, v_known);
  end if;

  v_before := private.lock_current_record(correct_service_record.record_id);
  if not private.can_staff(v_before.platform_id) then
    raise exception 'service_record_not_yours' using errcode = 'PT403';
  end if;
  if nullif(btrim(correct_service_record.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;

  select details.* into v_details
  from public.service_record_details as details
  where details.record_id = v_before.id;
  v_was := private.read_service_input('{}', to_jsonb(v_details) || to_jsonb(v_before));
  v_input := private.read_service_input(correct_service_record.changes, to_jsonb(v_was));
  if v_input.kind <> v_before.kind or v_input.booking_id is distinct from v_before.booking_id then
    raise exception 'service_malformed' using errcode = 'PT422', detail = 'kind, booking_id';
  end if;
  -- The booking says for whom it was; and what they said of it is for nobody else to read.
  if v_before.booking_id is not null and v_input.beneficiary_id <> v_before.beneficiary_id then
    raise exception 'service_malformed' using errcode = 'PT422', detail = 'beneficiary_id';
  end if;
  -- Who was there is apart from the record and stays with its first version.
  if v_input.person_id is not null then
    raise exception 'service_malformed' using errcode = 'PT422', detail = 'person_id';
  end if;
  if v_input is not distinct from v_was then
    raise exception 'correction_changes_nothing' using errcode = 'PT422';
  end if;
  if v_input.ends_at <> v_was.ends_at and v_input.ends_at > clock_timestamp() then
    raise exception 'service_in_the_future' using errcode = 'PT422';
  end if;

  v_draft := v_before;
  -- When it was recorded, and what follows from that, is the new version's own.
  v_draft.recorded_at := null;
  v_draft.version := v_before.version + 1;
  v_draft.corrects := v_before.id;
  v_draft := private.apply_service_input(v_draft, v_input);
  perform private.require_resource(v_draft);
  v_details.content := nullif(btrim(v_input.content), '');
  v_details.subject_name := nullif(btrim(v_input.subject_name), '');
  v_details.reason := btrim(correct_service_record.reason);
  select people.person_id into v_person
  from public.service_record_people as people
  where people.record_id = v_before.id;
  v_record := private.append_service_record(
    v_draft, v_details, v_person,
    array(select flag from unnest(v_before.flags) as flag where flag in ('forgotten', 'reported_late'))
  );

  insert into public.service_record_confirmations (record_id, side, verdict, person_id)
  values (v_record.id, 'lab', 'confirmed', auth.uid());
  perform private.record_audit(
    'correct', 'service_record', v_record.id,
    to_jsonb(v_before), to_jsonb(v_record) || jsonb_build_object('note', v_details.reason)
  );
  insert into private.outbox (topic, subject_id) values ('service_record_corrected', v_record.id);
  perform private.keep_answer('correct_service_record', to_jsonb(v_record));
  return v_record;
end;
$$;
comment on function private.correct_service_record is 'The writer behind public.correct_service_record.';

create function public.correct_service_record(record_id uuid, changes jsonb, reason text)
returns public.service_records
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.correct_service_record(
    correct_service_record.record_id, correct_service_record.changes, correct_service_record.reason
  );
end;
$$;
comment on function public.correct_service_record is 'The lab replaces a record by a new version that names it, with a reason; the old one stays. Takes the keys of record_service but kind, booking_id and person_id, and beneficiary_id only where there was no booking. Raises PT403 service_record_not_yours, PT404, PT409 service_record_superseded, PT422 reason_needed, correction_changes_nothing, service_malformed.';

insert into private.token_functions (function_name, scope)
values ('record_service', 'manage'), ('correct_service_record', 'manage');
insert into private.token_functions (function_name, withheld_because)
values
  ('confirm_service_record', 'That a record is right is said by people.'),
  ('dispute_service_record', 'That a record is wrong is said by people.');

/* People are told of a record that waits for their word, of its correction, and labs of a dispute. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('service_recorded', 'use', 152, true, false),
  ('service_record_corrected', 'use', 153, true, true),
  ('lab_service_record_disputed', 'lab', 375, true, true);

insert into private.notice_topics (topic, subject_type, happens_once)
values
  ('service_recorded', 'service_record', false),
  ('service_record_corrected', 'service_record', false),
  ('service_record_disputed', 'service_record', false);

insert into private.notice_routes (topic, audience, kind, tells_actor)
values
  -- Whoever checks out has the record to confirm all the same.
  ('service_recorded', 'person', 'service_recorded', true),
  ('service_record_corrected', 'person', 'service_record_corrected', false),
  ('service_record_disputed', 'lab', 'lab_service_record_disputed', false);

create function private.notice_about_service_record(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    people.person_id,
    records.beneficiary_id,
    records.platform_id,
    null,
    jsonb_strip_nulls(jsonb_build_object(
      -- Whatever was served stands in the place of the instrument.
      'instrument', case
        when services.id is not null
          then jsonb_build_object('name', services.name, 'name_en', services.name_en)
        when instruments.id is not null
          then jsonb_build_object('name', instruments.name, 'name_en', instruments.name_en)
        when datasets.id is not null
          then jsonb_build_object('name', datasets.title, 'name_en', datasets.title_en)
        when literature_items.id is not null
          then jsonb_build_object('name', literature_items.title, 'name_en', literature_items.title_en)
        else jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en)
      end,
      'platform', jsonb_build_object('name', platforms.name, 'name_en', platforms.name_en),
      'organisation', jsonb_build_object('name', organisations.name, 'name_en', organisations.name_en),
      'time_zone', platforms.time_zone,
      'starts_at', records.starts_at,
      'ends_at', records.ends_at,
      'note', coalesce(
        (
          select confirmations.reason
          from public.service_record_confirmations as confirmations
          where confirmations.record_id = records.id and confirmations.verdict = 'disputed'
          order by confirmations.created_at desc
          limit 1
        ),
        details.reason
      )
    ))
  into v_about
  from public.service_records as records
  join public.platforms on platforms.id = records.platform_id
  join public.organisations on organisations.id = records.beneficiary_id
  join public.service_record_people as people on people.record_id = records.id
  join public.service_record_details as details on details.record_id = records.id
  left join public.instruments on instruments.id = records.instrument_id
  left join public.datasets on datasets.id = records.dataset_id
  left join public.literature_items on literature_items.id = records.literature_item_id
  left join public.services on services.id = records.service_id
  where records.id = notice_about_service_record.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_service_record is 'The parties and facts of a service record.';

grant execute on function
  public.confirmation(public.service_records, public.booking_side),
  public.confirmed_from(public.service_records),
  public.is_shared(public.service_records),
  public.service_record_versions(uuid),
  public.machine_hours(uuid, timestamptz, timestamptz)
to authenticated, service_role;
grant execute on function
  private.minutes_of(tstzmultirange),
  private.counting_parameter(text, date),
  private.ledger_zone(),
  private.side_of_record(public.service_records, public.booking_side),
  private.answer_record(uuid, text, text, public.booking_side),
  private.record_service(uuid, jsonb),
  private.correct_service_record(uuid, jsonb, text),
  public.my_side_of_record(public.service_records),
  public.confirm_service_record(uuid, public.booking_side),
  public.dispute_service_record(uuid, text, public.booking_side),
  public.record_service(uuid, jsonb),
  public.correct_service_record(uuid, jsonb, text)
to authenticated, service_role;
