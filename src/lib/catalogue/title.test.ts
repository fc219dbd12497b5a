import { describe, expect, it } from 'vitest';
import { toTitle } from './title.ts';

const microscope = { name: '透射电子显微镜', language: 'zh', name_en: 'Electron microscope' };

describe('toTitle', () => {
	it('puts the registered name first for a Chinese reader', () => {
		expect(toTitle(microscope, 'zh')).toEqual({
			main: { text: '透射电子显微镜', language: 'zh' },
			other: { text: 'Electron microscope', language: 'en' }
		});
	});

	it('puts the English name first for an English reader', () => {
		expect(toTitle(microscope, 'en')).toEqual({
			main: { text: 'Electron microscope', language: 'en' },
			other: { text: '透射电子显微镜', language: 'zh' }
		});
	});

	it.each([
		['without an English name', null],
		['with an empty one', ''],
		['with one that says the same', '透射电子显微镜']
	])('keeps to the registered name %s', (_case, nameEn) => {
		expect(toTitle({ ...microscope, name_en: nameEn }, 'en')).toEqual({
			main: { text: '透射电子显微镜', language: 'zh' },
			other: null
		});
	});
});
