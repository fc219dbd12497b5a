import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import {
	approve,
	book,
	cancel,
	decline,
	inDays,
	letBegin,
	move
} from '../../support/booking-calls.ts';
import { aCast, aMembership, aPerson } from '../../support/builders.ts';
import { asPerson, it, type Db } from '../../support/database.ts';
import { expandOutbox, factsToldTo, kindsToldTo, toldTo } from '../../support/notices.ts';

type Cast = Awaited<ReturnType<typeof aCast>>;

function bookTomorrow(db: Db, { ben, instrument }: Cast) {
	return book(db, ben, {
		instrument,
		start: inDays(3, '10:00'),
		end: inDays(3, '12:00')
	});
}

async function prefer(
	db: Db,
	person: { id: string },
	preference: { kind: string; in_app: boolean; by_mail: boolean }
) {
	await asPerson(db, person.id, () =>
		db.query('select public.set_notice_preferences($1)', [JSON.stringify([preference])])
	);
}

describe('a booking', () => {
	it('is told to who made it, as read and by mail, and to the lab', async ({ db }) => {
		const cast = await aCast(db);

		await bookTomorrow(db, cast);
		await expandOutbox(db);

		expect(await toldTo(db, cast.ben)).toEqual([
			{ kind: 'booking_confirmed', listed: true, mailed: true, read: true }
		]);
		const toLab = [{ kind: 'lab_booking_confirmed', listed: true, mailed: false, read: false }];
		expect(await toldTo(db, cast.ada)).toEqual(toLab);
		expect(await toldTo(db, cast.tom)).toEqual(toLab);
	});

	it('is nobody else’s business', async ({ db }) => {
		const cast = await aCast(db);

		await bookTomorrow(db, cast);
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.olga)).toEqual([]);
		expect(await kindsToldTo(db, cast.eve)).toEqual([]);
	});

	it('is told to a manager of the whole host and not to one of another platform', async ({
		db
	}) => {
		const cast = await aCast(db);
		const [head, neighbour] = [await aPerson(db, 'Head'), await aPerson(db, 'Neighbour')];
		const { id } = await db.one<{ id: string }>(
			'insert into public.platforms (organisation_id, name) values ($1, $2) returning id',
			[cast.university.id, 'Nebenan']
		);
		await aMembership(db, { person: head, organisation: cast.university, role: 'manager' });
		await aMembership(db, {
			person: neighbour,
			organisation: cast.university,
			role: 'manager',
			platform: { id }
		});

		await bookTomorrow(db, cast);
		await expandOutbox(db);

		expect(await kindsToldTo(db, head)).toEqual(['lab_booking_confirmed']);
		expect(await kindsToldTo(db, neighbour)).toEqual([]);
	});

	it('keeps the facts of its time, and the name of nobody', async ({ db }) => {
		const cast = await aCast(db);

		await bookTomorrow(db, cast);
		await expandOutbox(db);

		const facts = await factsToldTo(db, cast.ada, 'lab_booking_confirmed');
		expect(facts).toMatchObject({
			instrument: { name: 'Mikroskop' },
			organisation: { name: 'Ein Start' },
			time_zone: 'Asia/Shanghai'
		});
		expect(new Date(facts['starts_at'] as string)).toEqual(new Date(inDays(3, '10:00')));
		expect(JSON.stringify(facts)).not.toContain('Ben');
	});

	it('is told once, however often the outbox is expanded', async ({ db }) => {
		const cast = await aCast(db);

		await bookTomorrow(db, cast);
		await expandOutbox(db);
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.ben)).toEqual(['booking_confirmed']);
	});
});

describe('a request', () => {
	const needsApproval = { rules: { approval: 'lab' } as const };

	it('is told to the lab, which is mailed since it has to answer', async ({ db }) => {
		const cast = await aCast(db, needsApproval);

		await bookTomorrow(db, cast);
		await expandOutbox(db);

		expect(await toldTo(db, cast.ada)).toEqual([
			{ kind: 'lab_booking_requested', listed: true, mailed: true, read: false }
		]);
		expect(await kindsToldTo(db, cast.ben)).toEqual(['request_sent']);
	});

	it('that is declined is told to the customer with the reason', async ({ db }) => {
		const cast = await aCast(db, needsApproval);

		const booking = await bookTomorrow(db, cast);
		await decline(db, cast.ada, booking, '样品不适合');
		await expandOutbox(db);

		expect(await factsToldTo(db, cast.ben, 'booking_declined')).toMatchObject({
			note: '样品不适合'
		});
	});

	it('that is approved is told to the customer', async ({ db }) => {
		const cast = await aCast(db, needsApproval);

		const booking = await bookTomorrow(db, cast);
		await approve(db, cast.ada, booking);
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.ben)).toContain('booking_approved');
	});

	it('that was answered meanwhile is not told to the lab as waiting', async ({ db }) => {
		const cast = await aCast(db, needsApproval);

		const booking = await bookTomorrow(db, cast);
		await approve(db, cast.ada, booking);
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.tom)).toEqual([]);
	});

	it('that is moved asks the lab again', async ({ db }) => {
		const cast = await aCast(db, needsApproval);
		const booking = await bookTomorrow(db, cast);
		await expandOutbox(db);
		await approve(db, cast.ada, booking);
		await expandOutbox(db);

		await move(db, cast.ben, booking, inDays(4, '10:00'), inDays(4, '12:00'));
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.tom)).toEqual([
			'lab_booking_requested',
			'lab_booking_requested'
		]);
	});
});

describe('a request that two have to accept', () => {
	const needsTwo = { rules: { approval: 'owner_then_lab' } } as const;

	it('is told to the owner first, and to the lab once the owner has accepted', async ({ db }) => {
		const cast = await aCast(db, needsTwo);

		const booking = await bookTomorrow(db, cast);
		await expandOutbox(db);
		expect(await toldTo(db, cast.olga)).toEqual([
			{ kind: 'approval_needed', listed: true, mailed: true, read: false }
		]);
		expect(await kindsToldTo(db, cast.ada)).toEqual([]);

		await approve(db, cast.olga, booking);
		await expandOutbox(db);
		expect(await kindsToldTo(db, cast.ada)).toEqual(['lab_booking_requested']);
		expect(await kindsToldTo(db, cast.ben)).toEqual(['request_sent', 'request_endorsed']);

		await approve(db, cast.ada, booking);
		await expandOutbox(db);
		expect(await kindsToldTo(db, cast.ben)).toEqual([
			'request_sent',
			'request_endorsed',
			'booking_approved'
		]);
	});
});

describe('somebody who answers requests for the lab', () => {
	it('is told of requests while they do, and of nothing else', async ({ db }) => {
		const cast = await aCast(db, { rules: { approval: 'lab' } });
		await db.query(
			`insert into public.approval_delegations (platform_id, delegate_id, granted_by, starts_at, ends_at)
			values
				($1, $2, $4, now() - interval '1 day', now() + interval '1 day'),
				($1, $3, $4, now() - interval '2 days', now() - interval '1 day')`,
			[cast.platform.id, cast.eve.id, cast.olga.id, cast.ada.id]
		);

		const booking = await bookTomorrow(db, cast);
		await expandOutbox(db);
		await cancel(db, cast.ben, booking);
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.eve)).toEqual(['lab_booking_requested']);
		expect(await kindsToldTo(db, cast.olga)).toEqual([]);
	});
});

describe('a closure', () => {
	it('is told to those whose bookings it is in the way of, with when and why', async ({ db }) => {
		const cast = await aCast(db);
		await bookTomorrow(db, cast);

		await asPerson(db, cast.ada.id, () =>
			db.query('select public.plan_closure(array[$1]::uuid[], $2, $3, $4, $5)', [
				cast.instrument.id,
				'maintenance',
				inDays(3, '08:00'),
				inDays(3, '20:00'),
				'更换灯丝'
			])
		);
		await expandOutbox(db);

		const facts = await factsToldTo(db, cast.ben, 'booking_displaced');
		expect(facts['closure']).toMatchObject({ reason: '更换灯丝' });
	});
});

describe('an appeal', () => {
	it('is told to the lab with its reason, and its answer to the customer', async ({ db }) => {
		const cast = await aCast(db, { rules: { grace_minutes: 15 } });
		const booking = await bookTomorrow(db, cast);
		await letBegin(db, booking, 30);

		await asPerson(db, cast.ben.id, () =>
			db.query("select public.appeal_no_show($1, '门禁打不开')", [booking.id])
		);
		await expandOutbox(db);
		await asPerson(db, cast.ada.id, () =>
			db.query("select public.waive_no_show($1, '门禁记录属实')", [booking.id])
		);
		await expandOutbox(db);

		expect(await factsToldTo(db, cast.tom, 'lab_no_show_appealed')).toMatchObject({
			appeal: { reason: '门禁打不开' }
		});
		expect(await factsToldTo(db, cast.ben, 'no_show_waived')).toMatchObject({
			appeal: { answer: '门禁记录属实' }
		});
	});
});

describe('a change', () => {
	it('by the customer is told to the lab', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await bookTomorrow(db, cast);
		await expandOutbox(db);

		await move(db, cast.ben, booking, inDays(4, '10:00'), inDays(4, '12:00'));
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.ada)).toEqual(['lab_booking_confirmed', 'lab_booking_moved']);
	});

	it('says what the time was before', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await bookTomorrow(db, cast);

		await move(db, cast.ada, booking, inDays(4, '10:00'), inDays(4, '12:00'));
		await expandOutbox(db);

		const facts = await factsToldTo(db, cast.ben, 'booking_moved');
		const { starts_at } = facts['previous'] as { starts_at: string };
		expect(new Date(starts_at)).toEqual(new Date(inDays(3, '10:00')));
	});

	it('by the lab is told to the customer as news, and not to whoever made it', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await bookTomorrow(db, cast);
		await expandOutbox(db);

		await cancel(db, cast.ada, booking, '仪器故障');
		await expandOutbox(db);

		expect((await toldTo(db, cast.ben)).at(-1)).toEqual({
			kind: 'booking_cancelled',
			listed: true,
			mailed: true,
			read: false
		});
		expect(await kindsToldTo(db, cast.ada)).toEqual(['lab_booking_confirmed']);
		expect(await kindsToldTo(db, cast.tom)).toEqual([
			'lab_booking_confirmed',
			'lab_booking_cancelled'
		]);
	});

	it('tells one person once, though they are customer and lab', async ({ db }) => {
		const cast = await aCast(db);
		await aMembership(db, { person: cast.tom, organisation: cast.startup, role: 'member' });

		await book(db, cast.tom, {
			instrument: cast.instrument,
			start: inDays(3, '10:00'),
			end: inDays(3, '12:00'),
			organisation: cast.startup
		});
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.tom)).toEqual(['booking_confirmed']);
	});
});

describe('a preference', () => {
	it('keeps a kind out of the list and the mail', async ({ db }) => {
		const cast = await aCast(db);
		await prefer(db, cast.ada, { kind: 'lab_booking_confirmed', in_app: false, by_mail: false });

		await bookTomorrow(db, cast);
		await expandOutbox(db);

		expect(await toldTo(db, cast.ada)).toEqual([]);
		expect(await kindsToldTo(db, cast.tom)).toEqual(['lab_booking_confirmed']);
	});

	it('lets a kind go by mail only', async ({ db }) => {
		const cast = await aCast(db);
		await prefer(db, cast.ada, { kind: 'lab_booking_confirmed', in_app: false, by_mail: true });

		await bookTomorrow(db, cast);
		await expandOutbox(db);

		expect(await toldTo(db, cast.ada)).toEqual([
			{ kind: 'lab_booking_confirmed', listed: false, mailed: true, read: false }
		]);
	});
});

describe('a row of the outbox', () => {
	it('of a topic that nobody knows stays, says why, and holds up no other', async ({ db }) => {
		const cast = await aCast(db);
		const subject = randomUUID();
		await db.query("insert into private.outbox (topic, subject_id) values ('moon_risen', $1)", [
			subject
		]);
		await bookTomorrow(db, cast);

		const problems = await expandOutbox(db);

		expect(problems).toContainEqual({ topic: 'moon_risen', problem: 'P0001: topic_unknown' });
		expect(await kindsToldTo(db, cast.ben)).toEqual(['booking_confirmed']);
		const kept = await db.query(
			`select delivered_at, problem, retry_at > now() as waits
			from private.outbox where subject_id = $1`,
			[subject]
		);
		expect(kept).toEqual([{ delivered_at: null, problem: 'P0001: topic_unknown', waits: true }]);
	});

	it('is told once its topic is known', async ({ db }) => {
		const cast = await aCast(db);
		const booking = await bookTomorrow(db, cast);
		await db.query("insert into private.outbox (topic, subject_id) values ('moon_risen', $1)", [
			booking.id
		]);
		await expandOutbox(db);

		await db.query("insert into private.notice_topics values ('moon_risen', 'booking')");
		await db.query(
			"insert into private.notice_routes values ('moon_risen', 'person', 'booking_message')"
		);
		await db.query('update private.outbox set retry_at = now() where retry_at is not null');
		await expandOutbox(db);

		expect(await kindsToldTo(db, cast.ben)).toContain('booking_message');
	});

	it('whose subject is gone is done with', async ({ db }) => {
		const { id } = await db.one<{ id: string }>(
			`insert into private.outbox (topic, subject_id)
			values ('booking_confirmed', $1) returning id`,
			[randomUUID()]
		);

		await expandOutbox(db);

		const [row] = await db.query('select delivered_at, problem from private.outbox where id = $1', [
			id
		]);
		expect(row).toEqual({ delivered_at: expect.any(Date) as Date, problem: null });
	});

	it('whose reader fails is kept, and the others are told', async ({ db }) => {
		const cast = await aCast(db);
		await db.query("insert into private.notice_topics values ('moon_risen', 'moon')");
		await db.query(
			"insert into private.outbox (topic, subject_id) values ('moon_risen', gen_random_uuid())"
		);
		await bookTomorrow(db, cast);

		const problems = await expandOutbox(db);

		expect(problems).toEqual([
			{ topic: 'moon_risen', problem: expect.stringContaining('notice_about_moon') as string }
		]);
		expect(await kindsToldTo(db, cast.ben)).toEqual(['booking_confirmed']);
	});

	it('for a bare address makes a mail and no entry in anybody’s list', async ({ db }) => {
		await db.query("insert into private.notice_topics values ('moon_risen', 'moon')");
		await db.query(
			"insert into private.notice_routes values ('moon_risen', 'address', 'booking_message')"
		);
		await db.query(
			`create function private.notice_about_moon(subject_id uuid)
			returns private.notice_subject
			language sql stable set search_path = ''
			as $$ select null::uuid, null::uuid, null::uuid, 'new@people.test', '{}'::jsonb $$`
		);
		await db.query(
			"insert into private.outbox (topic, subject_id) values ('moon_risen', gen_random_uuid())"
		);

		await expandOutbox(db);

		const written = await db.query(
			`select notices.person_id, notices.is_listed
			from public.notices join private.notice_mails as mails on mails.notice_id = notices.id
			where notices.address = 'new@people.test'`
		);
		expect(written).toEqual([{ person_id: null, is_listed: false }]);
	});
});

describe('every topic', () => {
	it('has a reader for its subject', async ({ db }) => {
		const without = await db.query(
			`select topic from private.notice_topics
			where to_regprocedure('private.notice_about_' || subject_type || '(uuid)') is null`
		);
		expect(without).toEqual([]);
	});

	it('is told to somebody', async ({ db }) => {
		const without = await db.query(
			`select topic from private.notice_topics
			where not exists (
				select from private.notice_routes where notice_routes.topic = notice_topics.topic
			)`
		);
		expect(without).toEqual([]);
	});
});
