import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { inDays } from '../support/booking-calls.ts';
import { aMembership, anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import { readCalendar } from '../support/read-calendar.ts';

let app: App;
let database: Client;
let ben: Customer;
let eve: Customer;
let ada: Customer;
let platform: { id: string };
let instrument: { id: string };

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', 'Feed university');
	platform = await aPlatform(db, university);
	instrument = await anInstrument(db, platform, { name: '质谱仪, "大型"; A\\B' });
	const [first, second, third] = await signInCustomers(database, 3);
	if (!first || !second || !third) throw new Error('Three customers are needed.');
	[ben, eve, ada] = [first, second, third];
	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	app = await startApp();
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

type Feed = { id: string; kind: string; url: string; permitted: boolean };

function call(path: string, as: Customer, method = 'GET', json?: object): Promise<Response> {
	return fetch(`${app.origin}${path}`, {
		method,
		headers: { authorization: `Bearer ${as.token}`, 'content-type': 'application/json' },
		body: json === undefined ? null : JSON.stringify(json)
	});
}

async function listFeeds(as: Customer): Promise<Feed[]> {
	const response = await call('/api/v1/feeds', as);
	return ((await response.json()) as { items: Feed[] }).items;
}

async function createFeed(as: Customer, kind: string, subject: { id: string }): Promise<Feed> {
	const response = await call('/api/v1/feeds', as, 'POST', { kind, subject_id: subject.id });
	expect(response.status).toBe(201);
	return (await response.json()) as Feed;
}

async function book(as: Customer, start: string, end: string): Promise<{ id: string }> {
	const response = await call('/api/v1/bookings', as, 'POST', {
		instrument_id: instrument.id,
		start,
		end
	});
	expect(response.status).toBe(201);
	return (await response.json()) as { id: string };
}

async function subscribe(feed: Pick<Feed, 'url'>) {
	const response = await fetch(feed.url);
	expect(response.status).toBe(200);
	return readCalendar(await response.text());
}

async function ownFeed(as: Customer): Promise<Feed> {
	const feed = (await listFeeds(as)).find(({ kind }) => kind === 'person');
	if (!feed) throw new Error('There is no feed of their own.');
	return feed;
}

describe('a calendar program', () => {
	it('reads one’s bookings without a session, in UTC, and learns how often to ask', async () => {
		const booking = await book(ben, inDays(40, '10:00'), inDays(40, '12:00'));

		const { method, name, refresh, events } = await subscribe(await ownFeed(ben));

		expect({ method, name, refresh }).toEqual({
			method: 'PUBLISH',
			name: '我的仪器预约',
			refresh: 'PT1H'
		});
		expect(events).toMatchObject([
			{
				uid: `booking-${booking.id}@yixiang`,
				sequence: 0,
				status: 'CONFIRMED',
				summary: '使用质谱仪, "大型"; A\\B',
				start: `${inDays(40, '00:00').slice(0, 10)}T02:00:00Z`,
				end: `${inDays(40, '00:00').slice(0, 10)}T04:00:00Z`
			}
		]);
	});

	it('moves the event that it has, and takes it out when the booking is cancelled', async () => {
		const booking = await book(eve, inDays(41, '10:00'), inDays(41, '12:00'));
		const feed = await ownFeed(eve);
		const uid = `booking-${booking.id}@yixiang`;
		const [made] = (await subscribe(feed)).events;

		await call(`/api/v1/bookings/${booking.id}`, eve, 'PATCH', {
			start: inDays(42, '14:00'),
			end: inDays(42, '15:00')
		});
		const [moved] = (await subscribe(feed)).events;
		await call(`/api/v1/bookings/${booking.id}/cancel`, eve, 'POST', {});
		const afterwards = (await subscribe(feed)).events;

		expect(made).toMatchObject({ uid, status: 'CONFIRMED' });
		expect(moved).toMatchObject({
			uid,
			status: 'CONFIRMED',
			start: `${inDays(42, '00:00').slice(0, 10)}T06:00:00Z`
		});
		expect(moved?.sequence).toBeGreaterThan(made?.sequence ?? 0);
		expect(afterwards).toMatchObject([{ uid, status: 'CANCELLED' }]);
		expect(afterwards[0]?.sequence).toBeGreaterThan(moved?.sequence ?? 0);
		expect(Date.parse(afterwards[0]?.stamp ?? '')).toBeGreaterThanOrEqual(
			Date.parse(moved?.stamp ?? '')
		);
	});

	it('finds the same event in the file of the booking alone', async () => {
		const booking = await book(ben, inDays(43, '10:00'), inDays(43, '12:00'));
		const inFeed = (await subscribe(await ownFeed(ben))).events.find(({ uid }) =>
			uid.includes(booking.id)
		);

		const alone = await call(`/api/v1/bookings/${booking.id}/calendar.ics`, ben);

		const { events } = readCalendar(await alone.text());
		expect(events).toEqual([inFeed]);
	});

	it('reads who comes for the lab, and only when it is taken for others', async () => {
		await book(ben, inDays(44, '10:00'), inDays(44, '12:00'));
		const [lab, wholeLab, other] = [
			await createFeed(ada, 'instrument', instrument),
			await createFeed(ada, 'platform', platform),
			await createFeed(eve, 'instrument', instrument)
		];
		const day = inDays(44, '00:00').slice(0, 10);
		const summary = async (feed: Feed) =>
			(await subscribe(feed)).events.find(({ start }) => start.startsWith(day))?.summary;

		expect(await summary(lab)).toMatch(/^Customer .+（.+）$/);
		expect(await summary(wholeLab)).toMatch(/^质谱仪.+：Customer .+（.+）$/);
		expect(await summary(other)).toBe('质谱仪, "大型"; A\\B：已占用');
	});

	it('is answered 304 by tag or by date until something changes', async () => {
		const { url } = await ownFeed(ben);
		const first = await fetch(url);
		const etag = first.headers.get('etag') ?? '';
		const date = first.headers.get('last-modified') ?? '';
		function again(headers: Record<string, string>) {
			return fetch(url, { headers });
		}

		const unchanged = [
			await again({ 'if-none-match': etag }),
			await again({ 'if-none-match': `"x", W/${etag}` }),
			await again({ 'if-modified-since': date })
		];
		expect(unchanged.map(({ status }) => status)).toEqual([304, 304, 304]);
		expect(unchanged[0]?.headers.get('etag')).toBe(etag);
		// The date of the header has seconds, and a change in the same one would not show in it.
		await new Promise((resolve) => setTimeout(resolve, 1000));
		await book(ben, inDays(45, '10:00'), inDays(45, '12:00'));

		const changed = [
			await again({ 'if-none-match': etag }),
			await again({ 'if-modified-since': date })
		];
		expect(changed.map(({ status }) => status)).toEqual([200, 200]);
		expect(changed[0]?.headers.get('etag')).not.toBe(etag);
	});

	it('is not kept by caches nor found by search engines', async () => {
		const { headers } = await fetch((await ownFeed(ben)).url);

		expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
		expect(headers.get('cache-control')).toBe('private, no-cache');
		expect(headers.get('x-robots-tag')).toBe('noindex');
	});

	it('is turned away after it has asked all the time', async () => {
		const feed = await ownFeed(ben);
		await fetch(feed.url);
		await database.query('update private.calendar_feed_reads set reads = 120 where feed_id = $1', [
			feed.id
		]);

		const response = await fetch(feed.url);

		expect(response.status).toBe(429);
		expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(3000);
		await database.query('update private.calendar_feed_reads set reads = 0 where feed_id = $1', [
			feed.id
		]);
	});
});

describe('the address of a feed', () => {
	it('ends when it is renewed, and when the feed is revoked', async () => {
		const feed = await createFeed(eve, 'organisation', { id: eve.organisationId });

		const renewed = await call(`/api/v1/feeds/${feed.id}/renew`, eve, 'POST', {});
		const { url } = (await renewed.json()) as Feed;
		expect((await fetch(feed.url)).status).toBe(404);
		expect((await fetch(url)).status).toBe(200);

		expect((await call(`/api/v1/feeds/${feed.id}/revoke`, eve, 'POST', {})).status).toBe(204);
		expect((await fetch(url)).status).toBe(404);
	});

	it('is told to nobody else, and no cache may keep it', async () => {
		const feed = await ownFeed(ben);

		const foreign = await call(`/api/v1/feeds/${feed.id}/renew`, eve, 'POST', {});
		const listed = await call('/api/v1/feeds', ben);
		const visitor = await fetch(`${app.origin}/api/v1/feeds`);

		expect(foreign.status).toBe(404);
		expect(listed.headers.get('cache-control')).toBe('no-store');
		expect(visitor.status).toBe(401);
		expect((await listFeeds(eve)).map(({ url }) => url)).not.toContain(feed.url);
	});

	it.each(['x', 'A'.repeat(43), 'A'.repeat(44), "';--"])(
		'guessed as %s is not found',
		async (token) => {
			const response = await fetch(`${app.origin}/api/v1/feeds/${encodeURIComponent(token)}.ics`);

			expect(response.status).toBe(404);
		}
	);

	it('is refused for what one may not see', async () => {
		const refused = [
			await call('/api/v1/feeds', eve, 'POST', { kind: 'platform', subject_id: platform.id }),
			await call('/api/v1/feeds', eve, 'POST', {
				kind: 'organisation',
				subject_id: ben.organisationId
			}),
			await call('/api/v1/feeds', eve, 'POST', { kind: 'instrument' }),
			await call('/api/v1/feeds', eve, 'POST', { kind: 'galaxy' })
		];

		expect(refused.map(({ status }) => status)).toEqual([403, 403, 422, 422]);
	});
});
