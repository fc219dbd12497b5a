/**
 * Every way to take, move or release time, racing against every other that could cross it: booking,
 * moving, extending, answering, cancelling, closing, missing and importing by the lab, with capacity
 * and quotas. Whoever is told yes has it; whoever is told no lost it to somebody.
 */
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type App } from '../support/app.ts';
import {
	anInstrument,
	anOrganisation,
	aPlatform,
	aQuota,
	type Rules
} from '../support/builders.ts';
import { signInCustomers, type Customer } from '../support/customers.ts';
import { connect, toDb, type Db } from '../support/database.ts';

const CLIENTS = 24;
const ROUNDS = Array.from({ length: 8 }, (_, round) => round);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Id = { id: string };
type Span = { start: number; end: number };
type Answer = { status: number; rules: string[]; key: string; id: string };

let database: Client;
let db: Db;
let app: App;
let university: Id;
let platform: Id;
let customers: Customer[] = [];
let staff: Customer[] = [];

beforeAll(async () => {
	database = await connect();
	db = toDb(database);
	university = await anOrganisation(db, 'university', 'Paths university');
	platform = await aPlatform(db, university);
	customers = await signInCustomers(database, CLIENTS);
	staff = await signInCustomers(database, 2);
	for (const person of staff) {
		await db.query(
			`insert into public.memberships (person_id, organisation_id, platform_id, role)
			values ($1, $2, $3, 'manager')`,
			[person.id, university.id, platform.id]
		);
	}
	app = await startApp();
});

afterAll(async () => {
	await app.stop();
	await database.end();
});

/** By the minute, so that what is due now is on the grid. */
function aRacedInstrument(rules: Partial<Rules> = {}, units = 1): Promise<Id> {
	return anInstrument(db, platform, {
		units,
		rules: {
			granularity_minutes: 1,
			shortest_minutes: 1,
			longest_minutes: 1440,
			grace_minutes: 30,
			...rules
		}
	});
}

/** So many hours after midnight (UTC) of a day ahead. */
function spanAt(day: number, hour: number, hours: number): Span {
	const midnight = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR + day * 24 * HOUR;
	return { start: midnight + hour * HOUR, end: midnight + (hour + hours) * HOUR };
}

function iso(instant: number): string {
	return new Date(instant).toISOString();
}

function at(list: Customer[], index: number): Customer {
	const found = list[index % list.length];
	if (!found) throw new RangeError('Nobody signed in.');
	return found;
}

async function send(person: Customer, url: string, method: string, body: object, headers = {}) {
	const response = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${person.token}`,
			'content-type': 'application/json',
			...headers
		},
		body: JSON.stringify(body)
	});
	const answer = ((await response.json().catch(() => ({}))) ?? {}) as {
		id?: string;
		violations?: { rule: string }[];
		details?: string;
		message?: string;
		type?: string;
	};
	const violations = answer.details?.startsWith('{')
		? (JSON.parse(answer.details) as { violations: { rule: string }[] }).violations
		: answer.violations;
	return {
		status: response.status,
		rules: (violations ?? []).map(({ rule }) => rule),
		key: answer.message ?? answer.type ?? '',
		id: answer.id ?? ''
	} satisfies Answer;
}

function rpc(person: Customer, name: string, args: object): Promise<Answer> {
	const { PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY } = process.env;
	return send(person, `${PUBLIC_SUPABASE_URL}/rest/v1/rpc/${name}`, 'POST', args, {
		apikey: PUBLIC_SUPABASE_PUBLISHABLE_KEY
	});
}

function post(person: Customer, instrument: Id, { start, end }: Span): Promise<Answer> {
	return send(person, `${app.origin}/api/v1/bookings`, 'POST', {
		instrument_id: instrument.id,
		start: iso(start),
		end: iso(end)
	});
}

/** What the page's form sends. */
async function fillIn(person: Customer, instrument: Id, { start, end }: Span): Promise<Answer> {
	const wall = (instant: number) => iso(instant + 8 * HOUR).slice(0, 16);
	const response = await fetch(`${app.origin}/instruments/${instrument.id}/book`, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			authorization: `Bearer ${person.token}`,
			'content-type': 'application/x-www-form-urlencoded',
			accept: 'text/html',
			origin: app.origin
		},
		body: new URLSearchParams({
			start: wall(start),
			end: wall(end),
			organisation_id: person.organisationId,
			purpose: '',
			idempotency_key: crypto.randomUUID()
		})
	});
	await response.arrayBuffer();
	const id = response.headers.get('location')?.split('/').at(-1) ?? '';
	// A page that says why not has the status of the refusal.
	return {
		status: response.status,
		rules: response.status === 409 ? ['overlap'] : [],
		key: '',
		id
	};
}

function book(person: Customer, instrument: Id, { start, end }: Span): Promise<Answer> {
	return rpc(person, 'book_instrument', {
		instrument_id: instrument.id,
		starts_at: iso(start),
		ends_at: iso(end)
	});
}

/** As the lab does that takes over a list of appointments. */
function bookFor(customer: Customer, instrument: Id, { start, end }: Span): Promise<Answer> {
	return rpc(at(staff, 0), 'book_instrument', {
		instrument_id: instrument.id,
		starts_at: iso(start),
		ends_at: iso(end),
		person_id: customer.id
	});
}

const WAYS = [post, book, fillIn, bookFor];

function won({ status }: Answer): boolean {
	return status === 200 || status === 201 || status === 303;
}

/** No error that nobody expected, no deadlock among them. */
function expectNoFault(answers: Answer[]): void {
	expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
}

async function expectNoOverlap(instrument: Id): Promise<void> {
	const twice = await db.query(
		`select one.id from public.occupancies as one
		join public.occupancies as other
			on other.instrument_id = one.instrument_id and other.unit = one.unit
			and other.id > one.id and other.during && one.during and other.active
		where one.active and one.instrument_id = $1`,
		[instrument.id]
	);
	expect(twice).toEqual([]);
}

function statusOf(booking: Id): Promise<{ status: string; active: boolean }> {
	return db.one(
		`select public.effective_status(bookings) as status, occupancies.active
		from public.bookings
		join public.occupancies on occupancies.booking_id = bookings.id
		where bookings.id = $1`,
		[booking.id]
	);
}

/** Confirmed bookings that began so many minutes ago, without the judge: the past cannot be booked. */
async function begun(
	customer: Customer,
	instrument: Id,
	{ minutesAgo, minutes }: { minutesAgo: number; minutes: number }
): Promise<Id> {
	const answer = await book(customer, instrument, spanAt(300, 0, minutes / 60));
	expect(answer.status).toBe(200);
	await db.query(
		`with shifted as (
			update public.bookings
			set
				reserved = tstzrange($2::timestamptz, $3::timestamptz),
				no_show_at = $2::timestamptz + interval '30 minutes'
			where id = $1
			returning id, reserved, no_show_at
		)
		update public.occupancies
		set during = shifted.reserved, lapses_at = shifted.no_show_at
		from shifted
		where occupancies.booking_id = shifted.id`,
		[answer.id, iso(thisMinute(-minutesAgo)), iso(thisMinute(minutes - minutesAgo))]
	);
	return { id: answer.id };
}

function thisMinute(after: number): number {
	return (Math.floor(Date.now() / MINUTE) + after) * MINUTE;
}

describe('an instrument with three units', () => {
	it.each(ROUNDS)('gives one slot to three, whatever way they come: round %i', async (round) => {
		const instrument = await aRacedInstrument({}, 3);
		const slot = spanAt(round + 2, 10, 2);

		const answers = await Promise.all(
			customers.map((person, index) =>
				(WAYS[index % WAYS.length] ?? post)(person, instrument, slot)
			)
		);

		expectNoFault(answers);
		expect(answers.filter(won)).toHaveLength(3);
		expect(
			answers
				.filter((answer) => !won(answer))
				.map(({ status, rules }) => `${status} ${rules.join()}`)
		).toEqual(Array.from({ length: CLIENTS - 3 }, () => '409 overlap'));
		await expectNoOverlap(instrument);
	});
});

describe('a quota', () => {
	it.each(ROUNDS)('holds for who presses several times at once: round %i', async (round) => {
		const instruments = [await aRacedInstrument(), await aRacedInstrument()];
		for (const instrument of instruments) {
			await aQuota(
				db,
				{ instrument },
				{ holder: 'person', measure: 'minutes', span: 'day', at_most: 120 }
			);
		}

		const answers = await Promise.all(
			customers.slice(0, 8).map((person, index) =>
				Promise.all(
					[0, 1, 2, 3].map((turn) =>
						(WAYS[(index + turn) % 2] ?? post)(
							person,
							instruments[index % 2] ?? { id: '' },
							// Seen from Shanghai, all of a person's lie on one day.
							spanAt(round + 2, Math.floor(index / 2) * 4 + turn - 8, 1)
						)
					)
				)
			)
		);

		expectNoFault(answers.flat());
		for (const own of answers) {
			expect(own.filter(won)).toHaveLength(2);
			expect(
				own.filter((answer) => !won(answer)).map(({ status, rules }) => [status, rules])
			).toEqual([
				[422, ['quota_person_minutes_day']],
				[422, ['quota_person_minutes_day']]
			]);
		}
	});
});

describe('a request', () => {
	it.each(ROUNDS)('is answered once, by whoever came first: round %i', async (round) => {
		const instrument = await aRacedInstrument({ approval: 'lab' });
		const customer = at(customers, round);
		const request = await book(customer, instrument, spanAt(round + 2, 10, 2));

		const [approved, declined, cancelled] = await Promise.all([
			rpc(at(staff, 0), 'approve_booking', { booking_id: request.id }),
			rpc(at(staff, 1), 'decline_booking', { booking_id: request.id, reason: 'Full' }),
			rpc(customer, 'cancel_booking', { booking_id: request.id })
		]);

		expectNoFault([approved, declined, cancelled]);
		// A customer may still cancel what was approved a moment before; nothing else follows anything.
		expect([approved, declined].filter(won).length).toBeLessThanOrEqual(1);
		const { status, active } = await statusOf(request);
		const expected = won(cancelled) ? 'cancelled' : won(declined) ? 'declined' : 'confirmed';
		expect({ status, active }).toEqual({ status: expected, active: expected === 'confirmed' });
	});
});

describe('maintenance', () => {
	it.each(ROUNDS)('and bookings never cross: round %i', async (round) => {
		const instrument = await aRacedInstrument({}, 2);
		const morning = spanAt(round + 2, 8, 6);
		const early = await Promise.all(
			[0, 1, 2].map((index) =>
				book(at(customers, index), instrument, spanAt(round + 2, 8 + index * 2, 2))
			)
		);

		const [planned, ...answers] = await Promise.all([
			rpc(at(staff, 0), 'plan_closure', {
				instrument_ids: [instrument.id],
				kind: 'maintenance',
				starts_at: iso(morning.start),
				ends_at: iso(morning.end),
				reason: 'Pump'
			}),
			...customers
				.slice(3)
				.map((person, index) =>
					(WAYS[index % 2] ?? post)(person, instrument, spanAt(round + 2, 8 + (index % 6), 1))
				)
		]);
		const closure = await db.one<Id>('select id from public.closures where instrument_id = $1', [
			instrument.id
		]);
		const later = await Promise.all([
			rpc(at(staff, 1), 'activate_closure', { closure_id: closure.id }),
			rpc(at(customers, 0), 'move_booking', {
				booking_id: early[0]?.id,
				starts_at: iso(morning.start + 24 * HOUR),
				ends_at: iso(morning.start + 26 * HOUR)
			}),
			rpc(at(customers, 1), 'cancel_booking', { booking_id: early[1]?.id })
		]);

		expectNoFault([planned, ...answers, ...later]);
		expect(planned.status).toBe(200);
		expect(
			answers
				.filter((answer) => !won(answer))
				.every(({ rules }) => rules.every((rule) => rule === 'closure' || rule === 'overlap'))
		).toBe(true);
		await expectNoOverlap(instrument);
		const taken = await db.query<{ kind: string }>(
			`select distinct kind from public.occupancies
			where instrument_id = $1 and active and during && tstzrange($2, $3)`,
			[instrument.id, iso(morning.start), iso(morning.end)]
		);
		expect(taken).toEqual([{ kind: 'maintenance' }]);
	});
});

describe('a missed booking', () => {
	it.each(ROUNDS)('goes to the one who comes late or to one other: round %i', async (round) => {
		const instrument = await aRacedInstrument();
		const owner = at(customers, round);
		const missed = await begun(owner, instrument, { minutesAgo: 40, minutes: 120 });
		const rest = { start: thisMinute(5), end: thisMinute(60) };

		const [late, ...others] = await Promise.all([
			rpc(owner, 'check_in', { booking_id: missed.id }),
			...customers
				.filter((person) => person !== owner)
				.slice(0, 8)
				.map((person, index) => (WAYS[index % 2] ?? post)(person, instrument, rest))
		]);

		expectNoFault([late, ...others]);
		expect([late, ...others].filter(won)).toHaveLength(1);
		expect(won(late) ? null : late.key).toBe(won(late) ? null : 'slot_taken_meanwhile');
		expect((await statusOf(missed)).status).toBe(won(late) ? 'in_use' : 'no_show');
		await expectNoOverlap(instrument);
	});
});

describe('more time', () => {
	it.each(ROUNDS)('is given where nobody else was faster: round %i', async (round) => {
		const instrument = await aRacedInstrument();
		const owner = at(customers, round);
		const booking = await begun(owner, instrument, { minutesAgo: 10, minutes: 60 });
		await rpc(owner, 'check_in', { booking_id: booking.id });
		const next = { start: thisMinute(60), end: thisMinute(90) };

		const [extended, ...others] = await Promise.all([
			rpc(owner, 'extend_booking', { booking_id: booking.id, ends_at: iso(next.end) }),
			...customers
				.filter((person) => person !== owner)
				.slice(0, 6)
				.map((person, index) => (WAYS[index % 2] ?? post)(person, instrument, next))
		]);

		expectNoFault([extended, ...others]);
		expect([extended, ...others].filter(won)).toHaveLength(1);
		await expectNoOverlap(instrument);
	});

	it.each(ROUNDS)('that is given back is somebody’s at once: round %i', async (round) => {
		const instrument = await aRacedInstrument();
		const owner = at(customers, round);
		const booking = await begun(owner, instrument, { minutesAgo: 10, minutes: 120 });
		await rpc(owner, 'check_in', { booking_id: booking.id });
		await rpc(owner, 'check_out', { booking_id: booking.id });
		const rest = { start: thisMinute(3), end: thisMinute(60) };

		const answers = await Promise.all(
			customers
				.filter((person) => person !== owner)
				.slice(0, 12)
				.map((person, index) => (WAYS[index % WAYS.length] ?? post)(person, instrument, rest))
		);

		expectNoFault(answers);
		expect(answers.filter(won)).toHaveLength(1);
		await expectNoOverlap(instrument);
	});
});

describe('moves', () => {
	it.each(ROUNDS)('into each other’s time leave nobody without: round %i', async (round) => {
		const instrument = await aRacedInstrument();
		const pairs = Array.from({ length: 6 }, (_, index) => index);
		const bookings = await Promise.all(
			pairs.map((index) => book(at(customers, index), instrument, spanAt(round + 2, index * 2, 2)))
		);

		const answers = await Promise.all(
			pairs.map((index) => {
				const to = spanAt(round + 2, ((index + 1) % pairs.length) * 2 + 1, 1);
				return rpc(at(customers, index), 'move_booking', {
					booking_id: bookings[index]?.id,
					starts_at: iso(to.start),
					ends_at: iso(to.end)
				});
			})
		);

		expectNoFault(answers);
		const held = await db.query(
			`select id from public.occupancies where instrument_id = $1 and active`,
			[instrument.id]
		);
		expect(held).toHaveLength(pairs.length);
		await expectNoOverlap(instrument);
	});
});
