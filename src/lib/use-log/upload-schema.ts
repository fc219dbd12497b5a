import * as v from 'valibot';

/** Some ten thousand rows. */
const MAX_UPLOAD_BYTES = 2 * 1024 * 1024;
const LONGEST_NAME = 200;

/** A use log as it is chosen. */
export const uploadSchema = v.object({
	file: v.pipe(
		v.instance(File),
		v.check(({ size, name }) => size > 0 && size <= MAX_UPLOAD_BYTES && name.length <= LONGEST_NAME)
	)
});

/** The file that was previewed, sent back by the page that showed it. */
export const confirmSchema = v.object({
	name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
	content: v.pipe(
		v.string(),
		v.base64(),
		v.transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
		v.check(({ length }) => length > 0 && length <= MAX_UPLOAD_BYTES)
	)
});
