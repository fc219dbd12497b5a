import { describe, expect } from 'vitest';
import { book, checkIn, checkOut, inDays, letBegin, letPass } from '../../support/booking-calls.ts';
import { aCast, aTariff } from '../../support/builders.ts';
import { it, refusalOf, type Db } from '../../support/database.ts';
import {
	aServedCast,
	confirmRecord,
	correctRecord,
	disputeRecord,
	recordService,
	standingOf,
	type ServiceRecord
} from '../../support/ledger-calls.ts';

type Id = { id: string };

function recordsOf(db: Db, booking: Id): Promise<ServiceRecord[]> {
	return db.query<ServiceRecord>(
		'select * from public.service_records where booking_id = $1 order by seq',
		[booking.id]
	);
}

/** What the tables and functions of the story need that only the owner of the database can arrange. */
async function verify(db: Db, organisation: Id, establishedMonthsAgo: number): Promise<void> {
	await db.query(
		`update public.organisations
		set established_on = (current_date - make_interval(months => $2))::date, verified_at = now(),
			unified_social_credit_code = '91000000MADEM0A' || lpad((random() * 999)::integer::text, 3, '0')
		where id = $1`,
		[organisation.id, establishedMonthsAgo]
	);
}

async function aMakerspaceWith(db: Db, resident: Id | null): Promise<Id> {
	const makerspace = await db.one<Id>(
		"insert into public.organisations (kind, name) values ('makerspace', 'Werkstatt') returning id"
	);
	await db.query(
		`insert into public.makerspace_registrations (organisation_id, level, document_no, registered_on)
		values ($1, 'provincial', 'Urkunde 7', '2020-01-01')`,
		[makerspace.id]
	);
	if (resident) {
		await db.query(
			`insert into public.residencies (makerspace_id, organisation_id, started_on)
			values ($1, $2, '2024-01-01')`,
			[makerspace.id, resident.id]
		);
	}
	return makerspace;
}

describe('a use that ends', () => {
	it('is a record in the same transaction, with reserved, used and charged kept apart', async ({
		db
	}) => {
		const { booking, session, record, startup } = await aServedCast(db);

		expect(record).toMatchObject({
			kind: 'instrument_time',
			state: 'rendered',
			version: 1,
			beneficiary_id: startup.id,
			starts_at: session.started_at,
			ends_at: session.ended_at,
			unit: 'hour',
			charged_fen: '120000',
			paid_fen: null,
			voucher_fen: null,
			source: 'platform'
		});
		const { starts_at, ends_at } = await db.one<{ starts_at: Date; ends_at: Date }>(
			'select starts_at, ends_at from public.bookings where id = $1',
			[booking.id]
		);
		expect([record.reserved_from, record.reserved_until]).toEqual([starts_at, ends_at]);
	});

	it('is one record however often it is checked out', async ({ db }) => {
		const { booking, ben } = await aServedCast(db);

		await checkOut(db, ben, booking);

		expect(await recordsOf(db, booking)).toHaveLength(1);
	});

	it('is recorded, and flagged, when the next check-in ends it', async ({ db }) => {
		const { ben, eve, instrument } = await aCast(db);
		const first = await book(db, ben, {
			instrument,
			start: inDays(1, '10:00'),
			end: inDays(1, '11:00')
		});
		const next = await book(db, eve, {
			instrument,
			start: inDays(1, '11:00'),
			end: inDays(1, '12:00')
		});
		await letBegin(db, first, 5);
		await checkIn(db, ben, first);
		await letPass(db, first, 60);
		await letBegin(db, next, 1);
		await db.query(
			"update public.usage_sessions set started_at = started_at - interval '1 hour' where booking_id = $1",
			[first.id]
		);

		await checkIn(db, eve, next);

		expect(await recordsOf(db, first)).toMatchObject([{ flags: ['forgotten'] }]);
		expect(await recordsOf(db, next)).toEqual([]);
	});

	it('is no service where nobody came', async ({ db }) => {
		const { ben, instrument } = await aCast(db, { rules: { grace_minutes: 15 } });
		const booking = await book(db, ben, {
			instrument,
			start: inDays(1, '10:00'),
			end: inDays(1, '11:00')
		});

		await letBegin(db, booking, 120);

		expect(await recordsOf(db, booking)).toEqual([]);
	});

	it('has the price of the public list beside what was charged', async ({ db }) => {
		const cast = await aCast(db);
		await aTariff(
			db,
			{ instrument: cast.instrument },
			{ customer_kind: 'startup', rate_fen: 30_000 }
		);
		const booking = await book(db, cast.ben, {
			instrument: cast.instrument,
			start: inDays(1, '10:00'),
			end: inDays(1, '12:00')
		});
		await letBegin(db, booking, 5);
		await checkIn(db, cast.ben, booking);
		await checkOut(db, cast.ben, booking);

		expect(await recordsOf(db, booking)).toMatchObject([
			{ list_price_fen: '120000', charged_fen: '60000' }
		]);
	});
});

describe('the numbers of a platform', () => {
	it('have no gaps, and a refused record takes none', async ({ db }) => {
		const { ada, platform, startup, instrument, record } = await aServedCast(db);
		const service = {
			kind: 'sample_order',
			beneficiary_id: startup.id,
			instrument_id: instrument.id,
			starts_at: inDays(-1, '10:00')
		};

		await refusalOf(recordService(db, ada, platform, { ...service, quantity: -1 }));
		const next = await recordService(db, ada, platform, service);

		expect([record.seq, next.seq]).toEqual(['1', '2']);
		expect(next.prev_hash).toBe(record.hash);
	});
});

describe('the class of the one served (reference 6.2)', () => {
	it('is startup by age, once the registration was checked', async ({ db }) => {
		const { ada, platform, startup } = await aCast(db);
		await verify(db, startup, 59);

		const record = await recordService(db, ada, platform, technical(startup));

		expect(record.beneficiary_class).toBe('startup');
		expect(record.class_evidence).toMatchObject({ months_at_most: '60' });
	});

	it('is startup by residence in a registered makerspace, at any age', async ({ db }) => {
		const { ada, platform, startup } = await aCast(db);
		const makerspace = await aMakerspaceWith(db, startup);

		const record = await recordService(db, ada, platform, technical(startup));

		expect(record).toMatchObject({ beneficiary_class: 'startup', makerspace_id: makerspace.id });
		expect(record.class_evidence).toMatchObject({
			registration_level: 'provincial',
			resident_since: '2024-01-01'
		});
	});

	it('is that of the day of the service, not of today', async ({ db }) => {
		const { ada, platform, startup } = await aCast(db);
		await aMakerspaceWith(db, startup);

		const record = await recordService(db, ada, platform, {
			...technical(startup),
			starts_at: '2023-06-01T10:00:00+08:00',
			contract_no: 'C-1'
		});

		expect(record.beneficiary_class).toBe('other_external');
	});

	it('is another for an enterprise that is too old, or that nobody has checked', async ({ db }) => {
		const { ada, platform, startup, rival } = await aCast(db);
		await verify(db, startup, 62);

		const old = await recordService(db, ada, platform, technical(startup));
		const unchecked = await recordService(db, ada, platform, technical(rival));

		expect([old.beneficiary_class, unchecked.beneficiary_class]).toEqual([
			'other_external',
			'other_external'
		]);
	});

	it('is makerspace for one that is registered, and internal for the host', async ({ db }) => {
		const { ada, platform, university } = await aCast(db);
		const makerspace = await aMakerspaceWith(db, null);

		const served = await recordService(db, ada, platform, technical(makerspace));
		const own = await recordService(db, ada, platform, technical(university));

		expect([served.beneficiary_class, own.beneficiary_class]).toEqual(['makerspace', 'internal']);
	});
});

function technical(beneficiary: Id) {
	return { kind: 'technical', beneficiary_id: beneficiary.id, starts_at: inDays(-1, '10:00') };
}

describe('record_service', () => {
	it('takes time at an instrument by hand with a document, and marks it as backfilled', async ({
		db
	}) => {
		const { ada, platform, startup, instrument } = await aCast(db);
		const service = {
			kind: 'instrument_time',
			beneficiary_id: startup.id,
			instrument_id: instrument.id,
			starts_at: inDays(-2, '10:00'),
			ends_at: inDays(-2, '12:30')
		};

		const refused = await refusalOf(recordService(db, ada, platform, service));
		const record = await recordService(db, ada, platform, { ...service, evidence: ['LOG-7'] });

		expect(refused.code).toBe('23514');
		expect(record).toMatchObject({ source: 'backfilled', quantity: '2.5000' });
		expect(await standingOf(db, record)).toEqual({ customer: 'open', lab: 'manual' });
	});

	it('writes the same call twice once', async ({ db }) => {
		const { ada, platform, startup } = await aCast(db);
		await db.query(`select set_config('request.headers', '{"idempotency-key": "k1"}', true)`);

		const first = await recordService(db, ada, platform, technical(startup));
		const second = await recordService(db, ada, platform, technical(startup));

		expect(second.id).toBe(first.id);
	});

	it.for([
		['what is to come', { starts_at: inDays(1, '10:00') }, 'service_in_the_future'],
		['what it does not know', { colour: 'red' }, 'service_malformed'],
		['what has no beginning', { starts_at: null }, 'service_incomplete']
	] as const)('refuses %s', async ([, change, key], { db }) => {
		const { ada, platform, startup } = await aCast(db);

		const refused = await refusalOf(
			recordService(db, ada, platform, { ...technical(startup), ...change })
		);

		expect(refused.key).toBe(key);
	});

	it('refuses another platform’s instrument and a booking that has its record', async ({ db }) => {
		const { ada, platform, startup, booking, instrument } = await aServedCast(db);
		const other = await aCast(db);

		const foreign = await refusalOf(
			recordService(db, ada, platform, {
				...technical(startup),
				instrument_id: other.instrument.id
			})
		);
		const twice = await refusalOf(
			recordService(db, ada, platform, {
				kind: 'instrument_time',
				beneficiary_id: startup.id,
				instrument_id: instrument.id,
				booking_id: booking.id,
				starts_at: inDays(-1, '10:00'),
				ends_at: inDays(-1, '11:00')
			})
		);

		expect([foreign.key, twice.key]).toEqual(['service_resource_not_yours', 'booking_recorded']);
	});

	it('is for the people of the platform', async ({ db }) => {
		const { ben, platform, startup } = await aCast(db);

		const refused = await refusalOf(recordService(db, ben, platform, technical(startup)));

		expect(refused).toMatchObject({ code: 'PT403', key: 'platform_not_yours' });
	});
});

describe('flags for the auditor (reference 1.5, R-HOURS 6)', () => {
	it('name what was entered late, lasted too long, or lies over another', async ({ db }) => {
		const { ada, platform, startup, instrument } = await aCast(db);
		const time = {
			kind: 'instrument_time',
			beneficiary_id: startup.id,
			instrument_id: instrument.id,
			evidence: ['LOG-7']
		};

		const long = await recordService(db, ada, platform, {
			...time,
			starts_at: inDays(-50, '10:00'),
			ends_at: inDays(-46, '10:00')
		});
		const over = await recordService(db, ada, platform, {
			...time,
			starts_at: inDays(-47, '10:00'),
			ends_at: inDays(-47, '12:00')
		});

		expect(long.flags).toEqual(['too_long', 'entered_late']);
		expect(over.flags).toEqual(['entered_late', 'overlap']);
	});

	it('name use of less than half of what was reserved', async ({ db }) => {
		const { record } = await aServedCast(db);

		expect(record.flags).toEqual(['gap']);
	});
});

describe('confirmation by both sides', () => {
	it('is said by each side once, however often', async ({ db }) => {
		const { ben, ada, record } = await aServedCast(db);

		const first = await confirmRecord(db, ben, record);
		const again = await confirmRecord(db, ben, record);
		await confirmRecord(db, ada, record);

		expect(again.id).toBe(first.id);
		expect(await standingOf(db, record)).toEqual({ customer: 'manual', lab: 'manual' });
	});

	it('is given by silence after seven days, and shown as such', async ({ db }) => {
		const { record } = await aServedCast(db);
		// Only the owner of the table can have time pass for a record.
		await db.query('alter table public.service_records disable trigger user');
		await db.query(
			`update public.service_records
			set recorded_at = now() - interval '7 days' where id = $1`,
			[record.id]
		);
		await db.query('alter table public.service_records enable trigger user');

		expect(await standingOf(db, record)).toEqual({ customer: 'auto', lab: 'auto' });
	});

	it('is open until then, and disputed by who gives a reason', async ({ db }) => {
		const { ben, record } = await aServedCast(db);

		const before = await standingOf(db, record);
		const unsaid = await refusalOf(disputeRecord(db, ben, record, ' '));
		await disputeRecord(db, ben, record, 'Das Gerät stand still');

		expect(before).toEqual({ customer: 'open', lab: 'open' });
		expect(unsaid.key).toBe('reason_needed');
		expect(await standingOf(db, record)).toEqual({ customer: 'disputed', lab: 'open' });
	});

	it('is nobody else’s affair', async ({ db }) => {
		const { ben, eve, record } = await aServedCast(db);

		const strange = await refusalOf(confirmRecord(db, eve, record));
		const wrongSide = await refusalOf(confirmRecord(db, ben, record, 'lab'));

		expect([strange.key, wrongSide.key]).toEqual([
			'service_record_not_found',
			'service_record_not_yours'
		]);
	});
});

describe('correct_service_record', () => {
	it('makes a version that names the one before and its reason, and starts confirmation anew', async ({
		db
	}) => {
		const { ada, ben, record } = await aServedCast(db);
		await confirmRecord(db, ben, record);

		const corrected = await correctRecord(
			db,
			ada,
			record,
			{ purpose_code: '136' },
			'Zweck vergessen'
		);

		expect(corrected).toMatchObject({
			version: 2,
			corrects: record.id,
			purpose_code: '136',
			starts_at: record.starts_at
		});
		expect(await standingOf(db, corrected)).toEqual({ customer: 'open', lab: 'manual' });
		const details = await db.one<Record<string, unknown>>(
			'select content, reason from public.service_record_details where record_id = $1',
			[corrected.id]
		);
		expect(details).toEqual({ content: 'Querschliff', reason: 'Zweck vergessen' });
		const current = await db.query<Id>(
			'select id from public.current_service_records where booking_id = $1',
			[record.booking_id]
		);
		expect(current).toEqual([{ id: corrected.id }]);
	});

	it('refuses what is corrected already, changes nothing, or has no reason', async ({ db }) => {
		const { ada, ben, record } = await aServedCast(db);

		const nothing = await refusalOf(correctRecord(db, ada, record, { state: 'rendered' }));
		const unsaid = await refusalOf(correctRecord(db, ada, record, { state: 'voided' }, ''));
		await correctRecord(db, ada, record, { state: 'voided' });
		const twice = await refusalOf(correctRecord(db, ada, record, { purpose_code: '135' }));
		const late = await refusalOf(confirmRecord(db, ben, record));

		expect([nothing.key, unsaid.key, twice.key, late.key]).toEqual([
			'correction_changes_nothing',
			'reason_needed',
			'service_record_superseded',
			'service_record_superseded'
		]);
	});

	it('does not give a booked service, and what was said of it, to another customer', async ({
		db
	}) => {
		const { ada, eve, rival, record } = await aServedCast(db);

		const customer = await refusalOf(correctRecord(db, ada, record, { beneficiary_id: rival.id }));
		const person = await refusalOf(correctRecord(db, ada, record, { person_id: eve.id }));

		expect([customer, person]).toMatchObject([
			{ code: 'PT422', key: 'service_malformed' },
			{ code: 'PT422', key: 'service_malformed' }
		]);
	});

	it('is the lab’s', async ({ db }) => {
		const { ben, eve, record } = await aServedCast(db);

		const customer = await refusalOf(correctRecord(db, ben, record, { state: 'voided' }));
		const stranger = await refusalOf(correctRecord(db, eve, record, { state: 'voided' }));

		expect([customer.key, stranger.key]).toEqual([
			'service_record_not_yours',
			'service_record_not_found'
		]);
	});
});

describe('a record that is there', () => {
	it.for([
		["update public.service_records set purpose_code = '135'", 'service_records'],
		['delete from public.service_records', 'service_records'],
		['truncate public.service_records cascade', 'service_record'],
		["update public.service_record_details set content = 'x'", 'service_record_details'],
		['delete from public.service_record_details', 'service_record_details'],
		["update public.service_record_confirmations set verdict = 'confirmed', reason = null", null],
		['delete from public.service_record_confirmations', 'service_record_confirmations'],
		['delete from public.service_record_people', 'service_record_people']
	] as const)('refuses even its owner: %s', async ([statement, table], { db }) => {
		const { ben, record } = await aServedCast(db);
		await disputeRecord(db, ben, record, 'Nein');

		const refused = await refusalOf(db.query(statement));

		expect(refused.code).toBe('PT403');
		expect(refused.key).toMatch(table ?? 'service_record_confirmations');
	});

	it('lets the words and the people be taken away, with its hash as it was', async ({ db }) => {
		const { record } = await aServedCast(db);

		await db.query(
			'update public.service_record_details set content = null, salt = null where record_id = $1',
			[record.id]
		);
		await db.query(
			'update public.service_record_people set person_id = null where record_id = $1',
			[record.id]
		);

		const found = await db.one<{ is_whole: boolean }>(
			`select hash = private.service_record_hash(records) as is_whole
			from public.service_records as records where id = $1`,
			[record.id]
		);
		expect(found).toEqual({ is_whole: true });
	});
});
