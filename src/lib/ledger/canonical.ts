import { byCodePoint, sha256 } from '#lib/verification/digest.ts';

/**
 * The serialisations of docs/ledger.md that hashes are made of, written from that document and not
 * from the database's functions, so that a mistake in one is found by the other. Runs in browsers
 * and in Node alike; knows no dates and no numbers, for an export holds every value as the text that
 * was hashed.
 */

/** The single-valued fields of a record in the order they are hashed in. */
export const RECORD_FIELDS = [
	'id',
	'platform_id',
	'seq',
	'version',
	'corrects',
	'kind',
	'state',
	'instrument_id',
	'dataset_id',
	'literature_item_id',
	'service_id',
	'booking_id',
	'usage_session_id',
	'host_id',
	'designation_id',
	'beneficiary_id',
	'beneficiary_class',
	'makerspace_id',
	'purpose_code',
	'related_party',
	'related_evidence',
	'reserved_from',
	'reserved_until',
	'starts_at',
	'ends_at',
	'quantity',
	'unit',
	'currency',
	'list_price_fen',
	'charged_fen',
	'paid_fen',
	'voucher_fen',
	'rule_id',
	'tariff_id',
	'contract_no',
	'source',
	'details_digest',
	'recorded_at'
] as const;

type RecordField = (typeof RECORD_FIELDS)[number];

/** A record as an export has it. */
export type LedgerRecord = Record<RecordField, string | null> & {
	class_evidence: Record<string, string>;
	evidence: string[];
	flags: string[];
	prev_hash: string;
	hash: string;
};

/** How far the chain of a platform went at the end of a day. */
export type PlatformDigest = {
	platform_id: string;
	last_seq: string;
	head_hash: string;
	digest: string;
};

/** A sealed day, as it is published. */
export type SealedDay = {
	day: string;
	prev_digest: string | null;
	digest: string;
	key_id: string;
	signature: string;
	platforms: PlatformDigest[];
};

function line(name: string, value: string | null): string {
	if (value === null) return name;
	const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
	return `${name}=${escaped}`;
}

function canonicalRecord(record: LedgerRecord): string {
	return [
		'yixiang-service-record/1',
		...RECORD_FIELDS.map((field) => line(field, record[field])),
		...Object.entries(record.class_evidence)
			.sort(([a], [b]) => byCodePoint(a, b))
			.map(([key, value]) => line(`class_evidence.${key}`, value)),
		...record.evidence.map((item) => line('evidence[]', item)),
		...record.flags.map((item) => line('flags[]', item))
	].join('\n');
}

export function hashRecord(record: LedgerRecord): Promise<string> {
	return sha256(`${record.prev_hash}\n${canonicalRecord(record)}`);
}

/** What stands before the first record of a platform. */
export function genesisHash(platformId: string): Promise<string> {
	return sha256(`yixiang-ledger/1\n${platformId}`);
}

export function digestOfPlatform(
	day: string,
	{ platform_id, last_seq, head_hash }: Omit<PlatformDigest, 'digest'>
): Promise<string> {
	return sha256(['yixiang-ledger-digest/1', day, platform_id, last_seq, head_hash].join('\n'));
}

export function digestOfDay({
	day,
	prev_digest,
	platforms
}: Pick<SealedDay, 'day' | 'prev_digest' | 'platforms'>): Promise<string> {
	const digests = [...platforms]
		.sort((a, b) => byCodePoint(a.platform_id, b.platform_id))
		.map(({ digest }) => digest);
	return sha256(['yixiang-ledger-day/1', day, prev_digest ?? '-', ...digests].join('\n'));
}

/** Whether a day was signed by the key; an Ed25519 key as SubjectPublicKeyInfo in base64. */
export async function isSigned(
	{ digest, signature }: Pick<SealedDay, 'digest' | 'signature'>,
	publicKey: string
): Promise<boolean> {
	const key = await crypto.subtle.importKey('spki', fromBase64(publicKey), 'Ed25519', false, [
		'verify'
	]);
	return crypto.subtle.verify(
		'Ed25519',
		key,
		fromBase64(signature),
		new TextEncoder().encode(digest)
	);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
