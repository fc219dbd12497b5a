/**
 * The main promise under load: many people press at once, through two application processes and
 * straight at the Data API, by booking and by moving.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from 'pg';
import { anInstrument, aPlatform, anOrganisation } from '../support/builders.ts';
import { connect, toDb } from '../support/database.ts';
import { startApp, type App } from '../support/app.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';

const CLIENTS = 32;
const ROUNDS = 100;
const HOUR = 3_600_000;

type Span = { start: number; end: number };
type Attempt = Span & { status: number; reason: string | undefined };

let database: Client;
let apps: App[] = [];
let customers: Customer[] = [];
let instrument: { id: string };
/** For every third client, a booking far ahead that they try to move into the race. */
const parked = new Map<number, string>();

beforeAll(async () => {
	database = await connect();
	const db = toDb(database);
	const university = await anOrganisation(db, 'university', 'Race university');
	instrument = await anInstrument(db, await aPlatform(db, university), {
		rules: { horizon_days: 365, longest_minutes: 240 }
	});
	customers = await signInCustomers(database, CLIENTS);
	apps = [await startApp(), await startApp()];

	for (const [index] of customers.entries()) {
		if (index % 3 !== 2) continue;
		const slot = spanAt(200, index / 2, 0.5);
		const { status, body } = await post(index, slot);
		expect(status).toBe(201);
		parked.set(index, (body as { id: string }).id);
	}
});

afterAll(async () => {
	await Promise.all(apps.map((app) => app.stop()));
	await database.end();
});

/** So many hours after midnight (UTC) of a day ahead. */
function spanAt(day: number, hour: number, hours: number): Span {
	const midnight = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR + day * 24 * HOUR;
	return { start: midnight + hour * HOUR, end: midnight + (hour + hours) * HOUR };
}

function toJson({ start, end }: Span) {
	return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

function customer(index: number): Customer {
	const found = customers[index];
	if (!found) throw new RangeError(`No customer ${index}`);
	return found;
}

async function send(index: number, url: string, method: string, body: object, headers = {}) {
	const response = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${customer(index).token}`,
			'content-type': 'application/json',
			...headers
		},
		body: JSON.stringify(body)
	});
	return { status: response.status, body: (await response.json()) as unknown };
}

function appOf(index: number): string {
	return apps[index % apps.length]?.origin ?? '';
}

function post(index: number, span: Span) {
	return send(index, `${appOf(index)}/api/v1/bookings`, 'POST', {
		instrument_id: instrument.id,
		...toJson(span)
	});
}

function patch(index: number, span: Span) {
	return send(index, `${appOf(index)}/api/v1/bookings/${parked.get(index)}`, 'PATCH', toJson(span));
}

function callDirectly(index: number, span: Span) {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY } = process.env;
	const { start, end } = toJson(span);
	return send(
		index,
		`${PUBLIC_SUPABASE_URL}/rest/v1/rpc/book_instrument`,
		'POST',
		{ instrument_id: instrument.id, starts_at: start, ends_at: end },
		{ apikey: PUBLIC_SUPABASE_PUBLISHABLE_KEY }
	);
}

/** A third of the clients each by the API, straight by the Data API, and by moving. */
async function attempt(index: number, span: Span): Promise<Attempt> {
	const way = [post, callDirectly, patch][index % 3] ?? post;
	const { status, body } = await pressUntilAnswered(() => way(index, span));
	const refusal = body as { violations?: { rule: string }[]; details?: string };
	const violations =
		refusal.violations ??
		(refusal.details?.startsWith('{')
			? (JSON.parse(refusal.details) as { violations: { rule: string }[] }).violations
			: undefined);
	return { ...span, status, reason: violations?.map(({ rule }) => rule).join() };
}

/** Whoever is told that there is no answer for now, as on a slow machine, presses again. */
async function pressUntilAnswered(press: () => ReturnType<typeof send>): ReturnType<typeof send> {
	for (;;) {
		const answer = await press();
		if (answer.status !== 503 && answer.status !== 504) return answer;
	}
}

function overlap(one: Span, other: Span): boolean {
	return one.start < other.end && other.start < one.end;
}

const PATTERNS = [
	{ name: 'the same slot', span: () => [10, 2], winners: 1 },
	{ name: 'eight slots that touch', span: (index: number) => [8 + (index % 8), 1], winners: 8 },
	{ name: 'slots that overlap in part', span: (index: number) => [4 + index / 2, 1.5] },
	{
		name: 'long slots across short ones',
		span: (index: number) => [6 + (index % 5), index % 2 ? 4 : 0.5]
	}
] as const;

describe(`${CLIENTS} people pressing at once`, () => {
	it.for(Array.from({ length: ROUNDS }, (_, round) => round))(
		'round %i: nobody doubly, everybody truly',
		async (round) => {
			const pattern = PATTERNS[round % PATTERNS.length] ?? PATTERNS[0];

			const attempts = await Promise.all(
				customers.map((_, index) => {
					const [hour, hours] = pattern.span(index);
					return attempt(index, spanAt(round + 2, hour ?? 0, hours ?? 1));
				})
			);

			const won = attempts.filter(({ status }) => status === 200 || status === 201);
			const lost = attempts.filter((one) => !won.includes(one));
			const answers = lost.map(({ status, reason }) => `${status} ${reason}`);
			expect(answers.filter((answer) => answer !== '409 overlap')).toEqual([]);
			if ('winners' in pattern) expect(won).toHaveLength(pattern.winners);
			// Whoever lost, lost to somebody: no free slot was refused.
			expect(lost.filter((one) => !won.some((other) => overlap(one, other)))).toEqual([]);

			const { rows } = await database.query(
				`select one.id from public.occupancies as one
				join public.occupancies as other
					on other.instrument_id = one.instrument_id and other.unit = one.unit
					and other.id > one.id and other.during && one.during and other.active
				where one.active and one.instrument_id = $1`,
				[instrument.id]
			);
			expect(rows).toEqual([]);
			const stored = await database.query<{ count: number }>(
				`select count(*)::int as count from public.occupancies
				where instrument_id = $1 and active and during && tstzrange($2, $3)`,
				[instrument.id, ...Object.values(toJson(spanAt(round + 2, 0, 24)))]
			);
			expect(stored.rows[0]?.count).toBe(won.length);
		}
	);
});
