import { resolve } from '$app/paths';
import { localizeHref } from '#lib/paraglide/runtime.js';

type Resolvable = Parameters<typeof resolve>[0];

/**
 * The address of a route in the language of the current page: `resolve(...)`, localised.
 * Takes a route id with its parameters, or a path, exactly as `resolve` does.
 */
export function link<T extends Resolvable>(...args: Parameters<typeof resolve<T>>): string {
	return localizeHref(resolve(...args));
}
