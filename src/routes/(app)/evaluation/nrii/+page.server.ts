import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { listRoles } from '#lib/bookings/queries.server.ts';
import { LEDGER_ZONE } from '#lib/ledger/queries.server.ts';
import { checkLists, listHosts } from '#lib/nrii/queries.server.ts';
import { readMinWorth, readWindow } from '#lib/nrii/window.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { dateIn } from '#lib/time/calendar-date.ts';
import type { PageServerLoad } from './$types';

const READERS = ['evaluator', 'administrator'];

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const roles = await listRoles(supabase, requireClaims(event));
	if (!roles.some(({ role }) => READERS.includes(role)))
		error(403, m.ledger_evaluation_forbidden());

	const { searchParams, origin } = event.url;
	const today = dateIn(new Date(), LEDGER_ZONE);
	const window = readWindow(searchParams, today);
	const minWorth = readMinWorth(searchParams);
	const hosts = await listHosts(supabase);
	const [kind, id] = (searchParams.get('of') ?? '').split(':');
	const isKnown =
		(kind === 'platform' || kind === 'organisation') && v.is(v.pipe(v.string(), v.uuid()), id);
	const scope = {
		platform: isKnown && kind === 'platform' ? id : null,
		organisation: isKnown && kind === 'organisation' ? id : null
	};
	const lists = isKnown ? await checkLists(supabase, scope, { ...window, minWorth, origin }) : null;
	if (lists !== null && !lists.ok) error(lists.refusal.status, m.nrii_refused());
	return { today, window, minWorth, hosts, scope, of: isKnown ? `${kind}:${id}` : '', lists };
};
