import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { cleanText } from '#lib/ui/form/clean-text.ts';

/* What the register asks of a service beside the ledger; its own words and limits (reference 2.3). */

export const WAYS = ['占用共享', '技术共享', '委托共享', '远程共享', '其他'] as const;

export const INCOMES = [
	'国家重大科技专项',
	'国家自然科学基金',
	'863计划',
	'国家科技支撑（攻关）计划',
	'火炬计划',
	'星火计划',
	'973计划',
	'211工程',
	'985工程',
	'公益性行业科研专项',
	'国家社会科学基金',
	'国家科技基础性工作专项',
	'科技基础条件平台专项',
	'除上述计划外由中央政府部门下达',
	'地方科技计划项目',
	'其他',
	'无'
] as const;

export const RATINGS = ['非常满意', '基本满意', '一般', '不满意', '极差'] as const;

const MOST = 4;

export const supplementSchema = v.object({
	content: v.optional(cleanText(200), ''),
	service_ways: v.optional(v.array(v.picklist(WAYS)), []),
	subject_incomes: v.optional(
		v.pipe(
			v.array(v.picklist(INCOMES)),
			v.maxLength(MOST, () => m.nrii_refused_incomes())
		),
		[]
	),
	subject_areas: v.optional(
		v.pipe(
			v.string(),
			v.trim(),
			v.regex(/^(\d{3}([,，、 ]+\d{3}){0,3})?$/, () => m.nrii_refused_areas())
		),
		''
	),
	subject_content: v.optional(cleanText(200), ''),
	user_comment: v.optional(v.picklist(['', ...RATINGS]), ''),
	tax_record: v.optional(cleanText(100), ''),
	move_address: v.optional(cleanText(200), ''),
	customs_notice: v.optional(cleanText(50), ''),
	has_agreement: v.optional(v.picklist(['', 'yes', 'no']), '')
});

/** What was sent as `supplement_nrii_record` takes it. */
export function toSupplement(sent: v.InferOutput<typeof supplementSchema>) {
	const { service_ways, subject_incomes, subject_areas, has_agreement, ...texts } = sent;
	return {
		...Object.fromEntries(
			Object.entries(texts).map(([name, text]) => [name, text === '' ? null : text])
		),
		service_ways,
		subject_incomes,
		subject_areas: subject_areas.match(/\d{3}/g) ?? [],
		// Whoever says where it was used outside says that it was.
		is_off_site: sent.move_address !== '',
		has_agreement: has_agreement === '' ? null : has_agreement === 'yes'
	};
}
