import * as m from '#lib/paraglide/messages.js';
import { formatDate, formatDateTime } from '#lib/time/format-time.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

/** As long before its end is a qualification spoken of as ending, as `announce_reminders` has it. */
const SOON_DAYS = 30;

type Held = { expires_at: string | null; revoked_at: string | null };
type Holding = 'held' | 'expiring' | 'expired' | 'revoked';

/** Whether a qualification holds, and whether it soon will not. */
export function holdingOf({ expires_at, revoked_at }: Held, now: Date): Holding {
	if (revoked_at !== null) return 'revoked';
	if (expires_at === null) return 'held';
	const left = new Date(expires_at).getTime() - now.getTime();
	if (left <= 0) return 'expired';
	return left <= SOON_DAYS * 86_400_000 ? 'expiring' : 'held';
}

const LABELS: Record<Holding, () => string> = {
	held: m.qualification_held,
	expiring: m.qualification_expiring,
	expired: m.qualification_expired,
	revoked: m.qualification_revoked
};
const TONES: Record<Holding, BadgeTone> = {
	held: 'ok',
	expiring: 'warn',
	expired: 'neutral',
	revoked: 'danger'
};

export function holdingLabel(holding: Holding): string {
	return LABELS[holding]();
}
export function holdingTone(holding: Holding): BadgeTone {
	return TONES[holding];
}

/**
 * Until when it holds. It ends with a day of the lab's, and what ends at midnight is said by the
 * day that is over then.
 */
export function expiryInWords(expiresAt: string | null, timeZone: string): string {
	if (expiresAt === null) return m.qualification_endless();
	const end = new Date(expiresAt);
	const lastDay = dateIn(new Date(end.getTime() - 1), timeZone);
	const isMidnight = dateIn(end, timeZone) !== lastDay;
	return m.qualification_until({
		date: isMidnight ? formatDate(lastDay) : formatDateTime(end, timeZone)
	});
}

/** For how long a course qualifies. */
export function validityInWords(months: number | null): string {
	return months === null ? m.course_valid_forever() : m.course_valid_months({ count: months });
}
