import { api, notFound } from '#lib/api/problem.ts';

/** Addresses that the API does not have answer in its own way, not with a page. */
export const fallback = api(() => {
	throw notFound();
});
