/*
 * Classes of the national register (nrii-2019) for the words by which registers name instruments.
 * Only what is certain is here: a wrong class hides an instrument from those who filter by it, a
 * missing one does not. The first matching line decides, so what is specific comes before what is
 * general: a scanning probe microscope is no scanning electron microscope.
 */

export type InstrumentClass = { level: 1 | 2 | 3; code: string };

/** Things and services around an instrument: a sputter coater "SEM用" is no SEM. */
const AROUND =
	/(?:電顕|顕微鏡|SEM|TEM|NMR|MS|ICP)用|試料(?!水平)|样品|前処理|前处理|作製|作成|制备|制样|周辺|付属|附属|付帯|アクセサリ|オプション|ソフト|電源|电源|冷却装置|補助|画像.*システム|データ|サポート|料金|委託|受託|preparation|accessor|software/i;

const CLASS_WORDS: readonly (readonly [code: string, words: RegExp])[] = [
	['011200', /電顕(用)?試料|電子顕微鏡試料|電顕前処理|前処理装置|制样设备|EM sample prep/i],

	[
		'010803',
		/プローブ顕微鏡|探针显微镜|原子間力顕微鏡|原子力显微镜|トンネル顕微鏡|扫描隧道|scanning probe microscop|atomic force microscop|\b(SPM|AFM|STM)\b/i
	],
	[
		'010101',
		/透過(型)?(分析)?電子顕微鏡|透射电(镜|子显微镜)|transmission electron microscop|\b(S?TEM)\b/i
	],
	[
		'010102',
		/走査(型)?(分析)?電子顕微鏡|扫描电(镜|子显微镜)|scanning electron microscop|\b(FE-?)?SEM\b/i
	],
	['010103', /マイクロアナライザ(?!ー?室)|电子探针|electron probe|\bEPMA\b(?!室)/i],
	['010100', /電子顕微鏡(?!以外|および関連|[(]EM[)] [(]関連)|电子显微镜|电镜|electron microscop/i],

	['100303', /加速器質量分析|加速器质谱|accelerator mass/i],
	['010204', /二次イオン質量|二次离子质谱|离子探针|secondary ion mass|\bSIMS\b/i],
	['010203', /同位体比|同位素质谱|同位素比|isotope ratio|\bIRMS\b/i],
	[
		'010202',
		/ICP[-\s/・]?(Q)?MS|誘導結合プラズマ質量|等离子体.{0,3}质谱|グロー放電質量|辉光放电.*质谱/i
	],
	[
		'010201',
		/(GC|LC|UPLC|HPLC)[-\s/・]?(MS|TOF|QTOF)|MALDI|ガスクロマトグラフ.?質量|液体クロマトグラフ.?質量|(气|液)相色谱.{0,2}质谱|ESI-?TOF/i
	],
	['010200', /質量分析|质谱|mass spectromet|\bTOF-?MS\b/i],

	[
		'090202',
		/核磁気共鳴イメージング(?!.*X線)|磁気共鳴画像|磁共振成像|\bMRI\b(?!.*(CT|PET))|magnetic resonance imaging/i
	],
	[
		'010602',
		/電子スピン共鳴|顺磁共振|電子常磁性|electron (spin|paramagnetic) resonance|\b(ESR|EPR)\b(?!.*NMR)/i
	],
	['010601', /核磁気共鳴(?!イメージング)|核磁共振(?!成像)|nuclear magnetic resonance|\bNMR\b/i],

	['010302', /蛍光X線|X線蛍光|X射线荧光|X-?ray fluorescence|\b(XRF|WDX|EDXRF|WDXRF)\b/i],
	['010301', /X線回[折析]|X線(結晶)?構造解析|X射线衍射|X-?ray diffract|\bXRD\b/i],

	['010403', /原子吸[光収]|原子吸收|atomic absorption/i],
	['010404', /原子荧光|原子蛍光/],
	[
		'010405',
		/ICP[-\s]?(AES|OES)|ICP発光|発光分光分析|プラズマ発光|等离子体?发射光谱|直读光谱|emission spectromet/i
	],
	['010409', /^(?!.*ラマン).*(赤外分光|红外光谱|FT-?IR|infrared spectro)/i],
	['010410', /^(?!.*赤外).*(ラマン|拉曼|\braman\b)/i],
	['010411', /円[偏二ニ]色性|円偏光二色性|圆二色|circular dichroism/i],
	[
		'010402',
		/分光蛍光光度|蛍光分光(光度|装置)|荧光分光光度|spectrofluoro|fluorescence spectromet/i
	],
	['010401', /(紫外|可視).*(分光光度|吸光)|紫外.{0,3}可见|\bUV[-/]?Vis/i],

	['010503', /イオンクロマト|离子色谱|ion chromatogra/i],
	['010505', /ゲル浸透クロマト|凝胶(渗透)?色谱|サイズ排除クロマト|gel permeation|\b(GPC|SEC)\b/i],
	['010506', /超臨界流体?クロマト|超临界.*色谱|supercritical fluid chromatogra/i],
	['010501', /ガスクロマト|气相色谱|gas chromatogra|^GC$/i],
	['010502', /液体クロマト|液相色谱|liquid chromatogra|\b(HPLC|UPLC|UHPLC)\b/i],
	['010507', /電気泳動|电泳|electrophores/i],
	['010500', /クロマトグラフ|色谱|chromatogra/i],

	['010802', /共焦点|激光共焦|confocal|多光子励起/i],
	[
		'010801',
		/^(?!.*(電子|X線|病理)).*(光学顕微鏡|光学显微镜|蛍光顕微鏡|荧光显微镜|実体顕微鏡|倒立顕微鏡|偏光顕微鏡|位相差顕微鏡|optical microscop|fluorescence microscop)/i
	],

	['010902', /示差走査熱量|示差热|差示扫描量热|示差扫描量热|differential scanning calori|\bDSC\b/i],
	['010900', /熱分析|热分析|thermal analy/i],

	[
		'011012',
		/フローサイトメ|セルソーター|セルアナライザ|流式细胞|flow cytomet|cell sorter|\bFACS\b/i
	],
	['011007', /シー[ケク]ンサー?|DNA测序|测序仪|DNA sequenc|\bNGS\b/i],
	['011011', /PCR|サーマルサイクラー|thermal cycler/i],
	['011005', /プレートリーダー|酶标仪|plate reader/i],
	['011009', /遺伝子導入|エレクトロポレ|基因导入|electroporat/i],
	['011001', /アミノ酸分析|氨基酸.*分析/],
	['011017', /プロテインシー[ケク]ンサ|蛋白测序/],
	['011020', /マイクロアレイ|生物芯片|microarray/i],
	['011023', /遠心(分離)?機|超遠心|离心机|centrifuge/i],

	['011104', /全有機(体)?炭素|总有机碳|\bTOC\b/i],
	['011206', /凍結乾燥|冷冻干燥|freeze dr/i],
	['011209', /ミクロトーム|超薄切片|microtome/i],

	[
		'020101',
		/万能試験機|引張試験機|疲労試験機|材料試験機|万能试验机|材料试验机|universal testing machine/i
	],
	['020102', /硬[度さ](計|試験)|硬度计|ビッカース|hardness test/i],
	['020104', /表面張力計|表面张力|界面張力/],
	['020105', /接触角/],
	['020106', /粘度計|粘度计|viscomet/i],
	['020502', /粒(度|子径)分布|粒度分析|particle size/i],
	['020503', /比表面積|比表面|細孔分布|孔隙度|ポロシメー/],

	['040102', /信号発生器|信号发生器|シグナルジェネレータ|signal generator/i],
	['040103', /オシロスコープ|示波器|oscilloscope/i],
	['040108', /スペクトラムアナライザ|频谱分析仪|spectrum analy[sz]er/i],
	['040401', /ネットワークアナライザ|矢量网络分析|network analy[sz]er/i],

	['100402', /メスバウアー|穆斯堡尔|m[öo]ssbauer/i],
	[
		'120302',
		/半導体製造|リソグラフィ|光刻|電子線描画|電子ビーム描画|マスクレス露光|エッチング装置|スパッタ装置|lithograph/i
	],
	['120401', /旋盤|フライス盤|マシニングセンタ|研削盤|ボール盤|机床|lathe|milling machine/i],
	['120402', /放電加工|电火花|electric discharge machin/i],
	['130200', /計算サーバ|计算服务器|^server$/i]
];

function toClass(code: string): InstrumentClass {
	return { level: code.endsWith('0000') ? 1 : code.endsWith('00') ? 2 : 3, code };
}

function findByWords(text: string): InstrumentClass | undefined {
	const plain = text.normalize('NFKC');
	const known = CLASS_WORDS.find(([, words]) => words.test(plain));
	return known === undefined ? undefined : toClass(known[0]);
}

/**
 * The class of an instrument by what its register calls it: its own name first, then the narrow
 * category, then the wide one. Undefined where nothing is certain.
 */
export function findInstrumentClass(instrument: {
	name: string;
	category: string | null;
	subcategory: string | null;
}): InstrumentClass | undefined {
	const name = withoutBrackets(instrument.name);
	const filed = findByWords(instrument.subcategory ?? '');
	if (AROUND.test(name)) return filed?.code === '011200' ? filed : undefined;
	return (
		findByWords(name) ??
		findByWords(instrument.name) ??
		filed ??
		findByWords(instrument.category ?? '')
	);
}

function withoutBrackets(name: string): string {
	return name.normalize('NFKC').replace(/[([【「][^)\]】」]*[)\]】」]/g, ' ');
}

/** A six-digit code as the national register sends it: a class of its third level where there is one. */
export function parseClassCode(text: string): InstrumentClass | undefined {
	if (!/^\d{6}$/.test(text)) return undefined;
	// These two name a class of the third level too, which is the one that registers send.
	if (text === '030900' || text === '990000' || text === '019900') return { level: 3, code: text };
	return toClass(text);
}
