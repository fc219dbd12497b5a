import { describe, expect } from 'vitest';
import { aCast } from '../../support/builders.ts';
import { asPerson, it, type Db } from '../../support/database.ts';
import { anEvaluator } from '../../support/evaluation-calls.ts';
import { DOUBLE_CLICK } from '../../support/reference-vectors.ts';
import {
	aDataset,
	aLiteratureItem,
	aLook,
	countByHand,
	figuresOf,
	putEvents,
	recordUsage,
	searchesByHand,
	searchesOf,
	type UsageEvent
} from '../../support/usage-calls.ts';
import { randomOf } from '../../support/random-of.ts';

type Id = { id: string };

const MONTH = '2026-03-01';

async function aHost(db: Db) {
	const cast = await aCast(db);
	const [dataset, item] = [
		await aDataset(db, cast.platform),
		await aLiteratureItem(db, cast.platform)
	];
	return { ...cast, dataset, item };
}

/** A click at a wall time of Shanghai in March. */
function aClick(host: { platform: Id; dataset: Id }, at: string, click: Partial<UsageEvent> = {}) {
	return {
		at: new Date(`${at}+08:00`),
		resource_kind: 'dataset' as const,
		resource_id: host.dataset.id,
		platform_id: host.platform.id,
		action: 'investigation' as const,
		access_method: 'regular' as const,
		status: 200,
		visitor: 'u1',
		organisation_id: null,
		bytes: null,
		...click
	};
}

async function countOf(db: Db, events: UsageEvent[], month = MONTH) {
	await putEvents(db, events);
	await db.query('select private.count_usage_month($1)', [month]);
	const figures = await db.query<{ metric: string; count: string }>(
		'select metric, sum(count) as count from public.usage_by_month where month = $1 and resource_id = any($2) group by metric',
		[month, events.map(({ resource_id }) => resource_id)]
	);
	return Object.fromEntries(figures.map(({ metric, count }) => [metric, Number(count)]));
}

describe('a double click (reference 5.1, rule 2)', () => {
	it('counts once, the last of its chain', async ({ db }) => {
		const host = await aHost(db);

		const counted = await countOf(
			db,
			DOUBLE_CLICK.in.map(([at, visitor]) => aClick(host, at, { visitor }))
		);

		expect(counted['total_investigations']).toBe(DOUBLE_CLICK.total);
	});

	it.for([
		[30, 1],
		[31, 2]
	] as const)('of %i seconds counts as %i', async ([seconds, expected], { db }) => {
		const host = await aHost(db);

		const counted = await countOf(db, [
			aClick(host, '2026-03-05T10:01:00'),
			aClick(host, `2026-03-05T10:01:${seconds}`)
		]);

		expect(counted['total_investigations']).toBe(expected);
	});

	it('over the end of a month counts in the next', async ({ db }) => {
		const host = await aHost(db);
		const events = [aClick(host, '2026-03-31T23:59:50'), aClick(host, '2026-04-01T00:00:10')];

		const inMarch = await countOf(db, events);
		const inApril = await countOf(db, [], '2026-04-01');

		expect(inMarch).toEqual({});
		expect(inApril).toEqual({});
		expect(await figuresOf(db, '2026-04-01')).toHaveLength(2);
	});

	it('over the end of an hour is one session of a dataset, and two of an article', async ({
		db
	}) => {
		const host = await aHost(db);
		const clicks = ['2026-03-05T10:59:50', '2026-03-05T11:00:05'];

		const ofDataset = await countOf(
			db,
			clicks.map((at) => aClick(host, at))
		);
		const ofArticle = await countOf(
			db,
			clicks.map((at) =>
				aClick(host, at, { resource_kind: 'literature', resource_id: host.item.id })
			)
		);

		expect(ofDataset).toEqual({ total_investigations: 1, unique_investigations: 1 });
		expect(ofArticle).toEqual({ total_investigations: 1, unique_investigations: 2 });
	});
});

describe('what counts (reference 5.1)', () => {
	it('is what was answered with 200 or 304, and requests that were sent on', async ({ db }) => {
		const host = await aHost(db);

		const counted = await countOf(
			db,
			[200, 304, 302, 303, 403, 404, 500].flatMap((status, index) => [
				aClick(host, `2026-03-0${index + 1}T09:00:00`, { status }),
				aClick(host, `2026-03-0${index + 1}T12:00:00`, { status, action: 'request' })
			])
		);

		expect(counted).toEqual({
			total_investigations: 6,
			unique_investigations: 6,
			total_requests: 4,
			unique_requests: 4
		});
	});

	it('is an investigation too where it is a request', async ({ db }) => {
		const host = await aHost(db);

		const counted = await countOf(db, [
			aClick(host, '2026-03-05T10:00:00', { action: 'request', status: 302 })
		]);

		expect(counted).toMatchObject({ total_investigations: 1, unique_requests: 1 });
	});

	it('is in the month of Shanghai', async ({ db }) => {
		const host = await aHost(db);

		const counted = await countOf(db, [
			aClick(host, '2026-02-28T23:59:00'),
			aClick(host, '2026-03-01T00:01:00')
		]);

		expect(counted['total_investigations']).toBe(1);
	});

	it('is a book once in a session, however many of its chapters are read', async ({ db }) => {
		const host = await aHost(db);
		const book = await aLiteratureItem(db, host.platform, { type: 'Book', title: 'Handbuch' });
		const chapters = [
			await aLiteratureItem(db, host.platform, { type: 'Book_Segment', venue: 'Handbuch' }),
			await aLiteratureItem(db, host.platform, { type: 'Book_Segment', venue: 'Handbuch' })
		];
		const click = {
			resource_kind: 'literature' as const,
			action: 'request' as const,
			status: 302
		};

		const counted = await countOf(
			db,
			[book, ...chapters].map(({ id }, index) =>
				aClick(host, `2026-03-05T10:0${index}:00`, { ...click, resource_id: id })
			)
		);

		expect(counted).toMatchObject({
			unique_requests: 3,
			unique_title_requests: 1,
			unique_title_investigations: 1
		});
	});
});

describe('what was refused', () => {
	it('counts by clicks and is neither a look nor a use', async ({ db }) => {
		const host = await aHost(db);
		const refused = {
			status: 403,
			action: 'no_license' as const,
			organisation_id: host.startup.id
		};

		const counted = await countOf(db, [
			aClick(host, '2026-03-05T10:00:00', refused),
			aClick(host, '2026-03-05T10:00:20', refused),
			aClick(host, '2026-03-05T11:00:00', { ...refused, action: 'limit_exceeded' })
		]);

		expect(counted).toEqual({ no_license: 1, limit_exceeded: 1 });
		const users = await db.query(
			'select from private.usage_organisations_by_month where platform_id = $1',
			[host.platform.id]
		);
		expect(users).toEqual([]);
	});
});

describe('a search of the catalogue', () => {
	it('counts once however often it is sent within half a minute, and another beside it', async ({
		db
	}) => {
		const before = await searchesOf(db, MONTH);
		const at = (time: string) => new Date(`2026-03-05T${time}+08:00`);

		await countOf(db, [
			aSearch(at('10:00:00'), 'u1', 'a'),
			aSearch(at('10:00:20'), 'u1', 'a'),
			aSearch(at('10:00:30'), 'u1', 'b'),
			aSearch(at('10:05:00'), 'u1', 'a')
		]);

		expect((await searchesOf(db, MONTH)) - before).toBe(3);
	});

	it('is in the report of all platforms, for evaluators, and in that of none', async ({ db }) => {
		const host = await aHost(db);
		const vera = await anEvaluator(db);
		await countOf(db, [aSearch(new Date('2026-03-05T10:00:00+08:00'), 'u1', 'a')]);
		const reported = (platform: string | null) =>
			asPerson(db, vera.id, () =>
				db.query(
					`select data_type, total from public.usage_of_platforms('literature', $1, $1, $2)
					where metric = 'searches_platform'`,
					[MONTH, platform]
				)
			);

		expect(await reported(null)).toEqual([
			{ data_type: 'Platform', total: String(await searchesOf(db, MONTH)) }
		]);
		expect(await reported(host.platform.id)).toEqual([]);
	});
});

describe('counting', () => {
	it.for(['spring', 'summer', 'autumn', 'winter', 'leap'])(
		'equals a count by hand on a random history (%s)',
		async (seed, { db }) => {
			const host = await aHost(db);
			const events = aHistory(host, seed, 600);

			await putEvents(db, events);
			await db.query('select private.count_usage_month($1)', [MONTH]);

			expect(await figuresOf(db, MONTH)).toEqual(countByHand(events, MONTH));
			expect(await searchesOf(db, MONTH)).toBe(searchesByHand(events, MONTH));
		}
	);

	it('in pieces, in any order, comes to the same as at once', async ({ db }) => {
		const host = await aHost(db);
		const events = aHistory(host, 'pieces', 500);
		const random = randomOf('order');
		const shuffled = events.toSorted(() => random() - 0.5);

		for (let start = 0; start < shuffled.length; start += 125) {
			await putEvents(db, shuffled.slice(start, start + 125));
			await db.query('select private.count_usage_month($1)', [MONTH]);
		}

		const inPieces = await figuresOf(db, MONTH);
		expect(inPieces).toEqual(countByHand(events, MONTH));
		await db.query('select private.count_usage_month($1)', [MONTH]);
		expect(await figuresOf(db, MONTH)).toEqual(inPieces);
		expect(await searchesOf(db, MONTH)).toBe(searchesByHand(events, MONTH));
	});

	it('follows what is recorded, and has nothing to do afterwards', async ({ db }) => {
		const { dataset } = await aHost(db);
		await recordUsage(db, [aLook(dataset), aLook(dataset, { address: '203.0.113.9' })]);

		let counted: { month: string | null };
		do {
			counted = await db.one('select private.count_next_usage_month()::text as month');
		} while (counted.month !== null);

		const used = await db.one('select * from public.resource_usage($1)', [dataset.id]);
		expect(used).toEqual({ investigations: '2', requests: '0', organisations: null });
		expect(await db.query('select from private.usage_marks')).toEqual([]);
	});

	it('looks again at the month before when half a minute into one somebody clicks', async ({
		db
	}) => {
		const { dataset } = await aHost(db);
		await db.query('delete from private.usage_marks');
		const { at } = await db.one<{ at: Date }>(
			"select greatest(now() - interval '20 hours', private.usage_month_start(private.usage_month(now())) + interval '10 seconds') as at"
		);

		await recordUsage(db, [aLook(dataset, { at: at.toISOString() })]);

		const marks = await db.query<{ month: string }>(
			'select month::text from private.usage_marks order by month'
		);
		const expected = [at, new Date(at.getTime() - 30_000)].map((instant) =>
			new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 7)
		);
		expect(new Set(marks.map(({ month }) => month.slice(0, 7)))).toEqual(new Set(expected));
	});
});

/** A search, whose terms are known by a hash alone. */
function aSearch(at: Date, visitor: string, terms: 'a' | 'b'): UsageEvent {
	return {
		at,
		resource_kind: null,
		resource_id: `${terms.repeat(8)}-0000-4000-8000-000000000000`,
		platform_id: null,
		action: 'search',
		access_method: 'regular',
		status: 200,
		visitor,
		organisation_id: null,
		bytes: null
	};
}

/**
 * A history around the ends of March: few visitors and resources, so that clicks meet; some within
 * seconds of one another, some on the ends of hours, days and of the month.
 */
function aHistory(
	host: { platform: Id; dataset: Id; item: Id; startup: Id; rival: Id },
	seed: string,
	count: number
): UsageEvent[] {
	const random = randomOf(seed);
	const pick = <Value>(values: readonly Value[]) =>
		values[Math.floor(random() * values.length)] as Value;
	const ends = ['2026-02-28T23:59:45', '2026-03-31T23:59:40', '2026-03-10T23:59:50'];
	const organisations = [null, null, host.startup.id, host.rival.id];
	let last = new Date('2026-03-09T08:00:00+08:00');

	return Array.from({ length: count }, () => {
		const roll = random();
		if (roll < 0.5) last = new Date(last.getTime() + Math.floor(random() * 45_000));
		else if (roll < 0.6)
			last = new Date(new Date(`${pick(ends)}+08:00`).getTime() + random() * 40_000);
		else if (roll < 0.8) last = new Date(last.getTime() + Math.floor(random() * 3_600_000));
		else last = new Date(Date.parse('2026-03-01T00:00:00+08:00') + random() * 31 * 86_400_000);
		const isDataset = random() < 0.5;
		const isRequest = random() < 0.4;
		const visitor = Math.floor(random() * 4);
		if (random() < 0.15) {
			return {
				...aSearch(last, `visitor ${visitor}`, pick(['a', 'b'])),
				organisation_id: organisations[visitor] ?? null
			};
		}
		const isDenied = random() < 0.15;
		return {
			at: last,
			resource_kind: isDataset ? ('dataset' as const) : ('literature' as const),
			resource_id: isDataset ? host.dataset.id : host.item.id,
			platform_id: host.platform.id,
			action: isDenied
				? pick(['no_license', 'limit_exceeded'] as const)
				: isRequest
					? ('request' as const)
					: ('investigation' as const),
			access_method:
				random() < 0.85
					? ('regular' as const)
					: isDataset
						? ('machine' as const)
						: ('tdm' as const),
			status: pick([200, 200, 200, 304, 302, 404]),
			visitor: `visitor ${visitor}`,
			organisation_id: organisations[visitor] ?? null,
			bytes: isDataset && isRequest ? pick([1000, 2_000_000]) : null
		};
	});
}
