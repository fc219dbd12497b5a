import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Stepper from './Stepper.svelte';

const steps = [
	{ title: 'Register', text: 'Who you are', isDone: true, href: '/profile', action: 'Register' },
	{ title: 'Choose', text: 'An instrument', isDone: false, href: '/search', action: 'Search' },
	{ title: 'Book', text: 'A slot', isDone: false }
];

describe('Stepper', () => {
	it('says which step is done and which is next', async () => {
		const screen = await render(Stepper, { steps });

		const items = screen.getByRole('listitem').elements();
		expect(items.map((item) => item.getAttribute('aria-current'))).toEqual([null, 'step', null]);
		await expect.element(screen.getByRole('listitem').first()).toHaveTextContent('Register 已完成');
	});

	it('leads on from what is not done, and no longer from what is', async () => {
		const screen = await render(Stepper, { steps });

		await expect
			.element(screen.getByRole('link', { name: 'Search' }))
			.toHaveAttribute('href', '/search');
		await expect.element(screen.getByRole('link', { name: 'Register' })).not.toBeInTheDocument();
	});
});
