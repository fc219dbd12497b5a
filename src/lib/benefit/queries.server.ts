import * as v from 'valibot';
import { read, readPage } from '#lib/catalogue/read.server.ts';
import { openReport } from '#lib/figures/queries.server.ts';
import type { Json } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { toOutcome, type Outcome } from '#lib/server/outcome.ts';
import type { Db } from '#lib/server/supabase.ts';
import { windowOfAcademicYear } from './academic-year.ts';
import { COUNTS, INCOMES, scoreBenefit } from './benefit-score.ts';

const RULE_SET = 'MOE-2000';
const ENTRIES = [...COUNTS, ...INCOMES].join(', ') as '*';

const ratedHours = v.objectWithRest({ default: v.number() }, v.number());

/** The sheet of an instrument and academic year, with all that it is reckoned from. */
export async function getBenefit(
	db: Db,
	instrument: { id: string; platform_id: string; asset_kind: string | null },
	year: number
) {
	const window = windowOfAcademicYear(year);
	const [rules, entered, opened] = await Promise.all([
		getRules(db),
		read(
			db
				.from('benefit_entries')
				.select(`version, entered_at, note, ${ENTRIES}`)
				.eq('instrument_id', instrument.id)
				.eq('academic_year', year)
				.order('version', { ascending: false })
				.limit(1)
				.maybeSingle()
		),
		openReport(db, {
			...window,
			groupBy: 'instrument',
			scope: { platform: instrument.platform_id, city: null, designation: null },
			ratedBy: 'yearbook',
			asOf: null
		})
	]);
	if (!opened.ok) throw new Error(`the report of a year was refused: ${opened.refusal.key}`);

	let usedMinutes = 0;
	for await (const row of opened.report.rows()) {
		if (row.key === instrument.id) usedMinutes = row.used_minutes ?? 0;
	}
	const hours = { used: usedMinutes / 60, rated: ratedFor(instrument, rules) };
	return {
		year,
		window,
		hours,
		entered,
		rules: { code: rules.code, version: rules.version, basis: rules.legal_basis },
		minWorthFen: rules.scope_min_worth_fen,
		asOf: opened.report.head.as_of,
		digest: opened.report.head.ledger_digest,
		sheet: scoreBenefit(hours, entered, rules)
	};
}

/** The form as it is shipped: what is copied from it is another sheet. */
function getRules(db: Db) {
	return read(
		db
			.from('evaluation_rule_sets')
			.select(
				`code, version, rated_hours, grade_bands, scope_min_worth_fen, legal_basis,
				indicators:evaluation_indicators!evaluation_indicators_rule_set_id_fkey(code, name, name_en, weight, parameters)`
			)
			.eq('code', RULE_SET)
			.order('version')
			.order('position', { referencedTable: 'indicators' })
			.limit(1)
			.single()
	);
}

function ratedFor(
	{ asset_kind: kind }: { asset_kind: string | null },
	rules: { rated_hours: Json }
) {
	const byKind = v.parse(ratedHours, rules.rated_hours);
	return byKind[kind ?? 'default'] ?? byKind.default;
}

/**
 * The sheets of all instruments that the form is for, of a platform or of all: their hours are read at
 * once, the instruments a page at a time.
 */
export async function openBenefits(db: Db, { year, platformId }: BenefitWish) {
	const window = windowOfAcademicYear(year);
	const [rules, opened] = await Promise.all([
		getRules(db),
		openReport(db, {
			...window,
			groupBy: 'instrument',
			scope: { platform: platformId, city: null, designation: null },
			ratedBy: 'yearbook',
			asOf: null
		})
	]);
	if (!opened.ok) throw new Error(`the report of a year was refused: ${opened.refusal.key}`);
	const minutes = new Map<string, number>();
	for await (const { key, used_minutes } of opened.report.rows())
		minutes.set(key ?? '', used_minutes ?? 0);

	async function readRows(from: number) {
		let query = db
			.from('instruments')
			.select(
				`id, name, name_en, language, source_key, asset_kind,
				platform:platforms!inner(id, name, name_en, language),
				entries:benefit_entries(version, note, entered_at, ${ENTRIES})`,
				{ count: 'exact' }
			)
			.gte('worth_fen', rules.scope_min_worth_fen)
			.eq('benefit_entries.academic_year', year)
			.order('version', { referencedTable: 'benefit_entries', ascending: false })
			.limit(1, { referencedTable: 'benefit_entries' })
			.order('platform_id')
			.order('name')
			.order('id')
			.range(from, from + BENEFITS_ON_A_PAGE - 1);
		if (platformId !== null) query = query.eq('platform_id', platformId);
		const { rows, total } = await readPage(query);
		return {
			total,
			rows: rows.map(({ entries, ...instrument }) => {
				const entered = entries[0] ?? null;
				const hours = {
					used: (minutes.get(instrument.id) ?? 0) / 60,
					rated: ratedFor(instrument, rules)
				};
				return { ...instrument, hours, entered, sheet: scoreBenefit(hours, entered, rules) };
			})
		};
	}
	async function* all() {
		for (let from = 0; ; from += BENEFITS_ON_A_PAGE) {
			const { rows } = await readRows(from);
			yield* rows;
			if (rows.length < BENEFITS_ON_A_PAGE) return;
		}
	}
	return {
		year,
		window,
		rules: { code: rules.code, version: rules.version, basis: rules.legal_basis },
		items: rules.indicators.map(({ code, name, name_en }) => ({ code, name, name_en })),
		asOf: opened.report.head.as_of,
		digest: opened.report.head.ledger_digest,
		readRows,
		all
	};
}

type BenefitWish = { year: number; platformId: string | null };
export type Benefits = Awaited<ReturnType<typeof openBenefits>>;
export const BENEFITS_ON_A_PAGE = 50;

export type Benefit = Awaited<ReturnType<typeof getBenefit>>;

/** Enters the lab's part of a form as a new version; the same key with the same entries gives the first. */
export function enterBenefit(
	db: Db,
	instrumentId: string,
	{ year, entries, key }: { year: number; entries: Json; key: string }
): Promise<Outcome<{ version: number }>> {
	return toOutcome(
		db
			.rpc('enter_benefit', { instrument_id: instrumentId, academic_year: year, entries })
			.setHeader('Idempotency-Key', key),
		{
			instrument_not_found: () => m.refusal_not_found(),
			benefit_entries_functions_are_of_it: () => m.benefit_refused_functions()
		}
	);
}
