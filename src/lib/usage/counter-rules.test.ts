import { describe, expect, it } from 'vitest';
import { breachesOfTsv, totalsOfJson, totalsOfTsv } from '../../../tests/support/counter-rules.ts';
import { randomOf } from '../../../tests/support/random-of.ts';
import {
	isReported,
	REPORT_IDS,
	REPORTS,
	tsvHead,
	tsvRow,
	writeJson,
	type ReportHead,
	type ReportId,
	type UsageRow
} from './counter-report.ts';

const MONTHS = 14;

function aHead(id: ReportId, head: Partial<ReportHead> = {}): ReportHead {
	const period = { begin: '2024-12-01', end: '2026-01-01' };
	return {
		id,
		asked: period,
		given: period,
		exceptions: [],
		platform: null,
		origin: 'https://a.test',
		createdAt: new Date('2026-04-02T03:04:05.678Z'),
		...head
	};
}

const DATA_TYPES = ['Article', 'Book', 'Book_Segment', 'Report', 'Patent', 'Standard', 'Other'];

/** A history of use in which every request is an investigation, of items that little or much is known of. */
function aHistory(id: ReportId, seed: string): UsageRow[] {
	const random = randomOf(seed);
	const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
	const { kind, of } = REPORTS[id];
	const methods =
		kind === 'dataset' ? (['regular', 'machine'] as const) : (['regular', 'tdm'] as const);
	const items = Array.from({ length: 30 }, (_, number) => number).flatMap((number) => {
		const item = {
			title: `题名\t${number}\n`,
			// The database names the platform where a register names nobody.
			publisher: pick(['表征平台', '浑河大学']),
			venue: pick([null, '材料学报']),
			doi: pick([null, `10.12345/a.${number}`]),
			cstr: pick([null, `16389.09.A${number}`]),
			published_year: pick([null, 2024]),
			published_on: pick([null, '2024-05-20']),
			version: pick([null, 'v1']),
			data_type: pick(DATA_TYPES),
			access: pick(['open', 'delivery']),
			...(kind === 'dataset'
				? { creators: ['陈雨', '李雷', '韩梅', '王五'] }
				: { authors: ['陈雨', '李雷', '韩梅', '王五'].slice(0, Math.floor(random() * 5)) })
		};
		return methods.flatMap((access_method) => {
			const looks = Array.from({ length: MONTHS }, () => Math.floor(random() * 4));
			const requests = looks.map((count) => Math.floor(random() * (count + 1)));
			return (
				[
					['total_investigations', looks],
					['unique_investigations', looks],
					['total_requests', requests],
					['unique_requests', requests],
					['no_license', looks.map(() => Math.floor(random() * 3))],
					['limit_exceeded', looks.map(() => Math.floor(random() * 2))]
				] as const
			).map(([metric, counts]): UsageRow => ({
				resource_id: `50000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
				platform: { id: `p${number}`, name: `平台 ${number}` },
				access_method,
				metric,
				counts: [...counts],
				volumes: counts.map((count) => count * 1_500_000),
				total: counts.reduce((sum, count) => sum + count, 0),
				...(of === 'items'
					? { item }
					: { data_type: item.data_type === 'Book_Segment' ? 'Book' : item.data_type })
			}));
		});
	});
	return of === 'items' ? items : [...items, searches(random)];
}

/** The catalogue is searched as a whole, and is a platform of its own in reports of platforms. */
function searches(random: () => number): UsageRow {
	const counts = Array.from({ length: MONTHS }, () => 1 + Math.floor(random() * 50));
	return {
		resource_id: '',
		platform: { id: 'catalogue', name: '仪享 Yixiang' },
		access_method: 'regular',
		metric: 'searches_platform',
		counts,
		volumes: [],
		total: counts.reduce((sum, count) => sum + count, 0),
		data_type: 'Platform'
	};
}

function toTsv(head: ReportHead, rows: UsageRow[]): string {
	return (
		tsvHead(head) +
		rows
			.filter((row) => isReported(head.id, row))
			.map((row) => tsvRow(head, row))
			.join('')
	);
}

describe.each(REPORT_IDS)('the report %s', (id) => {
	it.each(['a', 'b', 'c', 'd', 'e'])('of history %s keeps every rule of COUNTER', (seed) => {
		const report = toTsv(aHead(id), aHistory(id, seed));

		expect(report.split('\n').length).toBeGreaterThan(17);
		expect(breachesOfTsv(report)).toEqual([]);
	});

	it('of no use at all keeps them, too, and says why there is none', () => {
		const head = aHead(id, {
			given: null,
			exceptions: [
				'3031: Usage Not Ready for Requested Dates (request was for 2024-12-01 to 2026-01-31)'
			]
		});

		expect(breachesOfTsv(toTsv(head, []))).toEqual([]);
	});

	it('of one platform says which', () => {
		const report = toTsv(aHead(id, { platform: '表征平台' }), aHistory(id, 'f'));

		expect(report).toContain('Platform=表征平台');
		expect(breachesOfTsv(report)).toEqual([]);
	});
});

describe.each(['pr', 'pr_p1', 'ir', 'ir_a1'] as const)('the JSON of %s', (id) => {
	it('adds up to what its TSV does', async () => {
		const rows = aHistory(id, 'g').filter((row) => isReported(id, row));
		async function* given() {
			await Promise.resolve();
			yield* rows;
		}
		let json = '';
		for await (const part of writeJson(aHead(id), given())) json += part;

		expect(totalsOfJson(JSON.parse(json))).toEqual(totalsOfTsv(toTsv(aHead(id), rows)));
	});
});

describe('the rules', () => {
	const whole = () => toTsv(aHead('ir'), aHistory('ir', 'h'));

	it.each([
		['a header in another order', (text: string) => text.replace('Report_ID\tIR', 'Report_Id\tIR')],
		['another name', (text: string) => text.replace('Item Report', 'Items Report')],
		[
			'an exception in other words',
			(text: string) => text.replace('Exceptions\t', 'Exceptions\t3031: Not Ready (x)')
		],
		[
			'a column in another place',
			(text: string) => text.replace('Publisher\tPublisher_ID', 'Publisher_ID\tPublisher')
		],
		['a month that is missing', (text: string) => text.replace('\tMay-2025', '')],
		['a total that is wrong', (text: string) => text.replace(/\t(\d+)(\t\d+){14}\n/, '\t999$2\n')],
		['a word of its own', (text: string) => text.replace('\tRegular\t', '\tNormal\t')],
		['a period that ends too early', (text: string) => text.replace('2026-01-31', '2026-01-30')]
	])('find %s', (_, spoil) => {
		const spoilt = spoil(whole());

		expect(spoilt).not.toBe(whole());
		expect(breachesOfTsv(spoilt)).not.toEqual([]);
	});
});
