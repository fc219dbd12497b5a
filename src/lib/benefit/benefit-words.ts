import * as m from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/paraglide/runtime.js';
import type { COUNTS, INCOMES } from './benefit-score.ts';

/* The words of the form; its grades are those of 教高司条函〔2000〕010号, whose lowest is 不合格. */

const GRADES: Record<string, typeof m.evaluation_grade_good> = {
	excellent: m.evaluation_grade_excellent,
	good: m.evaluation_grade_good,
	qualified: m.evaluation_grade_qualified,
	poor: m.benefit_grade_unqualified
};

/** A grade in the language of the reader, or in another that is asked for. */
export function benefitGrade(grade: string, locale?: Locale): string {
	return GRADES[grade]?.({}, locale && { locale }) ?? grade;
}

type EntryName = (typeof COUNTS)[number] | (typeof INCOMES)[number];

/** What is entered, by the item of the form that it belongs to. */
export const ENTRY_GROUPS: { code: string; entries: { name: EntryName; label: () => string }[] }[] =
	[
		{
			code: '2',
			entries: [
				{ name: 'people_qualified', label: m.benefit_people_qualified },
				{ name: 'people_supervised', label: m.benefit_people_supervised },
				{ name: 'people_shown', label: m.benefit_people_shown }
			]
		},
		{
			code: '3',
			entries: [
				{ name: 'awards_national', label: m.benefit_awards_national },
				{ name: 'awards_provincial', label: m.benefit_awards_provincial },
				{ name: 'awards_school', label: m.benefit_awards_school },
				{ name: 'core_papers', label: m.benefit_core_papers }
			]
		},
		{
			code: '4',
			entries: [
				{ name: 'external_income_fen', label: m.benefit_external_income },
				{ name: 'internal_income_fen', label: m.benefit_internal_income }
			]
		},
		{
			code: '5',
			entries: [
				{ name: 'functions_original', label: m.benefit_functions_original },
				{ name: 'functions_used', label: m.benefit_functions_used },
				{ name: 'functions_new', label: m.benefit_functions_new }
			]
		}
	];

export const isIncome = (name: EntryName): boolean => name.endsWith('_fen');
