import type { Context } from './context.ts';
import type { Database } from './database.ts';
import { AuthError } from './errors.ts';
import { logger } from './logger.ts';
import type { MailKind } from './mail-texts.ts';
import { toActionLink } from './mailer.ts';
import {
	generateCode,
	hashCode,
	PKCE_PREFIX,
	storeToken,
	type TokenType
} from './one-time-tokens.ts';
import { requireMailInterval } from './rate-limits.ts';
import { chooseRedirect } from './redirects.ts';
import { getUserById, updateUser, type User } from './users.ts';

/**
 * The mails that carry a code and a link. Each is sent in the transaction that stores its token, as
 * the last step: where the mail server refuses, nothing has happened, and the person can try again.
 */

type Notice = {
	kind: MailKind;
	tokenType: TokenType;
	/** The `type` that a client or link verifies it by. */
	verification: string;
	urlPath: keyof Context['config']['mailer']['urlPaths'];
	lastSentAt: (user: User) => Date | null;
};

const CONFIRMATION: Notice = {
	kind: 'confirmation',
	tokenType: 'confirmation_token',
	verification: 'signup',
	urlPath: 'confirmation',
	lastSentAt: (user) => user.confirmation_sent_at
};

const INVITATION: Notice = {
	...CONFIRMATION,
	kind: 'invite',
	verification: 'invite',
	urlPath: 'invite',
	lastSentAt: () => null
};

const RECOVERY: Notice = {
	kind: 'recovery',
	tokenType: 'recovery_token',
	verification: 'recovery',
	urlPath: 'recovery',
	lastSentAt: (user) => user.recovery_sent_at
};

const MAGIC_LINK: Notice = { ...RECOVERY, kind: 'magicLink', verification: 'magiclink' };

type SendNotice = (db: Database, context: Context, user: User, isPkce: boolean) => Promise<User>;

export const sendConfirmation = toSender(CONFIRMATION);
export const sendInvitation = toSender(INVITATION);
export const sendRecovery = toSender(RECOVERY);
export const sendMagicLink = toSender(MAGIC_LINK);

function toSender(notice: Notice): SendNotice {
	return async (db, context, user, isPkce) => {
		requireMailInterval(context.config, notice.lastSentAt(user));
		const issued = await issueToken(db, context, user, user.email, notice.tokenType, isPkce);
		await send(context, notice.kind, user, user.email, {
			code: issued.code,
			link: toLink(context, notice, issued.hash)
		});
		return getUserById(db, user.id);
	};
}

/** A code without a link, to be typed where something needs to know that it is the person. */
export async function sendReauthentication(
	db: Database,
	context: Context,
	user: User
): Promise<void> {
	requireMailInterval(context.config, user.reauthentication_sent_at);
	const { code } = await issueToken(db, context, user, user.email, 'reauthentication_token', false);
	await send(context, 'reauthentication', user, user.email, { code, link: null });
}

/** Asks the new address, and where so configured the present one too, to confirm the change. */
export async function sendEmailChange(
	db: Database,
	context: Context,
	user: User,
	newEmail: string,
	isPkce: boolean
): Promise<User> {
	const { mailer } = context.config;
	requireMailInterval(context.config, user.email_change_sent_at);
	await updateUser(db, user.id, { email_change: newEmail, email_change_confirm_status: 0 });

	const asked: { address: string; tokenType: TokenType }[] = [
		{ address: newEmail, tokenType: 'email_change_token_new' }
	];
	if (mailer.secureEmailChange && user.email !== '') {
		asked.push({ address: user.email, tokenType: 'email_change_token_current' });
	}
	for (const { address, tokenType } of asked) {
		const { code, hash } = await issueToken(db, context, user, address, tokenType, isPkce);
		const notice = { verification: 'email_change', urlPath: 'emailChange' } as const;
		await send(context, 'emailChange', user, address, {
			code,
			link: toLink(context, notice, hash)
		});
	}
	return getUserById(db, user.id);
}

async function issueToken(
	db: Database,
	{ config }: Context,
	user: User,
	address: string,
	tokenType: TokenType,
	isPkce: boolean
): Promise<{ code: string; hash: string }> {
	const code = generateCode(config);
	const hash = (isPkce ? PKCE_PREFIX : '') + hashCode(address, code);
	await storeToken(db, user, tokenType, address, hash);
	return { code, hash };
}

function toLink(
	context: Context,
	{ verification, urlPath }: Pick<Notice, 'verification' | 'urlPath'>,
	hash: string
): string {
	return toActionLink(context.config, context.config.mailer.urlPaths[urlPath], {
		hash,
		type: verification,
		redirectTo: chooseRedirect(context.config, context)
	});
}

async function send(
	{ config, mailer, rateLimits }: Context,
	kind: MailKind,
	user: User,
	to: string,
	content: { code: string; link: string | null }
): Promise<void> {
	if (!config.mailer.autoconfirm) rateLimits.requireMail();
	try {
		await mailer.send(kind, { to, preference: user.user_metadata.language, ...content });
	} catch (error) {
		logger.error({ err: error, kind }, 'the mail server did not take a message');
		throw new AuthError(500, 'unexpected_failure', `Error sending ${kind} email`);
	}
}
