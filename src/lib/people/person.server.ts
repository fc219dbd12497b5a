import { error } from '@sveltejs/kit';
import { baseLocale, isLocale, type Locale } from '#lib/paraglide/runtime.js';
import type { Db } from '#lib/server/supabase.ts';

/** The language a person chose for the interface and for mails. */
export async function findLanguage(db: Db, personId: string): Promise<Locale> {
	const { data } = await db.from('people').select('language').eq('id', personId).maybeSingle();
	return isLocale(data?.language) ? data.language : baseLocale;
}

/** A person as their own profile shows them, with what they may do where. */
export async function getPerson(db: Db, personId: string) {
	const { data, error: refusal } = await db
		.from('people')
		.select(
			`display_name, phone, language,
			memberships(id, role, created_at,
				organisation:organisations(id, name, name_en, language, kind, verified_at),
				platform:platforms(id, name, name_en, language))`
		)
		.eq('id', personId)
		.order('created_at', { referencedTable: 'memberships' })
		.single();
	if (refusal) error(503, refusal.message);

	return data;
}

type Changes = { display_name: string; phone: string | null; language: Locale };

/** Changes what a person says about themselves. */
export async function updatePerson(db: Db, personId: string, changes: Changes): Promise<void> {
	const { error: refusal } = await db.from('people').update(changes).eq('id', personId);
	if (refusal) throw new Error('people could not be updated', { cause: refusal });
}
