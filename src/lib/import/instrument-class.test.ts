import { describe, expect, it } from 'vitest';
import { findInstrumentClass, parseClassCode } from './instrument-class.ts';

describe('findInstrumentClass', () => {
	it.each([
		['its name', '走査型電子顕微鏡 (JSM-9000)', 'その他', '未分類', '010102'],
		['a Chinese name', '场发射扫描电镜', null, null, '010102'],
		['an English name', 'Transmission electron microscope', null, null, '010101'],
		['the general word where the kind is open', '卓上電子顕微鏡', null, null, '010100'],
		['the narrow category', 'JEM-2100Plus', '電子顕微鏡', '透過型電子顕微鏡 (TEM)', '010101'],
		[
			'its name before a category that lists several',
			'単結晶XRD',
			'その他',
			'X線分析 (XRD, XRF, EPMAなど)',
			'010301'
		],
		[
			'a probe microscope, though it scans',
			'走査型プローブ顕微鏡',
			'電子顕微鏡および関連機器',
			'走査型プローブ顕微鏡 (SPM, STM, AFM)',
			'010803'
		],
		['the preparation of samples', '研磨機', null, '電顕用試料作成装置', '011200']
	])('goes by %s', (_case, name, category, subcategory, code) => {
		expect(findInstrumentClass({ name, category, subcategory })?.code).toBe(code);
	});

	it.each([
		[
			'a microscope that is no electron microscope',
			'万能写真機',
			'顕微鏡 (電子顕微鏡以外の顕微鏡)'
		],
		['what stands around an instrument', 'SEM用蒸着装置', null],
		['a service', '電子顕微鏡受託観察', null],
		['a room', '冷却水循環装置', 'EPMA室']
	])('leaves %s without a class', (_case, name, category) => {
		expect(findInstrumentClass({ name, category, subcategory: null })).toBeUndefined();
	});
});

describe('parseClassCode', () => {
	it.each([
		['010102', { level: 3, code: '010102' }],
		['010100', { level: 2, code: '010100' }],
		['010000', { level: 1, code: '010000' }],
		['030900', { level: 3, code: '030900' }],
		['0101', undefined]
	])('reads %s', (text, expected) => {
		expect(parseClassCode(text)).toEqual(expected);
	});
});
