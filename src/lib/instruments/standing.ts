import type { Enums } from '#lib/database.types.ts';

type Known = {
	retired_at: string | null;
	external_use: Enums<'external_use'>;
	rules: { admits_outsiders: boolean } | null;
};

/**
 * Whether and how an outsider gets at an instrument. `bookable`: here, by anybody; `insiders`:
 * here, by the host's own people; the others: not here, and what its register says about outsiders.
 */
export type Standing = 'bookable' | 'insiders' | 'ask' | 'closed' | 'unknown' | 'retired';

export function standingOf({ retired_at, external_use, rules }: Known): Standing {
	if (retired_at !== null) return 'retired';
	if (rules) return rules.admits_outsiders ? 'bookable' : 'insiders';
	switch (external_use) {
		case 'yes':
		case 'ask':
			return 'ask';
		case 'no':
			return 'closed';
		case 'unknown':
			return 'unknown';
	}
}
