import { describe, expect, it } from 'vitest';
import * as m from '#lib/paraglide/messages.js';
import { compareRows } from './comparison.ts';
import type { ReportRow } from './report.ts';

const EMPTY = { is_suppressed: false } as ReportRow;

function aRow(figures: Partial<ReportRow>): ReportRow {
	return { ...EMPTY, used_minutes: 600, shared_minutes: 150, charged_fen: 10_000, ...figures };
}

function figure(label: string, now: ReportRow, beside: ReportRow) {
	return compareRows(now, beside).find((row) => row.label === label);
}

describe('compareRows', () => {
	it('says both figures, how far they are apart and what the change is in percent', () => {
		const hours = figure(m.figures_used(), aRow({}), aRow({ used_minutes: 1200 }));

		expect(hours).toEqual({
			label: m.figures_used(),
			now: m.figures_hours({ count: 10 }),
			beside: m.figures_hours({ count: 20 }),
			difference: `−${m.figures_hours({ count: 10 })}`,
			change: '−50%'
		});
	});

	it('tells rates apart by points', () => {
		const sharing = figure(m.figures_sharing(), aRow({}), aRow({ shared_minutes: 120 }));

		expect(sharing).toMatchObject({
			now: '25%',
			beside: '20%',
			difference: `+${m.figures_points({ count: 5 })}`,
			change: '–'
		});
	});

	it.each([
		['here', aRow({ is_suppressed: true }), aRow({})],
		['beside it', aRow({}), aRow({ is_suppressed: true })]
	])('tells no difference where a cell is suppressed %s', (_, now, beside) => {
		for (const row of compareRows(now, beside)) {
			expect(row).toMatchObject({ difference: '–', change: '–' });
		}
	});

	it('has no percentage of nothing', () => {
		expect(figure(m.figures_charged(), aRow({}), aRow({ charged_fen: 0 }))).toMatchObject({
			change: '–'
		});
	});
});
