import { error } from '@sveltejs/kit';
import { openDisplay, withdrawDisplay } from '#lib/display/commands.server.ts';
import { displaySettingsSchema, withdrawSchema } from '#lib/display/display-schema.ts';
import { findDisplaySettings } from '#lib/display/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { supabase } = event.locals;
	const [settings, isManager] = await Promise.all([
		findDisplaySettings(supabase, platform.id),
		isManagerOf(supabase, requireClaims(event), platform)
	]);
	// The address is a secret, so no cache may keep the page.
	event.setHeaders({ 'Cache-Control': 'no-store' });
	return {
		platform,
		isManager,
		settings,
		address: settings
			? `${event.url.origin}${link('/(public)/display/[id=uuid]', { id: platform.id })}` +
				(settings.is_public ? '' : `?${new URLSearchParams({ token: settings.token }).toString()}`)
			: null
	};
};

export const actions: Actions = {
	save: act(
		'save',
		displaySettingsSchema,
		({ locals, params }: RequestEvent, sent) =>
			openDisplay(locals.supabase, {
				platform_id: params.id,
				is_public: sent.is_public === 'yes',
				shows_organisations: sent.shows_organisations === 'yes'
			}),
		() => m.display_saved()
	),
	withdraw: act(
		'withdraw',
		withdrawSchema,
		({ locals, params }: RequestEvent) => withdrawDisplay(locals.supabase, params.id),
		() => m.display_withdrawn()
	)
};
