import { describe, expect, it } from 'vitest';
import { cleanLine, cleanParagraphs, isClean } from './clean-text.ts';
import { parseDoi } from './doi.ts';
import { splitKeywords } from './keywords.ts';
import { normaliseLicence } from './licence.ts';
import { parsePublisher } from './publisher.ts';
import { tidyCategory } from './registered-category.ts';
import { detectLanguage } from './script-language.ts';
import { findSubjectCode } from './subject-code.ts';

describe('clean text', () => {
	it('puts a line in order', () => {
		expect(cleanLine(' 電子\u3000顕微鏡\r\n JSM\u200B\u0096 ')).toBe('電子 顕微鏡 JSM');
	});

	it('keeps paragraphs', () => {
		expect(cleanParagraphs('one  \r\ntwo\n\n\n\nthree ')).toBe('one\ntwo\n\nthree');
	});

	it.each(['\u0000', '\u001b[31m', 'a\u202eb', '\u2066'])('does not pass %j', (text) => {
		expect(isClean(text)).toBe(false);
	});
});

describe('parseDoi', () => {
	it.each([
		['10.1234/ABC', '10.1234/abc'],
		['https://doi.org/10.1234/ABC', '10.1234/abc'],
		['doi: 10.1234/x', '10.1234/x'],
		['http://dx.doi.org/10.1234/x', '10.1234/x'],
		['11.1234/x', undefined],
		['10.1234/a b', undefined]
	])('reads %s', (text, doi) => {
		expect(parseDoi(text)).toBe(doi);
	});
});

describe('parsePublisher', () => {
	it.each([
		['- name: China Tea House web: https://tea.example/', 'China Tea House'],
		['- name: web:', null],
		['web: https://tea.example', null],
		['name: Ada Lovelace', 'Ada Lovelace'],
		[
			'- name: One, Land web: https://one.example - name: Two web: https://two.example',
			'One, Land; Two'
		],
		['Oil and Gas Authority, UK', 'Oil and Gas Authority, UK'],
		['', null]
	])('reads %j', (text, name) => {
		expect(parsePublisher(text)).toBe(name);
	});
});

describe('normaliseLicence', () => {
	it.each([
		['CC BY 4.0', 'CC-BY-4.0'],
		['CC-BY-NC-SA 4.0', 'CC-BY-NC-SA-4.0'],
		['http://creativecommons.org/licenses/by/4.0', 'CC-BY-4.0'],
		['Creative Commons Attribution 4.0 International', 'CC-BY-4.0'],
		[
			'Creative Commons Attribution-ShareAlike 4.0 International License (CC BY-SA 4.0)',
			'CC-BY-SA-4.0'
		],
		['CC0 1.0', 'CC0-1.0'],
		['Apache 2.0', 'Apache-2.0'],
		['MIT License', 'MIT'],
		['CC BY', 'CC BY'],
		['Apache License', 'Apache License'],
		['Free to use with attribution', 'Free to use with attribution']
	])('reads %s', (text, licence) => {
		expect(normaliseLicence(text)).toBe(licence);
	});
});

describe('splitKeywords', () => {
	it.each([
		['tea, Tea; 绿茶、红茶，tea', ['tea', '绿茶', '红茶']],
		['- real estate - housing market', ['real estate', 'housing market']],
		['global, students.', ['global', 'students']],
		['', []]
	])('parts %j', (text, keywords) => {
		expect(splitKeywords(text)).toEqual(keywords);
	});
});

describe('tidyCategory', () => {
	it.each([
		['その他', '未分類', null],
		['電子顕微鏡', '電子顕微鏡', '電子顕微鏡'],
		['Ｘ線回析室', 'X線回析室', 'Ｘ線回析室'],
		[
			'その他',
			'専用測定装置_HU (Specialized Measurement Equipment) / None',
			'専用測定装置 (Specialized Measurement Equipment)'
		],
		['その他', '計測・測定 / - / -', '計測・測定'],
		['構造解析', '', '構造解析'],
		['その他', '5,600', null]
	])('tidies %s, %s', (category, subcategory, tidy) => {
		expect(tidyCategory(category, subcategory)).toBe(tidy);
	});
});

describe('detectLanguage', () => {
	it.each([
		['ラマン分光装置', false, 'ja'],
		['ﾗﾏﾝ', false, 'ja'],
		['電子顕微鏡', true, 'ja'],
		['扫描电子显微镜', false, 'zh'],
		['Bruker E500', true, 'en']
	] as const)('finds the language of %s', (text, isInJapan, language) => {
		expect(detectLanguage(text, isInJapan)).toBe(language);
	});
});

describe('findSubjectCode', () => {
	const names = new Map([
		['物理学', '140'],
		['化学', '150']
	]);

	it.each([
		['140', '140'],
		['物理学', '140'],
		['NaturalLanguage', '520'],
		['999', undefined],
		['Museums', undefined]
	])('reads %s', (text, code) => {
		expect(findSubjectCode(text, names)).toBe(code);
	});
});
