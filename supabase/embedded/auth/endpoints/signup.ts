import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction, isUniqueViolation, type Database } from '../database.ts';
import { AuthError, validationFailed } from '../errors.ts';
import { createFlowState, parsePkce, type Pkce } from '../flow-states.ts';
import { metadata, parseEmail, pkceFields, readBody, text } from '../input.ts';
import { sendConfirmation } from '../notices.ts';
import { hashPassword, requireStrongPassword } from '../passwords.ts';
import { startSession, type SessionTokens } from '../sessions.ts';
import {
	confirmEmail,
	createUser,
	describeUser,
	emailClaims,
	findUserByEmail,
	lockUser,
	type Metadata,
	type NewUser,
	type User
} from '../users.ts';

const signUpSchema = v.object({
	email: text,
	phone: text,
	password: text,
	data: metadata,
	...pkceFields
});

export async function signUp(context: Context): Promise<Reply> {
	const { config, rateLimits } = context;
	const body = await readBody(context, signUpSchema);
	if (body.email === '' && body.phone === '') {
		throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
	}

	rateLimits.requireCall('signUp', context.clientAddress);
	requireSignUps(context);
	if (body.password === '') throw validationFailed('Signup requires a valid password');
	requireStrongPassword(config, body.password);
	if (body.email !== '' && body.phone !== '') {
		throw validationFailed('Only an email address or phone number should be provided on signup.');
	}
	const pkce = parsePkce(body);
	if (body.phone !== '') {
		throw new AuthError(400, 'phone_provider_disabled', 'Phone signups are disabled');
	}
	if (!config.emailEnabled) {
		throw new AuthError(400, 'email_provider_disabled', 'Email signups are disabled');
	}

	const request = {
		email: parseEmail(body.email),
		password: body.password,
		data: body.data ?? {},
		pkce
	};
	const outcome = await register(context, request);
	if (outcome.isTaken) return answerTaken(context, request);
	if (outcome.tokens !== null) return ok(outcome.tokens);

	// A person who was invited is shown to the one who signs up no more than the address.
	const { user } = outcome;
	const shown = user.invited_at === null ? user : { ...user, user_metadata: {}, identities: [] };
	return ok(describeUser(shown));
}

export function requireSignUps({ config }: Context): void {
	if (config.disableSignup) {
		throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance');
	}
}

type Registration = { email: string; password: string; data: Metadata; pkce: Pkce | null };

type Outcome = { isTaken: true } | { isTaken: false; user: User; tokens: SessionTokens | null };

/**
 * Opens the account, or for one that is not confirmed yet sends its mail again. What was said at
 * the first sign-up stays: nobody has shown yet whose the address is.
 */
export async function register(context: Context, request: Registration): Promise<Outcome> {
	const { config, pool } = context;
	// The same work whether or not the address is taken, so that its time does not tell.
	const passwordHash = await hashPassword(request.password);
	const existing = await findUserByEmail(pool, config, request.email);

	try {
		return await inTransaction(pool, async (db): Promise<Outcome> => {
			const user =
				existing === null
					? await createUser(db, config, toNewUser(request, passwordHash))
					: await lockUser(db, existing.id);
			if (user.email_confirmed_at !== null) {
				await recordAudit(db, context, user, 'user_repeated_signup', { provider: 'email' });
				return { isTaken: true };
			}
			return config.mailer.autoconfirm
				? confirmAtOnce(db, context, user)
				: askToConfirm(db, context, user, request.pkce);
		});
	} catch (error) {
		// Somebody signed up with the same address in the meantime.
		if (isUniqueViolation(error, 'users_email_partial_key')) return { isTaken: true };
		throw error;
	}
}

function toNewUser({ email, data }: Registration, passwordHash: string): NewUser {
	const id = randomUUID();
	return {
		id,
		email,
		passwordHash,
		userMetadata: { ...data, ...emailClaims(id, email) },
		identityData: data
	};
}

async function confirmAtOnce(db: Database, context: Context, user: User): Promise<Outcome> {
	await recordAudit(db, context, user, 'user_signedup', { provider: 'email' });
	const confirmed = await confirmEmail(db, user);
	await recordAudit(db, context, confirmed, 'login', { provider: 'email' });
	const tokens = await startSession(db, context, confirmed, 'password');
	return { isTaken: false, user: confirmed, tokens };
}

async function askToConfirm(
	db: Database,
	context: Context,
	user: User,
	pkce: Pkce | null
): Promise<Outcome> {
	await recordAudit(db, context, user, 'user_confirmation_requested', { provider: 'email' });
	if (pkce !== null) await createFlowState(db, user.id, 'email/signup', pkce);
	const asked = await sendConfirmation(db, context, user, pkce !== null);
	return { isTaken: false, user: asked, tokens: null };
}

/**
 * Where mail is confirmed, an address that is taken is answered like one that is not, so that
 * nobody learns who has an account.
 */
function answerTaken({ config }: Context, { email, data }: Registration): Reply {
	if (config.mailer.autoconfirm) {
		throw new AuthError(422, 'user_already_exists', 'User already registered');
	}
	const now = new Date();
	return ok({
		id: randomUUID(),
		aud: config.jwt.audience,
		role: '',
		email,
		phone: '',
		confirmation_sent_at: now,
		app_metadata: { provider: 'email', providers: ['email'] },
		user_metadata: data,
		identities: [],
		created_at: now,
		updated_at: now,
		is_anonymous: false
	});
}
