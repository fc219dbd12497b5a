import { describe, expect } from 'vitest';
import { aCast, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, asService, it, refusalOf } from '../../support/database.ts';
import {
	createFeed,
	listFeeds,
	readFeed,
	renewFeed,
	revokeFeed,
	tokenOf
} from '../../support/feed-calls.ts';

describe('list_calendar_feeds', () => {
	it('gives everybody the address of their own bookings, the same each time', async ({ db }) => {
		const { ben } = await aCast(db);

		const [first, second] = [await listFeeds(db, ben), await listFeeds(db, ben)];

		expect(first).toMatchObject([{ kind: 'person', subject: null, is_permitted: true }]);
		expect(first[0]?.token).toMatch(/^[\w-]{43}$/);
		expect(second).toEqual(first);
	});

	it('does not bring back what was revoked', async ({ db }) => {
		const { ben } = await aCast(db);
		const [own] = await listFeeds(db, ben);

		await revokeFeed(db, ben, { id: own?.id ?? '' });

		expect(await listFeeds(db, ben)).toEqual([]);
	});

	it('names what a feed is of, and says when it tells nothing any more', async ({ db }) => {
		const { tom, platform, instrument } = await aCast(db);
		await createFeed(db, tom, 'platform', platform);
		await createFeed(db, tom, 'instrument', instrument);

		const staffed = await listFeeds(db, tom);
		await db.query('delete from public.memberships where person_id = $1', [tom.id]);
		const left = await listFeeds(db, tom);

		const flags = ({ kind, subject, is_permitted, shows_names }: (typeof left)[number]) => [
			kind,
			subject?.id,
			is_permitted,
			shows_names
		];
		expect(staffed.slice(1).map(flags)).toEqual([
			['instrument', instrument.id, true, true],
			['platform', platform.id, true, true]
		]);
		expect(left.slice(1).map(flags)).toEqual([
			['instrument', instrument.id, true, false],
			['platform', platform.id, false, true]
		]);
	});

	it('asks a visitor to sign in', async ({ db }) => {
		const visit = asAnonymous(db, () => db.query('select public.list_calendar_feeds()'));

		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});
});

describe('create_calendar_feed', () => {
	it('makes one feed of a thing, however often it is asked for', async ({ db }) => {
		const { ben, instrument } = await aCast(db);

		const [first, second] = [
			await createFeed(db, ben, 'instrument', instrument),
			await createFeed(db, ben, 'instrument', instrument)
		];

		expect(second.id).toBe(first.id);
		expect(
			await db.query('select action from public.audit_entries where subject_id = $1', [first.id])
		).toEqual([{ action: 'create' }]);
	});

	it('gives two people addresses of their own for one thing', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db);

		const tokens = [
			await tokenOf(db, ben, await createFeed(db, ben, 'instrument', instrument)),
			await tokenOf(db, eve, await createFeed(db, eve, 'instrument', instrument))
		];

		expect(new Set(tokens).size).toBe(2);
	});

	it('makes another after the first was revoked', async ({ db }) => {
		const { ben, startup } = await aCast(db);
		const first = await createFeed(db, ben, 'organisation', startup);
		await revokeFeed(db, ben, first);

		const second = await createFeed(db, ben, 'organisation', startup);

		expect(second.id).not.toBe(first.id);
	});

	it('refuses an organisation or a platform that is not one’s own, and what there is not', async ({
		db
	}) => {
		const { ben, eve, startup, platform } = await aCast(db);
		const nothing = { id: '00000000-0000-4000-8000-000000000000' };

		const keys = [
			await refusalOf(createFeed(db, eve, 'organisation', startup)),
			await refusalOf(createFeed(db, ben, 'platform', platform)),
			await refusalOf(createFeed(db, ben, 'platform', nothing)),
			await refusalOf(createFeed(db, ben, 'instrument', nothing)),
			await refusalOf(createFeed(db, ben, 'person', ben)),
			await refusalOf(createFeed(db, ben, 'instrument'))
		].map(({ code, key }) => [code, key]);

		expect(keys).toEqual([
			['PT403', 'organisation_not_yours'],
			['PT403', 'platform_not_yours'],
			['PT404', 'platform_not_found'],
			['PT404', 'instrument_not_found'],
			['PT422', 'feed_subject_invalid'],
			['PT422', 'feed_subject_invalid']
		]);
	});

	it('refuses the fifty-first', async ({ db }) => {
		const { ben, platform } = await aCast(db);
		await db.query(
			`with made as (
				insert into public.instruments (platform_id, source_key, name)
				select $1, gen_random_uuid()::text, 'Mikroskop' from generate_series(1, 50)
				returning id
			)
			insert into public.calendar_feeds (person_id, kind, instrument_id)
			select $2, 'instrument', id from made`,
			[platform.id, ben.id]
		);

		const refusal = await refusalOf(createFeed(db, ben, 'person'));

		expect(refusal).toMatchObject({ code: 'PT422', key: 'feed_limit_reached' });
	});

	it('replays its answer for the same idempotency key, and refuses it for another wish', async ({
		db
	}) => {
		const { ben, startup, instrument } = await aCast(db);
		await db.query("select set_config('request.headers', $1, true)", [
			JSON.stringify({ 'idempotency-key': 'one' })
		]);

		const [first, second] = [
			await createFeed(db, ben, 'organisation', startup),
			await createFeed(db, ben, 'organisation', startup)
		];
		const other = await refusalOf(createFeed(db, ben, 'instrument', instrument));

		expect(second).toEqual(first);
		expect(other).toMatchObject({ code: 'PT422', key: 'idempotency_key_reused' });
	});
});

describe('renew_calendar_feed', () => {
	it('exchanges the address: the old one leads nowhere, the new one to the same feed', async ({
		db
	}) => {
		const { ben } = await aCast(db);
		const feed = await createFeed(db, ben, 'person');
		const before = await tokenOf(db, ben, feed);

		await renewFeed(db, ben, feed);

		const after = await tokenOf(db, ben, feed);
		expect(after).not.toBe(before);
		expect((await readFeed(db, after)).content).toMatchObject({ kind: 'person' });
		expect(await refusalOf(readFeed(db, before))).toMatchObject({
			code: 'PT404',
			key: 'feed_not_found'
		});
	});

	it('is refused for somebody else’s feed and for a revoked one', async ({ db }) => {
		const { ben, olga } = await aCast(db);
		const feed = await createFeed(db, ben, 'person');

		const others = await refusalOf(renewFeed(db, olga, feed));
		await revokeFeed(db, ben, feed);
		const revoked = await refusalOf(renewFeed(db, ben, feed));

		expect([others.key, revoked.key]).toEqual(['feed_not_found', 'feed_not_found']);
	});
});

describe('revoke_calendar_feed', () => {
	it('ends the address for good, leaves no secret behind, and may be pressed twice', async ({
		db
	}) => {
		const { ben } = await aCast(db);
		const feed = await createFeed(db, ben, 'person');
		const token = await tokenOf(db, ben, feed);
		await readFeed(db, token);

		const [first, second] = [await revokeFeed(db, ben, feed), await revokeFeed(db, ben, feed)];

		expect(second.revoked_at).toEqual(first.revoked_at);
		expect(await refusalOf(readFeed(db, token))).toMatchObject({ key: 'feed_not_found' });
		expect(
			await db.query(
				`select feed_id from private.calendar_feed_secrets where feed_id = $1
				union all select feed_id from private.calendar_feed_reads where feed_id = $1`,
				[feed.id]
			)
		).toEqual([]);
		expect(
			await db.query('select action from public.audit_entries where subject_id = $1 order by id', [
				feed.id
			])
		).toEqual([{ action: 'create' }, { action: 'revoke' }]);
	});

	it('is refused for somebody else’s feed', async ({ db }) => {
		const { ben, eve } = await aCast(db);
		const feed = await createFeed(db, ben, 'person');

		expect(await refusalOf(revokeFeed(db, eve, feed))).toMatchObject({ key: 'feed_not_found' });
	});
});

describe('the table of calendar feeds', () => {
	it('is seen by the owner of a feed and by nobody else, an administrator included', async ({
		db
	}) => {
		const { ben, olga, university } = await aCast(db);
		const root = await aPerson(db, 'Root');
		await db.query(
			"insert into public.memberships (person_id, organisation_id, role) values ($1, $2, 'administrator')",
			[root.id, university.id]
		);
		const feed = await createFeed(db, ben, 'person');

		function seenBy(person: { id: string }) {
			return asPerson(db, person.id, () =>
				db.query('select id from public.calendar_feeds where person_id = $1', [ben.id])
			);
		}

		expect(await seenBy(ben)).toEqual([{ id: feed.id }]);
		expect(await seenBy(olga)).toEqual([]);
		expect(await seenBy(root)).toEqual([]);
	});

	it('holds no token, and the secrets behind them are out of everybody’s reach', async ({ db }) => {
		const { ben } = await aCast(db);
		const feed = await createFeed(db, ben, 'person');
		const token = await tokenOf(db, ben, feed);

		const stored = await db.one<{ text: string }>(
			`select concat(to_jsonb(feeds), to_jsonb(secrets)) as text
			from public.calendar_feeds as feeds
			join private.calendar_feed_secrets as secrets on secrets.feed_id = feeds.id
			where feeds.id = $1`,
			[feed.id]
		);
		expect(stored.text).not.toContain(token);
		const read = () => db.query('select secret from private.calendar_feed_secrets');
		const codes = [
			await refusalOf(asPerson(db, ben.id, read)),
			await refusalOf(asAnonymous(db, read)),
			await refusalOf(asService(db, read))
		].map(({ code }) => code);
		expect(codes).toEqual(['42501', '42501', '42501']);
	});
});
