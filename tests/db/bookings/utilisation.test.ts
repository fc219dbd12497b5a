import { describe, expect } from 'vitest';
import { dateIn } from '#lib/time/calendar-date.ts';
import { toWallTime } from '#lib/time/wall-time.ts';
import { aCast, aMembership, anInstrument, aPlatform } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type Hour = {
	weekday: number;
	hour: number;
	open_minutes: number;
	reserved_minutes: number;
	used_minutes: number;
};
type Measure = 'open_minutes' | 'reserved_minutes' | 'used_minutes';

async function utilisation(
	db: Db,
	person: Id,
	platform: Id,
	{ from, to, instrument }: { from: string; to: string; instrument?: Id }
): Promise<{ instrument_count: number; hours: Hour[] }> {
	const { utilisation } = await asPerson(db, person.id, () =>
		db.one<{ utilisation: { instrument_count: number; hours: Hour[] } }>(
			'select public.utilisation_by_hour($1, $2, $3, $4) as utilisation',
			[platform.id, from, to, instrument?.id ?? null]
		)
	);
	return utilisation;
}

/** A booking that was made and used in the past, as the writers would have left it. */
async function aPastBooking(
	db: Db,
	cast: { ben: Id; startup: Id; platform: Id; instrument: Id },
	{
		reserved,
		used,
		status = 'completed',
		unit = 1
	}: { reserved: [string, string]; used?: [string, string]; status?: string; unit?: number }
): Promise<void> {
	const booking = await db.one<Id>(
		`insert into public.bookings (
			instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency,
			no_show_at
		)
		select $1, $2, $3, $4, rules.id, tstzrange($5, $6), $7, 'CNY', $5
		from public.booking_rules as rules where rules.instrument_id = $1
		returning id`,
		[cast.instrument.id, cast.platform.id, cast.startup.id, cast.ben.id, ...reserved, status]
	);
	if (used) {
		await db.query(
			`insert into public.usage_sessions (instrument_id, unit, booking_id, started_at, ended_at, source)
			values ($1, $2, $3, $4, $5, 'person')`,
			[cast.instrument.id, unit, booking.id, ...used]
		);
	}
}

/** Minute by minute, by the wall's clock: slow, and nothing like the function it checks. */
function countMinutes(
	spans: [start: string, end: string][],
	timeZone: string,
	{ from, to }: { from: string; to: string }
): Map<string, number> {
	const sums = new Map<string, number>();
	for (const [start, end] of spans) {
		for (let at = Date.parse(start); at < Date.parse(end); at += 60_000) {
			const date = dateIn(new Date(at), timeZone);
			if (date < from || date > to) continue;
			const weekday = new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
			const key = `${weekday}-${Number(toWallTime(new Date(at), timeZone).slice(11, 13))}`;
			sums.set(key, (sums.get(key) ?? 0) + 1);
		}
	}
	return sums;
}

function minutesBy(hours: Hour[], measure: Measure): Map<string, number> {
	return new Map(
		hours
			.filter((hour) => hour[measure] > 0)
			.map((hour) => [`${hour.weekday}-${hour.hour}`, hour[measure]])
	);
}

function sorted(sums: Map<string, number>): [string, number][] {
	return [...sums].sort(([a], [b]) => a.localeCompare(b));
}

async function aLabIn(db: Db, timeZone: string, units = 1) {
	const cast = await aCast(db);
	const platform = await aPlatform(db, cast.university, { timeZone });
	await aMembership(db, {
		person: cast.tom,
		organisation: cast.university,
		role: 'technician',
		platform
	});
	const instrument = await anInstrument(db, platform, { units });
	return { ...cast, platform, instrument };
}

describe('utilisation_by_hour', () => {
	it.for([
		['Shanghai', 'Asia/Shanghai', '2026-03-23', '2026-03-29'],
		['Berlin, when the clocks are put forward', 'Europe/Berlin', '2026-03-23', '2026-03-29'],
		['Berlin, when they are put back', 'Europe/Berlin', '2026-10-19', '2026-10-25'],
		['Kathmandu, a quarter off the hour', 'Asia/Kathmandu', '2026-03-23', '2026-03-29'],
		[
			'Lord Howe, whose clocks move by half an hour',
			'Australia/Lord_Howe',
			'2026-04-01',
			'2026-04-07'
		]
	] as const)(
		'adds up as counted minute by minute in %s',
		async ([, timeZone, from, to], { db }) => {
			const lab = await aLabIn(db, timeZone);
			const bookings = [
				// Across midnight and, at the end of the week, across the change of the clocks.
				{
					from: `${from}T20:20:00Z`,
					minutes: 610,
					usedFrom: `${from}T21:05:00Z`,
					usedMinutes: 501
				},
				{ from: `${to}T00:10:00Z`, minutes: 200, usedFrom: `${to}T00:00:00Z`, usedMinutes: 233 },
				{ from: `${to}T13:00:00Z`, minutes: 240, usedFrom: `${to}T13:15:00Z`, usedMinutes: 100 }
			].map((one) => ({
				reserved: span(one.from, one.minutes),
				used: span(one.usedFrom, one.usedMinutes)
			}));
			for (const booking of bookings) await aPastBooking(db, lab, booking);

			const { hours } = await utilisation(db, lab.tom, lab.platform, { from, to });

			const window = { from, to };
			const wholeWeek = span(`${from}T00:00:00Z`, -1440, 9 * 1440);
			expect(sorted(minutesBy(hours, 'reserved_minutes'))).toEqual(
				sorted(
					countMinutes(
						bookings.map(({ reserved }) => reserved),
						timeZone,
						window
					)
				)
			);
			expect(sorted(minutesBy(hours, 'used_minutes'))).toEqual(
				sorted(
					countMinutes(
						bookings.map(({ used }) => used),
						timeZone,
						window
					)
				)
			);
			expect(sorted(minutesBy(hours, 'open_minutes'))).toEqual(
				sorted(countMinutes([wholeWeek], timeZone, window))
			);
		}
	);

	it('holds the units against each other, less what was closed', async ({ db }) => {
		const lab = await aLabIn(db, 'Asia/Shanghai', 3);
		await db.query(
			`insert into public.occupancies (instrument_id, unit, kind, during)
			values ($1, 2, 'maintenance', tstzrange('2026-03-23 10:00+08', '2026-03-23 10:30+08'))`,
			[lab.instrument.id]
		);

		const { hours } = await utilisation(db, lab.tom, lab.platform, {
			from: '2026-03-23',
			to: '2026-03-23'
		});

		const open = minutesBy(hours, 'open_minutes');
		expect([open.get('1-9'), open.get('1-10'), open.get('2-9')]).toEqual([180, 150, undefined]);
	});

	it('counts a no-show as reserved and not as used, and no cancelled booking', async ({ db }) => {
		const lab = await aLabIn(db, 'Asia/Shanghai');
		await aPastBooking(db, lab, {
			reserved: ['2026-03-23T10:00:00+08:00', '2026-03-23T11:00:00+08:00'],
			status: 'no_show'
		});
		await aPastBooking(db, lab, {
			reserved: ['2026-03-23T12:00:00+08:00', '2026-03-23T13:00:00+08:00'],
			status: 'declined'
		});

		const { hours } = await utilisation(db, lab.tom, lab.platform, {
			from: '2026-03-23',
			to: '2026-03-23'
		});

		expect(sorted(minutesBy(hours, 'reserved_minutes'))).toEqual([['1-10', 60]]);
		expect(sorted(minutesBy(hours, 'used_minutes'))).toEqual([]);
	});

	it('tells one instrument apart from its platform', async ({ db }) => {
		const lab = await aLabIn(db, 'Asia/Shanghai');
		const other = await anInstrument(db, lab.platform, { name: 'Zweites' });
		await aPastBooking(db, lab, {
			reserved: ['2026-03-23T10:00:00+08:00', '2026-03-23T11:00:00+08:00']
		});
		const day = { from: '2026-03-23', to: '2026-03-23' };

		const whole = await utilisation(db, lab.tom, lab.platform, day);
		const one = await utilisation(db, lab.tom, lab.platform, { ...day, instrument: other });

		expect([whole.instrument_count, one.instrument_count]).toEqual([2, 1]);
		expect(minutesBy(whole.hours, 'reserved_minutes').get('1-10')).toBe(60);
		expect(minutesBy(one.hours, 'reserved_minutes').get('1-10')).toBe(undefined);
	});

	it('is for the people of the platform alone', async ({ db }) => {
		const lab = await aLabIn(db, 'Asia/Shanghai');
		const day = { from: '2026-03-23', to: '2026-03-23' };

		// Ada manages another platform of the same university, Ben is a startup's.
		const refusals = [
			await refusalOf(utilisation(db, lab.ada, lab.platform, day)),
			await refusalOf(utilisation(db, lab.ben, lab.platform, day))
		];

		expect(refusals).toMatchObject([
			{ code: 'PT403', key: 'platform_not_yours' },
			{ code: 'PT403', key: 'platform_not_yours' }
		]);
	});

	it("refuses another platform's instrument and more than 92 days", async ({ db }) => {
		const lab = await aLabIn(db, 'Asia/Shanghai');
		const elsewhere = await anInstrument(db, await aPlatform(db, lab.university));

		const refusals = [
			await refusalOf(
				utilisation(db, lab.tom, lab.platform, {
					from: '2026-03-23',
					to: '2026-03-23',
					instrument: elsewhere
				})
			),
			await refusalOf(
				utilisation(db, lab.tom, lab.platform, { from: '2026-01-01', to: '2026-04-03' })
			)
		];

		expect(refusals).toMatchObject([
			{ code: 'PT404', key: 'instrument_not_found' },
			{ code: 'PT422', key: 'period_too_long' }
		]);
	});
});

function span(from: string, minutesOrShift: number, length?: number): [string, string] {
	const start = Date.parse(from) + (length === undefined ? 0 : minutesOrShift * 60_000);
	const end = start + (length ?? minutesOrShift) * 60_000;
	return [new Date(start).toISOString(), new Date(end).toISOString()];
}
