import { cleanLine } from './clean-text.ts';
import type { UnreadableFileError } from './read-rows.ts';
import type { ImportLanguage } from './refusal.ts';

const MOST_COLUMNS_NAMED = 12;

/** Why nothing of a file could be read, for whoever has it. */
export function explainUnreadable(error: UnreadableFileError, language: ImportLanguage): string {
	const columns = error.columns.join(', ');
	const found = error.found
		.filter((name) => name.trim() !== '')
		.slice(0, MOST_COLUMNS_NAMED)
		.map((name) => cleanLine(name).slice(0, 40))
		.join(', ');
	const reasons = {
		empty_file: { zh: '文件是空的', en: 'The file is empty.' },
		missing_columns: {
			zh: `缺少列：${columns}。文件中的列：${found}`,
			en: `Columns are missing: ${columns}. The file has: ${found}`
		},
		repeated_column: { zh: `列重复：${columns}`, en: `Columns are there twice: ${columns}` },
		workbook: {
			zh: '这是工作簿（Excel 等）或压缩包，请另存为 CSV（UTF-8）再导入',
			en: 'This is a workbook, of Excel or another, or an archive. Save it as CSV (UTF-8).'
		},
		workbook_damaged: {
			zh: '工作簿已损坏或不完整，请在 Excel 中重新保存后再导入',
			en: 'The workbook is damaged or not whole. Save it again in Excel.'
		},
		workbook_too_large: {
			zh: '工作簿内容过多，请分成几个文件（每个不超过 2 万行）再导入',
			en: 'There is too much in the workbook. Part it into files of 20,000 rows at most.'
		},
		not_text: { zh: '这不是文本文件', en: 'This is no text file.' }
	};
	return reasons[error.reason][language];
}
