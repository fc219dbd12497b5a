import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';

/** All that `private.is_clean_text` refuses, and NUL, which Postgres cannot keep at all. */
const UNCLEAN = /(?![\t\n\r])[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

/**
 * Text that one person types and others read, of so many characters at most, as Postgres counts
 * them: no control characters, no bidirectional overrides. Blanks around it are dropped.
 */
export function cleanText(maxLength: number) {
	return v.pipe(
		v.string(),
		v.trim(),
		v.check(
			(text) => Array.from(text).length <= maxLength,
			() => m.text_too_long({ limit: maxLength })
		),
		v.check(
			(text) => !UNCLEAN.test(text),
			() => m.text_unclean()
		)
	);
}

/** The same, where something has to be said. */
export function neededText(maxLength: number) {
	return v.pipe(
		v.string(),
		v.trim(),
		v.nonEmpty(() => m.text_missing()),
		cleanText(maxLength)
	);
}
