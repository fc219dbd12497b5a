import { expect, it } from 'vitest';
import { exportState } from './progress.ts';

const now = '2026-03-01T12:00:00Z';

it.each([
	['2026-03-01T11:59:30Z', null, 'under_way'],
	['2026-03-01T11:58:30Z', null, 'silent'],
	['2026-03-01T11:00:00Z', '2026-03-01T11:00:00Z', 'finished']
] as const)('an export heard of at %s that ended at %s is %s', (told_at, finished_at, state) => {
	expect(exportState({ told_at, finished_at }, now)).toBe(state);
});
