import { describe, expect, it } from 'vitest';
import { describeChanges } from './describe-changes.ts';

describe('describeChanges', () => {
	it('names a field in the reader’s language and says what was and what will be', () => {
		const changes = { city: ['沈阳', '大连'], access_level: ['open', null] } as const;

		expect(describeChanges('datasets', { city: [...changes.city] }, 'zh')).toEqual([
			{ field: '市', before: '沈阳', after: '大连' }
		]);
		expect(describeChanges('datasets', { access_level: [...changes.access_level] }, 'zh')).toEqual([
			{ field: '共享方式', before: 'open', after: '' }
		]);
		expect(describeChanges('instruments', { city: [...changes.city] }, 'en')).toEqual([
			{ field: 'City', before: '沈阳', after: '大连' }
		]);
	});

	it('writes lists as lists and cuts what is long', () => {
		const [list, long] = describeChanges(
			'datasets',
			{ keywords: [['a'], ['a', 'b']], abstract: [null, '长'.repeat(500)] },
			'en'
		);

		expect(list).toMatchObject({ before: 'a', after: 'a; b' });
		expect(long?.after).toHaveLength(121);
	});

	it('calls a column that the dictionary does not know by its own name', () => {
		expect(describeChanges('services', { no_such_column: [1, true] }, 'zh')).toEqual([
			{ field: 'no_such_column', before: '1', after: 'true' }
		]);
	});
});
