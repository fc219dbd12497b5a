/*
 * Money as the importer reads it. Written by its digits, so that nothing is rounded.
 */

/** Of 万元, as the national register counts an instrument's worth. */
export function toTenThousandYuan(fen: number): string {
	return shiftPoint(fen, 6);
}

export function toYuan(fen: number): string {
	return shiftPoint(fen, 2);
}

function shiftPoint(whole: number, places: number): string {
	const digits = String(whole).padStart(places + 1, '0');
	return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
}
