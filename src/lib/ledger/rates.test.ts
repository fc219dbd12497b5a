import { describe, expect, it } from 'vitest';
import { BENEFIT, NATIONAL } from '../../../tests/support/reference-vectors.ts';
import {
	capContributions,
	inBand,
	meanHours,
	normalisers,
	shareOfInstruments,
	sharingRate,
	shrunkMean,
	utilisationRate,
	weightedRate,
	weightedTotal,
	type Band
} from './rates.ts';

describe('rates (reference 1.5)', () => {
	it.each(NATIONAL)('are those of $year for the country', ({ E, S, util_1600, share }) => {
		expect(utilisationRate(E, 1600)).toBe(util_1600);
		expect(sharingRate(S, E)).toBe(share);
	});

	it('are 0 of nothing', () => {
		expect([sharingRate(3, 0), shareOfInstruments(0, 0), utilisationRate(1, 0)]).toEqual([0, 0, 0]);
	});

	it('weigh what is external half again as much', () => {
		expect(weightedRate({ internal: 4, external: 2 }, 6)).toBe(116.67);
	});

	it('of a unit go by the days that its instruments were in service', () => {
		const whole = { hours: 1600, daysInService: 365 };
		const half = { hours: 800, daysInService: 182.5 };

		expect(meanHours([whole, half])).toBe(1600);
		expect(meanHours([])).toBeNull();
	});
});

describe('the university form (reference 1.6)', () => {
	const weights = [35, 20, 25, 15, 5];
	const grades: Band<string>[] = [
		[0, '不合格'],
		[60, '合格'],
		[75, '良好'],
		[90, '优秀']
	];

	it.each(BENEFIT)('gives $total, $grade', ({ item_scores, total, grade }) => {
		const sum = weightedTotal(item_scores, weights);

		expect(sum).toBe(total);
		expect(inBand(sum, grades)).toBe(grade);
	});

	it('caps each item at 100 before it is weighed', () => {
		expect(weightedTotal([400, 0, 0, 0, 0], weights)).toBe(35);
	});
});

describe('normalisers (reference 1.8)', () => {
	it.each([
		['linear, half way', normalisers.linearCap(50, 100), 50],
		['linear, beyond', normalisers.linearCap(150, 100), 100],
		['linear, without a full score', normalisers.linearCap(1, 0), 0],
		[
			'bracket',
			normalisers.bracket(79, [
				[80, 48],
				[60, 36],
				[0, 0]
			]),
			36
		],
		['per unit, capped', normalisers.perUnit(30, 5, 100), 100],
		['boolean', normalisers.boolean(true), 100],
		['rank, in the middle', normalisers.rankPercentile(2, [1, 2, 3]), 50],
		['rank, alone', normalisers.rankPercentile(2, [2]), 100]
	])('%s', (_, score, expected) => {
		expect(score).toBe(expected);
	});
});

describe('guards (reference 1.8)', () => {
	it('draw a mean of few ratings towards that of all', () => {
		expect(shrunkMean([5], 3)).toBeCloseTo(20 / 6);
		expect(shrunkMean([], 3)).toBe(3);
	});

	it('let no organisation bring more than a fifth', () => {
		expect(capContributions([900, 50, 50])).toEqual([200, 50, 50]);
	});
});
