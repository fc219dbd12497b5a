import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import CopyField from './CopyField.svelte';

const address = { label: 'Address', value: 'https://yixiang.test/feeds/abc.ics' };

describe('CopyField', () => {
	it('shows the whole text under its label, to be taken and not to be changed', async () => {
		const screen = await render(CopyField, address);

		const box = screen.getByRole('textbox', { name: 'Address' });
		await expect.element(box).toHaveValue(address.value);
		await expect.element(box).toHaveAttribute('readonly');
	});

	it('selects the text when one goes into it', async () => {
		const screen = await render(CopyField, address);

		await screen.getByRole('textbox').click();

		const { selectionStart, selectionEnd } = screen
			.getByRole('textbox')
			.element() as HTMLInputElement;
		expect([selectionStart, selectionEnd]).toEqual([0, address.value.length]);
	});

	it('copies the text and says so', async () => {
		const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
		const screen = await render(CopyField, address);

		await screen.getByRole('button').click();

		expect(write).toHaveBeenCalledExactlyOnceWith(address.value);
		await expect.poll(() => document.querySelector('[aria-live]')?.textContent).not.toBe('');
	});
});
