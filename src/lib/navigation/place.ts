/** Somewhere to go: its path without the language, its address, and its name. */
export type Place = {
	path: string;
	href: string;
	label: string;
	/** What waits there. */
	count?: number;
};

export type PlaceGroup = { title: string; places: Place[] };

/** Where one is: of places of which one holds the other, the innermost that holds the path. */
export function placeAt(places: Place[], path: string): Place | undefined {
	return places
		.filter((place) => path === place.path || path.startsWith(`${place.path}/`))
		.sort((a, b) => b.path.length - a.path.length)[0];
}

/** Stands for the id of a platform in places that are the same for all of them. */
export const ANY_PLATFORM = '00000000-0000-0000-0000-000000000000';

/** The places of one platform, of those that were listed for any. */
export function placesOf(platformId: string, groups: PlaceGroup[]): PlaceGroup[] {
	const named = (text: string) => text.replaceAll(ANY_PLATFORM, platformId);
	return groups.map(({ title, places }) => ({
		title,
		places: places.map((place) => ({
			...place,
			path: named(place.path),
			href: named(place.href)
		}))
	}));
}
