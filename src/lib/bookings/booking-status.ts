import type { Enums } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

export type BookingStatus = Enums<'booking_status'>;

const LABELS: Record<BookingStatus, () => string> = {
	pending: m.booking_status_pending,
	confirmed: m.booking_status_confirmed,
	in_use: m.booking_status_in_use,
	completed: m.booking_status_completed,
	cancelled: m.booking_status_cancelled,
	declined: m.booking_status_declined,
	expired: m.booking_status_expired,
	no_show: m.booking_status_no_show
};

export const BOOKING_STATUS_TONES: Record<BookingStatus, BadgeTone> = {
	pending: 'warn',
	confirmed: 'ok',
	in_use: 'accent',
	completed: 'neutral',
	cancelled: 'neutral',
	declined: 'danger',
	expired: 'neutral',
	no_show: 'danger'
};

/** The glossary's word for a status, in the language of the page. */
export function bookingStatusLabel(status: BookingStatus): string {
	return LABELS[status]();
}

/** Whether its parties may still move or cancel it, before it begins. */
export function isOpenStatus(status: BookingStatus): boolean {
	return status === 'pending' || status === 'confirmed';
}
