/*
 * Why a row is not taken. A reason is a stable key, in the file's schemas as in the database, and is
 * put into words here, for the command line and for pages alike.
 */

export type ImportLanguage = 'zh' | 'en';

export type Refusal = {
	/** The field as our columns name it; null when the whole row is meant. */
	field: string | null;
	reason: string;
	/** The limit that was passed, or the row that came first. */
	detail?: number | string;
};

type Wording = Record<ImportLanguage, string>;

const REASONS: Record<string, Wording> = {
	required: { zh: '必填，不能为空', en: 'is required' },
	too_long: { zh: '超过 {detail} 个字符', en: 'has more than {detail} characters' },
	too_many: { zh: '超过 {detail} 项', en: 'has more than {detail} entries' },
	unclean: {
		zh: '含有控制字符或改变文字方向的字符',
		en: 'has control characters or characters that turn the direction of text'
	},
	undecodable: {
		zh: '含有无法识别编码的字符，请另存为 UTF-8',
		en: 'has characters that cannot be decoded; save the file as UTF-8'
	},
	unknown_value: { zh: '不是可识别的取值', en: 'is no known value' },
	not_a_web_address: { zh: '不是 http(s) 网址', en: 'is no http(s) address' },
	not_a_doi: { zh: '不是 DOI', en: 'is no DOI' },
	not_a_year: { zh: '不是年份', en: 'is no year' },
	not_a_date: { zh: '不是日期（应为 YYYY-MM-DD）', en: 'is no date (YYYY-MM-DD)' },
	not_a_whole_number: { zh: '不是范围内的整数', en: 'is no whole number in range' },
	not_an_amount: { zh: '不是精确到分的金额', en: 'is no amount exact to the fen' },
	not_a_class_code: { zh: '不是六位分类编码', en: 'is no six-digit class code' },
	not_a_subject: { zh: '不是 GB/T 13745 一级学科', en: 'is no first-level subject of GB/T 13745' },
	too_few_columns: {
		zh: '列数少于表头（{detail} 列）',
		en: 'has fewer columns than the header ({detail})'
	},
	too_many_columns: {
		zh: '列数多于表头（{detail} 列）',
		en: 'has more columns than the header ({detail})'
	},
	record_too_large: {
		zh: '此行过大，可能有引号未闭合，无法继续读取',
		en: 'is too large, perhaps by a quote that never closes; reading ends here'
	},
	quote_not_closed: {
		zh: '有引号未闭合，无法继续读取',
		en: 'has a quote that never closes; reading ends here'
	},
	repeated_with_other_content: {
		zh: '与第 {detail} 行是同一条记录而内容不同，保留先出现的一行',
		en: 'is the record of row {detail} with other content; the first one stands'
	},
	not_a_time: {
		zh: '不是时间（应为 YYYY-MM-DD HH:MM，实验室当地时间）',
		en: 'is no time (YYYY-MM-DD HH:MM, on the clock of the laboratory)'
	},
	not_a_duration: { zh: '不是小时数', en: 'is no number of hours' },
	ends_before_start: { zh: '结束不晚于开始', en: 'is not after the start' },
	instrument_unknown: {
		zh: '本平台没有这台仪器（按仪器编号或名称查找）',
		en: 'is no instrument of this platform, by number or name'
	},
	instrument_ambiguous: {
		zh: '有几台仪器同名，请写仪器编号',
		en: 'is the name of several instruments; give the number'
	},
	customer_unknown: {
		zh: '平台上没有这个单位（按统一社会信用代码或全称查找）',
		en: 'is no organisation here, by credit code or full name'
	},
	customer_ambiguous: {
		zh: '有几个单位同名，请写统一社会信用代码',
		en: 'is the name of several organisations; give the credit code'
	},
	service_in_the_future: { zh: '尚未结束', en: 'has not ended yet' },
	instruments_class_fkey: { zh: '没有这个分类编码', en: 'is no class code' }
};

const OTHER: Wording = {
	zh: '数据库不接受（{reason}）',
	en: 'is not accepted by the database ({reason})'
};

const ROW: Wording = { zh: '整行', en: 'row' };

/** The reason in words, without the field. */
export function explainReason({ reason, detail }: Refusal, language: ImportLanguage): string {
	return (REASONS[reason] ?? OTHER)[language]
		.replace('{detail}', String(detail ?? '?'))
		.replace('{reason}', reason);
}

/** The field as a person calls it: the column of the file, or the whole row. */
export function nameField({ field }: Refusal, language: ImportLanguage): string {
	return field ?? ROW[language];
}
