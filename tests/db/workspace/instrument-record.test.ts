import { describe, expect } from 'vitest';
import { book, inDays } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { it, refusalOf } from '../../support/database.ts';
import { call } from '../../support/workspace-calls.ts';

describe('the record of an instrument', () => {
	it('is changed by the manager of its platform, and the change is in the audit', async ({
		db
	}) => {
		const { ada, instrument } = await aCast(db);

		await call(db, ada, 'update_instrument', {
			instrument_id: instrument.id,
			record: { name: 'Elektronenmikroskop', units: 2, worth_fen: 28_650_000 }
		});

		const audited = await db.one(
			`select person_id, before ->> 'name' as before, after ->> 'name' as after, after ->> 'units' as units
			from public.audit_entries where subject_type = 'instrument' and subject_id = $1`,
			[instrument.id]
		);
		expect(audited).toEqual({
			person_id: ada.id,
			before: 'Mikroskop',
			after: 'Elektronenmikroskop',
			units: '2'
		});
	});

	it('that is saved unchanged leaves no entry in the audit', async ({ db }) => {
		const { ada, instrument } = await aCast(db);

		await call(db, ada, 'update_instrument', {
			instrument_id: instrument.id,
			record: { name: 'Mikroskop' }
		});

		const entries = await db.query('select from public.audit_entries where subject_id = $1', [
			instrument.id
		]);
		expect(entries).toEqual([]);
	});

	it.for(['tom', 'ben', 'eve'] as const)(
		'is not changed by %s, who does not manage it',
		async (who, { db }) => {
			const cast = await aCast(db);

			const refusal = await refusalOf(
				call(db, cast[who], 'update_instrument', {
					instrument_id: cast.instrument.id,
					record: { name: 'Meins' }
				})
			);

			expect(refusal).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
		}
	);

	it.for([
		['an unknown column', { platform_id: null }, 'value_unknown'],
		['no name', { name: null }, 'value_missing'],
		['a list', [1], 'values_malformed'],
		['a subject that there is not', { subject_codes: ['999'] }, 'subject_unknown'],
		['no units at all', { units: 0 }, 'instruments_units_are_some']
	] as const)('is refused with %s', async ([, record, key], { db }) => {
		const { ada, instrument } = await aCast(db);

		const refusal = await refusalOf(
			call(db, ada, 'update_instrument', { instrument_id: instrument.id, record })
		);

		expect(refusal.key).toContain(key);
	});

	it('of an instrument that there is not is not found', async ({ db }) => {
		const { ada, platform } = await aCast(db);

		const refusal = await refusalOf(
			call(db, ada, 'update_instrument', { instrument_id: platform.id, record: {} })
		);

		expect(refusal).toMatchObject({ code: 'PT404', key: 'instrument_not_found' });
	});
});

describe('the units of an instrument', () => {
	it('do not go below those that are taken by what is booked', async ({ db }) => {
		const { ada, ben, eve, instrument } = await aCast(db, { units: 3 });
		const wish = { instrument, start: inDays(2, '10:00'), end: inDays(2, '12:00') };
		await book(db, ben, wish);
		await book(db, eve, wish);

		const refusal = await refusalOf(
			call(db, ada, 'update_instrument', { instrument_id: instrument.id, record: { units: 1 } })
		);
		const kept = await call<{ units: number }>(db, ada, 'update_instrument', {
			instrument_id: instrument.id,
			record: { units: 2 }
		});

		expect(refusal).toMatchObject({ code: 'PT409', key: 'units_in_use' });
		expect(kept.units).toBe(2);
	});
});
