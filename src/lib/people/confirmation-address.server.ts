import { resolve } from '$app/paths';
import { env } from '#lib/server/env.ts';

/** Where the link in a mail leads: here, to be turned into a session, and then on to `next`. */
export function toConfirmationAddress(here: URL, next: string): string {
	const address = new URL(resolve('/auth/confirm'), env().ORIGIN ?? here.origin);
	address.searchParams.set('next', next);
	return address.href;
}
