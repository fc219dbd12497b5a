import * as v from 'valibot';
import * as m from '#lib/paraglide/messages.js';

/*
 * What the account's forms accept, in the browser and on the server alike. Messages are functions,
 * so that each is said in the language of the request that is judged.
 */

const email = v.pipe(
	v.string(),
	v.trim(),
	v.nonEmpty(() => m.account_email_missing()),
	v.email(() => m.account_email_malformed()),
	v.maxLength(254, () => m.account_email_malformed())
);

// Supabase hashes with bcrypt, which reads 72 bytes and no more.
const newPassword = v.pipe(
	v.string(),
	v.minLength(10, () => m.account_password_short({ least: 10 })),
	v.maxBytes(72, () => m.account_password_long())
);

const name = v.pipe(
	v.string(),
	v.trim(),
	v.nonEmpty(() => m.account_name_missing()),
	v.maxLength(100, () => m.account_name_long())
);

export const signInSchema = v.object({
	email,
	password: v.pipe(
		v.string(),
		v.nonEmpty(() => m.account_password_missing())
	)
});

export const signUpSchema = v.object({ name, email, password: newPassword });

export const emailSchema = v.object({ email });

export const newPasswordSchema = v.object({ password: newPassword });

export const changePasswordSchema = v.object({
	current: v.pipe(
		v.string(),
		v.nonEmpty(() => m.account_password_missing())
	),
	password: newPassword
});

export const profileSchema = v.object({
	name,
	phone: v.pipe(
		v.string(),
		v.trim(),
		v.regex(/^([0-9+() -]{5,30})?$/, () => m.account_phone_malformed())
	),
	language: v.picklist(['zh', 'en'])
});

export const organisationSchema = v.object({
	name: v.pipe(
		v.string(),
		v.trim(),
		v.nonEmpty(() => m.organisation_name_missing()),
		v.maxLength(200, () => m.organisation_name_long())
	),
	kind: v.picklist(['startup', 'makerspace']),
	unifiedSocialCreditCode: v.pipe(
		v.string(),
		v.trim(),
		v.toUpperCase(),
		v.regex(/^([0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10})?$/, () =>
			m.organisation_code_malformed()
		)
	),
	city: v.pipe(
		v.string(),
		v.trim(),
		v.maxLength(100, () => m.organisation_city_long())
	)
});
