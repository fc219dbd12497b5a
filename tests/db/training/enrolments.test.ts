import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aCast, aMembership, anOrganisation, aPerson, aPlatform } from '../../support/builders.ts';
import { asPerson, connect, it, refusalOf, toDb, type Db } from '../../support/database.ts';
import { expandOutbox, factsToldTo, kindsToldTo } from '../../support/notices.ts';
import {
	addCourse,
	enrol,
	letSessionBegin,
	pass,
	planSession,
	seatsTaken,
	withdraw
} from '../../support/training-calls.ts';

type Id = { id: string };

async function aSession(db: Db, options: { seats?: number } = {}) {
	const cast = await aCast(db);
	const course = await addCourse(db, cast.ada, cast.platform);
	return { ...cast, course, session: await planSession(db, cast.ada, course, options) };
}

function cancelSession(db: Db, person: Id, session: Id, reason = '讲师出差') {
	return asPerson(db, person.id, () =>
		db.one<{ cancelled: boolean }>(
			'select cancelled_at is not null as cancelled from public.cancel_course_session($1, $2)',
			[session.id, reason]
		)
	);
}

describe('enrol_in_course', () => {
	it('takes a seat, once, and tells the person', async ({ db }) => {
		const { ben, session } = await aSession(db);

		const first = await enrol(db, ben, session);
		const again = await enrol(db, ben, session);
		await expandOutbox(db);

		expect(again).toEqual(first);
		expect(await seatsTaken(db, session)).toBe(1);
		expect(await kindsToldTo(db, ben)).toEqual(['course_enrolled']);
		expect(await factsToldTo(db, ben, 'course_enrolled')).toMatchObject({ place: 'B102' });
	});

	it('refuses when the seats are taken, until somebody withdraws', async ({ db }) => {
		const { ben, eve, session } = await aSession(db, { seats: 1 });
		await enrol(db, ben, session);

		expect(await refusalOf(enrol(db, eve, session))).toMatchObject({
			code: 'PT409',
			key: 'course_session_full'
		});

		await withdraw(db, ben, session);
		await withdraw(db, ben, session);
		await enrol(db, eve, session);
		expect(await seatsTaken(db, session)).toBe(1);
	});

	it('is over once the session has begun', async ({ db }) => {
		const { ben, eve, session } = await aSession(db);
		await enrol(db, ben, session);
		await letSessionBegin(db, session);

		expect(await refusalOf(enrol(db, eve, session))).toMatchObject({
			code: 'PT409',
			key: 'course_session_begun'
		});
		expect(await refusalOf(withdraw(db, ben, session))).toMatchObject({
			code: 'PT409',
			key: 'course_session_begun'
		});
	});

	it('knows no session that there is not', async ({ db }) => {
		const { ben, course } = await aSession(db);

		expect(await refusalOf(enrol(db, ben, course))).toMatchObject({
			code: 'PT404',
			key: 'course_session_not_found'
		});
	});
});

describe('the last seat', () => {
	test('goes once, when two reach for it together', async () => {
		const [one, other] = await Promise.all([connect(), connect()]);
		const [ofOne, ofOther] = [toDb(one), toDb(other)];
		await one.query('begin');
		const university = await anOrganisation(ofOne, 'university', `Race ${randomUUID()}`);
		const platform = await aPlatform(ofOne, university);
		const ada = await aPerson(ofOne, 'Ada');
		await aMembership(ofOne, { person: ada, organisation: university, role: 'manager', platform });
		const people = [await aPerson(ofOne, 'Ina'), await aPerson(ofOne, 'Jan')] as const;
		const course = await addCourse(ofOne, ada, platform);
		const session = await planSession(ofOne, ada, course, { seats: 1 });
		await one.query('commit');
		try {
			await Promise.all([one.query('begin'), other.query('begin')]);

			await enrol(ofOne, people[0], session);
			// Waits for the first to commit, and then finds the seat taken.
			const late = refusalOf(enrol(ofOther, people[1], session));
			await one.query('commit');

			expect(await late).toMatchObject({ code: 'PT409', key: 'course_session_full' });
			await other.query('rollback');
			expect(await seatsTaken(ofOther, session)).toBe(1);
		} finally {
			await one.query('rollback');
			await other.query('rollback');
			await one.query(
				`with gone as (delete from public.course_enrolments where session_id = $1 returning id)
				delete from private.outbox using gone where outbox.subject_id = gone.id`,
				[session.id]
			);
			await one.query('delete from public.course_sessions where id = $1', [session.id]);
			await one.query('delete from public.platforms where id = $1', [platform.id]);
			await one.query('delete from public.memberships where organisation_id = $1', [university.id]);
			await one.query('delete from public.organisations where id = $1', [university.id]);
			await Promise.all([one.end(), other.end()]);
		}
	});
});

describe('who sees an enrolment', () => {
	function seenBy(db: Db, person: Id, session: Id) {
		return asPerson(db, person.id, () =>
			db.query(
				`select people.display_name as name
				from public.course_enrolments as enrolments
				join public.people on people.id = enrolments.person_id
				where session_id = $1`,
				[session.id]
			)
		);
	}

	it('is the person and the lab, who learns their name', async ({ db }) => {
		const { ada, tom, eve, session } = await aSession(db);
		await enrol(db, eve, session);

		for (const person of [eve, ada, tom]) {
			expect(await seenBy(db, person, session)).toEqual([{ name: 'Eve' }]);
		}
	});

	it('is nobody else, nor another lab', async ({ db }) => {
		const { ben, eve, session } = await aSession(db);
		const elsewhere = await aCast(db);
		await enrol(db, eve, session);

		expect(await seenBy(db, ben, session)).toEqual([]);
		expect(await seenBy(db, elsewhere.ada, session)).toEqual([]);
	});
});

describe('cancel_course_session', () => {
	it('tells everybody who has a seat, with the reason', async ({ db }) => {
		const { ada, ben, eve, session } = await aSession(db);
		await enrol(db, ben, session);
		await enrol(db, eve, session);
		await withdraw(db, eve, session);

		expect(await cancelSession(db, ada, session)).toEqual({ cancelled: true });
		await cancelSession(db, ada, session);
		await expandOutbox(db);

		expect(await kindsToldTo(db, ben)).toEqual(['course_enrolled', 'course_session_cancelled']);
		expect(await factsToldTo(db, ben, 'course_session_cancelled')).toMatchObject({
			note: '讲师出差'
		});
		expect(await kindsToldTo(db, eve)).toEqual(['course_enrolled']);
		expect(await refusalOf(enrol(db, eve, session))).toMatchObject({
			code: 'PT409',
			key: 'course_session_cancelled'
		});
	});

	it('needs a reason, a manager and a session to come', async ({ db }) => {
		const { ada, ben, session } = await aSession(db);

		expect(await refusalOf(cancelSession(db, ada, session, ' '))).toMatchObject({
			code: 'PT422',
			key: 'reason_needed'
		});
		expect(await refusalOf(cancelSession(db, ben, session))).toMatchObject({ code: 'PT403' });
		await letSessionBegin(db, session);
		expect(await refusalOf(cancelSession(db, ada, session))).toMatchObject({
			code: 'PT409',
			key: 'course_session_begun'
		});
	});
});

describe('pass_course', () => {
	it('qualifies those who have passed until the end of the day at the lab, once', async ({
		db
	}) => {
		const { ada, ben, eve, course, session } = await aSession(db);
		await enrol(db, ben, session);
		await enrol(db, eve, session);
		await letSessionBegin(db, session);

		expect(await pass(db, ada, session, [ben])).toBe(1);
		expect(await pass(db, ada, session, [ben])).toBe(0);
		await expandOutbox(db);

		expect(
			await db.query(
				`select person_id, granted_by,
					expires_at at time zone 'Asia/Shanghai'
						= date_trunc('day', now() at time zone 'Asia/Shanghai') + interval '12 months 1 day'
						as ends_with_its_day
				from public.qualifications where course_id = $1`,
				[course.id]
			)
		).toEqual([{ person_id: ben.id, granted_by: ada.id, ends_with_its_day: true }]);
		expect(await kindsToldTo(db, ben)).toEqual(['course_enrolled', 'qualification_granted']);
	});

	it('waits for the session, and names nobody who has no seat', async ({ db }) => {
		const { ada, ben, eve, session } = await aSession(db);
		await enrol(db, ben, session);

		expect(await refusalOf(pass(db, ada, session, [ben]))).toMatchObject({
			code: 'PT409',
			key: 'course_session_not_begun'
		});
		await letSessionBegin(db, session);
		expect(await refusalOf(pass(db, ada, session, [eve]))).toMatchObject({
			code: 'PT404',
			key: 'enrolment_not_found'
		});
		expect(await refusalOf(pass(db, ben, session, [ben]))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
	});
});
