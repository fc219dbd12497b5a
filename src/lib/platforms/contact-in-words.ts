import * as m from '#lib/paraglide/messages.js';
import type { Contact } from './queries.server.ts';

export type ContactInWords = {
	facts: { term: string; value: string; href: string | null }[];
	/** What is said instead of facts. */
	note: { text: string; href: string | null } | null;
};

/**
 * Whom to ask at a platform. Strangers are told that signing in shows it, and come back.
 *
 * @param signInHref for strangers, the way to sign in and come back
 */
export function contactInWords(contact: Contact, signInHref: string | null): ContactInWords {
	if (signInHref !== null) {
		return { facts: [], note: { text: m.platform_contact_sign_in(), href: signInHref } };
	}
	const { name = null, phone = null, email = null } = contact ?? {};
	const facts = [
		{ term: m.platform_contact_name(), value: name, href: null },
		{
			term: m.platform_contact_phone(),
			value: phone,
			href: phone && `tel:${phone.replace(/[^+\d]/g, '')}`
		},
		{
			term: m.platform_contact_email(),
			value: email,
			href: email && `mailto:${encodeURIComponent(email)}`
		}
	].flatMap(({ value, ...fact }) => (value ? [{ ...fact, value }] : []));
	return {
		facts,
		note: facts.length > 0 ? null : { text: m.platform_contact_none(), href: null }
	};
}
