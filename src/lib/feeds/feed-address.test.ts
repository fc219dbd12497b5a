import { describe, expect, it } from 'vitest';
import { feedAddress, subscribeAddress } from './feed-address.ts';

describe('the address of a feed', () => {
	it('is under the site’s own address', () => {
		expect(feedAddress('a-b_c', 'https://yixiang.test')).toBe(
			'https://yixiang.test/api/v1/feeds/a-b_c.ics'
		);
	});

	it.each(['http', 'https'])('opens a calendar program instead of a browser, from %s', (scheme) => {
		expect(subscribeAddress(`${scheme}://yixiang.test:3000/api/v1/feeds/x.ics`)).toBe(
			'webcal://yixiang.test:3000/api/v1/feeds/x.ics'
		);
	});
});
