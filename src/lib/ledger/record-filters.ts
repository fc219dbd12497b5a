import * as v from 'valibot';
import { Constants } from '#lib/database.types.ts';
import { isCalendarDate } from '#lib/time/calendar-date.ts';

/* What a list of records shows, as the address says it; whatever makes no sense is as if it were absent. */

const TODOS = ['open', 'disputed', 'flagged', 'purpose'] as const;

const { service_kind: KINDS, beneficiary_class: CLASSES } = Constants.public.Enums;

function orAbsent<Out>(schema: v.GenericSchema<unknown, Out>) {
	return v.fallback(v.nullable(schema), null);
}

const day = v.pipe(v.string(), v.check(isCalendarDate));
const schema = v.object({
	platform: orAbsent(v.pipe(v.string(), v.uuid())),
	kind: orAbsent(v.picklist(KINDS)),
	class: orAbsent(v.picklist(CLASSES)),
	todo: orAbsent(v.picklist(TODOS)),
	from: orAbsent(day),
	until: orAbsent(day)
});

export type RecordFilters = v.InferOutput<typeof schema>;

export function readRecordFilters(params: URLSearchParams): RecordFilters {
	const names = ['platform', 'kind', 'class', 'todo', 'from', 'until'];
	return v.parse(schema, Object.fromEntries(names.map((name) => [name, params.get(name)])));
}

/*
 * Where a page ended. The instant is kept as the database wrote it: a use begins at any microsecond.
 */
const cursorSchema = v.tuple([
	v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+(\+\d{2}:\d{2}|Z)$/)),
	v.pipe(v.string(), v.uuid())
]);

export function encodeRecordCursor(startsAt: string, id: string): string {
	return encodeURIComponent(JSON.stringify([startsAt, id]));
}

/** Null when the text is no cursor of ours. */
export function decodeRecordCursor(text: string): v.InferOutput<typeof cursorSchema> | null {
	try {
		const result = v.safeParse(cursorSchema, JSON.parse(decodeURIComponent(text)));
		return result.success ? result.output : null;
	} catch {
		return null;
	}
}
