import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { asAnonymous, asPerson, it, type Db } from '../../support/database.ts';
import { demoId } from '../../support/demo-id.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Ids of the demo are version 8 UUIDs, and nothing else in the database makes those. */
const OF_THE_DEMO = "substr(bookings.id::text, 15, 1) = '8'";

async function count(db: Db, sql: string, values?: unknown[]): Promise<number> {
	const { n } = await db.one<{ n: string }>(`select count(*) as n from ${sql}`, values);
	return Number(n);
}

describe('the demo accounts', () => {
	it.for([
		['startup', 'chengxi', null, 'member'],
		['founder', 'chengxi', null, 'owner'],
		['lab', 'hhut', 'materials', 'manager'],
		['technician', 'hhut', 'materials', 'technician'],
		['makerspace', 'riverside', null, 'owner'],
		['evaluator', 'agency', null, 'evaluator'],
		['admin', 'agency', null, 'administrator']
	] as const)('%s@demo.test signs in as what it says', async (account, { db }) => {
		const [name, organisation, platform, role] = account;

		const found = await db.one<Record<string, unknown>>(
			`select
				extensions.crypt('yixiang-demo', users.encrypted_password) = users.encrypted_password as opens,
				users.email_confirmed_at is not null as is_confirmed,
				identities.provider,
				memberships.organisation_id,
				memberships.platform_id,
				memberships.role
			from auth.users
			join auth.identities on identities.user_id = users.id
			join public.memberships on memberships.person_id = users.id
			where users.email = $1`,
			[`${name}@demo.test`]
		);

		expect(found).toEqual({
			opens: true,
			is_confirmed: true,
			provider: 'email',
			organisation_id: demoId(`organisation/${organisation}`),
			platform_id: platform && demoId(`platform/${platform}`),
			role
		});
	});

	it('show a startup its own bookings to come, and nobody else’s', async ({ db }) => {
		const startup = demoId('person/startup');

		const seen = await asPerson(db, startup, () =>
			db.query<{ organisation_id: string }>(
				"select distinct organisation_id from public.bookings where status <> 'cancelled'"
			)
		);
		expect(seen).toEqual([{ organisation_id: demoId('organisation/chengxi') }]);

		const ahead = await asPerson(db, startup, () =>
			count(
				db,
				"public.bookings where person_id = $1 and status = 'confirmed' and starts_at > now()",
				[startup]
			)
		);
		expect(ahead).toBeGreaterThanOrEqual(4);
	});

	it('show the lab requests to decide', async ({ db }) => {
		const waiting = await asPerson(db, demoId('person/lab'), () =>
			count(
				db,
				"public.bookings where status = 'pending' and starts_at > now() and platform_id = $1",
				[demoId('platform/materials')]
			)
		);
		expect(waiting).toBeGreaterThanOrEqual(5);
	});

	it('show the evaluator no bookings of others', async ({ db }) => {
		const seen = await asPerson(db, demoId('person/evaluator'), () => count(db, 'public.bookings'));
		expect(seen).toBe(0);
	});
});

describe('the demo catalogue', () => {
	it.for([
		['instruments', 40],
		['datasets', 13],
		['literature_items', 20],
		['services', 20],
		['platforms', 11]
	] as const)('has %s for every page', async ([table, least], { db }) => {
		const seen = await asAnonymous(db, () => count(db, `public.${table}`));
		expect(seen).toBeGreaterThanOrEqual(least);
	});

	it('has a platform of every kind of designation', async ({ db }) => {
		const missing = await db.query(
			`select code from public.designation_kinds
			where not exists (
				select from public.platform_designations where platform_designations.kind_code = code
			)`
		);
		expect(missing).toEqual([]);
	});

	it('has subjects that exist', async ({ db }) => {
		const unknown = await db.query(
			`select subject from (
				select unnest(subject_codes) as subject from public.instruments where source_key like 'DEMO-%'
				union select unnest(subject_codes) from public.datasets where doi like '10.5072/yixiang.demo.%'
			) as used
			where not exists (select from public.subjects where subjects.code = used.subject)`
		);
		expect(unknown).toEqual([]);
	});

	it('has every picture it names', async ({ db }) => {
		const pictures = await db.query<{ picture: string }>(
			"select distinct picture from public.instruments where source_key like 'DEMO-%'"
		);
		expect(pictures.length).toBeGreaterThanOrEqual(14);
		expect(pictures.filter(({ picture }) => !existsSync(join(ROOT, 'static', picture)))).toEqual(
			[]
		);
	});

	it('leaves two free hours within a week on most instruments', async ({ db }) => {
		const withRoom = await count(
			db,
			`public.instruments
			where source_key like 'DEMO-%' and exists (
				select from private.free_gaps(
					instruments.id, tstzrange(now(), now() + interval '7 days'), now()
				) as free
				where upper(free.gap) - lower(free.gap) >= interval '2 hours'
			)`
		);
		expect(withRoom).toBeGreaterThanOrEqual(25);
	});
});

describe('the demo calendar', () => {
	it('holds a quarter of bookings in every state they can be in', async ({ db }) => {
		const states = await db.query<{ status: string; n: number }>(
			`select status::text, count(*)::integer as n from public.bookings where ${OF_THE_DEMO} group by 1`
		);
		expect(states.map(({ status }) => status)).toEqual(
			expect.arrayContaining([
				'completed',
				'confirmed',
				'pending',
				'cancelled',
				'declined',
				'no_show'
			])
		);
		expect(states.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThanOrEqual(600);
	});

	it('has no booking outside the opening hours', async ({ db }) => {
		const outside = await count(
			db,
			`public.bookings
			join public.platforms on platforms.id = bookings.platform_id
			where ${OF_THE_DEMO}
				and not private.open_hours(bookings.instrument_id, platforms.time_zone, bookings.reserved)
					@> bookings.reserved`
		);
		expect(outside).toBe(0);
	});

	it('has no booking against the rules it was made under', async ({ db }) => {
		const against = await count(
			db,
			`public.bookings
			join public.platforms on platforms.id = bookings.platform_id
			join public.booking_rules as rules on rules.id = bookings.rule_id
			where ${OF_THE_DEMO} and (
				extract(epoch from ends_at - starts_at) / 60
					not between rules.shortest_minutes and rules.longest_minutes
				or private.past_the_grid(starts_at, granularity_minutes, time_zone) <> interval '0'
				or private.past_the_grid(ends_at, granularity_minutes, time_zone) <> interval '0'
				or starts_at < bookings.created_at + make_interval(mins => rules.lead_minutes)
				or starts_at > bookings.created_at + make_interval(days => rules.horizon_days)
				or (not rules.admits_outsiders and bookings.organisation_id <> platforms.organisation_id)
				or price_fen is distinct from (
					private.booking_terms(bookings.instrument_id, bookings.organisation_id, reserved)
				).price_fen
			)`
		);
		expect(against).toBe(0);
	});

	it('holds the time of each booking with its buffers, and of no two at once', async ({ db }) => {
		const wrong = await count(
			db,
			`public.bookings
			join public.booking_rules as rules on rules.id = bookings.rule_id
			left join public.occupancies on occupancies.booking_id = bookings.id
			where ${OF_THE_DEMO} and (
				occupancies.id is null
				or occupancies.during
					<> private.with_buffers(reserved, rules.setup_minutes, rules.teardown_minutes)
			)`
		);
		expect(wrong).toBe(0);

		const overlapping = await count(
			db,
			`public.occupancies as one
			join public.occupancies as other
				on other.instrument_id = one.instrument_id and other.unit = one.unit
				and other.id > one.id and other.during && one.during
			where one.active and other.active`
		);
		expect(overlapping).toBe(0);
	});

	it('has nobody in two places at once', async ({ db }) => {
		const torn = await count(
			db,
			`public.bookings
			join public.bookings as other
				on other.person_id = bookings.person_id and other.id > bookings.id
				and other.reserved && bookings.reserved
			where ${OF_THE_DEMO} and substr(other.id::text, 15, 1) = '8'`
		);
		expect(torn).toBe(0);
	});

	it('has a use of the instrument for every completed booking, within the time it held', async ({
		db
	}) => {
		const wrong = await count(
			db,
			`public.bookings
			join public.occupancies on occupancies.booking_id = bookings.id
			left join public.usage_sessions as uses on uses.booking_id = bookings.id
			where ${OF_THE_DEMO} and bookings.status = 'completed'
				and (uses.ended_at is null or not occupancies.during @> tstzrange(uses.started_at, uses.ended_at))`
		);
		expect(wrong).toBe(0);
	});

	it('tells what happened to a booking', async ({ db }) => {
		const declined = await db.one<{ id: string; decided_by: string; name: string }>(
			`select bookings.id, decided_by, people.display_name as name
			from public.bookings
			join public.people on people.id = bookings.decided_by
			where ${OF_THE_DEMO} and status = 'declined'
			order by bookings.id
			limit 1`
		);

		const history = await asPerson(db, declined.decided_by, () =>
			db.query<{ action: string; actor: string; note: string | null }>(
				'select action, actor, note from public.booking_history($1)',
				[declined.id]
			)
		);

		expect(history.map(({ action }) => action)).toEqual(['book', 'decline']);
		expect(history.at(-1)).toMatchObject({
			actor: declined.name,
			note: expect.any(String) as string
		});
	});

	it('has maintenance planned, for which a startup has slots to choose from', async ({ db }) => {
		const [offer] = await asPerson(db, demoId('person/startup'), () =>
			db.query<{ kind: string; status: string; slots: unknown[] }>(
				`select closures.kind, closures.status, offers.slots
				from public.closure_offers as offers
				join public.closures on closures.id = offers.closure_id
				where offers.booking_id = $1 and offers.outcome is null`,
				[demoId('booking/startup-xrd')]
			)
		);

		expect(offer).toMatchObject({ kind: 'maintenance', status: 'planned', slots: { length: 3 } });
	});

	it('stays as it is when the seed is loaded again', async ({ db }) => {
		const totals = () =>
			db.one(
				`select
					(select count(*) from auth.users) as users,
					(select count(*) from public.memberships) as memberships,
					(select count(*) from public.instruments) as instruments,
					(select count(*) from public.opening_hours) as hours,
					(select count(*) from public.opening_exceptions) as exceptions,
					(select count(*) from public.bookings) as bookings,
					(select count(*) from public.occupancies) as occupancies,
					(select count(*) from public.audit_entries) as audit`
			);
		// One snapshot, as other tests write to the same database meanwhile.
		await db.query('set transaction isolation level repeatable read');
		const before = await totals();

		await db.query(readFileSync(join(ROOT, 'supabase/seed.sql'), 'utf8'));

		expect(await totals()).toEqual(before);
	});
});
