import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Config } from './config.ts';

/**
 * The address that a request comes from.
 *
 * A header tells it only where the configuration says that one can be believed: Sb-Forwarded-For,
 * by which an application's server passes on its visitor's address, or the header that the gateway
 * sets. Otherwise anybody could be everybody.
 */
export function readClientAddress(request: IncomingMessage, config: Config): string {
	const forwarded = config.security.sbForwardedFor
		? firstAddress(request.headers['sb-forwarded-for'])
		: null;
	const { header } = config.rateLimits;
	const fromGateway =
		header === undefined ? null : firstAddress(request.headers[header.toLowerCase()]);

	return forwarded ?? fromGateway ?? request.socket.remoteAddress ?? '';
}

function firstAddress(header: string | string[] | undefined): string | null {
	const value = Array.isArray(header) ? header.join(',') : (header ?? '');
	const address = value.split(',', 1)[0]?.trim() ?? '';
	return isIP(address) === 0 ? null : address;
}
