import { describe, expect } from 'vitest';
import { availability, book, inDays } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { it, refusalOf } from '../../support/database.ts';

describe('time that no booking takes', () => {
	it.for(['maintenance', 'closure', 'own_use', 'hold'])(
		'is as taken by %s as by a booking',
		async (kind, { db }) => {
			const { ben, instrument } = await aCast(db);
			await db.query(
				'insert into public.occupancies (instrument_id, kind, during) values ($1, $2, tstzrange($3, $4))',
				[instrument.id, kind, inDays(2, '10:00'), inDays(2, '12:00')]
			);
			const day = { instrument, start: inDays(2, '09:00'), end: inDays(2, '13:00') };

			const refusal = await refusalOf(
				book(db, ben, { instrument, start: inDays(2, '11:00'), end: inDays(2, '13:00') })
			);
			const { free } = await availability(db, day);

			expect(refusal).toMatchObject({ code: 'PT409', rules: ['overlap'] });
			expect(free.map(({ start, end }) => [Date.parse(start), Date.parse(end)])).toEqual([
				[Date.parse(inDays(2, '09:00')), Date.parse(inDays(2, '10:00'))],
				[Date.parse(inDays(2, '12:00')), Date.parse(inDays(2, '13:00'))]
			]);
		}
	);
});
