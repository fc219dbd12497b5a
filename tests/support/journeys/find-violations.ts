import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from '@playwright/test';

/** What axe finds wrong with the accessibility of a page, by its rules and by more that it asks only if told. */
export async function findViolations(page: Page, ...more: string[]): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const { violations } = await page.evaluate<AxeResults, RunOptions>(
		(options) => (globalThis as unknown as { axe: typeof axe }).axe.run(options),
		{
			// Half of its time goes into describing every element that passes.
			resultTypes: ['violations'],
			rules: Object.fromEntries(more.map((rule) => [rule, { enabled: true }]))
		}
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`)
	);
}
