import { toAddress } from '#lib/bookings/address.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Host } from './host-columns.ts';

export type PlaceInWords = {
	address: string;
	directions: { text: string; language: string } | null;
	/** What is said where nothing is known. */
	note: string | null;
};

/**
 * Where something stands and how to get there, in words: no map, so nobody else learns who looks.
 *
 * @param at what stands there; it is at its platform's address where it has none of its own
 */
export function placeInWords(at: Parameters<typeof toAddress>[0], platform: Host): PlaceInWords {
	const address = toAddress(at, platform);
	const { directions: chinese, directions_en: english } = platform;
	const directions =
		getLocale() === 'en' && english !== null
			? { text: english, language: 'en' }
			: chinese !== null
				? { text: chinese, language: 'zh' }
				: null;
	const isUnknown = address === '' && directions === null;
	return { address, directions, note: isUnknown ? m.platform_address_unknown() : null };
}
