import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrateAuth, startAuthServer, type AuthOptions } from './auth-server.ts';
import { nodeArguments, startChild, type Child } from './child.ts';
import { createDataDir, resolveDataDir, type DataDir } from './data-dir.ts';
import { answersOk } from './http-probe.ts';
import { loadKeys, type Keys } from './keys.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { migrate } from './migrate.ts';
import { callableHost, isLoopback } from './loopback.ts';
import { anyFreePort, choosePort } from './ports.ts';
import { databaseUrl, startPostgres } from './postgres.ts';
import { requirePostgrest, startPostgrest } from './postgrest.ts';
import type { ProcessMark } from './processes.ts';
import { claim, updateRunning, waitUntilServing } from './running.ts';

export type StackOptions = {
	/** Everything of the installation; `YIXIANG_DATA_DIR` or `.yixiang` when not given. */
	dataDir?: string;
	/** Applies `supabase/seed.sql` at the first start. */
	demo?: boolean;
	/** Insists on ports; 0 takes any. Without them the usual ones are taken where they are free. */
	ports?: { gateway?: number; database?: number };
	/** Where the gateway listens; all other servers stay on the loopback address. */
	host?: string;
	/** The application's address, where mails lead to. */
	siteUrl?: string | undefined;
	/** The mail server; without one, mails are caught and shown at `DEV_MAIL_URL`. */
	smtpUrl?: string | undefined;
};

/** The variables by which the application and every other client finds the stack. */
type StackEnvironment = Record<string, string> & {
	PUBLIC_SUPABASE_URL: string;
	SUPABASE_REST_URL: string;
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: string;
	SUPABASE_SECRET_KEY: string;
	SUPABASE_DB_URL: string;
	SMTP_URL: string;
	LEDGER_KEY_FILE: string;
};

export type Stack = {
	env: StackEnvironment;
	hasDemoData: boolean;
	/** Migrations edited after they had been applied: the database does not have what they say. */
	editedMigrations: string[];
	/** True when another process runs the stack; stopping is then its affair. */
	isAttached: boolean;
	stop: () => Promise<void>;
};

/**
 * Starts the embedded Supabase and resolves when all of it serves. A stack that already runs on
 * the same data folder is used as it is.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
	// Known before anything is made.
	requirePostgrest();
	const dataDir = resolveDataDir(options.dataDir);
	createDataDir(dataDir);
	if ((await claim(dataDir)) !== undefined) {
		const { env, hasDemoData } = await waitUntilServing(dataDir);
		return {
			env: env as StackEnvironment,
			hasDemoData: hasDemoData ?? false,
			editedMigrations: [],
			isAttached: true,
			stop: () => Promise.resolve()
		};
	}

	const started: { stop: () => Promise<void> }[] = [];
	try {
		return { ...(await startServers(dataDir, options, started)), isAttached: false, stop };
	} catch (error) {
		await stop();
		throw error;
	}

	async function stop(): Promise<void> {
		// The servers in front end before those that they need.
		for (const server of started.splice(0).reverse()) await server.stop();
		rmSync(dataDir.running, { force: true });
	}
}

async function startServers(
	dataDir: DataDir,
	options: StackOptions,
	started: { stop: () => Promise<void> }[]
): Promise<Pick<Stack, 'env' | 'hasDemoData' | 'editedMigrations'>> {
	const keys = loadKeys(dataDir);
	const host = options.host ?? '127.0.0.1';

	const database = await startPostgres(dataDir, keys, options.ports?.database, recordProcess);
	started.push(database);
	const mail = options.smtpUrl === undefined ? await startMailCatcher(dataDir.mail) : undefined;
	if (mail !== undefined) started.push(mail);
	const smtpUrl = mail?.smtpUrl ?? options.smtpUrl ?? '';

	const siteUrl = options.siteUrl ?? 'http://localhost:3000';
	const isLocal = isLoopback(host) && isLoopback(new URL(siteUrl).hostname);
	const auth = { databasePort: database.port, siteUrl, smtpUrl, isLocal };
	await migrateAuth(keys, auth);
	const { edited, hasDemoData } = await migrate(dataDir, keys, database.port, {
		demo: options.demo ?? false
	});

	const api = await startApi({
		dataDir,
		keys,
		host,
		auth,
		recordProcess,
		wantedPort: options.ports?.gateway
	});
	started.push(...api.servers);
	const { publicUrl, restUrl } = api;

	const env: StackEnvironment = {
		PUBLIC_SUPABASE_URL: publicUrl,
		SUPABASE_REST_URL: restUrl,
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishableKey,
		SUPABASE_SECRET_KEY: keys.secretKey,
		SUPABASE_DB_URL: databaseUrl(keys, 'postgres', database.port),
		SMTP_URL: smtpUrl,
		LEDGER_KEY_FILE: dataDir.ledgerKey,
		// Mails hold links that sign people in, so only this machine's own user may read them.
		...(mail !== undefined && isLocal && { DEV_MAIL_URL: mail.readUrl })
	};
	updateRunning(dataDir, (running) => ({ ...running, env, hasDemoData }));
	return { env, hasDemoData, editedMigrations: edited };

	function recordProcess(name: string, mark: ProcessMark): void {
		updateRunning(dataDir, (running) => ({
			...running,
			children: { ...running.children, [name]: mark }
		}));
	}
}

type ApiOptions = {
	dataDir: DataDir;
	keys: Keys;
	host: string;
	auth: Omit<AuthOptions, 'publicUrl'>;
	recordProcess: (name: string, mark: ProcessMark) => void;
	wantedPort: number | undefined;
};

/*
 * PostgREST, Auth and the gateway start side by side. Between choosing a port and taking it
 * another program may be faster, such as a second stack that starts at the same moment.
 */
async function startApi(
	options: ApiOptions
): Promise<{ publicUrl: string; restUrl: string; servers: Child[] }> {
	const { dataDir, keys, host, auth, recordProcess: onSpawn, wantedPort } = options;
	const lastAttempt = 3;
	for (let attempt = 1; ; attempt++) {
		// Kept from start to start: the application is told of it.
		const anyOther = wantedPort === undefined ? undefined : 0;
		const restPort = await choosePort('rest', dataDir, '127.0.0.1', anyOther);
		const authPort = await anyFreePort();
		const port = await choosePort('gateway', dataDir, host, wantedPort);
		const publicUrl = `http://${callableHost(host)}:${port}`;
		const { databasePort } = auth;
		const starting = [
			startPostgrest(dataDir, keys, { port: restPort, databasePort, publicUrl, onSpawn }),
			startAuthServer(dataDir, keys, { ...auth, port: authPort, publicUrl, onSpawn }),
			startGateway(dataDir, keys, { host, port, restPort, authPort, onSpawn })
		];
		try {
			return {
				publicUrl,
				restUrl: `http://127.0.0.1:${restPort}`,
				servers: await Promise.all(starting)
			};
		} catch (error) {
			for (const outcome of await Promise.allSettled(starting)) {
				if (outcome.status === 'fulfilled') await outcome.value.stop();
			}
			const isPortTaken = error instanceof Error && /EADDRINUSE|in use|busy/.test(error.message);
			if (!isPortTaken || attempt === lastAttempt) throw error;
		}
	}
}

function startGateway(
	dataDir: DataDir,
	keys: Keys,
	options: {
		host: string;
		port: number;
		restPort: number;
		authPort: number;
		onSpawn: (name: string, mark: ProcessMark) => void;
	}
): Promise<Child> {
	const { host, port, restPort, authPort } = options;
	const { publishableKey, secretKey, signingKey } = keys;
	return startChild({
		name: 'Gateway',
		command: process.execPath,
		args: nodeArguments(join(import.meta.dirname, 'gateway.ts')),
		env: {
			PATH: process.env.PATH,
			YIXIANG_GATEWAY: JSON.stringify({
				host,
				port,
				restPort,
				authPort,
				publishableKey,
				secretKey,
				signingKey
			})
		},
		logFile: join(dataDir.logs, 'gateway.log'),
		isNode: true,
		isReady: () => answersOk(`http://${callableHost(host)}:${port}/auth/v1/.well-known/jwks.json`),
		onSpawn: options.onSpawn
	});
}
