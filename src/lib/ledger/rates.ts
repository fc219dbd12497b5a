/*
 * The rates of reference 1.5 and the scores of 1.6 and 1.8. What they are computed by (rated hours,
 * weights, bands) is given, never known here.
 */

/** A share in percent to two decimals, half up; 0 where the denominator is 0, as the yearbook has it. */
function percent(part: number, whole: number): number {
	return whole === 0 ? 0 : roundTo2((part / whole) * 100);
}

/** Half up by the decimal digits: 1.005 is 1.01, though its double lies below. */
export function roundTo2(value: number): number {
	return Math.round(Number(`${value.toPrecision(12)}e2`)) / 100;
}

/** 利用率: effective hours by the rated hours of the rule set. */
export function utilisationRate(effectiveHours: number, ratedHours: number): number {
	return percent(effectiveHours, ratedHours);
}

/** 共享率: external hours by effective hours. */
export function sharingRate(externalHours: number, effectiveHours: number): number {
	return percent(externalHours, effectiveHours);
}

/** 开放率, 入网率: instruments that do by instruments in scope. */
export function shareOfInstruments(count: number, inScope: number): number {
	return percent(count, inScope);
}

/** Weighted share and income rate of the school sheet: what is external counts half again as much. */
export function weightedRate(
	{ internal, external }: { internal: number; external: number },
	base: number
): number {
	return percent(internal + external * 1.5, base);
}

/** The mean of instruments by the days each was in service in the window; null of none. */
export function meanHours(instruments: { hours: number; daysInService: number }[]): number | null {
	const days = instruments.reduce((sum, { daysInService }) => sum + daysInService, 0);
	const longest = Math.max(...instruments.map(({ daysInService }) => daysInService));
	if (days === 0) return null;
	const hours = instruments.reduce((sum, instrument) => sum + instrument.hours, 0);
	return roundTo2((hours / days) * longest);
}

/** A score at least, and what it brings. */
export type Band<Result> = readonly [atLeast: number, result: Result];

/** The result of the highest band that is reached. */
export function inBand<Result>(value: number, bands: readonly Band<Result>[]): Result | null {
	const reached = bands.filter(([atLeast]) => value >= atLeast).sort(([a], [b]) => b - a);
	return reached[0]?.[1] ?? null;
}

/** The sum of capped scores by their weights, in percent (1.6). */
export function weightedTotal(scores: readonly number[], weights: readonly number[]): number {
	return roundTo2(
		scores.reduce(
			(sum, score, index) => sum + (Math.min(100, score) * (weights[index] ?? 0)) / 100,
			0
		)
	);
}

/** Normalisers of 1.8: a value as a score from 0 to 100. */
export const normalisers = {
	/** All of the score from `full` on. */
	linearCap: (value: number, full: number) =>
		full <= 0 ? 0 : Math.max(0, Math.min(1, value / full)) * 100,
	bracket: (value: number, bands: readonly Band<number>[]) => inBand(value, bands) ?? 0,
	/** The share of the others that one is at least as good as. */
	rankPercentile: (value: number, group: readonly number[]) =>
		group.length <= 1
			? 100
			: ((group.filter((other) => other <= value).length - 1) / (group.length - 1)) * 100,
	perUnit: (value: number, each: number, cap: number) => Math.min(cap, value * each),
	boolean: (value: boolean) => (value ? 100 : 0)
};

/** A mean of few ratings, drawn towards that of the jurisdiction as if five more were like it (1.8). */
export function shrunkMean(ratings: readonly number[], overall: number, prior = 5): number {
	const sum = ratings.reduce((total, rating) => total + rating, 0);
	return (sum + prior * overall) / (ratings.length + prior);
}

/** What each organisation contributes to a volume where none may bring more than a share of it (1.8). */
export function capContributions(volumes: readonly number[], share = 0.2): number[] {
	const total = volumes.reduce((sum, volume) => sum + volume, 0);
	return volumes.map((volume) => Math.min(volume, total * share));
}
