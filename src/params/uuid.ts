import type { ParamMatcher } from '@sveltejs/kit';

/** A row's id as Postgres writes it; anything else is no page, so it never reaches the database. */
export const match: ParamMatcher = (param) =>
	/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(param);
