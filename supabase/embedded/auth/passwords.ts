import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/bcrypt';
import type { Config } from './config.ts';
import { validationFailed, WeakPasswordError } from './errors.ts';

const COST = 10;

/** bcrypt reads no further than this, so a longer password would not be what it seems. */
const MAX_BYTES = 72;

/** The hash of a password that nobody knows; see {@link verifyPassword}. */
const UNKNOWN_PASSWORD_HASH = hash(randomBytes(32).toString('base64url'), { cost: COST });

/** Runs in the native library's thread pool, off the event loop. */
export async function hashPassword(password: string): Promise<string> {
	return hash(password, { cost: COST });
}

/**
 * Whether `password` has the bcrypt hash `stored`, of whichever prefix.
 *
 * Without a hash it takes the same time and is false, so that the time of an answer does not tell
 * whether an account exists or has a password.
 */
export async function verifyPassword(
	password: string,
	stored: string | null | undefined
): Promise<boolean> {
	const hasHash = stored !== null && stored !== undefined && stored !== '';
	const matches = await verify(password, hasHash ? stored : await UNKNOWN_PASSWORD_HASH);
	return hasHash && matches;
}

/** A password that nobody will type, for accounts that sign in by mail only. */
export function generatePassword(): string {
	return randomBytes(48).toString('base64url');
}

/** @throws {WeakPasswordError} naming every rule that `password` breaks. */
export function requireStrongPassword({ password: rules }: Config, password: string): void {
	if (Buffer.byteLength(password) > MAX_BYTES) {
		throw validationFailed(`Password cannot be longer than ${String(MAX_BYTES)} characters`);
	}

	const broken: { reason: string; message: string }[] = [];
	if (Buffer.byteLength(password) < rules.minLength) {
		broken.push({
			reason: 'length',
			message: `Password should be at least ${String(rules.minLength)} characters.`
		});
	}

	const characterSets = splitCharacterSets(rules.requiredCharacters);
	if (
		characterSets.some((set) => !Array.from(set).some((character) => password.includes(character)))
	) {
		broken.push({
			reason: 'characters',
			message: `Password should contain at least one character of each: ${characterSets.join(', ')}.`
		});
	}

	if (broken.length > 0) {
		throw new WeakPasswordError(
			broken.map(({ message }) => message).join(' '),
			broken.map(({ reason }) => reason)
		);
	}
}

/** `abc:123` is two sets; a colon that belongs to a set is written `\:`. */
function splitCharacterSets(text: string): string[] {
	return text
		.split(/(?<!\\):/)
		.map((set) => set.replaceAll('\\:', ':'))
		.filter((set) => set !== '');
}
