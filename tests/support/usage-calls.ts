/** Events of use as tests write them, and their count by other means than the database's. */
import { randomUUID } from 'node:crypto';
import { dropDoubleClicks, sessionKey } from '#lib/usage/counter.ts';
import { asService } from './database.ts';
import type { Db } from './to-db.ts';

type Id = { id: string };

export type UsageEvent = {
	at: Date;
	/** Null of a search, which is of nothing in particular. */
	resource_kind: 'dataset' | 'literature' | null;
	resource_id: string;
	platform_id: string | null;
	action: 'investigation' | 'request' | 'no_license' | 'limit_exceeded' | 'search';
	access_method: 'regular' | 'machine' | 'tdm';
	status: number;
	visitor: string;
	organisation_id: string | null;
	bytes: number | null;
};

export async function aDataset(
	db: Db,
	platform: Id,
	{ title = 'Spektren', size = 2_000_000 } = {}
): Promise<Id> {
	return db.one<Id>(
		`insert into public.datasets (platform_id, source_key, title, size_bytes)
		values ($1, $2, $3, $4) returning id`,
		[platform.id, randomUUID(), title, size]
	);
}

export async function aLiteratureItem(
	db: Db,
	platform: Id,
	{ title = 'Ein Aufsatz', type = 'Article', venue = null as string | null } = {}
): Promise<Id> {
	return db.one<Id>(
		`insert into public.literature_items (platform_id, source_key, title, data_type, venue, access, full_text_url)
		values ($1, $2, $3, $4, $5, 'open', 'https://texts.test/1') returning id`,
		[platform.id, randomUUID(), title, type, venue]
	);
}

/** Tells the database of what happened as the server does. */
export async function recordUsage(db: Db, events: object[]): Promise<number> {
	const { recorded } = await asService(db, () =>
		db.one<{ recorded: number }>('select public.record_usage($1) as recorded', [
			JSON.stringify(events)
		])
	);
	return recorded;
}

/** What the server tells of one visitor who looks at something now, unless the test says otherwise. */
export function aLook(resource: Id, look: Record<string, unknown> = {}) {
	return {
		at: new Date().toISOString(),
		resource_kind: 'dataset',
		resource_id: resource.id,
		action: 'investigation',
		access_method: 'regular',
		agent_class: 'browser',
		agent: 'Mozilla/5.0',
		status: 200,
		address: '203.0.113.7',
		...look
	};
}

/** Puts events into their partitions as they are, also those of long ago. */
export async function putEvents(db: Db, events: UsageEvent[]): Promise<void> {
	await db.query(
		`select private.ensure_usage_partition(month::date)
		from (select distinct private.usage_month(at) as month from unnest($1::timestamptz[]) as at) as months`,
		[events.map(({ at }) => at)]
	);
	await db.query(
		`insert into private.usage_events (
			at, resource_kind, resource_id, platform_id, action, access_method, agent_class, status,
			visitor, organisation_id, beneficiary_class, bytes
		)
		select
			at, resource_kind, resource_id, platform_id, action, access_method, 'browser', status,
			convert_to(visitor, 'UTF8'), organisation_id,
			case when organisation_id is not null then 'other_external'::public.beneficiary_class end, bytes
		from jsonb_to_recordset($1) as event (
			at timestamptz, resource_kind public.resource_kind, resource_id uuid, platform_id uuid,
			action public.usage_action, access_method public.usage_access_method, status smallint,
			visitor text, organisation_id uuid, bytes bigint
		)`,
		[JSON.stringify(events)]
	);
}

export type Figure = {
	resource_id: string;
	organisation_id: string | null;
	access_method: string;
	metric: string;
	count: number;
	bytes: number;
};

/** What is kept of a month, in an order of its own. */
export async function figuresOf(db: Db, month: string): Promise<Figure[]> {
	const rows = await db.query<Figure & { count: string; bytes: string }>(
		`select resource_id, organisation_id, access_method, metric, count, bytes
		from public.usage_by_month
		where month = $1 and metric::text not like 'unique_title%'`,
		[month]
	);
	return inOrder(
		rows.map((row) => ({ ...row, count: Number(row.count), bytes: Number(row.bytes) }))
	);
}

/**
 * The figures of a month in plain TypeScript, event by event, by the formulas of
 * src/lib/usage/counter.ts.
 */
export function countByHand(events: readonly UsageEvent[], month: string): Figure[] {
	const valid = validOf(events);
	const kept = new Set(dropDoubleClicks(valid));
	const figures = new Map<string, Figure>();
	const sessions = new Map<string, Set<string>>();
	const volumes = new Map<string, number>();

	for (const event of valid) {
		const wallTime = new Date(event.at.getTime() + 8 * 3_600_000).toISOString();
		if (!wallTime.startsWith(month.slice(0, 7))) continue;
		if (event.action === 'search') continue;
		const group = [event.resource_id, event.organisation_id ?? '', event.access_method];
		if (DENIALS.includes(event.action)) {
			if (kept.has(event)) add(figures, group, event.action, 1, 0);
			continue;
		}
		const metrics =
			event.action === 'request' ? ['investigations', 'requests'] : ['investigations'];
		for (const metric of metrics) {
			if (kept.has(event)) add(figures, group, `total_${metric}`, 1, event.bytes ?? 0);
			// Only datasets have their double clicks dropped before sessions are counted.
			if (!kept.has(event) && event.resource_kind === 'dataset') continue;

			const session = sessionKey(event.visitor, '', wallTime);
			const key = [...group, `unique_${metric}`].join(' ');
			const seen = sessions.get(key) ?? new Set();
			sessions.set(key, seen);
			const known = volumes.get(`${key} ${session}`) ?? 0;
			const more = Math.max(known, event.bytes ?? 0);
			volumes.set(`${key} ${session}`, more);
			add(figures, group, `unique_${metric}`, seen.has(session) ? 0 : 1, more - known);
			seen.add(session);
		}
	}
	return inOrder([...figures.values()]);
}

/** How often the catalogue was searched in a month, in the same way. */
export function searchesByHand(events: readonly UsageEvent[], month: string): number {
	return dropDoubleClicks(validOf(events)).filter(
		({ action, at }) =>
			action === 'search' &&
			new Date(at.getTime() + 8 * 3_600_000).toISOString().startsWith(month.slice(0, 7))
	).length;
}

export async function searchesOf(db: Db, month: string): Promise<number> {
	const { count } = await db.one<{ count: string }>(
		'select coalesce(sum(count), 0) as count from private.searches_by_month where month = $1',
		[month]
	);
	return Number(count);
}

const DENIALS: string[] = ['no_license', 'limit_exceeded'];

function validOf(events: readonly UsageEvent[]) {
	return events
		.filter(
			({ status, action }) =>
				[200, 304].includes(status) ||
				(action === 'request' && [302, 303].includes(status)) ||
				DENIALS.includes(action)
		)
		.map((event) => ({
			...event,
			user: event.visitor,
			url: `${event.resource_id}/${event.action}`
		}));
}

function add(
	figures: Map<string, Figure>,
	group: string[],
	metric: string,
	count: number,
	bytes: number
): void {
	const key = [...group, metric].join(' ');
	const [resource_id = '', organisation, access_method = ''] = group;
	const known = figures.get(key) ?? {
		resource_id,
		organisation_id: organisation === '' ? null : (organisation ?? null),
		access_method,
		metric,
		count: 0,
		bytes: 0
	};
	figures.set(key, { ...known, count: known.count + count, bytes: known.bytes + bytes });
}

function inOrder(figures: Figure[]): Figure[] {
	const key = (figure: Figure) =>
		[figure.resource_id, figure.organisation_id, figure.access_method, figure.metric].join(' ');
	return figures.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}
