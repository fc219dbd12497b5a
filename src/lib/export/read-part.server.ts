import type { SupabaseClient } from '@supabase/supabase-js';
import type { Db } from '#lib/server/supabase.ts';
import type { Part } from './parts.ts';

const PAGE_SIZE = 500;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

type Row = Record<string, unknown> & { id: string };

/** The rows of a part as the person sees them, one request and one page in memory at a time. */
export async function* readPart(db: Db, part: Part, platformId: string): AsyncGenerator<Row[]> {
	// The tables come from a list, which the client's types cannot follow.
	const client = db as unknown as Pick<SupabaseClient, 'from'>;
	let after = BEFORE_ALL;
	for (;;) {
		const { data } = await ofPlatform(client, part, platformId)
			.gt('id', after)
			.order('id')
			.limit(PAGE_SIZE)
			.overrideTypes<Row[], { merge: false }>()
			.throwOnError();
		if (data.length > 0) yield data;
		const last = data.at(-1);
		if (last === undefined || data.length < PAGE_SIZE) return;
		after = last.id;
	}
}

function ofPlatform(client: Pick<SupabaseClient, 'from'>, part: Part, platformId: string) {
	const own = part.columns.join(', ');
	if (part.through !== undefined) {
		return client
			.from(part.table)
			.select(`${own}, ${part.through}!${part.table}_${singular(part.through)}_id_fkey!inner()`)
			.eq(`${part.through}.platform_id`, platformId);
	}
	if (part.isScoped) {
		return client
			.from(part.table)
			.select(`${own}, instruments!${part.table}_instrument_id_fkey()`)
			.eq('instruments.platform_id', platformId)
			.or(`platform_id.eq.${platformId},instruments.not.is.null`);
	}
	return client.from(part.table).select(own).eq('platform_id', platformId);
}

function singular(table: string): string {
	return table.replace(/s$/, '');
}
