// The cells have their size from the style sheet.
import '../../app.css';
import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import OpeningGrid from './OpeningGrid.svelte';
import type { Span } from './opening-spans.ts';

const MORNING = [{ opens: '08:00', closes: '12:00' }];

async function aGrid(monday: Span[] = []) {
	const painted = vi.fn<(day: number, spans: Span[]) => void>();
	const days: Span[][] = [monday, [], [], [], [], [], []];
	const screen = await render(OpeningGrid, {
		days,
		step: 30,
		onpaint: (day, spans) => {
			painted(day, spans);
			days[day] = spans;
			void screen.rerender({ days: [...days] });
		}
	});
	return { screen, painted, grid: screen.getByRole('grid') };
}

async function press(grid: { element: () => Element }, keys: string) {
	(grid.element() as HTMLElement).focus();
	await userEvent.keyboard(keys);
}

describe('a week painted by keyboard', () => {
	it('opens the cell that the space bar is pressed on, and closes it again', async () => {
		const { grid, painted } = await aGrid();

		await press(grid, ' ');
		expect(painted).toHaveBeenLastCalledWith(0, [{ opens: '08:00', closes: '08:30' }]);
		await press(grid, ' ');

		expect(painted).toHaveBeenLastCalledWith(0, []);
	});

	it('takes along what the cell is with Shift and an arrow', async () => {
		const { grid, painted } = await aGrid();

		await press(grid, ' {Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}');

		expect(painted).toHaveBeenLastCalledWith(0, [{ opens: '08:00', closes: '10:00' }]);
	});

	it('narrows the hours of another day, and says what they are', async () => {
		const { screen, grid, painted } = await aGrid(MORNING);

		await press(grid, ' {Shift>}{ArrowDown}{/Shift}');

		expect(painted).toHaveBeenLastCalledWith(0, [{ opens: '09:00', closes: '12:00' }]);
		await expect
			.poll(() => screen.getByRole('status').element().textContent)
			.toMatch(/09:00–12:00/);
	});

	it('reaches the ends of the day and of the week', async () => {
		const { grid, painted } = await aGrid();

		await press(grid, '{End}{ArrowDown}{ArrowRight>9/} ');

		expect(painted).toHaveBeenLastCalledWith(6, [{ opens: '23:30', closes: '24:00' }]);
	});

	it('tells a screen reader which cell it is and whether it is open', async () => {
		const { screen, grid } = await aGrid(MORNING);

		const cell = screen.getByRole('gridcell', { name: /11:30–12:00/ }).first();

		await expect.element(cell).toHaveAttribute('aria-selected', 'true');
		const first = screen.getByRole('gridcell', { name: /08:00–08:30/ }).first();
		await expect
			.element(grid)
			.toHaveAttribute('aria-activedescendant', (first.element() as HTMLElement).id);
	});
});

describe('a week painted by pointer', () => {
	it('opens all that the drag crosses', async () => {
		const { screen, grid, painted } = await aGrid();
		const from = screen.getByRole('gridcell', { name: /09:00–09:30/ }).first();
		const to = screen.getByRole('gridcell', { name: /10:30–11:00/ }).first();

		point(grid, 'pointerdown', from);
		point(grid, 'pointermove', to);
		point(grid, 'pointerup', to);

		await expect
			.poll(() => painted.mock.lastCall)
			.toEqual([0, [{ opens: '09:00', closes: '11:00' }]]);
	});

	it('closes all of it where the first cell was open', async () => {
		const { screen, grid, painted } = await aGrid(MORNING);
		const from = screen.getByRole('gridcell', { name: /11:30–12:00/ }).first();
		const to = screen.getByRole('gridcell', { name: /10:00–10:30/ }).first();

		point(grid, 'pointerdown', from);
		point(grid, 'pointermove', to);
		point(grid, 'pointerup', to);

		await expect
			.poll(() => painted.mock.lastCall)
			.toEqual([0, [{ opens: '08:00', closes: '10:00' }]]);
	});
});

/** A real pointer would be caught by the browser; what is under it is what counts. */
function point(grid: { element: () => Element }, type: string, over: { element: () => Element }) {
	over.element().scrollIntoView({ block: 'center' });
	const box = over.element().getBoundingClientRect();
	const target = grid.element() as HTMLElement;
	target.setPointerCapture = () => undefined;
	target.dispatchEvent(
		new PointerEvent(type, {
			bubbles: true,
			button: 0,
			clientX: box.x + box.width / 2,
			clientY: box.y + box.height / 2
		})
	);
}
