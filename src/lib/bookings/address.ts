type Place = {
	province: string | null;
	city: string | null;
	county: string | null;
	street: string | null;
};

/**
 * Where an instrument stands: its own address, or that of its platform when it has none. Chinese
 * and Japanese addresses run from the province down without a space, others are parted.
 */
export function toAddress(instrument: Place, platform: Place): string {
	const { province, city, county, street } = instrument.street === null ? platform : instrument;
	const parts = [province, city === province ? null : city, county, street].filter(
		(part) => part !== null && part !== ''
	);
	return parts.join(/\p{Script=Han}/u.test(parts.join('')) ? '' : ', ');
}
