import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { TOKEN_SCOPES } from './token-scope.ts';

/** How long a token lasts, in days. */
export const TOKEN_DAYS = ['7', '30', '90', '365'] as const;

const name = v.pipe(
	v.string(),
	v.trim(),
	v.nonEmpty(() => m.token_name_missing()),
	v.maxLength(100, () => m.token_name_long())
);
const idempotency_key = v.pipe(v.string(), v.minLength(1), v.maxLength(255));

export const tokenSchema = v.object({
	name,
	scopes: v.optional(v.array(v.picklist(TOKEN_SCOPES)), []),
	days: v.picklist(TOKEN_DAYS),
	idempotency_key
});

export const agentTokenSchema = v.object({
	name,
	/** An instrument is looked after, so that its token may last. */
	days: v.picklist([...TOKEN_DAYS, '']),
	idempotency_key
});

export const tokenIdSchema = v.object({ token_id: v.pipe(v.string(), v.uuid()) });
