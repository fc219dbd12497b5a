import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import * as v from 'valibot';
import type { Config } from './config.ts';

type Algorithm = 'HS256' | 'RS256' | 'ES256' | 'EdDSA';

type VerificationKey = { algorithm: Algorithm; key: KeyObject };

export type Keys = {
	signing: { algorithm: Algorithm; key: KeyObject; kid: string | undefined };
	/** What tokens with a key id are verified with. */
	byKid: Map<string, VerificationKey>;
	/** What tokens without a known key id are verified with, if a shared secret is set. */
	secret: VerificationKey | undefined;
	/** The public halves as `.well-known/jwks.json` shows them; never a shared secret. */
	publicJwks: Record<string, unknown>[];
};

const jwkSchema = v.looseObject({
	kty: v.picklist(['oct', 'RSA', 'EC', 'OKP']),
	kid: v.string(),
	alg: v.exactOptional(v.picklist(['HS256', 'RS256', 'ES256', 'EdDSA'])),
	key_ops: v.optional(v.array(v.string()), []),
	k: v.exactOptional(v.string())
});

type Jwk = v.InferOutput<typeof jwkSchema>;

const ALGORITHM_BY_KEY_TYPE = { oct: 'HS256', RSA: 'RS256', EC: 'ES256', OKP: 'EdDSA' } as const;

/** The members of a public key by type, so that no private one is ever shown. */
const PUBLIC_MEMBERS = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] } as const;

/** @throws where a key is malformed, or where not exactly one may sign. */
export function loadKeys({ jwt }: Pick<Config, 'jwt'>): Keys {
	const secret =
		jwt.secret === ''
			? undefined
			: { algorithm: 'HS256' as const, key: createSecretKey(jwt.secret, 'utf8') };
	const jwks = jwt.keys === '' ? [] : v.parse(v.array(jwkSchema), JSON.parse(jwt.keys) as unknown);

	const byKid = new Map(jwks.map((jwk) => [jwk.kid, toVerificationKey(jwk)] as const));
	if (secret !== undefined && jwt.keyId !== '' && !byKid.has(jwt.keyId)) {
		byKid.set(jwt.keyId, secret);
	}

	return {
		signing: chooseSigningKey(jwks, secret, jwt.keyId),
		byKid,
		secret,
		publicJwks: jwks.filter((jwk) => jwk.kty !== 'oct').map(toPublicJwk)
	};
}

function chooseSigningKey(
	jwks: Jwk[],
	secret: VerificationKey | undefined,
	secretKeyId: string
): Keys['signing'] {
	const signers = jwks.filter((jwk) => jwk.key_ops.includes('sign'));
	const [signer] = signers;

	if (signer !== undefined && signers.length === 1) {
		const key =
			signer.kty === 'oct'
				? toVerificationKey(signer).key
				: createPrivateKey({ key: signer, format: 'jwk' });
		return { algorithm: algorithmOf(signer), key, kid: signer.kid };
	}
	if (jwks.length === 0 && secret !== undefined) {
		return { ...secret, kid: secretKeyId === '' ? undefined : secretKeyId };
	}
	throw new Error('GOTRUE_JWT_KEYS must hold exactly one key whose key_ops contain "sign".');
}

function algorithmOf(jwk: Jwk): Algorithm {
	return jwk.alg ?? ALGORITHM_BY_KEY_TYPE[jwk.kty];
}

function toVerificationKey(jwk: Jwk): VerificationKey {
	const key =
		jwk.kty === 'oct'
			? createSecretKey(jwk.k ?? '', 'base64url')
			: createPublicKey({ key: jwk, format: 'jwk' });
	return { algorithm: algorithmOf(jwk), key };
}

function toPublicJwk(jwk: Jwk): Record<string, unknown> {
	const members: readonly string[] = jwk.kty === 'oct' ? [] : PUBLIC_MEMBERS[jwk.kty];
	return {
		kty: jwk.kty,
		kid: jwk.kid,
		alg: algorithmOf(jwk),
		use: 'sig',
		key_ops: ['verify'],
		...Object.fromEntries(members.map((member) => [member, jwk[member]]))
	};
}
