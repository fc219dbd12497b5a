/*
 * What the browser's build leaves out of the libraries: the ways to choose a language that this site
 * does not have, the class by which Svelte makes elements of one's own, of which there are none, and
 * what of Svelte nobody uses, all of which SvelteKit keeps by taking Svelte apart while it runs.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const RUNTIME = /\/src\/lib\/paraglide\/runtime\.js$/;
const CUSTOM_ELEMENTS = /\/svelte\/src\/internal\/client\/dom\/elements\/custom-element\.js$/;
const KIT_CLIENT = /\/@sveltejs\/kit\/src\/runtime\/client\/client\.js$/;
const TAKEN_APART = 'const { onMount, tick } = svelte;';
const NAMED = 'const onMount = svelte.onMount;\nconst tick = svelte.tick;';
const LANGUAGE = fileURLToPath(new URL('../src/lib/i18n/browser-language.ts', import.meta.url));

export function leanClient(): Plugin {
	return {
		name: 'lean-client',
		apply: 'build',
		transform(code, id, options) {
			if (options?.ssr) return undefined;
			if (RUNTIME.test(id))
				return { code: `export * from ${JSON.stringify(LANGUAGE)};`, map: null };
			// Unless something imports the class, nothing of its module is kept.
			if (CUSTOM_ELEMENTS.test(id)) return { code, map: null, moduleSideEffects: false };
			if (KIT_CLIENT.test(id)) return { code: code.replace(TAKEN_APART, NAMED), map: null };
			return undefined;
		}
	};
}
