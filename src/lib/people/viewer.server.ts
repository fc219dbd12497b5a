import type { JwtPayload } from '@supabase/supabase-js';
import { logger } from '#lib/server/logger.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { Viewer } from './viewer.ts';

const STAFF_ROLES = ['manager', 'technician', 'administrator'];

/**
 * Who is looking, for the header of every page. A database that does not answer costs the name and
 * the laboratory's link, not the page: the page's own load says what is wrong.
 */
export async function findViewer(db: Db, claims: JwtPayload): Promise<Viewer> {
	const { data, error } = await db
		.from('people')
		.select('display_name, unread_notices, memberships(role)')
		.eq('id', claims.sub)
		.maybeSingle();
	if (error) logger.error({ err: error }, 'viewer could not be read');

	const email = claims.email ?? '';
	return {
		id: claims.sub,
		email,
		name: data?.display_name ?? email,
		isStaff: data?.memberships.some(({ role }) => STAFF_ROLES.includes(role)) ?? false,
		unreadNotices: data?.unread_notices ?? 0
	};
}
