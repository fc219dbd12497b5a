import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Skeleton from './Skeleton.svelte';

describe('Skeleton', () => {
	it('takes the room of as many lines as are waited for', async () => {
		const { container } = await render(Skeleton, { lines: 4 });

		expect(container.querySelectorAll('.min-h-control')).toHaveLength(4);
	});

	it('is nothing to a screen reader', async () => {
		const { container } = await render(Skeleton, { lines: 2 });

		expect(container.querySelector('[aria-hidden="true"]')?.childElementCount).toBe(2);
		expect(container.textContent.trim()).toBe('');
	});
});
