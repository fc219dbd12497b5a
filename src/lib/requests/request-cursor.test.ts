import { describe, expect, it } from 'vitest';
import { decodeRequestCursor, encodeRequestCursor } from './request-cursor.ts';

const ID = '41d72d8b-7747-84e2-81fc-5529ab9d5f62';

describe('a cursor of requests', () => {
	it('keeps the microseconds of a deadline', () => {
		const cursor = encodeRequestCursor(['2026-11-30T02:00:00.123456+00:00', ID]);

		expect(decodeRequestCursor(cursor)).toEqual(['2026-11-30T02:00:00.123456+00:00', ID]);
	});

	it.for([
		['nonsense', 'x'],
		[
			'a filter in disguise',
			Buffer.from(JSON.stringify(['now,id.eq.1', ID])).toString('base64url')
		],
		[
			'an id that is none',
			Buffer.from(JSON.stringify(['2026-11-30T02:00:00Z', '1'])).toString('base64url')
		]
	] as const)('is not made of %s', ([, text]) => {
		expect(decodeRequestCursor(text)).toBe(null);
	});
});
