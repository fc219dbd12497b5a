import { describe, expect, it } from 'vitest';
import { colorSchemeOf, toTheme } from './theme.ts';

describe('a theme', () => {
	it.each(['system', 'light', 'dark'] as const)('may be %s', (theme) => {
		expect(toTheme(theme)).toBe(theme);
	});

	it.each([undefined, null, '', 'Dark', 'dark"><script>'])('is the system’s for %j', (said) => {
		expect(toTheme(said)).toBe('system');
	});

	it.each([
		['system', 'light dark'],
		['light', 'light'],
		['dark', 'dark']
	] as const)('%s has the colour scheme %s', (theme, scheme) => {
		expect(colorSchemeOf(theme)).toBe(scheme);
	});
});
