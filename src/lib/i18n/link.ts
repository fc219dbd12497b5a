import { resolve } from '$app/paths';
import { localizeHref } from '#lib/paraglide/runtime.js';

function localize(...args: Parameters<typeof resolve>): string {
	return localizeHref(resolve(...args));
}

/**
 * The address of a route in the language of the current page: `resolve(...)`, localised. Takes a
 * route id with its parameters, or a path, and is checked against the routes exactly as `resolve`
 * is; the cast says so, because TypeScript can't forward the arguments of a generic rest parameter.
 */
export const link = localize as typeof resolve;
