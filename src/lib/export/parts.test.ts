import { describe, expect, it } from 'vitest';
import { meaningOf } from './dictionary.ts';
import { findPart, PARTS, writtenColumns } from './parts.ts';

describe('the parts of an export', () => {
	it('are files of different names', () => {
		expect(new Set(PARTS.map(({ name }) => name)).size).toBe(PARTS.length);
	});

	it.each(PARTS)('$name has each column once, and says what it means', (part) => {
		const names = writtenColumns(part).map(({ name }) => name);

		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => meaningOf(part, name) === undefined)).toEqual([]);
	});

	it('have names beside ids, and the two ends of a span', () => {
		const occupancies = findPart('occupancies') ?? PARTS[0];

		expect(occupancies && writtenColumns(occupancies).map(({ name }) => name)).toEqual([
			'record_id',
			'instrument_id',
			'instrument_name',
			'unit',
			'kind',
			'starts_at',
			'ends_at',
			'booking_id',
			'closure_id',
			'active',
			'lapses_at',
			'created_at'
		]);
	});
});
