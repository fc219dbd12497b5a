import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction } from '../database.ts';
import { AuthError, validationFailed } from '../errors.ts';
import { createFlowState, parsePkce } from '../flow-states.ts';
import { metadata, parseEmail, pkceFields, readBody, text } from '../input.ts';
import { sendMagicLink } from '../notices.ts';
import { generatePassword } from '../passwords.ts';
import { findUserByEmail, lockUser } from '../users.ts';
import { register, requireSignUps } from './signup.ts';

const otpSchema = v.object({
	email: text,
	phone: text,
	channel: text,
	create_user: v.nullish(v.boolean(), true),
	data: metadata,
	...pkceFields
});

/** Sends a code and a link to sign in with, and opens an account where there is none. */
export async function sendOtp(context: Context): Promise<Reply> {
	const { config, pool, rateLimits } = context;
	rateLimits.requireCall('otp', context.clientAddress);

	const body = await readBody(context, otpSchema);
	if (body.email !== '' && body.phone !== '') {
		throw validationFailed('Only an email address or phone number should be provided');
	}
	if (body.email !== '' && body.channel !== '') {
		throw validationFailed('Channel should only be specified with Phone OTP');
	}
	const pkce = parsePkce(body);
	if (body.phone !== '') {
		throw new AuthError(400, 'phone_provider_disabled', 'Unsupported phone provider');
	}
	if (body.email === '') throw validationFailed('One of email or phone must be set');
	if (!config.emailEnabled) {
		throw new AuthError(422, 'email_provider_disabled', 'Email logins are disabled');
	}
	if (!config.magicLinkEnabled) {
		throw new AuthError(422, 'email_provider_disabled', 'Login with magic link is disabled');
	}

	const email = parseEmail(body.email);
	let found = await findUserByEmail(pool, config, email);
	if (found === null && !body.create_user) {
		throw new AuthError(422, 'otp_disabled', 'Signups not allowed for otp');
	}

	if (found?.email_confirmed_at == null) {
		requireSignUps(context);
		const request = { email, password: generatePassword(), data: body.data ?? {}, pkce };
		await register(context, request);
		// The mail that confirms the address signs in as well.
		if (!config.mailer.autoconfirm) return ok({});
		found = await findUserByEmail(pool, config, email);
	}
	if (found === null) return ok({});

	const { id } = found;
	await inTransaction(pool, async (db) => {
		const user = await lockUser(db, id);
		await recordAudit(db, context, user, 'user_recovery_requested');
		if (pkce !== null) await createFlowState(db, user.id, 'magiclink', pkce);
		await sendMagicLink(db, context, user, pkce !== null);
	});
	return ok({});
}
