import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GUIDE_PAGES, guideFor } from './contents.ts';
import { readGuideText } from './guide-text.ts';

const FOLDER = 'docs/guide';
const LANGUAGES = ['zh', 'en'];

function readPage(language: string, group: string, page: string) {
	return readGuideText(readFileSync(join(FOLDER, language, group, `${page}.md`), 'utf8'));
}

describe('the guide', () => {
	it.each(LANGUAGES)(
		'has no page in %s that its contents leave out, nor one too few',
		(language) => {
			const files = readdirSync(join(FOLDER, language), { recursive: true, encoding: 'utf8' });

			expect(files.filter((file) => file.endsWith('.md')).toSorted()).toEqual(
				GUIDE_PAGES.map(({ group, page }) => `${group}/${page}.md`).toSorted()
			);
		}
	);

	it.each(GUIDE_PAGES)('says the same in both languages: $group/$page', ({ group, page }) => {
		const [chinese, english] = LANGUAGES.map((language) =>
			readPage(language, group, page).blocks.map((block) =>
				block.kind === 'list' ? `${block.kind} of ${block.items.length}` : block.kind
			)
		);

		expect(english).toEqual(chinese);
	});

	it.each(GUIDE_PAGES)('has its pictures, in its language: $group/$page', ({ group, page }) => {
		const pictures = LANGUAGES.flatMap((language) =>
			readPage(language, group, page).blocks.flatMap((block) =>
				block.kind === 'picture' ? [[block.name.includes(`.${language}.`), block.name]] : []
			)
		);

		expect(pictures).not.toEqual([]);
		for (const [isInLanguage, name] of pictures) {
			expect(isInLanguage).toBe(true);
			expect(existsSync(join(FOLDER, 'pictures', String(name)))).toBe(true);
		}
	});

	it.each(GUIDE_PAGES.flatMap(({ explains }) => explains))(
		'is linked from a page that is there: %s',
		(route) => {
			const files = readdirSync(join('src/routes', route.replace('/*', '')));

			// A page may break out of its layouts, which its name says.
			expect(files.some((file) => /^\+page(@.*)?\.svelte$/.test(file))).toBe(true);
		}
	);

	it('explains no page twice, and not every page', () => {
		const routes = GUIDE_PAGES.flatMap(({ explains }) => explains);

		expect(new Set(routes).size).toBe(routes.length);
		expect(guideFor('/(app)/lab')?.page).toBe('day');
		expect(guideFor('/(public)/sign-in')).toBeUndefined();
		expect(guideFor(null)).toBeUndefined();
	});
});
