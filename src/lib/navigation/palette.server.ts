import type { JwtPayload } from '@supabase/supabase-js';
import { listStaffedPlatforms } from '#lib/bookings/lab-queries.server.ts';
import { read } from '#lib/catalogue/read.server.ts';
import { resourceHref } from '#lib/catalogue/resource-href.ts';
import { resourceKindLabel } from '#lib/catalogue/resource-kind.ts';
import { findHits } from '#lib/catalogue/search.server.ts';
import { toTitle } from '#lib/catalogue/title.ts';
import { link } from '#lib/i18n/link.ts';
import { registeredName } from '#lib/i18n/registered-name.ts';
import * as m from '#lib/paraglide/messages.js';
import type { Viewer } from '#lib/people/viewer.ts';
import { listManagedIds } from '#lib/platforms/managed-platform.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { PaletteGroup, PaletteItem } from './palette.ts';
import type { Place } from './place.ts';
import { evaluationPlaces, labPlaces, mainPlaces, ownPlaces } from './places.ts';

const MOST_THINGS = 6;
const MOST_PEOPLE = 5;
const MOST_PAGES = 8;
/** Of somebody who works on many platforms, the pages of so many are offered. */
const MOST_PLATFORMS = 5;

/** The pages and actions that somebody has, by their roles. */
async function listPages(
	db: Db,
	viewer: Viewer | null,
	claims: JwtPayload | null
): Promise<{ pages: PaletteItem[]; actions: PaletteItem[] }> {
	const staffed = viewer?.isStaff && claims ? await listStaffedPlatforms(db, claims) : [];
	const platforms = staffed.slice(0, MOST_PLATFORMS);
	const managedIds =
		claims && platforms.length > 0 ? await listManagedIds(db, claims, platforms) : [];

	const pages = [
		...mainPlaces(viewer).map((place) => toItem(place, null)),
		...(viewer ? ownPlaces(viewer) : []).flatMap(({ title, places }) =>
			places.map((place) => toItem(place, title))
		),
		...(viewer?.isEvaluator ? evaluationPlaces() : []).flatMap(({ places }) =>
			places.map((place) => toItem(place, m.ledger_nav_evaluation()))
		),
		...platforms.flatMap((platform) =>
			labPlaces(platform.id, managedIds.includes(platform.id)).flatMap(({ places }) =>
				places.map((place) => toItem(place, toTitle(platform).main.text))
			)
		)
	];
	return {
		pages: pages.filter(({ href }, at) => pages.findIndex((page) => page.href === href) === at),
		actions: [
			{
				id: 'book',
				label: m.palette_book(),
				note: null,
				href: `${link('/search')}?${new URLSearchParams({ kind: 'instrument', bookable: 'true' }).toString()}`
			},
			...platforms.flatMap((platform) => {
				const note = toTitle(platform).main.text;
				const id = { id: platform.id };
				return [
					{
						id: `close-${platform.id}`,
						label: m.closures_new(),
						note,
						href: `${link('/lab/closures/new')}?platform=${platform.id}`
					},
					{
						id: `record-${platform.id}`,
						label: m.ledger_new_title(),
						note,
						href: link('/(app)/lab/platforms/[id=uuid]/ledger/new', id)
					}
				];
			}),
			...(viewer
				? []
				: [{ id: 'sign-in', label: m.account_sign_in(), note: null, href: link('/sign-in') }])
		]
	};
}

/** What somebody finds who types: pages and actions by their names, things, and people they know. */
export async function findInPalette(
	db: Db,
	viewer: Viewer | null,
	claims: JwtPayload | null,
	query: string
): Promise<PaletteGroup[]> {
	const [{ pages, actions }, things, people] = await Promise.all([
		listPages(db, viewer, claims),
		query === '' ? [] : findThings(db, query),
		query === '' || !viewer ? [] : findPeople(db, viewer, query)
	]);
	const everything = {
		id: 'all',
		label: m.palette_all({ query }),
		note: null,
		href: `${link('/search')}?${new URLSearchParams({ q: query }).toString()}`
	};
	return [
		{ title: m.palette_pages(), items: matching(pages, query).slice(0, MOST_PAGES) },
		{ title: m.palette_actions(), items: matching(actions, query).slice(0, MOST_PAGES) },
		{ title: m.palette_things(), items: things },
		{ title: m.palette_people(), items: people },
		{ title: m.palette_more(), items: query === '' ? [] : [everything] }
	].filter(({ items }) => items.length > 0);
}

async function findThings(db: Db, query: string): Promise<PaletteItem[]> {
	const hits = await findHits(db, query, MOST_THINGS);
	return hits.map((hit) => ({
		id: hit.id,
		label: toTitle(hit).main.text,
		note: [resourceKindLabel(hit.kind), registeredName(hit.platform)].join(' · '),
		href: resourceHref(hit.kind, hit.id)
	}));
}

/**
 * People by their names, of those whom row-level security shows: colleagues, and whom bookings bring
 * together. A colleague is found on the page of members, somebody else by the latest booking.
 */
async function findPeople(db: Db, viewer: Viewer, query: string): Promise<PaletteItem[]> {
	const people = await read(
		db
			.from('people')
			.select(
				`id, display_name,
				memberships(role, organisation:organisations(id, name, name_en), platform:platforms(id)),
				bookings!bookings_person_id_fkey(id, organisation:organisations(name, name_en))`
			)
			.ilike('display_name', `%${query.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
			.neq('id', viewer.id)
			.order('display_name')
			.limit(MOST_PEOPLE)
			.order('starts_at', { referencedTable: 'bookings', ascending: false })
			.limit(1, { referencedTable: 'bookings' })
	);
	const ownedIds = viewer.organisations.filter(({ isOwner }) => isOwner).map(({ id }) => id);
	return people.flatMap(({ id, display_name, memberships, bookings }) => {
		const owned = memberships.find(({ organisation }) => ownedIds.includes(organisation.id));
		const [booking] = bookings;
		const [membership] = memberships;
		const organisation = membership?.organisation ?? booking?.organisation;
		const href = owned
			? link('/(app)/organisations/[id=uuid]/members', { id: owned.organisation.id })
			: booking
				? link('/(app)/bookings/[id=uuid]', { id: booking.id })
				: membership
					? link('/(public)/organisations/[id=uuid]', { id: membership.organisation.id })
					: null;
		if (href === null) return [];
		return {
			id,
			label: display_name,
			note: organisation ? registeredName(organisation) : null,
			href
		};
	});
}

function toItem({ path, href, label }: Place, note: string | null): PaletteItem {
	return { id: path, label, note, href };
}

function matching(items: PaletteItem[], query: string): PaletteItem[] {
	const wanted = query.toLocaleLowerCase();
	return items.filter(({ label, note }) =>
		`${label} ${note ?? ''}`.toLocaleLowerCase().includes(wanted)
	);
}
