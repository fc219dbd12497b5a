import { afterEach, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import ExportEverything from './ExportEverything.svelte';
import type { ExportProgress } from './progress.ts';

const NOW = '2026-03-01T12:00:00Z';

function progress(id: string, rows_done: number, finished_at: string | null = null) {
	const last = { id, started_at: NOW, told_at: NOW, finished_at, parts_done: 3, rows_done };
	return { last: { ...last, bytes_done: 4096 }, now: NOW };
}

/** Answers the questions of the page one after the other, and the last of them for ever. */
function follow(...answers: ExportProgress[]) {
	vi.useFakeTimers();
	return vi.spyOn(globalThis, 'fetch').mockImplementation(() => {
		const answer = answers.length > 1 ? answers.shift() : answers[0];
		return Promise.resolve(Response.json(answer));
	});
}

function show(told: ExportProgress) {
	return render(ExportEverything, {
		progress: told,
		archiveHref: '#archive',
		progressHref: '/progress',
		parts: 31,
		rows: 1200,
		timeZone: 'Asia/Shanghai'
	});
}

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

it('follows an export that is under way to its end, and then asks no more', async () => {
	const asked = follow(progress('one', 900), progress('one', 1200, NOW));
	await show(progress('one', 600));
	await expect.element(page.getByRole('progressbar')).toHaveValue(600);

	await vi.advanceTimersByTimeAsync(2000);
	await expect.element(page.getByRole('progressbar')).toHaveValue(900);
	await vi.advanceTimersByTimeAsync(2000);
	await expect.element(page.getByText(/最近一次导出于/)).toBeVisible();
	await vi.advanceTimersByTimeAsync(20_000);

	expect(asked).toHaveBeenCalledTimes(2);
});

it('asks nothing while no export is under way, until one is asked for', async () => {
	const asked = follow(progress('one', 1200, NOW), progress('two', 1300, NOW));
	await show(progress('one', 1200, NOW));
	await vi.advanceTimersByTimeAsync(20_000);
	expect(asked).not.toHaveBeenCalled();

	await page.getByRole('link', { name: '下载全部（ZIP）' }).click();
	await vi.advanceTimersByTimeAsync(2000);
	await vi.advanceTimersByTimeAsync(2000);
	await expect.element(page.getByText(/1,300/)).toBeVisible();
	await vi.advanceTimersByTimeAsync(20_000);

	// The first answer is of the export before; the second is of the one that was asked for.
	expect(asked).toHaveBeenCalledTimes(2);
});
