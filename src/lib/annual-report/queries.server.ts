import * as v from 'valibot';
import { read } from '#lib/catalogue/read.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome, type RefusalTexts } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';
import { annualFiguresSchema } from './annual-figures.ts';
import type { Heading } from './report-schema.ts';

const REPORT = `id, city, year, version, implementation, measures, results, problems, figures,
	issued_at, updated_at`;

/** Reports, the latest years first, and of each the latest version first. */
export function listReports(db: Db) {
	return read(
		db
			.from('annual_reports')
			.select('id, city, year, version, issued_at, updated_at')
			.order('year', { ascending: false })
			.order('city', { nullsFirst: true })
			.order('version', { ascending: false })
			.limit(500)
	);
}

/** Cities that have platforms. */
export async function listCities(db: Db): Promise<string[]> {
	const rows = await read(db.from('platforms').select('city').not('city', 'is', null).limit(1000));
	return [...new Set(rows.flatMap(({ city }) => (city === null ? [] : [city])))].sort();
}

/** A report with its figures: those it was issued with, or else those of now; null where there is none. */
export async function findReport(db: Db, id: string) {
	const report = await read(db.from('annual_reports').select(REPORT).eq('id', id).maybeSingle());
	if (report === null) return null;
	const figures =
		report.figures ??
		(await read(
			db.rpc('annual_figures', {
				year: report.year,
				...(report.city !== null && { city: report.city })
			})
		));
	return { ...report, figures: v.parse(annualFiguresSchema, figures) };
}

const REFUSALS: RefusalTexts = {
	city_not_found: () => m.annual_refused_city(),
	annual_report_not_found: () => m.refusal_not_found(),
	annual_report_issued: () => m.annual_refused_issued(),
	annual_report_incomplete: () => m.annual_refused_incomplete(),
	ledger_not_sealed: () => m.annual_refused_not_sealed()
};

/** Saves the words of a draft; after an issued version, of the next. */
export function saveReport(
	db: Db,
	{ city, year }: { city: string | null; year: number },
	texts: Partial<Record<Heading, string>>
): Promise<Outcome<{ id: string }>> {
	return toOutcome(
		db.rpc('save_annual_report', { year, texts, ...(city !== null && { city }) }),
		REFUSALS
	);
}

export function issueReport(db: Db, id: string): Promise<Outcome<{ id: string }>> {
	return toOutcome(db.rpc('issue_annual_report', { report_id: id }), REFUSALS);
}
