/*
 * Evaluations: a rule set, a window of days, the platforms that take part, and the way from draft to
 * published (reference 1.8). What is computed is computed from the ledger as each chain stood at an
 * instant, so that it can be computed again, to the digit, for as long as the ledger is kept; what is
 * published is kept as the text that its digest is of (docs/decisions/0022).
 */
create type public.evaluation_state as enum (
  'draft', 'open', 'collecting', 'self_report', 'verification', 'expert_scoring', 'preliminary',
  'publicity', 'published', 'rectification', 're_evaluation', 'closed'
);
comment on type public.evaluation_state is 'Where an evaluation stands, in the order of its life.';

/* What a rule set says beyond points: when a grade is lost, and how a tie is broken. */
alter table public.evaluation_rule_sets
  add column refusals_at_most_bp integer not null default 1000,
  add column tie_breaker text,
  add constraint evaluation_rule_sets_refusals_are_a_share check (refusals_at_most_bp between 0 and 10000);
comment on column public.evaluation_rule_sets.refusals_at_most_bp is 'From which share of requests refused without a reason on a platform is qualified at most, in ten-thousandths.';
comment on column public.evaluation_rule_sets.tie_breaker is 'The indicator whose points decide between equal totals; null leaves them equal.';
update public.evaluation_rule_sets set tie_breaker = 'B' where code = 'LN-2022';
update public.evaluation_rule_sets set tie_breaker = 'C' where code = 'CN-2026';
create index evaluation_rule_sets_tie_breaker_idx on public.evaluation_rule_sets (id, tie_breaker);
-- A copy is made before its indicators are.
alter table public.evaluation_rule_sets
  add constraint evaluation_rule_sets_tie_breaker_fkey foreign key (id, tie_breaker)
    references public.evaluation_indicators (rule_set_id, code) on delete restrict
    deferrable initially deferred;
grant select (refusals_at_most_bp, tie_breaker) on public.evaluation_rule_sets to anon, authenticated;

/* What the ledger, the calendar and applications tell of responses, cancellations and ratings. */
alter table public.evaluation_indicators
  drop constraint evaluation_indicators_formula_is_known,
  drop constraint evaluation_indicators_only_auto_ones_are_computed,
  add constraint evaluation_indicators_formula_is_known check (
    formula in (
      'open_rate', 'completeness', 'startup_organisations', 'startup_hours', 'dataset_deliveries',
      'literature_deliveries', 'services_with_evidence', 'reduction', 'mean_effective_hours',
      'mean_shared_hours', 'utilisation', 'response_rate', 'completion_rate', 'mean_rating'
    )
  ),
  add constraint evaluation_indicators_only_known_ones_are_computed check (
    formula is null or (source in ('auto', 'survey') and normaliser is not null)
  );
update public.evaluation_indicators as indicators
set formula = known.formula, normaliser = 'linear_cap', normaliser_parameters = '{"full": 100}'
from public.evaluation_rule_sets as sets,
  (values ('C1', 'response_rate'), ('C2', 'mean_rating'), ('C3', 'completion_rate')) as known (code, formula)
where sets.id = indicators.rule_set_id and sets.code = 'LN-2022' and indicators.code = known.code;

create table public.evaluation_cycles (
  id                uuid primary key default gen_random_uuid(),
  code              text not null,
  name              text not null,
  name_en           text not null,
  rule_set_id       uuid not null references public.evaluation_rule_sets on delete restrict,
  policy_class      text,
  city              text,
  designation_kind  text references public.designation_kinds on delete restrict,
  window_from       date not null,
  window_until      date not null,
  self_report_until date,
  state             public.evaluation_state not null default 'draft',
  sample_seed       text,
  publicity_until   timestamptz,
  rectify_until     date,
  created_by        uuid references public.people on delete set null,
  created_at        timestamptz not null default clock_timestamp(),

  constraint evaluation_cycles_code_key unique (code),
  constraint evaluation_cycles_code_is_one check (code ~ '^[A-Z0-9][A-Z0-9-]{1,30}$'),
  constraint evaluation_cycles_name_has_length check (
    char_length(name) between 1 and 200 and char_length(name_en) between 1 and 200
  ),
  constraint evaluation_cycles_name_is_clean check (
    private.is_clean_text(name) and private.is_clean_text(name_en)
  ),
  constraint evaluation_cycles_policy_class_is_known check (policy_class in ('A', 'B')),
  constraint evaluation_cycles_window_is_some check (
    window_until >= window_from and window_until - window_from <= 1830
  ),
  constraint evaluation_cycles_reports_after_window check (self_report_until > window_until),
  constraint evaluation_cycles_drawn_ones_have_a_seed check (
    (state >= 'verification') <= (sample_seed is not null)
  ),
  constraint evaluation_cycles_publicity_ends check ((state = 'publicity') <= (publicity_until is not null)),
  constraint evaluation_cycles_rectification_ends check (
    (state in ('rectification', 're_evaluation')) <= (rectify_until is not null)
  )
);
create index evaluation_cycles_rule_set_id_idx on public.evaluation_cycles (rule_set_id);
create index evaluation_cycles_designation_kind_idx on public.evaluation_cycles (designation_kind);
create index evaluation_cycles_created_by_idx on public.evaluation_cycles (created_by);
comment on table public.evaluation_cycles is 'An evaluation of platforms by a rule set over a window of days.';
comment on column public.evaluation_cycles.code is 'What its address and its files are named by.';
comment on column public.evaluation_cycles.policy_class is 'Which platforms take part (policy 二(四)); null is both classes.';
comment on column public.evaluation_cycles.self_report_until is 'By when platforms are asked to report; the evaluator ends it.';
comment on column public.evaluation_cycles.sample_seed is 'What the sample was drawn by: drawn again with it, it is the same.';
comment on column public.evaluation_cycles.publicity_until is 'The end of its working days of 公示.';

/* Which state can follow which; nothing else can. */
create table public.evaluation_steps (
  from_state   public.evaluation_state not null,
  to_state     public.evaluation_state not null,
  needs_reason boolean not null default false,

  primary key (from_state, to_state)
);
comment on table public.evaluation_steps is 'The ways an evaluation can go (reference 1.8).';
insert into public.evaluation_steps (from_state, to_state, needs_reason)
values
  ('draft', 'open', false),
  ('open', 'collecting', false),
  ('collecting', 'self_report', false),
  ('self_report', 'verification', false),
  ('verification', 'expert_scoring', false),
  ('expert_scoring', 'preliminary', false),
  ('preliminary', 'publicity', false),
  ('publicity', 'published', false),
  ('publicity', 'verification', true),
  ('published', 'rectification', true),
  ('rectification', 're_evaluation', true),
  ('re_evaluation', 'closed', false),
  ('published', 'closed', false);

create table public.evaluation_transitions (
  id         uuid primary key default gen_random_uuid(),
  cycle_id   uuid not null references public.evaluation_cycles on delete restrict,
  from_state public.evaluation_state,
  to_state   public.evaluation_state not null,
  reason     text,
  person_id  uuid references public.people on delete set null,
  at         timestamptz not null default clock_timestamp(),

  constraint evaluation_transitions_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint evaluation_transitions_reason_is_clean check (private.is_clean_text(reason))
);
create index evaluation_transitions_cycle_id_idx on public.evaluation_transitions (cycle_id, at);
create index evaluation_transitions_person_id_idx on public.evaluation_transitions (person_id);
comment on table public.evaluation_transitions is 'Each step of an evaluation, by whom and why. Insert-only.';

create table public.evaluation_participants (
  id                     uuid primary key default gen_random_uuid(),
  cycle_id               uuid not null references public.evaluation_cycles on delete restrict,
  platform_id            uuid not null references public.platforms on delete restrict,
  designation_id         uuid not null references public.platform_designations on delete restrict,
  narrative              text,
  narrated_at            timestamptz,
  rectification_report   text,
  rectified_at           timestamptz,
  rectification_accepted boolean,
  rectification_note     text,

  constraint evaluation_participants_cycle_id_platform_id_key unique (cycle_id, platform_id),
  constraint evaluation_participants_narrative_has_length check (char_length(narrative) between 1 and 10000),
  constraint evaluation_participants_report_has_length check (
    char_length(rectification_report) between 1 and 10000 and char_length(rectification_note) between 1 and 2000
  ),
  constraint evaluation_participants_texts_are_clean check (
    private.is_clean_text(narrative) and private.is_clean_text(rectification_report)
    and private.is_clean_text(rectification_note)
  )
);
create index evaluation_participants_platform_id_idx on public.evaluation_participants (platform_id);
create index evaluation_participants_designation_id_idx on public.evaluation_participants (designation_id);
comment on table public.evaluation_participants is 'The platforms of an evaluation, as they were when it opened.';
comment on column public.evaluation_participants.designation_id is 'The designation by which it takes part.';

/*
 * What is computed from. A collection never changes: what an upheld dispute or a finding changes is
 * the next one, at the same heads; a restatement is one at later heads.
 */
create table public.evaluation_collections (
  id              uuid primary key default gen_random_uuid(),
  cycle_id        uuid not null references public.evaluation_cycles on delete restrict,
  number          smallint not null,
  as_of           timestamptz not null,
  shared_purposes text[] not null,
  left_out        uuid[] not null,
  counted         uuid[] not null,
  input_hash      text,
  created_at      timestamptz not null default clock_timestamp(),

  constraint evaluation_collections_cycle_id_number_key unique (cycle_id, number)
);
comment on table public.evaluation_collections is 'The ledger and the catalogue as an evaluation takes them. Insert-only.';
comment on column public.evaluation_collections.as_of is 'The instant at which it was taken; what was said of a record later is not in it.';
comment on column public.evaluation_collections.shared_purposes is 'The purposes that counted as sharing then (R-COUNT).';
comment on column public.evaluation_collections.left_out is 'Records that do not count by an upheld dispute or a finding.';
comment on column public.evaluation_collections.counted is 'Records that count as shared by an upheld dispute.';
comment on column public.evaluation_collections.input_hash is 'SHA-256 of the input hashes of its platforms.';

create table public.evaluation_inputs (
  collection_id     uuid not null references public.evaluation_collections on delete restrict,
  platform_id       uuid not null references public.platforms on delete restrict,
  head_seq          bigint not null,
  head_hash         text not null,
  counted_records   bigint not null default 0,
  backfilled        bigint not null default 0,
  requests          bigint not null default 0,
  unreasoned        bigint not null default 0,
  input_hash        text,

  primary key (collection_id, platform_id)
);
create index evaluation_inputs_platform_id_idx on public.evaluation_inputs (platform_id);
comment on table public.evaluation_inputs is 'What of a platform went into a collection: its chain up to a head, and what the guards look at.';
comment on column public.evaluation_inputs.unreasoned is 'Requests refused without a reason.';
comment on column public.evaluation_inputs.input_hash is 'SHA-256 over the hashes of its records, each with how it counts, and over its instruments.';

create table public.evaluation_instruments (
  collection_id uuid not null,
  platform_id   uuid not null,
  instrument_id uuid not null references public.instruments on delete restrict,
  is_open       boolean not null,
  days          integer not null,
  rated_hours   numeric(8, 2) not null,
  filled        numeric(5, 4) not null,
  is_current    boolean not null,

  primary key (collection_id, platform_id, instrument_id),
  -- Keys to both platforms and instruments would make it a second way between them for the Data API.
  constraint evaluation_instruments_input_fkey foreign key (collection_id, platform_id)
    references public.evaluation_inputs on delete restrict
);
create index evaluation_instruments_platform_id_idx on public.evaluation_instruments (platform_id);
create index evaluation_instruments_instrument_id_idx on public.evaluation_instruments (instrument_id);
comment on table public.evaluation_instruments is 'The instruments in scope (R-SCOPE) as they were when they were taken.';
comment on column public.evaluation_instruments.days is 'Days of the window on which it was in service.';
comment on column public.evaluation_instruments.rated_hours is 'Rated hours of the rule set for those days.';
comment on column public.evaluation_instruments.filled is 'The share of the fields of the national register that say something.';
comment on column public.evaluation_instruments.is_current is 'Its entry was touched in the twelve months before the window''s end.';

create table public.evaluation_values (
  collection_id  uuid not null references public.evaluation_collections on delete restrict,
  platform_id    uuid not null references public.platforms on delete restrict,
  indicator_code text not null,
  value          numeric(18, 4),
  sample         bigint not null,
  facts          jsonb not null,

  primary key (collection_id, platform_id, indicator_code)
);
create index evaluation_values_platform_id_idx on public.evaluation_values (platform_id);
comment on table public.evaluation_values is 'What was computed for an indicator. A value that could not be is null, which is never zero.';
comment on column public.evaluation_values.sample is 'How many records, instruments or ratings it comes from.';
comment on column public.evaluation_values.facts is 'What the value was made of, its numerator and denominator among it.';

create table public.evaluation_reports (
  cycle_id       uuid not null,
  platform_id    uuid not null,
  indicator_code text not null,
  statement      text not null,
  evidence       text[] not null default '{}',
  reported_by    uuid references public.people on delete set null,
  reported_at    timestamptz not null default clock_timestamp(),
  score          numeric(5, 2),
  note           text,
  judged_by      uuid references public.people on delete set null,
  judged_at      timestamptz,

  primary key (cycle_id, platform_id, indicator_code),
  constraint evaluation_reports_participant_fkey foreign key (cycle_id, platform_id)
    references public.evaluation_participants (cycle_id, platform_id) on delete restrict,
  constraint evaluation_reports_statement_has_length check (char_length(statement) between 1 and 4000),
  constraint evaluation_reports_texts_are_clean check (
    private.is_clean_text(statement) and private.is_clean_text(note)
    and private.is_clean_text(array_to_string(evidence, ' '))
  ),
  constraint evaluation_reports_evidence_is_little check (
    cardinality(evidence) <= 20 and array_position(evidence, null) is null
    and char_length(array_to_string(evidence, '')) <= 4000
  ),
  constraint evaluation_reports_note_has_length check (char_length(note) between 1 and 2000),
  constraint evaluation_reports_score_is_of_hundred check (score between 0 and 100),
  constraint evaluation_reports_judged_ones_have_a_score check ((score is null) = (judged_at is null))
);
create index evaluation_reports_reported_by_idx on public.evaluation_reports (reported_by);
create index evaluation_reports_judged_by_idx on public.evaluation_reports (judged_by);
comment on table public.evaluation_reports is 'What a platform reports for an indicator that nothing computes, and what the evaluator gives for it.';
comment on column public.evaluation_reports.evidence is 'References of documents; files hang on it as evaluation_files.';

create table public.evaluation_files (
  id             uuid primary key default gen_random_uuid(),
  cycle_id       uuid not null,
  platform_id    uuid not null,
  indicator_code text,
  name           text not null,
  content_type   text not null,
  size_bytes     integer not null,
  digest         text not null,
  person_id      uuid references public.people on delete set null,
  created_at     timestamptz not null default clock_timestamp(),
  retired_at     timestamptz,

  constraint evaluation_files_participant_fkey foreign key (cycle_id, platform_id)
    references public.evaluation_participants (cycle_id, platform_id) on delete restrict,
  constraint evaluation_files_name_is_clean check (name = private.clean_file_name(name)),
  constraint evaluation_files_size_is_limited check (size_bytes between 1 and 5242880)
);
create index evaluation_files_cycle_id_platform_id_idx on public.evaluation_files (cycle_id, platform_id);
create index evaluation_files_person_id_idx on public.evaluation_files (person_id);
comment on table public.evaluation_files is 'Evidence that a platform attached to its report.';

create table private.evaluation_file_bytes (
  file_id uuid primary key references public.evaluation_files on delete cascade,
  bytes   bytea not null,

  constraint evaluation_file_bytes_size_is_limited check (octet_length(bytes) between 1 and 5242880)
);
alter table private.evaluation_file_bytes enable row level security;
comment on table private.evaluation_file_bytes is 'What is in an attached file.';

/* A dispute is a participant's, of a record or a value; an objection anybody's, during publicity. */
create table public.evaluation_disputes (
  id           uuid primary key default gen_random_uuid(),
  cycle_id     uuid not null references public.evaluation_cycles on delete restrict,
  platform_id  uuid not null references public.platforms on delete restrict,
  kind         text not null,
  record_id    uuid references public.service_records on delete restrict,
  wish         text,
  reason       text not null,
  evidence     text[] not null default '{}',
  raised_by    uuid references public.people on delete set null,
  raised_at    timestamptz not null default clock_timestamp(),
  is_upheld    boolean,
  decision     text,
  decided_by   uuid references public.people on delete set null,
  decided_at   timestamptz,

  constraint evaluation_disputes_participant_fkey foreign key (cycle_id, platform_id)
    references public.evaluation_participants (cycle_id, platform_id) on delete restrict,
  constraint evaluation_disputes_kind_is_known check (kind in ('dispute', 'objection')),
  constraint evaluation_disputes_wish_is_known check (wish in ('leave_out', 'count')),
  constraint evaluation_disputes_of_records_say_what check ((record_id is null) = (wish is null)),
  constraint evaluation_disputes_texts_have_length check (
    char_length(reason) between 1 and 2000 and char_length(decision) between 1 and 2000
  ),
  constraint evaluation_disputes_texts_are_clean check (
    private.is_clean_text(reason) and private.is_clean_text(decision)
    and private.is_clean_text(array_to_string(evidence, ' '))
  ),
  constraint evaluation_disputes_evidence_is_little check (
    cardinality(evidence) <= 20 and array_position(evidence, null) is null
    and char_length(array_to_string(evidence, '')) <= 4000
  ),
  constraint evaluation_disputes_decided_ones_say_why check (
    (is_upheld is null) = (decision is null) and (is_upheld is null) = (decided_at is null)
  )
);
create index evaluation_disputes_cycle_id_platform_id_idx on public.evaluation_disputes (cycle_id, platform_id);
create index evaluation_disputes_platform_id_idx on public.evaluation_disputes (platform_id);
create index evaluation_disputes_record_id_idx on public.evaluation_disputes (record_id) where record_id is not null;
create index evaluation_disputes_raised_by_idx on public.evaluation_disputes (raised_by);
create index evaluation_disputes_decided_by_idx on public.evaluation_disputes (decided_by);
create unique index evaluation_disputes_open_record_idx on public.evaluation_disputes (cycle_id, record_id)
  where record_id is not null and decided_at is null;
comment on table public.evaluation_disputes is 'What a platform, or during publicity anybody, says is wrong, and what was decided.';
comment on column public.evaluation_disputes.wish is 'What of the record is asked for: that it is left out, or that it counts as shared.';

create table public.evaluation_samples (
  cycle_id    uuid not null,
  record_id   uuid not null references public.service_records on delete restrict,
  platform_id uuid not null,
  position    integer not null,
  finding     text,
  note        text,
  found_by    uuid references public.people on delete set null,
  found_at    timestamptz,

  primary key (cycle_id, record_id),
  constraint evaluation_samples_participant_fkey foreign key (cycle_id, platform_id)
    references public.evaluation_participants (cycle_id, platform_id) on delete restrict,
  constraint evaluation_samples_finding_is_known check (finding in ('in_order', 'wrong', 'falsified')),
  constraint evaluation_samples_note_has_length check (char_length(note) between 1 and 2000),
  constraint evaluation_samples_note_is_clean check (private.is_clean_text(note)),
  constraint evaluation_samples_found_ones_have_time check ((finding is null) = (found_at is null)),
  constraint evaluation_samples_bad_ones_say_why check (coalesce(finding, 'in_order') = 'in_order' or note is not null)
);
create index evaluation_samples_platform_id_idx on public.evaluation_samples (cycle_id, platform_id, position);
create index evaluation_samples_record_id_idx on public.evaluation_samples (record_id);
create index evaluation_samples_found_by_idx on public.evaluation_samples (found_by);
comment on table public.evaluation_samples is 'The records that were drawn to be looked at, and what was found.';
comment on column public.evaluation_samples.finding is 'wrong: it does not count; falsified: nor does its platform''s grade.';

create table public.evaluation_experts (
  id         uuid not null default gen_random_uuid(),
  cycle_id   uuid not null references public.evaluation_cycles on delete restrict,
  person_id  uuid not null references public.people on delete restrict,
  invited_by uuid references public.people on delete set null,
  invited_at timestamptz not null default clock_timestamp(),

  primary key (cycle_id, person_id),
  constraint evaluation_experts_id_key unique (id)
);
create index evaluation_experts_person_id_idx on public.evaluation_experts (person_id);
create index evaluation_experts_invited_by_idx on public.evaluation_experts (invited_by);
comment on table public.evaluation_experts is 'Who scores what no figure tells.';

create table public.evaluation_interests (
  cycle_id     uuid not null,
  person_id    uuid not null,
  platform_id  uuid not null,
  has_interest boolean not null,
  reason       text,
  declared_at  timestamptz not null default clock_timestamp(),

  primary key (cycle_id, person_id, platform_id),
  constraint evaluation_interests_expert_fkey foreign key (cycle_id, person_id)
    references public.evaluation_experts on delete restrict,
  constraint evaluation_interests_participant_fkey foreign key (cycle_id, platform_id)
    references public.evaluation_participants (cycle_id, platform_id) on delete restrict,
  constraint evaluation_interests_say_which check (not has_interest or reason is not null),
  constraint evaluation_interests_reason_has_length check (char_length(reason) between 1 and 500),
  constraint evaluation_interests_reason_is_clean check (private.is_clean_text(reason))
);
create index evaluation_interests_platform_id_idx on public.evaluation_interests (cycle_id, platform_id);
comment on table public.evaluation_interests is 'What each expert declared of each platform. Who has an interest does not score it; nor does who has not declared.';

create table public.evaluation_expert_scores (
  cycle_id       uuid not null,
  person_id      uuid not null,
  platform_id    uuid not null,
  indicator_code text not null,
  score          numeric(5, 2) not null,
  comment        text,
  scored_at      timestamptz not null default clock_timestamp(),

  primary key (cycle_id, platform_id, indicator_code, person_id),
  constraint evaluation_expert_scores_interest_fkey foreign key (cycle_id, person_id, platform_id)
    references public.evaluation_interests on delete restrict,
  constraint evaluation_expert_scores_score_is_of_hundred check (score between 0 and 100),
  constraint evaluation_expert_scores_comment_has_length check (char_length(comment) between 1 and 2000),
  constraint evaluation_expert_scores_comment_is_clean check (private.is_clean_text(comment))
);
create index evaluation_expert_scores_interest_idx on public.evaluation_expert_scores (cycle_id, person_id, platform_id);
comment on table public.evaluation_expert_scores is 'What each expert gives a platform for an indicator, of a hundred.';

create table public.evaluation_results (
  cycle_id     uuid not null references public.evaluation_cycles on delete restrict,
  version      smallint not null,
  stage        text not null,
  document     text not null,
  digest       text not null,
  reason       text,
  created_by   uuid references public.people on delete set null,
  created_at   timestamptz not null default clock_timestamp(),

  primary key (cycle_id, version),
  constraint evaluation_results_digest_key unique (digest),
  constraint evaluation_results_stage_is_known check (stage in ('publicity', 'published', 'restated')),
  constraint evaluation_results_restated_ones_say_why check ((stage = 'restated') = (reason is not null)),
  constraint evaluation_results_reason_has_length check (char_length(reason) between 1 and 2000),
  constraint evaluation_results_reason_is_clean check (private.is_clean_text(reason)),
  constraint evaluation_results_digest_is_of_document check (
    digest = encode(sha256(convert_to(document, 'UTF8')), 'hex')
  )
);
create index evaluation_results_created_by_idx on public.evaluation_results (created_by);
comment on table public.evaluation_results is 'What was made public, as the text it was made public as. Insert-only: a restatement is another version.';
comment on column public.evaluation_results.document is 'Canonical JSON (docs/evaluation.md): sorted keys, no spaces, fractions as text.';

/* Nobody changes what was made public, the owner by mistake neither. */
create function private.tg_evaluation_results__refuse()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception 'result_is_final' using errcode = 'PT409';
end;
$$;
comment on function private.tg_evaluation_results__refuse is 'Refuses to change or remove what was made public.';
create trigger _100_refuse before update or delete on public.evaluation_results
  for each row execute function private.tg_evaluation_results__refuse();
create trigger _100_refuse before update or delete on public.evaluation_values
  for each row execute function private.tg_evaluation_results__refuse();

/*
 * Who reads what. That there is an evaluation, and how far it has come, is everybody's to know once it
 * is open. What a platform's sheet says is its own and the evaluators' until it is made public, and
 * then the document says it. Experts see what they score.
 */
create function private.runs_evaluations()
returns boolean
language plpgsql
stable
security definer -- reads memberships beneath their own policy
set search_path = ''
as $$
begin
  return private.is_evaluator() or private.is_administrator();
end;
$$;
comment on function private.runs_evaluations is 'True when the person asking runs evaluations.';

create function private.expert_cycles_of_current_person()
returns setof uuid
language plpgsql
stable
security definer -- reads experts beneath their own policy
set search_path = ''
as $$
begin
  return query
    select experts.cycle_id
    from public.evaluation_experts as experts
    where experts.person_id = (select auth.uid());
end;
$$;
comment on function private.expert_cycles_of_current_person is 'The evaluations that the person asking scores in.';
grant execute on function private.runs_evaluations(), private.expert_cycles_of_current_person() to authenticated;

alter table public.evaluation_cycles enable row level security;
alter table public.evaluation_steps enable row level security;
alter table public.evaluation_transitions enable row level security;
alter table public.evaluation_participants enable row level security;
alter table public.evaluation_collections enable row level security;
alter table public.evaluation_inputs enable row level security;
alter table public.evaluation_instruments enable row level security;
alter table public.evaluation_values enable row level security;
alter table public.evaluation_reports enable row level security;
alter table public.evaluation_files enable row level security;
alter table public.evaluation_disputes enable row level security;
alter table public.evaluation_samples enable row level security;
alter table public.evaluation_experts enable row level security;
alter table public.evaluation_interests enable row level security;
alter table public.evaluation_expert_scores enable row level security;
alter table public.evaluation_results enable row level security;

create policy evaluation_cycles_select_visitors on public.evaluation_cycles
  for select to anon using (state <> 'draft');
create policy evaluation_cycles_select_known on public.evaluation_cycles
  for select to authenticated using (state <> 'draft' or (select private.runs_evaluations()));
create policy evaluation_steps_select_all on public.evaluation_steps
  for select to anon, authenticated using (true);
-- What hangs on a cycle is seen with it.
create policy evaluation_transitions_select_with_cycle on public.evaluation_transitions
  for select to anon, authenticated
  using (exists (select from public.evaluation_cycles as cycles where cycles.id = cycle_id));
create policy evaluation_results_select_with_cycle on public.evaluation_results
  for select to anon, authenticated
  using (exists (select from public.evaluation_cycles as cycles where cycles.id = cycle_id));

create policy evaluation_participants_select_concerned on public.evaluation_participants
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or cycle_id in (select private.expert_cycles_of_current_person())
    or (select private.runs_evaluations())
  );
-- Which records were left out tells of findings before anything is published.
create policy evaluation_collections_select_concerned on public.evaluation_collections
  for select to authenticated
  using (
    exists (
      select from public.evaluation_participants as participants
      where participants.cycle_id = evaluation_collections.cycle_id
    )
    or (select private.runs_evaluations())
  );
create policy evaluation_inputs_select_concerned on public.evaluation_inputs
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.runs_evaluations())
  );
create policy evaluation_instruments_select_concerned on public.evaluation_instruments
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.runs_evaluations())
  );
create policy evaluation_values_select_concerned on public.evaluation_values
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.runs_evaluations())
    or collection_id in (
      select collections.id
      from public.evaluation_collections as collections
      where collections.cycle_id in (select private.expert_cycles_of_current_person())
    )
  );
create policy evaluation_reports_select_concerned on public.evaluation_reports
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or cycle_id in (select private.expert_cycles_of_current_person())
    or (select private.runs_evaluations())
  );
create policy evaluation_files_select_concerned on public.evaluation_files
  for select to authenticated
  using (
    retired_at is null
    and (
      platform_id in (select private.platform_ids_staffed_by_current_person())
      or cycle_id in (select private.expert_cycles_of_current_person())
      or (select private.runs_evaluations())
    )
  );
create policy evaluation_disputes_select_concerned on public.evaluation_disputes
  for select to authenticated
  using (
    raised_by = (select auth.uid())
    or platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.runs_evaluations())
  );
create policy evaluation_samples_select_concerned on public.evaluation_samples
  for select to authenticated
  using (
    platform_id in (select private.platform_ids_staffed_by_current_person())
    or (select private.runs_evaluations())
  );
create policy evaluation_experts_select_own on public.evaluation_experts
  for select to authenticated
  using (person_id = (select auth.uid()) or (select private.runs_evaluations()));
create policy evaluation_interests_select_own on public.evaluation_interests
  for select to authenticated
  using (person_id = (select auth.uid()) or (select private.runs_evaluations()));
create policy evaluation_expert_scores_select_own on public.evaluation_expert_scores
  for select to authenticated
  using (person_id = (select auth.uid()) or (select private.runs_evaluations()));

grant select (
  id, code, name, name_en, rule_set_id, policy_class, city, designation_kind, window_from, window_until,
  self_report_until, state, publicity_until, rectify_until, created_at
) on public.evaluation_cycles to anon, authenticated;
-- What a sample is drawn by is known to who looks at it.
grant select (sample_seed) on public.evaluation_cycles to authenticated;
grant select on public.evaluation_steps to anon, authenticated;
-- Who did it is in the audit.
grant select (id, cycle_id, from_state, to_state, reason, at) on public.evaluation_transitions to anon, authenticated;
grant select (cycle_id, version, stage, document, digest, reason, created_at)
  on public.evaluation_results to anon, authenticated;
grant select on
  public.evaluation_participants, public.evaluation_collections, public.evaluation_inputs, public.evaluation_instruments,
  public.evaluation_values
to authenticated;
grant select (
  cycle_id, platform_id, indicator_code, statement, evidence, reported_at, score, note, judged_at
) on public.evaluation_reports to authenticated;
grant select (id, cycle_id, platform_id, indicator_code, name, content_type, size_bytes, digest, created_at, retired_at)
  on public.evaluation_files to authenticated;
-- Who raised it matters to the policy; its name is nobody's to read here.
grant select (
  id, cycle_id, platform_id, kind, record_id, wish, reason, evidence, raised_by, raised_at, is_upheld,
  decision, decided_at
) on public.evaluation_disputes to authenticated;
grant select (cycle_id, record_id, platform_id, position, finding, note, found_at)
  on public.evaluation_samples to authenticated;
grant select (cycle_id, person_id, invited_at) on public.evaluation_experts to authenticated;
grant select on public.evaluation_interests, public.evaluation_expert_scores to authenticated;
grant select on
  public.evaluation_cycles, public.evaluation_steps, public.evaluation_transitions,
  public.evaluation_participants, public.evaluation_collections, public.evaluation_inputs,
  public.evaluation_instruments, public.evaluation_values, public.evaluation_reports,
  public.evaluation_files, public.evaluation_disputes, public.evaluation_samples,
  public.evaluation_experts, public.evaluation_interests, public.evaluation_expert_scores,
  public.evaluation_results
to service_role;
-- No insert, update or delete: the functions hold the rules.
