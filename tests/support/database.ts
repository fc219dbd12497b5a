/**
 * The database as a test sees it: each test in a transaction that is rolled back, acting as a
 * person, as a visitor, or as the owner who arranges things.
 */
import type { Client } from 'pg';
import { afterAll, test as base } from 'vitest';
import { connect } from './connection.ts';
import { toDb, type Db } from './to-db.ts';

export { connect, toDb, type Db };

let shared: Client | undefined;

afterAll(async () => {
	await shared?.end();
	shared = undefined;
});

/** `it` with a `db` in a transaction that ends with the test. */
export const it = base.extend<{ db: Db }>({
	// eslint-disable-next-line no-empty-pattern -- Vitest reads the dependencies from the pattern.
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

type Role = 'anon' | 'authenticated' | 'service_role';

async function actAs<Result>(
	db: Db,
	role: Role,
	claims: Record<string, unknown>,
	act: () => Promise<Result>
): Promise<Result> {
	await db.query('savepoint act');
	await db.query("select set_config('request.jwt.claims', $1, true)", [
		JSON.stringify({ ...claims, role })
	]);
	await db.query(`set local role ${role}`);
	try {
		return await act();
	} catch (error) {
		// A refused statement ends the transaction; the test goes on behind it.
		await db.query('rollback to savepoint act');
		throw error;
	} finally {
		await db.query('reset role');
		await db.query("select set_config('request.jwt.claims', '', true)");
	}
}

/** Acts as a person who has signed in, by their id. */
export function asPerson<Result>(db: Db, id: string, act: () => Promise<Result>): Promise<Result> {
	return actAs(db, 'authenticated', { sub: id }, act);
}

/** Acts as a visitor. */
export function asAnonymous<Result>(db: Db, act: () => Promise<Result>): Promise<Result> {
	return actAs(db, 'anon', {}, act);
}

/** Acts with the secret key. */
export function asService<Result>(db: Db, act: () => Promise<Result>): Promise<Result> {
	return actAs(db, 'service_role', {}, act);
}

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
