import { untrack } from 'svelte';
import type { Writable } from 'svelte/store';
import type { Period } from '#lib/time/period.ts';
import { toWallTime } from '#lib/time/wall-time.ts';

/**
 * Writes a time that was picked in the calendar into a form, each time another is picked. Not when
 * the page wakes up: a form that came back refused holds what was typed, not what was picked.
 */
export function keepTimes<Fields extends { start: string; end: string }>(
	form: Writable<Fields>,
	picked: () => Period | null,
	timeZone: () => string
): void {
	function keyOf(period: Period | null) {
		return period && `${String(period.start.getTime())}/${String(period.end.getTime())}`;
	}
	let known = untrack(() => keyOf(picked()));

	// The form's fields live in a store of Superforms, outside of what Svelte derives.
	$effect(() => {
		const period = picked();
		const key = keyOf(period);
		if (key === known) return;
		known = key;
		if (!period) return;
		form.update((fields) => ({
			...fields,
			start: toWallTime(period.start, timeZone()),
			end: toWallTime(period.end, timeZone())
		}));
	});
}
