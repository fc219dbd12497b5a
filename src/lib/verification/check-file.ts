import { explainResultFinding, explainResultVerdict } from '#lib/evaluation/explain-result.ts';
import { toResultFile, toSavedResults } from '#lib/evaluation/result-document.ts';
import { verifyResult } from '#lib/evaluation/verify-result.ts';
import { explainFinding, explainVerdict } from '#lib/ledger/explain-finding.ts';
import { readDigests, readExport, UnreadableExportError } from '#lib/ledger/export-file.ts';
import { verify } from '#lib/ledger/verify.ts';

/*
 * A file that left the system, checked as what it is: an exported ledger, or the result of an
 * evaluation. The command line and the page in the browser share it.
 */

type Words = { zh: string; en: string };

export type Check = {
	verdict: Words;
	findings: Words[];
	/** False where nothing that was saved before vouches for the file. */
	isCompared: boolean;
};

/** Which of the two files cannot be read. */
export class UnreadableFileError extends Error {
	readonly which: 'file' | 'digests';

	constructor(which: 'file' | 'digests') {
		super(which);
		this.which = which;
	}
}

/**
 * Checks a file by itself and, where there are any, against digests that were saved before.
 *
 * @throws UnreadableFileError for what is no file of ours.
 */
export async function checkFile(content: string, digests: string | null): Promise<Check> {
	const result = toResultFile(parseJson(content));
	if (result) {
		const saved = digests === null ? null : toSavedResults(parseJson(digests));
		if (saved === null && digests !== null) throw new UnreadableFileError('digests');
		const verdict = await verifyResult(result, saved);
		return {
			verdict: explainResultVerdict(verdict),
			findings: verdict.findings.map(explainResultFinding),
			isCompared: verdict.isCompared
		};
	}
	const ledger = readAs('file', () => readExport(content));
	const saved = digests === null ? null : readAs('digests', () => readDigests(digests));
	const verdict = await verify(ledger, saved);
	return {
		verdict: explainVerdict(verdict),
		findings: verdict.findings.map(explainFinding),
		isCompared: verdict.comparedDays !== null
	};
}

function readAs<Content>(which: 'file' | 'digests', read: () => Content): Content {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof UnreadableExportError)) throw error;
		throw new UnreadableFileError(which);
	}
}

/** What is in a file of JSON, and nothing for any other. */
function parseJson(content: string): unknown {
	try {
		return JSON.parse(content.replace(/^\uFEFF/, ''));
	} catch {
		return null;
	}
}
