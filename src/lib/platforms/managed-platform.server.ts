import { error } from '@sveltejs/kit';
import type { JwtPayload } from '@supabase/supabase-js';
import { read } from '#lib/catalogue/read.server.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Db } from '#lib/server/supabase.ts';

type Role = { role: string; organisation_id: string; platform_id: string | null };

/** Whether roles make somebody a manager of a platform, as `private.can_manage` has it. */
function managesPlatform(
	roles: Role[],
	platform: { id: string; organisation_id: string }
): boolean {
	return roles.some(
		({ role, organisation_id, platform_id }) =>
			role === 'administrator' ||
			(role === 'manager' &&
				organisation_id === platform.organisation_id &&
				(platform_id === null || platform_id === platform.id))
	);
}

/**
 * A platform, for those who manage it.
 *
 * @throws 404 when there is none, and 403 to everybody else.
 */
export async function requireManagedPlatform(db: Db, claims: JwtPayload, id: string) {
	const [platform, roles] = await Promise.all([
		read(
			db
				.from('platforms')
				.select('id, name, language, name_en, time_zone, organisation_id')
				.eq('id', id)
				.maybeSingle()
		),
		listOwnRoles(db, claims)
	]);
	if (!platform) error(404, m.error_not_found_title());
	if (!managesPlatform(roles, platform)) error(403, m.platform_forbidden());
	return platform;
}

/** Whether somebody who works on a platform also manages it, so that a page may offer them to. */
export async function isManagerOf(
	db: Db,
	claims: JwtPayload,
	platform: { id: string; organisation_id: string }
): Promise<boolean> {
	return managesPlatform(await listOwnRoles(db, claims), platform);
}

/** Which of the platforms that somebody works on they also manage. */
export async function listManagedIds(
	db: Db,
	claims: JwtPayload,
	platforms: { id: string; organisation_id: string }[]
): Promise<string[]> {
	const roles = await listOwnRoles(db, claims);
	return platforms.filter((platform) => managesPlatform(roles, platform)).map(({ id }) => id);
}

function listOwnRoles(db: Db, claims: JwtPayload): Promise<Role[]> {
	return read(
		db.from('memberships').select('role, organisation_id, platform_id').eq('person_id', claims.sub)
	);
}
