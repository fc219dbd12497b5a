import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import { isWallTime } from '#lib/time/wall-time.ts';
import { cleanText, neededText } from '#lib/ui/form/clean-text.ts';
import { FAULT_SEVERITIES } from './fault-severity.ts';

const key = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const severity = v.picklist(FAULT_SEVERITIES, () => m.fault_severity_missing());

export const reportSchema = v.object({
	severity,
	description: neededText(4000),
	booking_id: v.optional(v.union([v.literal(''), v.pipe(v.string(), v.uuid())]), ''),
	idempotency_key: key
});
export const assessSchema = v.object({ severity, advice: v.optional(cleanText(500), '') });
export const commentSchema = v.object({ body: neededText(2000), idempotency_key: key });
export const settleSchema = v.object({ settlement: neededText(2000) });

export const endSchema = v.pipe(
	v.string(),
	v.check(isWallTime, () => m.booking_time_malformed())
);
export const closeSchema = v.object({ end: endSchema, idempotency_key: key });
