import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import ExternalLink from './ExternalLink.svelte';

describe('ExternalLink', () => {
	it('leads to a web address and tells it nothing of where one comes from', () => {
		const { body } = render(ExternalLink, { props: { href: 'https://lab.example/a?b=1' } });

		expect(body).toContain('href="https://lab.example/a?b=1"');
		expect(body).toContain('rel="external noopener noreferrer"');
	});

	it.each([
		['a script', 'javascript:alert(1)'],
		['a script after a space', ' javascript:alert(1)'],
		['data', 'data:text/html,<script>alert(1)</script>'],
		['an address of this site', '//evil.example'],
		['words', 'CC BY 4.0'],
		['half an address', 'https://']
	])('shows %s as text', (_case, href) => {
		const { body } = render(ExternalLink, { props: { href } });

		expect(body).not.toContain('<a');
		expect(body).not.toContain('<script');
	});
});
