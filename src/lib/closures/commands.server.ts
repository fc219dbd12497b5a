import type { PostgrestError } from '@supabase/supabase-js';
import type { Tables } from '#lib/database.types.ts';
import { toRefusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { ClosureKind } from './closure-kind.ts';
import { closureRefusalText } from './closure-refusal.ts';
import { toArguments, type ClosureWish } from './queries.server.ts';

type Outcome<Data> = { ok: true; data: Data } | { ok: false; status: number; message: string };

/** Plans a closure; the same key with the same wish gives those planned the first time. */
export function planClosure(
	db: Db,
	wish: ClosureWish & { kind: ClosureKind; reason: string; idempotencyKey: string }
): Promise<Outcome<Tables<'closures'>[]>> {
	return toOutcome(
		db
			.rpc('plan_closure', {
				...toArguments(wish),
				kind: wish.kind,
				...(wish.reason !== '' && { reason: wish.reason })
			})
			.setHeader('Idempotency-Key', wish.idempotencyKey)
	);
}

/** Takes the time: whoever has not moved is cancelled, whoever is in is cut short. */
export function activateClosure(db: Db, id: string): Promise<Outcome<Tables<'closures'>>> {
	return toOutcome(db.rpc('activate_closure', { closure_id: id }));
}

/** Calls it off, or ends it now. */
export function endClosure(db: Db, id: string): Promise<Outcome<Tables<'closures'>>> {
	return toOutcome(db.rpc('end_closure', { closure_id: id }));
}

async function toOutcome<Data>(
	answer: PromiseLike<{ data: Data; error: null } | { data: null; error: PostgrestError }>
): Promise<Outcome<Data>> {
	const { data, error } = await answer;
	if (!error) return { ok: true, data };

	const refusal = toRefusal(error);
	const message = closureRefusalText(refusal);
	if (message === null) throw error;
	return { ok: false, status: refusal.status, message };
}
