import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import ReasonForm from './ReasonForm.svelte';

const props = {
	action: '?/revoke',
	ask: 'Revoke',
	of: 'of Ada',
	label: 'Reason',
	submit: 'Revoke now',
	fields: { qualification_id: 'one' }
};

describe('something that needs a reason', () => {
	it('shows its box only when it is asked for', async () => {
		const screen = await render(ReasonForm, props);

		await expect.element(screen.getByRole('textbox')).not.toBeInTheDocument();
		await screen.getByText('Revoke', { exact: false }).first().click();

		await expect.element(screen.getByRole('textbox', { name: 'Reason' })).toBeVisible();
		await expect.element(screen.getByRole('button', { name: 'Revoke now' })).toBeVisible();
	});

	it('stands open with what was typed when it was refused', async () => {
		const screen = await render(ReasonForm, {
			...props,
			refused: { message: 'Say more', reason: 'Left' }
		});

		await expect.element(screen.getByRole('alert')).toHaveTextContent('Say more');
		await expect.element(screen.getByRole('textbox', { name: 'Reason' })).toHaveValue('Left');
	});
});
