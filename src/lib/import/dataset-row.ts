import * as v from 'valibot';
import { parseDoi } from './doi.ts';
import { keyOf, toRefusals, type ImportContext, type ReadEntry } from './entry.ts';
import {
	date,
	line,
	list,
	oneOf,
	ownRecord,
	paragraphs,
	read,
	requiredLine,
	wholeNumber
} from './fields.ts';
import { normaliseLicence } from './licence.ts';
import { toOwner } from './owner.ts';
import { parsePublisher } from './publisher.ts';
import { isInJapan } from './region.ts';
import { detectLanguage } from './script-language.ts';
import { findSubjectCode } from './subject-code.ts';

const datasetSchema = v.object({
	...ownRecord,
	identifier: v.optional(line(300)),
	title: requiredLine(500),
	title_en: v.optional(line(500)),
	landing_page: v.optional(read(parseAddress, 'not_a_web_address')),
	subject: v.optional(list(4, 100)),
	description: v.optional(paragraphs(10_000)),
	keywords: v.optional(list(50, 200)),
	license: v.optional(line(500)),
	publisher: v.optional(line(500)),
	owner: v.optional(line(200)),
	owner_kind: v.optional(line(100)),
	creators: v.optional(list(200, 200)),
	doi: v.optional(read(parseDoi, 'not_a_doi')),
	cstr: v.optional(line(200)),
	published_on: v.optional(date),
	version: v.optional(line(100)),
	size_bytes: v.optional(wholeNumber(0, 1e15)),
	formats: v.optional(list(50, 100)),
	spatial: v.optional(line(500)),
	temporal: v.optional(line(500)),
	source: v.optional(line(500)),
	method: v.optional(paragraphs(2000)),
	update_frequency: v.optional(line(100)),
	access_level: v.optional(
		oneOf({
			open: 'open',
			开放: 'open',
			开放共享: 'open',
			完全开放: 'open',
			registered: 'registered',
			注册: 'registered',
			登录: 'registered',
			application: 'application',
			申请: 'application',
			协议共享: 'application',
			restricted: 'restricted',
			受限: 'restricted',
			暂不共享: 'restricted'
		})
	),
	use_statement: v.optional(paragraphs(2000)),
	citation_text: v.optional(paragraphs(2000)),
	embargo_until: v.optional(date)
});

/** File servers are told apart: their addresses are no page, yet all that some datasets have. */
function parseAddress(text: string): { page: string } | { fileServer: string } | undefined {
	if (!URL.canParse(text) || text.length > 500) return undefined;
	if (/^https?:\/\//.test(text)) return { page: text };
	return /^ftps?:\/\//.test(text) ? { fileServer: text } : undefined;
}

/**
 * A dataset from a row of a register. Without an identifier or DOI it is known by title and page,
 * since one page often lists several datasets.
 */
export function readDataset(cells: Record<string, string>, context: ImportContext): ReadEntry {
	const result = v.safeParse(datasetSchema, cells);
	if (!result.success) return { refusals: toRefusals(result.issues) };
	const {
		record_id,
		language,
		identifier,
		landing_page,
		subject,
		description,
		keywords,
		license,
		publisher,
		owner,
		owner_kind,
		source,
		access_level,
		...plain
	} = result.output;

	const isOwn = record_id !== undefined && record_id !== null;
	const page = landing_page && 'page' in landing_page ? landing_page.page : null;
	const fileServer = landing_page && 'fileServer' in landing_page ? landing_page.fileServer : null;
	const subjectCodes = (subject ?? [])
		.map((word) => findSubjectCode(word, context.subjects))
		.filter((code) => code !== undefined);
	const words = (subject ?? []).filter((word) => !/^\d{3}$/.test(word));
	const whereabouts = { owner: owner ?? null, ownerKind: owner_kind ?? null, region: null };
	return {
		entry: {
			owner: toOwner(whereabouts, context.timeZone),
			source_key: identifier ?? plain.doi ?? keyOf(500, [plain.title, page ?? fileServer]),
			record: {
				...plain,
				language: language ?? detectLanguage(plain.title, isInJapan(whereabouts)),
				...(landing_page !== undefined && { landing_page: page }),
				...((source !== undefined || fileServer !== null) && { source: source ?? fileServer }),
				...(description !== undefined && { abstract: description }),
				...((keywords !== undefined || subject !== undefined) && {
					keywords: [...new Set([...(keywords ?? []), ...words])]
				}),
				...(subject !== undefined && { subject_codes: [...new Set(subjectCodes)] }),
				...(license !== undefined && {
					licence: license === null || isOwn ? license : normaliseLicence(license)
				}),
				...(publisher !== undefined && {
					publisher: publisher === null || isOwn ? publisher : parsePublisher(publisher)
				}),
				...(access_level !== undefined && { access_level: access_level ?? 'open' })
			}
		}
	};
}
