import { error } from '@sveltejs/kit';
import { link } from '#lib/i18n/link.ts';
import { supplementRecord } from '#lib/nrii/commands.server.ts';
import { findSupplement } from '#lib/nrii/queries.server.ts';
import { supplementSchema, toSupplement } from '#lib/nrii/supplement-schema.ts';
import * as m from '#lib/paraglide/messages.js';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	const found = await findSupplement(event.locals.supabase, event.params.recordId);
	if (!platform || found?.record.platform_id !== platform.id) {
		error(404, m.error_not_found_title());
	}
	return { platform, ...found };
};

export const actions: Actions = {
	supplement: act(
		'supplement',
		supplementSchema,
		({ locals, params }: RequestEvent, sent) =>
			supplementRecord(locals.supabase, params.recordId, toSupplement(sent)),
		() => m.nrii_supplement_saved(),
		(_, { params }) => link('/(app)/lab/platforms/[id=uuid]/nrii', { id: params.id })
	)
};
