import * as m from '#lib/paraglide/messages.js';
import type { Measure } from './utilisation.ts';

export const MEASURE_LABELS: Record<Measure, () => string> = {
	reserved: m.utilisation_reserved,
	used: m.utilisation_used
};
