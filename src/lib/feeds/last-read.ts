import * as m from '#lib/paraglide/messages.js';
import { formatDuration } from '#lib/time/format-time.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** When a calendar program last asked, told as a length of time: which zone its owner is in, nobody knows. */
export function lastReadInWords(readAt: Date | null, now: Date): string {
	if (readAt === null) return m.feed_never_read();

	const minutes = Math.floor((now.getTime() - readAt.getTime()) / 60_000);
	if (minutes < 1) return m.feed_read_now();
	const unit = minutes < HOUR ? 1 : minutes < DAY ? HOUR : DAY;
	return m.feed_read_ago({ length: formatDuration(Math.floor(minutes / unit) * unit) });
}
