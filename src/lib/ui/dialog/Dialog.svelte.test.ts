import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Dialog from './Dialog.svelte';

const actions = createRawSnippet<[close: () => void]>((close) => ({
	render: () => '<button type="button">Keep</button>',
	setup(button) {
		button.addEventListener('click', () => {
			close()();
		});
	}
}));
const question = { open: true, title: 'Cancel it?', description: 'The slot is freed.', actions };

describe('Dialog', () => {
	it('is named by its question and holds the focus', async () => {
		const screen = await render(Dialog, question);

		const dialog = screen.getByRole('dialog', { name: 'Cancel it?' });
		await expect.element(dialog).toHaveAccessibleDescription('The slot is freed.');
		await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
	});

	it('closes by its action', async () => {
		const screen = await render(Dialog, question);

		await screen.getByRole('button', { name: 'Keep' }).click();

		await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
	});

	it('closes by Escape', async () => {
		const screen = await render(Dialog, question);
		await expect.element(screen.getByRole('dialog')).toBeVisible();

		await userEvent.keyboard('{Escape}');

		await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument();
	});
});
