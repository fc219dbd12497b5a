/** In what a record can be told, by the name that addresses have for it. */
export const MEDIA_TYPES = {
	json: 'application/json',
	'json-ld': 'application/ld+json',
	pidinst: 'application/vnd.pidinst+json',
	'pidinst-xml': 'application/vnd.pidinst+xml',
	datacite: 'application/vnd.datacite.datacite+json',
	'datacite-xml': 'application/vnd.datacite.datacite+xml'
} as const;

export type RecordFormat = keyof typeof MEDIA_TYPES;
