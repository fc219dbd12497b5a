import {
	digestOfDay,
	digestOfPlatform,
	genesisHash,
	hashRecord,
	isSigned,
	type LedgerRecord,
	type PlatformDigest,
	type SealedDay
} from './canonical.ts';
import type { LedgerExport, OwnDigest, SavedDigests } from './export-file.ts';

/** What is wrong, and where: the record by its number, the day by its date. */
export type Finding =
	/** The content of a record is not what its hash was made of. */
	| { kind: 'record_altered'; seq: number; id: string }
	/** Records between two that are there. */
	| { kind: 'records_missing'; from: number; to: number }
	/** A record that stands where its number does not belong, or twice. */
	| { kind: 'record_out_of_place'; seq: number; id: string }
	/** A record that does not follow the one before: something was put in or taken out. */
	| { kind: 'chain_broken'; seq: number; id: string }
	/** A record of another platform, or from after the export's end. */
	| { kind: 'record_foreign'; seq: number; id: string }
	/** A digest that is not what its parts make. */
	| { kind: 'digest_wrong'; day: string }
	/** What the file has sealed for a day is not what was saved: it was sealed again. */
	| { kind: 'resealed'; day: string }
	/** The records from one to another are not those that were sealed on a day. */
	| { kind: 'sealed_otherwise'; day: string; from: number; to: number }
	/** A day that lies between saved ones, or that the saved digests have and the file has not. */
	| { kind: 'day_missing'; day: string }
	/** A saved day that is not signed by its key. */
	| { kind: 'signature_wrong'; day: string };

export type Verdict = {
	findings: Finding[];
	records: number;
	/** Days that were compared with saved digests; none were given where it is null. */
	comparedDays: number | null;
	/** The records after the last compared day, which nothing outside the file vouches for. */
	unsealed: number;
	/** The keys that the saved digests are signed with. */
	keys: string[];
};

/**
 * Checks an export by itself and, where there are any, against digests that were saved before.
 * Without them, whoever rewrote everything and sealed it again would not be found.
 */
export async function verify(file: LedgerExport, saved: SavedDigests | null): Promise<Verdict> {
	const days = [...(saved?.days ?? [])]
		.filter(({ day }) => day <= file.until)
		.sort((a, b) => (a.day < b.day ? -1 : 1));
	const own = days.flatMap(({ day, platforms }) =>
		platforms
			.filter(({ platform_id }) => platform_id === file.platform_id)
			.map((digest) => ({ day, ...digest }))
	);
	const trusted = saved ? own : file.digests;
	const findings = [
		...(await checkChain(file)),
		...(await checkOwnDigests(file)),
		...(saved ? [...(await checkSaved(days, saved)), ...compareDigests(file.digests, own)] : []),
		...compareHeads(file.records, trusted)
	];
	const lastSealed = Number(trusted.at(-1)?.last_seq ?? 0);
	return {
		findings,
		records: file.records.length,
		comparedDays: saved ? own.length : null,
		unsealed: file.records.filter(({ seq }) => Number(seq) > lastSealed).length,
		keys: [...new Set(days.map(({ key_id }) => key_id))]
	};
}

async function checkChain({ records, platform_id, as_of }: LedgerExport): Promise<Finding[]> {
	const findings: Finding[] = [];
	let last = 0;
	let lastHash = await genesisHash(platform_id);
	for (const record of records) {
		const at = { seq: Number(record.seq), id: record.id ?? '' };
		const isAltered = (await hashRecord(record)) !== record.hash;
		if (isAltered) findings.push({ kind: 'record_altered', ...at });
		if (record.platform_id !== platform_id || (record.recorded_at ?? '') >= as_of) {
			findings.push({ kind: 'record_foreign', ...at });
		}
		if (at.seq <= last) {
			findings.push({ kind: 'record_out_of_place', ...at });
			continue;
		}
		if (at.seq > last + 1) {
			findings.push({ kind: 'records_missing', from: last + 1, to: at.seq - 1 });
		} else if (record.prev_hash !== lastHash) {
			findings.push({ kind: 'chain_broken', ...at });
		}
		last = at.seq;
		lastHash = record.hash;
	}
	return findings;
}

async function checkOwnDigests({ digests, platform_id }: LedgerExport): Promise<Finding[]> {
	const made = await Promise.all(
		digests.map((digest) => digestOfPlatform(digest.day, { ...digest, platform_id }))
	);
	return digests
		.filter(({ digest }, index) => digest !== made[index])
		.map(({ day }) => ({ kind: 'digest_wrong', day }));
}

async function checkSaved(days: SealedDay[], { keys }: SavedDigests): Promise<Finding[]> {
	const findings: Finding[] = [];
	let before: SealedDay | undefined;
	for (const day of days) {
		if (before && before.digest !== day.prev_digest) {
			findings.push({ kind: 'day_missing', day: day.day });
		}
		before = day;
		if (!(await isWhole(day))) findings.push({ kind: 'digest_wrong', day: day.day });
		const key = keys.find(({ id }) => id === day.key_id);
		if (!key || !(await isSigned(day, key.public_key))) {
			findings.push({ kind: 'signature_wrong', day: day.day });
		}
	}
	return findings;
}

async function isWhole(day: SealedDay): Promise<boolean> {
	const made = await Promise.all(
		day.platforms.map((platform) => digestOfPlatform(day.day, platform))
	);
	return (
		day.platforms.every(({ digest }, index) => digest === made[index]) &&
		day.digest === (await digestOfDay(day))
	);
}

/** What the file says was sealed, against what was saved when it was. */
function compareDigests(
	digests: OwnDigest[],
	saved: (PlatformDigest & { day: string })[]
): Finding[] {
	const inFile = new Map(digests.map(({ day, digest }) => [day, digest]));
	return saved.flatMap(({ day, digest }): Finding[] => {
		const found = inFile.get(day);
		if (found === undefined) return [{ kind: 'day_missing', day }];
		return found === digest ? [] : [{ kind: 'resealed', day }];
	});
}

/** The records, against what the chain had come to at the end of each day. */
function compareHeads(records: LedgerRecord[], digests: Omit<OwnDigest, 'digest'>[]): Finding[] {
	const hashes = new Map(records.map(({ seq, hash }) => [seq, hash]));
	const findings: Finding[] = [];
	let from = 1;
	for (const { day, last_seq, head_hash } of digests) {
		const to = Number(last_seq);
		if (hashes.get(last_seq) !== head_hash) {
			findings.push({ kind: 'sealed_otherwise', day, from: Math.min(from, to), to });
			// What follows was sealed upon it, and would only repeat it.
			break;
		}
		from = to + 1;
	}
	return findings;
}
