/** What a page follows: one instrument, or all of a platform. */
export type LiveSubject = { instrument: string } | { platform: string };

/** What a page's load depends on, so that a change reads this again and nothing else. */
export function calendarKey(subject: LiveSubject): `calendar:${string}` {
	return `calendar:${'instrument' in subject ? subject.instrument : subject.platform}`;
}

/** A subject as the address of its changes names it. */
export function liveQuery(subject: LiveSubject): string {
	return 'instrument' in subject
		? `instrument=${subject.instrument}`
		: `platform=${subject.platform}`;
}

/** Where the changes of a subject are told, from the instant on at which the page was read. */
export function liveAddress(query: string, readAt: Date): string {
	return `/api/v1/live?${query}&since=${encodeURIComponent(readAt.toISOString())}`;
}
