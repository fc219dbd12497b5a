import * as v from 'valibot';
import type { Db } from '#lib/server/supabase.ts';
import { deskSchema, type Desk } from './desk.ts';

/** What is going on at an instrument, for the person who stands before it; null without such one. */
export async function findDesk(db: Db, instrumentId: string): Promise<Desk | null> {
	const { data, error } = await db.rpc('instrument_desk', { instrument_id: instrumentId });
	if (error?.message === 'instrument_not_found') return null;
	if (error) throw error;
	return v.parse(deskSchema, data);
}
