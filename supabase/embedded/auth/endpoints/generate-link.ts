import * as v from 'valibot';
import { recordAudit } from '../audit.ts';
import { requireAdministrator } from '../authenticate.ts';
import { ok, type Context, type Reply } from '../context.ts';
import { inTransaction, type Database } from '../database.ts';
import { AuthError, emailExists, validationFailed } from '../errors.ts';
import { metadata, parseEmail, readBody, text } from '../input.ts';
import { toActionLink } from '../mailer.ts';
import { generateCode, hashCode, storeToken, type TokenType } from '../one-time-tokens.ts';
import { generatePassword, hashPassword, requireStrongPassword } from '../passwords.ts';
import { chooseRedirect, isAllowedRedirect } from '../redirects.ts';
import {
	createUser,
	describeUser,
	findUserByEmail,
	getUserById,
	lockUser,
	mergeMetadata,
	updateUser,
	type User
} from '../users.ts';

type LinkType = {
	tokenType: TokenType;
	verification: string;
	urlPath: keyof Context['config']['mailer']['urlPaths'];
};

const LINK_TYPES = new Map<string, LinkType>([
	['signup', { tokenType: 'confirmation_token', verification: 'signup', urlPath: 'confirmation' }],
	['invite', { tokenType: 'confirmation_token', verification: 'invite', urlPath: 'invite' }],
	['magiclink', { tokenType: 'recovery_token', verification: 'magiclink', urlPath: 'recovery' }],
	['recovery', { tokenType: 'recovery_token', verification: 'recovery', urlPath: 'recovery' }],
	[
		'email_change_current',
		{
			tokenType: 'email_change_token_current',
			verification: 'email_change',
			urlPath: 'emailChange'
		}
	],
	[
		'email_change_new',
		{
			tokenType: 'email_change_token_new',
			verification: 'email_change',
			urlPath: 'emailChange'
		}
	]
]);

const linkSchema = v.object({
	type: text,
	email: text,
	new_email: text,
	password: text,
	data: metadata,
	redirect_to: text
});

type LinkInput = v.InferOutput<typeof linkSchema>;

/** The link and code of a mail, for an administrator who sends it in another way. */
export async function generateLink(context: Context): Promise<Reply> {
	const { config, pool } = context;
	const actor = await requireAdministrator(context);
	const body = await readBody(context, linkSchema);
	const email = parseEmail(body.email);
	const found = await findUserByEmail(pool, config, email);

	// A link to sign in opens an account where there is none, as the mail would.
	const type = body.type === 'magiclink' && found === null ? 'signup' : body.type;
	const linkType = LINK_TYPES.get(type);
	if (linkType === undefined) {
		throw validationFailed(`Invalid email action link type requested: ${type}`);
	}
	const opensAccount = type === 'signup' || type === 'invite';
	if (found === null && !opensAccount) {
		throw new AuthError(404, 'user_not_found', 'User with this email not found');
	}

	const passwordHash = found === null ? await toPasswordHash(context, body, type) : '';
	const code = generateCode(config);
	const { user, hash } = await inTransaction(pool, async (db) => {
		const account =
			found === null
				? await createUser(db, config, { email, passwordHash, userMetadata: body.data ?? {} })
				: await lockUser(db, found.id);
		if (opensAccount) await prepareOpening(db, account, type, body, found !== null);
		const address = type.startsWith('email_change')
			? await prepareEmailChange(db, context, account, type, body.new_email)
			: account.email;

		await recordAudit(
			db,
			context,
			actor,
			type === 'invite' ? 'user_invited' : 'user_recovery_requested',
			{ user_id: account.id, user_email: account.email }
		);
		const tokenHash = hashCode(address, code);
		await storeToken(db, account, linkType.tokenType, address, tokenHash);
		return { user: await getUserById(db, account.id), hash: tokenHash };
	});

	const redirectTo = isAllowedRedirect(config, body.redirect_to)
		? body.redirect_to
		: chooseRedirect(config, context);
	return ok({
		...describeUser(user),
		action_link: toActionLink(config, config.mailer.urlPaths[linkType.urlPath], {
			hash,
			type: linkType.verification,
			redirectTo
		}),
		email_otp: code,
		hashed_token: hash,
		verification_type: type,
		redirect_to: redirectTo
	});
}

async function toPasswordHash({ config }: Context, body: LinkInput, type: string): Promise<string> {
	if (type === 'invite') return '';
	if (body.type === 'magiclink') return hashPassword(generatePassword());

	if (body.password === '') throw validationFailed('Signup requires a valid password');
	requireStrongPassword(config, body.password);
	return hashPassword(body.password);
}

async function prepareOpening(
	db: Database,
	user: User,
	type: string,
	body: LinkInput,
	isKnown: boolean
): Promise<void> {
	if (user.email_confirmed_at !== null) throw emailExists();
	if (type === 'invite') await updateUser(db, user.id, { invited_at: new Date() });
	if (type === 'signup' && isKnown && body.data != null) {
		await updateUser(db, user.id, {
			raw_user_meta_data: mergeMetadata(user.user_metadata, body.data)
		});
	}
}

/** @returns the address that the link is for. */
async function prepareEmailChange(
	db: Database,
	{ config }: Context,
	user: User,
	type: string,
	requestedEmail: string
): Promise<string> {
	const isForCurrent = type === 'email_change_current';
	if (isForCurrent && !config.mailer.secureEmailChange) {
		throw validationFailed('Enable secure email change to generate link for current email');
	}
	const newEmail = parseEmail(requestedEmail);
	if ((await findUserByEmail(db, config, newEmail)) !== null) throw emailExists();

	await updateUser(db, user.id, { email_change: newEmail, email_change_confirm_status: 0 });
	return isForCurrent ? user.email : newEmail;
}
