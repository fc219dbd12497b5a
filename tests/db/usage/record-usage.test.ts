import { describe, expect } from 'vitest';
import { aCast, aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { aDataset, aLiteratureItem, aLook, recordUsage } from '../../support/usage-calls.ts';

type Id = { id: string };

async function aHost(db: Db) {
	const cast = await aCast(db);
	return { ...cast, dataset: await aDataset(db, cast.platform) };
}

function eventsOf(db: Db, resource: Id) {
	return db.query<Record<string, unknown>>(
		`select action, access_method, agent_class, status, bytes, address::text, organisation_id,
			makerspace_id, beneficiary_class, encode(visitor, 'hex') as visitor
		from private.usage_events where resource_id = $1 order by id`,
		[resource.id]
	);
}

describe('record_usage', () => {
	it('keeps a look with what the database itself knows of the resource', async ({ db }) => {
		const { dataset } = await aHost(db);

		const recorded = await recordUsage(db, [
			aLook(dataset),
			aLook(dataset, { action: 'request', status: 302 })
		]);

		expect(recorded).toBe(2);
		expect(await eventsOf(db, dataset)).toMatchObject([
			{ action: 'investigation', bytes: null, organisation_id: null },
			{ action: 'request', bytes: '2000000', status: 302 }
		]);
	});

	it('keeps that somebody searched and not for what, and tells searches apart', async ({ db }) => {
		const search = {
			...aLook({ id: '' }),
			resource_kind: null,
			resource_id: null,
			action: 'search',
			terms: 'q=秘密'
		};

		const recorded = await recordUsage(db, [search, search, { ...search, terms: 'q=x' }]);

		expect(recorded).toBe(3);
		const kept = await db.query<{ resource_id: string; platform_id: string | null }>(
			`select resource_id, platform_id from private.usage_events
			where action = 'search' and address = $1 order by id desc limit 3`,
			[search.address]
		);
		expect(new Set(kept.map(({ resource_id }) => resource_id)).size).toBe(2);
		expect(kept.every(({ platform_id }) => platform_id === null)).toBe(true);
		expect(await recordUsage(db, [{ ...search, access_method: 'tdm' }])).toBe(0);
	});

	it('keeps what was refused', async ({ db }) => {
		const { dataset } = await aHost(db);

		await recordUsage(db, [aLook(dataset, { action: 'no_license', status: 403 })]);

		expect(await eventsOf(db, dataset)).toMatchObject([
			{ action: 'no_license', status: 403, bytes: null }
		]);
	});

	it.for(['a visitor', 'somebody who has signed in'] as const)(
		'can’t be called by %s',
		async (who, { db }) => {
			const { dataset, ben } = await aHost(db);
			const call = () =>
				db.query('select public.record_usage($1)', [JSON.stringify([aLook(dataset)])]);

			const { code } = await refusalOf(
				who === 'a visitor' ? asAnonymous(db, call) : asPerson(db, ben.id, call)
			);

			expect(code).toBe('42501');
		}
	);

	it.for(['anon', 'authenticated', 'service_role'])(
		'is the only way to events for %s',
		async (role, { db }) => {
			const rights = await db.query(
				`select tables.oid::regclass::text, privilege
				from pg_class as tables
				cross join unnest(array['select', 'insert', 'update', 'delete']) as privilege
				where tables.relnamespace = 'private'::regnamespace and tables.relname like 'usage\\_%'
					and tables.relkind in ('r', 'p') and has_table_privilege($1, tables.oid, privilege)`,
				[role]
			);

			expect(rights).toEqual([]);
		}
	);

	it('counts somebody for the organisation, the class and the makerspace of that day', async ({
		db
	}) => {
		const { dataset, ben, startup } = await aHost(db);
		const makerspace = await anOrganisation(db, 'makerspace', 'Werkstatt');
		await db.query(
			`insert into public.makerspace_registrations (organisation_id, level, registered_on)
			values ($1, 'provincial', '2020-01-01')`,
			[makerspace.id]
		);
		await db.query(
			`insert into public.residencies (makerspace_id, organisation_id, started_on)
			values ($1, $2, '2024-01-01')`,
			[makerspace.id, startup.id]
		);

		await recordUsage(db, [aLook(dataset, { person_id: ben.id })]);

		expect(await eventsOf(db, dataset)).toMatchObject([
			{ organisation_id: startup.id, makerspace_id: makerspace.id, beneficiary_class: 'startup' }
		]);
	});

	it('leaves out what a lab looks at of its own, and keeps what it looks at elsewhere', async ({
		db
	}) => {
		const { dataset, ada, tom, university } = await aHost(db);
		const elsewhere = await aDataset(db, await aPlatform(db, university));

		const recorded = await recordUsage(
			db,
			[ada, tom].flatMap(({ id }) => [
				aLook(dataset, { person_id: id }),
				aLook(elsewhere, { person_id: id })
			])
		);

		expect(recorded).toBe(2);
		expect(await eventsOf(db, dataset)).toEqual([]);
		expect(await eventsOf(db, elsewhere)).toHaveLength(2);
	});

	it('leaves out what nobody has, and what is of another day', async ({ db }) => {
		const { dataset, platform } = await aHost(db);
		const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

		const recorded = await recordUsage(db, [
			aLook({ id: platform.id }),
			aLook(dataset, { resource_kind: 'literature' }),
			aLook(dataset, { at: daysAgo(2) }),
			aLook(dataset, { at: daysAgo(-2) }),
			aLook(dataset, { at: daysAgo(0.5) })
		]);

		expect(recorded).toBe(1);
	});

	it('tells visitors apart by person, else by address and browser, and names none', async ({
		db
	}) => {
		const { dataset, ben, eve } = await aHost(db);

		const looks: Record<string, unknown>[] = [
			{},
			{ address: '203.0.113.8' },
			{ agent: 'Mozilla/4.0' },
			{ person_id: ben.id },
			{ person_id: eve.id },
			{},
			{ person_id: ben.id, address: '203.0.113.9', agent: 'another' }
		];
		// Events are kept in the order of their times, whatever that is where two are the same.
		const last = Date.now();
		await recordUsage(
			db,
			looks.map((look, index) =>
				aLook(dataset, { ...look, at: new Date(last - looks.length + index).toISOString() })
			)
		);

		const visitors = (await eventsOf(db, dataset)).map(({ visitor }) => visitor);
		expect(new Set(visitors).size).toBe(5);
		expect(visitors[5]).toBe(visitors[0]);
		expect(visitors[6]).toBe(visitors[3]);
	});

	it('counts a person of several organisations for the one that is served', async ({ db }) => {
		const { dataset, startup } = await aHost(db);
		const mia = await aPerson(db, 'Mia');
		const other = await anOrganisation(db, 'university', 'Andere Universität');
		await aMembership(db, { person: mia, organisation: other, role: 'manager' });
		await aMembership(db, { person: mia, organisation: startup, role: 'member' });

		await recordUsage(db, [aLook(dataset, { person_id: mia.id })]);

		expect(await eventsOf(db, dataset)).toMatchObject([{ organisation_id: startup.id }]);
	});

	it.for([
		['no list', {}],
		['more than a thousand', Array.from({ length: 1001 }, () => ({}))]
	] as const)('refuses %s', async ([, events], { db }) => {
		const refusal = await refusalOf(
			db.query('select public.record_usage($1)', [JSON.stringify(events)])
		);

		expect(refusal).toMatchObject({ code: 'PT422', key: 'usage_batch_invalid' });
	});

	it('gives literature no machine and datasets no mining', async ({ db }) => {
		const { dataset, platform } = await aHost(db);
		const item = await aLiteratureItem(db, platform);

		const refusals = [
			await refusalOf(recordUsage(db, [aLook(dataset, { access_method: 'tdm' })])),
			await refusalOf(
				recordUsage(db, [aLook(item, { resource_kind: 'literature', access_method: 'machine' })])
			)
		];

		expect(refusals.map(({ code }) => code)).toEqual(['23514', '23514']);
	});
});

describe('the partitions of events', () => {
	it('are there for this month and the next, and made for any other', async ({ db }) => {
		await db.query("select private.ensure_usage_partition('2031-02-01')");
		await db.query("select private.ensure_usage_partition('2031-02-01')");

		const partitions = await db.query<{ name: string; bounds: string }>(
			`select relname as name, pg_get_expr(relpartbound, oid) as bounds
			from pg_class where relispartition and relkind = 'r' and relname like 'usage\\_events\\_%'
				and (
					relname = 'usage_events_2031_02'
					or relname = 'usage_events_' || to_char(now() at time zone 'Asia/Shanghai', 'YYYY_MM')
					or relname = 'usage_events_'
						|| to_char((now() at time zone 'Asia/Shanghai') + interval '1 month', 'YYYY_MM')
				)
			order by name`
		);
		expect(partitions).toHaveLength(3);
		expect(partitions[2]).toEqual({
			name: 'usage_events_2031_02',
			bounds: "FOR VALUES FROM ('2031-01-31 16:00:00+00') TO ('2031-02-28 16:00:00+00')"
		});
	});
});

describe('the address of an event', () => {
	it('is taken away after 90 days, and the key of its year 90 days after that', async ({ db }) => {
		const { dataset } = await aHost(db);
		await recordUsage(db, [aLook(dataset)]);
		await db.query("select private.ensure_usage_partition('2025-05-01')");
		await db.query(
			`insert into private.usage_events (
				at, resource_kind, resource_id, platform_id, action, access_method, agent_class, status, visitor, address
			)
			select
				'2025-05-05 12:00+08', resource_kind, resource_id, platform_id, action, access_method, agent_class,
				status, visitor, address
			from private.usage_events where resource_id = $1`,
			[dataset.id]
		);
		await db.query(
			`insert into private.usage_salts (year, salt) values (2025, extensions.gen_random_bytes(32))
			on conflict do nothing`
		);
		await db.query("update private.usage_ageing set aged_until = '2025-01-01'");

		await db.query('select private.age_usage_events()');

		expect(await eventsOf(db, dataset)).toMatchObject([
			{ address: '203.0.113.7/32' },
			{ address: null }
		]);
		expect(await db.query('select year from private.usage_salts where year = 2025')).toEqual([]);
	});
});
