import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { expandOutbox } from '../../support/notices.ts';

type Id = { id: string };

/** Ben has two bookings, of which the lab was told and has read nothing. */
async function aLabWithNews(db: Db) {
	const cast = await aCast(db);
	for (const day of [3, 4]) {
		await book(db, cast.ben, {
			instrument: cast.instrument,
			start: inDays(day, '10:00'),
			end: inDays(day, '12:00')
		});
	}
	await expandOutbox(db);
	return cast;
}

function ownNotices(db: Db, person: Id) {
	return asPerson(db, person.id, () =>
		db.query<{ id: string; kind: string }>(
			'select id, kind from public.notices order by created_at, id'
		)
	);
}

async function unread(db: Db, reader: Id, of: Id = reader): Promise<number | undefined> {
	const [row] = await asPerson(db, reader.id, () =>
		db.query<{ unread: number }>(
			'select public.unread_notices(people) as unread from public.people where id = $1',
			[of.id]
		)
	);
	return row?.unread;
}

describe('a notice', () => {
	it('is seen by the person it is for and by no other', async ({ db }) => {
		const { ada, ben, eve } = await aLabWithNews(db);

		expect((await ownNotices(db, ada)).map(({ kind }) => kind)).toEqual([
			'lab_booking_confirmed',
			'lab_booking_confirmed'
		]);
		expect((await ownNotices(db, ben)).map(({ kind }) => kind)).toEqual([
			'booking_confirmed',
			'booking_confirmed'
		]);
		expect(await ownNotices(db, eve)).toEqual([]);
	});

	it('that goes by mail only is not listed', async ({ db }) => {
		const { ada } = await aLabWithNews(db);
		await db.query('update public.notices set is_listed = false where person_id = $1', [ada.id]);

		expect(await ownNotices(db, ada)).toEqual([]);
		expect(await unread(db, ada)).toBe(0);
	});

	it('is not for visitors', async ({ db }) => {
		const visit = asAnonymous(db, () => db.query('select id from public.notices'));

		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});

	it('shows nobody the address of an invitation', async ({ db }) => {
		const { ada } = await aLabWithNews(db);

		const own = asPerson(db, ada.id, () => db.query('select address from public.notices'));

		expect(await refusalOf(own)).toMatchObject({ code: '42501' });
	});
});

describe('unread_notices', () => {
	it('counts one’s own and nobody else’s', async ({ db }) => {
		const { ada, tom } = await aLabWithNews(db);

		expect(await unread(db, ada)).toBe(2);
		expect(await unread(db, tom, ada)).toBe(0);
	});
});

describe('mark_notices_read', () => {
	it('marks those named and leaves the others', async ({ db }) => {
		const { ada } = await aLabWithNews(db);
		const [first] = await ownNotices(db, ada);

		const marked = await asPerson(db, ada.id, () =>
			db.one('select public.mark_notices_read(array[$1]::uuid[])', [first?.id])
		);

		expect(marked).toEqual({ mark_notices_read: 1 });
		expect(
			await db.query('select id from public.notices where person_id = $1 and is_read', [ada.id])
		).toEqual([{ id: first?.id }]);
		expect(await unread(db, ada)).toBe(1);
	});

	it('marks all that was there at an instant', async ({ db }) => {
		const { ada } = await aLabWithNews(db);
		await db.query(
			`update public.notices set created_at = now() + interval '1 minute'
			where id = (select id from public.notices where person_id = $1 order by created_at desc limit 1)`,
			[ada.id]
		);

		await asPerson(db, ada.id, () =>
			db.query("select public.mark_notices_read(until => now() + interval '10 seconds')")
		);

		expect(await unread(db, ada)).toBe(1);
	});

	it('leaves other people’s alone', async ({ db }) => {
		const { ada, tom } = await aLabWithNews(db);
		const [first] = await ownNotices(db, ada);

		await asPerson(db, tom.id, () =>
			db.query('select public.mark_notices_read(array[$1]::uuid[])', [first?.id])
		);
		await asPerson(db, tom.id, () => db.query('select public.mark_notices_read()'));

		expect(await unread(db, ada)).toBe(2);
		expect(await unread(db, tom)).toBe(0);
	});

	it('is for people who have signed in', async ({ db }) => {
		const visit = asAnonymous(db, () => db.query('select public.mark_notices_read()'));
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });

		const nobody = db.query('select private.mark_notices_read(null, null)');
		expect(await refusalOf(nobody)).toMatchObject({ code: 'PT401', key: 'sign_in_needed' });
	});
});

describe('set_notice_preferences', () => {
	function choose(db: Db, person: Id, preferences: unknown) {
		return asPerson(db, person.id, () =>
			db.query('select public.set_notice_preferences($1)', [JSON.stringify(preferences)])
		);
	}

	function chosenBy(db: Db, reader: Id) {
		return asPerson(db, reader.id, () =>
			db.query('select kind, in_app, by_mail from public.notice_preferences order by kind')
		);
	}

	const noReminder = { kind: 'reminder_day', in_app: false, by_mail: false };
	const mailOnly = { kind: 'booking_moved', in_app: false, by_mail: true };

	it('keeps what is chosen, for oneself alone', async ({ db }) => {
		const { ben, olga } = await aCast(db);

		await choose(db, ben, [noReminder, mailOnly]);

		expect(await chosenBy(db, ben)).toEqual([mailOnly, noReminder]);
		expect(await chosenBy(db, olga)).toEqual([]);
	});

	it('leaves kinds that are not named as they are', async ({ db }) => {
		const { ben } = await aCast(db);
		await choose(db, ben, [noReminder]);

		await choose(db, ben, [mailOnly]);

		expect(await chosenBy(db, ben)).toEqual([mailOnly, noReminder]);
	});

	it('is audited when it changes something, with before and after', async ({ db }) => {
		const { ben } = await aCast(db);

		await choose(db, ben, [noReminder]);
		await choose(db, ben, [noReminder]);

		const entries = await db.query(
			`select before, after from public.audit_entries
			where action = 'set_notice_preferences' and subject_id = $1`,
			[ben.id]
		);
		expect(entries).toEqual([
			{ before: {}, after: { reminder_day: { in_app: false, by_mail: false } } }
		]);
	});

	it('refuses a kind that there is not', async ({ db }) => {
		const { ben } = await aCast(db);

		const call = choose(db, ben, [{ ...noReminder, kind: 'full_moon' }]);

		expect(await refusalOf(call)).toMatchObject({ code: 'PT422', key: 'notice_kind_unknown' });
	});

	it.for([
		['no list', {}],
		['a list of something else', ['reminder_day']],
		['a choice left open', [{ kind: 'reminder_day', in_app: true }]],
		['nothing', null]
	])('refuses %s', async ([, preferences], { db }) => {
		const { ben } = await aCast(db);

		expect(await refusalOf(choose(db, ben, preferences))).toMatchObject({
			code: 'PT422',
			key: 'notice_preferences_malformed'
		});
	});

	it('is for people who have signed in', async ({ db }) => {
		const visit = asAnonymous(db, () => db.query("select public.set_notice_preferences('[]')"));
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });

		const nobody = db.query("select private.set_notice_preferences('[]')");
		expect(await refusalOf(nobody)).toMatchObject({ code: 'PT401', key: 'sign_in_needed' });
	});
});

describe('a kind of notice', () => {
	it('is known to people who have signed in and not to visitors', async ({ db }) => {
		const { eve } = await aCast(db);

		const known = await asPerson(db, eve.id, () =>
			db.query("select section from public.notice_kinds where code = 'no_show'")
		);
		const visit = asAnonymous(db, () => db.query('select code from public.notice_kinds'));

		expect(known).toEqual([{ section: 'use' }]);
		expect(await refusalOf(visit)).toMatchObject({ code: '42501' });
	});
});
