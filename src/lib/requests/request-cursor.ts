import * as v from 'valibot';

/**
 * Where a page of requests ended: the last one's deadline and id. The deadline is kept as the
 * database wrote it, to the microsecond: rounded, it would show a request twice or not at all.
 */
export type RequestCursor = [decideBy: string, id: string];

const schema = v.tuple([
	v.pipe(
		v.string(),
		v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/)
	),
	v.pipe(v.string(), v.uuid())
]);

export function encodeRequestCursor(cursor: RequestCursor): string {
	return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Null when the text is no cursor of ours. */
export function decodeRequestCursor(text: string): RequestCursor | null {
	const json = v.safeParse(
		v.pipe(v.string(), v.parseJson(), schema),
		Buffer.from(text, 'base64url').toString('utf8')
	);
	return json.success ? json.output : null;
}
