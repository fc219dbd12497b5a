/**
 * npm test: every check, cheap ones first, on a stack of its own and free ports. What only reads the
 * sources runs in two rows, one of which builds, since a build machine has two cores. A check that fails
 * does not stop the others. Ends with the plain line `N passed, N failed`, in which a check without tests
 * of its own counts as one; tests that could not begin before TEST_UNTIL (milliseconds since 1970) are
 * added to it as skipped.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startStack, type Stack } from '../supabase/embedded/start-stack.ts';
import { findChromium } from '../tests/support/chromium.ts';
import { giveTime } from '../tests/support/give-time.ts';
import { ownerUrl } from '../tests/support/owner-url.ts';

type Count = { passed: number; failed: number; skipped?: number };
/** `broken` says which tests failed, each with the first line of its reason. */
type Outcome = Count & { broken: string[] };

const CHECKOUT = join(import.meta.dirname, '..');
const BIN = join(CHECKOUT, 'node_modules', '.bin');
const envWithoutStack: NodeJS.ProcessEnv = {
	...process.env,
	PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`,
	TZ: 'UTC',
	// No runner waits for a person, tests are tried twice, and only the second time is recorded.
	CI: 'true',
	SUPABASE_TELEMETRY_DISABLED: '1'
};
let env = envWithoutStack;

const total = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
const scratch = await mkdtemp(join(tmpdir(), 'yixiang-test-'));
let stack: Stack | undefined;

try {
	await getBrowser();
	getCalendarReader();
	await check('messages', 'paraglide-js', [
		'compile',
		'--project',
		'./project.inlang',
		'--outdir',
		'./src/lib/paraglide',
		// As the build has it, so that it leaves the files alone that are being checked.
		'--strategy',
		'url',
		'baseLocale',
		'--is-server',
		"import.meta.env?.SSR ?? typeof window === 'undefined'"
	]);
	await check('types of routes', 'svelte-kit', ['sync']);
	await Promise.all([buildAndLint(), checkOtherwise()]);

	title('stack');
	const dataDir = join(scratch, 'data');
	stack = await startStack({ dataDir, demo: true, ports: { gateway: 0, database: 0 } });
	const owner = ownerUrl(dataDir, stack.env.SUPABASE_DB_URL);
	await giveTime(owner);
	env = { ...envWithoutStack, ...stack.env, TEST_DATABASE_URL: owner };
	await check('database types', 'node', [
		'scripts/generate-types.ts',
		stack.env.SUPABASE_DB_URL,
		'--check'
	]);
	await check('database advisors', 'supabase', [
		'db',
		'advisors',
		`--remote=${stack.env.SUPABASE_DB_URL}`,
		'--fail-on',
		'warn'
	]);
	await check('database lint', 'postgres-language-server', [
		'dblint',
		'--diagnostic-level=warn',
		'--connection-string',
		stack.env.SUPABASE_DB_URL
	]);

	// Before the tests, which fill the demo's pages with what they make.
	await check('sizes', 'node', ['scripts/measure-sizes.ts']);

	const report = join(scratch, 'vitest.json');
	await runTests('unit, component and database tests', report, readVitest, 'vitest', [
		'run',
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`
	]);
	// Journeys start a stack of their own: what the other tests left would push the demo data off its pages.
	await stack.stop();
	stack = undefined;
	const journeys = join(scratch, 'playwright.json');
	env = { ...envWithoutStack, PLAYWRIGHT_JSON_OUTPUT_NAME: journeys };
	await runTests('end-to-end tests', journeys, readPlaywright, 'playwright', [
		'test',
		'--reporter=list,json'
	]);
} catch (error) {
	record('test run', { passed: 0, failed: 1 });
	console.error(error instanceof Error ? error.message : error);
} finally {
	await stack?.stop();
	await rm(scratch, { recursive: true, force: true });
}

if (failures.length > 0)
	console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join('\n')}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;

function title(name: string): void {
	console.log(`\n── ${name}`);
}

function record(name: string, count: Count): void {
	total.passed += count.passed;
	total.failed += count.failed;
	total.skipped += count.skipped ?? 0;
	if (count.failed > 0) failures.push(name);
}

async function run(command: string, args: string[]): Promise<number> {
	const child = spawn(command, args, {
		cwd: CHECKOUT,
		env,
		stdio: ['ignore', 'inherit', 'inherit']
	});
	const [code] = (await once(child, 'exit')) as [number | null];
	return code ?? 1;
}

async function buildAndLint(): Promise<void> {
	await check('build', 'node', ['scripts/build-app.ts']);
	await check('lint', 'eslint', ['.']);
}

async function checkOtherwise(): Promise<void> {
	// Nothing may sync while the build runs: it would write a version of its own into what is built.
	await check('types', 'npm', ['run', '--silent', 'check:synced']);
	await check('format', 'prettier', ['--check', '.']);
	await check('unused code', 'knip', []);
}

/** Says all that a check has to say when it is over, since others may run beside it. */
async function check(name: string, command: string, args: string[]): Promise<void> {
	const child = spawn(command, args, { cwd: CHECKOUT, env, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const [code] = (await once(child, 'close')) as [number | null];

	title(name);
	process.stdout.write(output);
	record(name, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/** A runner that ended badly without a failed test, say because it could not start, has failed once. */
async function runTests(
	name: string,
	report: string,
	read: (json: string) => Outcome,
	command: string,
	args: string[]
): Promise<void> {
	title(name);
	const code = await run(command, args);
	const { broken, ...count } = existsSync(report)
		? read(await readFile(report, 'utf8'))
		: { passed: 0, failed: 0, broken: [] };
	record(name, { ...count, failed: code === 0 ? count.failed : Math.max(count.failed, 1) });
	failures.push(...broken.map((test) => `  ${test}`));
}

function readVitest(json: string): Outcome {
	const report = JSON.parse(json) as {
		numPassedTests: number;
		numFailedTests: number;
		numPendingTests: number;
		testResults: {
			name: string;
			status: string;
			message: string;
			assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
		}[];
	};
	const broken = report.testResults
		.filter(({ status }) => status === 'failed')
		.flatMap(({ name, message, assertionResults }) => {
			const file = relative(CHECKOUT, name);
			const tests = assertionResults.filter(({ status }) => status === 'failed');
			if (tests.length === 0) return [`${file}: ${firstLine(message)}`];
			return tests.map(
				({ fullName, failureMessages }) => `${file} › ${fullName}: ${firstLine(failureMessages[0])}`
			);
		});
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests,
		broken
	};
}

type Suite = {
	suites?: Suite[];
	specs: {
		title: string;
		file: string;
		ok: boolean;
		tests: { results: { error?: { message?: string } }[] }[];
	}[];
};

function readPlaywright(json: string): Outcome {
	const { stats, suites } = JSON.parse(json) as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
		suites: Suite[];
	};
	if (stats.flaky > 0) console.log(`${stats.flaky} passed only when tried again`);
	const specs = (suite: Suite): Suite['specs'] => [
		...suite.specs,
		...(suite.suites ?? []).flatMap(specs)
	];
	const broken = suites
		.flatMap(specs)
		.filter(({ ok }) => !ok)
		.map(({ file, title, tests }) => {
			const message = tests[0]?.results.find(({ error }) => error)?.error?.message;
			return `${file} › ${title}: ${firstLine(message)}`;
		});
	return {
		passed: stats.expected + stats.flaky,
		failed: stats.unexpected,
		skipped: stats.skipped,
		broken
	};
}

function firstLine(message = 'no reason given'): string {
	return stripVTControlCharacters(message).split('\n', 1)[0] ?? '';
}

/** The system's Chromium if there is one, else Playwright's, else the distribution's package. */
async function getBrowser(): Promise<void> {
	if (findChromium() !== undefined) return;
	title('browser');
	if ((await run('playwright', ['install', 'chromium'])) === 0) return;

	if (!canInstall()) {
		throw new Error(
			'The tests need Chromium. Install it from your distribution, or run: npx playwright install chromium'
		);
	}
	install('chromium-headless-shell', 'fonts-noto-cjk');
	if (findChromium() === undefined) throw new Error('Chromium could not be installed.');
}

/** The other program that the tests read calendars with. Where it is missing, they say so. */
function getCalendarReader(): void {
	const { status } = spawnSync('/usr/bin/python3', ['-c', 'import icalendar']);
	if (status !== 0 && canInstall()) {
		title('calendar reader');
		install('python3-icalendar');
	}
}

function canInstall(): boolean {
	return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

function install(...packages: string[]): void {
	for (const args of [
		['update', '-qq'],
		['install', '-y', '-qq', '--no-install-recommends', ...packages]
	]) {
		spawnSync('apt-get', args, {
			stdio: ['ignore', 'inherit', 'inherit'],
			env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }
		});
	}
}
