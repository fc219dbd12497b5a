import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import FormExample from './FormExample.svelte';

const untouched = {
	id: 'contact',
	valid: false,
	posted: false,
	errors: {},
	data: { name: '', email: '' }
};

describe('a form that was just opened', () => {
	it('says nothing about errors', async () => {
		const screen = await render(FormExample, { validated: untouched });

		await expect.element(screen.getByRole('textbox', { name: 'Name' })).toBeVisible();
		expect(screen.getByRole('alert').elements()).toEqual([]);
	});
});

describe('a form sent with several mistakes', () => {
	it('lists them, each leading to its field, and moves to the first', async () => {
		const screen = await render(FormExample, { validated: untouched });

		await screen.getByRole('button', { name: 'Send' }).click();

		const name = screen.getByRole('textbox', { name: 'Name' });
		await expect.element(name).toHaveFocus();
		await expect
			.element(screen.getByRole('alert').getByRole('link', { name: 'Enter a name' }))
			.toHaveAttribute('href', `#${name.element().id}`);
		await expect
			.element(screen.getByRole('link', { name: 'Enter an e-mail address' }))
			.toBeVisible();
	});
});

describe('a form sent with one mistake', () => {
	it('says it at the field alone and keeps what was typed', async () => {
		const screen = await render(FormExample, { validated: untouched });

		await screen.getByRole('textbox', { name: 'Name' }).fill('Ada');
		await screen.getByRole('textbox', { name: 'E-mail' }).fill('ada');
		await screen.getByRole('button', { name: 'Send' }).click();

		const email = screen.getByRole('textbox', { name: 'E-mail' });
		await expect.element(email).toHaveAccessibleDescription(/Enter an e-mail address/);
		await expect.element(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada');
		expect(screen.getByRole('alert').elements()).toEqual([]);
	});
});

describe('a form that the server refused', () => {
	it('says why above its fields', async () => {
		const refused = { ...untouched, message: { tone: 'danger' as const, title: 'Try later' } };

		const screen = await render(FormExample, { validated: refused });

		await expect.element(screen.getByRole('alert')).toHaveTextContent('Try later');
	});
});
