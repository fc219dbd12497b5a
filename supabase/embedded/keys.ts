import { generateKeyPairSync, randomBytes, randomUUID, createHash } from 'node:crypto';
import type { JWK } from 'jose';
import { object, parse, record, string, unknown } from 'valibot';
import type { DataDir } from './data-dir.ts';
import { readJson, writePrivateJson } from './private-file.ts';

type DatabaseRole = 'supabase_admin' | 'postgres' | 'authenticator' | 'supabase_auth_admin';

/** The secrets of one installation: random, made at the first start, never in the repository. */
export type Keys = {
	publishableKey: string;
	secretKey: string;
	/** The private RS256 key that signs access tokens. */
	signingKey: JWK;
	databasePasswords: Record<DatabaseRole, string>;
};

const KeysSchema = object({
	publishableKey: string(),
	secretKey: string(),
	signingKey: record(string(), unknown()),
	databasePasswords: object({
		supabase_admin: string(),
		postgres: string(),
		authenticator: string(),
		supabase_auth_admin: string()
	})
});

export function loadKeys(dataDir: DataDir): Keys {
	const stored = readJson(dataDir.keys);
	if (stored !== undefined) return parseKeys(stored);

	const keys = generateKeys();
	writePrivateJson(dataDir.keys, keys);
	return keys;
}

/** @throws when the value does not hold the keys of an installation */
export function parseKeys(value: unknown): Keys {
	return parse(KeysSchema, value);
}

export function generateKeys(): Keys {
	return {
		publishableKey: generateApiKey('sb_publishable_'),
		secretKey: generateApiKey('sb_secret_'),
		signingKey: generateSigningKey(),
		databasePasswords: {
			supabase_admin: generatePassword(),
			postgres: generatePassword(),
			authenticator: generatePassword(),
			supabase_auth_admin: generatePassword()
		}
	};
}

/** The public halves of the signing keys, as PostgREST and every verifier take them. */
export function toPublicKeySet(keys: Keys): { keys: JWK[] } {
	const { kty, n, e, kid, alg } = keys.signingKey;
	const publicKey: Record<string, unknown> = {
		kty,
		n,
		e,
		kid,
		alg,
		use: 'sig',
		key_ops: ['verify']
	};
	return { keys: [publicKey] };
}

// RS256, because verifying ES256 costs PostgREST 2.5 times the processor time of a request.
function generateSigningKey(): JWK {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return {
		...privateKey.export({ format: 'jwk' }),
		kid: randomUUID(),
		alg: 'RS256',
		use: 'sig',
		key_ops: ['sign']
	};
}

// The shape of Supabase's keys: prefix, random part, and a checksum by which a leaked key can be
// told from a word that only looks like one.
function generateApiKey(prefix: string): string {
	const random = randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 22);
	const checksum = createHash('sha256')
		.update(prefix + random)
		.digest('hex')
		.slice(0, 8);
	return `${prefix}${random}_${checksum}`;
}

function generatePassword(): string {
	return randomBytes(24).toString('base64url');
}
