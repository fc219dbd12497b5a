import type { Enums } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';

export type ResourceKind = Enums<'resource_kind'>;

/** The four kinds in the order of the policy: equipment, data, literature; and what is done with them. */
export const RESOURCE_KINDS: readonly ResourceKind[] = [
	'instrument',
	'dataset',
	'literature',
	'service'
];

const LABELS: Record<ResourceKind, () => string> = {
	instrument: m.catalogue_kind_instrument,
	dataset: m.catalogue_kind_dataset,
	literature: m.catalogue_kind_literature,
	service: m.catalogue_kind_service
};

export function resourceKindLabel(kind: ResourceKind): string {
	return LABELS[kind]();
}
