import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import DateRange from './DateRange.svelte';

const range = {
	from: { name: 'from', label: 'From', value: '2025-01-01' },
	to: { name: 'until', label: 'Until', value: '2025-12-31' }
};

describe('DateRange', () => {
	it('asks for two days under names of its form', async () => {
		const screen = await render(DateRange, { ...range, required: true });

		const until = screen.getByLabelText('Until');
		await expect.element(screen.getByLabelText('From')).toHaveValue('2025-01-01');
		await expect.element(until).toHaveAttribute('name', 'until');
		await expect.element(until).toBeRequired();
		await expect.element(screen.getByRole('link')).not.toBeInTheDocument();
	});

	it('leads to the usual ranges, and says which is shown', async () => {
		const screen = await render(DateRange, {
			...range,
			today: '2026-11-27',
			hrefOf: ({ from, to }: { from: string; to: string }) => `?from=${from}&until=${to}`
		});

		const quarter = screen.getByRole('link', { name: '本季度' });
		const lastYear = screen.getByRole('link', { name: '去年' });
		await expect.element(quarter).toHaveAttribute('href', '?from=2026-10-01&until=2026-11-27');
		await expect.element(quarter).not.toHaveAttribute('aria-current');
		await expect.element(lastYear).toHaveAttribute('aria-current', 'true');
	});
});
