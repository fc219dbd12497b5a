import type { PostgrestError } from '@supabase/supabase-js';
import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { toRefusal, type Refusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';

type Refused = { ok: false; status: Exclude<Refusal['status'], 400>; message: string };

const REFUSALS: Record<string, () => string> = {
	instrument_not_yours: m.token_instrument_not_yours,
	token_not_found: m.token_not_found,
	scope_not_offered: m.token_scope_not_offered,
	token_expiry_invalid: m.token_expiry_invalid,
	token_limit_reached: m.token_limit_reached,
	access_tokens_name_is_clean: m.token_name_unclean,
	idempotency_key_reused: m.token_made_before,
	sign_in_needed: m.refusal_signed_out,
	token_invalid: m.refusal_signed_out
};

const madeToken = v.object({ id: v.string(), name: v.string(), token: v.string() });

/** A token that was just made, with its value, which is shown this once. */
export type MadeToken = v.InferOutput<typeof madeToken>;

/** Makes a token: a person's own, or with an instrument that of its agent. */
export async function createAccessToken(
	db: Db,
	wish: {
		name: string;
		scopes: string[];
		/** Null does not end, which only an agent's may. */
		days: number | null;
		instrumentId?: string;
		idempotencyKey: string;
	},
	now: Date
): Promise<{ ok: true; made: MadeToken } | Refused> {
	const { data, error } = await db
		.rpc('create_access_token', {
			name: wish.name,
			scopes: wish.scopes,
			...(wish.days !== null && {
				expires_at: formatInstant(endOf(now, wish.days))
			}),
			...(wish.instrumentId !== undefined && { instrument_id: wish.instrumentId })
		})
		.setHeader('Idempotency-Key', wish.idempotencyKey);
	return error ? refuse(error) : { ok: true, made: v.parse(madeToken, data) };
}

export async function revokeAccessToken(
	db: Db,
	tokenId: string
): Promise<{ ok: true; name: string } | Refused> {
	const { data, error } = await db.rpc('revoke_access_token', { token_id: tokenId });
	return error ? refuse(error) : { ok: true, name: data.name };
}

/** To the hour, so that the same form sent again a moment later asks for the same. */
function endOf(now: Date, days: number): Date {
	const HOUR_MS = 3_600_000;
	return new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS + days * 24 * HOUR_MS);
}

function refuse(error: PostgrestError): Refused {
	const refusal = toRefusal(error);
	const explain = REFUSALS[refusal.key];
	if (!explain || refusal.status === 400) throw error;
	return { ok: false, status: refusal.status, message: explain() };
}
