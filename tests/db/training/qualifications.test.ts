import { describe, expect } from 'vitest';
import { book, inDays, judge } from '../../support/booking-calls.ts';
import { aCast, anInstrument, aPerson } from '../../support/builders.ts';
import { asPerson, it, refusalOf } from '../../support/database.ts';
import { expandOutbox, kindsToldTo } from '../../support/notices.ts';
import { addCourse, grant, revoke } from '../../support/training-calls.ts';

async function aCourse(db: Parameters<typeof aCast>[0]) {
	const cast = await aCast(db);
	const course = await addCourse(db, cast.ada, cast.platform);
	return {
		...cast,
		course,
		guarded: await anInstrument(db, cast.platform, { rules: { course_id: course.id } })
	};
}

describe('grant_qualification', () => {
	it('lets the person book what asks for the course, until it is revoked', async ({ db }) => {
		const { ada, ben, course, guarded, instrument } = await aCourse(db);
		const wish = { instrument: guarded, start: inDays(3, '10:00'), end: inDays(3, '12:00') };
		await book(db, ben, { ...wish, instrument });
		const rules = async () => (await judge(db, ben, wish)).violations.map(({ rule }) => rule);

		expect(await rules()).toContain('qualification');
		const held = await grant(db, ada, course, ben);
		expect(await rules()).not.toContain('qualification');
		await revoke(db, ada, held);
		await revoke(db, ada, held);
		expect(await rules()).toContain('qualification');

		await expandOutbox(db);
		expect((await kindsToldTo(db, ben)).filter((kind) => kind.startsWith('qual'))).toEqual([
			'qualification_granted',
			'qualification_revoked'
		]);
	});

	it('gives no second one to whoever holds it as long', async ({ db }) => {
		const { ada, tom, course } = await aCourse(db);

		const first = await grant(db, ada, course, tom);

		expect(await grant(db, ada, course, tom)).toEqual(first);
	});

	it('needs a reason', async ({ db }) => {
		const { ada, tom, course } = await aCourse(db);

		expect(await refusalOf(grant(db, ada, course, tom, ' '))).toMatchObject({
			code: 'PT422',
			key: 'reason_needed'
		});
	});

	it('says of a stranger’s address no more than of one that there is not', async ({ db }) => {
		const { ada, course } = await aCourse(db);
		const stranger = await aPerson(db, 'Zoe');

		expect(await refusalOf(grant(db, ada, course, stranger))).toMatchObject({
			code: 'PT404',
			key: 'person_not_found'
		});
		expect(
			await refusalOf(
				asPerson(db, ada.id, () =>
					db.query("select public.grant_qualification($1, 'nobody@nowhere.test', 'x')", [course.id])
				)
			)
		).toMatchObject({ code: 'PT404', key: 'person_not_found' });
	});

	it('is the managers’', async ({ db }) => {
		const { tom, course } = await aCourse(db);

		expect(await refusalOf(grant(db, tom, course, tom))).toMatchObject({ code: 'PT403' });
	});
});

describe('revoke_qualification', () => {
	it('is the managers’, and needs a reason', async ({ db }) => {
		const { ada, tom, ben, course } = await aCourse(db);
		const held = await grant(db, ada, course, tom);

		for (const person of [tom, ben]) {
			expect(await refusalOf(revoke(db, person, held))).toMatchObject({
				code: 'PT404',
				key: 'qualification_not_found'
			});
		}
		expect(await refusalOf(revoke(db, ada, held, ' '))).toMatchObject({ key: 'reason_needed' });
	});
});
