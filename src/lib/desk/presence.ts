import { addMinutes } from '#lib/time/period.ts';
import { CHECK_IN_EARLY_MINUTES } from './desk.ts';

/** What a technician sees of a booking now, most pressing first. */
export const PRESENCES = ['overrun', 'missed', 'due', 'in_use'] as const;

export type Presence = (typeof PRESENCES)[number];

type Subject = { status: string; starts_at: string; ends_at: string; no_show_at: string | null };

/** Where the customer of a booking of this hour is, as far as anybody has said. */
export function presenceOf(booking: Subject, now: Date): Presence {
	if (booking.status === 'in_use') {
		return new Date(booking.ends_at) < now ? 'overrun' : 'in_use';
	}
	return booking.no_show_at !== null && new Date(booking.no_show_at) <= now ? 'missed' : 'due';
}

/** Whether a confirmed booking can be checked in now. */
export function canCheckIn(booking: Subject, now: Date): boolean {
	return (
		booking.status === 'confirmed' &&
		now >= addMinutes(new Date(booking.starts_at), -CHECK_IN_EARLY_MINUTES) &&
		now < new Date(booking.ends_at)
	);
}
