import * as m from '#lib/paraglide/messages.js';
import type { BadgeTone } from '#lib/ui/badge/badge-tone.ts';

export const GRADES = ['excellent', 'good', 'qualified', 'poor'] as const;
type Grade = (typeof GRADES)[number];

const LABELS: Record<Grade, () => string> = {
	excellent: m.evaluation_grade_excellent,
	good: m.evaluation_grade_good,
	qualified: m.evaluation_grade_qualified,
	poor: m.evaluation_grade_poor
};

export function gradeLabel(grade: Grade): string {
	return LABELS[grade]();
}

/** A grade as the database names it, in words; null for none. */
export function gradeText(code: string | null): string | null {
	const known = GRADES.find((grade) => grade === code);
	return known === undefined ? null : gradeLabel(known);
}

export function gradeTone(code: string | null): BadgeTone {
	if (code === 'poor') return 'danger';
	if (code === 'excellent' || code === 'good') return 'ok';
	return 'neutral';
}
