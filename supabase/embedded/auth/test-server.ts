/**
 * What the tests of this folder stand on: a database of their own with the schema laid, servers
 * over it in this process, and the mail that they send.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
	AuthClient,
	GoTrueAdminApi,
	type AuthFlowType,
	type GoTrueClient
} from '@supabase/supabase-js';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { simpleParser } from 'mailparser';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { parseConfig } from './config.ts';
import { openPool, type Pool } from './database.ts';
import { loadKeys } from './keys.ts';
import { logger } from './logger.ts';
import { Mailer } from './mailer.ts';
import { migrate } from './migrate.ts';
import { RateLimits } from './rate-limits.ts';
import { createAuthServer } from './server.ts';

export const SITE_URL = 'https://yixiang.test';

const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const kid = randomUUID();
const signingKey = {
	...(await exportJWK(privateKey)),
	kid,
	alg: 'RS256',
	key_ops: ['sign', 'verify']
};

type Message = { to: string; subject: string; text: string; link: string; code: string };

export type TestServer = {
	url: string;
	pool: Pool;
	/** The newest mail to `address`. @throws where there is none. */
	mailTo: (address: string) => Message;
	mailCount: (address: string) => number;
	/** A client on a device of its own. */
	client: (flowType?: AuthFlowType) => GoTrueClient;
	admin: GoTrueAdminApi;
	/** A second server with other settings over the same database. */
	startAnother: (env: NodeJS.ProcessEnv) => Promise<TestServer>;
	stop: () => Promise<void>;
};

/**
 * Starts a server over a new database beside the one that TEST_DATABASE_URL names, whose role must
 * be allowed to create databases.
 */
export async function startTestServer(env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
	const { TEST_DATABASE_URL: givenUrl } = process.env;
	if (givenUrl === undefined) throw new Error('Set TEST_DATABASE_URL to run these tests.');

	const name = `auth_test_${randomUUID().replaceAll('-', '')}`;
	await runStatement(givenUrl, `create database ${name}`);
	const url = new URL(givenUrl);
	url.pathname = `/${name}`;

	logger.level = 'silent';
	const pool = openPool(url.href, 10);
	await migrate(pool);
	const mailbox = await openMailbox();
	const server = await startOver(pool, mailbox, { DATABASE_URL: url.href, ...env });
	return {
		...server,
		stop: async () => {
			await server.stop();
			await mailbox.close();
			await pool.end();
			await runStatement(givenUrl, `drop database ${name}`);
		}
	};
}

async function startOver(
	pool: Pool,
	mailbox: Mailbox,
	env: NodeJS.ProcessEnv
): Promise<TestServer> {
	const config = parseConfig({
		API_EXTERNAL_URL: 'https://yixiang.test/auth/v1',
		GOTRUE_SITE_URL: SITE_URL,
		GOTRUE_URI_ALLOW_LIST: 'https://*.yixiang.test/auth/**',
		GOTRUE_JWT_KEYS: JSON.stringify([signingKey]),
		GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: '0',
		GOTRUE_SMTP_HOST: '127.0.0.1',
		GOTRUE_SMTP_PORT: String(mailbox.port),
		GOTRUE_RATE_LIMIT_EMAIL_SENT: '1000',
		...env
	});
	const mailer = new Mailer(config);
	const server = createAuthServer({
		config,
		pool,
		mailer,
		keys: loadKeys(config),
		rateLimits: new RateLimits(config)
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
	const others: TestServer[] = [];

	return {
		url,
		pool,
		mailTo: mailbox.newestTo,
		mailCount: mailbox.countTo,
		client: (flowType = 'implicit') => createDeviceClient(url, flowType),
		admin: new GoTrueAdminApi({
			url,
			headers: { Authorization: `Bearer ${await signServiceToken()}` }
		}),
		startAnother: async (otherEnv) => {
			const other = await startOver(pool, mailbox, { ...env, ...otherEnv });
			others.push(other);
			return other;
		},
		stop: async () => {
			await Promise.all(others.map((other) => other.stop()));
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
			mailer.close();
		}
	};
}

function createDeviceClient(url: string, flowType: AuthFlowType): GoTrueClient {
	const stored = new Map<string, string>();
	return new AuthClient({
		url,
		flowType,
		autoRefreshToken: false,
		persistSession: true,
		detectSessionInUrl: false,
		storageKey: randomUUID(),
		storage: {
			getItem: (key) => stored.get(key) ?? null,
			setItem: (key, value) => void stored.set(key, value),
			removeItem: (key) => void stored.delete(key)
		}
	});
}

async function signServiceToken(): Promise<string> {
	return new SignJWT({ role: 'service_role' })
		.setProtectedHeader({ alg: 'RS256', kid })
		.setExpirationTime('1h')
		.sign(privateKey);
}

type Mailbox = {
	port: number;
	newestTo: (address: string) => Message;
	countTo: (address: string) => number;
	close: () => Promise<void>;
};

async function openMailbox(): Promise<Mailbox> {
	const messages: Message[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, session, done) {
			simpleParser(stream).then((mail) => {
				const text = mail.text ?? '';
				messages.push({
					to: session.envelope.rcptTo.map(({ address }) => address).join(),
					subject: mail.subject ?? '',
					text,
					link: /https?:\S+/.exec(text)?.[0] ?? '',
					code: /\b\d{6}\b/.exec(text.replaceAll(/https?:\S+/g, ''))?.[0] ?? ''
				});
				done();
			}, done);
		}
	});
	const listening = server.listen(0, '127.0.0.1');
	await once(listening, 'listening');
	function to(address: string): Message[] {
		return messages.filter((message) => message.to === address);
	}

	return {
		port: (listening.address() as AddressInfo).port,
		newestTo: (address) => {
			const message = to(address).at(-1);
			if (message === undefined) throw new Error(`No mail to ${address}.`);
			return message;
		},
		countTo: (address) => to(address).length,
		close: () =>
			new Promise((resolve) => {
				server.close(resolve);
			})
	};
}

async function runStatement(connectionString: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}

let people = 0;

/** An address that nobody in the run has had. */
export function anEmail(): string {
	people += 1;
	return `person-${String(people)}@example.com`;
}

export const PASSWORD = 'a-long-enough-password';

/** An account that is confirmed, and a client on a device where it is signed in. */
export async function aPerson(
	server: TestServer
): Promise<{ email: string; id: string; client: GoTrueClient }> {
	const email = anEmail();
	const { data, error } = await server.admin.createUser({
		email,
		password: PASSWORD,
		email_confirm: true
	});
	if (error !== null) throw error;
	return { email, id: data.user.id, client: await signIn(server, email) };
}

/** A client on a further device of the person. */
export async function signIn(server: TestServer, email: string): Promise<GoTrueClient> {
	const client = server.client();
	const { error } = await client.signInWithPassword({ email, password: PASSWORD });
	if (error !== null) throw error;
	return client;
}

/** The refresh token that the client holds. */
export async function refreshTokenOf(client: GoTrueClient): Promise<string> {
	const { data } = await client.getSession();
	return data.session?.refresh_token ?? '';
}

/** Where following a link of a mail leads to, without going there. */
export async function follow(server: TestServer, link: string): Promise<URL> {
	const response = await fetch(`${server.url}/verify${new URL(link).search}`, {
		redirect: 'manual'
	});
	return new URL(response.headers.get('location') ?? '');
}
