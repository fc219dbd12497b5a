import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { anInstrument, anOrganisation, aPlatform } from '../../support/builders.ts';
import { asAnonymous, it, refusalOf, type Db } from '../../support/database.ts';

type Item = {
	id: string;
	kind: string;
	name: string;
	is_bookable: boolean;
	platform: { id: string; name: string };
	price_fen: number | null;
};
type Facet = { value: string | boolean; count: number };
type Page = {
	items: Item[];
	next_cursor: string | null;
	total: number | null;
	facets: Record<
		'kind' | 'class' | 'category' | 'city' | 'platform_kind' | 'bookable',
		Facet[]
	> | null;
};

/** Searches as a visitor. */
async function search(db: Db, wish: Record<string, unknown>): Promise<Page> {
	const names = Object.keys(wish);
	return asAnonymous(db, async () => {
		const { page } = await db.one<{ page: Page }>(
			`select public.search_catalogue(${names.map((name, index) => `${name} => $${index + 1}`).join(', ')}) as page`,
			Object.values(wish)
		);
		return page;
	});
}

/** The names that a query finds at one host, so that the demo's entries stay out. */
async function namesFound(db: Db, host: Host, query: string): Promise<string[]> {
	const { items } = await search(db, { query, organisation_id: host.organisation.id });
	return items.map(({ name }) => name);
}

type Host = { organisation: { id: string }; platform: { id: string } };

async function aHost(db: Db): Promise<Host> {
	const organisation = await anOrganisation(db, 'university', 'Universität');
	return { organisation, platform: await aPlatform(db, organisation) };
}

async function withInstruments(db: Db, ...names: string[]): Promise<Host> {
	const host = await aHost(db);
	for (const name of names) await anInstrument(db, host.platform, { name, rules: null, hours: [] });
	return host;
}

async function aDataset(db: Db, { platform }: Host, title: string): Promise<void> {
	await db.query(
		'insert into public.datasets (platform_id, source_key, title) values ($1, $2, $3)',
		[platform.id, randomUUID(), title]
	);
}

describe('search_catalogue', () => {
	describe('finds what is written in another way', () => {
		it.for<[query: string, name: string]>([
			['电镜', '场发射扫描电镜'],
			['电镜', '透過型電子顕微鏡'],
			['电镜', 'FE-SEM'],
			['质谱', '四重極飛行時間型質量分析計'],
			['质谱', 'Orbitrap mass spectrometer'],
			['質量分析', '气相色谱质谱联用仪'],
			['核磁', '核磁気共鳴装置'],
			['X射线衍射', '薄膜X線回折装置'],
			['xrd', 'Ｘ線回折装置'],
			['拉曼', '顕微ラマン分光装置'],
			['raman', '拉曼光谱仪'],
			['流式细胞', 'フローサイトメーター'],
			['クロマトグラフ', '液相色谱仪'],
			['電鏡', '透射电镜'],
			['JEM-2100F', 'JEM2100F 透射电镜'],
			['jem2100', '透射电镜 JEM-2100F'],
			['2100F', '透射电镜 JEM-2100F'],
			['jem 2100', '透射电镜（JEM－2100F）'],
			['JSM-7001', '走査電子顕微鏡 JSMー7001F'],
			['spectrom', 'Spectrometer'],
			['microscopes', 'confocal microscope'],
			['mossbauer', 'Mössbauer spectrometer'],
			['ｅｌｌｉｐｓｏ', 'Ellipsometer'],
			['镜', '金相显微镜'],
			['uv vis', 'UV-Vis分光光度計']
		])('%s finds %s', async ([query, name], { db }) => {
			const host = await withInstruments(db, name, '恒温水浴');

			expect(await namesFound(db, host, query)).toEqual([name]);
		});
	});

	describe('leaves out what only looks alike', () => {
		it.for<[query: string, name: string]>([
			['SEM', 'Semiconductor parameter analyser'],
			['TEM', 'Temperature chamber'],
			['TEM', '扫描电镜'],
			['电镜', '电子天平'],
			['JEM-2100', 'JEM-1400'],
			['质谱仪 岛津', '质谱仪 安捷伦']
		])('%s does not find %s', async ([query, name], { db }) => {
			const host = await withInstruments(db, name);

			expect(await namesFound(db, host, query)).toEqual([]);
		});
	});

	it('ranks the whole name first, then names, then the rest', async ({ db }) => {
		const host = await withInstruments(db, '场发射扫描电镜系统', '扫描电镜');
		const stage = await anInstrument(db, host.platform, { name: '低温台', rules: null, hours: [] });
		await db.query('update public.instruments set functions = $2 where id = $1', [
			stage.id,
			'配合扫描电镜使用'
		]);

		expect(await namesFound(db, host, '扫描电镜')).toEqual([
			'扫描电镜',
			'场发射扫描电镜系统',
			'低温台'
		]);
	});

	it('ranks what can be booked before what cannot', async ({ db }) => {
		const host = await withInstruments(db, '电镜甲');
		await anInstrument(db, host.platform, { name: '可预约的场发射电镜' });

		const { items } = await search(db, { query: '电镜', organisation_id: host.organisation.id });

		expect(items.map(({ name, is_bookable }) => [name, is_bookable])).toEqual([
			['可预约的场发射电镜', true],
			['电镜甲', false]
		]);
	});

	it('finds all four kinds and counts them', async ({ db }) => {
		const host = await withInstruments(db, '石墨烯拉曼光谱仪');
		await aDataset(db, host, '石墨烯光谱数据集');
		await db.query(
			`insert into public.literature_items (platform_id, source_key, title) values ($1, 'l', '石墨烯的生长')`,
			[host.platform.id]
		);
		await db.query(
			`insert into public.services (platform_id, source_key, name, unit_price_fen, unit)
			values ($1, 's', '石墨烯层数测试', 12000, '样品')`,
			[host.platform.id]
		);

		const page = await search(db, { query: '石墨烯', organisation_id: host.organisation.id });

		expect(page.total).toBe(4);
		expect(page.facets?.kind).toEqual([
			{ value: 'instrument', count: 1 },
			{ value: 'dataset', count: 1 },
			{ value: 'literature', count: 1 },
			{ value: 'service', count: 1 }
		]);
		expect(page.items.find(({ kind }) => kind === 'service')?.price_fen).toBe(12_000);
	});

	it('filters, and counts each facet without its own filter', async ({ db }) => {
		const host = await aHost(db);
		await db.query(`update public.platforms set city = '合肥' where id = $1`, [host.platform.id]);
		await db.query(
			`insert into public.platform_designations (platform_id, kind_code, level)
			values ($1, 'KL', 'provincial')`,
			[host.platform.id]
		);
		const other = await aPlatform(db, host.organisation);
		await db.query(`update public.platforms set city = '南京' where id = $1`, [other.id]);
		await anInstrument(db, host.platform, { name: '质谱一' });
		await anInstrument(db, host.platform, { name: '质谱二', rules: { admits_outsiders: false } });
		await anInstrument(db, other, { name: '质谱三', rules: null });
		await db.query(
			`update public.instruments set class_level = 2, class_code = '010200'
			where platform_id = any ($1)`,
			[[host.platform.id, other.id]]
		);
		const scope = { query: '质谱', organisation_id: host.organisation.id };

		const inHefei = await search(db, { ...scope, city: '合肥' });
		const bookable = await search(db, { ...scope, bookable: true });
		const designated = await search(db, { ...scope, platform_kind: 'KL' });
		const ofClass = await search(db, { ...scope, class_code: '010000' });
		const ofLowerClass = await search(db, { ...scope, class_code: '010200' });
		const elsewhere = await search(db, { ...scope, class_code: '020000' });

		expect(inHefei.items.map(({ name }) => name).toSorted()).toEqual(['质谱一', '质谱二']);
		expect(inHefei.facets?.city).toEqual([
			{ value: '合肥', count: 2 },
			{ value: '南京', count: 1 }
		]);
		expect(inHefei.facets?.bookable).toEqual([
			{ value: true, count: 1 },
			{ value: false, count: 1 }
		]);
		expect(bookable.items.map(({ name }) => name)).toEqual(['质谱一']);
		expect(bookable.facets?.bookable).toEqual([
			{ value: true, count: 1 },
			{ value: false, count: 2 }
		]);
		expect(designated.total).toBe(2);
		expect(designated.facets?.platform_kind).toEqual([
			{ value: 'KL', name: '重点实验室', name_en: 'Key laboratory', count: 2 }
		]);
		expect(ofClass.total).toBe(3);
		expect(ofLowerClass.total).toBe(3);
		expect(elsewhere).toMatchObject({ items: [], total: 0, next_cursor: null });
		expect(elsewhere.facets?.class).toMatchObject([{ value: '010000', count: 3 }]);
	});

	it('reads designations by the clock', async ({ db }) => {
		const host = await withInstruments(db, '质谱');
		await db.query(
			`insert into public.platform_designations (platform_id, kind_code, level, granted_on, revoked_on)
			values ($1, 'KL', 'provincial', '2010-01-01', current_date)`,
			[host.platform.id]
		);

		const { total } = await search(db, {
			platform_kind: 'KL',
			organisation_id: host.organisation.id
		});

		expect(total).toBe(0);
	});

	it('pages without gaps or repeats', async ({ db }) => {
		const host = await withInstruments(
			db,
			...Array.from({ length: 13 }, (_, number) => `显微镜${number % 3}`)
		);
		const scope = { query: '显微镜', organisation_id: host.organisation.id };
		const { items: all } = await search(db, { ...scope, page_size: 100 });

		const seen: string[] = [];
		let cursor: string | null = null;
		do {
			const page: Page = await search(db, { ...scope, page_size: 5, cursor });
			seen.push(...page.items.map(({ id }) => id));
			expect(page.total).toBe(cursor === null ? 13 : null);
			cursor = page.next_cursor;
		} while (cursor !== null);

		expect(seen).toEqual(all.map(({ id }) => id));
		expect(new Set(seen).size).toBe(13);
	});

	it('pages the whole catalogue without words, too', async ({ db }) => {
		const host = await withInstruments(db, '甲', '乙', '丙');

		const first = await search(db, { organisation_id: host.organisation.id, page_size: 2 });
		const second = await search(db, {
			organisation_id: host.organisation.id,
			page_size: 2,
			cursor: first.next_cursor
		});

		expect([first.items.length, second.items.length, second.next_cursor]).toEqual([2, 1, null]);
	});

	describe('follows the catalogue', () => {
		it('when an entry is retired, and its platform', async ({ db }) => {
			const host = await withInstruments(db, '离心机', '超速离心机');

			await db.query(`update public.instruments set retired_at = now() where name = '离心机'`);
			expect(await namesFound(db, host, '离心')).toEqual(['超速离心机']);

			await db.query('update public.platforms set retired_at = now() where id = $1', [
				host.platform.id
			]);
			expect(await namesFound(db, host, '离心')).toEqual([]);
		});

		it('when an entry, its platform or its host is renamed', async ({ db }) => {
			const host = await withInstruments(db, '旧名字');

			await db.query(`update public.instruments set name = '椭偏仪' where platform_id = $1`, [
				host.platform.id
			]);
			await db.query(`update public.platforms set name = '光学平台' where id = $1`, [
				host.platform.id
			]);
			await db.query(`update public.organisations set name = '临湖大学' where id = $1`, [
				host.organisation.id
			]);

			expect(await namesFound(db, host, 'ellipsometer')).toEqual(['椭偏仪']);
			expect(await namesFound(db, host, '光学平台')).toEqual(['椭偏仪']);
			expect(await namesFound(db, host, '临湖 椭偏')).toEqual(['椭偏仪']);
			expect(await namesFound(db, host, '旧名字')).toEqual([]);
		});

		it('when new rules close an instrument to outsiders', async ({ db }) => {
			const host = await aHost(db);
			const instrument = await anInstrument(db, host.platform, { name: '离心机' });

			await db.query(
				`update public.booking_rules
				set valid_from = now() - interval '1 day', valid_until = now()
				where instrument_id = $1`,
				[instrument.id]
			);
			await db.query(
				`insert into public.booking_rules (instrument_id, version, admits_outsiders)
				values ($1, 2, false)`,
				[instrument.id]
			);
			const { items } = await search(db, { organisation_id: host.organisation.id });

			expect(items).toMatchObject([{ name: '离心机', is_bookable: false }]);
		});

		it('when an entry is deleted', async ({ db }) => {
			const host = await aHost(db);
			await aDataset(db, host, '光谱数据集');

			await db.query('delete from public.datasets where platform_id = $1', [host.platform.id]);

			expect(await namesFound(db, host, '光谱')).toEqual([]);
		});
	});

	describe('with odd input', () => {
		it('takes marks alone for no words', async ({ db }) => {
			const host = await withInstruments(db, '离心机');

			expect(await namesFound(db, host, '——、。!?')).toEqual(['离心机']);
		});

		it.for(["'; drop table instruments; --", "a:* | b & !c <-> 'd", '\\', '电镜 & | ! ( ) :*A'])(
			'takes %s for words',
			async (query, { db }) => {
				const page = await search(db, { query });

				expect(page.items).toBeInstanceOf(Array);
			}
		);

		it('refuses a query longer than 200 characters', async ({ db }) => {
			const refusal = await refusalOf(search(db, { query: '电'.repeat(201) }));

			expect(refusal).toMatchObject({ code: 'PT422', key: 'query_too_long' });
		});

		it.for(['nonsense', 'WzFd', '', 'bnVsbA==', '[]', 'eyJhIjoxfQ==', '中文', '/w=='])(
			'refuses the cursor "%s"',
			async (cursor, { db }) => {
				const refusal = await refusalOf(search(db, { cursor }));

				expect(refusal).toMatchObject({ code: 'PT422', key: 'cursor_invalid' });
			}
		);

		it('keeps the page size within bounds', async ({ db }) => {
			const host = await withInstruments(db, '甲', '乙');

			const { items } = await search(db, { organisation_id: host.organisation.id, page_size: -3 });

			expect(items).toHaveLength(1);
		});
	});

	it('lets nobody write what it reads', async ({ db }) => {
		for (const statement of [
			'delete from public.catalogue_entries',
			`update public.catalogue_entries set name = 'x'`,
			`insert into public.search_synonyms (concept, term) values ('x', 'y')`
		]) {
			const refusal = await refusalOf(asAnonymous(db, () => db.query(statement)));
			expect(refusal.code).toBe('42501');
		}
	});
});
