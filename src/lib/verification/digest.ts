/*
 * What hashes of files are made with. Runs in browsers and in Node alike.
 */

/** SHA-256 of a text in UTF-8, as lower-case hexadecimal. */
export async function sha256(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** By code point, which is the order of the bytes of UTF-8. */
export function byCodePoint(a: string, b: string): number {
	const [left, right] = [Array.from(a), Array.from(b)];
	for (let index = 0; index < Math.min(left.length, right.length); index++) {
		const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}
