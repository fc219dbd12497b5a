import { describe, expect, it } from 'vitest';
import { readLoggedUse } from './use-log-row.ts';

const context = {
	timeZone: 'Asia/Shanghai',
	purposes: [{ code: '136', name: '科技开发', name_en: 'Technological development' }],
	fileName: '十一月.csv'
};
const row = {
	instrument: 'SEM-01',
	organisation: '微光科技',
	starts_at: '2026-11-02 09:00',
	ends_at: '2026-11-02 11:30'
};

describe('a row of a use log', () => {
	it('is read on the clock of the laboratory, with the file as its evidence', () => {
		expect(readLoggedUse(row, context)).toEqual({
			use: {
				instrument: 'SEM-01',
				organisation: '微光科技',
				starts_at: '2026-11-02T01:00:00.000Z',
				ends_at: '2026-11-02T03:30:00.000Z',
				evidence: ['十一月.csv']
			}
		});
	});

	it('may say how long it took instead of when it ended', () => {
		expect(readLoggedUse({ ...row, ends_at: '', hours: '1.5' }, context)).toMatchObject({
			use: { ends_at: '2026-11-02T02:30:00.000Z' }
		});
	});

	it.each(['2026/11/2 9:00', '2026年11月2日 9:00:30', '2026-11-02T09:00'])(
		'takes %s for the time that it is',
		(starts_at) => {
			expect(readLoggedUse({ ...row, starts_at }, context)).toMatchObject({
				use: { starts_at: '2026-11-02T01:00:00.000Z' }
			});
		}
	);

	it('knows states and what it counts as by their words', () => {
		const read = readLoggedUse(
			{ ...row, state: '维护', purpose: '科技开发', charged_yuan: '12.50', evidence: 'LOG-7' },
			context
		);

		expect(read).toMatchObject({
			use: {
				state: 'maintenance',
				purpose_code: '136',
				charged_fen: 1250,
				evidence: ['LOG-7', '十一月.csv']
			}
		});
	});

	it.each([
		[{ instrument: '' }, 'instrument', 'required'],
		[{ starts_at: '' }, 'starts_at', 'required'],
		[{ starts_at: 'gestern' }, 'starts_at', 'not_a_time'],
		[{ starts_at: '2026-02-30 09:00' }, 'starts_at', 'not_a_time'],
		[{ ends_at: '' }, 'ends_at', 'required'],
		[{ ends_at: '2026-11-02 09:00' }, 'ends_at', 'ends_before_start'],
		[{ ends_at: '', hours: '-1' }, 'hours', 'not_a_duration'],
		[{ state: '借出' }, 'state', 'unknown_value'],
		[{ purpose: '136a' }, 'purpose', 'unknown_value'],
		[{ charged_yuan: '1.234' }, 'charged_yuan', 'not_an_amount'],
		[{ content: 'a\u202Eb' }, 'content', 'unclean']
	])('is refused with %j', (change, field, reason) => {
		expect(readLoggedUse({ ...row, ...change }, context)).toMatchObject({
			refusals: [{ field, reason }]
		});
	});
});
