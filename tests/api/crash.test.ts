import { expect, it } from 'vitest';
import { crash } from '../support/crash.ts';

/** `npm run crash` does the same ten times over. */
const ROUNDS = 2;

it(
	'loses no acknowledged booking and no notice when everything is killed at once',
	{ timeout: 600_000 },
	async () => {
		const report = await crash({ rounds: ROUNDS });

		expect(report.acknowledged).toBeGreaterThan(0);
		expect(report.kills).toBe(ROUNDS * 4);
		expect(report).toMatchObject({
			lostBookings: [],
			lostCancellations: [],
			overlapping: [],
			noticesMissing: [],
			noticesDoubled: [],
			mailsLost: []
		});
	}
);
