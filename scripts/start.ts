/*
 * npm start and npm run dev: the embedded Supabase (unless PUBLIC_SUPABASE_URL names another), the
 * application and the worker, until Ctrl-C.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeArguments, startChild, type Child } from '../supabase/embedded/child.ts';
import { answersOk } from '../supabase/embedded/http-probe.ts';
import { callableHost, isLoopback } from '../supabase/embedded/loopback.ts';
import { isFree } from '../supabase/embedded/ports.ts';
import { startStack, type Stack } from '../supabase/embedded/start-stack.ts';
import { untilAskedToStop } from '../supabase/embedded/stop-signal.ts';
import { buildIfNeeded } from './build-app.ts';

const CHECKOUT = join(import.meta.dirname, '..');
const WORKER = join(CHECKOUT, 'worker', 'main.ts');
const USUAL_PORT = 3000;

const DEMO_ACCOUNTS = [
	['startup@demo.test', '初创企业成员 startup member'],
	['founder@demo.test', '初创企业负责人 startup owner'],
	['lab@demo.test', '平台管理员 platform manager'],
	['technician@demo.test', '技术员 technician'],
	['makerspace@demo.test', '众创空间 makerspace'],
	['evaluator@demo.test', '评价专家 evaluator'],
	['admin@demo.test', '系统管理员 administrator']
];

const { values: flags } = parseArgs({
	options: { dev: { type: 'boolean', default: false }, demo: { type: 'boolean', default: false } }
});
const host = process.env.HOST || '127.0.0.1';
const started: { stop: () => Promise<void> }[] = [];

try {
	const port = await chooseAppPort();
	const origin = process.env.ORIGIN || `http://localhost:${port}`;
	const stopAsked = untilAskedToStop();
	const stack = await startBackend(origin);
	if (!flags.dev) {
		buildIfNeeded(() => {
			console.log('正在构建应用… Building the application…');
		});
	}
	const env = {
		NODE_ENV: flags.dev ? 'development' : 'production',
		...process.env,
		...stack?.env,
		HOST: host,
		PORT: String(port)
	};
	started.push(await startApp(env, port));
	if (existsSync(WORKER)) started.push(await startWorker(env));
	printWelcome(origin, stack);
	await stopAsked;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
// What people use ends first, and the database last.
for (const server of started.reverse()) await server.stop();

async function chooseAppPort(): Promise<number> {
	const wanted = process.env.PORT ?? '';
	if (wanted !== '') {
		const port = Number(wanted);
		if (!Number.isInteger(port) || port < 1 || port > 65_535) {
			throw new Error(`PORT=${wanted} 不是端口号。PORT=${wanted} is no port number.`);
		}
		if (await isFree(port, host)) return port;
		throw new Error(`端口 ${port} 已被占用。Port ${port} is taken by another program.`);
	}
	for (let port = USUAL_PORT; ; port++) {
		if (await isFree(port, host)) return port;
	}
}

async function startBackend(siteUrl: string): Promise<Stack | undefined> {
	if ((process.env.PUBLIC_SUPABASE_URL ?? '') !== '') return undefined;

	const stack = await startStack({
		// Accounts with a password that everybody knows: only where nobody else comes in.
		demo: flags.demo || (isLoopback(host) && isLoopback(new URL(siteUrl).hostname)),
		host,
		siteUrl,
		smtpUrl: process.env.SMTP_URL || undefined
	});
	started.push(stack);
	for (const version of stack.editedMigrations) {
		console.error(
			`Migration ${version} was edited after it had been applied. "npm run stack -- reset" starts over with it.`
		);
	}
	return stack;
}

function startApp(env: Record<string, string | undefined>, port: number): Promise<Child> {
	const vite = join(CHECKOUT, 'node_modules', 'vite', 'bin', 'vite.js');
	const address = ['--host', host, '--port', String(port), '--strictPort'];
	return startChild({
		name: 'The application',
		command: process.execPath,
		args: flags.dev
			? nodeArguments(vite, 'dev', ...address)
			: nodeArguments(join(import.meta.dirname, 'serve.ts')),
		env,
		cwd: CHECKOUT,
		isNode: true,
		isReady: () => answersOk(`http://${callableHost(host)}:${port}/healthz`)
	});
}

function startWorker(env: Record<string, string | undefined>): Promise<Child> {
	return startChild({
		name: 'The worker',
		command: process.execPath,
		args: nodeArguments(WORKER),
		env,
		cwd: CHECKOUT,
		isNode: true,
		// It serves nobody; what it has to do waits in the database.
		isReady: () => Promise.resolve(true)
	});
}

function printWelcome(origin: string, stack: Stack | undefined): void {
	console.log(`\n仪享 Yixiang  ${origin}\n`);
	if (stack === undefined) return;
	if (stack.hasDemoData) {
		console.log(
			'演示账号，密码均为 yixiang-demo   Demo accounts, all with the password yixiang-demo'
		);
		for (const [email = '', who = ''] of DEMO_ACCOUNTS) console.log(`  ${email.padEnd(23)} ${who}`);
		console.log('');
	}
	if (stack.env.DEV_MAIL_URL !== undefined) console.log(`邮件 Mail  ${origin}/dev/mail`);
	else if ((process.env.SMTP_URL ?? '') === '') {
		console.log('未设置 SMTP_URL，邮件不会寄出。SMTP_URL is not set: no mail is sent.');
	}
	console.log('按 Ctrl-C 停止。Ctrl-C stops everything.\n');
}
