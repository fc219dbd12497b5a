import type { Reroute } from '@sveltejs/kit';
import { deLocalizeUrl } from '#lib/paraglide/runtime.js';

/** `/en/search` is the route `/search`: the language is in the address, not in the route tree. */
export const reroute: Reroute = ({ url }) => deLocalizeUrl(url).pathname;
