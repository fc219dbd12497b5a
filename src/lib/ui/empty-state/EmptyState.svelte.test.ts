import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import EmptyState from './EmptyState.svelte';

describe('EmptyState', () => {
	it('says that there is nothing, and what to do next', async () => {
		const screen = await render(EmptyState, {
			title: 'No bookings yet',
			actions: createRawSnippet(() => ({ render: () => '<a href="/search">Find one</a>' }))
		});

		await expect.element(screen.getByText('No bookings yet')).toBeVisible();
		await expect.element(screen.getByRole('link', { name: 'Find one' })).toBeVisible();
	});
});
