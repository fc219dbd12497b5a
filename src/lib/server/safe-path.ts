/**
 * A path of this site to go on to, or null when what was asked for leads elsewhere. Judged the way
 * a browser reads it: `//host`, `/\host` and tabs within are addresses of other sites.
 */
export function toSafePath(wanted: string | null | undefined): string | null {
	if (!wanted?.startsWith('/')) return null;

	const here = 'http://here.invalid';
	const target = URL.parse(wanted, here);
	if (target?.origin !== here) return null;
	// A path that begins with two slashes would lead elsewhere when it is sent as a Location.
	return target.pathname.startsWith('//') ? null : target.pathname + target.search + target.hash;
}
