import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	sign,
	type KeyObject
} from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Environment } from './environment.ts';

/** Signs the days of the ledger. Its private part never reaches the database. */
export type LedgerKey = {
	/** SubjectPublicKeyInfo, base64. */
	publicKey: string;
	/** The signature of a text, base64. */
	sign: (text: string) => string;
};

/**
 * The key of this installation: the one that is given, or that of a file, which is made when it is
 * not there yet. Null when neither is named: then days wait to be sealed.
 *
 * @throws when what is given is no Ed25519 key.
 */
export function loadLedgerKey({
	LEDGER_SIGNING_KEY,
	LEDGER_KEY_FILE
}: Pick<Environment, 'LEDGER_SIGNING_KEY' | 'LEDGER_KEY_FILE'>): LedgerKey | null {
	if (LEDGER_SIGNING_KEY !== undefined) return toLedgerKey(LEDGER_SIGNING_KEY);
	if (LEDGER_KEY_FILE !== undefined) return toLedgerKey(readOrMake(LEDGER_KEY_FILE));
	return null;
}

function readOrMake(file: string): string {
	const { privateKey } = generateKeyPairSync('ed25519');
	const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
	try {
		// Of two workers that start at once, one makes the key and the other reads it.
		writeFileSync(file, pem, { flag: 'wx', mode: 0o600 });
		return pem;
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
		return readFileSync(file, 'utf8');
	}
}

function toLedgerKey(pem: string): LedgerKey {
	let key: KeyObject;
	try {
		// A variable in one line has its line ends written out.
		key = createPrivateKey(pem.replaceAll('\\n', '\n'));
	} catch {
		throw new Error('The key of the ledger is no private key in PEM.');
	}
	if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key of the ledger is not Ed25519.');
	return {
		publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
		sign: (text) => sign(null, Buffer.from(text), key).toString('base64')
	};
}
