import { isIP } from 'node:net';
import type { Config } from './config.ts';

type RedirectConfig = Pick<Config, 'siteUrl' | 'uriAllowList'>;

/**
 * Where a link may lead: the address that the client asked for, else the page it came from, else
 * the site; the first of them that is allowed.
 */
export function chooseRedirect(
	config: RedirectConfig,
	request: { requestedRedirect: string; referer: string }
): string {
	const allowed = [request.requestedRedirect, request.referer].find((url) =>
		isAllowedRedirect(config, url)
	);
	return allowed ?? config.siteUrl;
}

/** Whether `text` leads to the site itself or to an address of the allow list. */
export function isAllowedRedirect(
	{ siteUrl, uriAllowList }: RedirectConfig,
	text: string
): boolean {
	const url = URL.parse(text);
	const site = URL.parse(siteUrl);
	if (url === null || site === null) return false;

	const isSameHost = url.protocol === site.protocol && url.hostname === site.hostname;
	// Native apps listen on whichever loopback port is free (RFC 8252, section 7.3).
	if (isSameHost && (url.port === site.port || isLoopback(url.hostname))) return true;

	const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
	if (isWeb && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) return isLoopback(url.hostname);
	// A name and password before the host make an address look like another.
	if (url.username !== '' || url.password !== '') return false;

	const [withoutFragment = ''] = text.split('#');
	return uriAllowList.some((pattern) => globToRegExp(pattern).test(withoutFragment));
}

function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname === '[::1]' ||
		(isIP(hostname) === 4 && hostname.startsWith('127.'))
	);
}

/**
 * A pattern of the allow list: `*` stands for what has no `.` or `/` in it, `**` for anything, `?`
 * for one character, `[abc]`, `[!abc]` and `[a-z]` for one of those, `{a,b}` for either.
 */
export function globToRegExp(glob: string): RegExp {
	let source = '';
	let depth = 0;

	for (let index = 0; index < glob.length; index++) {
		const character = glob.charAt(index);
		const classEnd = character === '[' ? glob.indexOf(']', index + 2) : -1;

		if (character === '*' && glob.charAt(index + 1) === '*') {
			source += '.*';
			index++;
		} else if (character === '*') {
			source += '[^./]*';
		} else if (character === '?') {
			source += '[^./]';
		} else if (classEnd > 0) {
			source += toCharacterClass(glob.slice(index + 1, classEnd));
			index = classEnd;
		} else if (character === '{') {
			source += '(?:';
			depth++;
		} else if (character === '}' && depth > 0) {
			source += ')';
			depth--;
		} else if (character === ',' && depth > 0) {
			source += '|';
		} else if (character === '\\' && index + 1 < glob.length) {
			index++;
			source += escapeRegExp(glob.charAt(index));
		} else {
			source += escapeRegExp(character);
		}
	}
	// An open brace is one that was meant literally; there is no address with it either way.
	return depth === 0 ? new RegExp(`^${source}$`, 's') : /(?!)/;
}

function toCharacterClass(content: string): string {
	const isNegated = content.startsWith('!');
	const members = (isNegated ? content.slice(1) : content).replaceAll(/[\\\]^]/g, String.raw`\$&`);
	return `[${isNegated ? '^' : ''}${members}]`;
}

function escapeRegExp(character: string): string {
	return character.replace(/[\\^$.*+?()[\]{}|/-]/, String.raw`\$&`);
}
