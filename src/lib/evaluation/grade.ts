import * as m from '#lib/paraglide/messages.js';

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
