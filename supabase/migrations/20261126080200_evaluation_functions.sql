/*
 * What people do in an evaluation. Each state lets in what belongs to it and nothing else; who moves
 * it on has to have done what the state is for.
 */
create function private.lock_evaluation(cycle_id uuid, states public.evaluation_state[])
returns public.evaluation_cycles
language plpgsql
volatile
security definer -- locks a table that no role may write
set search_path = ''
as $$
declare
  v_cycle public.evaluation_cycles;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select cycles.* into v_cycle
  from public.evaluation_cycles as cycles
  where cycles.id = lock_evaluation.cycle_id
    and (cycles.state <> 'draft' or private.runs_evaluations())
  for update;
  if not found then
    raise exception 'evaluation_not_found' using errcode = 'PT404';
  end if;
  if not v_cycle.state = any (lock_evaluation.states) then
    raise exception 'evaluation_state_wrong' using errcode = 'PT409', detail = v_cycle.state::text;
  end if;
  return v_cycle;
end;
$$;
comment on function private.lock_evaluation is 'An evaluation in one of some states, locked. Raises PT401, PT404 evaluation_not_found, PT409 evaluation_state_wrong.';

create function private.last_collection(cycle_id uuid)
returns public.evaluation_collections
language plpgsql
stable
set search_path = ''
as $$
declare
  v_collection public.evaluation_collections;
begin
  select collections.* into v_collection
  from public.evaluation_collections as collections
  where collections.cycle_id = last_collection.cycle_id
  order by collections.number desc
  limit 1;
  return v_collection;
end;
$$;
comment on function private.last_collection is 'What an evaluation is computed from now; null while nothing was collected.';

/* A platform's grade as it was last made public. */
create function private.public_grade(cycle_id uuid, platform_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select platforms.entry ->> 'grade'
    from (
      select results.document::jsonb as document
      from public.evaluation_results as results
      where results.cycle_id = public_grade.cycle_id and results.stage <> 'publicity'
      order by results.version desc
      limit 1
    ) as latest
    cross join jsonb_array_elements(latest.document -> 'platforms') as platforms (entry)
    where platforms.entry ->> 'id' = public_grade.platform_id::text
  );
end;
$$;
comment on function private.public_grade is 'The grade of a platform in the latest published version; null without one.';

create function private.create_evaluation(
  code text, name text, name_en text, rule_set_id uuid, window_from date, window_until date,
  policy_class text, city text, designation_kind text, self_report_until date
)
returns public.evaluation_cycles
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_answer jsonb;
  v_cycle  public.evaluation_cycles;
begin
  perform private.require_evaluator();
  v_answer := private.replayed_answer('create_evaluation', jsonb_build_array(
    create_evaluation.code, create_evaluation.name, create_evaluation.name_en, create_evaluation.rule_set_id,
    create_evaluation.window_from, create_evaluation.window_until, create_evaluation.policy_class,
    create_evaluation.city, create_evaluation.designation_kind, create_evaluation.self_report_until
  ));
  if v_answer is not null then
    return jsonb_populate_record(null::public.evaluation_cycles, v_answer);
  end if;
  if not exists (
    select from public.evaluation_rule_sets as rules where rules.id = create_evaluation.rule_set_id
  ) then
    raise exception 'rule_set_not_found' using errcode = 'PT404';
  end if;

  insert into public.evaluation_cycles (
    code, name, name_en, rule_set_id, window_from, window_until, policy_class, city, designation_kind,
    self_report_until, created_by
  )
  values (
    upper(btrim(create_evaluation.code)), btrim(create_evaluation.name), btrim(create_evaluation.name_en),
    create_evaluation.rule_set_id, create_evaluation.window_from, create_evaluation.window_until,
    nullif(create_evaluation.policy_class, ''), nullif(btrim(create_evaluation.city), ''),
    nullif(create_evaluation.designation_kind, ''), create_evaluation.self_report_until, auth.uid()
  )
  returning * into v_cycle;
  insert into public.evaluation_transitions (cycle_id, to_state, person_id)
  values (v_cycle.id, 'draft', auth.uid());
  perform private.record_audit('create', 'evaluation_cycle', v_cycle.id, null, to_jsonb(v_cycle));
  perform private.keep_answer('create_evaluation', to_jsonb(v_cycle));
  return v_cycle;
end;
$$;
comment on function private.create_evaluation is 'The writer behind public.create_evaluation.';

create function public.create_evaluation(
  code text, name text, name_en text, rule_set_id uuid, window_from date, window_until date,
  policy_class text default null, city text default null, designation_kind text default null,
  self_report_until date default null
)
returns public.evaluation_cycles
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.create_evaluation(
    create_evaluation.code, create_evaluation.name, create_evaluation.name_en,
    create_evaluation.rule_set_id, create_evaluation.window_from, create_evaluation.window_until,
    create_evaluation.policy_class, create_evaluation.city, create_evaluation.designation_kind,
    create_evaluation.self_report_until
  );
end;
$$;
comment on function public.create_evaluation is 'Drafts an evaluation. Raises PT401, PT403 not_allowed, PT404 rule_set_not_found, and the names of constraints.';

create function private.discard_evaluation(cycle_id uuid)
returns void
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_cycle public.evaluation_cycles;
begin
  perform private.require_evaluator();
  v_cycle := private.lock_evaluation(discard_evaluation.cycle_id, array['draft']::public.evaluation_state[]);
  delete from public.evaluation_transitions as transitions where transitions.cycle_id = v_cycle.id;
  delete from public.evaluation_cycles as cycles where cycles.id = v_cycle.id;
  perform private.record_audit('discard', 'evaluation_cycle', v_cycle.id, to_jsonb(v_cycle), null);
end;
$$;
comment on function private.discard_evaluation is 'The writer behind public.discard_evaluation.';

create function public.discard_evaluation(cycle_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.discard_evaluation(discard_evaluation.cycle_id);
end;
$$;
comment on function public.discard_evaluation is 'Throws a draft away. Raises PT401, PT403 not_allowed, PT404 evaluation_not_found, PT409 evaluation_state_wrong.';

/* The platforms that are in the scope of an evaluation, each by its highest designation in it. */
create function private.evaluation_scope(cycle public.evaluation_cycles)
returns table (platform_id uuid, designation_id uuid)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select distinct on (platforms.id) platforms.id, designations.id
    from public.platforms
    join public.organisations as hosts on hosts.id = platforms.organisation_id
    join public.platform_designations as designations on designations.platform_id = platforms.id
    join public.designation_kinds as kinds on kinds.code = designations.kind_code
    where ((cycle).city is null or platforms.city = (cycle).city)
      and ((cycle).designation_kind is null or designations.kind_code = (cycle).designation_kind)
      and (designations.granted_on <= (cycle).window_until) is not false
      and (designations.revoked_on > (cycle).window_until) is not false
      and (platforms.retired_at > (cycle).window_until) is not false
      and (
        (cycle).policy_class is null
        or kinds.policy_class = (cycle).policy_class
        or (
          kinds.policy_class = 'by_host'
          and (cycle).policy_class = case when hosts.kind in ('university', 'institute') then 'A' else 'B' end
        )
      )
      -- Who is rectifying is left out of the next round (reference 1.2).
      and not exists (
        select from public.evaluation_participants as participants
        join public.evaluation_cycles as others on others.id = participants.cycle_id
        where participants.platform_id = platforms.id
          and others.state in ('rectification', 're_evaluation')
          and private.public_grade(others.id, platforms.id) = 'poor'
      )
    order by
      platforms.id,
      array_position(array['national', 'provincial', 'municipal'], designations.level),
      designations.granted_on,
      designations.id;
end;
$$;
comment on function private.evaluation_scope is 'The platforms in scope at the end of the window, but those that are rectifying.';

create function private.draw_sample(cycle public.evaluation_cycles)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.last_collection((cycle).id);
begin
  insert into public.evaluation_samples (cycle_id, record_id, platform_id, position)
  select (cycle).id, drawn.id, drawn.platform_id, drawn.place
  from (
    select
      inputs.platform_id, records.id, records.source,
      row_number() over (
        partition by inputs.platform_id
        -- By a seed that is made when it is drawn: nobody chooses it, everybody can draw again.
        order by encode(sha256(convert_to((cycle).sample_seed || records.id::text, 'UTF8')), 'hex'), records.id
      ) as place,
      count(*) over (partition by inputs.platform_id) as records,
      inputs.backfilled * 10000 > inputs.counted_records * rules.backfilled_at_most_bp as needs_audit
    from public.evaluation_inputs as inputs
    join public.evaluation_rule_sets as rules on rules.id = (cycle).rule_set_id
    cross join lateral private.evaluated_records(v_collection.id, inputs.platform_id) as records
    where inputs.collection_id = v_collection.id and records.standing = 'counts'
  ) as drawn
  where drawn.place <= greatest(20, ceil(drawn.records * 0.05))
    -- Where too much was written down afterwards, all of that is looked at (reference 6.4).
    or (drawn.needs_audit and drawn.source = 'backfilled')
  on conflict (cycle_id, record_id) do nothing;
end;
$$;
comment on function private.draw_sample is 'Draws 5 % of each platform''s counted records, or 20 if that is more.';

/* What has to be done before an evaluation goes on. */
/*
 * Where two ways lead on, one thing decides between them: an objection that was upheld leads back, and a
 * grade that is poor to rectification. The other way is not waited for, so it is not offered either.
 */
create function private.leads_on(cycle public.evaluation_cycles, to_state public.evaluation_state)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return case (cycle).state
    when 'publicity' then
      exists (
        select from public.evaluation_disputes as disputes
        where disputes.cycle_id = (cycle).id and disputes.kind = 'objection' and disputes.is_upheld
          and disputes.decided_at > (
            select max(transitions.at)
            from public.evaluation_transitions as transitions
            where transitions.cycle_id = (cycle).id and transitions.to_state = 'publicity'
          )
      ) = (leads_on.to_state = 'verification')
    when 'published' then
      exists (
        select from public.evaluation_participants as participants
        where participants.cycle_id = (cycle).id
          and private.public_grade((cycle).id, participants.platform_id) = 'poor'
      ) = (leads_on.to_state = 'rectification')
    else true
  end;
end;
$$;
comment on function private.leads_on is 'False for the one of two ways that is not taken, as things stand.';

create function private.evaluation_ways(cycle_id uuid)
returns setof public.evaluation_steps
language plpgsql
stable
security definer -- grades decide, which are not everybody's to read before they are public
set search_path = ''
as $$
begin
  if not (private.is_evaluator() or private.is_administrator()) then
    return;
  end if;
  return query
    select steps.*
    from public.evaluation_cycles as cycles
    join public.evaluation_steps as steps on steps.from_state = cycles.state
    where cycles.id = evaluation_ways.cycle_id
      and private.leads_on(cycles, steps.to_state)
    order by steps.to_state;
end;
$$;
comment on function private.evaluation_ways is 'The reader behind public.evaluation_ways.';

create function public.evaluation_ways(cycle_id uuid)
returns setof public.evaluation_steps
language plpgsql
stable
set search_path = ''
as $$
begin
  return query select ways.* from private.evaluation_ways(evaluation_ways.cycle_id) as ways;
end;
$$;
comment on function public.evaluation_ways is 'The steps that an evaluator can take an evaluation by, once what each waits for is done; nothing for others.';

create function private.require_evaluation_step(cycle public.evaluation_cycles, to_state public.evaluation_state)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_count bigint;
begin
  case
    when (cycle).state = 'open' then
      if (cycle).window_until >= (now() at time zone private.ledger_zone())::date then
        raise exception 'evaluation_window_open' using errcode = 'PT409', detail = (cycle).window_until::text;
      end if;
    when (cycle).state = 'verification' then
      select count(*) into v_count
      from public.evaluation_disputes as disputes
      where disputes.cycle_id = (cycle).id and disputes.decided_at is null;
      if v_count > 0 then
        raise exception 'evaluation_disputes_open' using errcode = 'PT409', detail = v_count::text;
      end if;
      select count(*) into v_count
      from public.evaluation_samples as samples
      where samples.cycle_id = (cycle).id and samples.found_at is null;
      if v_count > 0 then
        raise exception 'evaluation_samples_open' using errcode = 'PT409', detail = v_count::text;
      end if;
      select count(*) into v_count
      from public.evaluation_reports as reports
      where reports.cycle_id = (cycle).id and reports.judged_at is null;
      if v_count > 0 then
        raise exception 'evaluation_reports_open' using errcode = 'PT409', detail = v_count::text;
      end if;
    when (cycle).state = 'expert_scoring' then
      select count(*) into v_count
      from public.evaluation_participants as participants
      join public.evaluation_indicators as indicators
        on indicators.rule_set_id = (cycle).rule_set_id and indicators.source = 'expert'
      where participants.cycle_id = (cycle).id
        and (
          select count(*)
          from public.evaluation_expert_scores as scores
          join public.evaluation_interests as interests using (cycle_id, person_id, platform_id)
          where scores.cycle_id = participants.cycle_id
            and scores.platform_id = participants.platform_id
            and scores.indicator_code = indicators.code
            and not interests.has_interest
        ) < 3;
      if v_count > 0 then
        raise exception 'evaluation_experts_missing' using errcode = 'PT409', detail = v_count::text;
      end if;
    when (cycle).state = 'publicity' then
      select count(*) into v_count
      from public.evaluation_disputes as disputes
      where disputes.cycle_id = (cycle).id and disputes.decided_at is null;
      if v_count > 0 then
        raise exception 'evaluation_disputes_open' using errcode = 'PT409', detail = v_count::text;
      end if;
      if require_evaluation_step.to_state = 'published' and now() < (cycle).publicity_until then
        raise exception 'evaluation_publicity_running'
          using errcode = 'PT409', detail = to_char((cycle).publicity_until at time zone private.ledger_zone(), 'YYYY-MM-DD');
      end if;
      if not private.leads_on(cycle, require_evaluation_step.to_state) then
        -- An objection that was upheld leads back, and nothing else does.
        raise exception 'evaluation_objection_decides' using errcode = 'PT409';
      end if;
    when (cycle).state = 'published' then
      if not private.leads_on(cycle, require_evaluation_step.to_state) then
        -- Who is graded poor rectifies; where nobody is, there is nothing to wait for.
        raise exception 'evaluation_grade_decides' using errcode = 'PT409';
      end if;
    when (cycle).state = 're_evaluation' then
      select count(*) into v_count
      from public.evaluation_participants as participants
      where participants.cycle_id = (cycle).id
        and participants.rectification_accepted is null
        and private.public_grade((cycle).id, participants.platform_id) = 'poor';
      if v_count > 0 then
        raise exception 'evaluation_rectifications_open' using errcode = 'PT409', detail = v_count::text;
      end if;
    else
      null;
  end case;
end;
$$;
comment on function private.require_evaluation_step is 'Refuses a step before what it waits for is done.';

create function private.keep_result(cycle public.evaluation_cycles, stage text, reason text)
returns public.evaluation_results
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.last_collection((cycle).id);
  v_version    constant integer := 1 + (
    select count(*) from public.evaluation_results as results where results.cycle_id = (cycle).id
  );
  v_document   constant text := private.evaluation_document(
    v_collection.id, keep_result.stage, v_version, keep_result.reason
  );
  v_result     public.evaluation_results;
begin
  insert into public.evaluation_results (cycle_id, version, stage, document, digest, reason, created_by)
  values (
    (cycle).id, v_version, keep_result.stage, v_document, private.sha256_hex(v_document),
    keep_result.reason, auth.uid()
  )
  returning * into v_result;
  return v_result;
end;
$$;
comment on function private.keep_result is 'Keeps a result as it is made public. The caller holds the cycle''s lock.';

create function private.tell_participants(cycle_id uuid, topic text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into private.outbox (topic, subject_id)
  select tell_participants.topic, participants.id
  from public.evaluation_participants as participants
  where participants.cycle_id = tell_participants.cycle_id;
end;
$$;
comment on function private.tell_participants is 'Has the people of all platforms of an evaluation told.';

create function private.move_evaluation(cycle_id uuid, to_state public.evaluation_state, reason text)
returns public.evaluation_cycles
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_before public.evaluation_cycles;
  v_cycle  public.evaluation_cycles;
  v_step   public.evaluation_steps;
  v_last   public.evaluation_collections;
  v_reason constant text := nullif(btrim(move_evaluation.reason), '');
begin
  perform private.require_evaluator();
  v_before := private.lock_evaluation(
    move_evaluation.cycle_id, enum_range(null::public.evaluation_state)
  );
  -- Pressed twice is once.
  if v_before.state = move_evaluation.to_state then
    return v_before;
  end if;
  select steps.* into v_step
  from public.evaluation_steps as steps
  where steps.from_state = v_before.state and steps.to_state = move_evaluation.to_state;
  if not found then
    raise exception 'evaluation_state_wrong' using errcode = 'PT409', detail = v_before.state::text;
  end if;
  if v_step.needs_reason and v_reason is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  perform private.require_evaluation_step(v_before, move_evaluation.to_state);

  v_cycle := v_before;
  v_cycle.state := move_evaluation.to_state;
  case move_evaluation.to_state
    when 'open' then
      update public.evaluation_rule_sets as rules
      set frozen_at = coalesce(rules.frozen_at, clock_timestamp())
      where rules.id = v_cycle.rule_set_id;
      insert into public.evaluation_participants (cycle_id, platform_id, designation_id)
      select v_cycle.id, scope.platform_id, scope.designation_id
      from private.evaluation_scope(v_cycle) as scope;
      if not found then
        raise exception 'evaluation_without_platforms' using errcode = 'PT409';
      end if;
    when 'collecting' then
      perform private.collect_evaluation(v_cycle.id, null);
    when 'self_report' then
      perform private.tell_participants(v_cycle.id, 'evaluation_reporting');
    when 'verification' then
      if v_before.state = 'self_report' then
        v_cycle.sample_seed := gen_random_uuid();
        perform private.draw_sample(v_cycle);
      end if;
    when 'expert_scoring' then
      -- What was decided and found changes what counts: again from the same heads.
      v_last := private.last_collection(v_cycle.id);
      perform private.collect_evaluation(v_cycle.id, v_last.id);
    when 'publicity' then
      v_cycle.publicity_until := private.working_days_after(
        now(),
        (select rules.publicity_days from public.evaluation_rule_sets as rules where rules.id = v_cycle.rule_set_id),
        private.ledger_zone()
      );
      perform private.keep_result(v_cycle, 'publicity', null);
      perform private.tell_participants(v_cycle.id, 'evaluation_publicity');
    when 'published' then
      perform private.keep_result(v_cycle, 'published', null);
      perform private.tell_participants(v_cycle.id, 'evaluation_published');
    when 'rectification' then
      v_cycle.rectify_until := (now() at time zone private.ledger_zone())::date + interval '12 months';
    else
      null;
  end case;

  update public.evaluation_cycles as cycles
  set
    state = v_cycle.state, sample_seed = v_cycle.sample_seed,
    publicity_until = v_cycle.publicity_until, rectify_until = v_cycle.rectify_until
  where cycles.id = v_cycle.id;
  insert into public.evaluation_transitions (cycle_id, from_state, to_state, reason, person_id)
  values (v_cycle.id, v_before.state, v_cycle.state, v_reason, auth.uid());
  perform private.record_audit(
    'move', 'evaluation_cycle', v_cycle.id, to_jsonb(v_before), to_jsonb(v_cycle)
  );
  return v_cycle;
end;
$$;
comment on function private.move_evaluation is 'The writer behind public.move_evaluation.';

create function public.move_evaluation(cycle_id uuid, to_state public.evaluation_state, reason text default null)
returns public.evaluation_cycles
language plpgsql
volatile
set search_path = ''
-- A year of a province is collected in one go; PostgREST takes this for the whole request.
set statement_timeout = '300s'
as $$
begin
  return private.move_evaluation(
    move_evaluation.cycle_id, move_evaluation.to_state, move_evaluation.reason
  );
end;
$$;
comment on function public.move_evaluation is 'Takes an evaluation to its next state; the same twice is once. Raises PT401, PT403 not_allowed, PT404 evaluation_not_found, PT409 evaluation_state_wrong, evaluation_without_platforms, evaluation_window_open, evaluation_disputes_open, evaluation_samples_open, evaluation_reports_open, evaluation_experts_missing, evaluation_publicity_running, evaluation_objection_decides, evaluation_grade_decides, evaluation_rectifications_open, PT422 reason_needed.';

create function private.restate_evaluation(cycle_id uuid, reason text)
returns public.evaluation_results
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_cycle  public.evaluation_cycles;
  v_result public.evaluation_results;
  v_reason constant text := nullif(btrim(restate_evaluation.reason), '');
begin
  perform private.require_evaluator();
  v_cycle := private.lock_evaluation(
    restate_evaluation.cycle_id,
    array['published', 'rectification', 're_evaluation', 'closed']::public.evaluation_state[]
  );
  if v_reason is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  -- As the ledger is now, with what was corrected and added since; what was decided stays decided.
  perform private.collect_evaluation(v_cycle.id, null);
  v_result := private.keep_result(v_cycle, 'restated', v_reason);
  perform private.tell_participants(v_cycle.id, 'evaluation_restated');
  perform private.record_audit(
    'restate', 'evaluation_cycle', v_cycle.id, null,
    jsonb_build_object('version', v_result.version, 'digest', v_result.digest, 'note', v_reason)
  );
  return v_result;
end;
$$;
comment on function private.restate_evaluation is 'The writer behind public.restate_evaluation.';

create function public.restate_evaluation(cycle_id uuid, reason text)
returns public.evaluation_results
language plpgsql
volatile
set search_path = ''
set statement_timeout = '300s'
as $$
begin
  return private.restate_evaluation(restate_evaluation.cycle_id, restate_evaluation.reason);
end;
$$;
comment on function public.restate_evaluation is 'Publishes a further version, from the ledger as it is now; the earlier ones stay. Raises PT401, PT403 not_allowed, PT404 evaluation_not_found, PT409 evaluation_state_wrong, PT422 reason_needed.';

/* What a platform says. */
create function private.require_participant(cycle_id uuid, platform_id uuid)
returns public.evaluation_participants
language plpgsql
stable
security definer -- reads participants beneath their policy
set search_path = ''
as $$
declare
  v_participant public.evaluation_participants;
begin
  select participants.* into v_participant
  from public.evaluation_participants as participants
  where participants.cycle_id = require_participant.cycle_id
    and participants.platform_id = require_participant.platform_id;
  if not found then
    raise exception 'evaluation_participant_not_found' using errcode = 'PT404';
  end if;
  return v_participant;
end;
$$;
comment on function private.require_participant is 'A platform of an evaluation. Raises PT404 evaluation_participant_not_found.';

create function private.report_for_evaluation(
  cycle_id uuid, platform_id uuid, indicator_code text, statement text, evidence text[]
)
returns void
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_cycle       public.evaluation_cycles;
  v_participant public.evaluation_participants;
  v_statement   constant text := nullif(btrim(report_for_evaluation.statement), '');
  v_evidence    constant text[] := coalesce(report_for_evaluation.evidence, '{}');
  v_indicator   public.evaluation_indicators;
begin
  v_cycle := private.lock_evaluation(
    report_for_evaluation.cycle_id, array['self_report']::public.evaluation_state[]
  );
  v_participant := private.require_participant(v_cycle.id, report_for_evaluation.platform_id);
  if not private.can_staff(v_participant.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;

  if report_for_evaluation.indicator_code is null then
    update public.evaluation_participants as participants
    set narrative = v_statement, narrated_at = clock_timestamp()
    where participants.id = v_participant.id;
  else
    select indicators.* into v_indicator
    from public.evaluation_indicators as indicators
    where indicators.rule_set_id = v_cycle.rule_set_id
      and indicators.code = report_for_evaluation.indicator_code
      and indicators.source = 'self_report';
    if not found then
      raise exception 'indicator_not_found' using errcode = 'PT422', detail = report_for_evaluation.indicator_code;
    end if;
    if v_statement is null then
      delete from public.evaluation_reports as reports
      where reports.cycle_id = v_cycle.id
        and reports.platform_id = v_participant.platform_id
        and reports.indicator_code = v_indicator.code;
    else
      if v_indicator.evidence_required and cardinality(v_evidence) = 0 and not exists (
        select from public.evaluation_files as files
        where files.cycle_id = v_cycle.id
          and files.platform_id = v_participant.platform_id
          and files.indicator_code = v_indicator.code
          and files.retired_at is null
      ) then
        raise exception 'evaluation_evidence_needed' using errcode = 'PT422';
      end if;
      insert into public.evaluation_reports as reports (
        cycle_id, platform_id, indicator_code, statement, evidence, reported_by
      )
      values (
        v_cycle.id, v_participant.platform_id, v_indicator.code, v_statement, v_evidence, auth.uid()
      )
      on conflict on constraint evaluation_reports_pkey do update
      set
        statement = excluded.statement, evidence = excluded.evidence,
        reported_by = excluded.reported_by, reported_at = clock_timestamp();
    end if;
  end if;
  perform private.record_audit(
    'report', 'evaluation_participant', v_participant.id, null,
    jsonb_build_object(
      'indicator_code', report_for_evaluation.indicator_code, 'statement', v_statement, 'evidence', v_evidence
    )
  );
end;
$$;
comment on function private.report_for_evaluation is 'The writer behind public.report_for_evaluation.';

create function public.report_for_evaluation(
  cycle_id uuid, platform_id uuid, indicator_code text, statement text, evidence text[] default '{}'
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.report_for_evaluation(
    report_for_evaluation.cycle_id, report_for_evaluation.platform_id,
    report_for_evaluation.indicator_code, report_for_evaluation.statement, report_for_evaluation.evidence
  );
end;
$$;
comment on function public.report_for_evaluation is 'A platform reports for an indicator, or without one tells of its year; an empty statement takes it back. Raises PT401, PT403 platform_not_yours, PT404, PT409 evaluation_state_wrong, PT422 indicator_not_found, evaluation_evidence_needed.';

create function private.attach_evaluation_file(
  cycle_id uuid, platform_id uuid, indicator_code text, name text, content_type text, content text
)
returns public.evaluation_files
language plpgsql
volatile
security definer -- writes tables that no role may write
set search_path = ''
as $$
declare
  v_cycle public.evaluation_cycles;
  v_bytes bytea;
  v_file  public.evaluation_files;
begin
  v_cycle := private.lock_evaluation(
    attach_evaluation_file.cycle_id, array['self_report']::public.evaluation_state[]
  );
  perform private.require_participant(v_cycle.id, attach_evaluation_file.platform_id);
  if not private.can_staff(attach_evaluation_file.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if (
    select count(*) >= 40
    from public.evaluation_files as files
    where files.cycle_id = v_cycle.id
      and files.platform_id = attach_evaluation_file.platform_id
      and files.retired_at is null
  ) then
    raise exception 'evaluation_files_full' using errcode = 'PT409';
  end if;
  begin
    v_bytes := decode(attach_evaluation_file.content, 'base64');
  exception when invalid_parameter_value then
    raise exception 'value_malformed' using errcode = 'PT422', detail = 'content';
  end;

  insert into public.evaluation_files (
    cycle_id, platform_id, indicator_code, name, content_type, size_bytes, digest, person_id
  )
  values (
    v_cycle.id, attach_evaluation_file.platform_id, attach_evaluation_file.indicator_code,
    private.clean_file_name(attach_evaluation_file.name),
    attach_evaluation_file.content_type, octet_length(v_bytes), encode(sha256(v_bytes), 'hex'), auth.uid()
  )
  returning * into v_file;
  insert into private.evaluation_file_bytes (file_id, bytes) values (v_file.id, v_bytes);
  perform private.record_audit('attach', 'evaluation_file', v_file.id, null, to_jsonb(v_file));
  return v_file;
end;
$$;
comment on function private.attach_evaluation_file is 'The writer behind public.attach_evaluation_file.';

create function public.attach_evaluation_file(
  cycle_id uuid, platform_id uuid, indicator_code text, name text, content_type text, content text
)
returns public.evaluation_files
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.attach_evaluation_file(
    attach_evaluation_file.cycle_id, attach_evaluation_file.platform_id,
    attach_evaluation_file.indicator_code, attach_evaluation_file.name,
    attach_evaluation_file.content_type, attach_evaluation_file.content
  );
end;
$$;
comment on function public.attach_evaluation_file is 'Hangs a file (in base64, at most 5 MiB) on a platform''s report. Raises PT401, PT403 platform_not_yours, PT404, PT409 evaluation_state_wrong, evaluation_files_full, PT422 value_malformed, and the names of constraints.';

create function private.retire_evaluation_file(file_id uuid)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_file public.evaluation_files;
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  select files.* into v_file
  from public.evaluation_files as files
  where files.id = retire_evaluation_file.file_id and private.can_staff(files.platform_id);
  if not found then
    raise exception 'file_not_found' using errcode = 'PT404';
  end if;
  perform private.lock_evaluation(v_file.cycle_id, array['self_report']::public.evaluation_state[]);
  update public.evaluation_files as files
  set retired_at = clock_timestamp()
  where files.id = v_file.id and files.retired_at is null;
  perform private.record_audit('retire', 'evaluation_file', v_file.id, to_jsonb(v_file), null);
end;
$$;
comment on function private.retire_evaluation_file is 'The writer behind public.retire_evaluation_file.';

create function public.retire_evaluation_file(file_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.retire_evaluation_file(retire_evaluation_file.file_id);
end;
$$;
comment on function public.retire_evaluation_file is 'Takes a file off a report while it is being written. Raises PT401, PT404 file_not_found, PT409 evaluation_state_wrong.';

create function private.evaluation_file_content(file_id uuid)
returns text
language plpgsql
stable
security definer -- reads bytes that no role may read
set search_path = ''
as $$
begin
  return (
    select translate(encode(kept.bytes, 'base64'), E'\n', '')
    from public.evaluation_files as files
    join private.evaluation_file_bytes as kept on kept.file_id = files.id
    where files.id = evaluation_file_content.file_id
      and files.retired_at is null
      and (
        private.can_staff(files.platform_id)
        or private.runs_evaluations()
        or files.cycle_id in (select private.expert_cycles_of_current_person())
      )
  );
end;
$$;
comment on function private.evaluation_file_content is 'The reader behind public.evaluation_file_content.';

create function public.evaluation_file_content(file_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return private.evaluation_file_content(evaluation_file_content.file_id);
end;
$$;
comment on function public.evaluation_file_content is 'What is in an attached file, in base64; null for who may not read it.';

create function private.dispute_evaluation(
  cycle_id uuid, platform_id uuid, record_id uuid, wish text, reason text, evidence text[]
)
returns public.evaluation_disputes
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_cycle   public.evaluation_cycles;
  v_answer  jsonb;
  v_at_most smallint;
  v_dispute public.evaluation_disputes;
begin
  v_answer := private.replayed_answer('dispute_evaluation', jsonb_build_array(
    dispute_evaluation.cycle_id, dispute_evaluation.platform_id, dispute_evaluation.record_id,
    dispute_evaluation.wish, dispute_evaluation.reason, dispute_evaluation.evidence
  ));
  if v_answer is not null then
    return jsonb_populate_record(null::public.evaluation_disputes, v_answer);
  end if;
  v_cycle := private.lock_evaluation(
    dispute_evaluation.cycle_id, array['self_report', 'publicity']::public.evaluation_state[]
  );
  perform private.require_participant(v_cycle.id, dispute_evaluation.platform_id);
  if not private.can_staff(dispute_evaluation.platform_id)
    -- During publicity anybody objects; of a record, only who sees it.
    and (v_cycle.state = 'self_report' or dispute_evaluation.record_id is not null) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if nullif(btrim(dispute_evaluation.reason), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  if dispute_evaluation.record_id is not null and not exists (
    select
    from private.evaluated_records(
      (private.last_collection(v_cycle.id)).id, dispute_evaluation.platform_id
    ) as records
    where records.id = dispute_evaluation.record_id
  ) then
    raise exception 'service_record_not_found' using errcode = 'PT404';
  end if;
  if exists (
    select from public.evaluation_disputes as others
    where others.cycle_id = v_cycle.id
      and others.record_id = dispute_evaluation.record_id
      and others.decided_at is null
  ) then
    raise exception 'evaluation_dispute_open' using errcode = 'PT409';
  end if;
  -- Anybody may object, and nobody may keep an evaluation open by objecting without end.
  if v_cycle.state = 'publicity' then
    select rules.objections_at_most into strict v_at_most
    from public.evaluation_rule_sets as rules
    where rules.id = v_cycle.rule_set_id;
    if (
      select count(*)
      from public.evaluation_disputes as others
      where others.cycle_id = v_cycle.id
        and others.kind = 'objection'
        and others.raised_by = auth.uid()
    ) >= v_at_most then
      raise exception 'evaluation_objections_too_many' using errcode = 'PT422', detail = v_at_most::text;
    end if;
  end if;

  insert into public.evaluation_disputes (
    cycle_id, platform_id, kind, record_id, wish, reason, evidence, raised_by
  )
  values (
    v_cycle.id, dispute_evaluation.platform_id,
    case v_cycle.state when 'publicity' then 'objection' else 'dispute' end,
    dispute_evaluation.record_id, dispute_evaluation.wish, btrim(dispute_evaluation.reason),
    coalesce(dispute_evaluation.evidence, '{}'), auth.uid()
  )
  returning * into v_dispute;
  insert into private.outbox (topic, subject_id) values ('evaluation_disputed', v_dispute.id);
  perform private.record_audit('dispute', 'evaluation_dispute', v_dispute.id, null, to_jsonb(v_dispute));
  perform private.keep_answer('dispute_evaluation', to_jsonb(v_dispute));
  return v_dispute;
end;
$$;
comment on function private.dispute_evaluation is 'The writer behind public.dispute_evaluation.';

create function public.dispute_evaluation(
  cycle_id uuid, platform_id uuid, reason text, record_id uuid default null, wish text default null,
  evidence text[] default '{}'
)
returns public.evaluation_disputes
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.dispute_evaluation(
    dispute_evaluation.cycle_id, dispute_evaluation.platform_id, dispute_evaluation.record_id,
    dispute_evaluation.wish, dispute_evaluation.reason, dispute_evaluation.evidence
  );
end;
$$;
comment on function public.dispute_evaluation is 'Says what is wrong: a platform while it reports, of a record that it is to be left out (leave_out) or counted as shared (count), or of the sheet; during publicity anybody. Raises PT401, PT403 platform_not_yours, PT404 evaluation_not_found, evaluation_participant_not_found, service_record_not_found, PT409 evaluation_state_wrong, evaluation_dispute_open, PT422 reason_needed, evaluation_objections_too_many, and the names of constraints.';

create function private.decide_evaluation_dispute(dispute_id uuid, is_upheld boolean, decision text)
returns public.evaluation_disputes
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_before  public.evaluation_disputes;
  v_dispute public.evaluation_disputes;
begin
  perform private.require_evaluator();
  select disputes.* into v_before
  from public.evaluation_disputes as disputes
  where disputes.id = decide_evaluation_dispute.dispute_id;
  if not found then
    raise exception 'evaluation_dispute_not_found' using errcode = 'PT404';
  end if;
  perform private.lock_evaluation(
    v_before.cycle_id,
    case v_before.kind
      when 'dispute' then array['self_report', 'verification']::public.evaluation_state[]
      else array['publicity', 'verification']::public.evaluation_state[]
    end
  );
  if nullif(btrim(decide_evaluation_dispute.decision), '') is null or decide_evaluation_dispute.is_upheld is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  update public.evaluation_disputes as disputes
  set
    is_upheld = decide_evaluation_dispute.is_upheld,
    decision = btrim(decide_evaluation_dispute.decision),
    decided_by = auth.uid(),
    decided_at = clock_timestamp()
  where disputes.id = v_before.id and disputes.decided_at is null
  returning * into v_dispute;
  if not found then
    raise exception 'evaluation_dispute_decided' using errcode = 'PT409';
  end if;
  insert into private.outbox (topic, subject_id) values ('evaluation_decided', v_dispute.id);
  perform private.record_audit(
    'decide', 'evaluation_dispute', v_dispute.id, to_jsonb(v_before), to_jsonb(v_dispute)
  );
  return v_dispute;
end;
$$;
comment on function private.decide_evaluation_dispute is 'The writer behind public.decide_evaluation_dispute.';

create function public.decide_evaluation_dispute(dispute_id uuid, is_upheld boolean, decision text)
returns public.evaluation_disputes
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.decide_evaluation_dispute(
    decide_evaluation_dispute.dispute_id, decide_evaluation_dispute.is_upheld,
    decide_evaluation_dispute.decision
  );
end;
$$;
comment on function public.decide_evaluation_dispute is 'Upholds or rejects a dispute or an objection, once, with a reason. Raises PT401, PT403 not_allowed, PT404 evaluation_dispute_not_found, PT409 evaluation_state_wrong, evaluation_dispute_decided, PT422 reason_needed.';

create function private.record_finding(cycle_id uuid, record_id uuid, finding text, note text)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_before public.evaluation_samples;
  v_sample public.evaluation_samples;
begin
  perform private.require_evaluator();
  perform private.lock_evaluation(record_finding.cycle_id, array['verification']::public.evaluation_state[]);
  select samples.* into v_before
  from public.evaluation_samples as samples
  where samples.cycle_id = record_finding.cycle_id and samples.record_id = record_finding.record_id;
  if not found then
    raise exception 'evaluation_sample_not_found' using errcode = 'PT404';
  end if;
  update public.evaluation_samples as samples
  set
    finding = record_finding.finding, note = nullif(btrim(record_finding.note), ''),
    found_by = auth.uid(), found_at = clock_timestamp()
  where samples.cycle_id = v_before.cycle_id and samples.record_id = v_before.record_id
  returning * into v_sample;
  perform private.record_audit(
    'find', 'evaluation_sample', v_sample.record_id, to_jsonb(v_before), to_jsonb(v_sample)
  );
end;
$$;
comment on function private.record_finding is 'The writer behind public.record_finding.';

create function public.record_finding(cycle_id uuid, record_id uuid, finding text, note text default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.record_finding(
    record_finding.cycle_id, record_finding.record_id, record_finding.finding, record_finding.note
  );
end;
$$;
comment on function public.record_finding is 'What was found of a sampled record: in_order, wrong or falsified, the latter two with a note. Raises PT401, PT403 not_allowed, PT404 evaluation_sample_not_found, PT409 evaluation_state_wrong, and the names of constraints.';

create function private.judge_report(
  cycle_id uuid, platform_id uuid, indicator_code text, score numeric, note text
)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_before public.evaluation_reports;
  v_report public.evaluation_reports;
begin
  perform private.require_evaluator();
  perform private.lock_evaluation(judge_report.cycle_id, array['verification']::public.evaluation_state[]);
  select reports.* into v_before
  from public.evaluation_reports as reports
  where reports.cycle_id = judge_report.cycle_id
    and reports.platform_id = judge_report.platform_id
    and reports.indicator_code = judge_report.indicator_code;
  if not found then
    raise exception 'evaluation_report_not_found' using errcode = 'PT404';
  end if;
  update public.evaluation_reports as reports
  set
    score = judge_report.score, note = nullif(btrim(judge_report.note), ''),
    judged_by = auth.uid(),
    judged_at = case when judge_report.score is not null then clock_timestamp() end
  where reports.cycle_id = v_before.cycle_id
    and reports.platform_id = v_before.platform_id
    and reports.indicator_code = v_before.indicator_code
  returning * into v_report;
  perform private.record_audit(
    'judge', 'evaluation_cycle', v_before.cycle_id, to_jsonb(v_before), to_jsonb(v_report)
  );
end;
$$;
comment on function private.judge_report is 'The writer behind public.judge_report.';

create function public.judge_report(
  cycle_id uuid, platform_id uuid, indicator_code text, score numeric, note text default null
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.judge_report(
    judge_report.cycle_id, judge_report.platform_id, judge_report.indicator_code, judge_report.score,
    judge_report.note
  );
end;
$$;
comment on function public.judge_report is 'The score of what a platform reported, of a hundred. Raises PT401, PT403 not_allowed, PT404 evaluation_report_not_found, PT409 evaluation_state_wrong, and the names of constraints.';

/* Experts. */
create function private.invite_expert(cycle_id uuid, email text)
returns public.evaluation_experts
language plpgsql
volatile
security definer -- writes a table that no role may write, and looks a person up by their mail address
set search_path = ''
as $$
declare
  v_cycle  public.evaluation_cycles;
  v_person uuid;
  v_expert public.evaluation_experts;
begin
  perform private.require_evaluator();
  v_cycle := private.lock_evaluation(
    invite_expert.cycle_id,
    array['open', 'collecting', 'self_report', 'verification', 'expert_scoring']::public.evaluation_state[]
  );
  select users.id into v_person
  from auth.users
  where lower(users.email) = lower(btrim(invite_expert.email));
  if not found then
    raise exception 'person_not_found' using errcode = 'PT404';
  end if;
  insert into public.evaluation_experts as experts (cycle_id, person_id, invited_by)
  values (v_cycle.id, v_person, auth.uid())
  on conflict on constraint evaluation_experts_pkey do update set person_id = excluded.person_id
  returning * into v_expert;
  insert into private.outbox (topic, subject_id) values ('evaluation_expert_invited', v_expert.id);
  perform private.record_audit('invite_expert', 'evaluation_cycle', v_cycle.id, null, to_jsonb(v_expert));
  return v_expert;
end;
$$;
comment on function private.invite_expert is 'The writer behind public.invite_expert.';

create function public.invite_expert(cycle_id uuid, email text)
returns public.evaluation_experts
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.invite_expert(invite_expert.cycle_id, invite_expert.email);
end;
$$;
comment on function public.invite_expert is 'Has a person who has an account score an evaluation; twice is once. Raises PT401, PT403 not_allowed, PT404 evaluation_not_found, person_not_found, PT409 evaluation_state_wrong.';

create function private.declare_interest(cycle_id uuid, platform_id uuid, has_interest boolean, reason text)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write, and reads memberships
set search_path = ''
as $$
declare
  v_cycle public.evaluation_cycles;
begin
  v_cycle := private.lock_evaluation(
    declare_interest.cycle_id,
    array['self_report', 'verification', 'expert_scoring']::public.evaluation_state[]
  );
  if not v_cycle.id in (select private.expert_cycles_of_current_person()) then
    raise exception 'not_allowed' using errcode = 'PT403';
  end if;
  perform private.require_participant(v_cycle.id, declare_interest.platform_id);
  -- Whose own organisation it is has an interest, whatever they declare.
  if not declare_interest.has_interest and exists (
    select from public.memberships
    join public.platforms on platforms.id = declare_interest.platform_id
    where memberships.person_id = auth.uid()
      and memberships.organisation_id = platforms.organisation_id
  ) then
    raise exception 'evaluation_interest_evident' using errcode = 'PT409';
  end if;
  -- Who declares an interest afterwards takes their scores back.
  if declare_interest.has_interest then
    delete from public.evaluation_expert_scores as scores
    where scores.cycle_id = v_cycle.id
      and scores.platform_id = declare_interest.platform_id
      and scores.person_id = auth.uid();
  end if;
  insert into public.evaluation_interests as interests (cycle_id, person_id, platform_id, has_interest, reason)
  values (
    v_cycle.id, auth.uid(), declare_interest.platform_id, declare_interest.has_interest,
    nullif(btrim(declare_interest.reason), '')
  )
  on conflict on constraint evaluation_interests_pkey do update
  set has_interest = excluded.has_interest, reason = excluded.reason, declared_at = clock_timestamp();
  perform private.record_audit(
    'declare_interest', 'evaluation_cycle', v_cycle.id, null,
    jsonb_build_object('platform_id', declare_interest.platform_id, 'has_interest', declare_interest.has_interest)
  );
end;
$$;
comment on function private.declare_interest is 'The writer behind public.declare_interest.';

create function public.declare_interest(cycle_id uuid, platform_id uuid, has_interest boolean, reason text default null)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.declare_interest(
    declare_interest.cycle_id, declare_interest.platform_id, declare_interest.has_interest,
    declare_interest.reason
  );
end;
$$;
comment on function public.declare_interest is 'An expert says whether they have an interest in a platform; who has does not score it. Raises PT401, PT403 not_allowed, PT404, PT409 evaluation_state_wrong, evaluation_interest_evident, and the names of constraints.';

create function private.score_as_expert(
  cycle_id uuid, platform_id uuid, indicator_code text, score numeric, comment text
)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_cycle public.evaluation_cycles;
begin
  v_cycle := private.lock_evaluation(
    score_as_expert.cycle_id, array['expert_scoring']::public.evaluation_state[]
  );
  if not v_cycle.id in (select private.expert_cycles_of_current_person()) then
    raise exception 'not_allowed' using errcode = 'PT403';
  end if;
  if not exists (
    select from public.evaluation_interests as interests
    where interests.cycle_id = v_cycle.id
      and interests.person_id = auth.uid()
      and interests.platform_id = score_as_expert.platform_id
      and not interests.has_interest
  ) then
    raise exception 'evaluation_interest_undeclared' using errcode = 'PT409';
  end if;
  if not exists (
    select from public.evaluation_indicators as indicators
    where indicators.rule_set_id = v_cycle.rule_set_id
      and indicators.code = score_as_expert.indicator_code
      and indicators.source = 'expert'
  ) then
    raise exception 'indicator_not_found' using errcode = 'PT422', detail = score_as_expert.indicator_code;
  end if;
  insert into public.evaluation_expert_scores as scores (
    cycle_id, person_id, platform_id, indicator_code, score, comment
  )
  values (
    v_cycle.id, auth.uid(), score_as_expert.platform_id, score_as_expert.indicator_code,
    score_as_expert.score, nullif(btrim(score_as_expert.comment), '')
  )
  on conflict on constraint evaluation_expert_scores_pkey do update
  set score = excluded.score, comment = excluded.comment, scored_at = clock_timestamp();
  perform private.record_audit(
    'score', 'evaluation_cycle', v_cycle.id, null,
    jsonb_build_object(
      'platform_id', score_as_expert.platform_id, 'indicator_code', score_as_expert.indicator_code,
      'score', score_as_expert.score
    )
  );
end;
$$;
comment on function private.score_as_expert is 'The writer behind public.score_as_expert.';

create function public.score_as_expert(
  cycle_id uuid, platform_id uuid, indicator_code text, score numeric, comment text default null
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.score_as_expert(
    score_as_expert.cycle_id, score_as_expert.platform_id, score_as_expert.indicator_code,
    score_as_expert.score, score_as_expert.comment
  );
end;
$$;
comment on function public.score_as_expert is 'An expert''s score of a platform for an indicator, of a hundred; a later one replaces it. Raises PT401, PT403 not_allowed, PT404, PT409 evaluation_state_wrong, evaluation_interest_undeclared, PT422 indicator_not_found, and the names of constraints.';

/* Rectification. */
create function private.report_rectification(cycle_id uuid, platform_id uuid, report text)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_cycle       public.evaluation_cycles;
  v_participant public.evaluation_participants;
begin
  v_cycle := private.lock_evaluation(
    report_rectification.cycle_id, array['rectification']::public.evaluation_state[]
  );
  v_participant := private.require_participant(v_cycle.id, report_rectification.platform_id);
  if not private.can_staff(v_participant.platform_id) then
    raise exception 'platform_not_yours' using errcode = 'PT403';
  end if;
  if private.public_grade(v_cycle.id, v_participant.platform_id) is distinct from 'poor' then
    raise exception 'evaluation_nothing_to_rectify' using errcode = 'PT409';
  end if;
  if nullif(btrim(report_rectification.report), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  update public.evaluation_participants as participants
  set rectification_report = btrim(report_rectification.report), rectified_at = clock_timestamp()
  where participants.id = v_participant.id;
  perform private.record_audit(
    'rectify', 'evaluation_participant', v_participant.id, to_jsonb(v_participant),
    jsonb_build_object('report', btrim(report_rectification.report))
  );
end;
$$;
comment on function private.report_rectification is 'The writer behind public.report_rectification.';

create function public.report_rectification(cycle_id uuid, platform_id uuid, report text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.report_rectification(
    report_rectification.cycle_id, report_rectification.platform_id, report_rectification.report
  );
end;
$$;
comment on function public.report_rectification is 'A platform that was graded poor tells what it has mended. Raises PT401, PT403 platform_not_yours, PT404, PT409 evaluation_state_wrong, evaluation_nothing_to_rectify, PT422 reason_needed.';

create function private.judge_rectification(cycle_id uuid, platform_id uuid, accepted boolean, note text)
returns void
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_cycle       public.evaluation_cycles;
  v_participant public.evaluation_participants;
begin
  perform private.require_evaluator();
  v_cycle := private.lock_evaluation(
    judge_rectification.cycle_id, array['re_evaluation']::public.evaluation_state[]
  );
  v_participant := private.require_participant(v_cycle.id, judge_rectification.platform_id);
  if private.public_grade(v_cycle.id, v_participant.platform_id) is distinct from 'poor' then
    raise exception 'evaluation_nothing_to_rectify' using errcode = 'PT409';
  end if;
  if judge_rectification.accepted is null or nullif(btrim(judge_rectification.note), '') is null then
    raise exception 'reason_needed' using errcode = 'PT422';
  end if;
  update public.evaluation_participants as participants
  set
    rectification_accepted = judge_rectification.accepted,
    rectification_note = btrim(judge_rectification.note)
  where participants.id = v_participant.id;
  perform private.record_audit(
    'judge_rectification', 'evaluation_participant', v_participant.id, to_jsonb(v_participant),
    jsonb_build_object('accepted', judge_rectification.accepted, 'note', btrim(judge_rectification.note))
  );
end;
$$;
comment on function private.judge_rectification is 'The writer behind public.judge_rectification.';

create function public.judge_rectification(cycle_id uuid, platform_id uuid, accepted boolean, note text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform private.judge_rectification(
    judge_rectification.cycle_id, judge_rectification.platform_id, judge_rectification.accepted,
    judge_rectification.note
  );
end;
$$;
comment on function public.judge_rectification is 'Whether what a platform mended is enough, with a reason. Raises PT401, PT403 not_allowed, PT404, PT409 evaluation_state_wrong, evaluation_nothing_to_rectify, PT422 reason_needed.';

/*
 * Reading. Scores compare all platforms, so that they are computed beneath the policies and cut to
 * what the person asking may see.
 */
create function private.sees_sheet_of(cycle_id uuid, platform_id uuid)
returns boolean
language plpgsql
stable
security definer -- reads experts and memberships beneath their policies
set search_path = ''
as $$
begin
  return private.runs_evaluations()
    or sees_sheet_of.cycle_id in (select private.expert_cycles_of_current_person())
    or sees_sheet_of.platform_id in (select private.platform_ids_staffed_by_current_person());
end;
$$;
comment on function private.sees_sheet_of is 'True when the person asking may see a platform''s sheet: who runs evaluations, its experts, the platform''s own people.';

create function private.evaluation_sheet(cycle_id uuid, platform_id uuid)
returns setof public.evaluation_score
language plpgsql
stable
security definer -- compares platforms that the person asking may not see
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.last_collection(evaluation_sheet.cycle_id);
begin
  if v_collection.id is null then
    return;
  end if;
  return query
    select scores.*
    from private.score_evaluation(v_collection.id) as scores
    where (evaluation_sheet.platform_id is null or scores.platform_id = evaluation_sheet.platform_id)
      and private.sees_sheet_of(evaluation_sheet.cycle_id, scores.platform_id);
end;
$$;
comment on function private.evaluation_sheet is 'The reader behind public.evaluation_sheet.';

create function public.evaluation_sheet(cycle_id uuid, platform_id uuid default null)
returns setof public.evaluation_score
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select scores.* from private.evaluation_sheet(evaluation_sheet.cycle_id, evaluation_sheet.platform_id) as scores;
end;
$$;
comment on function public.evaluation_sheet is 'The sheets of an evaluation as they stand, of the platforms that the person asking may see.';

create function private.evaluation_grades(cycle_id uuid)
returns setof public.evaluation_grade
language plpgsql
stable
security definer -- compares platforms that the person asking may not see
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.last_collection(evaluation_grades.cycle_id);
begin
  if v_collection.id is null or not (
    private.runs_evaluations()
    -- Before the scores are whole, a grade would be a rumour.
    or exists (
      select from public.evaluation_cycles as cycles
      where cycles.id = evaluation_grades.cycle_id and cycles.state >= 'preliminary'
    )
  ) then
    return;
  end if;
  return query
    select grades.*
    from private.grade_evaluation(v_collection.id) as grades
    where private.sees_sheet_of(evaluation_grades.cycle_id, grades.platform_id);
end;
$$;
comment on function private.evaluation_grades is 'The reader behind public.evaluation_grades.';

create function public.evaluation_grades(cycle_id uuid)
returns setof public.evaluation_grade
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select grades.* from private.evaluation_grades(evaluation_grades.cycle_id) as grades;
end;
$$;
comment on function public.evaluation_grades is 'Totals, places and grades as they stand: for who runs evaluations; for a platform its own, once its sheet is whole.';

/* What a value is made of, record by record, of what the person asking may read. */
create function public.evaluation_records(
  cycle_id uuid, platform_id uuid, indicator_code text, after_seq bigint default 0, size integer default 100
)
returns table (
  id uuid, seq bigint, kind public.service_kind, instrument_id uuid, beneficiary_id uuid,
  beneficiary_class public.beneficiary_class, starts_at timestamptz, ends_at timestamptz,
  source text, is_shared boolean, standing text, is_in_value boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_collection constant public.evaluation_collections := private.last_collection(evaluation_records.cycle_id);
  v_formula    text;
begin
  select indicators.formula into v_formula
  from public.evaluation_cycles as cycles
  join public.evaluation_indicators as indicators on indicators.rule_set_id = cycles.rule_set_id
  where cycles.id = evaluation_records.cycle_id and indicators.code = evaluation_records.indicator_code;
  if v_collection.id is null or v_formula is null then
    return;
  end if;
  return query
    with records as (
      select
        evaluated.*,
        evaluated.is_shared and evaluated.beneficiary_class in ('makerspace', 'startup') as is_for_startups
      from private.evaluated_records(v_collection.id, evaluation_records.platform_id) as evaluated
    ),
    -- What is of the kind that is asked for; whether it is in the value is said of each.
    considered as (
      select
        records.*,
        records.standing = 'counts' and case v_formula
          when 'startup_organisations' then records.is_for_startups and records.begins_here
          when 'startup_hours' then records.is_for_startups
          when 'reduction'
            then records.is_for_startups and records.begins_here
              and records.list_price_fen is not null and records.paid_fen is not null
          when 'services_with_evidence' then records.is_shared and records.begins_here and records.has_evidence
          when 'dataset_deliveries' then records.is_shared and records.begins_here
          when 'literature_deliveries' then records.is_shared and records.begins_here
          when 'mean_shared_hours' then records.is_shared
          else true
        end as is_in_value
      from records
      where case v_formula
        when 'startup_organisations' then true
        when 'reduction' then true
        when 'startup_hours' then records.is_machine_time
        when 'mean_effective_hours' then records.is_machine_time
        when 'mean_shared_hours' then records.is_machine_time
        when 'utilisation' then records.is_machine_time
        when 'dataset_deliveries' then records.kind = 'dataset'
        when 'literature_deliveries' then records.kind = 'literature'
        when 'services_with_evidence' then records.kind in ('technical', 'incubation')
        else false
      end
    )
    select
      considered.id, considered.seq, considered.kind, considered.instrument_id, considered.beneficiary_id,
      considered.beneficiary_class, considered.starts_at, considered.ends_at, considered.source,
      considered.is_shared, considered.standing, considered.is_in_value
    from considered
    where considered.seq > evaluation_records.after_seq
    order by considered.seq
    limit least(evaluation_records.size, 1000);
end;
$$;
comment on function public.evaluation_records is 'The records that were looked at for an indicator, and whether each is in its value, by number.';

create function public.evaluation_supplement(cycle_id uuid, platform_id uuid)
returns setof public.service_records
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select records.*
    from public.evaluation_cycles as cycles
    join public.evaluation_inputs as inputs
      on inputs.collection_id = (private.last_collection(cycles.id)).id
      and inputs.platform_id = evaluation_supplement.platform_id
    join public.service_records as records
      on records.platform_id = inputs.platform_id
      and records.seq > inputs.head_seq
      and records.starts_at >= cycles.window_from::timestamp at time zone private.ledger_zone()
      and records.starts_at < (cycles.window_until + 1)::timestamp at time zone private.ledger_zone()
    where cycles.id = evaluation_supplement.cycle_id
    order by records.seq
    limit 1000;
end;
$$;
comment on function public.evaluation_supplement is 'Records of the window that came after it was collected: they change no score, but a restatement takes them in.';

/* What a platform's page says of its last evaluation; who took part is in the document anyway. */
create function private.last_public_grade(platform_id uuid)
returns table (code text, name text, name_en text, window_from date, window_until date, grade text, place bigint)
language plpgsql
stable
security definer -- finds by participants, which visitors do not read, what is public
set search_path = ''
as $$
begin
  return query
    select
      latest.code, latest.name, latest.name_en, latest.window_from, latest.window_until,
      platforms.entry ->> 'grade', (platforms.entry ->> 'place')::bigint
    from (
      select cycles.code, cycles.name, cycles.name_en, cycles.window_from, cycles.window_until, results.document
      from public.evaluation_participants as participants
      join public.evaluation_cycles as cycles on cycles.id = participants.cycle_id
      join public.evaluation_results as results on results.cycle_id = cycles.id
      where participants.platform_id = last_public_grade.platform_id and results.stage <> 'publicity'
      order by cycles.window_until desc, cycles.created_at desc, results.version desc
      limit 1
    ) as latest
    cross join jsonb_array_elements(latest.document::jsonb -> 'platforms') as platforms (entry)
    where platforms.entry ->> 'id' = last_public_grade.platform_id::text;
end;
$$;
comment on function private.last_public_grade is 'The reader behind public.last_public_grade.';

create function public.last_public_grade(platform_id uuid)
returns table (code text, name text, name_en text, window_from date, window_until date, grade text, place bigint)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query select found.* from private.last_public_grade(last_public_grade.platform_id) as found;
end;
$$;
comment on function public.last_public_grade is 'A platform''s grade and place in the latest evaluation that was published with it; no row before there is one.';
grant execute on function private.last_public_grade(uuid), public.last_public_grade(uuid)
to anon, authenticated, service_role;

insert into private.token_functions (function_name, withheld_because)
values
  ('create_evaluation', 'platforms are evaluated by people'),
  ('discard_evaluation', 'platforms are evaluated by people'),
  ('move_evaluation', 'platforms are evaluated by people'),
  ('restate_evaluation', 'platforms are evaluated by people'),
  ('report_for_evaluation', 'what a platform reports is said by its people'),
  ('attach_evaluation_file', 'what a platform reports is said by its people'),
  ('retire_evaluation_file', 'what a platform reports is said by its people'),
  ('dispute_evaluation', 'what is wrong is said by people'),
  ('decide_evaluation_dispute', 'platforms are evaluated by people'),
  ('record_finding', 'platforms are evaluated by people'),
  ('judge_report', 'platforms are evaluated by people'),
  ('invite_expert', 'platforms are evaluated by people'),
  ('declare_interest', 'an expert speaks for themselves'),
  ('score_as_expert', 'an expert speaks for themselves'),
  ('report_rectification', 'what a platform reports is said by its people'),
  ('judge_rectification', 'platforms are evaluated by people');

/* Platforms are told what is asked of them and what came of it, evaluators of what is disputed. */
insert into public.notice_kinds (code, section, position, in_app, by_mail)
values
  ('lab_evaluation_reporting', 'lab', 381, true, true),
  ('lab_evaluation_decided', 'lab', 382, true, true),
  ('lab_evaluation_publicity', 'lab', 383, true, true),
  ('lab_evaluation_published', 'lab', 384, true, true),
  ('lab_evaluation_restated', 'lab', 385, true, true),
  ('evaluation_expert_invited', 'evaluation', 505, true, true),
  ('evaluation_disputed', 'evaluation', 510, true, true);

insert into private.notice_topics (topic, subject_type, happens_once)
values
  ('evaluation_reporting', 'evaluation_participant', true),
  ('evaluation_publicity', 'evaluation_participant', false),
  ('evaluation_published', 'evaluation_participant', true),
  ('evaluation_restated', 'evaluation_participant', false),
  ('evaluation_expert_invited', 'evaluation_expert', true),
  ('evaluation_disputed', 'evaluation_dispute', true),
  ('evaluation_decided', 'evaluation_dispute', true);

insert into private.notice_routes (topic, audience, kind)
values
  ('evaluation_reporting', 'lab', 'lab_evaluation_reporting'),
  ('evaluation_publicity', 'lab', 'lab_evaluation_publicity'),
  ('evaluation_published', 'lab', 'lab_evaluation_published'),
  ('evaluation_restated', 'lab', 'lab_evaluation_restated'),
  ('evaluation_expert_invited', 'person', 'evaluation_expert_invited'),
  ('evaluation_disputed', 'evaluator', 'evaluation_disputed'),
  ('evaluation_decided', 'lab', 'lab_evaluation_decided');

create function private.evaluation_facts(cycle public.evaluation_cycles)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_strip_nulls(jsonb_build_object(
    'time_zone', private.ledger_zone(),
    'evaluation', jsonb_build_object(
      'id', (cycle).id, 'code', (cycle).code, 'name', (cycle).name, 'name_en', (cycle).name_en,
      'window_from', (cycle).window_from, 'window_until', (cycle).window_until,
      'self_report_until', (cycle).self_report_until, 'publicity_until', (cycle).publicity_until,
      'digest', (
        select results.digest
        from public.evaluation_results as results
        where results.cycle_id = (cycle).id
        order by results.version desc
        limit 1
      )
    )
  ));
end;
$$;
comment on function private.evaluation_facts is 'What a notice about an evaluation says of it.';

create function private.notice_about_evaluation_participant(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    null, null, platforms.id, null,
    private.evaluation_facts(cycles) || jsonb_build_object(
      'platform', jsonb_build_object('id', platforms.id, 'name', platforms.name, 'name_en', platforms.name_en)
    )
  into v_about
  from public.evaluation_participants as participants
  join public.evaluation_cycles as cycles on cycles.id = participants.cycle_id
  join public.platforms on platforms.id = participants.platform_id
  where participants.id = notice_about_evaluation_participant.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_evaluation_participant is 'A platform of an evaluation and the evaluation.';

create function private.notice_about_evaluation_dispute(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select
    disputes.raised_by, null, platforms.id, null,
    private.evaluation_facts(cycles) || jsonb_build_object(
      'platform', jsonb_build_object('id', platforms.id, 'name', platforms.name, 'name_en', platforms.name_en),
      'note', coalesce(disputes.decision, disputes.reason),
      'is_upheld', coalesce(disputes.is_upheld, false)
    )
  into v_about
  from public.evaluation_disputes as disputes
  join public.evaluation_cycles as cycles on cycles.id = disputes.cycle_id
  join public.platforms on platforms.id = disputes.platform_id
  where disputes.id = notice_about_evaluation_dispute.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_evaluation_dispute is 'A dispute with its platform and evaluation.';

create function private.notice_about_evaluation_expert(subject_id uuid)
returns private.notice_subject
language plpgsql
stable
set search_path = ''
as $$
declare
  v_about private.notice_subject;
begin
  select experts.person_id, null, null, null, private.evaluation_facts(cycles)
  into v_about
  from public.evaluation_experts as experts
  join public.evaluation_cycles as cycles on cycles.id = experts.cycle_id
  where experts.id = notice_about_evaluation_expert.subject_id;
  return v_about;
end;
$$;
comment on function private.notice_about_evaluation_expert is 'An expert and the evaluation they are asked to score.';

grant execute on function
  private.last_collection(uuid),
  private.evaluation_ways(uuid), public.evaluation_ways(uuid),
  private.evaluated_records(uuid, uuid),
  private.runs_evaluations(),
  public.evaluation_records(uuid, uuid, text, bigint, integer),
  public.evaluation_supplement(uuid, uuid),
  private.evaluation_sheet(uuid, uuid), public.evaluation_sheet(uuid, uuid),
  private.evaluation_grades(uuid), public.evaluation_grades(uuid),
  private.create_evaluation(text, text, text, uuid, date, date, text, text, text, date),
  public.create_evaluation(text, text, text, uuid, date, date, text, text, text, date),
  private.discard_evaluation(uuid), public.discard_evaluation(uuid),
  private.move_evaluation(uuid, public.evaluation_state, text),
  public.move_evaluation(uuid, public.evaluation_state, text),
  private.restate_evaluation(uuid, text), public.restate_evaluation(uuid, text),
  private.report_for_evaluation(uuid, uuid, text, text, text[]),
  public.report_for_evaluation(uuid, uuid, text, text, text[]),
  private.attach_evaluation_file(uuid, uuid, text, text, text, text),
  public.attach_evaluation_file(uuid, uuid, text, text, text, text),
  private.retire_evaluation_file(uuid), public.retire_evaluation_file(uuid),
  private.evaluation_file_content(uuid), public.evaluation_file_content(uuid),
  private.dispute_evaluation(uuid, uuid, uuid, text, text, text[]),
  public.dispute_evaluation(uuid, uuid, text, uuid, text, text[]),
  private.decide_evaluation_dispute(uuid, boolean, text),
  public.decide_evaluation_dispute(uuid, boolean, text),
  private.record_finding(uuid, uuid, text, text), public.record_finding(uuid, uuid, text, text),
  private.judge_report(uuid, uuid, text, numeric, text),
  public.judge_report(uuid, uuid, text, numeric, text),
  private.invite_expert(uuid, text), public.invite_expert(uuid, text),
  private.declare_interest(uuid, uuid, boolean, text), public.declare_interest(uuid, uuid, boolean, text),
  private.score_as_expert(uuid, uuid, text, numeric, text),
  public.score_as_expert(uuid, uuid, text, numeric, text),
  private.report_rectification(uuid, uuid, text), public.report_rectification(uuid, uuid, text),
  private.judge_rectification(uuid, uuid, boolean, text),
  public.judge_rectification(uuid, uuid, boolean, text)
to authenticated, service_role;
