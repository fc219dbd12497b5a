import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../../app.css';
import Badge from './Badge.svelte';

const children = createRawSnippet(() => ({ render: () => '<span>Confirmed</span>' }));

describe('Badge', () => {
	it('says its standing in words, and stays in its place', async () => {
		const screen = await render(Badge, { tone: 'ok', children });

		await expect.element(screen.getByText('Confirmed')).toBeVisible();
		expect(screen.container.scrollWidth).toBeLessThanOrEqual(screen.container.clientWidth);
	});
});
