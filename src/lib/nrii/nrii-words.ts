import * as m from '#lib/paraglide/messages.js';
import type { Issue } from './field.ts';

/* What a list for the national register lacks, in words. */

const PROBLEMS: Record<Issue['problem'], (issue: Issue) => string> = {
	missing: () => m.nrii_missing(),
	too_long: ({ limit, actual }) => m.nrii_too_long({ limit: limit ?? 0, actual: actual ?? 0 }),
	too_many: ({ limit, actual }) => m.nrii_too_many({ limit: limit ?? 0, actual: actual ?? 0 }),
	malformed: () => m.nrii_malformed(),
	cut: ({ limit, actual }) => m.nrii_cut({ limit: limit ?? 0, actual: actual ?? 0 })
};

export function issueInWords(issue: Issue): string {
	return m.nrii_issue({ field: issue.field, problem: PROBLEMS[issue.problem](issue) });
}
