/*
 * The columns that the importer knows, under our names, with the names that other registers give
 * them: Chinese, English, Japanese, and those of the national register's interface (NRII type 4). A
 * bare 名称 or name is an instrument's, so that a file under the wrong kind is not taken over.
 */

export type ImportKind = 'instruments' | 'datasets' | 'literature' | 'services';

export const IMPORT_KINDS = ['instruments', 'datasets', 'literature', 'services'] as const;

export type Columns = {
	aliases: Record<string, readonly string[]>;
	/** Without these the file cannot be read. */
	required: readonly string[];
};

const instruments: Columns = {
	required: ['identifier', 'name'],
	aliases: {
		identifier: [
			'id',
			'innerId',
			'编号',
			'仪器编号',
			'所在单位仪器编号',
			'资产编号',
			'機器番号',
			'管理番号',
			'設備番号',
			'編號',
			'儀器編號'
		],
		name: [
			'cname',
			'名称',
			'仪器名称',
			'设备名称',
			'装置名',
			'機器名',
			'機器名称',
			'装置名称',
			'設備名',
			'設備名称',
			'名稱',
			'儀器名稱',
			'instrument',
			'instrument name'
		],
		name_en: ['ename', '英文名称', '英語名', '英文名稱', 'english name'],
		category: ['类别', '分类', '仪器分类', '大分類', '分類', 'カテゴリ', 'カテゴリー', '類別'],
		subcategory: ['子类', '二级分类', '中分類', '小分類'],
		class_code: ['instrCategory', '仪器设备分类编码', '分类编码', 'nrii class'],
		owner: [
			'单位',
			'所属单位',
			'所在单位',
			'机构',
			'所有者',
			'所属機関',
			'機関名',
			'設置機関',
			'保有機関',
			'所屬單位',
			'單位',
			'institution',
			'organisation',
			'organization'
		],
		owner_kind: ['单位类型', '单位性质', '機関種別', '機関区分', 'owner type'],
		region: ['地区', '省市', '都道府県', '所在地', '地域', '地區', 'prefecture'],
		province: ['省', '省份'],
		city: ['市', '城市'],
		county: ['县', '区县'],
		street: ['安放地址', '地址', '详细地址'],
		external_use: [
			'对外开放',
			'开放共享',
			'共享模式',
			'shareMode',
			'学外利用',
			'学外開放',
			'外部利用',
			'外部開放'
		],
		fee_band: ['收费', '是否收费', '利用料', '利用料金', '料金'],
		fee_note: ['fee', '参考收费标准', '收费标准'],
		landing_page: ['url', '网址', '链接', 'link', '詳細ページ', 'リンク', '網址'],
		model: ['instrVersion', '规格型号', '型号', '型番'],
		manufacturer: ['生产制造商', '制造商', '生产厂家', 'メーカー'],
		origin_country: ['nation', '产地国别', '国别'],
		asset_kind: ['type', '仪器设备类别'],
		acquired_by: ['instrSource', '仪器设备来源', '来源'],
		under_customs: ['instrSupervise', '海关监管情况'],
		worth: ['原值', '原值(万元)', '原值万元', '设备原值(万元)'],
		in_service_on: ['beginDate', '启用日期', '启用建账日期'],
		funds: ['主要购置经费来源', '经费来源'],
		subjects: ['subject', '主要学科领域', '学科'],
		technical: ['主要技术指标', '技术指标', '仕様'],
		functions: ['function', '主要功能', '功能'],
		service_content: ['serviceContent', '服务内容'],
		achievement: ['服务典型成果'],
		sharing_rules: ['requirement', '对外开放共享规定', '共享规定'],
		units: ['台数', '数量'],
		serial_number: ['序列号', '出厂编号', 'serial']
	}
};

const datasets: Columns = {
	required: ['title'],
	aliases: {
		identifier: ['id', '编号', '数据集编号'],
		title: ['标题', '数据集名称', 'dataset'],
		title_en: ['英文标题', '英文名称', 'alt_title_en'],
		landing_page: ['url', '网址', '链接', '下载地址', 'link'],
		subject: ['学科', '主题', 'subjects', 'subject_codes'],
		description: ['摘要', '描述', 'abstract', '说明'],
		keywords: ['关键词', '关键字', 'tags'],
		license: ['licence', '许可', '许可协议'],
		publisher: ['发布者', '发布机构', '出版者'],
		owner: ['单位', '所属单位', '提供单位', 'provider'],
		owner_kind: ['单位类型', '单位性质'],
		creators: ['作者', '创建者', 'creator', 'authors'],
		doi: [],
		cstr: [],
		published_on: ['发布日期', 'publish_date', 'date'],
		version: ['版本'],
		size_bytes: ['数据量', 'size'],
		formats: ['格式', '数据格式', 'format'],
		spatial: ['空间范围'],
		temporal: ['时间范围'],
		source: ['数据来源'],
		method: ['数据产生方式', '方法'],
		update_frequency: ['更新频率', 'update_freq'],
		access_level: ['共享方式', '共享权限', 'access'],
		use_statement: ['使用声明'],
		citation_text: ['引用格式', 'citation'],
		embargo_until: ['延迟开放至']
	}
};

const literature: Columns = {
	required: ['title'],
	aliases: {
		doi: [],
		identifier: ['id', '编号'],
		title: ['标题', '题名', '篇名'],
		title_en: ['英文标题'],
		authors: ['作者', 'author', 'creators'],
		venue: ['期刊', '刊名', '来源', 'journal', '会议'],
		year: ['年份', '年', '出版年', '发表年份', 'published_year'],
		kind: ['类型', '文献类型', 'type', 'data_type'],
		abstract: ['摘要', 'description'],
		keywords: ['关键词', '关键字'],
		full_text_url: ['url', '网址', '全文链接', 'link'],
		access: ['获取方式'],
		owner: ['单位', '所属单位', '提供单位'],
		owner_kind: ['单位类型', '单位性质'],
		related_instrument: ['相关仪器', '仪器编号', 'instrument']
	}
};

const services: Columns = {
	required: ['service'],
	aliases: {
		identifier: ['id', '编号', '服务编号'],
		service: ['服务', '服务名称', '服务项目', '检测项目', '项目', 'service name'],
		name_en: ['英文名称'],
		instrument: ['仪器', '仪器名称', '设备', '设备名称'],
		unit_price_cny: ['单价', '单价(元)', '价格', '价格(元)', '收费标准', '收费标准(元)', 'price'],
		unit: ['单位', '计价单位', '收费单位'],
		method_standard: ['方法标准', '标准', '检测标准', '检测依据', 'standard'],
		group: ['分组', '类别', '实验室', 'category'],
		description: ['说明', '描述', '备注'],
		turnaround_days: ['周期', '检测周期', '工作日'],
		owner: ['所属单位', '服务单位', '机构'],
		owner_kind: ['单位类型', '单位性质']
	}
};

/** What our own exports have beside, and no register: the record as it is kept here. */
const OWN = { record_id: [], language: [] };

export const COLUMNS: Record<ImportKind, Columns> = {
	instruments: { ...instruments, aliases: { ...instruments.aliases, ...OWN, class_level: [] } },
	datasets: { ...datasets, aliases: { ...datasets.aliases, ...OWN } },
	literature: { ...literature, aliases: { ...literature.aliases, ...OWN } },
	services: { ...services, aliases: { ...services.aliases, ...OWN } }
};
