import { getLocale } from '#lib/paraglide/runtime.js';

/**
 * The name of a thing as registered, or its English name where that is known and the page is in
 * English. What was registered in another language stays as it is: nobody translates it here.
 */
export function registeredName(thing: { name: string; name_en: string | null }): string {
	return getLocale() === 'en' ? (thing.name_en ?? thing.name) : thing.name;
}
