/**
 * The database as a test sees it: each test in a transaction that is rolled back, acting as a
 * person, as a visitor, or as the owner who arranges things.
 */
import type { Client } from 'pg';
import { afterAll, test as base } from 'vitest';
import { connect } from './connection.ts';
import { toDb, type Db } from './to-db.ts';

export { asAnonymous, asPerson, asService } from './act-as.ts';
export { connect, toDb, type Db };

let shared: Client | undefined;

afterAll(async () => {
	await shared?.end();
	shared = undefined;
});

/** `it` with a `db` in a transaction that ends with the test. */
export const it = base.extend<{ db: Db }>({
	db: async ({}, use) => {
		shared ??= await connect();
		await shared.query('begin');
		try {
			await use(toDb(shared));
		} finally {
			await shared.query('rollback');
		}
	}
});

/** What a refused call was refused with. */
export type Refused = {
	code: string;
	key: string;
	rules: string[];
	alternatives: { start: string; end: string }[];
};

/** The refusal of a call that must be refused. */
export async function refusalOf(call: Promise<unknown>): Promise<Refused> {
	try {
		await call;
	} catch (error) {
		if (error instanceof Error && 'code' in error) {
			const { code, detail } = error as Error & { code: string; detail?: string };
			const reasons = detail?.startsWith('{')
				? (JSON.parse(detail) as { violations: { rule: string }[] } & Pick<Refused, 'alternatives'>)
				: { violations: [], alternatives: [] };
			return {
				code,
				key: error.message,
				rules: reasons.violations.map(({ rule }) => rule),
				alternatives: reasons.alternatives
			};
		}
		throw error;
	}
	throw new Error('The call was not refused.');
}
