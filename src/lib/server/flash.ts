import type { Cookies } from '@sveltejs/kit';
import * as v from 'valibot';

const FLASH_COOKIE = 'flash';

const schema = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({
		tone: v.picklist(['ok', 'info', 'warn', 'danger']),
		text: v.string(),
		/** What was done, where the page it leads to can take that back. */
		undo: v.optional(v.picklist(['booking', 'cancellation']))
	})
);

/** One line said on the next page, after a redirect. */
export type Flash = v.InferOutput<typeof schema>;

/** Leaves a line for the page that the redirect leads to. */
export function setFlash(cookies: Cookies, flash: Flash): void {
	cookies.set(FLASH_COOKIE, JSON.stringify(flash), { path: '/', maxAge: 60, sameSite: 'lax' });
}

/** Takes the line left by the page before, if there is one. It is shown once. */
export function takeFlash(cookies: Cookies): Flash | null {
	const left = cookies.get(FLASH_COOKIE);
	if (left === undefined) return null;
	cookies.delete(FLASH_COOKIE, { path: '/' });

	const result = v.safeParse(schema, left);
	return result.success ? result.output : null;
}
