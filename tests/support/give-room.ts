import pg from 'pg';

/**
 * Lets the startups of the demo have more bookings than its platform allows them. Journeys are made
 * in several guises on the same data, and each books for the same organisation.
 *
 * @param ownerUrl the address of the stack's database for its superuser
 */
export async function giveRoom(ownerUrl: string): Promise<void> {
	const database = new pg.Client(ownerUrl);
	await database.connect();
	await database.query('update public.booking_quotas set at_most = at_most * 10');
	await database.end();
}
