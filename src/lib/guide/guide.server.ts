import { GUIDE_PAGES, type GuidePage } from './contents.ts';
import { readGuideText, type GuideText } from './guide-text.ts';

const TEXTS = import.meta.glob<string>('/docs/guide/*/*/*.md', {
	query: '?raw',
	import: 'default',
	eager: true
});
const PICTURES = import.meta.glob<string>('/docs/guide/pictures/*.jpg', {
	query: '?url',
	import: 'default',
	eager: true
});

const read = new Map<string, GuideText>();

/** A page of the guide in a language, or null where there is none of that name. */
export function findGuideText(
	{ group, page }: Pick<GuidePage, 'group' | 'page'>,
	language: string
): GuideText | null {
	const file = `/docs/guide/${language}/${group}/${page}.md`;
	const markdown = TEXTS[file];
	if (markdown === undefined) return null;
	let text = read.get(file);
	if (text === undefined) read.set(file, (text = readGuideText(markdown)));
	return text;
}

/** The titles of all pages in a language, in the order of reading. */
export function guideTitles(language: string): (GuidePage & { title: string })[] {
	return GUIDE_PAGES.map((page) => ({
		...page,
		title: findGuideText(page, language)?.title ?? page.page
	}));
}

/** The addresses of the pictures that a text shows, by their names. */
export function pictureAddresses({ blocks }: GuideText): Record<string, string> {
	return Object.fromEntries(
		blocks.flatMap((block) =>
			block.kind === 'picture'
				? [[block.name, PICTURES[`/docs/guide/pictures/${block.name}`] ?? '']]
				: []
		)
	);
}
