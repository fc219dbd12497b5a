/*
 * CSV (RFC 4180) that spreadsheets open as it was meant. A cell that a spreadsheet would run as a
 * formula gets an apostrophe before it, which the importer takes off again.
 */

/** Tells spreadsheets that what follows is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

export function formatCsvLine(values: readonly string[]): string {
	return `${values.map(quoteCell).join(',')}\r\n`;
}

/** What a cell begins with that some spreadsheet calculates, wide forms included. */
const GUARDED = /^'*[=+\-@＝＋－＠\t\r\n]/;

/** The text as it was before {@link formatCsvLine}; any other apostrophe is the text's own. */
export function withoutFormulaGuard(text: string): string {
	return text.startsWith("'") && GUARDED.test(text) ? text.slice(1) : text;
}

/**
 * The text as a spreadsheet shows it and does not run it. A guard that was there before gets another, so
 * that taking one off gives back the value.
 */
export function withFormulaGuard(value: string): string {
	return GUARDED.test(value) ? `'${value}` : value;
}

function quoteCell(value: string): string {
	const safe = withFormulaGuard(value);
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
