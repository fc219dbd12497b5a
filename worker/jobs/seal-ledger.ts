import type { Pool } from 'pg';
import { inTransaction } from '../in-transaction.ts';
import type { LedgerKey } from '../ledger-key.ts';

type Draft = { day: string; digest: string };

/**
 * Seals every day of the ledger that is over, in their order: digest, signature and row in one
 * transaction, which holds the chains still. Two workers seal nothing twice, for the second finds
 * that the day is no longer the next.
 */
export async function sealLedger({ pool, key }: { pool: Pool; key: LedgerKey }): Promise<void> {
	let isSealed: boolean;
	do {
		isSealed = await inTransaction(pool, async (client) => {
			// One sealer at a time.
			await client.query("select pg_advisory_xact_lock(hashtextextended('seal_ledger', 0))");
			const { rows } = await client.query<Draft>(
				`select next.day::text, private.ledger_day_digest(next.day) as digest
				from private.next_ledger_day() as next (day)
				where next.day is not null`
			);
			const [draft] = rows;
			if (!draft) return false;

			await client.query('select private.seal_ledger_day($1, $2, $3, $4)', [
				draft.day,
				draft.digest,
				key.publicKey,
				key.sign(draft.digest)
			]);
			return true;
		});
	} while (isSealed);
}
