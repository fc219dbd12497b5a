import * as v from 'valibot';
import { Constants } from '#lib/database.types.ts';
import { parseYuan } from '#lib/import/fen.ts';
import * as m from '#lib/paraglide/messages.js';
import { isWallTime, readWallTime } from '#lib/time/wall-time.ts';
import { cleanText, neededText } from '#lib/ui/form/clean-text.ts';

const { service_kind: KINDS, service_state: STATES } = Constants.public.Enums;

const none = v.literal('');
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const time = v.pipe(
	v.string(),
	v.check(isWallTime, () => m.booking_time_malformed())
);
const money = v.pipe(
	v.string(),
	v.check(
		(text) => text.trim() === '' || parseYuan(text) !== undefined,
		() => m.ledger_refused_amount()
	)
);
const amount = v.pipe(
	v.string(),
	v.trim(),
	v.regex(/^(\d{1,9}(\.\d{1,4})?)?$/, () => m.ledger_refused_amount())
);
const optional = {
	end: v.optional(v.union([none, time]), ''),
	quantity: v.optional(amount, ''),
	purpose_code: v.optional(v.pipe(v.string(), v.maxLength(40)), ''),
	charged: v.optional(money, ''),
	paid: v.optional(money, ''),
	contract_no: v.optional(cleanText(100), ''),
	evidence: v.optional(cleanText(4000), ''),
	content: v.optional(cleanText(2000), ''),
	subject_name: v.optional(cleanText(200), ''),
	related_party: v.optional(v.string(), ''),
	related_evidence: v.optional(cleanText(500), '')
};

export const serviceSchema = v.object({
	kind: v.picklist(KINDS, () => m.ledger_refused_incomplete()),
	/** As `instrument:<id>`; the database knows whether it goes with the kind. */
	resource: v.optional(v.pipe(v.string(), v.regex(/^(\w+:[0-9a-f-]{36})?$/)), ''),
	beneficiary_id: v.pipe(
		v.string(),
		v.uuid(() => m.ledger_refused_incomplete())
	),
	start: time,
	unit: v.optional(v.string(), ''),
	list_price: v.optional(money, ''),
	idempotency_key: key,
	...optional
});

export const correctionSchema = v.object({
	state: v.picklist(STATES),
	start: time,
	reason: neededText(2000),
	idempotency_key: key,
	...optional
});

export type SentService = v.InferOutput<typeof serviceSchema>;
export type SentCorrection = v.InferOutput<typeof correctionSchema>;

const RESOURCE_COLUMNS: Record<string, string> = {
	instrument: 'instrument_id',
	dataset: 'dataset_id',
	literature: 'literature_item_id',
	service: 'service_id'
};

/** What was sent as the words of `record_service`; null where a time is none on that day. */
export function toService(sent: SentService, timeZone: string) {
	const start = toInstant(sent.start, timeZone);
	const end = sent.end === '' ? start : toInstant(sent.end, timeZone);
	if (start === null || end === null) return null;

	const [resource = '', id] = sent.resource.split(':');
	const column = RESOURCE_COLUMNS[resource];
	return {
		kind: sent.kind,
		beneficiary_id: sent.beneficiary_id,
		starts_at: start,
		ends_at: end,
		...(column !== undefined && id !== undefined && { [column]: id }),
		...(sent.unit !== '' && sent.kind !== 'instrument_time' && { unit: sent.unit }),
		...(sent.quantity !== '' && { quantity: Number(sent.quantity) }),
		list_price_fen: toFen(sent.list_price),
		...common(sent)
	};
}

/** What is the same in a new record and in a correction. */
function common(
	sent: Pick<
		SentService,
		| 'purpose_code'
		| 'charged'
		| 'paid'
		| 'contract_no'
		| 'evidence'
		| 'content'
		| 'subject_name'
		| 'related_party'
		| 'related_evidence'
	>
) {
	return {
		purpose_code: sent.purpose_code === '' ? null : sent.purpose_code,
		charged_fen: toFen(sent.charged),
		paid_fen: toFen(sent.paid),
		contract_no: sent.contract_no,
		evidence: sent.evidence
			.split('\n')
			.map((line) => line.trim())
			.filter((line) => line !== ''),
		content: sent.content,
		subject_name: sent.subject_name,
		related_party: sent.related_party !== '',
		related_evidence: sent.related_evidence
	};
}

/** A form's times show minutes; a time that was not touched stays as exact as it was. */
export function toCorrection(
	sent: SentCorrection,
	{
		starts_at,
		ends_at,
		quantity,
		kind
	}: { starts_at: string; ends_at: string; quantity: number; kind: string },
	shown: { start: string; end: string },
	timeZone: string
) {
	const start = sent.start === shown.start ? starts_at : toInstant(sent.start, timeZone);
	const end = sent.end === shown.end ? ends_at : toInstant(sent.end, timeZone);
	if (start === null || end === null) return null;
	return {
		state: sent.state,
		starts_at: start,
		ends_at: end,
		...(kind !== 'instrument_time' && {
			quantity: sent.quantity === '' ? quantity : Number(sent.quantity)
		}),
		...common(sent)
	};
}

function toFen(text: string): number | null {
	return text.trim() === '' ? null : (parseYuan(text) ?? null);
}

/** The instant of a wall time, which a clock change can leave without any. */
function toInstant(text: string, timeZone: string): string | null {
	const reading = readWallTime(text, timeZone);
	switch (reading?.kind) {
		case 'unique':
			return reading.instant.toISOString();
		case 'repeated':
			return reading.first.toISOString();
		default:
			return null;
	}
}
