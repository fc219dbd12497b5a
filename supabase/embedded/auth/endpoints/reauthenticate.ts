import { recordAudit } from '../audit.ts';
import { requireUser } from '../authenticate.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction } from '../database.ts';
import { AuthError, validationFailed } from '../errors.ts';
import { sendReauthentication } from '../notices.ts';
import { lockUser } from '../users.ts';

/** Sends the code that a change of the password may ask for. */
export async function reauthenticate(context: Context): Promise<Reply> {
	const { user } = await requireUser(context);
	if (user.email === '') {
		throw validationFailed('Reauthentication requires the user to have an email or a phone number');
	}
	if (user.email_confirmed_at === null) {
		throw new AuthError(422, 'email_not_confirmed', 'Please verify your email first.');
	}

	await inTransaction(context.pool, async (db) => {
		const current = await lockUser(db, user.id);
		await recordAudit(db, context, current, 'user_reauthenticate_requested');
		await sendReauthentication(db, context, current);
	});
	return ok({});
}
