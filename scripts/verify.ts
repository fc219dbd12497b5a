/*
 * npm run verify -- FILE [--digests FILE]
 *
 * Checks an exported ledger by itself, and against digests that were saved before. Asks no server.
 * Ends with 0 when it is whole, with 1 when something was altered, which it names, and with 2 on a
 * wrong call or a file that is no export.
 */

import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { explainFinding, explainVerdict } from '#lib/ledger/explain-finding.ts';
import { readDigests, readExport, UnreadableExportError } from '#lib/ledger/export-file.ts';
import { verify } from '#lib/ledger/verify.ts';

const USAGE = `用法 Usage: npm run verify -- FILE [--digests FILE]

  FILE            导出的台账，JSON 或 CSV an exported ledger, JSON or CSV
  --digests FILE  以前留存的摘要 digests that were saved before (/api/v1/ledger/digests)`;

try {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { digests: { type: 'string' } }
	});
	const [file, ...others] = positionals;
	if (file === undefined || others.length > 0) throw new UnreadableExportError(USAGE);

	const ledger = await readFrom(file, readExport);
	const saved = values.digests === undefined ? null : await readFrom(values.digests, readDigests);
	const verdict = await verify(ledger, saved);
	for (const finding of verdict.findings) {
		const { zh, en } = explainFinding(finding);
		console.error(`✗ ${zh}\n  ${en}`);
	}
	const { zh, en } = explainVerdict(verdict);
	console.log(`${zh}\n${en}`);
	process.exitCode = verdict.findings.length === 0 ? 0 : 1;
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 2;
}

async function readFrom<Content>(file: string, read: (text: string) => Content): Promise<Content> {
	try {
		return read(await readFile(file, 'utf8'));
	} catch (error) {
		if (!(error instanceof UnreadableExportError)) throw error;
		throw new UnreadableExportError(`${file}：不是本平台的文件 is no file of ours`);
	}
}
