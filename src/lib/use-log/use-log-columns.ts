import type { Columns } from '#lib/import/columns.ts';

/** The columns of a use log under our names, with those that instrument computers and log books use. */
export const USE_LOG_COLUMNS: Columns = {
	required: ['instrument', 'organisation', 'starts_at'],
	aliases: {
		instrument: [
			'仪器',
			'仪器编号',
			'仪器名称',
			'设备编号',
			'设备名称',
			'innerId',
			'instrument id'
		],
		organisation: [
			'使用单位',
			'单位',
			'客户',
			'送样单位',
			'统一社会信用代码',
			'applicantUnit',
			'customer',
			'organization'
		],
		starts_at: ['开始', '开始时间', '上机时间', 'start', 'start time'],
		ends_at: ['结束', '结束时间', '下机时间', 'endTime', 'end', 'end time'],
		hours: ['机时', '时长', '使用时长(小时)', '机时(小时)', 'serviceTime', 'duration (h)'],
		state: ['状态', '类型', 'status', 'kind'],
		purpose: ['统计类别', '服务类型', '用途', 'serviceDirection', 'counted as'],
		charged_yuan: ['收费', '收费(元)', '金额', '金额(元)', '服务金额', 'amounts', 'charged (CNY)'],
		content: ['服务内容', '内容', '样品', '备注', 'serviceContent', 'note'],
		evidence: ['凭证', '合同号', '记录编号', 'recordInnerId', 'reference']
	}
};
