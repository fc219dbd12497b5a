import { describe, expect } from 'vitest';
import { aCast, aRule } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { addCourse, grant, planSession } from '../../support/training-calls.ts';

type Id = { id: string };

function change(db: Db, person: Id, course: Id, isGiven: boolean) {
	return asPerson(db, person.id, () =>
		db.one<{ name: string; retired: boolean }>(
			`select name, retired_at is not null as retired
			from public.change_course($1, '电镜进阶', null, null, 24, $2)`,
			[course.id, isGiven]
		)
	);
}

/** What a sender repeats when the answer got lost. */
async function withKey<Result>(db: Db, key: string, act: () => Promise<Result>): Promise<Result> {
	await db.query("select set_config('request.headers', $1, true)", [
		JSON.stringify({ 'idempotency-key': key })
	]);
	try {
		return await act();
	} finally {
		await db.query("select set_config('request.headers', '', true)");
	}
}

describe('add_course', () => {
	it('makes a course that everybody sees, and audits it', async ({ db }) => {
		const { ada, platform } = await aCast(db);

		const course = await addCourse(db, ada, platform);

		expect(
			await asAnonymous(db, () =>
				db.one('select name, valid_months from public.courses where id = $1', [course.id])
			)
		).toEqual({ name: '电镜操作', valid_months: 12 });
		expect(
			await db.one('select person_id, action from public.audit_entries where subject_id = $1', [
				course.id
			])
		).toEqual({ person_id: ada.id, action: 'add' });
	});

	it('is the managers’, not the technicians’, the customers’ or another lab’s', async ({ db }) => {
		const { tom, ben, platform } = await aCast(db);
		const elsewhere = await aCast(db);

		for (const person of [tom, ben, elsewhere.ada]) {
			expect(await refusalOf(addCourse(db, person, platform))).toMatchObject({
				code: 'PT403',
				key: 'platform_not_yours'
			});
		}
	});

	it('makes one course of one key', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		const send = () => withKey(db, 'course-1', () => addCourse(db, ada, platform));

		expect(await send()).toEqual(await send());
	});
});

describe('change_course', () => {
	it('rewrites a course, and keeps what was granted', async ({ db }) => {
		const { ada, tom, platform } = await aCast(db);
		const course = await addCourse(db, ada, platform);
		const held = await grant(db, ada, course, tom);
		const end = () =>
			db.one('select expires_at from public.qualifications where id = $1', [held.id]);
		const before = await end();

		expect(await change(db, ada, course, true)).toEqual({ name: '电镜进阶', retired: false });
		expect(await end()).toEqual(before);
	});

	it('retires no course that rules ask for', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		const course = await addCourse(db, ada, platform);
		const rule = await aRule(db, { platform }, { course_id: course.id });

		expect(await refusalOf(change(db, ada, course, false))).toMatchObject({
			code: 'PT409',
			key: 'course_in_use'
		});

		await db.query(
			`update public.booking_rules
			set valid_from = now() - interval '2 days', valid_until = now() - interval '1 day'
			where id = $1`,
			[rule.id]
		);
		expect(await change(db, ada, course, false)).toMatchObject({ retired: true });
		expect(await refusalOf(planSession(db, ada, course))).toMatchObject({
			code: 'PT409',
			key: 'course_retired'
		});
		expect(await change(db, ada, course, true)).toMatchObject({ retired: false });
	});

	it('knows no course that there is not', async ({ db }) => {
		const { ada, platform } = await aCast(db);

		expect(await refusalOf(change(db, ada, platform, true))).toMatchObject({
			code: 'PT404',
			key: 'course_not_found'
		});
	});
});

describe('plan_course_session', () => {
	it('announces a session to everybody', async ({ db }) => {
		const { ada, platform } = await aCast(db);
		const course = await addCourse(db, ada, platform);

		const session = await planSession(db, ada, course, { seats: 5 });

		expect(
			await asAnonymous(db, () =>
				db.one('select place, seats, seats_taken from public.course_sessions where id = $1', [
					session.id
				])
			)
		).toEqual({ place: 'B102', seats: 5, seats_taken: 0 });
	});

	it('announces none in the past, and none for another lab', async ({ db }) => {
		const { ada, eve, platform } = await aCast(db);
		const course = await addCourse(db, ada, platform);

		expect(await refusalOf(planSession(db, ada, course, { startsInDays: -1 }))).toMatchObject({
			code: 'PT422',
			key: 'course_session_past'
		});
		expect(await refusalOf(planSession(db, eve, course))).toMatchObject({ code: 'PT403' });
	});
});
