/**
 * What the log says of an error: a list of what may be said, not of what may not. A database error's
 * details are left out, for they quote the row, and with it whatever a person typed; so is the
 * connection that hangs on the error of a lost one.
 */
export function describeError(error: unknown): Record<string, unknown> {
	if (typeof error !== 'object' || error === null) return { message: String(error) };

	const { name, message, code, hint, stack, cause, errors } = error as Record<string, unknown>;
	return {
		name,
		message,
		code,
		hint,
		stack,
		...(cause != null && { cause: describeError(cause) }),
		// A name with several addresses was tried at each of them.
		...(Array.isArray(errors) && { errors: errors.map(describeError) })
	};
}
