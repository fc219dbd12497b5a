import * as v from 'valibot';
import { keyOf, toRefusals, type ImportContext, type ReadEntry } from './entry.ts';
import { parseYuan } from './fen.ts';
import { line, ownRecord, paragraphs, read, requiredLine, wholeNumber } from './fields.ts';
import { toOwner } from './owner.ts';
import { isInJapan } from './region.ts';
import { detectLanguage } from './script-language.ts';

const BY_ARRANGEMENT = new Set(['/', '-', '面议', '协商', '另议']);

const serviceSchema = v.object({
	...ownRecord,
	identifier: v.optional(line(300)),
	service: requiredLine(200),
	name_en: v.optional(line(200)),
	instrument: v.optional(line(200)),
	unit_price_cny: v.optional(
		read((text) => (BY_ARRANGEMENT.has(text) ? 'by_arrangement' : parseYuan(text)), 'not_an_amount')
	),
	unit: v.optional(line(50)),
	method_standard: v.optional(line(300)),
	group: v.optional(line(100)),
	description: v.optional(paragraphs(2000)),
	turnaround_days: v.optional(wholeNumber(1, 3650)),
	owner: v.optional(line(200)),
	owner_kind: v.optional(line(100))
});

function dashToNull(text: string | null): string | null {
	return text !== null && /^[/／\-—]$/.test(text) ? null : text;
}

/**
 * A service from a line of a price list. Without an identifier it is known by what is priced: the
 * service on that instrument by that unit.
 */
export function readService(cells: Record<string, string>, context: ImportContext): ReadEntry {
	const result = v.safeParse(serviceSchema, cells);
	if (!result.success) return { refusals: toRefusals(result.issues) };
	const {
		record_id,
		language,
		identifier,
		service,
		instrument,
		unit_price_cny,
		method_standard,
		group,
		owner,
		owner_kind,
		...plain
	} = result.output;

	const whereabouts = { owner: owner ?? null, ownerKind: owner_kind ?? null, region: null };
	return {
		entry: {
			owner: toOwner(whereabouts, context.timeZone),
			source_key: identifier ?? keyOf(500, [instrument, service, plain.unit]),
			record: {
				...plain,
				name: service,
				language: language ?? detectLanguage(service + (instrument ?? ''), isInJapan(whereabouts)),
				...(instrument !== undefined && { instrument_name: dashToNull(instrument) }),
				...(unit_price_cny !== undefined && {
					unit_price_fen: unit_price_cny === 'by_arrangement' ? null : unit_price_cny
				}),
				...(method_standard !== undefined && { method_standard: dashToNull(method_standard) }),
				...(group !== undefined && { group_name: group })
			}
		}
	};
}
