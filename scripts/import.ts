/*
 * npm run import -- <instruments|datasets|literature|services> FILE [--platform ID] [--dry-run]
 *
 * Ends with 0 once the whole file was read, also when rows were refused: the summary and the report
 * say which. Ends with 1 when nothing could be read or the database failed, with 2 on a wrong call.
 */

import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, statSync, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { Presets, SingleBar } from 'cli-progress';
import type { Database } from '#lib/database.types.ts';
import { IMPORT_KINDS, type ImportKind } from '#lib/import/columns.ts';
import { explainUnreadable } from '#lib/import/explain-unreadable.ts';
import { importFile, type RefusedRow } from '#lib/import/import-file.ts';
import type { ImportTotals } from '#lib/import/import-report.ts';
import { UnreadableFileError } from '#lib/import/read-rows.ts';
import type { ImportLanguage } from '#lib/import/refusal.ts';
import { describeRefusal, formatReportLine, REPORT_HEADER } from '#lib/import/refusal-report.ts';
import { ImportRefusedError, sendBatch } from '#lib/import/send-batch.ts';

const USAGE = `用法 Usage: npm run import -- <instruments|datasets|literature|services> FILE [...]

  --platform ID        全部归入一个平台 everything goes to one platform
  --dry-run            只报告，不写入 report only, write nothing
  --report FILE        把被拒绝的行写成 CSV write refused rows as CSV
  --hours 09:00-17:00  没有开放时间的仪器的工作日时间 weekday hours of instruments without any
  --time-zone ZONE     新平台的时区 zone of new platforms (Asia/Shanghai)
  --language zh|en     报告的语言 language of the report (zh)
`;

const MOST_ON_SCREEN = 50;

class UsageError extends Error {}

type Call = {
	kind: ImportKind;
	file: string;
	platformId: string | null;
	isDryRun: boolean;
	reportFile: string | undefined;
	hours: { opens: string; closes: string };
	timeZone: string;
	language: ImportLanguage;
};

type Connection = { db: SupabaseClient<Database>; close: () => Promise<void> };

function readCall(): Call {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			platform: { type: 'string' },
			'dry-run': { type: 'boolean', default: false },
			report: { type: 'string' },
			hours: { type: 'string', default: '09:00-17:00' },
			'time-zone': { type: 'string', default: 'Asia/Shanghai' },
			language: { type: 'string', default: 'zh' }
		}
	});
	const [kindName, file, ...others] = positionals;
	const kind = IMPORT_KINDS.find((known) => known === kindName);
	if (kind === undefined || file === undefined || others.length > 0) throw new UsageError(USAGE);

	const [, opens, closes] =
		/^([01]\d:[0-5]\d|2[0-3]:[0-5]\d)-([01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)$/.exec(values.hours) ??
		[];
	if (opens === undefined || closes === undefined || closes <= opens) {
		throw new UsageError(`--hours ${values.hours}: 应为 expected 09:00-17:00`);
	}
	const timeZone = values['time-zone'];
	if (!Intl.supportedValuesOf('timeZone').includes(timeZone)) {
		throw new UsageError(`--time-zone ${timeZone}: 不是 IANA 时区 is no IANA time zone`);
	}
	const { language, platform } = values;
	if (language !== 'zh' && language !== 'en') throw new UsageError(USAGE);
	if (platform !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(platform)) {
		throw new UsageError(`--platform ${platform}: 不是平台编号 is no id of a platform`);
	}
	return {
		kind,
		file,
		platformId: platform ?? null,
		isDryRun: values['dry-run'],
		reportFile: values.report,
		hours: { opens, closes },
		timeZone,
		language
	};
}

/** The Supabase that the environment names, else the embedded one, started if it does not run. */
async function connect(): Promise<Connection> {
	const url = process.env.PUBLIC_SUPABASE_URL ?? '';
	if (url !== '')
		return toConnection(url, process.env.SUPABASE_SECRET_KEY, () => Promise.resolve());
	const { startStack } = await import('../supabase/embedded/start-stack.ts');
	const stack = await startStack();
	return toConnection(stack.env.PUBLIC_SUPABASE_URL, stack.env.SUPABASE_SECRET_KEY, stack.stop);
}

function toConnection(
	url: string,
	key: string | undefined,
	close: () => Promise<void>
): Connection {
	if (key === undefined || key === '') {
		throw new Error('缺少 SUPABASE_SECRET_KEY。SUPABASE_SECRET_KEY is missing.');
	}
	const db = createClient<Database>(url, key, {
		auth: { persistSession: false, autoRefreshToken: false }
	});
	return { db, close };
}

async function listSubjects(db: SupabaseClient<Database>): Promise<Map<string, string>> {
	const { data } = await db.from('subjects').select('code, name').throwOnError();
	return new Map(data.map(({ code, name }) => [name, code]));
}

/** A bar on a terminal; elsewhere nothing, since a log is no place for one. */
function startProgress(total: number): { advance: (bytes: number) => void; stop: () => void } {
	const bar = new SingleBar(
		{ format: '{bar} {percentage}% | {eta_formatted}', clearOnComplete: true, hideCursor: true },
		Presets.shades_classic
	);
	if (process.stderr.isTTY) bar.start(total, 0);
	return {
		advance: (bytes) => {
			bar.increment(bytes);
		},
		stop: () => {
			bar.stop();
		}
	};
}

async function* readFileWithProgress(
	file: string,
	advance: (bytes: number) => void
): AsyncGenerator<Uint8Array> {
	for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
		advance(chunk.length);
		yield chunk;
	}
}

function printSummary({ kind, isDryRun, language }: Call, totals: ImportTotals, ms: number): void {
	const perSecond = Math.round((totals.rows * 1000) / Math.max(ms, 1));
	const lines =
		language === 'zh'
			? [
					`${kind}：共 ${totals.rows} 行，新增 ${totals.inserted}，更新 ${totals.updated}，未变 ${totals.unchanged}，重复 ${totals.duplicate}，拒绝 ${totals.refused}`,
					`新机构 ${totals.newOrganisations}，新平台 ${totals.newPlatforms}`,
					...(totals.unknownInstruments > 0
						? [`${totals.unknownInstruments} 条文献提到的仪器不在目录中，未建立关联`]
						: []),
					`用时 ${(ms / 1000).toFixed(1)} 秒，每秒 ${perSecond} 行`,
					...(isDryRun ? ['试运行：没有写入任何内容'] : [])
				]
			: [
					`${kind}: ${totals.rows} rows, ${totals.inserted} inserted, ${totals.updated} updated, ${totals.unchanged} unchanged, ${totals.duplicate} duplicate, ${totals.refused} refused`,
					`${totals.newOrganisations} new organisations, ${totals.newPlatforms} new platforms`,
					...(totals.unknownInstruments > 0
						? [
								`${totals.unknownInstruments} works name an instrument that the catalogue does not have`
							]
						: []),
					`${(ms / 1000).toFixed(1)} s, ${perSecond} rows a second`,
					...(isDryRun ? ['Dry run: nothing was written'] : [])
				];
	console.log(lines.join('\n'));
}

const REFUSED: Record<string, Record<ImportLanguage, string>> = {
	platform_not_found: { zh: '没有这个平台', en: 'There is no such platform.' },
	import_not_allowed: { zh: '这个密钥不能导入', en: 'This key may not import.' }
};

/** What went wrong with the call as a whole, in words. */
function explainFailure(error: unknown, language: ImportLanguage): string {
	if (error instanceof UnreadableFileError) return explainUnreadable(error, language);
	if (error instanceof ImportRefusedError) return REFUSED[error.key]?.[language] ?? error.message;
	if (isSystemError(error, 'ENOENT')) return language === 'zh' ? '找不到文件' : 'No such file.';
	if (isSystemError(error, 'EISDIR')) {
		return language === 'zh' ? '这是文件夹，不是文件' : 'This is a folder, no file.';
	}
	return error instanceof Error ? error.message : String(error);
}

function isSystemError(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}

async function openReport(file: string): Promise<WriteStream> {
	const report = createWriteStream(file);
	await new Promise<void>((resolve, reject) => {
		report.once('open', () => {
			resolve();
		});
		report.once('error', reject);
	});
	report.write(REPORT_HEADER);
	return report;
}

async function runImport(call: Call): Promise<void> {
	const { kind, file, platformId, isDryRun, hours, timeZone, language } = call;
	const { size } = statSync(file);
	const connection = await connect();
	const report = call.reportFile === undefined ? undefined : await openReport(call.reportFile);
	// The file is read twice, once for its encoding.
	const progress = startProgress(size * 2);
	const onScreen: RefusedRow[] = [];
	const startedAt = performance.now();
	try {
		const runId = randomUUID();
		const totals = await importFile(() => readFileWithProgress(file, progress.advance), {
			kind,
			context: { timeZone, subjects: await listSubjects(connection.db) },
			hasPlatform: platformId !== null,
			isDryRun,
			send: (entries) =>
				sendBatch(connection.db, entries, { kind, runId, platformId, isDryRun, hours }),
			onHeader: ({ ignored, encoding }) => {
				if (encoding !== 'utf-8') {
					console.log(language === 'zh' ? `按 ${encoding} 编码读取` : `Read as ${encoding}`);
				}
				if (ignored.length === 0) return;
				const columns = ignored.join(', ');
				console.log(language === 'zh' ? `忽略的列：${columns}` : `Columns left out: ${columns}`);
			},
			onRefused: (row) => {
				if (onScreen.length < MOST_ON_SCREEN) onScreen.push(row);
				report?.write(formatReportLine(row, language));
			}
		});
		progress.stop();
		for (const row of onScreen) console.log(describeRefusal(row, language));
		if (totals.refused > onScreen.length) {
			console.log(language === 'zh' ? '…… 其余见 --report 文件' : '… the others: --report FILE');
		}
		printSummary(call, totals, performance.now() - startedAt);
	} finally {
		progress.stop();
		if (report !== undefined) {
			report.end();
			await finished(report);
		}
		await connection.close();
	}
}

let call: Call | undefined;
try {
	call = readCall();
	await runImport(call);
} catch (error) {
	console.error(explainFailure(error, call?.language ?? 'zh'));
	const isWrongCall =
		error instanceof UsageError || (error instanceof TypeError && call === undefined);
	process.exitCode = isWrongCall ? 2 : 1;
}
