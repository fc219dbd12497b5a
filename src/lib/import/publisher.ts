/**
 * The names in a publisher field. Some registers print a list there:
 * "- name: China Tea House web: https://chinatea.house/".
 *
 * @returns null when no name is given
 */
export function parsePublisher(text: string): string | null {
	if (!/(?:^|\s)(?:name|web):/.test(text)) return text === '' ? null : text;
	const names = [...text.matchAll(/(?:^|\s)name:\s*(.*?)\s*(?=(?:^|\s)web:|\s-\s+name:|$)/g)]
		.map(([, name]) => name ?? '')
		.filter((name) => name !== '');
	return names.length === 0 ? null : names.join('; ');
}
