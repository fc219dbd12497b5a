import type { JwtPayload } from '@supabase/supabase-js';
import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

const MAX_TOKENS = 200;

const COLUMNS = `id, name, scopes, starts_with, created_at, expires_at, last_used_at, revoked_at,
	person:people!access_tokens_person_id_fkey(display_name)`;

/** A person's own tokens, the latest first. */
export async function listTokens(db: Db, { sub }: JwtPayload) {
	return read(
		db
			.from('access_tokens')
			.select(COLUMNS)
			.eq('person_id', sub)
			.is('instrument_id', null)
			.order('created_at', { ascending: false })
			.limit(MAX_TOKENS)
	);
}

/** The tokens of an instrument's agent, whoever made them, the latest first. */
export async function listAgentTokens(db: Db, instrumentId: string) {
	return read(
		db
			.from('access_tokens')
			.select(COLUMNS)
			.eq('instrument_id', instrumentId)
			.order('created_at', { ascending: false })
			.limit(MAX_TOKENS)
	);
}

export type ListedToken = Awaited<ReturnType<typeof listTokens>>[number];
