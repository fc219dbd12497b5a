import type { Db } from '#lib/server/supabase.ts';
import { read, readPage } from './read.server.ts';
import {
	listSitemapPages,
	SITEMAP_PAGE_SIZE,
	SITEMAP_SECTIONS,
	toSitemapEntries,
	URLSET_END,
	URLSET_START,
	type SitemapSection
} from './sitemap.ts';

const TABLES = {
	instruments: 'instruments',
	datasets: 'datasets',
	literature: 'literature_items',
	services: 'services',
	platforms: 'platforms'
} as const satisfies Record<SitemapSection, string>;

/** No more rows than the Data API gives at once. */
const BATCH_SIZE = 1000;

/** The names of all pages of the site map. */
export async function listAllSitemapPages(db: Db): Promise<string[]> {
	const pages = await Promise.all(
		SITEMAP_SECTIONS.map(async (section) => {
			const { total } = await readPage(
				db.from(TABLES[section]).select('id', { count: 'exact' }).is('retired_at', null).limit(1)
			);
			return listSitemapPages(section, total);
		})
	);
	return pages.flat();
}

/**
 * A page of the site map as it is read, a batch at a time and no sooner than the reader takes it,
 * so that a page of ten thousand places never lies in memory.
 */
export function streamSitemapPage(
	db: Db,
	origin: string,
	{ section, offset }: { section: SitemapSection; offset: number }
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let next = offset;

	return new ReadableStream({
		start(controller) {
			controller.enqueue(encoder.encode(URLSET_START));
		},
		async pull(controller) {
			const rows = await read(
				db
					.from(TABLES[section])
					.select('id')
					.is('retired_at', null)
					.order('id')
					.range(next, next + BATCH_SIZE - 1)
			);
			next += BATCH_SIZE;
			controller.enqueue(
				encoder.encode(rows.map(({ id }) => toSitemapEntries(origin, `/${section}/${id}`)).join(''))
			);
			if (rows.length < BATCH_SIZE || next >= offset + SITEMAP_PAGE_SIZE) {
				controller.enqueue(encoder.encode(URLSET_END));
				controller.close();
			}
		}
	});
}
