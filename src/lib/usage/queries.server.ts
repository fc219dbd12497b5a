import { read } from '#lib/catalogue/read.server.ts';
import type { Db } from '#lib/server/supabase.ts';

/** What everybody may know of the use of a dataset or a work in the last year. */
export async function getResourceUsage(db: Db, resourceId: string) {
	return read(db.rpc('resource_usage', { resource_id: resourceId }).single());
}

export type ResourceUsage = Awaited<ReturnType<typeof getResourceUsage>>;
