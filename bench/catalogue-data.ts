/**
 * A catalogue as registers really write it: Chinese, Japanese and English mixed, model numbers with
 * and without dashes, papers beside instruments. The same rows on every run.
 */
import type { Client } from 'pg';

const HOSTS = 60;
const PLATFORMS = 300;
const BATCH = 2_000;

const CITIES = ['合肥', '南京', '上海', '杭州', '武汉', '西安', '广州', '成都', '北京', '苏州'];

const DEVICES: [zh: string, ja: string, en: string, model: string][] = [
	['扫描电子显微镜', '走査型電子顕微鏡', 'scanning electron microscope', 'SU'],
	['透射电镜', '透過型電子顕微鏡', 'transmission electron microscope', 'JEM-'],
	[
		'液相色谱质谱联用仪',
		'液体クロマトグラフ質量分析計',
		'liquid chromatograph mass spectrometer',
		'LCMS-'
	],
	['核磁共振波谱仪', '核磁気共鳴装置', 'nuclear magnetic resonance spectrometer', 'AVANCE '],
	['X射线衍射仪', 'X線回折装置', 'X-ray diffractometer', 'D8-'],
	['激光共聚焦显微镜', '共焦点レーザー顕微鏡', 'confocal laser microscope', 'LSM'],
	['显微拉曼光谱仪', '顕微ラマン分光装置', 'Raman microscope', 'inVia-'],
	['原子力显微镜', '原子間力顕微鏡', 'atomic force microscope', 'AFM5'],
	['流式细胞仪', 'フローサイトメーター', 'flow cytometer', 'FACS-'],
	['万能材料试验机', '万能試験機', 'universal testing machine', 'AG-X'],
	['高速离心机', '高速遠心機', 'high-speed centrifuge', 'CR'],
	['气相色谱仪', 'ガスクロマトグラフ', 'gas chromatograph', 'GC-'],
	['热重分析仪', '熱重量測定装置', 'thermogravimetric analyser', 'TGA'],
	['磁控溅射镀膜机', 'スパッタリング装置', 'sputtering system', 'SPT-'],
	['紫外可见分光光度计', '紫外可視分光光度計', 'UV-Vis spectrophotometer', 'UV-'],
	['傅里叶红外光谱仪', 'フーリエ変換赤外分光光度計', 'FTIR spectrometer', 'FT/IR-'],
	['金属3D打印机', '金属3Dプリンター', 'metal 3D printer', 'M'],
	['粒度分析仪', '粒度分布測定装置', 'particle size analyser', 'MS-'],
	['基因测序仪', 'DNAシーケンサー', 'DNA sequencer', 'SeqStudio-'],
	['矢量网络分析仪', 'ネットワークアナライザー', 'vector network analyser', 'ZNB']
];
const KINDS_ZH = [
	'场发射',
	'高分辨',
	'台式',
	'低温',
	'原位',
	'全自动',
	'三维',
	'环境',
	'快速',
	'显微'
];
const KINDS_JA = [
	'電界放出形',
	'高分解能',
	'卓上',
	'極低温',
	'その場',
	'全自動',
	'三次元',
	'環境制御'
];
const KINDS_EN = [
	'field-emission',
	'high-resolution',
	'benchtop',
	'cryogenic',
	'in situ',
	'automatic'
];
const MAKERS = [
	'日本电子',
	'JEOL',
	'Bruker',
	'岛津',
	'Thermo Fisher',
	'日立',
	'ZEISS',
	'Agilent',
	'国仪量子'
];
const MATTERS = [
	['锂电池正极材料', 'lithium battery cathodes'],
	['高分子薄膜', 'polymer films'],
	['铝合金', 'aluminium alloys'],
	['蛋白质晶体', 'protein crystals'],
	['催化剂', 'catalysts'],
	['半导体外延片', 'epitaxial wafers'],
	['土壤重金属', 'heavy metals in soil'],
	['药物杂质', 'drug impurities'],
	['碳纤维复合材料', 'carbon-fibre composites'],
	['钙钛矿太阳能电池', 'perovskite solar cells']
] as const;
const PROPERTIES = [
	'形貌观察',
	'成分分析',
	'晶体结构',
	'力学性能',
	'热稳定性',
	'粒径分布',
	'含量测定'
];
const VENUES = ['Acta Materialia', '分析化学', 'Nano Letters', '材料工程', 'Scientific Reports'];

/** Small, fast and the same everywhere; nothing here is a secret. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

type Row = {
	platform: number;
	source_key: string;
	name: string;
	language: string;
	detail: string;
	maker: string;
	model: string;
	year: number;
};
type Table = 'instruments' | 'datasets' | 'literature_items' | 'services';

/** How a row of each kind is written from what was drawn for it. */
const INSERTS: Record<Table, string> = {
	instruments: `insert into public.instruments
		(platform_id, source_key, name, language, model, manufacturer, functions, external_use, class_level, class_code)
		select md5('bench-platform-' || platform)::uuid, source_key, name, language, model, maker, detail, 'yes',
			2, (array['010100', '010200', '010300', '010400', '020100', '040100'])[1 + platform % 6]`,
	datasets: `insert into public.datasets
		(platform_id, source_key, title, language, abstract, publisher)
		select md5('bench-platform-' || platform)::uuid, source_key, name, language, detail, maker`,
	literature_items: `insert into public.literature_items
		(platform_id, source_key, title, language, abstract, venue, published_year)
		select md5('bench-platform-' || platform)::uuid, source_key, name, language, detail, maker, year`,
	services: `insert into public.services
		(platform_id, source_key, name, language, description, unit, unit_price_fen)
		select md5('bench-platform-' || platform)::uuid, source_key, name, language, detail, '样品', year * 10`
};

/** The hosts and platforms that the rows belong to. */
export async function addHosts(database: Client): Promise<void> {
	await database.query(
		`insert into public.organisations (id, kind, name, name_en)
		select md5('bench-host-' || n)::uuid, 'university', '基准大学第' || n || '校区', 'Bench University ' || n
		from generate_series(1, $1) as n`,
		[HOSTS]
	);
	await database.query(
		`insert into public.platforms (id, organisation_id, name, city)
		select
			md5('bench-platform-' || n)::uuid,
			md5('bench-host-' || (1 + n % $2))::uuid,
			'分析测试平台' || n,
			($3::text[])[1 + n % cardinality($3::text[])]
		from generate_series(0, $1 - 1) as n`,
		[PLATFORMS, HOSTS, CITIES]
	);
	await database.query(
		`insert into public.platform_designations (platform_id, kind_code, level)
		select
			md5('bench-platform-' || n)::uuid,
			(array['KL', 'ETRC', 'TEST', 'TIC'])[1 + n % 4],
			'provincial'
		from generate_series(0, $1 - 1, 2) as n`,
		[PLATFORMS]
	);
}

/** Adds entries number `from` up to `to`: 7 instruments of 10, then papers, datasets and services. */
export async function addEntries(database: Client, from: number, to: number): Promise<void> {
	for (let start = from; start < to; start += BATCH) {
		const rows: Record<Table, Row[]> = {
			instruments: [],
			datasets: [],
			literature_items: [],
			services: []
		};
		for (let number = start; number < Math.min(start + BATCH, to); number += 1) {
			rows[tableOf(number)].push(drawRow(number));
		}
		for (const table of Object.keys(INSERTS) as Table[]) {
			await database.query(
				`${INSERTS[table]} from jsonb_to_recordset($1) as rows
				(platform integer, source_key text, name text, language text, detail text, maker text, model text, year integer)`,
				[JSON.stringify(rows[table])]
			);
		}
	}
	// One in five can be booked, as where a few hosts have joined and a register was imported.
	await database.query(
		`with bookable as (
			insert into public.booking_rules (instrument_id)
			select instruments.id
			from public.instruments
			where instruments.source_key like 'bench-%'
				and hashtext(instruments.source_key) % 5 = 0
				and not exists (
					select from public.booking_rules as rules where rules.instrument_id = instruments.id
				)
			returning instrument_id
		)
		insert into public.tariffs (instrument_id, rate_fen)
		select bookable.instrument_id, 30000 from bookable`
	);
}

function tableOf(number: number): Table {
	const tenth = number % 10;
	if (tenth < 7) return 'instruments';
	if (tenth === 7) return number % 20 < 10 ? 'datasets' : 'services';
	return 'literature_items';
}

function drawRow(number: number): Row {
	const random = mulberry32(number + 1);
	const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => {
		const picked = from[Math.floor(random() * from.length)];
		if (picked === undefined) throw new Error('Nothing to pick from.');
		return picked;
	};
	const [zh, ja, en, series] = pick(DEVICES);
	const model = `${series}${1000 + Math.floor(random() * 9000)}${pick(['', 'F', 'Plus', ' HR'])}`;
	const maker = pick(MAKERS);
	const [matterZh, matterEn] = pick(MATTERS);
	const [otherZh] = pick(MATTERS);
	const language = pick(['zh', 'zh', 'zh', 'ja', 'en']);
	const common = {
		platform: Math.floor(random() * PLATFORMS),
		source_key: `bench-${number}`,
		language,
		model,
		year: 2000 + Math.floor(random() * 26)
	};
	const detail = `用于${matterZh}和${otherZh}的${pick(PROPERTIES)}与${pick(PROPERTIES)}，分辨率优于${(random() * 5).toFixed(1)} nm，样品尺寸不超过${Math.ceil(random() * 200)} mm，加速电压${Math.ceil(random() * 300)} kV，可外接能谱与低温台。`;

	switch (tableOf(number)) {
		case 'instruments':
			return {
				...common,
				maker,
				detail,
				name:
					{
						zh: `${pick(KINDS_ZH)}${zh}${pick(['', ` ${model}`])}`,
						ja: `${pick(KINDS_JA)}${ja}（${maker} ${model}）`,
						en: `${pick(KINDS_EN)} ${en} ${model}`
					}[language] ?? zh
			};
		case 'literature_items':
			return {
				...common,
				maker: pick(VENUES),
				detail: `${matterEn} were studied by ${en} and ${pick(DEVICES)[2]}. ${detail}`,
				name:
					language === 'en'
						? `${pick(['Evolution', 'Origin', 'Stability', 'Growth'])} of ${matterEn} observed with a ${pick(KINDS_EN)} ${en}`
						: `基于${zh}的${matterZh}${pick(PROPERTIES)}研究`
			};
		case 'datasets':
			return { ...common, maker, detail, name: `${matterZh}${pick(PROPERTIES)}数据集（${zh}）` };
		case 'services':
			return { ...common, maker, detail, name: `${matterZh}${pick(PROPERTIES)}（${zh}）` };
	}
}
