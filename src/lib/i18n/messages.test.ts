import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const LANGUAGES = ['zh', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

const settings = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8')) as {
	'plugin.inlang.messageFormat': { pathPattern: string[] };
};

function readMessages(language: Language): Map<string, string> {
	const messages = new Map<string, string>();
	for (const file of filesOf(language)) {
		const content = JSON.parse(readFileSync(join('messages', language, file), 'utf8')) as object;
		for (const [key, text] of Object.entries(content)) {
			if (key === '$schema') continue;
			if (messages.has(key)) throw new Error(`${key} is in two files.`);
			// Where English has a plural, it is no text but a list of variants.
			messages.set(key, JSON.stringify(text));
		}
	}
	return messages;
}

function filesOf(language: Language): string[] {
	return readdirSync(join('messages', language)).sort();
}

function placeholdersOf(text = ''): string[] {
	return [...new Set(text.match(/\{\w+\}/g))].sort();
}

describe('what the site says', () => {
	const zh = readMessages('zh');
	const en = readMessages('en');

	it('is there in both languages, key by key', () => {
		expect(zh.size).toBeGreaterThan(3000);
		expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
	});

	it('is empty in neither', () => {
		expect([...zh, ...en].filter(([, text]) => /"\s*"/.test(text))).toEqual([]);
	});

	it('names the same things in both', () => {
		const differing = [...zh]
			.filter(([key, text]) => String(placeholdersOf(text)) !== String(placeholdersOf(en.get(key))))
			.map(([key]) => key);
		expect(differing).toEqual([]);
	});

	it.each(LANGUAGES)('is compiled from every file that there is: %s', (language) => {
		const listed = settings['plugin.inlang.messageFormat'].pathPattern.map((pattern) =>
			pattern.replace('./messages/{locale}/', '')
		);
		expect(listed.sort()).toEqual(filesOf(language));
	});
});
