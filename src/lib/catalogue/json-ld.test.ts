import { describe, expect, it } from 'vitest';
import { toJsonLd, serializeJsonLd } from './json-ld.ts';

describe('serializeJsonLd', () => {
	it('reads back as what was put in', () => {
		const description = { '@type': 'Dataset', name: '<b>"A&B"</b>\u2028', keywords: ['a', 'b'] };

		expect(JSON.parse(serializeJsonLd(description))).toEqual(description);
	});

	it.each([
		['the end of a script', '</script><script>alert(1)</script>'],
		['a comment that swallows the page', '<!--<script>'],
		['an entity', '&lt;/script&gt;'],
		['the end of a CDATA section', ']]>']
	])('leaves no way out for %s', (_case, name) => {
		expect(serializeJsonLd({ name })).not.toMatch(/[<>&]/);
	});
});

describe('toJsonLd', () => {
	it('leaves out what is not known, however deep', () => {
		const draft = {
			'@type': 'Product',
			model: null,
			keywords: [],
			offers: { '@type': 'Offer', priceSpecification: null, price: 0 },
			creator: [{ '@type': 'Person', name: 'a', email: undefined }]
		};

		expect(toJsonLd(draft)).toEqual({
			'@type': 'Product',
			offers: { '@type': 'Offer', price: 0 },
			creator: [{ '@type': 'Person', name: 'a' }]
		});
	});
});
