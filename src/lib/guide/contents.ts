/** Whom a part of the guide is for. */
export const GUIDE_GROUPS = ['startup', 'lab', 'evaluator'] as const;
export type GuideGroup = (typeof GUIDE_GROUPS)[number];

/** A page of the guide, and the routes whose pages lead to it; with a star, all beneath one as well. */
export type GuidePage = { group: GuideGroup; page: string; explains: string[] };

/** In the order of reading. The text of each is `docs/guide/LANGUAGE/GROUP/PAGE.md`. */
export const GUIDE_PAGES: readonly GuidePage[] = [
	{
		group: 'startup',
		page: 'book',
		explains: ['/(public)', '/(public)/search', '/(public)/instruments/[id=uuid]/*']
	},
	{
		group: 'startup',
		page: 'your-booking',
		explains: ['/(app)/bookings/*', '/(app)/calendars', '/(app)/desk/[instrumentId=uuid]']
	},
	{
		group: 'startup',
		page: 'data-and-literature',
		explains: [
			'/(app)/applications/*',
			'/(app)/records',
			'/(app)/figures',
			'/(public)/datasets/[id=uuid]',
			'/(public)/literature/[id=uuid]'
		]
	},
	{
		group: 'lab',
		page: 'open-an-instrument',
		explains: [
			'/(app)/lab/instruments/[id=uuid]/*',
			'/(app)/lab/platforms/[id=uuid]/rules',
			'/(app)/lab/platforms/[id=uuid]/import'
		]
	},
	{
		group: 'lab',
		page: 'day',
		explains: [
			'/(app)/lab',
			'/(app)/lab/requests',
			'/(app)/lab/closures/*',
			'/(app)/lab/qr',
			'/(app)/lab/platforms/[id=uuid]/day',
			'/(app)/lab/platforms/[id=uuid]/timeline',
			'/(app)/lab/platforms/[id=uuid]/faults',
			'/(app)/lab/platforms/[id=uuid]/display'
		]
	},
	{
		group: 'lab',
		page: 'ledger',
		explains: [
			'/(app)/lab/platforms/[id=uuid]/ledger/*',
			'/(app)/lab/platforms/[id=uuid]/evaluation',
			'/(app)/lab/platforms/[id=uuid]/figures'
		]
	},
	{
		group: 'evaluator',
		page: 'statistics',
		explains: ['/(app)/evaluation', '/(app)/evaluation/statistics', '/(app)/evaluation/usage']
	},
	{
		group: 'evaluator',
		page: 'evaluation',
		explains: [
			'/(app)/evaluation/cycles/*',
			'/(app)/evaluation/rule-sets',
			'/(public)/evaluations/*'
		]
	},
	{
		group: 'evaluator',
		page: 'verify',
		explains: ['/(public)/ledger/*']
	}
];

/** The page that explains a route, if one does. */
export function guideFor(routeId: string | null): GuidePage | undefined {
	return GUIDE_PAGES.find(({ explains }) => explains.some((route) => covers(route, routeId)));
}

function covers(route: string, routeId: string | null): boolean {
	if (routeId === null || !route.endsWith('/*')) return route === routeId;
	return `${routeId}/`.startsWith(route.slice(0, -1));
}
