import { guideTitles } from '#lib/guide/guide.server.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ pages: guideTitles(getLocale()) });
