import { formatCsvLine, BYTE_ORDER_MARK } from '#lib/export/csv-line.ts';

/** A column of a `DataTable`: its name, what its cells say, and by what they are put in order. */
export type Column<Row> = {
	key: string;
	label: string;
	/** What the cell says in words; also what is searched, and what a file holds. */
	textOf: (row: Row) => string;
	/** By what rows are put in order; without it, by the words. Null is always last. */
	orderOf?: (row: Row) => number | string | null;
	/** Figures line up on the right. */
	isFigure?: boolean;
	/** Names its row, and cannot be hidden. */
	isHead?: boolean;
};

export type Order = { key: string; isDescending: boolean };

/** The rows that hold what is typed, in the order that is asked for. */
export function arrange<Row>(
	rows: readonly Row[],
	columns: readonly Column<Row>[],
	{ text, order, locale }: { text: string; order: Order | null; locale: string }
): Row[] {
	const wanted = text.trim().toLocaleLowerCase(locale);
	const found =
		wanted === ''
			? [...rows]
			: rows.filter((row) =>
					columns.some(({ textOf }) => textOf(row).toLocaleLowerCase(locale).includes(wanted))
				);
	const column = columns.find(({ key }) => key === order?.key);
	if (!column || !order) return found;

	const collator = new Intl.Collator(locale, { numeric: true });
	const orderOf = column.orderOf ?? column.textOf;
	return found.sort((a, b) => {
		const [one, other] = [orderOf(a), orderOf(b)];
		if (one === null || other === null) return Number(one === null) - Number(other === null);
		const by =
			typeof one === 'number' && typeof other === 'number'
				? one - other
				: collator.compare(String(one), String(other));
		return order.isDescending ? -by : by;
	});
}

/** What is seen, as a file that spreadsheets open and do not calculate. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
	return (
		BYTE_ORDER_MARK +
		formatCsvLine(columns.map(({ label }) => label)) +
		rows.map((row) => formatCsvLine(columns.map(({ textOf }) => textOf(row)))).join('')
	);
}
