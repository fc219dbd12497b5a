import { error } from '@sveltejs/kit';
import { termsSchema } from '#lib/applications/application-schema.ts';
import { setTerms } from '#lib/applications/commands.server.ts';
import {
	countApplications,
	findTerms,
	listApplications,
	type ApplicationTab
} from '#lib/applications/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { isManagerOf } from '#lib/platforms/managed-platform.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { act } from '#lib/ui/action-form/act.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const TABS = ['waiting', 'handed', 'ended'] satisfies ApplicationTab[];

export const load: PageServerLoad = async (event) => {
	const { platforms } = await event.parent();
	const platform = platforms.find(({ id }) => id === event.params.id);
	if (!platform) error(404, m.error_not_found_title());

	const { supabase } = event.locals;
	const params = event.url.searchParams;
	const tab = TABS.find((one) => one === params.get('tab')) ?? 'waiting';
	const page = Math.max(0, Number.parseInt(params.get('page') ?? '0', 10) || 0);
	const scope = { platformId: platform.id };
	const [list, waiting, handed, terms, isManager] = await Promise.all([
		listApplications(supabase, scope, tab, page),
		countApplications(supabase, scope, 'waiting'),
		countApplications(supabase, scope, 'handed'),
		findTerms(supabase, platform.id),
		isManagerOf(supabase, requireClaims(event), platform)
	]);
	return { platform, ...list, tab, page, counts: { waiting, handed }, terms, isManager };
};

export const actions: Actions = {
	terms: act(
		'terms',
		termsSchema,
		({ locals, params }: RequestEvent, sent) => setTerms(locals.supabase, params.id, sent),
		() => m.delivery_terms_saved()
	)
};
