/*
 * What a booking is for, by its code, decides whether its use counts as shared (reference 1.4). It is
 * said when booking, or later by either side until the use is written down; from then on the record is
 * corrected, not the booking.
 */
create function private.state_purpose(booking_id uuid, purpose_code text)
returns public.bookings
language plpgsql
volatile
security definer -- writes tables that no role may write directly
set search_path = ''
as $$
declare
  v_before  public.bookings;
  v_booking public.bookings;
begin
  v_before := private.lock_booking(state_purpose.booking_id);
  if not private.can_change_booking(v_before) then
    raise exception 'booking_not_yours' using errcode = 'PT403';
  end if;
  if exists (
    select
    from public.service_records as records
    where records.booking_id = v_before.id
  ) then
    raise exception 'booking_recorded' using errcode = 'PT409';
  end if;
  if public.effective_status(v_before) not in ('pending', 'confirmed', 'in_use', 'completed') then
    raise exception 'booking_closed' using errcode = 'PT409', detail = v_before.status::text;
  end if;
  if v_before.purpose_code is not distinct from nullif(state_purpose.purpose_code, '') then
    return v_before;
  end if;

  update public.bookings
  set
    purpose_code = nullif(state_purpose.purpose_code, ''),
    revision = bookings.revision + 1,
    updated_at = clock_timestamp()
  where bookings.id = v_before.id
  returning * into v_booking;

  perform private.record_audit(
    'state_purpose', 'booking', v_booking.id, to_jsonb(v_before), to_jsonb(v_booking)
  );
  return v_booking;
end;
$$;
comment on function private.state_purpose is 'The writer behind public.state_purpose.';

create function public.state_purpose(booking_id uuid, purpose_code text)
returns public.bookings
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.state_purpose(state_purpose.booking_id, state_purpose.purpose_code);
end;
$$;
comment on function public.state_purpose is 'Says by its code what a booking is for, or takes it back with an empty one. Raises PT403 booking_not_yours, PT404, PT409 booking_closed, booking_recorded, PT422 bookings_purpose_code_fkey.';

insert into private.token_functions (function_name, scope)
values ('state_purpose', 'book');

grant execute on function
  private.state_purpose(uuid, text),
  public.state_purpose(uuid, text)
to authenticated;
