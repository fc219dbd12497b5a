import type { Cookies } from '@sveltejs/kit';
import { toTheme, type Theme } from './theme.ts';

const COOKIE = 'theme';
const YEAR_S = 365 * 24 * 60 * 60;

export function readTheme(cookies: Cookies): Theme {
	return toTheme(cookies.get(COOKIE));
}

/** Keeps the choice of this browser; what the system says needs no keeping. */
export function keepTheme(cookies: Cookies, theme: Theme): void {
	if (theme === 'system') cookies.delete(COOKIE, { path: '/' });
	else cookies.set(COOKIE, theme, { path: '/', maxAge: YEAR_S, sameSite: 'lax' });
}
