import * as v from 'valibot';
import { IMPORT_KINDS } from './columns.ts';

/** Some thousand rows; larger files go by the command line. */
const MAX_UPLOAD_BYTES = 2 * 1024 * 1024;

const kind = v.picklist(IMPORT_KINDS);

/** A file as it is chosen. */
export const uploadSchema = v.object({
	kind,
	file: v.pipe(
		v.instance(File),
		v.check(({ size }) => size > 0 && size <= MAX_UPLOAD_BYTES)
	)
});

/** The file that was previewed, sent back by the page that showed it. */
export const confirmSchema = v.object({
	kind,
	name: v.string(),
	content: v.pipe(
		v.string(),
		v.base64(),
		v.transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
		v.check(({ length }) => length > 0 && length <= MAX_UPLOAD_BYTES)
	)
});
