/**
 * The one place that reads an error of the Data API. What the database refuses on purpose becomes a
 * value that pages and the API can explain; anything else is a fault and is thrown.
 */
import type { PostgrestError } from '@supabase/supabase-js';
import * as v from 'valibot';

export const violationSchema = v.object({
	rule: v.string(),
	message: v.string(),
	limit: v.nullable(v.union([v.string(), v.number()])),
	actual: v.nullable(v.union([v.string(), v.number()])),
	/** Who may lift the rule for a booking; nobody where it is null. */
	lifted_by: v.nullish(v.literal('lab'))
});
export const slotSchema = v.object({ start: v.string(), end: v.string() });

/** Another instrument of the same class that is free at the wished time. */
export const equivalentSchema = v.object({
	instrument: v.object({
		id: v.string(),
		name: v.string(),
		name_en: v.nullable(v.string()),
		platform_name: v.string()
	}),
	start: v.string(),
	end: v.string()
});

export type Equivalent = v.InferOutput<typeof equivalentSchema>;

/** One violated rule. Units are the rule's: minutes, or days for the horizon. */
export type Violation = v.InferOutput<typeof violationSchema>;
/** A span of time that passes every rule; instants in RFC 3339. */
export type Slot = v.InferOutput<typeof slotSchema>;

export const reasonsSchema = v.object({
	violations: v.array(violationSchema),
	alternatives: v.array(slotSchema),
	equivalents: v.optional(v.array(equivalentSchema), []),
	timezone: v.nullable(v.string())
});

/** Why a booking was or would be refused, what would pass, and the lab's zone. */
export type Reasons = v.InferOutput<typeof reasonsSchema>;

const refusalDetail = v.pipe(v.string(), v.parseJson(), reasonsSchema);

/**
 * Why the database said no. `key` is stable: the message of a raised error, or the name of the
 * violated constraint (docs/error-codes.md).
 */
export type Refusal = {
	status: 400 | 401 | 403 | 404 | 409 | 422 | 429;
	key: string;
	detail: string | null;
} & Reasons;

const NO_REASONS: Reasons = { violations: [], alternatives: [], equivalents: [], timezone: null };

const RAISED = new Map<string, Refusal['status']>([
	['PT400', 400],
	['PT401', 401],
	['PT403', 403],
	['PT404', 404],
	['PT409', 409],
	['PT422', 422],
	['PT429', 429]
]);

/** SQLSTATEs of Postgres and codes of PostgREST that are the caller's doing. */
const KNOWN = new Map<string, { status: Refusal['status']; key: string }>([
	// Text with a NUL, or that is no valid UTF-8, cannot be stored.
	['22021', { status: 422, key: 'text_unclean' }],
	['22P05', { status: 422, key: 'text_unclean' }],
	['22P02', { status: 422, key: 'value_malformed' }],
	['22007', { status: 422, key: 'value_malformed' }],
	['22008', { status: 422, key: 'value_out_of_range' }],
	['22003', { status: 422, key: 'value_out_of_range' }],
	['42501', { status: 403, key: 'not_allowed' }],
	// The door has made the transaction of an access token read-only.
	['25006', { status: 403, key: 'token_read_only' }],
	['PGRST301', { status: 401, key: 'token_invalid' }],
	['PGRST302', { status: 401, key: 'sign_in_needed' }],
	['PGRST303', { status: 401, key: 'token_invalid' }]
]);

/** Constraints that are violated by what a person asked for, with the status they deserve. */
const CONSTRAINT_STATUS = new Map<string, Refusal['status']>([
	['23514', 422],
	['23502', 422],
	['23503', 422],
	['23505', 409],
	['23P01', 409]
]);

/**
 * The refusal in an error of the Data API.
 *
 * @throws the error itself when it is none, so that it reaches the log.
 */
export function toRefusal(error: PostgrestError): Refusal {
	const raised = RAISED.get(error.code);
	if (raised !== undefined) {
		const reasons = v.safeParse(refusalDetail, error.details);
		return {
			status: raised,
			key: error.message,
			detail: reasons.success || error.details === '' ? null : error.details,
			...(reasons.success ? reasons.output : NO_REASONS)
		};
	}

	const known = KNOWN.get(error.code);
	if (known) return { ...known, detail: null, ...NO_REASONS };

	const status = CONSTRAINT_STATUS.get(error.code);
	const constraint = /constraint "([a-z0-9_]+)"/.exec(error.message)?.[1];
	if (status !== undefined && constraint !== undefined) {
		return { status, key: constraint, detail: null, ...NO_REASONS };
	}

	throw error;
}
