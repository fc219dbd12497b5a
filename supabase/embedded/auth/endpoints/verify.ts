import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction, isUniqueViolation, type Database } from '../database.ts';
import { AuthError, emailExists, validationFailed } from '../errors.ts';
import { issueAuthCode, type FlowMethod } from '../flow-states.ts';
import { parseEmail, readBody, requirePhoneFormat, text } from '../input.ts';
import {
	clearTokens,
	findTokenOwner,
	hashCode,
	PKCE_PREFIX,
	spendToken,
	type TokenType
} from '../one-time-tokens.ts';
import { chooseRedirect } from '../redirects.ts';
import { startSession, type SessionTokens } from '../sessions.ts';
import {
	confirmEmail,
	isBanned,
	lockUser,
	saveEmailIdentity,
	updateUser,
	type User
} from '../users.ts';

type Verification = { tokenTypes: TokenType[]; flowMethods: FlowMethod[] };

/** What each `type` of a link or code may spend, and the flow that it finishes. */
const VERIFICATIONS = new Map<string, Verification>(
	Object.entries({
		signup: { tokenTypes: ['confirmation_token'], flowMethods: ['email/signup'] },
		invite: { tokenTypes: ['confirmation_token'], flowMethods: ['invite'] },
		recovery: { tokenTypes: ['recovery_token'], flowMethods: ['recovery'] },
		magiclink: { tokenTypes: ['recovery_token'], flowMethods: ['magiclink'] },
		email: {
			tokenTypes: ['confirmation_token', 'recovery_token'],
			flowMethods: ['email/signup', 'magiclink']
		},
		email_change: {
			tokenTypes: ['email_change_token_current', 'email_change_token_new'],
			flowMethods: ['email_change']
		}
	} satisfies Record<string, Verification>)
);

const FIRST_OF_TWO =
	'Confirmation link accepted. Please proceed to confirm link sent to the other email';

const LINK_EXPIRED = 'Email link is invalid or has expired';
const CODE_EXPIRED = 'Token has expired or is invalid';

const verifySchema = v.object({
	type: text,
	token: text,
	token_hash: text,
	email: text,
	phone: text
});

/** A code that was typed, or the hash of a link that an application has received itself. */
export async function verifyCode(context: Context): Promise<Reply> {
	const { pool, rateLimits } = context;
	rateLimits.requireCall('verify', context.clientAddress);

	const body = await readBody(context, verifySchema);
	const { hashes, failureKey, message } = parseProof(body);
	// Codes are short: nobody may go through them, from however many addresses.
	if (failureKey !== null) rateLimits.requireNoFailures(failureKey);

	try {
		const tokens = await inTransaction(pool, async (db) => {
			const user = await redeem(db, context, body.type, hashes, message);
			return user === null ? null : startSession(db, context, user, 'otp');
		});
		return ok(tokens ?? { msg: FIRST_OF_TWO, code: '200' });
	} catch (error) {
		const isWrong = error instanceof AuthError && error.code === 'otp_expired';
		if (isWrong && failureKey !== null) rateLimits.recordFailure(failureKey);
		throw error;
	}
}

function parseProof(body: v.InferOutput<typeof verifySchema>): {
	hashes: string[];
	failureKey: string | null;
	message: string;
} {
	if (body.type === '') throw validationFailed('Verify requires a verification type');
	if ((body.token === '') === (body.token_hash === '')) {
		throw validationFailed('Verify requires either a token or a token hash');
	}

	if (body.token_hash !== '') {
		if (body.email !== '' || body.phone !== '') {
			throw validationFailed('Only the token_hash and type should be provided');
		}
		return { hashes: [body.token_hash], failureKey: null, message: LINK_EXPIRED };
	}
	if (body.phone !== '' && body.email === '') {
		// No code was ever sent to a phone.
		requirePhoneFormat(body.phone);
		throw new AuthError(403, 'otp_expired', CODE_EXPIRED);
	}
	if (body.email === '' || body.phone !== '') {
		throw validationFailed('Only an email address or phone number should be provided on verify');
	}
	const email = parseEmail(body.email);
	const hash = hashCode(email, body.token);
	return {
		hashes: [hash, PKCE_PREFIX + hash],
		failureKey: `code ${email}`,
		message: CODE_EXPIRED
	};
}

/** The link of a mail: it leads on to the application, signed in or with the reason why not. */
export async function followLink(context: Context): Promise<Reply> {
	const { config, pool, query, rateLimits } = context;
	rateLimits.requireCall('verify', context.clientAddress);

	const type = query.get('type') ?? '';
	const hash = query.get('token') ?? '';
	if (type === '') throw validationFailed('Verify requires a verification type');
	if (hash === '') throw validationFailed('Verify requires a token or a token hash');

	const target = chooseRedirect(config, context);
	const isPkce = hash.startsWith(PKCE_PREFIX);
	try {
		const outcome = await inTransaction(pool, async (db): Promise<Record<string, string>> => {
			const user = await redeem(db, context, type, [hash], LINK_EXPIRED);
			if (user === null) return { message: FIRST_OF_TWO };
			if (isPkce) return { code: await requireAuthCode(db, user, type) };
			return toFragment(await startSession(db, context, user, 'otp'), type);
		});
		return redirect(target, outcome, isPkce);
	} catch (error) {
		if (!(error instanceof AuthError)) throw error;
		return redirect(target, describeFailure(error), isPkce);
	}
}

async function requireAuthCode(db: Database, user: User, type: string): Promise<string> {
	const code = await issueAuthCode(db, user.id, VERIFICATIONS.get(type)?.flowMethods ?? []);
	if (code !== null) return code;
	throw new AuthError(
		400,
		'flow_state_not_found',
		'No associated flow state found. No valid flow state found for user.'
	);
}

function toFragment(tokens: SessionTokens, type: string): Record<string, string> {
	return {
		access_token: tokens.access_token,
		expires_at: String(tokens.expires_at),
		expires_in: String(tokens.expires_in),
		refresh_token: tokens.refresh_token,
		token_type: tokens.token_type,
		type
	};
}

const OAUTH_ERRORS: Record<number, string> = {
	400: 'invalid_request',
	401: 'unauthorized_client',
	403: 'access_denied',
	500: 'server_error',
	503: 'temporarily_unavailable'
};

function describeFailure({ status, code, message }: AuthError): Record<string, string> {
	const error = OAUTH_ERRORS[status];
	return {
		...(error === undefined ? {} : { error }),
		error_code: code,
		error_description: message
	};
}

/**
 * A code goes into the query, for the application's server to read. All else goes into the
 * fragment, which no server's log sees, and in a PKCE flow what is no secret into the query too.
 */
function redirect(target: string, values: Record<string, string>, isPkce: boolean): Reply {
	const url = new URL(target);
	if (isPkce) {
		for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
	}
	if (values.code === undefined) {
		url.hash = new URLSearchParams({ ...values, sb: '' }).toString();
	}
	return { status: 303, headers: { location: url.href } };
}

/**
 * Spends what was brought and does what it was sent for.
 *
 * @returns the person, who may be signed in; null where another address has to confirm, too.
 */
async function redeem(
	db: Database,
	context: Context,
	type: string,
	hashes: string[],
	message: string
): Promise<User | null> {
	const verification = VERIFICATIONS.get(type);
	if (verification === undefined) throw validationFailed('Invalid email verification type');

	// Whoever changes an account locks it first and its tokens then; so does this.
	const ownerId = await findTokenOwner(db, hashes, verification.tokenTypes);
	if (ownerId === null) throw new AuthError(403, 'otp_expired', message);
	const user = await lockUser(db, ownerId);
	const spent = await spendToken(db, context.config, hashes, verification.tokenTypes);
	if (spent === null) throw new AuthError(403, 'otp_expired', message);
	if (isBanned(user)) throw new AuthError(403, 'user_banned', 'User is banned');

	if (type === 'email_change') return redeemEmailChange(db, context, user);

	await clearTokens(db, user.id);
	const isFirst = user.email_confirmed_at === null;
	await recordAudit(db, context, user, isFirst ? 'user_signedup' : 'login', {
		provider: 'email'
	});
	return isFirst ? confirmEmail(db, user) : user;
}

async function redeemEmailChange(db: Database, context: Context, user: User): Promise<User | null> {
	const { autoconfirm, secureEmailChange } = context.config.mailer;
	const needsTwo = !autoconfirm && secureEmailChange && user.email !== '';
	if (needsTwo && user.email_change_confirm_status === 0) {
		await updateUser(db, user.id, { email_change_confirm_status: 1 });
		return null;
	}

	await recordAudit(db, context, user, 'user_modified');
	await clearTokens(db, user.id);
	await saveEmailIdentity(db, user.id, { email: user.email_change, email_verified: true });
	try {
		const changed = await updateUser(db, user.id, {
			email: user.email_change,
			email_change: '',
			email_change_confirm_status: 0
		});
		return changed.email_confirmed_at === null ? await confirmEmail(db, changed) : changed;
	} catch (error) {
		if (!isUniqueViolation(error, 'users_email_partial_key')) throw error;
		throw emailExists();
	}
}
