/**
 * The text of the guide, as Markdown of our own is read into it. What pages can't show is refused when
 * it is read, so that nobody misses it.
 */
import { lexer, type Token, type Tokens } from 'marked';

/** A piece of a line. `href` is the address of a page of the guide, or one elsewhere. */
export type Run = { text: string; isStrong?: boolean; isCode?: boolean; href?: string };

type Block =
	| { kind: 'heading'; text: string }
	| { kind: 'paragraph'; runs: Run[] }
	| { kind: 'list'; isOrdered: boolean; items: Run[][] }
	/** `name` is that of a file in docs/guide/pictures. */
	| { kind: 'picture'; name: string; alt: string };

export type GuideText = { title: string; lead: Run[]; blocks: Block[] };

/** @throws on Markdown that a page of the guide has no use for */
export function readGuideText(markdown: string): GuideText {
	const [first, second, ...rest] = lexer(markdown).filter(({ type }) => type !== 'space');
	if (first?.type !== 'heading' || second?.type !== 'paragraph') {
		throw new Error('A page of the guide begins with its title and what it is about.');
	}
	return {
		title: (first as Tokens.Heading).text,
		lead: toRuns((second as Tokens.Paragraph).tokens),
		blocks: rest.map(toBlock)
	};
}

function toBlock(token: Token): Block {
	if (token.type === 'heading') return { kind: 'heading', text: (token as Tokens.Heading).text };
	if (token.type === 'list') {
		const { ordered, items } = token as Tokens.List;
		return {
			kind: 'list',
			isOrdered: ordered,
			items: items.map(({ tokens }) =>
				tokens.flatMap((line) => toRuns((line as Tokens.Text).tokens ?? []))
			)
		};
	}
	if (token.type !== 'paragraph') throw new Error(`The guide has no ${token.type}.`);

	const { tokens } = token as Tokens.Paragraph;
	const [only] = tokens;
	if (tokens.length === 1 && only?.type === 'image') {
		const { href, text } = only as Tokens.Image;
		return { kind: 'picture', name: href.replace(/^.*\//, ''), alt: text };
	}
	return { kind: 'paragraph', runs: toRuns(tokens) };
}

function toRuns(tokens: Token[]): Run[] {
	return tokens.map((token) => {
		switch (token.type) {
			case 'text':
				return { text: unescape((token as Tokens.Text).text) };
			case 'strong':
				return { text: unescape((token as Tokens.Strong).text), isStrong: true };
			case 'codespan':
				return { text: (token as Tokens.Codespan).text, isCode: true };
			case 'link':
				return { text: (token as Tokens.Link).text, href: (token as Tokens.Link).href };
			default:
				throw new Error(`The guide has no ${token.type} within a line.`);
		}
	});
}

/** The lexer writes a backslash before what would mean something. */
function unescape(text: string): string {
	return text.replace(/\\([\\`*_[\]#])/g, '$1');
}
