import type { Json, Tables } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';

const REFUSALS: RefusalTexts = {
	rule_set_not_found: () => m.evaluation_refused_not_found(),
	rule_set_read_only: () => m.evaluation_refused_read_only(),
	rule_set_frozen: () => m.evaluation_refused_frozen(),
	bands_not_in_order: () => m.evaluation_refused_bands(),
	weights_not_hundred: () => m.evaluation_refused_weights(),
	indicator_not_found: () => m.evaluation_refused_not_found(),
	evaluation_rule_sets_name_has_length: () => m.text_missing(),
	evaluation_rule_sets_name_is_clean: () => m.text_unclean(),
	evaluation_rule_sets_scope_is_not_negative: () => m.evaluation_refused_number(),
	evaluation_rule_sets_publicity_is_a_week: () => m.evaluation_refused_number(),
	evaluation_rule_sets_objections_are_some: () => m.evaluation_refused_number(),
	evaluation_rule_sets_grade_needs_points: () => m.evaluation_refused_number(),
	evaluation_rule_sets_bands_are_bands: () => m.evaluation_refused_number(),
	evaluation_rule_sets_rated_hours_are_hours: () => m.evaluation_refused_number(),
	evaluation_rule_sets_shares_are_shares: () => m.evaluation_refused_number(),
	evaluation_indicators_normaliser_has_parameters: () => m.evaluation_refused_number(),
	evaluation_indicators_weight_is_a_share: () => m.evaluation_refused_number(),
	value_malformed: () => m.evaluation_refused_number(),
	value_out_of_range: () => m.evaluation_refused_number()
};

type RuleSet = Pick<Tables<'evaluation_rule_sets'>, 'id' | 'code' | 'version'>;

/** Makes the next version of a rule set; the same key with the same names gives the first one. */
export function copyRuleSet(
	db: Db,
	ruleSetId: string,
	{ name, name_en: nameEn, key }: { name: string; name_en: string; key: string }
): Promise<Outcome<RuleSet>> {
	return toOutcome(
		db
			.rpc('copy_rule_set', { rule_set_id: ruleSetId, name, name_en: nameEn })
			.setHeader('Idempotency-Key', key),
		REFUSALS
	);
}

/** Changes a version that is not in force. */
export function reviseRuleSet(db: Db, ruleSetId: string, changes: Json): Promise<Outcome<RuleSet>> {
	return toOutcome(db.rpc('revise_rule_set', { rule_set_id: ruleSetId, changes }), REFUSALS);
}

/** Puts a version into force, for good. */
export function adoptRuleSet(db: Db, ruleSetId: string): Promise<Outcome<RuleSet>> {
	return toOutcome(db.rpc('adopt_rule_set', { rule_set_id: ruleSetId }), REFUSALS);
}
