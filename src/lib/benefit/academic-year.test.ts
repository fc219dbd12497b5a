import { describe, expect, it } from 'vitest';
import { readAcademicYear, windowOfAcademicYear } from './academic-year.ts';

describe('an academic year', () => {
	it.each([
		['2026-08-31', 2024],
		['2026-09-01', 2025],
		['2026-12-31', 2025]
	])('on %s the last that is over began in %i', (today, year) => {
		expect(readAcademicYear(new URLSearchParams(), today)).toBe(year);
		expect(readAcademicYear(new URLSearchParams('year=x'), today)).toBe(year);
	});

	it('goes from the first of September until the end of August', () => {
		expect(windowOfAcademicYear(2025)).toEqual({ from: '2025-09-01', to: '2026-08-31' });
	});

	it('is the one that is asked for', () => {
		expect(readAcademicYear(new URLSearchParams('year=2023'), '2026-09-01')).toBe(2023);
	});
});
