import * as m from '#lib/paraglide/messages.js';
import { formatDeadline } from '#lib/time/format-time.ts';

type Timed = {
	stage: string | null;
	decide_by: string | null;
	ready_by: string | null;
	access_until: string | null;
};

/** By when the lab answers or delivers, or until when something can be fetched; null when neither. */
export function deadlineText(
	{ stage, decide_by: decideBy, ready_by: readyBy, access_until: accessUntil }: Timed,
	timeZone: string
): string | null {
	const say = (instant: string) => formatDeadline(new Date(instant), timeZone);
	switch (stage) {
		case 'submitted':
		case 'in_review':
			return decideBy === null ? null : m.application_answer_by({ time: say(decideBy) });
		case 'accepted':
		case 'sourcing':
			return readyBy === null ? null : m.application_ready_by({ time: say(readyBy) });
		case 'approved':
		case 'delivered':
		case 'fulfilled':
			return accessUntil === null ? null : m.application_access_until({ time: say(accessUntil) });
		default:
			return null;
	}
}
