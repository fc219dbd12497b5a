import type { Choice } from '#lib/ui/combobox/narrow.ts';
import { toTitle, type Named } from './title.ts';

/** A thing to choose by either of its names. */
export function toChoice({ id, ...named }: Named & { id: string }): Choice {
	const { main, other } = toTitle(named);
	return { value: id, label: main.text, also: other?.text };
}
