import * as v from 'valibot';

const schema = v.tuple([v.pipe(v.string(), v.isoTimestamp()), v.pipe(v.string(), v.uuid())]);

/** Where a page of bookings ended: the last row's start and id. */
export type PageCursor = v.InferOutput<typeof schema>;

export function encodeCursor(startsAt: string, id: string): string {
	return Buffer.from(JSON.stringify([new Date(startsAt).toISOString(), id])).toString('base64url');
}

/** Null when the text is no cursor of ours. */
export function decodeCursor(text: string): PageCursor | null {
	const json = v.safeParse(
		v.pipe(v.string(), v.parseJson(), schema),
		Buffer.from(text, 'base64url').toString('utf8')
	);
	return json.success ? json.output : null;
}
