import { getLocale } from '#lib/paraglide/runtime.js';

type Place = {
	province: string | null;
	city: string | null;
	county: string | null;
	street: string | null;
};

/**
 * Where an instrument stands: its own address, or that of its platform when it has none. Chinese
 * addresses run from the province down without a space; in English they are parted.
 */
export function toAddress(instrument: Place, platform: Place): string {
	const { province, city, county, street } = instrument.street === null ? platform : instrument;
	const parts = [province, city === province ? null : city, county, street];
	return parts.filter(Boolean).join(getLocale() === 'en' ? ', ' : '');
}
