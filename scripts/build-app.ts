import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CHECKOUT = join(import.meta.dirname, '..');
const DIGEST_FILE = join(CHECKOUT, 'build', '.inputs');

/** Everything that the build reads, except what it generates itself. */
const INPUTS = [
	'src/**/*',
	'static/**/*',
	'messages/**/*.json',
	'project.inlang/settings.json',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts',
	'scripts/group-chunks.ts',
	'scripts/lean-client.ts',
	'scripts/short-messages.ts'
];
const NOT_INPUTS = ['src/lib/paraglide/**', 'src/**/*.test.ts'];

/**
 * Builds the application unless the present build is of exactly these sources.
 *
 * @throws when the build fails; the message holds its output
 */
export function buildIfNeeded(onBuild: () => void): void {
	const digest = digestInputs();
	if (existsSync(DIGEST_FILE) && readFileSync(DIGEST_FILE, 'utf8') === digest) return;

	onBuild();
	const vite = join(CHECKOUT, 'node_modules', 'vite', 'bin', 'vite.js');
	const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build'], {
		cwd: CHECKOUT,
		// A test runner says NODE_ENV=test, with which Vite would build a site for development.
		env: { ...process.env, NODE_ENV: 'production' },
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024
	});
	if (status !== 0) throw new Error(`The build failed.\n${stdout}${stderr}`);
	// Written last: an interrupted build is done again.
	writeFileSync(DIGEST_FILE, digest);
}

function digestInputs(): string {
	const hash = createHash('sha256');
	const files = globSync(INPUTS, { cwd: CHECKOUT, exclude: NOT_INPUTS, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	for (const file of files) {
		hash.update(file.slice(CHECKOUT.length)).update('\0').update(readFileSync(file)).update('\0');
	}
	return hash.digest('hex');
}

if (import.meta.main) {
	buildIfNeeded(() => {
		console.log('Building the application…');
	});
}
