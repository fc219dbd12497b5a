import { describe, expect, it } from 'vitest';
import { globToRegExp, isAllowedRedirect } from './redirects.ts';

const config = {
	siteUrl: 'https://yixiang.test',
	uriAllowList: ['https://*.lab.test/auth/**', 'com.yixiang.app://callback']
};

describe('a redirect', () => {
	it.each([
		['to the site', 'https://yixiang.test/any/path?x=1#y'],
		['to an address of the list', 'https://a.lab.test/auth/callback/deep?x=1'],
		['to a native app of the list', 'com.yixiang.app://callback'],
		['to this machine', 'http://127.0.0.1:5173/callback']
	])('%s is allowed', (_, url) => {
		expect(isAllowedRedirect(config, url)).toBe(true);
	});

	it.each([
		['to nowhere', ''],
		['to another site', 'https://evil.test'],
		['to the site without TLS', 'http://yixiang.test'],
		['to another port of the site', 'https://yixiang.test:8443'],
		['to a name that ends like the site', 'https://notyixiang.test'],
		['to a name that begins like the site', 'https://yixiang.test.evil.test'],
		['with the site as a user name', 'https://yixiang.test@evil.test'],
		['with a user name that matches the list', 'https://a.lab.test@evil.test/auth/x'],
		['with a backslash', 'https://evil.test\\@yixiang.test'],
		['two levels below the list', 'https://a.b.lab.test/auth/x'],
		['beside the path of the list', 'https://a.lab.test/other'],
		['to a script', 'javascript:alert(1)'],
		['to an address in numbers', 'http://192.0.2.1/auth/'],
		['that only holds an allowed one', 'https://evil.test/#https://yixiang.test']
	])('%s is not', (_, url) => {
		expect(isAllowedRedirect(config, url)).toBe(false);
	});
});

describe('a pattern', () => {
	it.each([
		['https://{a,b}.test', 'https://b.test', true],
		['https://{a,b}.test', 'https://c.test', false],
		['https://a?.test', 'https://ab.test', true],
		['https://a?.test', 'https://a.test', false],
		['https://[ab].test', 'https://a.test', true],
		['https://[!ab].test', 'https://a.test', false],
		['https://[a-c].test', 'https://b.test', true],
		['https://a.test', 'https://axtest', false],
		['http://localhost:*/**', 'http://localhost:3000/en/profile', true]
	])('%s and %s: %s', (glob, text, expected) => {
		expect(globToRegExp(glob).test(text)).toBe(expected);
	});
});
