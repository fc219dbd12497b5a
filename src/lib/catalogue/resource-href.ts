import { link } from '#lib/i18n/link.ts';
import type { ResourceKind } from './resource-kind.ts';

/** The address of the page of a resource of any kind. */
export function resourceHref(kind: ResourceKind, id: string): string {
	switch (kind) {
		case 'instrument':
			return link('/(public)/instruments/[id=uuid]', { id });
		case 'dataset':
			return link('/(public)/datasets/[id=uuid]', { id });
		case 'literature':
			return link('/(public)/literature/[id=uuid]', { id });
		case 'service':
			return link('/(public)/services/[id=uuid]', { id });
	}
}
