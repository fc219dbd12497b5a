/** Statements as somebody, in the transaction of a connection; for tests of any runner. */
import type { Db } from './to-db.ts';

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
