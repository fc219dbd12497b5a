import { createTransport, type Transporter } from 'nodemailer';
import type { Config } from './config.ts';
import { logger } from './logger.ts';
import { composeMail, type MailKind } from './mail-texts.ts';

export type Mail = {
	to: string;
	/** `user_metadata.language`, as the person or the application left it. */
	preference: unknown;
	link: string | null;
	code: string;
};

const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/** Sends by SMTP. Where no server is configured, mail is dropped and the log says so. */
export class Mailer {
	readonly #config: Config;
	readonly #transport: Transporter | null;

	constructor(config: Config) {
		this.#config = config;
		this.#transport = openTransport(config.smtp);
	}

	/** @throws where the mail server does not take the message. */
	async send(kind: MailKind, { to, ...content }: Mail): Promise<void> {
		if (this.#transport === null) {
			logger.warn({ kind }, 'no mail server is configured, a message was dropped');
			return;
		}
		const { adminEmail, senderName } = this.#config.smtp;
		const message = composeMail(kind, content);
		await this.#transport.sendMail({
			from: { name: senderName, address: adminEmail },
			to: { name: '', address: to },
			...message,
			subject: this.#config.mailer.subjects[kind] ?? message.subject,
			headers: { 'Auto-Submitted': 'auto-generated' }
		});
	}

	close(): void {
		this.#transport?.close();
	}
}

function openTransport({ url, host, port, user, password }: Config['smtp']): Transporter | null {
	if (host !== undefined) {
		const auth = user === undefined ? {} : { auth: { user, pass: password ?? '' } };
		return createTransport({ host, port, secure: port === 465, ...auth, ...TIMEOUTS });
	}
	return url === undefined ? null : createTransport({ url, ...TIMEOUTS });
}

/** The address in a mail that spends the token with this hash and goes on to `redirectTo`. */
export function toActionLink(
	{ apiExternalUrl }: Config,
	urlPath: string,
	{ hash, type, redirectTo }: { hash: string; type: string; redirectTo: string }
): string {
	// Under a gateway this server has a path of its own (/auth/v1), which the default path lacks.
	const base = apiExternalUrl.replace(/\/$/, '');
	const link = urlPath === '/verify' ? new URL(`${base}/verify`) : new URL(urlPath, apiExternalUrl);
	// As Supabase writes it: encoded only where it would else end early, for clients that compare.
	const target = /[&=#]/.test(redirectTo) ? encodeURIComponent(redirectTo) : redirectTo;
	link.search = `token=${hash}&type=${type}&redirect_to=${target}`;
	return link.href;
}
