import * as v from 'valibot';
import { validationFailed, AuthError } from './errors.ts';
import type { Context } from './context.ts';

/** Postgres keeps neither NUL nor half a surrogate pair, in jsonb neither. */
const storableText = v.pipe(
	v.string(),
	v.check((value) => isStorable(value), 'must be text without NUL')
);

/** A text that may be left out or null, which reads as empty. */
export const text = v.nullish(storableText, '');

/** A text where being left out is not the same as being empty. */
export const optionalText = v.nullish(storableText);

/** A name that a column of 255 characters keeps. */
export const shortText = v.pipe(text, v.maxLength(255));

export const flag = v.nullish(v.boolean(), false);

/** Free-form members of a user. */
export const metadata = v.nullish(
	v.pipe(
		v.record(v.string(), v.unknown()),
		v.check((value) => isStorable(value), 'must hold text without NUL, not too deeply nested')
	)
);

const MAX_DEPTH = 64;

function isStorable(value: unknown, depth = 0): boolean {
	if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
	if (typeof value !== 'object' || value === null) return true;
	return (
		depth < MAX_DEPTH &&
		Object.entries(value).every(([key, member]) => isStorable(key) && isStorable(member, depth + 1))
	);
}

export const pkceFields = { code_challenge: text, code_challenge_method: text };

/** @throws {AuthError} bad_json where the body is not JSON, or not what `schema` describes. */
export async function readBody<Schema extends v.GenericSchema>(
	{ readJson }: Pick<Context, 'readJson'>,
	schema: Schema
): Promise<v.InferOutput<Schema>> {
	const body = await readJson();
	if (Array.isArray(body)) throw new AuthError(400, 'bad_json', 'The body must be an object');
	const result = v.safeParse(schema, body);
	if (result.success) return result.output;

	const [issue] = result.issues;
	const path = issue.path?.map((item) => String(item.key)).join('.') ?? 'body';
	throw new AuthError(400, 'bad_json', `Could not parse request body: ${path}: ${issue.message}`);
}

/**
 * The address in the form in which it is stored.
 *
 * @throws {AuthError} where it is not one.
 */
export function parseEmail(email: string): string {
	if (email === '') throw validationFailed('An email address is required');
	if (email.length > 255) throw validationFailed('An email address is too long');
	if (!v.is(v.pipe(v.string(), v.rfcEmail()), email)) {
		throw validationFailed('Unable to validate email address: invalid format');
	}
	return email.toLowerCase();
}

/** @throws {AuthError} where `phone` is not a number in international form. */
export function requirePhoneFormat(phone: string): void {
	if (!/^[1-9]\d{1,14}$/.test(phone.replaceAll(/[+ ]/g, ''))) {
		throw validationFailed('Invalid phone number format (E.164 required)');
	}
}

const uuid = v.pipe(v.string(), v.uuid());

export function isUuid(value: string): boolean {
	return v.is(uuid, value);
}
