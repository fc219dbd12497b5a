/**
 * What shows nothing: empty spaces and the controls that a wrongly converted dash leaves. Joiners
 * stay, since some scripts need them.
 */
const INVISIBLE = /[\u0080-\u009F\u00AD\u200B\u2060\uFEFF]/g;

/** Control characters but tab and line ends, and what turns the direction of text. */
const FORBIDDEN = /(?![\t\n\r\u0080-\u009F])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u;

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

/** Characters as the database counts them: code points, not halves of pairs. */
export function countCharacters(text: string): number {
	return Array.from(text).length;
}
