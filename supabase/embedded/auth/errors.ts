/**
 * A refusal as a client sees it. `code` is one of Supabase's error codes, which clients branch on.
 */
export class AuthError extends Error {
	override readonly name = 'AuthError';
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

export class WeakPasswordError extends AuthError {
	readonly reasons: string[];

	constructor(message: string, reasons: string[]) {
		super(422, 'weak_password', message);
		this.reasons = reasons;
	}
}

export function validationFailed(message: string): AuthError {
	return new AuthError(400, 'validation_failed', message);
}

export function emailExists(): AuthError {
	return new AuthError(
		422,
		'email_exists',
		'A user with this email address has already been registered'
	);
}

export function invalidCredentials(): AuthError {
	return new AuthError(400, 'invalid_credentials', 'Invalid login credentials');
}

/** The version of the error format that a client may ask for by header. */
export const API_VERSION_HEADER = 'x-supabase-api-version';
const API_VERSION = '2024-01-01';

function speaksCurrentApiVersion(requested: string | undefined): boolean {
	return (
		requested !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(requested) && requested >= API_VERSION
	);
}

/** The body and headers that tell `error`; clients of both formats exist. */
export function describeError(
	error: AuthError,
	requestedVersion: string | undefined,
	errorId: string | undefined
): { headers: Record<string, string>; body: Record<string, unknown> } {
	const weakPassword =
		error instanceof WeakPasswordError ? { weak_password: { reasons: error.reasons } } : {};
	const id = errorId === undefined ? {} : { error_id: errorId };

	if (speaksCurrentApiVersion(requestedVersion)) {
		return {
			headers: { [API_VERSION_HEADER]: API_VERSION, 'x-sb-error-code': error.code },
			body: { code: error.code, message: error.message, ...weakPassword, ...id }
		};
	}
	return {
		headers: { 'x-sb-error-code': error.code },
		body: { code: error.status, error_code: error.code, msg: error.message, ...weakPassword, ...id }
	};
}
