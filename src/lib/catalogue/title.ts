import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

/** What carries a name as registered, in its own language, and perhaps an English one. */
export type Named = { name: string; language: string; name_en: string | null };

/** A name with the language a browser needs to choose its font and its voice. */
export type Title = { text: string; language: string };

/**
 * The name to put first for a reader, and the one to put beside it. A Chinese reader sees the name
 * as registered, since that is what is printed on the door; an English reader the English one where
 * it is known.
 */
export function toTitle(
	{ name, language, name_en: nameEn }: Named,
	locale: Locale = getLocale()
): { main: Title; other: Title | null } {
	const registered = { text: name, language };
	if (nameEn === null || nameEn === '' || nameEn === name) return { main: registered, other: null };

	const english = { text: nameEn, language: 'en' };
	return locale === 'en'
		? { main: english, other: registered }
		: { main: registered, other: english };
}
