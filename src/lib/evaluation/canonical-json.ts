import { byCodePoint } from '#lib/verification/digest.ts';

/**
 * JSON as docs/evaluation.md writes it, so that a digest can be of it: members sorted by name, no
 * spaces, numbers whole. Written from that document and not from the database's function.
 */
export function canonicalJson(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const members = Object.entries(value)
		.sort(([a], [b]) => byCodePoint(a, b))
		.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
	return `{${members.join(',')}}`;
}
