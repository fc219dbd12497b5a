import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { cleanText, neededText } from './clean-text.ts';

describe('text for others to read', () => {
	it('is kept without the blanks around it', () => {
		expect(v.parse(cleanText(20), '  two\nlines\t ')).toBe('two\nlines');
	});

	it('is counted in characters, not in halves of them', () => {
		expect(v.is(cleanText(2), '𠮷𠮷')).toBe(true);
		expect(v.is(cleanText(2), '𠮷𠮷𠮷')).toBe(false);
	});

	it.each([
		['a control character', 'bell\u0007'],
		['NUL', 'nul\u0000'],
		['a bidirectional override', 'report\u202Efdp.exe']
	])('has no %s in it', (_, text) => {
		expect(v.is(cleanText(50), text)).toBe(false);
	});
});

describe('text that is needed', () => {
	it('is more than blanks', () => {
		expect(v.is(neededText(10), ' \n ')).toBe(false);
		expect(v.is(neededText(10), ' a ')).toBe(true);
	});
});
