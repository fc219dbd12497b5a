import { describe, expect } from 'vitest';
import {
	book,
	cancel,
	inDays,
	letBegin,
	letPass,
	move,
	standing
} from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };

const rules = { grace_minutes: 30, no_show_bp: 5000, no_show_limit: 2, suspension_days: 14 };

async function missed(db: Db, by: Id, instrument: Id, daysAgo = 0): Promise<Id> {
	const booking = await book(db, by, {
		instrument,
		start: inDays(2, '10:00'),
		end: inDays(2, '12:00')
	});
	await letBegin(db, booking, 45 + daysAgo * 1440);
	return booking;
}

function say(db: Db, person: Id, verb: 'appeal' | 'waive' | 'uphold', booking: Id, reason: string) {
	return asPerson(db, person.id, () =>
		db.one<{ outcome: string | null }>(`select outcome from public.${verb}_no_show($1, $2)`, [
			booking.id,
			reason
		])
	);
}

describe('a no-show', () => {
	it('is appealed by its customer and waived by the lab, and then costs nothing', async ({
		db
	}) => {
		const cast = await aCast(db, { rules });
		const booking = await missed(db, cast.ben, cast.instrument);

		const appeal = await say(db, cast.ben, 'appeal', booking, 'The door was locked');
		const answer = await say(db, cast.ada, 'waive', booking, 'True, our fault');

		expect(appeal.outcome).toBeNull();
		expect(answer.outcome).toBe('waived');
		expect(await standing(db, booking)).toMatchObject({ status: 'no_show', due_fen: '0' });
	});

	it('can be upheld, after which there is no further appeal', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await missed(db, cast.ben, cast.instrument);
		await say(db, cast.ben, 'appeal', booking, 'I forgot');
		await say(db, cast.ada, 'uphold', booking, 'Please cancel next time');

		expect(await refusalOf(say(db, cast.ben, 'appeal', booking, 'Again'))).toMatchObject({
			key: 'appeal_decided'
		});
		expect(await standing(db, booking)).toMatchObject({ due_fen: '60000' });
	});

	it.for([
		{ no_show_bp: 0, due: '0', says: 'owes nothing where no share of it is due' },
		{ no_show_bp: 5000, due: null, says: 'owes a share that is by arrangement too' }
	])('of a price by arrangement $says', async ({ no_show_bp, due }, { db }) => {
		const cast = await aCast(db, {
			rules: { ...rules, no_show_bp },
			tariffs: [{ rate_fen: null }]
		});
		const booking = await missed(db, cast.ben, cast.instrument);

		expect(await standing(db, booking)).toMatchObject({ status: 'no_show', due_fen: due });
	});

	it('is waived by the lab only, with a reason', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await missed(db, cast.ben, cast.instrument);

		expect(await refusalOf(say(db, cast.ben, 'waive', booking, 'Please'))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
		expect(await refusalOf(say(db, cast.ada, 'waive', booking, ' '))).toMatchObject({
			key: 'reason_needed'
		});
		expect(await refusalOf(say(db, cast.eve, 'appeal', booking, 'Me'))).toMatchObject({
			code: 'PT404'
		});
	});

	it('is none while its grace lasts', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await book(db, cast.ben, {
			instrument: cast.instrument,
			start: inDays(2, '10:00'),
			end: inDays(2, '12:00')
		});

		expect(await refusalOf(say(db, cast.ben, 'appeal', booking, 'Early'))).toMatchObject({
			key: 'booking_not_missed'
		});
	});

	it('is seen with its appeal by both parties and by nobody else', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const booking = await missed(db, cast.ben, cast.instrument);
		await say(db, cast.ben, 'appeal', booking, 'The door was locked');
		function seenBy(person: Id) {
			return asPerson(db, person.id, () =>
				db.query('select reason from public.no_show_appeals where booking_id = $1', [booking.id])
			);
		}

		expect(await seenBy(cast.olga)).toHaveLength(1);
		expect(await seenBy(cast.tom)).toHaveLength(1);
		expect(await seenBy(cast.eve)).toHaveLength(0);
	});
});

describe('as many no-shows as the rules allow', () => {
	const wish = { start: inDays(3, '10:00'), end: inDays(3, '12:00') };

	it('suspend the person, not their colleagues', async ({ db }) => {
		const cast = await aCast(db, { rules });
		await missed(db, cast.ben, cast.instrument, 1);
		await missed(db, cast.ben, cast.instrument);

		const refusal = await refusalOf(book(db, cast.ben, { ...cast, ...wish }));
		const colleague = await book(db, cast.olga, { ...cast, ...wish });

		expect(refusal).toMatchObject({ code: 'PT422', rules: ['suspended'], alternatives: [] });
		expect(colleague.status).toBe('confirmed');
	});

	it('do so until the suspension has passed', async ({ db }) => {
		const cast = await aCast(db, { rules });
		const first = await missed(db, cast.ben, cast.instrument, 1);
		const second = await missed(db, cast.ben, cast.instrument);
		for (const booking of [first, second]) await letPass(db, booking, 15 * 1440);

		const booking = await book(db, cast.ben, { ...cast, ...wish });

		expect(booking.status).toBe('confirmed');
	});

	it('do not when one of them is waived', async ({ db }) => {
		const cast = await aCast(db, { rules });
		await missed(db, cast.ben, cast.instrument, 1);
		const second = await missed(db, cast.ben, cast.instrument);
		await say(db, cast.ada, 'waive', second, 'Fire alarm');

		const booking = await book(db, cast.ben, { ...cast, ...wish });

		expect(booking.status).toBe('confirmed');
	});
});

describe('a late cancellation', () => {
	const late = {
		cancel_until_minutes: 2880,
		late_cancel_bp: 3000,
		late_cancel_counts: true,
		no_show_limit: 1
	};
	const tomorrow = { start: inDays(1, '10:00'), end: inDays(1, '12:00') };

	it('costs its share and counts', async ({ db }) => {
		const cast = await aCast(db, { rules: late });
		const booking = await book(db, cast.ben, { ...cast, ...tomorrow });
		await cancel(db, cast.ben, booking);

		const refusal = await refusalOf(book(db, cast.ben, { ...cast, ...tomorrow }));

		expect(await standing(db, booking)).toMatchObject({ status: 'cancelled', due_fen: '36000' });
		expect(refusal.rules).toEqual(['suspended']);
	});

	it('is none of the customer’s when the lab cancels', async ({ db }) => {
		const cast = await aCast(db, { rules: late });
		const booking = await book(db, cast.ben, { ...cast, ...tomorrow });
		await cancel(db, cast.tom, booking, 'The pump is broken');

		const again = await book(db, cast.ben, { ...cast, ...tomorrow });

		expect(await standing(db, booking)).toMatchObject({ due_fen: '0' });
		expect(again.status).toBe('confirmed');
	});

	it('cannot be called a move', async ({ db }) => {
		const cast = await aCast(db, { rules: late });
		const booking = await book(db, cast.ben, { ...cast, ...tomorrow });
		const away = [inDays(20, '10:00'), inDays(20, '12:00')] as const;

		const refusal = await refusalOf(move(db, cast.ben, booking, ...away));
		const moved = await move(db, cast.tom, booking, ...away);

		expect(refusal.rules).toEqual(['move_deadline']);
		expect(moved.status).toBe('confirmed');
	});

	it('is in time before the deadline', async ({ db }) => {
		const cast = await aCast(db, { rules: late });
		const booking = await book(db, cast.ben, {
			...cast,
			start: inDays(5, '10:00'),
			end: inDays(5, '12:00')
		});
		await cancel(db, cast.ben, booking);

		expect(await standing(db, booking)).toMatchObject({ due_fen: '0' });
	});
});
