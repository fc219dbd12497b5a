import { addMinutes, type Period } from '#lib/time/period.ts';
import { minutesOfDay } from '#lib/time/wall-time.ts';
import type { Availability, SlotRules } from './availability.ts';

/** Starts closer together than this make a list that nobody reads to its end. */
const LEAST_STEP_MINUTES = 30;

/** The distance between the starts that are offered: the lab's grid, or half an hour when it is finer. */
export function stepMinutes(granularityMinutes: number): number {
	return Math.ceil(LEAST_STEP_MINUTES / granularityMinutes) * granularityMinutes;
}

/**
 * The slots of a length that can be booked, by start. A gap offers its first possible start and
 * then those on the half hour; any other start on the lab's grid can be typed into the form.
 */
export function listSlots(
	{ free, timezone }: Pick<Availability, 'free' | 'timezone'>,
	{ granularity_minutes: granularity }: SlotRules,
	durationMinutes: number
): Period[] {
	const starts = new Set(
		free.flatMap((gap) => startsWithin(gap, granularity, durationMinutes, timezone))
	);
	return [...starts]
		.sort((a, b) => a - b)
		.map((start) => ({
			start: new Date(start),
			end: addMinutes(new Date(start), durationMinutes)
		}));
}

function startsWithin(
	gap: Period,
	granularity: number,
	durationMinutes: number,
	timeZone: string
): number[] {
	const step = stepMinutes(granularity);
	const starts: number[] = [];
	let start = gap.start;
	for (;;) {
		const end = addMinutes(start, durationMinutes);
		if (end > gap.end) return starts;
		const past = minutesOfDay(start, timeZone) % step;
		const isOffered = past === 0 || starts.length === 0;
		// A clock change within the slot can move its end off the lab's grid.
		if (
			isOffered &&
			minutesOfDay(start, timeZone) % granularity === 0 &&
			minutesOfDay(end, timeZone) % granularity === 0
		) {
			starts.push(start.getTime());
		}
		start = addMinutes(start, step - past);
	}
}
