import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import LinkNav from './LinkNav.svelte';

describe('LinkNav', () => {
	it('is a navigation that says which view is shown', async () => {
		const screen = await render(LinkNav, {
			label: 'Views',
			items: [
				{ href: '?view=week', label: 'Week', current: true, count: 3 },
				{ href: '?view=list', label: 'List', current: false }
			]
		});

		const nav = screen.getByRole('navigation', { name: 'Views' });
		await expect
			.element(nav.getByRole('link', { name: 'Week 3' }))
			.toHaveAttribute('aria-current', 'page');
		await expect
			.element(nav.getByRole('link', { name: 'List' }))
			.not.toHaveAttribute('aria-current');
		await expect
			.element(nav.getByRole('link', { name: 'List' }))
			.toHaveAttribute('href', '?view=list');
	});
});
