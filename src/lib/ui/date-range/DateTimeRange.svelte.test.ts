import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import DateTimeRange from './DateTimeRange.svelte';

const range = {
	start: '2026-11-30T09:00',
	end: '2026-11-30T11:00',
	startLabel: 'Start (Beijing)',
	endLabel: 'End (Beijing)'
};

describe('DateTimeRange', () => {
	it('asks for two times, each with its error', async () => {
		const screen = await render(DateTimeRange, { ...range, endError: ['Before the start'] });

		const end = screen.getByLabelText('End (Beijing)');
		await expect.element(screen.getByLabelText('Start (Beijing)')).toHaveValue('2026-11-30T09:00');
		await expect.element(end).toHaveAccessibleDescription('Before the start');
		await expect.element(end).toHaveAttribute('aria-invalid', 'true');
	});

	it('takes times of the grid alone, and says when one is chosen', async () => {
		const onchange = vi.fn();
		const screen = await render(DateTimeRange, {
			...range,
			min: '2020-01-01T00:00',
			step: 1800,
			onchange
		});

		const start = screen.getByLabelText('Start (Beijing)');
		await start.fill('2026-11-30T09:10');
		await expect.element(start).toBeInvalid();
		await start.fill('2026-11-30T09:30');
		await expect.element(start).toBeValid();
		start.element().dispatchEvent(new Event('change', { bubbles: true }));
		expect(onchange).toHaveBeenCalled();
	});

	it('says where the end may be left open', async () => {
		const screen = await render(DateTimeRange, {
			...range,
			endRequired: false,
			endHint: 'One hour'
		});

		const end = screen.getByLabelText(/End \(Beijing\).+选填/);
		await expect.element(end).toHaveAccessibleDescription('One hour');
		await expect.element(end).not.toBeRequired();
	});
});
