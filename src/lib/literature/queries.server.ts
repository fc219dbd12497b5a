import { read } from '#lib/catalogue/read.server.ts';
import { HOST_COLUMNS } from '#lib/platforms/host-columns.ts';
import type { Db } from '#lib/server/supabase.ts';

const MAX_LINKED = 12;

/** A work with what its page shows; null when there is none. */
export async function findLiteratureItem(db: Db, id: string) {
	return read(
		db
			.from('literature_items')
			.select(
				`id, title, language, title_en, authors, venue, published_year, data_type, doi, abstract,
				keywords, access, full_text_url, retired_at,
				platform:platforms(${HOST_COLUMNS}),
				instruments(id, name, language, name_en, model)`
			)
			.eq('id', id)
			.is('instruments.retired_at', null)
			.limit(MAX_LINKED, { referencedTable: 'instruments' })
			.maybeSingle()
	);
}

/** Where the full text of a work is; null when there is no such work. */
export async function findFullText(db: Db, id: string) {
	return read(
		db
			.from('literature_items')
			.select('full_text_url')
			.eq('id', id)
			.is('retired_at', null)
			.maybeSingle()
	);
}
