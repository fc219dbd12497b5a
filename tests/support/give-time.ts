import pg from 'pg';

const LONG = '60s';

/**
 * Lets the API's statements on a test stack take longer than in production. Tests say what comes
 * out; on a slow machine, the shorter limits would say how fast it is.
 *
 * @param ownerUrl the address of the stack's database for its superuser
 */
export async function giveTime(ownerUrl: string): Promise<void> {
	const database = new pg.Client(ownerUrl);
	await database.connect();
	for (const role of ['anon', 'authenticated', 'service_role']) {
		await database.query(`alter role ${role} set statement_timeout = '${LONG}'`);
		await database.query(`alter role ${role} set lock_timeout = '${LONG}'`);
	}
	await database.query(`notify pgrst, 'reload config'`);
	await database.end();
}
