import { link } from '#lib/i18n/link.ts';
import { deLocalizeHref } from '#lib/paraglide/runtime.js';

/** The address in an instrument's code: as short as can be, so in the site's own language. */
export function deskAddress(origin: string, instrumentId: string): string {
	return origin + deLocalizeHref(link('/(app)/desk/[instrumentId=uuid]', { instrumentId }));
}
