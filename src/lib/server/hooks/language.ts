import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle } from '@sveltejs/kit';
import {
	baseLocale,
	extractLocaleFromHeader,
	extractLocaleFromUrl,
	getTextDirection,
	overwriteServerAsyncLocalStorage,
	type Locale
} from '#lib/paraglide/runtime.js';

type Storage = NonNullable<Parameters<typeof overwriteServerAsyncLocalStorage>[0]>;

/** What `lang` says in HTML, where a reader's font and voice are chosen by script and region. */
const HTML_LANGUAGES: Record<Locale, string> = { zh: 'zh-CN', en: 'en' };

const storage = new AsyncLocalStorage();
overwriteServerAsyncLocalStorage(storage as Storage);

/**
 * Puts each request in its language: a page's by its address, an API call's by Accept-Language.
 * Does what Paraglide's own middleware would, without copying the request, whose body may be large.
 */
export const language: Handle = ({ event, resolve }) => {
	const isApi = event.url.pathname.startsWith('/api/');
	const locale =
		(isApi ? extractLocaleFromHeader(event.request) : extractLocaleFromUrl(event.url)) ??
		baseLocale;

	return inLocale(locale, event.url.origin, () =>
		resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%lang%', HTML_LANGUAGES[locale]).replace('%dir%', getTextDirection(locale))
		})
	);
};

/** Runs what writes text in a language that the request itself did not name. */
export function inLocale<Result>(locale: Locale, origin: string, write: () => Result): Result {
	return storage.run({ locale, origin, messageCalls: new Set() }, write);
}
