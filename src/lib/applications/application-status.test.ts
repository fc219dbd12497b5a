import { describe, expect, it } from 'vitest';
import { Constants } from '#lib/database.types.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { describeStage } from './application-status.ts';

const STAGES = [...Constants.public.Enums.application_status, 'use_report_due', 'expired'];

describe('describeStage', () => {
	it.each(['zh', 'en'] as const)('has its own words in %s for every stage', (locale) => {
		overwriteGetLocale(() => locale);

		const labels = STAGES.map((stage) => describeStage(stage).label);

		expect(new Set(labels).size).toBe(STAGES.length);
	});

	it('waits for the lab where the lab has a deadline', () => {
		const waiting = STAGES.filter((stage) => describeStage(stage).turn === 'lab');

		expect(waiting).toEqual(['submitted', 'in_review', 'accepted', 'sourcing']);
	});
});
