/**
 * What must hold at any time of any lab, tried with random rules, hours and bookings around every
 * clock change of zones that change it by an hour, by half an hour, in both hemispheres, and never.
 */
import { TZDate } from '@date-fns/tz';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { availability, book, judge, type Availability } from '../../support/booking-calls.ts';
import { aCast, anInstrument, aPlatform } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = [
	'Europe/Berlin',
	'America/New_York',
	'America/St_Johns',
	'Australia/Lord_Howe',
	'Asia/Shanghai'
];
/** Fewer would miss clock changes, more would only take longer: each runs against the database. */
const RUNS = 8;

type Span = { start: number; end: number };
type Id = { id: string };

/** Midnights of the zone, of a week with a clock change where it has them, otherwise of any. */
function changes(zone: string): number[] {
	const found: number[] = [];
	const from = Date.now() + 3 * DAY;
	const offsetAt = (instant: number) => new TZDate(instant, zone).getTimezoneOffset();
	for (let instant = from; instant < from + 700 * DAY; instant += DAY) {
		if (offsetAt(instant) !== offsetAt(instant + DAY)) found.push(midnight(instant - DAY, zone));
	}
	return found.length > 0 ? found : [midnight(from + 30 * DAY, zone)];
}

function midnight(instant: number, zone: string): number {
	const wall = new TZDate(instant, zone);
	return new TZDate(wall.getFullYear(), wall.getMonth(), wall.getDate(), zone).getTime();
}

function iso(instant: number): string {
	return new Date(instant).toISOString();
}

function toSpans(spans: { start: string; end: string }[]): Span[] {
	return spans.map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) }));
}

/** The length of what at least one of the spans covers. */
function covered(spans: Span[]): number {
	let total = 0;
	let reached = Number.NEGATIVE_INFINITY;
	for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
		total += Math.max(0, end - Math.max(start, reached));
		reached = Math.max(reached, end);
	}
	return total;
}

function overlaps(one: Span, other: Span): boolean {
	return one.start < other.end && other.start < one.end;
}

const lab = fc.record({
	granularity: fc.constantFrom(15, 30, 60, 120),
	shortest: fc.integer({ min: 1, max: 3 }),
	longest: fc.integer({ min: 4, max: 12 }),
	setup: fc.constantFrom(0, 15, 30),
	teardown: fc.constantFrom(0, 15, 45),
	units: fc.integer({ min: 1, max: 3 }),
	opens: fc.integer({ min: 0, max: 10 }),
	hours: fc.integer({ min: 6, max: 14 }),
	bookings: fc.array(
		fc.record({
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			steps: fc.integer({ min: 1, max: 6 })
		}),
		{ maxLength: 5 }
	)
});
type Lab = Record<
	'granularity' | 'shortest' | 'longest' | 'setup' | 'teardown' | 'units' | 'opens' | 'hours',
	number
> & { bookings: { at: number; steps: number }[] };

async function anOpenLab(db: Db, university: Id, zone: string, wanted: Lab): Promise<Id> {
	const closes = Math.min(wanted.opens + wanted.hours, 24);
	const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
	return anInstrument(db, await aPlatform(db, university, { timeZone: zone }), {
		units: wanted.units,
		hours: [1, 2, 3, 4, 5, 6, 7].map((day) => [day, clock(wanted.opens), clock(closes)] as const),
		rules: {
			granularity_minutes: wanted.granularity,
			shortest_minutes: wanted.granularity * wanted.shortest,
			longest_minutes: wanted.granularity * wanted.longest,
			setup_minutes: wanted.setup,
			teardown_minutes: wanted.teardown,
			horizon_days: 730
		}
	});
}

/** Fills some of what is free, wherever the random numbers point. */
async function fill(db: Db, person: Id, instrument: Id, window: Span, wanted: Lab): Promise<void> {
	for (const { at, steps } of wanted.bookings) {
		const { free } = await calendar(db, instrument, window);
		const slot = slotWithin(free, at, steps, wanted);
		if (!slot) continue;
		const wish = { instrument, start: iso(slot.start), end: iso(slot.end) };
		// Behind a clock change within the gap, the lab's grid goes on at another minute.
		if ((await judge(db, person, wish)).allowed) await book(db, person, wish);
	}
}

async function calendar(db: Db, instrument: Id, { start, end }: Span): Promise<Availability> {
	return availability(db, { instrument, start: iso(start), end: iso(end) });
}

/** A slot of an allowed length on the grid of a free gap; gaps begin on the grid. */
function slotWithin(
	free: { start: string; end: string }[],
	at: number,
	steps: number,
	{ granularity, shortest, longest }: Lab
): Span | undefined {
	const step = granularity * MINUTE;
	const gaps = toSpans(free);
	const gap = gaps[Math.floor(at * gaps.length)];
	if (!gap) return undefined;

	const length = Math.min(Math.max(steps, shortest), longest) * step;
	const room = Math.floor((gap.end - gap.start - length) / step);
	if (room < 0) return undefined;
	const start = gap.start + Math.floor(at * (room + 1)) * step;
	return { start, end: start + length };
}

describe.each(ZONES)('a lab in %s', (zone) => {
	const weeks = changes(zone);
	const window = fc
		.constantFrom(...weeks)
		.map((start) => ({ start, end: midnight(start + 3 * DAY + 6 * HOUR, zone) }));

	it('shows as free what can be booked, and offers what it then accepts', async ({ db }) => {
		const { ben, eve, university } = await aCast(db);

		await fc.assert(
			fc.asyncProperty(
				lab,
				window,
				fc.double({ min: 0, max: 1, noNaN: true }),
				async (wanted, days, at) => {
					const instrument = await anOpenLab(db, university, zone, wanted);
					await fill(db, eve, instrument, days, wanted);
					const { free } = await calendar(db, instrument, days);
					const slot = slotWithin(free, at, wanted.shortest, wanted);
					if (!slot) return;
					const wish = { instrument, start: iso(slot.start), end: iso(slot.end) };
					const { allowed, violations, alternatives } = await judge(db, ben, wish);
					// As above, nothing but the grid can be in the way of what is free.
					expect(violations.filter(({ rule }) => rule !== 'granularity')).toEqual([]);
					if (allowed) await book(db, ben, wish);
					const after = await judge(db, eve, wish);
					for (const { start, end } of [...alternatives, ...after.alternatives]) {
						expect((await judge(db, eve, { instrument, start, end })).violations).toEqual([]);
					}
					const [nearest] = after.alternatives;
					if (nearest) await book(db, eve, { instrument, ...nearest });

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
			),
			{ numRuns: RUNS }
		);
	});

	it('knows no time that is not free, taken or closed', async ({ db }) => {
		const { ben, university } = await aCast(db);

		await fc.assert(
			fc.asyncProperty(lab, window, async (random, days) => {
				// Buffers and shortest lengths make time useless that nobody has; without them it adds up.
				const wanted = { ...random, granularity: 30, shortest: 1, setup: 0, teardown: 0, units: 1 };
				const instrument = await anOpenLab(db, university, zone, wanted);
				await fill(db, ben, instrument, days, wanted);

				const { open, busy, free } = await calendar(db, instrument, days);
				const closed = days.end - days.start - covered(toSpans(open));

				expect(covered(toSpans(free)) + covered(toSpans(busy)) + closed).toBe(
					days.end - days.start
				);
				expect(
					toSpans(free).some((gap) => toSpans(busy).some((taken) => overlaps(gap, taken)))
				).toBe(false);
			}),
			{ numRuns: RUNS }
		);
	});

	it('refuses with the rules that are violated, and with no others', async ({ db }) => {
		const { ben, eve, university } = await aCast(db);

		await fc.assert(
			fc.asyncProperty(
				lab,
				window,
				fc.integer({ min: 0, max: 72 * 4 }),
				fc.integer({ min: 1, max: 60 }),
				async (wanted, days, quarter, quarters) => {
					const instrument = await anOpenLab(db, university, zone, wanted);
					await fill(db, eve, instrument, days, wanted);
					const start = days.start + quarter * 15 * MINUTE;
					const wish = { start, end: start + quarters * 15 * MINUTE };
					const { open, busy } = await calendar(db, instrument, {
						start: wish.start - DAY,
						end: wish.end + DAY
					});

					const expected = violatedRules(wish, wanted, zone, toSpans(open), busy);
					const call = book(db, ben, { instrument, start: iso(wish.start), end: iso(wish.end) });
					const rules =
						expected.length > 0 ? (await refusalOf(call)).rules : await call.then(() => []);

					expect(rules.toSorted()).toEqual(expected.toSorted());
				}
			),
			{ numRuns: RUNS }
		);
	});
});

/** The same rules, said once more and another way: by the wall clock of the zone. */
function violatedRules(
	wish: Span,
	{ granularity, shortest, longest, setup, teardown, units }: Lab,
	zone: string,
	open: Span[],
	busy: Availability['busy']
): string[] {
	const minutes = (wish.end - wish.start) / MINUTE;
	const isOffTheGrid = [wish.start, wish.end].some((instant) => {
		const wall = new TZDate(instant, zone);
		return (wall.getHours() * 60 + wall.getMinutes()) % granularity !== 0;
	});
	const withBuffers = { start: wish.start - setup * MINUTE, end: wish.end + teardown * MINUTE };
	const takenUnits = new Set(
		busy
			.filter(({ start, end }) =>
				overlaps(withBuffers, { start: Date.parse(start), end: Date.parse(end) })
			)
			.map(({ unit }) => unit)
	);
	const rules: string[] = [];
	if (minutes < granularity * shortest) rules.push('shortest');
	if (minutes > granularity * longest) rules.push('longest');
	if (isOffTheGrid) rules.push('granularity');
	if (!open.some(({ start, end }) => start <= wish.start && wish.end <= end)) {
		rules.push('opening_hours');
	}
	if (takenUnits.size === units) rules.push('overlap');
	return rules;
}
