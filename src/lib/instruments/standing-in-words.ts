import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';
import type { Standing } from './standing.ts';

type Words = { tone: BadgeTone; label: () => string; text: (() => string) | null };

const WORDS: Record<Standing, Words> = {
	bookable: { tone: 'ok', label: m.instrument_standing_bookable, text: null },
	insiders: {
		tone: 'neutral',
		label: m.instrument_standing_insiders,
		text: m.instrument_insiders_text
	},
	ask: { tone: 'accent', label: m.instrument_standing_ask, text: m.instrument_ask_text },
	closed: { tone: 'neutral', label: m.instrument_standing_closed, text: m.instrument_closed_text },
	unknown: {
		tone: 'neutral',
		label: m.instrument_standing_unknown,
		text: m.instrument_unknown_text
	},
	retired: { tone: 'warn', label: m.instrument_standing_retired, text: m.instrument_retired_text }
};

/** Whether and how an outsider gets at an instrument: as a badge, and in a sentence if not by booking. */
export function standingInWords(standing: Standing) {
	const { tone, label, text } = WORDS[standing];
	return { badge: { tone, label: label() }, text: text?.() ?? null };
}
