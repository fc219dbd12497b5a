import { read, readPage } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { formatInstant } from '#lib/time/period.ts';
import { HANDED_STATUSES, OPEN_STATUSES, WAITING_STATUSES } from './application-status.ts';

const NAME = 'name, language, name_en';
const RESOURCE = `dataset:datasets(id, name:title, language, name_en:title_en),
	literature:literature_items(id, name:title, language, name_en:title_en)`;
const PAGE_ROWS = 50;
const YEAR_MS = 365 * 86_400_000;

export type ApplicationTab = 'open' | 'waiting' | 'handed' | 'ended';

type Scope = { personId: string } | { organisationIds: string[] } | { platformId: string };

const STATUSES_OF = {
	open: OPEN_STATUSES,
	waiting: WAITING_STATUSES,
	handed: HANDED_STATUSES
} as const;

/** Applications of a person, of organisations or at a platform; what waits comes by its deadline. */
export async function listApplications(db: Db, scope: Scope, tab: ApplicationTab, page: number) {
	let query = db.from('applications').select(
		`id, number, kind, stage:application_stage, is_overdue, submitted_at, decide_by, ready_by,
			access_until, created_at, ended_at, ${RESOURCE},
			platform:platforms(${NAME}, time_zone),
			organisation:organisations(${NAME}),
			details:application_details!inner(person_id, person:people(display_name))`,
		{ count: 'exact' }
	);
	if ('personId' in scope) query = query.eq('details.person_id', scope.personId);
	else if ('platformId' in scope) {
		query = query.eq('platform_id', scope.platformId).neq('status', 'draft');
	} else query = query.in('organisation_id', scope.organisationIds);
	query =
		tab === 'ended'
			? query.not('status', 'in', `(${OPEN_STATUSES.join(',')})`)
			: query.in('status', [...STATUSES_OF[tab]]);
	query =
		tab === 'waiting'
			? query.order('decide_by').order('id')
			: query.order('created_at', { ascending: false }).order('id');

	const first = page * PAGE_ROWS;
	const { rows, total } = await readPage(query.range(first, first + PAGE_ROWS - 1));
	return { applications: rows, total, hasMore: total > first + rows.length };
}

export type ListedApplication = Awaited<
	ReturnType<typeof listApplications>
>['applications'][number];

/** How many applications stand where, at a platform or for a person. */
export async function countApplications(
	db: Db,
	scope: { personId: string } | { platformId: string },
	tab: Exclude<ApplicationTab, 'ended'>
): Promise<number> {
	let query = db
		.from('applications')
		.select('id, details:application_details!inner()', { count: 'exact', head: true })
		.in('status', [...STATUSES_OF[tab]]);
	query =
		'personId' in scope
			? query.eq('details.person_id', scope.personId)
			: query.eq('platform_id', scope.platformId);
	const { count, error } = await query;
	if (error) throw new Error('applications could not be counted', { cause: error });
	return count ?? 0;
}

/** An application with all that its page shows; null when there is none for whoever asks. */
export async function findApplication(db: Db, id: string) {
	return read(
		db
			.from('applications')
			.select(
				`id, number, kind, status, stage:application_stage, is_overdue, side:my_side_of_application,
				purpose_code, submitted_at, decide_by, decided_at, reason_code, access_until, download_limit,
				downloads, page_fee_fen, pages, fee_fen, ready_by, delivered_at, rating, service_record_id,
				organisation_id,
				dataset:datasets(id, name:title, language, name_en:title_en, licence, use_statement),
				literature:literature_items(id, name:title, language, name_en:title_en),
				platform:platforms(id, ${NAME}, time_zone),
				organisation:organisations(id, ${NAME}),
				details:application_details(intended_use, accepted_licence, accepted_version, accepted_at,
					licence, report, person_id, person:people(display_name, phone)),
				deliveries:application_deliveries(id, name, size_bytes, shared_at, retired_at)`
			)
			.eq('id', id)
			.not('deliveries.shared_at', 'is', null)
			.is('deliveries.retired_at', null)
			.order('shared_at', { referencedTable: 'deliveries' })
			.maybeSingle()
	);
}

export type Application = NonNullable<Awaited<ReturnType<typeof findApplication>>>;

/** The steps of an application in order; none for whoever is on neither side of it. */
export async function listSteps(db: Db, id: string) {
	return read(db.rpc('application_history', { application_id: id }));
}

export type Step = Awaited<ReturnType<typeof listSteps>>[number];

/** The messages of an application in order. */
export async function listApplicationThread(db: Db, id: string) {
	const messages = await read(db.rpc('application_thread', { application_id: id }));
	return messages.map((message) => ({ ...message, is_new: false }));
}

/** Why a lab may say no. */
export async function listReasons(db: Db, kind: 'dataset' | 'literature') {
	return read(
		db.from('application_reasons').select('code, name, name_en').eq('kind', kind).order('position')
	);
}

/** What a platform asks a page, and in how many working days it answers. */
export async function findTerms(db: Db, platformId: string) {
	return read(db.rpc('terms_of_platform', { platform_id: platformId }));
}

/** How much literature an organisation has asked a platform for, and got, in the last year. */
export async function countVolume(
	db: Db,
	{ platformId, organisationId, now }: { platformId: string; organisationId: string; now: Date }
) {
	const since = formatInstant(new Date(now.getTime() - YEAR_MS));
	const rows = await read(
		db
			.from('applications')
			.select('delivered_at, pages')
			.eq('kind', 'literature')
			.eq('platform_id', platformId)
			.eq('organisation_id', organisationId)
			.gte('submitted_at', since)
			.limit(1000)
	);
	const delivered = rows.filter(({ delivered_at }) => delivered_at !== null);
	return {
		asked: rows.length,
		delivered: delivered.length,
		pages: delivered.reduce((sum, { pages }) => sum + (pages ?? 0), 0)
	};
}

/** The application for a dataset, or request for a work, that a person has open. */
export async function findOwnOpen(
	db: Db,
	personId: string,
	resource: { dataset_id: string } | { literature_item_id: string }
) {
	let query = db
		.from('applications')
		.select('id, stage:application_stage, details:application_details!inner(person_id)')
		.eq('details.person_id', personId)
		.in('status', [...OPEN_STATUSES])
		.order('created_at', { ascending: false })
		.limit(1);
	query =
		'dataset_id' in resource
			? query.eq('dataset_id', resource.dataset_id)
			: query.eq('literature_item_id', resource.literature_item_id);
	const [open] = await read(query);
	return open ?? null;
}

/** Whether a person has accepted the licence of a dataset in its present version and words. */
export async function hasAccepted(
	db: Db,
	personId: string,
	dataset: { id: string; version: string | null; licence: string | null }
): Promise<boolean> {
	const rows = await read(
		db
			.from('licence_acceptances')
			.select('id')
			.eq('dataset_id', dataset.id)
			.eq('person_id', personId)
			.eq('version', dataset.version ?? '')
			.eq('licence', dataset.licence ?? '')
			.limit(1)
	);
	return rows.length > 0;
}
