import type { RefusedRow } from './import-file.ts';
import { explainReason, nameField, type ImportLanguage } from './refusal.ts';

/** A line for people: the row as a spreadsheet numbers it, the field and the reason. */
export function describeRefusal({ number, refusal }: RefusedRow, language: ImportLanguage): string {
	const field = nameField(refusal, language);
	const reason = explainReason(refusal, language);
	return language === 'zh'
		? `第 ${number} 行，${field}：${reason}`
		: `Row ${number}, ${field}: ${reason}`;
}

/** The head of a report as CSV; the byte order mark tells spreadsheets that it is UTF-8. */
export const REPORT_HEADER = '\uFEFFrow,field,reason,explanation\r\n';

/** A refused row as CSV. */
export function formatReportLine(
	{ number, refusal }: RefusedRow,
	language: ImportLanguage
): string {
	const values = [
		String(number),
		refusal.field ?? '',
		refusal.reason,
		explainReason(refusal, language)
	];
	return `${values.map(quoteCell).join(',')}\r\n`;
}

/** Quoted where CSV needs it; a spreadsheet must not run as a formula what a file made us say. */
function quoteCell(value: string): string {
	const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
