import { describe, expect } from 'vitest';
import {
	aDataset,
	aReadingCast,
	anApprovedApplication,
	applyForData,
	approve,
	ask,
	giveFile,
	giveLink,
	LICENCE,
	open,
	readPiece,
	reject,
	reportUse,
	resume,
	review,
	withdraw
} from '../../support/application-calls.ts';
import { aMembership, anOrganisation } from '../../support/builders.ts';
import { asAnonymous, asPerson, it, refusalOf, type Db } from '../../support/database.ts';
import { standingOf } from '../../support/ledger-calls.ts';
import { expandOutbox, factsToldTo, kindsToldTo } from '../../support/notices.ts';

type Id = { id: string };

async function passed(db: Db, application: Id) {
	await db.query(
		`update public.applications set access_until = now() - interval '1 hour' where id = $1`,
		[application.id]
	);
}

async function stageOf(db: Db, application: Id): Promise<string> {
	const { stage } = await db.one<{ stage: string }>(
		'select public.application_stage(applications) as stage from public.applications where id = $1',
		[application.id]
	);
	return stage;
}

describe('working_days_after', () => {
	it.for([
		['five days over a weekend', '2026-11-26 10:00+08', 5, '2026-12-03T16:00:00.000Z'],
		['over the National Day, and a Saturday that is worked', '2026-09-30 10:00+08', 2, null],
		['from a Saturday', '2026-11-28 10:00+08', 1, '2026-11-30T16:00:00.000Z']
	] as const)('counts %s', async ([, from, days, expected], { db }) => {
		const { end, worked } = await db.one<{ end: Date; worked: number }>(
			`select ended.at as end, (
				select count(*)::integer
				from generate_series(($1::timestamptz at time zone 'Asia/Shanghai')::date + 1, ended.last, '1 day') as days (day)
				where private.is_working_day(days.day::date)
			) as worked
			from (
				select at, (at at time zone 'Asia/Shanghai')::date - 1 as last
				from private.working_days_after($1, $2, 'Asia/Shanghai') as at
			) as ended`,
			[from, days]
		);

		expect(worked).toBe(days);
		expect(end.toISOString()).toBe(expected ?? end.toISOString());
	});

	it('takes a holiday for none and a make-up day for one', async ({ db }) => {
		const days = await db.query<{ is_working_day: boolean; works: boolean }>(
			`select is_working_day, private.is_working_day(on_date) as works from public.holidays`
		);

		expect(days.length).toBeGreaterThan(20);
		expect(days.filter((day) => day.works !== day.is_working_day)).toEqual([]);
	});
});

describe('apply_for_data', () => {
	it('puts a wish before the lab, with its deadline, licence and version', async ({ db }) => {
		const cast = await aReadingCast(db);

		const application = await applyForData(db, cast.ben, cast);
		await expandOutbox(db);

		const { days, licence, version } = await db.one<Record<string, unknown>>(
			`select
				applications.decide_by = private.working_days_after(applications.submitted_at, 5, 'Asia/Shanghai') as days,
				details.accepted_licence as licence, details.accepted_version as version
			from public.applications
			join public.application_details as details on details.application_id = applications.id
			where applications.id = $1`,
			[application.id]
		);
		expect({ status: application.status, days, licence, version }).toEqual({
			status: 'submitted',
			days: true,
			licence: LICENCE,
			version: 'v1'
		});
		expect(await kindsToldTo(db, cast.ada)).toEqual(['lab_application_submitted']);
		expect(await factsToldTo(db, cast.tom, 'lab_application_submitted')).toMatchObject({
			resource: { name: 'Porenbilder' },
			answer_by: expect.any(String) as string
		});
	});

	it('takes only the licence that the dataset has now', async ({ db }) => {
		const cast = await aReadingCast(db);

		expect(await refusalOf(applyForData(db, cast.ben, { ...cast, licence: null }))).toMatchObject({
			code: 'PT403',
			key: 'licence_not_accepted'
		});
		expect(
			await refusalOf(applyForData(db, cast.ben, { ...cast, licence: 'CC0-1.0' }))
		).toMatchObject({ code: 'PT409', key: 'licence_changed' });
	});

	it('takes one open application of an organisation at a time', async ({ db }) => {
		const cast = await aReadingCast(db);
		const first = await applyForData(db, cast.ben, cast);

		expect(await refusalOf(applyForData(db, cast.olga, cast))).toMatchObject({
			code: 'PT409',
			key: 'application_open'
		});
		await withdraw(db, cast.olga, first);
		expect((await applyForData(db, cast.olga, cast)).status).toBe('submitted');
	});

	it('is for datasets on application, and for none that is not there', async ({ db }) => {
		const cast = await aReadingCast(db);
		const dataset = await aDataset(db, cast.platform, { access: 'restricted' });

		expect(await refusalOf(applyForData(db, cast.ben, { dataset }))).toMatchObject({
			code: 'PT422',
			key: 'dataset_not_on_application'
		});
		expect(await refusalOf(applyForData(db, cast.ben, { dataset: cast.platform }))).toMatchObject({
			code: 'PT404',
			key: 'dataset_not_found'
		});
	});

	it('names the organisation where a person has several', async ({ db }) => {
		const cast = await aReadingCast(db);
		const makerspace = await anOrganisation(db, 'makerspace', 'Werkstatt');
		await aMembership(db, { person: cast.ben, organisation: makerspace, role: 'member' });

		expect(await refusalOf(applyForData(db, cast.ben, cast))).toMatchObject({
			key: 'organisation_ambiguous'
		});
		expect(
			await refusalOf(applyForData(db, cast.ben, { ...cast, organisation: cast.rival }))
		).toMatchObject({ key: 'organisation_not_yours' });
		await applyForData(db, cast.ben, { ...cast, organisation: makerspace });
	});

	it('is not for visitors', async ({ db }) => {
		const cast = await aReadingCast(db);

		expect(
			await refusalOf(
				asAnonymous(db, () =>
					db.query(`select public.apply_for_data($1, '136', 'x', $2)`, [cast.dataset.id, LICENCE])
				)
			)
		).toMatchObject({ code: '42501' });
	});

	it('makes one application of one key', async ({ db }) => {
		const cast = await aReadingCast(db);
		await db.query(`select set_config('request.headers', '{"idempotency-key": "data-1"}', true)`);

		const first = await applyForData(db, cast.ben, cast);

		expect((await applyForData(db, cast.ben, cast)).id).toBe(first.id);
		expect(
			await refusalOf(applyForData(db, cast.ben, { ...cast, use: 'etwas anderes' }))
		).toMatchObject({ key: 'idempotency_key_reused' });
	});

	it('keeps a draft from the lab until it is sent', async ({ db }) => {
		const cast = await aReadingCast(db);
		const draft = await applyForData(db, cast.ben, {
			...cast,
			use: '',
			licence: null,
			draft: true
		});
		await expandOutbox(db);

		expect(draft).toMatchObject({ status: 'draft', decide_by: null });
		expect(await kindsToldTo(db, cast.ada)).toEqual([]);
		expect(await refusalOf(approve(db, cast.ada, draft))).toMatchObject({
			key: 'application_not_found'
		});
		expect(await refusalOf(resume(db, cast.ben, draft, { use: ' ' }))).toMatchObject({
			code: 'PT422',
			key: 'intended_use_missing'
		});
		expect((await resume(db, cast.ben, draft, { draft: true })).status).toBe('draft');
		expect((await resume(db, cast.ben, draft)).status).toBe('submitted');
	});
});

describe('the lab', () => {
	it('takes up, asks for more, and has its days anew with the answer', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);
		await review(db, cast.tom, application);
		await ask(db, cast.tom, application, 'Welches Modell?');
		await db.query(
			`update public.applications set decide_by = now() - interval '1 day' where id = $1`,
			[application.id]
		);
		await expandOutbox(db);

		const answered = await resume(db, cast.ben, application);

		expect(answered.decide_by?.getTime()).toBeGreaterThan(Date.now());
		expect(await factsToldTo(db, cast.ben, 'application_more_info')).toMatchObject({
			note: 'Welches Modell?'
		});
		const history = await asPerson(db, cast.ben.id, () =>
			db.query('select before, after, side, actor, reason from public.application_history($1)', [
				application.id
			])
		);
		expect(history).toEqual([
			{ before: null, after: 'submitted', side: 'customer', actor: 'Ben', reason: null },
			{ before: 'submitted', after: 'in_review', side: 'lab', actor: 'Tom', reason: null },
			{
				before: 'in_review',
				after: 'more_info',
				side: 'lab',
				actor: 'Tom',
				reason: 'Welches Modell?'
			},
			{ before: 'more_info', after: 'submitted', side: 'customer', actor: 'Ben', reason: null }
		]);
	});

	it('asks with words', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);

		expect(await refusalOf(ask(db, cast.tom, application, ' '))).toMatchObject({
			code: 'PT422',
			key: 'reason_needed'
		});
	});

	it('rejects by a code and in words', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);

		expect(await refusalOf(reject(db, cast.ada, application, { code: 'not_held' }))).toMatchObject({
			code: 'PT422',
			key: 'reason_code_unknown'
		});
		expect(await refusalOf(reject(db, cast.ada, application, { reason: '' }))).toMatchObject({
			key: 'reason_needed'
		});
		expect(await reject(db, cast.ada, application)).toMatchObject({
			status: 'rejected',
			reason_code: 'embargo'
		});
		await expandOutbox(db);
		expect(await kindsToldTo(db, cast.ben)).toEqual(['application_rejected']);
	});

	it('decides once', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);
		await reject(db, cast.ada, application);

		expect(await refusalOf(approve(db, cast.ada, application))).toMatchObject({
			code: 'PT409',
			key: 'application_moved_on'
		});
	});

	it('grants a licence, some downloads, and an end that is to come', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);

		expect(await refusalOf(approve(db, cast.ada, application, { licence: ' ' }))).toMatchObject({
			code: 'PT422',
			key: 'licence_missing'
		});
		expect(await refusalOf(approve(db, cast.ada, application, { days: -2 }))).toMatchObject({
			code: 'PT422',
			key: 'access_end_invalid'
		});
		await expect(approve(db, cast.ada, application, { downloads: 0 })).rejects.toThrow(
			'applications_download_limit_is_some'
		);
		expect((await approve(db, cast.ada, application)).status).toBe('approved');
	});

	it('is not the applicant, nor another lab', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);

		expect(await refusalOf(approve(db, cast.ben, application))).toMatchObject({
			code: 'PT403',
			key: 'application_not_yours'
		});
		expect(await refusalOf(approve(db, cast.eve, application))).toMatchObject({
			code: 'PT404',
			key: 'application_not_found'
		});
		expect(await refusalOf(withdraw(db, cast.ada, application))).toMatchObject({
			code: 'PT403',
			key: 'application_not_yours'
		});
	});

	it('is late once its days are over, and nothing else comes of it', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);
		await expandOutbox(db);
		await db.query(
			`update public.applications set decide_by = now() - interval '1 day' where id = $1`,
			[application.id]
		);

		const { late } = await db.one<{ late: boolean }>(
			'select public.is_overdue(applications) as late from public.applications where id = $1',
			[application.id]
		);
		await db.query('select private.announce_applications()');
		await db.query('select private.announce_applications()');
		await expandOutbox(db);

		expect(late).toBe(true);
		expect(
			(await kindsToldTo(db, cast.ada)).filter((kind) => kind === 'lab_application_due')
		).toHaveLength(1);
		expect((await approve(db, cast.ada, application)).status).toBe('approved');
	});
});

describe('open_delivery', () => {
	it('hands over the link and records the service the first time', async ({ db }) => {
		const { ben, delivery, application } = await anApprovedApplication(db);

		const first = await open(db, ben, delivery);
		await open(db, ben, delivery);

		const records = await db.query<Id>(
			`select records.id, kind, unit, quantity, purpose_code, beneficiary_class, charged_fen, evidence, details.content
			from public.service_records as records
			join public.service_record_details as details on details.record_id = records.id
			where dataset_id is not null and evidence = array['application:' || $1::text]`,
			[application.id]
		);
		expect(first.url).toBe('https://data.example.org/s/abc');
		expect(records).toEqual([
			{
				id: expect.any(String) as string,
				kind: 'dataset',
				unit: 'item',
				quantity: '1.0000',
				purpose_code: '136',
				beneficiary_class: 'other_external',
				charged_fen: '0',
				evidence: [`application:${application.id}`],
				content: 'Porenbilder'
			}
		]);
		expect(
			await db.one(
				'select status, downloads, service_record_id from public.applications where id = $1',
				[application.id]
			)
		).toEqual({ status: 'delivered', downloads: 2, service_record_id: records[0]?.id });
	});

	it('ends with the downloads that were granted', async ({ db }) => {
		const { ben, olga, delivery } = await anApprovedApplication(db, { downloads: 2 });
		await open(db, ben, delivery);
		await open(db, olga, delivery);

		expect(await refusalOf(open(db, ben, delivery))).toMatchObject({
			code: 'PT422',
			key: 'download_limit_reached'
		});
	});

	it('ends with the last day, after which the report is due', async ({ db }) => {
		const { ben, delivery, application } = await anApprovedApplication(db);
		await open(db, ben, delivery);
		await passed(db, application);

		expect(await refusalOf(open(db, ben, delivery))).toMatchObject({
			code: 'PT409',
			key: 'access_expired'
		});
		expect(await stageOf(db, application)).toBe('use_report_due');
		await db.query('select private.announce_applications()');
		await expandOutbox(db);
		expect(await kindsToldTo(db, ben)).toContain('application_report_due');
	});

	it('has expired where nobody fetched it', async ({ db }) => {
		const { application } = await anApprovedApplication(db);
		await passed(db, application);

		expect(await stageOf(db, application)).toBe('expired');
	});

	it('asks for consent to a licence that is another than was accepted', async ({ db }) => {
		const { ben, delivery } = await anApprovedApplication(db, { licence: 'Nur für das Modell' });

		expect(await refusalOf(open(db, ben, delivery))).toMatchObject({
			code: 'PT403',
			key: 'licence_not_accepted'
		});
		await open(db, ben, delivery, 'Nur für das Modell');
		await open(db, ben, delivery);
	});

	it('gives a file to who opened it, for an hour', async ({ db }) => {
		const { ben, olga, tom, application } = await anApprovedApplication(db);
		const file = await giveFile(db, tom, application, { name: 'poren.csv', content: 'a,b\n1,2\n' });
		const opened = await open(db, ben, file);

		expect(await readPiece(db, ben, opened)).toBe('a,b\n1,2\n');
		expect(await refusalOf(readPiece(db, olga, opened))).toMatchObject({
			code: 'PT404',
			key: 'file_not_found'
		});
		await db.query(`update public.application_downloads set at = now() - interval '2 hours'`);
		expect(await refusalOf(readPiece(db, ben, opened))).toMatchObject({ key: 'file_not_found' });
	});

	it('is for the applicant and the owner, not for a stranger', async ({ db }) => {
		const { eve, delivery } = await anApprovedApplication(db);

		expect(await refusalOf(open(db, eve, delivery))).toMatchObject({
			code: 'PT404',
			key: 'application_not_found'
		});
	});

	it('hands over nothing that the lab has taken back', async ({ db }) => {
		const { ben, tom, delivery } = await anApprovedApplication(db);
		await asPerson(db, tom.id, () => db.query('select public.retire_delivery($1)', [delivery.id]));

		expect(await refusalOf(open(db, ben, delivery))).toMatchObject({ key: 'file_not_found' });
		expect(
			await refusalOf(
				asPerson(db, ben.id, () => db.query('select public.retire_delivery($1)', [delivery.id]))
			)
		).toMatchObject({ key: 'file_not_found' });
	});
});

describe('what a lab gives', () => {
	it('is an address of the web', async ({ db }) => {
		const { tom, application } = await anApprovedApplication(db);

		await expect(giveLink(db, tom, application, 'file:///etc/passwd')).rejects.toThrow(
			'application_deliveries_url_is_http'
		);
	});

	it('is given once it was approved', async ({ db }) => {
		const cast = await aReadingCast(db);
		const application = await applyForData(db, cast.ben, cast);

		expect(await refusalOf(giveLink(db, cast.tom, application))).toMatchObject({
			key: 'application_moved_on'
		});
	});

	it.for([
		['empty', '', 'a.csv', 'file_empty'],
		['a program', 'MZ', 'a.csv', 'file_is_not_its_kind'],
		['of a kind that is not taken', 'x', 'a.exe', 'file_kind_refused']
	] as const)('is no file that is %s', async ([, content, name, key], { db }) => {
		const { tom, application } = await anApprovedApplication(db);

		expect(await refusalOf(giveFile(db, tom, application, { name, content }))).toMatchObject({
			code: 'PT422',
			key
		});
	});

	it('shows nobody the address before it is fetched', async ({ db }) => {
		const { ben, delivery } = await anApprovedApplication(db);

		expect(
			await refusalOf(
				asPerson(db, ben.id, () =>
					db.query('select url from public.application_deliveries where id = $1', [delivery.id])
				)
			)
		).toMatchObject({ code: '42501' });
	});
});

describe('report_data_use', () => {
	it('ends the application and its downloads, and tells the lab', async ({ db }) => {
		const { ben, ada, delivery, application } = await anApprovedApplication(db);
		await open(db, ben, delivery);

		expect(await refusalOf(reportUse(db, ben, application, ' '))).toMatchObject({
			key: 'reason_needed'
		});
		const closed = await reportUse(db, ben, application);
		await expandOutbox(db);

		expect(closed.status).toBe('closed');
		expect(await refusalOf(open(db, ben, delivery))).toMatchObject({ key: 'application_moved_on' });
		expect(await kindsToldTo(db, ada)).toContain('lab_application_ended');
		expect(await standingOf(db, { id: closed.service_record_id ?? '' })).toMatchObject({
			customer: 'manual'
		});
	});

	it('comes after a download', async ({ db }) => {
		const { ben, application } = await anApprovedApplication(db);

		expect(await refusalOf(reportUse(db, ben, application))).toMatchObject({
			code: 'PT409',
			key: 'application_moved_on'
		});
	});
});

describe('withdraw_application', () => {
	it('takes back what was not fetched', async ({ db }) => {
		const { ben, ada, application } = await anApprovedApplication(db);

		expect((await withdraw(db, ben, application)).status).toBe('withdrawn');
		await expandOutbox(db);
		expect(await kindsToldTo(db, ada)).toContain('lab_application_ended');
	});

	it('takes back nothing that was', async ({ db }) => {
		const { ben, delivery, application } = await anApprovedApplication(db);
		await open(db, ben, delivery);

		expect(await refusalOf(withdraw(db, ben, application))).toMatchObject({
			key: 'application_moved_on'
		});
	});
});

describe('accept_dataset_licence', () => {
	function accept(db: Db, person: Id, dataset: Id, licence: string) {
		return asPerson(db, person.id, () =>
			db.one<Id & { version: string }>(
				'select id, version from public.accept_dataset_licence($1, $2)',
				[dataset.id, licence]
			)
		);
	}

	it('is kept once for a person and version', async ({ db }) => {
		const cast = await aReadingCast(db);
		const dataset = await aDataset(db, cast.platform, { access: 'registered' });

		const first = await accept(db, cast.ben, dataset, LICENCE);
		const again = await accept(db, cast.ben, dataset, LICENCE);
		await db.query(`update public.datasets set version = 'v2' where id = $1`, [dataset.id]);
		const later = await accept(db, cast.ben, dataset, LICENCE);

		expect(again.id).toBe(first.id);
		expect(later).toMatchObject({ version: 'v2' });
		expect(later.id).not.toBe(first.id);
	});

	it('is of the licence as it is, of a dataset for those who sign in', async ({ db }) => {
		const cast = await aReadingCast(db);
		const dataset = await aDataset(db, cast.platform, { access: 'registered' });

		expect(await refusalOf(accept(db, cast.ben, dataset, 'CC0-1.0'))).toMatchObject({
			key: 'licence_changed'
		});
		expect(await refusalOf(accept(db, cast.ben, cast.dataset, LICENCE))).toMatchObject({
			code: 'PT422',
			key: 'dataset_not_on_licence'
		});
	});
});

describe('set_delivery_terms', () => {
	it('is a manager’s, and holds for what comes after', async ({ db }) => {
		const cast = await aReadingCast(db);
		const set = (person: Id, fee = 50) =>
			asPerson(db, person.id, () =>
				db.one<{ page_fee_fen: number; review_days: number }>(
					'select page_fee_fen, review_days from public.set_delivery_terms($1, $2, 3, 4)',
					[cast.platform.id, fee]
				)
			);

		expect(await refusalOf(set(cast.tom))).toMatchObject({ key: 'platform_not_yours' });
		await expect(set(cast.ada, -1)).rejects.toThrow('delivery_terms_page_fee_is_little');
		expect(await set(cast.ada)).toEqual({ page_fee_fen: 50, review_days: 4 });
	});
});
