import { error } from '@sveltejs/kit';
import { GUIDE_PAGES } from '#lib/guide/contents.ts';
import { findGuideText, guideTitles, pictureAddresses } from '#lib/guide/guide.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) => {
	const place = GUIDE_PAGES.findIndex(
		({ group, page }) => group === params.group && page === params.page
	);
	const guide = GUIDE_PAGES[place];
	const text = guide && findGuideText(guide, getLocale());
	if (!text) error(404, { message: m.error_not_found_title() });

	const titles = guideTitles(getLocale());
	return {
		group: guide.group,
		text,
		pictures: pictureAddresses(text),
		before: titles[place - 1] ?? null,
		after: titles[place + 1] ?? null
	};
};
