import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { setFlash } from '#lib/server/flash.ts';
import { acceptForm, readForm, refuseForm, rejectForm } from '#lib/ui/form/form.server.ts';
import {
	changeRole,
	inviteMember,
	removeMember,
	withdrawInvitation,
	type Outcome
} from './commands.server.ts';
import {
	invitationIdSchema,
	inviteSchema,
	membershipIdSchema,
	roleSchema
} from './membership-schema.ts';
import { roleLabel } from './membership-role.ts';

/** What could not be done with one row of a list, said at that row. */
export type RefusedRow = { id: string; message: string };

/** Where the members of a page belong. */
export type MemberScope = { organisationId: string; platformId: string | null };

/** The actions of a page with a `MemberList`, an `InviteForm` and an `InvitationList`. */
export function memberActions<Event extends RequestEvent>(
	scopeOf: (event: Event) => Promise<MemberScope> | MemberScope
) {
	return {
		invite: async (event: Event) => {
			const form = await readForm(event.request, inviteSchema);
			if (!form.valid) return rejectForm(form);

			const { email, role, platform_id: platformId, idempotency_key: idempotencyKey } = form.data;
			const scope = await scopeOf(event);
			const outcome = await inviteMember(event.locals.supabase, {
				...scope,
				platformId: scope.platformId ?? (platformId === '' ? null : platformId),
				email,
				role,
				idempotencyKey
			});
			if (!outcome.ok) return refuseForm(form, { title: outcome.message }, pageStatus(outcome));
			return acceptForm(form, {
				title: m.invitation_sent({ email: outcome.row.email }),
				text: m.invitation_sent_text()
			});
		},

		withdraw: async (event: Event) => {
			const { data, valid } = await readForm(event.request, invitationIdSchema);
			if (!valid) return fail(400);
			const outcome = await withdrawInvitation(event.locals.supabase, data.invitation_id);
			if (!outcome.ok) return refuseRow(data.invitation_id, outcome);
			sayAndShow(event, m.invitation_withdrawn({ email: outcome.row.email }));
		},

		'change-role': async (event: Event) => {
			const { data, valid } = await readForm(event.request, roleSchema);
			if (!valid) return fail(400);
			const outcome = await changeRole(event.locals.supabase, data.membership_id, data.role);
			if (!outcome.ok) return refuseRow(data.membership_id, outcome);
			sayAndShow(event, m.member_role_changed({ role: roleLabel(outcome.row.role) }));
		},

		remove: async (event: Event) => {
			const { data, valid } = await readForm(event.request, membershipIdSchema);
			if (!valid) return fail(400);
			const outcome = await removeMember(event.locals.supabase, data.membership_id);
			if (!outcome.ok) return refuseRow(data.membership_id, outcome);
			sayAndShow(event, m.member_removed());
		}
	};
}

type RefusedOutcome = Extract<Outcome<unknown>, { ok: false }>;

/** Answers an action on one row that was refused. */
export function refuseRow(id: string, { status, message }: RefusedOutcome) {
	return fail(status, { refused: { id, message } satisfies RefusedRow });
}

/** The status of a form's page. A form knows no 401 or 404: its page has been shown. */
export function pageStatus({ status }: RefusedOutcome): 403 | 409 | 422 | 429 {
	return status === 401 || status === 404 ? 403 : status;
}

/** Says what was done, on the page that it was asked from. */
export function sayAndShow({ cookies, url }: RequestEvent, text: string): never {
	setFlash(cookies, { tone: 'ok', text });
	redirect(303, url.pathname);
}
