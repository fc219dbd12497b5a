/** How a page is lit: as the visitor's system says, or as they chose. */
export const THEMES = ['system', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** Reads what a cookie or a form says; anything else is the system's choice. */
export function toTheme(said: unknown): Theme {
	return THEMES.find((theme) => theme === said) ?? 'system';
}

/** What `color-scheme` says for a theme: with both, the browser asks the system. */
export function colorSchemeOf(theme: Theme): string {
	return theme === 'system' ? 'light dark' : theme;
}
