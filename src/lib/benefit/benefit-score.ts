import * as v from 'valibot';
import { inBand, roundTo2, utilisationRate, weightedTotal } from '#lib/ledger/rates.ts';

/*
 * 高等学校贵重仪器设备年度效益评价表 (reference 1.6). Weights, points and grades are those of the rule
 * set; what is not known gives no score, and without all five there is no total.
 */

export const COUNTS = [
	'people_qualified',
	'people_supervised',
	'people_shown',
	'awards_national',
	'awards_provincial',
	'awards_school',
	'core_papers',
	'functions_original',
	'functions_used',
	'functions_new'
] as const;
export const INCOMES = ['external_income_fen', 'internal_income_fen'] as const;

export type BenefitEntries = Record<(typeof COUNTS)[number] | (typeof INCOMES)[number], number>;

const number = v.number();
const parameters = v.object({
	2: v.object({ people_qualified: number, people_supervised: number, people_shown_each: number }),
	3: v.object({
		awards_national: number,
		awards_provincial: number,
		awards_school: number,
		core_papers: number
	}),
	4: v.object({ points: number, external_per_fen: number, internal_per_fen: number }),
	5: v.object({
		functions_new: number,
		bands: v.array(v.object({ at_least: number, score: number }))
	})
});
const gradeBands = v.array(v.object({ at_least: number, grade: v.string() }));

type Indicator = {
	code: string;
	name: string;
	name_en: string;
	weight: number | null;
	parameters: unknown;
};

/** What a sheet is reckoned by. */
export type BenefitRules = {
	indicators: Indicator[];
	grade_bands: unknown;
};

type BenefitItem = Pick<Indicator, 'code' | 'name' | 'name_en'> & {
	weight: number;
	/** Before it is capped at 100; null where it is not known. */
	score: number | null;
	/** What it brings to the total. */
	points: number | null;
};

export type BenefitSheet = { items: BenefitItem[]; total: number | null; grade: string | null };

export function scoreBenefit(
	hours: { used: number; rated: number },
	entries: BenefitEntries | null,
	rules: BenefitRules
): BenefitSheet {
	const points = v.parse(
		parameters,
		Object.fromEntries(rules.indicators.map(({ code, parameters }) => [code, parameters]))
	);
	const scores: Record<string, number | null> = {
		1: utilisationRate(hours.used, hours.rated),
		2: entries && scorePeople(entries, points[2]),
		3: entries && scoreResults(entries, points[3]),
		4: entries && scoreIncome(entries, points[4]),
		5: entries && scoreFunctions(entries, points[5])
	};
	const items = rules.indicators.map(({ code, name, name_en, weight }) => {
		const score = scores[code] ?? null;
		return {
			code,
			name,
			name_en,
			weight: weight ?? 0,
			score: score === null ? null : roundTo2(score),
			points: score === null ? null : weightedTotal([score], [weight ?? 0])
		};
	});
	const known = items.flatMap(({ score }) => (score === null ? [] : [score]));
	const total =
		known.length === items.length
			? weightedTotal(
					known,
					items.map(({ weight }) => weight)
				)
			: null;
	const bands = v.parse(gradeBands, rules.grade_bands);
	return {
		items,
		total,
		grade:
			total === null
				? null
				: inBand(
						total,
						bands.map(({ at_least, grade }) => [at_least, grade] as const)
					)
	};
}

type Points = v.InferOutput<typeof parameters>;

function scorePeople(entries: BenefitEntries, points: Points[2]): number {
	return (
		points.people_qualified * entries.people_qualified +
		points.people_supervised * entries.people_supervised +
		entries.people_shown / points.people_shown_each
	);
}

function scoreResults(entries: BenefitEntries, points: Points[3]): number {
	return (
		points.awards_national * entries.awards_national +
		points.awards_provincial * entries.awards_provincial +
		points.awards_school * entries.awards_school +
		points.core_papers * entries.core_papers
	);
}

function scoreIncome(entries: BenefitEntries, points: Points[4]): number {
	return (
		points.points * (entries.external_income_fen / points.external_per_fen) +
		points.points * (entries.internal_income_fen / points.internal_per_fen)
	);
}

/** 功能利用率 by its bracket, and what was developed anew on top of it. */
function scoreFunctions(entries: BenefitEntries, points: Points[5]): number {
	const used =
		entries.functions_original === 0
			? 0
			: (entries.functions_used / entries.functions_original) * 100;
	const bands = points.bands.map(({ at_least, score }) => [at_least, score] as const);
	return (inBand(used, bands) ?? 0) + points.functions_new * entries.functions_new;
}
