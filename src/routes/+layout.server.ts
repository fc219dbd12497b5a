import { mainPlaces, ownPlaces } from '#lib/navigation/places.ts';
import { findViewer } from '#lib/people/viewer.server.ts';
import { canReadDevMail } from '#lib/server/dev-mail.ts';
import { takeFlash } from '#lib/server/flash.ts';
import { readTheme } from '#lib/theme/theme-cookie.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const { claims, supabase } = event.locals;
	const viewer = claims ? await findViewer(supabase, claims) : null;
	return {
		viewer,
		mainPlaces: mainPlaces(viewer),
		ownPlaces: viewer ? ownPlaces(viewer) : [],
		theme: readTheme(event.cookies),
		flash: takeFlash(event.cookies),
		hasDevMail: canReadDevMail(event)
	};
};
