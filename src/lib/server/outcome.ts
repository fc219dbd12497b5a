import type { PostgrestError } from '@supabase/supabase-js';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal, type Refusal } from './database-error.ts';

/** Why a command was not carried out: one line for people, a key for programs, the status of an answer. */
type Refused = Pick<Refusal, 'status' | 'key'> & { ok: false; message: string };

/** What came of a command. */
export type Outcome<Data> = { ok: true; data: Data } | Refused;

type Answer<Data> = PromiseLike<
	{ data: Data; error: null } | { data: null; error: PostgrestError }
>;

/** What a command may be refused with, by the key of the refusal. */
export type RefusalTexts = Record<string, (refusal: Refusal) => string>;

/** Refusals that any command may meet. */
const COMMON: RefusalTexts = {
	sign_in_needed: () => m.refusal_signed_out(),
	token_invalid: () => m.refusal_signed_out(),
	text_unclean: () => m.text_unclean(),
	idempotency_key_reused: () => m.service_key_reused(),
	not_allowed: () => m.service_not_allowed(),
	platform_not_yours: () => m.service_not_allowed()
};

/**
 * Awaits a command of the database and puts its refusal into words.
 *
 * @throws the error when it is no refusal, or one that the command is not known for.
 */
export async function toOutcome<Data>(
	answer: Answer<Data>,
	texts: RefusalTexts
): Promise<Outcome<Data>> {
	const { data, error } = await answer;
	if (!error) return { ok: true, data };

	const refusal = toRefusal(error);
	const explain = { ...COMMON, ...texts }[refusal.key];
	if (!explain) throw error;
	return { ok: false, status: refusal.status, key: refusal.key, message: explain(refusal) };
}
