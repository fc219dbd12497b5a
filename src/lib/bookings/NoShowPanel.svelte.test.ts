import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import NoShowPanel from './NoShowPanel.svelte';

const customer = {
	appeal: null,
	permissions: { canAppeal: true, canWaive: false },
	timeZone: 'Asia/Shanghai',
	refused: null
};
const lab = { ...customer, permissions: { canAppeal: false, canWaive: true } };
const appeal = {
	appealed_at: '2026-11-30T04:00:00Z',
	reason: '地铁停运',
	outcome: null,
	decided_at: null,
	decision_note: null
};

beforeEach(() => {
	overwriteGetLocale(() => 'zh');
});

describe('a no-show', () => {
	it('can be appealed once by its customer', async () => {
		const screen = await render(NoShowPanel, customer);
		await expect.element(screen.getByLabelText('情况说明')).toBeRequired();

		await screen.rerender({ appeal });

		await expect.element(screen.getByText('地铁停运')).toBeVisible();
		await expect.element(screen.getByText('等待实验室答复')).toBeVisible();
		expect(screen.getByRole('button').elements()).toEqual([]);
	});

	it('is waived or upheld by the lab, with a reason', async () => {
		const screen = await render(NoShowPanel, { ...lab, appeal });

		await expect.element(screen.getByLabelText('原因')).toBeRequired();
		await expect
			.element(screen.getByRole('button', { name: '免于记录' }))
			.toHaveAttribute('formaction', '?/waive');
		await expect
			.element(screen.getByRole('button', { name: '维持记录' }))
			.toHaveAttribute('formaction', '?/uphold');
	});

	it('shows its customer what the lab has answered', async () => {
		const screen = await render(NoShowPanel, {
			...customer,
			appeal: {
				...appeal,
				outcome: 'waived',
				decided_at: '2026-11-30T06:00:00Z',
				decision_note: '情况属实'
			}
		});

		await expect.element(screen.getByText('实验室已免于记录')).toBeVisible();
		await expect.element(screen.getByText('情况属实')).toBeVisible();
	});

	it('is nobody else’s business', async () => {
		const screen = await render(NoShowPanel, {
			...customer,
			permissions: { canAppeal: false, canWaive: false }
		});

		expect(screen.container.textContent).toBe('');
	});
});
