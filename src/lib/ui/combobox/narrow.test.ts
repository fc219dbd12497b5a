import { describe, expect, it } from 'vitest';
import { narrow } from './narrow.ts';

const CHOICES = [
	{ value: 'sem', label: '扫描电镜 JSM-7800F', also: 'Scanning electron microscope' },
	{ value: 'tem', label: '透射电镜 JEM-2100F', also: 'Transmission electron microscope' },
	{ value: 'xrd', label: 'X 射线衍射仪' }
];

describe('narrow', () => {
	it.each([
		['all without a word', ' ', ['sem', 'tem', 'xrd']],
		['by a part of a name', '电镜', ['sem', 'tem']],
		['by every word, in any order', '2100f 透射', ['tem']],
		['by the other name', 'SCANNING', ['sem']],
		['by full-width letters', 'Ｘ', ['xrd']],
		['nothing that has only some of the words', '电镜 衍射', []]
	])('finds %s', (_, text, found) => {
		expect(narrow(CHOICES, text).map(({ value }) => value)).toEqual(found);
	});
});
