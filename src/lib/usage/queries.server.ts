import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import type { Database } from '#lib/database.types.ts';
import type { Db, WithNull } from '#lib/server/supabase.ts';
import type { UsedKind } from './agent-class.ts';
import { usageRow } from './counter-report.ts';
import type { Month } from './months.ts';

/** How many organisations it was is not said where they are few. */
export type ResourceUsage = WithNull<
	Database['public']['Functions']['resource_usage']['Returns'][number],
	'organisations'
>;

/** What everybody may know of the use of a dataset or a work in the last year. */
export async function getResourceUsage(db: Db, resourceId: string): Promise<ResourceUsage> {
	return read(db.rpc('resource_usage', { resource_id: resourceId }).single());
}

/** So many that none of their rows is cut off by the most that the Data API gives at once. */
const ITEMS_ON_A_PAGE = 50;

const itemRow = v.object({
	...usageRow.entries,
	bytes: v.number(),
	item: v.object({ title: v.string(), title_en: v.nullable(v.string()), language: v.string() })
});

/** A page of a platform's datasets or works with how often they were used, month by month. */
export async function listUsedItems(
	db: Db,
	{
		platformId,
		kind,
		metric,
		begin,
		end,
		after
	}: {
		platformId: string;
		kind: UsedKind;
		metric: string;
		begin: Month;
		end: Month;
		after: string | null;
	}
) {
	const rows = v.parse(
		v.array(itemRow),
		await read(
			db.rpc('usage_of_items', {
				resource_kind: kind,
				platform_id: platformId,
				begin_month: begin,
				end_month: end,
				...(after !== null && { after }),
				size: ITEMS_ON_A_PAGE
			})
		)
	);
	const items = new Map<string, UsedItem>();
	for (const row of rows) {
		const known = items.get(row.resource_id) ?? {
			id: row.resource_id,
			name: row.item.title,
			name_en: row.item.title_en,
			language: row.item.language,
			counts: row.counts.map(() => 0),
			total: 0,
			bytes: 0
		};
		const isShown = row.metric === metric;
		items.set(row.resource_id, {
			...known,
			counts: known.counts.map((count, index) => count + (isShown ? (row.counts[index] ?? 0) : 0)),
			total: known.total + (isShown ? row.total : 0),
			bytes: known.bytes + (row.metric === 'total_requests' ? row.bytes : 0)
		});
	}
	const listed = [...items.values()];
	return {
		items: listed.toSorted((one, other) => other.total - one.total),
		nextAfter: listed.length < ITEMS_ON_A_PAGE ? null : (listed.at(-1)?.id ?? null)
	};
}

export type UsedItem = {
	id: string;
	name: string;
	name_en: string | null;
	language: string;
	counts: number[];
	total: number;
	/** What was handed over, whatever the metric. */
	bytes: number;
};

/** Use of all platforms within months, for evaluators. */
export function compareUsage(db: Db, begin: Month, end: Month) {
	return read(db.rpc('compare_usage', { begin_month: begin, end_month: end }));
}
