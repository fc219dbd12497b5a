/** A line of the palette: something to open. */
export type PaletteItem = {
	/** Unique within the answer. */
	id: string;
	label: string;
	/** What tells it from others of its name: its kind, its platform, its organisation. */
	note: string | null;
	href: string;
};

/** What the palette shows for what is typed, in the order in which it is read. */
export type PaletteGroup = { title: string; items: PaletteItem[] };
