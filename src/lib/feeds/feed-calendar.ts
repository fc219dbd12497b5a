import {
	ICalCalendar,
	ICalCalendarMethod,
	ICalEventStatus,
	ICalEventTransparency,
	type ICalEventData
} from 'ical-generator';
import { toAddress } from '#lib/bookings/address.ts';
import { bookingToEvent } from '#lib/bookings/booking-calendar.ts';
import type { Enums } from '#lib/database.types.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { FeedContent } from './feed-answer.ts';

/** How often a calendar program should ask; most decide for themselves, between minutes and a day. */
const REFRESH_SECONDS = 3600;

const USES: Record<Enums<'occupancy_kind'>, () => string> = {
	booking: m.feed_use_taken,
	request: m.feed_use_taken,
	hold: m.lab_use_hold,
	maintenance: m.lab_use_maintenance,
	closure: m.lab_use_closure,
	own_use: m.lab_use_own_use
};

/**
 * A feed as an iCalendar file, all of it single events in UTC, in the language of the request. An
 * event keeps its UID for life, also between this file, a booking's own and the invitation by mail.
 * The same content always gives the same bytes.
 */
export function feedToCalendar(content: FeedContent, origin: string): string {
	const calendar = new ICalCalendar({
		name: nameOf(content),
		prodId: { company: 'Yixiang', product: 'Calendar feed', language: getLocale().toUpperCase() },
		method: ICalCalendarMethod.PUBLISH,
		ttl: REFRESH_SECONDS
	});
	for (const booking of content.bookings) {
		const instrument = content.instruments[booking.instrument_id];
		const platform = content.platforms[booking.platform_id];
		if (!instrument || !platform) continue;
		const event = bookingToEvent(booking, { origin, instrument, platform });
		calendar.createEvent({
			...event,
			summary: summaryOf(content.kind, booking, registeredName(instrument)) ?? event.summary ?? ''
		});
	}
	for (const use of content.uses) calendar.createEvent(useToEvent(use, content));
	return calendar.toString();
}

function nameOf({ kind, subject }: FeedContent): string {
	return subject === null || kind === 'person'
		? m.feed_calendar_person()
		: m.feed_calendar_of({ name: registeredName(subject) });
}

/** Says what the calendar's own name does not: who comes, and to which of several instruments. */
function summaryOf(
	kind: FeedContent['kind'],
	{ person, organisation }: FeedContent['bookings'][number],
	instrument: string
): string | null {
	if (person === undefined || organisation === undefined) return null;
	const customer = { person, organisation: registeredName(organisation) };
	if (kind === 'organisation') return m.feed_summary_colleague({ person, instrument });
	if (kind === 'instrument') return m.feed_summary_customer(customer);
	return m.feed_summary_platform({ ...customer, instrument });
}

function useToEvent(use: FeedContent['uses'][number], content: FeedContent): ICalEventData {
	const instrument = content.instruments[use.instrument_id];
	const platform = instrument && content.platforms[instrument.platform_id];
	const about = instrument ? registeredName(instrument) : '';
	const changedAt = new Date(use.changed_at);

	return {
		id: `use-${use.id}@yixiang`,
		sequence: use.revision + (use.is_released ? 1 : 0),
		status: use.is_released ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
		transparency: use.is_released
			? ICalEventTransparency.TRANSPARENT
			: ICalEventTransparency.OPAQUE,
		start: new Date(use.starts_at),
		end: new Date(use.ends_at),
		stamp: changedAt,
		lastModified: changedAt,
		summary: m.feed_summary_use({ instrument: about, use: USES[use.kind]() }),
		...(instrument &&
			platform && {
				location: [registeredName(platform), toAddress(instrument, platform)]
					.filter(Boolean)
					.join(', ')
			})
	};
}
