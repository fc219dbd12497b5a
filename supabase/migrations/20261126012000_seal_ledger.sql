/*
 * Sealing. Once a day is over, the worker takes what every chain was at its end, signs it with a key
 * that the database never sees, and publishes it. Who would rewrite the past afterwards has to
 * rewrite what others have saved (docs/ledger.md).
 */

/* The first day that is over and not sealed; null while there is none. */
create function private.next_ledger_day()
returns date
language plpgsql
stable
set search_path = ''
as $$
declare
  v_next date := coalesce(
    (select max(days.day) + 1 from public.ledger_days as days),
    (select min(records.recorded_at at time zone private.ledger_zone())::date from public.service_records as records)
  );
begin
  return case when v_next < (now() at time zone private.ledger_zone())::date then v_next end;
end;
$$;
comment on function private.next_ledger_day is 'The first day of the ledger that is over and not sealed yet.';

/*
 * What a day comes to. A record that is being written holds its chain's lock, so that a day is read
 * when all that belongs to it is there; what is recorded afterwards carries a later time.
 */
create function private.draft_ledger_digests(day date)
returns setof public.ledger_digests
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform from private.ledger_heads as heads order by heads.platform_id for update;
  return query
    select
      draft_ledger_digests.day,
      heads.platform_id,
      last.seq,
      last.hash,
      private.sha256_hex(concat_ws(
        E'\n', 'yixiang-ledger-digest/1', draft_ledger_digests.day::text, heads.platform_id::text,
        last.seq::text, last.hash
      ))
    from private.ledger_heads as heads
    cross join lateral (
      select records.seq, records.hash
      from public.service_records as records
      where records.platform_id = heads.platform_id
        and records.recorded_at
          < (draft_ledger_digests.day + 1)::timestamp at time zone private.ledger_zone()
      order by records.seq desc
      limit 1
    ) as last
    order by heads.platform_id;
end;
$$;
comment on function private.draft_ledger_digests is 'The digest of each platform at the end of a day, under the locks of their chains.';

create function private.ledger_day_digest(day date)
returns text
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.sha256_hex(concat_ws(
    E'\n',
    'yixiang-ledger-day/1',
    ledger_day_digest.day::text,
    coalesce((select days.digest from public.ledger_days as days where days.day < ledger_day_digest.day order by days.day desc limit 1), '-'),
    (
      select string_agg(drafts.digest, E'\n' order by drafts.platform_id::text collate "C")
      from private.draft_ledger_digests(ledger_day_digest.day) as drafts
    )
  ));
end;
$$;
comment on function private.ledger_day_digest is 'The digest of a day: of the day before and of all platforms.';

create function private.seal_ledger_day(day date, digest text, public_key text, signature text)
returns public.ledger_days
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key_id constant text := left(encode(sha256(decode(seal_ledger_day.public_key, 'base64')), 'hex'), 16);
  v_day    public.ledger_days;
begin
  if seal_ledger_day.day is distinct from private.next_ledger_day() then
    raise exception 'ledger_day_not_next' using errcode = 'PT409';
  end if;
  if seal_ledger_day.digest is distinct from private.ledger_day_digest(seal_ledger_day.day) then
    raise exception 'ledger_digest_differs' using errcode = 'PT409';
  end if;

  insert into public.ledger_keys (id, public_key)
  values (v_key_id, seal_ledger_day.public_key)
  on conflict (id) do nothing;
  insert into public.ledger_days (day, prev_digest, digest, key_id, signature)
  values (
    seal_ledger_day.day,
    (select days.digest from public.ledger_days as days order by days.day desc limit 1),
    seal_ledger_day.digest, v_key_id, seal_ledger_day.signature
  )
  returning * into v_day;
  insert into public.ledger_digests
  select drafts.* from private.draft_ledger_digests(seal_ledger_day.day) as drafts;

  -- Days that are caught up on are published, and only the last of them is told.
  if v_day.day = (now() at time zone private.ledger_zone())::date - 1 then
    insert into private.outbox (topic, subject_id) values ('ledger_sealed', v_day.id);
  end if;
  return v_day;
end;
$$;
comment on function private.seal_ledger_day is 'Keeps the digest of a day with its signature. Raises PT409 ledger_day_not_next, ledger_digest_differs. The caller signs in the same transaction that asked for the digest.';

insert into public.notice_kinds (code, section, position, in_app, by_mail)
values ('ledger_sealed', 'evaluation', 500, true, true);
insert into private.notice_topics (topic, subject_type, happens_once)
values ('ledger_sealed', 'ledger_day', true);
insert into private.notice_routes (topic, audience, kind)
values ('ledger_sealed', 'evaluator', 'ledger_sealed');

create function private.notice_about_ledger_day(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    null, null, null, null,
    jsonb_build_object(
      'time_zone', private.ledger_zone(),
      'ledger_day', jsonb_build_object(
        'day', days.day, 'digest', days.digest, 'signature', days.signature, 'public_key', keys.public_key
      )
    )
  into v_about
  from public.ledger_days as days
  join public.ledger_keys as keys on keys.id = days.key_id
  where days.id = notice_about_ledger_day.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_ledger_day is 'A sealed day with all that is needed to check it.';

/*
 * A part of a platform's chain as the export has it: every field as the text that is hashed. Reads
 * as the person asking, so that an export holds what its reader may see.
 */
create function public.ledger_page(platform_id uuid, after_seq bigint, recorded_before timestamptz, size integer)
returns setof jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select
      (select jsonb_object_agg(fields.name, fields.value) from private.ledger_fields(records) as fields)
      || jsonb_build_object(
        'class_evidence', records.class_evidence,
        'evidence', to_jsonb(records.evidence),
        'flags', to_jsonb(records.flags),
        'prev_hash', records.prev_hash,
        'hash', records.hash
      )
    from public.service_records as records
    where records.platform_id = ledger_page.platform_id
      and records.seq > ledger_page.after_seq
      and records.recorded_at < ledger_page.recorded_before
    order by records.seq
    limit least(ledger_page.size, 1000);
end;
$$;
comment on function public.ledger_page is 'At most a thousand records of a platform after a number, as the texts that their hashes are made of.';

/* A part of a chain verifies nothing: a customer exports no ledger, for they see their own records of it. */
create function public.sees_whole_ledger(platform_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.can_staff(sees_whole_ledger.platform_id) or private.is_evaluator();
end;
$$;
comment on function public.sees_whole_ledger is 'True when the person asking may see every record of a platform: its people, evaluators, administrators.';

grant execute on function public.sees_whole_ledger(uuid) to authenticated;
grant execute on function
  private.ledger_fields(public.service_records),
  private.canonical_instant(timestamptz),
  public.ledger_page(uuid, bigint, timestamptz, integer)
to authenticated, service_role;
-- Sealing is granted to nobody: the worker connects as the owner.
