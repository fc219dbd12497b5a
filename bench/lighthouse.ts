/**
 * Lighthouse on the pages that matter most, against the built application with the demo data, on its
 * desktop preset and on its telephone. Speed is what Lighthouse reckons for a slower line and
 * processor from one load here, so that it sways with whatever else the machine does: the median of
 * three loads counts. The rest does not sway and is taken from the first.
 */
import lighthouse, { desktopConfig, type Config, type Result } from 'lighthouse';
import { chromium } from 'playwright';
import { anyFreePort } from '../supabase/embedded/ports.ts';
import { startApp } from '../tests/support/app.ts';
import { chromiumLaunchOptions } from '../tests/support/chromium.ts';
import { demoId } from '../tests/support/demo-id.ts';
import {
	percentile,
	round,
	type Benchmark,
	type BenchmarkContext,
	type BenchmarkRow
} from './benchmark.ts';

type Category = 'performance' | 'accessibility' | 'best-practices' | 'seo';

/** Pages of signed-in people are none that a search engine sees, so that nobody asks for their SEO. */
const PAGES: { name: string; path: string; account?: string }[] = [
	{ name: 'home', path: '/' },
	{ name: 'search', path: '/search' },
	{ name: 'instrument', path: `/instruments/${demoId('instrument/fe-sem')}` },
	{ name: 'booking', path: `/instruments/${demoId('instrument/fe-sem')}/book`, account: 'startup' },
	{
		name: 'timeline',
		path: `/lab/platforms/${demoId('platform/materials')}/timeline`,
		account: 'lab'
	},
	{ name: 'evaluation', path: '/evaluation/statistics', account: 'evaluator' }
];
const DEVICES: { name: string; config?: Config; aims: Record<Category, number> }[] = [
	{
		name: 'desktop',
		config: desktopConfig,
		aims: { performance: 95, accessibility: 100, 'best-practices': 100, seo: 100 }
	},
	{
		name: 'mobile',
		aims: { performance: 90, accessibility: 100, 'best-practices': 100, seo: 100 }
	}
];
const LOADS = 3;

export const benchmark: Benchmark = { name: 'lighthouse', demo: true, run };

async function run({ env, log }: BenchmarkContext): Promise<BenchmarkRow[]> {
	const app = await startApp({ ...process.env, ...env });
	const port = await anyFreePort();
	const options = chromiumLaunchOptions();
	const browser = await chromium.launch({
		...options,
		args: [...options.args, `--remote-debugging-port=${port}`]
	});
	try {
		const rows: BenchmarkRow[] = [];
		const speeds: number[] = [];
		for (const { name, path, account } of PAGES) {
			const cookie = account === undefined ? undefined : await signIn(app.origin, account);
			for (const device of DEVICES) {
				log(`${name}, ${device.name}`);
				const load = (categories: Category[]) =>
					audit(`${app.origin}${path}`, port, categories, device.config, cookie);
				const others: Category[] = ['accessibility', 'best-practices'];
				if (account === undefined) others.push('seo');

				const first = await load(['performance', ...others]);
				const loads = [first];
				while (loads.length < LOADS) loads.push(await load(['performance']));
				const middle = medianOf(loads);
				speeds.push(...loads.map(({ environment }) => environment.benchmarkIndex));

				const page = `${name}, ${device.name}`;
				rows.push(
					rowOf(page, 'performance', middle, device.aims),
					...others.map((category) => rowOf(page, category, first, device.aims)),
					{
						metric: `${page}: layout shift`,
						value: round(Math.max(...loads.map(layoutShift)), 3),
						unit: '',
						note: 'aim 0'
					}
				);
			}
		}
		rows.push({
			metric: 'speed of this machine',
			value: round(percentile(speeds, 0.5), 0),
			unit: 'by benchmark index',
			note: 'its telephone is taken to be four times as slow'
		});
		return rows;
	} finally {
		await browser.close();
		await app.stop();
	}
}

async function audit(
	url: string,
	port: number,
	onlyCategories: Category[],
	config?: Config,
	cookie?: string
): Promise<Result> {
	const result = await lighthouse(
		url,
		{
			port,
			logLevel: 'error',
			onlyCategories,
			...(cookie !== undefined && { extraHeaders: { Cookie: cookie } })
		},
		config
	);
	if (!result) throw new Error(`Lighthouse says nothing of ${url}.`);
	const { lhr } = result;
	if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
	// A page that is not shown without signing in would be measured as the form for that.
	if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}.`);
	return lhr;
}

function rowOf(
	page: string,
	category: Category,
	result: Result,
	aims: Record<Category, number>
): BenchmarkRow {
	const value = scoreOf(result, category);
	const aim = aims[category];
	const note = `aim ${aim}${value < aim ? `; ${causesOf(result, category).join(', ')}` : ''}`;
	return { metric: `${page}: ${category}`, value, unit: 'of 100', note };
}

function scoreOf(result: Result, category: Category): number {
	return Math.round((result.categories[category]?.score ?? 0) * 100);
}

function medianOf(results: Result[]): Result {
	const middle = percentile(
		results.map((result) => scoreOf(result, 'performance')),
		0.5
	);
	const found = results.find((result) => scoreOf(result, 'performance') === middle);
	if (!found) throw new Error('There is no load to take the median of.');
	return found;
}

function layoutShift(result: Result): number {
	return result.audits['cumulative-layout-shift']?.numericValue ?? 0;
}

/** What keeps a score below a hundred. */
function causesOf(result: Result, category: Category): string[] {
	return (result.categories[category]?.auditRefs ?? [])
		.filter(({ weight }) => weight > 0)
		.map(({ id }) => result.audits[id])
		.filter((found) => found !== undefined && (found.score ?? 1) < 0.9)
		.map((found) =>
			found?.displayValue === undefined ? (found?.id ?? '') : `${found.id} ${found.displayValue}`
		);
}

/** The cookies of a demo account's session, as the form for signing in sets them. */
async function signIn(origin: string, account: string): Promise<string> {
	const response = await fetch(`${origin}/sign-in`, {
		method: 'POST',
		redirect: 'manual',
		// As a browser without scripts asks, which is led on and not told where to go.
		headers: { origin, accept: 'text/html' },
		body: new URLSearchParams({ email: `${account}@demo.test`, password: 'yixiang-demo' })
	});
	await response.body?.cancel();
	if (response.status !== 303) throw new Error(`${account} cannot sign in: ${response.status}.`);
	return response.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';', 1)[0])
		.join('; ');
}
