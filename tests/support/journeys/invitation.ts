import pg from 'pg';

/**
 * The path behind the latest invitation to an address. The worker, which writes it into a mail,
 * does not run beside the journeys, so that this derives it as the worker does.
 */
export async function invitationPath(email: string): Promise<string> {
	const database = new pg.Client({ connectionString: process.env['SUPABASE_DB_URL'] });
	await database.connect();
	try {
		const { rows } = await database.query<{ token: string }>(
			`select private.invitation_token(id) as token
			from public.invitations where email = $1 order by sent_at desc limit 1`,
			[email]
		);
		const [row] = rows;
		if (!row) throw new Error(`Nobody has invited ${email}.`);
		return `/invitations/${row.token}`;
	} finally {
		await database.end();
	}
}
