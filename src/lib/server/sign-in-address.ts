import { link } from '#lib/i18n/link.ts';

/** Where to sign in and come back from, with all that the address says of what was chosen. */
export function signInAddress({ pathname, search }: URL): string {
	return `${link('/sign-in')}?${new URLSearchParams({ next: pathname + search }).toString()}`;
}
