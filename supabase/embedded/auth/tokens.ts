import { errors, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { Config } from './config.ts';
import { AuthError } from './errors.ts';
import type { Keys } from './keys.ts';
import type { User } from './users.ts';

const claimsSchema = v.object({
	sub: v.optional(v.string(), ''),
	role: v.optional(v.string(), ''),
	session_id: v.optional(v.string(), '')
});

/** The claims that this server looks at in a token it is shown. */
export type Claims = v.InferOutput<typeof claimsSchema>;

export type AuthenticationMethod = { method: string; timestamp: number };

export async function signAccessToken(
	{ jwt }: Config,
	{ signing }: Keys,
	user: User,
	session: { id: string; methods: AuthenticationMethod[] }
): Promise<{ token: string; expiresIn: number; expiresAt: number }> {
	const issuedAt = Math.floor(Date.now() / 1000);
	const expiresAt = issuedAt + jwt.expirySeconds;

	const token = await new SignJWT({
		iss: jwt.issuer,
		sub: user.id,
		aud: user.aud,
		exp: expiresAt,
		iat: issuedAt,
		email: user.email,
		phone: user.phone,
		app_metadata: user.app_metadata,
		user_metadata: user.user_metadata,
		role: user.role,
		aal: 'aal1',
		amr: session.methods,
		session_id: session.id,
		is_anonymous: user.is_anonymous
	})
		.setProtectedHeader({
			alg: signing.algorithm,
			typ: 'JWT',
			...(signing.kid === undefined ? {} : { kid: signing.kid })
		})
		.sign(signing.key);

	return { token, expiresIn: jwt.expirySeconds, expiresAt };
}

/** @throws {AuthError} bad_jwt for whatever is not a valid token of this server. */
export async function verifyAccessToken(keys: Keys, token: string): Promise<Claims> {
	try {
		const { payload } = await jwtVerify(token, ({ alg, kid }) => {
			const known = (kid === undefined ? undefined : keys.byKid.get(kid)) ?? keys.secret;
			// A key is good for its own algorithm only: a public key must never serve as a secret.
			if (known === undefined || known.algorithm !== alg) {
				throw new errors.JOSEAlgNotAllowed('unknown key or algorithm');
			}
			return known.key;
		});
		return v.parse(claimsSchema, payload);
	} catch (error) {
		if (error instanceof errors.JOSEError || v.isValiError(error)) {
			throw new AuthError(
				403,
				'bad_jwt',
				`invalid JWT: unable to parse or verify signature, ${error.message}`
			);
		}
		throw error;
	}
}
