/*
 * Messages without a placeholder as one expression. As Paraglide writes them, each is three functions
 * and could be asked for in any language; in a browser it is only ever asked for in that of the page.
 * A message that is written otherwise stays as it is.
 */
import type { Plugin } from 'vite';

const MODULE = /\/paraglide\/messages\/(\w+)\.js$/;
/** `const zh_name = … () => {return … (`…`)};` */
const SAYING =
	/^const (zh|en)_\w+ = \/\*\*[^\n]*?\*\/ \(\) => \{\s*return \/\*\*[^\n]*?\*\/ \((`(?:[^`\\$]|\\.)*`)\)\s*\};$/gm;

export function shortMessages(): Plugin {
	return {
		name: 'short-messages',
		transform(code, id, options) {
			const name = MODULE.exec(id)?.[1];
			if (options?.ssr || name === undefined) return undefined;
			const texts = new Map(
				[...code.matchAll(SAYING)].map(([, language = '', text = '']) => [language, text])
			);
			const [zh, en] = [texts.get('zh'), texts.get('en')];
			if (zh === undefined || en === undefined) return undefined;
			return `import { getLocale } from '../runtime.js';
export const ${name} = () => (getLocale() === 'en' ? ${en} : ${zh});
`;
		}
	};
}
