import { tzOffset } from '@date-fns/tz';

/**
 * What a clock on the lab's wall shows, as `2026-11-30T10:00`. On the day of a clock change a wall
 * time can be missing or happen twice; it never becomes an instant without that being looked at.
 */
export type WallTime = string;

/** What a wall time is in a zone: one instant, none, or two. */
export type WallTimeReading =
	| { kind: 'unique'; instant: Date }
	/** The clocks were put forward over it; `next` is when they run again. */
	| { kind: 'skipped'; next: Date }
	/** The clocks were put back, so that it happens twice. */
	| { kind: 'repeated'; first: Date; second: Date };

const WALL_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::00(?:\.0+)?)?$/;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A page asks for hundreds of offsets of the same few days, and to find one takes a while. */
const knownOffsets = new Map<string, number>();
const MOST_KNOWN = 10_000;

/** Whether the text is a wall time that some calendar day has. */
export function isWallTime(text: string): boolean {
	return readAsUtc(text) !== null;
}

/** The instant or instants that a wall time stands for; null when the text is no wall time. */
export function readWallTime(text: string, timeZone: string): WallTimeReading | null {
	const asUtc = readAsUtc(text);
	if (asUtc === null) return null;

	// Every offset in force around the day, each tried: it is right if it is in force at its own result.
	const offsets = new Set([-DAY_MS, 0, DAY_MS].map((shift) => offsetMs(timeZone, asUtc + shift)));
	const instants = [...offsets]
		.map((offset) => asUtc - offset)
		.filter((instant) => instant + offsetMs(timeZone, instant) === asUtc)
		.sort((a, b) => a - b);

	const [first, second] = instants;
	if (first === undefined) return { kind: 'skipped', next: new Date(findChange(asUtc, timeZone)) };
	if (second === undefined) return { kind: 'unique', instant: new Date(first) };
	return { kind: 'repeated', first: new Date(first), second: new Date(second) };
}

/** What the wall's clock shows at an instant, to the minute. */
export function toWallTime(instant: Date, timeZone: string): WallTime {
	const shifted = instant.getTime() + offsetMs(timeZone, instant.getTime());
	return new Date(shifted).toISOString().slice(0, 16);
}

/** How many minutes the wall's clock is past midnight. */
export function minutesOfDay(instant: Date, timeZone: string): number {
	const shifted = instant.getTime() + offsetMs(timeZone, instant.getTime());
	return Math.floor((((shifted % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
}

/** A wall time so many seconds on, as if no clock ever changed. */
export function addSeconds(time: WallTime, seconds: number): WallTime {
	const asUtc = readAsUtc(time);
	if (asUtc === null) throw new RangeError(`No wall time: ${time}`);
	return new Date(asUtc + seconds * 1000).toISOString().slice(0, 16);
}

/** The instant of a wall time: the first of two, and the end of the gap where there is none. */
export function instantOf(time: WallTime, timeZone: string): Date {
	const reading = readWallTime(time, timeZone);
	if (!reading) throw new RangeError(`No wall time: ${time}`);
	switch (reading.kind) {
		case 'unique':
			return reading.instant;
		case 'skipped':
			return reading.next;
		case 'repeated':
			return reading.first;
	}
}

/** The difference to UTC at an instant, as `UTC+8` or `UTC−3:30`. */
export function formatOffset(instant: Date, timeZone: string): string {
	const minutes = offsetMs(timeZone, instant.getTime()) / MINUTE_MS;
	if (minutes === 0) return 'UTC';
	const hours = Math.trunc(Math.abs(minutes) / 60);
	const rest = Math.abs(minutes) % 60;
	const sign = minutes < 0 ? '−' : '+';
	return `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** Whether the runtime knows a zone by this name. */
export function isTimeZone(name: string): boolean {
	return !Number.isNaN(tzOffset(name, new Date(0)));
}

function readAsUtc(text: string): number | null {
	const match = WALL_TIME.exec(text);
	if (!match) return null;
	const [, year, month, day, hour, minute] = match.map(Number) as [
		number,
		number,
		number,
		number,
		number,
		number
	];
	const asUtc = Date.UTC(year, month - 1, day, hour, minute);
	// Date.UTC rolls 31 November over into December; what was typed is no day then.
	return new Date(asUtc).toISOString().slice(0, 16) === text.slice(0, 16) ? asUtc : null;
}

function offsetMs(timeZone: string, instant: number): number {
	const day = Math.floor(instant / DAY_MS);
	const offset = offsetAtStartOf(day, timeZone);
	// No clock has ever been changed and changed back within a day.
	return offset === offsetAtStartOf(day + 1, timeZone) ? offset : findOffsetMs(timeZone, instant);
}

/** @param day counted from 1970 in UTC */
function offsetAtStartOf(day: number, timeZone: string): number {
	const key = `${timeZone} ${day}`;
	const known = knownOffsets.get(key);
	if (known !== undefined) return known;
	if (knownOffsets.size >= MOST_KNOWN) knownOffsets.clear();
	const offset = findOffsetMs(timeZone, day * DAY_MS);
	knownOffsets.set(key, offset);
	return offset;
}

function findOffsetMs(timeZone: string, instant: number): number {
	return tzOffset(timeZone, new Date(instant)) * MINUTE_MS;
}

/** The minute at which the clocks jump over the given wall time, found by halving the day around it. */
function findChange(asUtc: number, timeZone: string): number {
	let before = asUtc - offsetMs(timeZone, asUtc - DAY_MS) - DAY_MS;
	let after = before + 2 * DAY_MS;
	const offsetBefore = offsetMs(timeZone, before);
	while (after - before > MINUTE_MS) {
		const middle = before + Math.floor((after - before) / (2 * MINUTE_MS)) * MINUTE_MS;
		if (offsetMs(timeZone, middle) === offsetBefore) before = middle;
		else after = middle;
	}
	return after;
}
