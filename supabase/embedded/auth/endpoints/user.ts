import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { requireUser } from '../authenticate.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction, type Database } from '../database.ts';
import { AuthError, emailExists } from '../errors.ts';
import { createFlowState, parsePkce } from '../flow-states.ts';
import { metadata, optionalText, parseEmail, pkceFields, readBody, text } from '../input.ts';
import { sendEmailChange } from '../notices.ts';
import { clearTokens, hashCode, spendToken } from '../one-time-tokens.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from '../passwords.ts';
import { endSessions, type Session } from '../sessions.ts';
import {
	describeUser,
	findUserByEmail,
	lockUser,
	mergeMetadata,
	saveEmailIdentity,
	updateUser,
	type User
} from '../users.ts';

/** A sign-in younger than this proves enough that it is the person who changes the password. */
const RECENT_SIGN_IN_MS = 24 * 3600 * 1000;

export async function showUser(context: Context): Promise<Reply> {
	const { user } = await requireUser(context);
	return ok(describeUser(user));
}

const updateSchema = v.object({
	email: text,
	phone: text,
	password: optionalText,
	current_password: text,
	nonce: text,
	data: metadata,
	app_metadata: metadata,
	...pkceFields
});

export async function changeUser(context: Context): Promise<Reply> {
	const { config, pool, rateLimits } = context;
	const { user, session } = await requireUser(context);
	rateLimits.requireCall('updateUser', context.clientAddress);

	const body = await readBody(context, updateSchema);
	const newEmail = body.email === '' ? user.email : parseEmail(body.email);
	const pkce = parsePkce(body);
	if (body.phone !== '') {
		throw new AuthError(400, 'phone_provider_disabled', 'Phone logins are disabled');
	}
	if (body.app_metadata != null) {
		throw new AuthError(403, 'not_admin', 'Updating app_metadata requires admin privileges');
	}
	if (newEmail !== user.email && (await findUserByEmail(pool, config, newEmail)) !== null) {
		throw emailExists();
	}

	// Hashing takes long, so it is done before anything is locked.
	const password = body.password ?? '';
	if (body.password != null) requireStrongPassword(config, password);
	const passwordHash = body.password == null ? null : await hashPassword(password);
	if (passwordHash !== null) await requireNewPassword(context, user, session, password, body);

	const changed = await inTransaction(pool, async (db) => {
		let current = await lockUser(db, user.id);

		if (passwordHash !== null) {
			await requireReauthentication(db, context, current, session, body.nonce);
			current = await setPassword(db, current, passwordHash, session);
			await recordAudit(db, context, current, 'user_updated_password');
		}
		if (body.data != null) {
			current = await updateUser(db, current.id, {
				raw_user_meta_data: mergeMetadata(current.user_metadata, body.data)
			});
		}
		await recordAudit(db, context, current, 'user_modified');
		if (newEmail !== current.email) {
			if (pkce !== null) await createFlowState(db, current.id, 'email_change', pkce);
			current = await sendEmailChange(db, context, current, newEmail, pkce !== null);
		}
		return current;
	});
	return ok(describeUser(changed));
}

async function requireNewPassword(
	{ config, pool }: Context,
	user: User,
	session: Session | null,
	password: string,
	{ current_password: currentPassword }: { current_password: string }
): Promise<void> {
	if (user.encrypted_password === '') return;

	const needsCurrent =
		config.security.passwordChangeNeedsCurrentPassword && !(await isRecovery(pool, session));
	if (needsCurrent) {
		if (currentPassword === '') {
			throw new AuthError(
				400,
				'current_password_required',
				'Current password required when setting new password.'
			);
		}
		if (!(await verifyPassword(currentPassword, user.encrypted_password))) {
			throw new AuthError(
				400,
				'current_password_invalid',
				'Current password required when setting new password.'
			);
		}
	}
	if (await verifyPassword(password, user.encrypted_password)) {
		throw new AuthError(
			422,
			'same_password',
			'New password should be different from the old password.'
		);
	}
}

/** Whether the session was signed in by a recovery mail, by somebody who forgot the password. */
async function isRecovery(db: Database, session: Session | null): Promise<boolean> {
	if (session === null) return false;
	const { rowCount } = await db.query(
		`select from auth.mfa_amr_claims
		where session_id = $1 and authentication_method in ('recovery', 'otp', 'magiclink')`,
		[session.id]
	);
	return rowCount !== 0;
}

async function requireReauthentication(
	db: Database,
	{ config }: Context,
	user: User,
	session: Session | null,
	nonce: string
): Promise<void> {
	if (!config.security.passwordChangeNeedsReauthentication) return;
	const isRecent =
		session !== null && Date.now() - session.created_at.getTime() < RECENT_SIGN_IN_MS;
	if (isRecent) return;

	if (nonce === '') {
		throw new AuthError(
			400,
			'reauthentication_needed',
			'Password update requires reauthentication'
		);
	}
	const spent = await spendToken(
		db,
		config,
		[hashCode(user.email, nonce)],
		['reauthentication_token']
	);
	if (spent?.user_id !== user.id) {
		throw new AuthError(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid');
	}
}

/** A new password voids what was sent under the old one and signs every other device out. */
async function setPassword(
	db: Database,
	user: User,
	passwordHash: string,
	session: Session | null
): Promise<User> {
	await clearTokens(db, user.id);
	await endSessions(db, user.id, 'others', session?.id ?? null);
	if (user.encrypted_password === '' && user.email !== '') {
		await saveEmailIdentity(db, user.id, { email: user.email });
	}
	return updateUser(db, user.id, { encrypted_password: passwordHash });
}
