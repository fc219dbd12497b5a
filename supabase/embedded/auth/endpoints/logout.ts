import { recordAudit } from '../audit.ts';
import { requireUser } from '../authenticate.ts';
import type { Context, Reply } from '../context.ts';
import { inTransaction } from '../database.ts';
import { validationFailed } from '../errors.ts';
import { endSessions, type SignOutScope } from '../sessions.ts';

const SCOPES = new Map<string, SignOutScope>([
	['', 'global'],
	['global', 'global'],
	['local', 'local'],
	['others', 'others']
]);

export async function signOut(context: Context): Promise<Reply> {
	const { user, session } = await requireUser(context);
	const requested = context.query.get('scope') ?? '';
	const scope = SCOPES.get(requested);
	if (scope === undefined) throw validationFailed(`Unsupported logout scope "${requested}"`);

	await inTransaction(context.pool, async (db) => {
		await recordAudit(db, context, user, 'logout');
		await endSessions(db, user.id, scope, session?.id ?? null);
	});
	return { status: 204 };
}
