import { read } from '#lib/catalogue/read.server.ts';
import { HOST_COLUMNS } from '#lib/platforms/host-columns.ts';
import type { Db } from '#lib/server/supabase.ts';

const MAX_LINKED = 12;

/** A dataset with what its page shows; null when there is none. */
export async function findDataset(db: Db, id: string) {
	return read(
		db
			.from('datasets')
			.select(
				`id, title, language, title_en, abstract, keywords, subject_codes, creators, publisher, doi,
				cstr, published_on, version, size_bytes, formats, spatial, temporal, source, method,
				update_frequency, access_level, licence, use_statement, citation_text, landing_page,
				embargo_until, retired_at, updated_at,
				platform:platforms(${HOST_COLUMNS}),
				instruments(id, name, language, name_en, model)`
			)
			.eq('id', id)
			.is('instruments.retired_at', null)
			.limit(MAX_LINKED, { referencedTable: 'instruments' })
			.maybeSingle()
	);
}

/** What decides whether somebody gets the data of a dataset; null when there is no such dataset. */
export async function findDownload(db: Db, id: string) {
	return read(
		db
			.from('datasets')
			.select('id, version, licence, access_level, landing_page, embargo_until')
			.eq('id', id)
			.is('retired_at', null)
			.maybeSingle()
	);
}
