/** Spaces that show nothing; joiners stay, since some scripts need them. */
const INVISIBLE = /[\u200B\u2060\uFEFF\u00AD]/g;

/** Control characters but tab and line ends, and what turns the direction of text. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/;

/** A value on one line: invisible spaces gone, runs of white space made one space. */
export function cleanLine(text: string): string {
	return text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/** A value that may have paragraphs: trailing spaces gone, at most one empty line in a row. */
export function cleanParagraphs(text: string): string {
	return text
		.replace(INVISIBLE, '')
		.replace(/\r\n?/g, '\n')
		.replace(/[ \t]+$/gm, '')
		.replace(/\n{3,}/g, '\n\n')
		.trim();
}

/** Whether the text could break an export or read as something else than it is. */
export function isClean(text: string): boolean {
	return !FORBIDDEN.test(text);
}

/** The form in which names are compared, the same as `private.normalised_name` in the database. */
export function normaliseName(name: string): string {
	return name.normalize('NFKC').replace(/\s+/g, ' ').trim();
}
