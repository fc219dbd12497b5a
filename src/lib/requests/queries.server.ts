import type { JwtPayload } from '@supabase/supabase-js';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { read, readPage } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';
import { decodeRequestCursor, encodeRequestCursor } from './request-cursor.ts';

const NAME = 'name, language, name_en';
const PAGE_SIZE = 20;
/** Within one answer of the Data API, whose rows a hosted project limits to a thousand. */
const MAX_ROWS = 1000;

/** The platforms whose requests a person answers, as their staff or as a delegate, and until when. */
export async function listDecidedPlatforms(db: Db, claims: JwtPayload, now: Date) {
	const at = formatInstant(now);
	const [staffed, delegated, roles] = await Promise.all([
		listStaffedPlatforms(db, claims),
		read(
			db
				.from('approval_delegations')
				.select(`ends_at, platform:platforms(id, ${NAME}, time_zone, organisation_id)`)
				.eq('delegate_id', claims.sub)
				.is('revoked_at', null)
				.lte('starts_at', at)
				.gt('ends_at', at)
				.order('ends_at', { ascending: false })
		),
		listRoles(db, claims)
	]);
	const platforms = staffed.map((platform) => ({
		...platform,
		delegatedUntil: null as string | null,
		isManaged: roles.some(
			({ role, organisation_id, platform_id }) =>
				role === 'administrator' ||
				(role === 'manager' &&
					organisation_id === platform.organisation_id &&
					(platform_id === null || platform_id === platform.id))
		)
	}));
	for (const { platform, ends_at } of delegated) {
		if (platforms.some(({ id }) => id === platform.id)) continue;
		platforms.push({ ...platform, delegatedUntil: ends_at, isManaged: false });
	}
	return platforms;
}

export type DecidedPlatform = Awaited<ReturnType<typeof listDecidedPlatforms>>[number];

/** The organisations whose owner a person is: they answer first where two have to accept. */
export async function listOwnedOrganisationIds(db: Db, claims: JwtPayload): Promise<string[]> {
	const roles = await listRoles(db, claims);
	return roles.flatMap(({ role, organisation_id }) => (role === 'owner' ? organisation_id : []));
}

/** Whose answer requests wait for: that of platforms, or that of the owner of organisations. */
export type RequestScope = { platformIds: string[] } | { organisationIds: string[] };

const REQUEST_COLUMNS = `id, starts_at, ends_at, purpose, price_fen, currency, created_at, decide_by,
	missed_before,
	instrument:instruments(id, ${NAME}),
	platform:platforms(id, ${NAME}, time_zone),
	organisation:organisations(id, ${NAME}),
	person:people!bookings_person_id_fkey(display_name, phone)`;

/** One page of the requests that wait for an answer, those that expire first on top. */
export async function listWaitingRequests(
	db: Db,
	scope: RequestScope,
	{
		instrumentId = null,
		cursor = null,
		now
	}: { instrumentId?: string | null; cursor?: string | null; now: Date }
) {
	let query = waiting(db.from('bookings').select(REQUEST_COLUMNS), scope, now)
		.order('decide_by')
		.order('id')
		.limit(PAGE_SIZE + 1);
	if (instrumentId !== null) query = query.eq('instrument_id', instrumentId);
	const position = cursor === null ? null : decodeRequestCursor(cursor);
	if (position) {
		const [decideBy, id] = position;
		query = query.or(`decide_by.gt.${decideBy},and(decide_by.eq.${decideBy},id.gt.${id})`);
	}

	let counting = waiting(
		db.from('bookings').select('id', { count: 'exact', head: true }),
		scope,
		now
	);
	if (instrumentId !== null) counting = counting.eq('instrument_id', instrumentId);

	const [rows, { total }] = await Promise.all([read(query), readPage(counting)]);
	const requests = rows.slice(0, PAGE_SIZE);
	const last = requests.at(-1);
	return {
		requests,
		total,
		nextCursor:
			last?.decide_by != null && rows.length > PAGE_SIZE
				? encodeRequestCursor([last.decide_by, last.id])
				: null
	};
}

export type WaitingRequest = Awaited<ReturnType<typeof listWaitingRequests>>['requests'][number];

/** The instruments with requests that wait, to narrow the list by. */
export async function listRequestedInstruments(db: Db, platformIds: string[], now: Date) {
	const rows = await read(
		waiting(
			db.from('bookings').select(`instrument:instruments(id, ${NAME})`),
			{ platformIds },
			now
		).limit(MAX_ROWS)
	);
	const instruments = new Map(rows.map(({ instrument }) => [instrument.id, instrument]));
	return [...instruments.values()].sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

export async function countWaitingRequests(
	db: Db,
	scope: RequestScope,
	now: Date
): Promise<number> {
	const query = waiting(
		db.from('bookings').select('id', { count: 'exact', head: true }),
		scope,
		now
	);
	return (await readPage(query)).total;
}

/** Delegations that are in force or will be, of the platforms that a person manages. */
export async function listDelegations(db: Db, platformIds: string[], now: Date) {
	if (platformIds.length === 0) return [];
	return read(
		db
			.from('approval_delegations')
			.select(
				`id, starts_at, ends_at,
				platform:platforms(id, ${NAME}, time_zone),
				delegate:people!approval_delegations_delegate_id_fkey(id, display_name)`
			)
			.in('platform_id', platformIds)
			.is('revoked_at', null)
			.gt('ends_at', formatInstant(now))
			.order('starts_at')
			.order('id')
			.limit(MAX_ROWS)
	);
}

export type Delegation = Awaited<ReturnType<typeof listDelegations>>[number];

/** Who may be asked to answer requests: the members of the host organisations, but for oneself. */
export async function listColleagues(db: Db, organisationIds: string[], personId: string) {
	if (organisationIds.length === 0) return [];
	const members = await read(
		db
			.from('memberships')
			.select('person:people(id, display_name)')
			.in('organisation_id', organisationIds)
			.neq('person_id', personId)
			.limit(MAX_ROWS)
	);
	const people = new Map(members.map(({ person }) => [person.id, person]));
	return [...people.values()].sort((a, b) => a.display_name.localeCompare(b.display_name, 'zh-CN'));
}

function waiting<
	Query extends {
		eq(column: 'status', value: 'pending'): Query;
		eq(column: 'approval_stage', value: string): Query;
		gt(column: 'decide_by', value: string): Query;
		in(column: 'platform_id' | 'organisation_id', values: string[]): Query;
	}
>(query: Query, scope: RequestScope, now: Date): Query {
	const open = query.eq('status', 'pending').gt('decide_by', formatInstant(now));
	return 'platformIds' in scope
		? open.eq('approval_stage', 'lab').in('platform_id', scope.platformIds)
		: open.eq('approval_stage', 'owner').in('organisation_id', scope.organisationIds);
}
