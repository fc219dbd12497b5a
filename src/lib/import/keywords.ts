/** Keywords from one cell, parted by comma, semicolon or enumeration comma, each once. */
export function splitKeywords(text: string): string[] {
	// Some registers print a list, "- real estate - housing market".
	const parts = text.startsWith('- ') ? text.slice(2).split(/\s+-\s+/) : text.split(/[,;、，；\n]/);
	const seen = new Set<string>();
	return parts
		.map((part) => part.trim().replace(/\.$/, ''))
		.filter((keyword) => {
			const key = keyword.toLowerCase();
			if (key === '' || seen.has(key)) return false;
			seen.add(key);
			return true;
		});
}
