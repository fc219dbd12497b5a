import { bookingStatusLabel } from '#lib/bookings/booking-status.ts';
import { occupancyLabel } from '#lib/bookings/occupancy-kind.ts';
import { toTitle } from '#lib/catalogue/title.ts';
import * as m from '#lib/paraglide/messages.js';
import { formatPeriod } from '#lib/time/format-time.ts';
import type { TimelineEntry } from './timeline.ts';

/** An entry in one line, with its time where a zone is given. */
export function describeEntry(entry: TimelineEntry, timeZone: string | null): string {
	return [timeZone === null ? null : formatPeriod(entry.period, timeZone), ...factsOf(entry)]
		.filter((part) => part !== null)
		.join(' · ');
}

/** Where a booking stands, or what else takes the time. */
export function statusOf(entry: TimelineEntry): string {
	if (entry.kind === 'booking') {
		return entry.isOverrun ? m.timeline_overrun() : bookingStatusLabel(entry.status);
	}
	const kind = occupancyLabel(entry.use);
	return entry.isPlanned ? m.timeline_planned({ kind }) : kind;
}

function factsOf(entry: TimelineEntry): (string | null)[] {
	return entry.kind === 'booking'
		? [
				entry.person,
				entry.organisation === null ? null : toTitle(entry.organisation).main.text,
				statusOf(entry)
			]
		: [statusOf(entry), entry.reason];
}
