import { describe, expect } from 'vitest';
import {
	acceptRequest,
	anAcceptedRequest,
	aReadingCast,
	aWork,
	confirmCopy,
	fulfil,
	giveFile,
	leaveUnfilled,
	open,
	readPiece,
	requestWork,
	source,
	withdraw
} from '../../support/application-calls.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';
import { standingOf } from '../../support/ledger-calls.ts';
import { expandOutbox, kindsToldTo } from '../../support/notices.ts';

type Id = { id: string };

async function aFulfilledRequest(db: Db) {
	const cast = await anAcceptedRequest(db);
	const copy = await giveFile(db, cast.tom, cast.request);
	return { ...cast, copy, request: await fulfil(db, cast.tom, cast.request) };
}

describe('request_literature', () => {
	it('asks for one work, with two working days and the price of a page', async ({ db }) => {
		const cast = await aReadingCast(db);

		const { id, status } = await requestWork(db, cast.ben, cast.work);
		await expandOutbox(db);

		expect(
			await db.one(
				`select page_fee_fen, decide_by = private.working_days_after(submitted_at, 2, 'Asia/Shanghai') as days
				from public.applications where id = $1`,
				[id]
			)
		).toEqual({ page_fee_fen: 30, days: true });
		expect(status).toBe('submitted');
		expect(await kindsToldTo(db, cast.tom)).toEqual(['lab_application_submitted']);
	});

	it('is for what is delivered, and not open', async ({ db }) => {
		const cast = await aReadingCast(db);
		const work = await aWork(db, cast.platform, 'open');

		expect(await refusalOf(requestWork(db, cast.ben, work))).toMatchObject({
			code: 'PT422',
			key: 'literature_is_open'
		});
		expect(await refusalOf(requestWork(db, cast.ben, cast.platform))).toMatchObject({
			code: 'PT404',
			key: 'literature_item_not_found'
		});
	});

	it('is each person’s own, once at a time', async ({ db }) => {
		const cast = await aReadingCast(db);
		await requestWork(db, cast.ben, cast.work);

		expect(await refusalOf(requestWork(db, cast.ben, cast.work))).toMatchObject({
			code: 'PT409',
			key: 'application_open'
		});
		await requestWork(db, cast.olga, cast.work);
	});

	it('has twenty under way at most', async ({ db }) => {
		const cast = await aReadingCast(db);
		for (let count = 0; count < 20; count += 1) {
			await requestWork(db, cast.ben, await aWork(db, cast.platform));
		}

		expect(await refusalOf(requestWork(db, cast.ben, cast.work))).toMatchObject({
			code: 'PT422',
			key: 'application_limit_reached'
		});
	});
});

describe('accept_literature_request', () => {
	it('says how much and by when', async ({ db }) => {
		const { ben, request } = await anAcceptedRequest(db);
		await expandOutbox(db);

		expect(request).toMatchObject({ status: 'accepted', pages: 10, fee_fen: '300' });
		expect(await kindsToldTo(db, ben)).toEqual(['application_accepted']);
	});

	it('says a time to come and some pages', async ({ db }) => {
		const cast = await aReadingCast(db);
		const request = await requestWork(db, cast.ben, cast.work);

		expect(
			await refusalOf(acceptRequest(db, cast.tom, request, { ready: new Date(0) }))
		).toMatchObject({ code: 'PT422', key: 'ready_by_over' });
		expect(
			await refusalOf(acceptRequest(db, cast.tom, request, { pages: null as unknown as number }))
		).toMatchObject({ code: 'PT422', key: 'pages_missing' });
		await expect(acceptRequest(db, cast.tom, request, { pages: 0 })).rejects.toThrow(
			'applications_pages_are_some'
		);
	});
});

describe('fulfil_literature_request', () => {
	it('charges the pages there were, and records the service', async ({ db }) => {
		const { request } = await aFulfilledRequest(db);

		expect(request).toMatchObject({ status: 'fulfilled', pages: 8, fee_fen: '240' });
		expect(
			await db.one(
				`select kind, unit, quantity, list_price_fen, charged_fen, purpose_code, evidence
				from public.service_records where id = $1`,
				[request.service_record_id]
			)
		).toEqual({
			kind: 'literature',
			unit: 'item',
			quantity: '1.0000',
			list_price_fen: '240',
			charged_fen: '240',
			purpose_code: '135',
			evidence: [`application:${request.id}`]
		});
		expect(await standingOf(db, { id: request.service_record_id ?? '' })).toEqual({
			customer: 'open',
			lab: 'manual'
		});
	});

	it('charges no more than was said', async ({ db }) => {
		const { tom, request } = await anAcceptedRequest(db);
		await giveFile(db, tom, request);

		expect(await fulfil(db, tom, request, 40)).toMatchObject({ pages: 40, fee_fen: '300' });
	});

	it('needs the copy, and takes one', async ({ db }) => {
		const { tom, request } = await anAcceptedRequest(db);
		await source(db, tom, request);

		expect(await refusalOf(fulfil(db, tom, request))).toMatchObject({
			code: 'PT422',
			key: 'delivery_missing'
		});
		await giveFile(db, tom, request);
		expect(await refusalOf(giveFile(db, tom, request))).toMatchObject({
			code: 'PT422',
			key: 'delivery_limit_reached'
		});
	});
});

describe('the copy', () => {
	it('carries the number of its request and is for who asked, for seven days', async ({ db }) => {
		const { ben, olga, copy, request } = await aFulfilledRequest(db);

		expect(copy.name).toBe(`${request.number}_copy.pdf`);
		expect(await readPiece(db, ben, await open(db, ben, copy))).toContain('%PDF');
		expect(await refusalOf(open(db, olga, copy))).toMatchObject({
			code: 'PT403',
			key: 'copy_not_yours'
		});
		const days = ((request.access_until?.getTime() ?? 0) - Date.now()) / 86_400_000;
		expect(Math.round(days)).toBe(7);
	});

	it('is not there before it is handed over, and gone after its days', async ({ db }) => {
		const { ben, tom, request } = await anAcceptedRequest(db);
		const copy = await giveFile(db, tom, request);
		expect(await refusalOf(open(db, ben, copy))).toMatchObject({ key: 'application_moved_on' });
		await fulfil(db, tom, request);
		await db.query(
			`update public.applications set access_until = now() - interval '2 hours' where id = $1`,
			[request.id]
		);

		expect(await refusalOf(open(db, ben, copy))).toMatchObject({ key: 'access_expired' });
		await db.query('select private.prune_application_files()');
		expect(
			await db.query('select 1 from private.application_file_pieces where delivery_id = $1', [
				copy.id
			])
		).toEqual([]);
	});
});

describe('leave_literature_unfilled', () => {
	it('says why and charges nothing', async ({ db }) => {
		const { ben, tom, request } = await anAcceptedRequest(db);

		expect(await leaveUnfilled(db, tom, request)).toMatchObject({
			status: 'unfilled',
			reason_code: 'not_held',
			service_record_id: null
		});
		await expandOutbox(db);
		expect(await kindsToldTo(db, ben)).toContain('application_unfilled');
	});

	it('knows its own reasons and no others', async ({ db }) => {
		const { tom, request } = await anAcceptedRequest(db);

		expect(
			await refusalOf(leaveUnfilled(db, tom, request, { code: 'state_secret' }))
		).toMatchObject({ key: 'reason_code_unknown' });
	});
});

describe('withdraw_application', () => {
	it('cancels a request until it is fulfilled', async ({ db }) => {
		const { ben, request } = await anAcceptedRequest(db);

		expect((await withdraw(db, ben, request)).status).toBe('cancelled');
	});

	it('cancels none that was', async ({ db }) => {
		const { ben, request } = await aFulfilledRequest(db);

		expect(await refusalOf(withdraw(db, ben, request))).toMatchObject({
			key: 'application_moved_on'
		});
	});
});

describe('confirm_literature', () => {
	it('confirms the record, and rates at once or later', async ({ db }) => {
		const { ben, request } = await aFulfilledRequest(db);

		expect((await confirmCopy(db, ben, request)).status).toBe('confirmed');
		expect((await confirmCopy(db, ben, request)).status).toBe('confirmed');
		await expect(confirmCopy(db, ben, request, 6)).rejects.toThrow(
			'applications_rating_is_of_five'
		);
		expect(await confirmCopy(db, ben, request, 5)).toMatchObject({ status: 'rated', rating: 5 });
		expect(await standingOf(db, { id: request.service_record_id ?? '' })).toMatchObject({
			customer: 'manual'
		});
	});

	it('comes after the delivery, once', async ({ db }) => {
		const { ben, request } = await anAcceptedRequest(db);

		expect(await refusalOf(confirmCopy(db, ben, request, 4))).toMatchObject({
			code: 'PT409',
			key: 'application_moved_on'
		});
	});

	it('is not the lab’s', async ({ db }) => {
		const { tom, request } = await aFulfilledRequest(db);

		expect(await refusalOf(confirmCopy(db, tom, request, 5))).toMatchObject({
			code: 'PT403',
			key: 'application_not_yours'
		});
	});
});

describe('a step', () => {
	it('is never changed', async ({ db }) => {
		const { request } = await anAcceptedRequest(db);
		const change = (id: Id) =>
			db.query(`update public.application_steps set reason = 'x' where application_id = $1`, [
				id.id
			]);

		expect(await refusalOf(change(request))).toMatchObject({
			key: 'application_steps_are_insert_only'
		});
	});
});
