import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { requireAdministrator } from '../authenticate.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction } from '../database.ts';
import { emailExists } from '../errors.ts';
import { metadata, parseEmail, readBody, text } from '../input.ts';
import { sendInvitation } from '../notices.ts';
import { createUser, describeUser, findUserByEmail, lockUser, updateUser } from '../users.ts';

const inviteSchema = v.object({ email: text, data: metadata });

export async function invite(context: Context): Promise<Reply> {
	const { config, pool } = context;
	const actor = await requireAdministrator(context);
	const body = await readBody(context, inviteSchema);
	const email = parseEmail(body.email);

	const found = await findUserByEmail(pool, config, email);
	const invited = await inTransaction(pool, async (db) => {
		const user =
			found === null
				? await createUser(db, config, {
						email,
						passwordHash: '',
						userMetadata: body.data ?? {}
					})
				: await lockUser(db, found.id);
		if (user.email_confirmed_at !== null) {
			throw emailExists();
		}
		await recordAudit(db, context, actor, 'user_invited', {
			user_id: user.id,
			user_email: user.email
		});
		await updateUser(db, user.id, { invited_at: new Date() });
		return sendInvitation(db, context, user, false);
	});
	return ok(describeUser(invited));
}
