import * as m from '#lib/paraglide/messages.js';

/** The metrics that pages show; unique requests, which evaluation counts, first. */
export const SHOWN_METRICS = [
	'unique_requests',
	'total_requests',
	'unique_investigations',
	'total_investigations',
	'no_license',
	'limit_exceeded'
] as const;

export const METRIC_LABELS: Record<(typeof SHOWN_METRICS)[number], () => string> = {
	unique_requests: m.usage_metric_unique_requests,
	total_requests: m.usage_metric_total_requests,
	unique_investigations: m.usage_metric_unique_investigations,
	total_investigations: m.usage_metric_total_investigations,
	no_license: m.usage_metric_no_license,
	limit_exceeded: m.usage_metric_limit_exceeded
};
