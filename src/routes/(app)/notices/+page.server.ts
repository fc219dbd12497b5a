import { error, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { link } from '#lib/i18n/link.ts';
import { markNoticeRead, markNoticesReadUntil } from '#lib/notices/commands.server.ts';
import { noticeHref } from '#lib/notices/notice-text.ts';
import { findNotice, listNotices } from '#lib/notices/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { parseInstant } from '#lib/time/period.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	requireClaims(event);
	const cursor = event.url.searchParams.get('cursor');
	// From before the list is read, so that what comes in between is not marked unseen.
	const at = new Date();
	const page = await listNotices(event.locals.supabase, { cursor });
	return { ...page, at, isFirstPage: cursor === null };
};

export const actions: Actions = {
	open: async (event) => {
		requireClaims(event);
		const id = await readId(event.request);
		const notice = await findNotice(event.locals.supabase, id);
		if (!notice) error(404, m.notices_gone());

		await markNoticeRead(event.locals.supabase, notice.id);
		redirect(303, noticeHref(notice) ?? link('/notices'));
	},

	read: async (event) => {
		requireClaims(event);
		await markNoticeRead(event.locals.supabase, await readId(event.request));
	},

	'read-all': async (event) => {
		requireClaims(event);
		const sent = (await event.request.formData()).get('until');
		const until = typeof sent === 'string' ? parseInstant(sent) : null;
		if (!until) error(400);

		await markNoticesReadUntil(event.locals.supabase, until);
		setFlash(event.cookies, { tone: 'ok', text: m.notices_all_read() });
		redirect(303, link('/notices'));
	}
};

async function readId(request: Request): Promise<string> {
	const form = await request.formData();
	const id = v.safeParse(v.pipe(v.string(), v.uuid()), form.get('id'));
	if (!id.success) error(400);
	return id.output;
}
