import { getLocale } from '#lib/paraglide/runtime.js';

/** A dictionary's word in the language of the page, in Chinese where it has not been translated. */
export function localName({ name, name_en }: { name: string; name_en: string | null }): string {
	return getLocale() === 'en' ? (name_en ?? name) : name;
}
