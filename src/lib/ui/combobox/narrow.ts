/** One choice of a list. */
export type Choice = {
	value: string;
	label: string;
	/** What it is called besides, such as its name in another language: found by, and shown beside it. */
	also?: string | undefined;
};

/** The choices whose names have every word of a text in them, in whichever order, in either language. */
export function narrow(choices: readonly Choice[], text: string): Choice[] {
	const words = fold(text).split(/\s+/).filter(Boolean);
	return choices.filter(({ label, also = '' }) => {
		const names = fold(`${label} ${also}`);
		return words.every((word) => names.includes(word));
	});
}

/** Full-width letters and digits are typed where an input method is on. */
function fold(text: string): string {
	return text.normalize('NFKC').toLowerCase();
}
