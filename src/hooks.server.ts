import type { HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { wrongMethods } from '#lib/api/problem.ts';
import * as m from '#lib/paraglide/messages.js';
import { env } from '#lib/server/env.ts';
import { bodyLimit } from '#lib/server/hooks/body-limit.ts';
import { language } from '#lib/server/hooks/language.ts';
import { request } from '#lib/server/hooks/request.ts';
import { securityHeaders } from '#lib/server/hooks/security-headers.ts';
import { session } from '#lib/server/hooks/session.ts';
import { theme } from '#lib/server/hooks/theme.ts';
import { logger } from '#lib/server/logger.ts';

/** A server with a wrong environment does not start, rather than failing each visitor. */
export const init: ServerInit = () => {
	env();
};

export const handle = sequence(
	request,
	securityHeaders,
	language,
	theme,
	wrongMethods,
	bodyLimit,
	session
);

/** What nobody expected: all of it goes to the log, and the visitor gets the id to find it by. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status === 404) return { message: m.error_not_found_title() };
	// An address that cannot be decoded, say: the visitor's fault and no news.
	if (status < 500) return { message: m.error_refused_title() };

	logger.error({ err: error, route: event.route.id, status }, 'unexpected error');
	return { message: m.error_unexpected_title(), id: event.locals.requestId };
};
