/**
 * The header that makes a browser save a file under its name instead of showing it: plain ASCII for
 * what reads no better, and the whole name as RFC 8187 writes it.
 */
export function attachment(name: string): string {
	const ascii = name
		.normalize('NFKD')
		.replace(/[^\x20-\x7E]/g, '_')
		.replace(/["\\%]/g, '_');
	const encoded = encodeURIComponent(name).replace(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
