import type { Finding, Verdict } from './verify.ts';

/*
 * In the two languages at once, for the command line has no locale; the page shows one of them.
 */
type Words = { zh: string; en: string };

/** What is wrong, in words. */
export function explainFinding(finding: Finding): Words {
	switch (finding.kind) {
		case 'record_altered':
			return {
				zh: `第 ${finding.seq} 条记录（${finding.id}）的内容被改动`,
				en: `Record ${finding.seq} (${finding.id}) was altered`
			};
		case 'records_missing':
			return {
				zh: `缺少第 ${range(finding)} 条记录`,
				en: `Records ${range(finding)} are missing`
			};
		case 'record_out_of_place':
			return {
				zh: `第 ${finding.seq} 条记录（${finding.id}）位置不对或重复`,
				en: `Record ${finding.seq} (${finding.id}) is out of order or there twice`
			};
		case 'chain_broken':
			return {
				zh: `第 ${finding.seq} 条记录（${finding.id}）与前一条不相接：此处有插入、删除或改动`,
				en: `Record ${finding.seq} (${finding.id}) does not follow the one before: something was inserted, removed or altered here`
			};
		case 'record_foreign':
			return {
				zh: `第 ${finding.seq} 条记录（${finding.id}）不属于这份导出`,
				en: `Record ${finding.seq} (${finding.id}) does not belong to this export`
			};
		case 'digest_wrong':
			return {
				zh: `${finding.day} 的摘要与其内容不符`,
				en: `The digest of ${finding.day} is not that of its content`
			};
		case 'resealed':
			return {
				zh: `${finding.day} 被重新封存：摘要与留存的不同`,
				en: `${finding.day} was sealed again: its digest is not the saved one`
			};
		case 'sealed_otherwise':
			return {
				zh: `第 ${range(finding)} 条记录与 ${finding.day} 封存时不同`,
				en: `Records ${range(finding)} are not those that were sealed on ${finding.day}`
			};
		case 'day_missing':
			return {
				zh: `${finding.day} 的封存缺失，或与前一日不相接`,
				en: `The seal of ${finding.day} is missing, or does not follow the day before`
			};
		case 'signature_wrong':
			return {
				zh: `${finding.day} 的签名无效`,
				en: `The signature of ${finding.day} is not valid`
			};
	}
}

/** What was looked at, and how far it can be relied upon. */
export function explainVerdict({ findings, records, comparedDays, unsealed }: Verdict): Words {
	const isWhole = findings.length === 0;
	const compared =
		comparedDays === null
			? {
					zh: '未与留存的摘要核对：全部改写后重新封存无法发现',
					en: 'not compared with saved digests: a rewrite that was sealed again would not be found'
				}
			: {
					zh: `与留存的 ${comparedDays} 天摘要核对`,
					en: `compared with saved digests of ${comparedDays} days`
				};
	const open =
		unsealed === 0
			? { zh: '', en: '' }
			: { zh: `；最后 ${unsealed} 条尚未封存`, en: `; the last ${unsealed} are not sealed yet` };
	return {
		zh: `${isWhole ? '完整' : `发现 ${findings.length} 处问题`}：${records} 条记录，${compared.zh}${open.zh}`,
		en: `${isWhole ? 'Whole' : `${findings.length} findings`}: ${records} records, ${compared.en}${open.en}`
	};
}

function range({ from, to }: { from: number; to: number }): string {
	return from === to ? String(from) : `${from}–${to}`;
}
