export type PlatformFilters = {
	/** Code of a kind of designation. */
	kind: string | null;
	city: string | null;
	/** Counted from 1. */
	page: number;
};

const MAX_CITY_LENGTH = 100;
const MAX_PAGE = 10_000;

/** Reads an address; what makes no sense in it narrows nothing. */
export function parsePlatformFilters(params: URLSearchParams): PlatformFilters {
	const kind = params.get('kind') ?? '';
	const city = (params.get('city') ?? '').replace(/\p{Cc}+/gu, ' ').trim();
	const page = Number(params.get('page'));

	return {
		kind: /^[A-Z]{2,10}$/.test(kind) ? kind : null,
		city: city === '' ? null : city.slice(0, MAX_CITY_LENGTH),
		page: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1
	};
}

/** The address of a list of platforms, without what narrows nothing. */
export function toPlatformParams({ kind, city, page }: PlatformFilters): URLSearchParams {
	return new URLSearchParams({
		...(kind !== null && { kind }),
		...(city !== null && { city }),
		...(page > 1 && { page: String(page) })
	});
}
