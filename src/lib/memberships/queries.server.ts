import { error } from '@sveltejs/kit';
import type { JwtPayload } from '@supabase/supabase-js';
import { read } from '#lib/catalogue/read.server.ts';
import type { Database } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Db, WithNull } from '#lib/server/supabase.ts';

const NAME = 'name, language, name_en';

/** More than any organisation here has, and within one answer of the Data API. */
const MAX_ROWS = 1000;
const MAX_INVITATIONS = 200;

const MEMBER_COLUMNS = `id, role, created_at, platform_id,
	person:people(id, display_name, phone),
	platform:platforms(id, ${NAME})`;

/** The members of an organisation with its platforms, or of one platform. */
export async function listMembers(db: Db, of: { organisationId: string } | { platformId: string }) {
	const query = db.from('memberships').select(MEMBER_COLUMNS);
	return read(
		('platformId' in of
			? query.eq('platform_id', of.platformId)
			: query.eq('organisation_id', of.organisationId)
		)
			.order('created_at')
			.order('id')
			.limit(MAX_ROWS)
	);
}

export type Member = Awaited<ReturnType<typeof listMembers>>[number];

/** Invitations to become a member that wait for an answer, the latest first. */
export async function listInvitations(
	db: Db,
	of: { organisationId: string } | { platformId: string }
) {
	const query = db
		.from('invitations')
		.select(`id, role, email, sent_at, expires_at, platform_id, platform:platforms(id, ${NAME})`)
		.is('accepted_at', null)
		.is('withdrawn_at', null)
		.not('role', 'is', null);
	return read(
		('platformId' in of
			? query.eq('platform_id', of.platformId)
			: query.eq('organisation_id', of.organisationId)
		)
			.order('sent_at', { ascending: false })
			.limit(MAX_INVITATIONS)
	);
}

/** Whether a person owns an organisation, or operates the site. */
async function findOwnership(db: Db, claims: JwtPayload, organisationId: string) {
	const roles = await read(
		db
			.from('memberships')
			.select('role, organisation_id')
			.eq('person_id', claims.sub)
			.in('role', ['owner', 'administrator'])
	);
	return {
		isAdministrator: roles.some(({ role }) => role === 'administrator'),
		isOwner: roles.some((row) => row.role === 'owner' && row.organisation_id === organisationId)
	};
}

/**
 * An organisation, for those who answer for it.
 *
 * @throws 404 when there is none, or none that the person may see, and 403 to everybody else.
 */
export async function requireOwnedOrganisation(db: Db, claims: JwtPayload, id: string) {
	const [organisation, ownership] = await Promise.all([
		read(
			db
				.from('organisations')
				.select(`id, kind, ${NAME}, platforms(id, ${NAME})`)
				.eq('id', id)
				.is('platforms.retired_at', null)
				.order('name', { referencedTable: 'platforms' })
				.maybeSingle()
		),
		findOwnership(db, claims, id)
	]);
	if (!organisation) error(404, m.error_not_found_title());
	if (!ownership.isOwner && !ownership.isAdministrator) error(403, m.members_forbidden());
	return { organisation, isAdministrator: ownership.isAdministrator };
}

type FoundInvitation = Database['public']['Functions']['find_invitation']['Returns'][number];

/** An invitation for its reader. */
type ReadInvitation = WithNull<
	FoundInvitation,
	'organisation_en' | 'platform_id' | 'platform' | 'platform_en' | 'role'
>;

/** What the page behind an invitation's link says; null for a token that is none. */
export async function findInvitation(db: Db, token: string): Promise<ReadInvitation | null> {
	const found: ReadInvitation[] = await read(db.rpc('find_invitation', { token }));
	return found[0] ?? null;
}

/** The open invitations to the person's own address. */
export async function listMyInvitations(db: Db): Promise<ReadInvitation[]> {
	return read(db.rpc('my_invitations'));
}

/** The startups that a person owns, which may become residents of a makerspace. */
export async function listOwnedStartups(db: Db, claims: JwtPayload) {
	const memberships = await read(
		db
			.from('memberships')
			.select(`organisation:organisations!inner(id, ${NAME}, kind)`)
			.eq('person_id', claims.sub)
			.eq('role', 'owner')
			.eq('organisation.kind', 'startup')
			.order('created_at')
	);
	return memberships.map(({ organisation }) => organisation);
}

/** Who is or was resident in a makerspace, those who came last first. */
export async function listResidents(db: Db, makerspaceId: string) {
	return read(
		db
			.from('residencies')
			.select(
				`id, started_on, ended_on,
				organisation:organisations!residencies_organisation_id_fkey(id, ${NAME}, city)`
			)
			.eq('makerspace_id', makerspaceId)
			.order('started_on', { ascending: false })
			.order('id')
			.limit(MAX_ROWS)
	);
}

/** The makerspaces in which a startup is or was resident. */
export async function listResidencies(db: Db, organisationId: string) {
	return read(
		db
			.from('residencies')
			.select(
				`id, started_on, ended_on,
				makerspace:organisations!residencies_makerspace_id_fkey(id, ${NAME})`
			)
			.eq('organisation_id', organisationId)
			.order('started_on', { ascending: false })
			.order('id')
			.limit(MAX_ROWS)
	);
}

/** Invitations into a makerspace that wait for an answer, the latest first. */
export async function listResidentInvitations(db: Db, makerspaceId: string) {
	return read(
		db
			.from('invitations')
			.select('id, email, sent_at, expires_at')
			.eq('organisation_id', makerspaceId)
			.is('role', null)
			.is('accepted_at', null)
			.is('withdrawn_at', null)
			.order('sent_at', { ascending: false })
			.limit(MAX_INVITATIONS)
	);
}
