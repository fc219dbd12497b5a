import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { Config } from './config.ts';
import type { Database } from './database.ts';
import type { User } from './users.ts';

/** The kinds of code and link, and where a user's row mirrors them for Supabase's own server. */
const COLUMNS = {
	confirmation_token: { hash: 'confirmation_token', sentAt: 'confirmation_sent_at' },
	recovery_token: { hash: 'recovery_token', sentAt: 'recovery_sent_at' },
	reauthentication_token: { hash: 'reauthentication_token', sentAt: 'reauthentication_sent_at' },
	email_change_token_new: { hash: 'email_change_token_new', sentAt: 'email_change_sent_at' },
	email_change_token_current: {
		hash: 'email_change_token_current',
		sentAt: 'email_change_sent_at'
	}
} as const;

export type TokenType = keyof typeof COLUMNS;

/** A link of a PKCE flow says so, since its visitor must then be sent back with a code. */
export const PKCE_PREFIX = 'pkce_';

/** A code of digits, each value as likely. */
export function generateCode({ mailer }: Config): string {
	return randomInt(10 ** mailer.otpLength)
		.toString()
		.padStart(mailer.otpLength, '0');
}

/** What is stored, and what links carry, in place of the code. The same as on Supabase. */
export function hashCode(email: string, code: string): string {
	return createHash('sha224')
		.update(email + code)
		.digest('hex');
}

/** Stores the only token of its type that the person has, sent now. */
export async function storeToken(
	db: Database,
	user: Pick<User, 'id'>,
	type: TokenType,
	relatesTo: string,
	hash: string
): Promise<void> {
	const columns = COLUMNS[type];
	await db.query(
		`insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
		values ($1, $2, $3, $4, $5)
		on conflict (user_id, token_type) do update
		set token_hash = excluded.token_hash,
			relates_to = excluded.relates_to,
			created_at = now(),
			updated_at = now()`,
		[randomUUID(), user.id, type, hash, relatesTo.toLowerCase()]
	);
	await db.query(
		`update auth.users
		set ${columns.hash} = $2, ${columns.sentAt} = now(), updated_at = now()
		where id = $1`,
		[user.id, hash]
	);
}

/** Whose token it is; null where there is no such token. */
export async function findTokenOwner(
	db: Database,
	hashes: string[],
	types: TokenType[]
): Promise<string | null> {
	const { rows } = await db.query<{ user_id: string }>(
		`select user_id
		from auth.one_time_tokens
		where token_hash = any($1) and token_type::text = any($2)`,
		[hashes, types]
	);
	return rows[0]?.user_id ?? null;
}

type SpentToken = { user_id: string; token_type: TokenType };

/**
 * Takes a token out of the store by its hash, so that of two who bring it one succeeds.
 *
 * The hash is looked up by index: it is of a random code together with an address, so the time of
 * the look-up tells nothing that helps to guess one.
 *
 * @returns null where there is no such token or it is too old.
 */
export async function spendToken(
	db: Database,
	{ mailer }: Config,
	hashes: string[],
	types: TokenType[]
): Promise<SpentToken | null> {
	const { rows } = await db.query<SpentToken & { is_fresh: boolean }>(
		`delete from auth.one_time_tokens
		using auth.users
		where users.id = one_time_tokens.user_id
			and one_time_tokens.token_hash = any($1)
			and one_time_tokens.token_type::text = any($2)
		returning one_time_tokens.user_id, one_time_tokens.token_type,
			case one_time_tokens.token_type
				when 'confirmation_token' then users.confirmation_sent_at
				when 'recovery_token' then users.recovery_sent_at
				when 'reauthentication_token' then users.reauthentication_sent_at
				else users.email_change_sent_at
			end > now() - make_interval(secs => $3) as is_fresh`,
		[hashes, types, mailer.otpExpirySeconds]
	);
	const [token] = rows;
	if (token?.is_fresh !== true) return null;

	await db.query(`update auth.users set ${COLUMNS[token.token_type].hash} = '' where id = $1`, [
		token.user_id
	]);
	return { user_id: token.user_id, token_type: token.token_type };
}

/** Makes every code and link void that was sent to the person. */
export async function clearTokens(db: Database, userId: string): Promise<void> {
	await db.query('delete from auth.one_time_tokens where user_id = $1', [userId]);
	await db.query(
		`update auth.users
		set confirmation_token = '', recovery_token = '', reauthentication_token = '',
			email_change_token_new = '', email_change_token_current = ''
		where id = $1`,
		[userId]
	);
}
