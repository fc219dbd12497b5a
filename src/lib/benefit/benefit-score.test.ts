import { describe, expect, it } from 'vitest';
import { BENEFIT } from '../../../tests/support/reference-vectors.ts';
import { scoreBenefit, type BenefitEntries, type BenefitRules } from './benefit-score.ts';

/** The rule set MOE-2000 as it is shipped. */
const RULES: BenefitRules = {
	indicators: [
		{ code: '1', name: '机时利用', name_en: 'Hours', weight: 35, parameters: {} },
		{
			code: '2',
			name: '人才培养',
			name_en: 'People',
			weight: 20,
			parameters: { people_qualified: 10, people_supervised: 3, people_shown_each: 30 }
		},
		{
			code: '3',
			name: '科研成果',
			name_en: 'Results',
			weight: 25,
			parameters: { awards_national: 80, awards_provincial: 60, awards_school: 20, core_papers: 5 }
		},
		{
			code: '4',
			name: '服务收入',
			name_en: 'Income',
			weight: 15,
			parameters: { points: 5, external_per_fen: 100_000, internal_per_fen: 100_000 }
		},
		{
			code: '5',
			name: '功能利用与开发',
			name_en: 'Functions',
			weight: 5,
			parameters: {
				functions_new: 10,
				bands: [
					{ at_least: 100, score: 60 },
					{ at_least: 80, score: 48 },
					{ at_least: 60, score: 36 },
					{ at_least: 40, score: 24 },
					{ at_least: 20, score: 12 },
					{ at_least: 0, score: 0 }
				]
			}
		}
	],
	grade_bands: [
		{ at_least: 90, grade: '优秀' },
		{ at_least: 75, grade: '良好' },
		{ at_least: 60, grade: '合格' },
		{ at_least: 0, grade: '不合格' }
	]
};

const NOTHING: BenefitEntries = {
	people_qualified: 0,
	people_supervised: 0,
	people_shown: 0,
	awards_national: 0,
	awards_provincial: 0,
	awards_school: 0,
	core_papers: 0,
	external_income_fen: 0,
	internal_income_fen: 0,
	functions_original: 0,
	functions_used: 0,
	functions_new: 0
};

/** What gives the five items of the worked examples. */
const CASES: { entries: Partial<BenefitEntries>; hours: { used: number; rated: number } }[] = [
	{
		hours: { used: 1120, rated: 1400 },
		entries: {
			people_qualified: 7,
			people_supervised: 4,
			awards_national: 1,
			external_income_fen: 1_200_000,
			functions_original: 5,
			functions_used: 4,
			functions_new: 2
		}
	},
	{
		hours: { used: 400, rated: 800 },
		entries: {
			people_qualified: 2,
			core_papers: 2,
			internal_income_fen: 100_000,
			functions_original: 5,
			functions_used: 2
		}
	}
];

function score(entries: Partial<BenefitEntries> | null, hours = { used: 0, rated: 1400 }) {
	return scoreBenefit(hours, entries && { ...NOTHING, ...entries }, RULES);
}

describe('the benefit form (reference 1.6)', () => {
	it.each(
		BENEFIT.map((expected, index) => ({
			expected,
			entries: CASES[index]?.entries ?? {},
			hours: CASES[index]?.hours
		}))
	)(
		'gives $expected.total, $expected.grade, as the worked example does',
		({ expected, entries, hours }) => {
			const sheet = score(entries, hours);

			expect(sheet.items.map(({ score }) => score)).toEqual(expected.item_scores);
			expect(sheet).toMatchObject({ total: expected.total, grade: expected.grade });
		}
	);

	it('caps an item at 100 in the total and shows it as it is', () => {
		const [, people] = score({ people_qualified: 30 }).items;

		expect(people).toMatchObject({ score: 300, points: 20 });
	});

	it.each([
		[100, 60],
		[80, 48],
		[79, 36],
		[60, 36],
		[40, 24],
		[20, 12],
		[19, 0]
	])('gives for %i per cent of the functions %i points', (functions_used, points) => {
		const sheet = score({ functions_original: 100, functions_used });

		expect(sheet.items.at(-1)?.score).toBe(points);
	});

	it('counts a thirtieth for each who was shown it, and patents by the level of an award', () => {
		const sheet = score({ people_shown: 45, awards_provincial: 1, awards_school: 1 });

		expect(sheet.items.map(({ score }) => score)).toEqual([0, 1.5, 80, 0, 0]);
	});

	it('has no total and no grade before the lab has entered its part', () => {
		const sheet = score(null, { used: 700, rated: 1400 });

		expect(sheet.items.map(({ score }) => score)).toEqual([50, null, null, null, null]);
		expect(sheet).toMatchObject({ total: null, grade: null });
	});
});
