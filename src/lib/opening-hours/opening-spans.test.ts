import { describe, expect, it } from 'vitest';
import { formatSpans, fromCells, gridStep, parseSpans, toCells } from './opening-spans.ts';

describe('the hours of a day as they are typed', () => {
	it.each([
		[
			'08:30–12:00、13:30–17:30',
			[
				['08:30', '12:00'],
				['13:30', '17:30']
			]
		],
		[
			'8-12, 13:30 - 24',
			[
				['08:00', '12:00'],
				['13:30', '24:00']
			]
		],
		['9：00至12：00；12：00到18：00', [['09:00', '18:00']]],
		[
			'13-17,8-12',
			[
				['08:00', '12:00'],
				['13:00', '17:00']
			]
		],
		['', []]
	])('%j is understood', (text, spans) => {
		expect(parseSpans(text)).toEqual(spans.map(([opens, closes]) => ({ opens, closes })));
	});

	it.each(['12-8', '8:75-12', '8-25', '8-12,11-13', 'immer', '8'])('%j is not', (text) => {
		expect(parseSpans(text)).toBeNull();
	});

	it('are understood again as they are shown', () => {
		const spans = [
			{ opens: '00:00', closes: '08:30' },
			{ opens: '20:00', closes: '24:00' }
		];

		expect(parseSpans(formatSpans(spans))).toEqual(spans);
	});
});

describe('a grid of a day', () => {
	it('has the steps that its hours need', () => {
		expect(gridStep([{ opens: '08:30:00', closes: '24:00:00' }])).toBe(30);
		expect(gridStep([{ opens: '08:15:00', closes: '12:00:00' }])).toBe(15);
		expect(gridStep([{ opens: '08:10:00', closes: '12:00:00' }])).toBeNull();
	});

	it('gives back the spans that were put into it', () => {
		const spans = [
			{ opens: '08:30', closes: '12:00' },
			{ opens: '13:30', closes: '24:00' }
		];

		expect(fromCells(toCells(spans, 30), 30)).toEqual(spans);
	});
});
