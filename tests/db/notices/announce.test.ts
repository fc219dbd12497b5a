import { describe, expect } from 'vitest';
import { book, cancel, letBegin, letPass, move } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { asPerson, it, type Db } from '../../support/database.ts';
import { expandOutbox, kindsToldTo } from '../../support/notices.ts';

/** Instants on the half hour, since the rules of the test's instrument count in them. */
function halfHours(fromNow: number): string {
	const HALF_HOUR = 1_800_000;
	return new Date(Math.ceil(Date.now() / HALF_HOUR + fromNow) * HALF_HOUR).toISOString();
}

async function aBooking(
	db: Db,
	{ startsIn, approval = 'none' }: { startsIn: number; approval?: 'none' | 'lab' }
) {
	const cast = await aCast(db, { rules: { approval, grace_minutes: 15 } });
	const booking = await book(db, cast.ben, {
		instrument: cast.instrument,
		start: halfHours(startsIn * 2),
		end: halfHours(startsIn * 2 + 2)
	});
	await db.query(
		"update public.bookings set updated_at = now() - interval '10 days' where id = $1",
		[booking.id]
	);
	await expandOutbox(db);
	return { ...cast, booking };
}

/** What the worker does every minute. */
async function lookAtTheClock(db: Db) {
	await db.query("select private.announce_lapses('7 days'), private.announce_reminders()");
	await expandOutbox(db);
}

describe('a reminder', () => {
	it('comes a day before, and once', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 30 });

		await lookAtTheClock(db);
		expect(await kindsToldTo(db, ben)).toEqual(['booking_confirmed']);

		await letPass(db, booking, 10 * 60);
		await lookAtTheClock(db);
		await lookAtTheClock(db);
		expect(await kindsToldTo(db, ben)).toEqual(['booking_confirmed', 'reminder_day']);
	});

	it('comes again an hour before', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 30 });
		await letPass(db, booking, 10 * 60);
		await lookAtTheClock(db);

		await letPass(db, booking, 19.6 * 60);
		await lookAtTheClock(db);

		expect(await kindsToldTo(db, ben)).toEqual([
			'booking_confirmed',
			'reminder_day',
			'reminder_hour'
		]);
	});

	it('is left out for what was booked later than it would have come', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 20 });
		await db.query('update public.bookings set updated_at = now() where id = $1', [booking.id]);

		await lookAtTheClock(db);

		expect(await kindsToldTo(db, ben)).toEqual(['booking_confirmed']);
	});

	it('is given anew for a new time', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 20 });
		await lookAtTheClock(db);
		await move(db, ben, booking, halfHours(80), halfHours(82));
		await db.query(
			"update public.bookings set updated_at = now() - interval '10 days' where id = $1",
			[booking.id]
		);
		await letPass(db, booking, 22 * 60);

		await lookAtTheClock(db);

		expect((await kindsToldTo(db, ben)).filter((kind) => kind === 'reminder_day')).toHaveLength(2);
	});

	it('is not given for what was cancelled', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 20 });
		await cancel(db, ben, booking);

		await lookAtTheClock(db);

		expect(await kindsToldTo(db, ben)).not.toContain('reminder_day');
	});
});

describe('a request that nobody answered', () => {
	it('is told as expired to both sides, once', async ({ db }) => {
		const { ben, ada, booking } = await aBooking(db, { startsIn: 2, approval: 'lab' });
		await lookAtTheClock(db);
		expect(await kindsToldTo(db, ben)).toEqual(['request_sent']);

		await letPass(db, booking, 4 * 60);
		await lookAtTheClock(db);
		await lookAtTheClock(db);

		expect(await kindsToldTo(db, ben)).toEqual(['request_sent', 'booking_expired']);
		expect(await kindsToldTo(db, ada)).toEqual(['lab_booking_requested', 'lab_booking_expired']);
	});

	it('is told once though a person’s act told it too', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 2, approval: 'lab' });
		await letPass(db, booking, 4 * 60);
		await db.query(
			"insert into private.outbox (topic, subject_id) values ('booking_expired', $1)",
			[booking.id]
		);

		await lookAtTheClock(db);

		expect(await kindsToldTo(db, ben)).toEqual(['request_sent', 'booking_expired']);
	});

	it('is left alone when it lapsed longer ago than is looked back', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 2, approval: 'lab' });
		await letPass(db, booking, 8 * 24 * 60);

		await lookAtTheClock(db);

		expect(await kindsToldTo(db, ben)).toEqual(['request_sent']);
	});
});

describe('a booking that nobody came to', () => {
	it('is told to both sides once its grace time is over, and once', async ({ db }) => {
		const { ben, ada, booking } = await aBooking(db, { startsIn: 2 });
		await letBegin(db, booking, 10);
		await lookAtTheClock(db);
		expect(await kindsToldTo(db, ben)).not.toContain('no_show');

		await letPass(db, booking, 10);
		await lookAtTheClock(db);
		await lookAtTheClock(db);

		expect((await kindsToldTo(db, ben)).filter((kind) => kind === 'no_show')).toHaveLength(1);
		expect((await kindsToldTo(db, ada)).filter((kind) => kind === 'lab_no_show')).toHaveLength(1);
	});

	it('is not told where somebody came', async ({ db }) => {
		const { ben, booking } = await aBooking(db, { startsIn: 2 });
		await letBegin(db, booking, 5);
		await asPerson(db, ben.id, () => db.query('select public.check_in($1)', [booking.id]));

		await letPass(db, booking, 20);
		await lookAtTheClock(db);

		expect(await kindsToldTo(db, ben)).not.toContain('no_show');
	});
});

describe('a qualification', () => {
	async function aQualification(db: Db, cast: Awaited<ReturnType<typeof aCast>>, days: number) {
		const course = await db.one<{ id: string }>(
			"insert into public.courses (platform_id, name) values ($1, '电镜操作') returning id",
			[cast.platform.id]
		);
		async function grant(expiresInDays: number) {
			await db.query(
				`insert into public.qualifications (person_id, course_id, granted_at, expires_at)
				values ($1, $2, now() - interval '1 year', now() + $3 * interval '1 day')`,
				[cast.ben.id, course.id, expiresInDays]
			);
		}
		await grant(days);
		return { grant };
	}

	it('that is about to expire is told to its holder, once', async ({ db }) => {
		const cast = await aCast(db);
		await aQualification(db, cast, 20);

		await lookAtTheClock(db);
		await lookAtTheClock(db);

		expect(await kindsToldTo(db, cast.ben)).toEqual(['qualification_expiring']);
	});

	it('that holds for longer is not spoken of', async ({ db }) => {
		const cast = await aCast(db);
		await aQualification(db, cast, 40);

		await lookAtTheClock(db);

		expect(await kindsToldTo(db, cast.ben)).toEqual([]);
	});

	it('that was renewed is not spoken of', async ({ db }) => {
		const cast = await aCast(db);
		const { grant } = await aQualification(db, cast, 20);
		await grant(400);

		await lookAtTheClock(db);

		expect(await kindsToldTo(db, cast.ben)).toEqual([]);
	});
});

describe('prune_notices', () => {
	it('deletes what was told a year ago, with its mail', async ({ db }) => {
		const { ben } = await aBooking(db, { startsIn: 20 });
		await db.query(
			"update public.notices set created_at = now() - interval '13 months' where person_id = $1",
			[ben.id]
		);

		await db.query('select private.prune_notices()');

		expect(await kindsToldTo(db, ben)).toEqual([]);
	});
});
