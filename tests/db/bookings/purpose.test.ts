import { describe, expect } from 'vitest';
import {
	book,
	cancel,
	checkIn,
	checkOut,
	inDays,
	letBegin,
	letPass,
	statePurpose
} from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };

async function aBooking(db: Db, purposeCode?: string) {
	const cast = await aCast(db);
	const booking = await book(db, cast.ben, {
		instrument: cast.instrument,
		start: inDays(1, '10:00'),
		end: inDays(1, '11:00'),
		...(purposeCode !== undefined && { purposeCode })
	});
	return { ...cast, booking };
}

async function use(db: Db, person: Id, booking: Id) {
	await letBegin(db, booking, 1);
	await checkIn(db, person, booking);
	await letPass(db, booking, 30);
	await checkOut(db, person, booking);
	return db.one<{ purpose_code: string | null; is_shared: boolean }>(
		'select purpose_code, is_shared from public.current_service_records where booking_id = $1',
		[booking.id]
	);
}

describe('the kind of purpose of a booking', () => {
	it('makes its use count as shared', async ({ db }) => {
		const { ben, booking } = await aBooking(db, '136');

		expect(await use(db, ben, booking)).toEqual({ purpose_code: '136', is_shared: true });
	});

	it('left open, does not', async ({ db }) => {
		const { ben, booking } = await aBooking(db);

		expect(await use(db, ben, booking)).toEqual({ purpose_code: null, is_shared: false });
	});

	it('is said afterwards by the customer or the lab, and taken back', async ({ db }) => {
		const { ada, ben, booking } = await aBooking(db);

		expect(await statePurpose(db, ben, booking, 'medical')).toMatchObject({
			purpose_code: 'medical'
		});
		expect(await statePurpose(db, ada, booking, '135')).toMatchObject({ purpose_code: '135' });
		expect(await statePurpose(db, ben, booking, '')).toMatchObject({ purpose_code: null });
		expect(
			await db.query(
				`select person_id from public.audit_entries
				where subject_id = $1 and action = 'state_purpose' order by id`,
				[booking.id]
			)
		).toEqual([{ person_id: ben.id }, { person_id: ada.id }, { person_id: ben.id }]);
	});

	it('is nobody else’s to say', async ({ db }) => {
		const { eve, booking } = await aBooking(db);

		expect(await refusalOf(statePurpose(db, eve, booking, '135'))).toMatchObject({
			code: 'PT404',
			key: 'booking_not_found'
		});
	});

	it('is fixed once the use is on record', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		await use(db, ben, booking);

		expect(await refusalOf(statePurpose(db, ben, booking, '135'))).toMatchObject({
			code: 'PT409',
			key: 'booking_recorded'
		});
	});

	it('is not said of a booking that is cancelled', async ({ db }) => {
		const { ben, booking } = await aBooking(db);
		await cancel(db, ben, booking);

		expect(await refusalOf(statePurpose(db, ben, booking, '135'))).toMatchObject({
			code: 'PT409',
			key: 'booking_closed'
		});
	});

	it('is one of the list', async ({ db }) => {
		const { ben, booking } = await aBooking(db);

		expect(await refusalOf(statePurpose(db, ben, booking, 'fun'))).toMatchObject({
			code: '23503',
			key: expect.stringContaining('bookings_purpose_code_fkey') as string
		});
	});
});
