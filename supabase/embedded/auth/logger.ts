import { destination, pino } from 'pino';

/** JSON lines on stderr. Bodies, tokens and passwords are never given to it. */
export const logger = pino({ name: 'auth', serializers: { err: describeError } }, destination(2));

/** Without what hangs on the error of a database: its connection, and the row that it quotes. */
function describeError(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const { name, message, stack } = error;
	return { name, message, stack, ...('code' in error && { code: error.code }) };
}
