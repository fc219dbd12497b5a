/**
 * The names in a publisher field. Some registers print a list there:
 * "- name: China Tea House web: https://chinatea.house/".
 *
 * @returns null when no name is given
 */
export function parsePublisher(text: string): string | null {
	const parts = text.split(/(?:^|\s)(?:-\s+)?(?=(?:name|web):)/).map((part) => part.trim());
	if (!parts.some((part) => /^(?:name|web):/.test(part))) return text === '' ? null : text;
	const names = parts
		.map((part) => /^name:\s*(.+)$/.exec(part)?.[1])
		.filter((name) => name !== undefined);
	return names.length === 0 ? null : names.join('; ');
}
