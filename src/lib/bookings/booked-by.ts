import * as m from '#lib/paraglide/messages.js';

/**
 * Who made a booking, for those who may see it. A colleague who has left the organisation is no
 * longer known to it, so the Data API gives null, although its types do not say so.
 */
export function bookedBy(person: { display_name: string; phone?: string | null } | null): {
	name: string;
	phone: string | null;
} {
	return person
		? { name: person.display_name, phone: person.phone ?? null }
		: { name: m.bookings_person_gone(), phone: null };
}
