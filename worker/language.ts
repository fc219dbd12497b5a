import { AsyncLocalStorage } from 'node:async_hooks';
import { baseLocale, isLocale, overwriteGetLocale, type Locale } from '#lib/paraglide/runtime.js';

const current = new AsyncLocalStorage<Locale>();
overwriteGetLocale(() => current.getStore() ?? baseLocale);

/** Runs what writes text in the language of the person who will read it. */
export function inLanguage<Result>(language: string, write: () => Result): Result {
	return current.run(isLocale(language) ? language : baseLocale, write);
}
