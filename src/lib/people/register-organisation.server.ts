import type { InferOutput } from 'valibot';
import * as m from '#lib/paraglide/messages.js';
import type { Db } from '#lib/server/supabase.ts';
import type { organisationSchema } from './account-schema.ts';

/** The refusals of `register_organisation`, by the message or the constraint it fails with. */
const REFUSALS: Record<string, () => string> = {
	organisation_kind_not_open: m.organisation_kind_not_open,
	organisation_limit_reached: m.organisation_limit_reached,
	organisations_unified_social_credit_code_key: m.organisation_code_taken,
	organisations_unified_social_credit_code_is_one: m.organisation_code_malformed,
	organisations_name_is_clean: m.organisation_name_unclean
};

/** Registers the person's own organisation. Returns what to tell them when it was refused. */
export async function registerOrganisation(
	db: Db,
	{ name, kind, unifiedSocialCreditCode, city }: InferOutput<typeof organisationSchema>
): Promise<string | null> {
	const { error } = await db.rpc('register_organisation', {
		name,
		kind,
		unified_social_credit_code: unifiedSocialCreditCode,
		city
	});
	if (!error) return null;

	const key = Object.keys(REFUSALS).find((name) => error.message.includes(name));
	const explain = key === undefined ? undefined : REFUSALS[key];
	if (!explain) throw new Error('register_organisation failed', { cause: error });
	return explain();
}
