import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Button from './Button.svelte';

const children = createRawSnippet(() => ({ render: () => '<span>Book</span>' }));

describe('Button', () => {
	it('sends no form unless it says so', async () => {
		const screen = await render(Button, { children });

		await expect
			.element(screen.getByRole('button', { name: 'Book' }))
			.toHaveAttribute('type', 'button');
	});

	it('is a link where it leads somewhere', async () => {
		const screen = await render(Button, { href: '/search', children });

		await expect
			.element(screen.getByRole('link', { name: 'Book' }))
			.toHaveAttribute('href', '/search');
		await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
	});

	it('keeps the focus while its form is sent, and says that it is busy', async () => {
		const screen = await render(Button, { pending: true, children });

		const button = screen.getByRole('button', { name: 'Book' });
		await expect.element(button).toHaveAttribute('aria-busy', 'true');
		await expect.element(button).toBeEnabled();
	});
});
