/*
 * npm run verify -- FILE [--digests FILE]
 *
 * Checks an exported ledger, or a result of an evaluation, by itself and against digests that were
 * saved before. Asks no server. Ends with 0 when it is whole, with 1 when something was altered, which
 * it names, and with 2 on a wrong call or a file that is no export.
 */

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { checkFile, UnreadableFileError } from '#lib/verification/check-file.ts';

const USAGE = `用法 Usage: npm run verify -- FILE [--digests FILE]

  FILE            导出的台账（JSON 或 CSV），或评价结果（JSON）
                  an exported ledger (JSON or CSV), or a result of an evaluation (JSON)
  --digests FILE  以前留存的摘要 what was saved before:
                  /api/v1/ledger/digests, /api/v1/evaluations, or an earlier download of the result`;

try {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { digests: { type: 'string' } }
	});
	const [file, ...others] = positionals;
	if (file === undefined || others.length > 0) throw new Error(USAGE);

	const content = await readFile(file, 'utf8');
	const digests = values.digests === undefined ? null : await readFile(values.digests, 'utf8');
	const { findings, verdict } = await check(content, digests, {
		file,
		digests: values.digests ?? ''
	});
	for (const { zh, en } of findings) console.error(`✗ ${zh}\n  ${en}`);
	console.log(`${verdict.zh}\n${verdict.en}`);
	process.exitCode = findings.length === 0 ? 0 : 1;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}

async function check(
	content: string,
	digests: string | null,
	names: Record<UnreadableFileError['which'], string>
) {
	try {
		return await checkFile(content, digests);
	} catch (error) {
		if (!(error instanceof UnreadableFileError)) throw error;
		throw new Error(`${names[error.which]}：不是本平台的文件 is no file of ours`, { cause: error });
	}
}
