import { describe, expect } from 'vitest';
import { book, inDays, standing } from '../../support/booking-calls.ts';
import { aCast, anInstrument } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import {
	assessFault,
	closeForFault,
	commentOnFault,
	reportFault,
	settleFault
} from '../../support/fault-calls.ts';
import { expandOutbox, factsToldTo, kindsToldTo } from '../../support/notices.ts';

type Id = { id: string };

const TEN = inDays(3, '10:00');
const NOON = inDays(3, '12:00');

/** The usual cast, of whom ben has a booking of the instrument. */
async function aCustomer(db: Db) {
	const cast = await aCast(db);
	const booking = await book(db, cast.ben, { ...cast, start: TEN, end: NOON });
	return { ...cast, booking };
}

async function aFault(db: Db) {
	const cast = await aCustomer(db);
	return { ...cast, fault: await reportFault(db, cast.ben, cast) };
}

function openFaults(db: Db, instrument: Id) {
	return asAnonymous(db, () =>
		db.query('select severity, advice from public.open_faults($1)', [instrument.id])
	);
}

function closureStatus(db: Db, closureId: string | null) {
	return db.one<{ status: string; kind: string }>(
		'select status, kind from public.closures where id = $1',
		[closureId]
	);
}

describe('report_fault', () => {
	it('is a customer’s of the platform or the lab’s, and the lab is told', async ({ db }) => {
		const cast = await aCustomer(db);

		await reportFault(db, cast.ben, cast);
		await reportFault(db, cast.olga, cast);
		await reportFault(db, cast.tom, cast);
		await expandOutbox(db);

		expect((await kindsToldTo(db, cast.ada)).filter((kind) => kind.includes('fault'))).toHaveLength(
			3
		);
		// Nobody is told of their own doing.
		expect((await kindsToldTo(db, cast.tom)).filter((kind) => kind.includes('fault'))).toHaveLength(
			2
		);
	});

	it('is not a stranger’s', async ({ db }) => {
		const cast = await aCustomer(db);

		expect(await refusalOf(reportFault(db, cast.eve, cast))).toMatchObject({
			code: 'PT403',
			key: 'fault_not_yours'
		});
	});

	it('names a booking of that instrument or none', async ({ db }) => {
		const cast = await aCustomer(db);
		const other = await anInstrument(db, cast.platform);

		await reportFault(db, cast.ben, cast);

		expect(
			await refusalOf(reportFault(db, cast.ben, { instrument: other, booking: cast.booking }))
		).toMatchObject({ code: 'PT404', key: 'booking_not_found' });
		expect(await refusalOf(reportFault(db, cast.ben, { instrument: cast.platform }))).toMatchObject(
			{ code: 'PT404', key: 'instrument_not_found' }
		);
	});

	it('makes one fault of one key', async ({ db }) => {
		const cast = await aCustomer(db);
		await db.query(`select set_config('request.headers', '{"idempotency-key": "fault-1"}', true)`);

		const first = await reportFault(db, cast.tom, cast);

		expect((await reportFault(db, cast.tom, cast)).id).toBe(first.id);
		expect(
			await refusalOf(reportFault(db, cast.tom, { ...cast, description: '另一处' }))
		).toMatchObject({ code: 'PT422', key: 'idempotency_key_reused' });
	});

	it('takes ten open ones from a customer, and more from the lab', async ({ db }) => {
		const cast = await aCustomer(db);
		for (let count = 0; count < 10; count += 1) await reportFault(db, cast.ben, cast);

		expect(await refusalOf(reportFault(db, cast.ben, cast))).toMatchObject({
			code: 'PT422',
			key: 'fault_limit_reached'
		});
		for (let count = 0; count < 11; count += 1) await reportFault(db, cast.tom, cast);
	});

	it('closes nothing by itself, even when it says unusable', async ({ db }) => {
		const cast = await aCustomer(db);

		await reportFault(db, cast.ben, { ...cast, severity: 'unusable' });

		expect((await standing(db, cast.booking)).status).toBe('confirmed');
		await book(db, cast.eve, { ...cast, start: NOON, end: inDays(3, '13:00') });
	});
});

describe('who sees a fault', () => {
	function seenBy(db: Db, person: Id, fault: Id) {
		return asPerson(db, person.id, () =>
			db.query(
				`select description, body
				from public.faults
				left join public.fault_comments as comments on comments.fault_id = faults.id
				where faults.id = $1`,
				[fault.id]
			)
		);
	}

	it('is its reporter and the lab, comments included', async ({ db }) => {
		const { ben, ada, tom, fault } = await aFault(db);
		await commentOnFault(db, tom, fault, '备件在途');

		for (const person of [ben, ada, tom]) {
			expect(await seenBy(db, person, fault)).toEqual([
				{ description: '样品台异响', body: '备件在途' }
			]);
		}
	});

	it('is no other customer and no other lab', async ({ db }) => {
		const { olga, eve, tom, fault } = await aFault(db);
		const elsewhere = await aCast(db);
		await commentOnFault(db, tom, fault, '备件在途');

		for (const person of [olga, eve, elsewhere.ada]) {
			expect(await seenBy(db, person, fault)).toEqual([]);
			expect(
				await asPerson(db, person.id, () =>
					db.query('select from public.fault_comments where fault_id = $1', [fault.id])
				)
			).toEqual([]);
		}
	});

	it('is everybody as far as how bad it is, and what the lab advises', async ({ db }) => {
		const { tom, instrument, fault } = await aFault(db);
		await assessFault(db, tom, fault, 'minor', '轻敲模式不受影响');

		expect(await openFaults(db, instrument)).toEqual([
			{ severity: 'minor', advice: '轻敲模式不受影响' }
		]);
		await settleFault(db, tom, fault);
		expect(await openFaults(db, instrument)).toEqual([]);
	});
});

describe('what the lab does with a fault', () => {
	it.for([
		['assess', (db: Db, person: Id, fault: Id) => assessFault(db, person, fault, 'minor')],
		['comment', (db: Db, person: Id, fault: Id) => commentOnFault(db, person, fault, 'x')],
		['close', (db: Db, person: Id, fault: Id) => closeForFault(db, person, fault, NOON)],
		['settle', (db: Db, person: Id, fault: Id) => settleFault(db, person, fault)]
	] as const)('is the lab’s: %s', async ([, act], { db }) => {
		const { ben, eve, fault } = await aFault(db);

		expect(await refusalOf(act(db, ben, fault))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
		expect(await refusalOf(act(db, eve, fault))).toMatchObject({
			code: 'PT404',
			key: 'fault_not_found'
		});
	});

	it('ends with its settling', async ({ db }) => {
		const { tom, fault } = await aFault(db);
		await settleFault(db, tom, fault);

		expect(await refusalOf(settleFault(db, tom, fault))).toMatchObject({
			code: 'PT409',
			key: 'fault_settled'
		});
	});
});

describe('close_for_fault', () => {
	it('offers slots to whom it disturbs, keeps others out, and ends with the fault', async ({
		db
	}) => {
		const cast = await aFault(db);
		await assessFault(db, cast.tom, cast.fault, 'unusable', '停机检修');

		const closed = await closeForFault(db, cast.tom, cast.fault, inDays(5, '00:00'));

		expect(await closureStatus(db, closed.closure_id)).toEqual({
			status: 'planned',
			kind: 'maintenance'
		});
		const late = { ...cast, start: NOON, end: inDays(3, '13:00') };
		expect((await refusalOf(book(db, cast.eve, late))).rules).toContain('closure');

		await settleFault(db, cast.tom, cast.fault);
		await expandOutbox(db);

		expect(await closureStatus(db, closed.closure_id)).toMatchObject({ status: 'ended' });
		await book(db, cast.eve, late);
		expect(await kindsToldTo(db, cast.ben)).toEqual([
			'booking_confirmed',
			'booking_displaced',
			'fault_settled'
		]);
		expect(await factsToldTo(db, cast.ben, 'fault_settled')).toMatchObject({
			note: '已更换限位开关'
		});
	});

	it('puts another closure in the place of the first when the end changes', async ({ db }) => {
		const { tom, fault } = await aFault(db);
		await assessFault(db, tom, fault, 'unusable');

		const first = await closeForFault(db, tom, fault, inDays(2, '00:00'));
		const second = await closeForFault(db, tom, fault, inDays(4, '00:00'));

		expect(await closureStatus(db, first.closure_id)).toMatchObject({ status: 'ended' });
		expect(second.closure_id).not.toBe(first.closure_id);
	});

	it('is for what the lab calls unusable', async ({ db }) => {
		const { tom, fault } = await aFault(db);

		expect(await refusalOf(closeForFault(db, tom, fault, NOON))).toMatchObject({
			code: 'PT409',
			key: 'fault_not_unusable'
		});
	});
});

describe('settle_fault', () => {
	it('says what was done', async ({ db }) => {
		const { tom, fault } = await aFault(db);

		expect(await refusalOf(settleFault(db, tom, fault, ' '))).toMatchObject({
			code: 'PT422',
			key: 'reason_needed'
		});
		expect((await settleFault(db, tom, fault)).settled_at).toBeInstanceOf(Date);
	});
});
