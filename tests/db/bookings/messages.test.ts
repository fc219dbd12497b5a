import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast, aMembership, aPerson } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { expandOutbox, kindsToldTo } from '../../support/notices.ts';

type Id = { id: string };

async function aBooking(db: Db) {
	const cast = await aCast(db);
	const booking = await book(db, cast.ben, {
		instrument: cast.instrument,
		start: inDays(2, '10:00'),
		end: inDays(2, '12:00')
	});
	const colleague = await aPerson(db, 'Carl');
	await aMembership(db, { person: colleague, organisation: cast.startup, role: 'member' });
	return { ...cast, colleague, booking };
}

function post(db: Db, person: Id, booking: Id, body: string) {
	return asPerson(db, person.id, () =>
		db.one<{ id: string; side: string; body: string }>(
			'select id, side, body from public.post_booking_message($1, $2)',
			[booking.id, body]
		)
	);
}

function thread(db: Db, person: Id, booking: Id) {
	return asPerson(db, person.id, () =>
		db.query(
			'select side, body from public.booking_messages where booking_id = $1 order by created_at',
			[booking.id]
		)
	);
}

function unread(db: Db, person: Id) {
	return asPerson(db, person.id, () =>
		db.query('select booking_id, unread from public.unread_booking_messages()')
	);
}

describe('a message on a booking', () => {
	it('is read by both sides: the person, the owner, and the lab', async ({ db }) => {
		const { ben, olga, ada, tom, booking } = await aBooking(db);
		await post(db, ben, booking, 'The powder is magnetic. Is that a problem?');
		await post(db, tom, booking, 'It is; please bring a pressed pellet.');

		for (const person of [ben, olga, ada, tom]) {
			expect(await thread(db, person, booking)).toEqual([
				{ side: 'customer', body: 'The powder is magnetic. Is that a problem?' },
				{ side: 'lab', body: 'It is; please bring a pressed pellet.' }
			]);
		}
	});

	it('is not read by a colleague, another startup, another lab or a visitor', async ({ db }) => {
		const { ben, eve, colleague, booking } = await aBooking(db);
		const otherLab = await aCast(db);
		await post(db, ben, booking, 'Our sample is confidential.');

		for (const person of [colleague, eve, otherLab.ada]) {
			expect(await thread(db, person, booking)).toEqual([]);
		}
		const visit = asAnonymous(db, () => db.query('select body from public.booking_messages'));
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});

	it('is the customer’s when the owner writes, and the lab’s when its technician does', async ({
		db
	}) => {
		const { olga, tom, booking } = await aBooking(db);

		expect(await post(db, olga, booking, 'Who pays the freight?')).toMatchObject({
			side: 'customer'
		});
		expect(await post(db, tom, booking, 'You do.')).toMatchObject({ side: 'lab' });
	});

	it('keeps its line breaks and loses the blanks around it', async ({ db }) => {
		const { ben, booking } = await aBooking(db);

		const message = await post(db, ben, booking, '\n First line\r\nSecond line \n');

		expect(message.body).toBe('First line\r\nSecond line');
	});

	it('is audited without its words', async ({ db }) => {
		const { ben, booking } = await aBooking(db);

		const { id } = await post(db, ben, booking, 'Our sample is confidential.');

		const audit = await db.one(
			"select action, subject_type, after ? 'body' as has_words from public.audit_entries where subject_id = $1",
			[id]
		);
		expect(audit).toEqual({ action: 'post', subject_type: 'booking_message', has_words: false });
	});

	it('is told to the other side, and not to one’s own', async ({ db }) => {
		const { ben, olga, ada, tom, booking } = await aBooking(db);
		await post(db, ben, booking, 'The powder is magnetic.');
		await post(db, ada, booking, 'Bring a pellet.');

		expect(await expandOutbox(db)).toEqual([]);

		const kinds = ['booking_message', 'lab_booking_message'];
		async function messagesToldTo(person: Id) {
			return (await kindsToldTo(db, person)).filter((kind) => kinds.includes(kind));
		}
		expect(await messagesToldTo(ben)).toEqual(['booking_message']);
		expect(await messagesToldTo(olga)).toEqual(['booking_message']);
		expect(await messagesToldTo(tom)).toEqual(['lab_booking_message']);
		expect(await messagesToldTo(ada)).toEqual(['lab_booking_message']);
	});
});

describe('post_booking_message', () => {
	it('tells a stranger and a colleague that there is no such booking', async ({ db }) => {
		const { eve, colleague, booking } = await aBooking(db);

		for (const person of [eve, colleague]) {
			expect(await refusalOf(post(db, person, booking, 'Hello'))).toMatchObject({
				code: 'PT404',
				key: 'booking_not_found'
			});
		}
	});

	it('is not for visitors', async ({ db }) => {
		const { booking } = await aBooking(db);

		const visit = asAnonymous(db, () =>
			db.query("select public.post_booking_message($1, 'Hello')", [booking.id])
		);

		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});

	it.for([
		['nothing but blanks', ' \n\t ', 'booking_messages_body_has_length'],
		['more than four thousand characters', 'x'.repeat(4001), 'booking_messages_body_has_length'],
		['a bidirectional override', 'report\u202Efdp.exe', 'booking_messages_body_is_clean']
	] as const)('refuses %s', async ([, body, constraint], { db }) => {
		const { ben, booking } = await aBooking(db);

		const { code, key } = await refusalOf(post(db, ben, booking, body));

		expect(code).toBe('23514');
		expect(key).toContain(constraint);
	});

	it('stops at five hundred messages', async ({ db }) => {
		const { ben, booking, platform } = await aBooking(db);
		await db.query(
			`insert into public.booking_messages (booking_id, platform_id, person_id, side, body)
			select $1, $2, $3, 'customer', 'Message ' || number from generate_series(1, 500) as number`,
			[booking.id, platform.id, ben.id]
		);

		expect(await refusalOf(post(db, ben, booking, 'One more'))).toMatchObject({
			code: 'PT422',
			key: 'message_limit_reached'
		});
	});

	it('answers the same call with the same key once', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		await db.query(`select set_config('request.headers', '{"idempotency-key": "once"}', true)`);

		const first = await post(db, ben, booking, 'Only once');
		const second = await post(db, ben, booking, 'Only once');

		expect(second).toEqual(first);
		expect(await thread(db, ben, booking)).toHaveLength(1);
		expect(await refusalOf(post(db, ben, booking, 'Something else'))).toMatchObject({
			key: 'idempotency_key_reused'
		});
	});

	it('is the only way in: no role writes the table', async ({ db }) => {
		const { ben, booking, platform } = await aBooking(db);

		const write = asPerson(db, ben.id, () =>
			db.query(
				`insert into public.booking_messages (booking_id, platform_id, person_id, side, body)
				values ($1, $2, $3, 'lab', 'I am the lab')`,
				[booking.id, platform.id, ben.id]
			)
		);

		expect(await refusalOf(write)).toMatchObject({ code: '42501' });
	});
});

describe('an unread message', () => {
	it('counts for the other side and not for one’s own', async ({ db }) => {
		const { ben, olga, ada, tom, booking } = await aBooking(db);
		await post(db, ben, booking, 'First');
		await post(db, ben, booking, 'Second');

		expect(await unread(db, ada)).toEqual([{ booking_id: booking.id, unread: 2 }]);
		expect(await unread(db, tom)).toEqual([{ booking_id: booking.id, unread: 2 }]);
		expect(await unread(db, ben)).toEqual([]);
		expect(await unread(db, olga)).toEqual([]);
	});

	it('counts for the customer and their owner when the lab wrote it', async ({ db }) => {
		const { ben, olga, eve, ada, booking } = await aBooking(db);
		await post(db, ada, booking, 'Please bring gloves.');

		expect(await unread(db, ben)).toEqual([{ booking_id: booking.id, unread: 1 }]);
		expect(await unread(db, olga)).toEqual([{ booking_id: booking.id, unread: 1 }]);
		expect(await unread(db, eve)).toEqual([]);
		expect(await unread(db, ada)).toEqual([]);
	});

	it('is new no more to the person who has read it, and still to their colleague', async ({
		db
	}) => {
		const { ben, ada, tom, booking } = await aBooking(db);
		await post(db, ben, booking, 'First');

		await asPerson(db, ada.id, () =>
			db.query('select public.read_booking_messages($1)', [booking.id])
		);

		expect(await unread(db, ada)).toEqual([]);
		expect(await unread(db, tom)).toHaveLength(1);
		await post(db, ben, booking, 'Second');
		expect(await unread(db, ada)).toEqual([{ booking_id: booking.id, unread: 1 }]);
	});

	it('is new to nobody once a colleague has answered it', async ({ db }) => {
		const { ben, ada, tom, booking } = await aBooking(db);
		await post(db, ben, booking, 'Is it free?');

		await post(db, tom, booking, 'Yes.');

		expect(await unread(db, ada)).toEqual([]);
	});

	it('is new again when it came after the moment read up to', async ({ db }) => {
		const { ben, ada, booking } = await aBooking(db);
		await post(db, ben, booking, 'First');
		const { seen } = await db.one<{ seen: string }>(
			'select max(created_at)::text as seen from public.booking_messages where booking_id = $1',
			[booking.id]
		);
		await post(db, ben, booking, 'Second, while the page was open');

		await asPerson(db, ada.id, () =>
			db.query('select public.read_booking_messages($1, $2)', [booking.id, seen])
		);

		expect(await unread(db, ada)).toEqual([{ booking_id: booking.id, unread: 1 }]);
	});
});

describe('the mark of what was read', () => {
	it('is seen by its person alone', async ({ db }) => {
		const { ben, ada, tom, booking } = await aBooking(db);
		await post(db, ben, booking, 'First');
		await asPerson(db, ada.id, () =>
			db.query('select public.read_booking_messages($1)', [booking.id])
		);

		function marksSeenBy(person: Id) {
			return asPerson(db, person.id, () =>
				db.query('select person_id from public.booking_message_readings')
			);
		}

		expect(await marksSeenBy(ada)).toEqual([{ person_id: ada.id }]);
		expect(await marksSeenBy(tom)).toEqual([]);
	});

	it('is not set by strangers', async ({ db }) => {
		const { eve, booking } = await aBooking(db);

		const mark = asPerson(db, eve.id, () =>
			db.query('select public.read_booking_messages($1)', [booking.id])
		);

		expect(await refusalOf(mark)).toMatchObject({ key: 'booking_not_found' });
	});
});
