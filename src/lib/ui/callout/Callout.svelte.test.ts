import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Callout from './Callout.svelte';

describe('Callout', () => {
	it.each([
		['news when there is time', 'polite', 'status'],
		['a refusal at once', 'assertive', 'alert']
	] as const)('reads out %s', async (_, live, role) => {
		const screen = await render(Callout, { title: 'Booked', live });

		await expect.element(screen.getByRole(role)).toHaveTextContent('Booked');
	});

	it('is silent where it was there from the start', async () => {
		const screen = await render(Callout, { title: 'Closed on Friday' });

		await expect.element(screen.getByText('Closed on Friday')).toBeVisible();
		await expect.element(screen.getByRole('status')).not.toBeInTheDocument();
		await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
	});
});
