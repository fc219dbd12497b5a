import { version } from '$app/environment';
import { api, notFound, problemOfRefusal } from '#lib/api/problem.ts';
import { feedToCalendar } from '#lib/feeds/feed-calendar.ts';
import { readFeed } from '#lib/feeds/queries.server.ts';
import { baseLocale, isLocale } from '#lib/paraglide/runtime.js';
import { inLocale } from '#lib/server/hooks/language.ts';
import { getAnonymousClient } from '#lib/server/supabase.ts';

const TOKEN = /^[\w-]{43}$/;

/**
 * The calendar behind a secret address, for programs that have no session. Whoever asks, it is read
 * as nobody: the token decides. A program that has it already is answered 304, by ETag or, where it
 * sends none, by date.
 */
export const GET = api(async ({ params, request, url }) => {
	const token = params.token ?? '';
	if (!TOKEN.test(token)) throw notFound();

	const noneMatch = request.headers.get('if-none-match');
	const answer = await readFeed(getAnonymousClient(), token, noneMatch && digestIn(noneMatch));
	if (!answer.ok) throw problemOfRefusal(answer.refusal);

	const { digest, changedAt, content } = answer;
	const headers = {
		ETag: toEtag(digest),
		'Last-Modified': changedAt.toUTCString(),
		'Cache-Control': 'private, no-cache',
		// The address is a secret: it has no place in a search engine.
		'X-Robots-Tag': 'noindex'
	};
	if (content === null || (noneMatch === null && isUnchangedSince(request, changedAt))) {
		return new Response(null, { status: 304, headers });
	}

	const locale = isLocale(content.language) ? content.language : baseLocale;
	const calendar = inLocale(locale, url.origin, () => feedToCalendar(content, url.origin));
	return new Response(calendar, {
		headers: {
			...headers,
			'Content-Type': 'text/calendar; charset=utf-8',
			'Content-Disposition': 'inline; filename="yixiang.ics"'
		}
	});
});

/** Names the build as well, since another one may write the same content differently. */
function toEtag(digest: string): string {
	return `"${digest}.${version}"`;
}

/** The digest in the tags that a program sent, if one of them is of this build. Proxies weaken tags. */
function digestIn(noneMatch: string): string | null {
	for (const [, digest = '', build] of noneMatch.matchAll(/"([\da-f]{64})\.([^"]*)"/g)) {
		if (build === version) return digest;
	}
	return null;
}

function isUnchangedSince(request: Request, changedAt: Date): boolean {
	const since = Date.parse(request.headers.get('if-modified-since') ?? '');
	// The header knows no fractions of a second.
	return Math.floor(changedAt.getTime() / 1000) * 1000 <= since;
}
