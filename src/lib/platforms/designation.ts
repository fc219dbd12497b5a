import { localName } from '#lib/catalogue/local-name.ts';
import * as m from '#lib/paraglide/messages.js';

export type Designation = {
	level: string;
	revoked_on: string | null;
	kind: { code: string; name: string; name_en: string };
};

const LEVELS: Record<string, () => string> = {
	national: m.platform_level_national,
	provincial: m.platform_level_provincial,
	municipal: m.platform_level_municipal
};

/** The rank of a designation or registration: `国家级`. */
export function levelLabel(level: string): string {
	return LEVELS[level]?.() ?? level;
}

/** A designation in full: `省级 · 重点实验室`. */
function designationLabel({ level, kind }: Designation): string {
	return m.platform_designation({ level: levelLabel(level), kind: localName(kind) });
}

/** Those that hold today, in full; a revoked one is history, which only the platform's own page tells. */
export function designationLabels(designations: Designation[]): string[] {
	const standing = designations.filter(({ revoked_on }) => revoked_on === null);
	return [...new Set(standing.map(designationLabel))];
}
