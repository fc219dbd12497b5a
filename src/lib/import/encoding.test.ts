import { describe, expect, it } from 'vitest';
import { detectEncoding } from './encoding.ts';

/** A file that arrives a few bytes at a time, so that characters are cut in two. */
function aFile(bytes: Uint8Array, chunk = 7) {
	return async function* open(): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < bytes.length; at += chunk) {
			yield await Promise.resolve(bytes.subarray(at, at + chunk));
		}
	};
}

/** Registers as the spreadsheets of their places save them, in hexadecimal. */
const FILES = {
	gb18030: [
		'b1e0bac52cc3fbb3c62cb5a5cebb0a5a312cb3a1b7a2c9e4c9a8c3e8b5e7d7d3cfd4cea2beb52cc9f2d1f4cabec0fdb4f3d1a70a',
		'编号,名称,单位\nZ1,场发射扫描电子显微镜,沈阳示例大学\n'
	],
	shift_jis: [
		'6964656e7469666965722c6e616d650a412c91968db893648e718cb094f78bbe204a534d2d37393030462082cc82b29798977087400a',
		'identifier,name\nA,走査電子顕微鏡 JSM-7900F のご利用①\n'
	],
	'euc-jp': [
		'6964656e7469666965722c6e616d650a412cc1f6babac5c5bbd2b8b2c8f9b6c0204a534d2d373930304620a4cea4b4cdf8cdd10a',
		'identifier,name\nA,走査電子顕微鏡 JSM-7900F のご利用\n'
	],
	big5: [
		'bd73b8b92ca657bad92cc3fea74f0a54312cb1bdb479a6a1b971a46cc5e3b74cc3e82ca4c0aa52bbf6beb90a',
		'編號,名稱,類別\nT1,掃描式電子顯微鏡,分析儀器\n'
	],
	'windows-1252': [
		'69642c6e616d650a4c312c4df673736261756572207370656374726f6d65746572209620746865206c616292730a4c322c44696666726163746f6de874726520e0207261796f6e7320580a',
		'id,name\nL1,Mössbauer spectrometer – the lab’s\nL2,Diffractomètre à rayons X\n'
	]
} as const;

describe('detectEncoding', () => {
	it.each(Object.entries(FILES))(
		'knows %s by its everyday characters',
		async (name, [hex, text]) => {
			const bytes = Buffer.from(hex, 'hex');

			const encoding = await detectEncoding(aFile(bytes));

			expect(encoding).toBe(name);
			expect(new TextDecoder(encoding).decode(bytes)).toBe(text);
		}
	);

	it.each([
		['utf-16le', [0xff, 0xfe], false],
		['utf-16le', [], false],
		['utf-16be', [0xfe, 0xff], true],
		['utf-16be', [], true]
	] as const)('knows %s by the mark %j or by its zeros', async (name, mark, isSwapped) => {
		const text = Buffer.from('identifier,name\n1,显微镜\n', 'utf16le');
		if (isSwapped) text.swap16();

		expect(await detectEncoding(aFile(Uint8Array.from([...mark, ...text])))).toBe(name);
	});

	it.each([
		['ASCII', 'identifier,name\n'],
		['Chinese', '名称'],
		['nothing', '']
	])('takes %s for UTF-8 as long as all of it is', async (_case, text) => {
		expect(await detectEncoding(aFile(new TextEncoder().encode(text)))).toBe('utf-8');
	});

	it('does not give UTF-8 up for an odd byte, nor for a character that ends too early', async () => {
		const bytes = Uint8Array.from([
			...new TextEncoder().encode('name\n透射电子显微镜\n'),
			0xff,
			...new TextEncoder().encode('质').subarray(0, 2)
		]);

		expect(await detectEncoding(aFile(bytes))).toBe('utf-8');
	});
});
