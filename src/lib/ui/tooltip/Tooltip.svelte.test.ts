import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../app.css';
import Tooltip from './Tooltip.svelte';

const term = {
	text: 'Effective hours by rated hours.',
	children: createRawSnippet(() => ({ render: () => '<span>Utilisation</span>' }))
};

describe('Tooltip', () => {
	it('is read out with its word, without being opened', async () => {
		const screen = await render(Tooltip, term);

		const word = screen.getByRole('button', { name: 'Utilisation' });
		await expect.element(word).toHaveAccessibleDescription(term.text);
		await expect.element(screen.getByRole('tooltip')).not.toBeInTheDocument();
	});

	it('opens by a press and closes by Escape', async () => {
		const screen = await render(Tooltip, term);

		await userEvent.tab();
		await userEvent.keyboard('{Enter}');
		await expect.element(screen.getByRole('tooltip')).toBeVisible();
		await userEvent.keyboard('{Escape}');

		await expect.element(screen.getByRole('tooltip')).not.toBeInTheDocument();
	});

	it('stays while it is pointed at, and goes with the pointer', async () => {
		const screen = await render(Tooltip, term);

		await screen.getByRole('button', { name: 'Utilisation' }).hover();
		const tip = screen.getByRole('tooltip');
		await expect.element(tip).toBeVisible();
		await tip.hover();
		await new Promise((resolve) => setTimeout(resolve, 600));
		await expect.element(tip).toBeVisible();
		await tip.unhover();

		await expect.element(tip).not.toBeInTheDocument();
	});
});
