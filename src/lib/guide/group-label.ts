import * as m from '#lib/paraglide/messages.js';
import type { GuideGroup } from './contents.ts';

export function guideGroupLabel(group: GuideGroup): string {
	return {
		startup: m.guide_group_startup,
		lab: m.guide_group_lab,
		evaluator: m.guide_group_evaluator
	}[group]();
}
