import type { Feed } from '#lib/feeds/queries.server.ts';
import { toInstant } from './api-booking.ts';

/** A calendar feed as the API shows it to its owner, address included. */
export function toApiFeed(feed: Feed) {
	return {
		id: feed.id,
		kind: feed.kind,
		subject: feed.subject && {
			id: feed.subject.id,
			name: feed.subject.name,
			name_en: feed.subject.name_en
		},
		url: feed.address,
		permitted: feed.is_permitted,
		created_at: toInstant(feed.created_at),
		renewed_at: feed.renewed_at && toInstant(feed.renewed_at),
		last_read_at: feed.last_read_at && toInstant(feed.last_read_at)
	};
}
