/** Calendars that are followed: what is said over a stream, to whom, and what becomes of it when something fails. */
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import { inDays } from '../support/booking-calls.ts';
import { anInstrument, anOrganisation, aPlatform } from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb } from '../support/database.ts';
import { followStream, type FollowedStream } from '../support/follow-stream.ts';

type Id = { id: string };

let app: App;
let database: Client;
let ben: Customer;
let eve: Customer;
let platform: Id;
let instrument: Id;
let neighbour: Id;
let streams: FollowedStream[] = [];

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	platform = await aPlatform(db, await anOrganisation(db, 'university', 'Live university'));
	instrument = await anInstrument(db, platform, { units: 50 });
	neighbour = await anInstrument(db, platform, { units: 50 });
	[ben, eve] = (await signInCustomers(database, 2)) as [Customer, Customer];
	app = await startApp();
});

afterEach(async () => {
	for (const stream of streams) await stream.close();
	streams = [];
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

async function follow(
	query: string,
	{ as, of = app }: { as?: Customer; of?: App } = {}
): Promise<FollowedStream> {
	const stream = await followStream(`${of.origin}/api/v1/live?${query}`, as?.token);
	streams.push(stream);
	return stream;
}

/** A stream that is told of changes, and has been told of none. */
async function followQuietly(query: string, options: { as?: Customer; of?: App } = {}) {
	// What others changed a moment ago is on its way for a tenth of a second.
	await new Promise((resolve) => setTimeout(resolve, 300));
	// Read in a moment to come: what was changed shortly before belongs to other tests.
	const readAt = new Date(Date.now() + 10_000).toISOString();
	const stream = await follow(`${query}&since=${readAt}`, options);
	const first = await stream.next();
	// The first page has the process begin to listen; what it missed until then is told at once.
	if (first?.name === 'away') {
		expect(await stream.next()).toEqual({ name: 'live', data: {} });
		expect(await stream.next()).toEqual({ name: 'changed', data: {} });
	} else {
		expect(first).toEqual({ name: 'live', data: {} });
	}
	return stream;
}

/** Books past the application, by the Data API: whoever writes, the pages hear of it. */
async function book(of: Id, day: number): Promise<void> {
	const response = await fetch(
		`${process.env['PUBLIC_SUPABASE_URL'] ?? ''}/rest/v1/rpc/book_instrument`,
		{
			method: 'POST',
			headers: {
				apikey: process.env['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ?? '',
				authorization: `Bearer ${ben.token}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify({
				instrument_id: of.id,
				starts_at: inDays(day, '10:00'),
				ends_at: inDays(day, '11:00'),
				purpose: 'nobody’s business'
			})
		}
	);
	expect(response.status).toBe(200);
}

/** Ends the connections that applications listen by, as a restart of Postgres would. */
async function endListening(): Promise<void> {
	await database.query(
		"select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yixiang-live'"
	);
}

describe('a page that follows an instrument', () => {
	it('hears of a booking within a second, by ids and nothing else', async () => {
		const stream = await followQuietly(`instrument=${instrument.id}`, { as: eve });

		await book(instrument, 10);
		const bookedAt = performance.now();

		expect(await stream.next()).toEqual({
			name: 'changed',
			data: { instrument: instrument.id, platform: platform.id }
		});
		expect(performance.now() - bookedAt).toBeLessThan(1000);
	});

	it('hears nothing of the instrument beside it', async () => {
		const stream = await followQuietly(`instrument=${instrument.id}`);
		const ofPlatform = await followQuietly(`platform=${platform.id}`);

		await book(neighbour, 11);
		await book(instrument, 12);

		expect(await ofPlatform.next()).toMatchObject({ data: { instrument: neighbour.id } });
		expect(await ofPlatform.next()).toMatchObject({ data: { instrument: instrument.id } });
		expect(await stream.next()).toMatchObject({ data: { instrument: instrument.id } });
	});

	it('hears at once of what happened since the page was read', async () => {
		await followQuietly(`instrument=${neighbour.id}`);
		const readAt = new Date().toISOString();
		await book(instrument, 13);

		const stream = await follow(`instrument=${instrument.id}&since=${encodeURIComponent(readAt)}`);

		expect(await stream.next()).toEqual({ name: 'live', data: {} });
		expect(await stream.next()).toMatchObject({ name: 'changed' });
	});
});

describe('when the database has gone and come back', () => {
	it('says that it is away, and then live and changed, since nobody knows what was missed', async () => {
		const stream = await followQuietly(`instrument=${instrument.id}`);

		await endListening();

		expect(await stream.next()).toEqual({ name: 'away', data: {} });
		expect(await stream.next()).toEqual({ name: 'live', data: {} });
		expect(await stream.next()).toEqual({ name: 'changed', data: {} });
		await book(instrument, 14);
		expect(await stream.next()).toMatchObject({
			name: 'changed',
			data: { instrument: instrument.id }
		});
	});
});

describe('one process', () => {
	it('listens by one connection, however many pages follow', async () => {
		const second = await startApp();
		try {
			const before = await countListeners();
			for (let opened = 0; opened < 5; opened += 1) {
				await followQuietly(`instrument=${instrument.id}`, { of: second });
			}

			expect(await countListeners()).toBe(before + 1);
		} finally {
			await second.stop();
		}
	});

	it('stops with streams open, which end', async () => {
		const second = await startApp();
		const stream = await followQuietly(`instrument=${instrument.id}`, { of: second });
		const stoppedAt = performance.now();

		await second.stop();

		expect(await stream.next()).toBeNull();
		expect(performance.now() - stoppedAt).toBeLessThan(3000);
	});

	it('answers 503 where it has nothing to listen to, so that pages look by themselves', async () => {
		const deaf = await startApp({ ...process.env, SUPABASE_DB_URL: '' });
		try {
			const { status, problem } = await follow(`instrument=${instrument.id}`, { of: deaf });

			expect({ status, problem }).toMatchObject({
				status: 503,
				problem: { type: '/api/v1/problems/live_unavailable' }
			});
		} finally {
			await deaf.stop();
		}
	});
});

describe('one person', () => {
	it('has 24 streams and no more, until one is closed', async () => {
		for (let opened = 0; opened < 24; opened += 1) {
			await followQuietly(`instrument=${instrument.id}`, { as: ben });
		}

		const refused = await follow(`instrument=${instrument.id}`, { as: ben });
		expect(refused).toMatchObject({
			status: 429,
			problem: { type: '/api/v1/problems/live_too_many' }
		});
		expect(refused.retryAfter).toBe('30');

		await streams[0]?.close();
		await expect
			.poll(async () => (await follow(`instrument=${instrument.id}`, { as: ben })).status)
			.toBe(200);
	});
});

describe('a question that names no calendar', () => {
	it.each([
		['nothing', ''],
		['both', 'instrument=@&platform=@'],
		['something that is no id', 'instrument=fe-sem'],
		['an instant that is none', 'instrument=@&since=yesterday']
	])('is answered 422: %s', async (_what, query) => {
		const { status } = await follow(query.replaceAll('@', instrument.id));

		expect(status).toBe(422);
	});
});

async function countListeners(): Promise<number> {
	const { rows } = await database.query<{ count: number }>(
		`select count(*)::integer from pg_stat_activity where application_name = 'yixiang-live'`
	);
	return rows[0]?.count ?? 0;
}
