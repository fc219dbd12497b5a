import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import JsonLd from './JsonLd.svelte';

/** What a parser takes for the text of the first script, and what it is left with after it. */
function splitAfterScript(head: string): { text: string; rest: string } {
	const [, text = '', rest = ''] = /<script[^>]*>(.*?)<\/script>(.*)/is.exec(head) ?? [];
	return { text, rest };
}

describe('JsonLd', () => {
	it('writes a data block that reads back as the description', () => {
		const description = { '@type': 'Dataset', name: '"A & B" <b>' };

		const { head } = render(JsonLd, { props: { description } });

		expect(head).toContain('<script type="application/ld+json">');
		expect(JSON.parse(splitAfterScript(head).text)).toEqual(description);
	});

	it('keeps a name that is markup inside the block', () => {
		const name = '</script><script>alert(1)</script><!--';

		const { text, rest } = splitAfterScript(
			render(JsonLd, { props: { description: { name } } }).head
		);

		expect(JSON.parse(text)).toEqual({ name });
		expect(rest).not.toContain('alert');
	});
});
