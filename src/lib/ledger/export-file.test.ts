import { describe, expect, it } from 'vitest';
import { hashRecord, RECORD_FIELDS, type LedgerRecord } from './canonical.ts';
import {
	EXPORT_FORMAT,
	readDigests,
	readExport,
	toCsv,
	toJson,
	UnreadableExportError,
	type ExportHead
} from './export-file.ts';

const HEAD: ExportHead = {
	format: EXPORT_FORMAT,
	definition: 'yixiang-service-record/1',
	platform_id: 'p',
	zone: 'Asia/Shanghai',
	until: '2026-11-25',
	as_of: '2026-11-25T16:00:00.000000Z'
};
const RECORD: LedgerRecord = {
	...(Object.fromEntries(RECORD_FIELDS.map((field) => [field, null])) as Record<
		(typeof RECORD_FIELDS)[number],
		null
	>),
	id: 'r1',
	seq: '1',
	contract_no: '=HYPERLINK("http://x","合同")',
	related_evidence: "'-quoted, with\r\ntwo lines",
	quantity: '-1.0000',
	class_evidence: { months: '9', established_on: '2026-01-12' },
	evidence: ['@SUM(A1)', 'a,b', '"'],
	flags: [],
	prev_hash: '00',
	hash: '11'
};
const DIGEST = { day: '2026-11-25', last_seq: '1', head_hash: '11', digest: '22' };

function written(form: typeof toJson | typeof toCsv, records: LedgerRecord[]): string {
	const writer = form(HEAD);
	return (
		writer.open() + records.map((record) => writer.record(record)).join('') + writer.close([DIGEST])
	);
}

describe.each([
	['JSON', toJson],
	['CSV', toCsv]
] as const)('an export as %s', (_, form) => {
	it('is read back as it was written, and hashes alike', async () => {
		const records = [RECORD, { ...RECORD, seq: '2' }];

		const file = readExport(written(form, records));

		expect(file).toEqual({ ...HEAD, records, digests: [DIGEST] });
		expect(await hashRecord(file.records[0] ?? RECORD)).toBe(await hashRecord(RECORD));
	});

	it('of no records is one too', () => {
		expect(readExport(written(form, [])).records).toEqual([]);
	});
});

describe('an export as CSV', () => {
	it('runs nothing in a spreadsheet', () => {
		const cells = written(toCsv, [RECORD]);

		expect(cells).toContain(`"'=HYPERLINK(""http://x"",""合同"")"`);
		expect(cells).toContain(`'-1.0000`);
	});
});

describe('readExport', () => {
	it.each(['', '{"format":"other"}', '{', 'a,b\r\n1,2', 'a,"b'])('refuses %j', (content) => {
		expect(() => readExport(content)).toThrow(UnreadableExportError);
	});

	it('takes no digests for an export, nor an export for digests', () => {
		expect(() => readDigests(written(toJson, []))).toThrow(UnreadableExportError);
	});
});
