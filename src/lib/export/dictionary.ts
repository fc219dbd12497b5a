/*
 * What the files and columns of an export mean, in both languages, since whoever opens it later may
 * read another one than who made it. A column means the same in every file, unless it stands here
 * with the name of the part before it.
 */

import type { Part } from './parts.ts';

export type Words = { zh: string; en: string };

const TITLES: Record<string, Words> = {
	platform: { zh: '平台信息', en: 'Platform' },
	contacts: { zh: '联系方式', en: 'Contacts' },
	designations: { zh: '平台类别（认定）', en: 'Designations' },
	members: { zh: '成员与角色', en: 'Members and roles' },
	invitations: { zh: '成员邀请', en: 'Invitations' },
	'approval-delegations': { zh: '审批委托', en: 'Delegations of approval' },
	instruments: { zh: '仪器', en: 'Instruments' },
	agents: { zh: '仪器代理', en: 'Agents of instruments' },
	'opening-hours': { zh: '开放时间', en: 'Opening hours' },
	'opening-exceptions': { zh: '特殊开放安排', en: 'Exceptions of opening hours' },
	rules: { zh: '预约规则', en: 'Rules' },
	tariffs: { zh: '收费标准', en: 'Tariffs' },
	quotas: { zh: '限额', en: 'Quotas' },
	datasets: { zh: '科学数据', en: 'Datasets' },
	'dataset-instruments': { zh: '科学数据与仪器的关联', en: 'Instruments of datasets' },
	literature: { zh: '科技文献', en: 'Literature' },
	'literature-instruments': { zh: '科技文献与仪器的关联', en: 'Instruments of literature' },
	services: { zh: '技术服务', en: 'Services' },
	bookings: { zh: '预约', en: 'Bookings' },
	occupancies: { zh: '占用', en: 'Occupancies' },
	usage: { zh: '使用记录', en: 'Usage sessions' },
	appeals: { zh: '未到与逾期取消的申诉', en: 'Appeals against no-shows and late cancellations' },
	closures: { zh: '停机安排', en: 'Closures' },
	'closure-offers': { zh: '停机的改期建议', en: 'Offers made for closures' },
	courses: { zh: '培训课程', en: 'Courses' },
	'course-sessions': { zh: '培训场次', en: 'Sessions of courses' },
	enrolments: { zh: '培训报名', en: 'Enrolments' },
	qualifications: { zh: '操作资格', en: 'Qualifications' },
	faults: { zh: '故障', en: 'Faults' },
	'fault-comments': { zh: '故障的处理说明', en: 'Comments on faults' },
	suspensions: { zh: '暂停预约', en: 'Suspensions' },
	messages: { zh: '预约留言', en: 'Messages on bookings' },
	files: { zh: '预约文件清单', en: 'Files on bookings' },
	'delivery-terms': {
		zh: '原文传递与数据申请的收费和时限',
		en: 'Terms of copies and applications'
	},
	applications: { zh: '数据申请与原文传递', en: 'Applications for data and copies' },
	'application-details': {
		zh: '申请的用途、许可和使用报告',
		en: 'Use, licence and report of applications'
	},
	'application-steps': { zh: '申请的办理过程', en: 'Steps of applications' },
	'application-messages': { zh: '申请留言', en: 'Messages on applications' },
	'application-deliveries': { zh: '已提供的数据和文献清单', en: 'What was handed over' },
	'application-downloads': { zh: '下载记录', en: 'Downloads of what was handed over' }
};

const COLUMNS: Record<string, readonly [zh: string, en: string]> = {
	abstract: ['摘要', 'Abstract'],
	accepted_at: ['接受时间', 'When it was accepted'],
	accepted_by: ['接受人编号', 'Id of the person who accepted it'],
	accepted_licence: ['申请人接受的许可', 'The licence that was accepted'],
	accepted_version: ['接受许可时的数据版本', 'The version of the dataset it was of'],
	access: ['获取方式：open 开放获取，delivery 原文传递', 'open, or delivery on request'],
	access_level: [
		'共享方式：open 开放，registered 注册，application 申请，restricted 受限',
		'open, registered, application or restricted'
	],
	access_until: ['可获取截止时间', 'Until when it can be fetched'],
	achievement: ['服务典型成果', 'Typical results of its service'],
	acquired_by: ['仪器设备来源', 'How it was acquired, in words of the national register'],
	activated_at: ['生效时间', 'When it took its time'],
	active: ['是否仍占用时间', 'Whether it still holds its time'],
	admits_outsiders: ['是否接受外单位用户', 'Whether outsiders may book'],
	advice: ['使用提示', 'What customers are told meanwhile'],
	after: ['变更后的状态', 'The status after the step'],
	answered_at: ['答复时间', 'When it was answered'],
	appealed_at: ['申诉时间', 'When the appeal was made'],
	appealed_by: ['申诉人编号', 'Id of the person who appealed'],
	application_id: ['申请编号（见 applications.csv）', 'The application, in applications.csv'],
	approval: [
		'审批方式：none 不需要，lab 平台审批，owner_then_lab 先负责人后平台',
		'none, lab, or owner_then_lab'
	],
	approval_hours: ['每级审批的时限（小时）', 'Hours that a request waits for each answer'],
	approval_needed: ['是否需要审批', 'Whether a booking has to be approved'],
	approval_stage: ['等待谁审批', 'Whose answer a request waits for'],
	asset_kind: [
		'仪器设备类别（通用、专用）',
		'General or special, in words of the national register'
	],
	at: ['时间', 'When'],
	at_most: ['上限', 'The limit'],
	authors: ['作者', 'Authors'],
	basis: ['计费方式：hour 按小时，session 按次', 'By the hour, or by the session'],
	before: ['变更前的状态', 'The status before the step'],
	body: ['内容', 'The text'],
	booked_by: [
		'代订人编号；本人预约时为空',
		'Id of who booked it for the person; empty for themselves'
	],
	booking_id: ['预约编号（见 bookings.csv）', 'The booking, in bookings.csv'],
	cancel_reason: ['取消原因', 'Why it was cancelled'],
	cancel_until_minutes: [
		'开始前多少分钟内取消算逾期',
		'A cancellation later than so many minutes before the start is late'
	],
	cancelled_at: ['取消时间', 'When it was cancelled'],
	cancelled_by: ['取消人编号', 'Id of the person who cancelled it'],
	cancelled_late: ['是否逾期取消', 'Whether the customer cancelled after the deadline'],
	category: ['原登记的分类', 'What its register files it under'],
	citation_text: ['引用格式', 'How to cite it'],
	city: ['市', 'City'],
	class_code: ['仪器设备分类编码', 'Code of its class in the national register'],
	class_level: ['分类级别', 'Level of its class'],
	closed_at: ['签退上报时间', 'When the report of its end came in'],
	closes: [
		'关闭时刻（平台当地时间）；24:00 为当日结束',
		'Wall time at which it closes; 24:00 is the end of the day'
	],
	closure_id: ['停机安排编号（见 closures.csv）', 'The closure, in closures.csv'],
	content_type: ['文件类型', 'Type of the file'],
	county: ['区县', 'County'],
	course_id: ['课程编号（见 courses.csv）', 'The course, in courses.csv'],
	course_name: ['课程名称', 'Name of the course'],
	created_at: ['记录建立时间', 'When the record was made'],
	creators: ['创建者', 'Creators'],
	cstr: ['科技资源标识', 'CSTR identifier'],
	currency: ['币种', 'Currency'],
	customer_kind: ['用户类别', 'The kind of customer it holds for'],
	dataset: ['科学数据标识（见 datasets.csv）', 'Identifier of the dataset, in datasets.csv'],
	dataset_id: ['科学数据的记录编号', 'Record of the dataset'],
	decide_by: ['审批截止时间', 'A request without an answer by then has expired'],
	decided_at: ['答复时间', 'When it was answered'],
	decided_by: ['答复人编号', 'Id of the person who answered'],
	decision_note: ['答复说明', 'What was said with the answer'],
	delegate_id: ['受托人编号', 'Id of the person who may approve'],
	delegate_name: ['受托人', 'Who may approve'],
	delivered_at: ['提供时间', 'When it was handed over'],
	delivery_days: ['原文传递时限（工作日）', 'Working days within which a copy is delivered'],
	delivery_id: [
		'提供的文件或链接编号（见 application-deliveries.csv）',
		'What was handed over, in application-deliveries.csv'
	],
	description: ['说明', 'Description'],
	directions: ['到达方式', 'How to get there'],
	directions_en: ['到达方式（英文）', 'How to get there, in English'],
	displaced_by: ['因哪项停机安排而取消', 'The closure for which the lab cancelled it'],
	document_no: ['文号', 'Number of the document'],
	doi: ['DOI', 'DOI'],
	download_limit: ['最多下载次数', 'Downloads that were granted'],
	downloads: ['已下载次数', 'Downloads so far'],
	due_fen: ['应付金额（分）', 'What is due, in fen'],
	effective_status: ['当前实际状态', 'The status as it is by the clock of the export'],
	email: ['电子邮箱', 'Mail address'],
	embargo_until: ['延迟开放至', 'Not open before'],
	ended_at: ['结束时间', 'When it ended'],
	ended_by: ['结束操作人编号', 'Id of the person who ended it'],
	ends_at: ['结束时间（不含）', 'Its end, not included'],
	expires_at: ['到期时间', 'When it expires'],
	external_use: [
		'对外开放：yes 开放，ask 需协商，no 不开放，unknown 未知',
		'Open to outsiders: yes, ask, no or unknown'
	],
	fault_id: ['故障编号（见 faults.csv）', 'The fault, in faults.csv'],
	fee_band: ['是否收费：paid 收费，free 免费，unknown 未知', 'paid, free or unknown'],
	fee_fen: ['费用（分）', 'Fee in fen'],
	fee_note: ['收费说明', 'Note on fees'],
	flags: [
		'标记：late 迟到，reported_late 上报迟，overrun 超时，forgotten 未签退',
		'late, reported_late, overrun, forgotten'
	],
	formats: ['数据格式', 'Formats'],
	full_text_url: ['全文地址', 'Address of the full text'],
	functions: ['主要功能', 'What it does'],
	funds: ['主要购置经费来源', 'Funds it was bought with'],
	gap_minutes: [
		'同一用户单位两次预约的间隔（分钟）',
		'Minutes between two bookings of one organisation'
	],
	grace_minutes: [
		'签到宽限（分钟）；空为不需签到',
		'Minutes of grace for the check-in; empty where nobody checks in'
	],
	grant_reason: ['授予说明', 'Why it was granted'],
	granted_at: ['授予时间', 'When it was granted'],
	granted_by: ['授予人编号', 'Id of the person who granted it'],
	granted_on: ['认定日期', 'Day it was granted'],
	granularity_minutes: ['时间步长（分钟）', 'Granularity in minutes'],
	group: ['分组', 'Group in the price list'],
	holder: ['限额对象：person 个人，organisation 单位', 'Whom it limits: person or organisation'],
	holiday_year: [
		'按哪一年的节假日安排载入；手工填写时为空',
		'Year of the holidays it was loaded with; empty when written by hand'
	],
	horizon_days: ['可提前预约的天数', 'How many days ahead bookings are taken'],
	identifier: [
		'本单位的编号，再次导入时据此识别',
		'Its identifier, by which the importer knows it again'
	],
	in_service_on: ['启用日期', 'In service since'],
	instrument: [
		'仪器编号（见 instruments.csv 的 identifier）',
		'Identifier of the instrument, in instruments.csv'
	],
	instrument_id: [
		'仪器的记录编号（见 instruments.csv 的 record_id）',
		'Record of the instrument, in instruments.csv'
	],
	instrument_name: ['仪器名称', 'Name of the instrument'],
	intended_use: ['用途说明', 'What it is for'],
	invited_by: ['邀请人编号', 'Id of the person who invited'],
	keywords: ['关键词', 'Keywords'],
	kind: ['种类', 'Kind'],
	kind_code: ['平台类别代码', 'Code of the designation'],
	landing_page: ['网页地址', 'Address of its page'],
	language: ['名称或标题的语言', 'Language of its name or title'],
	lapses_at: ['无人处理时自动释放的时间', 'From then on it holds no time'],
	last_used_at: ['最近使用时间', 'When it was last used'],
	late_cancel_bp: [
		'逾期取消收费（价格的万分比）',
		'Cost of a late cancellation, in basis points of the price'
	],
	late_cancel_counts: ['逾期取消是否计为未到', 'Whether a late cancellation counts like a no-show'],
	lead_minutes: ['提前量（分钟）', 'Lead time in minutes'],
	level: ['级别', 'Level'],
	licence: ['批准的许可', 'The licence that was granted'],
	license: ['许可协议', 'Licence'],
	lift_reason: ['放宽或解除的原因', 'Why it was lifted'],
	lifted: ['平台放宽的规则（JSON）', 'The rules that the lab lifted for it, as JSON'],
	lifted_at: ['解除时间', 'When it was lifted'],
	lifted_by: ['解除人编号', 'Id of the person who lifted it'],
	literature_item_id: [
		'文献编号（见 literature.csv 的 record_id）',
		'The work, by record_id in literature.csv'
	],
	longest_minutes: ['最长时长（分钟）', 'Longest booking in minutes'],
	manufacturer: ['生产制造商', 'Manufacturer'],
	measure: ['计量：bookings 次数，minutes 分钟', 'What is counted: bookings or minutes'],
	method: ['数据产生方式', 'How it was produced'],
	method_standard: ['方法标准', 'Standard of the method'],
	minimum_fen: ['最低收费（分）', 'A booking costs at least so many fen'],
	model: ['规格型号', 'Model'],
	name: ['名称', 'Name'],
	name_en: ['英文名称', 'English name'],
	night_ends: ['夜间结束时刻', 'When the night ends'],
	night_starts: ['夜间开始时刻', 'When the night begins'],
	no_show_at: [
		'此时未签到即为未到；空为不需签到',
		'Without check-in by then a no-show; empty where nobody checks in'
	],
	no_show_bp: ['未到收费（价格的万分比）', 'Cost of a no-show, in basis points of the price'],
	no_show_limit: ['未到多少次后暂停预约；空为不暂停', 'So many no-shows suspend; empty never does'],
	no_show_window_days: ['未到次数的统计天数', 'Days within which no-shows are counted'],
	number: ['申请号', 'What people call it by'],
	off_hours_admitted: ['是否可约夜间和周末', 'Whether nights and weekends may be booked'],
	off_hours_bp: [
		'夜间和周末价格（日间价格的万分比）',
		'Rate of nights and weekends, in basis points of that by day'
	],
	on_date: ['日期', 'Day'],
	opens: [
		'开放时刻（平台当地时间）；空为全天不开放',
		'Wall time at which it opens; empty where it stays closed'
	],
	organisation_id: ['单位编号', 'Id of the organisation'],
	organisation_name: ['单位名称', 'Name of the organisation'],
	origin_country: ['产地国别', 'Country of origin'],
	outcome: ['结果', 'What came of it'],
	page_fee_fen: ['每页费用（分）', 'Fee of a page in fen'],
	pages: ['页数', 'Pages'],
	person_id: ['用户编号', 'Id of the person'],
	person_name: ['用户姓名', 'Name of the person'],
	phone: ['电话', 'Telephone'],
	place: ['地点', 'Place'],
	platform_id: ['平台编号', 'Id of the platform'],
	price_fen: [
		'价格（分），预约时锁定；空为面议',
		'Price in fen, frozen with the booking; empty is by arrangement'
	],
	province: ['省', 'Province'],
	published_on: ['发布日期', 'Day of publication'],
	publisher: ['发布者', 'Publisher'],
	purpose: ['用途', 'Purpose'],
	purpose_code: ['用途代码', 'Code of the purpose'],
	purpose_required: ['是否必填用途', 'Whether a purpose has to be given'],
	qualification_id: [
		'操作资格编号（见 qualifications.csv）',
		'The qualification, in qualifications.csv'
	],
	rate_fen: ['单价（分）；空为面议', 'Rate in fen; empty is by arrangement'],
	rating: ['评价（1 至 5）', 'Rating from 1 to 5'],
	ready_by: ['预计提供时间', 'When it should be ready'],
	reason: ['原因', 'Reason'],
	reason_code: ['原因代码', 'Code of the reason'],
	record_id: ['本系统的记录编号', 'Id of the record in this system'],
	related_instrument: [
		'相关仪器编号（见 instruments.csv 的 identifier）',
		'Identifier of the instrument it was done with'
	],
	report: ['使用报告', 'Report on the use'],
	reported_by: ['报告人编号', 'Id of the person who reported it'],
	retired_at: ['下架或停用时间', 'When it was retired'],
	review_days: [
		'数据申请审核时限（工作日）',
		'Working days within which an application is reviewed'
	],
	revision: ['变更次数', 'How often it was changed'],
	revoke_reason: ['撤销原因', 'Why it was revoked'],
	revoked_at: ['撤销时间', 'When it was revoked'],
	revoked_by: ['撤销人编号', 'Id of the person who revoked it'],
	revoked_on: ['撤销日期', 'Day it was revoked'],
	role: ['角色：manager 平台管理员，technician 技术员', 'Role: manager, technician and so on'],
	rule_id: ['适用的预约规则（见 rules.csv）', 'The rules it was judged by, in rules.csv'],
	scopes: ['权限范围', 'What it may be used for'],
	seats: ['名额', 'Seats'],
	seats_taken: ['已占名额', 'Seats that are taken'],
	sent_at: ['最近发送时间', 'When it was last sent'],
	serial_number: ['出厂编号', 'Serial number'],
	series_id: ['同一批重复安排的编号', 'Shared by the closures that were planned together'],
	service: ['服务名称', 'Name of the service'],
	service_content: ['服务内容', 'What the service is'],
	service_record_id: ['台账记录编号', 'The record of the ledger'],
	session_id: ['场次编号（见 course-sessions.csv）', 'The session, in course-sessions.csv'],
	settled_at: ['处理完毕时间', 'When it was settled'],
	settled_by: ['处理人编号', 'Id of the person who settled it'],
	settlement: ['处理结果', 'How it was settled'],
	setup_minutes: ['准备时间（分钟）', 'Set-up time in minutes'],
	severity: ['严重程度', 'Severity'],
	shared_at: ['分享时间', 'When it was shared'],
	sharing_rules: ['对外开放共享规定', 'Rules of sharing'],
	shortest_minutes: ['最短时长（分钟）', 'Shortest booking in minutes'],
	side: ['哪一方：customer 用户，lab 平台', 'Whose it is: customer or lab'],
	size_bytes: ['大小（字节）', 'Size in bytes'],
	slots: ['建议的时段（JSON）', 'The slots that were offered, as JSON'],
	source: ['来源', 'Source'],
	span: ['统计周期', 'The time within which it counts'],
	spatial: ['空间范围', 'Where it is about'],
	started_at: ['开始时间', 'When it began'],
	started_by: ['开始操作人编号', 'Id of the person who began it'],
	starts_at: ['开始时间', 'Its start'],
	status: ['登记的状态', 'The status as it is kept'],
	street: ['详细地址', 'Street'],
	subject: ['学科代码（GB/T 13745）', 'Codes of its subjects (GB/T 13745)'],
	subjects: ['主要学科领域代码（GB/T 13745）', 'Codes of its subjects (GB/T 13745)'],
	submitted_at: ['提交时间', 'When it was submitted'],
	summary: ['简介', 'Summary'],
	summary_en: ['英文简介', 'Summary in English'],
	suspended_by: ['操作人编号', 'Id of the person who suspended'],
	suspension_days: ['暂停预约的天数', 'Days of a suspension'],
	tariff_id: [
		'适用的收费标准（见 tariffs.csv）',
		'The tariff its price was reckoned by, in tariffs.csv'
	],
	teardown_minutes: ['收尾时间（分钟）', 'Tear-down time in minutes'],
	technical: ['主要技术指标', 'Technical data'],
	temporal: ['时间范围', 'What time it is about'],
	time_zone: ['时区', 'Time zone'],
	times_sent: ['发送次数', 'How often it was sent'],
	title: ['标题', 'Title'],
	title_en: ['英文标题', 'English title'],
	turnaround_days: ['周期（工作日）', 'Turnaround in working days'],
	under_customs: ['是否受海关监管：yes 是，no 否', 'Under customs: yes or no'],
	unit: ['台位', 'The unit of the instrument'],
	unit_price_cny: ['单价（元）；空为面议', 'Price of a unit in yuan; empty is by arrangement'],
	units: ['台位数', 'How many units it has'],
	update_frequency: ['更新频率', 'How often it is updated'],
	updated_at: ['最近修改时间', 'When it was last changed'],
	use_statement: ['使用声明', 'Terms of use'],
	valid_from: ['生效时间', 'Holds from'],
	valid_months: [
		'资格有效期（月）；空为长期',
		'Months that its qualification holds; empty for ever'
	],
	valid_until: ['失效时间；空为长期', 'Holds until; empty for ever'],
	venue: ['期刊或会议', 'Journal or conference'],
	version: ['版本', 'Version'],
	website: ['网站', 'Website'],
	weekday: ['星期（1 为星期一，7 为星期日）', 'Day of the week, 1 Monday to 7 Sunday'],
	withdrawn_at: ['撤回时间', 'When it was withdrawn'],
	withdrawn_by: ['撤回人编号', 'Id of the person who withdrew it'],
	worth: ['原值（万元）', 'Worth in ten thousand yuan'],
	year: ['出版年', 'Year of publication'],

	'agents.person_id': ['建立令牌的管理员编号', 'Id of the manager who made the token'],
	'agents.person_name': ['建立令牌的管理员', 'The manager who made the token'],
	'literature.kind': ['文献类型', 'Type of the work'],
	'services.instrument': ['仪器名称', 'Name of the instrument'],
	'services.unit': ['计价单位', 'What the price is for'],
	'suspensions.reason': ['暂停原因', 'Why'],
	'applications.decide_by': ['答复截止时间', 'By when the lab should have answered'],
	'applications.kind': ['种类：dataset 科学数据，literature 科技文献', 'dataset or literature'],
	'application-details.person_id': ['申请人编号', 'Id of the applicant']
};

/** Who did something, beside the id of who did. */
const WHO: Words = { zh: '前一列编号对应的姓名', en: 'Name of the person in the column before' };

export function titleOf({ name }: Part): Words {
	return TITLES[name] ?? { zh: name, en: name };
}

export function meaningOf({ name }: Pick<Part, 'name'>, column: string): Words | undefined {
	const words = COLUMNS[`${name}.${column}`] ?? COLUMNS[column];
	if (words !== undefined) return { zh: words[0], en: words[1] };
	return column.endsWith('_by_name') || column === 'booked_by_name' ? WHO : undefined;
}
