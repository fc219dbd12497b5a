import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { chooseFormat } from '#lib/metadata/choose-format.ts';
import { MEDIA_TYPES, type RecordFormat } from '#lib/metadata/record-format.ts';
import { writeXmlDocument, type XmlElement } from '#lib/metadata/xml.ts';
import * as m from '#lib/paraglide/messages.js';
import { readQuery } from './input.ts';
import { notFound } from './problem.ts';

/** What writes a record in each format that there is of its kind; null where there is no such record. */
export type RecordWriters = {
	json: () => Promise<object | null>;
} & Partial<Record<RecordFormat, () => Promise<object | null>>>;

/**
 * One record in the format that the address names, else in the one that the Accept header would
 * rather have.
 */
export async function answerRecord(event: RequestEvent, writers: RecordWriters): Promise<Response> {
	const offered = Object.keys(writers) as (keyof RecordWriters)[];
	const { format: named } = readQuery(
		event.url,
		v.object({
			format: v.optional(
				v.picklist(offered, () => m.metadata_api_format({ formats: offered.join(', ') }))
			)
		})
	);
	const format = named ?? chooseFormat(event.request.headers.get('accept'), offered);
	const record = await writers[format]?.();
	if (!record) throw notFound();
	const body = format.endsWith('-xml')
		? writeXmlDocument(record as XmlElement)
		: JSON.stringify(record);
	return new Response(body, {
		headers: { 'Content-Type': MEDIA_TYPES[format], Vary: 'Accept' }
	});
}
