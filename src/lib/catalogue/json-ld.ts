/** A description as linked data. */
export type JsonLd = { readonly [key: string]: JsonLdValue };
type JsonLdValue = string | number | boolean | JsonLd | readonly JsonLdValue[];

/** A description in the making: what is not known is null, undefined, or an empty list. */
type Draft = { readonly [key: string]: DraftValue };
type DraftValue =
	string | number | boolean | null | undefined | Draft | readonly (string | number | Draft)[];

/** The description without what is not known: linked data has no word for "unknown". */
export function toJsonLd(draft: Draft): JsonLd {
	return Object.fromEntries(
		Object.entries(draft).flatMap(([key, value]) => {
			const known = knownPart(value);
			return known === null ? [] : [[key, known]];
		})
	);
}

function knownPart(value: DraftValue): JsonLdValue | null {
	if (value === null || value === undefined) return null;
	if (isList(value)) {
		return value.length === 0 ? null : value.flatMap((item) => knownPart(item) ?? []);
	}
	return typeof value === 'object' ? toJsonLd(value) : value;
}

// Array.isArray does not narrow a readonly array.
function isList(value: DraftValue): value is readonly (string | number | Draft)[] {
	return Array.isArray(value);
}

/**
 * JSON that is safe inside a script element: no character in it can end the element, open a comment
 * or start an entity, whatever the registers that we read wrote in a name.
 */
export function serializeJsonLd(description: JsonLd): string {
	return JSON.stringify(description).replace(
		/[<>&\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
	);
}
