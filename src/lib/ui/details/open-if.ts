/**
 * Opens `<details>` where it has to be open. It is said only then: told that it is closed, a page that
 * wakes up would close what was opened before.
 */
export function openIf(must: boolean): { open?: true } {
	return must ? { open: true } : {};
}
