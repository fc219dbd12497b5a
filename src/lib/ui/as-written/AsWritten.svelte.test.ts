import { createRawSnippet, flushSync, hydrate, unmount } from 'svelte';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import AsWritten from './AsWritten.svelte';

const children = createRawSnippet(() => ({ render: () => '<a href="/slots/1">made</a>' }));

describe('AsWritten', () => {
	it('leaves what the server wrote until another is shown, and who is on a link on it', () => {
		const target = document.createElement('div');
		target.innerHTML = '<!--[--><div><a href="/slots/1">written</a></div><!----><!--]-->';
		document.body.append(target);
		const link = target.querySelector('a');
		const props = $state({ shows: { slots: 1 }, children });
		const part = hydrate(AsWritten, { target, props });
		flushSync();

		expect(target.querySelector('a')).toBe(link);
		link?.focus();
		props.shows = { slots: 2 };
		flushSync();

		expect(target.textContent).toBe('made');
		expect(document.activeElement).toBe(target.querySelector('a'));
		void unmount(part);
		target.remove();
	});

	it('is made in the browser where the server wrote nothing', async () => {
		const screen = await render(AsWritten, { shows: {}, children });

		await expect.element(screen.getByRole('link', { name: 'made' })).toBeVisible();
	});
});
