import type { PostgrestSingleResponse } from '@supabase/supabase-js';
import { read } from '#lib/catalogue/read.server.ts';
import { toRefusal, type Refusal } from '#lib/server/database-error.ts';
import type { Db } from '#lib/server/supabase.ts';
import type { Report, ReportHead, Scope } from './report-file.ts';
import { comparedWith, type Comparison, type ReportFilters } from './report-filters.ts';
import type { Grouping, ReportRow } from './report.ts';

const ROWS_AT_ONCE = 1000;

export type ReportWish = {
	from: string;
	to: string;
	groupBy: Grouping;
	scope: Scope;
	ratedBy: string;
	asOf: string | null;
};

/** The types of a function's answer leave out that a column can be null. */
type Head = {
	as_of_day: string | null;
	digest: string | null;
	platforms: number;
	sees_all: boolean;
};

export type ReportOutcome = { ok: true; report: Report } | { ok: false; refusal: Refusal };

/**
 * A report whose rows are read as they are asked for, a page at a time. Of a sealed window each page
 * is of the same state of the ledger, whatever is recorded meanwhile.
 */
export async function openReport(db: Db, wish: ReportWish): Promise<ReportOutcome> {
	const window = { from_day: wish.from, until_day: wish.to, ...toArguments(wish.scope) };
	const headAnswer = await db
		.rpc('usage_report_head', { ...window, ...(wish.asOf !== null && { as_of: wish.asOf }) })
		.single();
	if (headAnswer.error) return { ok: false, refusal: toRefusal(headAnswer.error) };
	const found = headAnswer.data as Head;

	const ask = (group_by: Grouping | 'all', after: string | null) =>
		db.rpc('report_usage', {
			...window,
			group_by,
			definition: wish.ratedBy,
			size: ROWS_AT_ONCE,
			...(found.as_of_day !== null && { as_of: found.as_of_day }),
			...(after !== null && { after_key: after })
		}) as PromiseLike<PostgrestSingleResponse<ReportRow[]>>;

	const [first, total] = await Promise.all([ask(wish.groupBy, null), ask('all', null)]);
	if (first.error) return { ok: false, refusal: toRefusal(first.error) };
	const [all] = await read(Promise.resolve(total));
	if (all === undefined) throw new Error('a report has a total');

	const firstPage = first.data;
	async function* rows(): AsyncGenerator<ReportRow> {
		for (let page = firstPage; ; page = await read(ask(wish.groupBy, page.at(-1)?.key ?? ''))) {
			yield* page;
			if (page.length < ROWS_AT_ONCE) return;
		}
	}
	const head: ReportHead = {
		...wish.scope,
		from: wish.from,
		to: wish.to,
		group_by: wish.groupBy,
		rated_by: wish.ratedBy,
		as_of: found.as_of_day,
		ledger_digest: found.digest,
		platforms: found.platforms,
		is_complete: found.sees_all
	};
	// What one cell does not tell, the total less the others would.
	const isTold =
		found.sees_all ||
		(firstPage.length < ROWS_AT_ONCE && firstPage.every((row) => row.is_suppressed !== true));
	return { ok: true, report: { head, rows, total: isTold ? all : suppressed(all) } };
}

function suppressed(row: ReportRow): ReportRow {
	const empty = Object.fromEntries(Object.keys(row).map((name) => [name, null]));
	return { ...(empty as ReportRow), key: row.key, is_suppressed: true };
}

function toArguments({ platform, city, designation }: Scope) {
	return {
		...(platform !== null && { platform_id: platform }),
		...(city !== null && { city }),
		...(designation !== null && { designation_kind: designation })
	};
}

/** What utilisation can be rated by. */
export function listDefinitions(db: Db) {
	return read(db.from('figure_definitions').select('code, name, name_en, basis').order('position'));
}

/** Everything the page of statistics shows, in a number of questions that no window or scope changes. */
export async function getStatistics(db: Db, filters: ReportFilters) {
	const beside = comparedWith(filters);
	const ask = (group_by: Grouping | 'all', of: Comparison = filters) =>
		read(
			db.rpc('report_usage', {
				from_day: of.from,
				until_day: of.to,
				group_by,
				definition: of.rated_by,
				...toArguments(of)
			}) as PromiseLike<PostgrestSingleResponse<ReportRow[]>>
		);
	const window = { from_day: filters.from, until_day: filters.to, ...toArguments(filters) };

	const [groups, months, classes, [total], [totalBeside], hours, funnel, head] = await Promise.all([
		ask(filters.group),
		ask('month'),
		ask('class'),
		ask('all'),
		ask('all', beside),
		read(db.rpc('used_by_hour', window)),
		read(db.rpc('service_funnel', window).single()),
		read(db.rpc('usage_report_head', window).single())
	]);
	if (total === undefined || totalBeside === undefined) throw new Error('a report has a total');
	return {
		groups: inOrder(groups, filters.group),
		months,
		classes,
		total,
		totalBeside,
		beside,
		hours,
		funnel,
		head: head as Head
	};
}

/** Months by the calendar, classes as the policy has them, everything else from the most used on. */
function inOrder(rows: ReportRow[], group: Grouping): ReportRow[] {
	if (group === 'month' || group === 'class') return rows;
	return rows.toSorted((a, b) => (b.used_minutes ?? -1) - (a.used_minutes ?? -1));
}

/** How soon a platform answers, in the types of its columns that can be null. */
type AnswerTimes = {
	kind: string;
	asked: number;
	answered: number;
	in_time: number;
	median_hours: number | null;
	slowest_hours: number | null;
};

/** Requests and applications that a platform got in a window, and how soon it answered. */
export async function listAnswerTimes(
	db: Db,
	{ from, to, platform }: { from: string; to: string; platform: string }
): Promise<AnswerTimes[]> {
	return read(db.rpc('answer_times', { from_day: from, until_day: to, platform_id: platform }));
}

/** What the organisations of the person asking were served: in groups, by month, and in all. */
export async function getOwnFigures(
	db: Db,
	{ from, to, group }: { from: string; to: string; group: Grouping }
) {
	const ask = (group_by: Grouping | 'all') =>
		read(
			db.rpc('own_usage', { from_day: from, until_day: to, group_by }) as PromiseLike<
				PostgrestSingleResponse<ReportRow[]>
			>
		);
	const [groups, months, [total]] = await Promise.all([ask(group), ask('month'), ask('all')]);
	if (total === undefined) throw new Error('a report has a total');
	return { groups: groups.filter(({ records }) => records !== 0), months, total };
}

/** The scopes that a report can be of. */
export async function listScopes(db: Db) {
	const [platforms, kinds] = await Promise.all([
		read(
			db.from('platforms').select('id, name, language, name_en, city').order('name').limit(1000)
		),
		read(db.from('designation_kinds').select('code, name, name_en').order('position'))
	]);
	const cities = [
		...new Set(platforms.flatMap(({ city }) => (city === null ? [] : [city])))
	].sort();
	return { platforms, kinds, cities };
}
