/** Builders that say only what matters to a test. Everything they make ends with its transaction. */
import { randomUUID } from 'node:crypto';
import type { Db } from './to-db.ts';

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
	gap_minutes: number;
	off_hours_admitted: boolean;
	admits_outsiders: boolean;
	course_id: string | null;
	purpose_required: boolean;
	approval: 'none' | 'lab' | 'owner_then_lab';
	approval_hours: number;
	cancel_until_minutes: number;
	late_cancel_bp: number;
	late_cancel_counts: boolean;
	grace_minutes: number | null;
	no_show_bp: number;
	no_show_limit: number | null;
	no_show_window_days: number;
	suspension_days: number;
	customer_kind: CustomerKind;
	version: number;
	valid_from: string;
	valid_until: string | null;
};

export type CustomerKind =
	'everyone' | 'internal' | 'startup' | 'makerspace' | 'academic' | 'company';

export type Tariff = {
	customer_kind: CustomerKind;
	basis: 'hour' | 'session';
	rate_fen: number | null;
	minimum_fen: number;
	off_hours_bp: number;
	valid_from: string;
	valid_until: string | null;
};

const RULES: Partial<Rules> = {
	granularity_minutes: 30,
	shortest_minutes: 30,
	longest_minutes: 480,
	lead_minutes: 0,
	horizon_days: 365,
	setup_minutes: 0,
	teardown_minutes: 0,
	admits_outsiders: true
};

const TARIFFS: Partial<Tariff>[] = [
	{ rate_fen: 60_000 },
	{ customer_kind: 'internal', rate_fen: 10_000 }
];

async function insert(db: Db, table: string, values: Record<string, unknown>): Promise<Id> {
	const columns = Object.keys(values);
	return db.one<Id>(
		`insert into public.${table} (${columns.join(', ')})
		values (${columns.map((_, index) => `$${index + 1}`).join(', ')})
		returning id`,
		Object.values(values)
	);
}

/** Rules for an instrument or a whole platform, beside those it has. */
export function aRule(
	db: Db,
	scope: { instrument: Id } | { platform: Id },
	rules: Partial<Rules> = {}
): Promise<Id> {
	return insert(db, 'booking_rules', { ...toScope(scope), ...RULES, ...rules });
}

export function aTariff(
	db: Db,
	scope: { instrument: Id } | { platform: Id },
	tariff: Partial<Tariff>
): Promise<Id> {
	return insert(db, 'tariffs', { ...toScope(scope), ...tariff });
}

export function aQuota(
	db: Db,
	scope: { instrument: Id } | { platform: Id },
	quota: {
		holder: 'person' | 'organisation';
		measure: 'bookings' | 'minutes';
		span: 'day' | 'week' | 'month' | 'year' | 'outstanding';
		at_most: number;
		customer_kind?: CustomerKind;
	}
): Promise<Id> {
	return insert(db, 'booking_quotas', { ...toScope(scope), ...quota });
}

function toScope(scope: { instrument: Id } | { platform: Id }) {
	return 'instrument' in scope
		? { instrument_id: scope.instrument.id }
		: { platform_id: scope.platform.id };
}

/** An instrument open around the clock, unless the test says when. */
export async function anInstrument(
	db: Db,
	platform: Id,
	{
		rules = {},
		tariffs = TARIFFS,
		units = 1,
		hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, '00:00', '24:00'] as const),
		name = 'Mikroskop'
	}: {
		rules?: Partial<Rules> | null;
		tariffs?: Partial<Tariff>[];
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
	if (rules !== null) await aRule(db, { instrument }, rules);
	for (const tariff of tariffs) await aTariff(db, { instrument }, tariff);
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
