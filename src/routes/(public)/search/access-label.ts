import type { Hit } from '#lib/catalogue/search.server.ts';
import { describeAccess } from '#lib/datasets/access-level.ts';
import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

/** How one gets at a hit, in a word; null where its kind or its price says it already. */
export function toAccessLabel(hit: Hit): { label: string; tone: BadgeTone } | null {
	switch (hit.kind) {
		case 'instrument':
			if (hit.is_bookable) return { label: m.instrument_standing_bookable(), tone: 'ok' };
			return toExternalUse(hit.access_level);
		case 'dataset':
			return describeAccess(hit.access_level);
		case 'literature':
			return hit.access_level === 'open'
				? { label: m.literature_access_open(), tone: 'ok' }
				: { label: m.literature_access_delivery(), tone: 'accent' };
		case 'service':
			return null;
	}
}

function toExternalUse(externalUse: string): { label: string; tone: BadgeTone } | null {
	switch (externalUse) {
		case 'yes':
		case 'ask':
			return { label: m.instrument_standing_ask(), tone: 'accent' };
		case 'no':
			return { label: m.instrument_standing_closed(), tone: 'neutral' };
		default:
			return null;
	}
}
