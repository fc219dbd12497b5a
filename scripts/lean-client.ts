/*
 * What the browser's build leaves out of the libraries: the ways to choose a language that this site
 * does not have, and what SvelteKit and Svelte bring or do for what nobody here uses. A library whose
 * code is no longer as it was when this was written ends the build.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const RUNTIME = /\/src\/lib\/paraglide\/runtime\.js$/;
/** The class by which Svelte makes elements of one's own; unless it is imported, its module is left out. */
const CUSTOM_ELEMENTS = /\/svelte\/src\/internal\/client\/dom\/elements\/custom-element\.js$/;
const LANGUAGE = fileURLToPath(new URL('../src/lib/i18n/browser-language.ts', import.meta.url));

const KIT = '/@sveltejs/kit/src/runtime/client';
const SVELTE = '/svelte/src/internal/client';
const CHANGES: Record<string, (code: string) => string> = {
	// Taking Svelte apart while it runs keeps all of it. Remote functions are not used; nor are links that
	// are preloaded before anybody points at them, for which each link of a page is looked at.
	[`${KIT}/client.js`]: (code) => {
		const named = exchange(
			code,
			'const { onMount, tick } = svelte;',
			'const onMount = svelte.onMount;\nconst tick = svelte.tick;'
		);
		const unobserved = exchange(exchange(named, IDLE_OBSERVER, ''), 'observer.disconnect();', '');
		// No page has a snapshot of what it had in its hands.
		return withoutLoops(exchange(unobserved, SNAPSHOTS, '$1}'));
	},
	// An error that is made while a page wakes up has the browser read all of its file once more, to say
	// where that was: 10 ms, and four times as much on a telephone.
	[`${KIT}/session-storage.js`]: (code) =>
		exchange(code, 'return parse(', 'return sessionStorage[key] && parse('),
	[`${SVELTE}/constants.js`]: (code) =>
		exchange(code, 'class StaleReactionError extends Error {', 'class StaleReactionError {')
};
const IDLE_OBSERVER = /const observer = new IntersectionObserver\([\s\S]*?\n\t\);/;
const SNAPSHOTS = /(function (?:capture|restore)_snapshot\(index\) \{)[\s\S]*?\n\}/g;
const IDLE_LOOP =
	/for \(const [^;]+ of (?:(?:live_)?query_map\b|container\.querySelectorAll\('a'\))/;

export function leanClient(): Plugin {
	return {
		name: 'lean-client',
		apply: 'build',
		transform(code, id, options) {
			if (options?.ssr) return undefined;
			if (RUNTIME.test(id))
				return { code: `export * from ${JSON.stringify(LANGUAGE)};`, map: null };
			if (CUSTOM_ELEMENTS.test(id)) return { code, map: null, moduleSideEffects: false };
			const [, change] = Object.entries(CHANGES).find(([module]) => id.endsWith(module)) ?? [];
			return change && { code: change(code), map: null };
		}
	};
}

function exchange(code: string, piece: string | RegExp, by: string): string {
	const exchanged = code.replace(piece, by);
	if (exchanged === code) throw new Error(`A library no longer has: ${String(piece)}`);
	return exchanged;
}

function withoutLoops(code: string): string {
	let rest = code;
	for (let loop = IDLE_LOOP.exec(rest); loop; loop = IDLE_LOOP.exec(rest)) {
		rest = rest.slice(0, loop.index) + rest.slice(endOfBlock(rest, loop.index));
	}
	if (rest === code) throw new Error('A library no longer has the loops that are left out of it.');
	return rest;
}

/** Where the block ends whose brace is the first to end a line at or after a position. */
function endOfBlock(code: string, from: number): number {
	let position = code.indexOf(' {\n', from) + 2;
	for (let depth = 1; depth > 0; position += 1) {
		if (code[position] === '{') depth += 1;
		else if (code[position] === '}') depth -= 1;
	}
	return position;
}
