import { describe, expect, it } from 'vitest';
import type { Viewer } from '#lib/people/viewer.ts';
import { ANY_PLATFORM, placeAt, placesOf } from './place.ts';
import { labPlaces, mainPlaces, ownPlaces } from './places.ts';

const PLATFORM = 'a0000000-0000-4000-8000-000000000001';

function aViewer(said: Partial<Viewer>): Viewer {
	return {
		id: 'ada',
		email: 'ada@people.test',
		name: 'Ada',
		isStaff: false,
		isEvaluator: false,
		isCustomer: false,
		organisations: [],
		unreadNotices: 0,
		requestCount: null,
		...said
	};
}

describe('the main navigation', () => {
	it.each([
		['a visitor', null, ['/search', '/platforms']],
		[
			'a startup',
			aViewer({ isCustomer: true }),
			['/search', '/platforms', '/bookings', '/applications']
		],
		[
			'a laboratory, its own work first',
			aViewer({ isStaff: true, requestCount: 2 }),
			['/lab', '/lab/requests', '/search', '/platforms']
		],
		['an evaluator', aViewer({ isEvaluator: true }), ['/evaluation', '/search', '/platforms']],
		[
			'an administrator',
			aViewer({ isStaff: true, isEvaluator: true, requestCount: 0 }),
			['/lab', '/lab/requests', '/evaluation', '/search', '/platforms']
		],
		[
			'a stand-in who decides requests of a laboratory',
			aViewer({ isCustomer: true, requestCount: 1 }),
			['/lab/requests', '/search', '/platforms', '/bookings', '/applications']
		]
	])('of %s', (_, viewer, paths) => {
		expect(mainPlaces(viewer).map(({ path }) => path)).toEqual(paths);
	});
});

describe('the places of an account', () => {
	it('lead an owner of a makerspace to its members and residents', () => {
		const viewer = aViewer({
			isCustomer: true,
			organisations: [{ id: PLATFORM, name: '河畔', kind: 'makerspace', isOwner: true }]
		});

		expect(ownPlaces(viewer).map(({ title, places }) => [title, places.length])).toEqual([
			['我的', 7],
			['河畔', 2]
		]);
	});

	it('lead a member to no list of members', () => {
		const viewer = aViewer({
			isCustomer: true,
			organisations: [{ id: PLATFORM, name: '澄隙', kind: 'startup', isOwner: false }]
		});

		expect(ownPlaces(viewer).map(({ title }) => title)).toEqual(['我的']);
	});
});

describe('the pages of a platform', () => {
	function pathsOf(isManager: boolean): string[] {
		return labPlaces(PLATFORM, isManager).flatMap(({ places }) => places.map(({ path }) => path));
	}

	it('are more for its managers', () => {
		const more = pathsOf(true).filter((path) => !pathsOf(false).includes(path));

		expect(more.map((path) => path.replace(/.*\//, ''))).toEqual([
			'rules',
			'members',
			'import',
			'export'
		]);
	});

	it('are the same for each platform, whose id stands where that of any stood', () => {
		expect(placesOf(PLATFORM, labPlaces(ANY_PLATFORM, true))).toEqual(labPlaces(PLATFORM, true));
	});
});

describe('where one is', () => {
	const places = labPlaces(PLATFORM, true).flatMap((group) => group.places);

	it.each([
		['/lab', '/lab'],
		[`/lab/platforms/${PLATFORM}/ledger/new`, `/lab/platforms/${PLATFORM}/ledger`],
		['/lab/closures/new', '/lab/closures'],
		[`/lab/instruments/${PLATFORM}`, '/lab'],
		['/laboratory', undefined]
	])('%s lies in %s', (path, held) => {
		expect(placeAt(places, path)?.path).toBe(held);
	});
});
