import { sha256 } from '#lib/verification/digest.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ResultDocument, ResultFile, ResultPlatform, SavedResult } from './result-document.ts';

/** What is wrong with a result, and of which platform. */
export type ResultFinding =
	/** The document is not what the digest was made of. */
	| { kind: 'digest_wrong' }
	/** Points of an indicator that are not its score by its weight. */
	| { kind: 'points_wrong'; platform: string; indicator: string }
	/** A total that is not what the points of the sheet make. */
	| { kind: 'total_wrong'; platform: string }
	/** A grade that neither the bands nor what lowers it give. */
	| { kind: 'grade_wrong'; platform: string }
	/** A place before somebody with a higher total. */
	| { kind: 'place_wrong'; platform: string }
	/** Another digest was saved for this version. */
	| { kind: 'saved_otherwise'; code: string; version: number }
	/** The saved digests have no such version. */
	| { kind: 'not_saved'; code: string; version: number };

export type ResultVerdict = {
	findings: ResultFinding[];
	code: string;
	version: number;
	platforms: number;
	isCompared: boolean;
	/** A later version among the saved ones, by which this one was restated. */
	supersededBy: number | null;
};

/**
 * Checks a result by itself and, where there are any, against digests that were saved before. Its
 * digest finds what was changed; its own arithmetic finds it even where the digest was made anew.
 */
export async function verifyResult(
	{ digest, document, written }: ResultFile,
	saved: SavedResult[] | null
): Promise<ResultVerdict> {
	const { version } = document;
	const { code } = document.cycle;
	const own = (saved ?? []).filter((result) => result.code === code);
	const made = await sha256(canonicalJson(written));
	const latest = Math.max(version, ...own.map((result) => result.version));
	return {
		findings: [
			...(made === digest ? [] : [{ kind: 'digest_wrong' } as const]),
			...checkFigures(document),
			...(saved ? compare({ code, version, digest: made }, own) : [])
		],
		code,
		version,
		platforms: document.platforms.length,
		isCompared: saved !== null,
		supersededBy: latest > version ? latest : null
	};
}

function compare({ code, version, digest }: SavedResult, saved: SavedResult[]): ResultFinding[] {
	const same = saved.filter((result) => result.version === version);
	if (same.length === 0) return [{ kind: 'not_saved', code, version }];
	return same.every((result) => result.digest === digest)
		? []
		: [{ kind: 'saved_otherwise', code, version }];
}

function checkFigures({ rule_set: rules, platforms }: ResultDocument): ResultFinding[] {
	const weights = new Map(rules.indicators.map(({ code, weight }) => [code, weight]));
	return platforms.flatMap((platform): ResultFinding[] => [
		...checkPoints(platform, weights),
		...(isTotalRight(platform, weights)
			? []
			: [{ kind: 'total_wrong', platform: platform.name } as const]),
		...(isGradeRight(platform, rules.grade_bands)
			? []
			: [{ kind: 'grade_wrong', platform: platform.name } as const]),
		...(isPlaceRight(platform, platforms)
			? []
			: [{ kind: 'place_wrong', platform: platform.name } as const])
	]);
}

type Weights = ReadonlyMap<string, string | null>;

function checkPoints({ name, scores }: ResultPlatform, weights: Weights): ResultFinding[] {
	return Object.entries(scores)
		.filter(([indicator, { score, points }]) => {
			const weight = weights.get(indicator) ?? null;
			if (score === null || weight === null) return points !== null;
			const expected = divide(scaled(score) * scaled(weight), 1_000_000n);
			// The score that is written was itself rounded, which the last digit can show.
			return points === null || distance(scaled(points), expected) > 1n;
		})
		.map(([indicator]) => ({ kind: 'points_wrong', platform: name, indicator }));
}

function isTotalRight(platform: ResultPlatform, weights: Weights): boolean {
	const scores = Object.entries(platform.scores);
	const points = sum(scores.map(([, score]) => score.points));
	const reachable = sum(
		scores.map(([code, { score }]) => (score === null ? null : (weights.get(code) ?? null)))
	);
	const lacksWeights = scores.some(([code]) => (weights.get(code) ?? null) === null);
	const total =
		lacksWeights || points === null || reachable === null || reachable === 0n
			? null
			: divide(points * 10_000n, reachable) * 100n;
	return (
		points === scaledOrNull(platform.points) &&
		reachable === scaledOrNull(platform.reachable) &&
		total === scaledOrNull(platform.total)
	);
}

function isGradeRight(
	platform: ResultPlatform,
	bands: ResultDocument['rule_set']['grade_bands']
): boolean {
	const { total, ungraded, vetoes, grade } = platform;
	if (ungraded !== null || total === null) return grade === null;
	const byPoints =
		bands
			.filter((band) => Number(total) >= Number(band.at_least))
			.sort((a, b) => Number(b.at_least) - Number(a.at_least))[0]?.grade ?? null;
	return platform.grade_by_points === byPoints && grade === lowered(byPoints, vetoes);
}

/** Who falsified is poor; who refused too many without a reason is qualified at most. */
function lowered(grade: string | null, vetoes: string[]): string | null {
	if (vetoes.includes('falsified')) return 'poor';
	const isAbove = grade === 'excellent' || grade === 'good';
	return vetoes.includes('refusals') && isAbove ? 'qualified' : grade;
}

function isPlaceRight({ place, total }: ResultPlatform, platforms: ResultPlatform[]): boolean {
	if (place === null || total === null) return place === null;
	return platforms.every(
		(other) =>
			other.place === null ||
			other.total === null ||
			Number(other.total) <= Number(total) ||
			other.place < place
	);
}

/** A figure in ten-thousandths: what is added up as fractions of two would not come out even. */
function scaled(figure: string): bigint {
	const [whole = '', fraction = ''] = figure.split('.');
	return BigInt(whole + fraction.padEnd(4, '0'));
}

function scaledOrNull(figure: string | null): bigint | null {
	return figure === null ? null : scaled(figure);
}

/** What is known, added up; null where nothing is. */
function sum(figures: (string | null)[]): bigint | null {
	const known = figures.filter((figure) => figure !== null);
	return known.length === 0 ? null : known.reduce((all, figure) => all + scaled(figure), 0n);
}

/** Rounded, halves up; nothing here is below zero. */
function divide(dividend: bigint, divisor: bigint): bigint {
	return (dividend * 2n + divisor) / (divisor * 2n);
}

function distance(a: bigint, b: bigint): bigint {
	return a > b ? a - b : b - a;
}
