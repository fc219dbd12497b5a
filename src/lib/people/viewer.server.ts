import type { JwtPayload } from '@supabase/supabase-js';
import { registeredName } from '#lib/i18n/registered-name.ts';
import { logger } from '#lib/server/logger.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';
import type { Viewer } from './viewer.ts';

const STAFF_ROLES = ['manager', 'technician', 'administrator'];
const BOOKING_ROLES = ['owner', 'member'];
const EVALUATION_ROLES = ['evaluator', 'administrator'];

/**
 * Who is looking, for the header of every page. A database that does not answer costs the name and
 * the laboratory's link, not the page: the page's own load says what is wrong.
 */
export async function findViewer(db: Db, claims: JwtPayload): Promise<Viewer> {
	const at = formatInstant(new Date());
	const { data, error } = await db
		.from('people')
		.select(
			`display_name, unread_notices, requests_to_decide,
			memberships(role, organisation:organisations(id, name, name_en, kind)),
			delegations:approval_delegations!approval_delegations_delegate_id_fkey(id)`
		)
		.eq('id', claims.sub)
		.is('delegations.revoked_at', null)
		.lte('delegations.starts_at', at)
		.gt('delegations.ends_at', at)
		.maybeSingle();
	if (error) logger.error({ err: error }, 'viewer could not be read');

	const email = claims.email ?? '';
	const memberships = data?.memberships ?? [];
	const isStaff = memberships.some(({ role }) => STAFF_ROLES.includes(role));
	const booking = memberships.filter(({ role }) => BOOKING_ROLES.includes(role));
	const isDelegate = (data?.delegations.length ?? 0) > 0;
	return {
		id: claims.sub,
		email,
		name: data?.display_name ?? email,
		isStaff,
		isEvaluator: memberships.some(({ role }) => EVALUATION_ROLES.includes(role)),
		isCustomer: booking.length > 0 || memberships.length === 0,
		organisations: booking.map(({ role, organisation }) => ({
			id: organisation.id,
			name: registeredName(organisation),
			kind: organisation.kind,
			isOwner: role === 'owner'
		})),
		unreadNotices: data?.unread_notices ?? 0,
		requestCount: isStaff || isDelegate ? (data?.requests_to_decide ?? 0) : null
	};
}
