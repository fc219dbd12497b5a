import { readZip } from './read-zip.ts';

type Value = string | number;

/** The rows of a sheet of ours below its heads, as what their cells are; empty cells are left out. */
export function readSheet(workbook: Uint8Array, number: number): Record<string, Value>[] {
	const xml = readZip(Buffer.from(workbook)).get(`xl/worksheets/sheet${number}.xml`)?.toString();
	if (xml === undefined) throw new Error(`The workbook has no sheet ${number}.`);
	const rows = [...xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs)].map(([, row = '']) =>
		[
			...row.matchAll(
				/<c r="([A-Z]+)\d+"[^>]*>(?:<v>(.*?)<\/v>|<is><t[^>]*>(.*?)<\/t><\/is>)<\/c>/gs
			)
		].map(([, column = '', figure, text = '']): [string, Value] => [
			column,
			figure === undefined ? unescape(text) : Number(figure)
		])
	);
	const [heads = [], ...body] = rows;
	const names = new Map(heads);
	return body.map((cells) =>
		Object.fromEntries(cells.map(([column, value]) => [String(names.get(column)), value]))
	);
}

function unescape(text: string): string {
	return text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');
}
