import type { ResultFinding, ResultVerdict } from './verify-result.ts';

/*
 * In the two languages at once, for the command line has no locale; the page shows one of them.
 */
type Words = { zh: string; en: string };

/** What is wrong with a result, in words. */
export function explainResultFinding(finding: ResultFinding): Words {
	switch (finding.kind) {
		case 'digest_wrong':
			return {
				zh: '内容与摘要不符：文件被改动',
				en: 'The content is not what the digest is of: the file was altered'
			};
		case 'points_wrong':
			return {
				zh: `${finding.platform}：${finding.indicator} 的得分与评分、分值不符`,
				en: `${finding.platform}: the points of ${finding.indicator} are not its score by its weight`
			};
		case 'total_wrong':
			return {
				zh: `${finding.platform}：总分与各指标得分不符`,
				en: `${finding.platform}: the total is not what its points make`
			};
		case 'grade_wrong':
			return {
				zh: `${finding.platform}：等级与总分、等级线不符`,
				en: `${finding.platform}: the grade is not that of its total`
			};
		case 'place_wrong':
			return {
				zh: `${finding.platform}：名次与总分不符`,
				en: `${finding.platform}: the place is not that of its total`
			};
		case 'saved_otherwise':
			return {
				zh: `${finding.code} 第 ${finding.version} 版的摘要与留存的不同`,
				en: `The digest of ${finding.code}, version ${finding.version}, is not the saved one`
			};
		case 'not_saved':
			return {
				zh: `留存的摘要中没有 ${finding.code} 第 ${finding.version} 版`,
				en: `The saved digests have no version ${finding.version} of ${finding.code}`
			};
	}
}

/** What was looked at, and how far it can be relied upon. */
export function explainResultVerdict(verdict: ResultVerdict): Words {
	const { findings, code, version, platforms, isCompared, supersededBy } = verdict;
	const isWhole = findings.length === 0;
	const compared = isCompared
		? { zh: '与留存的摘要核对', en: 'compared with saved digests' }
		: {
				zh: '未与留存的摘要核对：整份改写无法发现',
				en: 'not compared with saved digests: a file that was rewritten as a whole would not be found'
			};
	const later =
		supersededBy === null
			? { zh: '', en: '' }
			: {
					zh: `；此后已有第 ${supersededBy} 版`,
					en: `; version ${supersededBy} has come after it`
				};
	return {
		zh: `${isWhole ? '完整' : `发现 ${findings.length} 处问题`}：评价结果 ${code} 第 ${version} 版，${platforms} 个平台，${compared.zh}${later.zh}`,
		en: `${isWhole ? 'Whole' : `${findings.length} findings`}: results of ${code}, version ${version}, ${platforms} platforms, ${compared.en}${later.en}`
	};
}
