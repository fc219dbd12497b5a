import * as v from 'valibot';
import { parseOptions } from '@node-rs/bcrypt';
import { recordAudit } from '../audit.ts';
import { requireAdministrator } from '../authenticate.ts';
import { parseDurationSeconds } from '../config.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction, isUniqueViolation } from '../database.ts';
import { AuthError, emailExists, validationFailed } from '../errors.ts';
import {
	flag,
	isUuid,
	metadata,
	optionalText,
	parseEmail,
	readBody,
	shortText,
	text
} from '../input.ts';
import { clearTokens } from '../one-time-tokens.ts';
import { readPage, toPageHeaders } from '../pages.ts';
import { generatePassword, hashPassword, requireStrongPassword } from '../passwords.ts';
import { endSessions } from '../sessions.ts';
import {
	confirmEmail,
	createUser,
	describeUser,
	findUserById,
	listUsers,
	lockUser,
	mergeMetadata,
	saveEmailIdentity,
	softDeleteUser,
	updateUser,
	type User
} from '../users.ts';

const userSchema = v.object({
	id: text,
	aud: shortText,
	role: shortText,
	email: text,
	phone: text,
	password: optionalText,
	password_hash: shortText,
	email_confirm: flag,
	user_metadata: metadata,
	app_metadata: metadata,
	ban_duration: text
});

type UserInput = v.InferOutput<typeof userSchema>;

export async function listAccounts(context: Context): Promise<Reply> {
	await requireAdministrator(context);
	const { config, pool, query } = context;
	const page = readPage(query);
	const { users, total } = await listUsers(pool, config, {
		filter: query.get('filter') ?? '',
		ascending: isAscending(query),
		limit: page.size,
		offset: (page.number - 1) * page.size
	});
	return ok(
		{ users: users.map(describeUser), aud: config.jwt.audience },
		toPageHeaders(context, page, total)
	);
}

function isAscending(query: URLSearchParams): boolean {
	const [field, direction = 'desc', ...rest] = (query.get('sort') ?? 'created_at').split(' ');
	const isKnown = field === 'created_at' && rest.length === 0 && /^(asc|desc)$/i.test(direction);
	if (!isKnown) throw validationFailed(`Bad Sort Parameters: bad field for sort '${field ?? ''}'`);
	return direction.toLowerCase() === 'asc';
}

export async function showAccount(context: Context): Promise<Reply> {
	await requireAdministrator(context);
	return ok(describeUser(await getAccount(context)));
}

/** Nobody has factors to sign in with; asking for those of an account is answered all the same. */
export async function listFactors(context: Context): Promise<Reply> {
	await requireAdministrator(context);
	await getAccount(context);
	return ok([]);
}

export async function openAccount(context: Context): Promise<Reply> {
	const { config, pool } = context;
	const actor = await requireAdministrator(context);
	const body = await readBody(context, userSchema);

	refusePhone(body);
	if (body.email === '') {
		throw validationFailed('Cannot create a user without either an email or phone');
	}
	const email = parseEmail(body.email);
	if (body.id !== '' && !isUuid(body.id)) {
		throw validationFailed('ID must conform to the uuid v4 format');
	}
	const passwordHash = await toPasswordHash(context, body);
	const bannedUntil = parseBan(body.ban_duration);

	const created = await inTransaction(pool, async (db) => {
		let user = await createUser(db, config, {
			email,
			passwordHash,
			userMetadata: body.user_metadata ?? {},
			appMetadata: body.app_metadata ?? {},
			...(body.id === '' ? {} : { id: body.id }),
			...(body.role === '' ? {} : { role: body.role }),
			...(body.aud === '' ? {} : { aud: body.aud })
		});
		await recordAudit(db, context, actor, 'user_signedup', {
			provider: 'email',
			user_id: user.id,
			user_email: user.email
		});
		if (body.email_confirm) user = await confirmEmail(db, user);
		if (bannedUntil !== undefined) {
			user = await updateUser(db, user.id, { banned_until: bannedUntil });
		}
		return user;
	}).catch(refuseTaken);
	return ok(describeUser(created));
}

export async function changeAccount(context: Context): Promise<Reply> {
	const { config, pool } = context;
	const actor = await requireAdministrator(context);
	const { id } = await getAccount(context);
	const body = await readBody(context, userSchema);

	refusePhone(body);
	const email = body.email === '' ? '' : parseEmail(body.email);
	if (body.password != null) requireStrongPassword(config, body.password);
	const passwordHash = body.password == null ? null : await hashPassword(body.password);
	const bannedUntil = parseBan(body.ban_duration);

	const changed = await inTransaction(pool, async (db) => {
		let user = await lockUser(db, id);
		if (passwordHash !== null) {
			await clearTokens(db, id);
			await endSessions(db, id, 'global', null);
		}
		if (email !== '') {
			await saveEmailIdentity(db, id, { email, email_verified: body.email_confirm });
		}
		user = await updateUser(db, id, {
			...(body.role === '' ? {} : { role: body.role }),
			...(email === '' ? {} : { email }),
			...(passwordHash === null ? {} : { encrypted_password: passwordHash }),
			...(bannedUntil === undefined ? {} : { banned_until: bannedUntil }),
			...(body.app_metadata == null
				? {}
				: { raw_app_meta_data: mergeMetadata(user.app_metadata, body.app_metadata) }),
			...(body.user_metadata == null
				? {}
				: { raw_user_meta_data: mergeMetadata(user.user_metadata, body.user_metadata) })
		});
		if (body.email_confirm) user = await confirmEmail(db, user);
		await recordAudit(db, context, actor, 'user_modified', {
			user_id: user.id,
			user_email: user.email
		});
		return user;
	}).catch(refuseTaken);
	return ok(describeUser(changed));
}

const deleteSchema = v.object({ should_soft_delete: flag });

export async function deleteAccount(context: Context): Promise<Reply> {
	const actor = await requireAdministrator(context);
	const { id } = await getAccount(context);
	const isSoft = context.hasBody
		? (await readBody(context, deleteSchema)).should_soft_delete
		: false;

	await inTransaction(context.pool, async (db) => {
		const user = await lockUser(db, id);
		await recordAudit(db, context, actor, 'user_deleted', {
			user_id: user.id,
			user_email: user.email
		});
		if (!isSoft) {
			await db.query('delete from auth.users where id = $1', [user.id]);
			return;
		}
		if (user.deleted_at !== null) return;
		await clearTokens(db, user.id);
		await endSessions(db, user.id, 'global', null);
		await softDeleteUser(db, user);
	});
	return ok({});
}

async function getAccount({ pool, params }: Context): Promise<User> {
	const id = params.id ?? '';
	if (!isUuid(id)) throw new AuthError(404, 'validation_failed', 'user_id must be an UUID');

	const user = await findUserById(pool, id);
	if (user === null) throw new AuthError(404, 'user_not_found', 'User not found');
	return user;
}

function refusePhone({ phone }: UserInput): void {
	if (phone !== '') {
		throw new AuthError(400, 'phone_provider_disabled', 'Phone signups are disabled');
	}
}

function refuseTaken(error: unknown): never {
	if (!isUniqueViolation(error, 'users_email_partial_key')) throw error;
	throw emailExists();
}

async function toPasswordHash({ config }: Context, body: UserInput): Promise<string> {
	const password = body.password ?? '';
	if (body.password_hash === '') {
		if (password === '') return hashPassword(generatePassword());
		requireStrongPassword(config, password);
		return hashPassword(password);
	}

	if (password !== '') {
		throw validationFailed('Only a password or a password hash should be provided');
	}
	try {
		parseOptions(body.password_hash);
		return body.password_hash;
	} catch {
		throw validationFailed('The password hash must be one of bcrypt');
	}
}

/** Until when; null lifts a ban, and undefined leaves things as they are. */
function parseBan(duration: string): Date | null | undefined {
	if (duration === '') return undefined;
	const seconds = duration === 'none' ? 0 : parseDurationSeconds(duration);
	if (seconds === null) {
		throw validationFailed(`invalid format for ban duration: "${duration}"`);
	}
	return seconds === 0 ? null : new Date(Date.now() + seconds * 1000);
}
