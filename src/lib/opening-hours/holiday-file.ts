/** A day of a holiday calendar as `load_holidays` takes it. */
export type HolidayDay = { on_date: string; name: string; is_working_day: boolean };

const WORKED = new Set(['1', 'true', 'yes', 'y', '是', '班', '上班', '工作日', '调休']);
const OFF = new Set(['', '0', 'false', 'no', 'n', '否', '休', '放假', '节假日']);

/**
 * The days in a file of `date,name,working_day`, with or without a head. Spreadsheets in China save
 * GB 18030, so text that is no UTF-8 is read as that. Null when a line is none.
 */
export function parseHolidayFile(bytes: Uint8Array): HolidayDay[] | null {
	const lines = decode(bytes)
		.split(/\r?\n/)
		.map((line) => line.split(/[,，\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
		.filter((cells) => cells.some((cell) => cell !== ''));
	const [head] = lines;
	const rows = head && parseDate(head[0] ?? '') === null ? lines.slice(1) : lines;

	const days = rows.map(([date = '', name = '', worked = '']) => {
		const onDate = parseDate(date);
		const flag = worked.toLowerCase();
		return onDate !== null && name !== '' && (WORKED.has(flag) || OFF.has(flag))
			? { on_date: onDate, name, is_working_day: WORKED.has(flag) }
			: null;
	});
	return days.length > 0 && days.every((day) => day !== null) ? days : null;
}

/** `2027-1-1`, `2027/01/01` and `2027年1月1日` are written by people and spreadsheets alike. */
function parseDate(text: string): string | null {
	const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
	if (!match) return null;
	const [, year = '', month = '', day = ''] = match;
	return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder('gb18030').decode(bytes);
	}
}
