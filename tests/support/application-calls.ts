/** The functions of applications for data and literature, called the way the Data API calls them. */
import { randomUUID } from 'node:crypto';
import { aCast } from './builders.ts';
import { asPerson, type Db } from './database.ts';

type Id = { id: string };

export type Application = {
	id: string;
	number: string;
	kind: 'dataset' | 'literature';
	status: string;
	decide_by: Date | null;
	reason_code: string | null;
	access_until: Date | null;
	download_limit: number | null;
	downloads: number;
	pages: number | null;
	fee_fen: string | null;
	rating: number | null;
	service_record_id: string | null;
};

/** The licence of every dataset made here. */
export const LICENCE = 'CC-BY-NC-4.0';

export async function aDataset(
	db: Db,
	platform: Id,
	dataset: { access?: string; licence?: string | null; version?: string; size?: number } = {}
): Promise<Id> {
	return db.one<Id>(
		`insert into public.datasets (
			platform_id, source_key, title, access_level, licence, version, size_bytes
		) values ($1, $2, 'Porenbilder', $3, $4, $5, $6) returning id`,
		[
			platform.id,
			randomUUID(),
			dataset.access ?? 'application',
			dataset.licence === undefined ? LICENCE : dataset.licence,
			dataset.version ?? 'v1',
			dataset.size ?? null
		]
	);
}

export async function aWork(db: Db, platform: Id, access = 'delivery'): Promise<Id> {
	return db.one<Id>(
		`insert into public.literature_items (platform_id, source_key, title, access, full_text_url)
		values ($1, $2, 'Über Poren', $3, $4) returning id`,
		[platform.id, randomUUID(), access, access === 'open' ? 'https://example.org/a.pdf' : null]
	);
}

/** The usual cast, with a dataset on application and a work that is delivered. */
export async function aReadingCast(db: Db) {
	const cast = await aCast(db);
	return {
		...cast,
		dataset: await aDataset(db, cast.platform),
		work: await aWork(db, cast.platform)
	};
}

function call(db: Db, person: Id, name: string, values: unknown[]): Promise<Application> {
	const parameters = values.map((_, index) => `$${index + 1}`).join(', ');
	return asPerson(db, person.id, () =>
		db.one<Application>(`select * from public.${name}(${parameters})`, values)
	);
}

export function applyForData(
	db: Db,
	person: Id,
	wish: { dataset: Id; use?: string; licence?: string | null; organisation?: Id; draft?: boolean }
): Promise<Application> {
	return call(db, person, 'apply_for_data', [
		wish.dataset.id,
		'136',
		wish.use ?? 'Modell für Poren',
		wish.licence === undefined ? LICENCE : wish.licence,
		wish.organisation?.id ?? null,
		wish.draft ?? false
	]);
}

export function resume(
	db: Db,
	person: Id,
	application: Id,
	{ use = 'Modell, genauer gesagt', licence = LICENCE, draft = false } = {}
): Promise<Application> {
	return call(db, person, 'resume_data_application', [application.id, '135', use, licence, draft]);
}

export function requestWork(db: Db, person: Id, work: Id): Promise<Application> {
	return call(db, person, 'request_literature', [work.id, '135', '']);
}

export function withdraw(db: Db, person: Id, application: Id): Promise<Application> {
	return call(db, person, 'withdraw_application', [application.id]);
}

export function review(db: Db, person: Id, application: Id): Promise<Application> {
	return call(db, person, 'begin_data_review', [application.id]);
}

export function ask(
	db: Db,
	person: Id,
	application: Id,
	reason = 'Wofür genau?'
): Promise<Application> {
	return call(db, person, 'ask_about_data_application', [application.id, reason]);
}

export function approve(
	db: Db,
	person: Id,
	application: Id,
	{ licence = LICENCE, days = 30, downloads = 2 } = {}
): Promise<Application> {
	const until = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
	return call(db, person, 'approve_data_application', [application.id, licence, until, downloads]);
}

export function reject(
	db: Db,
	person: Id,
	application: Id,
	{ code = 'embargo', reason = 'Bis zum Druck des Aufsatzes' } = {}
): Promise<Application> {
	return call(db, person, 'reject_data_application', [application.id, code, reason]);
}

export function acceptRequest(
	db: Db,
	person: Id,
	application: Id,
	{ pages = 10, ready = new Date(Date.now() + 86_400_000) }: { pages?: number; ready?: Date } = {}
): Promise<Application> {
	return call(db, person, 'accept_literature_request', [application.id, pages, ready]);
}

export function source(db: Db, person: Id, application: Id): Promise<Application> {
	return call(db, person, 'source_literature', [application.id]);
}

export function fulfil(db: Db, person: Id, application: Id, pages = 8): Promise<Application> {
	return call(db, person, 'fulfil_literature_request', [application.id, pages]);
}

export function leaveUnfilled(
	db: Db,
	person: Id,
	application: Id,
	{ code = 'not_held', reason = 'Der Band fehlt' } = {}
): Promise<Application> {
	return call(db, person, 'leave_literature_unfilled', [application.id, code, reason]);
}

export function reportUse(
	db: Db,
	person: Id,
	application: Id,
	report = 'Modell trainiert'
): Promise<Application> {
	return call(db, person, 'report_data_use', [application.id, report]);
}

export function confirmCopy(
	db: Db,
	person: Id,
	application: Id,
	rating: number | null = null
): Promise<Application> {
	return call(db, person, 'confirm_literature', [application.id, rating]);
}

export type Delivery = { id: string; name: string; shared_at: Date | null };

export function giveLink(
	db: Db,
	person: Id,
	application: Id,
	url = 'https://data.example.org/s/abc'
): Promise<Delivery> {
	return asPerson(db, person.id, () =>
		db.one<Delivery>('select id, name, shared_at from public.give_link($1, $2)', [
			application.id,
			url
		])
	);
}

/** Puts a whole file there, of one piece. */
export function giveFile(
	db: Db,
	person: Id,
	application: Id,
	{ name = 'copy.pdf', content = '%PDF-1.7\nPoren' } = {}
): Promise<Delivery> {
	const bytes = Buffer.from(content);
	return asPerson(db, person.id, async () => {
		const { id } = await db.one<Id>('select id from public.begin_application_file($1, $2, $3)', [
			application.id,
			name,
			bytes.length
		]);
		return db.one<Delivery>(
			'select id, name, shared_at from public.add_application_file_piece($1, 0, $2)',
			[id, bytes.toString('base64')]
		);
	});
}

export type Opened = { download_id: string; url: string | null; name: string };

export function open(
	db: Db,
	person: Id,
	delivery: Id,
	licence: string | null = null
): Promise<Opened> {
	return asPerson(db, person.id, () =>
		db.one<Opened>('select * from public.open_delivery($1, $2)', [delivery.id, licence])
	);
}

export function readPiece(db: Db, person: Id, opened: Opened): Promise<string> {
	return asPerson(db, person.id, async () => {
		const { content } = await db.one<{ content: string }>(
			'select public.read_application_file_piece($1, 0) as content',
			[opened.download_id]
		);
		return Buffer.from(content, 'base64').toString();
	});
}

/** An application for data that the lab has approved, with a link to fetch it by. */
export async function anApprovedApplication(db: Db, terms: Parameters<typeof approve>[3] = {}) {
	const cast = await aReadingCast(db);
	const { id } = await applyForData(db, cast.ben, cast);
	const application = await approve(db, cast.ada, { id }, terms);
	return { ...cast, application, delivery: await giveLink(db, cast.tom, application) };
}

/** A request for literature that the lab has accepted. */
export async function anAcceptedRequest(db: Db) {
	const cast = await aReadingCast(db);
	const { id } = await requestWork(db, cast.ben, cast.work);
	return { ...cast, request: await acceptRequest(db, cast.tom, { id }) };
}
