/*
 * XML as tests read it: strict about what makes a document well-formed, and blind to namespaces, whose
 * prefixes stay in the names.
 */

export type XmlNode = {
	name: string;
	attributes: Record<string, string>;
	children: XmlNode[];
	/** All text directly in it. */
	text: string;
};

const NAME = '[A-Za-z_:][\\w:.-]*';
const TOKEN = new RegExp(
	`<\\?xml [^?]*\\?>|<!--[^]*?-->|<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>|([^<]+)`,
	'y'
);
const ATTRIBUTE = new RegExp(`(${NAME})="([^"]*)"`, 'g');

/** The root of a document. @throws where it is not well-formed. */
export function readXml(document: string): XmlNode {
	const root: XmlNode = { name: '', attributes: {}, children: [], text: '' };
	const open = [root];
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < document.length) {
		const at = TOKEN.lastIndex;
		const found = TOKEN.exec(document);
		if (!found) throw new Error(`Not well-formed at ${document.slice(at, at + 60)}`);
		const [, closes, name, attributes = '', isEmpty, text] = found;
		const parent = open.at(-1) ?? root;
		if (text !== undefined) {
			parent.text += unescapeXml(text);
		} else if (closes === '/') {
			if (open.length < 2 || open.pop()?.name !== name)
				throw new Error(`</${name ?? ''}> closes another`);
		} else if (name !== undefined) {
			const node = { name, attributes: readAttributes(attributes), children: [], text: '' };
			parent.children.push(node);
			if (isEmpty !== '/') open.push(node);
		}
	}
	const [document_, ...others] = root.children;
	if (open.length > 1 || !document_ || others.length > 0 || root.text.trim() !== '') {
		throw new Error('A document has one root, and closes what it opens.');
	}
	return document_;
}

function readAttributes(text: string): Record<string, string> {
	const pairs = [...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [
		name,
		unescapeXml(value)
	]);
	if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`Twice: ${text}`);
	return Object.fromEntries(pairs) as Record<string, string>;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', apos: "'" };

function unescapeXml(text: string): string {
	if (/&(?!(lt|gt|quot|amp|apos);)/.test(text)) throw new Error(`An entity of its own: ${text}`);
	return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '');
}

/** All elements of a name beneath one. */
export function allOf(node: XmlNode, name: string): XmlNode[] {
	return node.children.flatMap((child) => [
		...(child.name === name ? [child] : []),
		...allOf(child, name)
	]);
}

/** The text of the only element of a name beneath one. */
export function textOf(node: XmlNode, name: string): string | undefined {
	return allOf(node, name)[0]?.text;
}
