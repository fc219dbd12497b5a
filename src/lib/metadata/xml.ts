/*
 * XML is written here from a tree: a name, its attributes, and what is in it. What is not known is left
 * out, and what came from a register is escaped, so that a record is well-formed whatever it says.
 */

export type XmlContent = XmlElement | string | null | undefined | false;

export type XmlElement = {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string | null | undefined>>;
	readonly content: readonly XmlContent[];
};

/** An element. Null attributes and content are left out. */
export function element(
	name: string,
	attributes: XmlElement['attributes'] = {},
	...content: readonly XmlContent[]
): XmlElement {
	return { name, attributes, content };
}

/** An element with a text; nothing where the text is not known. */
export function textElement(
	name: string,
	text: string | null | undefined,
	attributes: XmlElement['attributes'] = {}
): XmlElement | null {
	return text == null || text === '' ? null : element(name, attributes, text);
}

/** An element around others; nothing where there are none, for schemas have no empty lists. */
export function listElement(name: string, items: readonly XmlContent[]): XmlElement | null {
	const known = items.filter(Boolean);
	return known.length === 0 ? null : element(name, {}, ...known);
}

const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function writeXml({ name, attributes, content }: XmlElement): string {
	const written = Object.entries(attributes)
		.flatMap(([key, value]) => (value == null ? [] : [` ${key}="${escapeXml(value)}"`]))
		.join('');
	const inner = content
		.map((part) => {
			if (part === null || part === undefined || part === false) return '';
			return typeof part === 'string' ? escapeXml(part) : writeXml(part);
		})
		.join('');
	return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

/** A document of its own. */
export function writeXmlDocument(root: XmlElement): string {
	return `${XML_DECLARATION}${writeXml(root)}\n`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML can hold it; controls and halves of characters it cannot. */
function escapeXml(text: string): string {
	return text
		.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]|\p{Cs}/gu, '')
		.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
