import * as v from 'valibot';
import { normaliseName } from './clean-text.ts';
import { parseDoi } from './doi.ts';
import { keyOf, toRefusals, type ImportContext, type ReadEntry } from './entry.ts';
import {
	line,
	list,
	oneOf,
	ownRecord,
	paragraphs,
	read,
	requiredLine,
	webAddress,
	wholeNumber
} from './fields.ts';
import { toOwner } from './owner.ts';
import { isInJapan } from './region.ts';
import { detectLanguage } from './script-language.ts';

/** Kinds as registers and Crossref name them, with the Data_Type of COUNTER that they are. */
const DATA_TYPES: ReadonlyMap<string, string> = new Map([
	['', 'Article'],
	['article', 'Article'],
	['journalarticle', 'Article'],
	['review', 'Article'],
	['letter', 'Article'],
	['期刊论文', 'Article'],
	['期刊', 'Article'],
	['论文', 'Article'],
	['book', 'Book'],
	['monograph', 'Book'],
	['图书', 'Book'],
	['专著', 'Book'],
	['bookchapter', 'Book_Segment'],
	['booksection', 'Book_Segment'],
	['booksegment', 'Book_Segment'],
	['图书章节', 'Book_Segment'],
	['conferencepaper', 'Conference_Item'],
	['conferenceitem', 'Conference_Item'],
	['proceedingsarticle', 'Conference_Item'],
	['会议论文', 'Conference_Item'],
	['patent', 'Patent'],
	['专利', 'Patent'],
	['report', 'Report'],
	['科技报告', 'Report'],
	['报告', 'Report'],
	['standard', 'Standard'],
	['标准', 'Standard'],
	['thesis', 'Thesis_or_Dissertation'],
	['dissertation', 'Thesis_or_Dissertation'],
	['thesisordissertation', 'Thesis_or_Dissertation'],
	['学位论文', 'Thesis_or_Dissertation']
]);

const literatureSchema = v.object({
	...ownRecord,
	doi: v.optional(read(parseDoi, 'not_a_doi')),
	identifier: v.optional(line(300)),
	title: requiredLine(1000),
	title_en: v.optional(line(1000)),
	authors: v.optional(list(1000, 200)),
	venue: v.optional(line(500)),
	year: v.optional(wholeNumber(1400, 2200, 'not_a_year')),
	kind: v.optional(line(100)),
	abstract: v.optional(paragraphs(10_000)),
	keywords: v.optional(list(50, 200)),
	full_text_url: v.optional(webAddress(1000)),
	access: v.optional(
		oneOf({
			open: 'open',
			开放: 'open',
			开放获取: 'open',
			delivery: 'delivery',
			传递: 'delivery',
			原文传递: 'delivery'
		})
	),
	owner: v.optional(line(200)),
	owner_kind: v.optional(line(100)),
	related_instrument: v.optional(line(200))
});

/**
 * A work from a row of a register. A DOI leads to the publisher's page and says nothing about who may
 * read the text there: such a work is delivered on request, with that page beside it, unless the row
 * says that it is open. A kind that nobody knows is Other.
 */
export function readLiterature(cells: Record<string, string>, context: ImportContext): ReadEntry {
	const result = v.safeParse(literatureSchema, cells);
	if (!result.success) return { refusals: toRefusals(result.issues) };
	const {
		record_id,
		language,
		identifier,
		year,
		kind,
		full_text_url,
		access,
		owner,
		owner_kind,
		related_instrument,
		...plain
	} = result.output;

	const doi = plain.doi ?? null;
	// A row of our own export says itself where the text is, and under which key the work is kept.
	const isOwn = record_id !== undefined && record_id !== null;
	const address = full_text_url ?? (doi === null || isOwn ? null : `https://doi.org/${doi}`);
	if (access === 'open' && address === null) {
		return { refusals: [{ field: 'full_text_url', reason: 'required' }] };
	}
	const whereabouts = { owner: owner ?? null, ownerKind: owner_kind ?? null, region: null };
	return {
		entry: {
			owner: toOwner(whereabouts, context.timeZone),
			source_key:
				(isOwn ? identifier : undefined) ??
				doi ??
				identifier ??
				keyOf(500, [normaliseName(plain.title)]),
			instrument: related_instrument ?? null,
			record: {
				...plain,
				language: language ?? detectLanguage(plain.title, isInJapan(whereabouts)),
				...(year !== undefined && { published_year: year }),
				...(kind !== undefined && {
					data_type: DATA_TYPES.get((kind ?? '').toLowerCase().replace(/[\s_-]/g, '')) ?? 'Other'
				}),
				...((plain.doi !== undefined || full_text_url !== undefined) && { full_text_url: address }),
				...(access !== undefined && { access: access ?? 'delivery' })
			}
		}
	};
}
