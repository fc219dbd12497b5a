import { addMonths, currentMonth, toMonth, type Month } from './months.ts';

const MAX_MONTHS = 24;

/** The months that a page of figures shows: those asked for, else this one and the eleven before it. */
export function readMonths(params: URLSearchParams, now: Date): { begin: Month; end: Month } {
	const end = toMonth(params.get('end') ?? '') ?? currentMonth(now);
	const begin = toMonth(params.get('begin') ?? '') ?? addMonths(end, -11);
	return begin <= end && addMonths(begin, MAX_MONTHS) > end
		? { begin, end }
		: { begin: addMonths(end, -11), end };
}
