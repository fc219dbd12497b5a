/** Worked examples of the domain reference, as it gives them: what comes in, and what must come out. */

/** 1.5: start, end, state, and who was served. */
export const MACHINE_HOURS = {
	records: [
		['2025-12-31T22:00:00', '2026-01-01T02:00:00', 'used', 'internal'],
		['2026-02-01T09:00:00', '2026-02-01T12:00:00', 'used', 'internal'],
		['2026-02-01T11:00:00', '2026-02-01T13:00:00', 'used', 'external_startup'],
		['2026-02-02T09:00:00', '2026-02-02T10:00:00', 'missed', 'external_startup'],
		['2026-02-03T09:00:00', '2026-02-03T10:00:00', 'maintenance', 'internal']
	],
	E_2026: 6,
	S_2026: 2,
	share_pct: 33.33
} as const;

/** 1.2 and 1.5: the national averages, by a base of 1,600 hours. */
export const NATIONAL = [
	{ year: 2019, E: 1440, S: 240, util_1600: 90, share: 16.67 },
	{ year: 2025, E: 1599, S: 273, util_1600: 99.94, share: 17.07 }
] as const;

/** 1.6: the five items of the university form, its total and its grade. */
export const BENEFIT = [
	{ item_scores: [80, 82, 80, 60, 68], total: 76.8, grade: '良好' },
	{ item_scores: [50, 20, 10, 5, 24], total: 25.95, grade: '不合格' }
] as const;

/** 5.1: clicks by time, user and address, and those that count. */
export const DOUBLE_CLICK = {
	in: [
		['2026-03-01T10:01:00', 'u1', '/d/1'],
		['2026-03-01T10:01:29', 'u1', '/d/1'],
		['2026-03-01T10:01:55', 'u1', '/d/1'],
		['2026-03-01T10:02:30', 'u1', '/d/1'],
		['2026-03-01T10:02:30', 'u2', '/d/1']
	],
	kept: [
		['2026-03-01T10:01:55', 'u1'],
		['2026-03-01T10:02:30', 'u1'],
		['2026-03-01T10:02:30', 'u2']
	],
	total: 3
} as const;

/** 5.1: the key of a session without one that was logged. */
export const SESSION_EXAMPLE = '192.1.1.168|Mozilla/5.0|2024-06-15|13';
