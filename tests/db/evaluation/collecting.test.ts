/**
 * A collection in steps: that it comes to what it came to all at once, whatever happens meanwhile and
 * whoever takes the steps, and that nobody goes by half of it.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { aWork } from '../../support/application-calls.ts';
import { aPlatform } from '../../support/builders.ts';
import {
	asAnonymous,
	asPerson,
	connect,
	it,
	refusalOf,
	toDb,
	type Db
} from '../../support/database.ts';
import {
	aCycle,
	anEvaluatedCast,
	beginMove,
	beginRestating,
	designate,
	grades,
	measureRest,
	move,
	moveOnTo,
	restate,
	serve,
	sheet,
	type ProgressRow
} from '../../support/evaluation-calls.ts';
import { correctRecord, disputeRecord } from '../../support/ledger-calls.ts';
import { startWorker } from '../../support/worker.ts';

type Id = { id: string };
type Step = { of_platform: string | null; problem: string | null };

/** A worker that starts on a stack nobody has worked on has all its notices to write first. */
const PATIENCE_MS = 200_000;

/** Platforms without a record beside that of a cast, in its city. */
async function idlePlatforms(db: Db, university: Id, city: string, count: number): Promise<Id[]> {
	const platforms: Id[] = [];
	for (let number = 0; number < count; number += 1) {
		const platform = await aPlatform(db, university);
		await db.query('update public.platforms set city = $2 where id = $1', [platform.id, city]);
		await designate(db, platform);
		platforms.push(platform);
	}
	return platforms;
}

/** A cast whose platform has something to tell for every formula, and an evaluation that is open. */
async function aBusyCast(db: Db) {
	const cast = await anEvaluatedCast(db);
	const { ada, ben, platform, instrument, startup, rival, university, city, vera } = cast;
	const record = await serve(db, ada, platform, {
		day: '2026-01-05',
		hours: 2,
		instrument,
		whom: startup,
		list_price_fen: 30_000,
		charged_fen: 10_000
	});
	await serve(db, ada, platform, { day: '2026-01-05', hours: 5, instrument, whom: rival });
	await serve(db, ada, platform, { day: '2026-01-06', hours: 4, instrument, whom: university });
	const disputed = await serve(db, ada, platform, {
		day: '2026-02-01',
		hours: 1,
		instrument,
		whom: startup
	});
	await disputeRecord(db, ben, disputed, 'Wir waren nicht da');
	for (const [status, more] of [
		['confirmed', {}],
		['completed', {}],
		['declined', { decided_at: '2026-02-01 12:00+08' }],
		['declined', { decided_at: '2026-02-01 12:00+08', decision_note: '停电' }],
		['cancelled', { cancelled_by: ada.id, cancelled_at: '2026-02-02 10:00+08' }],
		['cancelled', { cancelled_by: ben.id, cancelled_at: '2026-02-02 10:00+08' }]
	] as const) {
		await aBooking(db, cast, status, more);
	}
	const work = await aWork(db, platform);
	await db.query(
		`insert into public.applications (
			kind, platform_id, organisation_id, literature_item_id, status, purpose_code, submitted_at,
			decide_by, decided_at, rating, service_record_id
		)
		values ('literature', $1, $2, $3, 'rated', '135', '2026-01-20', '2026-01-25', '2026-01-21', 4, $4)`,
		[platform.id, startup.id, work.id, record.id]
	);
	const idle = await idlePlatforms(db, university, city, 2);
	const cycle = await aCycle(db, vera, { city });
	await moveOnTo(db, vera, cycle, 'open');
	return { ...cast, record, idle, cycle };
}

/** A booking of the window that has come to a state. */
async function aBooking(
	db: Db,
	{ instrument, platform, startup, ben }: Awaited<ReturnType<typeof anEvaluatedCast>>,
	status: string,
	more: Record<string, string>
): Promise<Id> {
	const columns = Object.keys(more);
	return db.one<Id>(
		`insert into public.bookings (
			instrument_id, platform_id, organisation_id, person_id, rule_id, reserved, status, currency,
			created_at ${columns.map((column) => `, ${column}`).join('')}
		)
		select $1, $2, $3, $4, id, tstzrange('2026-02-03 10:00+08', '2026-02-03 11:00+08'), $5::public.booking_status,
			'CNY', '2026-02-01 10:00+08' ${columns.map((_, index) => `, $${index + 6}`).join('')}
		from public.booking_rules where instrument_id = $1
		returning id`,
		[instrument.id, platform.id, startup.id, ben.id, status, ...Object.values(more)]
	);
}

/** What a collection came to: each value, and each hash. */
async function outcomeOf(db: Db, collection: Id) {
	return {
		values: await db.query<{ indicator_code: string; value: string | null }>(
			`select platform_id, indicator_code, value, sample, facts from public.evaluation_values
			where collection_id = $1 order by platform_id, indicator_code`,
			[collection.id]
		),
		inputs: await db.query(
			`select platform_id, head_seq, head_hash, counted_records, backfilled, requests, unreasoned, input_hash
			from public.evaluation_inputs where collection_id = $1 order by platform_id`,
			[collection.id]
		),
		hash: await db.one('select input_hash from public.evaluation_collections where id = $1', [
			collection.id
		])
	};
}

function lastCollection(db: Db, cycle: Id): Promise<Id> {
	return db.one<Id>('select id from private.last_collection($1)', [cycle.id]);
}

function step(db: Db, collection: Id): Promise<Step[]> {
	return db.query<Step>('select of_platform, problem from private.step_collections($1)', [
		collection.id
	]);
}

/** Measures one platform of those that are left. */
async function measureOne(db: Db, collection: Id, platform?: Id): Promise<void> {
	await db.query(
		`select private.measure_task(tasks)
		from (
			select * from private.evaluation_tasks
			where collection_id = $1 and ($2::uuid is null or platform_id = $2) order by id limit 1
		) as tasks`,
		[collection.id, platform?.id ?? null]
	);
}

function progressAs<Row>(
	act: (read: () => Promise<ProgressRow[]>) => Promise<Row>,
	db: Db,
	cycle: Id
) {
	return act(() =>
		db.query<ProgressRow>('select * from public.evaluation_progress($1)', [cycle.id])
	);
}

function continueAs(db: Db, person: Id, cycle: Id): Promise<ProgressRow[]> {
	return asPerson(db, person.id, () =>
		db.query<ProgressRow>('select * from public.continue_evaluation($1)', [cycle.id])
	);
}

/** The function that measured all at once, as it was, under another name. */
async function bringBackTheEarlier(db: Db): Promise<void> {
	const migration = await readFile(
		'supabase/migrations/20261126080100_measure_platforms.sql',
		'utf8'
	);
	for (const name of ['measure_platform', 'collect_evaluation']) {
		const start = migration.indexOf(`create function private.${name}(`);
		const text = migration.slice(start, migration.indexOf('$$;', start) + '$$;'.length);
		await db.query(
			text
				.replaceAll('measure_platform', 'earlier_measure_platform')
				.replaceAll('collect_evaluation', 'earlier_collect_evaluation')
		);
	}
}

describe('a collection in steps', () => {
	it('comes to the same digits and hashes as the function that did it at once', async ({ db }) => {
		const { vera, cycle } = await aBusyCast(db);
		await bringBackTheEarlier(db);
		const earlier = await db.one<Id>(
			'select id from private.earlier_collect_evaluation($1, null)',
			[cycle.id]
		);

		await move(db, vera, cycle, 'collecting');

		const outcome = await outcomeOf(db, await lastCollection(db, cycle));
		expect(outcome).toEqual(await outcomeOf(db, earlier));
		// What bookings, applications and ratings tell is among it.
		expect(
			outcome.values
				.filter(({ value }) => Number(value) > 0)
				.map(({ indicator_code: code }) => code)
		).toEqual(expect.arrayContaining(['A1', 'B1', 'B2', 'C1', 'C2', 'C3']));
	});

	it('does not see what is written while it is half done', async ({ db }) => {
		const cast = await aBusyCast(db);
		const { ada, ben, platform, instrument, startup, vera, record, idle, cycle } = cast;
		const atOnce = await db.one<Id>('select id from private.collect_evaluation($1, null)', [
			cycle.id
		]);
		await beginMove(db, vera, cycle, 'collecting');
		const collection = await lastCollection(db, cycle);
		await measureOne(db, collection, idle[0]);

		const later = await serve(db, ada, platform, {
			day: '2026-02-09',
			hours: 6,
			instrument,
			whom: startup
		});
		await disputeRecord(db, ben, record, 'Doch nicht');
		await correctRecord(db, ada, record, { ends_at: '2026-01-05T18:00:00+08:00' });
		await disputeRecord(db, ben, later, 'Auch nicht');
		await aBooking(db, cast, 'declined', { decided_at: '2026-02-01 12:00+08' });
		await db.query(
			`update public.bookings set status = 'cancelled', cancelled_by = $2, cancelled_at = now()
			where platform_id = $1 and status = 'confirmed'`,
			[platform.id, ada.id]
		);
		await db.query('update public.applications set rating = 1 where platform_id = $1', [
			platform.id
		]);
		await db.query(
			`update public.instruments set external_use = 'no', worth_fen = 1, name_en = 'x' where id = $1`,
			[instrument.id]
		);
		await db.query(`update public.purpose_codes set is_shared = not is_shared`);
		await measureRest(db, cycle);

		expect(await outcomeOf(db, collection)).toEqual(await outcomeOf(db, atOnce));
	});

	it('is again what it was from the same heads', async ({ db }) => {
		const { ada, platform, instrument, startup, vera, cycle } = await aBusyCast(db);
		await move(db, vera, cycle, 'collecting');
		const first = await lastCollection(db, cycle);
		await serve(db, ada, platform, { day: '2026-02-09', hours: 6, instrument, whom: startup });

		await moveOnTo(db, vera, cycle, 'expert_scoring');

		const again = await lastCollection(db, cycle);
		expect(again.id).not.toBe(first.id);
		expect(await outcomeOf(db, again)).toEqual(await outcomeOf(db, first));
	});

	it('says how far it is, and ends in a step of its own', async ({ db }) => {
		const { vera, cycle } = await aBusyCast(db);
		const read = () => progressAs((query) => asAnonymous(db, query), db, cycle);
		expect(await read()).toEqual([]);

		await beginMove(db, vera, cycle, 'collecting');
		const collection = await lastCollection(db, cycle);
		expect(await read()).toMatchObject([
			{ is_restatement: false, platforms: '3', measured: '0', failing: '0', finished_at: null }
		]);
		await measureOne(db, collection);
		expect(await read()).toMatchObject([{ measured: '1', finished_at: null }]);
		for (let tries = 0; (await read())[0]?.measured !== '3' && tries < 5; tries += 1) {
			await step(db, collection);
		}
		expect(await read()).toMatchObject([{ measured: '3', finished_at: null }]);
		expect(await step(db, collection)).toEqual([{ of_platform: null, problem: null }]);

		expect(await read()).toMatchObject([{ finished_at: expect.any(Date) as Date }]);
		expect(await step(db, collection)).toEqual([]);
	});

	it('goes on with the others where one cannot be measured, and tries that one again', async ({
		db
	}) => {
		const { platform, vera, cycle } = await aBusyCast(db);
		await db.query(
			`create function pg_temp.tg_fail() returns trigger language plpgsql as $$
			begin
				if new.platform_id = nullif(current_setting('test.fails_for', true), '')::uuid then
					raise exception 'out_of_order';
				end if;
				return new;
			end $$`
		);
		await db.query(
			`create trigger _900_fail before insert on public.evaluation_values
			for each row execute function pg_temp.tg_fail()`
		);
		await db.query(`select set_config('test.fails_for', $1, true)`, [platform.id]);
		await beginMove(db, vera, cycle, 'collecting');
		const collection = await lastCollection(db, cycle);

		const steps: Step[] = [];
		for (let tries = 0; steps.length < 3 && tries < 5; tries += 1) {
			steps.push(...(await step(db, collection)));
		}
		expect(steps.filter(({ problem }) => problem === null)).toHaveLength(2);
		expect(steps.find(({ problem }) => problem !== null)).toEqual({
			of_platform: platform.id,
			problem: 'P0001: out_of_order'
		});
		expect(await step(db, collection)).toEqual([]);
		expect(await continueAs(db, vera, cycle)).toMatchObject([{ measured: '2', failing: '1' }]);

		await db.query(`select set_config('test.fails_for', '', true)`);
		expect(await continueAs(db, vera, cycle)).toMatchObject([{ measured: '3', failing: '0' }]);
		expect(await continueAs(db, vera, cycle)).toMatchObject([
			{ finished_at: expect.any(Date) as Date }
		]);
	});
});

describe('while an evaluation is collected', () => {
	it('nothing goes on that needs its values', async ({ db }) => {
		const { ada, vera, cycle } = await aBusyCast(db);
		await beginMove(db, vera, cycle, 'collecting');
		await measureOne(db, await lastCollection(db, cycle));

		for (const call of [
			() => move(db, vera, cycle, 'self_report'),
			() => sheet(db, vera, cycle),
			() => sheet(db, ada, cycle),
			() => grades(db, vera, cycle)
		]) {
			expect(await refusalOf(call())).toMatchObject({
				code: 'PT409',
				key: 'evaluation_collecting'
			});
		}
		// Pressed twice is still once.
		expect((await beginMove(db, vera, cycle, 'collecting')).state).toBe('collecting');

		await measureRest(db, cycle);
		expect((await move(db, vera, cycle, 'self_report')).state).toBe('self_report');
	});

	it('is no result, and no further restatement, before the one that was asked for is there', async ({
		db
	}) => {
		const { vera, cycle } = await aBusyCast(db);
		await moveOnTo(db, vera, cycle, 'published');
		await beginRestating(db, vera, cycle, '补录');

		expect((await refusalOf(beginRestating(db, vera, cycle, '再来'))).key).toBe(
			'evaluation_collecting'
		);
		expect((await refusalOf(move(db, vera, cycle, 'rectification', '差'))).key).toBe(
			'evaluation_collecting'
		);
		expect(
			(
				await refusalOf(
					db.query(
						`select private.keep_result(cycles, 'published', null)
				from public.evaluation_cycles as cycles where id = $1`,
						[cycle.id]
					)
				)
			).key
		).toBe('evaluation_collecting');
	});

	it('who may see the evaluation may see how far it is; a draft is nobody’s but the evaluators’', async ({
		db
	}) => {
		const { eve, vera, cycle, city } = await aBusyCast(db);
		await beginMove(db, vera, cycle, 'collecting');

		expect(await progressAs((read) => asPerson(db, eve.id, read), db, cycle)).toHaveLength(1);
		expect(await progressAs((read) => asAnonymous(db, read), db, cycle)).toHaveLength(1);
		const draft = await aCycle(db, vera, { city });
		await db.query(`select private.begin_collection($1, null)`, [draft.id]);
		expect(await progressAs((read) => asPerson(db, vera.id, read), db, draft)).toHaveLength(1);
		expect(await progressAs((read) => asPerson(db, eve.id, read), db, draft)).toEqual([]);
		expect(await progressAs((read) => asAnonymous(db, read), db, draft)).toEqual([]);
	});

	it('an evaluator goes on with it, and nobody else does', async ({ db }) => {
		const { ada, vera, cycle } = await aBusyCast(db);
		await beginMove(db, vera, cycle, 'collecting');

		expect((await refusalOf(continueAs(db, ada, cycle))).key).toBe('not_allowed');
		expect((await refusalOf(continueAs(db, vera, { id: randomUUID() }))).key).toBe(
			'evaluation_not_found'
		);
		const visitor = asAnonymous(db, () =>
			db.query('select public.continue_evaluation($1)', [cycle.id])
		);
		expect((await refusalOf(visitor)).code).toBe('42501');
		for (let tries = 0; tries < 9; tries += 1) {
			const [progress] = await continueAs(db, vera, cycle);
			if (progress?.finished_at) break;
		}
		expect(await continueAs(db, vera, cycle)).toMatchObject([
			{ measured: '3', finished_at: expect.any(Date) as Date }
		]);
	});

	it.for(['evaluation_runs', 'evaluation_tasks', 'evaluation_ratings'])(
		'private.%s is out of everybody’s reach',
		async (table, { db }) => {
			const { vera, cycle } = await aBusyCast(db);
			await beginMove(db, vera, cycle, 'collecting');
			const read = () => db.query(`select from private.${table}`);

			expect(await read()).not.toEqual([]);
			expect((await refusalOf(asPerson(db, vera.id, read))).code).toBe('42501');
		}
	);
});

describe('a restatement in steps', () => {
	it('is published at its end by who asked for it, with the notices and the audit', async ({
		db
	}) => {
		const { vera, cycle } = await aBusyCast(db);
		await moveOnTo(db, vera, cycle, 'published');
		const results = () =>
			db.query<{ stage: string; created_by: string; reason: string | null }>(
				`select stage, created_by, reason from public.evaluation_results
				where cycle_id = $1 order by version`,
				[cycle.id]
			);
		const told = () =>
			db.one<{ count: string }>(
				`select count(*) from private.outbox
				join public.evaluation_participants as participants on participants.id = outbox.subject_id
				where outbox.topic = 'evaluation_restated' and participants.cycle_id = $1`,
				[cycle.id]
			);

		expect(await beginRestating(db, vera, cycle, '补录三月的服务')).toMatchObject({
			is_restatement: true,
			measured: '0',
			finished_at: null
		});
		expect(await results()).toHaveLength(2);
		expect(await told()).toEqual({ count: '0' });
		await measureRest(db, cycle);

		expect((await results())[2]).toEqual({
			stage: 'restated',
			created_by: vera.id,
			reason: '补录三月的服务'
		});
		expect(await told()).toEqual({ count: '3' });
		expect(
			await db.query(
				`select action, person_id, after ->> 'note' as note from public.audit_entries
				where subject_id = $1 and action in ('collect', 'restate') order by at, id`,
				[cycle.id]
			)
		).toEqual([
			{ action: 'collect', person_id: vera.id, note: '补录三月的服务' },
			{ action: 'restate', person_id: vera.id, note: '补录三月的服务' }
		]);
		// Whoever asks next is themselves again.
		await restate(db, vera, cycle, '再次');
		expect(await results()).toHaveLength(4);
	});

	it.for([
		['evaluation_runs_reason_has_length', 'x'.repeat(2001)],
		['evaluation_runs_reason_is_clean', 'a\u0007b']
	] as const)(
		'is not begun with a reason that no result could have: %s',
		async ([key, reason], { db }) => {
			const { vera, cycle } = await aBusyCast(db);
			await moveOnTo(db, vera, cycle, 'published');

			expect((await refusalOf(beginRestating(db, vera, cycle, reason))).key).toContain(key);
		}
	);
});

describe('steps that several take', () => {
	let one: Client;
	let other: Client;

	beforeAll(async () => {
		[one, other] = await Promise.all([connect(), connect()]);
	});
	afterAll(async () => {
		await Promise.all([one.end(), other.end()]);
	});

	/** A collection that is begun and there to stay, of a busy platform and idle ones. */
	async function aCommittedCollection() {
		const db = toDb(one);
		await one.query('begin');
		const cast = await aBusyCast(db);
		await one.query('commit');
		await one.query('begin');
		await beginMove(db, cast.vera, cast.cycle, 'collecting');
		await one.query('commit');
		return { ...cast, db, collection: await lastCollection(db, cast.cycle) };
	}

	async function untilFinished(db: Db, collection: Id): Promise<void> {
		await vi.waitFor(
			async () => {
				const run = await db.one<{ finished_at: Date | null }>(
					'select finished_at from private.evaluation_runs where collection_id = $1',
					[collection.id]
				);
				expect(run.finished_at).not.toBeNull();
			},
			{ timeout: PATIENCE_MS, interval: 200 }
		);
	}

	it('measure no platform twice, come into nobody’s way, and end once', async () => {
		const { db, collection } = await aCommittedCollection();
		const steps: Step[] = [];
		async function work(client: Client): Promise<void> {
			for (;;) {
				const done = await step(toDb(client), collection);
				if (done.length === 0) return;
				steps.push(...done);
			}
		}

		await Promise.all([work(one), work(other)]);
		await untilFinished(db, collection);

		const measured = steps.flatMap(({ of_platform: platform }) => platform ?? []);
		expect(steps.filter(({ problem }) => problem !== null)).toEqual([]);
		expect(new Set(measured).size).toBe(measured.length);
		expect(await outcomeOf(db, collection)).toMatchObject({
			inputs: [{}, {}, {}].map(() => ({
				input_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string
			}))
		});
	});

	it('hold no chain, and what is broken off in the middle is done anew', async () => {
		const { db, collection, platform } = await aCommittedCollection();
		const broken = await connect();
		const { pid } = await toDb(broken).one<{ pid: number }>('select pg_backend_pid() as pid');
		broken.on('error', () => {
			// It is ended below.
		});
		await broken.query('begin');
		await measureOne(toDb(broken), collection, platform);

		await one.query('begin');
		expect(
			await db.query('select from private.ledger_heads where platform_id = $1 for update nowait', [
				platform.id
			])
		).toHaveLength(1);
		await one.query('commit');
		await one.query('select pg_terminate_backend($1)', [pid]);

		const left = () =>
			db.query(
				'select from private.evaluation_tasks where collection_id = $1 and platform_id = $2',
				[collection.id, platform.id]
			);
		expect(await left()).toHaveLength(1);
		while ((await step(db, collection)).length > 0);
		await untilFinished(db, collection);
		expect(await left()).toHaveLength(0);
	});

	it('are taken by the worker, which goes on after it was killed', async () => {
		const { db, collection, platform } = await aCommittedCollection();
		// One platform is kept from the worker, so that it is killed with something left to do.
		await other.query('begin');
		await other.query(
			'select from private.evaluation_tasks where collection_id = $1 and platform_id = $2 for update',
			[collection.id, platform.id]
		);
		const left = async () =>
			(
				await db.one<{ count: string }>(
					'select count(*) from private.evaluation_tasks where collection_id = $1',
					[collection.id]
				)
			).count;

		const first = await startWorker();
		await vi.waitFor(
			async () => {
				expect(await left()).toBe('1');
			},
			{ timeout: PATIENCE_MS, interval: 200 }
		);
		await first.kill();
		await other.query('rollback');
		const second = await startWorker();
		await untilFinished(db, collection);
		await second.stop();

		expect(await left()).toBe('0');
	});
});
