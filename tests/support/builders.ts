/** Builders that say only what matters to a test. Everything they make ends with its transaction. */
import { randomUUID } from 'node:crypto';
import type { Db } from './database.ts';

type Id = { id: string };

export async function aPerson(db: Db, name = 'Ada'): Promise<Id> {
	return db.one<Id>(
		`insert into auth.users (id, aud, role, email, encrypted_password, raw_user_meta_data)
		values ($1, 'authenticated', 'authenticated', $2, '', $3)
		returning id`,
		[randomUUID(), `${randomUUID()}@people.test`, { name }]
	);
}

export async function anOrganisation(db: Db, kind = 'startup', name = 'Ein Start'): Promise<Id> {
	return db.one<Id>('insert into public.organisations (kind, name) values ($1, $2) returning id', [
		kind,
		name
	]);
}

export async function aMembership(
	db: Db,
	membership: { person: Id; organisation: Id; role: string; platform?: Id }
): Promise<void> {
	await db.query(
		`insert into public.memberships (person_id, organisation_id, platform_id, role)
		values ($1, $2, $3, $4)`,
		[
			membership.person.id,
			membership.organisation.id,
			membership.platform?.id ?? null,
			membership.role
		]
	);
}

export async function aPlatform(
	db: Db,
	organisation: Id,
	{ timeZone = 'Asia/Shanghai' } = {}
): Promise<Id> {
	return db.one<Id>(
		`insert into public.platforms (organisation_id, name, time_zone)
		values ($1, $2, $3) returning id`,
		[organisation.id, `Platform ${randomUUID()}`, timeZone]
	);
}

export type Rules = {
	granularity_minutes: number;
	shortest_minutes: number;
	longest_minutes: number;
	lead_minutes: number;
	horizon_days: number;
	setup_minutes: number;
	teardown_minutes: number;
	admits_outsiders: boolean;
	approval_needed: boolean;
	internal_fen_per_hour: number | null;
	external_fen_per_hour: number | null;
};

const RULES: Rules = {
	granularity_minutes: 30,
	shortest_minutes: 30,
	longest_minutes: 480,
	lead_minutes: 0,
	horizon_days: 365,
	setup_minutes: 0,
	teardown_minutes: 0,
	admits_outsiders: true,
	approval_needed: false,
	internal_fen_per_hour: 10_000,
	external_fen_per_hour: 60_000
};

/** An instrument open around the clock, unless the test says when. */
export async function anInstrument(
	db: Db,
	platform: Id,
	{
		rules = {},
		units = 1,
		hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '00:00', '24:00'] as const),
		name = 'Mikroskop'
	}: {
		rules?: Partial<Rules> | null;
		units?: number;
		hours?: (readonly [weekday: number, opens: string, closes: string])[];
		name?: string;
	} = {}
): Promise<Id> {
	const instrument = await db.one<Id>(
		`insert into public.instruments (platform_id, source_key, name, units)
		values ($1, $2, $3, $4) returning id`,
		[platform.id, randomUUID(), name, units]
	);
	if (rules !== null) {
		const given = { ...RULES, ...rules };
		const columns = Object.keys(given);
		await db.query(
			`insert into public.booking_rules (instrument_id, ${columns.join(', ')})
			values ($1, ${columns.map((_, index) => `$${index + 2}`).join(', ')})`,
			[instrument.id, ...Object.values(given)]
		);
	}
	for (const [weekday, opens, closes] of hours) {
		await db.query(
			'insert into public.opening_hours (instrument_id, weekday, opens, closes) values ($1, $2, $3, $4)',
			[instrument.id, weekday, opens, closes]
		);
	}
	return instrument;
}

/**
 * The usual cast: `ada` manages a university's platform with one instrument, `tom` is its
 * technician, `ben` is a member and `olga` the owner of a startup, and `eve` belongs to another one.
 */
export async function aCast(db: Db, instrument: Parameters<typeof anInstrument>[2] = {}) {
	const [ada, tom, ben, olga, eve] = [
		await aPerson(db, 'Ada'),
		await aPerson(db, 'Tom'),
		await aPerson(db, 'Ben'),
		await aPerson(db, 'Olga'),
		await aPerson(db, 'Eve')
	];
	const university = await anOrganisation(db, 'university', 'Universität');
	const startup = await anOrganisation(db, 'startup', 'Ein Start');
	const rival = await anOrganisation(db, 'startup', 'Rivale');
	const platform = await aPlatform(db, university);

	await aMembership(db, { person: ada, organisation: university, role: 'manager', platform });
	await aMembership(db, { person: tom, organisation: university, role: 'technician', platform });
	await aMembership(db, { person: ben, organisation: startup, role: 'member' });
	await aMembership(db, { person: olga, organisation: startup, role: 'owner' });
	await aMembership(db, { person: eve, organisation: rival, role: 'member' });

	return {
		ada,
		tom,
		ben,
		olga,
		eve,
		university,
		startup,
		rival,
		platform,
		instrument: await anInstrument(db, platform, instrument)
	};
}
