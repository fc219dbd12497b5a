import { describe, expect, it } from 'vitest';
import { organisationKindOf, organisationOf, ownerKey, tidyOwner, toOwner } from './owner.ts';

describe('organisationOf', () => {
	it.each([
		['a university alone', '北都大学', '北都大学'],
		['a university with a unit', '北都大学 分析センター(中央)', '北都大学'],
		['a unit without a space', '北都大学工学部附属機器センター', '北都大学'],
		['a graduate university', '南都科学技術大学院大学 Analysis Section', '南都科学技術大学院大学'],
		[
			'an institute with an English unit',
			'高エネルギー加速器研究機構 Photon Factory',
			'高エネルギー加速器研究機構'
		],
		['a legal form before the name', '国立大学法人北都大学 理学部', '北都大学'],
		['a legal form with a place', '公立大学法人大阪 大阪公立大学 工学研究科', '大阪公立大学'],
		['a Chinese hospital of a university', '示例大学附属医院', '示例大学'],
		['a name in English', 'Example University Core Facility', 'Example University Core Facility']
	])('takes %s apart', (_case, owner, organisation) => {
		expect(organisationOf(owner)).toBe(organisation);
	});
});

describe('tidyOwner', () => {
	it('drops lone dashes and words said twice', () => {
		expect(tidyOwner(' 静都大学  共同センター 共同センター - - ')).toBe('静都大学 共同センター');
	});
});

describe('organisationKindOf', () => {
	it.each([
		['国立大学', '北都大学', 'university'],
		['公的研究機関', '物質研究機構', 'institute'],
		['高等専門学校', '北都工業高等専門学校', 'university'],
		['企业', '示例检测', 'company'],
		[null, '示例材料研究所', 'institute'],
		[null, '示例仪器有限公司', 'company'],
		[null, '来源未注明', 'other']
	] as const)('reads %s, %s as %s', (ownerKind, name, kind) => {
		expect(organisationKindOf(ownerKind, name)).toBe(kind);
	});
});

describe('toOwner', () => {
	it.each([
		['北海道', 'Asia/Tokyo'],
		['東京', 'Asia/Tokyo'],
		['茨城県つくば市', 'Asia/Tokyo'],
		['オンライン', 'Asia/Tokyo'],
		['北海市', 'Asia/Shanghai'],
		['辽宁省沈阳市', 'Asia/Shanghai']
	])('takes an owner in %s to have the hours of %s', (region, timeZone) => {
		const owner = toOwner({ owner: 'Example', ownerKind: null, region }, 'Asia/Shanghai');

		expect(owner.time_zone).toBe(timeZone);
	});

	it('takes a public university in a Chinese region for a Chinese one', () => {
		const owner = toOwner(
			{ owner: '示例大学', ownerKind: '公立大学', region: '上海市' },
			'Asia/Shanghai'
		);

		expect([owner.language, owner.time_zone]).toEqual(['zh', 'Asia/Shanghai']);
	});

	it('keeps the hours of a Japanese owner in Japan, also where the region is missing', () => {
		const owner = toOwner(
			{ owner: '東都大学', ownerKind: '国立大学', region: null },
			'Asia/Shanghai'
		);

		expect(owner).toEqual({
			organisation: '東都大学',
			kind: 'university',
			platform: '東都大学',
			language: 'ja',
			time_zone: 'Asia/Tokyo',
			province: null,
			city: null
		});
	});

	it('names one owner for all rows that name none', () => {
		const owner = toOwner({ owner: ' ', ownerKind: null, region: null }, 'Asia/Shanghai');

		expect([owner.organisation, owner.platform]).toEqual(['来源未注明', '来源未注明']);
	});
});

describe('ownerKey', () => {
	it('is the same for full-width and half-width brackets', () => {
		const [wide, narrow] = ['北都大学 センター（中央）', '北都大学 センター(中央)'].map((owner) =>
			ownerKey(toOwner({ owner, ownerKind: null, region: '北海道' }, 'Asia/Shanghai'))
		);

		expect(wide).toBe(narrow);
	});
});
