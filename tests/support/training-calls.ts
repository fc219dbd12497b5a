/** The functions of training, called the way the Data API calls them. */
import { asPerson, type Db } from './database.ts';

type Id = { id: string };

export function addCourse(
	db: Db,
	person: Id,
	platform: Id,
	{ name = '电镜操作', months = 12 }: { name?: string; months?: number | null } = {}
): Promise<Id> {
	return asPerson(db, person.id, () =>
		db.one<Id>('select id from public.add_course($1, $2, null, null, $3)', [
			platform.id,
			name,
			months
		])
	);
}

export function planSession(
	db: Db,
	person: Id,
	course: Id,
	{ startsInDays = 3, seats = 2 } = {}
): Promise<Id> {
	const start = new Date(Date.now() + startsInDays * 86_400_000);
	return asPerson(db, person.id, () =>
		db.one<Id>('select id from public.plan_course_session($1, $2, $3, $4, $5)', [
			course.id,
			start,
			new Date(start.getTime() + 7_200_000),
			'B102',
			seats
		])
	);
}

export function enrol(db: Db, person: Id, session: Id): Promise<Id> {
	return asPerson(db, person.id, () =>
		db.one<Id>('select id from public.enrol_in_course($1)', [session.id])
	);
}

export function withdraw(db: Db, person: Id, session: Id) {
	return asPerson(db, person.id, () =>
		db.query('select public.withdraw_from_course($1)', [session.id])
	);
}

export async function pass(db: Db, person: Id, session: Id, passed: Id[]): Promise<number> {
	const { count } = await asPerson(db, person.id, () =>
		db.one<{ count: number }>('select public.pass_course($1, $2) as count', [
			session.id,
			passed.map(({ id }) => id)
		])
	);
	return count;
}

export async function grant(
	db: Db,
	person: Id,
	course: Id,
	holder: Id,
	reason = '已在校内考核通过'
): Promise<Id> {
	const { email } = await db.one<{ email: string }>('select email from auth.users where id = $1', [
		holder.id
	]);
	return asPerson(db, person.id, () =>
		db.one<Id>('select id from public.grant_qualification($1, $2, $3)', [course.id, email, reason])
	);
}

export function revoke(db: Db, person: Id, qualification: Id, reason = '违规操作') {
	return asPerson(db, person.id, () =>
		db.one<{ revoked_at: Date }>('select revoked_at from public.revoke_qualification($1, $2)', [
			qualification.id,
			reason
		])
	);
}

/** Has the time of a session come: it began an hour ago. */
export async function letSessionBegin(db: Db, session: Id): Promise<void> {
	await db.query(
		`update public.course_sessions
		set starts_at = now() - interval '1 hour', ends_at = now() + interval '1 hour'
		where id = $1`,
		[session.id]
	);
}

export async function seatsTaken(db: Db, session: Id): Promise<number> {
	const { taken } = await db.one<{ taken: number }>(
		'select seats_taken as taken from public.course_sessions where id = $1',
		[session.id]
	);
	return taken;
}
