import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast, anInstrument, anOrganisation, aPlatform } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Slot = {
	instrument_id: string;
	starts_at: Date;
	ends_at: Date;
	price_fen: string | null;
	approval_needed: boolean;
	time_zone: string;
};

/** Looks for slots as a visitor. */
async function findSlots(db: Db, wish: Record<string, unknown>): Promise<Slot[]> {
	const names = Object.keys(wish);
	return asAnonymous(db, () =>
		db.query<Slot>(
			`select * from public.find_slots(${names.map((name, index) => `${name} => $${index + 1}`).join(', ')})`,
			Object.values(wish)
		)
	);
}

const WEEKDAYS = [1, 2, 3, 4, 5].map((weekday) => [weekday, '09:00', '17:00'] as const);
const DAILY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '09:00', '17:00'] as const);

describe('find_slots', () => {
	it('gives each instrument its earliest slot, the earliest first', async ({ db }) => {
		const { ben, platform, instrument } = await aCast(db, { name: '稀有仪器甲', hours: DAILY });
		const other = await anInstrument(db, platform, { name: '稀有仪器乙', hours: DAILY });
		await book(db, ben, { instrument, start: inDays(2, '09:00'), end: inDays(2, '11:30') });

		const slots = await findSlots(db, { query: '稀有仪器', starts_at: inDays(2, '00:00') });

		expect(
			slots.map(({ instrument_id, starts_at, ends_at }) => [instrument_id, starts_at, ends_at])
		).toEqual([
			[other.id, new Date(inDays(2, '09:00')), new Date(inDays(2, '11:00'))],
			[instrument.id, new Date(inDays(2, '11:30')), new Date(inDays(2, '13:30'))]
		]);
		expect(slots[0]).toMatchObject({
			price_fen: '120000',
			approval_needed: false,
			time_zone: 'Asia/Shanghai'
		});
	});

	it('keeps to set-up, tear-down, units and opening exceptions', async ({ db }) => {
		const { ben, platform } = await aCast(db);
		const buffered = await anInstrument(db, platform, {
			name: '缓冲仪器',
			hours: DAILY,
			rules: { setup_minutes: 30, teardown_minutes: 30 }
		});
		const double = await anInstrument(db, platform, { name: '缓冲仪器双', hours: DAILY, units: 2 });
		const closed = await anInstrument(db, platform, { name: '缓冲仪器休', hours: DAILY });
		for (const instrument of [buffered, double]) {
			await book(db, ben, { instrument, start: inDays(2, '09:00'), end: inDays(2, '11:00') });
		}
		await db.query(
			'insert into public.opening_exceptions (instrument_id, on_date) values ($1, $2)',
			[closed.id, inDays(2, '12:00').slice(0, 10)]
		);

		const slots = await findSlots(db, { query: '缓冲仪器', starts_at: inDays(2, '00:00') });

		expect(slots.map(({ instrument_id, starts_at }) => [instrument_id, starts_at])).toEqual([
			[double.id, new Date(inDays(2, '09:00'))],
			// The one before packs up until 11:30, the next sets up until 12:00.
			[buffered.id, new Date(inDays(2, '12:00'))],
			[closed.id, new Date(inDays(3, '09:00'))]
		]);
	});

	it('keeps to lead time, horizon and the length that the rules allow', async ({ db }) => {
		const { platform } = await aCast(db);
		const patient = await anInstrument(db, platform, {
			name: '规则仪器',
			rules: { lead_minutes: 2 * 1440, granularity_minutes: 60, shortest_minutes: 60 }
		});
		await anInstrument(db, platform, { name: '规则仪器短', rules: { longest_minutes: 60 } });
		await anInstrument(db, platform, { name: '规则仪器长', rules: { shortest_minutes: 180 } });
		await anInstrument(db, platform, {
			name: '规则仪器近',
			rules: { horizon_days: 1, lead_minutes: 2 * 1440 }
		});
		await anInstrument(db, platform, { name: '规则仪器内', rules: { admits_outsiders: false } });
		await anInstrument(db, platform, { name: '规则仪器外', rules: null });

		const [slot, ...others] = await findSlots(db, { query: '规则仪器' });

		expect(others).toEqual([]);
		expect(slot?.instrument_id).toBe(patient.id);
		expect(slot?.starts_at.getTime()).toBeGreaterThanOrEqual(Date.now() + 2 * 86_400_000 - 60_000);
		expect(slot?.starts_at.getUTCMinutes()).toBe(0);
	});

	it('stays within the period', async ({ db }) => {
		const { platform } = await aCast(db);
		await anInstrument(db, platform, { name: '时段仪器', hours: DAILY });

		const within = { query: '时段仪器', starts_at: inDays(2, '08:00') };

		expect(await findSlots(db, { ...within, ends_at: inDays(2, '11:00') })).toHaveLength(1);
		expect(await findSlots(db, { ...within, ends_at: inDays(2, '10:30') })).toEqual([]);
	});

	it('knows the hours of each lab’s own zone', async ({ db }) => {
		const university = await anOrganisation(db, 'university', 'Universität');
		const tokyo = await aPlatform(db, university, { timeZone: 'Asia/Tokyo' });
		const berlin = await aPlatform(db, university, { timeZone: 'Europe/Berlin' });
		const there = await anInstrument(db, tokyo, { name: '时区仪器', hours: DAILY });
		const here = await anInstrument(db, berlin, { name: '时区仪器', hours: DAILY });

		const slots = await findSlots(db, { query: '时区仪器', starts_at: inDays(2, '00:00') });

		expect(slots.map(({ instrument_id }) => instrument_id)).toEqual([there.id, here.id]);
		expect(slots.map(({ starts_at }) => starts_at.toISOString().slice(11, 16))).toEqual([
			'00:00',
			expect.stringMatching(/^0[78]:00$/)
		]);
	});

	it('finds only slots that can be booked, and none that is earlier', async ({ db }) => {
		const { ben, platform } = await aCast(db);
		const random = seeded(7);
		const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];
		for (let number = 0; number < 240; number += 1) {
			const granularity = pick(random, [10, 15, 30, 60]);
			const place =
				number % 8 === 0
					? await aPlatform(db, await anOrganisation(db, 'university', `大学${number}`), {
							timeZone: pick(random, zones)
						})
					: platform;
			const instrument = await anInstrument(db, place, {
				name: '万全仪器',
				units: pick(random, [1, 1, 2]),
				hours: pick(random, [
					WEEKDAYS,
					DAILY,
					[
						[1, '00:00', '24:00'],
						[2, '00:00', '12:00'],
						[4, '13:00', '24:00']
					]
				]),
				rules: {
					granularity_minutes: granularity,
					shortest_minutes: granularity,
					longest_minutes: 480,
					lead_minutes: pick(random, [0, 0, 90, 1440]),
					horizon_days: pick(random, [7, 90]),
					setup_minutes: pick(random, [0, 15, 40]),
					teardown_minutes: pick(random, [0, 20])
				}
			});
			await takeTimes(db, instrument, random);
		}
		await db.query('analyze public.occupancies, public.opening_hours');

		const slots = await findSlots(db, { query: '万全仪器', page_size: 100 });
		const all = await db.query<{ instrument_id: string; starts_at: Date | null }>(
			`select instruments.id as instrument_id, min(lower(gaps.gap)) as starts_at
			from public.instruments
			cross join lateral private.free_gaps(
				instruments.id, tstzrange(now(), now() + interval '14 days'), clock_timestamp()
			) as gaps
			where instruments.name = '万全仪器' and upper(gaps.gap) - lower(gaps.gap) >= interval '2 hours'
			group by instruments.id
			order by 2, 1
			limit 100`
		);

		expect(slots).toHaveLength(100);
		expect(slots.map(({ starts_at }) => starts_at)).toEqual(all.map(({ starts_at }) => starts_at));
		for (const { instrument_id, starts_at, ends_at } of slots) {
			const [booked] = await asPerson(db, ben.id, () =>
				db.query<{ status: string }>('select status from public.book_instrument($1, $2, $3)', [
					instrument_id,
					starts_at,
					ends_at
				])
			);
			expect(booked?.status).toBe('confirmed');
		}
	});

	describe('refuses', () => {
		it.for<[key: string, wish: Record<string, unknown>]>([
			['query_too_long', { query: '电'.repeat(201) }],
			['duration_invalid', { duration_minutes: 0 }],
			['duration_invalid', { duration_minutes: 100_000 }],
			['period_too_long', { starts_at: inDays(1, '00:00'), ends_at: inDays(40, '00:00') }],
			['booking_refused', { starts_at: inDays(3, '00:00'), ends_at: inDays(2, '00:00') }]
		])('with %s', async ([key, wish], { db }) => {
			const refusal = await refusalOf(findSlots(db, wish));

			expect(refusal).toMatchObject({ code: 'PT422', key });
		});
	});
});

/** Fills one unit of an instrument with spans that do not overlap, some of them long. */
async function takeTimes(db: Db, instrument: { id: string }, random: () => number): Promise<void> {
	const spans: [start: number, end: number][] = [];
	let at = Date.now() - 3_600_000;
	while (at < Date.now() + 10 * 86_400_000) {
		const start = at + Math.floor(random() * 40) * 300_000;
		const end = start + (1 + Math.floor(random() * 60)) * 300_000;
		spans.push([start, end]);
		at = end;
	}
	await db.query(
		`insert into public.occupancies (instrument_id, kind, during)
		select $1, 'own_use', tstzrange(to_timestamp(spans.starts / 1000.0), to_timestamp(spans.ends / 1000.0))
		from unnest($2::bigint[], $3::bigint[]) as spans (starts, ends)`,
		[instrument.id, spans.map(([start]) => start), spans.map(([, end]) => end)]
	);
}

function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

function pick<Value>(random: () => number, values: Value[]): Value {
	const value = values[Math.floor(random() * values.length)];
	if (value === undefined) throw new Error('Nothing to pick from.');
	return value;
}
