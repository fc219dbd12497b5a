import { formatMoney } from '#lib/money/format-money.ts';
import * as m from '#lib/paraglide/messages.js';
import { changeInWords, hoursInWords, percentInWords, signed } from './figure-words.ts';
import { sharingOf, startupShareOf, utilisationOf, type ReportRow } from './report.ts';

type Figure = {
	label: () => string;
	read: (row: ReportRow) => number | null;
	inWords: (value: number) => string;
	/** How far two are apart, without the sign; as they are told unless said otherwise. */
	apart?: (value: number) => string;
	/** A rate differs by points, and a change of it in percent would be read as them. */
	isRate?: true;
};

const hours = (read: Figure['read'], label: Figure['label']): Figure => ({
	label,
	read,
	inWords: hoursInWords
});
const count = (read: Figure['read'], label: Figure['label']): Figure => ({
	label,
	read,
	inWords: String
});
const rate = (read: Figure['read'], label: Figure['label']): Figure => ({
	label,
	read,
	inWords: percentInWords,
	apart: (value) => m.figures_points({ count: Math.round(value * 100) / 100 }),
	isRate: true
});

const FIGURES: readonly Figure[] = [
	hours((row) => row.reserved_minutes, m.figures_reserved),
	hours((row) => row.used_minutes, m.figures_used),
	hours((row) => row.shared_minutes, m.figures_shared),
	hours((row) => row.startup_minutes, m.figures_startup),
	rate(utilisationOf, m.figures_utilisation),
	rate(sharingOf, m.figures_sharing),
	rate(startupShareOf, m.figures_startup_share),
	{
		label: m.figures_charged,
		read: (row) => row.charged_fen,
		inWords: (fen) => formatMoney(fen, 'CNY')
	},
	count((row) => row.records, m.figures_records),
	count((row) => row.organisations, m.figures_organisations)
];

const UNTOLD = '–';

/**
 * Two groups of a report beside each other in words. What one of them does not tell, its difference
 * does not either, for the other would give it away.
 */
export function compareRows(now: ReportRow, beside: ReportRow) {
	return FIGURES.map(({ label, read, inWords, apart = inWords, isRate }) => {
		const [left, right] = [tell(now, read), tell(beside, read)];
		const isTold = left !== null && right !== null;
		return {
			label: label(),
			now: left === null ? UNTOLD : inWords(left),
			beside: right === null ? UNTOLD : inWords(right),
			difference: isTold ? signed(left - right, apart) : UNTOLD,
			change: isTold && isRate !== true ? changeInWords(left, right) : UNTOLD
		};
	});
}

function tell(row: ReportRow, read: Figure['read']): number | null {
	return row.is_suppressed === true ? null : read(row);
}
