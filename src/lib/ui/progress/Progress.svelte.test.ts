import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Progress from './Progress.svelte';

const children = createRawSnippet(() => ({ render: () => '<span>已处理一部分</span>' }));

describe('a bar of progress', () => {
	it('says how far it is, under the words beside it', async () => {
		const screen = await render(Progress, { done: 30, total: 120, children });

		const bar = screen.getByRole('progressbar', { name: '已处理一部分' });
		await expect.element(bar).toHaveAttribute('max', '120');
		await expect.element(bar).toHaveAttribute('value', '30');
	});

	it('has no value while nobody knows how much there is', async () => {
		const screen = await render(Progress, { done: 30, total: null, children });

		await expect.element(screen.getByRole('progressbar')).not.toHaveAttribute('value');
	});

	it('is full and no fuller where more was done than was expected', async () => {
		const screen = await render(Progress, { done: 5, total: 4, children });

		await expect.element(screen.getByRole('progressbar')).toHaveAttribute('value', '4');
	});
});
