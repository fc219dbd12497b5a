import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Writes a file whole or not at all, readable by its owner only. */
export function writePrivateJson(path: string, value: unknown): void {
	const unfinished = `${path}.${process.pid}`;
	writeFileSync(unfinished, `${JSON.stringify(value, undefined, '\t')}\n`, { mode: 0o600 });
	renameSync(unfinished, path);
}

/** The file's content, undefined when there is no such file. */
export function readJson(path: string): unknown {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
	return JSON.parse(text);
}
