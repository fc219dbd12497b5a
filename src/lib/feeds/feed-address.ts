/** Where a calendar program reads a feed. Whoever has the address may read it: it is a secret. */
export function feedAddress(token: string, origin: string): string {
	return new URL(`/api/v1/feeds/${token}.ics`, origin).href;
}

/** The same address under the scheme that opens the calendar program of a phone or computer. */
export function subscribeAddress(address: string): string {
	return address.replace(/^https?:/, 'webcal:');
}
