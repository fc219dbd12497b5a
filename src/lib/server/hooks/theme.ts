import type { Handle } from '@sveltejs/kit';
import { readTheme } from '#lib/theme/theme-cookie.server.ts';
import { colorSchemeOf } from '#lib/theme/theme.ts';

/** Writes the theme into the document itself, so that no page is first shown in the other one. */
export const theme: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html }) => {
			if (!html.includes('%theme%')) return html;
			const chosen = readTheme(event.cookies);
			return html.replace('%theme%', chosen).replace('%color-scheme%', colorSchemeOf(chosen));
		}
	});
