import { MEDIA_TYPES, type RecordFormat } from './record-format.ts';

const LABELS: Record<RecordFormat, string> = {
	json: 'JSON',
	'json-ld': 'schema.org JSON-LD',
	pidinst: 'PIDINST 1.0 JSON',
	'pidinst-xml': 'PIDINST 1.0 XML',
	datacite: 'DataCite 4.7 JSON',
	'datacite-xml': 'DataCite 4.7 XML'
};

export type RecordLink = { label: string; type: string; href: string };

/**
 * The ways to read a record by machine.
 *
 * @param address of the record in the API
 */
export function recordLinks(address: string, formats: RecordFormat[]): RecordLink[] {
	return formats.map((format) => ({
		label: LABELS[format],
		type: MEDIA_TYPES[format],
		href: `${address}?${new URLSearchParams({ format }).toString()}`
	}));
}
