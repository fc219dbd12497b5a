/*
 * Registers name an owner in free text: "東北大学", "九州大学 中央分析センター(伊都地区)",
 * "熊本大学工学部附属工学研究機器センター". The whole text names the platform; its first part, the
 * institution, names the organisation. Texts without Chinese characters are not taken apart, since
 * there a space does not part institution from unit ("Osaka University").
 */

import { normaliseName } from './clean-text.ts';
import { detectLanguage } from './script-language.ts';
import { isInJapan, type Whereabouts } from './region.ts';

export type OrganisationKind = 'university' | 'institute' | 'company' | 'agency' | 'other';

/** What the database finds or makes the platform of a row by. */
export type Owner = {
	organisation: string;
	kind: OrganisationKind;
	platform: string;
	language: string;
	time_zone: string;
	province?: string | null;
	city?: string | null;
};

/** The organisation and platform of rows whose file names no owner. */
const UNATTRIBUTED = '来源未注明';

const KINDS: readonly (readonly [RegExp, OrganisationKind])[] = [
	[/大学|大學|高等専門学校|高校|学院|universit|college/i, 'university'],
	[/研究機関|研究机构|研究所|研究院|科研|institut|laborator/i, 'institute'],
	[/企業|企业|公司|会社|compan|enterprise/i, 'company'],
	[/官公庁|自治体|行政|政府|机关|機関|government|agency/i, 'agency']
];

const KINDS_BY_NAME: readonly (readonly [RegExp, OrganisationKind])[] = [
	[/大学|大學|学院$|高等専門学校|universit|college/i, 'university'],
	[/研究(所|院|機構|开发|開発)|実験所|科学院|institut|laborator/i, 'institute'],
	[/公司|会社|集团|\b(inc|ltd|llc|gmbh|corp)\b/i, 'company'],
	[/局$|庁$|省$|厅$|委员会$|government|agency/i, 'agency']
];

/** Legal forms that registers put before a name and people leave out. */
const LEGAL_FORM =
	/^(国立大学|公立大学|学校|独立行政|国立研究開発|大学共同利用機関|(一般|公益)(社団|財団))法人\s*/;

const INSTITUTION = /大学|大學|高等専門学校|学院|機構|研究所|研究院|科学院|公司|会社/;

/** An owner's text without its line noise: lone dashes and words said twice in a row. */
export function tidyOwner(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.trim()
		.split(' ')
		.filter((word, index, words) => !/^[-－ー–—]$/.test(word) && word !== words[index - 1])
		.join(' ');
}

/** The institution in an owner's text. */
export function organisationOf(owner: string): string {
	if (!/\p{Script=Han}/u.test(owner)) return owner;
	const bare = owner.replace(LEGAL_FORM, '');
	const [first = owner, second] = (bare === '' ? owner : bare).split(' ');
	// "公立大学法人大阪 大阪公立大学": what is left of the first part is a place, not a name.
	const institution =
		bare !== owner && second !== undefined && !INSTITUTION.test(first) ? second : first;
	return /^.{2,}?(?:大学|大學)(?:院大学)?/u.exec(institution)?.[0] ?? institution;
}

export function organisationKindOf(
	ownerKind: string | null,
	organisation: string
): OrganisationKind {
	const stated = KINDS.find(([words]) => ownerKind !== null && words.test(ownerKind));
	if (stated !== undefined) return stated[1];
	return KINDS_BY_NAME.find(([words]) => words.test(organisation))?.[1] ?? 'other';
}

/** @param timeZone the zone of owners whose whereabouts do not tell it */
export function toOwner(whereabouts: Whereabouts, timeZone: string): Owner {
	const { owner, ownerKind, region } = whereabouts;
	const tidy = tidyOwner(owner ?? '');
	if (tidy === '') {
		return {
			organisation: UNATTRIBUTED,
			kind: 'other',
			platform: UNATTRIBUTED,
			language: 'zh',
			time_zone: timeZone
		};
	}
	const organisation = organisationOf(tidy);
	const inJapan = isInJapan(whereabouts);
	return {
		organisation,
		kind: organisationKindOf(ownerKind, organisation),
		platform: tidy,
		language: detectLanguage(tidy, inJapan),
		time_zone: inJapan ? 'Asia/Tokyo' : timeZone,
		province: region,
		city: region
	};
}

/** The same for two spellings of one owner. */
export function ownerKey(owner: Owner): string {
	return `${normaliseName(owner.organisation)}\n${normaliseName(owner.platform)}`;
}
