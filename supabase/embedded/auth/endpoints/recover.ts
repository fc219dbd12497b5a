import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction } from '../database.ts';
import { AuthError, validationFailed } from '../errors.ts';
import { createFlowState, parsePkce } from '../flow-states.ts';
import { parseEmail, pkceFields, readBody, text } from '../input.ts';
import { sendRecovery } from '../notices.ts';
import { findUserByEmail, lockUser } from '../users.ts';

const recoverSchema = v.object({ email: text, ...pkceFields });

export async function recoverPassword(context: Context): Promise<Reply> {
	const { config, pool, rateLimits } = context;
	rateLimits.requireCall('recover', context.clientAddress);
	if (!config.emailEnabled) {
		throw new AuthError(400, 'email_provider_disabled', 'Email logins are disabled');
	}

	const body = await readBody(context, recoverSchema);
	if (body.email === '') throw validationFailed('Password recovery requires an email');
	const email = parseEmail(body.email);
	const pkce = parsePkce(body);

	const found = await findUserByEmail(pool, config, email);
	// Nobody is told whether an address has an account.
	if (found === null) {
		rateLimits.requireUnknownAddressInterval(email);
		return ok({});
	}

	await inTransaction(pool, async (db) => {
		const user = await lockUser(db, found.id);
		await recordAudit(db, context, user, 'user_recovery_requested');
		if (pkce !== null) await createFlowState(db, user.id, 'recovery', pkce);
		await sendRecovery(db, context, user, pkce !== null);
	});
	return ok({});
}
