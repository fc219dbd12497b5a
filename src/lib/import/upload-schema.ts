import * as v from 'valibot';
import { IMPORT_KINDS } from './columns.ts';

/** Some thousand rows; larger files go by the command line. */
const MAX_UPLOAD_BYTES = 2 * 1024 * 1024;
const LONGEST_NAME = 200;

const kind = v.picklist(IMPORT_KINDS);
const name = v.pipe(v.string(), v.maxLength(LONGEST_NAME));

/** A file as it is chosen. */
export const chosenFileSchema = v.object({
	file: v.pipe(
		v.instance(File),
		v.check(({ size, name }) => size > 0 && size <= MAX_UPLOAD_BYTES && name.length <= LONGEST_NAME)
	)
});

/** The file that was previewed, sent back by the page that showed it. */
export const previewedFileSchema = v.object({
	name,
	/** How many rows its preview counted, for whoever follows the import. */
	rows: v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number)),
	content: v.pipe(
		v.string(),
		v.base64(),
		v.transform((text) => Uint8Array.from(Buffer.from(text, 'base64'))),
		v.check(({ length }) => length > 0 && length <= MAX_UPLOAD_BYTES)
	)
});

/** The same with what of the catalogue is in it. */
export const uploadSchema = v.object({ kind, ...chosenFileSchema.entries });
export const confirmSchema = v.object({ kind, ...previewedFileSchema.entries });
