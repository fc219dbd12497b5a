import * as v from 'valibot';
import { Constants } from '#lib/database.types.ts';
import * as m from '#lib/paraglide/messages.js';
import { emailSchema } from '#lib/people/account-schema.ts';

const id = v.pipe(v.string(), v.uuid());
const idempotencyKey = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const role = v.picklist(Constants.public.Enums.membership_role, () => m.invite_role_missing());

export const inviteSchema = v.object({
	...emailSchema.entries,
	role,
	/** Empty for the organisation as a whole. */
	platform_id: v.optional(v.union([v.literal(''), id]), ''),
	idempotency_key: idempotencyKey
});

export const inviteResidentSchema = v.object({
	...emailSchema.entries,
	idempotency_key: idempotencyKey
});

export const invitationIdSchema = v.object({ invitation_id: id });
export const membershipIdSchema = v.object({ membership_id: id });
export const residencyIdSchema = v.object({ residency_id: id });
export const roleSchema = v.object({ membership_id: id, role });
export const acceptSchema = v.object({
	/** The startup to bring in, where a person owns several. */
	organisation_id: v.optional(v.union([v.literal(''), id]), '')
});
