import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction } from '../database.ts';
import { AuthError, validationFailed } from '../errors.ts';
import { createFlowState, parsePkce } from '../flow-states.ts';
import { parseEmail, pkceFields, readBody, text } from '../input.ts';
import { sendConfirmation, sendEmailChange } from '../notices.ts';
import { findUserByEmail, lockUser } from '../users.ts';

const resendSchema = v.object({ type: text, email: text, phone: text, ...pkceFields });

export async function resendMail(context: Context): Promise<Reply> {
	const { config, pool, rateLimits } = context;
	rateLimits.requireCall('resend', context.clientAddress);

	const body = await readBody(context, resendSchema);
	if (!['signup', 'email_change', 'sms', 'phone_change'].includes(body.type)) {
		throw validationFailed('Missing one of these types: signup, email_change, sms, phone_change');
	}
	if (body.email !== '' && body.phone !== '') {
		throw validationFailed('Only an email address or phone number should be provided.');
	}
	if (body.type === 'signup' && body.email === '') {
		throw validationFailed('Type provided requires an email address');
	}
	if (body.type === 'sms' && body.phone === '') {
		throw validationFailed('Type provided requires a phone number');
	}
	if (body.phone !== '') {
		throw new AuthError(400, 'phone_provider_disabled', 'Phone logins are disabled');
	}
	if (body.email === '') throw validationFailed('Missing email address or phone number');
	if (!config.emailEnabled) {
		throw new AuthError(400, 'email_provider_disabled', 'Email logins are disabled');
	}
	const pkce = parsePkce(body);

	const email = parseEmail(body.email);
	const found = await findUserByEmail(pool, config, email);
	if (found === null) {
		rateLimits.requireUnknownAddressInterval(email);
		return ok({});
	}

	await inTransaction(pool, async (db) => {
		const user = await lockUser(db, found.id);
		if (body.type === 'signup' && user.email_confirmed_at === null) {
			await recordAudit(db, context, user, 'user_confirmation_requested');
			if (pkce !== null) await createFlowState(db, user.id, 'email/signup', pkce);
			await sendConfirmation(db, context, user, pkce !== null);
		}
		if (body.type === 'email_change' && user.email_change !== '') {
			if (pkce !== null) await createFlowState(db, user.id, 'email_change', pkce);
			await sendEmailChange(db, context, user, user.email_change, pkce !== null);
		}
	});
	return ok({});
}
