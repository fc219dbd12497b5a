import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Viewer } from '#lib/people/viewer.ts';
import type { Place, PlaceGroup } from './place.ts';

/*
 * Which pages there are for whom, and in which order. Loads read these lists and send what they say, so
 * that no browser carries the names of pages that nobody there may open.
 */

/**
 * The main navigation. What somebody works in comes first and what everybody may look at after it,
 * so that on a phone the first thing in reach is one's own.
 */
export function mainPlaces(viewer: Viewer | null): Place[] {
	const open = [
		{ path: '/search', href: link('/search'), label: m.nav_search() },
		{ path: '/platforms', href: link('/platforms'), label: m.nav_platforms() }
	];
	if (!viewer) return open;

	const requests =
		viewer.requestCount === null
			? []
			: [
					{
						path: '/lab/requests',
						href: link('/lab/requests'),
						label: m.requests_nav(),
						count: viewer.requestCount
					}
				];
	const own = [
		{ path: '/bookings', href: link('/bookings'), label: m.nav_bookings() },
		{ path: '/applications', href: link('/applications'), label: m.nav_applications() }
	];
	return [
		...(viewer.isStaff ? [{ path: '/lab', href: link('/lab'), label: m.nav_lab() }] : []),
		...requests,
		...(viewer.isEvaluator
			? [{ path: '/evaluation', href: link('/evaluation'), label: m.ledger_nav_evaluation() }]
			: []),
		...(viewer.isCustomer ? [...open, ...own] : open)
	];
}

/** What belongs to the person and their organisations, for the menu of their account. */
export function ownPlaces(viewer: Viewer): PlaceGroup[] {
	return [
		{
			title: m.nav_group_own(),
			places: [
				{ path: '/profile', href: link('/profile'), label: m.account_profile() },
				{ path: '/profile/training', href: link('/profile/training'), label: m.training_title() },
				{ path: '/calendars', href: link('/calendars'), label: m.feeds_title() },
				...(viewer.isCustomer
					? [
							{ path: '/bookings/today', href: link('/bookings/today'), label: m.today_title() },
							{ path: '/records', href: link('/records'), label: m.ledger_own_title() },
							{ path: '/figures', href: link('/figures'), label: m.figures_mine_title() }
						]
					: []),
				{ path: '/profile/tokens', href: link('/profile/tokens'), label: m.tokens_title() }
			]
		},
		...viewer.organisations
			.filter(({ isOwner }) => isOwner)
			.map(({ id, name, kind }) => ({
				title: name,
				places: [
					{
						path: `/organisations/${id}/members`,
						href: link('/(app)/organisations/[id=uuid]/members', { id }),
						label: m.members_title()
					},
					...(kind === 'makerspace'
						? [
								{
									path: `/organisations/${id}/residents`,
									href: link('/(app)/organisations/[id=uuid]/residents', { id }),
									label: m.residents_title()
								}
							]
						: [])
				]
			}))
	];
}

/** The pages of a platform, grouped by what they are about. Managers have a few more. */
export function labPlaces(platformId: string, isManager: boolean): PlaceGroup[] {
	const id = { id: platformId };
	const base = `/lab/platforms/${platformId}`;
	const ofPlatform = `?${new URLSearchParams({ platform: platformId }).toString()}`;
	return [
		{
			title: m.lab_nav_plan(),
			places: [
				{ path: '/lab', href: link('/lab') + ofPlatform, label: m.nav_lab_week() },
				{
					path: `${base}/day`,
					href: link('/(app)/lab/platforms/[id=uuid]/day', id),
					label: m.timeline_to_day()
				},
				{
					path: `${base}/timeline`,
					href: link('/(app)/lab/platforms/[id=uuid]/timeline', id),
					label: m.timeline_link()
				},
				{
					path: '/lab/requests',
					href: link('/lab/requests') + ofPlatform,
					label: m.timeline_to_requests()
				},
				{
					path: `${base}/applications`,
					href: link('/(app)/lab/platforms/[id=uuid]/applications', id),
					label: m.lab_applications_title()
				}
			]
		},
		{
			title: m.lab_nav_instruments(),
			places: [
				{
					path: '/lab/closures',
					href: link('/lab/closures') + ofPlatform,
					label: m.closures_title()
				},
				{
					path: `${base}/faults`,
					href: link('/(app)/lab/platforms/[id=uuid]/faults', id),
					label: m.faults_title()
				},
				...(isManager
					? [
							{
								path: `${base}/rules`,
								href: link('/(app)/lab/platforms/[id=uuid]/rules', id),
								label: m.workspace_platform_rules()
							}
						]
					: []),
				{ path: '/lab/qr', href: link('/lab/qr') + ofPlatform, label: m.qr_all_link() },
				{
					path: `${base}/display`,
					href: link('/(app)/lab/platforms/[id=uuid]/display', id),
					label: m.display_lab_title()
				}
			]
		},
		{
			title: m.lab_nav_people(),
			places: [
				{
					path: `${base}/customers`,
					href: link('/(app)/lab/platforms/[id=uuid]/customers', id),
					label: m.customers_title()
				},
				{
					path: `${base}/courses`,
					href: link('/(app)/lab/platforms/[id=uuid]/courses', id),
					label: m.courses_title()
				},
				...(isManager
					? [
							{
								path: `${base}/members`,
								href: link('/(app)/lab/platforms/[id=uuid]/members', id),
								label: m.members_title()
							}
						]
					: [])
			]
		},
		{
			title: m.lab_nav_figures(),
			places: [
				{
					path: `${base}/ledger`,
					href: link('/(app)/lab/platforms/[id=uuid]/ledger', id),
					label: m.ledger_title()
				},
				{
					path: `${base}/figures`,
					href: link('/(app)/lab/platforms/[id=uuid]/figures', id),
					label: m.figures_own_title()
				},
				{
					path: `${base}/utilisation`,
					href: link('/(app)/lab/platforms/[id=uuid]/utilisation', id),
					label: m.timeline_to_utilisation()
				},
				{
					path: `${base}/usage`,
					href: link('/(app)/lab/platforms/[id=uuid]/usage', id),
					label: m.usage_title()
				},
				{
					path: `${base}/evaluation`,
					href: link('/(app)/lab/platforms/[id=uuid]/evaluation', id),
					label: m.lab_evaluation_title()
				}
			]
		},
		{
			title: m.lab_nav_data(),
			places: [
				...(isManager
					? [
							{
								path: `${base}/import`,
								href: link('/(app)/lab/platforms/[id=uuid]/import', id),
								label: m.import_title()
							},
							{
								path: `${base}/export`,
								href: link('/(app)/lab/platforms/[id=uuid]/export', id),
								label: m.export_title()
							}
						]
					: []),
				{
					path: `${base}/nrii`,
					href: link('/(app)/lab/platforms/[id=uuid]/nrii', id),
					label: m.nrii_link()
				},
				{
					path: '/calendars',
					href: link('/calendars') + ofPlatform,
					label: m.feeds_link_platform()
				}
			]
		}
	];
}

/** What evaluators read. */
export function evaluationPlaces(): PlaceGroup[] {
	const places = [
		{ path: '/evaluation', href: link('/evaluation'), label: m.ledger_title() },
		{
			path: '/evaluation/statistics',
			href: link('/evaluation/statistics'),
			label: m.figures_link()
		},
		{ path: '/evaluation/usage', href: link('/evaluation/usage'), label: m.usage_title() },
		{ path: '/evaluation/nrii', href: link('/evaluation/nrii'), label: m.nrii_link() },
		{ path: '/evaluation/benefit', href: link('/evaluation/benefit'), label: m.benefit_title() },
		{ path: '/evaluation/reports', href: link('/evaluation/reports'), label: m.annual_link() },
		{
			path: '/evaluation/cycles',
			href: link('/evaluation/cycles'),
			label: m.cycles_title()
		},
		{
			path: '/evaluation/rule-sets',
			href: link('/evaluation/rule-sets'),
			label: m.evaluation_rules_title()
		}
	];
	return [{ title: '', places }];
}
