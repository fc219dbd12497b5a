/**
 * What the worker promises: whatever happens to it, each person has each notice once and no mail is
 * lost. It runs as a process of its own, is killed outright, and what it does commits.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import type { Client } from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { startMailCatcher, type MailCatcher } from '../../../supabase/embedded/mail-catcher.ts';
import { book, cancel, inDays, move, type Booking } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { asPerson, connect, toDb, type Db } from '../../support/database.ts';
import startTestStack from '../../support/start-stack.ts';
import { startWorker, type Worker } from '../../support/worker.ts';

const KILLS = 12;
const BOOKINGS_A_ROUND = 4;
/** A job whose worker was killed is found by its heartbeat; see worker/main.ts. */
const PATIENCE_MS = 90_000;

type Cast = Awaited<ReturnType<typeof aCast>>;
type CaughtMail = { messageId: string; to: string; subject: string; calendar: string | null };

let database: Client;
let db: Db;
let cast: Cast;
let worker: Worker | undefined;

/** Its own, so that nobody else's bookings stand before these in the queue. */
let stopStack: (() => Promise<void>) | undefined;

beforeAll(async () => {
	delete process.env['SUPABASE_DB_URL'];
	stopStack = await startTestStack();
	database = await connect();
	db = toDb(database);
});

afterAll(async () => {
	await database.end();
	await stopStack?.();
});

beforeEach(async () => {
	cast = await aCast(db, { name: `Worker instrument ${randomUUID()}` });
});

afterEach(async () => {
	await worker?.stop();
	worker = undefined;
});

function startWith(smtpUrl: string): Promise<Worker> {
	return startWorker({ ...process.env, SMTP_URL: smtpUrl, ORIGIN: 'https://yixiang.test' });
}

/** Acts in a transaction, as every call of the Data API does. */
async function committed<Result>(act: () => Promise<Result>): Promise<Result> {
	await database.query('begin');
	const result = await act();
	await database.query('commit');
	return result;
}

function bookSlot(day: number, hour: number): Promise<Booking> {
	const at = String(hour).padStart(2, '0');
	return committed(() =>
		book(db, cast.ben, {
			instrument: cast.instrument,
			start: inDays(day, `${at}:00`),
			end: inDays(day, `${at}:30`)
		})
	);
}

/** The mails of this test's people: how many wait, and what became of the others. */
async function mails(): Promise<{ id: string; sent: boolean; failure: string | null }[]> {
	return db.query(
		`select notices.id, mails.sent_at is not null as sent, mails.failure
		from private.notice_mails as mails
		join public.notices on notices.id = mails.notice_id
		where notices.person_id = any($1)`,
		[[cast.ada.id, cast.tom.id, cast.ben.id, cast.olga.id]]
	);
}

async function untilAllAreTold(subjects: string[]): Promise<void> {
	const deadline = Date.now() + PATIENCE_MS;
	for (;;) {
		const { waiting } = await db.one<{ waiting: number }>(
			`select (
				select count(*) from private.outbox
				where subject_id = any($1) and delivered_at is null
			)::int + (
				select count(*) from private.notice_mails as mails
				join public.notices on notices.id = mails.notice_id
				where notices.subject_id = any($1) and sent_at is null and failed_at is null
			)::int as waiting`,
			[subjects]
		);
		if (waiting === 0) return;
		if (Date.now() > deadline) throw new Error(`${waiting} rows and mails are still waiting.`);
		await pause(200);
	}
}

describe('a worker that is killed again and again while people book', () => {
	let catcher: MailCatcher;
	let folder: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'yixiang-mail-'));
		catcher = await startMailCatcher(folder);
	});

	afterAll(async () => {
		await catcher.stop();
		await rm(folder, { recursive: true, force: true });
	});

	/** What the people of tests were sent; those of the demo are reminded of theirs meanwhile. */
	async function caught(): Promise<CaughtMail[]> {
		const response = await fetch(catcher.readUrl);
		const mails = (await response.json()) as CaughtMail[];
		return mails.filter(({ to }) => to.includes('@people.test'));
	}

	/** Books, moves every second one and cancels every fourth, while the worker may be dying. */
	async function bookAndChange(round: number): Promise<string[]> {
		const made: string[] = [];
		for (let index = 0; index < BOOKINGS_A_ROUND; index += 1) {
			const booking = await bookSlot(5 + round, 8 + index);
			made.push(booking.id);
			if (index % 2 === 1) {
				const [start, end] = [inDays(5 + round, '20:00'), inDays(5 + round, '20:30')];
				await committed(() => move(db, cast.ben, booking, start, end));
			}
			if (index % 4 === 1) await committed(() => cancel(db, cast.ada, booking, '仪器检修'));
			await pause(30);
		}
		return made;
	}

	it('tells everybody everything once, and loses no mail', { timeout: 300_000 }, async () => {
		const bookings: string[] = [];
		for (let round = 0; round < KILLS; round += 1) {
			worker = await startWith(catcher.smtpUrl);
			const booking = bookAndChange(round);
			// At another moment each time: while it claims, while it sends, between the two.
			await pause((round * 397) % 1700);
			await worker.kill();
			bookings.push(...(await booking));
		}
		worker = await startWith(catcher.smtpUrl);
		await untilAllAreTold(bookings);
		await worker.stop();
		worker = undefined;

		const told = await db.query<{ person_id: string; kind: string; count: number }>(
			`select person_id, kind, count(*)::int as count
			from public.notices where subject_id = any($1)
			group by person_id, kind order by kind`,
			[bookings]
		);
		function countsOf(person: { id: string }) {
			return Object.fromEntries(
				told.filter((row) => row.person_id === person.id).map(({ kind, count }) => [kind, count])
			);
		}
		const labNews = {
			lab_booking_confirmed: KILLS * BOOKINGS_A_ROUND,
			lab_booking_moved: KILLS * 2,
			lab_booking_cancelled: KILLS
		};
		expect(countsOf(cast.ben)).toEqual({
			booking_confirmed: KILLS * BOOKINGS_A_ROUND,
			booking_moved: KILLS * 2,
			booking_cancelled: KILLS
		});
		expect(countsOf(cast.tom)).toEqual(labNews);
		// Ada cancelled, and is not told of her own doing.
		expect(countsOf(cast.ada)).toEqual({
			lab_booking_confirmed: KILLS * BOOKINGS_A_ROUND,
			lab_booking_moved: KILLS * 2
		});
		const repeated = await db.query(
			`select person_id, kind, cause from public.notices
			where subject_id = any($1) group by person_id, kind, cause having count(*) > 1`,
			[bookings]
		);
		expect(repeated).toEqual([]);

		const expected = (await mails()).map(({ id }) => `<notice-${id}@yixiang>`).sort();
		const received = (await caught()).map(({ messageId }) => messageId);
		expect(expected).toHaveLength(KILLS * (BOOKINGS_A_ROUND + 3));
		expect([...new Set(received)].sort()).toEqual(expected);
		// A kill between the mail server's answer and the commit sends one mail again, by its own name.
		expect(received.length - expected.length).toBeLessThanOrEqual(KILLS);
	});
});

describe('a mail', () => {
	type Answer = (error?: Error) => void;

	/**
	 * A mail server of which a test says what it answers to mails for Ben; those for other tests'
	 * people it takes.
	 */
	async function aMailServer(answers: {
		toRecipient?: (answer: Answer) => void;
		toMessage?: (message: string, answer: Answer) => void;
	}) {
		const { email } = await db.one<{ email: string }>(
			'select email from auth.users where id = $1',
			[cast.ben.id]
		);
		const server = new SMTPServer({
			authOptional: true,
			disabledCommands: ['STARTTLS'],
			onRcptTo: ({ address }, _session, callback) => {
				if (answers.toRecipient && address === email) answers.toRecipient(callback);
				else callback();
			},
			onData: (stream, { envelope }, callback) => {
				let message = '';
				stream.on('data', (chunk: Buffer) => (message += chunk.toString()));
				stream.on('end', () => {
					const isForBen = envelope.rcptTo.some(({ address }) => address === email);
					if (answers.toMessage && isForBen) answers.toMessage(message, callback);
					else callback();
				});
			}
		});
		// A client that is killed breaks off.
		server.on('error', () => undefined);
		await new Promise<void>((resolve) => {
			server.listen(0, '127.0.0.1', resolve);
		});
		return {
			url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
			stop: () =>
				new Promise<void>((resolve) => {
					server.close(resolve);
				})
		};
	}

	it(
		'that the server took when the worker died is sent again under the same name',
		{ timeout: 120_000 },
		async () => {
			const received: string[] = [];
			const server = await aMailServer({
				toMessage: (message, answer) => {
					received.push(/^Message-ID: (\S+)/m.exec(message)?.[1] ?? '');
					// It is taken, and the first time its sender never hears of it.
					if (received.length > 1) answer();
					else void worker?.kill();
				}
			});
			worker = await startWith(server.url);

			const booking = await bookSlot(60, 10);
			while (received.length === 0) await pause(50);
			worker = await startWith(server.url);
			await untilAllAreTold([booking.id]);

			const [mail] = await mails();
			expect(received).toEqual([`<notice-${mail?.id}@yixiang>`, `<notice-${mail?.id}@yixiang>`]);
			expect(mail?.sent).toBe(true);
			await worker.stop();
			worker = undefined;
			await server.stop();
		}
	);

	it('lets in whom it invites, and is not sent once the invitation is withdrawn', async () => {
		const address = `${randomUUID()}@people.test`;
		const withdrawnAddress = `withdrawn-${address}`;
		const received: { to: string | undefined; text: string }[] = [];
		let tries = 0;
		const server = new SMTPServer({
			authOptional: true,
			disabledCommands: ['STARTTLS'],
			onRcptTo: ({ address: to }, _session, callback) => {
				if (to !== withdrawnAddress) {
					callback();
					return;
				}
				tries += 1;
				callback(Object.assign(new Error('come back later'), { responseCode: 451 }));
			},
			onData: (stream, { envelope }, callback) => {
				void simpleParser(stream).then(({ text }) => {
					received.push({ to: envelope.rcptTo[0]?.address, text: text ?? '' });
					callback();
				});
			}
		});
		await new Promise<void>((resolve) => {
			server.listen(0, '127.0.0.1', resolve);
		});
		function asOlga(sql: string, values: unknown[]) {
			return committed(() => asPerson(db, cast.olga.id, () => db.one<{ id: string }>(sql, values)));
		}
		const invite = `select * from public.invite_member($1, 'member', $2, null)`;
		worker = await startWith(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);

		const invitation = await asOlga(invite, [cast.startup.id, address]);
		const withdrawn = await asOlga(invite, [cast.startup.id, withdrawnAddress]);
		while (tries === 0) await pause(50);
		await asOlga('select * from public.withdraw_invitation($1)', [withdrawn.id]);
		await untilAllAreTold([invitation.id, withdrawn.id]);

		const sent = received.filter(({ to }) => to?.endsWith(address));
		expect(sent.map(({ to }) => to)).toEqual([address]);
		const token = /\/invitations\/(\S+)/.exec(sent[0]?.text ?? '')?.[1];
		expect(await db.one('select private.find_invitation_id($1) as id', [token])).toEqual({
			id: invitation.id
		});
		const { failure } = await db.one<{ failure: string }>(
			`select failure from private.notice_mails as mails
			join public.notices on notices.id = mails.notice_id
			where notices.subject_id = $1`,
			[withdrawn.id]
		);
		expect(failure).toBe('the invitation is no longer open');
		await worker.stop();
		worker = undefined;
		await new Promise<void>((resolve) => {
			server.close(resolve);
		});
	});

	it('is tried again when the server has no time', { timeout: 60_000 }, async () => {
		let tries = 0;
		const server = await aMailServer({
			toRecipient: (answer) => {
				tries += 1;
				if (tries > 1) answer();
				else answer(Object.assign(new Error('come back later'), { responseCode: 451 }));
			}
		});
		worker = await startWith(server.url);

		const booking = await bookSlot(61, 10);
		await untilAllAreTold([booking.id]);

		expect(tries).toBe(2);
		expect((await mails()).map(({ sent }) => sent)).toEqual([true]);
		await worker.stop();
		worker = undefined;
		await server.stop();
	});

	it('is given up when there is no such mailbox', { timeout: 60_000 }, async () => {
		let tries = 0;
		const server = await aMailServer({
			toRecipient: (answer) => {
				tries += 1;
				answer(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
			}
		});
		worker = await startWith(server.url);

		const booking = await bookSlot(62, 10);
		await untilAllAreTold([booking.id]);

		const [mail] = await mails();
		expect(tries).toBe(1);
		expect(mail).toMatchObject({ sent: false });
		expect(mail?.failure).toContain('no such mailbox');
		await worker.stop();
		worker = undefined;
		await server.stop();
	});
});
