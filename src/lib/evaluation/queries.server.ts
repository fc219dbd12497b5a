import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

const MAX_ROWS = 200;
const RULE_SET = `id, code, version, name, name_en, jurisdiction, policy_class, period_type,
	cycle_years, legal_basis, is_preset, is_read_only, frozen_at`;

/** All rule sets, each code with its latest version first. */
export async function listRuleSets(db: Db) {
	return read(
		db
			.from('evaluation_rule_sets')
			.select(RULE_SET)
			.order('code')
			.order('version', { ascending: false })
			.limit(MAX_ROWS)
	);
}

/** A rule set with its indicators in their order; null where there is none. */
export async function findRuleSet(db: Db, id: string) {
	const found = await read(
		db
			.from('evaluation_rule_sets')
			.select(
				`${RULE_SET}, scope_min_worth_fen, rated_hours, grade_bands, grade_from_points,
				organisation_cap_bp, backfilled_at_most_bp, publicity_days, objections_at_most, note, note_en, based_on,
				indicators:evaluation_indicators!evaluation_indicators_rule_set_id_fkey(
					code, parent, position, name, name_en, weight, source, formula, normaliser,
					normaliser_parameters, evidence_required
				)`
			)
			.eq('id', id)
			.order('position', { referencedTable: 'evaluation_indicators' })
			.maybeSingle()
	);
	return found;
}

export type RuleSet = NonNullable<Awaited<ReturnType<typeof findRuleSet>>>;
export type Indicator = RuleSet['indicators'][number];
