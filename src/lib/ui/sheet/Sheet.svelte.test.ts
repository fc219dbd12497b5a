import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../app.css';
import Sheet from './Sheet.svelte';

const filters = {
	label: 'Filters',
	children: createRawSnippet(() => ({ render: () => '<label>City <input /></label>' }))
};

describe('Sheet', () => {
	it('stands in the page where there is room', async () => {
		await page.viewport(1280, 800);
		const screen = await render(Sheet, filters);

		await expect.element(screen.getByRole('textbox', { name: 'City' })).toBeVisible();
		await expect.element(screen.getByRole('button')).not.toBeInTheDocument();
	});

	it('comes up on a phone when it is asked for, and goes by Escape', async () => {
		await page.viewport(360, 740);
		const screen = await render(Sheet, filters);
		await expect.element(screen.getByRole('textbox')).not.toBeInTheDocument();

		await screen.getByRole('button', { name: 'Filters' }).click();
		const sheet = screen.getByRole('group', { name: 'Filters' });
		await expect.element(screen.getByRole('textbox', { name: 'City' })).toBeVisible();
		await expect
			.poll(() => {
				const { left, right, bottom } = sheet.element().getBoundingClientRect();
				return [left, right, Math.round(bottom)];
			})
			.toEqual([0, 360, 740]);
		await userEvent.keyboard('{Escape}');

		await expect.element(screen.getByRole('textbox')).not.toBeInTheDocument();
		await expect.element(screen.getByRole('button', { name: 'Filters' })).toHaveFocus();
	});

	it('is put away by its own button', async () => {
		await page.viewport(360, 740);
		const screen = await render(Sheet, filters);

		await screen.getByRole('button', { name: 'Filters' }).click();
		await screen.getByRole('button', { name: '关闭' }).click();

		await expect.element(screen.getByRole('textbox')).not.toBeInTheDocument();
	});
});
