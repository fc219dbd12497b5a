import * as v from 'valibot';
import { FORMATS, type MetadataPrefix } from './metadata-formats.ts';

/*
 * Where a harvester is in a list. The token says all of it, so that no server has to remember any, and
 * the same token gives the same part of the list again for as long as nothing in it changes.
 */

const instant = v.pipe(v.string(), v.isoTimestamp());

const state = v.strictObject({
	prefix: v.pipe(
		v.string(),
		v.check((prefix) => Object.hasOwn(FORMATS, prefix)),
		v.transform((prefix) => prefix as MetadataPrefix)
	),
	set: v.nullable(v.string()),
	from: v.nullable(instant),
	until: v.nullable(instant),
	/** The last record that was given, by its instant to the microsecond and its id. */
	after: v.nullable(v.tuple([instant, v.pipe(v.string(), v.uuid())])),
	cursor: v.pipe(v.number(), v.integer(), v.minValue(0))
});

export type ListState = v.InferOutput<typeof state>;

export function writeToken(list: ListState): string {
	return Buffer.from(JSON.stringify(list)).toString('base64url');
}

/** Null for what is no token of ours. */
export function readToken(token: string): ListState | null {
	try {
		const read = v.safeParse(state, JSON.parse(Buffer.from(token, 'base64url').toString()));
		return read.success ? read.output : null;
	} catch {
		return null;
	}
}
