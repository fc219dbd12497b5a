/*
 * By what platforms are evaluated, as data: what is counted, by which formula, how much it weighs and
 * from how many points on which grade is given. Every number here can be another in the next version.
 * The sets that are shipped are kept as they are; who wants other numbers copies one.
 */
create table public.evaluation_rule_sets (
  id                     uuid primary key default gen_random_uuid(),
  code                   text not null,
  version                integer not null default 1,
  name                   text not null,
  name_en                text not null,
  jurisdiction           text not null,
  policy_class           text,
  period_type            text not null,
  cycle_years            smallint not null default 1,
  legal_basis            text[] not null default '{}',
  scope_min_worth_fen    bigint not null default 0,
  rated_hours            jsonb not null default '{}',
  grade_bands            jsonb not null default '[]',
  grade_from_points      numeric(5, 2) not null default 60,
  organisation_cap_bp    integer not null default 2000,
  backfilled_at_most_bp  integer not null default 2000,
  publicity_days         smallint not null default 5,
  objections_at_most     smallint not null default 10,
  note                   text,
  note_en                text,
  is_preset              boolean not null default false,
  is_read_only           boolean not null default false,
  based_on               uuid references public.evaluation_rule_sets on delete restrict,
  frozen_at              timestamptz,
  created_by             uuid references public.people on delete set null,
  created_at             timestamptz not null default clock_timestamp(),

  constraint evaluation_rule_sets_code_version_key unique (code, version),
  constraint evaluation_rule_sets_code_is_one check (code ~ '^[A-Z][A-Z0-9-]{1,30}$'),
  constraint evaluation_rule_sets_name_has_length check (
    char_length(name) between 1 and 200 and char_length(name_en) between 1 and 200
  ),
  constraint evaluation_rule_sets_name_is_clean check (
    private.is_clean_text(name) and private.is_clean_text(name_en)
  ),
  constraint evaluation_rule_sets_policy_class_is_known check (policy_class in ('A', 'B')),
  constraint evaluation_rule_sets_period_is_known check (period_type in ('calendar', 'academic', 'custom')),
  constraint evaluation_rule_sets_cycle_is_short check (cycle_years between 1 and 5),
  constraint evaluation_rule_sets_scope_is_not_negative check (scope_min_worth_fen >= 0),
  constraint evaluation_rule_sets_rated_hours_are_hours check (
    jsonb_typeof(rated_hours) = 'object'
    and not jsonb_path_exists(rated_hours, '$.* ? (@.type() != "number" || @ <= 0)')
  ),
  constraint evaluation_rule_sets_bands_are_bands check (
    jsonb_typeof(grade_bands) = 'array'
    and not jsonb_path_exists(
      grade_bands,
      '$[*] ? (!(@.at_least >= 0 && @.at_least <= 100) || !(@.grade == "excellent" || @.grade == "good" || @.grade == "qualified" || @.grade == "poor"))'
    )
  ),
  constraint evaluation_rule_sets_grade_needs_points check (grade_from_points between 0 and 100),
  constraint evaluation_rule_sets_shares_are_shares check (
    organisation_cap_bp between 1 and 10000 and backfilled_at_most_bp between 0 and 10000
  ),
  constraint evaluation_rule_sets_publicity_is_a_week check (publicity_days between 5 and 7),
  constraint evaluation_rule_sets_objections_are_some check (objections_at_most between 1 and 1000)
);
create index evaluation_rule_sets_based_on_idx on public.evaluation_rule_sets (based_on);
create index evaluation_rule_sets_created_by_idx on public.evaluation_rule_sets (created_by);
comment on table public.evaluation_rule_sets is 'What an evaluation goes by. A version in force, or that a cycle has opened with, never changes.';
comment on column public.evaluation_rule_sets.policy_class is 'Which platforms it is for (policy 二(四)): A with the duty to open, B whose service enters the evaluation; null is any.';
comment on column public.evaluation_rule_sets.scope_min_worth_fen is 'R-SCOPE: instruments from this original value on are counted, inclusive.';
comment on column public.evaluation_rule_sets.rated_hours is 'Rated hours of a year by the kind of the asset (通用, 专用); default is for what is neither.';
comment on column public.evaluation_rule_sets.grade_bands is 'From how many points of a hundred on which grade is given.';
comment on column public.evaluation_rule_sets.grade_from_points is 'A grade is given only where indicators of so many points could be computed.';
comment on column public.evaluation_rule_sets.organisation_cap_bp is 'What one organisation can contribute to a volume at most, in ten-thousandths of it.';
comment on column public.evaluation_rule_sets.backfilled_at_most_bp is 'From which share of backfilled records on an audit is needed.';
comment on column public.evaluation_rule_sets.publicity_days is 'Working days of 公示.';
comment on column public.evaluation_rule_sets.objections_at_most is 'How many objections one person may raise while a result is shown.';
comment on column public.evaluation_rule_sets.is_read_only is 'Not to be copied either: its weights are not published.';

create table public.evaluation_indicators (
  rule_set_id           uuid not null references public.evaluation_rule_sets on delete cascade,
  code                  text not null,
  parent                text,
  position              smallint not null,
  name                  text not null,
  name_en               text not null,
  weight                numeric(5, 2),
  source                text,
  formula               text,
  parameters            jsonb not null default '{}',
  normaliser            text,
  normaliser_parameters jsonb not null default '{}',
  min_sample            integer not null default 0,
  evidence_required     boolean not null default false,

  primary key (rule_set_id, code),
  constraint evaluation_indicators_parent_fkey foreign key (rule_set_id, parent)
    references public.evaluation_indicators on delete cascade,
  constraint evaluation_indicators_position_key unique (rule_set_id, position),
  constraint evaluation_indicators_weight_is_a_share check (weight between 0 and 100),
  constraint evaluation_indicators_source_is_known check (
    source in ('auto', 'self_report', 'expert', 'survey')
  ),
  constraint evaluation_indicators_formula_is_known check (
    formula in (
      'open_rate', 'completeness', 'startup_organisations', 'startup_hours', 'dataset_deliveries',
      'literature_deliveries', 'services_with_evidence', 'reduction', 'mean_effective_hours',
      'mean_shared_hours', 'utilisation'
    )
  ),
  constraint evaluation_indicators_only_auto_ones_are_computed check (
    formula is null or (source = 'auto' and normaliser is not null)
  ),
  constraint evaluation_indicators_normaliser_is_known check (
    normaliser in ('linear_cap', 'bracket', 'rank_percentile', 'per_unit', 'boolean')
  ),
  constraint evaluation_indicators_parameters_are_objects check (
    jsonb_typeof(parameters) = 'object' and jsonb_typeof(normaliser_parameters) = 'object'
  ),
  constraint evaluation_indicators_normaliser_has_parameters check (
    case normaliser
      when 'linear_cap' then
        coalesce(jsonb_path_exists(normaliser_parameters, '$.full ? (@ > 0)'), false)
        or coalesce(jsonb_path_exists(normaliser_parameters, '$.peer_percentile ? (@ > 0 && @ <= 100)'), false)
      when 'per_unit' then
        jsonb_path_exists(normaliser_parameters, '$.each ? (@ > 0)')
        and jsonb_path_exists(normaliser_parameters, '$.cap ? (@ > 0)')
      when 'bracket' then jsonb_path_exists(normaliser_parameters, '$.bands[*].at_least ? (@ >= 0)')
      else true
    end
  ),
  constraint evaluation_indicators_min_sample_is_not_negative check (min_sample >= 0)
);
create index evaluation_indicators_parent_idx on public.evaluation_indicators (rule_set_id, parent);
comment on table public.evaluation_indicators is 'What a rule set looks at.';
comment on column public.evaluation_indicators.weight is 'Points of a hundred; null where they are not published.';
comment on column public.evaluation_indicators.source is 'Where its value comes from; null for what only holds others together.';
comment on column public.evaluation_indicators.formula is 'How it is computed. Without one its value is not available, which is never zero.';

alter table public.evaluation_rule_sets enable row level security;
alter table public.evaluation_indicators enable row level security;
-- What one is judged by is everybody's to know.
create policy evaluation_rule_sets_select_all on public.evaluation_rule_sets
  for select to anon, authenticated using (true);
create policy evaluation_indicators_select_all on public.evaluation_indicators
  for select to anon, authenticated using (true);
grant select (
  id, code, version, name, name_en, jurisdiction, policy_class, period_type, cycle_years, legal_basis,
  scope_min_worth_fen, rated_hours, grade_bands, grade_from_points, organisation_cap_bp,
  backfilled_at_most_bp, publicity_days, objections_at_most, note, note_en, is_preset, is_read_only, based_on, frozen_at,
  created_at
) on public.evaluation_rule_sets to anon, authenticated;
grant select on public.evaluation_indicators to anon, authenticated;
grant select on public.evaluation_rule_sets, public.evaluation_indicators to service_role;
-- No insert, update or delete: copy_rule_set and revise_rule_set hold the rules.

insert into public.evaluation_rule_sets (
  code, name, name_en, jurisdiction, policy_class, period_type, cycle_years, legal_basis,
  scope_min_worth_fen, rated_hours, grade_bands, note, note_en, is_preset, is_read_only
)
values
  (
    'LN-2022', '辽宁省创新平台服务评价（默认）', 'Liaoning, service of innovation platforms (default)',
    '辽宁省', 'B', 'calendar', 1, array['辽政办发〔2015〕94号 二(四)', '辽科发〔2022〕20号'],
    30000000, '{"通用": 1400, "专用": 800, "default": 1400}',
    '[{"at_least": 90, "grade": "excellent"}, {"at_least": 75, "grade": "good"}, {"at_least": 60, "grade": "qualified"}, {"at_least": 0, "grade": "poor"}]',
    '分值为本平台提出的默认值，可复制后修改；额定机时取自教育部效益评价表。',
    'The points are a proposal of this platform and can be changed in a copy; rated hours are those of the MOE form.',
    true, false
  ),
  (
    'CN-2026', '国家开放共享评价考核实施细则（2026）', 'National rules on evaluating open sharing (2026)',
    '全国', 'A', 'calendar', 2, array['《开放共享评价考核实施细则》2026-02-01 起施行'],
    50000000, '{"default": 1600}', '[]',
    '指标权重未见公布，只显示指标值，不计算总分和等级。',
    'The weights are not published: values are shown, no total and no grade is computed.',
    true, true
  ),
  (
    'HIT-2021', '高校校内开放共享评价示例（2021）', 'A university''s own sheet, an example (2021)',
    '示例', 'A', 'calendar', 1, array['国科办基〔2021〕63号'],
    40000000, '{}', '[]',
    '只知道一级指标的权重（40/20/40），因此不计算总分和等级。',
    'Only the weights of the first level are known (40/20/40), so no total and no grade is computed.',
    true, false
  ),
  (
    'MOE-2000', '高等学校贵重仪器设备年度效益评价表', 'Annual benefit form for valuable instruments of universities',
    '教育部', 'A', 'academic', 1, array['教高司条函〔2000〕010号'],
    10000000, '{"通用": 1400, "专用": 800, "default": 800}',
    '[{"at_least": 90, "grade": "excellent"}, {"at_least": 75, "grade": "good"}, {"at_least": 60, "grade": "qualified"}, {"at_least": 0, "grade": "poor"}]',
    '按学年。除机时利用外的各项由单位填报。',
    'By academic year. All but the use of hours is reported by the unit.',
    true, false
  );

insert into public.evaluation_indicators (
  rule_set_id, code, parent, position, name, name_en, weight, source, formula, normaliser,
  normaliser_parameters, min_sample, evidence_required
)
select
  rule_sets.id, rows.code, rows.parent, rows.position, rows.name, rows.name_en, rows.weight, rows.source,
  rows.formula, rows.normaliser, coalesce(rows.normaliser_parameters, '{}')::jsonb,
  coalesce(rows.min_sample, 0), coalesce(rows.evidence_required, false)
from public.evaluation_rule_sets as rule_sets
join (values
  ('LN-2022', 'A', null, 1, '资源开放', 'Openness', null::numeric, null, null, null, null, null::integer, null::boolean),
  ('LN-2022', 'A1', 'A', 2, '资源开放率', 'Instruments open to outsiders', 8, 'auto', 'open_rate', 'linear_cap', '{"full": 100}', 0, false),
  ('LN-2022', 'A2', 'A', 3, '信息完整率与更新率', 'Complete and current entries', 6, 'auto', 'completeness', 'linear_cap', '{"full": 100}', 0, false),
  ('LN-2022', 'A3', 'A', 4, '制度与收费标准公开', 'Rules and prices published', 6, 'self_report', null, null, null, 0, true),
  ('LN-2022', 'B', null, 5, '共享服务', 'Service', null, null, null, null, null, null, null),
  ('LN-2022', 'B1', 'B', 6, '服务众创空间与创业企业数', 'Makerspaces and startups served', 12, 'auto', 'startup_organisations', 'linear_cap', '{"peer_percentile": 75}', 0, false),
  ('LN-2022', 'B2', 'B', 7, '对众创空间与创业企业服务机时', 'Hours for makerspaces and startups', 12, 'auto', 'startup_hours', 'linear_cap', '{"peer_percentile": 75}', 0, false),
  ('LN-2022', 'B3', 'B', 8, '科学数据服务', 'Research data delivered', 8, 'auto', 'dataset_deliveries', 'linear_cap', '{"peer_percentile": 75}', 0, false),
  ('LN-2022', 'B4', 'B', 9, '科技文献服务', 'Literature delivered', 6, 'auto', 'literature_deliveries', 'linear_cap', '{"peer_percentile": 75}', 0, false),
  ('LN-2022', 'B5', 'B', 10, '有凭证的技术与孵化服务', 'Technical and incubation services with evidence', 10, 'auto', 'services_with_evidence', 'linear_cap', '{"peer_percentile": 75}', 0, true),
  ('LN-2022', 'B6', 'B', 11, '费用减免', 'Reduction of prices', 6, 'auto', 'reduction', 'linear_cap', '{"full": 50}', 0, false),
  ('LN-2022', 'C', null, 12, '服务质量', 'Quality of service', null, null, null, null, null, null, null),
  ('LN-2022', 'C1', 'C', 13, '响应及时率', 'Answered in time', 6, 'auto', null, null, null, 0, false),
  ('LN-2022', 'C2', 'C', 14, '用户评价', 'Ratings by users', 10, 'survey', null, null, null, 5, false),
  ('LN-2022', 'C3', 'C', 15, '完成率', 'Carried out', 4, 'auto', null, null, null, 0, false),
  ('LN-2022', 'D', null, 16, '支撑成果', 'Results', null, null, null, null, null, null, null),
  ('LN-2022', 'D1', 'D', 17, '支撑用户取得的成果', 'Results of users', 6, 'self_report', null, null, null, 0, true),

  ('CN-2026', 'A', null, 1, '组织管理', 'Organisation', null, null, null, null, null, null, null),
  ('CN-2026', 'A1', 'A', 2, '统筹管理', 'Coordination', null, 'self_report', null, null, null, 0, true),
  ('CN-2026', 'A2', 'A', 3, '科研仪器开放率', 'Instruments open to outsiders', null, 'auto', 'open_rate', 'linear_cap', '{"full": 100}', 0, false),
  ('CN-2026', 'A3', 'A', 4, '实验技术队伍建设', 'Technical staff', null, 'self_report', null, null, null, 0, true),
  ('CN-2026', 'A4', 'A', 5, '在线服务平台建设', 'Online platform', null, 'self_report', null, null, null, 0, true),
  ('CN-2026', 'B', null, 6, '运行使用', 'Use', null, null, null, null, null, null, null),
  ('CN-2026', 'B1', 'B', 7, '仪器运行机时', 'Effective hours', null, 'auto', 'mean_effective_hours', 'linear_cap', '{"full": 1600}', 0, false),
  ('CN-2026', 'B2', 'B', 8, '运行使用及成效', 'Use and its results', null, 'expert', null, null, null, 0, true),
  ('CN-2026', 'C', null, 9, '共享服务', 'Service to others', null, null, null, null, null, null, null),
  ('CN-2026', 'C1', 'C', 10, '共享机时', 'Shared hours', null, 'auto', 'mean_shared_hours', 'linear_cap', '{"full": 1600}', 0, false),
  ('CN-2026', 'C2', 'C', 11, '对外服务成效及用户评价', 'Results of service and ratings', null, 'survey', null, null, null, 5, true),
  ('CN-2026', 'C3', 'C', 12, '服务科技基础条件自主保障', 'Support of domestic instruments', null, 'self_report', null, null, null, 0, true),

  ('HIT-2021', 'A', null, 1, '运行使用', 'Use', 40, null, null, null, null, null, null),
  ('HIT-2021', 'A1', 'A', 2, '年平均有效工作机时', 'Mean effective hours of a year', null, 'auto', 'mean_effective_hours', 'linear_cap', '{"peer_percentile": 75}', 0, false),
  ('HIT-2021', 'A2', 'A', 3, '支撑重大科研任务', 'Major tasks of research supported', null, 'self_report', null, null, null, 0, true),
  ('HIT-2021', 'A3', 'A', 4, '校内服务收入', 'Income from within', null, 'self_report', null, null, null, 0, true),
  ('HIT-2021', 'B', null, 5, '共享服务成效', 'Service to others', 20, null, null, null, null, null, null),
  ('HIT-2021', 'B1', 'B', 6, '年平均对外服务机时', 'Mean external hours of a year', null, 'auto', 'mean_shared_hours', 'linear_cap', '{"peer_percentile": 75}', 0, false),
  ('HIT-2021', 'B2', 'B', 7, '支撑外单位重大科技创新', 'Innovation of others supported', null, 'self_report', null, null, null, 0, true),
  ('HIT-2021', 'B3', 'B', 8, '支撑中小微企业需求', 'Small enterprises supported', null, 'auto', 'startup_organisations', 'linear_cap', '{"peer_percentile": 75}', 0, false),
  ('HIT-2021', 'B4', 'B', 9, '校外服务收入', 'Income from outside', null, 'self_report', null, null, null, 0, true),
  ('HIT-2021', 'C', null, 10, '组织管理', 'Organisation', 40, null, null, null, null, null, null),
  ('HIT-2021', 'C1', 'C', 11, '统筹管理', 'Coordination', null, 'expert', null, null, null, 0, true),
  ('HIT-2021', 'C2', 'C', 12, '收费标准制定', 'Prices set', null, 'self_report', null, null, null, 0, true),

  ('MOE-2000', '1', null, 1, '机时利用', 'Use of hours', 35, 'auto', 'utilisation', 'linear_cap', '{"full": 100}', 0, false),
  ('MOE-2000', '2', null, 2, '人才培养', 'People trained', 20, 'self_report', null, null, null, 0, true),
  ('MOE-2000', '3', null, 3, '科研成果', 'Results of research', 25, 'self_report', null, null, null, 0, true),
  ('MOE-2000', '4', null, 4, '服务收入', 'Income from service', 15, 'self_report', null, null, null, 0, true),
  ('MOE-2000', '5', null, 5, '功能利用与开发', 'Functions used and developed', 5, 'self_report', null, null, null, 0, true)
) as rows (
  set_code, code, parent, position, name, name_en, weight, source, formula, normaliser,
  normaliser_parameters, min_sample, evidence_required
) on rows.set_code = rule_sets.code;

/* Who runs evaluations. */
create function private.require_evaluator()
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if auth.uid() is null then
    raise exception 'sign_in_needed' using errcode = 'PT401';
  end if;
  if not (private.is_evaluator() or private.is_administrator()) then
    raise exception 'not_allowed' using errcode = 'PT403';
  end if;
end;
$$;
comment on function private.require_evaluator is 'Refuses everybody but evaluators and administrators.';

create function private.lock_rule_set(rule_set_id uuid)
returns public.evaluation_rule_sets
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_rules public.evaluation_rule_sets;
begin
  perform private.require_evaluator();
  select rules.* into v_rules
  from public.evaluation_rule_sets as rules
  where rules.id = lock_rule_set.rule_set_id
  for update;
  if not found then
    raise exception 'rule_set_not_found' using errcode = 'PT404';
  end if;
  return v_rules;
end;
$$;
comment on function private.lock_rule_set is 'The rule set, for evaluators, so that two of them do not change or freeze it at once.';

create function private.copy_rule_set(rule_set_id uuid, name text, name_en text)
returns public.evaluation_rule_sets
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_answer jsonb;
  v_from   public.evaluation_rule_sets;
  v_copy   public.evaluation_rule_sets;
begin
  perform private.require_evaluator();
  v_answer := private.replayed_answer(
    'copy_rule_set',
    jsonb_build_array(copy_rule_set.rule_set_id, copy_rule_set.name, copy_rule_set.name_en)
  );
  if v_answer is not null then
    return jsonb_populate_record(null::public.evaluation_rule_sets, v_answer);
  end if;

  v_from := private.lock_rule_set(copy_rule_set.rule_set_id);
  if v_from.is_read_only then
    raise exception 'rule_set_read_only' using errcode = 'PT409';
  end if;
  -- The first version of a code is the lock under which the next one gets its number.
  perform from public.evaluation_rule_sets as rules
  where rules.code = v_from.code and rules.version = 1
  for update;

  v_copy := v_from;
  v_copy.id := gen_random_uuid();
  v_copy.version := (
    select max(rules.version) + 1 from public.evaluation_rule_sets as rules where rules.code = v_from.code
  );
  v_copy.name := btrim(copy_rule_set.name);
  v_copy.name_en := btrim(copy_rule_set.name_en);
  v_copy.is_preset := false;
  v_copy.based_on := v_from.id;
  v_copy.frozen_at := null;
  v_copy.created_by := auth.uid();
  v_copy.created_at := clock_timestamp();
  insert into public.evaluation_rule_sets values (v_copy.*);
  insert into public.evaluation_indicators (
    rule_set_id, code, parent, position, name, name_en, weight, source, formula, parameters, normaliser,
    normaliser_parameters, min_sample, evidence_required
  )
  select
    v_copy.id, indicators.code, indicators.parent, indicators.position, indicators.name,
    indicators.name_en, indicators.weight, indicators.source, indicators.formula, indicators.parameters,
    indicators.normaliser, indicators.normaliser_parameters, indicators.min_sample,
    indicators.evidence_required
  from public.evaluation_indicators as indicators
  where indicators.rule_set_id = v_from.id
  order by indicators.position;

  perform private.record_audit('copy_rule_set', 'rule_set', v_copy.id, null, to_jsonb(v_copy));
  perform private.keep_answer('copy_rule_set', to_jsonb(v_copy));
  return v_copy;
end;
$$;
comment on function private.copy_rule_set is 'Makes the next version of a rule set, to be changed. See the wrapper in public.';

create function public.copy_rule_set(rule_set_id uuid, name text, name_en text)
returns public.evaluation_rule_sets
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.copy_rule_set(copy_rule_set.rule_set_id, copy_rule_set.name, copy_rule_set.name_en);
end;
$$;
comment on function public.copy_rule_set is 'Makes the next version of a rule set, to be changed. Raises PT401, PT403 not_allowed, PT404 rule_set_not_found, PT409 rule_set_read_only.';

create function private.bands_are_in_order(bands jsonb)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return not exists (
    select
    from (
      select
        bands.points,
        lag(bands.points) over (order by bands.rank) as points_below,
        bands.rank = lag(bands.rank) over (order by bands.rank) as is_twice
      from (
        select
          (band ->> 'at_least')::numeric as points,
          array_position(array['poor', 'qualified', 'good', 'excellent'], band ->> 'grade') as rank
        from jsonb_array_elements(bands_are_in_order.bands) as band
      ) as bands
    ) as ladder
    where ladder.is_twice
      -- From nothing on there is a grade, else some would have none.
      or ladder.points <= coalesce(ladder.points_below, -1)
      or (ladder.points_below is null and ladder.points <> 0)
  );
end;
$$;
comment on function private.bands_are_in_order is 'True when a better grade needs more points, each grade is there once, and the lowest begins at nothing.';

create function private.describe_rule_set(rules public.evaluation_rule_sets)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_jsonb(rules) || (
    select jsonb_build_object(
      'weights', coalesce(jsonb_object_agg(indicators.code, indicators.weight), '{}'),
      'full_marks', coalesce(
        jsonb_object_agg(indicators.code, indicators.normaliser_parameters)
          filter (where indicators.normaliser = 'linear_cap'),
        '{}'
      )
    )
    from public.evaluation_indicators as indicators
    where indicators.rule_set_id = (rules).id and indicators.source is not null
  );
end;
$$;
comment on function private.describe_rule_set is 'A rule set with what its indicators weigh, for the audit.';

create function private.revise_rule_set(rule_set_id uuid, changes jsonb)
returns public.evaluation_rule_sets
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_rules     public.evaluation_rule_sets;
  v_before    jsonb;
  v_weights   jsonb := coalesce(changes -> 'weights', '{}');
  v_full      jsonb := coalesce(changes -> 'full_marks', '{}');
  v_unknown   text;
begin
  v_rules := private.lock_rule_set(revise_rule_set.rule_set_id);
  if v_rules.is_preset or v_rules.frozen_at is not null then
    raise exception 'rule_set_frozen' using errcode = 'PT409';
  end if;
  select keys.key into v_unknown
  from jsonb_object_keys(v_weights) as keys (key)
  where not exists (
    select from public.evaluation_indicators as indicators
    where indicators.rule_set_id = v_rules.id
      and indicators.code = keys.key
      and indicators.source is not null
  )
  limit 1;
  if v_unknown is null then
    select keys.key into v_unknown
    from jsonb_object_keys(v_full) as keys (key)
    where not exists (
      select from public.evaluation_indicators as indicators
      where indicators.rule_set_id = v_rules.id
        and indicators.code = keys.key
        and indicators.normaliser = 'linear_cap'
    )
    limit 1;
  end if;
  if v_unknown is not null then
    raise exception 'indicator_not_found' using errcode = 'PT422', detail = v_unknown;
  end if;
  v_before := private.describe_rule_set(v_rules);

  update public.evaluation_rule_sets as rules
  set
    name = coalesce(btrim(changes ->> 'name'), rules.name),
    name_en = coalesce(btrim(changes ->> 'name_en'), rules.name_en),
    scope_min_worth_fen = coalesce((changes ->> 'scope_min_worth_fen')::bigint, rules.scope_min_worth_fen),
    rated_hours = coalesce(changes -> 'rated_hours', rules.rated_hours),
    grade_bands = coalesce(changes -> 'grade_bands', rules.grade_bands),
    grade_from_points = coalesce((changes ->> 'grade_from_points')::numeric, rules.grade_from_points),
    organisation_cap_bp = coalesce((changes ->> 'organisation_cap_bp')::integer, rules.organisation_cap_bp),
    backfilled_at_most_bp = coalesce((changes ->> 'backfilled_at_most_bp')::integer, rules.backfilled_at_most_bp),
    publicity_days = coalesce((changes ->> 'publicity_days')::smallint, rules.publicity_days),
    objections_at_most = coalesce((changes ->> 'objections_at_most')::smallint, rules.objections_at_most)
  where rules.id = v_rules.id
  returning * into v_rules;
  update public.evaluation_indicators as indicators
  set weight = weights.value::numeric
  from jsonb_each_text(v_weights) as weights
  where indicators.rule_set_id = v_rules.id and indicators.code = weights.key;
  -- Full marks are at a value, or at a percentile of the others; which of them stays as it is.
  update public.evaluation_indicators as indicators
  set normaliser_parameters = indicators.normaliser_parameters || jsonb_build_object(
    case when indicators.normaliser_parameters ? 'full' then 'full' else 'peer_percentile' end,
    full_marks.value::numeric
  )
  from jsonb_each_text(v_full) as full_marks
  where indicators.rule_set_id = v_rules.id and indicators.code = full_marks.key;
  if not private.bands_are_in_order(v_rules.grade_bands) then
    raise exception 'bands_not_in_order' using errcode = 'PT422';
  end if;
  -- A sheet is of a hundred points, or of none where nobody has said how much each weighs.
  if (
    select sum(indicators.weight) <> 100
    from public.evaluation_indicators as indicators
    where indicators.rule_set_id = v_rules.id and indicators.source is not null
  ) then
    raise exception 'weights_not_hundred' using errcode = 'PT422';
  end if;

  perform private.record_audit(
    'revise_rule_set', 'rule_set', v_rules.id, v_before, private.describe_rule_set(v_rules)
  );
  return v_rules;
end;
$$;
comment on function private.revise_rule_set is 'Changes a version that no cycle has opened with. See the wrapper in public.';

create function public.revise_rule_set(rule_set_id uuid, changes jsonb)
returns public.evaluation_rule_sets
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.revise_rule_set(revise_rule_set.rule_set_id, revise_rule_set.changes);
end;
$$;
comment on function public.revise_rule_set is 'Changes weights and full_marks (by indicator), bands, rated hours, thresholds and names of a version that is not in force. Raises PT401, PT403 not_allowed, PT404 rule_set_not_found, PT409 rule_set_frozen, PT422 indicator_not_found, weights_not_hundred, bands_not_in_order.';

/*
 * A version comes into force when somebody says so, or when a cycle opens with it. From then on it is
 * what people rely on, and another wish is another version.
 */
create function private.adopt_rule_set(rule_set_id uuid)
returns public.evaluation_rule_sets
language plpgsql
volatile
security definer -- writes a table that no role may write
set search_path = ''
as $$
declare
  v_rules public.evaluation_rule_sets;
begin
  v_rules := private.lock_rule_set(adopt_rule_set.rule_set_id);
  if v_rules.is_preset then
    raise exception 'rule_set_frozen' using errcode = 'PT409';
  end if;
  -- Pressed twice is once.
  if v_rules.frozen_at is not null then
    return v_rules;
  end if;
  update public.evaluation_rule_sets as rules
  set frozen_at = clock_timestamp()
  where rules.id = v_rules.id
  returning rules.* into v_rules;
  perform private.record_audit(
    'adopt_rule_set', 'rule_set', v_rules.id, null, private.describe_rule_set(v_rules)
  );
  return v_rules;
end;
$$;
comment on function private.adopt_rule_set is 'Puts a version into force. See the wrapper in public.';

create function public.adopt_rule_set(rule_set_id uuid)
returns public.evaluation_rule_sets
language plpgsql
volatile
set search_path = ''
as $$
begin
  return private.adopt_rule_set(adopt_rule_set.rule_set_id);
end;
$$;
comment on function public.adopt_rule_set is 'Puts a version into force, after which it never changes. Raises PT401, PT403 not_allowed, PT404 rule_set_not_found, PT409 rule_set_frozen.';

insert into private.token_functions (function_name, withheld_because)
values
  ('adopt_rule_set', 'what platforms are judged by is decided by a person'),
  ('copy_rule_set', 'what platforms are judged by is decided by a person'),
  ('revise_rule_set', 'what platforms are judged by is decided by a person');

grant execute on function
  private.adopt_rule_set(uuid),
  public.adopt_rule_set(uuid),
  private.copy_rule_set(uuid, text, text),
  private.revise_rule_set(uuid, jsonb),
  public.copy_rule_set(uuid, text, text),
  public.revise_rule_set(uuid, jsonb)
to authenticated;
