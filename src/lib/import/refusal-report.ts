import { BYTE_ORDER_MARK, formatCsvLine } from '#lib/export/csv-line.ts';
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
export const REPORT_HEADER = `${BYTE_ORDER_MARK}row,field,reason,explanation\r\n`;

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
	return formatCsvLine(values);
}
