import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import PrintButton from './PrintButton.svelte';

describe('PrintButton', () => {
	it('opens the print dialog', async () => {
		const print = vi.spyOn(window, 'print').mockImplementation(() => undefined);
		const screen = await render(PrintButton, { label: 'Print' });

		await screen.getByRole('button', { name: 'Print' }).click();

		expect(print).toHaveBeenCalledOnce();
		print.mockRestore();
	});
});
