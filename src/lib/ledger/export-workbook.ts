import { writeWorkbook, type Cell } from '#lib/export/workbook.ts';
import type { LedgerRecord } from './canonical.ts';
import type { ExportHead, OwnDigest } from './export-file.ts';

/*
 * A ledger for those who calculate with it. What `npm run verify` checks are the other two forms, which
 * hold every value as the text that was hashed; here amounts are numbers.
 */

type Column = {
	name: keyof LedgerRecord;
	width: number;
	zh: string;
	en: string;
	isNumber?: true;
};

const ID = 38;
const INSTANT = 28;
const AMOUNT = { width: 14, isNumber: true } as const;

const COLUMNS: readonly Column[] = [
	{ name: 'id', width: ID, zh: '记录编号', en: 'Id of the record' },
	{ name: 'platform_id', width: ID, zh: '平台编号', en: 'Id of the platform' },
	{
		name: 'seq',
		...AMOUNT,
		zh: '平台内序号，连续无缺',
		en: 'Number within the platform, without gaps'
	},
	{ name: 'version', ...AMOUNT, zh: '版本，1 为首次登记', en: 'Version; 1 is the first' },
	{
		name: 'corrects',
		width: ID,
		zh: '被本记录更正的记录编号',
		en: 'Id of the record that it corrects'
	},
	{ name: 'kind', width: 18, zh: '服务类别', en: 'Kind of service' },
	{
		name: 'state',
		width: 14,
		zh: '状态，仅 rendered 计入',
		en: 'State; only what was rendered counts'
	},
	{ name: 'instrument_id', width: ID, zh: '仪器编号', en: 'Id of the instrument' },
	{ name: 'dataset_id', width: ID, zh: '科学数据编号', en: 'Id of the dataset' },
	{ name: 'literature_item_id', width: ID, zh: '科技文献编号', en: 'Id of the work' },
	{ name: 'service_id', width: ID, zh: '技术服务编号', en: 'Id of the service' },
	{ name: 'booking_id', width: ID, zh: '预约编号', en: 'Id of the booking' },
	{ name: 'usage_session_id', width: ID, zh: '使用记录编号', en: 'Id of the use' },
	{ name: 'host_id', width: ID, zh: '依托单位编号', en: 'Id of the host' },
	{ name: 'designation_id', width: ID, zh: '平台认定编号', en: 'Id of the designation held then' },
	{ name: 'beneficiary_id', width: ID, zh: '服务对象编号', en: 'Id of the organisation served' },
	{
		name: 'beneficiary_class',
		width: 18,
		zh: '服务当日的服务对象类别',
		en: 'What it was to the policy on that day'
	},
	{ name: 'makerspace_id', width: ID, zh: '众创空间编号', en: 'Id of the makerspace it lived in' },
	{
		name: 'purpose_code',
		width: 18,
		zh: '用途代码，空值不计为共享',
		en: 'Purpose; none is not shared'
	},
	{
		name: 'related_party',
		width: 14,
		zh: '是否关联方，关联方不计入',
		en: 'Related party; does not count'
	},
	{ name: 'related_evidence', width: 30, zh: '关联关系依据', en: 'How they are related' },
	{ name: 'reserved_from', width: INSTANT, zh: '预约开始（UTC）', en: 'Reserved from, UTC' },
	{ name: 'reserved_until', width: INSTANT, zh: '预约结束（UTC）', en: 'Reserved until, UTC' },
	{ name: 'starts_at', width: INSTANT, zh: '实际开始（UTC）', en: 'Begin of the service, UTC' },
	{ name: 'ends_at', width: INSTANT, zh: '实际结束（UTC）', en: 'End of the service, UTC' },
	{ name: 'quantity', ...AMOUNT, zh: '数量', en: 'Quantity' },
	{ name: 'unit', width: 10, zh: '单位', en: 'Unit of the quantity' },
	{ name: 'currency', width: 10, zh: '币种', en: 'Currency' },
	{ name: 'list_price_fen', ...AMOUNT, zh: '公开价（分）', en: 'Public price, in fen' },
	{
		name: 'charged_fen',
		...AMOUNT,
		zh: '应收（分），空值为协商',
		en: 'Charged, in fen; none is agreed'
	},
	{ name: 'paid_fen', ...AMOUNT, zh: '服务对象自付（分）', en: 'Paid by the one served, in fen' },
	{ name: 'voucher_fen', ...AMOUNT, zh: '创新券支付（分）', en: 'Paid by voucher, in fen' },
	{ name: 'rule_id', width: ID, zh: '预约规则编号', en: 'Id of the booking rule' },
	{ name: 'tariff_id', width: ID, zh: '收费标准编号', en: 'Id of the tariff' },
	{ name: 'contract_no', width: 20, zh: '合同编号', en: 'Number of the contract' },
	{ name: 'source', width: 12, zh: '来源', en: 'Where the record comes from' },
	{
		name: 'details_digest',
		width: 66,
		zh: '服务内容摘要值',
		en: 'Digest of what was done, in words'
	},
	{ name: 'recorded_at', width: INSTANT, zh: '登记时间（UTC）', en: 'When it was recorded, UTC' },
	{ name: 'class_evidence', width: 40, zh: '类别依据', en: 'What the class rests on' },
	{ name: 'evidence', width: 40, zh: '佐证材料', en: 'Documents' },
	{ name: 'flags', width: 20, zh: '待核查标记', en: 'What an auditor should look at' },
	{ name: 'prev_hash', width: 66, zh: '上一条记录的哈希值', en: 'Hash of the record before' },
	{ name: 'hash', width: 66, zh: '本记录的哈希值', en: 'Hash of this record' }
];

export function toWorkbook(
	head: ExportHead,
	records: AsyncIterable<LedgerRecord>,
	readDigests: () => Promise<OwnDigest[]>
): AsyncGenerator<Uint8Array> {
	async function* recordRows() {
		for await (const record of records) yield COLUMNS.map((column) => toCell(column, record));
	}
	async function* digestRows() {
		for (const { day, last_seq, head_hash, digest } of await readDigests()) {
			yield [day, Number(last_seq), head_hash, digest];
		}
	}
	return writeWorkbook([
		{
			name: 'records',
			columns: COLUMNS.map(({ name, width }) => ({ title: name, width })),
			rows: recordRows()
		},
		{
			name: 'digests',
			columns: [
				{ title: 'day', width: 12 },
				{ title: 'last_seq', width: 14 },
				{ title: 'head_hash', width: 66 },
				{ title: 'digest', width: 66 }
			],
			rows: digestRows()
		},
		{
			name: 'about',
			columns: [
				{ title: 'field', width: 20 },
				{ title: 'value', width: 70 }
			],
			rows: Object.entries(head)
		},
		{
			name: 'dictionary',
			columns: [
				{ title: 'column', width: 22 },
				{ title: '含义', width: 40 },
				{ title: 'meaning', width: 50 }
			],
			rows: COLUMNS.map(({ name, zh, en }) => [name, zh, en])
		}
	]);
}

function toCell({ name, isNumber }: Column, record: LedgerRecord): Cell {
	const value = record[name];
	if (value === null) return null;
	if (typeof value === 'string') return isNumber ? Number(value) : value;
	// An empty list is an empty cell.
	return Object.keys(value).length === 0 ? null : JSON.stringify(value);
}
