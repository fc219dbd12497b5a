/** What becomes of files: first run, second run, dry run, and what is refused. */
import { existsSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { it } from '../../support/database.ts';
import { holdStill, importInto, readCatalogue } from '../../support/import-into.ts';

function fixture(name: string): URL {
	return new URL(`../../fixtures/import/${name}.csv`, import.meta.url);
}

/** Real registers, where a checkout has them beside it. */
function register(name: string): URL {
	return new URL(`../../../../shared/data/${name}.csv`, import.meta.url);
}

describe('a register of instruments', () => {
	it('is taken over but for the rows that are named', async ({ db }) => {
		const { totals, refused } = await importInto(db, 'instruments', fixture('instruments'));

		expect(totals).toEqual({
			rows: 12,
			inserted: 5,
			updated: 0,
			unchanged: 0,
			duplicate: 1,
			refused: 6,
			unknownInstruments: 0,
			newOrganisations: 3,
			newPlatforms: 4
		});
		expect(refused.map(({ number, refusal }) => [number, refusal.field, refusal.reason])).toEqual([
			[6, 'identifier', 'repeated_with_other_content'],
			[8, 'identifier', 'required'],
			[9, 'landing_page', 'not_a_web_address'],
			[10, 'external_use', 'unknown_value'],
			[11, null, 'too_few_columns'],
			[12, 'name', 'unclean']
		]);
	});

	it('gives its owners organisations and platforms, two spellings one', async ({ db }) => {
		await importInto(db, 'instruments', fixture('instruments'));

		const platforms = await db.query(
			`select organisations.name as host, organisations.kind, platforms.name, platforms.time_zone,
				count(instruments.id)::integer as instruments
			from public.platforms
			join public.organisations on organisations.id = platforms.organisation_id
			join public.instruments on instruments.platform_id = platforms.id
			where instruments.source_key like 'T-%'
			group by organisations.id, platforms.id
			order by platforms.name collate "C"`
		);

		expect(platforms).toEqual([
			{
				host: '北都大学',
				kind: 'university',
				name: '北都大学 分析センター（中央）',
				time_zone: 'Asia/Tokyo',
				instruments: 2
			},
			{
				host: '北都大学',
				kind: 'university',
				name: '北都大学 理学部',
				time_zone: 'Asia/Tokyo',
				instruments: 1
			},
			{
				host: '来源未注明',
				kind: 'other',
				name: '来源未注明',
				time_zone: 'Asia/Shanghai',
				instruments: 1
			},
			{
				host: '示例大学',
				kind: 'university',
				name: '示例大学 测试中心',
				time_zone: 'Asia/Shanghai',
				instruments: 1
			}
		]);
	});

	it('opens instruments as it says that they are open', async ({ db }) => {
		await importInto(db, 'instruments', fixture('instruments'));

		const instruments = await db.query(
			`select instruments.source_key as key, instruments.class_code, rules.admits_outsiders as admits,
				rules.approval_needed as approval, tariffs.rate_fen as fen,
				(select array_agg(concat_ws(' ', weekday, opens, closes) order by weekday)
					from public.opening_hours where instrument_id = instruments.id) as hours
			from public.instruments
			join public.booking_rules as rules on rules.instrument_id = instruments.id
			left join public.tariffs on tariffs.instrument_id = instruments.id
			where instruments.source_key like 'T-%' and instruments.language = 'ja'
			order by instruments.source_key`
		);

		const hours = [1, 2, 3, 4, 5].map((weekday) => `${weekday} 09:00:00 17:00:00`);
		expect(instruments).toEqual([
			{ key: 'T-001', class_code: '010102', admits: true, approval: false, fen: null, hours },
			{ key: 'T-002', class_code: '010101', admits: true, approval: true, fen: null, hours },
			{ key: 'T-003', class_code: '010601', admits: false, approval: false, fen: '0', hours }
		]);
	});
});

describe.each(['instruments', 'datasets', 'services', 'literature'] as const)(
	'a file of %s',
	(kind) => {
		it('changes nothing the second time', async ({ db }) => {
			await holdStill(db);
			await importInto(db, 'instruments', fixture('instruments'));
			const first = await importInto(db, kind, fixture(kind));
			const before = await readCatalogue(db);

			const second = await importInto(db, kind, fixture(kind));

			expect(await readCatalogue(db)).toEqual(before);
			expect(second.refused).toEqual(first.refused);
			expect(second.totals).toMatchObject({
				inserted: 0,
				updated: 0,
				newOrganisations: 0,
				newPlatforms: 0
			});
		});

		it('changes nothing in a dry run, which reports what the real run does', async ({ db }) => {
			await holdStill(db);
			const before = await readCatalogue(db);

			const dry = await importInto(db, kind, fixture(kind), { isDryRun: true });

			expect(await readCatalogue(db)).toEqual(before);
			expect(await importInto(db, kind, fixture(kind))).toEqual(dry);
		});
	}
);

describe('a list of literature', () => {
	it('links one work to each instrument that is known', async ({ db }) => {
		await importInto(db, 'instruments', fixture('instruments'));

		const { totals, refused } = await importInto(db, 'literature', fixture('literature'));

		expect(totals).toMatchObject({
			rows: 7,
			inserted: 3,
			updated: 1,
			duplicate: 1,
			refused: 2,
			unknownInstruments: 1
		});
		expect(refused.map(({ number, refusal }) => [number, refusal.field])).toEqual([
			[6, 'year'],
			[7, 'doi']
		]);
		const works = await db.query<{ platform: string }>(
			`select items.doi, items.data_type, items.access, items.full_text_url as url, platforms.name as platform,
				array(
					select instruments.source_key from public.literature_instruments as links
					join public.instruments on instruments.id = links.instrument_id
					where links.literature_item_id = items.id order by instruments.source_key, instruments.language
				) as instruments
			from public.literature_items as items
			join public.platforms on platforms.id = items.platform_id
			where items.doi like '10.1234/abc.%' order by items.doi`
		);
		expect(works).toEqual([
			{
				doi: '10.1234/abc.1',
				data_type: 'Article',
				access: 'delivery',
				url: 'https://doi.org/10.1234/abc.1',
				platform: works[0]?.platform,
				instruments: ['T-001', 'T-001', 'T-003']
			},
			{
				doi: '10.1234/abc.2',
				data_type: 'Article',
				access: 'delivery',
				url: 'https://doi.org/10.1234/abc.2',
				platform: '来源未注明',
				instruments: []
			},
			{
				doi: '10.1234/abc.4',
				data_type: 'Conference_Item',
				access: 'delivery',
				url: 'https://doi.org/10.1234/abc.4',
				platform: '来源未注明',
				instruments: []
			}
		]);
		expect(works[0]?.platform).not.toBe('来源未注明');
	});
});

describe('a price list', () => {
	it('is exact to the fen', async ({ db }) => {
		const { refused } = await importInto(db, 'services', fixture('services'));

		expect(refused.map(({ number, refusal }) => [number, refusal.field, refusal.reason])).toEqual([
			[5, 'unit_price_cny', 'not_an_amount'],
			[6, 'unit_price_cny', 'not_an_amount']
		]);
		const services = await db.query(
			`select name, unit, unit_price_fen as fen, method_standard as standard from public.services
			where group_name = '电镜' and instrument_name = '扫描电子显微镜' order by unit_price_fen`
		);
		expect(services).toEqual([
			{ name: '能谱', unit: '样品', fen: '1999', standard: 'GB/T 17359-2012' },
			{ name: '形貌', unit: '样品', fen: '123450', standard: null },
			{ name: '能谱', unit: '小时', fen: null, standard: 'GB/T 17359-2012' }
		]);
	});
});

describe('a list of datasets', () => {
	it('keeps two datasets of one page apart', async ({ db }) => {
		const { totals, refused } = await importInto(db, 'datasets', fixture('datasets'));

		expect(totals).toMatchObject({ rows: 4, inserted: 3, refused: 1 });
		expect(refused).toEqual([
			{ number: 5, refusal: { field: 'landing_page', reason: 'not_a_web_address' } }
		]);
	});
});

describe.runIf(existsSync(register('services')))('the real registers', () => {
	it.for(['datasets', 'services'] as const)(
		'load their %s, and once only',
		async (kind, { db }) => {
			const first = await importInto(db, kind, register(kind));

			expect(first.refused).toEqual([]);
			const second = await importInto(db, kind, register(kind));
			expect(second.totals).toMatchObject({
				inserted: 0,
				updated: 0,
				unchanged: first.totals.inserted
			});
		}
	);

	it(
		'load their instruments but for rows that contradict others',
		{ timeout: 300_000 },
		async ({ db }) => {
			const { totals, refused } = await importInto(db, 'instruments', register('instruments'), {
				isDryRun: true
			});

			expect(totals.inserted + totals.duplicate + totals.refused).toBe(totals.rows);
			expect(refused.every(({ refusal }) => refusal.reason === 'repeated_with_other_content')).toBe(
				true
			);
		}
	);
});
