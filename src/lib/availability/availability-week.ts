/*
 * A week of one instrument as a table: rows are steps of the lab's clock, columns are days. It is
 * pure layout. Rows are wall time, so that nine o'clock is at the same height on every day, also
 * when the clocks change: the day of 23 hours has no cell where its hour is missing, and on the day
 * of 25 hours the hour that happens twice has rows of its own, which the other days leave empty.
 */
import { addDays, daysFrom, startOfDate, type CalendarDate } from '#lib/time/calendar-date.ts';
import { addMinutes, intersect, minutesOf, type Period } from '#lib/time/period.ts';
import { formatOffset, minutesOfDay } from '#lib/time/wall-time.ts';
import type { Availability, SlotRules } from './availability.ts';
import { listSlots, stepMinutes } from './slots.ts';

export type CellKind =
	/** A booking of the chosen length can start here. */
	| 'start'
	/** Free, but not for long enough from here. */
	| 'free'
	| 'taken'
	/** Taken by the lab itself: maintenance, a closure, its own use. */
	| 'out'
	/** Free, yet not for this customer: a quota, a qualification, a suspension. */
	| 'barred'
	/** Open, yet not to be booked: past, too soon, too far ahead, or too short a gap. */
	| 'blocked'
	| 'closed';

export type Cell = {
	kind: CellKind;
	/** What the cell stands for, to the minute; taken time may reach beyond its rows. */
	period: Period;
	/** How many rows of the table it is high. */
	rows: number;
	/** The slots of the chosen length that start here. */
	slots: Period[];
};

type WeekRow = {
	/** `09:00` */
	time: string;
	/** Set where the same time comes twice on some day of the week: `UTC+2`. */
	offset: string | null;
};

type WeekDay = {
	date: CalendarDate;
	/** 1380 or 1500 on the days of a clock change. */
	minutes: number;
	isPast: boolean;
	slotCount: number;
	/** One entry for each row: the cell that begins there, `skip` for one that goes on, or nothing. */
	cells: (Cell | 'skip' | 'none')[];
};

export type AvailabilityWeek = {
	timeZone: string;
	rows: WeekRow[];
	days: WeekDay[];
	slots: Period[];
};

type Step = Period & { key: string; kind: CellKind; slots: Period[] };

/**
 * @param monday the first of the seven days shown; `availability` covers them, and after them as much
 *   as a slot of the chosen length takes that begins on the last
 */
export function layOutWeek(
	availability: Availability,
	rules: SlotRules,
	{
		monday,
		durationMinutes,
		units,
		now
	}: { monday: CalendarDate; durationMinutes: number; units: number; now: Date }
): AvailabilityWeek {
	const { timezone: timeZone } = availability;
	const end = startOfDate(addDays(monday, 7), timeZone);
	const slots = listSlots(availability, rules, durationMinutes).filter(({ start }) => start < end);
	const stepLength = stepMinutes(rules.granularity_minutes);

	const days = daysFrom(monday, 7).map((date) => {
		const day = {
			start: startOfDate(date, timeZone),
			end: startOfDate(addDays(date, 1), timeZone)
		};
		const steps = cutIntoSteps(day, stepLength, partOf(availability, day), slots, units);
		return { date, day, steps };
	});
	const rows = listRows(days.map(({ steps }) => steps));

	return {
		timeZone,
		slots,
		rows: rows.map((key) => ({ time: key.slice(0, 5), offset: key.slice(6) || null })),
		days: days.map(({ date, day, steps }) => ({
			date,
			minutes: (day.end.getTime() - day.start.getTime()) / 60_000,
			isPast: day.end <= now,
			slotCount: slots.filter(({ start }) => start >= day.start && start < day.end).length,
			cells: layOutDay(steps, rows, availability.busy)
		}))
	};
}

/** What of it touches the period, so that a day is not looked through for each of its steps. */
function partOf({ timezone, open, busy, free, barred }: Availability, period: Period) {
	function touching<T extends Period>(others: T[]): T[] {
		return others.filter((other) => intersect(other, period) !== null);
	}
	return {
		timezone,
		open: touching(open),
		busy: touching(busy),
		free: touching(free),
		barred: touching(barred)
	};
}

function cutIntoSteps(
	day: Period,
	stepLength: number,
	availability: Availability,
	slots: Period[],
	units: number
): Step[] {
	const { timezone: timeZone } = availability;
	const spans: (Period & { key: string; row: string; minutes: number })[] = [];
	const seen = new Set<string>();
	for (let start = day.start; start < day.end;) {
		const minutes = minutesOfDay(start, timeZone);
		const past = minutes % stepLength;
		const row = clockOf(minutes - past);
		const next = addMinutes(start, stepLength - past);
		const end = next < day.end ? next : day.end;

		const before = spans.at(-1);
		if (before?.row === row && minutes > before.minutes) {
			// A clock change within the step made it longer; the clock has not come here twice.
			before.end = end;
		} else {
			const key = seen.has(row) ? `${row} ${formatOffset(start, timeZone)}` : row;
			spans.push({ start, end, key, row, minutes });
			seen.add(row);
		}
		start = end;
	}
	const slotsOfDay = slots.filter(({ start }) => start >= day.start && start < day.end);
	return spans.map(({ start, end, key }) => {
		const own = slotsOfDay.filter((slot) => slot.start >= start && slot.start < end);
		return { start, end, key, slots: own, kind: judge({ start, end }, own, availability, units) };
	});
}

function isOut(kind: Availability['busy'][number]['kind']): boolean {
	return kind === 'maintenance' || kind === 'closure' || kind === 'own_use';
}

/**
 * The kind of most interest wins, so that a short gap between two bookings is not lost; but what is
 * taken for half of the period or more is not shown as free for being free in the rest.
 */
function judge(
	period: Period,
	slots: Period[],
	{ open, busy, free, barred }: Availability,
	units: number
): CellKind {
	function touches(others: Period[]) {
		return others.some((other) => intersect(other, period) !== null);
	}
	if (slots.length > 0) return 'start';
	const taken = busy.filter((other) => intersect(other, period) !== null);
	const isTaken = new Set(taken.map(({ unit }) => unit)).size >= units;
	const freeMinutes = minutesShared(free, period);
	if (freeMinutes > (isTaken ? minutesOf(period) / 2 : 0)) return 'free';
	if (isTaken) return taken.some(({ kind }) => isOut(kind)) ? 'out' : 'taken';
	if (touches(open) && touches(barred)) return 'barred';
	return touches(open) ? 'blocked' : 'closed';
}

function minutesShared(others: Period[], period: Period): number {
	return others
		.map((other) => intersect(other, period))
		.reduce((minutes, part) => minutes + (part ? minutesOf(part) : 0), 0);
}

/**
 * The rows that the week needs, in the order of the clock: from the first to the last step that is
 * not closed, with an hour's air. A week that is closed throughout shows a working day.
 */
function listRows(days: Step[][]): string[] {
	const keys = [...new Set(days.flat().map(({ key }) => key))]
		.filter((key) => key.length === '00:00'.length)
		.sort();
	for (const steps of days) {
		for (const [position, { key }] of steps.entries()) {
			// A time that comes twice has its row after the time that it follows on its day.
			if (keys.includes(key)) continue;
			keys.splice(keys.indexOf(steps[position - 1]?.key ?? '') + 1, 0, key);
		}
	}
	const used = days.flat().filter(({ kind }) => kind !== 'closed');
	const times = used.map(({ key }) => minutesOfClock(key));
	const first = times.length > 0 ? Math.max(Math.min(...times) - 60, 0) : 9 * 60;
	const last = times.length > 0 ? Math.max(...times) + 60 : 17 * 60;
	return keys.filter((key) => {
		const minutes = minutesOfClock(key);
		return minutes >= first && minutes <= last;
	});
}

/** Neighbours of one kind become one cell; each possible start stays a cell of its own. */
function layOutDay(steps: Step[], rows: string[], busy: Period[]): WeekDay['cells'] {
	const stepsByKey = new Map(steps.map((step) => [step.key, step]));
	const cells: WeekDay['cells'] = [];
	let last: Cell | null = null;
	for (const key of rows) {
		const step = stepsByKey.get(key);
		if (!step) {
			cells.push('none');
			last = null;
		} else if (last && last.kind !== 'start' && last.kind === step.kind) {
			last.rows += 1;
			last.period = { start: last.period.start, end: step.end };
			cells.push('skip');
		} else {
			last = {
				kind: step.kind,
				period: { start: step.start, end: step.end },
				rows: 1,
				slots: step.slots
			};
			cells.push(last);
		}
	}
	for (const cell of cells) {
		if (typeof cell === 'object' && (cell.kind === 'taken' || cell.kind === 'out'))
			cell.period = takenWithin(cell, busy);
	}
	return cells;
}

/** When it is really taken: the rows of the table are coarser than set-up and tear-down. */
function takenWithin({ period }: Cell, busy: Period[]): Period {
	const own = busy.filter((other) => intersect(other, period) !== null);
	return {
		start: new Date(Math.min(...own.map(({ start }) => start.getTime()))),
		end: new Date(Math.max(...own.map(({ end }) => end.getTime())))
	};
}

function minutesOfClock(key: string): number {
	return Number(key.slice(0, 2)) * 60 + Number(key.slice(3, 5));
}

function clockOf(minutes: number): string {
	return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
