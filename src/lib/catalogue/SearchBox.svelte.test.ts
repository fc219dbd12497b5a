import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import SearchBox from './SearchBox.svelte';

describe('the search box', () => {
	it('shows what was searched for', async () => {
		const screen = await render(SearchBox, { query: '电镜' });

		await expect.element(screen.getByRole('searchbox')).toHaveValue('电镜');
	});

	it('shows the next search in place of what was typed', async () => {
		const screen = await render(SearchBox, { query: '电镜' });
		await screen.getByRole('searchbox').fill('质谱');

		await screen.rerender({ query: 'XRD' });

		await expect.element(screen.getByRole('searchbox')).toHaveValue('XRD');
	});
});
