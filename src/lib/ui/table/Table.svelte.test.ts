import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../app.css';
import Table from './Table.svelte';

const children = createRawSnippet(() => ({
	render: () => `<tbody><tr>${'<td>some words here</td>'.repeat(40)}</tr></tbody>`
}));

describe('Table', () => {
	it('has a name, and scrolls within itself by key', async () => {
		const screen = await render(Table, { caption: 'Prices', children });

		await expect.element(screen.getByRole('table', { name: 'Prices' })).toBeVisible();
		await userEvent.tab();
		await expect.element(screen.getByRole('region', { name: 'Prices' })).toHaveFocus();
	});
});
