import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ControlAttributes } from './control.ts';
import Field from './Field.svelte';

const control = createRawSnippet<[ControlAttributes]>((attributes) => ({
	render: () => '<input />',
	setup(input) {
		for (const [name, value] of Object.entries(attributes())) {
			if (value !== undefined && value !== false) input.setAttribute(name, String(value));
		}
	}
}));

describe('Field', () => {
	it('names its control and describes it by its hint', async () => {
		const screen = await render(Field, {
			name: 'phone',
			label: 'Phone',
			hint: 'Seen by the laboratory',
			required: true,
			control
		});

		const input = screen.getByRole('textbox', { name: 'Phone' });
		await expect.element(input).toHaveAccessibleDescription('Seen by the laboratory');
	});

	it('describes an error after the hint and marks the control', async () => {
		const screen = await render(Field, {
			name: 'phone',
			label: 'Phone',
			hint: 'Seen by the laboratory',
			error: ['Too short', 'Not a number'],
			required: true,
			control
		});

		const input = screen.getByRole('textbox', { name: 'Phone' });
		await expect.element(input).toHaveAccessibleDescription('Seen by the laboratory Too short');
		await expect.element(input).toHaveAttribute('aria-invalid', 'true');
	});

	it('says which fields may stay empty', async () => {
		const screen = await render(Field, { name: 'phone', label: 'Phone', control });

		await expect.element(screen.getByRole('textbox', { name: /Phone.+选填/ })).toBeVisible();
	});
});
