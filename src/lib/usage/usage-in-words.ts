import * as m from '#lib/paraglide/messages.js';
import type { UsedKind } from './agent-class.ts';
import { formatCount } from './format-count.ts';
import type { ResourceUsage } from './queries.server.ts';

export type UsageFigure = { term: string; value: string };

/** How often a dataset or a work was used within a year; null for one that nobody has looked at. */
export function usageInWords(usage: ResourceUsage, kind: UsedKind): UsageFigure[] | null {
	if (usage.investigations === 0) return null;
	return [
		{ term: m.usage_note_investigations(), value: formatCount(usage.investigations) },
		{
			term: kind === 'dataset' ? m.usage_note_downloads() : m.usage_note_reads(),
			value: formatCount(usage.requests)
		},
		{
			term: m.usage_note_organisations(),
			value:
				usage.organisations === null ? m.usage_fewer_than_three() : formatCount(usage.organisations)
		}
	];
}
