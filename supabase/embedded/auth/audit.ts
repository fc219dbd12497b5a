import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import type { User } from './users.ts';

const LOG_TYPE_BY_ACTION = {
	login: 'account',
	logout: 'account',
	user_signedup: 'team',
	user_invited: 'team',
	user_deleted: 'team',
	token_revoked: 'token',
	token_refreshed: 'token',
	user_modified: 'user',
	user_recovery_requested: 'user',
	user_reauthenticate_requested: 'user',
	user_confirmation_requested: 'user',
	user_repeated_signup: 'user',
	user_updated_password: 'user'
} as const;

type AuditAction = keyof typeof LOG_TYPE_BY_ACTION;

/** Who acted: a person, or an administrator known only by a role. */
export type Actor = Pick<User, 'id' | 'email' | 'is_sso_user' | 'user_metadata'>;

export function administrator(role: string): Actor {
	return {
		id: '00000000-0000-0000-0000-000000000000',
		email: role,
		is_sso_user: false,
		user_metadata: {}
	};
}

/** Records an act in the transaction that carries it out. */
export async function recordAudit(
	db: Database,
	{ clientAddress }: { clientAddress: string },
	actor: Actor,
	action: AuditAction,
	traits?: Record<string, unknown>
): Promise<void> {
	const fullName = actor.user_metadata.full_name;
	const payload = {
		actor_id: actor.id,
		actor_username: actor.email,
		actor_via_sso: actor.is_sso_user,
		...(typeof fullName === 'string' ? { actor_name: fullName } : {}),
		action,
		log_type: LOG_TYPE_BY_ACTION[action],
		...(traits === undefined ? {} : { traits })
	};
	await db.query(
		`insert into auth.audit_log_entries (instance_id, id, payload, created_at, ip_address)
		values ('00000000-0000-0000-0000-000000000000', $1, $2, now(), $3)`,
		[randomUUID(), payload, clientAddress]
	);
}
