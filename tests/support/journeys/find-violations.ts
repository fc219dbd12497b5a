import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds wrong with the accessibility of a page, by all of its rules or by one. */
export async function findViolations(page: Page, rule?: string): Promise<string[]> {
	const axe = new AxeBuilder({ page })
		// Its legacy mode leaves out frames from elsewhere, which the site has none of, and is faster.
		.setLegacyMode()
		// Half of its time goes into describing every element that passes.
		.options({ resultTypes: ['violations'] });
	const { violations } = await (rule === undefined ? axe : axe.withRules(rule)).analyze();
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`)
	);
}
