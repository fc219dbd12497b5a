import { describe, expect } from 'vitest';
import { book, inDays, letBegin } from '../../support/booking-calls.ts';
import { aCast } from '../../support/builders.ts';
import { asPerson, it, refusalOf, type Db } from '../../support/database.ts';

type Id = { id: string };
type Outcome = Record<string, unknown>;

async function importLog(
	db: Db,
	person: Id,
	platform: Id,
	entries: object[],
	dryRun = false,
	before: object[] = []
): Promise<Outcome[]> {
	const { outcomes } = await asPerson(db, person.id, () =>
		db.one<{ outcomes: Outcome[] }>('select public.import_use_log($1, $2, $3, $4) as outcomes', [
			platform.id,
			JSON.stringify(entries),
			dryRun,
			JSON.stringify(before)
		])
	);
	return outcomes;
}

async function aLog(db: Db) {
	const cast = await aCast(db);
	const { source_key } = await db.one<{ source_key: string }>(
		'select source_key from public.instruments where id = $1',
		[cast.instrument.id]
	);
	// A log names whom it served, and other tests keep organisations of the usual name.
	const { name } = await db.one<{ name: string }>(
		"update public.organisations set name = name || ' ' || id where id = $1 returning name",
		[cast.startup.id]
	);
	const use = {
		instrument: source_key,
		organisation: name,
		starts_at: inDays(-2, '10:00'),
		ends_at: inDays(-2, '12:00'),
		purpose_code: '136',
		evidence: ['November.csv']
	};
	const records = () =>
		db.query('select * from public.service_records where instrument_id = $1 order by seq', [
			cast.instrument.id
		]);
	return { ...cast, use, records };
}

describe('a use log', () => {
	it('becomes service records, each told how it counts', async ({ db }) => {
		const { ada, platform, startup, use, records } = await aLog(db);

		expect(await importLog(db, ada, platform, [use])).toEqual([
			{
				outcome: 'inserted',
				state: 'rendered',
				class: 'other_external',
				hours: 2,
				is_shared: true,
				is_booked: false,
				source: 'import',
				flags: []
			}
		]);
		expect(await records()).toMatchObject([
			{ beneficiary_id: startup.id, purpose_code: '136', source: 'import', seq: '1' }
		]);
	});

	it('is tried out without a trace', async ({ db }) => {
		const { ada, platform, use, records } = await aLog(db);

		const [tried] = await importLog(db, ada, platform, [use], true);
		expect(tried).toMatchObject({ outcome: 'inserted' });
		expect(await records()).toEqual([]);

		const [done] = await importLog(db, ada, platform, [use]);
		expect(done).toEqual(tried);
		expect(await records()).toMatchObject([{ seq: '1' }]);
	});

	it('loaded again, adds only what is new', async ({ db }) => {
		const { ada, platform, use, records } = await aLog(db);
		await importLog(db, ada, platform, [use]);

		const later = { ...use, starts_at: inDays(-1, '10:00'), ends_at: inDays(-1, '12:00') };
		expect(await importLog(db, ada, platform, [use, later])).toMatchObject([
			{ outcome: 'duplicate' },
			{ outcome: 'inserted' }
		]);
		expect(await records()).toHaveLength(2);
	});

	it('names the flags of rows that overlap, and of those that come late', async ({ db }) => {
		const { ada, platform, use } = await aLog(db);

		expect(
			await importLog(db, ada, platform, [
				use,
				{ ...use, starts_at: inDays(-2, '11:00'), ends_at: inDays(-2, '13:00') },
				{ ...use, starts_at: inDays(-50, '11:00'), ends_at: inDays(-50, '13:00') }
			])
		).toMatchObject([
			{ flags: [] },
			{ flags: ['overlap'], source: 'import' },
			{ flags: ['entered_late'], source: 'backfilled' }
		]);
	});

	it('is tried out as if the rows before had been loaded, which it then has not', async ({
		db
	}) => {
		const { ada, platform, use, records } = await aLog(db);
		const overlapping = { ...use, starts_at: inDays(-2, '11:00'), ends_at: inDays(-2, '13:00') };

		expect(await importLog(db, ada, platform, [overlapping], true, [use])).toMatchObject([
			{ outcome: 'inserted', flags: ['overlap'] }
		]);
		expect(await importLog(db, ada, platform, [use], true, [use])).toMatchObject([
			{ outcome: 'duplicate' }
		]);
		expect(await records()).toEqual([]);

		// Loaded in earnest, they have been.
		expect(await importLog(db, ada, platform, [overlapping], false, [use])).toMatchObject([
			{ flags: [] }
		]);
		expect(await records()).toHaveLength(1);
	});

	it('finds the booking that a row was the use of', async ({ db }) => {
		const { ada, ben, platform, instrument, use } = await aLog(db);
		const booking = await book(db, ben, {
			instrument,
			start: inDays(1, '10:00'),
			end: inDays(1, '12:00')
		});
		await letBegin(db, booking, 130);
		const { starts_at, ends_at } = await db.one<{ starts_at: Date; ends_at: Date }>(
			'select starts_at, ends_at from public.bookings where id = $1',
			[booking.id]
		);

		expect(await importLog(db, ada, platform, [{ ...use, starts_at, ends_at }])).toMatchObject([
			{ outcome: 'inserted', is_booked: true }
		]);
	});

	it('says of each row that it refuses why, and takes the others', async ({ db }) => {
		const { ada, platform, use } = await aLog(db);

		expect(
			await importLog(db, ada, platform, [
				{ ...use, instrument: 'nowhere' },
				{ ...use, organisation: 'nobody' },
				{ ...use, starts_at: inDays(2, '10:00'), ends_at: inDays(2, '12:00') },
				{ ...use, purpose_code: 'fun' },
				{ ...use, state: 'maintenance' }
			])
		).toMatchObject([
			{ outcome: 'refused', field: 'instrument', reason: 'instrument_unknown' },
			{ outcome: 'refused', field: 'organisation', reason: 'customer_unknown' },
			{ outcome: 'refused', reason: 'service_in_the_future' },
			{ outcome: 'refused', reason: 'service_records_purpose_code_fkey' },
			{ outcome: 'inserted', state: 'maintenance', is_shared: false }
		]);
	});

	it('does not choose between two of one name', async ({ db }) => {
		const { ada, platform, use } = await aLog(db);
		await db.query("insert into public.organisations (kind, name) values ('startup', $1)", [
			use.organisation
		]);

		expect(await importLog(db, ada, platform, [use])).toMatchObject([
			{ outcome: 'refused', field: 'organisation', reason: 'customer_ambiguous' }
		]);
	});

	it('is loaded by the people of the platform only', async ({ db }) => {
		const { ben, platform, use } = await aLog(db);

		expect(await refusalOf(importLog(db, ben, platform, [use]))).toMatchObject({
			code: 'PT403',
			key: 'platform_not_yours'
		});
	});

	it('has at most 500 rows in one call', async ({ db }) => {
		const { ada, platform, use } = await aLog(db);

		expect(
			await refusalOf(
				importLog(
					db,
					ada,
					platform,
					Array.from({ length: 501 }, () => use)
				)
			)
		).toMatchObject({
			code: 'PT422',
			key: 'too_many_entries'
		});
	});
});
