import type { PostgrestError } from '@supabase/supabase-js';
import * as v from 'valibot';
import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { RuleValues } from './rule-fields.ts';
import { explainRuleRefusal } from './rule-refusal.ts';
import type { CustomerKind } from './version.ts';

/*
 * What a lab does about the rules, prices and limits of its platform or of one instrument. A change is
 * a new version; the database keeps the old ones and judges what may be changed.
 */

export type Scope = { platform_id: string } | { instrument_id: string };
export type Tariff = {
	basis: string;
	rate_fen: number | null;
	minimum_fen: number;
	off_hours_bp: number;
};
export type Quota = { holder: string; measure: string; span: string; at_most: number };

export type Outcome<Row> =
	| { ok: true; row: Row }
	| { ok: false; status: 401 | 403 | 404 | 409 | 422 | 429; message: string };

const namedSchema = v.object({
	name: v.string(),
	language: v.string(),
	name_en: v.nullable(v.string())
});

const rulesPreviewSchema = v.object({
	bookings: v.number(),
	is_cut: v.boolean(),
	refused: v.number(),
	by_rule: v.array(v.object({ rule: v.string(), bookings: v.number() })),
	examples: v.array(
		v.object({
			id: v.string(),
			starts_at: v.string(),
			ends_at: v.string(),
			organisation: namedSchema,
			person: v.string()
		})
	),
	warnings: v.array(
		v.object({
			warning: v.string(),
			instruments: v.optional(v.array(v.object({ id: v.string(), ...namedSchema.entries })), [])
		})
	)
});
export type RulesPreview = v.InferOutput<typeof rulesPreviewSchema>;

const tariffPreviewSchema = v.object({
	bookings: v.number(),
	dearer: v.number(),
	cheaper: v.number(),
	before_fen: v.number(),
	after_fen: v.number()
});
export type TariffPreview = v.InferOutput<typeof tariffPreviewSchema>;

type Change = {
	scope: Scope;
	kind: CustomerKind;
	/** Null for now. */
	validFrom: string | null;
	idempotencyKey: string;
};

export async function previewRules(
	db: Db,
	{ scope, kind, rules, validFrom }: Omit<Change, 'idempotencyKey'> & { rules: RuleValues }
): Promise<Outcome<RulesPreview>> {
	const outcome = await toOutcome(
		db.rpc('preview_rules', { customer_kind: kind, rules, ...scope, ...from(validFrom) })
	);
	return outcome.ok ? { ok: true, row: v.parse(rulesPreviewSchema, outcome.row) } : outcome;
}

export async function previewTariff(
	db: Db,
	{ scope, kind, tariff }: { scope: Scope; kind: CustomerKind; tariff: Tariff }
): Promise<Outcome<TariffPreview>> {
	const outcome = await toOutcome(
		db.rpc('preview_tariff', { customer_kind: kind, tariff, ...scope })
	);
	return outcome.ok ? { ok: true, row: v.parse(tariffPreviewSchema, outcome.row) } : outcome;
}

export function saveRules(
	db: Db,
	{ scope, kind, validFrom, idempotencyKey, rules }: Change & { rules: RuleValues }
) {
	return toOutcome(
		db
			.rpc('save_rules', { customer_kind: kind, rules, ...scope, ...from(validFrom) })
			.setHeader('Idempotency-Key', idempotencyKey)
	);
}

export function saveTariff(
	db: Db,
	{ scope, kind, validFrom, idempotencyKey, tariff }: Change & { tariff: Tariff }
) {
	return toOutcome(
		db
			.rpc('save_tariff', { customer_kind: kind, tariff, ...scope, ...from(validFrom) })
			.setHeader('Idempotency-Key', idempotencyKey)
	);
}

export function saveQuota(
	db: Db,
	{ scope, kind, validFrom, idempotencyKey, quota }: Change & { quota: Quota }
) {
	return toOutcome(
		db
			.rpc('save_quota', { customer_kind: kind, ...quota, ...scope, ...from(validFrom) })
			.setHeader('Idempotency-Key', idempotencyKey)
	);
}

export function endVersion(db: Db, what: 'rules' | 'tariff' | 'quota', id: string) {
	switch (what) {
		case 'rules':
			return toOutcome(db.rpc('end_rules', { rules_id: id }));
		case 'tariff':
			return toOutcome(db.rpc('end_tariff', { tariff_id: id }));
		case 'quota':
			return toOutcome(db.rpc('end_quota', { quota_id: id }));
	}
}

function from(validFrom: string | null) {
	return validFrom === null ? {} : { valid_from: validFrom };
}

async function toOutcome<Row>(
	answer: PromiseLike<{ data: Row; error: null } | { data: null; error: PostgrestError }>
): Promise<Outcome<Row>> {
	const { data, error } = await answer;
	if (!error) return { ok: true, row: data };

	const refusal = toRefusal(error);
	const message = explainRuleRefusal(refusal);
	if (message === null || refusal.status === 400) throw error;
	return { ok: false, status: refusal.status, message };
}
