const LICENCES: readonly (readonly [RegExp, string])[] = [
	[/^MIT(?: licen[cs]e)?$|^https?:\/\/opensource\.org\/licenses?\/MIT\/?$/i, 'MIT'],
	[/^Apache(?: licen[cs]e)?(?:,? (?:version )?2\.0)$|^Apache-2\.0$/i, 'Apache-2.0'],
	[/^Creative Commons Attribution 4\.0(?: International)?$/i, 'CC-BY-4.0'],
	[/^CC ?0(?:[ -]1\.0)?(?: \(public domain\))?$/i, 'CC0-1.0'],
	[/^https?:\/\/creativecommons\.org\/publicdomain\/zero\/1\.0\/?(?:deed\.\w+)?$/i, 'CC0-1.0']
];

const CREATIVE_COMMONS =
	/^(?:CC[ -]|https?:\/\/creativecommons\.org\/licenses\/)(BY(?:[ -](?:NC|ND|SA))*)[ /-](\d\.\d)\/?$/i;

/** "Creative Commons Attribution 4.0 International (CC BY 4.0)" */
const SPELT_OUT = /^Creative Commons [\w .-]+ \((CC[ -].+)\)$/i;

/** The SPDX name of a licence that is certainly meant, else the text as it is. */
export function normaliseLicence(text: string): string {
	const known = LICENCES.find(([words]) => words.test(text));
	if (known !== undefined) return known[1];
	const short = SPELT_OUT.exec(text)?.[1] ?? text;
	const [, conditions, version] = CREATIVE_COMMONS.exec(short) ?? [];
	if (conditions === undefined || version === undefined) return text;
	return `CC-${conditions.toUpperCase().replaceAll(' ', '-')}-${version}`;
}
