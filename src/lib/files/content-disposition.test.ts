import { describe, expect, it } from 'vitest';
import { attachment } from './content-disposition.ts';

describe('the name under which a file is saved', () => {
	it('is whole for browsers of today and in ASCII for others', () => {
		expect(attachment('样品清单.pdf')).toBe(
			`attachment; filename="____.pdf"; filename*=UTF-8''%E6%A0%B7%E5%93%81%E6%B8%85%E5%8D%95.pdf`
		);
	});

	it.each([
		['quotes and line ends end nothing', 'a"\r\nSet-Cookie: b.txt'],
		['a percent sign is no escape', '100%.csv']
	])('%s', (_, name) => {
		const [, ascii] = /filename="([^"]*)";/.exec(attachment(name)) ?? [];

		expect(ascii).toMatch(/^[\w .:-]+$/);
		expect(attachment(name)).not.toMatch(/[\r\n]/);
	});

	it('escapes what RFC 8187 does not allow', () => {
		expect(attachment("it's (1)*.txt")).toContain(`filename*=UTF-8''it%27s%20%281%29%2A.txt`);
	});
});
