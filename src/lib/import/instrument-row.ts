import * as v from 'valibot';
import { toRefusals, type ImportContext, type ReadEntry } from './entry.ts';
import { parseTenThousandYuan } from './fen.ts';
import {
	date,
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
import { findInstrumentClass, parseClassCode } from './instrument-class.ts';
import { toOwner } from './owner.ts';
import { isInJapan } from './region.ts';
import { tidyCategory } from './registered-category.ts';
import { detectLanguage } from './script-language.ts';
import { findSubjectCode } from './subject-code.ts';

const instrumentSchema = v.object({
	...ownRecord,
	identifier: requiredLine(200),
	name: requiredLine(200),
	name_en: v.optional(line(200)),
	category: v.optional(line(300)),
	subcategory: v.optional(line(300)),
	class_code: v.optional(read(parseClassCode, 'not_a_class_code')),
	class_level: v.optional(wholeNumber(1, 3)),
	owner: v.optional(line(200)),
	owner_kind: v.optional(line(100)),
	region: v.optional(line(100)),
	province: v.optional(line(100)),
	city: v.optional(line(100)),
	county: v.optional(line(100)),
	street: v.optional(line(200)),
	external_use: v.optional(
		oneOf({
			可: 'yes',
			yes: 'yes',
			true: 'yes',
			是: 'yes',
			可以: 'yes',
			开放: 'yes',
			外部共享: 'yes',
			対外可: 'yes',
			要相談: 'ask',
			ask: 'ask',
			需协商: 'ask',
			面议: 'ask',
			需申请: 'ask',
			协商: 'ask',
			不可: 'no',
			no: 'no',
			false: 'no',
			否: 'no',
			不开放: 'no',
			内部共享: 'no',
			不共享: 'no',
			不明: 'unknown',
			unknown: 'unknown',
			未知: 'unknown',
			'-': 'unknown'
		})
	),
	fee_band: v.optional(
		oneOf({
			有料: 'paid',
			paid: 'paid',
			收费: 'paid',
			有偿: 'paid',
			是: 'paid',
			無料: 'free',
			free: 'free',
			免费: 'free',
			无偿: 'free',
			否: 'free',
			不明: 'unknown',
			unknown: 'unknown',
			未知: 'unknown',
			'-': 'unknown'
		})
	),
	fee_note: v.optional(paragraphs(500)),
	landing_page: v.optional(webAddress(500)),
	model: v.optional(line(100)),
	manufacturer: v.optional(line(100)),
	origin_country: v.optional(line(100)),
	asset_kind: v.optional(oneOf({ 通用: '通用', 专用: '专用' })),
	acquired_by: v.optional(oneOf({ 购置: '购置', 研制: '研制', 赠送: '赠送', 其他: '其他' })),
	under_customs: v.optional(oneOf({ 是: 'yes', 否: 'no', yes: 'yes', no: 'no' })),
	worth: v.optional(read(parseTenThousandYuan, 'not_an_amount')),
	in_service_on: v.optional(date),
	funds: v.optional(list(10, 100)),
	subjects: v.optional(list(4, 100)),
	technical: v.optional(paragraphs(2000)),
	functions: v.optional(paragraphs(2000)),
	service_content: v.optional(paragraphs(2000)),
	achievement: v.optional(paragraphs(2000)),
	sharing_rules: v.optional(paragraphs(2000)),
	units: v.optional(wholeNumber(1, 200)),
	serial_number: v.optional(line(100))
});

/** An instrument from a row of a register; one of our own export is taken as it stands. */
export function readInstrument(cells: Record<string, string>, context: ImportContext): ReadEntry {
	const result = v.safeParse(instrumentSchema, cells);
	if (!result.success) return { refusals: toRefusals(result.issues) };
	const {
		record_id,
		language,
		identifier,
		category,
		subcategory,
		class_code,
		class_level,
		owner,
		owner_kind,
		region,
		external_use,
		fee_band,
		under_customs,
		worth,
		subjects,
		units,
		...plain
	} = result.output;

	const subjectCodes: string[] = [];
	for (const subject of subjects ?? []) {
		const code = findSubjectCode(subject, context.subjects);
		if (code === undefined) return { refusals: [{ field: 'subjects', reason: 'not_a_subject' }] };
		subjectCodes.push(code);
	}
	const isFiled = category !== undefined || subcategory !== undefined;
	const filed = { category: category ?? null, subcategory: subcategory ?? null };
	const isOwn = record_id !== undefined && record_id !== null;
	const instrumentClass =
		class_code ?? (isOwn ? undefined : findInstrumentClass({ name: plain.name, ...filed }));
	const whereabouts = {
		owner: owner ?? null,
		ownerKind: owner_kind ?? null,
		region: region ?? null
	};
	return {
		entry: {
			owner: toOwner(whereabouts, context.timeZone),
			source_key: identifier,
			record: {
				...(region !== undefined && { province: region, city: region }),
				...plain,
				language: language ?? detectLanguage(plain.name, isInJapan(whereabouts)),
				...(isFiled && {
					registered_category: isOwn
						? filed.category
						: tidyCategory(filed.category, filed.subcategory)
				}),
				...(instrumentClass !== undefined && {
					class_level: class_level ?? instrumentClass.level,
					class_code: instrumentClass.code
				}),
				...(external_use !== undefined && { external_use: external_use ?? 'unknown' }),
				...(fee_band !== undefined && { fee_band: fee_band ?? 'unknown' }),
				...(under_customs !== undefined && {
					under_customs: under_customs === null ? null : under_customs === 'yes'
				}),
				...(worth !== undefined && { worth_fen: worth }),
				...(subjects !== undefined && { subject_codes: subjectCodes }),
				...(units !== undefined && units !== null && { units })
			}
		}
	};
}
