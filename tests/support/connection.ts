/** A connection to the database of the running stack, for tests of any runner. */
import { Client } from 'pg';

export async function connect(): Promise<Client> {
	const url = process.env['SUPABASE_DB_URL'];
	if (url === undefined)
		throw new Error('SUPABASE_DB_URL is not set: run through the test runner.');
	const client = new Client({ connectionString: url });
	await client.connect();
	return client;
}
