import { expect, it } from 'vitest';
import { progressState } from './progress-state.ts';

const now = '2026-03-01T12:00:00Z';

it.each([
	['2026-03-01T11:59:30Z', null, 'under_way'],
	['2026-03-01T11:58:30Z', null, 'silent'],
	['2026-03-01T11:00:00Z', '2026-03-01T11:00:00Z', 'finished']
] as const)('work heard of at %s that ended at %s is %s', (told_at, finished_at, state) => {
	expect(progressState({ told_at, finished_at }, now, 60_000)).toBe(state);
});

it('is silent only after the time that is given', () => {
	const work = { told_at: '2026-03-01T11:58:30Z', finished_at: null };

	expect(progressState(work, now, 120_000)).toBe('under_way');
});
