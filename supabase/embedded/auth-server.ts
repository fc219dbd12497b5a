import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { nodeArguments, startChild, type Child, type ChildOptions } from './child.ts';
import type { DataDir } from './data-dir.ts';
import { answersOk } from './http-probe.ts';
import type { Keys } from './keys.ts';
import { databaseUrl } from './postgres.ts';

const MAIN = join(import.meta.dirname, 'auth', 'main.ts');

export type AuthOptions = {
	databasePort: number;
	/** The gateway's address, where the Auth server is reached from outside. */
	publicUrl: string;
	/** The application's address, where mails lead to. */
	siteUrl: string;
	smtpUrl: string;
	/** Redirects to any port of this machine are fine only where nobody else comes in. */
	isLocal: boolean;
};

export function startAuthServer(
	dataDir: DataDir,
	keys: Keys,
	options: AuthOptions & { port: number; onSpawn: ChildOptions['onSpawn'] }
): Promise<Child> {
	const { port } = options;
	return startChild({
		name: 'Auth',
		command: process.execPath,
		args: nodeArguments(MAIN, 'serve'),
		env: authEnvironment(keys, port, options),
		logFile: join(dataDir.logs, 'auth.log'),
		isNode: true,
		isReady: () => answersOk(`http://127.0.0.1:${port}/health`),
		...(options.onSpawn && { onSpawn: options.onSpawn })
	});
}

/** Creates or updates the tables of the Auth server; an up-to-date schema stays as it is. */
export async function migrateAuth(
	keys: Keys,
	options: Omit<AuthOptions, 'publicUrl'>
): Promise<void> {
	const child = spawn(process.execPath, [MAIN, 'migrate'], {
		// The configuration is judged whole, although only the database's address is used.
		env: authEnvironment(keys, 0, { ...options, publicUrl: options.siteUrl }),
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`The Auth server could not create its tables:\n${output}`);
}

/*
 * The environment names are those of Supabase's own Auth server. An operator's GOTRUE_ variables
 * win, so that sign-up, mail confirmation or rate limits are set as on a self-hosted Supabase.
 */
function authEnvironment(
	keys: Keys,
	port: number,
	options: AuthOptions
): Record<string, string | undefined> {
	const authUrl = `${options.publicUrl}/auth/v1`;
	// Whoever reads the mail may reach no more than the site itself, which passes this on.
	const verifyUrl = options.isLocal ? `${authUrl}/verify` : `${options.siteUrl}/auth/v1/verify`;
	const localRedirects = ['http://localhost:*/**', 'http://127.0.0.1:*/**'];
	const allowedRedirects = [`${options.siteUrl}/**`, ...(options.isLocal ? localRedirects : [])];
	const operatorSettings = Object.entries(process.env).filter(([name]) =>
		name.startsWith('GOTRUE_')
	);
	return {
		PATH: process.env.PATH,
		GOTRUE_API_HOST: '127.0.0.1',
		PORT: String(port),
		API_EXTERNAL_URL: authUrl,
		GOTRUE_DB_DRIVER: 'postgres',
		DATABASE_URL: databaseUrl(keys, 'supabase_auth_admin', options.databasePort),
		GOTRUE_SITE_URL: options.siteUrl,
		GOTRUE_URI_ALLOW_LIST: allowedRedirects.join(','),
		GOTRUE_DISABLE_SIGNUP: 'false',
		GOTRUE_EXTERNAL_EMAIL_ENABLED: 'true',
		GOTRUE_EXTERNAL_PHONE_ENABLED: 'false',
		GOTRUE_MAILER_AUTOCONFIRM: 'false',
		GOTRUE_MAILER_URLPATHS_CONFIRMATION: verifyUrl,
		GOTRUE_MAILER_URLPATHS_RECOVERY: verifyUrl,
		GOTRUE_MAILER_URLPATHS_INVITE: verifyUrl,
		GOTRUE_MAILER_URLPATHS_EMAIL_CHANGE: verifyUrl,
		SMTP_URL: options.smtpUrl,
		GOTRUE_SMTP_ADMIN_EMAIL: `no-reply@${new URL(options.siteUrl).hostname}`,
		GOTRUE_SMTP_SENDER_NAME: '仪享 Yixiang',
		GOTRUE_JWT_KEYS: JSON.stringify([keys.signingKey]),
		GOTRUE_JWT_EXP: '3600',
		GOTRUE_JWT_AUD: 'authenticated',
		GOTRUE_JWT_DEFAULT_GROUP_NAME: 'authenticated',
		GOTRUE_JWT_ADMIN_ROLES: 'service_role,supabase_admin',
		GOTRUE_JWT_ISSUER: authUrl,
		GOTRUE_SECURITY_REFRESH_TOKEN_ROTATION_ENABLED: 'true',
		GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL: '10',
		// The gateway writes the caller's address into the first header, and lets the second pass
		// only with the secret key.
		GOTRUE_RATE_LIMIT_HEADER: 'X-Forwarded-For',
		GOTRUE_SECURITY_SB_FORWARDED_FOR_ENABLED: 'true',
		...Object.fromEntries(operatorSettings)
	};
}
