import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../app.css';
import Menu from './Menu.svelte';

const menu = {
	handle: createRawSnippet(() => ({ render: () => '<span>Columns</span>' })),
	children: createRawSnippet(() => ({
		render: () => '<label><input type="checkbox" /> Hours</label>'
	}))
};

describe('Menu', () => {
	it('opens below its button, and says so', async () => {
		const screen = await render(Menu, menu);
		const handle = screen.getByRole('button', { name: 'Columns' });
		await expect.element(screen.getByRole('checkbox', { name: 'Hours' })).not.toBeInTheDocument();

		await handle.click();

		const choice = screen.getByRole('checkbox', { name: 'Hours' });
		await expect.element(choice).toBeVisible();
		expect(choice.element().getBoundingClientRect().top).toBeGreaterThanOrEqual(
			handle.element().getBoundingClientRect().bottom
		);
	});

	it('is gone through by key, and gives the focus back by Escape', async () => {
		const screen = await render(Menu, menu);

		await userEvent.tab();
		await userEvent.keyboard('{Enter}');
		await userEvent.tab();
		await expect.element(screen.getByRole('checkbox', { name: 'Hours' })).toHaveFocus();
		await userEvent.keyboard('{Escape}');

		await expect.element(screen.getByRole('checkbox')).not.toBeInTheDocument();
		await expect.element(screen.getByRole('button', { name: 'Columns' })).toHaveFocus();
	});
});
