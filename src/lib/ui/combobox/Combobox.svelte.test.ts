import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../../app.css';
import ComboboxExample from './ComboboxExample.svelte';

const INSTRUMENTS = Array.from({ length: 12 }, (_, position) => ({
	value: `i${position}`,
	label: `仪器 ${position}`,
	also: position === 7 ? 'Scanning microscope' : undefined
}));

async function show(props: { value?: string; placeholder?: string; few?: boolean } = {}) {
	const { few, ...given } = props;
	const screen = await render(ComboboxExample, {
		options: few ? INSTRUMENTS.slice(0, 3) : INSTRUMENTS,
		...given
	});
	const box = screen.getByRole('combobox', { name: 'Instrument' });
	return {
		screen,
		box,
		sent: () => new FormData(screen.container.querySelector('form') ?? undefined)
	};
}

describe('Combobox', () => {
	it('says what is chosen, and sends it', async () => {
		const { box, sent } = await show({ value: 'i3' });

		await expect.element(box).toHaveValue('仪器 3');
		expect(sent().get('instrument')).toBe('i3');
	});

	it('narrows the list by what is typed, in the other language too', async () => {
		const { screen, box, sent } = await show({ value: 'i3' });

		await box.click();
		await expect.poll(() => screen.getByRole('option').elements().length).toBe(12);
		await userEvent.keyboard('scann');

		await expect.poll(() => screen.getByRole('option').elements().length).toBe(1);
		await screen.getByRole('option', { name: /^仪器 7/ }).click();
		await expect.element(box).toHaveValue('仪器 7');
		await expect.element(box).toHaveAttribute('aria-expanded', 'false');
		expect(sent().get('instrument')).toBe('i7');
	});

	it('is used by keys alone', async () => {
		const { box, sent } = await show({ value: 'i0' });

		await userEvent.tab();
		await expect.element(box).toHaveFocus();
		await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
		const active = box.element().getAttribute('aria-activedescendant') ?? '';
		expect(document.getElementById(active)?.textContent.trim()).toBe('仪器 2');
		await userEvent.keyboard('{Enter}');

		await expect.element(box).toHaveValue('仪器 2');
		expect(sent().get('instrument')).toBe('i2');
	});

	it('keeps what was chosen when the list is left or closed', async () => {
		const { screen, box, sent } = await show({ value: 'i3' });

		await box.click();
		await userEvent.keyboard('nothing like it');
		await expect.element(screen.getByText('没有符合的选项。').first()).toBeVisible();
		await userEvent.keyboard('{Escape}');
		await expect.element(box).toHaveValue('仪器 3');
		await box.fill('仪器');
		await userEvent.tab();

		await expect.element(box).toHaveValue('仪器 3');
		expect(sent().get('instrument')).toBe('i3');
	});

	it('takes a name that was typed whole', async () => {
		const { box, sent } = await show({ value: 'i3' });

		await box.fill('仪器 5');
		await userEvent.tab();

		await expect.element(box).toHaveValue('仪器 5');
		expect(sent().get('instrument')).toBe('i5');
	});

	it('chooses none where that is a choice and the box is emptied', async () => {
		const { box, sent } = await show({ value: 'i3', placeholder: 'All' });

		await box.fill('');
		await userEvent.tab();

		await expect.element(box).toHaveAttribute('placeholder', 'All');
		await expect.element(box).toHaveValue('');
		expect(sent().get('instrument')).toBe('');
	});

	it('is the platform’s own list where all choices are seen at once', async () => {
		const { box, sent } = await show({ value: 'i1', few: true });

		await box.selectOptions('仪器 2');

		expect(box.element().tagName).toBe('SELECT');
		expect(sent().get('instrument')).toBe('i2');
	});
});
