import { error, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { env } from './env.ts';

const mailSchema = v.object({
	id: v.string(),
	receivedAt: v.string(),
	to: v.string(),
	subject: v.string(),
	text: v.string(),
	links: v.array(v.string())
});

type DevMail = v.InferOutput<typeof mailSchema>;

/**
 * Whether mails that were caught instead of sent may be read here: only by somebody at the machine
 * itself. They hold links that sign in, so a request through a proxy or by a public name gets none.
 */
export function canReadDevMail(event: RequestEvent): boolean {
	return (
		env().DEV_MAIL_URL !== undefined &&
		isLoopback(event.url.hostname) &&
		isLoopback(event.getClientAddress()) &&
		!event.request.headers.has('x-forwarded-for') &&
		!event.request.headers.has('forwarded')
	);
}

/** The caught mails, the latest first. */
export async function listDevMail(event: RequestEvent): Promise<DevMail[]> {
	const { DEV_MAIL_URL } = env();
	if (DEV_MAIL_URL === undefined || !canReadDevMail(event)) error(404);

	const response = await fetch(DEV_MAIL_URL);
	return v.parse(v.array(mailSchema), await response.json());
}

function isLoopback(host: string): boolean {
	return /^(localhost|127(\.\d+){3}|\[?::1\]?|::ffff:127(\.\d+){3})$/.test(host);
}
