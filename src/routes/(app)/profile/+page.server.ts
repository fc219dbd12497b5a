import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { setError } from 'sveltekit-superforms';
import { listOwnSuspensions } from '#lib/customers/queries.server.ts';
import { link } from '#lib/i18n/link.ts';
import { leaveOrganisation } from '#lib/memberships/commands.server.ts';
import { refuseRow, sayAndShow } from '#lib/memberships/member-actions.server.ts';
import { membershipIdSchema } from '#lib/memberships/membership-schema.ts';
import { listMyInvitations } from '#lib/memberships/queries.server.ts';
import { setNoticePreferences } from '#lib/notices/commands.server.ts';
import { concernsRoles, readNoticePreferences } from '#lib/notices/notice-choice.ts';
import { listNoticeChoices } from '#lib/notices/queries.server.ts';
import * as m from '#lib/paraglide/messages.js';
import { baseLocale, isLocale, localizeHref } from '#lib/paraglide/runtime.js';
import {
	changePasswordSchema,
	organisationSchema,
	profileSchema
} from '#lib/people/account-schema.ts';
import { getPerson, updatePerson } from '#lib/people/person.server.ts';
import { refuseByAuth } from '#lib/people/refuse-by-auth.server.ts';
import { registerOrganisation } from '#lib/people/register-organisation.server.ts';
import { requireClaims } from '#lib/server/auth.ts';
import { setFlash } from '#lib/server/flash.ts';
import { createAuthClient } from '#lib/server/supabase.ts';
import {
	acceptForm,
	openForm,
	readForm,
	refuseForm,
	rejectForm
} from '#lib/ui/form/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { supabase } = event.locals;
	const [person, invitations, choices] = await Promise.all([
		getPerson(supabase, requireClaims(event).sub),
		listMyInvitations(supabase),
		listNoticeChoices(supabase)
	]);
	const roles = person.memberships.map(({ role }) => role);
	const suspensions = await listOwnSuspensions(
		supabase,
		{
			personId: requireClaims(event).sub,
			organisationIds: person.memberships.map(({ organisation }) => organisation.id)
		},
		new Date()
	);

	return {
		memberships: person.memberships,
		suspensions,
		invitations,
		profileForm: await openForm(profileSchema, {
			name: person.display_name,
			phone: person.phone ?? '',
			language: isLocale(person.language) ? person.language : baseLocale
		}),
		passwordForm: await openForm(changePasswordSchema),
		organisationForm: await openForm(organisationSchema),
		noticeChoices: choices.filter(({ section }) => concernsRoles(section, roles))
	};
};

export const actions: Actions = {
	profile: async (event) => {
		const form = await readForm(event.request, profileSchema);
		if (!form.valid) return rejectForm(form);

		const { name, phone, language } = form.data;
		await updatePerson(event.locals.supabase, requireClaims(event).sub, {
			display_name: name,
			phone: phone || null,
			language
		});
		// Said in the language that the page will be in from now on.
		setFlash(event.cookies, { tone: 'ok', text: m.profile_saved({}, { locale: language }) });
		redirect(303, localizeHref(link('/profile'), { locale: language }));
	},

	password: async (event) => {
		const form = await readForm(event.request, changePasswordSchema);
		if (!form.valid) return rejectForm(form);

		const refusal = await changePassword(event, form.data);
		if (refusal?.code === 'invalid_credentials') {
			setError(form, 'current', m.account_password_wrong());
			return rejectForm(form);
		}
		if (refusal) return refuseByAuth(form, refusal);
		return acceptForm(form, { title: m.password_changed(), text: m.password_changed_text() });
	},

	organisation: async ({ request, locals }) => {
		const form = await readForm(request, organisationSchema);
		if (!form.valid) return rejectForm(form);

		const refusal = await registerOrganisation(locals.supabase, form.data);
		if (refusal) return refuseForm(form, { title: refusal }, 422);
		return acceptForm(form, {
			title: m.organisation_registered({ name: form.data.name }),
			text: m.organisation_registered_text()
		});
	},

	leave: async (event) => {
		const { data, valid } = await readForm(event.request, membershipIdSchema);
		if (!valid) return fail(400);
		const outcome = await leaveOrganisation(event.locals.supabase, data.membership_id);
		if (!outcome.ok) return refuseRow(data.membership_id, outcome);
		sayAndShow(event, m.left());
	},

	notices: async (event) => {
		requireClaims(event);
		const preferences = readNoticePreferences(await event.request.formData());
		const refusal = await setNoticePreferences(event.locals.supabase, preferences);
		if (refusal) {
			const noticePreferences = { tone: 'danger', title: m.notice_preferences_refused() } as const;
			return fail(refusal.status, { noticePreferences });
		}
		return { noticePreferences: { tone: 'ok', title: m.notice_preferences_saved() } as const };
	},

	'sign-out-everywhere': async (event) => {
		await createAuthClient(event).signOut({ scope: 'global' });
		setFlash(event.cookies, { tone: 'ok', text: m.sign_out_everywhere_done() });
		redirect(303, link('/'));
	}
};

/** Sets a new password for somebody who knows the old one, and ends all their other sessions. */
async function changePassword(
	event: RequestEvent,
	{ current, password }: { current: string; password: string }
) {
	const { email } = requireClaims(event);
	const auth = createAuthClient(event);

	// Signing in anew is how Auth checks a password; the session that results takes over.
	const check = await auth.signInWithPassword({ email: email ?? '', password: current });
	if (check.error) return check.error;

	const update = await auth.updateUser({ password, current_password: current });
	if (update.error) return update.error;

	const others = await auth.signOut({ scope: 'others' });
	return others.error;
}
