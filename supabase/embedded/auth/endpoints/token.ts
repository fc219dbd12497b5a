import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { ok, type Context, type Endpoint, type Reply } from '../context.ts';
import { inTransaction } from '../database.ts';
import { AuthError, invalidCredentials, validationFailed, WeakPasswordError } from '../errors.ts';
import { spendAuthCode } from '../flow-states.ts';
import { readBody, text } from '../input.ts';
import { requireStrongPassword, verifyPassword } from '../passwords.ts';
import { refreshSession, startSession } from '../sessions.ts';
import { findUserByEmail, getUserById, isBanned } from '../users.ts';
import { refuseIdToken, refuseWeb3 } from './not-offered.ts';

const GRANTS = new Map<string, Endpoint>([
	['password', signInWithPassword],
	['refresh_token', refresh],
	['pkce', exchangeCode],
	['id_token', refuseIdToken],
	['web3', refuseWeb3]
]);

export async function issueTokens(context: Context): Promise<Reply> {
	const grant = GRANTS.get(context.query.get('grant_type') ?? '');
	if (grant === undefined) {
		throw new AuthError(400, 'invalid_credentials', 'unsupported_grant_type');
	}
	context.rateLimits.requireCall('signIn', context.clientAddress);
	return grant(context);
}

const passwordSchema = v.object({ email: text, phone: text, password: text });

async function signInWithPassword(context: Context): Promise<Reply> {
	const { config, pool, rateLimits } = context;
	const body = await readBody(context, passwordSchema);

	if (body.email !== '' && body.phone !== '') {
		throw validationFailed('Only an email address or phone number should be provided on login.');
	}
	if (body.phone !== '') {
		throw new AuthError(422, 'phone_provider_disabled', 'Phone logins are disabled');
	}
	if (body.email === '') throw validationFailed('missing email or phone');
	if (!config.emailEnabled) {
		throw new AuthError(422, 'email_provider_disabled', 'Email logins are disabled');
	}

	const failureKey = `password ${context.clientAddress} ${body.email.toLowerCase()}`;
	rateLimits.requireNoFailures(failureKey);

	const found = await findUserByEmail(pool, config, body.email);
	const isRight = await verifyPassword(body.password, found?.encrypted_password);
	if (found === null || !isRight) {
		rateLimits.recordFailure(failureKey);
		throw invalidCredentials();
	}
	if (isBanned(found)) throw new AuthError(400, 'user_banned', 'User is banned');
	if (found.email_confirmed_at === null) {
		throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed');
	}

	const tokens = await inTransaction(pool, async (db) => {
		await recordAudit(db, context, found, 'login', { provider: 'email' });
		return startSession(db, context, found, 'password');
	});
	return ok({ ...tokens, ...describeWeakness(context, body.password) });
}

/** Tells a client whose password was set under laxer rules that it should be changed. */
function describeWeakness({ config }: Context, password: string): Record<string, unknown> {
	try {
		requireStrongPassword(config, password);
		return {};
	} catch (error) {
		if (!(error instanceof WeakPasswordError)) return {};
		return { weak_password: { message: error.message, reasons: error.reasons } };
	}
}

const refreshSchema = v.object({ refresh_token: text });

async function refresh(context: Context): Promise<Reply> {
	const body = await readBody(context, refreshSchema);
	if (body.refresh_token.length < 12) throw validationFailed('Refresh token is not valid');
	return ok(await refreshSession(context, body.refresh_token));
}

const pkceSchema = v.object({ auth_code: text, code_verifier: text });

async function exchangeCode(context: Context): Promise<Reply> {
	const { config, pool } = context;
	const { auth_code: code, code_verifier: verifier } = await readBody(context, pkceSchema);
	if (code === '' || verifier === '') {
		throw validationFailed('invalid request: both auth code and code verifier should be non-empty');
	}

	return ok(
		await inTransaction(pool, async (db) => {
			const { userId, method } = await spendAuthCode(db, config, code, verifier);
			const user = await getUserById(db, userId);
			if (isBanned(user)) throw new AuthError(403, 'user_banned', 'User is banned');
			await recordAudit(db, context, user, 'login', { provider_type: 'email' });
			return startSession(db, context, user, method);
		})
	);
}
