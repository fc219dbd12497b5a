/*
 * 高等学校贵重仪器设备年度效益评价表 (reference 1.6): a sheet for each instrument and academic year. What
 * the ledger knows is the first of its five items; the lab enters the rest, and what it has entered once
 * is kept beside what it enters later.
 */
create table public.benefit_entries (
  id                   uuid primary key default gen_random_uuid(),
  instrument_id        uuid not null references public.instruments on delete restrict,
  academic_year        smallint not null,
  version              integer not null,
  people_qualified     integer not null,
  people_supervised    integer not null,
  people_shown         integer not null,
  awards_national      integer not null,
  awards_provincial    integer not null,
  awards_school        integer not null,
  core_papers          integer not null,
  external_income_fen  bigint not null,
  internal_income_fen  bigint not null,
  functions_original   integer not null,
  functions_used       integer not null,
  functions_new        integer not null,
  note                 text,
  entered_by           uuid references public.people on delete set null,
  entered_at           timestamptz not null default clock_timestamp(),

  constraint benefit_entries_version_key unique (instrument_id, academic_year, version),
  constraint benefit_entries_year_is_one check (academic_year between 2000 and 2100),
  constraint benefit_entries_counts_are_counts check (
    0 <= all (array[
      people_qualified, people_supervised, people_shown, awards_national, awards_provincial,
      awards_school, core_papers, functions_original, functions_used, functions_new
    ])
  ),
  constraint benefit_entries_income_is_not_negative check (
    external_income_fen >= 0 and internal_income_fen >= 0
  ),
  constraint benefit_entries_functions_are_of_it check (functions_used <= functions_original),
  constraint benefit_entries_note_has_length check (char_length(note) between 1 and 2000),
  constraint benefit_entries_note_is_clean check (private.is_clean_text(note))
);
create index benefit_entries_entered_by_idx on public.benefit_entries (entered_by);
comment on table public.benefit_entries is 'What a lab has entered into the benefit form of an instrument and academic year: insert-only, the last version holds.';
comment on column public.benefit_entries.academic_year is 'The year in which it begins: 2025 is from 1 September 2025 until 31 August 2026.';
comment on column public.benefit_entries.people_qualified is '获得独立操作资格的人数.';
comment on column public.benefit_entries.people_supervised is '在指导下完成部分测试的人数.';
comment on column public.benefit_entries.people_shown is '参加演示实验的人数.';
comment on column public.benefit_entries.awards_national is '国家、国际级奖; patents are counted in the award row of their level.';
comment on column public.benefit_entries.external_income_fen is 'Income from others; the research income of the group itself is left out.';
comment on column public.benefit_entries.functions_original is '原有功能数.';

alter table public.benefit_entries enable row level security;
create policy benefit_entries_select_staff on public.benefit_entries
  for select to authenticated
  using (
    (select private.is_evaluator())
    or (select private.is_administrator())
    or exists (
      select from public.instruments
      where instruments.id = instrument_id
        and instruments.platform_id in (select private.platform_ids_staffed_by_current_person())
    )
  );
grant select (
  id, instrument_id, academic_year, version, people_qualified, people_supervised, people_shown,
  awards_national, awards_provincial, awards_school, core_papers, external_income_fen,
  internal_income_fen, functions_original, functions_used, functions_new, note, entered_at
) on public.benefit_entries to authenticated;
grant select on public.benefit_entries to service_role;
-- No insert, update or delete: enter_benefit inserts, and nothing is ever changed.

create trigger _100_refuse_change
  before update or delete or truncate on public.benefit_entries
  for each statement execute function private.tg__refuse_change();

/* How many points what is counted gives: numbers of the form, which the rule set keeps with its weights. */
update public.evaluation_indicators as indicators
set parameters = points.parameters::jsonb
from (values
  ('2', '{"people_qualified": 10, "people_supervised": 3, "people_shown_each": 30}'),
  ('3', '{"awards_national": 80, "awards_provincial": 60, "awards_school": 20, "core_papers": 5}'),
  ('4', '{"points": 5, "external_per_fen": 100000, "internal_per_fen": 100000}'),
  ('5', '{"functions_new": 10, "bands": [{"at_least": 100, "score": 60}, {"at_least": 80, "score": 48}, {"at_least": 60, "score": 36}, {"at_least": 40, "score": 24}, {"at_least": 20, "score": 12}, {"at_least": 0, "score": 0}]}')
) as points (code, parameters), public.evaluation_rule_sets as rule_sets
where rule_sets.code = 'MOE-2000' and rule_sets.version = 1
  and indicators.rule_set_id = rule_sets.id and indicators.code = points.code;

create function private.enter_benefit(instrument_id uuid, academic_year integer, entries jsonb)
returns public.benefit_entries
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_before   public.benefit_entries;
  v_entry    public.benefit_entries;
  v_answer   jsonb;
  v_platform uuid;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select instruments.platform_id into v_platform
  from public.instruments
  where instruments.id = enter_benefit.instrument_id;
  if not found then
    raise exception 'instrument_not_found' using errcode = 'PT404';
  end if;
  if not private.can_manage(v_platform) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if jsonb_typeof(enter_benefit.entries) is distinct from 'object' then
    raise exception 'values_malformed' using errcode = 'PT422';
  end if;
  v_answer := private.replayed_answer(
    'enter_benefit',
    jsonb_build_array(enter_benefit.instrument_id, enter_benefit.academic_year, enter_benefit.entries)
  );
  if v_answer is not null then
    return jsonb_populate_record(null::public.benefit_entries, v_answer);
  end if;

  -- One version after the other, whoever enters at the same time.
  perform pg_advisory_xact_lock(hashtextextended('enter_benefit ' || enter_benefit.instrument_id, 0));
  select entries.* into v_before
  from public.benefit_entries as entries
  where entries.instrument_id = enter_benefit.instrument_id
    and entries.academic_year = enter_benefit.academic_year
  order by entries.version desc
  limit 1;

  v_entry := jsonb_populate_record(null::public.benefit_entries, enter_benefit.entries);
  v_entry.id := gen_random_uuid();
  v_entry.instrument_id := enter_benefit.instrument_id;
  v_entry.academic_year := enter_benefit.academic_year;
  v_entry.version := coalesce(v_before.version, 0) + 1;
  v_entry.entered_by := auth.uid();
  v_entry.entered_at := clock_timestamp();
  insert into public.benefit_entries values (v_entry.*);

  perform private.record_audit(
    'enter_benefit', 'instrument', enter_benefit.instrument_id,
    case when v_before.id is not null then to_jsonb(v_before) end, to_jsonb(v_entry)
  );
  perform private.keep_answer('enter_benefit', to_jsonb(v_entry));
  return v_entry;
end;
$$;
comment on function private.enter_benefit is 'The writer behind public.enter_benefit.';

create function public.enter_benefit(instrument_id uuid, academic_year integer, entries jsonb)
returns public.benefit_entries
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.enter_benefit(
    enter_benefit.instrument_id, enter_benefit.academic_year, enter_benefit.entries
  );
end;
$$;
comment on function public.enter_benefit is 'Enters what the ledger does not know into the benefit form of an instrument and academic year, as a new version. Raises PT401, PT403 platform_not_yours, PT404 instrument_not_found, PT422 values_malformed and the constraints of benefit_entries.';

grant execute on function
  private.enter_benefit(uuid, integer, jsonb),
  public.enter_benefit(uuid, integer, jsonb)
to authenticated;

insert into private.token_functions (function_name, withheld_because)
values ('enter_benefit', 'what a university reports is entered by a person');
