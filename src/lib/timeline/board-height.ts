/** More rows than this scroll beneath their head. */
const MOST_ROWS = 14;
const TALLEST = '36rem';

/** The height of a chart of so many rows as the library takes it. */
export function boardHeight(rows: number): string {
	return rows > MOST_ROWS ? TALLEST : 'auto';
}

/** The room that such a chart will take, before it is drawn: its head, and rows without two bookings at once. */
export function reservedHeight(rows: number): string {
	return rows > MOST_ROWS ? TALLEST : `${3.75 + rows * 1.875}rem`;
}
