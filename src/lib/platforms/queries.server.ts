import { read, readPage } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';
import { HOST_COLUMNS } from './host-columns.ts';
import type { PlatformFilters } from './platform-filters.ts';

const PAGE_SIZE = 24;
const MAX_LINKED = 12;

/** One page of the platforms in use, with their standing designations, and how many there are. */
export async function listPlatforms(db: Db, { kind, city, page }: PlatformFilters) {
	const from = (page - 1) * PAGE_SIZE;
	let query = db
		.from('platforms')
		.select(
			`id, name, language, name_en, summary, summary_en, city, province,
			organisation:organisations(id, name, language, name_en),
			designations:platform_designations(level, revoked_on,
				kind:designation_kinds(code, name, name_en)),
			instruments(count),
			sought:platform_designations(kind_code)`,
			{ count: 'exact' }
		)
		.is('retired_at', null)
		.is('instruments.retired_at', null)
		.order('name')
		.order('id')
		.range(from, from + PAGE_SIZE - 1);
	if (kind !== null) {
		query = query
			.eq('sought.kind_code', kind)
			.is('sought.revoked_on', null)
			.not('sought', 'is', null);
	}
	// People write 沈阳 for 沈阳市.
	if (city !== null) query = query.like('city', `${city.replace(/[\\%_]/g, '\\$&')}%`);

	const { rows, total } = await readPage(query);
	return { platforms: rows, total, hasMore: from + rows.length < total };
}

/** The kinds of designation with the number of platforms that hold one now. */
export async function listDesignationKinds(db: Db) {
	const kinds = await read(
		db
			.from('designation_kinds')
			.select('code, name, name_en, platform_designations(count)')
			.is('platform_designations.revoked_on', null)
			.order('position')
	);
	return kinds.map(({ platform_designations: [counted], ...kind }) => ({
		...kind,
		count: counted?.count ?? 0
	}));
}

/** A platform with what its page shows; null when there is none. */
export async function findPlatform(db: Db, id: string) {
	return read(
		db
			.from('platforms')
			.select(
				`${HOST_COLUMNS}, summary, summary_en, retired_at,
				evidence:platform_designations(id, level, document_no, granted_on, revoked_on,
					kind:designation_kinds(code, name, name_en, policy_class)),
				instruments(id, name, language, name_en, model, picture, external_use, retired_at,
					rules:current_rules(admits_outsiders)),
				services(id, name, language, name_en, unit_price_fen, currency, unit)`
			)
			.eq('id', id)
			.is('instruments.retired_at', null)
			.order('name', { referencedTable: 'instruments' })
			.limit(MAX_LINKED, { referencedTable: 'instruments' })
			.is('services.retired_at', null)
			.order('name', { referencedTable: 'services' })
			.limit(MAX_LINKED, { referencedTable: 'services' })
			.order('granted_on', { referencedTable: 'evidence', nullsFirst: false })
			.maybeSingle()
	);
}

/** How much of each kind a platform offers. */
export async function countResources(db: Db, platformId: string) {
	const counts = await read(
		db
			.from('platforms')
			.select('instruments(count), datasets(count), literature_items(count), services(count)')
			.eq('id', platformId)
			.is('instruments.retired_at', null)
			.is('datasets.retired_at', null)
			.is('literature_items.retired_at', null)
			.is('services.retired_at', null)
			.maybeSingle()
	);
	return {
		instrument: counts?.instruments[0]?.count ?? 0,
		dataset: counts?.datasets[0]?.count ?? 0,
		literature: counts?.literature_items[0]?.count ?? 0,
		service: counts?.services[0]?.count ?? 0
	};
}

/** Whom to ask at a platform. Only people who have signed in may read it. */
export async function findContact(db: Db, platformId: string) {
	return read(
		db
			.from('platform_contacts')
			.select('name, phone, email')
			.eq('platform_id', platformId)
			.maybeSingle()
	);
}

export type Contact = Awaited<ReturnType<typeof findContact>>;
