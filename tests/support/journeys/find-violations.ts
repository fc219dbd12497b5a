import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from '@playwright/test';

/** What axe finds wrong with the accessibility of a page, by all of its rules or by some. */
export async function findViolations(page: Page, rules?: string[]): Promise<string[]> {
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const { violations } = await page.evaluate<AxeResults, RunOptions>(
		(options) => (globalThis as unknown as { axe: typeof axe }).axe.run(options),
		{
			// Half of its time goes into describing every element that passes.
			resultTypes: ['violations'],
			...(rules && { runOnly: rules })
		}
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`)
	);
}
