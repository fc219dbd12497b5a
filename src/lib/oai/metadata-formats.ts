import type { ResourceKind } from '#lib/catalogue/resource-kind.ts';

/** The formats that records are harvested in, and the kinds that there are in each. */
export const FORMATS = {
	oai_dc: {
		schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
		namespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
		kinds: ['instrument', 'dataset', 'literature', 'service']
	},
	oai_datacite: {
		schema: 'https://schema.datacite.org/meta/kernel-4.7/metadata.xsd',
		namespace: 'http://datacite.org/schema/kernel-4',
		kinds: ['instrument', 'dataset', 'literature']
	},
	// Its schema is in no namespace.
	pidinst: {
		schema:
			'https://raw.githubusercontent.com/rdawg-pidinst/schema/master/support/pidinst-schema-1_0.xsd',
		namespace: '',
		kinds: ['instrument']
	}
} as const satisfies Record<
	string,
	{ schema: string; namespace: string; kinds: readonly ResourceKind[] }
>;

export type MetadataPrefix = keyof typeof FORMATS;

/** Whether there are records of a kind in a format. */
export function isDisseminated(kind: ResourceKind, prefix: MetadataPrefix): boolean {
	const kinds: readonly ResourceKind[] = FORMATS[prefix].kinds;
	return kinds.includes(kind);
}
