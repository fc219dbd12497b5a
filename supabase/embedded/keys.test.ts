import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jwtVerify, SignJWT, importJWK } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataDir, resolveDataDir, type DataDir } from './data-dir.ts';
import { generateKeys, loadKeys, toPublicKeySet } from './keys.ts';

let dataDir: DataDir;

beforeEach(() => {
	dataDir = resolveDataDir(mkdtempSync(join(tmpdir(), 'yixiang-keys-')));
	createDataDir(dataDir);
});

afterEach(() => {
	rmSync(dataDir.path, { recursive: true });
});

describe('loadKeys', () => {
	it('gives an installation the same keys at every start', () => {
		const first = loadKeys(dataDir);

		expect(loadKeys(dataDir)).toEqual(first);
	});

	it('keeps them from everybody but their owner', () => {
		loadKeys(dataDir);

		expect(statSync(dataDir.keys).mode & 0o777).toBe(0o600);
	});
});

function secretsOf(keys: ReturnType<typeof generateKeys>): unknown[] {
	const { publishableKey, secretKey, signingKey, databasePasswords } = keys;
	return [publishableKey, secretKey, signingKey.d, ...Object.values(databasePasswords)];
}

describe('generateKeys', () => {
	it('never makes the same keys twice', () => {
		const first = generateKeys();
		const second = generateKeys();

		expect(new Set([...secretsOf(first), ...secretsOf(second)]).size).toBe(14);
	});

	it('names API keys as Supabase does', () => {
		const keys = generateKeys();

		expect(keys.publishableKey).toMatch(/^sb_publishable_[A-Za-z0-9]{22}_[A-Za-z0-9]{8}$/);
		expect(keys.secretKey).toMatch(/^sb_secret_[A-Za-z0-9]{22}_[A-Za-z0-9]{8}$/);
	});
});

describe('toPublicKeySet', () => {
	it('verifies what the signing key signed', async () => {
		const keys = generateKeys();
		const token = await new SignJWT({ role: 'anon' })
			.setProtectedHeader({ alg: 'RS256' })
			.sign(await importJWK(keys.signingKey));

		const [published] = toPublicKeySet(keys).keys;
		const { payload } = await jwtVerify(
			token,
			createPublicKey({ key: { ...published }, format: 'jwk' })
		);

		expect(payload).toEqual({ role: 'anon' });
	});

	it('shows nothing private', () => {
		const [published = {}] = toPublicKeySet(generateKeys()).keys;

		expect(Object.keys(published).sort()).toEqual([
			'alg',
			'e',
			'key_ops',
			'kid',
			'kty',
			'n',
			'use'
		]);
	});
});
