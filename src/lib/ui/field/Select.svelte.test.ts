import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import Select from './Select.svelte';

const options = [
	{ value: 'startup', label: 'Startup' },
	{ value: 'school', label: 'School' }
];

describe('Select', () => {
	it('begins with none where none is a choice', async () => {
		const screen = await render(Select, { options, placeholder: 'All', value: '' });

		const box = screen.getByRole('combobox');
		await expect.element(box).toHaveDisplayValue('All');
		await expect.element(box).toHaveValue('');
	});

	it('takes what is chosen', async () => {
		const screen = await render(Select, { options, value: 'startup' });

		await screen.getByRole('combobox').selectOptions('School');

		await expect.element(screen.getByRole('combobox')).toHaveValue('school');
	});
});
