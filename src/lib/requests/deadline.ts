import * as m from '#lib/paraglide/messages.js';
import { formatDuration } from '#lib/time/format-time.ts';

const HOUR_MS = 3_600_000;
/** Within so many hours an answer is urgent, and within so many it is due. */
const URGENT_HOURS = 4;
const DUE_HOURS = 24;

export type Deadline = { urgency: 'urgent' | 'due' | 'later'; text: string };

/** How long is left to answer a request, in words: a colour alone would tell not everyone. */
export function deadlineOf(decideBy: Date, now: Date): Deadline {
	const left = decideBy.getTime() - now.getTime();
	if (left < 60_000) return { urgency: 'urgent', text: m.requests_due_passed() };

	const time = formatDuration(roughly(left / 60_000));
	if (left <= URGENT_HOURS * HOUR_MS) {
		return { urgency: 'urgent', text: m.requests_due_urgent({ time }) };
	}
	return {
		urgency: left <= DUE_HOURS * HOUR_MS ? 'due' : 'later',
		text: m.requests_due_hours({ time })
	};
}

/** Whole hours where there are many: nobody plans a day ahead by the minute. Never more than is left. */
function roughly(minutes: number): number {
	return minutes > URGENT_HOURS * 60 ? Math.floor(minutes / 60) * 60 : Math.floor(minutes);
}
