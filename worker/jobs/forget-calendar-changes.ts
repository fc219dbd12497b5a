import type { Pool } from 'pg';

/** Deletes whose calendars changed, once every page has long heard of it. */
export async function forgetCalendarChanges({ pool }: { pool: Pool }): Promise<void> {
	await pool.query('select private.forget_calendar_changes()');
}
