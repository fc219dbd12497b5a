import { expect, it } from 'vitest';
import type { ImportReport } from './import-report.ts';
import { keepableReport } from './progress.ts';

const totals = {
	rows: 1,
	inserted: 0,
	updated: 1,
	unchanged: 0,
	duplicate: 0,
	refused: 0,
	unknownInstruments: 0,
	newOrganisations: 0,
	newPlatforms: 0
};

function aReport(text: string): ImportReport {
	const changes = [{ field: '摘要', before: '', after: text }];
	return {
		totals,
		taken: [{ row: 2, name: '数据', isNew: false, changes }],
		refused: [{ row: 3, field: '名称', reason: '缺少' }],
		csv: 'row,field,reason\n',
		ignored: []
	};
}

it('a report of usual length is kept as it is', () => {
	expect(keepableReport(aReport('短'))).toEqual(aReport('短'));
});

it('a report with long texts is kept by its figures and the first refused rows', () => {
	const kept = keepableReport(aReport('长'.repeat(400_000)));

	expect(kept).toEqual({ ...aReport(''), taken: [], csv: '' });
	expect(JSON.stringify(kept).length).toBeLessThan(300_000);
});
