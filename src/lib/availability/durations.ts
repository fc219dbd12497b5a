/** Lengths that people think in, up to a week. */
const USUAL_MINUTES = [15, 30, 60, 90, 120, 180, 240, 360, 480, 720, 1440, 2880, 4320, 10080];
const WISHED_MINUTES = 120;

type LengthRules = {
	granularity_minutes: number;
	shortest_minutes: number;
	longest_minutes: number;
};

/** The lengths to choose from: usual ones that the rules allow, with the shortest and the longest. */
export function listDurations(rules: LengthRules): number[] {
	const { granularity_minutes: grid, shortest_minutes: shortest, longest_minutes: longest } = rules;
	const usual = USUAL_MINUTES.filter(
		(minutes) => minutes > shortest && minutes < longest && minutes % grid === 0
	);
	return [...new Set([shortest, ...usual, longest])];
}

/** The length that was asked for if the rules allow it, else the one nearest to two hours. */
export function chooseDuration(rules: LengthRules, asked: string | null): number {
	const minutes = Number(asked);
	if (
		Number.isInteger(minutes) &&
		minutes >= rules.shortest_minutes &&
		minutes <= rules.longest_minutes &&
		minutes % rules.granularity_minutes === 0
	) {
		return minutes;
	}
	return listDurations(rules).reduce((nearest, other) =>
		Math.abs(other - WISHED_MINUTES) < Math.abs(nearest - WISHED_MINUTES) ? other : nearest
	);
}
