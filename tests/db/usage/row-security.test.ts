import { describe, expect } from 'vitest';
import { aCast, aMembership, anOrganisation, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import {
	aDataset,
	aLiteratureItem,
	putEvents,
	type UsageEvent
} from '../../support/usage-calls.ts';

type Id = { id: string };

/** A platform whose dataset and article were each requested in March by two startups and a visitor. */
async function aUsedHost(db: Db) {
	const cast = await aCast(db);
	const agency = await anOrganisation(db, 'agency', 'Amt');
	const vera = await aPerson(db, 'Vera');
	await aMembership(db, { person: vera, organisation: agency, role: 'evaluator' });
	const dataset = await aDataset(db, cast.platform);
	const item = await aLiteratureItem(db, cast.platform);
	const requests = [dataset, item].flatMap(({ id }) =>
		[cast.startup.id, cast.rival.id, null].map((organisation, index): UsageEvent => ({
			at: new Date('2026-03-05T10:00:00+08:00'),
			resource_kind: id === dataset.id ? 'dataset' : 'literature',
			resource_id: id,
			platform_id: cast.platform.id,
			action: 'request',
			access_method: 'regular',
			status: 302,
			visitor: `visitor ${index}`,
			organisation_id: organisation,
			bytes: id === dataset.id ? 2_000_000 : null
		}))
	);
	await putEvents(db, requests);
	await db.query("select private.count_usage_month('2026-03-01')");
	return { ...cast, vera, dataset, item, requests };
}

function readFigures(db: Db, platform: Id) {
	return db.query<{ organisation_id: string | null }>(
		`select distinct organisation_id from public.usage_by_month
		where platform_id = $1 order by organisation_id`,
		[platform.id]
	);
}

function readItems(db: Db, platform: Id | null) {
	return db.query<Record<string, unknown>>(
		`select resource_id, metric, counts::int[], total::int, bytes, item ->> 'title' as title
		from public.usage_of_items('dataset', '2026-02-01', '2026-04-01', $1) where metric = 'total_requests'`,
		[platform?.id ?? null]
	);
}

describe('usage_by_month', () => {
	it('shows an evaluator whose use it was', async ({ db }) => {
		const { vera, platform } = await aUsedHost(db);

		const seen = await asPerson(db, vera.id, () => readFigures(db, platform));

		expect(seen).toHaveLength(3);
	});

	it('shows an organisation its own use, and nobody else’s', async ({ db }) => {
		const { ben, startup, platform } = await aUsedHost(db);

		const seen = await asPerson(db, ben.id, () => readFigures(db, platform));

		expect(seen).toEqual([{ organisation_id: startup.id }]);
	});

	it('doesn’t show a lab who used what', async ({ db }) => {
		const { ada, platform } = await aUsedHost(db);

		expect(await asPerson(db, ada.id, () => readFigures(db, platform))).toEqual([]);
	});

	it('is closed to visitors', async ({ db }) => {
		const { platform } = await aUsedHost(db);

		const { code } = await refusalOf(asAnonymous(db, () => readFigures(db, platform)));

		expect(code).toBe('42501');
	});
});

describe('usage_months', () => {
	it('says to everybody which months are counted, and lets nobody write it', async ({ db }) => {
		await aUsedHost(db);

		const months = await asAnonymous(db, () =>
			db.query("select events from public.usage_months where month = '2026-03-01'")
		);
		const { code } = await refusalOf(
			asAnonymous(db, () => db.query('update public.usage_months set events = 0'))
		);

		expect(months).toHaveLength(1);
		expect(code).toBe('42501');
	});
});

describe('usage_of_items', () => {
	it.for(['ada', 'tom', 'vera'] as const)(
		'tells %s how often each was used, month by month',
		async (who, { db }) => {
			const host = await aUsedHost(db);

			const items = await asPerson(db, host[who].id, () => readItems(db, host.platform));

			expect(items).toEqual([
				{
					resource_id: host.dataset.id,
					metric: 'total_requests',
					counts: [0, 3, 0],
					total: 3,
					bytes: '6000000',
					title: 'Spektren'
				}
			]);
		}
	);

	it('is refused to a startup, and all platforms at once to a lab', async ({ db }) => {
		const { ada, ben, platform } = await aUsedHost(db);

		const refusals = [
			await refusalOf(asPerson(db, ben.id, () => readItems(db, platform))),
			await refusalOf(asPerson(db, ada.id, () => readItems(db, null)))
		];

		expect(refusals.map(({ key }) => key)).toEqual(['platform_not_yours', 'platform_not_yours']);
	});

	it('is read in pages, by the last resource of the one before', async ({ db }) => {
		const { ada, platform, dataset, requests } = await aUsedHost(db);
		const second = await aDataset(db, platform);
		await putEvents(
			db,
			requests
				.filter(({ resource_kind }) => resource_kind === 'dataset')
				.map((event) => ({ ...event, resource_id: second.id }))
		);
		await db.query("select private.count_usage_month('2026-03-01')");
		const [first = '', last = ''] = [dataset.id, second.id].toSorted();
		const page = (after: string | null) =>
			asPerson(db, ada.id, () =>
				db.query<{ resource_id: string }>(
					`select distinct resource_id
					from public.usage_of_items('dataset', '2026-03-01', '2026-03-01', $1, $2, 1)`,
					[platform.id, after]
				)
			);

		expect(await page(null)).toEqual([{ resource_id: first }]);
		expect(await page(first)).toEqual([{ resource_id: last }]);
		expect(await page(last)).toEqual([]);
	});
});

describe('usage_of_platforms', () => {
	const read = (db: Db, platform: Id | null) =>
		db.query<Record<string, unknown>>(
			`select platform ->> 'id' as id, data_type, counts::int[]
			from public.usage_of_platforms('literature', '2026-03-01', '2026-03-01', $1)
			where metric = 'unique_requests'`,
			[platform?.id ?? null]
		);

	it('adds up the kinds of items of a platform for its people', async ({ db }) => {
		const { ada, platform } = await aUsedHost(db);

		const used = await asPerson(db, ada.id, () => read(db, platform));

		expect(used).toEqual([{ id: platform.id, data_type: 'Article', counts: [3] }]);
	});

	it('is refused to another lab', async ({ db }) => {
		const { ada } = await aUsedHost(db);
		const other = await aCast(db);

		const { key } = await refusalOf(asPerson(db, ada.id, () => read(db, other.platform)));

		expect(key).toBe('platform_not_yours');
	});
});

describe('compare_usage', () => {
	const compare = (db: Db, platform: Id) =>
		db.query<Record<string, unknown>>(
			`select resource_kind, unique_requests::int, policy_requests::int, organisations::int
			from public.compare_usage('2026-03-01', '2026-03-01')
			where platform_id = $1 order by resource_kind`,
			[platform.id]
		);

	it('gives an evaluator what B3 and B4 are computed from', async ({ db }) => {
		const { vera, platform } = await aUsedHost(db);

		const compared = await asPerson(db, vera.id, () => compare(db, platform));

		expect(compared).toEqual([
			{ resource_kind: 'dataset', unique_requests: 3, policy_requests: 0, organisations: 2 },
			{ resource_kind: 'literature', unique_requests: 3, policy_requests: 0, organisations: 2 }
		]);
	});

	it('gives nobody else anything', async ({ db }) => {
		const { ben, platform } = await aUsedHost(db);

		expect(await asPerson(db, ben.id, () => compare(db, platform))).toEqual([]);
	});
});

describe('resource_usage', () => {
	const read = (db: Db, resource: Id) =>
		asAnonymous(db, () =>
			db.one<Record<string, unknown>>(
				'select requests::int, organisations::int from public.resource_usage($1)',
				[resource.id]
			)
		);

	it('tells a visitor how often, and how many organisations only from three on', async ({ db }) => {
		const { dataset, requests } = await aUsedHost(db);
		const before = await read(db, dataset);
		const third = await anOrganisation(db, 'startup', 'Dritter Start');

		await putEvents(
			db,
			requests.slice(0, 1).map((event) => ({ ...event, visitor: 'v', organisation_id: third.id }))
		);
		await db.query("select private.count_usage_month('2026-03-01')");

		expect(before).toEqual({ requests: 3, organisations: null });
		expect(await read(db, dataset)).toEqual({ requests: 4, organisations: 3 });
	});
});

describe('usage_available', () => {
	const read = (db: Db) =>
		asAnonymous(db, () =>
			db.query<Record<string, unknown>>(
				'select first_month::text, last_month::text from public.usage_available()'
			)
		);

	it('ends before the month that goes on, and before what is not counted yet', async ({ db }) => {
		await aUsedHost(db);
		await db.query('delete from private.usage_marks');
		const { last } = await db.one<{ last: string }>(
			"select (private.usage_month(now()) - interval '1 month')::date::text as last"
		);

		const all = await read(db);
		await db.query("insert into private.usage_marks (month) values ('2026-05-01')");

		expect(all).toMatchObject([{ last_month: last }]);
		expect(await read(db)).toMatchObject([{ last_month: '2026-04-01' }]);
	});
});
