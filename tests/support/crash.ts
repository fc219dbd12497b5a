/**
 * Kills everything that serves, outright and at once, while people book, and looks at what is left.
 * `npm run crash` runs it ten times over; the tests run a short form.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { Client } from 'pg';
import { SMTPServer } from 'smtp-server';
import { resolveDataDir } from '../../supabase/embedded/data-dir.ts';
import { findRunning, waitUntilServing } from '../../supabase/embedded/running.ts';
import { anInstrument, anOrganisation, aPlatform } from './builders.ts';
import { signInCustomers, type Customer } from './customers.ts';
import { ownerUrl } from './owner-url.ts';
import { toDb, type Db } from './to-db.ts';

const CUSTOMERS = 6;
const HOUR = 3_600_000;
const RECOVERY_MS = 90_000;
/** A mail whose worker died is tried again after a while that doubles with each of its workers that died. */
const TELLING_MS = 90_000;

/** What a run found; every list is empty when nothing was lost and nothing done twice. */
export type CrashReport = {
	rounds: number;
	kills: number;
	acknowledged: number;
	recoverySeconds: number[];
	lostBookings: string[];
	lostCancellations: string[];
	overlapping: string[];
	noticesMissing: string[];
	noticesDoubled: string[];
	mailsLost: string[];
	/** The same mail, by its own name, sent once more: killed between the mail server's yes and ours. */
	mailsRepeated: number;
};

type Acknowledged = { id: string; isCancelled: boolean };

export async function crash({
	rounds,
	log = () => undefined
}: {
	rounds: number;
	log?: (line: string) => void;
}): Promise<CrashReport> {
	const folder = await mkdtemp(join(tmpdir(), 'yixiang-crash-'));
	const mails: string[] = [];
	const sink = await startMailSink(mails);
	const port = await freePort();
	const site = spawn(process.execPath, ['scripts/start.ts'], {
		env: {
			...process.env,
			YIXIANG_DATA_DIR: folder,
			PORT: String(port),
			SMTP_URL: sink.url,
			// The site's own, whatever the tests around it use.
			PUBLIC_SUPABASE_URL: '',
			SUPABASE_DB_URL: ''
		},
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const origin = `http://127.0.0.1:${port}`;
	try {
		await untilReady(origin, site, 180_000);
		const { env = {} } = await waitUntilServing(resolveDataDir(folder));
		const open = () =>
			new Client({ connectionString: ownerUrl(folder, env['SUPABASE_DB_URL'] ?? '') });
		const { customers, instrument } = await prepare(open(), env);

		const load = startLoad(origin, instrument, customers);
		const recoverySeconds: number[] = [];
		let kills = 0;
		for (let round = 1; round <= rounds; round += 1) {
			await pause(1500 + Math.random() * 1500);
			const victims = findVictims(folder, site);
			for (const pid of victims) process.kill(pid, 'SIGKILL');
			kills += victims.length;
			const killedAt = performance.now();
			await untilReady(origin, site, RECOVERY_MS);
			recoverySeconds.push(Number(((performance.now() - killedAt) / 1000).toFixed(1)));
			log(
				`round ${round}: killed ${victims.length}, serving again after ${recoverySeconds.at(-1)} s`
			);
		}
		await pause(1500);
		const acknowledged = await load.stop();
		log(`${acknowledged.length} bookings were acknowledged`);

		const database = open();
		await database.connect();
		try {
			await untilAllIsTold(toDb(database));
			return {
				rounds,
				kills,
				acknowledged: acknowledged.length,
				recoverySeconds,
				...(await compare(toDb(database), acknowledged, mails))
			};
		} finally {
			await database.end();
		}
	} finally {
		site.kill('SIGTERM');
		if (site.exitCode === null) await once(site, 'exit');
		await sink.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

async function prepare(database: Client, env: Record<string, string>) {
	await database.connect();
	try {
		const db = toDb(database);
		const university = await anOrganisation(db, 'university', 'Crash university');
		const instrument = await anInstrument(db, await aPlatform(db, university), { units: 2 });
		return { customers: await signInCustomers(database, CUSTOMERS, env), instrument };
	} finally {
		await database.end();
	}
}

/** Postgres, PostgREST, the application and the worker, as the supervisor has started them by now. */
function findVictims(folder: string, site: ChildProcess): number[] {
	const children = findRunning(resolveDataDir(folder))?.children ?? {};
	const served = ['Postgres', 'PostgREST'].flatMap((name) => children[name]?.pid ?? []);
	const own = execFileSync('ps', ['-o', 'pid=,ppid=,args=', '-A'], { encoding: 'utf8' })
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter(([, parent, ...args]) => {
			return (
				Number(parent) === site.pid &&
				args.some((argument) => /scripts\/serve\.ts|worker\/main\.ts/.test(argument))
			);
		})
		.map(([pid]) => Number(pid));
	return [...served, ...own];
}

/** Every customer books one slot after the other, many wanted by two, and cancels every fourth. */
function startLoad(origin: string, instrument: { id: string }, customers: Customer[]) {
	const acknowledged: Acknowledged[] = [];
	let isOver = false;

	async function untilAnswered(customer: Customer, path: string, body: object) {
		const key = randomUUID();
		for (;;) {
			try {
				const response = await fetch(`${origin}/api/v1/bookings${path}`, {
					method: 'POST',
					headers: {
						authorization: `Bearer ${customer.token}`,
						'content-type': 'application/json',
						'idempotency-key': key
					},
					body: JSON.stringify(body),
					signal: AbortSignal.timeout(15_000)
				});
				const answer = (await response.json()) as { id?: string };
				if (response.status < 500) return { status: response.status, id: answer.id };
			} catch {
				// Killed in the middle of it: the same key is sent again, as a careful client does.
			}
			await pause(200);
		}
	}

	async function work(customer: Customer, index: number): Promise<void> {
		for (let turn = 0; !isOver; turn += 1) {
			const start = Math.ceil(Date.now() / HOUR) * HOUR + (24 + turn * 4 + (index % 4)) * HOUR;
			const made = await untilAnswered(customer, '', {
				instrument_id: instrument.id,
				start: new Date(start).toISOString(),
				end: new Date(start + HOUR).toISOString()
			});
			if (made.status !== 201 || made.id === undefined) continue;
			const booking = { id: made.id, isCancelled: false };
			acknowledged.push(booking);
			if (turn % 4 === 3) {
				const { status } = await untilAnswered(customer, `/${booking.id}/cancel`, {});
				booking.isCancelled = status === 200;
			}
		}
	}

	const workers = customers.map(work);
	return {
		async stop() {
			isOver = true;
			await Promise.all(workers);
			return acknowledged;
		}
	};
}

async function compare(db: Db, acknowledged: Acknowledged[], mails: string[]) {
	const ids = acknowledged.map(({ id }) => id);
	const stored = await db.query<{ id: string; status: string }>(
		'select id, status from public.bookings where id = any($1)',
		[ids]
	);
	const statusOf = new Map(stored.map(({ id, status }) => [id, status]));
	const overlapping = await db.query<{ id: string }>(
		`select one.id from public.occupancies as one
		join public.occupancies as other
			on other.instrument_id = one.instrument_id and other.unit = one.unit
			and other.id > one.id and other.during && one.during and other.active
		where one.active`
	);
	const told = await db.query<{ subject_id: string; kind: string; times: number }>(
		`select subject_id, kind, count(*)::integer as times
		from public.notices
		join public.bookings on bookings.id = notices.subject_id and bookings.person_id = notices.person_id
		where subject_id = any($1)
		group by subject_id, kind`,
		[ids]
	);
	const sent = await db.query<{ notice_id: string }>(
		`select mails.notice_id
		from private.notice_mails as mails
		join public.notices on notices.id = mails.notice_id
		where notices.subject_id = any($1) and mails.sent_at is not null`,
		[ids]
	);
	const confirmed = new Set(
		told.filter(({ kind }) => kind === 'booking_confirmed').map(({ subject_id }) => subject_id)
	);
	return {
		lostBookings: ids.filter((id) => !statusOf.has(id)),
		lostCancellations: acknowledged
			.filter(({ id, isCancelled }) => isCancelled && statusOf.get(id) !== 'cancelled')
			.map(({ id }) => id),
		overlapping: overlapping.map(({ id }) => id),
		noticesMissing: ids.filter((id) => !confirmed.has(id)),
		noticesDoubled: told
			.filter(({ times }) => times > 1)
			.map(({ subject_id, kind }) => `${subject_id} ${kind}`),
		mailsLost: sent
			.map(({ notice_id }) => notice_id)
			.filter((id) => !mails.some((messageId) => messageId.includes(id))),
		mailsRepeated: mails.length - new Set(mails).size
	};
}

async function untilAllIsTold(db: Db): Promise<void> {
	const deadline = Date.now() + TELLING_MS;
	for (;;) {
		const { waiting } = await db.one<{ waiting: number }>(
			`select (
				select count(*) from private.outbox where delivered_at is null
			)::integer + (
				select count(*) from private.notice_mails where sent_at is null and failed_at is null
			)::integer as waiting`
		);
		if (waiting === 0) return;
		if (Date.now() > deadline) throw new Error(`${waiting} rows and mails are still waiting.`);
		await pause(250);
	}
}

async function untilReady(origin: string, site: ChildProcess, withinMs: number): Promise<void> {
	const deadline = Date.now() + withinMs;
	for (;;) {
		try {
			const response = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(5_000) });
			await response.body?.cancel();
			if (response.ok) return;
		} catch {
			// Not there yet.
		}
		if (site.exitCode !== null) throw new Error('The site ended.');
		if (Date.now() > deadline) throw new Error('The site does not serve again.');
		await pause(100);
	}
}

async function startMailSink(mails: string[]) {
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData: (stream, _session, callback) => {
			simpleParser(stream).then(
				({ messageId }) => {
					mails.push(messageId ?? '');
					callback();
				},
				(error: unknown) => {
					callback(error instanceof Error ? error : new Error(String(error)));
				}
			);
		}
	});
	// A worker that is killed in the middle of a mail breaks off, which is what is tried here.
	server.on('error', () => undefined);
	const listener = server.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const { port } = listener.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		stop: () =>
			new Promise<void>((resolve) => {
				server.close(() => {
					resolve();
				});
			})
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
