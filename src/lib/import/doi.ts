/**
 * A DOI as it is compared, in lower case and without the address of a resolver; undefined when the
 * text is none.
 */
export function parseDoi(text: string): string | undefined {
	const doi = text
		.trim()
		.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i, '')
		.toLowerCase();
	return /^10\.\d{4,9}\/\S+$/.test(doi) ? doi : undefined;
}
